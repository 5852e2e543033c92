//! People-facing numbers: `R-012`, `A-001`, `D-004`, and by year `MR-2026-01`.
//! Two records made apart can get the same number. That is shown and a person renumbers one: what was
//! said aloud is never changed silently. Archived records keep theirs, so that none is given twice.

use crate::id::RecordId;
use crate::kind::Kind;
use crate::record::Register;
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
    if kind.prefix.is_empty() {
        return None;
    }
    let stem =
        if is_yearly(kind) { format!("{}-{year:04}-", kind.prefix) } else { format!("{}-", kind.prefix) };
    let number = |text: &str| {
        let digits = text.trim().strip_prefix(stem.as_str())?;
        // Longer ones are somebody's own numbering, and would leave no room above.
        let is_number = (1..=9).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
        if is_number { digits.parse::<u64>().ok() } else { None }
    };
    let all = standing(register, kind);
    let highest = all.filter_map(|(text, _)| number(text)).max().unwrap_or(0);
    let width = if is_yearly(kind) { 2 } else { 3 };
    Some(format!("{stem}{:0width$}", highest + 1))
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
    let path = crate::id::FieldPath::of(REFERENCE);
    register.records.values().filter(|record| record.id.kind == kind.name).flat_map(move |record| {
        let answers = record.fields.get(&path).map(Vec::as_slice).unwrap_or_default();
        answers.iter().filter_map(|answer| answer.value.as_text()).map(|text| (text, &record.id))
    })
}
