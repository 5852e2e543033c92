//! What came too early is held, within bounds: until a key, a signer, a membership entry or the envelope
//! before it comes. What the bounds push out is read from the relay again, from the first held place on.

use std::collections::BTreeMap;

use crate::envelope::{Position, Verified};
use crate::log::Point;
use crate::name::Actor;

/// The most envelopes held for each reason.
const MAX_HELD: usize = 8192;
/// The most bytes held for each reason.
const MAX_BYTES: usize = 32 << 20;

/// What is held.
#[derive(Default)]
pub(crate) struct Held {
    /// By log and place: authentic, but not to be recorded yet.
    by_log: BTreeMap<Actor, BTreeMap<Point, Verified>>,
    count: usize,
    bytes: usize,
    /// Sealed under a key that has not come.
    sealed: Vec<(Vec<u8>, Option<Position>)>,
    sealed_bytes: usize,
    /// The earliest place of what the bounds pushed out.
    spilled: Option<Position>,
}

impl Held {
    fn spill(&mut self, position: Option<Position>) {
        if let Some(position) = position
            && self.spilled.is_none_or(|spilled| position.seq < spilled.seq)
        {
            self.spilled = Some(position);
        }
    }

    /// One that is held lies on the relay, too. Whether it is held.
    pub(crate) fn lies_at(&mut self, actor: &Actor, point: &Point, position: Option<Position>) -> bool {
        let held = self.by_log.get_mut(actor).and_then(|log| log.get_mut(point));
        let Some(verified) = held else { return false };
        if let Some(position) = position {
            verified.lies_at(position);
        }
        true
    }

    /// Holds one that is authentic.
    pub(crate) fn hold(&mut self, verified: Verified) {
        let opened = verified.get();
        let (actor, point, size) =
            (opened.header.actor, (opened.header.counter, opened.id), opened.sealed.len());
        if self.count >= MAX_HELD || self.bytes + size > MAX_BYTES {
            self.spill(opened.position);
            return;
        }
        if self.by_log.entry(actor).or_default().insert(point, verified).is_none() {
            self.count += 1;
            self.bytes += size;
        }
    }

    /// Holds one whose key has not come.
    pub(crate) fn hold_sealed(&mut self, sealed: Vec<u8>, position: Option<Position>) {
        if self.sealed.iter().any(|(held, _)| *held == sealed) {
            return;
        }
        if self.sealed.len() >= MAX_HELD || self.sealed_bytes + sealed.len() > MAX_BYTES {
            self.spill(position);
            return;
        }
        self.sealed_bytes += sealed.len();
        self.sealed.push((sealed, position));
    }

    /// Gives back all whose key had not come, to be tried again.
    pub(crate) fn take_sealed(&mut self) -> Vec<(Vec<u8>, Option<Position>)> {
        self.sealed_bytes = 0;
        std::mem::take(&mut self.sealed)
    }

    /// The logs of which something is held.
    pub(crate) fn actors(&self) -> Vec<Actor> {
        self.by_log.keys().copied().collect()
    }

    /// What is held of a log, lowest counter first.
    pub(crate) fn of(&self, actor: &Actor) -> impl Iterator<Item = (&Point, &Verified)> {
        self.by_log.get(actor).into_iter().flatten()
    }

    /// Takes one out.
    pub(crate) fn take(&mut self, actor: &Actor, point: &Point) -> Option<Verified> {
        let log = self.by_log.get_mut(actor)?;
        let verified = log.remove(point)?;
        if log.is_empty() {
            self.by_log.remove(actor);
        }
        self.count -= 1;
        self.bytes -= verified.get().sealed.len();
        Some(verified)
    }

    /// The earliest place on the relay of all that is held or was pushed out: reading begins there again after
    /// a restart.
    pub(crate) fn earliest(&self) -> Option<Position> {
        let held = self.by_log.values().flat_map(BTreeMap::values).filter_map(|v| v.get().position);
        let sealed = self.sealed.iter().filter_map(|(_, position)| *position);
        held.chain(sealed).chain(self.spilled).min_by_key(|position| position.seq)
    }

    /// Whether something was pushed out, so that the relay must be read again; forgets it.
    pub(crate) fn take_spilled(&mut self) -> Option<Position> {
        self.spilled.take()
    }
}
