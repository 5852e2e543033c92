//! Acts by which leaders show commitment (5.1): who, when, what, before whom.

use super::{Kind, Place};
use crate::field::{ANY_KIND, Field, FieldType as Ty};
use crate::practice::THEMES;

/// Leadership act.
pub static LEADERSHIP_ACT: Kind = Kind {
    name: "leadership_act",
    clause: "5.1",
    prefix: "LA",
    title: "title",
    place: Place::Register,
    fields: &[
        Field::new("reference", Ty::Reference).in_table(),
        Field::new("title", Ty::Line { max: 200 }).required().in_table(),
        Field::new("actor", Ty::Link(&["person"])).required().in_table(),
        Field::new("held_on", Ty::Date).required().in_table(),
        Field::new("before_whom", Ty::Line { max: 300 }).in_table(),
        Field::new(
            "act_type",
            Ty::Choice(&["example", "message", "support", "participation", "praise", "other"]),
        )
        .in_table(),
        Field::new("theme", Ty::Choice(THEMES)),
        Field::new("recorded_by", Ty::Link(&["person"])),
        Field::new("confirmed_by", Ty::Link(&["person"])),
        Field::new("about", Ty::Link(ANY_KIND)),
        Field::new("note", Ty::Note { max: 1000 }),
    ],
    rows: &[],
};
