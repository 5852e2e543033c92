//! The one shape of all frames: a CBOR map from integer keys to integers, bytes and texts.
//! Writing is deterministic (RFC 8949 §4.2). Reading skips unknown keys and refuses everything ambiguous:
//! keys out of order or twice, indefinite lengths, trailing bytes.

use minicbor::{Decoder, Encoder};

/// The keys of all frames. Numbers are never reused; 16 to 23 are kept for drop, close and moved.
pub(crate) mod key {
    pub(crate) const KIND: u64 = 0;
    pub(crate) const REQ: u64 = 1;
    pub(crate) const MAILBOX: u64 = 2;
    pub(crate) const SECRET: u64 = 3;
    pub(crate) const SEQ: u64 = 4;
    pub(crate) const CHAIN: u64 = 5;
    pub(crate) const RECEIVED_AT: u64 = 6;
    pub(crate) const CELL: u64 = 7;
    pub(crate) const BYTES: u64 = 8;
    pub(crate) const READ_HASH: u64 = 9;
    pub(crate) const WRITE_HASH: u64 = 10;
    pub(crate) const OWN_HASH: u64 = 11;
    pub(crate) const CODE: u64 = 13;
    pub(crate) const RETRY_AFTER: u64 = 14;
    pub(crate) const LARGE: u64 = 15;
}

/// Why a frame could not be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DecodeError {
    /// Not a frame: not CBOR of the agreed shape.
    #[error("the frame is not a CBOR map of the agreed shape")]
    Malformed,
    /// A key that this kind of frame needs is absent.
    #[error("the frame lacks its key {0}")]
    Missing(u64),
    /// A well-formed frame of a kind that only a newer version knows: skip it, or answer `version`.
    #[error("the frame is of an unknown kind {kind}")]
    UnknownKind {
        /// The kind's number.
        kind: u64,
        /// The request's number, if it bears one, so that it can be answered.
        req: Option<u32>,
    },
}

impl From<minicbor::decode::Error> for DecodeError {
    fn from(_: minicbor::decode::Error) -> Self {
        Self::Malformed
    }
}

/// One value to be written.
pub(crate) enum Value<'a> {
    Number(u64),
    Bytes(&'a [u8]),
}

