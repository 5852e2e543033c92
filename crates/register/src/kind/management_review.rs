//! Management reviews (9.3): agenda from the inputs, attendance, minutes for each agenda item.

use super::{Kind, Place};
use crate::field::{Field, FieldType as Ty, Rows};

/// The ten inputs that a review considers (9.3.2).
pub const INPUTS: &[&str] = &[
    "earlier_actions",
    "context_changes",
    "interested_parties",
    "nonconformities",
    "monitoring_results",
    "audit_results",
    "objectives",
    "feedback",
    "risk_status",
    "improvement",
];

const ANSWER: Ty = Ty::Choice(&["yes", "partly", "no"]);
const WHY: Ty = Ty::Note { max: 2000 };

/// A management review. In `sign_offs`, `print` is the fingerprint of the minutes and of what belongs to them, see
/// [`crate::sign_off::counted`]; the engine computes it.
pub static MANAGEMENT_REVIEW: Kind = Kind {
    name: "management_review",
    clause: "9.3",
    prefix: "MR",
    title: "title",
    place: Place::Register,
    fields: &[
        Field::new("reference", Ty::Reference).in_table(),
        Field::new("title", Ty::Line { max: 200 }).required().in_table(),
        Field::new("planned_for", Ty::Date).required().in_table(),
        Field::new("held_on", Ty::Date).in_table(),
        Field::new("place", Ty::Line { max: 200 }),
        Field::new("chair", Ty::Link(&["person"])).required().in_table(),
        Field::new("minute_taker", Ty::Link(&["person"])),
        Field::new(
            "status",
            Ty::Choice(&["planned", "preparing", "held", "closed", "signed", "postponed", "cancelled"]),
        )
        .required()
        .in_table(),
        Field::new("reason", Ty::Note { max: 1000 }),
        Field::new("summary", Ty::Note { max: 4000 }),
        Field::new("suitable", ANSWER),
        Field::new("suitable_reason", WHY),
        Field::new("adequate", ANSWER),
        Field::new("adequate_reason", WHY),
        Field::new("effective", ANSWER),
        Field::new("effective_reason", WHY),
    ],
    rows: &[
        Rows {
            key: "agenda",
            fields: &[
                Field::new("topic", Ty::Line { max: 300 }).required(),
                Field::new("input", Ty::Choice(INPUTS)),
                Field::new("position", Ty::Whole { min: 0, max: 1_000_000 }),
                Field::new("discussed", Ty::Flag),
                Field::new("minutes", Ty::Paper),
            ],
        },
        Rows {
            key: "attendance",
            fields: &[
                Field::new("person", Ty::Link(&["person"])).required(),
                Field::new(
                    "presence",
                    Ty::Choice(&[
                        "present",
                        "remote",
                        "part",
                        "excused",
                        "absent",
                        "contributed_apart",
                        "represented_by",
                    ]),
                )
                .required(),
                Field::new("note", Ty::Line { max: 300 }),
            ],
        },
        Rows {
            key: "sign_offs",
            fields: &[
                Field::new("person", Ty::Link(&["person"])).required(),
                Field::new("on", Ty::Date).required(),
                Field::new("says", Ty::Choice(&["agree", "with_reservation", "disagree", "took_note"]))
                    .required(),
                Field::new("note", Ty::Line { max: 1000 }),
                Field::new("print", Ty::Line { max: 64 }).required(),
                Field::new("text_print", Ty::Line { max: 64 }),
                Field::new("heads", Ty::Line { max: 4000 }),
            ],
        },
    ],
};
