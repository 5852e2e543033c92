//! How a record type describes its fields. Labels, help and choices' names are in the language files,
//! under `field.<kind>.<key>`, `help.<kind>.<key>` and `choice.<kind>.<key>.<choice>`.

/// What a field holds, and so how it is shown, edited, validated, sorted and filtered.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum FieldType {
    /// One line of text, at most so many characters.
    Line {
        /// Longest text, in characters.
        max: usize,
    },
    /// A few lines that are set as a whole (never merged by character), at most so many characters.
    Note {
        /// Longest text, in characters.
        max: usize,
    },
    /// A long text merged by character; it lives in the record's paper, not in the register document.
    Paper,
    /// A civil date, stored `YYYY-MM-DD`.
    Date,
    /// A time of day, stored `HH:MM`.
    Time,
    /// One of some names, stored in lower_snake.
    Choice(&'static [&'static str]),
    /// A step of a scale from 1 to `max`.
    Scale {
        /// The highest step.
        max: i64,
    },
    /// A whole number within bounds.
    Whole {
        /// Least.
        min: i64,
        /// Greatest.
        max: i64,
    },
    /// A number within bounds, with at most so many decimals.
    Number {
        /// Least.
        min: i64,
        /// Greatest.
        max: i64,
        /// Most decimals.
        decimals: u8,
    },
    /// Yes or no.
    Flag,
    /// Another record of one of these kinds, or of any for [`ANY_KIND`], stored as its id.
    Link(&'static [&'static str]),
    /// A people-facing number such as `R-012`, given when the record is created.
    Reference,
}

/// One field of a record type, or of its rows.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Field {
    /// Its key in the document and in the language files: lower_snake, never changed once released.
    pub key: &'static str,
    /// What it holds.
    pub ty: FieldType,
    /// Whether an empty one is a gap. A gap is shown, never enforced: half an answer is worth keeping.
    pub required: bool,
    /// Whether it is a column of the kind's table from the start.
    pub in_table: bool,
}

impl Field {
    /// An optional field that the table does not show.
    pub const fn new(key: &'static str, ty: FieldType) -> Self {
        Self { key, ty, required: false, in_table: false }
    }

    /// The same, required.
    pub const fn required(self) -> Self {
        Self { required: true, ..self }
    }

    /// The same, as a column of the table.
    pub const fn in_table(self) -> Self {
        Self { in_table: true, ..self }
    }
}

/// A list of rows inside a record (an agenda, an attendance list). Rows are keyed `<key>/<uuid>` in the
/// document, never a list, so that rows made apart never collide.
#[derive(Debug, Clone, Copy)]
pub struct Rows {
    /// The rows' key.
    pub key: &'static str,
    /// The fields of each row.
    pub fields: &'static [Field],
}

impl Rows {
    /// The field of a row by its key.
    pub fn field(&self, key: &str) -> Option<&'static Field> {
        self.fields.iter().find(|field| field.key == key)
    }
}

/// For links that lead to records of any kind, of a newer version's too.
pub const ANY_KIND: &[&str] = &[];

/// Fields that the app fills in by itself: fingerprints of what was signed, what a row takes the place of, and what
/// a register is for.
/// Rows that hold one are made by acts, never typed.
pub const BY_APP: &[&str] =
    &["print", "text_print", "heads", "outline_print", "corrects", crate::purpose::HOLDS];

/// The field that archives a record or a row. Deleting is archiving: nobody's concurrent edit is lost.
pub const ARCHIVED: &str = "archived";

/// The field that orders rows, where they have an order. Equal ones stand in the order of their making.
pub const POSITION: &str = "position";
