//! Findings of audits (9.2, 10.2).

use super::every_kind::ACTIONS;
use super::{Kind, Place};
use crate::field::{Field, FieldType as Ty};

/// Audit finding.
pub static FINDING: Kind = Kind {
    name: "finding",
    clause: "9.2, 10.2",
    prefix: "F",
    title: "title",
    place: Place::Register,
    fields: &[
        Field::new("reference", Ty::Reference).in_table(),
        Field::new("title", Ty::Line { max: 200 }).required().in_table(),
        Field::new("audit", Ty::Link(&["audit"])).required().in_table(),
        Field::new(
            "grade",
            Ty::Choice(&[
                "major_nonconformity",
                "minor_nonconformity",
                "observation",
                "opportunity",
                "strength",
            ]),
        )
        .required()
        .in_table(),
        Field::new("clause", Ty::Line { max: 60 }).in_table(),
        Field::new("description", Ty::Note { max: 4000 }),
        Field::new("observed", Ty::Note { max: 4000 }),
        Field::new("owner", Ty::Link(&["person"])).in_table(),
        Field::new("due", Ty::Date).in_table(),
        Field::new("status", Ty::Choice(&["open", "answered", "closed"])).required().in_table(),
        Field::new("closed_on", Ty::Date),
        Field::new("nonconformity", Ty::Link(&["nonconformity"])),
        Field::new("response", Ty::Note { max: 4000 }),
    ],
    rows: &[ACTIONS],
};
