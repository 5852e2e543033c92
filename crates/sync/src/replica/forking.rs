//! Forks: what follows once it is known which branch of a log stands. Documents are rebuilt without what fell,
//! and who wrote what fell writes it again.

use std::collections::{BTreeMap, BTreeSet};

use super::Replica;
use super::keeping::{After, named, state};
use crate::documents::Changes;
use crate::effect::Effect;
use crate::envelope::Opened;
use crate::name::{Actor, DocId};
use crate::store::{EnvelopeKey, Head, Transaction};

/// A document is rebuilt at most this often.
const REBUILD_EVERY: u64 = 60_000;

impl Replica {
    /// What the standing of branches makes necessary: documents that took up what fell are rebuilt, what rose
    /// is read and taken up.
    pub(super) fn follow_forks(&mut self, now: u64) {
        let mut risen = Vec::new();
        let (mut forked, mut fallen) = (Vec::new(), BTreeSet::new());
        for (actor, log) in self.logs.iter() {
            let Some(first) = log.first_fork() else { continue };
            forked.push(*actor);
            for ((counter, header), node) in log.points_after(first - 1) {
                let key = EnvelopeKey { doc: node.doc, actor: *actor, counter: *counter, header: *header };
                if !self.content.is_open(key.doc) || self.rebuilding.contains(&key.doc) {
                    continue;
                }
                if !log.stands(header) && self.content.holds(&key) {
                    fallen.insert(key.doc);
                } else if log.stands(header) && self.content.fell(&key) {
                    risen.push(key);
                }
            }
        }
        fallen.into_iter().for_each(|doc| self.rebuild(doc, now));
        risen.retain(|key| !self.rebuild_due.contains_key(&key.doc));
        risen.iter().for_each(|key| self.content.unread(*key));
        risen.extend(self.content.resume(&self.paused()));
        if !risen.is_empty() {
            self.ask_read(risen);
        }
        forked.into_iter().for_each(|actor| self.heal(actor));
        self.ask_rebuilds(now);
        self.read_lost();
    }

    /// A document is to be built anew.
    pub(super) fn rebuild(&mut self, doc: DocId, now: u64) {
        let earliest = self.rebuilt_at.get(&doc).map_or(now, |at| at + REBUILD_EVERY);
        self.rebuild_due.entry(doc).or_insert(earliest);
    }

    /// Documents that take up nothing for now: about to be rebuilt, or their branches being weighed.
    pub(super) fn paused(&self) -> BTreeSet<DocId> {
        let due = self.rebuild_due.keys().chain(&self.rebuilding).copied();
        due.chain(self.weighing.paused()).collect()
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
        let lost: Vec<EnvelopeKey> =
            lost.into_iter().filter(|key| !self.keeping.hands_back_later(key)).collect();
        if !lost.is_empty() {
            self.writers.abandon(&actor);
            self.outbox.note_rewrite(&lost);
        }
    }

    /// What is to be written again is read once its document shows what stands.
    pub(super) fn read_lost(&mut self) {
        let paused = self.paused();
        let asked: BTreeSet<EnvelopeKey> = self.reads.iter().flatten().copied().collect();
        let lost =
            self.outbox.rewrite().iter().filter(|key| !paused.contains(&key.doc) && !asked.contains(key));
        let lost: Vec<EnvelopeKey> = lost.copied().collect();
        if !lost.is_empty() {
            self.ask_read(lost);
        }
    }

    /// Own edits of a branch that fell are handed back to the application, for it to make them again. Of several
    /// tabs on one store, one does: the one that takes the log's head.
    pub(super) fn hand_back(&mut self, opened: &[Opened]) {
        let paused = self.paused();
        let wanted = |o: &&Opened| self.outbox.is_to_rewrite(&o.key()) && !paused.contains(&o.key().doc);
        let mut by_log: BTreeMap<Actor, Vec<&Opened>> = BTreeMap::new();
        for opened in opened.iter().filter(wanted) {
            by_log.entry(opened.header.actor).or_default().push(opened);
        }
        for (actor, mut lost) in by_log {
            lost.sort_by_key(|opened| (opened.header.counter, opened.id));
            let Some(head) = self.keeping.heads.get(&actor).copied() else { continue };
            let claimed = self.writers.head((head.counter, head.header));
            let mut transaction = Transaction {
                expect: vec![(actor, Some(head))],
                heads: vec![(actor, claimed)],
                ..Transaction::default()
            };
            let mut changes: BTreeMap<DocId, Vec<Changes>> = BTreeMap::new();
            let keys: Vec<EnvelopeKey> = lost.iter().map(|opened| opened.key()).collect();
            for opened in lost {
                self.outbox.rewritten(&opened.key());
                self.keeping.rewritten.insert(opened.id);
                transaction.state.push((named(state::REWRITTEN, &opened.id.0), Some(vec![1])));
                changes.entry(opened.key().doc).or_default().extend(opened.changes());
            }
            self.keeping.heads.insert(actor, claimed);
            self.store(transaction, After::HandedBack { actor, before: head, claimed, keys, changes });
        }
    }

    /// The store refused to note that edits were handed back: they are handed back after a while.
    pub(super) fn not_handed_back(
        &mut self,
        actor: Actor,
        before: Head,
        claimed: Head,
        keys: &[EnvelopeKey],
        now: u64,
    ) {
        for key in keys {
            self.keeping.rewritten.remove(&key.header);
        }
        if self.keeping.heads.get(&actor) == Some(&claimed) {
            self.keeping.heads.insert(actor, before);
        }
        self.keeping.hand_back_later(keys, now);
    }

    /// The edits are ours to make again.
    pub(super) fn handed_back(&mut self, changes: BTreeMap<DocId, Vec<Changes>>) {
        for (doc, changes) in changes.into_iter().filter(|(_, changes)| !changes.is_empty()) {
            self.effects.push(Effect::Rewrite { doc, changes });
        }
    }
}
