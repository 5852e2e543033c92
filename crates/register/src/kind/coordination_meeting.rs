//! Meetings of managers who coordinate security across their areas (5.1 h).

use super::every_kind::ACTIONS;
use super::{Kind, Place};
use crate::field::{Field, FieldType as Ty, Rows};

/// Coordination meeting.
pub static COORDINATION_MEETING: Kind = Kind {
    name: "coordination_meeting",
    clause: "5.1 h",
    prefix: "CM",
    title: "title",
    place: Place::Register,
    fields: &[
        Field::new("reference", Ty::Reference).in_table(),
        Field::new("title", Ty::Line { max: 200 }).required().in_table(),
        Field::new("planned_for", Ty::Date).in_table(),
        Field::new("held_on", Ty::Date).in_table(),
        Field::new("recurrence", Ty::Choice(&["once", "weekly", "monthly", "quarterly", "yearly"])),
        Field::new("chair", Ty::Link(&["person"])).required().in_table(),
        Field::new("status", Ty::Choice(&["planned", "held", "cancelled"])).required().in_table(),
        Field::new("reason", Ty::Note { max: 1000 }),
        Field::new("topics", Ty::Note { max: 4000 }),
        Field::new("outcome", Ty::Note { max: 4000 }),
        Field::new("next_on", Ty::Date),
    ],
    rows: &[
        Rows {
            key: "attendance",
            fields: &[
                Field::new("person", Ty::Link(&["person"])).required(),
                Field::new("presence", Ty::Choice(&["present", "remote", "excused", "absent"])).required(),
                Field::new("note", Ty::Line { max: 300 }),
            ],
        },
        Rows { key: "areas", fields: &[Field::new("area", Ty::Link(&["area"])).required()] },
        ACTIONS,
        Rows { key: "decisions", fields: &[Field::new("decision", Ty::Link(&["decision"])).required()] },
    ],
};
