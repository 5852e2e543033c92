//! What a team notes on a practice of the commitment matrix, and practices of its own.

use super::every_kind::EVIDENCE;
use super::{Kind, Place};
use crate::field::{Field, FieldType as Ty};
use crate::practice::{COMMITMENTS, EXPECTATIONS, THEMES, WEIGHTS};

/// A practice. `practice` is the id of one that every register knows, empty for one of the team's own; two
/// records made apart about one practice are read as one, see [`crate::line`]. What theme, weight, age and
/// expectation an own practice has is said here; for the others the list says it.
pub static PRACTICE: Kind = Kind {
    name: "practice",
    clause: "5.1",
    prefix: "",
    title: "title",
    place: Place::Register,
    fields: &[
        Field::new("title", Ty::Line { max: 300 }).required().in_table(),
        Field::new("practice", Ty::Line { max: 36 }),
        Field::new("commitment", Ty::Choice(COMMITMENTS)).required().in_table(),
        Field::new("theme", Ty::Choice(THEMES)),
        Field::new("weight", Ty::Choice(WEIGHTS)),
        Field::new("max_age", Ty::Whole { min: 1, max: 3660 }),
        Field::new("expects", Ty::Choice(EXPECTATIONS)),
        Field::new("owner", Ty::Link(&["person"])).in_table(),
        Field::new("next_review", Ty::Date).in_table(),
        Field::new("not_applicable", Ty::Flag),
        Field::new("reason", Ty::Note { max: 1000 }),
    ],
    rows: &[EVIDENCE],
};
