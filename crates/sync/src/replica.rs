//! The replica: one device's part in one register.

use crate::covers::Covers;
use crate::documents::{Changes, Documents};
use crate::effect::Effect;
use crate::error::{AppendError, InviteError, RestoreError};
use crate::event::{Event, Ticket};
use crate::invitation::Invitation;
use crate::name::{Actor, DeviceId, DocId, Hash, RegisterId};
use crate::random::Random;
use crate::status::{SetAsideEntry, SyncStatus};
use crate::store::{EnvelopeKey, Stored};

/// One device's part in one register. Decides; others do.
pub struct Replica {}

#[allow(unused_variables, missing_docs, clippy::missing_errors_doc)]
impl Replica {
    /// A new register. `person` is the founder's record; `relay` the address of a relay's WebSocket.
    pub fn found(
        person: [u8; 16],
        relay: Option<String>,
        now: u64,
        rng: &mut dyn Random,
    ) -> (Self, Vec<Effect>) {
        todo!()
    }
    /// Joins: reads the welcome at the invitation's relay and redeems it; then [`Effect::Joined`] or
    /// [`Effect::JoinFailed`].
    pub fn join(
        invitation: &Invitation,
        person: [u8; 16],
        now: u64,
        rng: &mut dyn Random,
    ) -> (Self, Vec<Effect>) {
        todo!()
    }
    /// After a restart.
    pub fn restore(
        stored: Stored,
        now: u64,
        rng: &mut dyn Random,
    ) -> Result<(Self, Vec<Effect>), RestoreError> {
        todo!()
    }
    pub fn register(&self) -> RegisterId {
        todo!()
    }
    pub fn device(&self) -> DeviceId {
        todo!()
    }
    pub fn person(&self) -> [u8; 16] {
        todo!()
    }
    /// The actor of this run's main writer. Best asked for at the first command, not at the start: once the
    /// relay has been read, the last run's slot can be resumed; before, a new one is taken.
    pub fn main_actor(&mut self, now: u64, rng: &mut dyn Random) -> Actor {
        todo!()
    }
    /// A new slot for another writer of this run.
    pub fn lease(&mut self, rng: &mut dyn Random) -> Actor {
        todo!()
    }
    /// Seals and signs local changes into their actor's log.
    pub fn append(
        &mut self,
        doc: DocId,
        changes: Changes,
        now: u64,
        rng: &mut dyn Random,
    ) -> Result<(Ticket, Vec<Effect>), AppendError> {
        todo!()
    }
    /// Something happened.
    pub fn handle(
        &mut self,
        event: Event,
        now: u64,
        rng: &mut dyn Random,
        docs: &mut dyn Documents,
    ) -> Vec<Effect> {
        todo!()
    }
    /// What of a document's envelopes has been taken up. To be stored beside a cache that was saved while no
    /// append was under way (`status().saving == 0`).
    pub fn covers(&self, doc: DocId) -> Covers {
        todo!()
    }
    /// Whether a cache with these covers may be used at all; else the document is built from its genesis,
    /// with `Covers::default()`.
    pub fn cache_stands(&self, doc: DocId, covers: &Covers) -> bool {
        todo!()
    }
    /// The envelopes of a document that a cache with these covers lacks.
    pub fn tail(&self, doc: DocId, covers: &Covers) -> Vec<EnvelopeKey> {
        todo!()
    }
    /// Makes an invitation.
    pub fn invite(
        &mut self,
        now: u64,
        rng: &mut dyn Random,
    ) -> Result<(Invitation, Vec<Effect>), InviteError> {
        todo!()
    }
    pub fn status(&self) -> SyncStatus {
        todo!()
    }
    /// Whose device each is.
    pub fn devices(&self) -> Vec<(DeviceId, [u8; 16])> {
        todo!()
    }
    pub fn set_aside(&self) -> Vec<SetAsideEntry> {
        todo!()
    }
    /// The tips of every log.
    pub fn vector(&self) -> Vec<(Actor, u64, Hash)> {
        todo!()
    }
}
