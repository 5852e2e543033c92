//! Real Automerge documents behind what sync asks for.

use crdt::{Document, ForeignChanges};
use register::{FieldPath, Message, RecordId, Write};
use std::collections::{BTreeMap, BTreeSet};
use sync::{Actor, Changes, DocId, Documents, Hash, Refusal, RegisterId, Verdict};

pub struct Docs {
    register: RegisterId,
    reader: Actor,
    open: BTreeMap<DocId, Document>,
    /// Documents of a snapshot, in view in place of those that still grow, as they came and with their heads.
    shown: BTreeMap<DocId, (Document, Vec<u8>, Vec<crdt::Hash>)>,
    staged: BTreeSet<DocId>,
}

/// The text that everyone writes in.
pub fn minutes() -> FieldPath {
    FieldPath::in_row("agenda", register::id::new_uuid(1, [1; 10]), "minutes")
}

/// The field that everyone sets.
pub fn shared_field() -> (RecordId, FieldPath) {
    (RecordId::new("risk", 1, [2; 10]), FieldPath::of("title"))
}

impl Docs {
    pub fn new(register: RegisterId, reader: Actor) -> Self {
        Self { register, reader, open: BTreeMap::new(), shown: BTreeMap::new(), staged: BTreeSet::new() }
    }

    /// Puts a document into memory. False if the cache is of no use.
    pub fn open(&mut self, doc: DocId, cache: Option<&[u8]>) -> bool {
        let document = match cache {
            None => Document::new(self.register.0, doc.0, self.reader.0),
            Some(bytes) => match Document::load(bytes, self.register.0, doc.0, self.reader.0) {
                Ok(document) => document,
                Err(_) => return false,
            },
        };
        self.open.insert(doc, document);
        true
    }

    pub fn close(&mut self, doc: DocId) {
        self.open.remove(&doc);
    }

    fn in_view(&mut self, doc: DocId) -> Option<&mut Document> {
        let shown = self.shown.get_mut(&doc).map(|(document, ..)| document);
        shown.or(self.open.get_mut(&doc))
    }

    /// Shows a document of a snapshot, if it loads and the open one lacks something of it.
    pub fn show(&mut self, doc: DocId, saved: Vec<u8>) {
        let Some(open) = self.open.get(&doc) else { return };
        let Ok(mut shown) = Document::load(&saved, self.register.0, doc.0, self.reader.0) else { return };
        let heads = shown.heads();
        if !heads.iter().all(|head| open.contains(head)) {
            self.shown.insert(doc, (shown, saved, heads));
        }
    }

    /// Takes back what was written in a document of a snapshot and is not stored.
    pub fn restore_shown(&mut self, doc: DocId) {
        if let Some((document, saved, _)) = self.shown.get_mut(&doc) {
            *document = Document::load(saved, self.register.0, doc.0, self.reader.0).unwrap();
        }
    }

    pub fn is_shown(&self, doc: DocId) -> bool {
        self.shown.contains_key(&doc)
    }

    pub fn shows_any(&self) -> bool {
        !self.shown.is_empty()
    }

    /// Whether the open document has all that the snapshot came with.
    pub fn end_showing(&mut self, doc: DocId) -> bool {
        let Some((_, _, heads)) = self.shown.remove(&doc) else { return true };
        self.open.get(&doc).is_some_and(|open| heads.iter().all(|head| open.contains(head)))
    }

    pub fn is_here(&self, doc: DocId) -> bool {
        self.open.contains_key(&doc)
    }

    pub fn save(&mut self, doc: DocId) -> Option<Vec<u8>> {
        self.open.get_mut(&doc).map(Document::save)
    }

    pub fn set(
        &mut self,
        actor: Actor,
        record: RecordId,
        path: FieldPath,
        value: &str,
        now: i64,
    ) -> Option<Changes> {
        let document = self.in_view(DocId::REGISTER)?;
        document.set_actor(actor.0);
        let write = Write { record, path, value: value.into() };
        changes(document.apply(Message::Edit, &[write], now).unwrap().changes?)
    }

