//! Suppliers at the depth that risk assessment needs (A.5.19 to A.5.22).

use super::{Kind, Place};
use crate::field::{Field, FieldType as Ty, Rows};

/// Supplier.
pub static SUPPLIER: Kind = Kind {
    name: "supplier",
    clause: "A.5.19–A.5.22",
    prefix: "SU",
    title: "title",
    place: Place::Register,
    fields: &[
        Field::new("reference", Ty::Reference).in_table(),
        Field::new("title", Ty::Line { max: 200 }).required().in_table(),
        Field::new("service", Ty::Note { max: 2000 }).required(),
        Field::new("criticality", Ty::Choice(&["low", "medium", "high", "critical"])).required().in_table(),
        Field::new("owner", Ty::Link(&["person"])).required().in_table(),
        Field::new("contact", Ty::Line { max: 200 }),
        Field::new("address", Ty::Line { max: 500 }),
        Field::new("contract", Ty::Line { max: 200 }),
        Field::new("security_agreed", Ty::Choice(&["yes", "partly", "no"])).in_table(),
        Field::new("security_requirements", Ty::Note { max: 4000 }),
        Field::new("status", Ty::Choice(&["proposed", "active", "ended"])).required().in_table(),
        Field::new("from", Ty::Date),
        Field::new("until", Ty::Date),
        Field::new("assessed_on", Ty::Date).in_table(),
        Field::new("assessment", Ty::Choice(&["fine", "conditions", "not_acceptable"])),
        Field::new("review_on", Ty::Date),
        Field::new("exit", Ty::Note { max: 2000 }),
    ],
    rows: &[Rows { key: "risks", fields: &[Field::new("risk", Ty::Link(&["risk"])).required()] }],
};
