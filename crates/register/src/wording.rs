//! Which texts of the language files a description asks for. A kind's own text comes first, then the one
//! that all kinds share: `field.risk.owner`, else `field.owner`. The page and the reference page read alike.

use crate::id::FieldPath;

/// The place of a field as keys name it: `due`, or `attendance.person` for a field of a row.
pub fn place(path: &FieldPath) -> String {
    match &path.row {
        None => path.key.clone(),
        Some((rows, _)) => format!("{rows}.{}", path.key),
    }
}

fn first(keys: Vec<String>, find: &dyn Fn(&str) -> Option<String>) -> Option<String> {
    keys.iter().find_map(|key| find(key))
}

/// A field's name. For a field that only a newer version knows, none.
pub fn field(kind: &str, path: &FieldPath, find: &dyn Fn(&str) -> Option<String>) -> Option<String> {
    let place = place(path);
    first(
        vec![format!("field.{kind}.{place}"), format!("field.{place}"), format!("field.{}", path.key)],
        find,
    )
}

/// The name of one of a field's choices. For a choice that only a newer version knows, none.
pub fn choice(
    kind: &str,
    path: &FieldPath,
    choice: &str,
    find: &dyn Fn(&str) -> Option<String>,
) -> Option<String> {
    let place = place(path);
    let keys = vec![
        format!("choice.{kind}.{place}.{choice}"),
        format!("choice.{}.{choice}", path.key),
        format!("choice.{choice}"),
    ];
    first(keys, find)
}

/// A sentence about a field, where there is one.
pub fn help(kind: &str, path: &FieldPath, find: &dyn Fn(&str) -> Option<String>) -> Option<String> {
    let place = place(path);
    first(vec![format!("help.{kind}.{place}"), format!("help.{place}")], find)
}

/// The name of a list of rows.
pub fn rows(kind: &str, rows: &str, find: &dyn Fn(&str) -> Option<String>) -> Option<String> {
    first(vec![format!("rows.{kind}.{rows}"), format!("rows.{rows}")], find)
}

/// The words of the button that adds to a list of rows.
pub fn add_row(kind: &str, rows: &str, find: &dyn Fn(&str) -> Option<String>) -> Option<String> {
    first(vec![format!("rows.{kind}.{rows}.add"), format!("rows.{rows}.add"), "rows.add".to_owned()], find)
}
