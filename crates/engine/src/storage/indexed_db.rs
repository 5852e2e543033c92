//! Storage in the browser: one IndexedDB database for each register, and a small one that lists them.
//!
//! Envelopes stay sealed as they travel. Small states (they hold keys) and document caches are sealed under
//! a key that WebCrypto keeps, the picture under another; heads are plain, since they must be compared inside a transaction.

use super::{Cache, Later, Shelf, Storage, StorageError, key_of};
use crate::platform::BrowserError;
use crate::platform::indexed_db::{Database, GONE, between, between_names, items, js_bytes, key_bytes};
use crate::platform::web_crypto::SealingKey;
use bridge::{RegisterEntry, picture};
use futures::FutureExt as _;
use std::collections::BTreeMap;
use std::rc::Rc;
use sync::{Actor, DocId, EnvelopeKey, Hash, Head, RegisterId, Stored, StoredEnvelope, Transaction};
use wasm_bindgen::JsValue;

const ENVELOPES: &str = "envelopes";
const HEADS: &str = "heads";
const STATE: &str = "state";
const DOCUMENTS: &str = "documents";
const KEYS: &str = "keys";
const REGISTERS: &str = "registers";
const SEALING: &str = "sealing";
const REHEARSED: &str = "rehearsed";
const OPENING: &str = "opening";
const NOTE: &str = "note/";

const LIST: &str = "isomerge";

/// Above this many, envelopes of a range are read at once instead of one by one.
const FEW: usize = 32;

impl From<BrowserError> for StorageError {
    fn from(error: BrowserError) -> Self {
        match error.name.as_str() {
            "QuotaExceededError" => Self::Full,
            GONE => Self::Gone,
            "OperationError" => Self::Damaged(error.message),
            _ => Self::Refused(error.to_string()),
        }
    }
}

/// A database with the key that seals what is in it.
struct Vault {
    database: Database,
    key: SealingKey,
}

impl Vault {
    async fn open(name: &str, stores: &'static [&'static str]) -> Result<Self, StorageError> {
        let database = Database::open(name, stores).await?;
        let key = key_of_name(&database, SEALING).await?;
        Ok(Self { database, key })
    }

    async fn seal(&self, store: &str, key: &[u8], plain: &[u8]) -> Result<JsValue, StorageError> {
        Ok(js_bytes(&self.key.seal(&place(store, key), plain).await?))
    }

    async fn open_sealed(&self, store: &str, key: &[u8], sealed: &[u8]) -> Result<Vec<u8>, StorageError> {
        Ok(self.key.open(&place(store, key), sealed).await?)
    }
}

/// The key of that name, made if there is none.
async fn key_of_name(database: &Database, name: &str) -> Result<SealingKey, StorageError> {
    let name = JsValue::from_str(name);
    let kept = database.read(&[KEYS])?.get(KEYS, &name)?.result().await?;
    if let Some(kept) = SealingKey::from_js(&kept) {
        return Ok(kept);
    }
    let made = SealingKey::generate().await?;
    // Two tabs may do this at once: the first to write decides.
    let transaction = database.write(&[KEYS])?;
    let kept = transaction.get(KEYS, &name)?.result().await?;
    if let Some(kept) = SealingKey::from_js(&kept) {
        return Ok(kept);
    }
    transaction.put(KEYS, &name, made.as_js())?;
    transaction.commit().await?;
    Ok(made)
}

fn place(store: &str, key: &[u8]) -> Vec<u8> {
    [store.as_bytes(), &[0], key].concat()
}

fn head_bytes(head: &Head) -> Vec<u8> {
    [head.counter.to_be_bytes().as_slice(), &head.header.0, &head.holder].concat()
}

fn head_of(bytes: &[u8]) -> Option<Head> {
    Some(Head {
        counter: u64::from_be_bytes(bytes.get(..8)?.try_into().ok()?),
        header: Hash(bytes.get(8..40)?.try_into().ok()?),
        holder: bytes.get(40..56).filter(|_| bytes.len() == 56)?.try_into().ok()?,
    })
}

