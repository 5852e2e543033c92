//! The criteria by which risks are rated and carried (6.1.2 a): one record in each register.

use super::{Kind, Place};
use crate::field::{Field, FieldType as Ty, Rows};

/// What is said of the steps of a scale. A row's id follows from the scale and the step, see
/// [`crate::risk_criteria::Axis::row`].
const STEPS: &[Field] =
    &[Field::new("word", Ty::Line { max: 40 }), Field::new("means", Ty::Line { max: 300 })];

/// The risk criteria. The record's id is the same in every register, so that two who begin apart write in one;
/// what nobody said stands as [`crate::risk_criteria::Criteria`] has it.
pub static RISK_CRITERIA: Kind = Kind {
    name: "risk_criteria",
    clause: "6.1.2",
    prefix: "",
    title: "title",
    place: Place::Register,
    fields: &[
        Field::new("title", Ty::Line { max: 200 }).required().in_table(),
        Field::new("likelihood_steps", Ty::Whole { min: 3, max: 6 }),
        Field::new("impact_steps", Ty::Whole { min: 3, max: 6 }),
        Field::new("medium_from", Ty::Whole { min: 1, max: 36 }),
        Field::new("high_from", Ty::Whole { min: 1, max: 36 }),
        Field::new("critical_from", Ty::Whole { min: 1, max: 36 }),
        Field::new("appetite", Ty::Whole { min: 0, max: 36 }),
        Field::new("acceptance", Ty::Choice(&["above_appetite", "always"])),
        Field::new("acceptance_days", Ty::Whole { min: 1, max: 3660 }),
        Field::new("note", Ty::Note { max: 4000 }),
        Field::new("approved_by", Ty::Link(&["person"])),
        Field::new("approved_on", Ty::Date),
    ],
    rows: &[Rows { key: "likelihood", fields: STEPS }, Rows { key: "impact", fields: STEPS }],
};
