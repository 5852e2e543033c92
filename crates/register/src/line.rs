//! The lines of the commitment matrix: each practice with what the team noted on it.
//! Two people who first touch one practice apart make two records with ids of their own, since two
//! containers made under one id would hide one of them. They are read as one here: nothing that either
//! wrote is lost, and where they differ it is a disagreement like any other.

use crate::command::{Command, Message, Write};
use crate::day::{NaiveDate, day_text};
use crate::evidence::{EVIDENCE, Target};
use crate::id::{FieldPath, RecordId, new_uuid};
use crate::practice::{Commitment, Expects, PRACTICES, Practice, Theme, Weight};
use crate::record::{Answer, Record, Register};
use crate::value::Value;
use std::collections::BTreeMap;

/// How old the evidence of a practice of the team's own may be, unless it says so itself: in days.
const OWN_MAX_AGE: i64 = 366;

static EMPTY: Value = Value::Empty;

/// Records that are read as one, the eldest first.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct AsOne<'a> {
    /// The records. None while nobody noted anything.
    pub records: Vec<&'a Record>,
}

impl<'a> AsOne<'a> {
    /// The shown value of a field: the eldest record's that has one.
    pub fn value(&self, key: &str) -> &'a Value {
        self.records.iter().map(|record| record.value(key)).find(|value| !value.is_empty()).unwrap_or(&EMPTY)
    }

    /// The text of a field, or nothing.
    pub fn text(&self, key: &str) -> &'a str {
        self.value(key).as_text().unwrap_or_default()
    }

    /// The answers that show as this field's value, each with who gave it.
    pub fn answers(&self, key: &str) -> Vec<&'a Answer> {
        let path = FieldPath::of(key);
        let all = self.records.iter().filter_map(|record| record.fields.get(&path));
        all.flatten().filter(|answer| !answer.value.is_empty()).collect()
    }

    /// Whether people gave different answers, in one record or in two made apart.
    pub fn is_disputed(&self, key: &str) -> bool {
        let path = FieldPath::of(key);
        let within =
            self.records.iter().any(|record| record.disagreements().any(|(disputed, _)| *disputed == path));
        let mut shown = self.records.iter().map(|record| record.value(key)).filter(|value| !value.is_empty());
        within || shown.next().is_some_and(|first| shown.any(|other| other != first))
    }

    /// The different answers that stand, the shown one first. More than one is a disagreement.
    pub fn choices(&self, key: &str) -> Vec<&'a Value> {
        let mut different: Vec<&Value> = Vec::new();
        for answer in self.answers(key) {
            if !different.contains(&&answer.value) {
                different.push(&answer.value);
            }
        }
        different
    }

    /// What sets a field: in the eldest record, and where another one says something else, there it is
    /// taken back. So choosing settles a disagreement.
    fn writes(&self, key: &str, value: &Value) -> Vec<Write> {
        let path = FieldPath::of(key);
        let mut writes = Vec::new();
        for (place, record) in self.records.iter().enumerate() {
            if place == 0 {
                writes.push(write(&record.id, path.clone(), value.clone()));
            } else if record.fields.contains_key(&path) {
                writes.push(write(&record.id, path.clone(), Value::Empty));
            }
        }
        writes
    }
}

/// A practice and what the team noted on it.
#[derive(Debug, Clone)]
pub struct Line<'a> {
    /// The practice, if every register knows it; none for one of the team's own.
    pub practice: Option<&'static Practice>,
    /// Which commitment it shows.
    pub commitment: Commitment,
    /// What it has in common with others.
    pub theme: Option<Theme>,
    /// How much it weighs.
    pub weight: Weight,
    /// How old its evidence may be, in days.
    pub max_age: i64,
    /// What its evidence has to show; an own practice may leave it open.
    pub expects: Option<Expects>,
    /// What was noted.
    pub notes: AsOne<'a>,
}

/// What an id is for: `a3` for a practice that every register knows, a record for one of the team's own.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum LineId {
    /// A practice that every register knows.
    Known(&'static str),
    /// The record of an own practice.
    Own(RecordId),
}

