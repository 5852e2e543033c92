//! Envelopes: what travels, and the checks that it passes on its way in. Each stage has a type of its own, so
//! that what was not checked cannot be used as if it were:
//! [`Sealed`] → [`Opened`] → [`Verified`] → [`Accepted`].

mod header;
mod seal;
mod stage;

pub(crate) use header::{FORMAT, Header, Kind, MAX_HEADS, OLDEST_FORMAT};
pub(crate) use seal::{Inner, Sealed, open_inner, seal as seal_cell, seal_inner};
pub(crate) use stage::{Accepted, Opened, Position, Verified};

use crate::crypto::labels;
use crate::crypto::signature::Domain;
use crate::name::{RegisterId, Stream};

/// What envelope signatures of a register are over; the genesis is signed with register zero.
pub(crate) fn domain(register: RegisterId) -> Domain<'static> {
    Domain { label: labels::SIGN_ENVELOPE, register, stream: Stream::TEAM }
}
