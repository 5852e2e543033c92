//! The plain register: what the documents say, without a CRDT. The page keeps it as signals, rules read it.

use crate::field::{ARCHIVED, POSITION};
use crate::id::{DeviceId, FieldPath, RecordId};
use crate::kind::Kind;
use crate::patch::Patch;
use crate::value::Value;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use uuid::Uuid;

/// One value of a field, with who set it and when.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Answer {
    /// What was set.
    pub value: Value,
    /// The device that set it.
    pub by: DeviceId,
    /// When, by that device's clock: milliseconds since 1970.
    pub at: i64,
}

/// All standing values of one field, the shown one first. More than one is a disagreement: values set
/// apart from one another, both kept until somebody chooses.
pub type Answers = Vec<Answer>;

/// One record.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// Its id.
    pub id: RecordId,
    /// Its short fields and those of its rows. Long texts are in its paper.
    pub fields: BTreeMap<FieldPath, Answers>,
}

static EMPTY: Value = Value::Empty;

impl Record {
    /// A record without any answer.
    pub fn new(id: RecordId) -> Self {
        Self { id, fields: BTreeMap::new() }
    }

    /// The shown value of a field; empty where nothing was answered.
    pub fn get(&self, path: &FieldPath) -> &Value {
        self.fields.get(path).and_then(|answers| answers.first()).map_or(&EMPTY, |answer| &answer.value)
    }

    /// The shown value of one of the record's own fields.
    pub fn value(&self, key: &str) -> &Value {
        // A record's own fields are few and stand before those of its rows: going along them makes no path, and
        // lists ask for thousands of values.
        let mut from_here =
            self.fields.iter().skip_while(|(path, _)| path.row.is_none() && path.key.as_str() < key);
        let found = from_here.next().filter(|(path, _)| path.row.is_none() && path.key == key);
        found.and_then(|(_, answers)| answers.first()).map_or(&EMPTY, |answer| &answer.value)
    }

    /// The shown value of a row's field.
    pub fn row_value(&self, rows: &str, row: Uuid, key: &str) -> &Value {
        self.get(&FieldPath::in_row(rows, row, key))
    }

    /// The text of one of the record's own fields, or nothing.
    pub fn text(&self, key: &str) -> &str {
        self.value(key).as_text().unwrap_or_default()
    }

    /// The rows under a key that are not archived, by id, which is the order of their making.
    pub fn rows(&self, rows: &str) -> Vec<Uuid> {
        let mut found: Vec<Uuid> = Vec::new();
        for path in self.fields.keys() {
            if let Some((key, row)) = &path.row
                && key == rows
                && found.last() != Some(row)
                && !self.is_archived_row(rows, *row)
            {
                found.push(*row);
            }
        }
        found
    }

    /// The rows of a list that are not archived, by their position and then in the order of their making.
    /// Rows without a position come last.
    pub fn rows_in_order(&self, rows: &str) -> Vec<Uuid> {
        let mut found = self.rows(rows);
        found.sort_by_key(|row| self.row_value(rows, *row, POSITION).as_int().unwrap_or(i64::MAX));
        found
    }

    /// Whether a row was put away.
    pub fn is_archived_row(&self, rows: &str, row: Uuid) -> bool {
        self.row_value(rows, row, ARCHIVED).is_set_flag()
    }

    /// Whether it was put away.
    pub fn is_archived(&self) -> bool {
        self.value(ARCHIVED).is_set_flag()
    }

    /// The description of its kind, unless a newer version made it.
    pub fn kind(&self) -> Option<&'static Kind> {
        Kind::by_name(&self.id.kind)
    }

    /// The text that people know it by; empty when it has none yet.
    pub fn title(&self) -> &str {
        self.kind().map_or("", |kind| self.text(kind.title))
    }

    /// The fields on which people disagree: more than one value stands. Equal values set apart are no
    /// disagreement.
    pub fn disagreements(&self) -> impl Iterator<Item = (&FieldPath, &Answers)> {
        self.fields.iter().filter(|(_, answers)| {
            let mut values = answers.iter().map(|answer| &answer.value);
            values.next().is_some_and(|first| values.any(|other| other != first))
        })
    }
}

/// Everything a register holds but its long texts.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Register {
    /// All records, archived ones too.
    pub records: BTreeMap<RecordId, Record>,
    /// Whose device each is.
    pub devices: BTreeMap<DeviceId, RecordId>,
}

impl Register {
    /// Takes over one change of the documents. Applying a patch twice is applying it once.
    pub fn apply(&mut self, patch: &Patch) {
        match patch {
            Patch::Field { record, path, answers } => {
                let fields = &mut self.record_mut(record).fields;
                if answers.is_empty() {
                    fields.remove(path);
                } else {
                    fields.insert(path.clone(), answers.clone());
                }
            }
            Patch::Record { record } => {
                self.record_mut(record);
            }
            Patch::Device { device, person } => {
                self.devices.insert(*device, person.clone());
            }
        }
    }

    /// The same for a patch that nobody else needs: nothing of it is copied. A whole register comes this way.
    pub fn take(&mut self, patch: Patch) {
        match patch {
            Patch::Field { record, path, answers } if !answers.is_empty() => {
                match self.records.get_mut(&record) {
                    Some(known) => known.fields.insert(path, answers),
                    None => self.record_mut(&record).fields.insert(path, answers),
                };
            }
            patch => self.apply(&patch),
        }
    }

    fn record_mut(&mut self, id: &RecordId) -> &mut Record {
        self.records.entry(id.clone()).or_insert_with(|| Record::new(id.clone()))
    }

    /// The records of a kind that are not archived, the older first.
    pub fn of_kind(&self, kind: &str) -> impl Iterator<Item = &Record> {
        self.all_of_kind(kind).filter(|record| !record.is_archived())
    }

    /// The records of a kind, archived ones too, the older first.
    pub fn all_of_kind(&self, kind: &str) -> impl Iterator<Item = &Record> {
        let first = RecordId { kind: kind.to_owned(), uuid: Uuid::nil() };
        let last = RecordId { kind: kind.to_owned(), uuid: Uuid::max() };
        self.records.range(first..=last).map(|(_, record)| record)
    }

    /// The name of the person whose device this is.
    pub fn author(&self, device: &DeviceId) -> Option<&str> {
        let person = self.records.get(self.devices.get(device)?)?;
        Some(person.title()).filter(|name| !name.is_empty())
    }
}