impl<'a> Line<'a> {
    fn known(practice: &'static Practice, records: Vec<&'a Record>) -> Self {
        Self {
            practice: Some(practice),
            commitment: practice.commitment,
            theme: Some(practice.theme),
            weight: practice.weight,
            max_age: practice.max_age,
            expects: Some(practice.expects),
            notes: AsOne { records },
        }
    }

    fn own(record: &'a Record) -> Self {
        Self {
            practice: None,
            // Nobody's own practice is hidden because it does not say where it belongs.
            commitment: Commitment::by_code(record.text("commitment")).unwrap_or(Commitment::Across),
            theme: Theme::by_code(record.text("theme")),
            weight: if record.text("weight") == "core" { Weight::Core } else { Weight::Supporting },
            max_age: record.value("max_age").as_int().filter(|days| *days > 0).unwrap_or(OWN_MAX_AGE),
            expects: Expects::by_code(record.text("expects")),
            notes: AsOne { records: vec![record] },
        }
    }

    /// What it is called in addresses and keys.
    pub fn id(&self) -> Option<LineId> {
        match (self.practice, self.notes.records.first()) {
            (Some(practice), _) => Some(LineId::Known(practice.id)),
            (None, record) => record.map(|record| LineId::Own(record.id.clone())),
        }
    }

    /// The kinds of records that usually prove it.
    pub fn proofs(&self) -> &'static [&'static str] {
        self.practice.map_or(&[], |practice| practice.proofs)
    }
}

/// All lines: the practices in their order, then the team's own in the order of their making.
pub fn lines(register: &Register) -> Vec<Line<'_>> {
    let mut noted: BTreeMap<&str, Vec<&Record>> = BTreeMap::new();
    let mut own = Vec::new();
    for record in register.of_kind("practice") {
        match Practice::by_id(record.text("practice").trim()) {
            Some(practice) => noted.entry(practice.id).or_default().push(record),
            None => own.push(Line::own(record)),
        }
    }
    let known = PRACTICES.iter().map(|known| Line::known(known, noted.remove(known.id).unwrap_or_default()));
    known.chain(own).collect()
}

/// What was noted on a commitment.
pub fn commitment_notes(register: &Register, commitment: Commitment) -> AsOne<'_> {
    let records = register.of_kind("commitment");
    AsOne { records: records.filter(|record| record.text("commitment") == commitment.code()).collect() }
}

/// What ids are made of, handed in: a clock in milliseconds since 1970 and a source of random bytes.
pub struct Making<'m> {
    /// The clock.
    pub now_ms: u64,
    /// Ten random bytes, each time others.
    pub random: &'m mut dyn FnMut() -> [u8; 10],
}

/// Sets a field of a practice. `title` is what it is called in the writer's language, for the record that the
/// first note on a practice makes.
pub fn set_on_line(
    line: &Line<'_>,
    title: &str,
    key: &str,
    value: Value,
    making: &mut Making<'_>,
) -> Command {
    let mut writes = line.notes.writes(key, &value);
    let is_first = writes.is_empty();
    if is_first {
        let (id, first) = first_note(line, title, making);
        writes = first;
        writes.push(write(&id, FieldPath::of(key), value));
    }
    Command { message: if is_first { Message::Create } else { Message::Edit }, writes }
}

/// Sets a field of a commitment, in the same way.
pub fn set_on_commitment(
    register: &Register,
    commitment: Commitment,
    title: &str,
    key: &str,
    value: Value,
    making: &mut Making<'_>,
) -> Command {
    let mut writes = commitment_notes(register, commitment).writes(key, &value);
    let is_first = writes.is_empty();
    if is_first {
        let id = RecordId::new("commitment", making.now_ms, (making.random)());
        writes.push(write(&id, FieldPath::of("title"), title.into()));
        writes.push(write(&id, FieldPath::of("commitment"), commitment.code().into()));
        writes.push(write(&id, FieldPath::of(key), value));
    }
    Command { message: if is_first { Message::Create } else { Message::Edit }, writes }
}

