//! Ideas for improvement and what became of them (10.1).

use super::every_kind::ACTIONS;
use super::{Kind, Place};
use crate::field::{Field, FieldType as Ty};

/// Improvement idea.
pub static IMPROVEMENT_IDEA: Kind = Kind {
    name: "improvement_idea",
    clause: "10.1",
    prefix: "IDEA",
    title: "title",
    place: Place::Register,
    fields: &[
        Field::new("reference", Ty::Reference).in_table(),
        Field::new("title", Ty::Line { max: 200 }).required().in_table(),
        Field::new("description", Ty::Note { max: 4000 }),
        Field::new("raised_by", Ty::Link(&["person"])).in_table(),
        Field::new("raised_on", Ty::Date).in_table(),
        Field::new("source", Ty::Choice(&["employee", "audit", "review", "incident", "benchmark", "other"])),
        Field::new("benefit", Ty::Note { max: 2000 }),
        Field::new("effort", Ty::Choice(&["small", "medium", "large"])),
        Field::new("owner", Ty::Link(&["person"])).in_table(),
        Field::new("status", Ty::Choice(&["proposed", "accepted", "rejected", "in_progress", "done"]))
            .required()
            .in_table(),
        Field::new("reason", Ty::Note { max: 1000 }),
        Field::new("decided_on", Ty::Date),
        Field::new("due", Ty::Date),
        Field::new("done_on", Ty::Date),
        Field::new("result", Ty::Note { max: 2000 }),
        Field::new("communicated_on", Ty::Date),
    ],
    rows: &[ACTIONS],
};
