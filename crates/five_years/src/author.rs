//! One author: a replica, its documents and a store in memory. Works offline until told to meet the relay.

use crate::desk::{Desk, changes};
use crate::plan::Step;
use crate::socket::Socket;
use anyhow::{Context, Result, bail};
use register::{Command, FieldPath, Kind, Place, RecordId, Register};
use std::collections::{BTreeMap, VecDeque};
use sync::{
    Actor, Covers, DocId, Effect, EnvelopeKey, Event, Invitation, JoinError, Network, Random, Replica,
    StoredEnvelope,
};

/// Randomness for keys, from the operating system.
struct System;

impl Random for System {
    fn fill(&mut self, bytes: &mut [u8]) {
        // Without randomness there are no keys: the program cannot go on.
        if let Err(error) = getrandom::fill(bytes) {
            eprintln!("no randomness: {error}");
            std::process::exit(1);
        }
    }
}

/// One author.
pub struct Author {
    replica: Replica,
    desk: Desk,
    store: BTreeMap<EnvelopeKey, Vec<u8>>,
    actor: Option<Actor>,
    /// The relay's address that the replica asked for, until it is connected.
    wanted: Option<String>,
    socket: Option<Socket>,
    alarm: Option<u64>,
    has_joined: bool,
    is_early: bool,
    /// Sealed bytes of this author's own envelopes.
    pub sealed_bytes: usize,
    /// This author's own envelopes.
    pub sealed: usize,
}

impl Author {
    /// Founds a register whose invitations name the relay `url`.
    pub fn found(person: &RecordId, url: &str, now: u64) -> Result<Self> {
        let (replica, effects) =
            Replica::found(*person.uuid.as_bytes(), Some(url.to_owned()), now, &mut System);
        let mut author = Self::around(replica);
        author.has_joined = true;
        author.carry_out(effects, now)?;
        Ok(author)
    }

    /// Joins by an invitation; it takes until [`Self::has_joined`] and a connection to the relay.
    pub fn join(invitation: &Invitation, person: &RecordId, now: u64) -> Result<Self> {
        let (replica, effects) = Replica::join_as(invitation, *person.uuid.as_bytes(), now, &mut System);
        let mut author = Self::around(replica);
        author.carry_out(effects, now)?;
        Ok(author)
    }

    fn around(replica: Replica) -> Self {
        let desk = Desk::new(replica.register(), Actor::new(replica.device(), [0; 8]));
        Self {
            replica,
            desk,
            store: BTreeMap::new(),
            actor: None,
            wanted: None,
            socket: None,
            alarm: None,
            has_joined: false,
            is_early: false,
            sealed_bytes: 0,
            sealed: 0,
        }
    }

    /// Whether this author is a member.
    pub fn has_joined(&self) -> bool {
        self.has_joined
    }

    /// Whether the invitation was not at the relay yet.
    pub fn is_early(&self) -> bool {
        self.is_early
    }

    /// An invitation.
    pub fn invite(&mut self, now: u64) -> Result<Invitation> {
        let (invitation, effects) = self.replica.invite(now, &mut System)?;
        self.carry_out(effects, now)?;
        Ok(invitation)
    }

    /// The tips of every log, to see whether two authors have the same.
    pub fn vector(&self) -> Vec<(Actor, u64, sync::Hash)> {
        self.replica.vector()
    }

    /// The register document's heads.
    pub fn heads(&mut self) -> Vec<crdt::Hash> {
        self.desk.heads(DocId::REGISTER)
    }

    /// Puts a snapshot for newcomers on the relay, with the documents of these persons.
    pub fn snapshot(&mut self, persons: &[DocId], now: u64) -> Result<()> {
        for person in persons {
            self.open(*person, now)?;
        }
        let documents = self.desk.snapshot(|doc| persons.contains(&doc));
        let effects = self.replica.snapshot(documents, now);
        self.carry_out(effects, now)
    }

