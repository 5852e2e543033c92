//! Receiving: a batch goes through the steps of [`crate::accept`], is stored, and its content is offered to
//! the documents that are open.

use std::collections::BTreeSet;

use super::Replica;
use super::keeping::{After, named, state};
use super::network::prev_state;
use crate::accept::admit::{Admitted, admit};
use crate::accept::open::{Opening, open};
use crate::accept::{authentic::authentic, caps};
use crate::covers::Covers;
use crate::crypto::labels;
use crate::crypto::{hpke, hpke::Context};
use crate::documents::Documents;
use crate::effect::Effect;
use crate::envelope::{FORMAT, Inner, Kind, Opened, Position, Verified};
use crate::log::{Point, Recorded};
use crate::name::{Actor, DocId, Hash};
use crate::status::StrangeReason;
use crate::store::{EnvelopeKey, StoredEnvelope, Transaction};

impl Replica {
    /// Takes in envelopes; those from a relay are also shared, and known to lie there.
    pub(super) fn receive(
        &mut self,
        batch: Vec<(Vec<u8>, Option<Position>)>,
        from_relay: bool,
        now: u64,
        docs: &mut dyn Documents,
    ) {
        let mut transaction = Transaction::default();
        let mut accepted: Vec<Opened> = Vec::new();
        let mut batch = batch;
        let mut members_changed = false;
        while !batch.is_empty() {
            let verified = self.open_batch(batch, from_relay, now);
            let mut actors: BTreeSet<Actor> = verified.iter().map(|v| v.get().header.actor).collect();
            let fresh: BTreeSet<EnvelopeKey> = verified.iter().map(|v| v.get().key()).collect();
            let any_entry = verified.iter().any(|v| v.get().header.kind == Kind::Membership);
            for verified in verified {
                self.held.hold(verified);
            }
            let (entries, new_keys) =
                if any_entry { self.take_entries(&mut transaction) } else { (false, false) };
            if entries {
                members_changed = true;
                actors.extend(self.held.actors());
                self.held.stir();
            }
            for actor in actors {
                for admitted in admit(&actor, &mut self.held, &mut self.logs, &self.membership) {
                    let opened = admitted.accepted.get().clone();
                    if !fresh.contains(&opened.key()) {
                        self.held.stir();
                    }
                    transaction
                        .envelopes
                        .push(StoredEnvelope { key: opened.key(), sealed: opened.sealed.clone() });
                    self.recorded(&admitted, now, &mut transaction);
                    accepted.push(opened);
                }
            }
            // What stands on something that is not here may stand on what was pushed out.
            if fresh.iter().any(|key| self.held.holds(&key.actor, &key.header)) {
                self.held.stir();
            }
            self.held.keep_within_bounds(|device| self.membership.member(device).is_some());
            batch = if new_keys { self.held.take_sealed() } else { Vec::new() };
        }
        if transaction != Transaction::default() {
            self.store(transaction.clone(), After::Received(transaction));
        }
        self.weigh_in(accepted.iter(), docs);
        self.weigh(now);
        if members_changed {
            self.look_for_snapshot();
            self.effects.push(Effect::MembersChanged);
        }
        self.take_mended(now, docs);
        if accepted.is_empty() {
            return;
        }
        if from_relay {
            self.effects.push(Effect::Share(accepted.iter().map(|opened| opened.sealed.clone()).collect()));
        }
        let paused = self.paused();
        self.content.offer(&accepted.iter().collect::<Vec<_>>(), &paused, &self.logs, docs);
        self.settle(now, docs);
    }

