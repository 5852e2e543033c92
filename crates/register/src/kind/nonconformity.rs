//! Nonconformities and their correction, causes and effectiveness review (10.2).

use super::every_kind::ACTIONS;
use super::{Kind, Place};
use crate::field::{Field, FieldType as Ty};

/// Nonconformity.
pub static NONCONFORMITY: Kind = Kind {
    name: "nonconformity",
    clause: "10.2",
    prefix: "NC",
    title: "title",
    place: Place::Register,
    fields: &[
        Field::new("reference", Ty::Reference).in_table(),
        Field::new("title", Ty::Line { max: 200 }).required().in_table(),
        Field::new("description", Ty::Note { max: 4000 }),
        Field::new("source", Ty::Choice(&["incident", "audit", "review", "concern", "monitoring", "other"]))
            .required()
            .in_table(),
        Field::new(
            "source_record",
            Ty::Link(&["incident", "audit", "finding", "management_review", "exercise", "obligation"]),
        ),
        Field::new("requirement", Ty::Line { max: 300 }),
        Field::new("grade", Ty::Choice(&["minor", "major"])).in_table(),
        Field::new("found_on", Ty::Date).required(),
        Field::new("owner", Ty::Link(&["person"])).required().in_table(),
        Field::new("due", Ty::Date).required().in_table(),
        Field::new(
            "status",
            Ty::Choice(&[
                "open",
                "cause_found",
                "action_planned",
                "action_done",
                "verified_effective",
                "verified_ineffective",
                "closed",
            ]),
        )
        .required()
        .in_table(),
        Field::new("correction", Ty::Note { max: 4000 }),
        Field::new("corrected_on", Ty::Date),
        Field::new("consequences", Ty::Note { max: 4000 }),
        Field::new("similar_cases", Ty::Note { max: 4000 }),
        Field::new("cause_method", Ty::Choice(&["five_whys", "ishikawa", "free_text"])),
        Field::new("root_cause", Ty::Note { max: 4000 }),
        Field::new("done_by", Ty::Link(&["person"])),
        Field::new("done_on", Ty::Date),
        Field::new("effectiveness_by", Ty::Link(&["person"])),
        Field::new("effectiveness_on", Ty::Date),
        Field::new("effective", Ty::Choice(&["yes", "partly", "no"])).in_table(),
        Field::new("effectiveness_result", Ty::Note { max: 2000 }),
        Field::new("isms_change_needed", Ty::Choice(&["yes", "no"])),
        Field::new("isms_change", Ty::Link(&["isms_change"])),
    ],
    rows: &[ACTIONS],
};
