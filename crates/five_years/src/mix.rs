//! What a register is made of: which kinds of records, how many of each, and what belongs together in one.
//! A new kind comes in by itself.

use crate::chance::Chance;
use crate::values::{day_after, value};
use register::control::{CONTROLS, Control};
use register::day::day_text;
use register::kind::{
    ACTION, COMMITMENT, CONTROL, DECISION, MANAGEMENT_REVIEW, ORGANIZATION, PERSON, PRACTICE, RISK,
    RISK_CRITERIA,
};
use register::practice::PRACTICES;
use register::validation::{Finding, Problem, findings};
use register::{
    Answer, DeviceId, FieldPath, FieldType, Kind, Patch, Purpose, Record, RecordId, Register, Value,
};

/// Made elsewhere, or once in a register.
const APART: [&Kind; 5] = [&ORGANIZATION, &PERSON, &MANAGEMENT_REVIEW, &RISK_CRITERIA, &COMMITMENT];
/// What is worked with most, as often as it stands here.
const DAILY: [&Kind; 9] = [&RISK, &RISK, &RISK, &ACTION, &ACTION, &ACTION, &ACTION, &DECISION, &DECISION];
/// A record has about ten fields, rows and later edits included: those of its table and those it lacks most come first.
const MOST_FIELDS: usize = 7;
/// Rows that a list of a record's own has at most.
const MOST_ROWS: u64 = 1;
/// The same where numbers are noted over time.
const MOST_IN_SERIES: u64 = 12;
/// Attempts at making a record's values agree with one another.
const ATTEMPTS: usize = 4;

/// The kind of a record by its number: half of them are worked with daily, the others come in turn.
pub fn kind_of(number: usize) -> &'static Kind {
    let others: Vec<&'static Kind> = Purpose::Isms
        .kinds()
        .filter(|kind| APART.iter().chain(&DAILY).all(|known| known.name != kind.name))
        .collect();
    let half = number / 2;
    let daily = DAILY.get(half % DAILY.len()).copied().unwrap_or(&RISK);
    if number.is_multiple_of(2) {
        daily
    } else {
        others.get(half % others.len().max(1)).copied().unwrap_or(daily)
    }
}

/// The id of a new record, the `nth` of its kind: the controls of Annex A have theirs in every register.
pub fn id_of(kind: &Kind, nth: usize, at: u64, chance: &mut Chance) -> RecordId {
    let known = CONTROLS.get(nth).filter(|_| kind.name == CONTROL.name);
    known.map_or_else(|| RecordId::new(kind.name, at, chance.ten_bytes()), Control::record_id)
}

/// The values of a new record, the `nth` of its kind, as somebody fills in its form.
pub fn values(
    id: &RecordId,
    kind: &'static Kind,
    nth: usize,
    known: &[RecordId],
    at: u64,
    chance: &mut Chance,
) -> Vec<(FieldPath, Value)> {
    let mut fields: Vec<_> = kind.fields.iter().collect();
    fields.sort_by_key(|field| (!field.required, !field.in_table));
    let own = fields.into_iter().map(|field| (FieldPath::of(field.key), field));
    let mut all: Vec<(FieldPath, Value)> = own
        .map(|(path, field)| (path, value(field, known, at, chance)))
        .filter(|(_, value)| *value != Value::Empty)
        .take(MOST_FIELDS)
        .collect();
    if let (true, Some(practice)) = (kind.name == PRACTICE.name, PRACTICES.get(nth)) {
        all.push((FieldPath::of("practice"), practice.id.into()));
    }
    let is_apart = APART.iter().any(|apart| apart.name == kind.name);
    for rows in kind.rows.iter().filter(|_| !is_apart) {
        let is_series = rows.fields.iter().any(|field| matches!(field.ty, FieldType::Number { .. }));
        for _ in 0..chance.below(if is_series { MOST_IN_SERIES } else { MOST_ROWS } + 1) {
            let row = RecordId::new(kind.name, at, chance.ten_bytes()).uuid;
            let of_row = rows
                .fields
                .iter()
                .map(|field| (FieldPath::in_row(rows.key, row, field.key), value(field, known, at, chance)));
            all.extend(of_row.filter(|(_, value)| *value != Value::Empty));
        }
    }
    made_to_agree(id, kind, all, known, at, chance)
}

/// What a form would complain about is set right: what is missing is filled in, what has not happened yet happened
/// today, what contradicts the rest is left out.
fn made_to_agree(
    id: &RecordId,
    kind: &'static Kind,
    mut all: Vec<(FieldPath, Value)>,
    known: &[RecordId],
    at: u64,
    chance: &mut Chance,
) -> Vec<(FieldPath, Value)> {
    let Some(today) = day_after(at, 0) else { return all };
    for _ in 0..ATTEMPTS {
        let found = findings(&as_record(id, &all, at), &Register::default(), today);
        // The records that it links to are not in this empty register.
        let wrong = found.into_iter().filter(|finding| finding.problem != Problem::NoSuchRecord);
        let before = all.clone();
        for Finding { path, problem } in wrong {
            let is_set = all.iter().any(|(known, _)| *known == path);
            all.retain(|(known, _)| *known != path);
            let Some(field) = kind.field(&path) else { continue };
            let right = match field.ty {
                FieldType::Date if !is_set || problem == Problem::InTheFuture => Value::Text(day_text(today)),
                _ if is_set => Value::Empty,
                _ => value(field, known, at, chance),
            };
            if right != Value::Empty {
                all.push((path, right));
            }
        }
        if all == before {
            break;
        }
    }
    all
}

fn as_record(id: &RecordId, values: &[(FieldPath, Value)], at: u64) -> Record {
    let mut register = Register::default();
    for (path, value) in values {
        let at = i64::try_from(at).unwrap_or(i64::MAX);
        let answers = vec![Answer { value: value.clone(), by: DeviceId([0; 32]), at }];
        register.apply(&Patch::Field { record: id.clone(), path: path.clone(), answers });
    }
    register.records.remove(id).unwrap_or_else(|| Record::new(id.clone()))
}
