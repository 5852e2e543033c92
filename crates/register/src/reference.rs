//! People-facing numbers: `R-012`, `A-001`, `D-004`, and by year `MR-2026-01`.
//! Two records made apart can get the same number. That is shown as a disagreement, the younger is offered the
//! next free one, and a person takes it: what was said aloud is never changed silently. Links lead to ids, so
//! none depends on a number. Archived records keep theirs, so that none is given twice.

use crate::id::{FieldPath, RecordId};
use crate::kind::Kind;
use crate::record::{Record, Register};
use std::collections::BTreeMap;

/// The key of the field that holds the number.
pub const REFERENCE: &str = "reference";

/// The kinds that count anew each year.
const YEARLY: &[&str] = &["management_review"];

/// Whether numbers of a kind carry the year.
pub fn is_yearly(kind: &Kind) -> bool {
    YEARLY.contains(&kind.name)
}

/// The next free number of a kind: the highest one and one more. None for kinds without numbers.
/// `year` is that of the planned date, or today's; other kinds than yearly ones do not look at it.
pub fn next(register: &Register, kind: &Kind, year: i32) -> Option<String> {
    let stem = stem(kind, year)?;
    let highest = highest(register, kind, &stem);
    Some(number(kind, &stem, highest + 1))
}

/// What a number of a kind begins with.
fn stem(kind: &Kind, year: i32) -> Option<String> {
    match kind.prefix {
        "" => None,
        prefix if is_yearly(kind) => Some(format!("{prefix}-{year:04}-")),
        prefix => Some(format!("{prefix}-")),
    }
}

fn number(kind: &Kind, stem: &str, count: u64) -> String {
    let width = if is_yearly(kind) { 2 } else { 3 };
    format!("{stem}{count:0width$}")
}

fn highest(register: &Register, kind: &Kind, stem: &str) -> u64 {
    standing(register, kind).filter_map(|(text, _)| count(text, stem)).max().unwrap_or(0)
}

/// The count behind a stem.
fn count(text: &str, stem: &str) -> Option<u64> {
    let digits = text.trim().strip_prefix(stem)?;
    // Longer ones are somebody's own numbering, and would leave no room above.
    let is_number = (1..=9).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
    if is_number { digits.parse().ok() } else { None }
}

/// One number on several records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clash {
    /// The number.
    pub number: String,
    /// The oldest of them, which keeps it.
    pub keeps: RecordId,
    /// The younger ones that are not put away, each with a number that is free for it alone: whoever takes
    /// one, apart from others or not, makes no new clash.
    pub offers: Vec<(RecordId, String)>,
}

/// The numbers of a kind that more than one record bears, and what the younger are offered. `year` is for
/// yearly numbers whose own year cannot be told. A record whose number is itself disputed is offered none
/// until somebody chooses.
pub fn clashes(register: &Register, kind: &Kind, year: i32) -> Vec<Clash> {
    let mut given: BTreeMap<String, u64> = BTreeMap::new();
    let mut found = Vec::new();
    for (text, bearers) in duplicates(register, kind) {
        let Some(stem) = stem(kind, year_of(&text, kind).unwrap_or(year)) else { continue };
        let mut bearers = bearers.into_iter();
        let Some(keeps) = bearers.next() else { continue };
        let mut offers = Vec::new();
        for id in bearers.filter(|id| bears_alone(register, id, &text)) {
            let last = given.entry(stem.clone()).or_insert_with(|| highest(register, kind, &stem));
            *last += 1;
            offers.push((id, number(kind, &stem, *last)));
        }
        if !offers.is_empty() {
            found.push(Clash { number: text, keeps, offers });
        }
    }
    found
}

/// What a record is offered, if an older one bears its number: that one, and the free number.
pub fn offer(register: &Register, record: &Record, year: i32) -> Option<(RecordId, String)> {
    let clashes = clashes(register, record.kind()?, year);
    clashes.into_iter().find_map(|clash| {
        let (_, free) = clash.offers.into_iter().find(|(id, _)| *id == record.id)?;
        Some((clash.keeps, free))
    })
}

/// The year that a yearly number names.
fn year_of(text: &str, kind: &Kind) -> Option<i32> {
    let (year, _) = text.strip_prefix(kind.prefix)?.strip_prefix('-')?.split_once('-')?;
    if is_yearly(kind) && year.len() == 4 { year.parse().ok() } else { None }
}

/// Whether a record that is not put away bears this number and no other.
fn bears_alone(register: &Register, id: &RecordId, text: &str) -> bool {
    let Some(record) = register.records.get(id).filter(|record| !record.is_archived()) else { return false };
    let mut answers = record.fields.get(&FieldPath::of(REFERENCE)).into_iter().flatten();
    answers.all(|answer| answer.value.as_text().map(str::trim) == Some(text))
}

/// Numbers that more than one record of a kind bears, with the records, the older first.
pub fn duplicates(register: &Register, kind: &Kind) -> BTreeMap<String, Vec<RecordId>> {
    let mut bearers: BTreeMap<String, Vec<RecordId>> = BTreeMap::new();
    for (text, id) in standing(register, kind) {
        let found = bearers.entry(text.trim().to_owned()).or_default();
        if !text.trim().is_empty() && found.last() != Some(id) {
            found.push(id.clone());
        }
    }
    bearers.retain(|_, ids| ids.len() > 1);
    bearers
}

/// Every number that stands anywhere, those of a disagreement too.
fn standing<'a>(register: &'a Register, kind: &'a Kind) -> impl Iterator<Item = (&'a str, &'a RecordId)> {
    let path = FieldPath::of(REFERENCE);
    register.all_of_kind(kind.name).flat_map(move |record| {
        let answers = record.fields.get(&path).map(Vec::as_slice).unwrap_or_default();
        answers.iter().filter_map(|answer| answer.value.as_text()).map(|text| (text, &record.id))
    })
}
