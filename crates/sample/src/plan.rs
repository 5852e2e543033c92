//! The plan: what happens in the sample's year, without a word of it.
//!
//! ```text
//! decision budget -338 ceo      kind, the record's name here, days from today, who does it
//!   title $                     words of the language, under `budget.title`
//!   body ~                      the same, as a long text in the record's paper
//!   decided_by @ceo             another record
//!   decided_on day -340         a date, in days from today
//!   status = decided            as it stands
//!   attendance:ceo.presence = present    a field of a row
//!   agenda *                    the agenda from the ten inputs
//!   controls.control @8.13 @8.14    a row for each of them
//!   proof @first-review         evidence, of practices and controls
//!   ! approve                   something signed, tied to the content as it stands then
//!   ! with_reservation $        the same, with words under `budget.with_reservation`
//! control 8.13 -60 it           a control of Annex A, by its number
//! ```
//!
//! A name that was there before is worked on again. Numbers and `yes` or `no` stand as they are.

use crate::SampleError;
use crate::signing::Act;

/// Where in a record something is said: `title`, or `agenda:risk_status.minutes`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// For a field of a row: the rows' key, and the row's name here.
    pub row: Option<(String, String)>,
    /// The field's key.
    pub key: String,
}

/// What a field is set to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Said {
    /// Words of the language, under this key.
    Words(String),
    /// The same, as a long text.
    Paper(String),
    Link(String),
    Day(i64),
    Literal(String),
    Int(i64),
    Flag(bool),
    Agenda,
    /// A row for each of these records.
    Each(Vec<String>),
    Proofs(Vec<String>),
    /// Something is signed, perhaps with words of the language.
    Signed(Act, Option<String>),
}

/// One line below a record's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Line {
    pub number: usize,
    pub place: Place,
    pub said: Said,
}

/// Somebody's work on one record on one day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Sitting {
    pub number: usize,
    pub kind: String,
    pub name: String,
    pub day: i64,
    pub by: String,
    pub lines: Vec<Line>,
}

/// Reads a plan; its sittings by day, those of one day in their order.
pub(crate) fn read(plan: &str) -> Result<Vec<Sitting>, SampleError> {
    let mut sittings: Vec<Sitting> = Vec::new();
    for (line, number) in plan.lines().zip(1..) {
        let words = line.split('#').next().unwrap_or_default();
        if words.trim().is_empty() {
            continue;
        }
        let bad = SampleError::NotUnderstood(number);
        if words.starts_with(' ') {
            let sitting = sittings.last_mut().ok_or(bad.clone())?;
            let said = field(words.trim(), &sitting.name, number).ok_or(bad)?;
            sitting.lines.push(said);
        } else {
            sittings.push(sitting(words, number).ok_or(bad)?);
        }
    }
    sittings.sort_by_key(|sitting| sitting.day);
    Ok(sittings)
}

fn sitting(line: &str, number: usize) -> Option<Sitting> {
    let mut parts = line.split_whitespace().map(str::to_owned);
    let (kind, name) = (parts.next()?, parts.next()?);
    let (day, by) = (parts.next()?.parse().ok()?, parts.next()?);
    parts.next().is_none().then_some(Sitting { number, kind, name, day, by, lines: Vec::new() })
}

fn field(line: &str, record: &str, number: usize) -> Option<Line> {
    let (place, said) = line.split_once(' ')?;
    let said = said.trim();
    if place == "!" {
        let (act, note) = said.split_once(' ').map_or((said, None), |(act, _)| (act, Some(act)));
        let note = note.map(|note| format!("{record}.{note}"));
        let place = Place { row: None, key: String::new() };
        return Some(Line { number, place, said: Said::Signed(Act::of(act)?, note) });
    }
    let said = match (said.chars().next()?, said) {
        (_, "$") => Said::Words(format!("{record}.{place}")),
        (_, "~") => Said::Paper(format!("{record}.{place}")),
        (_, "*") => Said::Agenda,
        (_, "yes") => Said::Flag(true),
        (_, "no") => Said::Flag(false),
        ('@', names) if place == "proof" => Said::Proofs(each(names)),
        ('@', names) if place.contains('.') && !place.contains(':') => {
            let (rows, key) = place.split_once('.')?;
            let place = Place { row: Some((rows.to_owned(), String::new())), key: key.to_owned() };
            return Some(Line { number, place, said: Said::Each(each(names)) });
        }
        ('@', name) => Said::Link(name.trim_start_matches('@').to_owned()),
        ('=', literal) => Said::Literal(literal.trim_start_matches('=').trim().to_owned()),
        (_, said) => match said.strip_prefix("day ") {
            Some(day) => Said::Day(day.trim().parse().ok()?),
            None => Said::Int(said.parse().ok()?),
        },
    };
    Some(Line { number, place: read_place(place)?, said })
}

fn each(names: &str) -> Vec<String> {
    names.split_whitespace().map(|name| name.trim_start_matches('@').to_owned()).collect()
}

fn read_place(text: &str) -> Option<Place> {
    match text.split_once(':') {
        None => Some(Place { row: None, key: text.to_owned() }),
        Some((rows, rest)) => {
            let (row, key) = rest.split_once('.')?;
            Some(Place { row: Some((rows.to_owned(), row.to_owned())), key: key.to_owned() })
        }
    }
}
