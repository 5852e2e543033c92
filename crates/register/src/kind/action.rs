//! Actions: what somebody is to do until a date (9.3.3, 10.2).

use super::{Kind, Place};
use crate::field::{Field, FieldType as Ty};

/// An action.
pub static ACTION: Kind = Kind {
    name: "action",
    clause: "9.3.3, 10.2",
    prefix: "A",
    title: "title",
    place: Place::Register,
    fields: &[
        Field::new("reference", Ty::Reference).in_table(),
        Field::new("title", Ty::Line { max: 200 }).required().in_table(),
        Field::new("description", Ty::Note { max: 4000 }),
        Field::new("owner", Ty::Link(&["person"])).required().in_table(),
        Field::new("due", Ty::Date).required().in_table(),
        Field::new("status", Ty::Choice(&["open", "in_progress", "done", "checked", "cancelled"]))
            .required()
            .in_table(),
        Field::new("first_due", Ty::Date),
        Field::new("done_on", Ty::Date),
        Field::new("reason", Ty::Note { max: 1000 }),
        Field::new(
            "source",
            Ty::Link(&[
                "management_review",
                "decision",
                "risk",
                "control",
                "incident",
                "nonconformity",
                "finding",
                "audit",
                "exercise",
                "objective",
                "coordination_meeting",
                "improvement_idea",
                "feedback",
                "isms_change",
                "concern",
            ]),
        ),
        Field::new("checked_by", Ty::Link(&["person"])),
        Field::new("checked_on", Ty::Date),
        Field::new("agenda_item", Ty::Line { max: 36 }),
    ],
    rows: &[],
};
