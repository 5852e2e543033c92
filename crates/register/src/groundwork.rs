//! What has to stand before anything about leadership counts: top management named, the two mandates of 5.3 held
//! by somebody, and the climate question of Amendment 1 (4.1, 4.2) answered with a reason. What is missing is a gap
//! that knows where it is filled.

use crate::day::{NaiveDate, day};
use crate::id::RecordId;
use crate::practice::Commitment;
use crate::record::{Record, Register};
use crate::top_management::top_managers;

/// What is missing. The page phrases it by `reason.<code>`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Lack {
    /// Nobody is named as top management.
    TopManagement,
    /// Nobody is charged with seeing to it that the ISMS conforms (5.3 a).
    Conformity,
    /// Nobody is charged with reporting its performance upwards (5.3 b).
    Reporting,
    /// Nobody said whether climate change is relevant, and why (4.1).
    Climate,
    /// Of some interested party nobody said whether it requires anything about climate change, and why (4.2).
    ClimateOfParties,
}

impl Lack {
    /// All of them, the first gap first.
    pub const ALL: [Self; 5] =
        [Self::TopManagement, Self::Conformity, Self::Reporting, Self::Climate, Self::ClimateOfParties];

    /// The key of its phrase, after `reason.`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::TopManagement => "no_top_management",
            Self::Conformity => "no_conformity",
            Self::Reporting => "no_reporting",
            Self::Climate => "no_climate",
            Self::ClimateOfParties => "no_climate_of_parties",
        }
    }

    /// The clause that asks for it.
    pub fn clause(self) -> &'static str {
        match self {
            Self::TopManagement => "5.1",
            Self::Conformity => "5.3 a",
            Self::Reporting => "5.3 b",
            Self::Climate => "4.1",
            Self::ClimateOfParties => "4.2",
        }
    }

    /// The commitment that leans on it: people and mandates bear leadership itself, the context bears whether the
    /// ISMS achieves what it is for.
    pub fn commitment(self) -> Commitment {
        match self {
            Self::TopManagement | Self::Conformity | Self::Reporting => Commitment::Across,
            Self::Climate | Self::ClimateOfParties => Commitment::E,
        }
    }

    /// The kind of record in which it is filled.
    pub fn kind(self) -> &'static str {
        match self {
            Self::TopManagement => "person",
            Self::Conformity | Self::Reporting => "role",
            Self::Climate => "issue",
            Self::ClimateOfParties => "interested_party",
        }
    }

    /// What a record that is made to fill it says from the start: field and value.
    pub fn begins_with(self) -> Option<(&'static str, &'static str)> {
        match self {
            Self::Conformity => Some(("mandate", "conformity")),
            Self::Reporting => Some(("mandate", "reporting")),
            Self::Climate => Some(("category", "environment")),
            Self::TopManagement | Self::ClimateOfParties => None,
        }
    }
}

/// Where a gap is filled.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Where {
    /// In this record.
    In(RecordId),
    /// In one of several: whoever knows chooses it in the list.
    AmongSeveral,
    /// In a record that nobody made yet.
    InNew,
}

/// A gap, and where it is filled.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Gap {
    /// What is missing.
    pub lack: Lack,
    /// Where it is filled.
    pub filled: Where,
}

/// What is missing on a day, the first gap first.
pub fn gaps(register: &Register, today: NaiveDate) -> Vec<Gap> {
    let filled = |lack| match lack {
        Lack::TopManagement => top_management(register, today),
        Lack::Conformity | Lack::Reporting => mandate(register, lack, today),
        Lack::Climate => climate(register),
        Lack::ClimateOfParties => climate_of_parties(register),
    };
    Lack::ALL.into_iter().filter_map(|lack| filled(lack).map(|filled| Gap { lack, filled })).collect()
}

/// One of these records, if there is but one; else whichever somebody chooses, or a new one.
fn one_of<'a>(mut records: impl Iterator<Item = &'a Record>) -> Where {
    match (records.next(), records.next()) {
        (None, _) => Where::InNew,
        (Some(only), None) => Where::In(only.id.clone()),
        (Some(_), Some(_)) => Where::AmongSeveral,
    }
}

fn top_management(register: &Register, today: NaiveDate) -> Option<Where> {
    top_managers(register, today).next().is_none().then(|| one_of(register.of_kind("person")))
}

/// Whether a role carries a mandate, whoever holds it.
fn carries(role: &Record, lack: Lack) -> bool {
    let mandate = role.text("mandate");
    mandate == "both" || lack.begins_with().is_some_and(|(_, wanted)| mandate == wanted)
}

fn is_held(role: &Record, register: &Register, today: NaiveDate) -> bool {
    let holder: Option<RecordId> = role.text("holder").parse().ok();
    let is_here = |person: &Record| person.id.kind == "person" && !person.is_archived();
    holder.and_then(|id| register.records.get(&id)).is_some_and(is_here)
        && day(role.text("from")).is_none_or(|from| from <= today)
        && day(role.text("until")).is_none_or(|until| until >= today)
}

fn mandate(register: &Register, lack: Lack, today: NaiveDate) -> Option<Where> {
    let carriers: Vec<&Record> = register.of_kind("role").filter(|role| carries(role, lack)).collect();
    if carriers.iter().any(|role| is_held(role, register, today)) {
        return None;
    }
    // A role that carries it lacks only its holder; else any role may get it.
    Some(carriers.first().map_or_else(|| one_of(register.of_kind("role")), |role| Where::In(role.id.clone())))
}

/// Whether the question is answered, and why is said.
fn is_answered(record: &Record, question: &str) -> bool {
    matches!(record.text(question), "yes" | "no") && !record.value("climate_reason").is_empty()
}

fn climate(register: &Register) -> Option<Where> {
    const QUESTION: &str = "climate_relevant";
    let current = || register.of_kind("issue").filter(|issue| issue.text("status") != "past");
    if current().any(|issue| is_answered(issue, QUESTION)) {
        return None;
    }
    // Where somebody began to answer, the answer is finished.
    let mut begun = current().filter(|issue| !issue.value(QUESTION).is_empty());
    Some(begun.next().map_or(Where::InNew, |issue| Where::In(issue.id.clone())))
}

fn climate_of_parties(register: &Register) -> Option<Where> {
    let parties = || register.of_kind("interested_party");
    match parties().find(|party| !is_answered(party, "climate_requirements")) {
        Some(party) => Some(Where::In(party.id.clone())),
        None if parties().next().is_none() => Some(Where::InNew),
        None => None,
    }
}
