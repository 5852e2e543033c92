//! A relay in memory, for the tests of whoever speaks to one: mailboxes with their chain, cells, nothing readable,
//! and refusals that a test asks for. Putting twice is putting once. A clone is a backup.

use crate::{
    CHAIN_START, CellKey, ErrorCode, MAX_ENVELOPE, MailboxId, Message, RequestBody, SecretHashes, blob_id,
    chain, decode_request,
};
use std::collections::BTreeMap;

/// One mailbox.
#[derive(Debug, Clone)]
pub struct Mailbox {
    /// What opens it.
    pub hashes: SecretHashes,
    /// Each envelope with the chain up to it.
    pub rows: Vec<(Vec<u8>, [u8; 32])>,
    /// Its cells.
    pub cells: BTreeMap<CellKey, Vec<u8>>,
}

/// The relay.
#[derive(Debug, Clone, Default)]
pub struct Relay {
    /// All that it holds.
    pub mailboxes: BTreeMap<MailboxId, Mailbox>,
    /// Makes no more mailboxes.
    pub is_full: bool,
    /// Takes nothing into this one.
    pub refused: Option<MailboxId>,
    /// How it answers whatever it is asked, if it takes nothing.
    pub refuses: Option<ErrorCode>,
}

/// What a request leads to.
#[derive(Debug, Clone, PartialEq, Default)]
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
    /// Every byte that it holds of what was given to it.
    pub fn rows(&self) -> impl Iterator<Item = &[u8]> {
        self.mailboxes
            .values()
            .flat_map(|mailbox| mailbox.rows.iter().map(|(bytes, _)| bytes).chain(mailbox.cells.values()))
            .map(Vec::as_slice)
    }

    /// Takes one frame of somebody.
    pub fn ask(&mut self, frame: &[u8], now: u64) -> Reaction {
        let Ok(request) = decode_request(frame) else {
            return answer(Message::Error { req: None, code: ErrorCode::Malformed, retry_after_ms: None });
        };
        let req = request.req;
        self.react(req, request.body, now)
            .unwrap_or_else(|code| answer(Message::Error { req: Some(req), code, retry_after_ms: None }))
    }

    fn react(&mut self, req: u32, body: RequestBody, now: u64) -> Result<Reaction, ErrorCode> {
        if let Some(code) = self.refuses {
            return Err(code);
        }
        match body {
            RequestBody::Create { hashes } => {
                let id = MailboxId::of(&hashes);
                if self.is_full && !self.mailboxes.contains_key(&id) {
                    return Err(ErrorCode::Quota);
                }
                let mailbox = Mailbox { hashes, rows: Vec::new(), cells: BTreeMap::new() };
                self.mailboxes.entry(id).or_insert(mailbox);
                Ok(answer(Message::Created { req }))
            }
            RequestBody::Open { mailbox: id, read, since, chain: known, .. } => {
                let mailbox = self.mailboxes.get(&id).ok_or(ErrorCode::Gone)?;
                if mailbox.hashes.read != read.hash() {
                    return Err(ErrorCode::Denied);
                }
                let since = usize::try_from(since).map_err(|_| ErrorCode::RolledBack)?;
                if let Some(at) = since.checked_sub(1) {
                    let (_, there) = mailbox.rows.get(at).ok_or(ErrorCode::RolledBack)?;
                    if known.is_some_and(|known| known != *there) {
                        return Err(ErrorCode::RolledBack);
                    }
                }
                let cells = mailbox.cells.iter();
                let mut answers: Vec<Message> = cells
                    .map(|(cell, bytes)| Message::Cell { mailbox: id, cell: *cell, bytes: bytes.clone() })
                    .collect();
                let rows = (1..).zip(&mailbox.rows).skip(since);
                answers.extend(rows.map(|(seq, (bytes, chain))| event(id, seq, *chain, bytes, now)));
                let upto = mailbox.rows.len() as u64;
                answers.push(Message::End { req, mailbox: id, upto, chain: mailbox.end() });
                Ok(Reaction { answers, news: None, opened: Some(id) })
            }
            RequestBody::Put { mailbox: id, write, bytes } => {
                if bytes.len() > MAX_ENVELOPE {
                    return Err(ErrorCode::TooLarge);
                }
                if self.refused == Some(id) {
                    return Err(ErrorCode::Quota);
                }
                let mailbox = self.mailboxes.get_mut(&id).ok_or(ErrorCode::Gone)?;
                if mailbox.hashes.write != write.hash() {
                    return Err(ErrorCode::Denied);
                }
                if let Some((seq, (_, chain))) = (1..).zip(&mailbox.rows).find(|(_, (row, _))| *row == bytes)
                {
                    return Ok(answer(Message::Ack { req, seq, chain: *chain, received_at: now }));
                }
                let chain = chain(&mailbox.end(), &blob_id(&bytes));
                let seq = mailbox.rows.len() as u64 + 1;
                let news = event(id, seq, chain, &bytes, now);
                mailbox.rows.push((bytes, chain));
                let answers = vec![Message::Ack { req, seq, chain, received_at: now }];
                Ok(Reaction { answers, news: Some((id, news)), opened: None })
            }
            RequestBody::PutCell { mailbox: id, cell, bytes, .. } => {
                let mailbox = self.mailboxes.get_mut(&id).ok_or(ErrorCode::Gone)?;
                mailbox.cells.insert(cell, bytes.clone());
                let news = Some((id, Message::Cell { mailbox: id, cell, bytes }));
                Ok(Reaction { answers: vec![Message::CellAck { req }], news, opened: None })
            }
            RequestBody::Signal { mailbox, bytes, .. } => {
                let news = Some((mailbox, Message::Signal { mailbox, bytes }));
                Ok(Reaction { news, ..Reaction::default() })
            }
            RequestBody::Ping => Ok(answer(Message::Pong { req })),
        }
    }
}

impl Mailbox {
    fn end(&self) -> [u8; 32] {
        self.rows.last().map_or(CHAIN_START, |(_, chain)| *chain)
    }
}

fn event(mailbox: MailboxId, seq: u64, chain: [u8; 32], bytes: &[u8], now: u64) -> Message {
    Message::Event { mailbox, seq, chain, received_at: now, bytes: Some(bytes.to_vec()) }
}
