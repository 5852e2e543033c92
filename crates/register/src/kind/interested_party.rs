//! Interested parties and what they require (4.2), the climate question of Amendment 1 included.

use super::{Kind, Place};
use crate::field::{Field, FieldType as Ty, Rows};

/// Interested party.
pub static INTERESTED_PARTY: Kind = Kind {
    name: "interested_party",
    clause: "4.2",
    prefix: "IP",
    title: "title",
    place: Place::Register,
    fields: &[
        Field::new("reference", Ty::Reference).in_table(),
        Field::new("title", Ty::Line { max: 200 }).required().in_table(),
        Field::new(
            "party_type",
            Ty::Choice(&[
                "customer",
                "employee",
                "owner",
                "authority",
                "supplier",
                "partner",
                "insurer",
                "public",
                "other",
            ]),
        )
        .required()
        .in_table(),
        Field::new("needs", Ty::Note { max: 4000 }),
        Field::new("contact", Ty::Line { max: 200 }),
        Field::new("owner", Ty::Link(&["person"])).in_table(),
        Field::new("climate_requirements", Ty::Choice(&["yes", "no", "unknown"])).required().in_table(),
        Field::new("climate_reason", Ty::Note { max: 1000 }),
        Field::new("reviewed_on", Ty::Date),
        Field::new("review_on", Ty::Date).in_table(),
    ],
    rows: &[Rows {
        key: "requirements",
        fields: &[
            Field::new("requirement", Ty::Line { max: 300 }).required(),
            Field::new("addressed", Ty::Choice(&["yes", "partly", "no"])).required(),
            Field::new("how", Ty::Line { max: 300 }),
            Field::new("obligation", Ty::Link(&["obligation"])),
        ],
    }],
};
