//! Communications, to the inside and to the outside (7.4, 5.1 d): what, to whom, when, how, and who was reached.

use super::{Kind, Place};
use crate::field::{ANY_KIND, Field, FieldType as Ty};

/// Communication.
pub static COMMUNICATION: Kind = Kind {
    name: "communication",
    clause: "7.4, 5.1 d",
    prefix: "COM",
    title: "title",
    place: Place::Register,
    fields: &[
        Field::new("reference", Ty::Reference).in_table(),
        Field::new("title", Ty::Line { max: 200 }).required().in_table(),
        Field::new("reach", Ty::Choice(&["internal", "external"])).required().in_table(),
        Field::new("direction", Ty::Choice(&["outgoing", "incoming"])),
        Field::new("sender", Ty::Link(&["person"])).required().in_table(),
        Field::new("interested_party", Ty::Link(&["interested_party"])),
        Field::new("audience", Ty::Line { max: 300 }),
        Field::new(
            "channel",
            Ty::Choice(&["meeting", "email", "intranet", "letter", "phone", "portal", "press", "other"]),
        )
        .in_table(),
        Field::new("message", Ty::Note { max: 8000 }),
        Field::new("about", Ty::Link(ANY_KIND)),
        Field::new("status", Ty::Choice(&["planned", "cleared", "sent", "answered", "closed", "cancelled"]))
            .required()
            .in_table(),
        Field::new("planned_for", Ty::Date),
        Field::new("cleared_by", Ty::Link(&["person"])),
        Field::new("cleared_on", Ty::Date),
        Field::new("deadline", Ty::Date).in_table(),
        Field::new("sent_on", Ty::Date).in_table(),
        Field::new("reached", Ty::Whole { min: 0, max: 10_000_000 }),
        Field::new("of_audience", Ty::Whole { min: 0, max: 10_000_000 }),
        Field::new("acknowledgements", Ty::Whole { min: 0, max: 10_000_000 }),
        Field::new("questions", Ty::Note { max: 4000 }),
        Field::new("response", Ty::Note { max: 4000 }),
        Field::new("responded_on", Ty::Date),
        Field::new("reason", Ty::Note { max: 1000 }),
    ],
    rows: &[],
};
