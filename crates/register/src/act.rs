//! What people do most, as commands: create, put away, choose, add a row, start an agenda.
//! Times and random bytes are handed in. Where two people may do the same thing apart (start the same
//! agenda, invite the same person), ids follow from what it is about, so that both become one.

use crate::command::{Command, Message, Write};
use crate::day::day;
use crate::field::{ARCHIVED, POSITION};
use crate::id::{FieldPath, RecordId, new_uuid};
use crate::kind::{INPUTS, Kind};
use crate::record::{Record, Register};
use crate::reference;
use crate::value::Value;
use chrono::Datelike;
use uuid::Uuid;

/// When an action is due, and when it was due at first.
const DUE: &str = "due";
const FIRST_DUE: &str = "first_due";

/// So soon after it was set, another due date corrects a slip.
const SLIP_MS: i64 = 10 * 60 * 1000;

/// The room that rows leave between them, so that moving one writes one row.
const STEP: i64 = 1000;

/// Makes a record with these values, and gives it the next number of its kind unless one is among them.
/// `year` is this year; a kind that counts by year takes the one it is planned for.
pub fn create(
    register: &Register,
    kind: &Kind,
    values: Vec<(&str, Value)>,
    year: i32,
    now_ms: u64,
    random: [u8; 10],
) -> (RecordId, Command) {
    let id = RecordId::new(kind.name, now_ms, random);
    let planned = values.iter().find(|(key, _)| *key == "planned_for");
    let planned = planned.and_then(|(_, value)| day(value.as_text()?)).map(|day| day.year());
    let numbered = values.iter().any(|(key, value)| *key == reference::REFERENCE && !value.is_empty());
    let number = (!numbered).then(|| reference::next(register, kind, planned.unwrap_or(year))).flatten();
    let number = number.map(|text| (reference::REFERENCE, Value::Text(text)));
    let given = values.into_iter().filter(|(_, value)| !matches!(value, Value::Empty));
    let writes = number.into_iter().chain(given).map(|(key, value)| write(&id, FieldPath::of(key), value));
    let command = Command { message: Message::Create, writes: writes.collect() };
    (id, command)
}

/// Sets one field, and what follows from it: an action's first due date stays when the action is moved.
/// What is corrected soon after it was set was a slip, and no move.
pub fn edit(register: &Register, record: &RecordId, path: FieldPath, value: Value, now_ms: u64) -> Command {
    let mut command = Command::set(record, path.clone(), value);
    let Some(standing) = register.records.get(record).filter(|_| record.kind == "action") else {
        return command;
    };
    let due = standing.fields.get(&path).and_then(|answers| answers.first());
    if path == FieldPath::of(DUE)
        && standing.value(FIRST_DUE).is_empty()
        && let Some(due) = due.filter(|due| !due.value.is_empty())
        && command.writes.first().is_some_and(|moved| moved.value != due.value && !moved.value.is_empty())
        && i64::try_from(now_ms).is_ok_and(|now| now.saturating_sub(due.at) > SLIP_MS)
    {
        command.writes.push(write(record, FieldPath::of(FIRST_DUE), due.value.clone()));
    }
    command
}

/// Puts a record away. Nothing is deleted.
pub fn archive(record: &RecordId) -> Command {
    flag(record, Message::Archive, FieldPath::of(ARCHIVED), true)
}

/// Brings a record back.
pub fn restore(record: &RecordId) -> Command {
    flag(record, Message::Restore, FieldPath::of(ARCHIVED), false)
}

/// Puts a row away. Nothing is deleted.
pub fn archive_row(record: &RecordId, rows: &str, row: Uuid) -> Command {
    flag(record, Message::Archive, FieldPath::in_row(rows, row, ARCHIVED), true)
}

/// Brings a row back.
pub fn restore_row(record: &RecordId, rows: &str, row: Uuid) -> Command {
    flag(record, Message::Restore, FieldPath::in_row(rows, row, ARCHIVED), false)
}

/// Settles a disagreement: the value chosen is written again, and the others stand in history alone.
pub fn choose(record: &RecordId, path: FieldPath, value: Value) -> Command {
    Command { message: Message::Choose, writes: vec![write(record, path, value)] }
}

