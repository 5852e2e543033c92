//! A relay in memory. Everything arrives, in order, when [`Relay::carry`] is called.

use super::device::{Device, Outgoing};
use crate::host::RelayNews;
use std::collections::{BTreeMap, BTreeSet};
use wire::in_memory::{self, Reaction};
use wire::{MailboxId, Message};

/// The relay.
#[derive(Default)]
pub struct Relay {
    relay: in_memory::Relay,
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
                let Reaction { answers, news, opened } = self.relay.ask(&frame, 1);
                self.open.entry(at).or_default().extend(opened);
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
        // Who is not brought along hears nothing.
        if let (Some(connection), Some((device, _))) = (self.connections.get(&at), devices.get_mut(at)) {
            device.hear_relay(*connection, RelayNews::Frame(wire::encode_message(message)));
        }
    }
}

impl Relay {
    /// Whether it concerns a mailbox of many envelopes: the team's, no invitation's.
    fn is_large(&self, message: &Message) -> bool {
        let (Message::Event { mailbox, .. } | Message::End { mailbox, .. }) = message else { return false };
        self.relay.mailboxes.get(mailbox).is_some_and(|mailbox| mailbox.rows.len() > 1)
    }
}
