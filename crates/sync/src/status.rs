//! What a person is told about saving, sending and being seen, and what was set aside and why.

use crate::documents::Refusal;
use crate::name::DocId;
use crate::store::EnvelopeKey;

/// How it stands with the relay.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Network {
    /// This register has no relay.
    None,
    /// Not connected; another attempt follows.
    Waiting,
    /// Connecting, or connected and not yet caught up.
    Connecting,
    /// Connected, and all that lay there was read.
    Online,
}

/// The status line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SyncStatus {
    /// Appends whose transaction is not durable yet.
    pub saving: usize,
    /// Envelopes of this device that the relay has not acknowledged.
    pub unsent: usize,
    /// The connection.
    pub network: Network,
    /// Other persons who have read all that this device has sent.
    pub seen_by: usize,
    /// Other persons in the register.
    pub colleagues: usize,
    /// Whether what is shown comes from a snapshot, and the logs are still being read.
    pub verifying: bool,
    /// Envelopes set aside.
    pub set_aside: usize,
    /// Whether something waits for a newer version of this program.
    pub newer: bool,
}

/// Why an envelope's content is not merged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SetAsideReason {
    /// The change itself was refused.
    #[error("{0}")]
    Refused(#[from] Refusal),
    /// Its author had no right to it.
    #[error("its author had no right to it")]
    NoRight,
    /// A copy of the device wrote too, and the other branch stands.
    #[error("a copy of this device wrote too, and the other branch stands")]
    Forked,
    /// It is this device's own, and stands on what is in no log: on a snapshot that lied.
    #[error("stands on what is in no log")]
    Missing,
    /// It needs a newer version of this program.
    #[error("needs a newer version of this program")]
    Newer,
}

/// One envelope that was set aside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetAsideEntry {
    /// Where it is filed; its actor tells the device.
    pub key: EnvelopeKey,
    /// Whose device wrote it, if known.
    pub person: Option<[u8; 16]>,
    /// The document concerned.
    pub doc: DocId,
    /// Why.
    pub reason: SetAsideReason,
}
