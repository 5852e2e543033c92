//! The reference of all record types and their fields, made from the descriptions and a language's texts:
//! `docs/reference.md`, and what the reference page in the app shows.

use crate::field::{ANY_KIND, Field, FieldType};
use crate::id::FieldPath;
use crate::kind::{KINDS, Kind, every_kind};
use crate::wording;
use uuid::Uuid;

/// The texts of a language: the text of a key, if there is one.
pub type Find<'a> = &'a dyn Fn(&str) -> Option<String>;

/// One field, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldWords {
    /// Its name.
    pub name: String,
    /// What it holds.
    pub holds: String,
    /// A sentence about it; empty where there is none.
    pub help: String,
    /// Whether an empty one is a gap.
    pub is_required: bool,
}

/// What a field holds: the key of its words, after `type.`.
pub fn type_code(ty: FieldType) -> &'static str {
    match ty {
        FieldType::Line { .. } => "line",
        FieldType::Note { .. } => "note",
        FieldType::Paper => "paper",
        FieldType::Date => "date",
        FieldType::Time => "time",
        FieldType::Choice(_) => "choice",
        FieldType::Scale { .. } => "scale",
        FieldType::Whole { .. } => "whole",
        FieldType::Number { .. } => "number",
        FieldType::Flag => "flag",
        FieldType::Link(ANY_KIND) => "any_link",
        FieldType::Link(_) => "link",
        FieldType::Reference => "reference",
    }
}

fn text(find: Find<'_>, key: &str) -> String {
    find(key).unwrap_or_else(|| key.to_owned())
}

/// The fields of a kind, or of one of its lists of rows, in words.
pub fn fields(kind: &Kind, rows: Option<&str>, of: &[Field], find: Find<'_>) -> Vec<FieldWords> {
    let words = of.iter().map(|field| {
        let path = match rows {
            None => FieldPath::of(field.key),
            Some(rows) => FieldPath::in_row(rows, Uuid::nil(), field.key),
        };
        FieldWords {
            name: wording::field(kind.name, &path, find).unwrap_or_else(|| field.key.replace('_', " ")),
            holds: holds(kind, &path, field.ty, find),
            help: wording::help(kind.name, &path, find).unwrap_or_default(),
            is_required: field.required,
        }
    });
    words.collect()
}

fn holds(kind: &Kind, path: &FieldPath, ty: FieldType, find: Find<'_>) -> String {
    let words = text(find, &format!("type.{}", type_code(ty)));
    let (max, min) = match ty {
        FieldType::Line { max } | FieldType::Note { max } => (max.to_string(), String::new()),
        FieldType::Scale { max } => (max.to_string(), String::new()),
        FieldType::Whole { min, max } | FieldType::Number { min, max, .. } => {
            (max.to_string(), min.to_string())
        }
        _ => Default::default(),
    };
    let words = words.replace("{max}", &max).replace("{min}", &min);
    let parts: Vec<String> = match ty {
        FieldType::Choice(choices) => {
            let name = |choice: &&str| {
                wording::choice(kind.name, path, choice, find).unwrap_or((*choice).to_owned())
            };
            choices.iter().map(name).collect()
        }
        FieldType::Link(kinds) => kinds.iter().map(|kind| text(find, &format!("kind.{kind}.one"))).collect(),
        _ => Vec::new(),
    };
    if parts.is_empty() { words } else { format!("{words}: {}", parts.join(", ")) }
}

/// A table's rows stay one line each.
fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('\n', " ")
}

fn table(out: &mut String, fields: &[FieldWords], find: Find<'_>) {
    let head = ["reference.field", "reference.holds", "reference.about"].map(|key| text(find, key));
    out.push_str(&format!("| {} |\n|---|---|---|\n", head.join(" | ")));
    for field in fields {
        let needed =
            if field.is_required { format!(" ({})", text(find, "word.needed")) } else { String::new() };
        let [name, holds, help] = [&field.name, &field.holds, &field.help].map(|text| cell(text));
        out.push_str(&format!("| {name}{needed} | {holds} | {help} |\n"));
    }
    out.push('\n');
}

/// The whole reference as Markdown.
pub fn markdown(find: Find<'_>) -> String {
    let mut out = format!("# {}\n\n{}\n\n", text(find, "reference.title"), text(find, "reference.intro"));
    let Some(first) = KINDS.first() else { return out };
    out.push_str(&format!(
        "## {}\n\n{}\n\n",
        text(find, "reference.every"),
        text(find, "reference.every_why")
    ));
    table(&mut out, &fields(first, None, every_kind::FIELDS, find), find);
    for rows in every_kind::ROWS {
        heading(&mut out, first, rows.key, find);
        table(&mut out, &fields(first, Some(rows.key), rows.fields, find), find);
    }
    for kind in KINDS {
        let number = if kind.prefix.is_empty() { String::new() } else { format!(" · {}-…", kind.prefix) };
        out.push_str(&format!("## {}\n\n", text(find, &format!("kind.{}.one", kind.name))));
        out.push_str(&format!("ISO/IEC 27001 · {}{number}\n\n", kind.clause));
        if let Some(intro) = find(&format!("intro.{}", kind.name)) {
            out.push_str(&format!("{intro}\n\n"));
        }
        table(&mut out, &fields(kind, None, kind.fields, find), find);
        for rows in
            kind.rows.iter().filter(|rows| every_kind::ROWS.iter().all(|shared| shared.key != rows.key))
        {
            heading(&mut out, kind, rows.key, find);
            table(&mut out, &fields(kind, Some(rows.key), rows.fields, find), find);
        }
    }
    out
}

fn heading(out: &mut String, kind: &Kind, rows: &str, find: Find<'_>) {
    let name = wording::rows(kind.name, rows, find).unwrap_or_else(|| rows.to_owned());
    out.push_str(&format!("### {name}\n\n"));
}
