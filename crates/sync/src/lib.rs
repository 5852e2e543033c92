//! Replica, identities, envelopes, membership and cryptography, sans-IO: events, times and randomness are
//! handed in, effects are handed out. The set of accepted envelopes is the truth; documents are caches of it.
//! Knows no browser, socket, clock, storage engine or CRDT: documents are asked for through [`Documents`].

pub mod documents;
pub mod effect;
pub mod event;
pub mod name;
pub mod store;

pub use documents::{Changes, Documents, Refusal, Verdict};
pub use effect::Effect;
pub use event::Event;
pub use name::{Actor, DeviceId, DocId, Hash, RegisterId};
pub use store::{EnvelopeKey, Head, Stored, StoredEnvelope, Transaction};
