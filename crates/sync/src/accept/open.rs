//! Step 1: it opens under an epoch whose key we have, and holds what it says.

use crate::envelope::{Opened, Position, Sealed, open_inner};
use crate::epoch::Epochs;
use crate::status::StrangeReason;

/// How opening went.
pub(crate) enum Opening {
    /// It opened.
    Opened(Box<Opened>),
    /// It names an epoch whose key has not come: it is held.
    UnknownKey(Vec<u8>),
    /// It is no envelope of this register: kept apart and dropped.
    Strange(StrangeReason, Vec<u8>),
}

/// Opens one envelope.
pub(crate) fn open(epochs: &Epochs, sealed: Vec<u8>, position: Option<Position>) -> Opening {
    let Ok(outside) = Sealed::read(&sealed) else {
        return Opening::Strange(StrangeReason::NoEnvelope, sealed);
    };
    let Some(epoch) = epochs.get(&outside.key_check) else { return Opening::UnknownKey(sealed) };
    let opened = open_inner(epoch, &outside).ok().and_then(|inner| Opened::new(Vec::new(), inner, position));
    match opened {
        Some(opened) => Opening::Opened(Box::new(Opened { sealed, ..opened })),
        None => Opening::Strange(StrangeReason::Altered, sealed),
    }
}
