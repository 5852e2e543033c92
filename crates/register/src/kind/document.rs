//! Controlled documents (7.5): policy, scope, procedures, plans, with approval of exactly what was read.

use super::{Kind, Place};
use crate::field::{Field, FieldType as Ty, Rows};

/// What the ISMS has to hold as documents, and what leaders help to make; each has an outline.
pub const DOCUMENT_TYPES: &[&str] = &[
    "policy",
    "scope",
    "risk_process",
    "statement_of_applicability",
    "objectives",
    "roles",
    "communication_plan",
    "document_control",
    "incident_response_plan",
    "other",
];

const PRINT: Ty = Ty::Line { max: 64 };
const HEADS: Ty = Ty::Line { max: 4000 };

/// A document. `print` in its rows is the fingerprint of what was approved, published or read: text and the
/// fields that count, see [`crate::document::counted`]; `text_print` that of the text alone; `heads` is where in
/// the paper's history that text stands, so that it can be read again. The engine computes them.
pub static DOCUMENT: Kind = Kind {
    name: "document",
    clause: "7.5",
    prefix: "DOC",
    title: "title",
    place: Place::Register,
    fields: &[
        Field::new("reference", Ty::Reference).in_table(),
        Field::new("title", Ty::Line { max: 300 }).required().in_table(),
        Field::new("type", Ty::Choice(DOCUMENT_TYPES)).required().in_table(),
        Field::new(
            "status",
            Ty::Choice(&[
                "draft",
                "in_review",
                "changes_requested",
                "approved",
                "published",
                "superseded",
                "withdrawn",
            ]),
        )
        .required()
        .in_table(),
        Field::new("version", Ty::Line { max: 20 }).in_table(),
        Field::new("owner", Ty::Link(&["person"])).required().in_table(),
        Field::new(
            "classification",
            Ty::Choice(&["public", "internal", "confidential", "strictly_confidential"]),
        )
        .required(),
        Field::new("effective_from", Ty::Date),
        Field::new("next_review", Ty::Date).required().in_table(),
        Field::new("origin", Ty::Choice(&["internal", "external"])),
        Field::new("language", Ty::Line { max: 60 }),
        Field::new("format", Ty::Line { max: 100 }),
        Field::new("address", Ty::Line { max: 2000 }),
        Field::new("retention", Ty::Line { max: 200 }),
        Field::new("disposal", Ty::Line { max: 200 }),
        Field::new("superseded_by", Ty::Link(&["document"])),
        Field::new("reason", Ty::Note { max: 1000 }),
        Field::new("fit_goals", Ty::Note { max: 2000 }),
        Field::new("fit_investment", Ty::Note { max: 2000 }),
        Field::new("fit_appetite", Ty::Note { max: 2000 }),
        Field::new("fit_culture", Ty::Note { max: 2000 }),
        Field::new("outline_print", PRINT),
        Field::new("body", Ty::Paper),
    ],
    rows: &[
        Rows { key: "goals", fields: &[Field::new("goal", Ty::Link(&["strategic_goal"])).required()] },
        Rows {
            key: "approvals",
            fields: &[
                Field::new("person", Ty::Link(&["person"])).required(),
                Field::new("on", Ty::Date).required(),
                Field::new("version", Ty::Line { max: 20 }),
                Field::new("print", PRINT).required(),
                Field::new("heads", HEADS),
            ],
        },
        Rows {
            key: "versions",
            fields: &[
                Field::new("version", Ty::Line { max: 20 }).required(),
                Field::new("on", Ty::Date).required(),
                Field::new("by", Ty::Link(&["person"])),
                Field::new("title", Ty::Line { max: 300 }),
                Field::new("print", PRINT).required(),
                Field::new("text_print", PRINT),
                Field::new("heads", HEADS),
            ],
        },
        Rows {
            key: "distribution",
            fields: &[
                Field::new("person", Ty::Link(&["person"])),
                Field::new("audience", Ty::Line { max: 200 }),
                Field::new("how", Ty::Line { max: 200 }),
            ],
        },
        Rows {
            key: "acknowledgements",
            fields: &[
                Field::new("person", Ty::Link(&["person"])).required(),
                Field::new("on", Ty::Date).required(),
                Field::new("version", Ty::Line { max: 20 }),
                Field::new("print", PRINT).required(),
            ],
        },
        Rows {
            key: "reading_lists",
            fields: &[
                Field::new("on", Ty::Date).required(),
                Field::new("by", Ty::Link(&["person"])).required(),
                Field::new("version", Ty::Line { max: 20 }),
                Field::new("source", Ty::Line { max: 200 }),
                Field::new("of", Ty::Whole { min: 0, max: 10_000_000 }),
                Field::new("names", Ty::Note { max: crate::reading_list::MOST }).required(),
                Field::new("print", PRINT).required(),
            ],
        },
        Rows {
            key: "reviews",
            fields: &[
                Field::new("on", Ty::Date).required(),
                Field::new("by", Ty::Link(&["person"])).required(),
                Field::new("outcome", Ty::Choice(&["unchanged", "change_needed"])).required(),
                Field::new("note", Ty::Line { max: 1000 }),
            ],
        },
    ],
};
