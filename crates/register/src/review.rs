//! Management reviews (9.3): what one still lacks before it can be closed, and who of top management
//! was there. Computed from content, never ticked off.

use crate::day::{NaiveDate, day};
use crate::due;
use crate::id::RecordId;
use crate::kind::INPUTS;
use crate::record::{Record, Register};
use crate::top_management::{is_top_manager, top_managers};
use uuid::Uuid;

/// The verdict of a review in three answers, each with the field of its reason (9.3.1).
pub const VERDICT: [(&str, &str); 3] =
    [("suitable", "suitable_reason"), ("adequate", "adequate_reason"), ("effective", "effective_reason")];

/// What a review lacks. The page phrases it by `lack.<code>`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lack {
    /// The day on which it was held.
    HeldOn,
    /// Who chaired it.
    Chair,
    /// Anyone who attended.
    Attendees,
    /// A top manager who attended: without one it is no review by top management.
    TopManager,
    /// An input of 9.3.2 that is not on the agenda.
    Input(&'static str),
    /// An agenda item that was not discussed.
    Discussed(Uuid),
    /// A decision of this review without the person who decided.
    Decider(RecordId),
    /// An action from this review without an owner.
    Owner(RecordId),
    /// Any outcome: a decision, an action, or words in the summary that none is needed.
    Outcome,
    /// An answer of the verdict, by its field.
    Verdict(&'static str),
    /// Why the verdict is that, by the field of the reason.
    VerdictReason(&'static str),
}

impl Lack {
    /// The key of its phrase, after `lack.`.
    pub fn code(&self) -> &'static str {
        match self {
            Self::HeldOn => "held_on",
            Self::Chair => "chair",
            Self::Attendees => "attendees",
            Self::TopManager => "top_manager",
            Self::Input(_) => "input",
            Self::Discussed(_) => "discussed",
            Self::Decider(_) => "decider",
            Self::Owner(_) => "owner",
            Self::Outcome => "outcome",
            Self::Verdict(_) => "verdict",
            Self::VerdictReason(_) => "verdict_reason",
        }
    }
}

/// The agenda's items, by position and then in the order of their making.
pub fn agenda(review: &Record) -> Vec<Uuid> {
    review.rows_in_order("agenda")
}

/// The decisions taken in a review.
pub fn decisions<'a>(review: &'a Record, register: &'a Register) -> impl Iterator<Item = &'a Record> {
    let id = review.id.to_string();
    register.of_kind("decision").filter(move |decision| decision.text("review") == id)
}

/// The actions that came out of a review, directly or through its decisions.
pub fn actions<'a>(review: &'a Record, register: &'a Register) -> impl Iterator<Item = &'a Record> {
    let mut sources: Vec<String> =
        decisions(review, register).map(|decision| decision.id.to_string()).collect();
    sources.push(review.id.to_string());
    register
        .of_kind("action")
        .filter(move |action| sources.iter().any(|source| action.text("source") == source))
}

/// The open actions that a review looks at: all but its own, the most urgent first. Computed, so that
/// they also stand in a second review that was made apart.
pub fn earlier_actions<'a>(review: &'a Record, register: &'a Register) -> Vec<&'a Record> {
    let own: Vec<&RecordId> = actions(review, register).map(|action| &action.id).collect();
    due::open_actions(register).into_iter().filter(|action| !own.contains(&&action.id)).collect()
}

/// Whether words of an attendance row mean that the person took part. Sending a deputy, or a
/// contribution made apart, is not presence.
pub fn is_presence(presence: &str) -> bool {
    matches!(presence, "present" | "remote" | "part")
}

/// The people who took part, each once.
pub fn attendees(review: &Record) -> Vec<RecordId> {
    let mut found: Vec<RecordId> = Vec::new();
    for row in review.rows("attendance") {
        let text = |key| review.row_value("attendance", row, key).as_text().unwrap_or_default();
        if is_presence(text("presence"))
            && let Ok(person) = text("person").parse::<RecordId>()
            && !found.contains(&person)
        {
            found.push(person);
        }
    }
    found
}

/// How many of top management took part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quorum {
    /// Top managers who took part.
    pub present: usize,
    /// Top managers named for that day.
    pub named: usize,
}

impl Quorum {
    /// Whether more than half took part.
    pub fn is_met(self) -> bool {
        self.present * 2 > self.named && self.named > 0
    }
}

/// Counts top managers, on the day the review was held, or is planned for, or else today.
pub fn quorum(review: &Record, register: &Register, today: NaiveDate) -> Quorum {
    let on = day(review.text("held_on")).or_else(|| day(review.text("planned_for"))).unwrap_or(today);
    let attended = attendees(review);
    let people = attended.iter().filter_map(|person| register.records.get(person));
    Quorum {
        present: people.filter(|person| is_top_manager(person, on)).count(),
        named: top_managers(register, on).count(),
    }
}

/// What a review still lacks before it can be closed, in the order in which people would see to it.
pub fn lacks(review: &Record, register: &Register, today: NaiveDate) -> Vec<Lack> {
    let mut lacks = Vec::new();
    if day(review.text("held_on")).is_none() {
        lacks.push(Lack::HeldOn);
    }
    if review.value("chair").is_empty() {
        lacks.push(Lack::Chair);
    }
    if attendees(review).is_empty() {
        lacks.push(Lack::Attendees);
    } else if quorum(review, register, today).present == 0 {
        lacks.push(Lack::TopManager);
    }
    let items = agenda(review);
    let covered: Vec<&str> =
        items.iter().filter_map(|item| review.row_value("agenda", *item, "input").as_text()).collect();
    lacks.extend(INPUTS.iter().copied().filter(|input| !covered.contains(input)).map(Lack::Input));
    let discussed = |item: &Uuid| review.row_value("agenda", *item, "discussed").is_set_flag();
    lacks.extend(items.iter().filter(|item| !discussed(item)).copied().map(Lack::Discussed));
    let without = |record: &&Record, key: &str| record.value(key).is_empty();
    let mut has_outcome = !review.value("summary").is_empty();
    for decision in decisions(review, register) {
        has_outcome = true;
        if without(&decision, "decided_by") {
            lacks.push(Lack::Decider(decision.id.clone()));
        }
    }
    for action in actions(review, register) {
        has_outcome = true;
        if without(&action, "owner") {
            lacks.push(Lack::Owner(action.id.clone()));
        }
    }
    if !has_outcome {
        lacks.push(Lack::Outcome);
    }
    for (answer, reason) in VERDICT {
        if review.value(answer).is_empty() {
            lacks.push(Lack::Verdict(answer));
        } else if review.value(reason).is_empty() {
            lacks.push(Lack::VerdictReason(reason));
        }
    }
    lacks
}
