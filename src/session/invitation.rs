//! An invitation that the page was opened with: its secret stood in the fragment of the address.

use super::Session;
use crate::platform::address;
use leptos::prelude::*;

/// What followed `#j=`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invitation(pub String);

impl Invitation {
    /// Takes it out of the address bar, if it is there.
    pub fn take_from_address() -> Option<Self> {
        address::take_invitation().map(Self)
    }
}

impl Session {
    /// Keeps an invitation until it is used.
    pub fn set_invitation(self, invitation: Option<Invitation>) {
        self.invitation.set(invitation);
    }

    /// The invitation that waits to be used. Tracked.
    pub fn invitation(self) -> Option<Invitation> {
        self.invitation.get()
    }
}
