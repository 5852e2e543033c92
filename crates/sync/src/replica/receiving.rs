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
use crate::envelope::{FORMAT, Kind, Opened, Position, Verified};
use crate::log::{Point, Recorded};
use crate::name::{Actor, DocId, Hash};
use crate::store::{EnvelopeKey, StoredEnvelope, Transaction};

/// A document is rebuilt at most this often.
const REBUILD_EVERY: u64 = 60_000;

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
            let (entries, new_keys) = self.take_entries(&verified, &mut transaction);
            for verified in verified {
                self.held.hold(verified);
            }
            if entries {
                members_changed = true;
                actors.extend(self.held.actors());
            }
            for actor in actors {
                for admitted in admit(&actor, &mut self.held, &mut self.logs, &self.membership) {
                    let opened = admitted.accepted.get().clone();
                    transaction
                        .envelopes
                        .push(StoredEnvelope { key: opened.key(), sealed: opened.sealed.clone() });
                    self.recorded(&admitted, now, &mut transaction);
                    accepted.push(opened);
                }
            }
            batch = if new_keys { self.held.take_sealed() } else { Vec::new() };
        }
        if transaction != Transaction::default() {
            self.store(transaction.clone(), After::Received(transaction));
        }
        self.follow_forks(now);
        if members_changed {
            self.effects.push(Effect::MembersChanged);
            self.effects.push(Effect::StatusChanged);
        }
        if accepted.is_empty() {
            return;
        }
        if from_relay {
            self.effects.push(Effect::Share(accepted.iter().map(|opened| opened.sealed.clone()).collect()));
        }
        let paused = self.paused();
        let aside = self.content.offer(&accepted.iter().collect::<Vec<_>>(), &paused, &self.logs, docs);
        self.settle(aside, docs);
        self.effects.push(Effect::StatusChanged);
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
                Opening::Opened(opened) if !caps::within(&opened) => self.foreign += 1,
                Opening::Opened(opened) => {
                    let key = opened.key();
                    if self.logs.contains(&key) {
                        if let Some(position) = opened.position.filter(|_| from_relay) {
                            self.shown_on_relay(&key, position.seq, now);
                        }
                    } else if !self.held.contains(&key.actor, &(key.counter, key.header)) {
                        fresh.push(*opened);
                    }
                }
                Opening::UnknownKey(sealed) => self.held.hold_sealed(sealed, position),
                Opening::Foreign => self.foreign += 1,
            }
        }
        let count = fresh.len();
        let verified = authentic(&self.register, fresh);
        self.foreign += (count - verified.len()) as u64;
        verified
    }

    /// Step 4: entries go into the graph first; whether any did, and whether a key came by it.
    fn take_entries(&mut self, verified: &[Verified], transaction: &mut Transaction) -> (bool, bool) {
        let mut any = false;
        for opened in verified.iter().map(Verified::get) {
            if opened.header.kind == Kind::Membership {
                for id in self.membership.insert(opened.id, opened.inner.clone()) {
                    any = true;
                    if let Some(inner) = self.membership.inner(&id) {
                        transaction.state.push((named(state::ENTRY, &id.0), Some(inner.encode())));
                    }
                }
            }
        }
        (any, any && self.take_keys(transaction))
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
        let batch = std::slice::from_ref(&verified);
        let (entries, _) = self.take_entries(batch, &mut transaction);
        if opened.header.kind == Kind::Membership && (entries || opened.header.counter <= 3) {
            self.effects.push(Effect::MembersChanged);
        }
        self.held.hold(verified);
        let mut admitted = Vec::new();
        for admitted_now in admit(&opened.header.actor, &mut self.held, &mut self.logs, &self.membership) {
            self.recorded(&admitted_now, now, &mut transaction);
            admitted.push(admitted_now.accepted.get().clone());
        }
        // Its entry was stored with it; only what tells forks apart is new.
        transaction.state.retain(|(name, _)| !name.starts_with(state::ENTRY));
        if transaction != Transaction::default() {
            self.store(transaction.clone(), After::Received(transaction));
        }
        self.follow_forks(now);
        let paused = self.paused();
        let mut aside = false;
        for opened in &admitted {
            aside |= self.content.appended(opened, &paused, &self.logs, docs);
        }
        self.settle(aside, docs);
    }

    /// One was recorded in its log.
    fn recorded(&mut self, admitted: &Admitted, now: u64, transaction: &mut Transaction) {
        let opened = admitted.accepted.get();
        let key = opened.key();
        let point = (key.counter, key.header);
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
        if let Recorded::Forked(changed) = &admitted.recorded {
            self.forked(key.actor, changed, point, now);
        }
    }

    /// Another branch stands now, or more fell: documents that took up what fell are rebuilt, and what rose is
    /// taken up.
    fn forked(&mut self, actor: Actor, changed: &BTreeSet<Hash>, newest: Point, now: u64) {
        let Some(log) = self.logs.get(&actor) else { return };
        let mut rebuild = BTreeSet::new();
        let mut rose = Vec::new();
        for ((counter, header), node) in log.points() {
            if !changed.contains(header) || (*counter, *header) == newest || node.doc == DocId::MEMBERSHIP {
                continue;
            }
            let key = EnvelopeKey { doc: node.doc, actor, counter: *counter, header: *header };
            if !log.stands(header) && self.content.holds(&key) {
                rebuild.insert(node.doc);
            } else if log.stands(header) && self.content.is_open(node.doc) && !self.content.holds(&key) {
                rose.push(key);
            }
        }
        rose.retain(|key| !rebuild.contains(&key.doc));
        for key in &rose {
            self.content.unread(*key);
        }
        self.risen.extend(rose);
        for doc in rebuild {
            let earliest = self.rebuilt_at.get(&doc).map_or(now, |at| at + REBUILD_EVERY);
            self.rebuild_due.entry(doc).or_insert(earliest);
        }
        self.heal(actor);
    }

    /// What forks made necessary is asked for once the envelopes that made them are on their way to the store.
    fn follow_forks(&mut self, now: u64) {
        let risen = std::mem::take(&mut self.risen);
        if !risen.is_empty() {
            self.ask_read(risen);
        }
        self.ask_rebuilds(now);
        self.read_lost();
    }

    /// Hands back what this device wrote on a branch that fell, once.
    fn heal(&mut self, actor: Actor) {
        if !self.is_own(&actor) {
            return;
        }
        let Some(log) = self.logs.get(&actor) else { return };
        // What this profile wrote ends in the head that it stored; the copy has another.
        let Some(head) = self.keeping.heads.get(&actor) else { return };
        let ours = (head.counter, head.header);
        let lost: Vec<EnvelopeKey> = log
            .points()
            .filter(|((_, header), _)| !log.stands(header) && !self.keeping.rewritten.contains(header))
            .filter(|(point, node)| node.doc != DocId::MEMBERSHIP && log.leads_to(point, &ours))
            .map(|((counter, header), node)| EnvelopeKey {
                doc: node.doc,
                actor,
                counter: *counter,
                header: *header,
            })
            .collect();
        if !lost.is_empty() {
            self.writers.abandon(&actor);
            self.outbox.note_rewrite(&lost);
        }
    }

    /// What is to be written again is read once its document shows what stands.
    fn read_lost(&mut self) {
        let paused = self.paused();
        let asked: BTreeSet<EnvelopeKey> = self.reads.iter().flatten().copied().collect();
        let lost =
            self.outbox.rewrite().iter().filter(|key| !paused.contains(&key.doc) && !asked.contains(key));
        let lost: Vec<EnvelopeKey> = lost.copied().collect();
        if !lost.is_empty() {
            self.ask_read(lost);
        }
    }

    /// Documents that are about to be rebuilt.
    fn paused(&self) -> BTreeSet<DocId> {
        self.rebuild_due.keys().chain(&self.rebuilding).copied().collect()
    }

    pub(super) fn ask_rebuilds(&mut self, now: u64) {
        let due: Vec<DocId> =
            self.rebuild_due.iter().filter(|(_, at)| now >= **at).map(|(doc, _)| *doc).collect();
        for doc in &due {
            self.rebuild_due.remove(doc);
            self.rebuilt_at.insert(*doc, now);
            self.rebuilding.insert(*doc);
        }
        if !due.is_empty() {
            self.effects.push(Effect::Rebuild(due));
        }
    }

    /// Ends a batch: what is staged is taken up.
    fn settle(&mut self, aside: bool, docs: &mut dyn Documents) {
        let moved = docs.settle();
        if !moved.is_empty() {
            self.effects.push(Effect::Changed(moved));
        }
        if aside {
            self.effects.push(Effect::SetAside);
            self.effects.push(Effect::StatusChanged);
        }
    }

    pub(super) fn document_opened(
        &mut self,
        doc: DocId,
        tail: Vec<StoredEnvelope>,
        docs: &mut dyn Documents,
    ) {
        if self.rebuilding.remove(&doc) {
            docs.reset(doc);
        }
        self.rebuild_due.remove(&doc);
        let tail: Vec<Opened> = tail.into_iter().filter_map(|stored| self.reopen(stored)).collect();
        let tail: Vec<&Opened> = tail.iter().collect();
        let (missing, aside) = self.content.opened(doc, &tail, &self.logs, docs);
        if !missing.is_empty() {
            self.ask_read(missing);
        }
        self.settle(aside, docs);
        self.read_lost();
    }

    /// Opens what was accepted before and came back from the store.
    fn reopen(&self, stored: StoredEnvelope) -> Option<Opened> {
        match open(&self.epochs, stored.sealed, None) {
            Opening::Opened(opened) if self.logs.contains(&opened.key()) => Some(*opened),
            _ => None,
        }
    }

    /// Asks for envelopes from the store.
    pub(super) fn ask_read(&mut self, keys: Vec<EnvelopeKey>) {
        self.reads.push_back(keys.clone());
        self.effects.push(Effect::Read(keys));
    }

    /// Finds what this answers; gives the keys that were asked for and are not there.
    fn answered(&mut self, envelopes: &[StoredEnvelope]) -> Vec<EnvelopeKey> {
        let came: BTreeSet<EnvelopeKey> = envelopes.iter().map(|stored| stored.key).collect();
        let at = self.reads.iter().position(|keys| keys.iter().any(|key| came.contains(key))).unwrap_or(0);
        let asked = self.reads.remove(at).unwrap_or_default();
        asked.into_iter().filter(|key| !came.contains(key)).collect()
    }

    /// What was asked for came from the store.
    pub(super) fn read(&mut self, envelopes: Vec<StoredEnvelope>, docs: &mut dyn Documents) {
        let mut opened = Vec::new();
        let absent = self.answered(&envelopes);
        for stored in envelopes {
            self.outbox.take_in(&stored.key, &stored.sealed);
            let rewrite = self.outbox.is_to_rewrite(&stored.key);
            if rewrite || self.content.awaits(&stored.key) {
                opened.extend(self.reopen(stored));
            }
        }
        self.outbox.absent(&absent);
        self.hand_back(&opened);
        let wanted: Vec<&Opened> =
            opened.iter().filter(|opened| self.content.awaits(&opened.key())).collect();
        if !wanted.is_empty() {
            let aside = self.content.offer(&wanted, &self.paused(), &self.logs, docs);
            self.settle(aside, docs);
        }
    }

    /// Own edits of a branch that fell, for the application to make again.
    fn hand_back(&mut self, opened: &[Opened]) {
        let lost: Vec<&Opened> = opened.iter().filter(|o| self.outbox.is_to_rewrite(&o.key())).collect();
        let docs: BTreeSet<DocId> = lost.iter().map(|opened| opened.key().doc).collect();
        let mut transaction = Transaction::default();
        for doc in docs {
            let mut of: Vec<&&Opened> = lost.iter().filter(|opened| opened.key().doc == doc).collect();
            of.sort_by_key(|opened| (opened.header.counter, opened.id));
            let changes: Vec<_> = of.iter().filter_map(|opened| opened.changes()).collect();
            for opened in of {
                self.outbox.rewritten(&opened.key());
                self.keeping.rewritten.insert(opened.id);
                transaction.state.push((named(state::REWRITTEN, &opened.id.0), Some(vec![1])));
            }
            if !changes.is_empty() {
                self.effects.push(Effect::Rewrite { doc, changes });
            }
        }
        if !transaction.state.is_empty() {
            self.store(transaction, After::State);
        }
    }

    pub(super) fn covers_of(&self, doc: DocId) -> Covers {
        let mut covers = Covers { except: self.content.behind(doc), ..Covers::default() };
        for (actor, log) in self.logs.iter() {
            let newest = log.points().rev().find(|((_, header), node)| node.doc == doc && log.stands(header));
            if let Some((point, _)) = newest {
                covers.tips.entry(*actor).or_default().insert(*point);
            }
        }
        covers
    }

    pub(super) fn tail_of(&self, doc: DocId, covers: &Covers) -> Vec<EnvelopeKey> {
        self.logs
            .keys()
            .filter(|key| key.doc == doc)
            .filter(|key| !covers.names(self.logs.get(&key.actor), &key.actor, &(key.counter, key.header)))
            .collect()
    }
}
