//! Risks to information security, and opportunities (6.1, 8.2, 8.3), rated by likelihood and impact.

use super::{Kind, Place};
use crate::field::{Field, FieldType as Ty, Rows};

/// The most steps that a scale can have; how many it has, the register's criteria say.
const STEP: Ty = Ty::Scale { max: 6 };

/// A risk. What it is rated by is in [`crate::risk_criteria`], what was accepted in [`crate::acceptance`].
pub static RISK: Kind = Kind {
    name: "risk",
    clause: "6.1.2, 8.2",
    prefix: "R",
    title: "title",
    place: Place::Register,
    fields: &[
        Field::new("reference", Ty::Reference).in_table(),
        Field::new("title", Ty::Line { max: 200 }).required().in_table(),
        Field::new("nature", Ty::Choice(&["risk", "opportunity"])),
        Field::new("level", Ty::Choice(&["information", "isms"])),
        Field::new("description", Ty::Note { max: 4000 }),
        Field::new("asset", Ty::Line { max: 200 }),
        Field::new("threat", Ty::Line { max: 200 }),
        Field::new("vulnerability", Ty::Line { max: 200 }),
        Field::new("owner", Ty::Link(&["person"])).required().in_table(),
        Field::new("confidentiality", Ty::Flag),
        Field::new("integrity", Ty::Flag),
        Field::new("availability", Ty::Flag),
        Field::new("inherent_likelihood", STEP).required(),
        Field::new("inherent_impact", STEP).required(),
        Field::new("current_likelihood", STEP).required(),
        Field::new("current_impact", STEP).required(),
        Field::new("target_likelihood", STEP),
        Field::new("target_impact", STEP),
        Field::new("treatment", Ty::Choice(&["modify", "retain", "avoid", "share"])).in_table(),
        Field::new("plan", Ty::Note { max: 4000 }),
        Field::new("due", Ty::Date),
        Field::new("plan_done_on", Ty::Date),
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
    rows: &[
        Rows { key: "controls", fields: &[Field::new("control", Ty::Link(&["control"])).required()] },
        Rows {
            key: "acceptances",
            fields: &[
                Field::new("of", Ty::Choice(&["residual", "plan"])),
                Field::new("state", Ty::Choice(&["proposed", "accepted", "rejected", "revoked", "expired"]))
                    .required(),
                Field::new("by", Ty::Link(&["person"])).required(),
                Field::new("on", Ty::Date),
                Field::new("until", Ty::Date),
                Field::new("likelihood", STEP),
                Field::new("impact", STEP),
                Field::new("print", Ty::Line { max: 36 }),
                Field::new("note", Ty::Line { max: 300 }),
            ],
        },
    ],
};
