//! Lists of people who have read a document and have no device of their own (7.3, 7.5): pasted from elsewhere, a name on
//! each line, perhaps with a day. Such a list is reported by whoever enters it, and told apart from acknowledgements.

use crate::act::add_row;
use crate::command::Command;
use crate::day::{NaiveDate, day, day_text};
use crate::document::in_force;
use crate::document_act::Actor;
use crate::fold::fold;
use crate::id::RecordId;
use crate::record::Record;
use crate::value::Value;
use std::collections::BTreeSet;
use uuid::Uuid;

/// The key of the rows that hold the lists.
pub const READING_LISTS: &str = "reading_lists";
/// The longest list that is kept, in characters.
pub const MOST: usize = 20_000;

/// A line of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reader {
    /// Who, as somebody wrote it.
    pub name: String,
    /// When, if that was said.
    pub on: Option<NaiveDate>,
}

/// Reads what was pasted: cells apart by tabs, semicolons or, before a day, commas. Whoever stands there twice is
/// counted once, with their first day.
pub fn readers(text: &str) -> Vec<Reader> {
    let mut known: BTreeSet<String> = BTreeSet::new();
    let mut all = Vec::new();
    for line in text.lines() {
        let mut name = String::new();
        let mut on = None;
        for cell in line.split(['\t', ';', ',']).map(str::trim).filter(|cell| !cell.is_empty()) {
            match any_day(cell) {
                Some(day) => on = on.or(Some(day)),
                None if name.is_empty() => name.push_str(cell),
                None => {
                    name.push_str(", ");
                    name.push_str(cell);
                }
            }
        }
        if !name.is_empty() && known.insert(fold(&name)) {
            all.push(Reader { name, on });
        }
    }
    all
}

/// `2026-03-01`, or `1.3.2026` as German lists have it. Orders that could mean two days are no day.
fn any_day(text: &str) -> Option<NaiveDate> {
    let by_points = || {
        let mut parts = text.split('.').map(str::trim);
        let (of, month, year) = (parts.next()?, parts.next()?, parts.next()?);
        let fits = |part: &str, most: usize| {
            (1..=most).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit())
        };
        let is_day = parts.next().is_none() && fits(of, 2) && fits(month, 2) && fits(year, 4);
        is_day.then(|| day(&format!("{year}-{month:0>2}-{of:0>2}"))).flatten()
    };
    day(text).or_else(by_points)
}

/// A list that was entered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadingList {
    /// The row.
    pub row: Uuid,
    /// When it was entered.
    pub on: Option<NaiveDate>,
    /// By whom.
    pub by: Option<RecordId>,
    /// Where it comes from.
    pub source: String,
    /// The version that was read.
    pub version: String,
    /// The fingerprint of it.
    pub content: String,
    /// Who has read it.
    pub readers: Vec<Reader>,
    /// Of how many people.
    pub of: Option<i64>,
}

/// The lists of a document, the oldest first.
pub fn lists(document: &Record) -> Vec<ReadingList> {
    let one = |row: Uuid| {
        let text = |key| document.row_value(READING_LISTS, row, key).as_text().unwrap_or_default();
        ReadingList {
            row,
            on: day(text("on")),
            by: text("by").parse().ok(),
            source: text("source").to_owned(),
            version: text("version").to_owned(),
            content: text("print").to_owned(),
            readers: readers(text("names")),
            of: document.row_value(READING_LISTS, row, "of").as_int(),
        }
    };
    document.rows(READING_LISTS).into_iter().map(one).collect()
}

/// So many of so many without a device have read what is in force, by all its lists together; none without a list.
pub fn read_without_device(document: &Record) -> Option<(usize, usize)> {
    let content = in_force(document)?.content;
    let of_it: Vec<ReadingList> =
        lists(document).into_iter().filter(|list| !content.is_empty() && list.content == content).collect();
    let names: BTreeSet<String> =
        of_it.iter().flat_map(|list| &list.readers).map(|reader| fold(&reader.name)).collect();
    let of = of_it.iter().filter_map(|list| usize::try_from(list.of?).ok()).max().unwrap_or_default();
    (!of_it.is_empty()).then_some((names.len(), of.max(names.len())))
}

/// Enters a list for the version in force.
pub fn enter(
    document: &Record,
    by: Actor<'_>,
    names: &str,
    of: Option<i64>,
    source: &str,
) -> Option<Command> {
    let version = in_force(document).filter(|version| !version.content.is_empty())?;
    if readers(names).is_empty() || names.chars().count() > MOST {
        return None;
    }
    let mut values = vec![
        ("on", Value::Text(day_text(by.on))),
        ("by", Value::Text(by.person.to_string())),
        ("version", Value::Text(version.version)),
        ("source", Value::from(source.trim())),
        ("of", of.map_or(Value::Empty, Value::Int)),
        ("names", Value::from(names.trim())),
        ("print", Value::Text(version.content)),
    ];
    values.retain(|(_, value)| !value.is_empty());
    Some(add_row(document, READING_LISTS, values, by.now_ms, by.random).1)
}
