//! Deterministic CBOR maps with unsigned integer keys (RFC 8949 §4.2), as all our structures are written.
//! Reading keeps unknown keys readable as raw bytes, and refuses what is ambiguous: keys out of order or
//! twice, indefinite lengths, trailing bytes.

use std::collections::BTreeMap;

use minicbor::{Decoder, Encoder};

/// One value to be written.
pub(crate) enum Value<'a> {
    /// An unsigned integer.
    Number(u64),
    /// A byte string.
    Bytes(&'a [u8]),
    /// A text string.
    Text(&'a str),
    /// A list of byte strings.
    List(Vec<&'a [u8]>),
}

/// Writes a map; `entries` are in ascending order of their keys.
pub(crate) fn map(entries: &[(u64, Value<'_>)]) -> Vec<u8> {
    let mut out = Encoder::new(Vec::new());
    // Writing to a Vec cannot fail: its error is `Infallible`.
    let _ = out.map(entries.len() as u64);
    for (key, value) in entries {
        let _ = out.u64(*key);
        match value {
            Value::Number(number) => drop(out.u64(*number)),
            Value::Bytes(bytes) => drop(out.bytes(bytes)),
            Value::Text(text) => drop(out.str(text)),
            Value::List(items) => {
                let _ = out.array(items.len() as u64);
                items.iter().for_each(|item| drop(out.bytes(item)));
            }
        }
    }
    out.into_writer()
}

/// The bytes are no map of ours, or lack a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a CBOR map of the agreed shape")]
pub(crate) struct Malformed;

/// A map that was read: each key with its value's raw bytes.
pub(crate) struct Fields<'b>(BTreeMap<u64, &'b [u8]>);

impl<'b> Fields<'b> {
    /// Reads a whole map.
    pub(crate) fn read(bytes: &'b [u8]) -> Result<Self, Malformed> {
        let mut input = Decoder::new(bytes);
        let count = input.map().ok().flatten().ok_or(Malformed)?;
        let mut fields = BTreeMap::new();
        for _ in 0..count {
            let key = input.u64().map_err(|_| Malformed)?;
            if fields.last_key_value().is_some_and(|(last, _)| key <= *last) {
                return Err(Malformed);
            }
            let start = input.position();
            input.skip().map_err(|_| Malformed)?;
            fields.insert(key, bytes.get(start..input.position()).ok_or(Malformed)?);
        }
        if input.position() == bytes.len() { Ok(Self(fields)) } else { Err(Malformed) }
    }

    /// Whether a key is there.
    pub(crate) fn has(&self, key: u64) -> bool {
        self.0.contains_key(&key)
    }

    fn value(&self, key: u64) -> Result<Decoder<'b>, Malformed> {
        self.0.get(&key).map(|raw| Decoder::new(raw)).ok_or(Malformed)
    }

    /// An unsigned integer.
    pub(crate) fn number(&self, key: u64) -> Result<u64, Malformed> {
        self.value(key)?.u64().map_err(|_| Malformed)
    }

    /// A byte string.
    pub(crate) fn bytes(&self, key: u64) -> Result<&'b [u8], Malformed> {
        self.value(key)?.bytes().map_err(|_| Malformed)
    }

    /// A byte string of a fixed length.
    pub(crate) fn array<const N: usize>(&self, key: u64) -> Result<[u8; N], Malformed> {
        self.bytes(key)?.try_into().map_err(|_| Malformed)
    }

    /// A text string.
    pub(crate) fn text(&self, key: u64) -> Result<&'b str, Malformed> {
        self.value(key)?.str().map_err(|_| Malformed)
    }

    /// A list of byte strings.
    pub(crate) fn list(&self, key: u64) -> Result<Vec<&'b [u8]>, Malformed> {
        let mut input = self.value(key)?;
        let count = input.array().ok().flatten().ok_or(Malformed)?;
        (0..count).map(|_| input.bytes().map_err(|_| Malformed)).collect()
    }

    /// A list of byte strings of a fixed length.
    pub(crate) fn arrays<const N: usize>(&self, key: u64) -> Result<Vec<[u8; N]>, Malformed> {
        self.list(key)?.into_iter().map(|bytes| bytes.try_into().map_err(|_| Malformed)).collect()
    }

    /// What a getter gives, or nothing if the key is absent.
    pub(crate) fn optional<T>(
        &self,
        key: u64,
        get: impl Fn(&Self, u64) -> Result<T, Malformed>,
    ) -> Result<Option<T>, Malformed> {
        if self.has(key) { get(self, key).map(Some) } else { Ok(None) }
    }
}
