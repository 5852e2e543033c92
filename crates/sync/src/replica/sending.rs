//! Sending: what the relay lacks is put there, own work at once, others' after a random delay, each log in its
//! order.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use wire::{RequestBody, blob_id};

use super::Replica;
use super::keeping::{After, named, state};
use super::network::others_delay;
use crate::covers::Covers;
use crate::log::{Log, Logs};
use crate::random::Random;
use crate::relay_client::Asked;
use crate::store::{EnvelopeKey, Transaction};

/// The most puts without acknowledgement.
const WINDOW: usize = 32;
/// How many envelopes are read from the store at once to be sent.
const READ_AHEAD: usize = 128;

/// What is to be put on the relay.
#[derive(Default)]
pub(super) struct Outbox {
    queue: VecDeque<EnvelopeKey>,
    queued: BTreeSet<EnvelopeKey>,
    /// Bytes at hand: of what was just written, or read from the store for sending.
    bytes: BTreeMap<EnvelopeKey, Vec<u8>>,
    /// Asked for from the store.
    reading: BTreeSet<EnvelopeKey>,
    /// Sent, without acknowledgement yet.
    under_way: BTreeSet<EnvelopeKey>,
    /// The relay refuses them for good.
    unsendable: BTreeSet<EnvelopeKey>,
    /// When others' envelopes that the relay lacks are filled in.
    others_at: Option<u64>,
    /// Own envelopes of a branch that fell, being read to be written again.
    rewrite: BTreeSet<EnvelopeKey>,
}

impl Outbox {
    /// An own envelope that may leave now.
    pub(super) fn fresh(&mut self, key: EnvelopeKey, sealed: Vec<u8>) {
        self.bytes.insert(key, sealed);
        self.queue(key);
    }

    pub(super) fn queue(&mut self, key: EnvelopeKey) {
        if !self.unsendable.contains(&key) && !self.under_way.contains(&key) && self.queued.insert(key) {
            self.queue.push_back(key);
        }
    }

    /// The connection is another, or none: what had no acknowledgement is sent again.
    pub(super) fn reconnected(&mut self) {
        for key in std::mem::take(&mut self.under_way).into_iter().rev() {
            self.again(key);
        }
    }

    /// It is to be sent once more.
    pub(super) fn again(&mut self, key: EnvelopeKey) {
        self.under_way.remove(&key);
        if self.queued.insert(key) {
            self.queue.push_front(key);
        }
    }

    pub(super) fn acknowledged(&mut self, key: &EnvelopeKey) {
        self.under_way.remove(key);
        self.bytes.remove(key);
    }

    pub(super) fn unsendable(&mut self, key: &EnvelopeKey) {
        self.acknowledged(key);
        self.unsendable.insert(*key);
    }

    /// Whether these bytes were asked for.
    pub(super) fn take_in(&mut self, key: &EnvelopeKey, sealed: &[u8]) {
        if self.reading.remove(key) {
            self.bytes.insert(*key, sealed.to_vec());
        }
    }

    /// The store does not have these: they cannot be sent, and are not asked for again in this run.
    pub(super) fn absent(&mut self, keys: &[EnvelopeKey]) {
        for key in keys {
            if self.reading.remove(key) {
                self.unsendable(key);
                self.queued.remove(key);
                self.queue.retain(|queued| queued != key);
            }
        }
    }

    pub(super) fn note_rewrite(&mut self, keys: &[EnvelopeKey]) {
        self.rewrite.extend(keys);
    }

    pub(super) fn rewrite(&self) -> &BTreeSet<EnvelopeKey> {
        &self.rewrite
    }

    pub(super) fn is_to_rewrite(&self, key: &EnvelopeKey) -> bool {
        self.rewrite.contains(key)
    }

    pub(super) fn rewritten(&mut self, key: &EnvelopeKey) {
        self.rewrite.remove(key);
    }

    pub(super) fn others_due(&self, now: u64) -> bool {
        self.others_at.is_some_and(|at| now >= at)
    }

    pub(super) fn wake_at(&self) -> Option<u64> {
        self.others_at
    }
}

/// Whether an envelope lies on the relay.
fn lies_there(logs: &Logs, shown: &Covers, key: &EnvelopeKey) -> bool {
    shown.names(logs.get(&key.actor), &key.actor, &(key.counter, key.header))
}

impl Replica {
    /// The relay has an envelope, at this place.
    pub(super) fn shown_on_relay(&mut self, key: &EnvelopeKey, seq: u64, now: u64) {
        let before = self.logs.get(&key.actor).and_then(|log| {
            let point = (key.counter, key.header);
            log.node(&point).and_then(|node| Log::parent(&point, node))
        });
        self.team.shown.add(self.logs.get(&key.actor), key.actor, (key.counter, key.header), before);
        if self.is_own(&key.actor) {
            self.team.own_seq = self.team.own_seq.max(seq);
        }
        self.team.changed(now);
    }