    /// Steps 1 to 3.
    fn open_batch(
        &mut self,
        batch: Vec<(Vec<u8>, Option<Position>)>,
        from_relay: bool,
        now: u64,
    ) -> Vec<Verified> {
        let mut fresh = Vec::new();
        for (sealed, position) in batch {
            match open(&self.epochs, sealed, position) {
                Opening::Opened(opened) if !caps::within(&opened) => {
                    self.keep_strange(StrangeReason::TooLarge, opened.sealed, now);
                }
                Opening::Opened(opened) => {
                    let key = opened.key();
                    if self.logs.contains(&key) {
                        if let Some(position) = opened.position.filter(|_| from_relay) {
                            self.shown_on_relay(&key, position.seq, now);
                        }
                        self.mending.came(*opened);
                    } else {
                        // One that came from a colleague first may be waiting to be recorded.
                        let position = opened.position.filter(|_| from_relay);
                        if !self.held.lies_at(&key.actor, &(key.counter, key.header), position) {
                            fresh.push(*opened);
                        }
                    }
                }
                Opening::UnknownKey(sealed) => self.held.hold_sealed(sealed, position),
                Opening::Strange(reason, sealed) => self.keep_strange(reason, sealed, now),
            }
        }
        let is_named = |actor: &Actor, point: &Point| self.held.is_named(actor, point);
        let (mut verified, unsigned) = authentic(&self.register, fresh, is_named);
        for opened in unsigned {
            self.keep_strange(StrangeReason::Unsigned, opened.sealed.clone(), now);
            self.held.hold_unsigned(opened);
        }
        // What names one that came before, and was not signed, makes it authentic.
        let named: Vec<Opened> = verified.iter().flat_map(|v| self.held.take_named(v.get())).collect();
        for opened in named {
            self.is_no_stranger(&opened.sealed);
            verified.push(Verified::authentic(opened));
        }
        verified
    }

    /// Step 4: held entries go into the graph first; whether any did, and whether a key came by it.
    fn take_entries(&mut self, transaction: &mut Transaction) -> (bool, bool) {
        let mut any = false;
        loop {
            let ready = self.held.entries().filter(|entry| {
                let heads = entry.header.membership_heads.as_deref().unwrap_or_default();
                !self.membership.is_judged(&entry.id) && self.membership.knows(heads)
            });
            let ready: Vec<(Hash, Inner)> = ready.map(|entry| (entry.id, entry.inner.clone())).collect();
            if ready.is_empty() {
                return (any, any && self.take_keys(transaction));
            }
            for (id, inner) in ready {
                for id in self.membership.insert(id, inner) {
                    any = true;
                    if let Some(inner) = self.membership.inner(&id) {
                        transaction.state.push((named(state::ENTRY, &id.0), Some(inner.encode())));
                    }
                }
            }
        }
    }

    /// Takes the epoch keys that rotations grant to this device; whether any was new.
    fn take_keys(&mut self, transaction: &mut Transaction) -> bool {
        let mut found = Vec::new();
        let own = self.device.hpke_public();
        for (prev, check, grants, _) in self.membership.rotations() {
            if self.epochs.get(check).is_some() {
                continue;
            }
            let context = Context { label: labels::HPKE_GRANT, register: self.register, prev };
            let key = grants
                .iter()
                .filter(|grant| grant.to == own)
                .filter_map(|grant| hpke::open(self.device.hpke_material(), context, &grant.sealed).ok())
                .find_map(|key| <[u8; 32]>::try_from(key.as_slice()).ok());
            found.extend(key);
        }
        let mut any = false;
        for key in found {
            if let Some(check) = self.epochs.add(&self.register, key) {
                transaction.state.push((named(state::EPOCH, &check), Some(key.to_vec())));
                any = true;
            }
        }
        any
    }

    /// An own envelope that is durable goes the same way, but needs no storing.
    pub(super) fn enter_own(&mut self, verified: Verified, now: u64, docs: &mut dyn Documents) {
        let opened = verified.get().clone();
        let mut transaction = Transaction::default();
        self.held.hold(verified);
        if opened.header.kind == Kind::Membership {
            let (entries, _) = self.take_entries(&mut transaction);
            if entries || opened.header.counter <= 3 {
                self.effects.push(Effect::MembersChanged);
            }
        }
        let mut admitted = Vec::new();
        for admitted_now in admit(&opened.header.actor, &mut self.held, &mut self.logs, &self.membership) {
            self.recorded(&admitted_now, now, &mut transaction);
            admitted.push(admitted_now.accepted.get().clone());
        }
        // Its entry was stored with it.
        transaction.state.retain(|(name, _)| *name != named(state::ENTRY, &opened.id.0));
        if transaction != Transaction::default() {
            self.store(transaction.clone(), After::Received(transaction));
        }
        self.weigh_in(admitted.iter(), docs);
        self.weigh(now);
        let paused = self.paused();
        for opened in &admitted {
            self.content.appended(opened, &paused, &self.logs, docs);
        }
        self.settle(now, docs);
    }

