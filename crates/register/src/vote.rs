//! Votes in a decision by circular (9.3.3, 5.1): who of top management said what, and when, on exactly which words. A
//! proposal that is changed afterwards shows against every vote.

use crate::act::add_row;
use crate::command::Command;
use crate::day::{NaiveDate, day, day_text};
use crate::document_act::Actor;
use crate::id::{FieldPath, RecordId};
use crate::record::{Record, Register};
use crate::top_management::top_managers;
use crate::value::Value;
use uuid::Uuid;

/// The key of the rows that hold the votes.
pub const VOTES: &str = "votes";

/// What somebody votes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choice {
    /// For it.
    Yes,
    /// Against it.
    No,
    /// Neither.
    Abstain,
}

impl Choice {
    /// All.
    pub const ALL: [Self; 3] = [Self::Yes, Self::No, Self::Abstain];

    /// As it is stored.
    pub fn code(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::No => "no",
            Self::Abstain => "abstain",
        }
    }
}

/// A vote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Vote {
    /// The row.
    pub row: Uuid,
    /// Whose.
    pub person: RecordId,
    /// What they said.
    pub choice: Choice,
    /// The day of it.
    pub on: Option<NaiveDate>,
    /// Who wrote it down, where that is somebody else.
    pub recorded_by: Option<RecordId>,
    /// Whether the proposal still says what was voted on.
    pub is_of_these_words: bool,
}

/// All votes, the oldest first; who votes again changes their mind, and both stay.
pub fn votes(decision: &Record, register: &Register) -> Vec<Vote> {
    let print = proposal_print(decision);
    let one = |row: Uuid| {
        let text = |key| decision.row_value(VOTES, row, key).as_text().unwrap_or_default();
        let person: RecordId = text("person").parse().ok()?;
        let said = decision.fields.get(&FieldPath::in_row(VOTES, row, "choice"))?.first()?;
        let choice = Choice::ALL.into_iter().find(|choice| Some(choice.code()) == said.value.as_text())?;
        let recorded_by = register.devices.get(&said.by).filter(|who| **who != person).cloned();
        let (on, is_of_these_words) = (day(text("on")), text("print") == print);
        Some(Vote { row, person, choice, on, recorded_by, is_of_these_words })
    };
    decision.rows(VOTES).into_iter().filter_map(one).collect()
}

/// How a circular stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ballot {
    /// For it.
    pub yes: usize,
    /// Against it.
    pub no: usize,
    /// Neither.
    pub abstain: usize,
    /// Top managers who said nothing yet.
    pub missing: Vec<RecordId>,
    /// Whether more than half of those who were asked are for it; none while that is open.
    pub is_carried: Option<bool>,
}

/// Counts the last vote of each top manager of that day. A vote on other words counts for nothing.
pub fn ballot(decision: &Record, register: &Register, today: NaiveDate) -> Ballot {
    let on = day(decision.text("decided_on")).unwrap_or(today);
    let votes = votes(decision, register);
    let mut ballot = Ballot { yes: 0, no: 0, abstain: 0, missing: Vec::new(), is_carried: None };
    for person in top_managers(register, on).map(|person| &person.id) {
        let last = votes.iter().rfind(|vote| vote.person == *person && vote.is_of_these_words);
        match last.map(|vote| vote.choice) {
            Some(Choice::Yes) => ballot.yes += 1,
            Some(Choice::No) => ballot.no += 1,
            Some(Choice::Abstain) => ballot.abstain += 1,
            None => ballot.missing.push(person.clone()),
        }
    }
    let asked = ballot.yes + ballot.no + ballot.abstain + ballot.missing.len();
    ballot.is_carried = if ballot.yes * 2 > asked {
        Some(true)
    } else if (ballot.yes + ballot.missing.len()) * 2 <= asked && asked > 0 {
        Some(false)
    } else {
        None
    };
    ballot
}

/// A vote of the person, given by whoever holds this device; none if it says what they said last.
pub fn cast(decision: &Record, register: &Register, by: Actor<'_>, choice: Choice) -> Option<Command> {
    let last = votes(decision, register).into_iter().rfind(|vote| vote.person == *by.person);
    if last.is_some_and(|last| last.choice == choice && last.is_of_these_words) {
        return None;
    }
    let values = vec![
        ("person", Value::Text(by.person.to_string())),
        ("choice", Value::from(choice.code())),
        ("on", Value::Text(day_text(by.on))),
        ("print", Value::Text(proposal_print(decision))),
    ];
    Some(add_row(decision, VOTES, values, by.now_ms, by.random).1)
}

/// A fingerprint of what is voted on: title and reason.
pub fn proposal_print(decision: &Record) -> String {
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    for key in ["title", "reason"] {
        for byte in decision.text(key).trim().bytes().chain([0]) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
    format!("{hash:016x}")
}
