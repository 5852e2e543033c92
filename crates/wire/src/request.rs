//! What a client asks of the relay.
//! Every request bears a number that its answers echo; several may be under way at once.

use crate::frame::{DecodeError, Entries, Value, encode, key};
use crate::{CellKey, MailboxId, Secret, SecretHashes};

mod kind {
    pub(super) const CREATE: u64 = 1;
    pub(super) const OPEN: u64 = 2;
    pub(super) const PUT: u64 = 3;
    pub(super) const PUT_CELL: u64 = 4;
    pub(super) const SIGNAL: u64 = 5;
    pub(super) const PING: u64 = 6;
    // 7 and 8 are kept for drop and close.
}

/// One request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// Chosen by the client, echoed by every answer.
    pub req: u32,
    /// What is asked.
    pub body: RequestBody,
}

/// What is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RequestBody {
    /// Create the mailbox that these hashes name; one that exists already is answered alike.
    Create {
        /// The hashes of the new mailbox's secrets.
        hashes: SecretHashes,
    },
    /// Read the cells and all events after `since`, then be told of new ones.
    Open {
        /// Which mailbox.
        mailbox: MailboxId,
        /// Its read secret.
        read: Secret,
        /// The last position that the client has; 0 for none.
        since: u64,
        /// The chain at that position, to be compared.
        chain: Option<[u8; 32]>,
        /// Whether the cells beyond [`crate::SMALL_CELL`] are wanted too.
        large: bool,
    },
    /// Append an envelope; putting the same bytes again is answered with their first place.
    Put {
        /// Which mailbox.
        mailbox: MailboxId,
        /// Its write secret.
        write: Secret,
        /// The sealed envelope.
        bytes: Vec<u8>,
    },
    /// Replace one cell, outside the chain. One beyond [`crate::SMALL_CELL`] is news to nobody: it is there for
    /// who opens the mailbox and asks for such.
    PutCell {
        /// Which mailbox.
        mailbox: MailboxId,
        /// Its write secret.
        write: Secret,
        /// Which cell.
        cell: CellKey,
        /// Its new content.
        bytes: Vec<u8>,
    },
    /// Hand these bytes to all others who have the mailbox open, without storing them. Answered only if
    /// refused.
    Signal {
        /// Which mailbox.
        mailbox: MailboxId,
        /// Its write secret.
        write: Secret,
        /// The sealed signal.
        bytes: Vec<u8>,
    },
    /// Is the connection alive? Answered by `Pong`.
    Ping,
}

/// Writes one request as a frame.
pub fn encode_request(request: &Request) -> Vec<u8> {
    let req = (key::REQ, Some(Value::Number(request.req.into())));
    let kind = |kind| (key::KIND, Some(Value::Number(kind)));
    match &request.body {
        RequestBody::Create { hashes } => encode(&[
            kind(kind::CREATE),
            req,
            (key::READ_HASH, Some(Value::Bytes(&hashes.read))),
            (key::WRITE_HASH, Some(Value::Bytes(&hashes.write))),
            (key::OWN_HASH, Some(Value::Bytes(&hashes.own))),
        ]),
        RequestBody::Open { mailbox, read, since, chain, large } => encode(&[
            kind(kind::OPEN),
            req,
            (key::MAILBOX, Some(Value::Bytes(&mailbox.0))),
            (key::SECRET, Some(Value::Bytes(&read.0))),
            (key::SEQ, Some(Value::Number(*since))),
            (key::CHAIN, chain.as_ref().map(|chain| Value::Bytes(chain))),
            (key::LARGE, large.then_some(Value::Number(1))),
        ]),
        RequestBody::Put { mailbox, write, bytes } => encode(&[
            kind(kind::PUT),
            req,
            (key::MAILBOX, Some(Value::Bytes(&mailbox.0))),
            (key::SECRET, Some(Value::Bytes(&write.0))),
            (key::BYTES, Some(Value::Bytes(bytes))),
        ]),
        RequestBody::PutCell { mailbox, write, cell, bytes } => encode(&[
            kind(kind::PUT_CELL),
            req,
            (key::MAILBOX, Some(Value::Bytes(&mailbox.0))),
            (key::SECRET, Some(Value::Bytes(&write.0))),
            (key::CELL, Some(Value::Bytes(&cell.0))),
            (key::BYTES, Some(Value::Bytes(bytes))),
        ]),
        RequestBody::Signal { mailbox, write, bytes } => encode(&[
            kind(kind::SIGNAL),
            req,
            (key::MAILBOX, Some(Value::Bytes(&mailbox.0))),
            (key::SECRET, Some(Value::Bytes(&write.0))),
            (key::BYTES, Some(Value::Bytes(bytes))),
        ]),
        RequestBody::Ping => encode(&[kind(kind::PING), req]),
    }
}

/// Reads one request.
///
/// # Errors
/// If the frame is malformed, lacks a key, or is of a kind that only a newer version knows.
pub fn decode_request(frame: &[u8]) -> Result<Request, DecodeError> {
    let entries = Entries::decode(frame)?;
    let body = match entries.kind {
        kind::CREATE => RequestBody::Create {
            hashes: SecretHashes {
                read: entries.read_hash()?,
                write: entries.write_hash()?,
                own: entries.own_hash()?,
            },
        },
        kind::OPEN => RequestBody::Open {
            mailbox: MailboxId(entries.mailbox()?),
            read: Secret(entries.secret()?),
            since: entries.seq()?,
            chain: entries.chain,
            large: entries.large,
        },
        kind::PUT => RequestBody::Put {
            mailbox: MailboxId(entries.mailbox()?),
            write: Secret(entries.secret()?),
            bytes: entries.bytes()?,
        },
        kind::PUT_CELL => RequestBody::PutCell {
            mailbox: MailboxId(entries.mailbox()?),
            write: Secret(entries.secret()?),
            cell: CellKey(entries.cell()?),
            bytes: entries.bytes()?,
        },
        kind::SIGNAL => RequestBody::Signal {
            mailbox: MailboxId(entries.mailbox()?),
            write: Secret(entries.secret()?),
            bytes: entries.bytes()?,
        },
        kind::PING => RequestBody::Ping,
        _ => return Err(entries.unknown_kind()),
    };
    Ok(Request { req: entries.req()?, body })
}