/// Adds a row at the end of a list.
pub fn add_row(
    record: &Record,
    rows: &str,
    values: Vec<(&str, Value)>,
    now_ms: u64,
    random: [u8; 10],
) -> (Uuid, Command) {
    let row = new_uuid(now_ms, random);
    let ordered = record.kind().and_then(|kind| kind.rows_of(rows)?.field(POSITION)).is_some();
    let place = ordered.then(|| (POSITION, Value::Int(last_position(record, rows).saturating_add(STEP))));
    let writes = values.into_iter().chain(place);
    let writes =
        writes.map(|(key, value)| write(&record.id, FieldPath::in_row(rows, row, key), value)).collect();
    (row, Command { message: Message::Edit, writes })
}

/// Moves a row so that it stands at `to`, counted from 0, among the rows shown. Writes that row alone
/// while there is room between its neighbours, else every position.
pub fn move_row(record: &Record, rows: &str, row: Uuid, to: usize) -> Command {
    let mut order = record.rows_in_order(rows);
    order.retain(|other| *other != row);
    let to = to.min(order.len());
    let position = |row: Option<&Uuid>| record.row_value(rows, *row?, POSITION).as_int();
    let before = if to == 0 { Some(0) } else { position(order.get(to - 1)) };
    let after = match order.get(to) {
        None => before.map(|before| before.saturating_add(2 * STEP)),
        after => position(after),
    };
    order.insert(to, row);
    let set =
        |row: Uuid, place: i64| write(&record.id, FieldPath::in_row(rows, row, POSITION), Value::Int(place));
    let writes = match (before, after) {
        (Some(before), Some(after)) if after.saturating_sub(before) > 1 => {
            vec![set(row, before + (after - before) / 2)]
        }
        _ => order.iter().zip(1..).map(|(row, place)| set(*row, place * STEP)).collect(),
    };
    Command { message: Message::Edit, writes }
}

/// Starts a review's agenda from the inputs that it lacks (9.3.2). `topic` phrases an input in the
/// language that the review is held in. Two people who start it apart make one agenda.
pub fn start_agenda(review: &Record, topic: &dyn Fn(&str) -> String) -> Command {
    let covered: Vec<&str> = review
        .rows("agenda")
        .into_iter()
        .filter_map(|row| review.row_value("agenda", row, "input").as_text())
        .collect();
    let mut writes = Vec::new();
    for ((input, number), place) in INPUTS.iter().zip(1_u8..).zip(1..) {
        if covered.contains(input) {
            continue;
        }
        let row = derived_row(review.id.uuid, number);
        let mut set =
            |key, value| writes.push(write(&review.id, FieldPath::in_row("agenda", row, key), value));
        if review.is_archived_row("agenda", row) {
            set(ARCHIVED, Value::Flag(false));
            continue;
        }
        set("topic", Value::Text(topic(input)));
        set("input", Value::from(*input));
        set(POSITION, Value::Int(place * STEP));
    }
    Command { message: Message::Edit, writes }
}

/// Puts people on a review's attendance list who are not on it yet. Two people who invite the same
/// person apart make one row. Where somebody was taken off the list, the row comes back.
pub fn invite<'a>(review: &Record, people: impl IntoIterator<Item = &'a RecordId>) -> Command {
    let listed = |person: &RecordId| {
        let id = person.to_string();
        review
            .rows("attendance")
            .into_iter()
            .any(|row| review.row_value("attendance", row, "person").as_text() == Some(&id))
    };
    let mut writes = Vec::new();
    for person in people {
        if listed(person) {
            continue;
        }
        let row = person.uuid;
        if review.is_archived_row("attendance", row) {
            writes.push(write(
                &review.id,
                FieldPath::in_row("attendance", row, ARCHIVED),
                Value::Flag(false),
            ));
        }
        let path = FieldPath::in_row("attendance", row, "person");
        writes.push(write(&review.id, path, Value::Text(person.to_string())));
    }
    Command { message: Message::Edit, writes }
}

/// A row id that follows from its record and a number: unique within the record, where row ids live.
fn derived_row(record: Uuid, number: u8) -> Uuid {
    let mut bytes = *record.as_bytes();
    if let Some(last) = bytes.last_mut() {
        *last ^= number;
    }
    Uuid::from_bytes(bytes)
}

fn last_position(record: &Record, rows: &str) -> i64 {
    let positions =
        record.rows(rows).into_iter().filter_map(|row| record.row_value(rows, row, POSITION).as_int());
    positions.max().unwrap_or(0)
}

fn flag(record: &RecordId, message: Message, path: FieldPath, is_set: bool) -> Command {
    Command { message, writes: vec![write(record, path, Value::Flag(is_set))] }
}

fn write(record: &RecordId, path: FieldPath, value: Value) -> Write {
    Write { record: record.clone(), path, value }
}
