//! What somebody is able to do and how one knows (7.2).

use super::{Kind, Place};
use crate::field::{Field, FieldType as Ty};

/// Competence.
pub static COMPETENCE: Kind = Kind {
    name: "competence",
    clause: "7.2",
    prefix: "CO",
    title: "title",
    place: Place::Register,
    fields: &[
        Field::new("reference", Ty::Reference).in_table(),
        Field::new("title", Ty::Line { max: 200 }).required().in_table(),
        Field::new("person", Ty::Link(&["person"])).required().in_table(),
        Field::new("basis", Ty::Choice(&["education", "training", "experience"])).required().in_table(),
        Field::new("level", Ty::Choice(&["basic", "skilled", "expert"])).in_table(),
        Field::new("acquired_on", Ty::Date),
        Field::new("expires_on", Ty::Date).in_table(),
        Field::new("training", Ty::Link(&["training"])),
        Field::new("assessed_by", Ty::Link(&["person"])),
        Field::new("assessed_on", Ty::Date),
        Field::new("note", Ty::Note { max: 1000 }),
    ],
    rows: &[],
};
