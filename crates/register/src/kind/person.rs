//! People. A person's record has a document of its own, so that it can be erased.

use super::{Kind, Place};
use crate::field::{Field, FieldType as Ty};

/// A person.
pub static PERSON: Kind = Kind {
    name: "person",
    clause: "5.3, 7.2",
    prefix: "",
    title: "name",
    place: Place::Own,
    fields: &[
        Field::new("name", Ty::Line { max: 120 }).required().in_table(),
        Field::new("function", Ty::Line { max: 120 }).in_table(),
        Field::new("top_management", Ty::Flag).in_table(),
        Field::new("confidant", Ty::Flag),
        Field::new("from", Ty::Date),
        Field::new("until", Ty::Date),
        Field::new("deputy", Ty::Link(&["person"])),
    ],
    rows: &[],
};
