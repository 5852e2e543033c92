//! A relay in memory. Everything arrives, in order, when [`Relay::carry`] is called.

use super::device::{Device, Outgoing};
use crate::host::RelayNews;
use std::collections::{BTreeMap, BTreeSet};
use wire::{CellKey, ErrorCode, MailboxId, Message, RequestBody};

#[derive(Default)]
struct Mailbox {
    rows: Vec<(Vec<u8>, [u8; 32])>,
    cells: BTreeMap<CellKey, Vec<u8>>,
}

/// The relay.
#[derive(Default)]
pub struct Relay {
    mailboxes: BTreeMap<MailboxId, Mailbox>,
    /// Which mailboxes each device has open.
    open: BTreeMap<usize, BTreeSet<MailboxId>>,
    connections: BTreeMap<usize, u32>,
    /// While set, envelopes are kept back.
    pub holds: bool,
    held: Vec<(usize, Message)>,
}

impl Relay {
    /// Carries frames until nobody has anything to say. Devices whose flag is down are offline.
    pub fn carry(&mut self, devices: &mut [(&mut Device, bool)]) {
        loop {
            let mut quiet = true;
            for at in 0..devices.len() {
                let (device, online) = &mut devices[at];
                let outgoing = device.tab.outgoing.take();
                quiet &= outgoing.is_empty();
                let online = *online;
                for out in outgoing {
                    self.one(at, out, online, devices);
                }
            }
            if quiet {
                return;
            }
        }
    }

    fn one(&mut self, at: usize, out: Outgoing, online: bool, devices: &mut [(&mut Device, bool)]) {
        match out {
            Outgoing::Connect(connection) => {
                self.open.remove(&at);
                let news = if online { RelayNews::Connected } else { RelayNews::Lost };
                if online {
                    self.connections.insert(at, connection);
                }
                devices[at].0.hear_relay(connection, news);
            }
            Outgoing::Disconnect => {
                self.open.remove(&at);
                self.connections.remove(&at);
            }
            Outgoing::Frame(frame) if online => {
                let (answers, news) = self.ask(at, &frame);
                for answer in answers {
                    self.say(at, &answer, devices);
                }
                if let Some((mailbox, news)) = news {
                    let others: Vec<usize> = self.open.keys().copied().filter(|other| *other != at).collect();
                    for other in others {
                        if self.open.get(&other).is_some_and(|open| open.contains(&mailbox)) {
                            self.say(other, &news, devices);
                        }
                    }
                }
            }
            Outgoing::Frame(_) => {}
        }
    }

    /// A device's connection breaks.
    pub fn cut(&mut self, at: usize, device: &mut Device) {
        self.open.remove(&at);
        self.held.retain(|(to, _)| *to != at);
        if let Some(connection) = self.connections.remove(&at) {
            device.hear_relay(connection, RelayNews::Lost);
        }
    }

    /// A device is no more.
    pub fn connection_is_lost(&mut self, at: usize) {
        self.open.remove(&at);
        self.held.retain(|(to, _)| *to != at);
        self.connections.remove(&at);
    }

    /// Lets envelopes through again, those that were kept back first.
    pub fn release(&mut self, devices: &mut [(&mut Device, bool)]) {
        self.holds = false;
        for (at, message) in std::mem::take(&mut self.held) {
            self.say(at, &message, devices);
        }
        self.carry(devices);
    }

    fn say(&mut self, at: usize, message: &Message, devices: &mut [(&mut Device, bool)]) {
        let team = matches!(message, Message::Event { seq, .. } if *seq > 0)
            || matches!(message, Message::End { .. });
        if self.holds && team && self.is_large(message) {
            self.held.push((at, message.clone()));
            return;
        }
        if let Some(connection) = self.connections.get(&at) {
            devices[at].0.hear_relay(*connection, RelayNews::Frame(wire::encode_message(message)));
        }
    }

    fn ask(&mut self, at: usize, frame: &[u8]) -> (Vec<Message>, Option<(MailboxId, Message)>) {
        let wire::Request { req, body } = wire::decode_request(frame).unwrap();
        let gone =
            || (vec![Message::Error { req: Some(req), code: ErrorCode::Gone, retry_after_ms: None }], None);
        match body {
            RequestBody::Create { hashes } => {
                self.mailboxes.entry(MailboxId::of(&hashes)).or_default();
                (vec![Message::Created { req }], None)
            }
            RequestBody::Open { mailbox: id, since, .. } => {
                let Some(mailbox) = self.mailboxes.get(&id) else { return gone() };
                self.open.entry(at).or_default().insert(id);
                let cells = mailbox.cells.iter();
                let mut answers: Vec<Message> = cells
                    .map(|(cell, bytes)| Message::Cell { mailbox: id, cell: *cell, bytes: bytes.clone() })
                    .collect();
                let since = usize::try_from(since).unwrap();
                for (place, (bytes, chain)) in mailbox.rows.iter().enumerate().skip(since) {
                    answers.push(event(id, place, *chain, bytes));
                }
                let chain = mailbox.rows.last().map_or(wire::CHAIN_START, |(_, chain)| *chain);
                answers.push(Message::End { req, mailbox: id, upto: mailbox.rows.len() as u64, chain });
                (answers, None)
            }
            RequestBody::Put { mailbox: id, bytes, .. } => {
                let Some(mailbox) = self.mailboxes.get_mut(&id) else { return gone() };
                let known = mailbox.rows.iter().position(|(row, _)| *row == bytes);
                let last = mailbox.rows.last().map_or(wire::CHAIN_START, |(_, chain)| *chain);
                let place = known.unwrap_or(mailbox.rows.len());
                let chain = match known {
                    Some(place) => mailbox.rows[place].1,
                    None => wire::chain(&last, &wire::blob_id(&bytes)),
                };
                let news = known.is_none().then(|| (id, event(id, place, chain, &bytes)));
                if known.is_none() {
                    mailbox.rows.push((bytes, chain));
                }
                (vec![Message::Ack { req, seq: place as u64 + 1, chain, received_at: 1 }], news)
            }
            RequestBody::PutCell { mailbox: id, cell, bytes, .. } => {
                let Some(mailbox) = self.mailboxes.get_mut(&id) else { return gone() };
                mailbox.cells.insert(cell, bytes.clone());
                (vec![Message::CellAck { req }], Some((id, Message::Cell { mailbox: id, cell, bytes })))
            }
            RequestBody::Signal { mailbox, bytes, .. } => {
                (Vec::new(), Some((mailbox, Message::Signal { mailbox, bytes })))
            }
            RequestBody::Ping => (vec![Message::Pong { req }], None),
        }
    }
}

impl Relay {
    /// Whether it concerns a mailbox of many envelopes: the team's, no invitation's.
    fn is_large(&self, message: &Message) -> bool {
        let (Message::Event { mailbox, .. } | Message::End { mailbox, .. }) = message else { return false };
        self.mailboxes.get(mailbox).is_some_and(|mailbox| mailbox.rows.len() > 1)
    }
}

fn event(mailbox: MailboxId, place: usize, chain: [u8; 32], bytes: &[u8]) -> Message {
    Message::Event { mailbox, seq: place as u64 + 1, chain, received_at: 1, bytes: Some(bytes.to_vec()) }
}
