//! Key performance indicators (9.1): what is measured, how often, by whom, and what is good.

use super::{Kind, Place};
use crate::field::{Field, FieldType as Ty, Rows};

const VALUE: Ty = Ty::Number { min: -1_000_000_000, max: 1_000_000_000, decimals: 3 };

/// A KPI. Current value, trend and status are computed from its measurements, see [`crate::kpi`]. A
/// measurement is never changed: a later row that names it in `corrects` takes its place.
pub static KPI: Kind = Kind {
    name: "kpi",
    clause: "9.1",
    prefix: "KPI",
    title: "title",
    place: Place::Register,
    fields: &[
        Field::new("reference", Ty::Reference).in_table(),
        Field::new("title", Ty::Line { max: 300 }).required().in_table(),
        Field::new("what", Ty::Note { max: 2000 }),
        Field::new("method", Ty::Note { max: 2000 }).required(),
        Field::new("period", Ty::Choice(&["monthly", "quarterly", "half_yearly", "yearly"]))
            .required()
            .in_table(),
        Field::new("since", Ty::Date),
        Field::new("ended_on", Ty::Date),
        Field::new("measured_by", Ty::Link(&["person"])).required().in_table(),
        Field::new("evaluated_by", Ty::Link(&["person"])).required(),
        Field::new("objective", Ty::Link(&["objective"])),
        Field::new("unit", Ty::Line { max: 30 }),
        Field::new("better", Ty::Choice(&["higher", "lower", "band"])).required(),
        Field::new("target", VALUE),
        Field::new("warning", VALUE),
        Field::new("band_low", VALUE),
        Field::new("band_high", VALUE),
        Field::new("conclusion", Ty::Note { max: 4000 }),
    ],
    rows: &[Rows {
        key: "measurements",
        fields: &[
            Field::new("held_on", Ty::Date).required(),
            Field::new("value", VALUE).required(),
            Field::new("note", Ty::Line { max: 300 }),
            Field::new("corrects", Ty::Line { max: 36 }),
        ],
    }],
};
