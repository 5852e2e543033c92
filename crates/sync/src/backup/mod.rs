//! Backups: a file that holds a register as one device has it, sealed under a recovery code that a person keeps
//! on paper. Whoever has both can go on as the same person, with a new device.

mod chunks;
mod code;
mod file;

pub use code::{CodeError, RecoveryCode};
pub use file::{BackupError, BackupReader, BackupWriter, Contents};
pub(crate) use file::{Head, Kept};

use crate::name::{Actor, DocId, Hash};
use crate::store::EnvelopeKey;

/// Where an envelope stands in a backup: membership entries first, then each log in its order, so that all can
/// be taken in as it is read.
pub fn backup_order(key: &EnvelopeKey) -> (bool, Actor, u64, Hash) {
    (key.doc != DocId::MEMBERSHIP, key.actor, key.counter, key.header)
}
