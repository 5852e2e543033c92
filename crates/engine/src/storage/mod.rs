//! What a device keeps: one store for each register, and the list of them.
//! Two implementations, one contract (`contract.rs`): memory for tests, IndexedDB in the browser.

#[cfg(test)]
pub mod contract;
pub mod indexed_db;
#[cfg(test)]
pub mod memory;

use bridge::RegisterEntry;
use futures::future::LocalBoxFuture;
use std::rc::Rc;
use sync::{DocId, EnvelopeKey, RegisterId, Stored, StoredEnvelope, Transaction};

/// Why storage did not do what was asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StorageError {
    /// An expected head was another.
    #[error("another writer took the log")]
    Taken,
    /// No room is left.
    #[error("the disk is full")]
    Full,
    /// The browser refused for another reason.
    #[error("storage refused: {0}")]
    Refused(String),
    /// The store was deleted while it was open.
    #[error("the store was deleted")]
    Gone,
    /// What was stored does not open.
    #[error("stored data does not open: {0}")]
    Damaged(String),
}

/// What storage answers, later.
pub type Later<'a, T> = LocalBoxFuture<'a, Result<T, StorageError>>;

/// A document saved beside the envelopes, so that opening it need not replay them all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cache {
    /// Which envelopes it contains, as the replica encodes it.
    pub covers: Vec<u8>,
    /// The saved document.
    pub document: Vec<u8>,
}

/// What is kept of one register.
pub trait Storage {
    /// All that a replica needs to go on.
    fn load(&self) -> Later<'_, Stored>;
    /// Writes transactions in order, made durable at once but judged singly: one whose expectation fails is
    /// left out, the others stand. The outer error: nothing of any of them was written.
    fn write(&self, group: Vec<Transaction>) -> Later<'_, Vec<Result<(), StorageError>>>;
    /// The stored envelopes under these keys; absent ones are left out.
    fn envelopes(&self, keys: Vec<EnvelopeKey>) -> Later<'_, Vec<StoredEnvelope>>;
    /// A document's cache.
    fn cache(&self, doc: DocId) -> Later<'_, Option<Cache>>;
    /// Replaces a document's cache.
    fn put_cache(&self, doc: DocId, cache: Cache) -> Later<'_, ()>;
    /// Notes that a document is being opened, so that it survives this program, not the power. Answers whether
    /// the last such note was taken back.
    fn begin_opening(&self, doc: DocId) -> Later<'_, bool>;
    /// Takes the note back.
    fn end_opening(&self, doc: DocId) -> Later<'_, ()>;
    /// Small notes that survive this program, not the power: all there are, by name.
    fn notes(&self) -> Later<'_, Vec<(String, Vec<u8>)>>;
    /// Writes such a note, or takes it away.
    fn note(&self, name: &str, what: Option<Vec<u8>>) -> Later<'_, ()>;
    /// Whether it was deleted while it was open: nothing can be read or written any more.
    fn is_gone(&self) -> bool;
    /// The picture that the next page begins with.
    fn picture(&self) -> Later<'_, Option<Vec<u8>>>;
    /// Replaces the picture.
    fn put_picture(&self, picture: Vec<u8>) -> Later<'_, ()>;
}

/// The registers of this device.
pub trait Shelf {
    /// All of them, the last opened first.
    fn list(&self) -> Later<'_, Vec<RegisterEntry>>;
    /// Adds or replaces an entry.
    fn note(&self, entry: RegisterEntry) -> Later<'_, ()>;
    /// The store of a register, made if there is none.
    fn open(&self, register: RegisterId) -> Later<'_, Rc<dyn Storage>>;
    /// The code that the next opening was last rehearsed with.
    fn rehearsed(&self) -> Later<'_, Option<String>>;
    /// Notes that it was rehearsed with this code.
    fn note_rehearsal(&self, code: String) -> Later<'_, ()>;
    /// Deletes a register's store, for one that was never joined.
    fn discard(&self, register: RegisterId) -> Later<'_, ()>;
}

/// A register's name on this device.
pub fn key_of(register: RegisterId) -> bridge::RegisterKey {
    sync::hex::encode(&register.0)
}

/// The register of that name; none if it is not one.
pub fn register_of(key: &str) -> Option<RegisterId> {
    sync::hex::decode_array(key).map(RegisterId)
}
