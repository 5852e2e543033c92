//! A world in a box: people's devices with their disks, a relay, networks that fail, and one clock. What
//! happens next is taken from a queue ordered by time; all chance comes from the seed.

use crate::dice::Dice;
use crate::disk::Disk;
use crate::documents::{Docs, shared_field};
use crate::relay::Relay;
use register::{FieldPath, RecordId};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap};
use sync::{Changes, Covers, DocId, Effect, EnvelopeKey, Event, Invitation, Replica, Ticket, Transaction};
use wire::MailboxId;

pub const RELAY: &str = "ws://relay.test/v1/relay";
/// The paper that everyone writes in.
pub const PAPER: DocId = DocId([7; 16]);
const DOCS: [DocId; 2] = [DocId::REGISTER, PAPER];
const YEAR: i64 = 365 * 24 * 3_600_000;

/// Something that will happen to a run of the app.
enum Next {
    Store(Ticket, Transaction),
    Read(Vec<EnvelopeKey>),
    Connect,
    ToRelay(u64, Vec<u8>),
    FromRelay(u64, Vec<u8>),
    Peer(Vec<Vec<u8>>),
    Wake(u64),
}

struct Queued {
    at: u64,
    order: u64,
    run: usize,
    next: Next,
}

impl PartialEq for Queued {
    fn eq(&self, other: &Self) -> bool {
        (self.at, self.order) == (other.at, other.order)
    }
}
impl Eq for Queued {}
impl PartialOrd for Queued {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for Queued {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (self.at, self.order).cmp(&(other.at, other.order))
    }
}

/// One run of the app: a tab.
pub struct Run {
    pub name: String,
    pub disk: usize,
    pub alive: bool,
    pub replica: Replica,
    docs: Docs,
    /// Changes with each connection; what was under way on another is lost.
    connection: u64,
    up: bool,
    stalled: bool,
    offline_until: u64,
    open: BTreeSet<MailboxId>,
    wake: Option<u64>,
    last_store: u64,
    last_read: u64,
    last_sent: u64,
    last_heard: u64,
    /// Appends under way: what was written, where, and its envelope.
    pending: BTreeMap<Ticket, Written>,
    /// Acknowledged in this run.
    saved: Vec<Written>,
    joined: bool,
}

/// A text that can be found again.
#[derive(Clone)]
struct Written {
    token: String,
    doc: DocId,
    envelope: Option<(EnvelopeKey, Vec<u8>)>,
}

pub struct World {
    pub seed: u64,
    pub dice: Dice,
    now: u64,
    order: u64,
    queue: BinaryHeap<Reverse<Queued>>,
    pub runs: Vec<Run>,
    disks: Vec<Disk>,
    skews: Vec<i64>,
    relay: Relay,
    relay_backup: Option<Relay>,
    disk_backups: Vec<(usize, Disk)>,
    /// Everything that anyone was told is saved.
    acknowledged: Vec<Written>,
    tokens: u64,
    calm: bool,
    pub log: Vec<String>,
}

impl World {
    /// Ada founds a register, four others join it.
    pub fn new(seed: u64) -> Self {
        let mut world = Self {
            seed,
            dice: Dice::new(seed),
            now: 1_790_000_000_000,
            order: 0,
            queue: BinaryHeap::new(),
            runs: Vec::new(),
            disks: Vec::new(),
            skews: Vec::new(),
            relay: Relay::default(),
            relay_backup: None,
            disk_backups: Vec::new(),
            acknowledged: Vec::new(),
            tokens: 0,
            calm: true,
            log: Vec::new(),
        };
        let skew = world.new_skew();
        world.disks.push(Disk::default());
        world.skews.push(skew);
        let now = world.local(0);
        let (replica, effects) = Replica::found([1; 16], Some(RELAY.to_owned()), now, &mut world.dice);
        world.add_run("Ada".to_owned(), 0, replica, effects);
        world.pass(5_000);
        for (person, name) in ["Ben", "Chi", "Dan", "Eve"].iter().enumerate() {
            let invitation = world.invite();
            world.disks.push(Disk::default());
            let skew = world.new_skew();
            world.skews.push(skew);
            let disk = world.disks.len() - 1;
            let now = world.local(disk);
            let (replica, effects) = Replica::join(&invitation, [person as u8 + 2; 16], now, &mut world.dice);
            let run = world.add_run((*name).to_owned(), disk, replica, effects);
            world.pass(10_000);
            assert!(world.runs[run].joined, "seed {seed}: {name} could not join");
        }
        world.calm = false;
        world
    }

