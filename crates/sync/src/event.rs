//! What happens to a replica.

use crate::store::{EnvelopeKey, StoredEnvelope};

/// Names one [`crate::Effect::Store`], so that its outcome can be told.
pub type Ticket = u64;

/// Why a transaction was not written. Nothing of it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StoreFailure {
    /// An expected head was another: someone else wrote to the log. A new slot is needed.
    Taken,
    /// The disk is full, or the browser refused for another reason.
    Refused,
}

/// Why joining came to nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum JoinError {
    /// The relay could not be reached.
    #[error("the relay could not be reached")]
    RelayUnreachable,
    /// The relay holds no such invitation.
    #[error("there is no such invitation")]
    NoInvitation,
    /// The redeemed invitation could not be stored on this device.
    #[error("this device could not store it")]
    NotStored,
    /// What lies there does not open with this link, or is not signed by who founded the register.
    #[error("the invitation does not open")]
    NotGenuine,
}

/// Something happened.
#[derive(Debug, Clone)]
pub enum Event {
    /// A transaction is durable.
    Stored(Ticket),
    /// A transaction was not written.
    StoreFailed(Ticket, StoreFailure),
    /// The connection to the relay stands.
    RelayConnected,
    /// It is gone, or could not be made.
    RelayLost,
    /// The relay said something: binary frames, in this order. What came together is judged together, which is far
    /// quicker than one by one.
    RelayFrames(Vec<Vec<u8>>),
    /// Envelopes came from another tab, a peer or a file; or another tab put them in the common store.
    Envelopes(Vec<Vec<u8>>),
    /// What an [`crate::Effect::Read`] asked for.
    Read(Vec<StoredEnvelope>),
    /// The store refused to read these; they are asked for again after a while.
    ReadFailed(Vec<EnvelopeKey>),
    /// A document was put into memory from its cache; these are its envelopes that the cache does not cover.
    DocumentOpened {
        /// Which.
        doc: crate::DocId,
        /// The stored envelopes of the document, all that the cache's `covers` did not name.
        tail: Vec<StoredEnvelope>,
    },
    /// The device says that the network is back: whoever waits to connect need wait no longer.
    NetworkBack,
    /// Time went on: sent when an [`crate::Effect::WakeAt`] is due, or now and then.
    Tick,
}
