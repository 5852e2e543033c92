//! A small world for the replica's own tests: documents that are sets of changes, stores and a relay in
//! memory. Everything happens at once and in order.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use wire::MailboxId;
use wire::in_memory::{Reaction, Relay};

use crate::crypto::sha256;
use crate::device::DeviceKeys;
use crate::epoch::Epoch;
use crate::*;

/// Counts up, well mixed.
pub(super) struct Dice(pub(super) u64);

impl Random for Dice {
    fn fill(&mut self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(32) {
            self.0 += 1;
            let hash = sha256(&[&self.0.to_be_bytes()]);
            chunk.iter_mut().zip(hash.0).for_each(|(to, from)| *to = from);
        }
    }
}

/// A document that is the set of its changes.
#[derive(Default, Clone)]
pub(super) struct Doc {
    pub(super) changes: BTreeSet<Hash>,
    heads: BTreeSet<Hash>,
    seqs: BTreeMap<Actor, u64>,
}

#[derive(Default)]
pub(super) struct Docs {
    pub(super) open: BTreeMap<DocId, Doc>,
    staged: BTreeSet<DocId>,
    /// Passes every check, and is not taken up.
    pub(super) indigestible: BTreeSet<Hash>,
}

impl Docs {
    /// Makes a change as an actor would.
    pub(super) fn edit(&mut self, doc: DocId, actor: Actor, text: &str) -> Changes {
        let document = self.open.entry(doc).or_default();
        let seq = document.seqs.get(&actor).copied().unwrap_or(0) + 1;
        let deps: Vec<u8> = document.heads.iter().flat_map(|head| head.0).collect();
        let bytes =
            [&[u8::try_from(document.heads.len()).unwrap()], deps.as_slice(), text.as_bytes()].concat();
        let last_hash = sha256(&[&actor.0, &seq.to_be_bytes(), &bytes]);
        document.changes.insert(last_hash);
        document.heads = BTreeSet::from([last_hash]);
        document.seqs.insert(actor, seq);
        Changes { actor, first_seq: seq, last_seq: seq, last_hash, format: 1, bytes }
    }
}

impl Documents for Docs {
    fn is_open(&self, doc: DocId) -> bool {
        self.open.contains_key(&doc)
    }

    fn stage(&mut self, doc: DocId, changes: &Changes) -> Verdict {
        let Some(document) = self.open.get_mut(&doc) else { return Verdict::NotOpen };
        if document.changes.contains(&changes.last_hash) {
            return Verdict::Known;
        }
        let seq = changes.last_seq.to_be_bytes();
        if sha256(&[&changes.actor.0, &seq, &changes.bytes]) != changes.last_hash {
            return Verdict::Refused(Refusal::Malformed);
        }
        let Some(count) = changes.bytes.first().copied().map(usize::from) else {
            return Verdict::Refused(Refusal::Malformed);
        };
        let deps: Vec<Hash> =
            changes.bytes[1..=count * 32].chunks(32).map(|dep| Hash(dep.try_into().unwrap())).collect();
        let missing: Vec<Hash> = deps.iter().filter(|dep| !document.changes.contains(dep)).copied().collect();
        if !missing.is_empty() {
            return Verdict::Waiting(missing);
        }
        if document.seqs.get(&changes.actor).copied().unwrap_or(0) + 1 != changes.first_seq {
            return Verdict::Refused(Refusal::BrokenSequence);
        }
        document.heads.retain(|head| !deps.contains(head));
        document.heads.insert(changes.last_hash);
        document.changes.insert(changes.last_hash);
        document.seqs.insert(changes.actor, changes.last_seq);
        self.staged.insert(doc);
        Verdict::Staged
    }

    fn settle(&mut self) -> Vec<(DocId, Hash)> {
        let mut failed = Vec::new();
        for doc in std::mem::take(&mut self.staged) {
            let document = self.open.get_mut(&doc).unwrap();
            for change in &self.indigestible {
                if document.changes.remove(change) {
                    document.heads.remove(change);
                    failed.push((doc, *change));
                }
            }
        }
        failed
    }

    fn reset(&mut self, doc: DocId) {
        self.open.insert(doc, Doc::default());
    }

    fn dependencies(&self, changes: &Changes) -> Vec<Hash> {
        let count = usize::from(changes.bytes.first().copied().unwrap_or(0));
        let deps = changes.bytes.get(1..=count * 32).unwrap_or_default();
        deps.chunks(32).map(|dep| Hash(dep.try_into().unwrap())).collect()
    }

    fn contains(&self, doc: DocId, change: &Hash) -> bool {
        self.open.get(&doc).is_some_and(|document| document.changes.contains(change))
    }
}

