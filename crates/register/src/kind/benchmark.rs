//! Comparisons with standards and peers (5.1 g, 9.1).

use super::every_kind::ACTIONS;
use super::{Kind, Place};
use crate::field::{Field, FieldType as Ty};

/// Benchmark.
pub static BENCHMARK: Kind = Kind {
    name: "benchmark",
    clause: "5.1 g, 9.1",
    prefix: "BM",
    title: "title",
    place: Place::Register,
    fields: &[
        Field::new("reference", Ty::Reference).in_table(),
        Field::new("title", Ty::Line { max: 200 }).required().in_table(),
        Field::new("compared_with", Ty::Line { max: 300 }).required().in_table(),
        Field::new("compared_on", Ty::Date).required().in_table(),
        Field::new("method", Ty::Note { max: 2000 }),
        Field::new("measure", Ty::Line { max: 200 }),
        Field::new("own_value", Ty::Number { min: -1_000_000_000, max: 1_000_000_000, decimals: 4 })
            .in_table(),
        Field::new("peer_value", Ty::Number { min: -1_000_000_000, max: 1_000_000_000, decimals: 4 })
            .in_table(),
        Field::new("unit", Ty::Line { max: 20 }),
        Field::new("conclusion", Ty::Note { max: 4000 }).required(),
        Field::new("owner", Ty::Link(&["person"])).required().in_table(),
        Field::new("next_review", Ty::Date),
    ],
    rows: &[ACTIONS],
};
