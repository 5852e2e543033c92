//! Step 7: the content. Changes are offered to their document; they are taken up, wait for what they depend
//! on, or are set aside with a reason. Nothing here is stored: a document's envelopes are judged again
//! whenever it is opened, and the verdicts come out the same.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use crate::documents::{Changes, Documents, Refusal, Verdict};
use crate::envelope::{FORMAT, Kind, Opened};
use crate::log::Logs;
use crate::name::{DocId, Hash};
use crate::status::SetAsideReason;
use crate::store::EnvelopeKey;

/// Why an envelope of an open document is not in it.
#[derive(Debug)]
enum Behind {
    /// Its bytes are being read from the store.
    Unread,
    /// It depends on what has not come, or was set aside.
    Waiting { changes: Changes, on: Vec<Hash> },
    /// It was set aside.
    Aside { reason: SetAsideReason, last_hash: Option<Hash> },
}

/// One open document.
#[derive(Debug, Default)]
struct Open {
    behind: BTreeMap<EnvelopeKey, Behind>,
    /// The document is in memory, but which of its envelopes it lacks was not told yet.
    untold: bool,
}

/// All open documents' contents, and what came for those that are not open.
#[derive(Debug, Default)]
pub(crate) struct Content {
    open: BTreeMap<DocId, Open>,
    /// Recorded in this run while the document was not open.
    missed: BTreeMap<DocId, BTreeSet<EnvelopeKey>>,
    /// Passed every check, and could not be taken up: last changes of envelopes, by document.
    not_taken_up: BTreeMap<DocId, BTreeSet<Hash>>,
    /// Documents that lack such and are not built anew yet.
    untrue: BTreeSet<DocId>,
}

/// What became of one envelope before its document saw it.
enum Judged {
    Stage(Changes),
    /// Nothing in it concerns the document.
    Nothing,
    Aside(SetAsideReason),
}

fn judge(opened: &Opened, logs: &Logs) -> Judged {
    let key = opened.key();
    let entitled = logs
        .get(&key.actor)
        .and_then(|log| log.node(&(key.counter, key.header)))
        .is_some_and(|node| node.entitled);
    if opened.header.min > FORMAT {
        return Judged::Aside(SetAsideReason::Newer);
    }
    if opened.header.kind != Kind::Changes {
        return Judged::Nothing;
    }
    if !entitled {
        return Judged::Aside(SetAsideReason::NoRight);
    }
    if !logs.stands(&key) {
        return Judged::Aside(SetAsideReason::Forked);
    }
    match opened.changes() {
        Some(changes) if changes.first_seq <= changes.last_seq => Judged::Stage(changes),
        _ => Judged::Aside(SetAsideReason::Refused(Refusal::Malformed)),
    }
}

impl Content {
    /// Takes recorded envelopes of documents to those that are open; those that are about to be rebuilt get
    /// theirs then.
    pub(crate) fn offer(
        &mut self,
        batch: &[&Opened],
        paused: &BTreeSet<DocId>,
        logs: &Logs,
        docs: &mut dyn Documents,
    ) {
        let mut by_doc: BTreeMap<DocId, Vec<&Opened>> = BTreeMap::new();
        for opened in batch {
            let key = opened.key();
            if key.doc == DocId::MEMBERSHIP {
                continue;
            }
            if docs.is_open(key.doc) && !paused.contains(&key.doc) {
                self.open.entry(key.doc).or_insert_with(|| Open { untold: true, ..Open::default() });
                by_doc.entry(key.doc).or_default().push(opened);
            } else {
                if !docs.is_open(key.doc) {
                    self.open.remove(&key.doc);
                }
                self.missed.entry(key.doc).or_default().insert(key);
            }
        }
        for (doc, envelopes) in by_doc {
            self.take_up(doc, envelopes, logs, docs);
        }
    }

    fn take_up(&mut self, doc: DocId, mut envelopes: Vec<&Opened>, logs: &Logs, docs: &mut dyn Documents) {
        let Some(open) = self.open.get_mut(&doc) else { return };
        // Authors' clocks are near enough to the order of causes that little has to wait.
        envelopes.sort_by_key(|opened| (opened.header.time, opened.header.counter));
        let mut ready = VecDeque::new();
        for opened in envelopes {
            let key = opened.key();
            match judge(opened, logs) {
                Judged::Stage(changes) => ready.push_back((key, changes)),
                Judged::Nothing => drop(open.behind.remove(&key)),
                Judged::Aside(reason) => {
                    let last_hash = opened.header.last_hash;
                    open.behind.insert(key, Behind::Aside { reason, last_hash });
                }
            }
        }
        open.stage(doc, ready, self.not_taken_up.get(&doc), logs, docs);
    }

    /// A document is not to be given what ends with this change.
    pub(crate) fn leave_out(&mut self, doc: DocId, change: Hash) {
        self.not_taken_up.entry(doc).or_default().insert(change);
    }

