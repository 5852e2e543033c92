//! Chunks: Automerge's outer form of a change, one behind the other, plain or deflated.

use super::Malformed;
use crate::Hash;
use flate2::bufread::DeflateDecoder;
use sha2::{Digest, Sha256};
use std::io::Read;

const MAGIC: [u8; 4] = [0x85, 0x6f, 0x4a, 0x83];
const CHANGE: u8 = 1;
const COMPRESSED: u8 = 2;
/// Longest content of a change, inflated.
const MAX_CONTENT: usize = 4 << 20;
/// Most changes in one sequence.
const MAX_CHUNKS: usize = 10_000;
/// Longest sequence, inflated.
const MAX_TOTAL: usize = 16 << 20;

/// Splits a sequence into chunks and their hashes, all inflated, checksums checked.
pub(crate) fn chunks(bytes: &[u8]) -> Result<Vec<(Hash, Vec<u8>)>, Malformed> {
    let mut reader = Reader::new(bytes);
    let mut chunks = Vec::new();
    let mut total = 0;
    while !reader.rest().is_empty() {
        if chunks.len() == MAX_CHUNKS {
            return Err(Malformed);
        }
        let (hash, chunk) = chunk(&mut reader)?;
        total += chunk.len();
        if total > MAX_TOTAL {
            return Err(Malformed);
        }
        chunks.push((hash, chunk));
    }
    Ok(chunks)
}

fn chunk(reader: &mut Reader<'_>) -> Result<(Hash, Vec<u8>), Malformed> {
    if reader.take(4) != Some(MAGIC.as_slice()) {
        return Err(Malformed);
    }
    let checksum = reader.take(4).ok_or(Malformed)?;
    let form = reader.take(1).and_then(|bytes| bytes.first().copied());
    let content = reader.prefixed().ok_or(Malformed)?;
    let inflated;
    let content = match form {
        Some(CHANGE) if content.len() <= MAX_CONTENT => content,
        Some(COMPRESSED) => {
            inflated = inflate(content)?;
            &inflated
        }
        _ => return Err(Malformed),
    };
    let mut named = vec![CHANGE];
    write_length(&mut named, content.len());
    let hash: Hash = Sha256::new().chain_update(&named).chain_update(content).finalize().into();
    if !hash.starts_with(checksum) {
        return Err(Malformed);
    }
    Ok((hash, [&MAGIC, checksum, &named, content].concat()))
}

fn inflate(content: &[u8]) -> Result<Vec<u8>, Malformed> {
    let mut inflated = Vec::new();
    let limit = MAX_CONTENT as u64 + 1;
    DeflateDecoder::new(content).take(limit).read_to_end(&mut inflated).map_err(|_| Malformed)?;
    if inflated.len() > MAX_CONTENT { Err(Malformed) } else { Ok(inflated) }
}

fn write_length(into: &mut Vec<u8>, mut length: usize) {
    while length >= 0x80 {
        into.push((length & 0x7f) as u8 | 0x80);
        length >>= 7;
    }
    into.push(length as u8);
}

/// The content of a plain chunk.
pub(super) fn content(chunk: &[u8]) -> Result<&[u8], Malformed> {
    let mut reader = Reader::new(chunk);
    reader.take(9).ok_or(Malformed)?;
    let content = reader.prefixed().ok_or(Malformed)?;
    if reader.rest().is_empty() { Ok(content) } else { Err(Malformed) }
}

/// Reads numbers and bytes off the front.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    pub(super) fn rest(&self) -> &'a [u8] {
        self.0
    }

    pub(super) fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(taken)
    }

    fn byte(&mut self) -> Option<u8> {
        self.take(1)?.first().copied()
    }

    /// LEB128, unsigned.
    pub(super) fn unsigned(&mut self) -> Option<u64> {
        let mut value = 0u64;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            let bits = u64::from(byte & 0x7f);
            if shift == 63 && bits > 1 {
                return None;
            }
            value |= bits << shift;
            if byte & 0x80 == 0 {
                return Some(value);
            }
        }
        None
    }

    /// LEB128, signed.
    pub(super) fn signed(&mut self) -> Option<i64> {
        let mut value = 0i64;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            value |= i64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                let sign = if shift < 57 && byte & 0x40 != 0 { -1i64 << (shift + 7) } else { 0 };
                return Some(value | sign);
            }
        }
        None
    }

    /// Bytes behind their length.
    pub(super) fn prefixed(&mut self) -> Option<&'a [u8]> {
        let length = usize::try_from(self.unsigned()?).ok()?;
        self.take(length)
    }

    /// A number of 31 bits.
    pub(super) fn small(&mut self) -> Result<u32, Malformed> {
        let value = self.unsigned().and_then(|value| u32::try_from(value).ok());
        value.filter(|value| *value <= u32::MAX >> 1).ok_or(Malformed)
    }

    /// How many items of at least so many bytes follow: never more than there can be.
    pub(super) fn count(&mut self, least: usize) -> Result<usize, Malformed> {
        let count = self.unsigned().and_then(|count| usize::try_from(count).ok()).ok_or(Malformed)?;
        if count > self.0.len() / least { Err(Malformed) } else { Ok(count) }
    }
}
