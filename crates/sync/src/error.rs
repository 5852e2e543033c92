//! Why a request to the replica was refused.

/// Why the stored states make no replica.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RestoreError {
    /// Nothing is stored: found or join a register.
    #[error("no register is stored here")]
    Empty,
    /// A state that was stored is absent or cannot be read.
    #[error("the stored state `{0}` is absent or damaged")]
    Damaged(&'static str),
}

/// Why changes could not be appended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AppendError {
    /// The actor is not (or no longer) one that this run writes as: ask for another.
    #[error("this run does not write as that actor")]
    NotHeld,
    /// The changes do not fit into an envelope.
    #[error("too much for one envelope")]
    TooLarge,
    /// This device is no member yet.
    #[error("this device is no member yet")]
    NoMember,
}

/// Why nobody can be invited now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InviteError {
    /// The register has no relay to meet at.
    #[error("this register has no relay")]
    NoRelay,
    /// Only an owner may invite.
    #[error("only an owner may invite")]
    NotOwner,
    /// The invitation's entry could not be written.
    #[error("the invitation could not be written: {0}")]
    NotWritten(#[from] AppendError),
}

/// A backup's recovery device is no member by the backup's own envelopes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the backup's recovery device is no member")]
pub struct RecoverError;
