//! The words for what the register's kinds declare. Which text is asked for: `register::wording`.

use super::{find, t, t_with};
use register::{FieldPath, Kind, Purpose, wording};

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
    wording::field(kind, path, &find).unwrap_or_else(|| path.key.replace('_', " "))
}

/// A sentence about a field, where there is one.
pub fn field_help(kind: &str, path: &FieldPath) -> Option<String> {
    wording::help(kind, path, &find)
}

/// The name of one of a field's choices. For a choice that only a newer version knows, its key.
pub fn choice_label(kind: &str, path: &FieldPath, choice: &str) -> String {
    wording::choice(kind, path, choice, &find).unwrap_or_else(|| choice.replace('_', " "))
}

/// The name of a list of rows. For one that only a newer version knows, its key.
pub fn rows_label(kind: &Kind, rows: &str) -> String {
    wording::rows(kind.name, rows, &find).unwrap_or_else(|| rows.replace('_', " "))
}

/// The words of the button that adds to a list of rows.
pub fn add_row_label(kind: &Kind, rows: &str) -> String {
    wording::add_row(kind.name, rows, &find).unwrap_or_else(|| t("do.add"))
}

/// What somebody did, in history, and to which number if the record bore one.
pub fn act_label(code: &str, number: Option<&str>) -> String {
    let what = find(&format!("act.{code}")).unwrap_or_else(|| t("act.other"));
    number.map_or_else(|| what.clone(), |number| t_with("act.on", &[("what", &what), ("number", number)]))
}

/// What a register is called: after its organization, and that it is the confidants' one if it is.
pub fn register_label(organization: &str, purpose: Option<Purpose>) -> String {
    if purpose == Some(Purpose::Concerns) {
        t_with("start.concerns_of", &[("organization", organization)])
    } else {
        organization.to_owned()
    }
}
