//! Opening: a register that is new, one of this device, and single documents of it.

use super::distrusted::distrusted;
use super::news::Seen;
use super::sample::is_marked;
use super::taking_up::Past;
use super::trial::fallen_snapshots;
use super::{Session, failure_of};
use crate::documents::{Documents, ReadAhead, home_of};
use crate::host::{Chance, Host};
use crate::storage::{Cache, Shelf, StorageError};
use bridge::{Failure, PackedRegister, RegisterEntry, Response};
use register::kind::{ORGANIZATION, PERSON};
use register::purpose::HOLDS;
use register::{Command, FieldPath, Message, Purpose, RecordId, Value, Write};
use std::collections::BTreeSet;
use std::rc::Rc;
use sync::{Covers, DocId, RegisterId, Replica, RestoreError};

/// A new record's id.
pub fn new_record(host: &dyn Host, kind: &str) -> RecordId {
    let mut random = [0; 10];
    host.fill(&mut random);
    RecordId::new(kind, host.now(), random)
}

/// The command that makes a record with nothing but its title.
pub fn create_titled(record: RecordId, key: &str, title: &str) -> Command {
    let write = Write { record, path: FieldPath::of(key), value: Value::Text(title.trim().to_owned()) };
    Command { message: Message::Create, writes: vec![write] }
}

impl Session {
    /// A new register, durable with its founder, its organization and what it is for.
    pub async fn found(
        host: &Rc<dyn Host>,
        shelf: &Rc<dyn Shelf>,
        [organization, name]: [&str; 2],
        relay: Option<String>,
        purpose: Purpose,
    ) -> Result<Self, Failure> {
        let founder = new_record(&**host, PERSON.name);
        let relay = relay.filter(|relay| !relay.trim().is_empty());
        let (replica, effects) =
            Replica::found(*founder.uuid.as_bytes(), relay, host.now(), &mut Chance(&**host));
        let register = replica.register();
        let store = shelf.open(register).await.map_err(failure_of)?;
        let mut session = Self::new(Rc::clone(host), Rc::clone(shelf), store, replica);
        session.effects.extend(effects);
        session.open_document(DocId::REGISTER).await?;
        session.open_document(home_of(&founder)).await?;
        session.settle().await;
        session.command(None, create_titled(founder, PERSON.title, name))?;
        let made = new_record(&**host, ORGANIZATION.name);
        let mut creation = create_titled(made.clone(), ORGANIZATION.title, organization);
        // A register that says nothing is the management system's.
        if purpose != Purpose::default() {
            let value = Value::Text(purpose.name().to_owned());
            creation.writes.push(Write { record: made, path: FieldPath::of(HOLDS), value });
        }
        session.command(None, creation)?;
        session.settle().await;
        if session.refused.is_some() || session.has_failed_work() {
            let failure = session.storage_failure();
            drop(session);
            // Whether it can be discarded or not: it is on no list, and its failure is told.
            let _ = shelf.discard(register).await;
            return Err(failure);
        }
        Ok(session)
    }

    /// A register of this device; none if there is nothing of it.
    pub async fn restore(
        host: &Rc<dyn Host>,
        shelf: &Rc<dyn Shelf>,
        register: RegisterId,
    ) -> Result<Option<Self>, Failure> {
        let store = shelf.open(register).await.map_err(failure_of)?;
        // The document is asked for first, and read while the browser gathers what is in the log.
        let first = async {
            let (cache, notes, well) = futures::join!(
                store.cache(DocId::REGISTER),
                store.notes(),
                store.begin_opening(DocId::REGISTER)
            );
            // Where nothing can be noted, nothing is known.
            let careful = !well.unwrap_or(true);
            let early = cache.as_ref().ok().and_then(Option::as_ref).filter(|_| !careful);
            let early =
                early.and_then(|cache| Documents::read_ahead(register, DocId::REGISTER, &cache.document));
            (cache, early, notes, careful)
        };
        let ((cache, early, notes, careful), stored) = futures::join!(first, store.load());
        let stored = stored.map_err(failure_of)?;
        let fallen = fallen_snapshots(&stored);
        let distrusted = distrusted(&stored);
        let past = Past::of(&stored, notes.unwrap_or_default());
        let (is_sample, seen) = (is_marked(&stored), Seen::of(&stored));
        let documents: BTreeSet<DocId> = stored.keys.iter().map(|key| key.doc).collect();
        let (replica, effects) = match Replica::restore(stored, host.now(), &mut Chance(&**host)) {
            Ok(restored) => restored,
            Err(RestoreError::Empty) => return Ok(None),
            Err(error @ RestoreError::Damaged(_)) => return Err(Failure::Damaged(error.to_string())),
        };
        let mut session = Self::new(Rc::clone(host), Rc::clone(shelf), store, replica);
        session.entry.is_sample = is_sample;
        session.seen = seen;
        session.effects.extend(effects);
        session.leave_out(fallen).await;
        session.learn(past).await;
        session.snapshot.distrusted = distrusted;
        session.taking_up.opening = true;
        session.careful = careful;
        session.open_from_cache(DocId::REGISTER, cache, early).await?;
        session.show(DocId::REGISTER).await;
        for doc in documents {
            if session.stands_alone(doc) {
                session.open_document(doc).await?;
                session.show(doc).await;
            }
        }
        session.settle().await;
        session.careful = false;
        session.taking_up.opening = false;
        session.opened(DocId::REGISTER).await;
        Ok(Some(session))
    }

