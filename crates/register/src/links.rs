//! Links read from their other end: which records lead to one, from where in them.
//! Links are stored once, where somebody set them; this way round is always computed.

use crate::field::FieldType;
use crate::id::{FieldPath, RecordId};
use crate::record::{Record, Register};

/// A field of some record that leads here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lead {
    /// The record that leads here.
    pub from: RecordId,
    /// The field in it.
    pub path: FieldPath,
}

/// Every shown link that leads to a record, of its own and of rows, by kind in the order of the making.
/// Records and rows that were put away lead nowhere; fields that only a newer version knows do.
pub fn leading_to(register: &Register, target: &RecordId) -> Vec<Lead> {
    let wanted = target.to_string();
    let mut found = Vec::new();
    for record in register.records.values() {
        // Hardly any value of the register is the one: it is looked for first, and the rest is asked of those alone.
        let leads = record.fields.iter().filter(|(_, answers)| {
            answers
                .first()
                .and_then(|answer| answer.value.as_text())
                .is_some_and(|text| is_same(text, &wanted))
        });
        for (path, _) in leads {
            if record.id != *target && !record.is_archived() && stands(record, path) {
                found.push(Lead { from: record.id.clone(), path: path.clone() });
            }
        }
    }
    found
}

/// Ids of one kind differ at their ends.
fn is_same(text: &str, wanted: &str) -> bool {
    text.len() == wanted.len() && text.bytes().rev().eq(wanted.bytes().rev())
}

/// How many records lead to one.
pub fn count_leading_to(register: &Register, target: &RecordId) -> usize {
    let mut from: Vec<RecordId> = leading_to(register, target).into_iter().map(|lead| lead.from).collect();
    from.dedup();
    from.len()
}

/// Whether a path is a link's, and its row not put away.
fn stands(record: &Record, path: &FieldPath) -> bool {
    let is_away = path.row.as_ref().is_some_and(|(rows, row)| record.is_archived_row(rows, *row));
    let known = record.kind().and_then(|kind| kind.field(path));
    !is_away && known.is_none_or(|field| matches!(field.ty, FieldType::Link(_)))
}
