//! A device: an engine, its store, and a page that listens.

use crate::engine::Engine;
use crate::host::{Alarm, Host, Input, RelayNews};
use crate::storage::Storage as _;
use crate::storage::memory::MemoryShelf;
use bridge::picture::Picture;
use bridge::{Call, Event, Failure, FromEngine, PackedRegister, RegisterEntry, Request, Response, Status};
use futures::executor::block_on;
use register::{Command, FieldPath, Message, Patch, Purpose, RecordId, Register, Value, Write};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use sync::RegisterId;

/// What leaves a device.
#[derive(Debug, Clone)]
pub enum Outgoing {
    Connect(u32),
    Disconnect,
    Frame(Vec<u8>),
}

/// The surroundings of one tab.
pub struct Tab {
    now: Cell<u64>,
    dice: Cell<u64>,
    said: RefCell<Vec<FromEngine>>,
    pub outgoing: RefCell<Vec<Outgoing>>,
    pub shared: RefCell<Vec<Vec<u8>>>,
    pub replica_alarm: Cell<Option<u64>>,
    connections: Cell<u32>,
    code: RefCell<Option<String>>,
}

impl Host for Tab {
    fn now(&self) -> u64 {
        self.now.get()
    }

    fn fill(&self, bytes: &mut [u8]) {
        for byte in bytes {
            // SplitMix64: well mixed, and the same in every run.
            let next = self.dice.get().wrapping_add(0x9e37_79b9_7f4a_7c15);
            self.dice.set(next);
            let mixed = (next ^ (next >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            *byte = (mixed ^ (mixed >> 31)).to_le_bytes()[0];
        }
    }

    fn post(&self, message: &FromEngine) {
        // As it would travel.
        let bytes = bridge::encode(message).unwrap();
        self.said.borrow_mut().push(bridge::decode(&bytes).unwrap());
    }

    fn connect(&self, _url: &str) -> u32 {
        self.connections.set(self.connections.get() + 1);
        self.outgoing.borrow_mut().push(Outgoing::Connect(self.connections.get()));
        self.connections.get()
    }

    fn disconnect(&self) {
        self.outgoing.borrow_mut().push(Outgoing::Disconnect);
    }

    fn send(&self, frame: &[u8]) {
        self.outgoing.borrow_mut().push(Outgoing::Frame(frame.to_vec()));
    }

    fn join_tabs(&self, _register: RegisterId) {}

    fn share(&self, envelopes: &[Vec<u8>]) {
        self.shared.borrow_mut().extend_from_slice(envelopes);
    }

    fn kept_code(&self) -> Option<String> {
        self.code.borrow().clone()
    }

    fn set_alarm(&self, alarm: Alarm, at: u64) {
        if alarm == Alarm::Replica {
            self.replica_alarm.set(Some(at));
        }
    }
}

/// A tab with its page.
pub struct Device {
    pub tab: Rc<Tab>,
    pub shelf: Rc<MemoryShelf>,
    pub engine: Engine,
    calls: u32,
    /// The plain register, as the page has it.
    pub register: Register,
    /// As the last opening said it.
    pub packed: Option<PackedRegister>,
    pub entry: Option<RegisterEntry>,
    pub me: Option<RecordId>,
    pub status: Status,
    /// What was told of open papers.
    pub papers: Vec<(RecordId, Vec<u8>)>,
    /// How far the sample was told.
    pub sample_told: Vec<(u32, u32)>,
    answers: Vec<(u32, Result<Response, Failure>)>,
}

impl Device {
    pub fn new(seed: u64) -> Self {
        Self::on(Rc::default(), seed)
    }

    /// A tab over a store that is there already.
    pub fn on(shelf: Rc<MemoryShelf>, seed: u64) -> Self {
        let tab = Rc::new(Tab {
            now: Cell::new(1_800_000_000_000 + seed),
            dice: Cell::new(seed << 32),
            said: RefCell::default(),
            outgoing: RefCell::default(),
            shared: RefCell::default(),
            replica_alarm: Cell::new(None),
            connections: Cell::new(0),
            code: RefCell::default(),
        });
        let host: Rc<dyn Host> = tab.clone();
        let engine = Engine::new(host, shelf.clone());
        Self {
            tab,
            shelf,
            engine,
            calls: 0,
            register: Register::default(),
            packed: None,
            entry: None,
            me: None,
            status: Status::default(),
            papers: Vec::new(),
            sample_told: Vec::new(),
            answers: Vec::new(),
        }
    }

    /// The tab is killed and another opened over the same store.
    pub fn restarted(self, seed: u64) -> Self {
        let entry = self.entry.clone().unwrap();
        let mut device = Self::on(self.shelf, seed);
        device.open(&entry.key);
        device
    }

    /// The same, with another version of the program.
    pub fn restarted_as(self, code: &str, seed: u64) -> Self {
        let entry = self.entry.clone().unwrap();
        let mut device = Self::on(self.shelf, seed);
        *device.tab.code.borrow_mut() = Some(code.to_owned());
        device.open(&entry.key);
        device
    }

    pub fn hear(&mut self, input: Input) {
        block_on(async {
            self.engine.take(input).await;
            self.engine.settle().await;
        });
        self.listen();
    }

    fn listen(&mut self) {
        for said in self.tab.said.take() {
            match said {
                FromEngine::Answer { id, result } => {
                    if let Ok(Response::Opened { entry, register, me, .. }) = &result {
                        self.register = register.unpack().unwrap();
                        self.packed = Some(register.clone());
                        self.entry = Some(entry.clone());
                        self.me = Some(me.clone());
                    }
                    self.answers.push((id, result));
                }
                FromEngine::Event(Event::Patches { patches, .. }) => self.take_over(&patches),
                FromEngine::Event(Event::Paper { record, changes }) => self.papers.push((record, changes)),
                FromEngine::Event(Event::Status(status)) => self.status = status,
                FromEngine::Event(Event::SampleTold { told, of }) => self.sample_told.push((told, of)),
            }
        }
    }

    fn take_over(&mut self, patches: &[Patch]) {
        patches.iter().for_each(|patch| self.register.apply(patch));
    }

    /// Asks, and gives the call's number.
    pub fn ask(&mut self, request: Request) -> u32 {
        self.calls += 1;
        let id = self.calls;
        self.hear(Input::Call(Call { id, request }));
        id
    }

    /// The answer to a call, if it came.
    pub fn answer(&mut self, id: u32) -> Option<Result<Response, Failure>> {
        let place = self.answers.iter().position(|(of, _)| *of == id)?;
        Some(self.answers.remove(place).1)
    }

    pub fn call(&mut self, request: Request) -> Result<Response, Failure> {
        let id = self.ask(request);
        let answer = self.answer(id).expect("an answer");
        assert!(self.answer(id).is_none(), "answered twice");
        answer
    }

    pub fn found(&mut self, relay: Option<&str>) {
        self.found_for(Purpose::Isms, relay);
    }

    pub fn found_for(&mut self, purpose: Purpose, relay: Option<&str>) {
        let request = Request::Found {
            organization: "Acme".into(),
            person: "Ada".into(),
            relay: relay.map(str::to_owned),
            purpose,
        };
        assert!(matches!(self.call(request), Ok(Response::Opened { .. })));
    }

    pub fn open(&mut self, key: &str) {
        let answer = self.call(Request::Open { register: key.to_owned() });
        assert!(matches!(answer, Ok(Response::Opened { .. })), "{answer:?}");
    }

    pub fn new_id(&self, kind: &str) -> RecordId {
        crate::session::new_record(&*self.tab, kind)
    }

    pub fn set(&mut self, record: &RecordId, key: &str, value: &str) -> Result<Response, Failure> {
        let write = Write { record: record.clone(), path: FieldPath::of(key), value: Value::from(value) };
        self.call(Request::Apply(Command { message: Message::Edit, writes: vec![write] }))
    }

    pub fn text(&self, record: &RecordId, key: &str) -> String {
        self.register.records.get(record).map(|record| record.text(key).to_owned()).unwrap_or_default()
    }

    /// Time passes, and what was to be done then is done.
    pub fn pass(&mut self, ms: u64) {
        self.tab.now.set(self.tab.now.get() + ms);
        self.hear(Input::Alarm(Alarm::Replica));
    }

    /// Nothing happens for a while.
    pub fn rest(&mut self) {
        self.tab.now.set(self.tab.now.get() + 10_000);
        self.hear(Input::Alarm(Alarm::Idle));
    }

    /// The time has come to keep the picture, if it is to be kept.
    pub fn keep_picture(&mut self) {
        self.tab.now.set(self.tab.now.get() + 10_000);
        self.hear(Input::Alarm(Alarm::Picture));
    }

    /// The picture that the next page would begin with.
    pub fn picture(&self) -> Option<Picture> {
        let store = self.shelf.stores().into_iter().next()?;
        Some(Picture::decode(&block_on(store.picture()).unwrap()?).unwrap())
    }

    pub fn hear_relay(&mut self, connection: u32, news: RelayNews) {
        self.hear(Input::Relay { connection, news });
    }

    pub fn fill_disk(&self, full: bool) {
        self.shelf.stores().iter().for_each(|store| store.full.set(full));
    }
}

/// A page's copy of a paper.
pub struct Sheet {
    pub document: crdt::Document,
    record: RecordId,
}

impl Sheet {
    pub fn open(device: &mut Device, record: &RecordId) -> Self {
        let answer = device.call(Request::OpenPaper(record.clone()));
        let Ok(Response::Paper { document, actor }) = answer else { panic!("{answer:?}") };
        let register = crate::storage::register_of(&device.entry.as_ref().unwrap().key).unwrap();
        let doc = *record.uuid.as_bytes();
        let document = crdt::Document::load(&document, register.0, doc, actor.try_into().unwrap());
        Self { document: document.unwrap(), record: record.clone() }
    }

    /// Types at a place of the minutes, and hands it to the engine.
    pub fn write(
        &mut self,
        device: &mut Device,
        path: &FieldPath,
        at: usize,
        text: &str,
    ) -> Result<Response, Failure> {
        self.document.splice(path, at, 0, text, 1).unwrap();
        let changes = self.document.commit_text(2).unwrap().bytes;
        device.call(Request::PaperChanges { record: self.record.clone(), changes })
    }

    /// Takes up what the engine told.
    pub fn hear(&mut self, device: &mut Device) {
        for (_, news) in std::mem::take(&mut device.papers) {
            let crate::paper_message::PaperNews::Changes(batches) = bridge::decode(&news).unwrap() else {
                panic!("rebuilt");
            };
            for bytes in batches {
                let changes = crdt::LocalChanges::read(bytes).unwrap();
                self.document.stage(&crdt::ForeignChanges {
                    actor: changes.actor,
                    first_seq: changes.first_seq,
                    last_seq: changes.last_seq,
                    last_hash: changes.last_hash,
                    format: changes.format,
                    bytes: &changes.bytes,
                });
            }
            self.document.settle();
        }
    }
}