    /// Types a line at the beginning of some line.
    pub fn type_line(
        &mut self,
        doc: DocId,
        actor: Actor,
        line: usize,
        text: &str,
        now: i64,
    ) -> Option<Changes> {
        let document = self.in_view(doc)?;
        document.set_actor(actor.0);
        let before = document.text(&minutes());
        let starts: Vec<usize> =
            std::iter::once(0).chain(before.match_indices('\n').map(|(at, _)| at + 1)).collect();
        let at = starts[line % starts.len()];
        document.splice(&minutes(), at, 0, &format!("{text}\n"), now).unwrap();
        changes(document.commit_text(now)?)
    }

    /// Everything that a person would see, for comparison and for finding what was written.
    pub fn seen(&mut self, doc: DocId) -> Option<String> {
        let document = self.in_view(doc)?;
        let mut patches = document.patches().iter().map(|patch| format!("{patch:?}")).collect::<Vec<_>>();
        patches.sort();
        patches.push(document.text(&minutes()));
        patches.push(format!("{:?}", document.heads()));
        Some(patches.join("\n"))
    }

    /// Saving and loading changes nothing.
    pub fn survives_saving(&mut self, doc: DocId) -> bool {
        let Some(document) = self.open.get_mut(&doc) else { return true };
        let heads = document.heads();
        let saved = document.save();
        Document::load(&saved, self.register.0, doc.0, self.reader.0)
            .is_ok_and(|mut loaded| loaded.heads() == heads)
    }
}

fn changes(local: crdt::LocalChanges) -> Option<Changes> {
    Some(Changes {
        actor: Actor(local.actor),
        first_seq: local.first_seq,
        last_seq: local.last_seq,
        last_hash: Hash(local.last_hash),
        format: local.format,
        bytes: local.bytes,
    })
}

impl Documents for Docs {
    fn is_open(&self, doc: DocId) -> bool {
        self.open.contains_key(&doc)
    }

    fn stage(&mut self, doc: DocId, changes: &Changes) -> Verdict {
        let Some(document) = self.open.get_mut(&doc) else { return Verdict::NotOpen };
        let verdict = document.stage(&ForeignChanges {
            actor: changes.actor.0,
            first_seq: changes.first_seq,
            last_seq: changes.last_seq,
            last_hash: changes.last_hash.0,
            format: changes.format,
            bytes: &changes.bytes,
        });
        match verdict {
            crdt::Verdict::Staged => {
                self.staged.insert(doc);
                Verdict::Staged
            }
            crdt::Verdict::Known => Verdict::Known,
            crdt::Verdict::Waiting(on) => Verdict::Waiting(on.into_iter().map(Hash).collect()),
            crdt::Verdict::Refused(refusal) => Verdict::Refused(match refusal {
                crdt::Refusal::Malformed => Refusal::Malformed,
                crdt::Refusal::ForeignActor => Refusal::ForeignActor,
                crdt::Refusal::BrokenSequence => Refusal::BrokenSequence,
                crdt::Refusal::BrokenCounter => Refusal::BrokenCounter,
                crdt::Refusal::DanglingReference => Refusal::DanglingReference,
                crdt::Refusal::OtherDocument => Refusal::OtherDocument,
                crdt::Refusal::OnRefused => Refusal::OnRefused,
            }),
        }
    }

    fn settle(&mut self) -> Vec<(DocId, Hash)> {
        let mut failed = Vec::new();
        for doc in std::mem::take(&mut self.staged) {
            let Some(document) = self.open.get_mut(&doc) else { continue };
            failed.extend(document.settle().failed.into_iter().map(|hash| (doc, Hash(hash))));
        }
        failed
    }

    fn reset(&mut self, doc: DocId) {
        self.open(doc, None);
    }

    fn contains(&self, doc: DocId, change: &Hash) -> bool {
        self.open.get(&doc).is_some_and(|document| document.contains(&change.0))
    }

    fn dependencies(&self, changes: &Changes) -> Vec<Hash> {
        crdt::dependencies(&changes.bytes).into_iter().map(Hash).collect()
    }
}
