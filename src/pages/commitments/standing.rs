//! How the commitments stand, as plain values for the page: computed once for each change of the register.

use crate::session::commitments::practice_words;
use register::Register;
use register::day::NaiveDate;
use register::evidence::{Evidence, evidence_of};
use register::line::{AsOne, LineId};
use register::practice::{Commitment, Expects, Theme, Weight};
use register::readiness::{CommitmentReadiness, LineReadiness, Reason, Tally, Worth, disputed, readiness};

/// After so many days evidence of a commitment is called old.
const A_YEAR: i64 = 366;

/// How one commitment stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Standing {
    pub commitment: Commitment,
    pub tally: Tally,
    pub core_without: u32,
    pub reasons: Vec<Reason>,
    pub notes: Notes,
    /// What shows the commitment itself; it counts nowhere.
    pub evidence: Vec<Evidence>,
    pub lines: Vec<LineStanding>,
}

/// How one practice stands.
#[derive(Debug, Clone, PartialEq)]
pub struct LineStanding {
    pub id: LineId,
    pub words: String,
    pub theme: Option<Theme>,
    pub weight: Weight,
    pub expects: Option<Expects>,
    pub max_age: i64,
    pub worth: Worth,
    pub reasons: Vec<Reason>,
    pub evidence: Vec<Evidence>,
    pub notes: Notes,
}

/// What people noted.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Notes {
    pub owner: String,
    /// The different answers on which people disagree, by field.
    pub disputed: Vec<(&'static str, Vec<String>)>,
    pub next_review: String,
    pub is_left_out: bool,
    pub reason: String,
}

/// How all stand.
pub fn standings(register: &Register, today: NaiveDate) -> Vec<Standing> {
    readiness(register, today).iter().map(|of| standing(of, register, today)).collect()
}

fn standing(of: &CommitmentReadiness<'_>, register: &Register, today: NaiveDate) -> Standing {
    Standing {
        evidence: evidence_of(&of.notes.records, register, today, A_YEAR),
        commitment: of.commitment,
        tally: of.tally,
        core_without: of.core_without,
        reasons: of.reasons.clone(),
        notes: notes(&of.notes),
        lines: of.lines.iter().filter_map(line_standing).collect(),
    }
}

fn line_standing(of: &LineReadiness<'_>) -> Option<LineStanding> {
    let line = &of.line;
    let own = || line.notes.text("title").to_owned();
    Some(LineStanding {
        id: line.id()?,
        words: line.practice.map_or_else(own, practice_words),
        theme: line.theme,
        weight: line.weight,
        expects: line.expects,
        max_age: line.max_age,
        worth: of.worth,
        reasons: of.reasons.clone(),
        evidence: of.evidence.clone(),
        notes: notes(&line.notes),
    })
}

fn notes(notes: &AsOne<'_>) -> Notes {
    let texts = |key: &'static str| {
        let choices = notes.choices(key).into_iter();
        (key, choices.filter_map(|value| value.as_text()).map(str::to_owned).collect())
    };
    Notes {
        owner: notes.text("owner").to_owned(),
        disputed: disputed(notes).map(texts).collect(),
        next_review: notes.text("next_review").to_owned(),
        is_left_out: notes.value("not_applicable").is_set_flag(),
        reason: notes.text("reason").to_owned(),
    }
}
