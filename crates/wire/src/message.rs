//! What the relay says to a client: answers to its requests, and news of the mailboxes that it has open.

use crate::frame::{DecodeError, Entries, Value, encode, key};
use crate::{CellKey, ErrorCode, MailboxId};

mod kind {
    pub(super) const CREATED: u64 = 1;
    pub(super) const CELL: u64 = 2;
    pub(super) const EVENT: u64 = 3;
    pub(super) const END: u64 = 4;
    pub(super) const ACK: u64 = 5;
    pub(super) const CELL_ACK: u64 = 6;
    pub(super) const SIGNAL: u64 = 7;
    pub(super) const PONG: u64 = 8;
    pub(super) const ERROR: u64 = 9;
}

/// One message from the relay.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Message {
    /// The mailbox exists now, on disk.
    Created {
        /// Which request.
        req: u32,
    },
    /// A cell's content: while opening, and whenever somebody else replaces it.
    Cell {
        /// Which mailbox.
        mailbox: MailboxId,
        /// Which cell.
        cell: CellKey,
        /// Its content.
        bytes: Vec<u8>,
    },
    /// An envelope in its place: while opening, and whenever somebody else puts one.
    Event {
        /// Which mailbox.
        mailbox: MailboxId,
        /// Its place, counted from 1 without gaps.
        seq: u64,
        /// The chain up to and including it.
        chain: [u8; 32],
        /// When the relay stored it, in ms.
        received_at: u64,
        /// The sealed envelope; none if it was dropped since (its place and its chain stay).
        bytes: Option<Vec<u8>>,
    },
    /// All that was there when the mailbox was opened has been said.
    End {
        /// Which request.
        req: u32,
        /// Which mailbox.
        mailbox: MailboxId,
        /// The last place said, at least the one asked for.
        upto: u64,
        /// The chain there.
        chain: [u8; 32],
    },
    /// The envelope is on disk. The connection that put it gets this instead of an event, in the same order
    /// among the news; only while a mailbox is being opened may it come before events with smaller places,
    /// and its own event too.
    Ack {
        /// Which request.
        req: u32,
        /// The envelope's place.
        seq: u64,
        /// The chain up to and including it.
        chain: [u8; 32],
        /// When the relay stored it first, in ms.
        received_at: u64,
    },
    /// The cell is on disk.
    CellAck {
        /// Which request.
        req: u32,
    },
    /// Somebody else's signal.
    Signal {
        /// Which mailbox.
        mailbox: MailboxId,
        /// The sealed signal.
        bytes: Vec<u8>,
    },
    /// The connection is alive.
    Pong {
        /// Which request.
        req: u32,
    },
    /// A refusal.
    Error {
        /// Which request; none if it concerns the connection.
        req: Option<u32>,
        /// Why.
        code: ErrorCode,
        /// When to try again, in ms.
        retry_after_ms: Option<u32>,
    },
}

/// Writes one message as a frame.
pub fn encode_message(message: &Message) -> Vec<u8> {
    let kind = |kind| (key::KIND, Some(Value::Number(kind)));
    let req = |req: u32| (key::REQ, Some(Value::Number(req.into())));
    match message {
        Message::Created { req: id } => encode(&[kind(kind::CREATED), req(*id)]),
        Message::Cell { mailbox, cell, bytes } => encode(&[
            kind(kind::CELL),
            (key::MAILBOX, Some(Value::Bytes(&mailbox.0))),
            (key::CELL, Some(Value::Bytes(&cell.0))),
            (key::BYTES, Some(Value::Bytes(bytes))),
        ]),
        Message::Event { mailbox, seq, chain, received_at, bytes } => encode(&[
            kind(kind::EVENT),
            (key::MAILBOX, Some(Value::Bytes(&mailbox.0))),
            (key::SEQ, Some(Value::Number(*seq))),
            (key::CHAIN, Some(Value::Bytes(chain))),
            (key::RECEIVED_AT, Some(Value::Number(*received_at))),
            (key::BYTES, bytes.as_deref().map(Value::Bytes)),
        ]),
        Message::End { req: id, mailbox, upto, chain } => encode(&[
            kind(kind::END),
            req(*id),
            (key::MAILBOX, Some(Value::Bytes(&mailbox.0))),
            (key::SEQ, Some(Value::Number(*upto))),
            (key::CHAIN, Some(Value::Bytes(chain))),
        ]),
        Message::Ack { req: id, seq, chain, received_at } => encode(&[
            kind(kind::ACK),
            req(*id),
            (key::SEQ, Some(Value::Number(*seq))),
            (key::CHAIN, Some(Value::Bytes(chain))),
            (key::RECEIVED_AT, Some(Value::Number(*received_at))),
        ]),
        Message::CellAck { req: id } => encode(&[kind(kind::CELL_ACK), req(*id)]),
        Message::Signal { mailbox, bytes } => encode(&[
            kind(kind::SIGNAL),
            (key::MAILBOX, Some(Value::Bytes(&mailbox.0))),
            (key::BYTES, Some(Value::Bytes(bytes))),
        ]),
        Message::Pong { req: id } => encode(&[kind(kind::PONG), req(*id)]),
        Message::Error { req: id, code, retry_after_ms } => encode(&[
            kind(kind::ERROR),
            (key::REQ, id.map(|id| Value::Number(id.into()))),
            (key::CODE, Some(Value::Number(code.number().into()))),
            (key::RETRY_AFTER, retry_after_ms.map(|ms| Value::Number(ms.into()))),
        ]),
    }
}

/// Reads one message.
///
/// # Errors
/// If the frame is malformed, lacks a key, or is of a kind that only a newer version knows.
pub fn decode_message(frame: &[u8]) -> Result<Message, DecodeError> {
    let entries = Entries::decode(frame)?;
    Ok(match entries.kind {
        kind::CREATED => Message::Created { req: entries.req()? },
        kind::CELL => Message::Cell {
            mailbox: MailboxId(entries.mailbox()?),
            cell: CellKey(entries.cell()?),
            bytes: entries.bytes()?,
        },
        kind::EVENT => Message::Event {
            mailbox: MailboxId(entries.mailbox()?),
            seq: entries.seq()?,
            chain: entries.chain()?,
            received_at: entries.received_at()?,
            bytes: entries.bytes.map(<[u8]>::to_vec),
        },
        kind::END => Message::End {
            req: entries.req()?,
            mailbox: MailboxId(entries.mailbox()?),
            upto: entries.seq()?,
            chain: entries.chain()?,
        },
        kind::ACK => Message::Ack {
            req: entries.req()?,
            seq: entries.seq()?,
            chain: entries.chain()?,
            received_at: entries.received_at()?,
        },
        kind::CELL_ACK => Message::CellAck { req: entries.req()? },
        kind::SIGNAL => Message::Signal { mailbox: MailboxId(entries.mailbox()?), bytes: entries.bytes()? },
        kind::PONG => Message::Pong { req: entries.req()? },
        kind::ERROR => Message::Error {
            req: entries.req,
            code: ErrorCode::from_number(entries.code()?),
            retry_after_ms: entries.retry_after,
        },
        _ => return Err(entries.unknown_kind()),
    })
}