    /// A document could not take up what was staged.
    pub(crate) fn not_taken_up(&mut self, doc: DocId, change: Hash) {
        self.not_taken_up.entry(doc).or_default().insert(change);
        self.untrue.insert(doc);
    }

    /// Whether a document lacks something of which it is not known in which envelope it came.
    pub(crate) fn lacks_unnamed(&self, doc: DocId) -> bool {
        self.untrue.contains(&doc)
    }

    /// A document was put into memory with these of its envelopes lacking. Gives the keys of others that must
    /// be read from the store.
    pub(crate) fn opened(
        &mut self,
        doc: DocId,
        tail: &[&Opened],
        logs: &Logs,
        docs: &mut dyn Documents,
    ) -> Vec<EnvelopeKey> {
        self.untrue.remove(&doc);
        let mut missed = self.missed.remove(&doc).unwrap_or_default();
        for opened in tail {
            missed.remove(&opened.key());
        }
        let before = self.open.remove(&doc).filter(|open| open.untold);
        let mut open = before.map(|open| Open { untold: false, ..open }).unwrap_or_default();
        open.behind.extend(tail.iter().map(|opened| (opened.key(), Behind::Unread)));
        open.behind.extend(missed.iter().map(|key| (*key, Behind::Unread)));
        self.open.insert(doc, open);
        self.take_up(doc, tail.to_vec(), logs, docs);
        missed.into_iter().collect()
    }

    /// Own changes became durable. The document has them already if it made them.
    pub(crate) fn appended(
        &mut self,
        opened: &Opened,
        paused: &BTreeSet<DocId>,
        logs: &Logs,
        docs: &mut dyn Documents,
    ) {
        let doc = opened.key().doc;
        let present =
            opened.header.last_hash.is_some_and(|hash| docs.is_open(doc) && docs.contains(doc, &hash));
        if let Some(open) = self.open.get_mut(&doc).filter(|_| present) {
            // It is in the document even if it fell meanwhile: who follows forks sees that, and has it rebuilt.
            return open.stage(doc, VecDeque::new(), self.not_taken_up.get(&doc), logs, docs);
        }
        self.offer(&[opened], paused, logs, docs);
    }

    /// Whether the open document has taken it up.
    pub(crate) fn holds(&self, key: &EnvelopeKey) -> bool {
        let missed = self.missed.get(&key.doc).is_some_and(|missed| missed.contains(key));
        !missed && self.open.get(&key.doc).is_some_and(|open| !open.behind.contains_key(key))
    }

    /// Marks envelopes of an open document as lacking, to be read again.
    pub(crate) fn unread(&mut self, key: EnvelopeKey) {
        if let Some(open) = self.open.get_mut(&key.doc) {
            open.behind.insert(key, Behind::Unread);
        }
    }

    /// Whether its bytes are awaited from the store.
    pub(crate) fn awaits(&self, key: &EnvelopeKey) -> bool {
        self.open.get(&key.doc).is_some_and(|open| matches!(open.behind.get(key), Some(Behind::Unread)))
    }

    pub(crate) fn is_open(&self, doc: DocId) -> bool {
        self.open.contains_key(&doc)
    }

    /// Whether it is open and nothing of it is still to be read.
    pub(crate) fn is_complete(&self, doc: DocId) -> bool {
        let unread = |open: &Open| open.behind.values().any(|behind| matches!(behind, Behind::Unread));
        self.open.get(&doc).is_some_and(|open| !open.untold && !unread(open))
            && self.missed.get(&doc).is_none_or(BTreeSet::is_empty)
    }

    /// The headers of a document's envelopes that it has not taken up.
    pub(crate) fn behind(&self, doc: DocId) -> BTreeSet<Hash> {
        let behind = self.open.get(&doc).map(|open| open.behind.keys()).into_iter().flatten();
        let missed = self.missed.get(&doc).into_iter().flatten();
        behind.chain(missed).map(|key| key.header).collect()
    }

    /// What came for open documents while they took up nothing, and may be read and taken up now.
    pub(crate) fn resume(&mut self, paused: &BTreeSet<DocId>) -> Vec<EnvelopeKey> {
        let mut resumed = Vec::new();
        for (doc, open) in &mut self.open {
            if !paused.contains(doc) && !open.untold {
                for key in self.missed.remove(doc).into_iter().flatten() {
                    open.behind.insert(key, Behind::Unread);
                    resumed.push(key);
                }
            }
        }
        resumed
    }

    /// Open documents and what they were not given because a branch fell.
    pub(crate) fn fell(&self, key: &EnvelopeKey) -> bool {
        let behind = self.open.get(&key.doc).and_then(|open| open.behind.get(key));
        matches!(behind, Some(Behind::Aside { reason: SetAsideReason::Forked, .. }))
    }

