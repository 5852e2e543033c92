//! What a team says of a control: whether it applies, why, how far it is (6.1.3 d), and controls of its own.

use super::{Kind, Place};
use crate::control::THEMES;
use crate::field::{Field, FieldType as Ty};

/// Why a control applies: the flags of its reasons, see [`crate::statement`].
pub const REASONS: &[&str] = &["for_risk", "for_law", "for_contract", "for_choice"];

/// A row of the statement of applicability. For a control of Annex A the id follows from the control, see
/// [`crate::control::Control::record_id`], and number, title and theme are known; for an own control they are
/// said here.
pub static CONTROL: Kind = Kind {
    name: "control",
    clause: "6.1.3",
    prefix: "C",
    title: "title",
    place: Place::Register,
    fields: &[
        Field::new("reference", Ty::Reference).in_table(),
        Field::new("title", Ty::Line { max: 200 }).required().in_table(),
        Field::new("theme", Ty::Choice(THEMES)).in_table(),
        Field::new("applicable", Ty::Choice(&["yes", "no"])).in_table(),
        Field::new("for_risk", Ty::Flag),
        Field::new("for_law", Ty::Flag),
        Field::new("for_contract", Ty::Flag),
        Field::new("for_choice", Ty::Flag),
        Field::new("justification", Ty::Note { max: 2000 }),
        Field::new("exclusion", Ty::Note { max: 2000 }),
        Field::new("status", Ty::Choice(&["not_started", "planned", "partly", "implemented", "verified"]))
            .in_table(),
        Field::new("implementation", Ty::Note { max: 4000 }),
        Field::new("due", Ty::Date),
        Field::new("owner", Ty::Link(&["person"])).in_table(),
        Field::new("checked_by", Ty::Link(&["person"])),
        Field::new("checked_on", Ty::Date),
    ],
    rows: &[],
};
