//! Training and awareness (7.2, 7.3): courses and activities, who took part, whether it had an effect.

use super::{Kind, Place};
use crate::field::{Field, FieldType as Ty, Rows};

/// Training.
pub static TRAINING: Kind = Kind {
    name: "training",
    clause: "7.2, 7.3",
    prefix: "TR",
    title: "title",
    place: Place::Register,
    fields: &[
        Field::new("reference", Ty::Reference).in_table(),
        Field::new("title", Ty::Line { max: 200 }).required().in_table(),
        Field::new("training_type", Ty::Choice(&["course", "activity", "awareness"])).required().in_table(),
        Field::new("status", Ty::Choice(&["planned", "held", "evaluated", "cancelled"]))
            .required()
            .in_table(),
        Field::new("reason", Ty::Note { max: 1000 }),
        Field::new("planned_for", Ty::Date).in_table(),
        Field::new("held_on", Ty::Date).in_table(),
        Field::new("trainer", Ty::Line { max: 200 }),
        Field::new("owner", Ty::Link(&["person"])).in_table(),
        Field::new("area", Ty::Link(&["area"])),
        Field::new("role", Ty::Link(&["role"])),
        Field::new("content", Ty::Note { max: 4000 }),
        Field::new("covers_policy", Ty::Flag),
        Field::new("covers_contribution", Ty::Flag),
        Field::new("covers_consequences", Ty::Flag),
        Field::new("acknowledged", Ty::Whole { min: 0, max: 10_000_000 }),
        Field::new("of_people", Ty::Whole { min: 0, max: 10_000_000 }),
        Field::new("effective", Ty::Choice(&["yes", "partly", "no"])).in_table(),
        Field::new("effectiveness_result", Ty::Note { max: 2000 }),
        Field::new("evaluated_on", Ty::Date),
    ],
    rows: &[Rows {
        key: "participants",
        fields: &[
            Field::new("person", Ty::Link(&["person"])).required(),
            Field::new("result", Ty::Choice(&["passed", "attended", "failed", "absent"])).required(),
            Field::new("expires_on", Ty::Date),
            Field::new("effective", Ty::Choice(&["yes", "partly", "no"])),
        ],
    }],
};
