//! People and the competences that their roles require (7.2): who has which, until when, and what runs out.
//! A competence is known by its name, in a person's competence or in a training that they passed.

use crate::act;
use crate::command::{Command, Write};
use crate::day::{NaiveDate, day};
use crate::field::ARCHIVED;
use crate::fold::fold;
use crate::id::{FieldPath, RecordId};
use crate::kind::TRAINING;
use crate::record::{Record, Register};
use crate::value::Value;
use chrono::Datelike;
use std::collections::{BTreeMap, BTreeSet};

/// A competence that runs out within so many days is said ahead, and is a gap.
pub const AHEAD_DAYS: i64 = 90;
/// What runs out is listed so many days ahead, time enough to plan.
pub const LISTED_DAYS: i64 = 366;

const LEVELS: [&str; 3] = ["basic", "skilled", "expert"];

/// How a person stands against a required competence. The page phrases it by `competence.<code>`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// Not shown anywhere.
    Missing,
    /// It counted until so many days ago.
    RunOut(i64),
    /// At a lower level than the role requires.
    TooLow,
    /// It runs out in so many days, within [`AHEAD_DAYS`].
    RunsOut(i64),
    /// It counts.
    Held,
}

impl Standing {
    /// The key of its phrase, after `competence.`.
    pub fn code(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::RunOut(_) => "run_out",
            Self::TooLow => "too_low",
            Self::RunsOut(_) => "runs_out",
            Self::Held => "held",
        }
    }

    /// The days that its phrase names.
    pub fn days(self) -> Option<i64> {
        match self {
            Self::RunOut(days) | Self::RunsOut(days) => Some(days),
            _ => None,
        }
    }

    /// Whether somebody has to see to it.
    pub fn is_gap(self) -> bool {
        self != Self::Held
    }
}

/// A competence that a role requires of a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Required {
    /// The person, holder or deputy of the role.
    pub person: RecordId,
    /// The role.
    pub role: RecordId,
    /// What they have to be able to do.
    pub competence: String,
    /// How they stand.
    pub standing: Standing,
    /// The record that shows it best.
    pub shown_by: Option<RecordId>,
    /// The last day on which that counts, where it ends.
    pub until: Option<NaiveDate>,
}

/// One thing that shows a competence of somebody.
struct Proof<'a> {
    level: Option<&'a str>,
    until: Option<NaiveDate>,
    record: &'a RecordId,
}

impl Proof<'_> {
    /// How somebody stands by this alone. A training says no level: who passed it has what it is for.
    fn standing(&self, wanted: &str, today: NaiveDate) -> Standing {
        let runs = match self.until.map(|until| (until - today).num_days()) {
            Some(days) if days < 0 => Standing::RunOut(-days),
            Some(days) if days <= AHEAD_DAYS => Standing::RunsOut(days),
            _ => Standing::Held,
        };
        let rank = |level: &str| LEVELS.iter().position(|known| *known == level).unwrap_or(0);
        let is_low = self.level.is_some_and(|level| rank(level) < rank(wanted));
        if is_low { runs.min(Standing::TooLow) } else { runs }
    }
}

/// What shows competences: by person, then by name.
type Proofs<'a> = BTreeMap<&'a str, BTreeMap<String, Vec<Proof<'a>>>>;

fn proofs(register: &Register) -> Proofs<'_> {
    let mut found = Proofs::new();
    for record in register.of_kind("competence") {
        let (level, until) = (Some(record.text("level")), day(record.text("expires_on")));
        let of_person = found.entry(record.text("person")).or_default();
        let name = fold(record.title().trim());
        of_person.entry(name).or_default().push(Proof { level, until, record: &record.id });
    }
    for training in register.of_kind("training") {
        let name = fold(training.title().trim());
        for row in training.rows(PARTICIPANTS) {
            let text = |key| training.row_value(PARTICIPANTS, row, key).as_text().unwrap_or_default();
            if matches!(text("result"), "passed" | "attended") {
                let proof = Proof { level: None, until: day(text("expires_on")), record: &training.id };
                found.entry(text("person")).or_default().entry(name.clone()).or_default().push(proof);
            }
        }
    }
    found
}

