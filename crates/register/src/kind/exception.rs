//! Exceptions from rules, approved and for a time (5.1, A.5.36). Those of top management are counted against
//! leading by example.

use super::{Kind, Place};
use crate::field::{Field, FieldType as Ty};

/// Exception.
pub static EXCEPTION: Kind = Kind {
    name: "exception",
    clause: "5.1, A.5.36",
    prefix: "EX",
    title: "title",
    place: Place::Register,
    fields: &[
        Field::new("reference", Ty::Reference).in_table(),
        Field::new("title", Ty::Line { max: 200 }).required().in_table(),
        Field::new("rule", Ty::Line { max: 300 }).required(),
        Field::new("person", Ty::Link(&["person"])).required().in_table(),
        Field::new("area", Ty::Link(&["area"])),
        Field::new("reason", Ty::Note { max: 4000 }).required(),
        Field::new("compensation", Ty::Note { max: 4000 }).required(),
        Field::new("risk", Ty::Link(&["risk"])),
        Field::new("status", Ty::Choice(&["requested", "approved", "refused", "ended"]))
            .required()
            .in_table(),
        Field::new("requested_on", Ty::Date),
        Field::new("approved_by", Ty::Link(&["person"])).in_table(),
        Field::new("approved_on", Ty::Date),
        Field::new("from", Ty::Date),
        Field::new("until", Ty::Date).required().in_table(),
    ],
    rows: &[],
};
