//! The documents in memory, as sync asks for them and as the page is told of them.
//! What sync settles is taken up a little later, in [`Documents::flush`]: a thousand envelopes that come one
//! by one are then one batch with one diff.

use crate::shown::Shown;
use crdt::{Commit, Document, ForeignChanges, LocalChanges, Settled};
use register::{FieldPath, Kind, Message, Patch, Place, RecordId, Write};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use sync::{Actor, Changes, DocId, Hash, RegisterId, Verdict};

/// Which document a record's short fields live in.
pub fn home_of(record: &RecordId) -> DocId {
    match Kind::by_name(&record.kind).map(|kind| kind.place) {
        Some(Place::Own) => own_doc(record),
        _ => DocId::REGISTER,
    }
}

/// The document of the record's own: its paper, or what is kept apart so that it can be erased.
pub fn own_doc(record: &RecordId) -> DocId {
    DocId(*record.uuid.as_bytes())
}

/// What was done here, as sync carries it.
pub fn changes_of(local: LocalChanges) -> Changes {
    Changes {
        actor: Actor(local.actor),
        first_seq: local.first_seq,
        last_seq: local.last_seq,
        last_hash: Hash(local.last_hash),
        format: local.format,
        bytes: local.bytes,
    }
}

/// So many staged changes behind a snapshot are taken up at once.
const BEHIND: usize = 4096;

/// An envelope's changes that are staged: the document, and the last of them.
pub type Staged = (DocId, Hash);

struct Open {
    document: Document,
    staged: BTreeSet<Hash>,
    /// The same in their order.
    order: VecDeque<Hash>,
    /// Whether the page has the document open as a paper.
    is_read: bool,
    /// What the page has not been told.
    untold: Vec<Vec<u8>>,
    /// Changes since its cache was saved.
    uncached: u32,
}

impl Open {
    /// Takes up all that was staged.
    fn take_up(&mut self) -> Settled {
        self.take_up_first(usize::MAX)
    }

    /// Takes up what was staged first.
    fn take_up_first(&mut self, envelopes: usize) -> Settled {
        let envelopes = envelopes.min(self.order.len());
        self.uncached = self.uncached.saturating_add(u32::try_from(envelopes).unwrap_or(u32::MAX));
        for last in self.order.drain(..envelopes) {
            #[cfg(test)]
            falling::fall_over(&last);
            self.staged.remove(&last);
        }
        self.document.settle_first(envelopes)
    }
}

/// A document that was read and is not open yet.
pub struct ReadAhead(Document);

/// Who reads it meanwhile; it never writes.
const NOBODY: [u8; 40] = [0xff; 40];

/// What came of taking up all that was staged.
#[derive(Default)]
pub struct Fresh {
    /// For the plain register.
    pub patches: Vec<Patch>,
    /// For papers that the page has open: what was taken up.
    pub papers: Vec<(DocId, Vec<Vec<u8>>)>,
}

/// The documents in memory.
pub struct Documents {
    register: RegisterId,
    /// Named by documents that are only read; it never writes.
    reader: Actor,
    open: BTreeMap<DocId, Open>,
    /// Documents of a snapshot, in view in place of those that still grow behind them.
    shown: BTreeMap<DocId, Shown>,
    /// Documents that sync asked for in vain.
    missed: RefCell<BTreeSet<DocId>>,
    /// Staged, and not taken up all the same; sync has not heard of it.
    failed: Vec<(DocId, Hash)>,
}

impl Documents {
    /// None yet.
    pub fn new(register: RegisterId, reader: Actor) -> Self {
        Self {
            register,
            reader,
            open: BTreeMap::new(),
            shown: BTreeMap::new(),
            missed: RefCell::default(),
            failed: Vec::new(),
        }
    }

    /// Puts a document into memory from its cache.
    pub fn load(&mut self, doc: DocId, cache: &[u8]) -> Result<(), crdt::Error> {
        let document = Document::load(cache, self.register.0, doc.0, self.reader.0)?;
        self.put(doc, document);
        Ok(())
    }

    /// A document from its cache, before it is known who reads it.
    pub fn read_ahead(register: RegisterId, doc: DocId, cache: &[u8]) -> Option<ReadAhead> {
        Document::load(cache, register.0, doc.0, NOBODY).ok().map(ReadAhead)
    }

    /// Puts a document into memory that was read.
    pub fn put_read_ahead(&mut self, doc: DocId, ReadAhead(mut document): ReadAhead) {
        document.set_actor(self.reader.0);
        self.put(doc, document);
    }