/// What one device keeps.
#[derive(Default, Clone)]
pub(super) struct Disk {
    pub(super) state: BTreeMap<String, Vec<u8>>,
    pub(super) heads: BTreeMap<Actor, Head>,
    pub(super) envelopes: BTreeMap<EnvelopeKey, Vec<u8>>,
    /// Refuses everything.
    pub(super) full: bool,
    /// Refuses to note that something was handed back.
    pub(super) notes_nothing: bool,
    /// Refuses to be read.
    pub(super) unreadable: bool,
}

impl Disk {
    pub(super) fn write(&mut self, transaction: Transaction) -> Result<(), StoreFailure> {
        let notes = transaction.state.iter().any(|(name, _)| name.starts_with("rewritten/"));
        if self.full || (self.notes_nothing && notes) {
            return Err(StoreFailure::Refused);
        }
        if transaction.expect.iter().any(|(actor, head)| self.heads.get(actor) != head.as_ref()) {
            return Err(StoreFailure::Taken);
        }
        self.heads.extend(transaction.heads);
        self.envelopes.extend(transaction.envelopes.into_iter().map(|stored| (stored.key, stored.sealed)));
        for (name, value) in transaction.state {
            match value {
                Some(value) => drop(self.state.insert(name, value)),
                None => drop(self.state.remove(&name)),
            }
        }
        Ok(())
    }

    pub(super) fn stored(&self) -> Stored {
        Stored {
            state: self.state.clone().into_iter().collect(),
            heads: self.heads.clone().into_iter().collect(),
            keys: self.envelopes.keys().copied().collect(),
        }
    }
}

/// One device, running.
pub(super) struct Node {
    pub(super) replica: Replica,
    pub(super) docs: Docs,
    pub(super) disk: Disk,
    pub(super) online: bool,
    open: BTreeSet<MailboxId>,
    wake: Option<u64>,
    /// What the application was told.
    pub(super) told: Vec<Effect>,
    events: VecDeque<Event>,
    /// What the relay said and is kept back on its way.
    held: Option<Vec<Vec<u8>>>,
}

pub(super) struct World {
    pub(super) nodes: Vec<Node>,
    pub(super) relay: Relay,
    pub(super) now: u64,
    pub(super) dice: Dice,
}

pub(super) const URL: &str = "ws://relay.test/v1/relay";

impl World {
    pub(super) fn new() -> Self {
        Self { nodes: Vec::new(), relay: Relay::default(), now: 1_790_000_000_000, dice: Dice(0) }
    }

    pub(super) fn found(&mut self, relay: bool) -> usize {
        let url = relay.then(|| URL.to_owned());
        let (replica, effects) = Replica::found([1; 16], url, self.now, &mut self.dice);
        self.add(replica, Disk::default(), effects)
    }

    /// A world with Ada, an owner, and Ben, an editor.
    pub(super) fn of_two() -> (Self, usize, usize) {
        let mut world = Self::new();
        let ada = world.found(true);
        let invitation = world.invite(ada);
        let ben = world.join(&invitation, 2);
        (world, ada, ben)
    }

    /// The keys of a node's device: what its owner could write by hand with.
    pub(super) fn keys(&self, at: usize) -> DeviceKeys {
        DeviceKeys::decode(&self.nodes[at].disk.state["device"]).unwrap()
    }

    /// An epoch that a node can seal under.
    pub(super) fn epoch(&self, at: usize) -> Epoch {
        let Node { disk, replica, .. } = &self.nodes[at];
        let key = disk.state.iter().find(|(name, _)| name.starts_with("epoch/")).unwrap().1;
        Epoch::new(&replica.register(), key.as_slice().try_into().unwrap())
    }

    pub(super) fn join(&mut self, invitation: &Invitation, person: u8) -> usize {
        let (replica, effects) = Replica::join_as(invitation, [person; 16], self.now, &mut self.dice);
        self.add(replica, Disk::default(), effects)
    }

    /// As people do it.
    pub(super) fn join_new(&mut self, invitation: &Invitation) -> usize {
        let (replica, effects) = Replica::join(invitation, self.now, &mut self.dice);
        self.add(replica, Disk::default(), effects)
    }

    /// A run of the app on this disk; the register document is opened from genesis and all envelopes.
    pub(super) fn start(&mut self, disk: Disk, online: bool) -> usize {
        let (replica, effects) = Replica::restore(disk.stored(), self.now, &mut self.dice).unwrap();
        let at = self.nodes.len();
        self.add_offline(replica, disk, online);
        self.open(at, DocId::REGISTER);
        self.carry_out(at, effects);
        self.settle();
        at
    }

