//! Writing: slots, and how an envelope of our own is made. One append is one transaction that expects the
//! log's head to be as this run left it.

use std::collections::{BTreeMap, BTreeSet};

use super::Replica;
use super::keeping::{After, named, state};
use super::network::prev_state;
use crate::accept::held::Held;
use crate::device::DeviceKeys;
use crate::documents::{Changes, Documents};
use crate::envelope::{Header, Inner, Kind, OLDEST_FORMAT, Opened, Verified, domain, seal_inner};
use crate::error::AppendError;
use crate::event::Ticket;
use crate::log::Point;
use crate::name::{Actor, DocId, Hash, RegisterId};
use crate::random::{Random, bytes};
use crate::store::{Head, StoredEnvelope, Transaction};

/// One slot that this run writes to.
pub(super) struct Writer {
    /// The newest envelope, stored or under way.
    tip: Option<Point>,
    /// The head that the next append expects.
    head: Option<Head>,
    /// The membership heads that the log named last.
    heads: Option<Vec<Hash>>,
}

/// This run's slots.
pub(super) struct Writers {
    /// This run's token.
    holder: [u8; 16],
    slots: BTreeMap<Actor, Writer>,
    main: Option<Actor>,
    /// The last run's main writer.
    pub(super) previous: Option<Actor>,
    /// Slots that must not be written to again in this run.
    abandoned: BTreeSet<Actor>,
}

/// Small states to put or delete.
pub(super) type States = Vec<(String, Option<Vec<u8>>)>;

/// What an envelope is to carry.
pub(super) struct Draft {
    pub(super) kind: Kind,
    pub(super) doc: Option<DocId>,
    pub(super) changes: Option<(u64, u64, Hash)>,
    /// The oldest format that understands it.
    pub(super) format: u64,
    pub(super) body: Vec<u8>,
}

impl Draft {
    pub(super) fn entry(body: &crate::membership::Body) -> Self {
        Self { kind: Kind::Membership, doc: None, changes: None, format: OLDEST_FORMAT, body: body.encode() }
    }

    pub(super) fn changes(doc: DocId, changes: Changes) -> Self {
        Self {
            kind: Kind::Changes,
            doc: Some(doc),
            changes: Some((changes.first_seq, changes.last_seq, changes.last_hash)),
            format: changes.format,
            body: changes.bytes,
        }
    }
}

impl Writers {
    pub(super) fn new(holder: [u8; 16]) -> Self {
        Self { holder, slots: BTreeMap::new(), main: None, previous: None, abandoned: BTreeSet::new() }
    }

    /// Gives up a slot: another is taken for what is written next.
    pub(super) fn abandon(&mut self, actor: &Actor) {
        self.slots.remove(actor);
        self.abandoned.insert(*actor);
        if self.main == Some(*actor) {
            self.main = None;
        }
    }

    pub(super) fn holds(&self, actor: &Actor) -> bool {
        self.slots.contains_key(actor)
    }

    /// Takes a slot that something was just written to.
    pub(super) fn continue_at(&mut self, actor: Actor, tip: Point, head: Head, heads: Vec<Hash>) {
        self.slots.insert(actor, Writer { tip: Some(tip), head: Some(head), heads: Some(heads) });
        self.main = Some(actor);
    }

    pub(super) fn head(&self, point: Point) -> Head {
        Head { counter: point.0, header: point.1, holder: self.holder }
    }
}

impl Replica {
    pub(super) fn new_slot(&mut self, rng: &mut dyn Random) -> Actor {
        let actor = Actor::new(self.device.id(), bytes(rng));
        self.writers.slots.insert(actor, Writer { tip: None, head: None, heads: None });
        actor
    }

    pub(super) fn main_writer(&mut self, rng: &mut dyn Random) -> Actor {
        if let Some(main) = self.writers.main {
            return main;
        }
        let actor = match self.writers.previous.filter(|actor| self.may_resume(actor)) {
            Some(previous) => {
                let head = self.stored_head(&previous);
                let tip = head.map(|head| (head.counter, head.header));
                self.writers.slots.insert(previous, Writer { tip, head, heads: None });
                previous
            }
            None => self.new_slot(rng),
        };
        self.writers.main = Some(actor);
        actor
    }

    pub(super) fn abandon_main(&mut self) {
        if let Some(main) = self.writers.main {
            self.writers.abandon(&main);
        }
    }

    /// A slot is resumed only if nothing of it ever left this device, or the relay has been read to its end in
    /// this run and showed nothing of it that we lack. On any doubt a new one is taken.
    fn may_resume(&self, actor: &Actor) -> bool {
        let Some(head) = self.stored_head(actor) else { return false };
        let Some(log) = self.logs.get(actor) else { return false };
        let ours = log.tip() == Some((head.counter, head.header)) && !log.forked();
        let complete = log.points().next_back().map(|(point, _)| *point) == log.tip();
        let alone = !self.keeping.left.contains(actor) && !self.keeping.is_leaving(actor);
        let shown = self.team.caught_up && holds_nothing_of(&self.held, actor);
        self.is_own(actor) && !self.writers.abandoned.contains(actor) && ours && complete && (alone || shown)
    }

    /// Makes one envelope: header, signature, seal.
    pub(super) fn compose(
        &self,
        actor: Actor,
        tip: Option<Point>,
        heads: Option<Vec<Hash>>,
        draft: Draft,
        now: u64,
        rng: &mut dyn Random,
    ) -> Result<Verified, AppendError> {
        self.compose_as(&self.device, actor, tip, heads, draft, now, rng)
    }

