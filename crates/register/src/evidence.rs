//! Whether a piece of evidence counts, from the content of what it leads to: when that happened, and what is
//! still missing in it. A planned review proves nothing yet; a decision that was withdrawn proves nothing more.

use crate::acceptance::{self, Matter};
use crate::day::{NaiveDate, day, day_at};
use crate::field::ARCHIVED;
use crate::id::{FieldPath, RecordId};
use crate::record::{Record, Register};
use crate::review::{Lack, lacks};
use crate::risk_criteria::Criteria;
use crate::validation::{Finding, findings, gaps};
use uuid::Uuid;

/// The key of the rows that hold evidence.
pub const EVIDENCE: &str = "evidence";

/// What evidence leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// A record of any kind.
    Record(RecordId),
    /// An address, or the name of a file kept elsewhere.
    Address(String),
}

/// What makes evidence incomplete.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Flaw {
    /// A required field has no answer.
    Missing(FieldPath),
    /// What was accepted of the risk no longer holds.
    Acceptance(acceptance::Standing),
    /// The review lacks something.
    Review(Lack),
    /// The KPI lacks something.
    Kpi(crate::kpi::Lack),
    /// The objective lacks something.
    Objective(crate::objective::Lack),
    /// The document lacks something.
    Document(crate::document::Lack),
    /// A value contradicts another, or is none that its field holds.
    Wrong(Finding),
    /// Several answers stand; nobody has chosen.
    Disputed(FieldPath),
}

/// How a piece of evidence stands on a day. The page phrases it by `evidence.<code>`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// Young enough, and whole.
    Fresh,
    /// Young enough, but something is missing in it: so many things, the first of them.
    Flawed(usize, Flaw),
    /// Older than the practice allows, by so many days.
    Old(i64),
    /// It has not happened yet.
    NotYet,
    /// It was called off or taken back.
    Void,
    /// The record was put away.
    PutAway,
    /// The record is not here, or not yet.
    NotHere,
}

impl Standing {
    /// The key of its phrase, after `evidence.`.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Fresh => "fresh",
            Self::Flawed(..) => "flawed",
            Self::Old(_) => "old",
            Self::NotYet => "not_yet",
            Self::Void => "void",
            Self::PutAway => "put_away",
            Self::NotHere => "not_here",
        }
    }

    /// Every code, so that a test can ask each language file for its phrase.
    pub const CODES: [&'static str; 7] =
        ["fresh", "flawed", "old", "not_yet", "void", "put_away", "not_here"];

    /// What it is worth, in halves.
    pub fn halves(&self) -> u32 {
        match self {
            Self::Fresh => 2,
            Self::Flawed(..) | Self::Old(_) => 1,
            Self::NotYet | Self::Void | Self::PutAway | Self::NotHere => 0,
        }
    }
}

/// One piece of evidence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    /// The record that notes it, a practice's or a commitment's, and its row there.
    pub noted_in: (RecordId, Uuid),
    /// What it leads to.
    pub target: Target,
    /// The day of what it shows, where it happened already.
    pub on: Option<NaiveDate>,
    /// How it stands.
    pub standing: Standing,
}

/// The pieces of evidence that some records note, the best first, the younger first among equals. Rows
/// that lead nowhere are no evidence; what is noted twice counts once.
pub fn evidence_of(
    records: &[&Record],
    register: &Register,
    today: NaiveDate,
    max_age: i64,
) -> Vec<Evidence> {
    let mut found: Vec<Evidence> = Vec::new();
    for record in records {
        for row in record.rows(EVIDENCE) {
            let Some(target) = target(record, row) else { continue };
            if found.iter().any(|known| known.target == target) {
                continue;
            }
            let captured = day(record.row_value(EVIDENCE, row, "captured_on").as_text().unwrap_or_default());
            let (on, standing) = match &target {
                Target::Record(id) => standing_of(register.records.get(id), register, today, max_age),
                // An address says no day by itself: the day on which it was looked at counts.
                Target::Address(_) => {
                    let on = captured.or_else(|| made_on(row)).unwrap_or(today);
                    if on > today { (None, Standing::NotYet) } else { (Some(on), aged(on, today, max_age)) }
                }
            };
            found.push(Evidence { noted_in: (record.id.clone(), row), target, on, standing });
        }
    }
    found.sort_by(|a, b| b.standing.halves().cmp(&a.standing.halves()).then_with(|| b.on.cmp(&a.on)));
    found
}

fn target(record: &Record, row: Uuid) -> Option<Target> {
    let text = |key| record.row_value(EVIDENCE, row, key).as_text().unwrap_or_default().trim();
    match (text("record").parse::<RecordId>(), text("address")) {
        (Ok(id), _) => Some(Target::Record(id)),
        (Err(_), "") => None,
        (Err(_), address) => Some(Target::Address(address.to_owned())),
    }
}

/// When a row was made according to its id, which is ordered by time.
fn made_on(row: Uuid) -> Option<NaiveDate> {
    let at = RecordId { kind: String::new(), uuid: row }.created_ms();
    day_at(i64::try_from(at).ok()?)
}

fn aged(on: NaiveDate, today: NaiveDate, max_age: i64) -> Standing {
    let too_old = (today - on).num_days() - max_age;
    if too_old > 0 { Standing::Old(too_old) } else { Standing::Fresh }
}

/// How a record stands as evidence, and the day of what it shows.
pub fn standing_of(
    record: Option<&Record>,
    register: &Register,
    today: NaiveDate,
    max_age: i64,
) -> (Option<NaiveDate>, Standing) {
    let Some(record) = record else { return (None, Standing::NotHere) };
    if record.is_archived() {
        return (None, Standing::PutAway);
    }
    let on = match happened_on(record, today) {
        Ok(on) => on,
        Err(standing) => return (None, standing),
    };
    let standing = match aged(on, today, max_age) {
        Standing::Fresh => {
            let mut flaws = flaws(record, register, today).into_iter();
            match flaws.next() {
                Some(first) => Standing::Flawed(1 + flaws.count(), first),
                None => Standing::Fresh,
            }
        }
        standing => standing,
    };
    (Some(on), standing)
}

