//! A value in words, for tables, history, disagreements and exports.
//! The reader's phrases, dates and numbers are handed in; without them, what is stored is what is shown.

use crate::control::Control;
use crate::day::{NaiveDate, day, day_text};
use crate::field::{Field, FieldType};
use crate::id::RecordId;
use crate::record::Register;
use crate::value::Value;

/// How the reader's language puts things. Each has a default that shows what is stored.
pub trait Phrases {
    /// A choice's name.
    fn choice(&self, _kind: &str, _key: &str, choice: &str) -> String {
        choice.to_owned()
    }
    /// A date.
    fn date(&self, date: NaiveDate) -> String {
        day_text(date)
    }
    /// A whole number.
    fn whole(&self, int: i64) -> String {
        int.to_string()
    }
    /// Any other number.
    fn number(&self, number: f64) -> String {
        number.to_string()
    }
    /// Yes or no.
    fn flag(&self, is_set: bool) -> String {
        is_set.to_string()
    }
    /// A control of Annex A: its number, and its title where the language's titles are at hand.
    fn control(&self, control: &Control) -> String {
        control.reference()
    }
    /// A link whose record is not here, or has no title.
    fn untitled(&self, record: &RecordId) -> String {
        record.to_string()
    }
}

/// Phrases that show what is stored.
pub struct Stored;

impl Phrases for Stored {}

/// A value in words; nothing for an empty one. A value that its field cannot hold is shown as it is
/// stored: nobody's words are hidden. `kind` is the record's kind, and `field` none for a field that only
/// a newer version knows.
pub fn as_text(
    kind: &str,
    field: Option<&Field>,
    value: &Value,
    register: &Register,
    phrases: &dyn Phrases,
) -> String {
    match value {
        Value::Empty => String::new(),
        Value::Int(int) => phrases.whole(*int),
        Value::Number(number) => phrases.number(*number),
        Value::Flag(is_set) => phrases.flag(*is_set),
        Value::Text(text) => match field.map(|field| (field.key, field.ty)) {
            Some((key, FieldType::Choice(choices))) if choices.contains(&text.as_str()) => {
                phrases.choice(kind, key, text)
            }
            Some((_, FieldType::Date)) => day(text).map_or_else(|| text.clone(), |date| phrases.date(date)),
            Some((_, FieldType::Link(_))) => {
                text.parse().map_or_else(|_| text.clone(), |id| link_text(&id, register, phrases))
            }
            _ => text.clone(),
        },
    }
}

/// How a link reads: the number and title of the record it leads to.
pub fn link_text(id: &RecordId, register: &Register, phrases: &dyn Phrases) -> String {
    if let Some(control) = Control::by_record(id) {
        return phrases.control(control);
    }
    let Some(record) = register.records.get(id) else { return phrases.untitled(id) };
    match (record.text(crate::reference::REFERENCE), record.title()) {
        ("", "") => phrases.untitled(id),
        ("", title) => title.to_owned(),
        (number, "") => number.to_owned(),
        (number, title) => format!("{number} {title}"),
    }
}
