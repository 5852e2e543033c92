//! The organization whose register this is. There is one record, made with the register.

use super::{Kind, Place};
use crate::field::{Field, FieldType as Ty};
use crate::purpose::{HOLDS, Purpose};

/// The organization.
pub static ORGANIZATION: Kind = Kind {
    name: "organization",
    clause: "4.1, 4.3",
    prefix: "",
    title: "name",
    place: Place::Register,
    fields: &[
        Field::new("name", Ty::Line { max: 200 }).required().in_table(),
        Field::new("purpose", Ty::Note { max: 4000 }),
        Field::new("scope", Ty::Note { max: 4000 }),
        Field::new(HOLDS, Ty::Choice(Purpose::NAMES)),
    ],
    rows: &[],
};
