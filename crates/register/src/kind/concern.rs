//! Concerns that somebody brings to a confidant (5.1 f). They lie in a register of the confidants' own. Who
//! brought one, and whom it may touch, is told in words or not at all: a link could be counted for each person.

use super::every_kind::ACTIONS;
use super::{Kind, Place};
use crate::field::{Field, FieldType as Ty};

/// Concern.
pub static CONCERN: Kind = Kind {
    name: "concern",
    clause: "5.1 f",
    prefix: "CN",
    title: "title",
    place: Place::Register,
    fields: &[
        Field::new("reference", Ty::Reference).in_table(),
        Field::new("title", Ty::Line { max: 200 }).required().in_table(),
        Field::new(
            "theme",
            Ty::Choice(&[
                "weakness",
                "rule_broken",
                "pressure",
                "fear_to_report",
                "workload",
                "privacy",
                "conduct",
                "other",
            ]),
        )
        .required()
        .in_table(),
        Field::new("received_on", Ty::Date).required().in_table(),
        Field::new("came", Ty::Choice(&["in_person", "letter", "box", "call", "other"])).required(),
        Field::new("said", Ty::Note { max: 10_000 }).required(),
        Field::new("touches", Ty::Note { max: 1000 }),
        Field::new("asked_for", Ty::Note { max: 1000 }),
        Field::new("protection", Ty::Note { max: 2000 }).required(),
        Field::new("asked_again_on", Ty::Date),
        Field::new("reprisal", Ty::Choice(&["none_seen", "feared", "seen", "not_known"])),
        Field::new("status", Ty::Choice(&["received", "looked_into", "answered", "closed"]))
            .required()
            .in_table(),
        Field::new("owner", Ty::Link(&["person"])).in_table(),
        Field::new("done", Ty::Note { max: 4000 }),
        Field::new("answered_on", Ty::Date).in_table(),
        Field::new("answer", Ty::Note { max: 4000 }),
        Field::new("lesson", Ty::Note { max: 2000 }),
    ],
    rows: &[ACTIONS],
};
