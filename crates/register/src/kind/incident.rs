//! Security events and incidents (A.5.24 to A.5.28): what happened, who was told, what was decided, what was
//! learned.

use super::every_kind::ACTIONS;
use super::{Kind, Place};
use crate::field::{Field, FieldType as Ty, Rows};

/// Incident.
pub static INCIDENT: Kind = Kind {
    name: "incident",
    clause: "A.5.24–A.5.28",
    prefix: "INC",
    title: "title",
    place: Place::Register,
    fields: &[
        Field::new("reference", Ty::Reference).in_table(),
        Field::new("title", Ty::Line { max: 200 }).required().in_table(),
        Field::new("description", Ty::Note { max: 4000 }),
        Field::new(
            "status",
            Ty::Choice(&["reported", "assessed", "contained", "resolved", "reviewed", "closed"]),
        )
        .required()
        .in_table(),
        Field::new("severity", Ty::Choice(&["low", "medium", "high", "critical"])).required().in_table(),
        Field::new("nature", Ty::Choice(&["accidental", "deliberate", "natural", "unknown"])),
        Field::new(
            "category",
            Ty::Choice(&[
                "malware",
                "phishing",
                "unauthorised_access",
                "data_loss",
                "outage",
                "theft",
                "misuse",
                "supplier",
                "physical",
                "other",
            ]),
        )
        .in_table(),
        Field::new("assessed_as", Ty::Choice(&["event", "incident"])),
        Field::new("detected_on", Ty::Date).required().in_table(),
        Field::new("detected_time", Ty::Time),
        Field::new("reported_by", Ty::Link(&["person"])),
        Field::new("reported_on", Ty::Date),
        Field::new("owner", Ty::Link(&["person"])).required().in_table(),
        Field::new("led_by", Ty::Link(&["person"])),
        Field::new("confidentiality", Ty::Flag),
        Field::new("integrity", Ty::Flag),
        Field::new("availability", Ty::Flag),
        Field::new("impact", Ty::Note { max: 4000 }),
        Field::new("contained_on", Ty::Date),
        Field::new("resolved_on", Ty::Date),
        Field::new("root_cause", Ty::Note { max: 4000 }),
        Field::new("lessons", Ty::Note { max: 4000 }),
        Field::new("notification_required", Ty::Choice(&["yes", "no", "unknown"])),
        Field::new("nonconformity", Ty::Link(&["nonconformity"])),
    ],
    rows: &[
        Rows {
            key: "timeline",
            fields: &[
                Field::new("on", Ty::Date).required(),
                Field::new("time", Ty::Line { max: 5 }),
                Field::new("what", Ty::Line { max: 300 }).required(),
                Field::new("person", Ty::Link(&["person"])),
            ],
        },
        Rows {
            key: "leaders_told",
            fields: &[
                Field::new("person", Ty::Link(&["person"])).required(),
                Field::new("told_on", Ty::Date).required(),
                Field::new("decided", Ty::Line { max: 300 }),
            ],
        },
        Rows {
            key: "notifications",
            fields: &[
                Field::new("party", Ty::Link(&["interested_party"])),
                Field::new("to", Ty::Line { max: 200 }),
                Field::new("hours", Ty::Whole { min: 0, max: 9999 }),
                Field::new("due", Ty::Date),
                Field::new("notified_on", Ty::Date),
                Field::new("notified_time", Ty::Time),
                Field::new("note", Ty::Line { max: 300 }),
            ],
        },
        Rows { key: "assets", fields: &[Field::new("asset", Ty::Link(&["asset"])).required()] },
        Rows { key: "risks", fields: &[Field::new("risk", Ty::Link(&["risk"])).required()] },
        Rows { key: "controls", fields: &[Field::new("control", Ty::Link(&["control"])).required()] },
        ACTIONS,
    ],
};
