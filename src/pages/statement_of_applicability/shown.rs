//! The rows as plain values for the page: computed once for each change of the register.

use crate::components::phrases::{control_title, record_words};
use register::RecordId;
use register::Register;
use register::control::{Control, Theme};
use register::day::NaiveDate;
use register::fold::fold;
use register::statement::{Coverage, Gap, Row, rows};

/// A row.
#[derive(Clone, PartialEq)]
pub struct Shown {
    pub id: RecordId,
    pub control: Option<&'static Control>,
    pub number: String,
    pub title: String,
    pub theme: Theme,
    pub applies: Option<bool>,
    pub coverage: Coverage,
    /// The owner's id.
    pub owner: String,
    pub owner_name: String,
    pub risks: usize,
    pub evidence: usize,
    pub gaps: Vec<Gap>,
    pub is_checked: bool,
    /// What is searched.
    pub folded: String,
}

/// All rows.
pub fn shown(register: &Register, today: NaiveDate) -> Vec<Shown> {
    rows(register).iter().map(|row| one(row, register, today)).collect()
}

fn one(row: &Row<'_>, register: &Register, today: NaiveDate) -> Shown {
    let own = || row.text("title").to_owned();
    let number = row.control.map_or_else(|| row.text("reference").to_owned(), Control::reference);
    let title = row.control.map_or_else(own, |control| control_title(control).unwrap_or_default());
    let owner = row.text("owner").to_owned();
    let name = owner.parse::<RecordId>().map(|id| record_words(register, &id)).unwrap_or_default();
    Shown {
        id: row.id.clone(),
        control: row.control,
        folded: fold(&format!("{number} {title}")),
        number,
        title,
        theme: row.theme(),
        applies: row.applies(),
        coverage: row.coverage(),
        owner,
        owner_name: name,
        risks: row.treats.len(),
        evidence: row.evidence(register, today),
        gaps: row.gaps(register, today),
        is_checked: row.is_checked(),
    }
}
