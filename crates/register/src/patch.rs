//! How the plain register follows the documents: each patch names a place and gives its whole new state.

use crate::id::{DeviceId, FieldPath, RecordId};
use crate::record::Answers;
use serde::{Deserialize, Serialize};

/// One change of the plain register. Idempotent, so that a repeated one does no harm.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Patch {
    /// A field now has these answers.
    Field {
        /// The record, made if it was unknown.
        record: RecordId,
        /// The field within it.
        path: FieldPath,
        /// All standing answers, the shown one first; none takes the field away.
        answers: Answers,
    },
    /// A record exists, perhaps still without an answer.
    Record {
        /// Which.
        record: RecordId,
    },
    /// A device belongs to a person.
    Device {
        /// The device.
        device: DeviceId,
        /// The `person` record.
        person: RecordId,
    },
}