    async fn show(&mut self, doc: DocId) {
        self.take_up().await;
        let patches = self.docs.patches(doc);
        self.tell_patches(false, patches);
    }

    /// Makes the record of the person whose device this is, unless it has a name already.
    pub fn introduce(&mut self, name: &str) -> Result<(), Failure> {
        let me = self.me();
        let known = self.shown.records.get(&me).is_some_and(|record| !record.title().is_empty());
        if known { Ok(()) } else { self.command(None, create_titled(me, PERSON.title, name)) }
    }

    /// It stands on this device's list: whatever its own database says, it stays what it was there.
    pub fn go_by(&mut self, listed: &RegisterEntry) {
        self.entry.is_sample |= listed.is_sample;
        self.entry.purpose = listed.purpose;
    }

    /// Whether a document is neither the register's nor a record's paper: such are always in memory.
    pub(super) fn stands_alone(&self, doc: DocId) -> bool {
        doc != DocId::REGISTER
            && doc != DocId::MEMBERSHIP
            && !self.records.contains(&uuid::Uuid::from_bytes(doc.0))
    }

    /// Whether a document is needed in memory though nobody asks for it now.
    pub(super) fn must_stay_open(&self, doc: DocId) -> bool {
        doc == DocId::REGISTER || self.stands_alone(doc) || self.docs.is_read(doc)
    }

    /// Puts a document into memory from its cache and the envelopes that it lacks.
    pub(super) async fn open_document(&mut self, doc: DocId) -> Result<(), Failure> {
        let cache = self.store.cache(doc).await;
        self.open_from_cache(doc, cache, None).await
    }

    async fn open_from_cache(
        &mut self,
        doc: DocId,
        cache: Result<Option<Cache>, StorageError>,
        early: Option<ReadAhead>,
    ) -> Result<(), Failure> {
        let cache = match cache {
            // A cache that does not open is no loss: the envelopes are the truth.
            Err(StorageError::Damaged(_)) => None,
            cache => cache.map_err(failure_of)?,
        };
        let cache = cache.filter(|_| !self.careful);
        let covers = cache.as_ref().and_then(|cache| Covers::decode(&cache.covers));
        let covers = covers.filter(|covers| self.replica.cache_stands(covers));
        let (Some(cache), Some(covers)) = (cache, covers) else { return self.open_from_envelopes(doc).await };
        if let Some(early) = early {
            self.docs.put_read_ahead(doc, early);
        } else if self.docs.load(doc, &cache.document).is_err() {
            return self.open_from_envelopes(doc).await;
        }
        self.hand_in_tail(doc, &covers).await
    }

    /// Puts a document into memory from its genesis and all its envelopes.
    pub(super) async fn open_from_envelopes(&mut self, doc: DocId) -> Result<(), Failure> {
        self.docs.begin(doc);
        self.hand_in_tail(doc, &Covers::default()).await
    }

    /// Puts a document into memory that nobody has written in yet.
    pub(super) fn open_new(&mut self, doc: DocId) {
        if self.docs.document(doc).is_none() {
            self.docs.begin(doc);
            self.happened(sync::Event::DocumentOpened { doc, tail: Vec::new() });
        }
    }

    async fn hand_in_tail(&mut self, doc: DocId, covers: &Covers) -> Result<(), Failure> {
        let keys = self.replica.tail(doc, covers);
        let tail = self.store.envelopes(keys).await.map_err(failure_of)?;
        self.happened(sync::Event::DocumentOpened { doc, tail });
        Ok(())
    }

    /// Opens documents that sync asked for and that are no papers. Returns whether there were any.
    pub(super) async fn open_missed(&mut self) -> bool {
        let mut opened = false;
        for doc in self.docs.take_missed() {
            if self.stands_alone(doc) && self.docs.document(doc).is_none() {
                match self.open_document(doc).await {
                    Ok(()) => opened = true,
                    Err(failure) => self.refused = Some(StorageError::Refused(failure.to_string())),
                }
            }
        }
        opened
    }

    /// Lets the page know the register: what it holds now, and from here on what happens to it.
    ///
    /// # Errors
    /// None for a register of this build.
    pub fn announce(&mut self) -> Result<Response, Failure> {
        self.flush();
        self.tell_devices();
        // Learned once: nobody turns a register into another for those who have it.
        self.entry.purpose = self.entry.purpose.or_else(|| Purpose::told_by(&self.shown));
        let register = PackedRegister::of(&self.shown).map_err(|error| Failure::Defect(error.to_string()))?;
        self.announced = true;
        self.keeping.shown_changed();
        self.plan_rehearsal();
        Ok(Response::Opened { entry: self.entry.clone(), register, device: self.device(), me: self.me() })
    }

    /// Puts the register on the list of this device, or its new name.
    pub async fn put_on_list(&mut self) -> Result<(), Failure> {
        if self.listed.as_ref() != Some(&self.entry) {
            self.shelf.note(self.entry.clone()).await.map_err(failure_of)?;
            self.listed = Some(self.entry.clone());
        }
        Ok(())
    }
}