    fn new_skew(&mut self) -> i64 {
        match self.dice.below(4) {
            0 => -3 * YEAR + self.dice.below(1000) as i64,
            1 => 2 * YEAR,
            _ => self.dice.below(60_000) as i64 - 30_000,
        }
    }

    fn local(&self, disk: usize) -> u64 {
        (self.now as i64 + self.skews[disk]) as u64
    }

    fn invite(&mut self) -> Invitation {
        let now = self.local(0);
        let (invitation, effects) = self.runs[0].replica.invite(now, &mut self.dice).unwrap();
        self.carry_out(0, effects);
        self.pass(5_000);
        invitation
    }

    fn add_run(&mut self, name: String, disk: usize, replica: Replica, effects: Vec<Effect>) -> usize {
        let mut replica = replica;
        let reader = replica.lease(&mut self.dice);
        let docs = Docs::new(replica.register(), reader);
        let at = self.runs.len();
        self.runs.push(Run {
            name,
            disk,
            alive: true,
            replica,
            docs,
            connection: 0,
            up: false,
            stalled: false,
            offline_until: 0,
            open: BTreeSet::new(),
            wake: None,
            last_store: 0,
            last_read: 0,
            last_sent: 0,
            last_heard: 0,
            pending: BTreeMap::new(),
            saved: Vec::new(),
            joined: false,
        });
        self.carry_out(at, effects);
        for doc in DOCS {
            self.open_document(at, doc);
        }
        at
    }

    /// Puts a document into memory, from its cache where that stands.
    fn open_document(&mut self, at: usize, doc: DocId) {
        let run = &mut self.runs[at];
        let cache = self.disks[run.disk].caches.get(&doc);
        let cache = cache.filter(|(_, covers)| run.replica.cache_stands(doc, covers)).cloned();
        run.docs.close(doc);
        let covers = match cache {
            Some((bytes, covers)) if run.docs.open(doc, Some(&bytes)) => covers,
            _ => {
                run.docs.open(doc, None);
                Covers::default()
            }
        };
        let keys = run.replica.tail(doc, &covers);
        let tail = self.disks[run.disk].read(&keys);
        self.handle(at, Event::DocumentOpened { doc, tail });
    }

    fn rebuild(&mut self, at: usize, doc: DocId) {
        let run = &mut self.runs[at];
        if !run.docs.is_here(doc) {
            return;
        }
        run.docs.close(doc);
        run.docs.open(doc, None);
        let keys = run.replica.tail(doc, &Covers::default());
        let tail = self.disks[run.disk].read(&keys);
        self.handle(at, Event::DocumentOpened { doc, tail });
    }

    fn handle(&mut self, at: usize, event: Event) {
        let now = self.local(self.runs[at].disk);
        let run = &mut self.runs[at];
        let effects = run.replica.handle(event, now, &mut self.dice, &mut run.docs);
        self.carry_out(at, effects);
    }

    fn plan(&mut self, at: u64, run: usize, next: Next) {
        self.order += 1;
        self.queue.push(Reverse(Queued { at, order: self.order, run, next }));
    }