/// The day on which what a record tells of happened, or why it did not.
fn happened_on(record: &Record, today: NaiveDate) -> Result<NaiveDate, Standing> {
    let status = record.text("status");
    let field = match record.id.kind.as_str() {
        "management_review" => match status {
            "cancelled" | "postponed" => return Err(Standing::Void),
            "held" | "closed" | "signed" => "held_on",
            _ => return Err(Standing::NotYet),
        },
        "decision" => match status {
            "withdrawn" => return Err(Standing::Void),
            "proposed" | "deferred" | "" => return Err(Standing::NotYet),
            _ => "decided_on",
        },
        "action" => match status {
            "cancelled" => return Err(Standing::Void),
            "done" | "checked" => "done_on",
            _ => return Err(Standing::NotYet),
        },
        "kpi" => {
            let last = crate::kpi::current(record, today);
            return last.map(|measured| measured.held_on.min(today)).ok_or(Standing::NotYet);
        }
        "objective" => match status {
            "cancelled" => return Err(Standing::Void),
            "draft" | "" => return Err(Standing::NotYet),
            _ => "approved_on",
        },
        "document" => return document_day(record, today),
        "risk" | "person" => "",
        // Records that only a newer version knows, and those that nobody said more of here.
        _ => match status {
            "cancelled" | "withdrawn" | "dropped" => return Err(Standing::Void),
            "planned" | "draft" | "preparing" | "in_review" => return Err(Standing::NotYet),
            _ => return latest_day(record, today),
        },
    };
    match day(record.text(field)) {
        Some(on) if on > tomorrow(today) => Err(Standing::NotYet),
        Some(on) => Ok(on.min(today)),
        None => Ok(changed_on(record, today)),
    }
}

/// A document shows something once it is published; a look at it that changed nothing shows it again.
fn document_day(record: &Record, today: NaiveDate) -> Result<NaiveDate, Standing> {
    match record.text("status") {
        "withdrawn" | "superseded" => return Err(Standing::Void),
        _ => {}
    }
    let published = crate::document::in_force(record).ok_or(Standing::NotYet)?.on;
    let looked = record.rows("reviews").into_iter();
    let looked = looked.filter_map(|row| day(record.row_value("reviews", row, "on").as_text()?));
    let last = published.into_iter().chain(looked).filter(|on| *on <= tomorrow(today)).max();
    Ok(last.map_or_else(|| changed_on(record, today), |on| on.min(today)))
}

/// The latest day that a record says something happened on, in its fields or its rows (a measurement, a
/// session), or else the day of its last change.
fn latest_day(record: &Record, today: NaiveDate) -> Result<NaiveDate, Standing> {
    let is_said = |path: &FieldPath| path.key == "on" || path.key.ends_with("_on") && path.key != "review_on";
    let stands =
        |path: &FieldPath| path.row.as_ref().is_none_or(|(rows, row)| !record.is_archived_row(rows, *row));
    let said = record.fields.keys().filter(|path| is_said(path) && stands(path));
    let days: Vec<NaiveDate> =
        said.filter_map(|path| day(record.get(path).as_text().unwrap_or_default())).collect();
    match days.iter().filter(|on| **on <= tomorrow(today)).max() {
        Some(on) => Ok((*on).min(today)),
        None if days.is_empty() => Ok(changed_on(record, today)),
        None => Err(Standing::NotYet),
    }
}

/// Somebody further east is already a day ahead.
fn tomorrow(today: NaiveDate) -> NaiveDate {
    today.succ_opt().unwrap_or(today)
}

/// The day of a record's last change. A clock that runs ahead does not make it younger than today.
pub fn changed_on(record: &Record, today: NaiveDate) -> NaiveDate {
    let answers = record.fields.iter().filter(|(path, _)| path.key != ARCHIVED).flat_map(|(_, all)| all);
    let last = answers.map(|answer| answer.at).max();
    let made = i64::try_from(record.id.created_ms()).ok();
    last.or(made).and_then(day_at).map_or(today, |on| on.min(today))
}

fn flaws(record: &Record, register: &Register, today: NaiveDate) -> Vec<Flaw> {
    let mut flaws: Vec<Flaw> = gaps(record).into_iter().map(Flaw::Missing).collect();
    if record.id.kind == "management_review" {
        flaws.extend(lacks(record, register, today).into_iter().map(Flaw::Review));
    }
    match record.id.kind.as_str() {
        "kpi" => flaws.extend(crate::kpi::lacks(record, today).into_iter().map(Flaw::Kpi)),
        "objective" => {
            flaws.extend(crate::objective::lacks(record, register, today).into_iter().map(Flaw::Objective));
        }
        "document" => flaws.extend(crate::document::lacks(record, today).into_iter().map(Flaw::Document)),
        "risk" => {
            let criteria = Criteria::of(register);
            let stands = |matter| acceptance::acceptance(record, register, matter, &criteria, today).standing;
            let over = [Matter::Residual, Matter::Plan].map(stands).into_iter().filter(|standing| {
                matches!(standing, acceptance::Standing::Stale | acceptance::Standing::Expired)
            });
            flaws.extend(over.map(Flaw::Acceptance));
        }
        _ => {}
    }
    flaws.extend(findings(record, register, today).into_iter().map(Flaw::Wrong));
    flaws.extend(record.disagreements().map(|(path, _)| Flaw::Disputed(path.clone())));
    flaws
}
