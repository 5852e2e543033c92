//! A document of a snapshot: shown, and written in, while the logs are still being read.
//!
//! What is written in it stands on changes that are named by their hashes. If the logs hold them, as they do
//! unless a member lied, the true document takes the writing up like any other; if not, it is written again.

use crdt::{Document, Error, Hash};
use sync::{Actor, DocId, RegisterId};

/// One such document.
pub struct Shown {
    pub document: Document,
    /// As it came.
    pub saved: Vec<u8>,
    /// What it came with.
    heads: Vec<Hash>,
}

impl Shown {
    /// From the saved bytes of a snapshot.
    pub fn load(saved: Vec<u8>, register: RegisterId, doc: DocId, reader: Actor) -> Result<Self, Error> {
        let mut document = Document::load(&saved, register.0, doc.0, reader.0)?;
        let heads = document.heads();
        Ok(Self { document, saved, heads })
    }

    /// The same as it came, without what was written in it.
    pub fn again(&self, register: RegisterId, doc: DocId, reader: Actor) -> Result<Self, Error> {
        Self::load(self.saved.clone(), register, doc, reader)
    }

    /// Whether a document has all that this one came with.
    pub fn is_within(&self, document: &Document) -> bool {
        self.heads.iter().all(|head| document.contains(head))
    }
}
