//! Rounds of risk assessment (6.1.2, 8.2): when and why all risks were looked at, by whom, by which criteria, and how
//! each was rated then.

use super::{Kind, Place};
use crate::field::{Field, FieldType as Ty, Rows};

const STEP: Ty = Ty::Scale { max: 6 };
const SCORE: Ty = Ty::Whole { min: 0, max: 36 };

/// A round. `ratings` and `criteria` are frozen by an act, see [`crate::assessment::freeze`]; `print` marks them as
/// made by it.
pub static ASSESSMENT_ROUND: Kind = Kind {
    name: "assessment_round",
    clause: "6.1.2, 8.2",
    prefix: "RA",
    title: "title",
    place: Place::Register,
    fields: &[
        Field::new("reference", Ty::Reference).in_table(),
        Field::new("title", Ty::Line { max: 200 }).required().in_table(),
        Field::new("occasion", Ty::Choice(&["planned", "after_change"])).required().in_table(),
        Field::new("reason", Ty::Note { max: 2000 }),
        Field::new("planned_for", Ty::Date),
        Field::new("held_on", Ty::Date).required().in_table(),
        Field::new("lead", Ty::Link(&["person"])).required().in_table(),
        Field::new("conclusion", Ty::Note { max: 4000 }),
    ],
    rows: &[
        Rows { key: "participants", fields: &[Field::new("person", Ty::Link(&["person"])).required()] },
        Rows {
            key: "criteria",
            fields: &[
                Field::new("likelihood_steps", SCORE),
                Field::new("impact_steps", SCORE),
                Field::new("medium_from", SCORE),
                Field::new("high_from", SCORE),
                Field::new("critical_from", SCORE),
                Field::new("appetite", SCORE),
                Field::new("approved_on", Ty::Date),
                Field::new("on", Ty::Date),
                Field::new("print", Ty::Line { max: 64 }),
            ],
        },
        Rows {
            key: "ratings",
            fields: &[
                Field::new("risk", Ty::Link(&["risk"])).required(),
                Field::new("inherent_likelihood", STEP),
                Field::new("inherent_impact", STEP),
                Field::new("current_likelihood", STEP),
                Field::new("current_impact", STEP),
                Field::new("target_likelihood", STEP),
                Field::new("target_impact", STEP),
                Field::new("print", Ty::Line { max: 64 }),
            ],
        },
    ],
};
