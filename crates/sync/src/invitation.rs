//! The link that invites: what it carries, and the keys that its secret yields.

use crate::name::RegisterId;

/// An invitation as its link carries it. Whoever holds it can join.
#[derive(Clone, PartialEq, Eq)]
pub struct Invitation {
    pub(crate) relay: String,
    pub(crate) mailbox: wire::MailboxId,
    pub(crate) register: RegisterId,
    pub(crate) secret: [u8; 32],
}

/// Why a link is no invitation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvitationError {
    /// It bears none.
    #[error("the link bears no invitation")]
    Absent,
    /// It is cut off or altered.
    #[error("the invitation is incomplete or damaged")]
    Damaged,
    /// It was made by a newer version.
    #[error("the invitation is for a newer version of this program")]
    Newer,
}

impl Invitation {
    /// The part behind `#j=`.
    pub fn to_fragment(&self) -> String {
        todo!()
    }

    /// Reads what [`Self::to_fragment`] wrote.
    ///
    /// # Errors
    /// If it is something else.
    pub fn from_fragment(_fragment: &str) -> Result<Self, InvitationError> {
        todo!()
    }

    /// Reads a whole link, or just its fragment, as people paste it.
    ///
    /// # Errors
    /// If it bears no invitation.
    pub fn from_link(_link: &str) -> Result<Self, InvitationError> {
        todo!()
    }

    /// The register that it invites to.
    pub fn register(&self) -> RegisterId {
        self.register
    }

    /// The relay that it names.
    pub fn relay(&self) -> &str {
        &self.relay
    }
}
