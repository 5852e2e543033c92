//! Business activities of six kinds, and how security is built into each (4.4, 5.1 b).

use super::{Kind, Place};
use crate::field::{Field, FieldType as Ty, Rows};

/// Business activity.
pub static BUSINESS_ACTIVITY: Kind = Kind {
    name: "business_activity",
    clause: "4.4, 5.1 b",
    prefix: "BA",
    title: "title",
    place: Place::Register,
    fields: &[
        Field::new("reference", Ty::Reference).in_table(),
        Field::new("title", Ty::Line { max: 200 }).required().in_table(),
        Field::new(
            "activity_type",
            Ty::Choice(&[
                "core_process",
                "supporting_function",
                "strategic_initiative",
                "stakeholder_interaction",
                "compliance",
                "risk_management",
            ]),
        )
        .required()
        .in_table(),
        Field::new("area", Ty::Link(&["area"])).in_table(),
        Field::new("owner", Ty::Link(&["person"])).required().in_table(),
        Field::new("description", Ty::Note { max: 4000 }),
        Field::new("in_scope", Ty::Choice(&["in", "out"])).required().in_table(),
        Field::new("out_reason", Ty::Note { max: 1000 }),
        Field::new("isms_process", Ty::Flag),
        Field::new("criteria", Ty::Note { max: 4000 }),
        Field::new("interactions", Ty::Note { max: 4000 }),
        Field::new("review_on", Ty::Date),
    ],
    rows: &[
        Rows {
            key: "integration",
            fields: &[
                Field::new("requirement", Ty::Line { max: 300 }).required(),
                Field::new("control", Ty::Line { max: 200 }),
                Field::new("measure", Ty::Line { max: 200 }),
                Field::new("handoff", Ty::Line { max: 200 }),
                Field::new("owner", Ty::Link(&["person"])),
                Field::new("state", Ty::Choice(&["planned", "partly", "in_place"])).required(),
            ],
        },
        Rows { key: "risks", fields: &[Field::new("risk", Ty::Link(&["risk"])).required()] },
    ],
};