    /// Puts a document into memory as it was born.
    pub fn begin(&mut self, doc: DocId) {
        self.put(doc, Document::new(self.register.0, doc.0, self.reader.0));
    }

    fn put(&mut self, doc: DocId, document: Document) {
        // The page goes on reading the document that takes the place of the former.
        let is_read = self.is_read(doc);
        let open = Open {
            document,
            staged: BTreeSet::new(),
            order: VecDeque::new(),
            is_read,
            untold: Vec::new(),
            uncached: 0,
        };
        self.open.insert(doc, open);
    }

    /// Documents that sync asked for in vain since this was last asked.
    pub fn take_missed(&mut self) -> BTreeSet<DocId> {
        self.missed.take()
    }

    /// Everything in one document, as patches.
    pub fn patches(&self, doc: DocId) -> Vec<Patch> {
        let shown = self.shown.get(&doc).map(|shown| &shown.document);
        let document = shown.or(self.open.get(&doc).map(|open| &open.document));
        document.map(Document::patches).unwrap_or_default()
    }

    /// Shows a document of a snapshot in place of an open one. False if it does not load, or holds nothing that
    /// the open one lacks.
    pub fn show(&mut self, doc: DocId, saved: Vec<u8>) -> bool {
        let Some(open) = self.open.get(&doc) else { return false };
        let Ok(shown) = Shown::load(saved, self.register, doc, self.reader) else { return false };
        let shows = !shown.is_within(&open.document);
        if shows {
            self.shown.insert(doc, shown);
        }
        shows
    }

    /// Whether a document is shown as a snapshot has it.
    pub fn is_shown(&self, doc: DocId) -> bool {
        self.shown.contains_key(&doc)
    }

    /// The documents that are shown as a snapshot has them.
    pub fn shown(&self) -> Vec<DocId> {
        self.shown.keys().copied().collect()
    }

    /// Takes back what was written in a document of a snapshot and will not be stored.
    pub fn restore_shown(&mut self, doc: DocId) {
        let again = self.shown.get(&doc).map(|shown| shown.again(self.register, doc, self.reader));
        // It loaded before.
        if let Some(Ok(again)) = again {
            self.shown.insert(doc, again);
        }
    }

    /// Takes up, in a document of a snapshot, what can be taken up there already.
    pub fn take_up_in_shown(&mut self, doc: DocId, mut changes: Vec<Changes>) {
        let Some(shown) = self.shown.get_mut(&doc) else { return };
        loop {
            let before = changes.len();
            changes
                .retain(|changes| matches!(stage(&mut shown.document, changes), crdt::Verdict::Waiting(_)));
            if changes.is_empty() || changes.len() == before {
                break;
            }
        }
        shown.document.settle();
    }

    /// Takes up all that was staged behind documents of a snapshot.
    pub fn settle_shown(&mut self) {
        for doc in self.shown() {
            if let Some(open) = self.open.get_mut(&doc) {
                let failed = open.take_up().failed;
                self.failed.extend(failed.into_iter().map(|change| (doc, Hash(change))));
            }
        }
    }

    /// A document of a snapshot as it came.
    pub fn saved_as_shown(&self, doc: DocId) -> Option<Vec<u8>> {
        self.shown.get(&doc).map(|shown| shown.saved.clone())
    }

    /// From now on the document itself is in view. Whether it has all that the snapshot came with.
    pub fn end_showing(&mut self, doc: DocId) -> bool {
        let Some(shown) = self.shown.remove(&doc) else { return true };
        self.open.get(&doc).is_some_and(|open| shown.is_within(&open.document))
    }

    /// The open documents.
    pub fn open(&self) -> Vec<DocId> {
        self.open.keys().copied().collect()
    }

    /// A document's bytes, if they load as the same document.
    pub fn saved_soundly(&mut self, doc: DocId) -> Option<Vec<u8>> {
        let document = &mut self.open.get_mut(&doc)?.document;
        let saved = document.save();
        let mut loaded = Document::load(&saved, self.register.0, doc.0, self.reader.0).ok()?;
        (loaded.heads() == document.heads()).then_some(saved)
    }

    /// Whether bytes load as the document that is open.
    pub fn reads_as_open(&mut self, doc: DocId, saved: &[u8]) -> bool {
        let Some(open) = self.open.get_mut(&doc) else { return true };
        let loaded = Document::load(saved, self.register.0, doc.0, self.reader.0);
        loaded.is_ok_and(|mut loaded| loaded.heads() == open.document.heads())
    }