    /// The register document's size when saved.
    pub fn saved_size(&mut self) -> usize {
        self.desk.saved_size(DocId::REGISTER)
    }

    /// Envelopes in this author's store, and their bytes.
    pub fn stored(&self) -> (usize, usize) {
        (self.store.len(), self.store.values().map(Vec::len).sum())
    }

    /// Envelopes that were set aside; among honest authors there are none.
    pub fn set_aside(&self) -> usize {
        self.replica.status().set_aside
    }

    /// Does one thing that was planned.
    pub fn work(&mut self, step: &Step) -> Result<()> {
        match step {
            Step::Do { at, command } => self.command(command, *at),
            Step::Type { at, record, path, place, text } => self.type_in(record, path, *place, text, *at),
        }
    }

    /// Carries out a command: one change for each document that it touches.
    pub fn command(&mut self, command: &Command, now: u64) -> Result<()> {
        self.command_in_format(command, 0, now)
    }

    /// The same, in changes that ask their readers for at least this format, as a later app's may.
    pub fn command_in_format(&mut self, command: &Command, format: u64, now: u64) -> Result<()> {
        let mut homes: BTreeMap<DocId, Vec<register::Write>> = BTreeMap::new();
        for write in &command.writes {
            homes.entry(home(&write.record)).or_default().push(write.clone());
        }
        for (doc, writes) in homes {
            self.open(doc, now)?;
            let actor = self.actor();
            let commit = self.desk.write(doc, actor)?.apply(command.message, &writes, millis(now))?;
            if let Some(local) = commit.changes {
                let changes = changes(local);
                self.append(doc, sync::Changes { format: changes.format.max(format), ..changes }, now)?;
            }
        }
        Ok(())
    }

    /// The plain register, as far as it is in the register document.
    pub fn plain(&mut self) -> Register {
        let mut register = Register::default();
        self.desk.patches(DocId::REGISTER).iter().for_each(|patch| register.apply(patch));
        register
    }

    /// Types into a long text, then pauses.
    pub fn type_in(
        &mut self,
        record: &RecordId,
        path: &FieldPath,
        place: usize,
        text: &str,
        now: u64,
    ) -> Result<()> {
        let doc = DocId(*record.uuid.as_bytes());
        self.open(doc, now)?;
        let actor = self.actor();
        let document = self.desk.write(doc, actor)?;
        document.splice(path, place, 0, text, millis(now))?;
        if let Some(local) = document.commit_text(millis(now)) {
            self.append(doc, changes(local), now)?;
        }
        Ok(())
    }

    fn actor(&mut self) -> Actor {
        *self.actor.get_or_insert_with(|| self.replica.main_actor(&mut System))
    }

    fn append(&mut self, doc: DocId, changes: sync::Changes, now: u64) -> Result<()> {
        let before = self.store.len();
        let (_, effects) = self.replica.append(doc, changes, now, &mut System)?;
        self.carry_out(effects, now)?;
        self.sealed += self.store.len() - before;
        Ok(())
    }

    fn open(&mut self, doc: DocId, now: u64) -> Result<()> {
        if self.desk.open(doc) {
            let tail = self.read(self.replica.tail(doc, &Covers::default()));
            self.handle(Event::DocumentOpened { doc, tail }, now)?;
        }
        Ok(())
    }

    fn read(&self, keys: Vec<EnvelopeKey>) -> Vec<StoredEnvelope> {
        let found = keys.into_iter().filter_map(|key| Some((key, self.store.get(&key)?.clone())));
        found.map(|(key, sealed)| StoredEnvelope { key, sealed }).collect()
    }

    fn handle(&mut self, event: Event, now: u64) -> Result<()> {
        let effects = self.replica.handle(event, now, &mut System, &mut self.desk);
        self.carry_out(effects, now)
    }

