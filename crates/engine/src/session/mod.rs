//! An open register: its replica, its documents and its store, and the work that is under way.
//! Knows no browser: see [`Host`]. A round is: inputs are taken, effects carried out, then everything that is
//! to be written becomes durable in one transaction, and what came of it is told.

mod answer;
mod aside;
mod backup;
mod content;
mod distrusted;
mod effects;
mod joining;
mod news;
mod open;
mod paper;
mod picture;
mod rehearsal;
mod rewrite;
mod sample;
mod snapshot;
mod taking_up;
mod tidy;
mod trial;
mod work;

use crate::documents::Documents;
use crate::host::{Chance, Host, Input, RelayNews};
use crate::storage::{Shelf, Storage, StorageError, key_of};
use bridge::{Event, Failure, FromEngine, RegisterEntry, Response, Status};
use register::{Patch, RecordId, Register};
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::rc::Rc;
use sync::{Actor, Changes, DeviceId, DocId, Effect, EnvelopeKey, RegisterId, Replica, Ticket, Transaction};
use uuid::Uuid;

pub use joining::Joining;
#[cfg(test)]
pub use open::new_record;
use picture::Keeping;
use work::Work;

/// An open register.
pub struct Session {
    host: Rc<dyn Host>,
    shelf: Rc<dyn Shelf>,
    store: Rc<dyn Storage>,
    replica: Replica,
    docs: Documents,

    effects: VecDeque<Effect>,
    /// What the relay said in this round and the replica has not heard.
    frames: Vec<Vec<u8>>,
    stores: Vec<(Ticket, Transaction)>,
    /// Envelopes that the replica wants to read.
    reads: Vec<EnvelopeKey>,
    /// Documents to be built anew from all their envelopes.
    rebuilds: BTreeSet<DocId>,
    /// What a copy of this device overruled, to be written again.
    rewrites: Vec<(DocId, Vec<Changes>)>,
    /// Documents that hold in memory what will not be stored.
    reopens: BTreeSet<DocId>,
    /// Commands and typing whose outcome is open, in the order they were made.
    works: Vec<Work>,
    /// How often in a row works were done again because another writer had taken the log.
    retaken: u32,
    /// The last refusal of the store, until something could be written again.
    refused: Option<StorageError>,

    /// How much of a backup that was restored is here, if it is not all.
    restored_short: Option<(u32, u32)>,
    /// Caches that were saved and not checked yet, and when the last check was.
    unchecked: BTreeSet<DocId>,
    checked_at: u64,
    /// When caches were found that do not read as they were written.
    caches_wrong: Vec<i64>,
    /// Whether caches are left alone, because the engine fell the last time it opened some.
    careful: bool,
    taking_up: taking_up::TakingUp,
    joining: Option<Joining>,
    snapshot: snapshot::Snapshot,
    backup: Option<backup::Backup>,
    /// Whether the page knows the register: before that, it is told nothing of it.
    announced: bool,
    /// The register as the page has it, or will have it once it knows it.
    shown: Register,
    keeping: Keeping,
    /// How often the next opening was rehearsed.
    rehearsals: u32,
    /// What the person has seen of what came, and what they were told since.
    seen: Option<news::Seen>,
    offered: Option<news::Seen>,
    entry: RegisterEntry,
    /// The entry as it stands on the list of this device.
    listed: Option<RegisterEntry>,
    told_status: Option<Status>,
    told_devices: BTreeMap<DeviceId, [u8; 16]>,
    /// The records of the register document: a document of that name is a paper, any other stands alone.
    records: BTreeSet<Uuid>,
    /// The papers that the page has had open, with the actor that it writes as while that is good.
    papers: BTreeMap<DocId, (RecordId, Option<Actor>)>,
    connection: u32,
    /// When caches were last saved, or the session began.
    cached_at: u64,
    /// Since when something waits for a quiet moment.
    untidy_since: Option<u64>,
}

/// Answers that are known by the end of a call; the others come later.
pub type Answer = Option<Result<Response, Failure>>;

impl Session {
    /// A session with no document open yet.
    fn new(host: Rc<dyn Host>, shelf: Rc<dyn Shelf>, store: Rc<dyn Storage>, replica: Replica) -> Self {
        let register = replica.register();
        host.join_tabs(register);
        let reader = reader(replica.device());
        let cached_at = host.now();
        let taking_up = taking_up::TakingUp::new(&*host);
        let entry = RegisterEntry {
            key: key_of(register),
            organization: String::new(),
            opened_at: i64::try_from(host.now()).unwrap_or_default(),
            is_sample: false,
            purpose: None,
        };
        Self {
            host,
            shelf,
            store,
            replica,
            docs: Documents::new(register, reader),
            effects: VecDeque::new(),
            frames: Vec::new(),
            stores: Vec::new(),
            reads: Vec::new(),
            rebuilds: BTreeSet::new(),
            rewrites: Vec::new(),
            reopens: BTreeSet::new(),
            works: Vec::new(),
            retaken: 0,
            refused: None,
            restored_short: None,
            unchecked: BTreeSet::new(),
            checked_at: cached_at,
            caches_wrong: Vec::new(),
            careful: false,
            taking_up,
            joining: None,
            snapshot: snapshot::Snapshot::default(),
            backup: None,
            announced: false,
            shown: Register::default(),
            keeping: Keeping::default(),
            rehearsals: 0,
            seen: None,
            offered: None,
            entry,
            listed: None,
            told_status: None,
            told_devices: BTreeMap::new(),
            records: BTreeSet::new(),
            papers: BTreeMap::new(),
            connection: 0,
            cached_at,
            untidy_since: None,
        }
    }

