//! Resources asked for, granted or refused, provided and spent (5.1 c, 7.1). A refusal stays: it is evidence too.

use super::{Kind, Place};
use crate::field::{Field, FieldType as Ty, Rows};

/// Resource.
pub static RESOURCE: Kind = Kind {
    name: "resource",
    clause: "5.1 c, 7.1",
    prefix: "RES",
    title: "title",
    place: Place::Register,
    fields: &[
        Field::new("reference", Ty::Reference).in_table(),
        Field::new("title", Ty::Line { max: 200 }).required().in_table(),
        Field::new(
            "resource_type",
            Ty::Choice(&["money", "people", "technology", "third_party", "training"]),
        )
        .required()
        .in_table(),
        Field::new("purpose", Ty::Choice(&["running", "incidents", "compliance", "improvement", "area"]))
            .in_table(),
        Field::new("area", Ty::Link(&["area"])),
        Field::new("reason", Ty::Note { max: 4000 }),
        Field::new("cost_of_no", Ty::Note { max: 1000 }),
        Field::new("requested_by", Ty::Link(&["person"])),
        Field::new("requested_on", Ty::Date),
        Field::new(
            "status",
            Ty::Choice(&["requested", "granted", "reduced", "refused", "deferred", "provided", "spent"]),
        )
        .required()
        .in_table(),
        Field::new("amount_requested", Ty::Number { min: 0, max: 1_000_000_000_000, decimals: 2 }).in_table(),
        Field::new("amount_granted", Ty::Number { min: 0, max: 1_000_000_000_000, decimals: 2 }).in_table(),
        Field::new("unit", Ty::Line { max: 20 }),
        Field::new("decision", Ty::Link(&["decision"])),
        Field::new("decided_by", Ty::Link(&["person"])),
        Field::new("decided_on", Ty::Date),
        Field::new("decision_reason", Ty::Note { max: 2000 }),
        Field::new("period_from", Ty::Date),
        Field::new("period_until", Ty::Date),
        Field::new("provided_on", Ty::Date),
        Field::new("sufficient", Ty::Choice(&["yes", "partly", "no"])),
        Field::new("sufficient_reason", Ty::Note { max: 1000 }),
        Field::new("assessed_on", Ty::Date),
    ],
    rows: &[Rows {
        key: "spending",
        fields: &[
            Field::new("spent_on", Ty::Date).required(),
            Field::new("amount", Ty::Number { min: 0, max: 1_000_000_000_000, decimals: 2 }).required(),
            Field::new("note", Ty::Line { max: 300 }),
        ],
    }],
};
