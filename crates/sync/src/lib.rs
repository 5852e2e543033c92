//! Replica, identities, envelopes, membership and cryptography, sans-IO: events, times and randomness are
//! handed in, effects are handed out. The set of accepted envelopes is the truth; documents are caches of it.
//! Knows no browser, socket, clock, storage engine or CRDT: documents are asked for through [`Documents`].

mod accept;
mod backup;
pub mod base64;
mod cbor;
mod covers;
mod crypto;
mod device;
pub mod documents;
pub mod effect;
mod envelope;
mod epoch;
mod error;
pub mod event;
pub mod hex;
mod invitation;
mod log;
mod membership;
pub mod name;
mod person;
mod random;
mod relay_client;
mod replica;
mod snapshot;
mod status;
pub mod store;
#[cfg(test)]
mod vectors;

pub use backup::{BackupError, BackupReader, BackupWriter, CodeError, Contents, RecoveryCode, backup_order};
pub use covers::Covers;
pub use documents::{Changes, Documents, Refusal, Verdict};
pub use effect::Effect;
pub use error::{AppendError, InviteError, RecoverError, RestoreError};
pub use event::{Event, JoinError, StoreFailure, Ticket};
pub use invitation::{Invitation, InvitationError};
pub use name::{Actor, DeviceId, DocId, Hash, RegisterId};
pub use random::Random;
pub use replica::{Recovered, Replica, StandIn, StandIns};
pub use snapshot::SnapshotDocument;
pub use status::{
    Inside, Network, SetAsideEntry, SetAsideReason, Strange, StrangeReason, SyncStatus, Trouble,
};
pub use store::{EnvelopeKey, Head, Stored, StoredEnvelope, Transaction};