/// Every competence that a role requires of its holder and deputy.
pub fn matrix(register: &Register, today: NaiveDate) -> Vec<Required> {
    let proofs = proofs(register);
    let mut found = Vec::new();
    for role in register.of_kind("role") {
        let people: BTreeSet<RecordId> =
            ["holder", "deputy"].into_iter().filter_map(|key| role.text(key).parse().ok()).collect();
        for row in role.rows("competences") {
            let text = |key| role.row_value("competences", row, key).as_text().unwrap_or_default().trim();
            let (competence, level) = (text("competence"), text("level"));
            if competence.is_empty() {
                continue;
            }
            for person in &people {
                let known = proofs.get(person.to_string().as_str()).and_then(|of| of.get(&fold(competence)));
                let known = known.into_iter().flatten().map(|proof| (proof.standing(level, today), proof));
                let best = known.max_by(|(a, one), (b, two)| {
                    a.cmp(b).then_with(|| one.until.cmp(&two.until)).then_with(|| one.record.cmp(two.record))
                });
                found.push(Required {
                    person: person.clone(),
                    role: role.id.clone(),
                    competence: competence.to_owned(),
                    standing: best.as_ref().map_or(Standing::Missing, |(standing, _)| *standing),
                    shown_by: best.as_ref().map(|(_, proof)| proof.record.clone()),
                    until: best.and_then(|(_, proof)| proof.until),
                });
            }
        }
    }
    found
}

/// What is asked of the matrix; nothing asks for all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Asked {
    /// Only what this role requires.
    pub role: Option<RecordId>,
    /// Only what roles of this area require.
    pub area: Option<RecordId>,
    /// Only people and competences with a gap.
    pub gaps: bool,
}

/// A person against a competence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// A role requires it: the role under which the person stands worst.
    Required(Required),
    /// No role requires it, and the person has it: what shows it.
    Beyond(RecordId),
}

/// People against the competences that their roles require.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Matrix {
    /// The people, in the order of their making.
    pub people: Vec<RecordId>,
    /// The competences, as the first role writes them, in the order of the roles.
    pub competences: Vec<String>,
    /// The cells that say something, by the places of person and competence.
    pub cells: BTreeMap<(usize, usize), Cell>,
    /// How many of them are gaps.
    pub gaps: usize,
}

/// The matrix that answers what is asked.
pub fn matrix_of(register: &Register, today: NaiveDate, asked: &Asked) -> Matrix {
    let area = asked.area.as_ref().map(ToString::to_string);
    let is_asked = |required: &Required| {
        asked.role.as_ref().is_none_or(|role| *role == required.role)
            && area.as_ref().is_none_or(|area| {
                register.records.get(&required.role).is_some_and(|role| role.text("area") == *area)
            })
    };
    let mut all: Vec<Required> = matrix(register, today).into_iter().filter(is_asked).collect();
    if asked.gaps {
        let worst = worst(&all);
        let is_gap = |required: &Required| {
            let key = (required.person.clone(), fold(&required.competence));
            worst.get(&key).is_some_and(|standing| standing.is_gap())
        };
        all.retain(is_gap);
    }
    let mut found = Matrix::default();
    let people: BTreeSet<&RecordId> = all.iter().map(|required| &required.person).collect();
    found.people = people.into_iter().cloned().collect();
    let mut names: Vec<String> = Vec::new();
    for required in &all {
        let name = fold(&required.competence);
        let column = names.iter().position(|known| *known == name).unwrap_or_else(|| {
            names.push(name);
            found.competences.push(required.competence.clone());
            names.len().saturating_sub(1)
        });
        let Ok(row) = found.people.binary_search(&required.person) else { continue };
        let cell = found.cells.entry((row, column)).or_insert_with(|| Cell::Required(required.clone()));
        if let Cell::Required(standing) = cell
            && required.standing < standing.standing
        {
            *standing = required.clone();
        }
    }
    found.gaps =
        found.cells.values().filter(|cell| matches!(cell, Cell::Required(r) if r.standing.is_gap())).count();
    if !asked.gaps {
        add_beyond(&mut found, &names, &proofs(register), today);
    }
    found
}

/// What people can do although no role asks it of them, among the competences that some role asks for.
fn add_beyond(found: &mut Matrix, names: &[String], proofs: &Proofs<'_>, today: NaiveDate) {
    for (row, person) in found.people.iter().enumerate() {
        let Some(known) = proofs.get(person.to_string().as_str()) else { continue };
        for (column, name) in names.iter().enumerate() {
            let counts = |proof: &&Proof<'_>| !matches!(proof.standing("", today), Standing::RunOut(_));
            if let Some(proof) = known.get(name).and_then(|all| all.iter().find(counts)) {
                found.cells.entry((row, column)).or_insert_with(|| Cell::Beyond(proof.record.clone()));
            }
        }
    }
}

/// How each person stands worst against each competence.
fn worst(all: &[Required]) -> BTreeMap<(RecordId, String), Standing> {
    let mut worst = BTreeMap::new();
    for required in all {
        let key = (required.person.clone(), fold(&required.competence));
        let standing = worst.entry(key).or_insert(required.standing);
        *standing = required.standing.min(*standing);
    }
    worst
}

const PARTICIPANTS: &str = "participants";