    /// What waits in open documents, and for which changes; nothing is named while the bytes are being read.
    pub(crate) fn waiting(&self) -> Vec<(EnvelopeKey, Vec<Hash>)> {
        let behind = self.open.values().flat_map(|open| &open.behind);
        behind
            .filter_map(|(key, behind)| match behind {
                Behind::Waiting { on, .. } => Some((*key, on.clone())),
                Behind::Unread => Some((*key, Vec::new())),
                Behind::Aside { .. } => None,
            })
            .collect()
    }

    /// The changes of an open document that wait for others.
    pub(crate) fn waiting_changes(&self, doc: DocId) -> impl Iterator<Item = &Changes> {
        let behind = self.open.get(&doc).map(|open| open.behind.values()).into_iter().flatten();
        behind.filter_map(|behind| match behind {
            Behind::Waiting { changes, .. } => Some(changes),
            _ => None,
        })
    }

    /// All that is set aside in open documents, what stands on it included.
    pub(crate) fn set_aside(&self) -> Vec<(EnvelopeKey, SetAsideReason)> {
        self.open.values().flat_map(Open::set_aside).collect()
    }
}

impl Open {
    /// Offers changes to the document, and what waited for them.
    fn stage(
        &mut self,
        doc: DocId,
        mut ready: VecDeque<(EnvelopeKey, Changes)>,
        not_taken_up: Option<&BTreeSet<Hash>>,
        logs: &Logs,
        docs: &mut dyn Documents,
    ) {
        let mut waits: BTreeMap<Hash, BTreeSet<EnvelopeKey>> = BTreeMap::new();
        for (key, behind) in &self.behind {
            if let Behind::Waiting { on, .. } = behind
                && let Some(first) = on.first()
            {
                waits.entry(*first).or_default().insert(*key);
            }
        }
        let mut progress = ready.is_empty();
        loop {
            while let Some((key, changes)) = ready.pop_front() {
                let last_hash = changes.last_hash;
                // It may have fallen while it waited.
                if !logs.stands(&key) {
                    let reason = SetAsideReason::Forked;
                    self.behind.insert(key, Behind::Aside { reason, last_hash: Some(last_hash) });
                    continue;
                }
                if not_taken_up.is_some_and(|hashes| hashes.contains(&last_hash)) {
                    let reason = SetAsideReason::NotTakenUp;
                    self.behind.insert(key, Behind::Aside { reason, last_hash: Some(last_hash) });
                    continue;
                }
                match docs.stage(doc, &changes) {
                    Verdict::Staged | Verdict::Known => {
                        self.behind.remove(&key);
                        progress = true;
                        for waiting in waits.remove(&last_hash).unwrap_or_default() {
                            self.requeue(waiting, &mut ready);
                        }
                    }
                    Verdict::Waiting(on) => {
                        if let Some(first) = on.first() {
                            waits.entry(*first).or_default().insert(key);
                        }
                        self.behind.insert(key, Behind::Waiting { changes, on });
                    }
                    Verdict::Refused(refusal) => {
                        let reason = SetAsideReason::Refused(refusal);
                        self.behind.insert(key, Behind::Aside { reason, last_hash: Some(last_hash) });
                    }
                    Verdict::NotOpen => drop(self.behind.insert(key, Behind::Unread)),
                }
            }
            // Some depend on a change within an envelope, which the index by last hashes does not know.
            let waiting: Vec<EnvelopeKey> = self
                .behind
                .iter()
                .filter(|(_, behind)| matches!(behind, Behind::Waiting { .. }))
                .map(|(key, _)| *key)
                .collect();
            if !progress || waiting.is_empty() {
                return;
            }
            progress = false;
            waits.clear();
            waiting.into_iter().for_each(|key| self.requeue(key, &mut ready));
        }
    }

    fn requeue(&mut self, key: EnvelopeKey, ready: &mut VecDeque<(EnvelopeKey, Changes)>) {
        match self.behind.remove(&key) {
            Some(Behind::Waiting { changes, .. }) => {
                self.behind.insert(key, Behind::Unread);
                ready.push_back((key, changes));
            }
            Some(other) => drop(self.behind.insert(key, other)),
            None => {}
        }
    }

    fn set_aside(&self) -> Vec<(EnvelopeKey, SetAsideReason)> {
        let mut refused: BTreeSet<Hash> = BTreeSet::new();
        let mut aside: BTreeMap<EnvelopeKey, SetAsideReason> = BTreeMap::new();
        for (key, behind) in &self.behind {
            if let Behind::Aside { reason, last_hash } = behind {
                aside.insert(*key, *reason);
                refused.extend(last_hash);
            }
        }
        loop {
            let before = aside.len();
            for (key, behind) in &self.behind {
                if let Behind::Waiting { changes, on } = behind
                    && !aside.contains_key(key)
                    && on.iter().any(|hash| refused.contains(hash))
                {
                    aside.insert(*key, SetAsideReason::Refused(Refusal::OnRefused));
                    refused.insert(changes.last_hash);
                }
            }
            if aside.len() == before {
                return aside.into_iter().collect();
            }
        }
    }
}
