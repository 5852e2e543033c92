//! What a person does to the register: some fields set at once, with the words history will use for it.

use crate::id::{FieldPath, RecordId};
use crate::value::Value;
use serde::{Deserialize, Serialize};

/// One field set to one value. A record or row exists from its first write on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Write {
    /// The record.
    pub record: RecordId,
    /// The field within it.
    pub path: FieldPath,
    /// What it is set to; writing the value of one of several standing answers chooses it.
    pub value: Value,
}

/// Why a change was made: a code, phrased by the reader's language file under `act.<code>`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Message {
    /// A record was made.
    Create,
    /// Fields were set.
    Edit,
    /// One of several standing answers was chosen.
    Choose,
    /// A record or row was put away.
    Archive,
    /// A record or row was brought back.
    Restore,
    /// A long text was written.
    Type,
}

impl Message {
    /// The code that stands in the document's change.
    pub fn code(self) -> &'static str {
        match self {
            Self::Create => "create",
            Self::Edit => "edit",
            Self::Choose => "choose",
            Self::Archive => "archive",
            Self::Restore => "restore",
            Self::Type => "type",
        }
    }
}

/// Writes that belong together: stored, signed and shown in history as one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Command {
    /// What it is called in history.
    pub message: Message,
    /// What it sets.
    pub writes: Vec<Write>,
}

impl Command {
    /// A command that sets one field of a record.
    pub fn set(record: &RecordId, path: FieldPath, value: Value) -> Self {
        Self { message: Message::Edit, writes: vec![Write { record: record.clone(), path, value }] }
    }
}
