//! What people of the sample sign: approvals, publications, acknowledgements, minutes. What is signed is tied to the
//! content as it stands then, which only whoever tells the year can say.

use chrono::NaiveDate;
use register::assessment::freeze;
use register::document_act::{Actor, Seen, acknowledge, approve, publish};
use register::sign_off::{Says, sign};
use register::vote::{Choice, cast};
use register::{Command, RecordId, Register};

/// What is signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// A document is approved.
    Approve,
    /// What was approved is published.
    Publish,
    /// Somebody has read what is in force.
    Acknowledge,
    /// The ratings of all risks are kept in a round of assessment.
    Freeze,
    /// Somebody votes in a circular.
    Vote(Choice),
    /// Somebody says something to a review's minutes.
    Minutes(Says),
}

impl Act {
    /// As the plan says it.
    pub(crate) fn of(word: &str) -> Option<Self> {
        match word {
            "approve" => Some(Self::Approve),
            "publish" => Some(Self::Publish),
            "acknowledge" => Some(Self::Acknowledge),
            "freeze" => Some(Self::Freeze),
            "vote_yes" => Some(Self::Vote(Choice::Yes)),
            "vote_no" => Some(Self::Vote(Choice::No)),
            "abstain" => Some(Self::Vote(Choice::Abstain)),
            _ => Says::of(word).map(Self::Minutes),
        }
    }
}

/// A signature that is to be given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signing {
    /// What it is about.
    pub record: RecordId,
    /// What is signed.
    pub act: Act,
    /// A reservation.
    pub note: String,
    /// The day of it.
    pub on: NaiveDate,
    /// For its row.
    pub random: [u8; 10],
}

impl Signing {
    /// The signature of exactly what was seen; none if it may not be given.
    pub fn command(
        &self,
        register: &Register,
        person: &RecordId,
        at_ms: u64,
        seen: Seen<'_>,
    ) -> Option<Command> {
        let record = register.records.get(&self.record)?;
        let by = Actor { person, on: self.on, now_ms: at_ms, random: self.random };
        match self.act {
            Act::Approve => approve(record, by, seen),
            Act::Publish => publish(record, by, seen),
            Act::Acknowledge => acknowledge(record, by),
            Act::Freeze => freeze(record, register, self.on),
            Act::Vote(choice) => cast(record, register, by, choice),
            Act::Minutes(says) => sign(record, register, by, seen, says, &self.note),
        }
    }
}