    /// Carries out writes in a document that is open; what was staged must have been taken up.
    pub fn apply(
        &mut self,
        doc: DocId,
        actor: Actor,
        message: Message,
        writes: &[Write],
        now: i64,
    ) -> Result<Commit, crdt::Error> {
        let Some(open) = self.open.get_mut(&doc) else {
            return Err(crdt::Error::OtherDocument);
        };
        let document = self.shown.get_mut(&doc).map_or(&mut open.document, |shown| &mut shown.document);
        document.set_actor(actor.0);
        let commit = document.apply(message, writes, now)?;
        open.uncached += 1;
        Ok(commit)
    }

    /// Writes a text that nobody wrote yet, in a document that is open.
    pub fn write_text(
        &mut self,
        doc: DocId,
        actor: Actor,
        path: &FieldPath,
        text: &str,
        now: i64,
    ) -> Result<Option<LocalChanges>, crdt::Error> {
        let Some(open) = self.open.get_mut(&doc) else { return Err(crdt::Error::OtherDocument) };
        open.document.set_actor(actor.0);
        open.document.splice(path, 0, 0, text, now)?;
        open.uncached += 1;
        Ok(open.document.commit_text(now))
    }

    /// Takes up what a reader of this run wrote in a paper. What was staged must have been taken up.
    pub fn take_local(&mut self, doc: DocId, changes: &Changes) -> Verdict {
        let Some(open) = self.open.get_mut(&doc) else { return Verdict::NotOpen };
        let verdict = judge(open, changes);
        if verdict == Verdict::Staged {
            let failed = open.take_up().failed;
            self.failed.extend(failed.into_iter().map(|change| (doc, Hash(change))));
        }
        verdict
    }

    /// Tells the page of what was written in a paper by this run itself.
    pub fn note_local(&mut self, doc: DocId, bytes: &[u8]) {
        if let Some(open) = self.open.get_mut(&doc) {
            open.uncached += 1;
            if open.is_read {
                open.untold.push(bytes.to_vec());
            }
        }
    }

    /// What [`Self::flush`] would take up, in its order.
    pub fn due(&self) -> Vec<Staged> {
        let due = self.open.iter().filter(|(doc, open)| !self.waits(doc, open));
        due.flat_map(|(doc, open)| open.order.iter().map(|last| (*doc, *last))).collect()
    }

    /// All that is staged.
    pub fn staged(&self) -> Vec<Staged> {
        self.open.iter().flat_map(|(doc, open)| open.order.iter().map(|last| (*doc, *last))).collect()
    }

    /// Behind a snapshot nothing is in view: many batches are taken up as one.
    fn waits(&self, doc: &DocId, open: &Open) -> bool {
        self.shown.contains_key(doc) && open.staged.len() < BEHIND
    }

    /// Takes up all that was staged.
    pub fn flush(&mut self) -> Fresh {
        let mut fresh = Fresh::default();
        let due: Vec<DocId> = self
            .open
            .iter()
            .filter(|(doc, open)| !open.staged.is_empty() && !self.waits(doc, open))
            .map(|(doc, _)| *doc)
            .collect();
        for doc in due {
            let Fresh { patches, papers } = self.flush_first(doc, usize::MAX);
            fresh.patches.extend(patches);
            fresh.papers.extend(papers);
        }
        fresh
    }

    /// Takes up what was staged first in a document.
    pub fn flush_first(&mut self, doc: DocId, envelopes: usize) -> Fresh {
        let mut fresh = Fresh::default();
        let Some(open) = self.open.get_mut(&doc) else { return fresh };
        let Settled { patches, failed, .. } = open.take_up_first(envelopes);
        self.failed.extend(failed.into_iter().map(|change| (doc, Hash(change))));
        if !self.shown.contains_key(&doc) {
            fresh.patches = patches;
        }
        if open.staged.is_empty() {
            let untold = std::mem::take(&mut open.untold);
            if open.is_read && !untold.is_empty() {
                fresh.papers.push((doc, untold));
            }
        }
        fresh
    }

    /// Whether something that was staged could not be taken up, and sync has not asked for it.
    pub fn has_failed(&self) -> bool {
        !self.failed.is_empty()
    }

    /// The document's bytes for the page, which is told from now on what others write in it.
    pub fn read_paper(&mut self, doc: DocId) -> Option<Vec<u8>> {
        let open = self.open.get_mut(&doc)?;
        open.is_read = true;
        Some(open.document.save())
    }

    /// The page is done with a paper.
    pub fn leave_paper(&mut self, doc: DocId) {
        if let Some(open) = self.open.get_mut(&doc) {
            open.is_read = false;
        }
    }

