//! What sync asks of the documents. The `crdt` crate fulfils it, in the engine and in the simulator.
//!
//! Sync judges envelopes and never looks into a change; documents judge changes and never see an envelope.

use crate::name::{Actor, DocId, Hash};

/// The Automerge changes of one envelope: consecutive ones of one actor, with the births they stand on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changes {
    /// Who made them. Births in `bytes` have actors of their own shape and do not count here.
    pub actor: Actor,
    /// The actor's sequence number of the first.
    pub first_seq: u64,
    /// The actor's sequence number of the last.
    pub last_seq: u64,
    /// The hash of the last.
    pub last_hash: Hash,
    /// The oldest format that has all that they hold: the header asks its readers for it.
    pub format: u64,
    /// The chunks, one behind the other, births first.
    pub bytes: Vec<u8>,
}

/// Why a change is set aside for good. Every replica comes to the same verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The bytes are not a sequence of Automerge changes.
    #[error("not a sequence of changes")]
    Malformed,
    /// A change names another actor than its envelope does.
    #[error("written in another's name")]
    ForeignActor,
    /// Sequence numbers, hashes or the envelope's claims about them do not fit.
    #[error("does not continue its author's work")]
    BrokenSequence,
    /// The operation counter does not follow from what the change depends on.
    #[error("operations numbered wrongly")]
    BrokenCounter,
    /// It refers to an object, element or operation that does not exist among its ancestors.
    #[error("refers to what is not there")]
    DanglingReference,
    /// It belongs to another document.
    #[error("belongs to another document")]
    OtherDocument,
    /// It stands on something that was set aside.
    #[error("stands on what was set aside")]
    OnRefused,
}

/// What the documents say of one envelope's changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Sound, and taken up with the next [`Documents::settle`].
    Staged,
    /// Already there, all of it.
    Known,
    /// Sound so far as can be seen, but it depends on these changes, which have not come.
    Waiting(Vec<Hash>),
    /// Never to be merged.
    Refused(Refusal),
    /// The document is not in memory; its envelopes wait in the store until it is opened.
    NotOpen,
}

/// The documents of a register that are in memory.
pub trait Documents {
    /// Whether a document is in memory. The register document always is, once loaded.
    fn is_open(&self, doc: DocId) -> bool;
    /// Judges changes against the document and what is already staged for it.
    fn stage(&mut self, doc: DocId, changes: &Changes) -> Verdict;
    /// Takes up all that is staged, as one batch for each document, at once or a little later. Returns what could
    /// not be taken up since this was last asked, although it had passed every check: the document, and the last
    /// change of its envelope. Whoever finds that out later has some event handled.
    fn settle(&mut self) -> Vec<(DocId, Hash)>;
    /// Empties a document to its genesis, before it is rebuilt from envelopes.
    fn reset(&mut self, doc: DocId);
    /// Whether the document contains a change.
    fn contains(&self, doc: DocId, change: &Hash) -> bool;
    /// The changes that these name as their dependencies, themselves excepted; read from the bytes alone. By
    /// them it is known which branch of a forked log others have built on; without them it is not considered.
    fn dependencies(&self, changes: &Changes) -> Vec<Hash> {
        let _ = changes;
        Vec::new()
    }
}
