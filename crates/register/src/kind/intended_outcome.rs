//! Intended outcomes of the ISMS (4.1, 5.1 e): what it is to achieve, and whether it does.

use super::{Kind, Place};
use crate::field::{Field, FieldType as Ty, Rows};

/// An intended outcome.
pub static INTENDED_OUTCOME: Kind = Kind {
    name: "intended_outcome",
    clause: "4.1, 5.1 e",
    prefix: "IO",
    title: "title",
    place: Place::Register,
    fields: &[
        Field::new("reference", Ty::Reference).in_table(),
        Field::new("title", Ty::Line { max: 300 }).required().in_table(),
        Field::new("description", Ty::Note { max: 4000 }),
        Field::new("owner", Ty::Link(&["person"])).required().in_table(),
    ],
    rows: &[
        Rows { key: "kpis", fields: &[Field::new("kpi", Ty::Link(&["kpi"])).required()] },
        Rows {
            key: "answers",
            fields: &[
                Field::new("review", Ty::Link(&["management_review"])),
                Field::new("on", Ty::Date).required(),
                Field::new("answer", Ty::Choice(&["met", "partly", "not_met"])).required(),
                Field::new("reason", Ty::Line { max: 1000 }).required(),
            ],
        },
    ],
};