    fn carry_out(&mut self, effects: Vec<Effect>, now: u64) -> Result<()> {
        let mut waiting: VecDeque<Effect> = effects.into();
        while let Some(effect) = waiting.pop_front() {
            let event = match effect {
                Effect::Store(ticket, transaction) => {
                    for StoredEnvelope { key, sealed } in transaction.envelopes {
                        if key.actor.device() == self.replica.device() {
                            self.sealed_bytes += sealed.len();
                        }
                        self.store.insert(key, sealed);
                    }
                    Event::Stored(ticket)
                }
                Effect::Read(keys) => Event::Read(self.read(keys)),
                Effect::RelayConnect(url) => {
                    self.wanted = Some(url);
                    continue;
                }
                Effect::RelayClose => {
                    self.socket = None;
                    continue;
                }
                Effect::RelaySend(frame) => {
                    if let Some(socket) = &mut self.socket {
                        socket.send(frame)?;
                    }
                    continue;
                }
                Effect::Rebuild(docs) => {
                    for doc in docs {
                        sync::Documents::reset(&mut self.desk, doc);
                        let tail = self.read(self.replica.tail(doc, &Covers::default()));
                        waiting.extend(self.replica.handle(
                            Event::DocumentOpened { doc, tail },
                            now,
                            &mut System,
                            &mut self.desk,
                        ));
                    }
                    continue;
                }
                Effect::WakeAt(at) => {
                    self.alarm = Some(at);
                    continue;
                }
                Effect::Joined => {
                    self.has_joined = true;
                    continue;
                }
                Effect::NotSaved { .. } | Effect::Rewrite { .. } => bail!("an honest author's log was taken"),
                // The founder's invitation may still be on its way to the relay.
                Effect::JoinFailed(JoinError::NoInvitation) => {
                    self.is_early = true;
                    continue;
                }
                Effect::JoinFailed(error) => return Err(error).context("joining"),
                _ => continue,
            };
            waiting.extend(self.replica.handle(event, now, &mut System, &mut self.desk));
        }
        Ok(())
    }

    /// One round with the relay at `address`: connects if asked to, hears, says. Whether anything happened.
    pub fn meet(&mut self, address: &str, now: u64) -> Result<bool> {
        let mut happened = false;
        if self.alarm.is_some_and(|at| at <= now) {
            self.alarm = None;
            self.handle(Event::Tick, now)?;
            happened = true;
        }
        if let Some(url) = self.wanted.take() {
            self.socket = Some(Socket::connect(address, &url)?);
            self.handle(Event::RelayConnected, now)?;
            happened = true;
        }
        loop {
            match self.socket.as_mut().map(Socket::receive) {
                Some(Ok(Some(frame))) => self.handle(Event::RelayFrames(vec![frame]), now)?,
                Some(Err(_)) => self.leave(now)?,
                Some(Ok(None)) | None => break,
            }
            happened = true;
        }
        if self.socket.as_mut().is_some_and(|socket| socket.flush().is_err()) {
            self.leave(now)?;
        }
        if !happened {
            self.desk.flush();
        }
        Ok(happened)
    }

    /// Whether all of this author's work is at the relay, and all that lay there is read.
    pub fn is_in_step(&self) -> bool {
        let status = self.replica.status();
        status.network == Network::Online && status.unsent == 0 && status.saving == 0
    }

    /// Leaves the relay, and works offline from now on.
    pub fn leave(&mut self, now: u64) -> Result<()> {
        if self.socket.take().is_some() {
            self.handle(Event::RelayLost, now)?;
        }
        Ok(())
    }

    /// Why this author is not in step, for who waits in vain.
    pub fn state(&self) -> String {
        format!("{:?}", self.replica.status())
    }
}

fn millis(now: u64) -> i64 {
    i64::try_from(now).unwrap_or(i64::MAX)
}

/// Which document a record's short fields live in.
fn home(record: &RecordId) -> DocId {
    match Kind::by_name(&record.kind).map(|kind| kind.place) {
        Some(Place::Own) => DocId(*record.uuid.as_bytes()),
        _ => DocId::REGISTER,
    }
}
