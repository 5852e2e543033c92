//! What a person does to the register: some fields set at once, with the words history will use for it.

use crate::field::FieldType;
use crate::id::{FieldPath, RecordId};
use crate::kind::Kind;
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
    /// A step of a scale was chosen: likelihood, impact.
    Rate,
    /// The status was set: a record was moved on.
    Move,
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
            Self::Rate => "rate",
            Self::Move => "move",
            Self::Choose => "choose",
            Self::Archive => "archive",
            Self::Restore => "restore",
            Self::Type => "type",
        }
    }

    /// What setting one field is called.
    fn of_setting(record: &RecordId, path: &FieldPath) -> Self {
        let field = Kind::by_name(&record.kind).and_then(|kind| kind.field(path));
        match field.map(|field| field.ty) {
            Some(FieldType::Scale { .. }) => Self::Rate,
            Some(FieldType::Choice(_)) if *path == FieldPath::of("status") => Self::Move,
            _ => Self::Edit,
        }
    }

    /// What stands in the document's change: the code and its parameter, the number that the record bore then
    /// (`rate R-012`). Nobody needs the record as it is now to say what was done.
    pub fn in_change(self, number: Option<&str>) -> String {
        match number.map(str::trim).filter(|number| (1..=MOST_OF_NUMBER).contains(&number.len())) {
            Some(number) => format!("{} {number}", self.code()),
            None => self.code().to_owned(),
        }
    }

    /// The code and the number in the message of a change. A newer version's codes are possible, and what is not
    /// written so: messages are claims like times.
    pub fn read(message: &str) -> (&str, Option<&str>) {
        match message.split_once(' ') {
            Some((code, number)) => (code, Some(number)),
            None => (message, None),
        }
    }
}

/// A longer number, in bytes, is left out of messages.
const MOST_OF_NUMBER: usize = 60;

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
        let message = Message::of_setting(record, &path);
        Self { message, writes: vec![Write { record: record.clone(), path, value }] }
    }
}
