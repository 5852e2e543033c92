//! Legal, regulatory and contractual obligations, and whether they are complied with (4.2, A.5.31).

use super::{Kind, Place};
use crate::field::{Field, FieldType as Ty};

/// Obligation.
pub static OBLIGATION: Kind = Kind {
    name: "obligation",
    clause: "4.2, A.5.31",
    prefix: "OB",
    title: "title",
    place: Place::Register,
    fields: &[
        Field::new("reference", Ty::Reference).in_table(),
        Field::new("title", Ty::Line { max: 200 }).required().in_table(),
        Field::new(
            "obligation_type",
            Ty::Choice(&["law", "regulation", "contract", "standard", "voluntary"]),
        )
        .required()
        .in_table(),
        Field::new("citation", Ty::Line { max: 300 }),
        Field::new("interested_party", Ty::Link(&["interested_party"])),
        Field::new("requirement", Ty::Note { max: 4000 }).required(),
        Field::new("measures", Ty::Note { max: 4000 }),
        Field::new("area", Ty::Link(&["area"])),
        Field::new("owner", Ty::Link(&["person"])).required().in_table(),
        Field::new("compliance", Ty::Choice(&["unchecked", "complied", "partly", "not"]))
            .required()
            .in_table(),
        Field::new("checked_by", Ty::Link(&["person"])),
        Field::new("checked_on", Ty::Date).in_table(),
        Field::new("nonconformity", Ty::Link(&["nonconformity"])),
        Field::new("from", Ty::Date),
        Field::new("until", Ty::Date),
        Field::new("review_on", Ty::Date),
    ],
    rows: &[],
};