    fn add(&mut self, replica: Replica, disk: Disk, effects: Vec<Effect>) -> usize {
        let at = self.nodes.len();
        self.add_offline(replica, disk, true);
        self.open(at, DocId::REGISTER);
        self.carry_out(at, effects);
        self.settle();
        at
    }

    fn add_offline(&mut self, replica: Replica, disk: Disk, online: bool) {
        self.nodes.push(Node {
            replica,
            docs: Docs::default(),
            disk,
            online,
            open: BTreeSet::new(),
            wake: None,
            told: Vec::new(),
            events: VecDeque::new(),
            held: None,
        });
    }

    pub(super) fn open(&mut self, at: usize, doc: DocId) {
        self.open_with(at, doc, &Covers::default());
    }

    pub(super) fn open_with(&mut self, at: usize, doc: DocId, covers: &Covers) {
        let node = &mut self.nodes[at];
        node.docs.open.entry(doc).or_default();
        let tail = node.replica.tail(doc, covers);
        let tail =
            tail.iter().map(|key| StoredEnvelope { key: *key, sealed: node.disk.envelopes[key].clone() });
        let tail = tail.collect();
        node.events.push_back(Event::DocumentOpened { doc, tail });
    }

    pub(super) fn happens(&mut self, at: usize, event: Event) {
        self.nodes[at].events.push_back(event);
        self.settle();
    }

    /// Hands in another tail than the one that was read last.
    pub(super) fn replace_opening(&mut self, at: usize, doc: DocId, tail: Vec<StoredEnvelope>) {
        let events = &mut self.nodes[at].events;
        events.pop_back();
        events.push_back(Event::DocumentOpened { doc, tail });
    }

    /// A device that never reaches the relay.
    pub(super) fn add_unreachable(&mut self, replica: Replica, effects: Vec<Effect>) -> usize {
        let at = self.nodes.len();
        self.add_offline(replica, Disk::default(), false);
        self.carry_out(at, effects);
        self.settle();
        at
    }

    pub(super) fn main_actor(&mut self, at: usize) -> Actor {
        self.nodes[at].replica.main_actor(&mut self.dice)
    }

    /// One edit of the main writer; the ticket.
    pub(super) fn edit(&mut self, at: usize, text: &str) -> Ticket {
        self.edit_doc(at, DocId::REGISTER, text)
    }

    pub(super) fn edit_doc(&mut self, at: usize, doc: DocId, text: &str) -> Ticket {
        let ticket = self.edit_only(at, doc, text);
        self.settle();
        ticket
    }

    /// An edit whose effects are carried out, but whose outcome is not told yet.
    pub(super) fn edit_only(&mut self, at: usize, doc: DocId, text: &str) -> Ticket {
        let actor = self.main_actor(at);
        let node = &mut self.nodes[at];
        let changes = node.docs.edit(doc, actor, text);
        let (ticket, effects) = node.replica.append(doc, changes, self.now, &mut self.dice).unwrap();
        self.carry_out(at, effects);
        ticket
    }

    pub(super) fn invite(&mut self, at: usize) -> Invitation {
        let (invitation, effects) = self.nodes[at].replica.invite(self.now, &mut self.dice).unwrap();
        self.carry_out(at, effects);
        self.settle();
        invitation
    }

    pub(super) fn carry_out(&mut self, at: usize, effects: Vec<Effect>) {
        for effect in effects {
            let now = self.now;
            let node = &mut self.nodes[at];
            match effect {
                Effect::Store(ticket, transaction) => {
                    node.events.push_back(match node.disk.write(transaction) {
                        Ok(()) => Event::Stored(ticket),
                        Err(failure) => Event::StoreFailed(ticket, failure),
                    })
                }
                Effect::Read(keys) if node.disk.unreadable => {
                    node.events.push_back(Event::ReadFailed(keys));
                }
                Effect::Read(keys) => {
                    let found = keys.iter().filter_map(|key| {
                        let sealed = node.disk.envelopes.get(key)?.clone();
                        Some(StoredEnvelope { key: *key, sealed })
                    });
                    node.events.push_back(Event::Read(found.collect()));
                }
                Effect::RelayConnect(url) => {
                    assert_eq!(url, URL);
                    node.open.clear();
                    node.events.push_back(if node.online { Event::RelayConnected } else { Event::RelayLost });
                }
                Effect::RelayClose => node.open.clear(),
                Effect::RelaySend(frame) => {
                    if !node.online {
                        continue;
                    }
                    let Reaction { answers, news, opened } = self.relay.ask(&frame, now);
                    node.open.extend(opened);
                    for answer in answers {
                        node.events.push_back(Event::RelayFrames(vec![wire::encode_message(&answer)]));
                    }
                    if let Some((mailbox, news)) = news {
                        let frame = wire::encode_message(&news);
                        for (other, node) in self.nodes.iter_mut().enumerate() {
                            if other != at && node.online && node.open.contains(&mailbox) {
                                match &mut node.held {
                                    Some(held) => held.push(frame.clone()),
                                    None => node.events.push_back(Event::RelayFrames(vec![frame.clone()])),
                                }
                            }
                        }
                    }
                }
                Effect::WakeAt(at) => node.wake = Some(at),
                Effect::Rebuild(docs) => {
                    node.told.push(Effect::Rebuild(docs.clone()));
                    docs.into_iter().for_each(|doc| {
                        self.nodes[at].docs.open.insert(doc, Doc::default());
                        self.open(at, doc);
                    });
                }
                other => node.told.push(other),
            }
        }
    }

