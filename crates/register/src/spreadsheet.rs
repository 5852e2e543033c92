//! Records as a spreadsheet: a block of cells as spreadsheets copy it is matched to the fields of a kind and shown as
//! what would change, before anything does; then it is one command, with its way back.

use crate::act;
use crate::command::{Command, Message, Write};
use crate::day::{NaiveDate, day, day_text};
use crate::field::{ANY_KIND, ARCHIVED, Field, FieldType};
use crate::fold::fold;
use crate::id::{FieldPath, RecordId};
use crate::kind::Kind;
use crate::record::{Record, Register};
use crate::reference::REFERENCE;
use crate::validation::{Problem, parse};
use crate::value::Value;
use csv_core::{ReadRecordResult, Reader, ReaderBuilder, Terminator, WriteResult, WriterBuilder};
use std::collections::BTreeMap;

/// Cells by rows, as they stand in a clipboard.
pub type Block = Vec<Vec<String>>;

/// Reads a block: cells parted by tabs, rows by line breaks, quoted where a cell holds either.
pub fn read_block(text: &str) -> Block {
    let mut reader = ReaderBuilder::new().delimiter(b'\t').build();
    let mut rows = Block::new();
    let mut input = text.as_bytes();
    let (mut cells, mut ends) = (vec![0_u8; text.len() + 1], vec![0_usize; text.len() + 1]);
    loop {
        let (mut written, mut ended) = (0, 0);
        loop {
            let Some(row) = step(&mut reader, &mut input, &mut cells, &mut ends, &mut written, &mut ended)
            else {
                return rows;
            };
            if row {
                break;
            }
        }
        let mut start = 0;
        let row = ends.iter().take(ended).map(|end| {
            let cell = cells.get(start..*end).unwrap_or_default();
            start = *end;
            String::from_utf8_lossy(cell).into_owned()
        });
        rows.push(row.collect());
    }
}

/// One step of reading: whether a row is whole, none at the end of the text.
fn step(
    reader: &mut Reader,
    input: &mut &[u8],
    cells: &mut [u8],
    ends: &mut [usize],
    written: &mut usize,
    ended: &mut usize,
) -> Option<bool> {
    let (result, read, out, fields) = reader.read_record(
        input,
        cells.get_mut(*written..).unwrap_or_default(),
        ends.get_mut(*ended..).unwrap_or_default(),
    );
    *input = input.get(read..).unwrap_or_default();
    *written += out;
    *ended += fields;
    match result {
        ReadRecordResult::Record => Some(true),
        ReadRecordResult::InputEmpty => Some(false),
        // Both have room for the whole text.
        ReadRecordResult::End | ReadRecordResult::OutputFull | ReadRecordResult::OutputEndsFull => None,
    }
}

/// Writes a block so that spreadsheets read it as it is.
pub fn write_block(rows: &[Vec<String>]) -> String {
    let mut writer = WriterBuilder::new().delimiter(b'\t').terminator(Terminator::Any(b'\n')).build();
    let mut text = Vec::new();
    let mut out = [0_u8; 1024];
    for row in rows {
        for (place, cell) in row.iter().enumerate() {
            if place > 0 {
                let (_, length) = writer.delimiter(&mut out);
                text.extend(out.iter().take(length));
            }
            let mut input = cell.as_bytes();
            loop {
                let (result, read, length) = writer.field(input, &mut out);
                text.extend(out.iter().take(length));
                input = input.get(read..).unwrap_or_default();
                if result == WriteResult::InputEmpty {
                    break;
                }
            }
        }
        let (_, length) = writer.terminator(&mut out);
        text.extend(out.iter().take(length));
    }
    String::from_utf8_lossy(&text).into_owned()
}

/// How the reader's language names what cells hold.
pub struct Words<'a> {
    /// A field's label.
    pub field: &'a dyn Fn(&Field) -> String,
    /// A choice's name.
    pub choice: &'a dyn Fn(&Field, &str) -> String,
    /// What says yes.
    pub yes: &'a str,
    /// What says no.
    pub no: &'a str,
}

