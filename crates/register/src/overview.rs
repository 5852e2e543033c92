//! What the overview says of a register: whether anything was begun, how risks, actions and commitments stand, which
//! review comes next, and what is the reader's to do. The page only phrases it.

use crate::day::{NaiveDate, day};
use crate::due::{Due, due, open_actions};
use crate::id::RecordId;
use crate::readiness::{of_the_eight, readiness};
use crate::record::Register;
use crate::risk_criteria::{Criteria, is_above_appetite, open_risks};

/// Whether nothing of a register's daily work is there yet, so that the first steps are shown.
pub fn is_unbegun(register: &Register) -> bool {
    ["risk", "management_review", "action"].iter().all(|kind| register.of_kind(kind).next().is_none())
}

/// How many risks are open, and above the appetite.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Risks {
    /// Above the appetite.
    pub above: usize,
    /// Open at all.
    pub open: usize,
}

/// Counts the open risks.
pub fn risks(register: &Register) -> Risks {
    let criteria = Criteria::of(register);
    let above = open_risks(register).filter(|risk| is_above_appetite(risk, &criteria)).count();
    Risks { above, open: open_risks(register).count() }
}

/// How many actions are open, overdue, and due soon.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Actions {
    /// Past their due date.
    pub overdue: usize,
    /// Due within [`crate::due::SOON_DAYS`].
    pub soon: usize,
    /// Open at all.
    pub open: usize,
}

/// Counts the open actions.
pub fn actions(register: &Register, today: NaiveDate) -> Actions {
    let open = open_actions(register);
    let count = |is: fn(Due) -> bool| open.iter().filter(|action| is(due(action, today))).count();
    Actions {
        overdue: count(|due| matches!(due, Due::Overdue(_))),
        soon: count(|due| matches!(due, Due::Soon(_))),
        open: open.len(),
    }
}

/// The review that comes next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NextReview {
    /// Which.
    pub id: RecordId,
    /// The day that it is planned for.
    pub on: NaiveDate,
    /// Whether that day has passed, the surest sign that nobody looks.
    pub has_passed: bool,
}

/// The review that comes next, or one that is planned for a day gone by and still not held.
pub fn next_review(register: &Register, today: NaiveDate) -> Option<NextReview> {
    let reviews = register
        .of_kind("management_review")
        .filter(|review| matches!(review.text("status"), "" | "planned" | "preparing" | "postponed"));
    let dated = reviews.filter_map(|review| Some((day(review.text("planned_for"))?, &review.id)));
    let (on, id) = dated.min_by_key(|(on, _)| *on)?;
    Some(NextReview { id: id.clone(), on, has_passed: on < today })
}

/// How the eight commitments stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Commitments {
    /// What is reached of a hundred.
    pub percent: u32,
    /// How many core practices nothing proves, those of leadership itself among them.
    pub core_without: u32,
}

/// How the eight commitments stand.
pub fn commitments(register: &Register, today: NaiveDate) -> Commitments {
    let all = readiness(register, today);
    let eight = of_the_eight(all.iter().map(|of| (of.commitment, of.tally)));
    Commitments { percent: eight.percent(), core_without: all.iter().map(|of| of.core_without).sum() }
}

/// The open actions that a person owns, the most urgent first.
pub fn actions_of(register: &Register, person: &RecordId) -> Vec<RecordId> {
    let person = person.to_string();
    let own = open_actions(register).into_iter().filter(|action| action.text("owner") == person);
    own.map(|action| action.id.clone()).collect()
}