    fn carry_out(&mut self, at: usize, effects: Vec<Effect>) {
        for effect in effects {
            let delay = 1 + self.dice.below(20) as u64;
            match effect {
                Effect::Store(ticket, transaction) => {
                    if let Some(written) = self.runs[at].pending.get_mut(&ticket) {
                        let envelope = transaction.envelopes.first();
                        written.envelope = envelope.map(|stored| (stored.key, stored.sealed.clone()));
                    }
                    let when = (self.now + delay).max(self.runs[at].last_store);
                    self.runs[at].last_store = when;
                    self.plan(when, at, Next::Store(ticket, transaction));
                }
                Effect::Read(keys) => {
                    let when = (self.now + delay).max(self.runs[at].last_read);
                    self.runs[at].last_read = when;
                    self.plan(when, at, Next::Read(keys));
                }
                Effect::RelayConnect(url) => {
                    assert_eq!(url, RELAY);
                    self.hang_up(at);
                    self.plan(self.now + 10 * delay, at, Next::Connect);
                }
                Effect::RelayClose => self.hang_up(at),
                Effect::RelaySend(frame) => {
                    let run = &mut self.runs[at];
                    if run.up {
                        let when = (self.now + delay).max(run.last_sent);
                        run.last_sent = when;
                        let connection = run.connection;
                        self.check_stored_before_sent(at, &frame);
                        self.plan(when, at, Next::ToRelay(connection, frame));
                    }
                }
                Effect::Share(envelopes) => self.share(at, envelopes),
                Effect::Saved(ticket) => {
                    if let Some(written) = self.runs[at].pending.remove(&ticket) {
                        self.runs[at].saved.push(written.clone());
                        self.acknowledged.push(written);
                    }
                }
                Effect::NotSaved { ticket, .. } => {
                    self.runs[at].pending.remove(&ticket);
                    // The document holds what was not stored: it is read again, and the person writes again.
                    for doc in DOCS {
                        if self.runs[at].docs.is_here(doc) {
                            self.open_document(at, doc);
                        }
                    }
                }
                Effect::Rebuild(docs) => docs.into_iter().for_each(|doc| self.rebuild(at, doc)),
                Effect::Joined => self.runs[at].joined = true,
                Effect::JoinFailed(error) => panic!("seed {}: {error}", self.seed),
                Effect::WakeAt(local) => {
                    let disk = self.runs[at].disk;
                    let when = (local as i64 - self.skews[disk]).max(self.now as i64 + 1) as u64;
                    self.runs[at].wake = Some(when);
                    self.plan(when, at, Next::Wake(when));
                }
                Effect::Changed(_)
                | Effect::Rewrite { .. }
                | Effect::MembersChanged
                | Effect::StatusChanged
                | Effect::SetAside => {}
            }
        }
    }

    /// Tabs of the same profile hear at once, colleagues nearby now and then, each envelope on its own way.
    fn share(&mut self, at: usize, envelopes: Vec<Vec<u8>>) {
        for other in 0..self.runs.len() {
            let same = self.runs[other].disk == self.runs[at].disk;
            if other == at || !self.runs[other].alive || !(same || self.dice.percent(15)) {
                continue;
            }
            for envelope in &envelopes {
                if !self.calm && self.dice.percent(10) {
                    continue;
                }
                for _ in 0..=usize::from(self.dice.percent(10)) {
                    let when = self.now + 1 + self.dice.below(3_000) as u64;
                    self.plan(when, other, Next::Peer(vec![envelope.clone()]));
                }
            }
        }
    }

    fn hang_up(&mut self, at: usize) {
        let run = &mut self.runs[at];
        run.connection += 1;
        run.up = false;
        run.stalled = false;
        run.open.clear();
    }

    fn lose_connection(&mut self, at: usize) {
        if self.runs[at].up {
            self.hang_up(at);
            self.handle(at, Event::RelayLost);
        }
    }

    /// SYN: nothing leaves a device before it is on its disk.
    fn check_stored_before_sent(&self, at: usize, frame: &[u8]) {
        let request = wire::decode_request(frame).unwrap();
        if let wire::RequestBody::Put { bytes, mailbox, .. } = request.body {
            // A welcome lies in the invitation's mailbox and in no log.
            if self.runs[at].open.contains(&mailbox) {
                let stored = self.disks[self.runs[at].disk].holds(&bytes);
                assert!(stored, "seed {}: {} sent what it had not stored", self.seed, self.runs[at].name);
            }
        }
    }

