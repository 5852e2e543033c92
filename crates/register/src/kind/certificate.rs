//! Certificates (9.2).

use super::{Kind, Place};
use crate::field::{Field, FieldType as Ty};

/// Certificate.
pub static CERTIFICATE: Kind = Kind {
    name: "certificate",
    clause: "9.2",
    prefix: "CERT",
    title: "title",
    place: Place::Register,
    fields: &[
        Field::new("reference", Ty::Reference).in_table(),
        Field::new("title", Ty::Line { max: 200 }).required().in_table(),
        Field::new("standard", Ty::Line { max: 100 }).in_table(),
        Field::new("body", Ty::Line { max: 200 }).required().in_table(),
        Field::new("number", Ty::Line { max: 100 }).required().in_table(),
        Field::new("scope", Ty::Note { max: 2000 }).required(),
        Field::new("status", Ty::Choice(&["valid", "suspended", "withdrawn", "expired"]))
            .required()
            .in_table(),
        Field::new("from", Ty::Date),
        Field::new("until", Ty::Date).required().in_table(),
        Field::new("owner", Ty::Link(&["person"])),
    ],
    rows: &[],
};
