//! The replica: one device's part in one register. This file has what an application calls; the files beside
//! it each have one concern of its inside.

mod backing_up;
mod cells;
mod forking;
mod founding;
mod inviting;
mod joining;
mod keeping;
mod mending;
mod network;
mod receiving;
mod restoring;
mod sending;
mod snapshots;
mod stand_in;
mod strange;
mod viewing;
mod weighing;
mod writing;

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use crate::accept::content::Content;
use crate::accept::held::Held;
use crate::covers::Covers;
use crate::device::DeviceKeys;
use crate::documents::{Changes, Documents};
use crate::effect::Effect;
use crate::epoch::Epochs;
use crate::error::{AppendError, InviteError, RestoreError};
use crate::event::{Event, Ticket};
use crate::invitation::Invitation;
use crate::log::Logs;
use crate::membership::Membership;
use crate::name::{Actor, DeviceId, DocId, Hash, RegisterId};
use crate::random::{Random, bytes};
use crate::relay_client::RelayClient;
use crate::status::{Inside, SetAsideEntry, Strange, SyncStatus, Trouble};
use crate::store::{EnvelopeKey, Head, Stored, StoredEnvelope};

use backing_up::Backups;
pub use backing_up::Recovered;
use joining::Joining;
use keeping::Keeping;
use mending::Mending;
use network::Team;
use sending::Outbox;
use snapshots::Snapshots;
pub use stand_in::{StandIn, StandIns};
use strange::Strangers;
use weighing::Weighing;
use writing::Writers;

/// One device's part in one register. Decides; others do.
pub struct Replica {
    register: RegisterId,
    person: [u8; 16],
    device: DeviceKeys,
    epochs: Epochs,
    membership: Membership,
    logs: Logs,
    held: Held,
    content: Content,
    writers: Writers,
    keeping: Keeping,
    relay: RelayClient,
    team: Team,
    outbox: Outbox,
    joining: Option<Joining>,
    /// Documents to rebuild, and not before when.
    rebuild_due: BTreeMap<DocId, u64>,
    rebuilt_at: BTreeMap<DocId, u64>,
    /// Documents whose rebuild was asked for and has not come.
    rebuilding: BTreeSet<DocId>,
    weighing: Weighing,
    backups: Backups,
    snapshots: Snapshots,
    /// What the store was asked for and has not answered.
    reads: VecDeque<BTreeSet<EnvelopeKey>>,
    /// Asked for while still in memory.
    at_hand: Vec<StoredEnvelope>,
    effects: Vec<Effect>,
    wake_at: Option<u64>,
    /// What came and is nobody's envelope.
    strangers: Strangers,
    mending: Mending,
    /// What was last wrong with the relay.
    trouble: Option<Trouble>,
    /// The newest format that an envelope asked for.
    newest_format: u64,
}

impl Replica {
    /// A replica that knows nothing yet but its own keys.
    fn blank(register: RegisterId, person: [u8; 16], device: DeviceKeys, rng: &mut dyn Random) -> Self {
        Self {
            register,
            person,
            device,
            epochs: Epochs::default(),
            membership: Membership::new(register),
            logs: Logs::default(),
            held: Held::default(),
            content: Content::default(),
            writers: Writers::new(bytes(rng)),
            keeping: Keeping::default(),
            relay: RelayClient::new(None),
            team: Team::default(),
            outbox: Outbox::default(),
            joining: None,
            rebuild_due: BTreeMap::new(),
            rebuilt_at: BTreeMap::new(),
            rebuilding: BTreeSet::new(),
            weighing: Weighing::default(),
            backups: Backups::default(),
            snapshots: Snapshots::default(),
            reads: VecDeque::new(),
            at_hand: Vec::new(),
            effects: Vec::new(),
            wake_at: None,
            strangers: Strangers::default(),
            mending: Mending::default(),
            trouble: None,
            newest_format: 0,
        }
    }

    /// A new register. `person` is the founder's record; `relay` the address of a relay's WebSocket.
    pub fn found(
        person: [u8; 16],
        relay: Option<String>,
        now: u64,
        rng: &mut dyn Random,
    ) -> (Self, Vec<Effect>) {
        let mut replica = Self::new_register(person, relay, now, rng);
        let effects = replica.take_effects();
        (replica, effects)
    }

    /// Joins as somebody new, whom nobody else can claim to be: reads the welcome at the invitation's relay and
    /// redeems it; then [`Effect::Joined`] or [`Effect::JoinFailed`].
    pub fn join(invitation: &Invitation, now: u64, rng: &mut dyn Random) -> (Self, Vec<Effect>) {
        let mut replica = Self::begin_joining(invitation, None, now, rng);
        let effects = replica.take_effects();
        (replica, effects)
    }

