//! An Automerge change chunk, read by ourselves: Automerge trusts what it is given, and some bytes make it
//! panic, run for ever, or save what it cannot load. What passes here is written exactly as Automerge writes.
//! Knows nothing of the document that the change is for.

mod chunk;
mod column;
mod operation;

pub(crate) use chunk::chunks;
pub(crate) use operation::{Action, Key, Operation, Scalar};

use crate::Hash;
use automerge::{ActorId, Change};
use chunk::Reader;
use std::collections::HashSet;

/// Most operations in one change: a paste of some fifty pages.
pub(crate) const MAX_OPERATIONS: usize = 1 << 18;
/// Longest message, in bytes.
const MAX_MESSAGE: usize = 256;
/// Latest time that a change may claim: beyond it, Automerge's differences of times would overflow.
pub(crate) const MAX_TIME: i64 = 1 << 53;

/// The bytes are not a change as Automerge writes it, within the caps of format 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Malformed;

/// A change, read.
#[derive(Debug, Clone)]
pub(crate) struct ReadChange {
    pub(crate) change: Change,
    pub(crate) hash: Hash,
    pub(crate) seq: u32,
    pub(crate) start_op: u32,
    pub(crate) time: i64,
    pub(crate) deps: Vec<Hash>,
    /// The author first, then all others whose operations it names.
    pub(crate) actors: Vec<ActorId>,
    /// The actors in these are positions in `actors`.
    pub(crate) operations: Vec<Operation>,
}

impl ReadChange {
    /// Who made it.
    pub(crate) fn author(&self) -> Option<&ActorId> {
        self.actors.first()
    }

    /// The oldest format that has all its operations.
    pub(crate) fn format(&self) -> u64 {
        if self.operations.iter().any(|operation| operation.action.is_mark()) { 2 } else { 1 }
    }

    /// The counter of its last operation.
    pub(crate) fn max_op(&self) -> u32 {
        let count = u32::try_from(self.operations.len()).unwrap_or(u32::MAX);
        self.start_op.saturating_add(count).saturating_sub(1)
    }

    /// Reads an uncompressed chunk. Strict: anything that Automerge would not have written is refused.
    pub(crate) fn read(chunk: &[u8]) -> Result<Self, Malformed> {
        let parts = Parts::read(chunk)?;
        let change = Change::try_from(chunk).map_err(|_| Malformed)?;
        let encoded = Change::from(change.decode());
        if parts.rest != Parts::behind_deps(encoded.raw_bytes())? {
            return Err(Malformed);
        }
        Ok(Self {
            hash: change.hash().0,
            change,
            seq: parts.seq,
            start_op: parts.start_op,
            time: parts.time,
            deps: parts.deps,
            actors: parts.actors,
            operations: parts.operations,
        })
    }

    /// Reads one of a document's own changes.
    pub(crate) fn of(change: &Change) -> Result<Self, Malformed> {
        let parts = Parts::read(change.raw_bytes())?;
        Ok(Self {
            hash: change.hash().0,
            change: change.clone(),
            seq: parts.seq,
            start_op: parts.start_op,
            time: parts.time,
            deps: parts.deps,
            actors: parts.actors,
            operations: parts.operations,
        })
    }
}

struct Parts<'a> {
    seq: u32,
    start_op: u32,
    time: i64,
    deps: Vec<Hash>,
    actors: Vec<ActorId>,
    operations: Vec<Operation>,
    rest: &'a [u8],
}

impl<'a> Parts<'a> {
    fn read(chunk: &'a [u8]) -> Result<Self, Malformed> {
        let mut reader = Reader::new(chunk::content(chunk)?);
        let deps = deps(&mut reader)?;
        let rest = reader.rest();
        let mut actors = vec![actor(&mut reader)?];
        let seq = reader.small()?;
        let start_op = reader.small()?;
        let time = reader.signed().ok_or(Malformed)?;
        let message = reader.prefixed().ok_or(Malformed)?;
        std::str::from_utf8(message).map_err(|_| Malformed)?;
        for _ in 0..reader.count(2)? {
            actors.push(actor(&mut reader)?);
        }
        if seq == 0 || start_op == 0 || !(0..=MAX_TIME).contains(&time) || message.len() > MAX_MESSAGE {
            return Err(Malformed);
        }
        let operations = operation::operations(&mut reader, actors.len())?;
        let end = u64::from(start_op) + operations.len() as u64;
        if operations.is_empty() || end > u64::from(u32::MAX >> 1) {
            return Err(Malformed);
        }
        Ok(Self { seq, start_op, time, deps, actors, operations, rest })
    }

    fn behind_deps(chunk: &'a [u8]) -> Result<&'a [u8], Malformed> {
        let mut reader = Reader::new(chunk::content(chunk)?);
        deps(&mut reader)?;
        Ok(reader.rest())
    }
}

fn deps(reader: &mut Reader<'_>) -> Result<Vec<Hash>, Malformed> {
    let count = reader.count(32)?;
    let mut deps: Vec<Hash> = Vec::with_capacity(count);
    let mut seen = HashSet::with_capacity(count);
    for _ in 0..count {
        let hash = reader.take(32).and_then(|bytes| bytes.try_into().ok()).ok_or(Malformed)?;
        if !seen.insert(hash) {
            return Err(Malformed);
        }
        deps.push(hash);
    }
    Ok(deps)
}

fn actor(reader: &mut Reader<'_>) -> Result<ActorId, Malformed> {
    reader.prefixed().filter(|bytes| bytes.len() <= 64).map(ActorId::from).ok_or(Malformed)
}
