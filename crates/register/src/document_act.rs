//! What people do with a controlled document, as commands: where it goes, who approves, publishes and has read
//! exactly what. What may not be done gives no command. Times and random bytes are handed in.

use crate::act::add_row;
use crate::command::{Command, Message, Write};
use crate::day::{NaiveDate, day_text};
use crate::document::{
    Acknowledged, acknowledgements, approvals_of, in_force, may_go, next_version, versions,
};
use crate::id::{FieldPath, RecordId};
use crate::record::Record;
use crate::value::Value;

/// A content, as the engine found it.
#[derive(Debug, Clone, Copy)]
pub struct Seen<'a> {
    /// The fingerprint of text and record.
    pub print: &'a str,
    /// The fingerprint of the text alone.
    pub text_print: &'a str,
    /// Where in the paper's history it stands.
    pub heads: &'a str,
}

/// Who does it, and when.
#[derive(Debug, Clone, Copy)]
pub struct Actor<'a> {
    /// Who.
    pub person: &'a RecordId,
    /// The day, where they are.
    pub on: NaiveDate,
    /// The clock: milliseconds since 1970.
    pub now_ms: u64,
    /// For the new row.
    pub random: [u8; 10],
}

impl Actor<'_> {
    fn row(self, document: &Record, rows: &str, mut values: Vec<(&str, Value)>) -> Command {
        values.insert(0, ("on", Value::Text(day_text(self.on))));
        values.retain(|(_, value)| !value.is_empty());
        add_row(document, rows, values, self.now_ms, self.random).1
    }
}

fn write(document: &Record, key: &str, value: Value) -> Write {
    Write { record: document.id.clone(), path: FieldPath::of(key), value }
}

fn status(document: &Record, to: &str) -> Write {
    write(document, "status", Value::from(to))
}

/// Sends a document where it may go without a signature. A draft that follows a publication is the next version.
pub fn go(document: &Record, to: &str) -> Option<Command> {
    let now = document.text("status");
    if !may_go(now, to) || matches!(to, "approved" | "published") {
        return None;
    }
    let mut writes = vec![status(document, to)];
    if to == "draft" && now == "published" {
        writes.push(write(document, "version", Value::Text(next_version(document))));
    }
    Some(Command { message: Message::Edit, writes })
}

/// Approves exactly this content. Others may approve it too.
pub fn approve(document: &Record, by: Actor<'_>, seen: Seen<'_>) -> Option<Command> {
    let now = document.text("status");
    let has = approvals_of(document, seen.print);
    let is_twice = has.iter().any(|approval| approval.person.as_ref() == Some(by.person));
    if seen.print.is_empty() || is_twice || now != "approved" && !may_go(now, "approved") {
        return None;
    }
    let values = vec![
        ("person", Value::Text(by.person.to_string())),
        ("version", Value::Text(version_of(document))),
        ("print", Value::from(seen.print)),
        ("heads", Value::from(seen.heads)),
    ];
    let mut command = by.row(document, "approvals", values);
    if now != "approved" {
        command.writes.push(status(document, "approved"));
    }
    Some(command)
}

/// What the version in hand is called: as somebody called it, unless that was published already.
pub fn version_of(document: &Record) -> String {
    let called = document.text("version").trim();
    let is_taken = versions(document).iter().any(|version| version.version.trim() == called);
    if called.is_empty() || is_taken { next_version(document) } else { called.to_owned() }
}

/// Publishes this content, if it is exactly what somebody approved.
pub fn publish(document: &Record, by: Actor<'_>, seen: Seen<'_>) -> Option<Command> {
    if !may_go(document.text("status"), "published") || approvals_of(document, seen.print).is_empty() {
        return None;
    }
    let version = version_of(document);
    let values = vec![
        ("version", Value::Text(version.clone())),
        ("by", Value::Text(by.person.to_string())),
        ("title", Value::from(document.title())),
        ("print", Value::from(seen.print)),
        ("text_print", Value::from(seen.text_print)),
        ("heads", Value::from(seen.heads)),
    ];
    let mut command = by.row(document, "versions", values);
    command.writes.push(status(document, "published"));
    if document.text("version") != version {
        command.writes.push(write(document, "version", Value::Text(version)));
    }
    Some(command)
}

/// Says that somebody has read the version in force; nothing if they said so already.
pub fn acknowledge(document: &Record, by: Actor<'_>) -> Option<Command> {
    let version = in_force(document)?;
    let standing = acknowledgements(document).into_iter().find(|(person, _)| person == by.person);
    if matches!(standing, Some((_, Acknowledged::Current(_)))) || version.content.is_empty() {
        return None;
    }
    let values = vec![
        ("person", Value::Text(by.person.to_string())),
        ("version", Value::Text(version.version)),
        ("print", Value::Text(version.content)),
    ];
    Some(by.row(document, "acknowledgements", values))
}

/// Notes that somebody looked at the document, with what came of it.
pub fn review(document: &Record, by: Actor<'_>, is_unchanged: bool) -> Command {
    let outcome = if is_unchanged { "unchanged" } else { "change_needed" };
    let values = vec![("by", Value::Text(by.person.to_string())), ("outcome", Value::from(outcome))];
    by.row(document, "reviews", values)
}
