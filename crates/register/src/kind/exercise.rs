//! Exercises of incident response and continuity (A.5.24, A.5.29, 5.1).

use super::every_kind::ACTIONS;
use super::{Kind, Place};
use crate::field::{ANY_KIND, Field, FieldType as Ty, Rows};

/// Exercise.
pub static EXERCISE: Kind = Kind {
    name: "exercise",
    clause: "A.5.24, A.5.29",
    prefix: "EXR",
    title: "title",
    place: Place::Register,
    fields: &[
        Field::new("reference", Ty::Reference).in_table(),
        Field::new("title", Ty::Line { max: 200 }).required().in_table(),
        Field::new("plan_tested", Ty::Line { max: 300 }),
        Field::new("plan", Ty::Link(ANY_KIND)),
        Field::new("scenario", Ty::Note { max: 4000 }).required(),
        Field::new("planned_for", Ty::Date).in_table(),
        Field::new("held_on", Ty::Date).in_table(),
        Field::new("lead", Ty::Link(&["person"])).in_table(),
        Field::new("status", Ty::Choice(&["planned", "held", "evaluated", "cancelled"]))
            .required()
            .in_table(),
        Field::new("reason", Ty::Note { max: 1000 }),
        Field::new("result", Ty::Choice(&["passed", "partly", "failed"])).in_table(),
        Field::new("findings", Ty::Note { max: 4000 }),
    ],
    rows: &[
        Rows {
            key: "participants",
            fields: &[
                Field::new("person", Ty::Link(&["person"])).required(),
                Field::new("part", Ty::Line { max: 200 }),
            ],
        },
        ACTIONS,
    ],
};