    /// Lets so many milliseconds go by.
    pub fn pass(&mut self, milliseconds: u64) {
        let until = self.now + milliseconds;
        while self.queue.peek().is_some_and(|Reverse(queued)| queued.at <= until) {
            let Some(Reverse(queued)) = self.queue.pop() else { break };
            self.now = self.now.max(queued.at);
            if self.runs[queued.run].alive {
                self.happen(queued.run, queued.next);
            }
        }
        self.now = until;
    }

    fn happen(&mut self, at: usize, next: Next) {
        match next {
            Next::Store(ticket, transaction) => {
                let outcome = self.disks[self.runs[at].disk].write(transaction);
                self.handle(
                    at,
                    match outcome {
                        Ok(()) => Event::Stored(ticket),
                        Err(failure) => Event::StoreFailed(ticket, failure),
                    },
                );
            }
            Next::Read(keys) => {
                let found = self.disks[self.runs[at].disk].read(&keys);
                self.handle(at, Event::Read(found));
            }
            Next::Connect => {
                let run = &mut self.runs[at];
                run.up = self.now >= run.offline_until;
                let event = if run.up { Event::RelayConnected } else { Event::RelayLost };
                self.handle(at, event);
            }
            Next::ToRelay(connection, frame) => {
                let run = &self.runs[at];
                if run.connection == connection && run.up && !run.stalled {
                    self.at_relay(at, &frame);
                }
            }
            Next::FromRelay(connection, frame) => {
                let run = &self.runs[at];
                if run.connection == connection && run.up && !run.stalled {
                    self.handle(at, Event::RelayFrame(frame));
                }
            }
            Next::Peer(envelopes) => self.handle(at, Event::Envelopes(envelopes)),
            Next::Wake(when) => {
                if self.runs[at].wake == Some(when) {
                    self.runs[at].wake = None;
                    self.handle(at, Event::Tick);
                }
            }
        }
    }

    fn at_relay(&mut self, at: usize, frame: &[u8]) {
        let reaction = self.relay.ask(frame, self.now);
        self.runs[at].open.extend(reaction.opened);
        for message in reaction.answers {
            self.tell(at, wire::encode_message(&message));
        }
        if let Some((mailbox, message)) = reaction.news {
            let frame = wire::encode_message(&message);
            for other in 0..self.runs.len() {
                if other != at && self.runs[other].alive && self.runs[other].open.contains(&mailbox) {
                    self.tell(other, frame.clone());
                }
            }
        }
    }

    fn tell(&mut self, at: usize, frame: Vec<u8>) {
        let delay = 1 + self.dice.below(40) as u64;
        let run = &mut self.runs[at];
        let when = (self.now + delay).max(run.last_heard);
        run.last_heard = when;
        let connection = run.connection;
        self.plan(when, at, Next::FromRelay(connection, frame));
    }

    /// Somebody does something, or something breaks. What, is in the log.
    pub fn act(&mut self) {
        let alive: Vec<usize> = (0..self.runs.len()).filter(|at| self.runs[*at].alive).collect();
        let at = alive[self.dice.below(alive.len())];
        let what = match self.dice.below(100) {
            0..40 => self.write_record(at),
            40..56 => self.write_minutes(at),
            56..64 => self.set_shared(at),
            64..72 => {
                self.runs[at].offline_until = self.now + self.dice.below(60_000) as u64;
                self.lose_connection(at);
                "loses the network"
            }
            72..75 => {
                self.runs[at].stalled = true;
                "has a network that stalls"
            }
            75..82 => self.crash(at),
            82..86 => self.save_caches(at),
            86..89 => self.open_tab(at),
            89..90 => self.back_up_disk(at),
            90..91 => self.restore_disk(),
            91..92 => self.clone_profile(at),
            92..93 => self.roll_back_relay(),
            93..96 => self.forge(at),
            96..98 => self.leave_paper(at),
            _ => {
                let disk = &mut self.disks[self.runs[at].disk];
                disk.full = !disk.full;
                "finds the disk full, or free again"
            }
        };
        self.log.push(format!("{} {} {what}", self.now, self.runs[at].name));
        let pause = self.dice.below(1_500) as u64;
        self.pass(pause);
        if self.runs[at].alive {
            self.check_own(at);
        }
    }

