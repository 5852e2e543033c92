//! A world in a box: people's devices with their disks, a relay, networks that fail, and one clock. What
//! happens next is taken from a queue ordered by time; all chance comes from the seed.

use crate::dice::Dice;
use crate::disk::Disk;
use crate::documents::Docs;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap};
use sync::{Covers, DocId, Effect, EnvelopeKey, Event, Invitation, Replica, Ticket, Transaction};
use wire::MailboxId;
use wire::in_memory::Relay;

pub const RELAY: &str = "ws://relay.test/v1/relay";
/// The paper that everyone writes in.
pub const PAPER: DocId = DocId([7; 16]);
pub const DOCS: [DocId; 2] = [DocId::REGISTER, PAPER];
const YEAR: i64 = 365 * 24 * 3_600_000;

/// Something that will happen to a run of the app.
pub enum Next {
    Store(Ticket, Transaction),
    Read(Vec<EnvelopeKey>),
    Connect,
    ToRelay(u64, Vec<u8>),
    FromRelay(u64, Vec<u8>),
    Peer(Vec<Vec<u8>>),
    Wake(u64),
}

pub struct Queued {
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
    pub docs: Docs,
    /// Changes with each connection; what was under way on another is lost.
    pub connection: u64,
    pub up: bool,
    pub stalled: bool,
    pub offline_until: u64,
    pub open: BTreeSet<MailboxId>,
    pub wake: Option<u64>,
    pub last_store: u64,
    pub last_read: u64,
    pub last_sent: u64,
    pub last_heard: u64,
    /// Appends under way: what was written, where, and its envelope.
    pub pending: BTreeMap<Ticket, Written>,
    /// Acknowledged in this run.
    pub saved: Vec<Written>,
    pub joined: bool,
    /// Written in documents of a snapshot, until the logs have confirmed it.
    pub sketches: Vec<crate::snapshots::Sketch>,
}

/// A text that can be found again.
#[derive(Clone)]
pub struct Written {
    pub token: String,
    pub doc: DocId,
    pub envelope: Option<(EnvelopeKey, Vec<u8>)>,
}

pub struct World {
    pub seed: u64,
    pub dice: Dice,
    pub now: u64,
    pub order: u64,
    pub queue: BinaryHeap<Reverse<Queued>>,
    pub runs: Vec<Run>,
    pub disks: Vec<Disk>,
    pub skews: Vec<i64>,
    pub relay: Relay,
    pub relay_backup: Option<Relay>,
    pub disk_backups: Vec<(usize, Disk)>,
    /// Everything that anyone was told is saved.
    pub acknowledged: Vec<Written>,
    pub tokens: u64,
    /// What was written, by the hash of its change.
    pub texts: BTreeMap<sync::Hash, String>,
    /// Documents as they once were.
    pub cuts: Vec<crate::snapshots::Cut>,
    pub calm: bool,
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
            texts: BTreeMap::new(),
            cuts: Vec::new(),
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
        for name in ["Ben", "Chi", "Dan", "Eve"] {
            let invitation = world.invite();
            world.disks.push(Disk::default());
            let skew = world.new_skew();
            world.skews.push(skew);
            let disk = world.disks.len() - 1;
            let now = world.local(disk);
            let (replica, effects) = Replica::join(&invitation, now, &mut world.dice);
            let run = world.add_run(name.to_owned(), disk, replica, effects);
            world.pass(10_000);
            assert!(world.runs[run].joined, "seed {seed}: {name} could not join");
        }
        world.calm = false;
        world
    }

    pub fn new_skew(&mut self) -> i64 {
        match self.dice.below(4) {
            0 => -3 * YEAR + self.dice.below(1000) as i64,
            1 => 2 * YEAR,
            _ => self.dice.below(60_000) as i64 - 30_000,
        }
    }

    pub fn local(&self, disk: usize) -> u64 {
        (self.now as i64 + self.skews[disk]) as u64
    }

    pub fn invite(&mut self) -> Invitation {
        let now = self.local(0);
        let (invitation, effects) = self.runs[0].replica.invite(now, &mut self.dice).unwrap();
        self.carry_out(0, effects);
        self.pass(5_000);
        invitation
    }

    pub fn add_run(&mut self, name: String, disk: usize, replica: Replica, effects: Vec<Effect>) -> usize {
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
            sketches: Vec::new(),
        });
        self.carry_out(at, effects);
        for doc in DOCS {
            self.open_document(at, doc);
        }
        at
    }

    /// Puts a document into memory, from its cache where that stands.
    pub fn open_document(&mut self, at: usize, doc: DocId) {
        let run = &mut self.runs[at];
        let cache = self.disks[run.disk].caches.get(&doc);
        let cache = cache.filter(|(_, covers)| run.replica.cache_stands(covers)).cloned();
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

    pub fn rebuild(&mut self, at: usize, doc: DocId) {
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

    pub fn handle(&mut self, at: usize, event: Event) {
        let now = self.local(self.runs[at].disk);
        let run = &mut self.runs[at];
        let effects = run.replica.handle(event, now, &mut self.dice, &mut run.docs);
        self.carry_out(at, effects);
        self.confirm(at);
    }

    pub fn plan(&mut self, at: u64, run: usize, next: Next) {
        self.order += 1;
        self.queue.push(Reverse(Queued { at, order: self.order, run, next }));
    }

    pub fn carry_out(&mut self, at: usize, effects: Vec<Effect>) {
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
                        self.runs[at].docs.restore_shown(doc);
                        if self.runs[at].docs.is_here(doc) {
                            self.open_document(at, doc);
                        }
                    }
                }
                Effect::Rebuild(docs) => docs.into_iter().for_each(|doc| self.rebuild(at, doc)),
                Effect::Joined => self.runs[at].joined = true,
                // The welcome may be on its way still, or gone with a relay that was rolled back.
                Effect::JoinFailed(_) => self.end(at),
                Effect::WakeAt(local) => {
                    let disk = self.runs[at].disk;
                    let when = (local as i64 - self.skews[disk]).max(self.now as i64 + 1) as u64;
                    self.runs[at].wake = Some(when);
                    self.plan(when, at, Next::Wake(when));
                }
                Effect::MakeSnapshot => drop(self.make_snapshot(at)),
                Effect::Snapshot { documents, .. } => {
                    for part in documents {
                        self.runs[at].docs.show(part.doc, part.document);
                    }
                }
                Effect::Rewrite { doc, changes } => self.write_again(at, doc, &changes),
                Effect::MembersChanged => {}
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

    /// A frame with those that come right behind it in the same moment.
    fn come_together(&mut self, at: usize, connection: u64, first: Vec<u8>) -> Vec<Vec<u8>> {
        let mut frames = vec![first];
        while let Some(Reverse(queued)) = self.queue.peek() {
            let same = matches!(&queued.next, Next::FromRelay(of, _) if *of == connection);
            if !same || queued.run != at || queued.at > self.now {
                break;
            }
            if let Some(Reverse(Queued { next: Next::FromRelay(_, frame), .. })) = self.queue.pop() {
                frames.push(frame);
            }
        }
        frames
    }

    pub fn happen(&mut self, at: usize, next: Next) {
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
                let frames = self.come_together(at, connection, frame);
                let run = &self.runs[at];
                if run.connection == connection && run.up && !run.stalled {
                    self.handle(at, Event::RelayFrames(frames));
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
}
