//! Weighing the branches of a fork: the one stands that more of other persons' changes descend from. Which
//! change descends from which is read from the documents' envelopes, once a fork makes it matter.

use std::collections::{BTreeMap, BTreeSet};

use super::Replica;
use super::keeping::{named, state};
use crate::documents::Documents;
use crate::envelope::Opened;
use crate::log::Log;
use crate::name::{Actor, DocId, Hash};
use crate::store::{EnvelopeKey, Transaction};

/// One envelope's changes, as far as weighing goes.
struct Piece {
    actor: Actor,
    last_hash: Hash,
    dependencies: Vec<Hash>,
}

/// The documents that forked logs wrote to.
#[derive(Default)]
pub(super) struct Weighing {
    /// What was read of them, by document and header.
    pieces: BTreeMap<DocId, BTreeMap<Hash, Piece>>,
    /// Being read from the store.
    loading: BTreeSet<EnvelopeKey>,
    /// To be read.
    wanted: BTreeSet<DocId>,
    /// Something came since the last weighing.
    changed: bool,
}

impl Weighing {
    /// Documents whose branches are being weighed: they take up nothing meanwhile.
    pub(super) fn paused(&self) -> BTreeSet<DocId> {
        self.loading.iter().map(|key| key.doc).chain(self.wanted.iter().copied()).collect()
    }

    /// A log is forked: the documents that it wrote to since are looked at.
    pub(super) fn want(&mut self, log: &Log) {
        let since = log.first_fork().unwrap_or(u64::MAX);
        let docs = log.points_after(since.saturating_sub(1)).map(|(_, node)| node.doc);
        self.wanted.extend(docs.filter(|doc| *doc != DocId::MEMBERSHIP && !self.pieces.contains_key(doc)));
        self.changed = true;
    }

    /// Whether a key was asked for; it is not any longer.
    pub(super) fn arrived(&mut self, key: &EnvelopeKey) -> bool {
        self.loading.remove(key)
    }

    fn add(&mut self, opened: &Opened, docs: &dyn Documents) {
        let key = opened.key();
        if let (Some(pieces), Some(changes)) = (self.pieces.get_mut(&key.doc), opened.changes()) {
            pieces.entry(key.header).or_insert_with(|| Piece {
                actor: key.actor,
                last_hash: changes.last_hash,
                dependencies: docs.dependencies(&changes),
            });
            self.changed = true;
        }
    }
}

impl Replica {
    /// Envelopes that came, or were read again.
    pub(super) fn weigh_in<'a>(&mut self, envelopes: impl Iterator<Item = &'a Opened>, docs: &dyn Documents) {
        for opened in envelopes {
            self.weighing.add(opened, docs);
        }
    }

    /// Asks for what weighing needs, or weighs, and lets what comes of it happen.
    pub(super) fn weigh(&mut self, now: u64) {
        let wanted = std::mem::take(&mut self.weighing.wanted);
        for doc in &wanted {
            self.weighing.pieces.entry(*doc).or_default();
            let keys = self.tail_of(*doc, &crate::Covers::default());
            self.weighing.loading.extend(&keys);
            self.ask_read(keys);
        }
        if !self.weighing.loading.is_empty() || !std::mem::take(&mut self.weighing.changed) {
            return;
        }
        let forked: Vec<Actor> =
            self.logs.iter().filter(|(_, log)| log.forked()).map(|(actor, _)| *actor).collect();
        let mut transaction = Transaction::default();
        for actor in forked {
            let Some(weights) = self.logs.get(&actor).map(|log| self.weights(&actor, log)) else { continue };
            for (sibling, weight) in &weights {
                let before = self.logs.get(&actor).map_or(0, |log| log.weight(sibling));
                if before != *weight {
                    let state = named(state::WEIGHT, &sibling.0);
                    transaction.state.push((state, Some(weight.to_be_bytes().to_vec())));
                }
            }
            self.logs.entry(actor).weigh(weights);
        }
        if !transaction.state.is_empty() {
            self.store(transaction, super::keeping::After::State);
        }
        self.follow_forks(now);
    }

    /// How many changes of other persons descend from each branch of a log.
    fn weights(&self, actor: &Actor, log: &Log) -> BTreeMap<Hash, u64> {
        let person = |actor: &Actor| self.membership.member(&actor.device()).map(|member| member.person);
        let owner = person(actor);
        let mut weights = BTreeMap::new();
        let mut dependents: BTreeMap<(DocId, Hash), Vec<&Hash>> = BTreeMap::new();
        for (doc, pieces) in &self.weighing.pieces {
            for (header, piece) in pieces {
                for dependency in &piece.dependencies {
                    dependents.entry((*doc, *dependency)).or_default().push(header);
                }
            }
        }
        for (sibling, branch) in log.branches() {
            let mut weight = 0;
            for (doc, pieces) in &self.weighing.pieces {
                let mut reached: BTreeSet<&Hash> = pieces.keys().filter(|key| branch.contains(key)).collect();
                let mut ahead: Vec<&Hash> = reached.iter().copied().collect();
                while let Some(piece) = ahead.pop().and_then(|header| pieces.get(header)) {
                    for header in dependents.get(&(*doc, piece.last_hash)).into_iter().flatten() {
                        if reached.insert(header) {
                            ahead.push(header);
                        }
                    }
                }
                let others = reached.into_iter().filter_map(|header| pieces.get(header));
                weight += others.filter(|piece| person(&piece.actor) != owner).count() as u64;
            }
            weights.insert(sibling, weight);
        }
        weights
    }
}
