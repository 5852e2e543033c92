//! Planned changes of the ISMS (6.3, 8.1).

use super::every_kind::ACTIONS;
use super::{Kind, Place};
use crate::field::{Field, FieldType as Ty};

/// ISMS change.
pub static ISMS_CHANGE: Kind = Kind {
    name: "isms_change",
    clause: "6.3, 8.1",
    prefix: "CH",
    title: "title",
    place: Place::Register,
    fields: &[
        Field::new("reference", Ty::Reference).in_table(),
        Field::new("title", Ty::Line { max: 200 }).required().in_table(),
        Field::new("reason", Ty::Note { max: 4000 }).required(),
        Field::new("effect", Ty::Note { max: 4000 }).required(),
        Field::new("resources", Ty::Note { max: 2000 }),
        Field::new("responsible", Ty::Link(&["person"])).required().in_table(),
        Field::new("status", Ty::Choice(&["proposed", "decided", "done", "checked", "dropped"]))
            .required()
            .in_table(),
        Field::new(
            "source",
            Ty::Link(&[
                "management_review",
                "nonconformity",
                "audit",
                "incident",
                "improvement_idea",
                "feedback",
            ]),
        ),
        Field::new("decision", Ty::Link(&["decision"])),
        Field::new("decided_on", Ty::Date),
        Field::new("planned_for", Ty::Date).in_table(),
        Field::new("done_on", Ty::Date).in_table(),
        Field::new("checked_by", Ty::Link(&["person"])),
        Field::new("checked_on", Ty::Date),
        Field::new("result", Ty::Note { max: 2000 }),
    ],
    rows: &[ACTIONS],
};