fn opening(doc: DocId) -> JsValue {
    JsValue::from_str(&format!("{OPENING}/{}", sync::hex::encode(&doc.0)))
}

/// One register's database.
struct RegisterStore(Vault);

/// A transaction whose states are sealed: nothing else may be awaited once the database's own is open.
struct Prepared {
    transaction: Transaction,
    state: Vec<(String, Option<JsValue>)>,
}

impl RegisterStore {
    async fn load(&self) -> Result<Stored, StorageError> {
        let transaction = self.0.database.read(&[ENVELOPES, HEADS, STATE])?;
        let asked = (
            transaction.keys(STATE, None)?,
            transaction.values(STATE, None)?,
            transaction.keys(HEADS, None)?,
            transaction.values(HEADS, None)?,
            transaction.keys(ENVELOPES, None)?,
        );
        let (names, values) = (items(&asked.0.result().await?), items(&asked.1.result().await?));
        let (actors, heads) = (items(&asked.2.result().await?), items(&asked.3.result().await?));
        let envelopes = items(&asked.4.result().await?);
        drop(transaction);

        let mut stored = Stored::default();
        for (name, value) in names.iter().zip(&values) {
            let name = name.as_string().unwrap_or_default();
            let value = match self.0.open_sealed(STATE, name.as_bytes(), &key_bytes(value)).await {
                // Whether it can be done without, the replica knows: to it, it is cut off.
                Err(StorageError::Damaged(_)) => Vec::new(),
                value => value?,
            };
            stored.state.push((name, value));
        }
        let damaged = || StorageError::Damaged("an entry of another form".into());
        for (actor, head) in actors.iter().zip(&heads) {
            let actor = Actor(key_bytes(actor).try_into().map_err(|_| damaged())?);
            stored.heads.push((actor, head_of(&key_bytes(head)).ok_or_else(damaged)?));
        }
        for key in &envelopes {
            stored.keys.push(EnvelopeKey::from_bytes(&key_bytes(key)).ok_or_else(damaged)?);
        }
        Ok(stored)
    }

    async fn write(&self, group: Vec<Transaction>) -> Result<Vec<Result<(), StorageError>>, StorageError> {
        let mut prepared = Vec::with_capacity(group.len());
        for transaction in group {
            let mut state = Vec::with_capacity(transaction.state.len());
            for (name, value) in &transaction.state {
                let sealed = match value {
                    Some(value) => Some(self.0.seal(STATE, name.as_bytes(), value).await?),
                    None => None,
                };
                state.push((name.clone(), sealed));
            }
            prepared.push(Prepared { transaction, state });
        }

        let durable = self.0.database.write(&[ENVELOPES, HEADS, STATE])?;
        let mut heads: BTreeMap<Actor, Option<Head>> = BTreeMap::new();
        let expected = prepared.iter().flat_map(|each| &each.transaction.expect);
        let actors: std::collections::BTreeSet<Actor> = expected.map(|(actor, _)| *actor).collect();
        for actor in actors {
            let bytes = durable.get(HEADS, &js_bytes(&actor.0))?.bytes().await?;
            heads.insert(actor, bytes.as_deref().and_then(head_of));
        }
        let mut outcomes = Vec::with_capacity(prepared.len());
        for Prepared { transaction, state } in prepared {
            let stands = |(actor, head): &(Actor, Option<Head>)| heads.get(actor) == Some(head);
            if !transaction.expect.iter().all(stands) {
                outcomes.push(Err(StorageError::Taken));
                continue;
            }
            for (actor, head) in &transaction.heads {
                durable.put(HEADS, &js_bytes(&actor.0), &js_bytes(&head_bytes(head)))?;
                heads.insert(*actor, Some(*head));
            }
            for StoredEnvelope { key, sealed } in &transaction.envelopes {
                durable.put(ENVELOPES, &js_bytes(&key.to_bytes()), &js_bytes(sealed))?;
            }
            for (name, sealed) in &state {
                match sealed {
                    Some(sealed) => durable.put(STATE, &JsValue::from_str(name), sealed)?,
                    None => durable.delete(STATE, &JsValue::from_str(name))?,
                }
            }
            outcomes.push(Ok(()));
        }
        durable.commit().await?;
        Ok(outcomes)
    }

