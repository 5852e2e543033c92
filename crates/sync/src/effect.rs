//! What a replica wants done. Effects are carried out in order; what follows a `Store` does not wait for it:
//! the replica itself holds back whatever may leave only after the outcome is told.

use crate::documents::Changes;
use crate::event::{JoinError, Ticket};
use crate::name::DocId;
use crate::store::{EnvelopeKey, Transaction};

/// Something to do.
#[derive(Debug, Clone)]
pub enum Effect {
    /// Write durably, then tell [`crate::Event::Stored`] or [`crate::Event::StoreFailed`].
    Store(Ticket, Transaction),
    /// Read these envelopes from the store and hand them in as [`crate::Event::Read`], in the order asked;
    /// several requests may be answered at once. What is not there is left out, but an answer must come.
    Read(Vec<EnvelopeKey>),
    /// Connect to the relay at this address (`wss://…`), leaving any other connection.
    RelayConnect(String),
    /// Close the connection: it has stalled or spoken nonsense. Another `RelayConnect` follows in time.
    RelayClose,
    /// Send one binary frame to the relay.
    RelaySend(Vec<u8>),
    /// Hand new envelopes to other tabs and peers. Tabs of this profile must not miss any: what one of them
    /// stored, the others learn by this or at their next start.
    Share(Vec<Vec<u8>>),
    /// An append of this replica is durable: its ticket, as `append` returned it.
    Saved(Ticket),
    /// An append of this replica could not be stored. `taken`: take a new slot, rebuild, write again.
    NotSaved {
        /// The append's ticket.
        ticket: Ticket,
        /// Whether another writer took the slot (else the store refused).
        taken: bool,
    },
    /// Documents must be rebuilt: open each from its genesis and hand all its envelopes in again as
    /// [`crate::Event::DocumentOpened`].
    Rebuild(Vec<DocId>),
    /// A copy of this device wrote too, and its work stands: make these edits again under a new actor
    /// (`main_actor`, then `append`), where they still apply. They stay visible as set aside meanwhile.
    Rewrite {
        /// The document that they belong to.
        doc: DocId,
        /// The changes that do not stand, oldest first.
        changes: Vec<Changes>,
    },
    /// The invitation was redeemed: this device is a member now.
    Joined,
    /// Joining came to nothing.
    JoinFailed(JoinError),
    /// Nothing happens, and newcomers have no good snapshot: save the documents that everybody keeps in memory
    /// and hand them to [`crate::Replica::snapshot`], if all that was done here is durable.
    MakeSnapshot,
    /// A newcomer's first sight: these documents are shown while the logs are being read
    /// ([`crate::SyncStatus::verifying`]), and are then replaced by what the logs make of them. Edits may be
    /// made on them at once and appended as always. Never handed to [`crate::Documents`].
    Snapshot {
        /// The member who made it.
        by: crate::DeviceId,
        /// Its name: the hash of all of it.
        body: crate::Hash,
        /// The documents.
        documents: Vec<crate::SnapshotDocument>,
    },
    /// Who is a member, or whose device is whose, changed.
    MembersChanged,
    /// Send [`crate::Event::Tick`] at this time, milliseconds since 1970. A later one replaces it.
    WakeAt(u64),
}
