//! Risks to information security (6.1.2, 8.2), rated by likelihood and impact.

use super::{Kind, Place};
use crate::field::{Field, FieldType as Ty};

/// A risk.
pub static RISK: Kind = Kind {
    name: "risk",
    clause: "6.1.2, 8.2",
    prefix: "R",
    title: "title",
    place: Place::Register,
    fields: &[
        Field::new("reference", Ty::Reference).in_table(),
        Field::new("title", Ty::Line { max: 200 }).required().in_table(),
        Field::new("description", Ty::Note { max: 4000 }),
        Field::new("asset", Ty::Line { max: 200 }),
        Field::new("threat", Ty::Line { max: 200 }),
        Field::new("vulnerability", Ty::Line { max: 200 }),
        Field::new("owner", Ty::Link(&["person"])).required().in_table(),
        Field::new("confidentiality", Ty::Flag),
        Field::new("integrity", Ty::Flag),
        Field::new("availability", Ty::Flag),
        Field::new("inherent_likelihood", Ty::Scale { max: 5 }).required(),
        Field::new("inherent_impact", Ty::Scale { max: 5 }).required(),
        Field::new("current_likelihood", Ty::Scale { max: 5 }).required(),
        Field::new("current_impact", Ty::Scale { max: 5 }).required(),
        Field::new("treatment", Ty::Choice(&["modify", "retain", "avoid", "share"])).in_table(),
        Field::new(
            "status",
            Ty::Choice(&[
                "identified",
                "analysed",
                "treatment_decided",
                "plan_approved",
                "in_treatment",
                "closed",
            ]),
        )
        .in_table(),
        Field::new("review_on", Ty::Date),
    ],
    rows: &[],
};