    async fn envelopes(&self, mut keys: Vec<EnvelopeKey>) -> Result<Vec<StoredEnvelope>, StorageError> {
        keys.sort_unstable();
        let (Some(first), Some(last)) = (keys.first(), keys.last()) else { return Ok(Vec::new()) };
        let transaction = self.0.database.read(&[ENVELOPES])?;
        if keys.len() <= FEW {
            let ask = |key: &EnvelopeKey| transaction.get(ENVELOPES, &js_bytes(&key.to_bytes()));
            let asked: Vec<_> = keys.iter().map(ask).collect::<Result<_, _>>()?;
            let mut found = Vec::with_capacity(keys.len());
            for (key, asked) in keys.iter().zip(asked) {
                if let Some(sealed) = asked.bytes().await? {
                    found.push(StoredEnvelope { key: *key, sealed });
                }
            }
            return Ok(found);
        }
        let range = between(&first.to_bytes(), &last.to_bytes())?;
        let asked =
            (transaction.keys(ENVELOPES, Some(&range))?, transaction.values(ENVELOPES, Some(&range))?);
        let (names, values) = (items(&asked.0.result().await?), items(&asked.1.result().await?));
        let pairs = names.iter().zip(&values);
        let keyed =
            pairs.filter_map(|(name, value)| Some((EnvelopeKey::from_bytes(&key_bytes(name))?, value)));
        let asked_for = keyed.filter(|(key, _)| keys.binary_search(key).is_ok());
        Ok(asked_for.map(|(key, value)| StoredEnvelope { key, sealed: key_bytes(value) }).collect())
    }

    async fn cache(&self, doc: DocId) -> Result<Option<Cache>, StorageError> {
        let sealed = self.0.database.read(&[DOCUMENTS])?.get(DOCUMENTS, &js_bytes(&doc.0))?.bytes().await?;
        let Some(sealed) = sealed else { return Ok(None) };
        let plain = self.0.open_sealed(DOCUMENTS, &doc.0, &sealed).await?;
        let (covers, document) =
            postcard::from_bytes(&plain).map_err(|error| StorageError::Damaged(error.to_string()))?;
        Ok(Some(Cache { covers, document }))
    }

    async fn put_cache(&self, doc: DocId, cache: Cache) -> Result<(), StorageError> {
        let plain = postcard::to_stdvec(&(&cache.covers, &cache.document));
        let plain = plain.map_err(|error| StorageError::Refused(error.to_string()))?;
        let sealed = self.0.seal(DOCUMENTS, &doc.0, &plain).await?;
        let transaction = self.0.database.write(&[DOCUMENTS])?;
        transaction.put(DOCUMENTS, &js_bytes(&doc.0), &sealed)?;
        Ok(transaction.commit().await?)
    }
}

impl RegisterStore {
    /// Plain: it says nothing but which document was opened last.
    async fn begin_opening(&self, doc: DocId) -> Result<bool, StorageError> {
        let name = opening(doc);
        let transaction = self.0.database.note(&[KEYS])?;
        let stands = transaction.get(KEYS, &name)?.result().await?.is_truthy();
        transaction.put(KEYS, &name, &JsValue::TRUE)?;
        transaction.commit().await?;
        Ok(!stands)
    }

    async fn end_opening(&self, doc: DocId) -> Result<(), StorageError> {
        let transaction = self.0.database.note(&[KEYS])?;
        transaction.delete(KEYS, &opening(doc))?;
        Ok(transaction.commit().await?)
    }

