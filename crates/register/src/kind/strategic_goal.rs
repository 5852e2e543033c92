//! Strategic goals: what the organization wants to reach, which policy and objectives have to fit (5.1 a).

use super::{Kind, Place};
use crate::field::{Field, FieldType as Ty};

/// A strategic goal.
pub static STRATEGIC_GOAL: Kind = Kind {
    name: "strategic_goal",
    clause: "5.1 a, 6.2",
    prefix: "SG",
    title: "title",
    place: Place::Register,
    fields: &[
        Field::new("reference", Ty::Reference).in_table(),
        Field::new("title", Ty::Line { max: 300 }).required().in_table(),
        Field::new("description", Ty::Note { max: 4000 }),
        Field::new("security_part", Ty::Note { max: 4000 }),
        Field::new("owner", Ty::Link(&["person"])).required().in_table(),
        Field::new("until", Ty::Date).in_table(),
        Field::new("status", Ty::Choice(&["active", "reached", "dropped"])).required().in_table(),
        Field::new("reason", Ty::Note { max: 1000 }),
    ],
    rows: &[],
};
