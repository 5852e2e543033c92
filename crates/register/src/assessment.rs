//! Rounds of risk assessment (6.1.2, 8.2): the ratings of all open risks, frozen with the criteria of that day. What is
//! frozen is what people saw when they closed the round, whatever clocks and later edits say.

use crate::command::{Command, Message, Write};
use crate::day::{NaiveDate, day, day_text};
use crate::id::{FieldPath, RecordId};
use crate::patch::Patch;
use crate::record::{Record, Register};
use crate::risk_criteria::{self, Criteria, open_risks};
use crate::value::Value;
use uuid::Uuid;

/// The ratings of a risk that a round keeps.
pub const RATED: [&str; 6] = [
    "inherent_likelihood",
    "inherent_impact",
    "current_likelihood",
    "current_impact",
    "target_likelihood",
    "target_impact",
];

/// What is said of a frozen row's making.
const FROZEN: &str = "frozen";

/// The criteria that a round keeps, in the order of the fields of its `criteria`.
fn kept(criteria: &Criteria) -> [(&'static str, i64); 6] {
    [
        ("likelihood_steps", criteria.likelihood_steps),
        ("impact_steps", criteria.impact_steps),
        ("medium_from", criteria.medium_from),
        ("high_from", criteria.high_from),
        ("critical_from", criteria.critical_from),
        ("appetite", criteria.appetite),
    ]
}

/// Whether a round's result was frozen.
pub fn is_frozen(round: &Record) -> bool {
    !round.rows("ratings").is_empty()
}

/// The rounds whose result is frozen, the latest first.
pub fn frozen_rounds(register: &Register) -> Vec<&Record> {
    let mut all: Vec<&Record> =
        register.of_kind("assessment_round").filter(|round| is_frozen(round)).collect();
    all.sort_by(|a, b| b.text("held_on").cmp(a.text("held_on")).then_with(|| b.id.cmp(&a.id)));
    all
}

/// Freezes the ratings of all open risks as they stand. Once: another look is another round. The rows' ids follow from
/// the risks, so that two who freeze apart make one result, and where they saw different ratings, both show.
pub fn freeze(round: &Record, register: &Register, today: NaiveDate) -> Option<Command> {
    if is_frozen(round) {
        return None;
    }
    let mut writes = Vec::new();
    let mut set = |rows: &str, row: Uuid, key: &str, value: Value| {
        if !value.is_empty() {
            let path = FieldPath::in_row(rows, row, key);
            writes.push(Write { record: round.id.clone(), path, value });
        }
    };
    for risk in open_risks(register) {
        let row = risk.id.uuid;
        set("ratings", row, "risk", Value::Text(risk.id.to_string()));
        for key in RATED {
            set("ratings", row, key, risk.value(key).clone());
        }
        set("ratings", row, "print", Value::from(FROZEN));
    }
    if writes.is_empty() {
        return None;
    }
    let mut set = |key: &str, value: Value| {
        if !value.is_empty() {
            let path = FieldPath::in_row("criteria", round.id.uuid, key);
            writes.push(Write { record: round.id.clone(), path, value });
        }
    };
    for (key, value) in kept(&Criteria::of(register)) {
        set(key, Value::Int(value));
    }
    let approved = register.records.get(&risk_criteria::record_id());
    set("approved_on", approved.map_or(Value::Empty, |criteria| criteria.value("approved_on").clone()));
    set("on", Value::Text(day_text(today)));
    set("print", Value::from(FROZEN));
    let mut own = |key: &str, value: Value| {
        writes.push(Write { record: round.id.clone(), path: FieldPath::of(key), value });
    };
    if round.value("held_on").is_empty() {
        own("held_on", Value::Text(day_text(today)));
    }
    Some(Command { message: Message::Edit, writes })
}

/// The day on which the result was frozen.
pub fn frozen_on(round: &Record) -> Option<NaiveDate> {
    round
        .rows("criteria")
        .into_iter()
        .find_map(|row| round.row_value("criteria", row, "on").as_text().and_then(day))
}

/// Whether the criteria of today are those of the round.
pub fn has_these_criteria(round: &Record, criteria: &Criteria) -> bool {
    let same = |row: Uuid| {
        let then = |key| round.row_value("criteria", row, key).as_int();
        kept(criteria).iter().all(|(key, now)| then(key) == Some(*now))
    };
    round.rows("criteria").into_iter().all(same)
}

/// The risks as the round has them, so that how they moved since can be told.
pub fn as_then(round: &Record) -> Vec<Record> {
    let mut then = Register::default();
    for row in round.rows("ratings") {
        let Some(risk) = round.row_value("ratings", row, "risk").as_text() else { continue };
        let Ok(record) = risk.parse::<RecordId>() else { continue };
        for key in RATED {
            let answers = round.fields.get(&FieldPath::in_row("ratings", row, key));
            let (record, path) = (record.clone(), FieldPath::of(key));
            let answers = answers.cloned().unwrap_or_default();
            then.apply(&Patch::Field { record, path, answers });
        }
    }
    then.records.into_values().collect()
}

/// How one risk stood in each round, the latest first: likelihood and impact of the current rating.
pub fn rounds_of<'a>(register: &'a Register, risk: &RecordId) -> Vec<(&'a Record, Option<(i64, i64)>)> {
    let of = |round: &'a Record| {
        let id = risk.to_string();
        let rows = round.rows("ratings");
        let row =
            rows.into_iter().find(|row| round.row_value("ratings", *row, "risk").as_text() == Some(&id))?;
        let step = |key| round.row_value("ratings", row, key).as_int();
        Some((round, step("current_likelihood").zip(step("current_impact"))))
    };
    frozen_rounds(register).into_iter().filter_map(of).collect()
}
