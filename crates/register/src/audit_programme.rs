//! The audit programme (9.2.2) as it follows from the audits: year by year what is planned, under way, done or missed.
//! A year without an internal audit is a gap.

use crate::day::{NaiveDate, day};
use crate::id::RecordId;
use crate::record::{Record, Register};
use chrono::Datelike;
use std::collections::BTreeMap;

/// How an audit of the programme stands. The page phrases it by `programme.<code>`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Its day lies ahead, or nobody named one.
    Planned,
    /// It has begun.
    Running,
    /// It was reported.
    Done,
    /// Its day has passed, and nobody began.
    Missed,
}

impl Standing {
    /// The key of its phrase, after `programme.`.
    pub fn code(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::Running => "running",
            Self::Done => "done",
            Self::Missed => "missed",
        }
    }

    /// Every code, so that a test can ask each language file for its phrase.
    pub const CODES: [&'static str; 4] = ["planned", "running", "done", "missed"];
}

/// A year of the programme.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Year {
    /// Which; none for audits without a day.
    pub year: Option<i32>,
    /// Its audits, by day.
    pub audits: Vec<(RecordId, Standing)>,
    /// Whether it holds no internal audit, planned or done.
    pub lacks_internal: bool,
}

/// The day that an audit belongs to: the one it was planned for, so that a late one stays where it was promised.
fn day_of(audit: &Record) -> Option<NaiveDate> {
    ["planned_for", "begins_on", "ends_on", "reported_on"].into_iter().find_map(|key| day(audit.text(key)))
}

/// How an audit stands on a day.
pub fn standing(audit: &Record, today: NaiveDate) -> Standing {
    let has_begun = day(audit.text("begins_on")).is_some_and(|on| on <= today);
    match audit.text("status") {
        "reported" | "closed" => Standing::Done,
        "in_progress" => Standing::Running,
        _ if has_begun => Standing::Running,
        _ if day(audit.text("planned_for")).is_some_and(|on| on < today) => Standing::Missed,
        _ => Standing::Planned,
    }
}

/// The programme, the earliest year first, audits without a day last. Years between the first and the last stand in it
/// even if nothing happened in them.
pub fn programme(register: &Register, today: NaiveDate) -> Vec<Year> {
    let mut years: BTreeMap<i32, Vec<&Record>> = BTreeMap::new();
    let mut undated: Vec<&Record> = Vec::new();
    for audit in register.of_kind("audit") {
        match day_of(audit) {
            Some(on) => years.entry(on.year()).or_default().push(audit),
            None => undated.push(audit),
        }
    }
    if let (Some(first), Some(last)) = (years.keys().next().copied(), years.keys().next_back().copied()) {
        // A slip of the keyboard is no programme of a century.
        for year in first..=last.min(first.saturating_add(30)) {
            years.entry(year).or_default();
        }
    }
    let year = |year: Option<i32>, mut audits: Vec<&Record>| {
        audits.sort_by_key(|audit| day_of(audit));
        let is_internal = |audit: &&Record| audit.text("audit_type") == "internal";
        Year {
            year,
            lacks_internal: year.is_some() && !audits.iter().any(is_internal),
            audits: audits.iter().map(|audit| (audit.id.clone(), standing(audit, today))).collect(),
        }
    };
    let mut all: Vec<Year> = years.into_iter().map(|(of, audits)| year(Some(of), audits)).collect();
    if !undated.is_empty() {
        all.push(year(None, undated));
    }
    all
}