/// One cell that something is put into.
#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    /// Its field.
    pub field: &'static Field,
    /// What was put in.
    pub text: String,
    /// What stands there.
    pub before: Value,
    /// What would stand there, or why the text is none that the field holds: then nothing changes.
    pub after: Result<Value, Problem>,
}

impl Cell {
    /// What it changes to, if it does.
    pub fn change(&self) -> Option<&Value> {
        self.after
            .as_ref()
            .ok()
            .filter(|after| **after != self.before && !(after.is_empty() && self.before.is_empty()))
    }
}

/// One row that something is put into.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// The record; none if it would be made.
    pub record: Option<RecordId>,
    /// Its cells.
    pub cells: Vec<Cell>,
}

/// What a block would change.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Plan {
    /// The rows.
    pub rows: Vec<Row>,
    /// Columns of the block that no field takes.
    pub beyond: usize,
}

/// A command, and the one that takes it back.
#[derive(Debug, Clone, PartialEq)]
pub struct Done {
    /// What is done.
    pub command: Command,
    /// Its way back.
    pub undo: Command,
}

/// A source of ids for records that are made.
pub struct Ids<'a> {
    /// This year, for yearly numbers.
    pub year: i32,
    /// Now, in milliseconds since 1970.
    pub now_ms: u64,
    /// Ten random bytes each time.
    pub random: &'a mut dyn FnMut() -> [u8; 10],
}

