//! Storage in memory, for tests: everything written is durable until the shelf is dropped. Can be told to be full.

use super::{Cache, Later, Shelf, Storage, StorageError, key_of};
use bridge::RegisterEntry;
use futures::FutureExt as _;
use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use sync::{Actor, DocId, EnvelopeKey, Head, RegisterId, Stored, StoredEnvelope, Transaction};

/// One register's store.
#[derive(Default)]
pub struct Memory {
    envelopes: RefCell<BTreeMap<EnvelopeKey, Vec<u8>>>,
    heads: RefCell<BTreeMap<Actor, Head>>,
    state: RefCell<BTreeMap<String, Vec<u8>>>,
    caches: RefCell<BTreeMap<DocId, Cache>>,
    picture: RefCell<Option<Vec<u8>>>,
    opening: RefCell<BTreeSet<DocId>>,
    notes: RefCell<BTreeMap<String, Vec<u8>>>,
    /// While set, every write is refused as on a full disk.
    pub full: Cell<bool>,
    /// While set, it is as a store that was deleted while it was open.
    pub gone: Cell<bool>,
}

impl Memory {
    fn write_one(&self, transaction: Transaction) -> Result<(), StorageError> {
        let mut heads = self.heads.borrow_mut();
        if transaction.expect.iter().any(|(actor, head)| heads.get(actor) != head.as_ref()) {
            return Err(StorageError::Taken);
        }
        heads.extend(transaction.heads);
        let envelopes = transaction.envelopes.into_iter().map(|envelope| (envelope.key, envelope.sealed));
        self.envelopes.borrow_mut().extend(envelopes);
        let mut state = self.state.borrow_mut();
        for (key, value) in transaction.state {
            match value {
                Some(value) => state.insert(key, value),
                None => state.remove(&key),
            };
        }
        Ok(())
    }

    fn writable(&self) -> Result<(), StorageError> {
        self.there()?;
        if self.full.get() { Err(StorageError::Full) } else { Ok(()) }
    }

    fn there(&self) -> Result<(), StorageError> {
        if self.gone.get() { Err(StorageError::Gone) } else { Ok(()) }
    }

    /// Alters what is stored under an envelope's key, or takes it away.
    pub fn tamper(&self, key: EnvelopeKey, alter: impl FnOnce(Vec<u8>) -> Option<Vec<u8>>) {
        let mut envelopes = self.envelopes.borrow_mut();
        if let Some(altered) = envelopes.remove(&key).and_then(alter) {
            envelopes.insert(key, altered);
        }
    }

    /// The keys of all envelopes.
    pub fn keys(&self) -> Vec<EnvelopeKey> {
        self.envelopes.borrow().keys().copied().collect()
    }

    /// Alters a small state, or takes it away.
    pub fn tamper_state(&self, name: &str, alter: impl FnOnce(Vec<u8>) -> Option<Vec<u8>>) {
        let mut state = self.state.borrow_mut();
        if let Some(altered) = state.remove(name).and_then(alter) {
            state.insert(name.to_owned(), altered);
        }
    }

    /// Alters all caches.
    pub fn tamper_caches(&self, alter: impl Fn(&mut Vec<u8>)) {
        self.caches.borrow_mut().values_mut().for_each(|cache| alter(&mut cache.document));
    }

    /// The bytes of a cached document.
    pub fn cache_of(&self, doc: DocId) -> Option<Vec<u8>> {
        self.caches.borrow().get(&doc).map(|cache| cache.document.clone())
    }

    /// Puts other bytes in the place of a cached document's.
    pub fn forge_cache(&self, doc: DocId, document: Vec<u8>) {
        if let Some(cache) = self.caches.borrow_mut().get_mut(&doc) {
            cache.document = document;
        }
    }

    /// Alters the bytes of all cached documents.
    pub fn forge_caches(&self, alter: impl Fn(Vec<u8>) -> Vec<u8>) {
        for cache in self.caches.borrow_mut().values_mut() {
            cache.document = alter(std::mem::take(&mut cache.document));
        }
    }

    /// The names of the notes that stand.
    pub fn notes_kept(&self) -> Vec<String> {
        self.notes.borrow().keys().cloned().collect()
    }

    /// Takes everything away, as a browser that needs the room.
    pub fn evict(&self) {
        self.envelopes.borrow_mut().clear();
        self.heads.borrow_mut().clear();
        self.state.borrow_mut().clear();
        self.caches.borrow_mut().clear();
    }
}

fn later<'a, T: 'a>(result: Result<T, StorageError>) -> Later<'a, T> {
    futures::future::ready(result).boxed_local()
}

