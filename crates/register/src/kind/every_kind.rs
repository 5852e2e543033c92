//! What a record of every kind can carry besides its own fields: its old number, tags, and evidence.
//! Declared here once; [`super::Kind::all_fields`] and [`super::Kind::all_rows`] add it to each kind.

use crate::field::{ANY_KIND, Field, FieldType as Ty, Rows};

/// The number that a record had where it was kept before.
pub const EXTERNAL_REF: &str = "external_ref";

/// Words to find it by, separated by commas.
pub const TAGS: &str = "tags";

/// Fields of every kind.
pub static FIELDS: &[Field] =
    &[Field::new(EXTERNAL_REF, Ty::Line { max: 120 }), Field::new(TAGS, Ty::Line { max: 300 })];

/// Evidence: a record of any kind, or an address.
pub const EVIDENCE: Rows = Rows {
    key: "evidence",
    fields: &[
        Field::new("record", Ty::Link(ANY_KIND)),
        Field::new("address", Ty::Line { max: 2000 }),
        Field::new("captured_on", Ty::Date),
        Field::new("captured_by", Ty::Link(&["person"])),
        Field::new("note", Ty::Line { max: 300 }),
    ],
};

/// Lists of rows of every kind.
pub static ROWS: &[Rows] = &[EVIDENCE];

/// Actions that follow from a record, in a list of its own.
pub const ACTIONS: Rows =
    Rows { key: "actions", fields: &[Field::new("action", Ty::Link(&["action"])).required()] };