/// Notes one piece of evidence on several practices at once, for one act often serves many. Practices
/// that note it already are left as they are. `title` phrases a practice for its first note.
pub fn add_evidence(
    lines: &[&Line<'_>],
    target: &Target,
    today: NaiveDate,
    me: Option<&RecordId>,
    title: &dyn Fn(&Practice) -> String,
    making: &mut Making<'_>,
) -> Command {
    let mut writes = Vec::new();
    for line in lines {
        if is_noted(&line.notes, target) {
            continue;
        }
        let id = match (line.notes.records.first(), line.practice) {
            (Some(record), _) => record.id.clone(),
            (None, Some(practice)) => {
                let (id, first) = first_note(line, &title(practice), making);
                writes.extend(first);
                id
            }
            (None, None) => continue,
        };
        writes.extend(piece(&id, target, today, me, making));
    }
    Command { message: Message::Edit, writes }
}

/// Notes a piece of evidence on a commitment itself, unless it stands there already. `title` is what it is
/// called in the writer's language, for the record that the first note on it makes.
pub fn add_evidence_to_commitment(
    register: &Register,
    commitment: Commitment,
    title: &str,
    target: &Target,
    today: NaiveDate,
    me: Option<&RecordId>,
    making: &mut Making<'_>,
) -> Command {
    let notes = commitment_notes(register, commitment);
    let mut writes = Vec::new();
    if !is_noted(&notes, target) {
        let id = match notes.records.first() {
            Some(record) => record.id.clone(),
            None => {
                let id = RecordId::new("commitment", making.now_ms, (making.random)());
                writes.push(write(&id, FieldPath::of("title"), title.into()));
                writes.push(write(&id, FieldPath::of("commitment"), commitment.code().into()));
                id
            }
        };
        writes.extend(piece(&id, target, today, me, making));
    }
    Command { message: if notes.records.is_empty() { Message::Create } else { Message::Edit }, writes }
}

/// A new row of evidence in a record.
fn piece(
    id: &RecordId,
    target: &Target,
    today: NaiveDate,
    me: Option<&RecordId>,
    making: &mut Making<'_>,
) -> Vec<Write> {
    let row = new_uuid(making.now_ms, (making.random)());
    let (key, text) = match target {
        Target::Record(record) => ("record", record.to_string()),
        Target::Address(address) => ("address", address.trim().to_owned()),
    };
    let by = me.map(|me| ("captured_by", me.to_string()));
    let set = [(key, text), ("captured_on", day_text(today))].into_iter().chain(by);
    set.map(|(key, text)| write(id, FieldPath::in_row(EVIDENCE, row, key), Value::Text(text))).collect()
}

/// Whether a piece of evidence stands on a practice.
pub fn is_noted(notes: &AsOne<'_>, target: &Target) -> bool {
    let (key, text) = match target {
        Target::Record(record) => ("record", record.to_string()),
        Target::Address(address) => ("address", address.trim().to_owned()),
    };
    let noted_in = |record: &&Record| {
        let mut rows = record.rows(EVIDENCE).into_iter();
        rows.any(|row| record.row_value(EVIDENCE, row, key).as_text().map(str::trim) == Some(&text))
    };
    notes.records.iter().any(noted_in)
}

fn first_note(line: &Line<'_>, title: &str, making: &mut Making<'_>) -> (RecordId, Vec<Write>) {
    let id = RecordId::new("practice", making.now_ms, (making.random)());
    let mut writes = vec![write(&id, FieldPath::of("title"), title.into())];
    if let Some(practice) = line.practice {
        writes.push(write(&id, FieldPath::of("practice"), practice.id.into()));
    }
    writes.push(write(&id, FieldPath::of("commitment"), line.commitment.code().into()));
    (id, writes)
}

fn write(record: &RecordId, path: FieldPath, value: Value) -> Write {
    Write { record: record.clone(), path, value }
}
