//! What changed since somebody last looked, and by whom: single happenings grouped by person and record.
//! What is new is for whoever keeps the documents to say, by what had arrived when they last looked: a change
//! made on a plane last week and received today is news, although its time is older than the last look.

use crate::field::ARCHIVED;
use crate::id::{DeviceId, FieldPath, RecordId};
use crate::record::{Record, Register};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One field was set, or one text written in.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Happening {
    /// The record.
    pub record: RecordId,
    /// The field within it.
    pub path: FieldPath,
    /// The device that did it.
    pub by: DeviceId,
    /// When, by its clock: milliseconds since 1970.
    pub at: i64,
    /// The change's message, see [`crate::Message::code`].
    pub code: String,
    /// For texts: characters written, characters deleted.
    pub typed: Option<(u32, u32)>,
}

/// What somebody did to a record, the most telling of it. The page phrases it by `digest.<code>`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum What {
    /// It was made.
    Created,
    /// It was put away.
    PutAway,
    /// It was brought back.
    BroughtBack,
    /// It has another status: the choice's name.
    Moved(String),
    /// A risk was rated.
    Rated,
    /// A disagreement was settled.
    Chose,
    /// Texts were written: characters written, characters deleted.
    Wrote(u32, u32),
    /// Fields were set.
    Edited,
}

impl What {
    /// The key of its phrase, after `digest.`.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::PutAway => "put_away",
            Self::BroughtBack => "brought_back",
            Self::Moved(_) => "moved",
            Self::Rated => "rated",
            Self::Chose => "chose",
            Self::Wrote(..) => "wrote",
            Self::Edited => "edited",
        }
    }

    /// Every code, so that a test can ask each language file for its phrase.
    pub const CODES: [&'static str; 8] =
        ["created", "put_away", "brought_back", "moved", "rated", "chose", "wrote", "edited"];
}

/// What one person did to one record.
#[derive(Debug, Clone, PartialEq)]
pub struct Act {
    /// The record.
    pub record: RecordId,
    /// The most telling of it.
    pub what: What,
    /// The fields, the latest first.
    pub paths: Vec<FieldPath>,
    /// The last time.
    pub at: i64,
    /// Whether the record is the reader's to see to.
    pub is_mine: bool,
    /// Whether a field that was set has several answers now.
    pub is_disputed: bool,
}

/// Who did something.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Who {
    /// A person, with whichever device.
    Person(RecordId),
    /// A device whose person is not known, or not yet.
    Device(DeviceId),
}

/// What one person did.
#[derive(Debug, Clone, PartialEq)]
pub struct ByPerson {
    /// Who.
    pub who: Who,
    /// The last time.
    pub at: i64,
    /// What, the reader's own records first, then the latest first.
    pub acts: Vec<Act>,
}

/// Groups happenings by person and record, whoever was there last first. The reader's own doing is no news
/// to them. The order in which happenings are handed in does not matter.
pub fn digest(happenings: &[Happening], register: &Register, reader: &RecordId) -> Vec<ByPerson> {
    let mut by_person: BTreeMap<Who, BTreeMap<&RecordId, Vec<&Happening>>> = BTreeMap::new();
    for happening in happenings {
        let who = match register.devices.get(&happening.by) {
            Some(person) if person == reader => continue,
            Some(person) => Who::Person(person.clone()),
            None => Who::Device(happening.by),
        };
        by_person.entry(who).or_default().entry(&happening.record).or_default().push(happening);
    }
    let mut found: Vec<ByPerson> = Vec::new();
    for (who, records) in by_person {
        let acts = records.into_iter().map(|(record, all)| act(record, all, register, reader));
        let mut acts: Vec<Act> = acts.collect();
        acts.sort_by(|a, b| {
            b.is_mine.cmp(&a.is_mine).then_with(|| b.at.cmp(&a.at)).then_with(|| a.record.cmp(&b.record))
        });
        let at = acts.iter().map(|act| act.at).max().unwrap_or_default();
        found.push(ByPerson { who, at, acts });
    }
    found.sort_by(|a, b| b.at.cmp(&a.at).then_with(|| a.who.cmp(&b.who)));
    found
}

fn act(id: &RecordId, mut all: Vec<&Happening>, register: &Register, reader: &RecordId) -> Act {
    all.sort_by(|a, b| b.at.cmp(&a.at).then_with(|| a.path.cmp(&b.path)).then_with(|| a.code.cmp(&b.code)));
    let mut paths: Vec<FieldPath> = Vec::new();
    for happening in &all {
        if !paths.contains(&happening.path) {
            paths.push(happening.path.clone());
        }
    }
    let record = register.records.get(id);
    let is_disputed =
        record.is_some_and(|record| record.disagreements().any(|(path, _)| paths.contains(path)));
    let is_mine = record.is_some_and(|record| is_of(record, reader));
    let at = all.first().map_or(0, |latest| latest.at);
    Act { record: id.clone(), what: what(&all, &paths, record), paths, at, is_mine, is_disputed }
}

/// Whether somebody is to see to a record.
fn is_of(record: &Record, reader: &RecordId) -> bool {
    let reader = reader.to_string();
    record.id.to_string() == reader
        || ["owner", "chair", "decided_by"].iter().any(|key| record.text(key) == reader)
}

fn what(all: &[&Happening], paths: &[FieldPath], record: Option<&Record>) -> What {
    let sets = |key: &str| paths.iter().any(|path| *path == FieldPath::of(key));
    let has = |code: &str| all.iter().any(|happening| happening.code == code);
    if has("create") {
        return What::Created;
    }
    if sets(ARCHIVED) {
        let is_away = record.is_some_and(Record::is_archived);
        return if is_away { What::PutAway } else { What::BroughtBack };
    }
    if let Some(status) = record.map(|record| record.text("status")).filter(|status| !status.is_empty())
        && sets("status")
    {
        return What::Moved(status.to_owned());
    }
    let is_rating = |path: &&FieldPath| {
        path.row.is_none() && (path.key.ends_with("_likelihood") || path.key.ends_with("_impact"))
    };
    if paths.iter().any(|path| is_rating(&path)) {
        return What::Rated;
    }
    if has("choose") {
        return What::Chose;
    }
    let typed = all.iter().filter_map(|happening| happening.typed);
    let sum = |(w, d): (u32, u32), (written, deleted)| (w.saturating_add(written), d.saturating_add(deleted));
    match typed.reduce(sum) {
        Some((written, deleted)) => What::Wrote(written, deleted),
        None => What::Edited,
    }
}

/// What stands in the register and was set after a moment, by the clocks of those who set it. For where
/// nobody kept what had arrived by then: it misses what was done before and arrived after.
pub fn set_since(register: &Register, since_ms: i64) -> Vec<Happening> {
    let mut found = Vec::new();
    for record in register.records.values() {
        let made = i64::try_from(record.id.created_ms()).unwrap_or(i64::MAX);
        for (path, answers) in &record.fields {
            for answer in answers.iter().filter(|answer| answer.at > since_ms) {
                let code = if made > since_ms { "create" } else { "edit" };
                found.push(Happening {
                    record: record.id.clone(),
                    path: path.clone(),
                    by: answer.by,
                    at: answer.at,
                    code: code.to_owned(),
                    typed: None,
                });
            }
        }
    }
    found
}