/// Writes a frame; `entries` are in ascending order of their keys, absent ones are left out.
pub(crate) fn encode(entries: &[(u64, Option<Value<'_>>)]) -> Vec<u8> {
    let present = entries.iter().filter(|(_, value)| value.is_some()).count();
    let size: usize = entries
        .iter()
        .map(|(_, value)| match value {
            Some(Value::Bytes(bytes)) => bytes.len() + 8,
            Some(Value::Number(_)) | None => 12,
        })
        .sum();
    let mut frame = Encoder::new(Vec::with_capacity(size));
    // Writing to a Vec cannot fail: its error is `Infallible`.
    let _ = frame.map(present as u64);
    for (key, value) in entries {
        let _ = match value {
            Some(Value::Number(number)) => frame.u64(*key).and_then(|f| f.u64(*number)),
            Some(Value::Bytes(bytes)) => frame.u64(*key).and_then(|f| f.bytes(bytes)),
            None => Ok(&mut frame),
        };
    }
    frame.into_writer()
}

/// The known entries of a frame that was read.
#[derive(Default)]
pub(crate) struct Entries<'b> {
    pub(crate) kind: u64,
    pub(crate) req: Option<u32>,
    mailbox: Option<[u8; 32]>,
    secret: Option<[u8; 32]>,
    seq: Option<u64>,
    pub(crate) chain: Option<[u8; 32]>,
    received_at: Option<u64>,
    cell: Option<[u8; 32]>,
    pub(crate) bytes: Option<&'b [u8]>,
    read_hash: Option<[u8; 32]>,
    write_hash: Option<[u8; 32]>,
    own_hash: Option<[u8; 32]>,
    code: Option<u32>,
    pub(crate) retry_after: Option<u32>,
    pub(crate) large: bool,
}

impl<'b> Entries<'b> {
    /// Reads a whole frame.
    pub(crate) fn decode(frame: &'b [u8]) -> Result<Self, DecodeError> {
        let mut input = Decoder::new(frame);
        let count = input.map()?.ok_or(DecodeError::Malformed)?;
        let mut entries = Self::default();
        let mut last = None;
        for _ in 0..count {
            let key = input.u64()?;
            if last.is_some_and(|last| key <= last) {
                return Err(DecodeError::Malformed);
            }
            last = Some(key);
            match key {
                key::KIND => entries.kind = input.u64()?,
                key::REQ => entries.req = Some(input.u32()?),
                key::MAILBOX => entries.mailbox = Some(hash(&mut input)?),
                key::SECRET => entries.secret = Some(hash(&mut input)?),
                key::SEQ => entries.seq = Some(input.u64()?),
                key::CHAIN => entries.chain = Some(hash(&mut input)?),
                key::RECEIVED_AT => entries.received_at = Some(input.u64()?),
                key::CELL => entries.cell = Some(hash(&mut input)?),
                key::BYTES => entries.bytes = Some(input.bytes()?),
                key::READ_HASH => entries.read_hash = Some(hash(&mut input)?),
                key::WRITE_HASH => entries.write_hash = Some(hash(&mut input)?),
                key::OWN_HASH => entries.own_hash = Some(hash(&mut input)?),
                key::CODE => entries.code = Some(input.u32()?),
                key::RETRY_AFTER => entries.retry_after = Some(input.u32()?),
                key::LARGE => entries.large = input.u64()? != 0,
                _ => input.skip()?,
            }
        }
        if input.position() != frame.len() {
            return Err(DecodeError::Malformed);
        }
        Ok(entries)
    }

    pub(crate) fn req(&self) -> Result<u32, DecodeError> {
        self.req.ok_or(DecodeError::Missing(key::REQ))
    }

    pub(crate) fn mailbox(&self) -> Result<[u8; 32], DecodeError> {
        self.mailbox.ok_or(DecodeError::Missing(key::MAILBOX))
    }

    pub(crate) fn secret(&self) -> Result<[u8; 32], DecodeError> {
        self.secret.ok_or(DecodeError::Missing(key::SECRET))
    }

    pub(crate) fn seq(&self) -> Result<u64, DecodeError> {
        self.seq.ok_or(DecodeError::Missing(key::SEQ))
    }

    pub(crate) fn chain(&self) -> Result<[u8; 32], DecodeError> {
        self.chain.ok_or(DecodeError::Missing(key::CHAIN))
    }

    pub(crate) fn received_at(&self) -> Result<u64, DecodeError> {
        self.received_at.ok_or(DecodeError::Missing(key::RECEIVED_AT))
    }

    pub(crate) fn cell(&self) -> Result<[u8; 32], DecodeError> {
        self.cell.ok_or(DecodeError::Missing(key::CELL))
    }

    pub(crate) fn bytes(&self) -> Result<Vec<u8>, DecodeError> {
        self.bytes.map(<[u8]>::to_vec).ok_or(DecodeError::Missing(key::BYTES))
    }

    pub(crate) fn read_hash(&self) -> Result<[u8; 32], DecodeError> {
        self.read_hash.ok_or(DecodeError::Missing(key::READ_HASH))
    }

    pub(crate) fn write_hash(&self) -> Result<[u8; 32], DecodeError> {
        self.write_hash.ok_or(DecodeError::Missing(key::WRITE_HASH))
    }

    pub(crate) fn own_hash(&self) -> Result<[u8; 32], DecodeError> {
        self.own_hash.ok_or(DecodeError::Missing(key::OWN_HASH))
    }

    pub(crate) fn code(&self) -> Result<u32, DecodeError> {
        self.code.ok_or(DecodeError::Missing(key::CODE))
    }

    pub(crate) fn unknown_kind(&self) -> DecodeError {
        match self.kind {
            0 => DecodeError::Missing(key::KIND),
            kind => DecodeError::UnknownKind { kind, req: self.req },
        }
    }
}

fn hash(input: &mut Decoder<'_>) -> Result<[u8; 32], DecodeError> {
    input.bytes()?.try_into().map_err(|_| DecodeError::Malformed)
}
