//! Audits of all types (9.2): programme, method, independence, and who of top management was interviewed.

use super::{Kind, Place};
use crate::field::{Field, FieldType as Ty, Rows};

/// Audit.
pub static AUDIT: Kind = Kind {
    name: "audit",
    clause: "9.2",
    prefix: "AU",
    title: "title",
    place: Place::Register,
    fields: &[
        Field::new("reference", Ty::Reference).in_table(),
        Field::new("title", Ty::Line { max: 200 }).required().in_table(),
        Field::new(
            "audit_type",
            Ty::Choice(&["internal", "stage_1", "stage_2", "surveillance", "recertification", "supplier"]),
        )
        .required()
        .in_table(),
        Field::new("status", Ty::Choice(&["planned", "in_progress", "reported", "closed"]))
            .required()
            .in_table(),
        Field::new("planned_for", Ty::Date).in_table(),
        Field::new("begins_on", Ty::Date),
        Field::new("ends_on", Ty::Date).in_table(),
        Field::new("area", Ty::Link(&["area"])),
        Field::new("supplier", Ty::Link(&["supplier"])),
        Field::new("scope", Ty::Note { max: 2000 }).required(),
        Field::new("criteria", Ty::Note { max: 2000 }).required(),
        Field::new("method", Ty::Note { max: 2000 }),
        Field::new("sample", Ty::Note { max: 2000 }),
        Field::new("auditor", Ty::Link(&["person"])).in_table(),
        Field::new("audit_body", Ty::Line { max: 200 }),
        Field::new("auditor_independent", Ty::Choice(&["yes", "no"])).required(),
        Field::new("independence_reason", Ty::Note { max: 1000 }),
        Field::new("conclusion", Ty::Note { max: 4000 }),
        Field::new("reported_to", Ty::Link(&["person"])),
        Field::new("reported_on", Ty::Date),
        Field::new("certificate", Ty::Link(&["certificate"])),
    ],
    rows: &[Rows {
        key: "interviewed",
        fields: &[
            Field::new("person", Ty::Link(&["person"])).required(),
            Field::new("interviewed_on", Ty::Date),
            Field::new("note", Ty::Line { max: 300 }),
        ],
    }],
};
