//! Information security objectives (6.2): what, with what, who, until when, and how it is judged.

use super::{Kind, Place};
use crate::field::{Field, FieldType as Ty, Rows};

/// An objective. How it stands is computed from its KPIs, see [`crate::objective`].
pub static OBJECTIVE: Kind = Kind {
    name: "objective",
    clause: "6.2",
    prefix: "O",
    title: "title",
    place: Place::Register,
    fields: &[
        Field::new("reference", Ty::Reference).in_table(),
        Field::new("title", Ty::Line { max: 300 }).required().in_table(),
        Field::new("status", Ty::Choice(&["draft", "in_progress", "achieved", "not_achieved", "cancelled"]))
            .required()
            .in_table(),
        Field::new("reason", Ty::Note { max: 2000 }),
        Field::new("what", Ty::Note { max: 4000 }).required(),
        Field::new("resources", Ty::Note { max: 4000 }).required(),
        Field::new("owner", Ty::Link(&["person"])).required().in_table(),
        Field::new("due", Ty::Date).required().in_table(),
        Field::new("evaluation", Ty::Note { max: 4000 }).required(),
        Field::new("measurable", Ty::Choice(&["measurable", "not_measurable"])).required(),
        Field::new("not_measurable_because", Ty::Note { max: 2000 }),
        Field::new("baseline", Ty::Line { max: 200 }),
        Field::new("target", Ty::Line { max: 200 }),
        Field::new("policy", Ty::Link(&["document"])),
        Field::new("considered", Ty::Note { max: 4000 }),
        Field::new("approved_by", Ty::Link(&["person"])).required(),
        Field::new("approved_on", Ty::Date),
    ],
    rows: &[
        Rows { key: "goals", fields: &[Field::new("goal", Ty::Link(&["strategic_goal"])).required()] },
        Rows {
            key: "told",
            fields: &[
                Field::new("audience", Ty::Line { max: 200 }).required(),
                Field::new("on", Ty::Date),
                Field::new("how", Ty::Line { max: 200 }),
            ],
        },
    ],
};
