//! What came too early is held, within bounds: until a key, a signer, a membership entry or the envelope
//! before it comes, or, where its own signature is wrong, a later one of its log that names it. What the bounds
//! push out is read from the relay again, from the first of it on, once something that was held could go on.

mod pool;

use crate::envelope::{Kind, Opened, Position, Verified};
use crate::log::Point;
use crate::name::{Actor, DeviceId, Hash};
use pool::{Bounds, Pool};

/// What may be held for each reason; in tests so little that it is reached.
const BOUNDS: Bounds =
    if cfg!(test) { Bounds { count: 64, bytes: 256 << 10 } } else { Bounds { count: 8192, bytes: 32 << 20 } };

/// What is held.
#[derive(Default)]
pub(crate) struct Held {
    /// Authentic, but not to be recorded yet.
    authentic: Pool<Verified>,
    /// Not signed by whom it names: counts once an authentic header of its log names it.
    unsigned: Pool<Opened>,
    /// Sealed under a key that has not come.
    sealed: Vec<(Vec<u8>, Option<Position>)>,
    sealed_bytes: usize,
    /// The earliest place of what the bounds pushed out.
    spilled: Option<Position>,
    /// Whether something happened since that may let what was pushed out go on.
    stirred: bool,
}

impl Held {
    fn spill(&mut self, position: Option<Position>) {
        let Some(position) = position else { return };
        if self.spilled.is_none() {
            self.stirred = false;
        }
        if self.spilled.is_none_or(|spilled| position.seq < spilled.seq) {
            self.spilled = Some(position);
        }
    }

    /// One that is held lies on the relay, too. Whether it is held.
    pub(crate) fn lies_at(&mut self, actor: &Actor, point: &Point, position: Option<Position>) -> bool {
        let Some(verified) = self.authentic.get_mut(actor, point) else { return false };
        if let Some(position) = position {
            verified.lies_at(position);
        }
        true
    }

    /// Holds one that is authentic, however much is held; see [`Self::keep_within_bounds`].
    pub(crate) fn hold(&mut self, verified: Verified) {
        let opened = verified.get();
        self.unsigned.take(&opened.header.actor, &(opened.header.counter, opened.id));
        self.authentic.insert(verified);
    }

    /// Holds one that is not signed by whom it names.
    pub(crate) fn hold_unsigned(&mut self, opened: Opened) {
        // Nothing but its own signature makes an entry of the membership authentic.
        if opened.header.kind != Kind::Membership {
            self.unsigned.insert(opened);
        }
    }

    /// Whether an authentic header that is held names this one as the one before it.
    pub(crate) fn is_named(&self, actor: &Actor, point: &Point) -> bool {
        let mut next = self.authentic.at(actor, point.0.saturating_add(1));
        next.any(|verified| verified.get().header.prev == point.1)
    }

    /// Takes out what is authentic because this one names it, directly or by others.
    pub(crate) fn take_named(&mut self, by: &Opened) -> Vec<Opened> {
        let (actor, mut before) = (by.header.actor, (by.header.counter - 1, by.header.prev));
        let mut named = Vec::new();
        while let Some(opened) = self.unsigned.take(&actor, &before) {
            before = (opened.header.counter.saturating_sub(1), opened.header.prev);
            named.push(opened);
        }
        named
    }

    /// Pushes out what is too much, once all that can be recorded was taken out: first what strangers wrote,
    /// then what is farthest ahead of whoever has most held. So nobody can have another's work pushed out by
    /// more than a fair share.
    pub(crate) fn keep_within_bounds(&mut self, is_member: impl Fn(&DeviceId) -> bool) {
        for opened in self.authentic.push_out(BOUNDS, &is_member) {
            self.spill(opened.get().position);
        }
        for opened in self.unsigned.push_out(BOUNDS, &is_member) {
            self.spill(opened.position);
        }
    }

    /// Something that was held went on, a member or a key came, or something came that stands on what is not
    /// here: what was pushed out may be of use.
    pub(crate) fn stir(&mut self) {
        self.stirred = true;
    }

    /// Holds one whose key has not come.
    pub(crate) fn hold_sealed(&mut self, sealed: Vec<u8>, position: Option<Position>) {
        if self.sealed.iter().any(|(held, _)| *held == sealed) {
            return;
        }
        if self.sealed.len() >= BOUNDS.count || self.sealed_bytes + sealed.len() > BOUNDS.bytes {
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

    /// The logs of which something authentic is held.
    pub(crate) fn actors(&self) -> Vec<Actor> {
        self.authentic.actors().copied().collect()
    }

    /// What is held of a log and authentic, lowest counter first.
    pub(crate) fn of(&self, actor: &Actor) -> impl Iterator<Item = (&Point, &Verified)> {
        self.authentic.of(actor)
    }

    /// The authentic entries of the membership.
    pub(crate) fn entries(&self) -> impl Iterator<Item = &Opened> {
        self.authentic.all().map(Verified::get).filter(|opened| opened.header.kind == Kind::Membership)
    }

    /// Whether something authentic with this hash is held.
    pub(crate) fn holds(&self, actor: &Actor, id: &Hash) -> bool {
        self.of(actor).any(|((_, held), _)| held == id)
    }

    /// Takes one out.
    pub(crate) fn take(&mut self, actor: &Actor, point: &Point) -> Option<Verified> {
        self.authentic.take(actor, point)
    }

    /// The earliest place on the relay of all that is held or was pushed out: reading begins there again after
    /// a restart.
    pub(crate) fn earliest(&self) -> Option<Position> {
        let authentic = self.authentic.all().filter_map(|verified| verified.get().position);
        let unsigned = self.unsigned.all().filter_map(|opened| opened.position);
        let sealed = self.sealed.iter().filter_map(|(_, position)| *position);
        authentic.chain(unsigned).chain(sealed).chain(self.spilled).min_by_key(|position| position.seq)
    }

    /// Whether what was pushed out is to be read again.
    pub(crate) fn wants_spilled(&self) -> bool {
        self.stirred && self.spilled.is_some()
    }

    /// From where on the relay is to be read again for what was pushed out, if that may be of use; forgets it.
    pub(crate) fn take_spilled(&mut self) -> Option<Position> {
        if self.wants_spilled() { self.spilled.take() } else { None }
    }
}