    /// One was recorded in its log.
    fn recorded(&mut self, admitted: &Admitted, now: u64, transaction: &mut Transaction) {
        self.snapshots.stirred = true;
        let opened = admitted.accepted.get();
        let key = opened.key();
        if let Some(position) = opened.position {
            self.shown_on_relay(&key, position.seq, now);
        }
        if opened.header.min > self.newest_format.max(FORMAT) {
            self.newest_format = opened.header.min;
            let format = opened.header.min.to_be_bytes().to_vec();
            transaction.state.push((state::NEWER.to_owned(), Some(format)));
        }
        if !admitted.entitled {
            transaction.state.push((named(state::NO_RIGHT, &key.header.0), Some(vec![1])));
        }
        if let Some(log) = self.logs.get(&key.actor).filter(|log| log.forked()) {
            if log.ambiguous(key.counter) {
                transaction.state.push(prev_state(&key.header, &opened.header.prev));
            }
            if log.at(key.counter).count() > 1 {
                let next = log.at(key.counter + 1);
                transaction.state.extend(next.map(|((_, header), node)| prev_state(header, &node.prev)));
                // Own ones under way may become durable just before a crash, and are in no log yet.
                let under_way = self.keeping.appending(&key.actor);
                transaction.state.extend(under_way.map(|opened| prev_state(&opened.id, &opened.header.prev)));
            }
        }
        // A copy of this device wrote under a slot that this run writes to: it takes another.
        let written_here = opened.position.is_none()
            && self
                .keeping
                .heads
                .get(&key.actor)
                .is_some_and(|head| head.header == key.header || head.counter > key.counter);
        if self.is_own(&key.actor) && self.writers.holds(&key.actor) && !written_here {
            self.writers.abandon(&key.actor);
        }
        if admitted.recorded == Recorded::Forked
            && let Some(log) = self.logs.get(&key.actor)
        {
            self.weighing.want(log);
        }
    }

    /// Ends a batch: what is staged is taken up. A document that could not take up what had passed every check is
    /// built anew without it.
    pub(super) fn settle(&mut self, now: u64, docs: &mut dyn Documents) {
        for (doc, change) in docs.settle() {
            self.content.not_taken_up(doc, change);
            self.rebuild(doc, now);
        }
        self.ask_rebuilds(now);
    }

    pub(super) fn document_opened(
        &mut self,
        doc: DocId,
        mut tail: Vec<StoredEnvelope>,
        now: u64,
        docs: &mut dyn Documents,
    ) {
        // The store may not have all that came; what it lacks is still at hand.
        tail.extend(self.keeping.unstored().filter(|stored| stored.key.doc == doc).cloned());
        // Whoever hands in everything means a document from its genesis.
        let given: BTreeSet<EnvelopeKey> = tail.iter().map(|stored| stored.key).collect();
        let whole = self.tail_of(doc, &Covers::default()).iter().all(|key| given.contains(key));
        if self.rebuilding.remove(&doc) && whole {
            docs.reset(doc);
        }
        self.rebuild_due.remove(&doc);
        let mut damaged = Vec::new();
        let tail: Vec<Opened> = tail
            .into_iter()
            .filter_map(|stored| {
                let key = stored.key;
                self.reopen(stored).or_else(|| {
                    damaged.push(key);
                    None
                })
            })
            .collect();
        let tail: Vec<&Opened> = tail.iter().collect();
        let missing = self.content.opened(doc, &tail, &self.logs, docs);
        self.do_not_open(&damaged, now);
        self.miss_what_others_stand_on(now);
        if !missing.is_empty() {
            self.ask_read(missing);
        }
        self.settle(now, docs);
        // Another branch may have come to stand while the document was being loaded.
        self.follow_forks(now);
    }

    /// Opens what was accepted before and came back from the store.
    pub(super) fn reopen(&self, stored: StoredEnvelope) -> Option<Opened> {
        match open(&self.epochs, stored.sealed, None) {
            Opening::Opened(opened) if opened.key() == stored.key && self.logs.contains(&stored.key) => {
                Some(*opened)
            }
            _ => None,
        }
    }

    /// Asks for envelopes from the store.
    pub(super) fn ask_read(&mut self, keys: Vec<EnvelopeKey>) {
        // What is not in the store yet cannot be read there, but is still in memory.
        let mut wanted: BTreeSet<EnvelopeKey> = keys.into_iter().collect();
        for stored in self.keeping.unstored() {
            if wanted.remove(&stored.key) {
                self.at_hand.push(stored.clone());
            }
        }
        // What is being read already comes once for all who wait for it. So no two requests have a key in
        // common, and an answer tells which of them it answers.
        for asked in &self.reads {
            wanted.retain(|key| !asked.contains(key));
        }
        if !wanted.is_empty() {
            self.effects.push(Effect::Read(wanted.iter().copied().collect()));
            self.reads.push_back(wanted);
        }
    }