    /// The same under an id of one's choice, for registers that are made up. As long as an older invitation is open,
    /// whoever has its link can claim to be the same person.
    pub fn join_as(
        invitation: &Invitation,
        person: [u8; 16],
        now: u64,
        rng: &mut dyn Random,
    ) -> (Self, Vec<Effect>) {
        let mut replica = Self::begin_joining(invitation, Some(person), now, rng);
        let effects = replica.take_effects();
        (replica, effects)
    }

    /// After a restart.
    ///
    /// # Errors
    /// If nothing is stored, or what is stored is damaged.
    pub fn restore(
        stored: Stored,
        now: u64,
        rng: &mut dyn Random,
    ) -> Result<(Self, Vec<Effect>), RestoreError> {
        let mut replica = Self::from_stored(stored, now, rng)?;
        let effects = replica.take_effects();
        Ok((replica, effects))
    }

    /// The register.
    pub fn register(&self) -> RegisterId {
        self.register
    }

    /// This device.
    pub fn device(&self) -> DeviceId {
        self.device.id()
    }

    /// Whose device this is.
    pub fn person(&self) -> [u8; 16] {
        self.person
    }

    /// The actor of this run's main writer, the same until [`Effect::NotSaved`]. Best asked for at the first
    /// command, not at the start: once the relay has been read, the last run's slot can be resumed; before, a
    /// new one is taken.
    pub fn main_actor(&mut self, rng: &mut dyn Random) -> Actor {
        self.main_writer(rng)
    }

    /// A new slot for another writer of this run.
    pub fn lease(&mut self, rng: &mut dyn Random) -> Actor {
        self.new_slot(rng)
    }

    /// Seals and signs local changes into their actor's log. Several appends may be under way; once one fails,
    /// so do those after it in the same log.
    ///
    /// # Errors
    /// If the actor is not one that this run writes as, the changes are too large for one envelope, or this
    /// device is no member yet. Nothing has happened then.
    pub fn append(
        &mut self,
        doc: DocId,
        changes: Changes,
        now: u64,
        rng: &mut dyn Random,
    ) -> Result<(Ticket, Vec<Effect>), AppendError> {
        let ticket = self.append_changes(doc, changes, now, rng)?;
        Ok((ticket, self.take_effects()))
    }

    /// Something happened.
    pub fn handle(
        &mut self,
        event: Event,
        now: u64,
        rng: &mut dyn Random,
        docs: &mut dyn Documents,
    ) -> Vec<Effect> {
        match event {
            Event::Stored(ticket) => self.stored(ticket, now, docs),
            Event::StoreFailed(ticket, failure) => self.store_failed(ticket, failure, now),
            Event::RelayConnected => self.relay_connected(now),
            Event::RelayLost => self.relay_lost(now, rng),
            Event::RelayFrames(frames) => self.relay_frames(&frames, now, rng, docs),
            Event::Envelopes(envelopes) => {
                let batch = envelopes.into_iter().map(|sealed| (sealed, None)).collect();
                self.receive(batch, false, now, docs);
                self.others_missing(now, rng);
            }
            Event::Read(envelopes) => self.read(envelopes, now, docs),
            Event::ReadFailed(keys) => self.keeping.read_again_later(keys, now),
            Event::DocumentOpened { doc, tail } => self.document_opened(doc, tail, now, docs),
            Event::NetworkBack => {
                self.relay.hasten(now);
                self.tick(now, rng);
            }
            Event::Tick => self.tick(now, rng),
        }
        self.pump(now);
        while !self.at_hand.is_empty() {
            self.take_at_hand(now, docs);
            self.pump(now);
        }
        self.settle(now, docs);
        self.consider_snapshot(now, rng);
        self.schedule();
        self.take_effects()
    }

    /// What of a document's envelopes has been taken up. To be stored beside a cache that was saved while no
    /// append was under way (`status().saving == 0`).
    pub fn covers(&self, doc: DocId) -> Covers {
        self.covers_of(doc)
    }

    /// Whether a cache with these covers may be used at all. If not, the document is built from its genesis
    /// and all its envelopes, that is, with `Covers::default()`.
    pub fn cache_stands(&self, covers: &Covers) -> bool {
        covers.tips.iter().all(|(actor, tips)| {
            self.logs.get(actor).is_none_or(|log| tips.iter().all(|(_, header)| log.stands(header)))
        })
    }

    /// Whether all that these covers name is here.
    pub fn has_all_of(&self, covers: &Covers) -> bool {
        covers.tips.iter().all(|(actor, tips)| {
            self.logs.get(actor).is_some_and(|log| tips.iter().all(|tip| log.contains(tip)))
        })
    }

