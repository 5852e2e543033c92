//! The questions on which people disagree and somebody must choose. Two kinds of them: a field with several
//! standing answers, and a number that two records bear because they were made apart.

use crate::id::{FieldPath, RecordId};
use crate::kind::KINDS;
use crate::record::Register;
use crate::reference::{self, REFERENCE};

/// One such question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Disagreement {
    /// The record where it is settled: of two with one number, the younger, which is offered another.
    pub record: RecordId,
    /// The field.
    pub path: FieldPath,
    /// How many answers stand, or how many records bear the number.
    pub answers: usize,
}

/// Every open question of the records that are not put away. Kinds that only a newer version knows are left
/// out: nobody could choose here. `year` is for yearly numbers whose own year cannot be told.
pub fn disagreements(register: &Register, year: i32) -> Vec<Disagreement> {
    let mut found = Vec::new();
    for kind in KINDS {
        for record in register.of_kind(kind.name) {
            found.extend(record.disagreements().map(|(path, answers)| Disagreement {
                record: record.id.clone(),
                path: path.clone(),
                answers: answers.len(),
            }));
        }
        if kind.prefix.is_empty() {
            continue;
        }
        for clash in reference::clashes(register, kind, year) {
            let answers = clash.offers.len() + 1;
            found.extend(clash.offers.into_iter().map(|(record, _)| Disagreement {
                record,
                path: FieldPath::of(REFERENCE),
                answers,
            }));
        }
    }
    found
}
