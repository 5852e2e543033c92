//! Decisions of top management, taken in a review, a meeting or by circular (9.3.3, 5.1).

use super::{Kind, Place};
use crate::field::{Field, FieldType as Ty, Rows};

/// A decision. Votes are given by acts, see [`crate::vote`]; `print` says on which words.
pub static DECISION: Kind = Kind {
    name: "decision",
    clause: "5.1, 9.3.3",
    prefix: "D",
    title: "title",
    place: Place::Register,
    fields: &[
        Field::new("reference", Ty::Reference).in_table(),
        Field::new("title", Ty::Line { max: 300 }).required().in_table(),
        Field::new("reason", Ty::Note { max: 4000 }),
        Field::new("review", Ty::Link(&["management_review"])).in_table(),
        Field::new("taken_in", Ty::Choice(&["review", "meeting", "circular"])),
        Field::new("meeting", Ty::Link(&["coordination_meeting"])),
        Field::new("agenda_item", Ty::Line { max: 36 }),
        Field::new("decided_by", Ty::Link(&["person"])).required().in_table(),
        Field::new("decided_on", Ty::Date).required().in_table(),
        Field::new(
            "status",
            Ty::Choice(&[
                "proposed",
                "decided",
                "rejected",
                "deferred",
                "carried_out",
                "superseded",
                "withdrawn",
            ]),
        )
        .required()
        .in_table(),
        Field::new("owner", Ty::Link(&["person"])),
        Field::new("carried_out_on", Ty::Date),
        Field::new("superseded_by", Ty::Link(&["decision"])),
    ],
    rows: &[Rows {
        key: "votes",
        fields: &[
            Field::new("person", Ty::Link(&["person"])).required(),
            Field::new("choice", Ty::Choice(&["yes", "no", "abstain"])).required(),
            Field::new("on", Ty::Date),
            Field::new("print", Ty::Line { max: 16 }),
        ],
    }],
};