    /// The envelopes of a document that a cache with these covers lacks. To be read and handed in as
    /// [`Event::DocumentOpened`] while the document is in memory; if it was in memory before, it is taken out
    /// before this is asked.
    pub fn tail(&self, doc: DocId, covers: &Covers) -> Vec<EnvelopeKey> {
        self.tail_of(doc, covers)
    }

    /// Makes an invitation. The relay gets its part as soon as it is connected.
    ///
    /// # Errors
    /// If the register has no relay, or this device is no owner's.
    pub fn invite(
        &mut self,
        now: u64,
        rng: &mut dyn Random,
    ) -> Result<(Invitation, Vec<Effect>), InviteError> {
        let invitation = self.make_invitation(now, rng)?;
        Ok((invitation, self.take_effects()))
    }

    /// Puts these saved documents on the relay as a snapshot for newcomers; what [`Effect::MakeSnapshot`] asks
    /// for. Nothing happens if that is not possible just now: it is asked for again.
    pub fn snapshot(&mut self, documents: Vec<(DocId, Vec<u8>)>, now: u64) -> Vec<Effect> {
        self.put_snapshot(documents, now);
        self.take_effects()
    }

    /// Whether this device, a newcomer's, has not yet read all that lies on the relay.
    pub fn is_reading_in(&self) -> bool {
        self.wants_snapshot()
    }

    /// What [`Effect::Snapshot`] showed holds what the logs do not: it is not relied on any more.
    pub fn snapshot_disagrees(&mut self, now: u64) -> Vec<Effect> {
        self.distrust_snapshot(now);
        self.schedule();
        self.take_effects()
    }

    /// The snapshot of this name, as [`Effect::Snapshot`] gave it, is not to be shown here again.
    pub fn leave_out_snapshot(&mut self, body: Hash) {
        self.leave_out(body);
    }

    /// Changes that the documents are not to be given, because the program fell over them: they are set aside as
    /// [`SetAsideReason::NotTakenUp`](crate::SetAsideReason). To be told before their document is opened.
    pub fn leave_out_changes(&mut self, doc: DocId, last: Hash) {
        self.content.leave_out(doc, last);
    }

    /// Gives up this run's main slot: what was written under it stands on what does not.
    pub fn give_up_main(&mut self) {
        self.abandon_main();
    }

    /// How it stands with saving, sending and being seen.
    pub fn status(&self) -> SyncStatus {
        self.view_status()
    }

    /// Whose device each is.
    pub fn devices(&self) -> Vec<(DeviceId, [u8; 16])> {
        self.membership.members().map(|(device, member)| (*device, member.person)).collect()
    }

    /// What was set aside, as far as its documents are open.
    pub fn set_aside(&self) -> Vec<SetAsideEntry> {
        self.view_set_aside()
    }

    /// What came and is nobody's envelope, as far as there was room to keep it.
    pub fn strange(&self) -> impl Iterator<Item = &Strange> {
        self.strangers.kept()
    }

    /// What is inside an envelope that is or was in a log; nothing if it does not open.
    pub fn inside(&self, stored: StoredEnvelope) -> Option<Inside> {
        let opened = self.reopen(stored)?;
        Some(Inside { time: opened.header.time, plain: opened.inner.encode() })
    }

    /// What waits, as far as its documents are open, and for which changes.
    pub fn waiting(&self) -> Vec<(EnvelopeKey, Vec<Hash>)> {
        self.content.waiting()
    }

    /// The changes that wait in an open document. A snapshot of it may have what they wait for.
    pub fn waiting_changes(&self, doc: DocId) -> Vec<Changes> {
        self.content.waiting_changes(doc).cloned().collect()
    }

    /// The tips of every log.
    pub fn vector(&self) -> Vec<(Actor, u64, Hash)> {
        self.view_vector()
    }

    /// The envelopes that came after these positions: of each log, the counter of the last one known. Logs that
    /// are not named are wholly new.
    pub fn newer_than(&self, known: &BTreeMap<Actor, u64>) -> Vec<EnvelopeKey> {
        let is_newer = |key: &EnvelopeKey| known.get(&key.actor).is_none_or(|counter| key.counter > *counter);
        self.logs.keys().filter(is_newer).collect()
    }

    /// The changes in an envelope that is in a log; nothing if it has none, or does not open.
    pub fn changes_in(&self, stored: StoredEnvelope) -> Option<Changes> {
        self.reopen(stored)?.changes()
    }

    fn take_effects(&mut self) -> Vec<Effect> {
        std::mem::take(&mut self.effects)
    }

    fn is_own(&self, actor: &Actor) -> bool {
        actor.device() == self.device.id()
    }

    /// A head that a run of ours may have left, as far as it was stored.
    fn stored_head(&self, actor: &Actor) -> Option<Head> {
        self.keeping.heads.get(actor).copied()
    }
}
