//! What a team notes on each of the eight commitments (5.1): who owns it, and when it is looked at next.
//! How it stands is computed, see [`crate::readiness`]; it cannot be left out.

use super::{Kind, Place};
use crate::field::{Field, FieldType as Ty};
use crate::practice::COMMITMENTS;

/// A commitment. Two records made apart about one commitment are read as one, see [`crate::line`].
pub static COMMITMENT: Kind = Kind {
    name: "commitment",
    clause: "5.1",
    prefix: "",
    title: "title",
    place: Place::Register,
    fields: &[
        Field::new("title", Ty::Line { max: 200 }).required().in_table(),
        Field::new("commitment", Ty::Choice(COMMITMENTS)).required().in_table(),
        Field::new("owner", Ty::Link(&["person"])).required().in_table(),
        Field::new("next_review", Ty::Date).required().in_table(),
    ],
    rows: &[super::every_kind::EVIDENCE],
};