impl Plan {
    /// A block put down on a place: `fields` are the columns from there on, `records` the rows. Rows beyond the
    /// last record would be made. A block whose first row names fields is taken by these names, wherever it is put.
    pub fn of_block(
        register: &Register,
        kind: &Kind,
        fields: &[&'static Field],
        records: &[RecordId],
        block: &Block,
        words: &Words<'_>,
    ) -> Self {
        let named = block.first().and_then(|head| by_names(kind, head, words));
        let (columns, body) = match &named {
            Some(columns) => (columns.clone(), block.get(1..).unwrap_or_default()),
            None => (fields.iter().copied().map(Some).collect(), block.as_slice()),
        };
        let widest = body.iter().map(Vec::len).max().unwrap_or_default();
        let taken = columns.iter().take(widest).flatten().count();
        let mut reading = Reading { register, kind, words, names: BTreeMap::new() };
        let rows = body.iter().enumerate().map(|(at, texts)| {
            let record = records.get(at).filter(|_| named.is_none());
            let old = record.and_then(|record| register.records.get(record));
            let cells = columns.iter().zip(texts).filter_map(|(field, text)| {
                let field = (*field)?;
                let before = old.map_or(Value::Empty, |record| record.value(field.key).clone());
                Some(Cell { field, text: text.clone(), before, after: reading.value(field, text) })
            });
            Row { record: record.cloned(), cells: cells.collect() }
        });
        Self { rows: rows.collect(), beyond: widest.saturating_sub(taken) }
    }

    /// The first record's values put into the others.
    pub fn fill_down(register: &Register, fields: &[&'static Field], records: &[RecordId]) -> Self {
        let value = |record: &RecordId, field: &Field| {
            register.records.get(record).map_or(Value::Empty, |record| record.value(field.key).clone())
        };
        let Some((first, others)) = records.split_first() else { return Self::default() };
        let row = |record: &RecordId| {
            let cell = |field: &&'static Field| Cell {
                field,
                text: String::new(),
                before: value(record, field),
                after: Ok(value(first, field)),
            };
            Row { record: Some(record.clone()), cells: fields.iter().map(cell).collect() }
        };
        Self { rows: others.iter().map(row).collect(), beyond: 0 }
    }

    /// Nothing put into all of them.
    pub fn clear(register: &Register, fields: &[&'static Field], records: &[RecordId]) -> Self {
        let row = |record: &RecordId| {
            let old = register.records.get(record);
            let cell = |field: &&'static Field| Cell {
                field,
                text: String::new(),
                before: old.map_or(Value::Empty, |old| old.value(field.key).clone()),
                after: Ok(Value::Empty),
            };
            Row { record: Some(record.clone()), cells: fields.iter().map(cell).collect() }
        };
        Self { rows: records.iter().map(row).collect(), beyond: 0 }
    }

    /// How many cells of standing records change.
    pub fn changes(&self) -> usize {
        let standing = self.rows.iter().filter(|row| row.record.is_some());
        standing.flat_map(|row| &row.cells).filter(|cell| cell.change().is_some()).count()
    }

    /// How many records would be made.
    pub fn new_records(&self) -> usize {
        self.rows
            .iter()
            .filter(|row| row.record.is_none() && row.cells.iter().any(|cell| cell.change().is_some()))
            .count()
    }

    /// How many cells hold what their fields do not: they stay as they are.
    pub fn problems(&self) -> usize {
        self.rows.iter().flat_map(|row| &row.cells).filter(|cell| cell.after.is_err()).count()
    }

    /// The command that does it, and its way back; none if nothing changes.
    pub fn done(&self, register: &Register, kind: &Kind, ids: &mut Ids<'_>) -> Option<Done> {
        let (mut forth, mut back) = (Vec::new(), Vec::new());
        // New records stand in the order of the block: each a millisecond after the one before.
        let mut made_ms = ids.now_ms;
        // Numbers go on from one new record to the next.
        let known = register.all_of_kind(kind.name).map(|record| (record.id.clone(), record.clone()));
        let mut numbered = Register { records: known.collect(), ..Register::default() };
        for row in &self.rows {
            let changes = row.cells.iter().filter_map(|cell| Some((cell, cell.change()?)));
            if let Some(record) = &row.record {
                for (cell, after) in changes {
                    let path = FieldPath::of(cell.field.key);
                    forth.push(Write { record: record.clone(), path: path.clone(), value: after.clone() });
                    back.push(Write { record: record.clone(), path, value: cell.before.clone() });
                }
                continue;
            }
            let mut values: Vec<(&str, Value)> =
                changes.map(|(cell, after)| (cell.field.key, after.clone())).collect();
            if values.is_empty() {
                continue;
            }
            values.extend(first_status(kind).filter(|_| values.iter().all(|(key, _)| *key != "status")));
            let (id, made) = act::create(&numbered, kind, values, ids.year, made_ms, (ids.random)());
            made_ms = made_ms.saturating_add(1);
            let mut record = Record::new(id.clone());
            for write in &made.writes {
                let answer =
                    crate::Answer { value: write.value.clone(), by: crate::DeviceId([0; 32]), at: 0 };
                record.fields.insert(write.path.clone(), vec![answer]);
            }
            numbered.records.insert(id.clone(), record);
            forth.extend(made.writes);
            back.push(Write { record: id, path: FieldPath::of(ARCHIVED), value: Value::Flag(true) });
        }
        let command = |writes| Command { message: Message::Edit, writes };
        (!forth.is_empty()).then(|| Done { command: command(forth), undo: command(back) })
    }
}

impl Done {
    /// The other way round: what took it back is taken back. A record that was made comes back as it was.
    pub fn reversed(&self) -> Self {
        let is_making = |write: &&Write| write.path == FieldPath::of(ARCHIVED);
        let made = self
            .undo
            .writes
            .iter()
            .filter(is_making)
            .map(|write| Write { value: Value::Flag(false), ..write.clone() });
        let writes = self.command.writes.iter().cloned().chain(made).collect();
        Self { command: self.undo.clone(), undo: Command { message: Message::Edit, writes } }
    }
}

/// What a new record begins as, where nothing is said.
fn first_status(kind: &Kind) -> Option<(&'static str, Value)> {
    let status = kind.fields.iter().find(|field| field.key == "status")?;
    match status.ty {
        FieldType::Choice([first, ..]) => Some(("status", Value::from(*first))),
        _ => None,
    }
}

/// The fields that a first row names, in its order, if it names nothing but fields: two at least.
fn by_names(kind: &Kind, head: &[String], words: &Words<'_>) -> Option<Vec<Option<&'static Field>>> {
    let named = |text: &String| {
        kind.all_fields().find(|field| fold((words.field)(field).trim()) == fold(text.trim()))
    };
    let columns: Vec<Option<&'static Field>> = head.iter().map(named).collect();
    let is_name =
        |(column, text): (&Option<&'static Field>, &String)| column.is_some() || text.trim().is_empty();
    let all = columns.iter().zip(head).all(is_name);
    (all && columns.iter().flatten().count() >= 2).then_some(columns)
}

struct Reading<'a> {
    register: &'a Register,
    kind: &'a Kind,
    words: &'a Words<'a>,
    /// For each field with links: what a record is called by, and the record, none where it is not one alone.
    names: BTreeMap<&'static str, BTreeMap<String, Option<RecordId>>>,
}

impl Reading<'_> {
    fn value(&mut self, field: &'static Field, text: &str) -> Result<Value, Problem> {
        let plain = text.trim();
        if plain.is_empty() {
            return Ok(Value::Empty);
        }
        let folded = fold(plain);
        match field.ty {
            FieldType::Choice(choices) => {
                let is_it =
                    |choice: &&&str| fold(&(self.words.choice)(field, choice)) == folded || **choice == plain;
                choices.iter().find(is_it).map(|choice| Value::from(*choice)).ok_or(Problem::UnknownChoice)
            }
            FieldType::Flag if folded == fold(self.words.yes) => Ok(Value::Flag(true)),
            FieldType::Flag if folded == fold(self.words.no) => Ok(Value::Flag(false)),
            FieldType::Date => date(plain).map(|date| Value::Text(day_text(date))).ok_or(Problem::NotADate),
            FieldType::Link(kinds) => {
                let register = self.register;
                let names = self.names.entry(field.key).or_insert_with(|| names(register, kinds));
                let found = names.get(&folded).cloned().flatten();
                found.map(|id| Value::Text(id.to_string())).ok_or(Problem::NoSuchRecord)
            }
            // A scale says its step first: `4 · likely`.
            FieldType::Scale { .. } => {
                let step = plain.split(|c: char| !c.is_ascii_digit()).next().unwrap_or_default();
                parse(self.own(field), if step.is_empty() { plain } else { step })
            }
            _ => parse(self.own(field), text),
        }
    }

    /// The field as its kind declares it.
    fn own(&self, field: &'static Field) -> &'static Field {
        self.kind.field(&FieldPath::of(field.key)).unwrap_or(field)
    }
}

/// What the records of these kinds are called by: number, title, both, and their id.
fn names(register: &Register, kinds: &[&str]) -> BTreeMap<String, Option<RecordId>> {
    let mut names = BTreeMap::new();
    let is_one = |record: &&Record| {
        (kinds == ANY_KIND || kinds.contains(&record.id.kind.as_str())) && !record.is_archived()
    };
    for record in register.records.values().filter(is_one) {
        let (number, title) = (record.text(REFERENCE), record.title());
        let mut called =
            vec![fold(number), fold(title), fold(&format!("{number} {title}")), record.id.to_string()];
        called.sort();
        called.dedup();
        for name in called.into_iter().filter(|name| !name.trim().is_empty()) {
            names.entry(name).and_modify(|one| *one = None).or_insert_with(|| Some(record.id.clone()));
        }
    }
    names
}

/// A date that can be read in one way alone: `2026-03-12`, `12.3.2026`, and with slashes only where no month has
/// that number.
fn date(text: &str) -> Option<NaiveDate> {
    if let Some(date) = day(text) {
        return Some(date);
    }
    let separator = if text.contains('.') { '.' } else { '/' };
    let mut parts = text.split(separator).map(str::trim);
    let (first, second, year) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || year.len() != 4 {
        return None;
    }
    let (first, second): (u32, u32) = (first.parse().ok()?, second.parse().ok()?);
    let (month, of_month) = match separator {
        '.' => (second, first),
        _ if first > 12 => (second, first),
        _ if second > 12 || first == second => (first, second),
        _ => return None,
    };
    day(&format!("{year}-{month:02}-{of_month:02}"))
}