    async fn notes(&self) -> Result<Vec<(String, Vec<u8>)>, StorageError> {
        let transaction = self.0.database.read(&[KEYS])?;
        // Everything that begins with it.
        let range = between_names(NOTE, &format!("{NOTE}\u{ffff}"))?;
        let asked = (transaction.keys(KEYS, Some(&range))?, transaction.values(KEYS, Some(&range))?);
        let (names, values) = (items(&asked.0.result().await?), items(&asked.1.result().await?));
        let named = names.iter().zip(&values).filter_map(|(name, value)| {
            Some((name.as_string()?.strip_prefix(NOTE)?.to_owned(), key_bytes(value)))
        });
        Ok(named.collect())
    }

    /// Plain: it says nothing but which changes were about to be taken up.
    async fn note(&self, name: String, what: Option<Vec<u8>>) -> Result<(), StorageError> {
        let name = JsValue::from_str(&format!("{NOTE}{name}"));
        let transaction = self.0.database.note(&[KEYS])?;
        match what {
            Some(what) => transaction.put(KEYS, &name, &js_bytes(&what))?,
            None => transaction.delete(KEYS, &name)?,
        }
        Ok(transaction.commit().await?)
    }

    async fn picture(&self) -> Result<Option<Vec<u8>>, StorageError> {
        let (store, name) = picture::PLACE;
        let database = &self.0.database;
        let sealed = database.read(&[store])?.get(store, &JsValue::from_str(name))?.bytes().await?;
        let Some(sealed) = sealed else { return Ok(None) };
        let key = key_of_name(database, picture::KEY_PLACE.1).await?;
        Ok(Some(key.open(&place(store, name.as_bytes()), &sealed).await?))
    }

    /// Sealed under a key of its own: the page holds that one, and no other.
    async fn put_picture(&self, plain: Vec<u8>) -> Result<(), StorageError> {
        let (store, name) = picture::PLACE;
        let key = key_of_name(&self.0.database, picture::KEY_PLACE.1).await?;
        let sealed = js_bytes(&key.seal(&place(store, name.as_bytes()), &plain).await?);
        let transaction = self.0.database.write(&[store])?;
        transaction.put(store, &JsValue::from_str(name), &sealed)?;
        Ok(transaction.commit().await?)
    }
}

impl Storage for RegisterStore {
    fn load(&self) -> Later<'_, Stored> {
        self.load().boxed_local()
    }

    fn write(&self, group: Vec<Transaction>) -> Later<'_, Vec<Result<(), StorageError>>> {
        self.write(group).boxed_local()
    }

    fn envelopes(&self, keys: Vec<EnvelopeKey>) -> Later<'_, Vec<StoredEnvelope>> {
        self.envelopes(keys).boxed_local()
    }

    fn cache(&self, doc: DocId) -> Later<'_, Option<Cache>> {
        self.cache(doc).boxed_local()
    }

    fn put_cache(&self, doc: DocId, cache: Cache) -> Later<'_, ()> {
        self.put_cache(doc, cache).boxed_local()
    }

    fn begin_opening(&self, doc: DocId) -> Later<'_, bool> {
        self.begin_opening(doc).boxed_local()
    }

    fn end_opening(&self, doc: DocId) -> Later<'_, ()> {
        self.end_opening(doc).boxed_local()
    }

    fn notes(&self) -> Later<'_, Vec<(String, Vec<u8>)>> {
        self.notes().boxed_local()
    }

    fn note(&self, name: &str, what: Option<Vec<u8>>) -> Later<'_, ()> {
        self.note(name.to_owned(), what).boxed_local()
    }

    fn is_gone(&self) -> bool {
        self.0.database.is_gone()
    }

    fn picture(&self) -> Later<'_, Option<Vec<u8>>> {
        self.picture().boxed_local()
    }

    fn put_picture(&self, picture: Vec<u8>) -> Later<'_, ()> {
        self.put_picture(picture).boxed_local()
    }
}

/// The registers in this browser.
#[derive(Debug, Clone, Copy, Default)]
pub struct BrowserShelf;

impl BrowserShelf {
    async fn vault() -> Result<Vault, StorageError> {
        Vault::open(LIST, &[REGISTERS, KEYS]).await
    }