    /// The same, by a device whose keys are at hand.
    #[allow(clippy::too_many_arguments, reason = "all of them go into the header")]
    pub(super) fn compose_as(
        &self,
        device: &DeviceKeys,
        actor: Actor,
        tip: Option<Point>,
        heads: Option<Vec<Hash>>,
        draft: Draft,
        now: u64,
        rng: &mut dyn Random,
    ) -> Result<Verified, AppendError> {
        let (header, inner) = sign(device, Some(self.register), actor, tip, heads, draft, now, rng);
        let epoch = self.epochs.current(self.membership.current_epoch()).ok_or(AppendError::NoMember)?;
        let sealed = seal_inner(epoch, &inner).map_err(|_| AppendError::TooLarge)?;
        let id = crate::crypto::sha256(&[&inner.header]);
        let opened = Opened { sealed, inner, header, id, position: None };
        if crate::accept::caps::within(&opened) {
            Ok(Verified::authentic(opened))
        } else {
            Err(AppendError::TooLarge)
        }
    }

    pub(super) fn append_changes(
        &mut self,
        doc: DocId,
        changes: Changes,
        now: u64,
        rng: &mut dyn Random,
    ) -> Result<Ticket, AppendError> {
        let actor = changes.actor;
        self.write(actor, Draft::changes(doc, changes), true, Vec::new(), now, rng)
    }

    /// Appends one envelope to a log that this run holds, with other states in the same transaction.
    pub(super) fn write(
        &mut self,
        actor: Actor,
        draft: Draft,
        told: bool,
        states: Vec<(String, Option<Vec<u8>>)>,
        now: u64,
        rng: &mut dyn Random,
    ) -> Result<Ticket, AppendError> {
        self.write_with(actor, draft, told, |_, _, _| Ok(states), now, rng)
    }

    /// The same, with states that follow from the envelope.
    pub(super) fn write_with(
        &mut self,
        actor: Actor,
        draft: Draft,
        told: bool,
        states: impl FnOnce(&Self, &Opened, &mut dyn Random) -> Result<States, AppendError>,
        now: u64,
        rng: &mut dyn Random,
    ) -> Result<Ticket, AppendError> {
        let Some(writer) = self.writers.slots.get(&actor) else { return Err(AppendError::NotHeld) };
        if self.membership.member(&self.device.id()).is_none() {
            return Err(AppendError::NoMember);
        }
        let heads = self.membership.heads_for(&self.device.id());
        let entry = draft.kind == Kind::Membership;
        let named_heads = (entry || writer.heads.as_ref() != Some(&heads)).then(|| heads.clone());
        let (tip, head) = (writer.tip, writer.head);
        let verified = self.compose(actor, tip, named_heads, draft, now, rng)?;
        let opened = verified.get();
        let mut states = states(self, opened, rng)?;
        let point = (opened.header.counter, opened.id);
        let next = self.writers.head(point);
        if entry {
            states.push((named(state::ENTRY, &opened.id.0), Some(opened.inner.encode())));
        }
        if self.logs.get(&actor).is_some_and(|log| log.ambiguous(point.0)) {
            states.push(prev_state(&opened.id, &opened.header.prev));
        }
        if self.writers.main == Some(actor) && self.writers.previous != Some(actor) {
            states.push((state::MAIN.to_owned(), Some(actor.0.to_vec())));
            self.writers.previous = Some(actor);
        }
        let transaction = Transaction {
            expect: vec![(actor, head)],
            heads: vec![(actor, next)],
            envelopes: vec![StoredEnvelope { key: opened.key(), sealed: opened.sealed.clone() }],
            state: states,
        };
        if let Some(writer) = self.writers.slots.get_mut(&actor) {
            *writer = Writer { tip: Some(point), head: Some(next), heads: Some(heads) };
        }
        Ok(self.store(transaction, After::Append { actor, head: next, envelopes: vec![verified], told }))
    }

    /// Own envelopes are durable: they are recorded, and may leave.
    pub(super) fn appended(&mut self, envelopes: Vec<Verified>, now: u64, docs: &mut dyn Documents) {
        for verified in envelopes {
            let key = verified.get().key();
            self.outbox.fresh(key, verified.get().sealed.clone());
            self.enter_own(verified, now, docs);
        }
    }
}

fn holds_nothing_of(held: &Held, actor: &Actor) -> bool {
    held.of(actor).next().is_none()
}

/// Makes header and signature; without a register, it is the genesis, which is signed with register zero.
#[allow(clippy::too_many_arguments, reason = "all of them go into the header")]
pub(super) fn sign(
    device: &crate::device::DeviceKeys,
    register: Option<RegisterId>,
    actor: Actor,
    tip: Option<Point>,
    heads: Option<Vec<Hash>>,
    draft: Draft,
    now: u64,
    rng: &mut dyn Random,
) -> (Header, Inner) {
    let salt = bytes(rng);
    let header = Header {
        min: draft.format,
        kind: draft.kind,
        actor,
        counter: tip.map_or(1, |(counter, _)| counter + 1),
        prev: tip.map_or(Hash::ZERO, |(_, header)| header),
        salt,
        membership_heads: heads.filter(|heads| !heads.is_empty()),
        body_hash: Header::body_hash(&salt, &draft.body),
        time: now,
        doc: draft.doc,
        first_seq: draft.changes.map(|(first, _, _)| first),
        last_seq: draft.changes.map(|(_, last, _)| last),
        last_hash: draft.changes.map(|(_, _, hash)| hash),
        schema: None,
    };
    let bytes = header.encode();
    let signature = device.sign(domain(register.unwrap_or(RegisterId([0; 32]))), &bytes);
    (header, Inner { header: bytes, signature, body: draft.body })
}