/// Where a click on a competence of a person leads: what shows it, if that is enough; else the training that is
/// planned for them; else nowhere yet, and [`start_training`] makes it.
pub fn leads_to(register: &Register, required: &Required) -> Option<RecordId> {
    if !required.standing.is_gap() {
        return required.shown_by.clone();
    }
    let person = required.person.to_string();
    let listed = |training: &&Record| {
        let mut rows = training.rows(PARTICIPANTS).into_iter();
        rows.any(|row| training.row_value(PARTICIPANTS, row, "person").as_text() == Some(&person))
    };
    let mut planned = planned(register, &required.competence);
    planned.find(listed).map(|training| training.id.clone())
}

/// The trainings for a competence that are still to be held.
fn planned<'a>(register: &'a Register, competence: &str) -> impl Iterator<Item = &'a Record> {
    let name = fold(competence.trim());
    let is_ahead = |training: &&Record| matches!(training.text("status"), "" | "planned");
    register
        .of_kind("training")
        .filter(is_ahead)
        .filter(move |training| fold(training.title().trim()) == name)
}

/// Plans a training for a person and a competence that a role requires: puts them on the list of the one that is
/// planned already, or makes one. Two who put the same person on one list make one row.
pub fn start_training(
    register: &Register,
    required: &Required,
    today: NaiveDate,
    now_ms: u64,
    random: [u8; 10],
) -> (RecordId, Command) {
    let row = required.person.uuid;
    let (training, mut command) = match planned(register, &required.competence).next() {
        Some(training) => {
            let message = crate::command::Message::Edit;
            let mut command = Command { message, writes: Vec::new() };
            if training.is_archived_row(PARTICIPANTS, row) {
                let path = FieldPath::in_row(PARTICIPANTS, row, ARCHIVED);
                command.writes.push(Write { record: training.id.clone(), path, value: Value::Flag(false) });
            }
            (training.id.clone(), command)
        }
        None => {
            let values = vec![
                ("title", Value::from(required.competence.as_str())),
                ("training_type", Value::from("course")),
                ("status", Value::from("planned")),
                ("role", Value::Text(required.role.to_string())),
            ];
            act::create(register, &TRAINING, values, today.year(), now_ms, random)
        }
    };
    let path = FieldPath::in_row(PARTICIPANTS, row, "person");
    let value = Value::Text(required.person.to_string());
    command.writes.push(Write { record: training.clone(), path, value });
    (training, command)
}

/// Something that counts until a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expiry {
    /// The record.
    pub record: RecordId,
    /// Where the day stands in it.
    pub path: FieldPath,
    /// The last day.
    pub on: NaiveDate,
}

/// Kinds whose last day must not pass unseen, with the field that says it.
const EXPIRING: &[(&str, &str)] = &[
    ("competence", "expires_on"),
    ("certificate", "until"),
    ("exception", "until"),
    ("supplier", "until"),
    ("obligation", "until"),
];

/// What runs out within so many days or has run out, the earliest first. What ended by somebody's word is over.
pub fn expiring(register: &Register, today: NaiveDate, within: i64) -> Vec<Expiry> {
    let mut found = Vec::new();
    let mut note = |record: &Record, path: FieldPath| {
        let on = day(record.get(&path).as_text().unwrap_or_default());
        if let Some(on) = on.filter(|on| (*on - today).num_days() <= within) {
            found.push(Expiry { record: record.id.clone(), path, on });
        }
    };
    for (kind, key) in EXPIRING {
        let is_over = |record: &&Record| {
            !matches!(record.text("status"), "ended" | "withdrawn" | "refused" | "expired")
        };
        register.of_kind(kind).filter(is_over).for_each(|record| note(record, FieldPath::of(key)));
    }
    for training in register.of_kind("training") {
        for row in training.rows(PARTICIPANTS) {
            note(training, FieldPath::in_row(PARTICIPANTS, row, "expires_on"));
        }
    }
    found.sort_by(|a, b| {
        a.on.cmp(&b.on).then_with(|| a.record.cmp(&b.record)).then_with(|| a.path.cmp(&b.path))
    });
    found
}

/// A month of a year; none for what is over already.
pub type Month = Option<(i32, u32)>;

/// What runs out, by month, the earliest first; what is over already comes first, as one.
pub fn by_month(expiries: Vec<Expiry>, today: NaiveDate) -> Vec<(Month, Vec<Expiry>)> {
    let mut months: BTreeMap<Month, Vec<Expiry>> = BTreeMap::new();
    for expiry in expiries {
        let month = (expiry.on >= today).then(|| (expiry.on.year(), expiry.on.month()));
        months.entry(month).or_default().push(expiry);
    }
    months.into_iter().collect()
}
