//! Feedback of interested parties and employees that is not confidential (9.3.2 f, 5.1 f).

use super::{Kind, Place};
use crate::field::{Field, FieldType as Ty};

/// Feedback.
pub static FEEDBACK: Kind = Kind {
    name: "feedback",
    clause: "9.3.2, 5.1 f",
    prefix: "FB",
    title: "title",
    place: Place::Register,
    fields: &[
        Field::new("reference", Ty::Reference).in_table(),
        Field::new("title", Ty::Line { max: 200 }).required().in_table(),
        Field::new("source", Ty::Choice(&["employee", "customer", "supplier", "authority", "other"]))
            .required()
            .in_table(),
        Field::new("interested_party", Ty::Link(&["interested_party"])),
        Field::new("description", Ty::Note { max: 4000 }),
        Field::new("received_on", Ty::Date).required().in_table(),
        Field::new(
            "channel",
            Ty::Choice(&["meeting", "email", "survey", "phone", "portal", "letter", "other"]),
        ),
        Field::new("owner", Ty::Link(&["person"])).in_table(),
        Field::new("status", Ty::Choice(&["received", "considered", "answered", "closed"]))
            .required()
            .in_table(),
        Field::new("response", Ty::Note { max: 4000 }),
        Field::new("responded_on", Ty::Date),
        Field::new(
            "led_to",
            Ty::Link(&["action", "decision", "improvement_idea", "nonconformity", "isms_change"]),
        ),
    ],
    rows: &[],
};
