//! Step 1: it opens under an epoch whose key we have, and holds what it says.

use crate::envelope::{Opened, Position, Sealed, open_inner};
use crate::epoch::Epochs;

/// How opening went.
pub(crate) enum Opening {
    /// It opened.
    Opened(Box<Opened>),
    /// It names an epoch whose key has not come: it is held.
    UnknownKey(Vec<u8>),
    /// It is no envelope of this register: tallied and dropped.
    Foreign,
}

/// Opens one envelope.
pub(crate) fn open(epochs: &Epochs, sealed: Vec<u8>, position: Option<Position>) -> Opening {
    let Ok(outside) = Sealed::read(&sealed) else { return Opening::Foreign };
    let Some(epoch) = epochs.get(&outside.key_check) else { return Opening::UnknownKey(sealed) };
    let Ok(inner) = open_inner(epoch, &outside) else { return Opening::Foreign };
    match Opened::new(sealed, inner, position) {
        Some(opened) => Opening::Opened(Box::new(opened)),
        None => Opening::Foreign,
    }
}