    /// Whether the page has the document open as a paper.
    pub fn is_read(&self, doc: DocId) -> bool {
        self.open.get(&doc).is_some_and(|open| open.is_read)
    }

    /// Takes a document out of memory.
    pub fn close(&mut self, doc: DocId) {
        self.open.remove(&doc);
    }

    /// The documents whose caches lack something, with how many changes.
    pub fn uncached(&self) -> Vec<(DocId, u32)> {
        let lacking = self.open.iter().filter(|(_, open)| open.uncached > 0);
        lacking.map(|(doc, open)| (*doc, open.uncached)).collect()
    }

    /// A document's bytes for its cache, which then lacks nothing.
    pub fn save(&mut self, doc: DocId) -> Option<Vec<u8>> {
        let open = self.open.get_mut(&doc)?;
        open.uncached = 0;
        Some(open.document.save())
    }

    /// An open document, as it is in view.
    pub fn document(&mut self, doc: DocId) -> Option<&mut Document> {
        let shown = self.shown.get_mut(&doc).map(|shown| &mut shown.document);
        shown.or(self.open.get_mut(&doc).map(|open| &mut open.document))
    }
}

/// Offers a document what sync carries.
pub fn stage(document: &mut Document, changes: &Changes) -> crdt::Verdict {
    document.stage(&ForeignChanges {
        actor: changes.actor.0,
        first_seq: changes.first_seq,
        last_seq: changes.last_seq,
        last_hash: changes.last_hash.0,
        format: changes.format,
        bytes: &changes.bytes,
    })
}

fn judge(open: &mut Open, changes: &Changes) -> Verdict {
    match stage(&mut open.document, changes) {
        crdt::Verdict::Staged => {
            if open.staged.insert(changes.last_hash) {
                open.order.push_back(changes.last_hash);
            }
            Verdict::Staged
        }
        crdt::Verdict::Known => Verdict::Known,
        crdt::Verdict::Waiting(hashes) => Verdict::Waiting(hashes.into_iter().map(Hash).collect()),
        crdt::Verdict::Refused(refusal) => Verdict::Refused(refusal_of(refusal)),
    }
}

fn refusal_of(refusal: crdt::Refusal) -> sync::Refusal {
    match refusal {
        crdt::Refusal::Malformed => sync::Refusal::Malformed,
        crdt::Refusal::ForeignActor => sync::Refusal::ForeignActor,
        crdt::Refusal::BrokenSequence => sync::Refusal::BrokenSequence,
        crdt::Refusal::BrokenCounter => sync::Refusal::BrokenCounter,
        crdt::Refusal::DanglingReference => sync::Refusal::DanglingReference,
        crdt::Refusal::OtherDocument => sync::Refusal::OtherDocument,
        crdt::Refusal::OnRefused => sync::Refusal::OnRefused,
    }
}

impl sync::Documents for Documents {
    fn is_open(&self, doc: DocId) -> bool {
        let open = self.open.contains_key(&doc);
        if !open {
            self.missed.borrow_mut().insert(doc);
        }
        open
    }

    fn stage(&mut self, doc: DocId, changes: &Changes) -> Verdict {
        let Some(open) = self.open.get_mut(&doc) else {
            self.missed.borrow_mut().insert(doc);
            return Verdict::NotOpen;
        };
        let verdict = judge(open, changes);
        if verdict == Verdict::Staged && open.is_read {
            open.untold.push(changes.bytes.clone());
        }
        verdict
    }

    fn settle(&mut self) -> Vec<(DocId, Hash)> {
        std::mem::take(&mut self.failed)
    }

    fn reset(&mut self, doc: DocId) {
        self.begin(doc);
    }

    fn contains(&self, doc: DocId, change: &Hash) -> bool {
        let within = |open: &Open| open.staged.contains(change) || open.document.contains(&change.0);
        self.open.get(&doc).is_some_and(within)
    }

    fn dependencies(&self, changes: &Changes) -> Vec<Hash> {
        crdt::dependencies(&changes.bytes).into_iter().map(Hash).collect()
    }
}

/// Tests say over which changes the engine falls when it takes them up.
#[cfg(test)]
pub mod falling {
    use std::cell::RefCell;
    use std::collections::BTreeSet;
    use sync::Hash;

    thread_local! {
        static OVER: RefCell<BTreeSet<Hash>> = RefCell::default();
    }

    /// From now on.
    pub fn over(hashes: &[Hash]) {
        OVER.with(|over| *over.borrow_mut() = hashes.iter().copied().collect());
    }

    pub(super) fn fall_over(last: &Hash) {
        assert!(!OVER.with(|over| over.borrow().contains(last)), "fell");
    }
}