    fn missing(&self, own: bool) -> Vec<EnvelopeKey> {
        let logs = self.logs.iter().filter(|(actor, _)| self.is_own(actor) == own);
        logs.flat_map(|(actor, log)| {
            // Where a log never forked, all up to what lies there lies there, but for the exceptions.
            let known = self.team.shown.straight(log, actor);
            let points = log.points_after(known).map(|(point, node)| (*point, node.doc));
            points.map(|((counter, header), doc)| EnvelopeKey { doc, actor: *actor, counter, header })
        })
        .filter(|key| !lies_there(&self.logs, &self.team.shown, key))
        .collect()
    }

    /// Own envelopes that the relay has not acknowledged, and welcomes: a link works when its welcome lies there.
    pub(super) fn unsent(&self) -> usize {
        let welcomes = self.team.offers.iter().filter(|offer| self.membership.is_valid(&offer.invite));
        if self.membership.mailbox().is_none() { 0 } else { self.missing(true).len() + welcomes.count() }
    }

    /// Whether the relay lacks anything that this device has.
    pub(super) fn lacks_any(&self) -> bool {
        !self.missing(true).is_empty() || !self.missing(false).is_empty()
    }

    /// The relay was read to its end: what it lacks is filled in.
    pub(super) fn queue_missing(&mut self, now: u64, rng: &mut dyn Random) {
        for key in self.missing(true) {
            self.outbox.queue(key);
        }
        self.others_missing(now, rng);
    }

    /// Others' envelopes that the relay may lack are looked after in a while: perhaps another fills them in.
    pub(super) fn others_missing(&mut self, now: u64, rng: &mut dyn Random) {
        if self.team.is_open() && self.outbox.others_at.is_none() {
            for key in self.missing(true) {
                self.outbox.queue(key);
            }
            if !self.missing(false).is_empty() {
                self.outbox.others_at = Some(now + others_delay(rng));
            }
        }
    }

    pub(super) fn queue_others(&mut self) {
        self.outbox.others_at = None;
        if self.team.is_open() {
            for key in self.missing(false) {
                self.outbox.queue(key);
            }
        }
    }

    /// Sends as much as may be under way.
    pub(super) fn pump(&mut self, now: u64) {
        self.offer_invitations(now);
        if !self.team.is_open() || self.team.retry_at.is_some() {
            return;
        }
        let Some(mailbox) = self.membership.mailbox().cloned() else { return };
        while self.relay.puts_under_way() < WINDOW {
            let Some(key) = self.outbox.queue.front().copied() else { return };
            if lies_there(&self.logs, &self.team.shown, &key) {
                self.outbox.queue.pop_front();
                self.outbox.queued.remove(&key);
                self.outbox.bytes.remove(&key);
                continue;
            }
            if self.is_own(&key.actor) && !self.keeping.left.contains(&key.actor) {
                return self.note_leaving(key.actor);
            }
            let Some(sealed) = self.outbox.bytes.get(&key).cloned() else { return self.read_ahead() };
            self.outbox.queue.pop_front();
            self.outbox.queued.remove(&key);
            self.outbox.under_way.insert(key);
            let asked = Asked::Put(key, blob_id(&sealed));
            let body =
                RequestBody::Put { mailbox: mailbox.id(), write: mailbox.write.clone(), bytes: sealed };
            self.relay.ask(asked, body, now, &mut self.effects);
        }
    }

    /// Before anything of a slot leaves, it is written down that it does.
    fn note_leaving(&mut self, actor: crate::name::Actor) {
        if !self.keeping.is_leaving(&actor) {
            let state = vec![(named(state::LEFT, &actor.0), Some(vec![1]))];
            self.store(Transaction { state, ..Transaction::default() }, After::Left(actor));
        }
    }

    fn read_ahead(&mut self) {
        let outbox = &mut self.outbox;
        // One request at a time: what comes is sent before more is read.
        if !outbox.reading.is_empty() {
            return;
        }
        // What is not durable here waits: nothing leaves before.
        let unstored: BTreeSet<EnvelopeKey> = self.keeping.unstored().map(|stored| stored.key).collect();
        let lacking = outbox
            .queue
            .iter()
            .take(READ_AHEAD)
            .filter(|key| !outbox.bytes.contains_key(key) && !unstored.contains(key));
        let keys: Vec<_> = lacking.copied().collect();
        if !keys.is_empty() {
            outbox.reading.extend(&keys);
            self.ask_read(keys);
        }
    }
}