    fn token(&mut self) -> String {
        self.tokens += 1;
        format!("token-{}-{}.", self.seed, self.tokens)
    }

    fn append(&mut self, at: usize, doc: DocId, token: Option<String>, changes: Option<Changes>) {
        let Some(changes) = changes else { return };
        let now = self.local(self.runs[at].disk);
        let (ticket, effects) = self.runs[at].replica.append(doc, changes, now, &mut self.dice).unwrap();
        if let Some(token) = token {
            self.runs[at].pending.insert(ticket, Written { token, doc, envelope: None });
        }
        self.carry_out(at, effects);
    }

    fn write_record(&mut self, at: usize) -> &'static str {
        let token = self.token();
        let mut random = [0; 10];
        sync::Random::fill(&mut self.dice, &mut random);
        let now = self.local(self.runs[at].disk);
        let run = &mut self.runs[at];
        let actor = run.replica.main_actor(now, &mut self.dice);
        let record = RecordId::new("risk", now, random);
        let changes = run.docs.set(actor, record, FieldPath::of("title"), &token, now as i64);
        self.append(at, DocId::REGISTER, Some(token), changes);
        "makes a record"
    }

    fn set_shared(&mut self, at: usize) -> &'static str {
        let now = self.local(self.runs[at].disk);
        let value = format!("shared {}", self.dice.next());
        let (record, path) = shared_field();
        let run = &mut self.runs[at];
        let actor = run.replica.main_actor(now, &mut self.dice);
        // The record must exist once for all before its field can be set by many.
        let changes = run.docs.set(actor, record, path, &value, now as i64);
        self.append(at, DocId::REGISTER, None, changes);
        "sets the field that all set"
    }

    fn write_minutes(&mut self, at: usize) -> &'static str {
        if !self.runs[at].docs.is_here(PAPER) {
            self.open_document(at, PAPER);
        }
        let token = self.token();
        let line = self.dice.below(50);
        let now = self.local(self.runs[at].disk);
        let run = &mut self.runs[at];
        let actor = run.replica.main_actor(now, &mut self.dice);
        let changes = run.docs.type_line(PAPER, actor, line, &token, now as i64);
        self.append(at, PAPER, Some(token), changes);
        "writes in the minutes"
    }

    fn leave_paper(&mut self, at: usize) -> &'static str {
        self.runs[at].docs.close(PAPER);
        "closes the minutes"
    }

    fn save_caches(&mut self, at: usize) -> &'static str {
        let run = &mut self.runs[at];
        if run.replica.status().saving == 0 {
            for doc in DOCS {
                let covers = run.replica.covers(doc);
                if let Some(bytes) = run.docs.save(doc) {
                    self.disks[run.disk].caches.insert(doc, (bytes, covers));
                }
            }
        }
        "saves its caches"
    }

    /// SIGKILL: what was not written is lost, and the app is started again.
    fn crash(&mut self, at: usize) -> &'static str {
        let (name, disk) = (self.runs[at].name.clone(), self.runs[at].disk);
        self.end(at);
        self.start(name, disk);
        "crashes and starts again"
    }

    fn end(&mut self, at: usize) {
        self.hang_up(at);
        self.runs[at].alive = false;
    }

    fn start(&mut self, name: String, disk: usize) {
        let now = self.local(disk);
        let stored = self.disks[disk].stored();
        match Replica::restore(stored, now, &mut self.dice) {
            Ok((replica, effects)) => drop(self.add_run(name, disk, replica, effects)),
            Err(error) => panic!("seed {}: {name} cannot start again: {error}", self.seed),
        }
    }

    fn open_tab(&mut self, at: usize) -> &'static str {
        let disk = self.runs[at].disk;
        let tabs = self.runs.iter().filter(|run| run.alive && run.disk == disk).count();
        if tabs == 1 {
            self.start(format!("{}'s second tab", self.runs[at].name), disk);
            "opens a second tab"
        } else {
            self.end(at);
            "closes a tab"
        }
    }

    fn back_up_disk(&mut self, at: usize) -> &'static str {
        let disk = self.runs[at].disk;
        self.disk_backups.push((disk, self.disks[disk].clone()));
        "is backed up"
    }

    /// A disk image of some days ago takes the place of the disk.
    fn restore_disk(&mut self) -> &'static str {
        let Some((disk, backup)) = self.disk_backups.pop() else { return "has nothing to restore" };
        for at in 0..self.runs.len() {
            if self.runs[at].alive && self.runs[at].disk == disk {
                self.end(at);
            }
        }
        self.disks[disk] = backup;
        self.start(format!("restored {disk}"), disk);
        self.excuse_what_no_disk_holds();
        "sees a disk restored from a backup"
    }

    /// The profile is copied to another machine, and both go on.
    fn clone_profile(&mut self, at: usize) -> &'static str {
        if self.disks.len() < 8 {
            let disk = self.disks.len();
            self.disks.push(self.disks[self.runs[at].disk].clone());
            let skew = self.new_skew();
            self.skews.push(skew);
            self.start(format!("{}'s clone", self.runs[at].name), disk);
        }
        "is cloned"
    }

    fn roll_back_relay(&mut self) -> &'static str {
        match self.relay_backup.take() {
            None => {
                self.relay_backup = Some(self.relay.clone());
                "sees the relay backed up"
            }
            Some(backup) => {
                self.relay = backup;
                for at in 0..self.runs.len() {
                    if self.runs[at].alive {
                        self.lose_connection(at);
                    }
                }
                self.excuse_what_no_disk_holds();
                "sees the relay restored from its backup"
            }
        }
    }

    /// An image that is rolled back takes every local witness with it: what lay nowhere else is gone.
    fn excuse_what_no_disk_holds(&mut self) {
        let held: BTreeSet<&[u8]> = self
            .disks
            .iter()
            .flat_map(|disk| disk.envelopes.values())
            .map(Vec::as_slice)
            .chain(self.relay.rows())
            .collect();
        let exists = |written: &Written| {
            written.envelope.as_ref().is_some_and(|(_, sealed)| held.contains(sealed.as_slice()))
        };
        self.acknowledged.retain(exists);
    }

    /// A member of the team signs and seals what is not sound.
    fn forge(&mut self, at: usize) -> &'static str {
        let now = self.local(self.runs[at].disk);
        let run = &mut self.runs[at];
        let Some(saved) = run.docs.save(DocId::REGISTER) else { return "cannot forge" };
        let actor = run.replica.lease(&mut self.dice);
        let mut scratch = Docs::new(run.replica.register(), actor);
        scratch.open(DocId::REGISTER, Some(&saved));
        let mut random = [0; 10];
        sync::Random::fill(&mut self.dice, &mut random);
        let record = RecordId::new("risk", now, random);
        let Some(mut forged) = scratch.set(actor, record, FieldPath::of("title"), "forged", now as i64)
        else {
            return "cannot forge";
        };
        match self.dice.below(5) {
            0 => {
                let at = self.dice.below(forged.bytes.len());
                forged.bytes[at] ^= 1 << self.dice.below(8);
            }
            1 => forged.last_hash.0[0] ^= 1,
            2 => {
                forged.first_seq += 1;
                forged.last_seq += 1;
            }
            3 => forged.bytes.truncate(forged.bytes.len() / 2),
            _ => {
                // In a name that is not the envelope's.
                let other = run.replica.lease(&mut self.dice);
                forged.actor = other;
            }
        }
        self.append(at, DocId::REGISTER, None, Some(forged));
        "forges a change"
    }

    /// What this run was told is saved, it shows, or says that it is set aside.
    fn check_own(&mut self, at: usize) {
        let run = &mut self.runs[at];
        let aside: BTreeSet<EnvelopeKey> = run.replica.set_aside().iter().map(|entry| entry.key).collect();
        for doc in DOCS {
            let Some(seen) = run.docs.seen(doc) else { continue };
            for written in run.saved.iter().filter(|written| written.doc == doc) {
                let excused = written.envelope.as_ref().is_some_and(|(key, _)| aside.contains(key));
                assert!(
                    excused || seen.contains(&written.token),
                    "seed {}: {} does not show {}, which it had saved",
                    self.seed,
                    run.name,
                    written.token
                );
            }
        }
    }

    /// The faults end; everyone comes online, and has time.
    pub fn calm_down(&mut self) {
        self.calm = true;
        for disk in &mut self.disks {
            disk.full = false;
        }
        for at in 0..self.runs.len() {
            if self.runs[at].alive {
                self.runs[at].offline_until = 0;
                if !self.runs[at].docs.is_here(PAPER) {
                    self.open_document(at, PAPER);
                }
            }
        }
        // Profiles without a running app are started, so that what they hold can come out.
        for disk in 0..self.disks.len() {
            if !self.runs.iter().any(|run| run.alive && run.disk == disk) {
                self.start(format!("disk {disk} again"), disk);
            }
        }
        self.pass(400_000);
    }

    /// Everyone has the same envelopes, sees the same, and everything acknowledged is there.
    pub fn check_all(&mut self) {
        let seed = self.seed;
        let alive: Vec<usize> = (0..self.runs.len()).filter(|at| self.runs[*at].alive).collect();
        let first = alive[0];
        let vector = self.runs[first].replica.vector();
        for doc in DOCS {
            let expected = self.runs[first].docs.seen(doc).unwrap();
            let first_aside = self.runs[first].replica.set_aside();
            for at in &alive {
                let run = &mut self.runs[*at];
                let name = run.name.clone();
                assert!(run.replica.vector() == vector, "seed {seed}: {name} has other envelopes than Ada");
                let seen = run.docs.seen(doc).unwrap();
                assert!(
                    seen == expected,
                    "seed {seed}: {name} sees another {doc:?}:\n{}\nset aside: {:?}\nset aside with Ada: {first_aside:?}\nwaiting {:?}",
                    difference(&expected, &seen),
                    run.replica.set_aside(),
                    run.replica.waiting()
                );
                assert!(run.docs.survives_saving(doc), "seed {seed}: {name} cannot save and load {doc:?}");
            }
            let aside: BTreeSet<EnvelopeKey> =
                self.runs[first].replica.set_aside().iter().map(|entry| entry.key).collect();
            for written in self.acknowledged.iter().filter(|written| written.doc == doc) {
                let excused = written.envelope.as_ref().is_some_and(|(key, _)| aside.contains(key));
                assert!(
                    excused || expected.contains(&written.token),
                    "seed {seed}: {} was acknowledged, and is nowhere",
                    written.token
                );
            }
        }
        let unsent: usize = alive.iter().map(|at| self.runs[*at].replica.status().unsent).sum();
        assert_eq!(unsent, 0, "seed {seed}: not everything was sent");
        for row in self.relay.rows() {
            assert!(!row.windows(6).any(|window| window == b"token-"), "seed {seed}: the relay can read");
        }
    }

    /// After all that, everyone's next edit is accepted by everyone.
    pub fn everyone_writes_once_more(&mut self) {
        for at in 0..self.runs.len() {
            if self.runs[at].alive {
                self.write_record(at);
                self.write_minutes(at);
            }
        }
        self.pass(120_000);
    }
}

fn difference(expected: &str, seen: &str) -> String {
    let lines = |text: &str| text.lines().map(str::to_owned).collect::<BTreeSet<_>>();
    let (expected, seen) = (lines(expected), lines(seen));
    let lacking = expected.difference(&seen).map(|line| format!("- {line}"));
    let extra = seen.difference(&expected).map(|line| format!("+ {line}"));
    lacking.chain(extra).take(12).collect::<Vec<_>>().join("\n")
}
