//! Lessons from incidents, exercises, audits and reviews, and whether they were applied (10.1, A.5.27).

use super::every_kind::ACTIONS;
use super::{Kind, Place};
use crate::field::{Field, FieldType as Ty};

/// Lesson learned.
pub static LESSON_LEARNED: Kind = Kind {
    name: "lesson_learned",
    clause: "10.1, A.5.27",
    prefix: "LL",
    title: "title",
    place: Place::Register,
    fields: &[
        Field::new("reference", Ty::Reference).in_table(),
        Field::new("title", Ty::Line { max: 200 }).required().in_table(),
        Field::new(
            "source_record",
            Ty::Link(&["incident", "exercise", "audit", "finding", "nonconformity", "management_review"]),
        )
        .in_table(),
        Field::new("what_happened", Ty::Note { max: 4000 }),
        Field::new("lesson", Ty::Note { max: 4000 }).required(),
        Field::new("learned_on", Ty::Date).in_table(),
        Field::new("owner", Ty::Link(&["person"])).required().in_table(),
        Field::new("applied", Ty::Choice(&["no", "partly", "yes"])).in_table(),
        Field::new("applied_on", Ty::Date),
        Field::new("shared_with", Ty::Line { max: 300 }),
        Field::new("shared_on", Ty::Date),
    ],
    rows: &[ACTIONS],
};
