//! Departments and sites with their managers, and how leaders support them (5.1 h).

use super::every_kind::ACTIONS;
use super::{Kind, Place};
use crate::field::{Field, FieldType as Ty};

/// Area.
pub static AREA: Kind = Kind {
    name: "area",
    clause: "5.1 h",
    prefix: "AR",
    title: "title",
    place: Place::Register,
    fields: &[
        Field::new("reference", Ty::Reference).in_table(),
        Field::new("title", Ty::Line { max: 200 }).required().in_table(),
        Field::new("area_type", Ty::Choice(&["department", "site", "team", "other"])).in_table(),
        Field::new("manager", Ty::Link(&["person"])).required().in_table(),
        Field::new("deputy", Ty::Link(&["person"])),
        Field::new("parent", Ty::Link(&["area"])),
        Field::new("expectations", Ty::Note { max: 4000 }).required(),
        Field::new("training_needs", Ty::Note { max: 4000 }),
        Field::new("resources", Ty::Note { max: 4000 }),
        Field::new("objectives", Ty::Note { max: 4000 }),
        Field::new("measures", Ty::Note { max: 4000 }),
        Field::new("appraisal_criteria", Ty::Choice(&["yes", "partly", "no"])),
        Field::new("reviewed_on", Ty::Date).in_table(),
        Field::new("review_on", Ty::Date),
    ],
    rows: &[ACTIONS],
};
