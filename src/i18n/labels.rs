//! The words for what the register's kinds declare: one rule for each, from a declaration to its key.

use super::{find, t};
use register::{FieldPath, Kind};

fn place(path: &FieldPath) -> String {
    match &path.row {
        None => path.key.clone(),
        Some((rows, _)) => format!("{rows}.{}", path.key),
    }
}

/// One record of a kind: 'Risk'.
pub fn kind_label(kind: &str) -> String {
    t(&format!("kind.{kind}.one"))
}

/// Several records of a kind: 'Risks'.
pub fn kinds_label(kind: &str) -> String {
    t(&format!("kind.{kind}.other"))
}

/// A field's name. For a field that only a newer version knows, its key.
pub fn field_label(kind: &str, path: &FieldPath) -> String {
    let key = format!("field.{kind}.{}", place(path));
    find(&key).or_else(|| find(&format!("field.{}", path.key))).unwrap_or_else(|| path.key.replace('_', " "))
}

/// A sentence about a field, where there is one.
pub fn field_help(kind: &str, path: &FieldPath) -> Option<String> {
    find(&format!("help.{kind}.{}", place(path)))
}

/// The name of one of a field's choices. For a choice that only a newer version knows, its key.
pub fn choice_label(kind: &str, path: &FieldPath, choice: &str) -> String {
    find(&format!("choice.{kind}.{}.{choice}", place(path))).unwrap_or_else(|| choice.replace('_', " "))
}

/// The name of a list of rows.
pub fn rows_label(kind: &Kind, rows: &str) -> String {
    t(&format!("rows.{}.{rows}", kind.name))
}

/// What somebody did, in history.
pub fn act_label(code: &str) -> String {
    find(&format!("act.{code}")).unwrap_or_else(|| t("act.other"))
}
