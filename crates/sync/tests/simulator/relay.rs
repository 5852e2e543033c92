//! The relay as the protocol has it, in memory: rows with their chain, cells, nothing readable. Putting twice
//! is putting once. It can be rolled back to an earlier state.

use std::collections::BTreeMap;
use wire::{CellKey, ErrorCode, MailboxId, Message, RequestBody, SecretHashes};

#[derive(Clone)]
struct Mailbox {
    hashes: SecretHashes,
    rows: Vec<(Vec<u8>, [u8; 32])>,
    cells: BTreeMap<CellKey, Vec<u8>>,
}

#[derive(Clone, Default)]
pub struct Relay {
    mailboxes: BTreeMap<MailboxId, Mailbox>,
}

/// What a request leads to.
#[derive(Default)]
pub struct Reaction {
    /// For who asked.
    pub answers: Vec<Message>,
    /// For all others who have the mailbox open.
    pub news: Option<(MailboxId, Message)>,
    /// The mailbox that who asked has open from now on.
    pub opened: Option<MailboxId>,
}

fn answer(message: Message) -> Reaction {
    Reaction { answers: vec![message], ..Reaction::default() }
}

impl Relay {
    /// Every byte that it holds.
    pub fn rows(&self) -> impl Iterator<Item = &[u8]> {
        self.mailboxes
            .values()
            .flat_map(|mailbox| mailbox.rows.iter().map(|(bytes, _)| bytes).chain(mailbox.cells.values()))
            .map(Vec::as_slice)
    }

    pub fn ask(&mut self, frame: &[u8], now: u64) -> Reaction {
        let request = wire::decode_request(frame).unwrap();
        let req = request.req;
        let refuse = |code| answer(Message::Error { req: Some(req), code, retry_after_ms: None });
        match request.body {
            RequestBody::Create { hashes } => {
                let mailbox = Mailbox { hashes, rows: Vec::new(), cells: BTreeMap::new() };
                self.mailboxes.entry(MailboxId::of(&hashes)).or_insert(mailbox);
                answer(Message::Created { req })
            }
            RequestBody::Open { mailbox: id, read, since, chain, .. } => {
                let Some(mailbox) = self.mailboxes.get(&id) else { return refuse(ErrorCode::Gone) };
                if mailbox.hashes.read != read.hash() {
                    return refuse(ErrorCode::Denied);
                }
                let since = usize::try_from(since).unwrap();
                if since > 0 {
                    let known = mailbox.rows.get(since - 1).map(|(_, chain)| *chain);
                    if known.is_none() || known != chain {
                        return refuse(ErrorCode::RolledBack);
                    }
                }
                let mut answers: Vec<Message> = mailbox
                    .cells
                    .iter()
                    .map(|(cell, bytes)| Message::Cell { mailbox: id, cell: *cell, bytes: bytes.clone() })
                    .collect();
                for (at, (bytes, chain)) in mailbox.rows.iter().enumerate().skip(since) {
                    answers.push(event(id, at, *chain, bytes, now));
                }
                let chain = mailbox.rows.last().map_or(wire::CHAIN_START, |(_, chain)| *chain);
                answers.push(Message::End { req, mailbox: id, upto: mailbox.rows.len() as u64, chain });
                Reaction { answers, news: None, opened: Some(id) }
            }
            RequestBody::Put { mailbox: id, write, bytes } => {
                let Some(mailbox) = self.mailboxes.get_mut(&id) else { return refuse(ErrorCode::Gone) };
                if mailbox.hashes.write != write.hash() {
                    return refuse(ErrorCode::Denied);
                }
                if let Some(at) = mailbox.rows.iter().position(|(row, _)| *row == bytes) {
                    let chain = mailbox.rows[at].1;
                    return answer(Message::Ack { req, seq: at as u64 + 1, chain, received_at: now });
                }
                let before = mailbox.rows.last().map_or(wire::CHAIN_START, |(_, chain)| *chain);
                let chain = wire::chain(&before, &wire::blob_id(&bytes));
                let at = mailbox.rows.len();
                let news = event(id, at, chain, &bytes, now);
                mailbox.rows.push((bytes, chain));
                let answers = vec![Message::Ack { req, seq: at as u64 + 1, chain, received_at: now }];
                Reaction { answers, news: Some((id, news)), opened: None }
            }
            RequestBody::PutCell { mailbox: id, cell, bytes, .. } => {
                let Some(mailbox) = self.mailboxes.get_mut(&id) else { return refuse(ErrorCode::Gone) };
                mailbox.cells.insert(cell, bytes.clone());
                let news = Some((id, Message::Cell { mailbox: id, cell, bytes }));
                Reaction { answers: vec![Message::CellAck { req }], news, opened: None }
            }
            RequestBody::Signal { .. } => Reaction::default(),
            RequestBody::Ping => answer(Message::Pong { req }),
        }
    }
}

fn event(mailbox: MailboxId, at: usize, chain: [u8; 32], bytes: &[u8], now: u64) -> Message {
    Message::Event { mailbox, seq: at as u64 + 1, chain, received_at: now, bytes: Some(bytes.to_vec()) }
}
