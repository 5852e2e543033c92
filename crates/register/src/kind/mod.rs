//! Record types. Each is declared once, in a file of its own; its form, table, filters, search, history,
//! disagreements and reference page follow from the declaration.

mod action;
mod area;
mod assessment_round;
mod asset;
mod audit;
mod benchmark;
mod business_activity;
mod certificate;
mod commitment;
mod communication;
mod competence;
mod concern;
mod control;
mod coordination_meeting;
mod decision;
mod document;
pub mod every_kind;
mod exception;
mod exercise;
mod feedback;
mod finding;
mod improvement_idea;
mod incident;
mod intended_outcome;
mod interested_party;
mod isms_change;
mod issue;
mod kpi;
mod leadership_act;
mod lesson_learned;
mod management_review;
mod nonconformity;
mod objective;
mod obligation;
mod organization;
mod person;
mod practice;
mod recognition;
mod resource;
mod risk;
mod risk_criteria;
mod role;
mod strategic_goal;
mod supplier;
mod training;

pub use action::ACTION;
pub use area::AREA;
pub use assessment_round::ASSESSMENT_ROUND;
pub use asset::ASSET;
pub use audit::AUDIT;
pub use benchmark::BENCHMARK;
pub use business_activity::BUSINESS_ACTIVITY;
pub use certificate::CERTIFICATE;
pub use commitment::COMMITMENT;
pub use communication::COMMUNICATION;
pub use competence::COMPETENCE;
pub use concern::CONCERN;
pub use control::{CONTROL, REASONS as CONTROL_REASONS};
pub use coordination_meeting::COORDINATION_MEETING;
pub use decision::DECISION;
pub use document::{DOCUMENT, DOCUMENT_TYPES};
pub use exception::EXCEPTION;
pub use exercise::EXERCISE;
pub use feedback::FEEDBACK;
pub use finding::FINDING;
pub use improvement_idea::IMPROVEMENT_IDEA;
pub use incident::INCIDENT;
pub use intended_outcome::INTENDED_OUTCOME;
pub use interested_party::INTERESTED_PARTY;
pub use isms_change::ISMS_CHANGE;
pub use issue::ISSUE;
pub use kpi::KPI;
pub use leadership_act::LEADERSHIP_ACT;
pub use lesson_learned::LESSON_LEARNED;
pub use management_review::{INPUTS, MANAGEMENT_REVIEW};
pub use nonconformity::NONCONFORMITY;
pub use objective::OBJECTIVE;
pub use obligation::OBLIGATION;
pub use organization::ORGANIZATION;
pub use person::PERSON;
pub use practice::PRACTICE;
pub use recognition::RECOGNITION;
pub use resource::RESOURCE;
pub use risk::RISK;
pub use risk_criteria::RISK_CRITERIA;
pub use role::ROLE;
pub use strategic_goal::STRATEGIC_GOAL;
pub use supplier::SUPPLIER;
pub use training::TRAINING;

use crate::field::{Field, FieldType, Rows};
use crate::id::FieldPath;

/// Which document a record's short fields live in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// The register document, which everyone loads.
    Register,
    /// A document of the record's own, so that the person it is about can be erased.
    Own,
}

/// The description of a record type.
#[derive(Debug, Clone, Copy)]
pub struct Kind {
    /// Its name in ids, addresses and language files: lower_snake, never changed once released.
    pub name: &'static str,
    /// The clause of ISO/IEC 27001:2022 that asks for it.
    pub clause: &'static str,
    /// What its people-facing numbers begin with, `R` in `R-012`; empty for kinds without numbers.
    pub prefix: &'static str,
    /// The key of the field that people know a record by.
    pub title: &'static str,
    /// Where its short fields live.
    pub place: Place,
    /// Its own fields, in the order of the form.
    pub fields: &'static [Field],
    /// Its lists of rows.
    pub rows: &'static [Rows],
}

/// Every record type, in the order of the reference page.
pub static KINDS: &[&Kind] = &[
    &MANAGEMENT_REVIEW,
    &DECISION,
    &ACTION,
    &RISK,
    &RISK_CRITERIA,
    &ASSESSMENT_ROUND,
    &CONTROL,
    &STRATEGIC_GOAL,
    &OBJECTIVE,
    &KPI,
    &INTENDED_OUTCOME,
    &DOCUMENT,
    &COMMITMENT,
    &PRACTICE,
    &PERSON,
    &ORGANIZATION,
    &LEADERSHIP_ACT,
    &COORDINATION_MEETING,
    &COMMUNICATION,
    &FEEDBACK,
    &CONCERN,
    &RESOURCE,
    &AREA,
    &BUSINESS_ACTIVITY,
    &ISSUE,
    &INTERESTED_PARTY,
    &OBLIGATION,
    &ISMS_CHANGE,
    &EXCEPTION,
    &ASSET,
    &SUPPLIER,
    &ROLE,
    &COMPETENCE,
    &TRAINING,
    &RECOGNITION,
    &INCIDENT,
    &EXERCISE,
    &NONCONFORMITY,
    &AUDIT,
    &FINDING,
    &CERTIFICATE,
    &IMPROVEMENT_IDEA,
    &LESSON_LEARNED,
    &BENCHMARK,
];

impl Kind {
    /// The kind of that name; none if only a newer version knows it.
    pub fn by_name(name: &str) -> Option<&'static Self> {
        KINDS.iter().copied().find(|kind| kind.name == name)
    }

    /// The description of the field at a path; none if only a newer version knows it.
    pub fn field(&self, path: &FieldPath) -> Option<&'static Field> {
        match &path.row {
            None => self.all_fields().find(|field| field.key == path.key),
            Some((rows, _)) => self.rows_of(rows)?.field(&path.key),
        }
    }

    /// The list of rows under a key.
    pub fn rows_of(&self, key: &str) -> Option<&'static Rows> {
        self.all_rows().find(|rows| rows.key == key)
    }

    /// Its own fields, then those of every kind.
    pub fn all_fields(&self) -> impl Iterator<Item = &'static Field> + use<> {
        let own = self.fields;
        let is_new = |field: &&Field| own.iter().all(|known| known.key != field.key);
        own.iter().chain(every_kind::FIELDS.iter().filter(move |field| is_new(field)))
    }

    /// Its own lists of rows, then those of every kind.
    pub fn all_rows(&self) -> impl Iterator<Item = &'static Rows> + use<> {
        let own = self.rows;
        let is_new = |rows: &&Rows| own.iter().all(|known| known.key != rows.key);
        own.iter().chain(every_kind::ROWS.iter().filter(move |rows| is_new(rows)))
    }

    /// Whether records of this kind have a paper: some field of theirs is a long text.
    pub fn has_paper(&self) -> bool {
        let is_paper = |field: &Field| field.ty == FieldType::Paper;
        self.fields.iter().any(is_paper) || self.rows.iter().any(|rows| rows.fields.iter().any(is_paper))
    }
}