    /// Takes what was asked for and was still in memory.
    pub(super) fn take_at_hand(&mut self, now: u64, docs: &mut dyn Documents) {
        let envelopes = std::mem::take(&mut self.at_hand);
        self.came(envelopes, &[], now, docs);
    }

    /// Finds what this answers, one request or several at once, in the order asked; gives the keys that were
    /// asked for and are not there.
    fn answered(&mut self, envelopes: &[StoredEnvelope]) -> Vec<EnvelopeKey> {
        let came: BTreeSet<EnvelopeKey> = envelopes.iter().map(|stored| stored.key).collect();
        if came.is_empty() {
            return self.reads.pop_front().into_iter().flatten().collect();
        }
        let mut absent = Vec::new();
        self.reads.retain(|asked| {
            let answered = !asked.is_disjoint(&came);
            if answered {
                absent.extend(asked.difference(&came).copied());
            }
            !answered
        });
        absent
    }

    /// What was asked for came from the store.
    pub(super) fn read(&mut self, envelopes: Vec<StoredEnvelope>, now: u64, docs: &mut dyn Documents) {
        let absent = self.answered(&envelopes);
        self.came(envelopes, &absent, now, docs);
    }

    fn came(
        &mut self,
        envelopes: Vec<StoredEnvelope>,
        absent: &[EnvelopeKey],
        now: u64,
        docs: &mut dyn Documents,
    ) {
        let (mut opened, mut damaged) = (Vec::new(), Vec::new());
        for stored in envelopes {
            let key = stored.key;
            let weighed = self.weighing.arrived(&key);
            let Some(sound) = self.reopen(stored) else {
                damaged.push(key);
                continue;
            };
            self.outbox.take_in(&key, &sound.sealed);
            if weighed || self.outbox.is_to_rewrite(&key) || self.content.awaits(&key) {
                opened.push(sound);
            }
        }
        // Nothing damaged is passed on.
        self.outbox.absent(&damaged);
        self.outbox.absent(absent);
        self.do_not_open(&damaged, now);
        for key in absent {
            self.weighing.arrived(key);
        }
        self.weigh_in(opened.iter(), docs);
        self.weigh(now);
        self.hand_back(&opened);
        let wanted: Vec<&Opened> =
            opened.iter().filter(|opened| self.content.awaits(&opened.key())).collect();
        if !wanted.is_empty() {
            self.content.offer(&wanted, &self.paused(), &self.logs, docs);
            self.settle(now, docs);
        }
    }

    pub(super) fn covers_of(&self, doc: DocId) -> Covers {
        // It lacks what was counted as taken up, and is being built anew.
        if self.content.lacks_unnamed(doc) {
            return Covers::default();
        }
        let mut covers = Covers { except: self.content.behind(doc), ..Covers::default() };
        for (actor, log) in self.logs.iter() {
            let newest = log.points().rev().find(|((_, header), node)| node.doc == doc && log.stands(header));
            if let Some((point, _)) = newest {
                covers.tips.entry(*actor).or_default().insert(*point);
            }
            // What fell and is in the document still is named, so that a cache with it is not used.
            let Some(first) = log.first_fork() else { continue };
            for (point, node) in log.points_after(first - 1) {
                let key = EnvelopeKey { doc, actor: *actor, counter: point.0, header: point.1 };
                if node.doc == doc && !log.stands(&point.1) && self.content.holds(&key) {
                    covers.tips.entry(*actor).or_default().insert(*point);
                }
            }
        }
        covers
    }

    pub(super) fn tail_of(&self, doc: DocId, covers: &Covers) -> Vec<EnvelopeKey> {
        let mut tail = Vec::new();
        for (actor, log) in self.logs.iter() {
            // Mostly a log is covered in one piece up to its newest envelopes: those alone are looked at.
            let lacking = log
                .points_after(covers.straight(log, actor))
                .filter(|(point, node)| node.doc == doc && !covers.names(Some(log), actor, point));
            tail.extend(lacking.map(|((counter, header), _)| EnvelopeKey {
                doc,
                actor: *actor,
                counter: *counter,
                header: *header,
            }));
        }
        tail
    }
}
