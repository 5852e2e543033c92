//! The documents that one author has in memory. A document is there once it is written in or first asked for.

use anyhow::{Context, Result};
use crdt::{Document, ForeignChanges, LocalChanges};
use std::collections::{BTreeMap, BTreeSet};
use sync::{Actor, Changes, DocId, Documents, Hash, Refusal, RegisterId, Verdict};

/// One author's documents.
pub struct Desk {
    register: RegisterId,
    reader: Actor,
    documents: BTreeMap<DocId, Document>,
    staged: BTreeSet<DocId>,
}

impl Desk {
    /// A desk with the register document on it. `reader` is an actor that never writes.
    pub fn new(register: RegisterId, reader: Actor) -> Self {
        let mut desk = Self { register, reader, documents: BTreeMap::new(), staged: BTreeSet::new() };
        desk.open(DocId::REGISTER);
        desk
    }

    /// Puts a document on the desk, as its genesis left it. Whether it was not there.
    pub fn open(&mut self, doc: DocId) -> bool {
        if self.documents.contains_key(&doc) {
            return false;
        }
        self.documents.insert(doc, Document::new(self.register.0, doc.0, self.reader.0));
        true
    }

    /// Takes up all that is staged. Sync settles after each envelope, and a diff for each would be most of the work.
    pub fn flush(&mut self) {
        for doc in std::mem::take(&mut self.staged) {
            if let Some(document) = self.documents.get_mut(&doc) {
                document.settle();
            }
        }
    }

    /// A document to write in.
    pub fn write(&mut self, doc: DocId, actor: Actor) -> Result<&mut Document> {
        self.flush();
        let document = self.documents.get_mut(&doc).context("the document is not open")?;
        document.set_actor(actor.0);
        Ok(document)
    }

    /// The heads of a document.
    pub fn heads(&mut self, doc: DocId) -> Vec<crdt::Hash> {
        self.flush();
        self.documents.get_mut(&doc).map(Document::heads).unwrap_or_default()
    }

    /// The documents that everybody keeps in memory, saved: the register's, and those for which `is_kept`.
    pub fn snapshot(&mut self, is_kept: impl Fn(DocId) -> bool) -> Vec<(DocId, Vec<u8>)> {
        self.flush();
        let kept = self.documents.iter_mut().filter(|(doc, _)| **doc == DocId::REGISTER || is_kept(**doc));
        kept.map(|(doc, document)| (*doc, document.save())).collect()
    }

    /// All that is in a document.
    pub fn patches(&mut self, doc: DocId) -> Vec<register::Patch> {
        self.flush();
        self.documents.get(&doc).map(Document::patches).unwrap_or_default()
    }

    /// A document's size when saved, in bytes.
    pub fn saved_size(&mut self, doc: DocId) -> usize {
        self.documents.get_mut(&doc).map_or(0, |document| document.save().len())
    }
}

/// What sync wants to know of changes made here.
pub fn changes(local: LocalChanges) -> Changes {
    Changes {
        actor: Actor(local.actor),
        first_seq: local.first_seq,
        last_seq: local.last_seq,
        last_hash: Hash(local.last_hash),
        format: local.format,
        bytes: local.bytes,
    }
}

impl Documents for Desk {
    fn is_open(&self, doc: DocId) -> bool {
        self.documents.contains_key(&doc)
    }

    fn stage(&mut self, doc: DocId, changes: &Changes) -> Verdict {
        let Some(document) = self.documents.get_mut(&doc) else { return Verdict::NotOpen };
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
            crdt::Verdict::Waiting(hashes) => Verdict::Waiting(hashes.into_iter().map(Hash).collect()),
            // All here are honest: which rule was broken would be a defect's detail.
            crdt::Verdict::Refused(_) => Verdict::Refused(Refusal::Malformed),
        }
    }

    fn settle(&mut self) -> Vec<(DocId, Hash)> {
        // All here are honest, and taken up later.
        Vec::new()
    }

    fn reset(&mut self, doc: DocId) {
        self.documents.remove(&doc);
        self.open(doc);
    }

    fn contains(&self, doc: DocId, change: &Hash) -> bool {
        self.documents.get(&doc).is_some_and(|document| document.contains(&change.0))
    }
}
