//! Recognition that was given for good work in security (5.1 f, g).

use super::{Kind, Place};
use crate::field::{Field, FieldType as Ty};

/// Recognition.
pub static RECOGNITION: Kind = Kind {
    name: "recognition",
    clause: "5.1 f, 5.1 g",
    prefix: "REC",
    title: "title",
    place: Place::Register,
    fields: &[
        Field::new("reference", Ty::Reference).in_table(),
        Field::new("title", Ty::Line { max: 200 }).required().in_table(),
        Field::new("person", Ty::Link(&["person"])).in_table(),
        Field::new("team", Ty::Line { max: 200 }).in_table(),
        Field::new("given_by", Ty::Link(&["person"])).required().in_table(),
        Field::new("given_on", Ty::Date).required().in_table(),
        Field::new("form", Ty::Choice(&["thanks", "award", "bonus", "public_mention", "other"])).in_table(),
        Field::new("is_public", Ty::Flag),
        Field::new("reason", Ty::Note { max: 2000 }),
    ],
    rows: &[],
};