    async fn list() -> Result<Vec<RegisterEntry>, StorageError> {
        let vault = Self::vault().await?;
        let transaction = vault.database.read(&[REGISTERS])?;
        let asked = (transaction.keys(REGISTERS, None)?, transaction.values(REGISTERS, None)?);
        let (keys, values) = (items(&asked.0.result().await?), items(&asked.1.result().await?));
        let mut entries: Vec<RegisterEntry> = Vec::with_capacity(keys.len());
        for (key, value) in keys.iter().zip(&values) {
            let key = key.as_string().unwrap_or_default();
            let opened = match vault.open_sealed(REGISTERS, key.as_bytes(), &key_bytes(value)).await {
                // One that is damaged hides no other.
                Err(StorageError::Damaged(_)) => None,
                opened => Some(opened?),
            };
            let read = opened.and_then(|mut plain| {
                // An entry from before there were samples, or purposes, ends where a newer one says so.
                plain.extend([0, 0]);
                postcard::from_bytes::<RegisterEntry>(&plain).ok().filter(|entry| entry.key == key)
            });
            entries.push(read.unwrap_or_else(|| RegisterEntry::unread(key)));
        }
        entries.sort_by_key(|entry| std::cmp::Reverse(entry.opened_at));
        Ok(entries)
    }

    async fn note(entry: RegisterEntry) -> Result<(), StorageError> {
        let vault = Self::vault().await?;
        let plain = postcard::to_stdvec(&entry).map_err(|error| StorageError::Refused(error.to_string()))?;
        let sealed = vault.seal(REGISTERS, entry.key.as_bytes(), &plain).await?;
        let transaction = vault.database.write(&[REGISTERS])?;
        transaction.put(REGISTERS, &JsValue::from_str(&entry.key), &sealed)?;
        Ok(transaction.commit().await?)
    }

    async fn open(register: RegisterId) -> Result<Rc<dyn Storage>, StorageError> {
        let stores = &[ENVELOPES, HEADS, STATE, DOCUMENTS, KEYS];
        let store = RegisterStore(Vault::open(&format!("{LIST}/{}", key_of(register)), stores).await?);
        Ok(Rc::new(store))
    }

    async fn rehearsed() -> Result<Option<String>, StorageError> {
        let database = Self::vault().await?.database;
        Ok(database.read(&[KEYS])?.get(KEYS, &REHEARSED.into())?.result().await?.as_string())
    }

    async fn note_rehearsal(code: String) -> Result<(), StorageError> {
        let database = Self::vault().await?.database;
        let transaction = database.write(&[KEYS])?;
        transaction.put(KEYS, &REHEARSED.into(), &code.into())?;
        Ok(transaction.commit().await?)
    }

    async fn discard(register: RegisterId) -> Result<(), StorageError> {
        let vault = Self::vault().await?;
        let transaction = vault.database.write(&[REGISTERS])?;
        transaction.delete(REGISTERS, &JsValue::from_str(&key_of(register)))?;
        transaction.commit().await?;
        Ok(Database::delete(&format!("{LIST}/{}", key_of(register))).await?)
    }
}

impl Shelf for BrowserShelf {
    fn list(&self) -> Later<'_, Vec<RegisterEntry>> {
        Self::list().boxed_local()
    }

    fn note(&self, entry: RegisterEntry) -> Later<'_, ()> {
        Self::note(entry).boxed_local()
    }

    fn open(&self, register: RegisterId) -> Later<'_, Rc<dyn Storage>> {
        Self::open(register).boxed_local()
    }

    fn rehearsed(&self) -> Later<'_, Option<String>> {
        Self::rehearsed().boxed_local()
    }

    fn note_rehearsal(&self, code: String) -> Later<'_, ()> {
        Self::note_rehearsal(code).boxed_local()
    }

    fn discard(&self, register: RegisterId) -> Later<'_, ()> {
        Self::discard(register).boxed_local()
    }
}
