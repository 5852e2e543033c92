//! Internal and external issues that affect the intended outcome (4.1), the climate question of Amendment 1
//! included.

use super::every_kind::ACTIONS;
use super::{Kind, Place};
use crate::field::{ANY_KIND, Field, FieldType as Ty, Rows};

/// Issue of the context.
pub static ISSUE: Kind = Kind {
    name: "issue",
    clause: "4.1",
    prefix: "ISS",
    title: "title",
    place: Place::Register,
    fields: &[
        Field::new("reference", Ty::Reference).in_table(),
        Field::new("title", Ty::Line { max: 200 }).required().in_table(),
        Field::new("side", Ty::Choice(&["internal", "external"])).required().in_table(),
        Field::new(
            "category",
            Ty::Choice(&[
                "technology",
                "law",
                "market",
                "organization",
                "people",
                "environment",
                "threat",
                "other",
            ]),
        )
        .in_table(),
        Field::new("description", Ty::Note { max: 4000 }),
        Field::new("effect", Ty::Note { max: 4000 }).required(),
        Field::new("outcome", Ty::Link(ANY_KIND)),
        Field::new("climate_relevant", Ty::Choice(&["yes", "no", "unknown"])),
        Field::new("climate_reason", Ty::Note { max: 1000 }),
        Field::new("owner", Ty::Link(&["person"])).required().in_table(),
        Field::new("status", Ty::Choice(&["current", "past"])).required().in_table(),
        Field::new("identified_on", Ty::Date),
        Field::new("reviewed_on", Ty::Date),
        Field::new("review_on", Ty::Date).in_table(),
    ],
    rows: &[Rows { key: "risks", fields: &[Field::new("risk", Ty::Link(&["risk"])).required()] }, ACTIONS],
};
