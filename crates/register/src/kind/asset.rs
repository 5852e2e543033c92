//! Assets at the depth that risk assessment needs (A.5.9, A.5.12).

use super::{Kind, Place};
use crate::field::{Field, FieldType as Ty, Rows};

/// Asset.
pub static ASSET: Kind = Kind {
    name: "asset",
    clause: "A.5.9, A.5.12",
    prefix: "AS",
    title: "title",
    place: Place::Register,
    fields: &[
        Field::new("reference", Ty::Reference).in_table(),
        Field::new("title", Ty::Line { max: 200 }).required().in_table(),
        Field::new(
            "asset_type",
            Ty::Choice(&[
                "information",
                "system",
                "hardware",
                "software",
                "service",
                "site",
                "people",
                "other",
            ]),
        )
        .required()
        .in_table(),
        Field::new("owner", Ty::Link(&["person"])).required().in_table(),
        Field::new("description", Ty::Note { max: 4000 }),
        Field::new(
            "classification",
            Ty::Choice(&["public", "internal", "confidential", "strictly_confidential"]),
        )
        .in_table(),
        Field::new("need_confidentiality", Ty::Choice(&["normal", "high", "very_high"])),
        Field::new("need_integrity", Ty::Choice(&["normal", "high", "very_high"])),
        Field::new("need_availability", Ty::Choice(&["normal", "high", "very_high"])),
        Field::new("location", Ty::Line { max: 200 }),
        Field::new("supplier", Ty::Link(&["supplier"])),
        Field::new("activity", Ty::Link(&["business_activity"])),
        Field::new("status", Ty::Choice(&["planned", "in_use", "retired"])).required().in_table(),
        Field::new("review_on", Ty::Date),
    ],
    rows: &[Rows { key: "risks", fields: &[Field::new("risk", Ty::Link(&["risk"])).required()] }],
};