impl Storage for Memory {
    fn load(&self) -> Later<'_, Stored> {
        later(Ok(Stored {
            state: self.state.borrow().clone().into_iter().collect(),
            heads: self.heads.borrow().clone().into_iter().collect(),
            keys: self.envelopes.borrow().keys().copied().collect(),
        }))
    }

    fn write(&self, group: Vec<Transaction>) -> Later<'_, Vec<Result<(), StorageError>>> {
        later(self.writable().map(|()| group.into_iter().map(|each| self.write_one(each)).collect()))
    }

    fn envelopes(&self, keys: Vec<EnvelopeKey>) -> Later<'_, Vec<StoredEnvelope>> {
        if let Err(gone) = self.there() {
            return later(Err(gone));
        }
        let envelopes = self.envelopes.borrow();
        let found = |key| envelopes.get(&key).map(|sealed| StoredEnvelope { key, sealed: sealed.clone() });
        later(Ok(keys.into_iter().filter_map(found).collect()))
    }

    fn cache(&self, doc: DocId) -> Later<'_, Option<Cache>> {
        later(Ok(self.caches.borrow().get(&doc).cloned()))
    }

    fn put_cache(&self, doc: DocId, cache: Cache) -> Later<'_, ()> {
        later(self.writable().map(|()| {
            self.caches.borrow_mut().insert(doc, cache);
        }))
    }

    fn begin_opening(&self, doc: DocId) -> Later<'_, bool> {
        later(self.writable().map(|()| self.opening.borrow_mut().insert(doc)))
    }

    fn end_opening(&self, doc: DocId) -> Later<'_, ()> {
        later(self.writable().map(|()| {
            self.opening.borrow_mut().remove(&doc);
        }))
    }

    fn notes(&self) -> Later<'_, Vec<(String, Vec<u8>)>> {
        later(Ok(self.notes.borrow().clone().into_iter().collect()))
    }

    fn note(&self, name: &str, what: Option<Vec<u8>>) -> Later<'_, ()> {
        later(self.writable().map(|()| {
            let mut notes = self.notes.borrow_mut();
            match what {
                Some(what) => notes.insert(name.to_owned(), what),
                None => notes.remove(name),
            };
        }))
    }

    fn is_gone(&self) -> bool {
        self.gone.get()
    }

    fn picture(&self) -> Later<'_, Option<Vec<u8>>> {
        later(Ok(self.picture.borrow().clone()))
    }

    fn put_picture(&self, picture: Vec<u8>) -> Later<'_, ()> {
        later(self.writable().map(|()| *self.picture.borrow_mut() = Some(picture)))
    }
}

/// A device's registers.
#[derive(Default)]
pub struct MemoryShelf {
    registers: RefCell<BTreeMap<RegisterId, Rc<Memory>>>,
    entries: RefCell<BTreeMap<String, RegisterEntry>>,
    rehearsed: RefCell<Option<String>>,
}

impl MemoryShelf {
    /// Another device with the same content, as after cloning a disk.
    pub fn copy(&self) -> Self {
        let copied = |store: &Rc<Memory>| {
            Rc::new(Memory {
                envelopes: store.envelopes.clone(),
                heads: store.heads.clone(),
                state: store.state.clone(),
                caches: store.caches.clone(),
                picture: store.picture.clone(),
                opening: store.opening.clone(),
                notes: store.notes.clone(),
                full: Cell::new(false),
                gone: Cell::new(false),
            })
        };
        let registers = self.registers.borrow();
        Self {
            registers: RefCell::new(registers.iter().map(|(id, store)| (*id, copied(store))).collect()),
            entries: self.entries.clone(),
            rehearsed: self.rehearsed.clone(),
        }
    }

    /// The stores, to be tampered with.
    pub fn stores(&self) -> Vec<Rc<Memory>> {
        self.registers.borrow().values().cloned().collect()
    }
}

impl Shelf for MemoryShelf {
    fn list(&self) -> Later<'_, Vec<RegisterEntry>> {
        let mut entries: Vec<RegisterEntry> = self.entries.borrow().values().cloned().collect();
        entries.sort_by_key(|entry| std::cmp::Reverse(entry.opened_at));
        later(Ok(entries))
    }

    fn note(&self, entry: RegisterEntry) -> Later<'_, ()> {
        self.entries.borrow_mut().insert(entry.key.clone(), entry);
        later(Ok(()))
    }

    fn open(&self, register: RegisterId) -> Later<'_, Rc<dyn Storage>> {
        let store = Rc::clone(self.registers.borrow_mut().entry(register).or_default());
        later(Ok(store))
    }

    fn rehearsed(&self) -> Later<'_, Option<String>> {
        later(Ok(self.rehearsed.borrow().clone()))
    }

    fn note_rehearsal(&self, code: String) -> Later<'_, ()> {
        *self.rehearsed.borrow_mut() = Some(code);
        later(Ok(()))
    }

    fn discard(&self, register: RegisterId) -> Later<'_, ()> {
        self.registers.borrow_mut().remove(&register);
        self.entries.borrow_mut().remove(&key_of(register));
        later(Ok(()))
    }
}