    /// Until nothing more happens by itself.
    pub(super) fn settle(&mut self) {
        for _ in 0..100_000 {
            let Some(at) = (0..self.nodes.len()).find(|at| !self.nodes[*at].events.is_empty()) else {
                return;
            };
            let node = &mut self.nodes[at];
            let event = node.events.pop_front().unwrap();
            let effects = node.replica.handle(event, self.now, &mut self.dice, &mut node.docs);
            self.carry_out(at, effects);
        }
        panic!("the world never comes to rest");
    }

    /// Lets time pass, waking who asked for it.
    pub(super) fn pass(&mut self, ms: u64) {
        let until = self.now + ms;
        loop {
            let due = self.nodes.iter().enumerate().filter_map(|(at, node)| Some((node.wake?, at))).min();
            let Some((wake, at)) = due.filter(|(wake, _)| *wake <= until) else { break };
            self.now = self.now.max(wake);
            self.nodes[at].wake = None;
            self.nodes[at].events.push_back(Event::Tick);
            self.settle();
        }
        self.now = until;
    }

    pub(super) fn go_offline(&mut self, at: usize) {
        let node = &mut self.nodes[at];
        node.online = false;
        node.open.clear();
        node.events.push_back(Event::RelayLost);
        self.settle();
    }

    pub(super) fn go_online(&mut self, at: usize) {
        self.nodes[at].online = true;
        self.pass(130_000);
    }

    /// Something lies in the team's mailbox, whoever put it there.
    pub(super) fn put_on_relay(&mut self, of: usize, sealed: Vec<u8>) {
        let id = self.nodes[of].replica.membership.mailbox().unwrap().id();
        self.put_into(id, sealed);
    }

    pub(super) fn put_into(&mut self, id: MailboxId, sealed: Vec<u8>) {
        let rows = &mut self.relay.mailboxes.get_mut(&id).unwrap().rows;
        let before = rows.last().map_or(wire::CHAIN_START, |(_, chain)| *chain);
        let chain = wire::chain(&before, &wire::blob_id(&sealed));
        rows.push((sealed, chain));
    }

    /// From now on what others do does not reach it.
    pub(super) fn hold(&mut self, at: usize) {
        self.nodes[at].held = Some(Vec::new());
    }

    /// All that was held arrives at once.
    pub(super) fn release(&mut self, at: usize) {
        let held = self.nodes[at].held.take().unwrap_or_default();
        self.happens(at, Event::RelayFrames(held));
    }

    /// The connection stands until so many frames have come, and breaks.
    pub(super) fn go_online_for(&mut self, at: usize, frames: usize) {
        self.nodes[at].online = true;
        let wake = self.nodes[at].wake.take().unwrap();
        self.now = self.now.max(wake);
        for event in [Event::Tick, Event::RelayConnected] {
            let node = &mut self.nodes[at];
            node.events.clear();
            let effects = node.replica.handle(event, self.now, &mut self.dice, &mut node.docs);
            self.carry_out(at, effects);
        }
        let node = &mut self.nodes[at];
        let came = node.events.drain(..).filter(|event| matches!(event, Event::RelayFrames(_)));
        let came: VecDeque<Event> = came.take(frames).collect();
        node.events = came;
        self.settle();
        self.go_offline(at);
    }

    /// The app is closed: nothing is left but the disk.
    pub(super) fn stop(&mut self, at: usize) -> Disk {
        let node = &mut self.nodes[at];
        node.online = false;
        node.open.clear();
        node.wake = None;
        node.events.clear();
        node.disk.clone()
    }

    pub(super) fn changes(&self, at: usize) -> &BTreeSet<Hash> {
        &self.nodes[at].docs.open[&DocId::REGISTER].changes
    }
}