    /// Takes up one input; what follows is done by [`Self::settle`].
    pub fn take(&mut self, input: Input) {
        let event = match input {
            Input::Relay { connection, .. } if connection != self.connection => return,
            Input::Relay { news: RelayNews::Connected, .. } => sync::Event::RelayConnected,
            Input::Relay { news: RelayNews::Frame(frame), .. } => return self.frames.push(frame),
            Input::Relay { news: RelayNews::Lost, .. } => sync::Event::RelayLost,
            Input::Tabs(envelopes) => sync::Event::Envelopes(envelopes),
            Input::Online => sync::Event::NetworkBack,
            Input::Alarm(_) => sync::Event::Tick,
            Input::Call(_) => return,
        };
        self.hear_relay();
        self.happened(event);
    }

    /// The replica hears at once what the relay said in this round.
    fn hear_relay(&mut self) {
        if !self.frames.is_empty() {
            let frames = std::mem::take(&mut self.frames);
            self.happened(sync::Event::RelayFrames(frames));
        }
    }

    /// Whether the page knows the register.
    pub fn is_announced(&self) -> bool {
        self.announced
    }

    /// Which register.
    pub fn register(&self) -> RegisterId {
        self.replica.register()
    }

    fn now(&self) -> u64 {
        self.host.now()
    }

    fn now_ms(&self) -> i64 {
        i64::try_from(self.now()).unwrap_or(i64::MAX)
    }

    fn happened(&mut self, event: sync::Event) {
        let now = self.now();
        let effects = self.replica.handle(event, now, &mut Chance(&*self.host), &mut self.docs);
        self.effects.extend(effects);
        // Carried out at once as far as that goes without waiting, so that the relay is not kept waiting.
        self.carry_out();
    }

    /// Takes up what others wrote and tells the page of it; what is to be noted before that, see [`Self::take_up`].
    fn flush(&mut self) {
        let fresh = self.docs.flush();
        self.tell_fresh(fresh);
    }

    fn tell(&self, event: Event) {
        self.host.post(&FromEngine::Event(event));
    }

    fn answer(&self, id: u32, result: Result<Response, Failure>) {
        self.host.post(&FromEngine::Answer { id, result });
    }

    fn tell_patches(&mut self, own: bool, patches: Vec<Patch>) {
        patches.iter().for_each(|patch| self.note(patch));
        if !self.announced {
            patches.into_iter().for_each(|patch| self.shown.take(patch));
            return;
        }
        patches.iter().for_each(|patch| self.shown.apply(patch));
        if !patches.is_empty() {
            self.keeping.shown_changed();
            self.tell(Event::Patches { own, patches });
        }
    }

    /// Keeps what the engine itself must know of the plain register.
    fn note(&mut self, patch: &Patch) {
        let (Patch::Field { record, .. } | Patch::Record { record }) = patch else { return };
        if !self.records.contains(&record.uuid) && crate::documents::home_of(record) == DocId::REGISTER {
            self.records.insert(record.uuid);
        }
        if let Patch::Field { record, path, answers } = patch
            && record.kind == register::kind::ORGANIZATION.name
            && path.row.is_none()
            && path.key == register::kind::ORGANIZATION.title
            && let Some(name) = answers.first().and_then(|answer| answer.value.as_text())
        {
            name.clone_into(&mut self.entry.organization);
        }
    }

    fn device(&self) -> register::DeviceId {
        register::DeviceId(self.replica.device().0)
    }

    fn me(&self) -> RecordId {
        person(self.replica.person())
    }
}

/// An actor for documents that are only read. Nobody writes as it: no slot of this number is drawn.
fn reader(device: DeviceId) -> Actor {
    Actor::new(device, [0xff; 8])
}

/// The record of a person.
fn person(uuid: [u8; 16]) -> RecordId {
    RecordId { kind: register::kind::PERSON.name.to_owned(), uuid: Uuid::from_bytes(uuid) }
}

/// What a person is told of a refusal of the store.
pub fn failure_of(error: StorageError) -> Failure {
    match error {
        StorageError::Full => Failure::DiskFull,
        StorageError::Gone => Failure::StoreGone,
        StorageError::Damaged(what) => Failure::Damaged(what),
        StorageError::Refused(what) => Failure::Storage(what),
        StorageError::Taken => Failure::Storage(error.to_string()),
    }
}
