//! Mending: stored envelopes whose bytes do not open any more, or that are gone. Their headers' hashes are
//! known, so whoever brings them again is believed; the relay is read once more from its beginning for them.

use std::collections::{BTreeMap, BTreeSet};

use super::Replica;
use super::keeping::{After, named, state};
use crate::documents::Documents;
use crate::envelope::Opened;
use crate::log::{Logs, Point};
use crate::name::{Actor, Hash};
use crate::relay_client::Inbox;
use crate::store::{EnvelopeKey, Head, StoredEnvelope, Transaction};

/// What is to be mended.
#[derive(Default)]
pub(super) struct Mending {
    damaged: BTreeSet<EnvelopeKey>,
    /// Come again, and not stored yet.
    came: Vec<Opened>,
    /// Whether the relay is to be read from its beginning.
    reread: bool,
    /// Whether it is being read from its beginning.
    reading: bool,
    /// Places of logs that the store once had.
    gaps: Vec<(Actor, Point)>,
    /// What the relay does not have either: it is not read again for these.
    lost: BTreeSet<Hash>,
}

impl Mending {
    /// Envelopes whose stored bytes are damaged.
    pub(super) fn damaged(&self) -> &BTreeSet<EnvelopeKey> {
        &self.damaged
    }

    /// A known envelope came once more.
    pub(super) fn came(&mut self, opened: Opened) {
        if self.damaged.remove(&opened.key()) {
            self.came.push(opened);
        }
    }

    /// Looks for what is gone from a store: places before others of their log, and behind a written head.
    pub(super) fn look_for_gaps(
        &mut self,
        keys: &[EnvelopeKey],
        heads: &BTreeMap<Actor, Head>,
        logs: &Logs,
        lost: BTreeSet<Hash>,
    ) {
        let stored = keys.iter().map(|key| (key.actor, (key.counter, key.header)));
        let written = heads.iter().map(|(actor, head)| (*actor, (head.counter, head.header)));
        let known = |(actor, point): &(Actor, Point)| {
            point.0 == 0 || lost.contains(&point.1) || logs.get(actor).is_some_and(|log| log.contains(point))
        };
        self.gaps = stored.chain(written).filter(|place| !known(place)).collect();
        self.reread = !self.gaps.is_empty();
        self.lost = lost;
    }
}

impl Replica {
    /// What the store has under these keys does not open.
    pub(super) fn do_not_open(&mut self, keys: &[EnvelopeKey], now: u64) {
        for key in keys {
            self.content.unread(*key);
            if self.logs.contains(key) && self.mending.damaged.insert(*key) {
                self.mending.reread |= !self.mending.lost.contains(&key.header);
            }
        }
        self.read_for_mending(now);
    }

    /// A document was opened from the store, and some of it stands on what the store does not have: what was
    /// stored after it was read before it, so that it was once there.
    pub(super) fn miss_what_others_stand_on(&mut self, now: u64) {
        let waiting = self.content.waiting();
        let missed =
            |(key, on): &(EnvelopeKey, Vec<Hash>)| !on.is_empty() && !self.mending.lost.contains(&key.header);
        if waiting.iter().any(missed) {
            self.mending.reread = true;
            self.read_for_mending(now);
        }
    }

    /// Reads the relay from its beginning, if that is wanted and possible just now.
    pub(super) fn read_for_mending(&mut self, now: u64) {
        if self.mending.reread && self.team.is_open() {
            self.begin_reading_anew();
            self.open_team(now);
        }
    }

    /// The next reading of the relay begins at its beginning, if that is wanted.
    pub(super) fn begin_reading_anew(&mut self) {
        if std::mem::take(&mut self.mending.reread) {
            self.team.inbox = Inbox::default();
            self.mending.reading = true;
        }
    }

    /// The relay was read to its end: what it did not have, it is not asked for again.
    pub(super) fn read_for_mending_ended(&mut self) {
        if !std::mem::take(&mut self.mending.reading) {
            return;
        }
        let gaps = std::mem::take(&mut self.mending.gaps).into_iter();
        let open = gaps.filter(|(actor, point)| self.logs.get(actor).is_none_or(|log| !log.contains(point)));
        let mut lost: Vec<Hash> = open.map(|(_, (_, header))| header).collect();
        lost.extend(self.mending.damaged.iter().map(|key| key.header));
        lost.extend(self.content.waiting().iter().map(|(key, _)| key.header));
        let fresh = lost.iter().filter(|header| self.mending.lost.insert(**header));
        let state: Vec<_> = fresh.map(|header| (named(state::LOST, &header.0), Some(vec![1]))).collect();
        if !state.is_empty() {
            self.store(Transaction { state, ..Transaction::default() }, After::State);
        }
    }

    /// Stores and takes up what came again.
    pub(super) fn take_mended(&mut self, now: u64, docs: &mut dyn Documents) {
        let came = std::mem::take(&mut self.mending.came);
        if came.is_empty() {
            return;
        }
        let envelopes = came
            .iter()
            .map(|opened| StoredEnvelope { key: opened.key(), sealed: opened.sealed.clone() })
            .collect();
        let transaction = Transaction { envelopes, ..Transaction::default() };
        self.store(transaction.clone(), After::Received(transaction));
        let paused = self.paused();
        self.content.offer(&came.iter().collect::<Vec<_>>(), &paused, &self.logs, docs);
        self.settle(now, docs);
    }
}
