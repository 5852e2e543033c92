//! What is wrong with a value, and what is still missing.
//! A problem is shown, never enforced on what is stored already: a colleague's merged value that breaks
//! a rule is kept and flagged. Only what a person is typing is refused, and stays in the field as typed.

use crate::control::Control;
use crate::day::{NaiveDate, day, time_of_day, time_text};
use crate::field::{ANY_KIND, Field, FieldType};
use crate::id::{FieldPath, RecordId};
use crate::kind::Kind;
use crate::record::{Record, Register};
use crate::risk_criteria::{self, Axis, Criteria, beyond};
use crate::value::Value;
use chrono::Days;

/// Longest people-facing number, in characters.
const REFERENCE_MAX: usize = 40;

/// What is wrong with a value. The page phrases it by `problem.<code>`, with the numbers as parameters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// More characters than the field holds.
    #[error("{length} characters, at most {max}")]
    TooLong {
        /// Longest, in characters.
        max: usize,
        /// How many there are.
        length: usize,
    },
    /// No day of the calendar.
    #[error("not a date")]
    NotADate,
    /// No time of day.
    #[error("not a time of day")]
    NotATime,
    /// A day that has not come yet, where something is said to have happened.
    #[error("in the future")]
    InTheFuture,
    /// Not a step of the scale.
    #[error("not a step from 1 to {max}")]
    OutOfScale {
        /// The highest step.
        max: i64,
    },
    /// Not within the bounds.
    #[error("not from {min} to {max}")]
    OutOfBounds {
        /// Least.
        min: i64,
        /// Greatest.
        max: i64,
    },
    /// Not a whole number.
    #[error("not a whole number")]
    NotANumber,
    /// Not a number, or one with more decimals than the field holds.
    #[error("not a number with at most {decimals} decimals")]
    NotDecimal {
        /// Most decimals.
        decimals: u8,
    },
    /// Neither yes nor no.
    #[error("neither yes nor no")]
    NotAFlag,
    /// Not a text, where one belongs.
    #[error("not a text")]
    NotText,
    /// None of the choices; perhaps one of a newer version.
    #[error("not one of the choices")]
    UnknownChoice,
    /// Not the id of a record.
    #[error("not a link to a record")]
    NotALink,
    /// The linked record is not here, or not yet.
    #[error("the linked record is not here")]
    NoSuchRecord,
    /// The linked record was put away.
    #[error("the linked record was put away")]
    ArchivedRecord,
    /// The linked record is of a kind that does not belong here.
    #[error("the linked record is of another kind")]
    WrongKind,
    /// A long text belongs into the record's paper.
    #[error("a long text is not a short field")]
    NotAShortField,
    /// Said to be done, without the day.
    #[error("done, without a day")]
    DoneWithoutDay,
    /// A day on which it was done, though it is not done.
    #[error("has a day, but is not done")]
    DayWithoutDone,
    /// Put off or called off without saying why.
    #[error("needs a reason")]
    NeedsReason,
    /// Ends before it begins.
    #[error("ends before it begins")]
    UntilBeforeFrom,
    /// Said to be held, without the day.
    #[error("held, without a day")]
    HeldWithoutDay,
    /// Said to be held, without a chair.
    #[error("held, without a chair")]
    HeldWithoutChair,
    /// The same person stands twice in a list.
    #[error("stands twice in the list")]
    Twice,
    /// A threshold that lies below the one before it.
    #[error("below the level before it")]
    NotRising,
    /// A scale with fewer steps than risks are rated with.
    #[error("{count} risks are rated beyond it")]
    BelowInUse {
        /// How many risks.
        count: usize,
    },
    /// The band's upper end lies below its lower one.
    #[error("the band is upside down")]
    BandUpsideDown,
    /// The warning lies beyond the target, where nothing is to be warned of.
    #[error("the warning lies beyond the target")]
    WarningBeyondTarget,
    /// A day before the one that it follows.
    #[error("earlier than what it follows")]
    TooEarly,
    /// Who did it also checks it.
    #[error("who did it cannot check it")]
    SamePerson,
    /// A part larger than the whole.
    #[error("more than there are")]
    MoreThanAll,
    /// Closed, though nobody reviewed whether it worked.
    #[error("closed without an effectiveness review")]
    ClosedWithoutReview,
    /// Sent to the outside, though nobody cleared it.
    #[error("sent without clearance")]
    NotCleared,
    /// A refusal that was put away: it is evidence.
    #[error("a refusal stays")]
    RefusalStays,
    /// Another record bears the same people-facing number.
    #[error("another record has the same reference")]
    ReferenceTaken,
}

impl Problem {
    /// The key of its phrase, after `problem.`.
    pub fn code(self) -> &'static str {
        match self {
            Self::TooLong { .. } => "too_long",
            Self::NotADate => "not_a_date",
            Self::NotATime => "not_a_time",
            Self::InTheFuture => "in_the_future",
            Self::OutOfScale { .. } => "out_of_scale",
            Self::OutOfBounds { .. } => "out_of_bounds",
            Self::NotANumber => "not_a_number",
            Self::NotDecimal { .. } => "not_decimal",
            Self::NotAFlag => "not_a_flag",
            Self::NotText => "not_text",
            Self::UnknownChoice => "unknown_choice",
            Self::NotALink => "not_a_link",
            Self::NoSuchRecord => "no_such_record",
            Self::ArchivedRecord => "archived_record",
            Self::WrongKind => "wrong_kind",
            Self::NotAShortField => "not_a_short_field",
            Self::DoneWithoutDay => "done_without_day",
            Self::DayWithoutDone => "day_without_done",
            Self::NeedsReason => "needs_reason",
            Self::UntilBeforeFrom => "until_before_from",
            Self::HeldWithoutDay => "held_without_day",
            Self::HeldWithoutChair => "held_without_chair",
            Self::Twice => "twice",
            Self::NotRising => "not_rising",
            Self::BelowInUse { .. } => "below_in_use",
            Self::BandUpsideDown => "band_upside_down",
            Self::WarningBeyondTarget => "warning_beyond_target",
            Self::TooEarly => "too_early",
            Self::SamePerson => "same_person",
            Self::MoreThanAll => "more_than_all",
            Self::ClosedWithoutReview => "closed_without_review",
            Self::NotCleared => "not_cleared",
            Self::RefusalStays => "refusal_stays",
            Self::ReferenceTaken => "reference_taken",
        }
    }

    /// Every code, so that a test can ask each language file for its phrase.
    pub const CODES: &'static [&'static str] = &[
        "too_long",
        "not_a_date",
        "not_a_time",
        "in_the_future",
        "out_of_scale",
        "out_of_bounds",
        "not_a_number",
        "not_decimal",
        "not_a_flag",
        "not_text",
        "unknown_choice",
        "not_a_link",
        "no_such_record",
        "archived_record",
        "wrong_kind",
        "not_a_short_field",
        "done_without_day",
        "day_without_done",
        "needs_reason",
        "until_before_from",
        "held_without_day",
        "held_without_chair",
        "twice",
        "not_rising",
        "below_in_use",
        "band_upside_down",
        "warning_beyond_target",
        "too_early",
        "same_person",
        "more_than_all",
        "closed_without_review",
        "not_cleared",
        "refusal_stays",
        "reference_taken",
    ];

    /// The numbers that its phrase may name.
    pub fn parameters(self) -> Vec<(&'static str, i64)> {
        let count = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
        match self {
            Self::TooLong { max, length } => vec![("max", count(max)), ("length", count(length))],
            Self::BelowInUse { count: risks } => vec![("n", count(risks))],
            Self::OutOfScale { max } => vec![("max", max)],
            Self::OutOfBounds { min, max } => vec![("min", min), ("max", max)],
            Self::NotDecimal { decimals } => vec![("decimals", decimals.into())],
            _ => Vec::new(),
        }
    }
}

/// A problem and the field that it stands at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Where.
    pub path: FieldPath,
    /// What.
    pub problem: Problem,
}

/// What a person typed or pasted, as a value. Nothing typed is an empty value, not a problem.
///
/// # Errors
/// If the text is not what the field holds; the text itself is untouched and stays the caller's.
pub fn parse(field: &Field, text: &str) -> Result<Value, Problem> {
    let trimmed = text.trim();
    if trimmed.is_empty() {
        return Ok(Value::Empty);
    }
    let value = match field.ty {
        // A line stays a line: what was pasted with line breaks is joined by spaces.
        FieldType::Line { .. } | FieldType::Reference => match one_line(trimmed) {
            line if line.is_empty() => return Ok(Value::Empty),
            line => Value::Text(line),
        },
        FieldType::Note { .. } => Value::Text(text.trim_end().replace("\r\n", "\n")),
        FieldType::Date | FieldType::Choice(_) | FieldType::Link(_) => Value::Text(trimmed.to_owned()),
        FieldType::Time => match time_of_day(trimmed) {
            Some(time) => Value::Text(time_text(time)),
            None => return Err(Problem::NotATime),
        },
        FieldType::Scale { .. } | FieldType::Whole { .. } => {
            trimmed.parse().map(Value::Int).map_err(|_| Problem::NotANumber)?
        }
        FieldType::Number { decimals, .. } => {
            decimal(trimmed).map(Value::Number).ok_or(Problem::NotDecimal { decimals })?
        }
        FieldType::Flag => match trimmed {
            "true" | "yes" | "1" | "on" => Value::Flag(true),
            "false" | "no" | "0" | "off" => Value::Flag(false),
            _ => return Err(Problem::NotAFlag),
        },
        FieldType::Paper => return Err(Problem::NotAShortField),
    };
    check(field, &value)?;
    Ok(value)
}

/// A number as people write it: `4,5` and `4.5`, `1 200`, `-3`. What could be read in two ways is none.
fn decimal(text: &str) -> Option<f64> {
    let plain: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let is_plain = plain.chars().enumerate().all(|(at, c)| {
        c.is_ascii_digit() || matches!(c, '.' | ',') || at == 0 && matches!(c, '-' | '−' | '+')
    });
    let points = plain.chars().filter(|c| matches!(c, '.' | ',')).count();
    if !is_plain || points > 1 {
        return None;
    }
    let number: f64 = plain.replace(',', ".").replace('−', "-").parse().ok()?;
    // A zero has no sign here: two who enter nothing agree.
    number.is_finite().then_some(number + 0.0)
}

fn one_line(text: &str) -> String {
    if text.contains(char::is_control) {
        let spaced: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        spaced.split_whitespace().collect::<Vec<_>>().join(" ")
    } else {
        text.to_owned()
    }
}

/// Whether a value is one that the field holds, looking at the value alone.
///
/// # Errors
/// What is wrong with it.
pub fn check(field: &Field, value: &Value) -> Result<(), Problem> {
    if matches!(value, Value::Empty) {
        return Ok(());
    }
    match field.ty {
        FieldType::Line { max } | FieldType::Note { max } => no_longer_than(max, value),
        FieldType::Reference => no_longer_than(REFERENCE_MAX, value),
        FieldType::Date => {
            let text = value.as_text().ok_or(Problem::NotADate)?;
            if text.is_empty() { Ok(()) } else { day(text).map(|_| ()).ok_or(Problem::NotADate) }
        }
        FieldType::Time => {
            let text = value.as_text().ok_or(Problem::NotATime)?;
            if text.is_empty() { Ok(()) } else { time_of_day(text).map(|_| ()).ok_or(Problem::NotATime) }
        }
        FieldType::Choice(choices) => {
            let text = value.as_text().ok_or(Problem::UnknownChoice)?;
            if text.is_empty() || choices.contains(&text) { Ok(()) } else { Err(Problem::UnknownChoice) }
        }
        FieldType::Scale { max } => match value.as_int() {
            Some(step) if (1..=max).contains(&step) => Ok(()),
            Some(_) => Err(Problem::OutOfScale { max }),
            None => Err(Problem::NotANumber),
        },
        FieldType::Whole { min, max } => match value.as_int() {
            Some(int) if (min..=max).contains(&int) => Ok(()),
            Some(_) => Err(Problem::OutOfBounds { min, max }),
            None => Err(Problem::NotANumber),
        },
        FieldType::Number { min, max, decimals } => in_bounds(value, min, max, decimals),
        FieldType::Flag => {
            if matches!(value, Value::Flag(_)) {
                Ok(())
            } else {
                Err(Problem::NotAFlag)
            }
        }
        FieldType::Link(kinds) => link(kinds, value).map(|_| ()),
        FieldType::Paper => Err(Problem::NotAShortField),
    }
}

#[allow(clippy::cast_precision_loss, reason = "bounds are far below 2^53")]
fn in_bounds(value: &Value, min: i64, max: i64, decimals: u8) -> Result<(), Problem> {
    let number = value.as_number().filter(|number| number.is_finite());
    let number = number.ok_or(Problem::NotDecimal { decimals })?;
    let scaled = number * 10_f64.powi(decimals.into());
    // So far a number of few decimals lies from its nearest in binary.
    if (scaled - scaled.round()).abs() > 1e-6 * scaled.abs().max(1.0) {
        return Err(Problem::NotDecimal { decimals });
    }
    let fits = (min as f64..=max as f64).contains(&number);
    if fits { Ok(()) } else { Err(Problem::OutOfBounds { min, max }) }
}

fn no_longer_than(max: usize, value: &Value) -> Result<(), Problem> {
    let text = value.as_text().ok_or(Problem::NotText)?;
    // A text has at most as many characters as bytes: short ones need no counting.
    if text.len() <= max {
        return Ok(());
    }
    let length = text.chars().count();
    if length > max { Err(Problem::TooLong { max, length }) } else { Ok(()) }
}

fn link(kinds: &[&str], value: &Value) -> Result<Option<RecordId>, Problem> {
    let text = value.as_text().ok_or(Problem::NotALink)?;
    if text.is_empty() {
        return Ok(None);
    }
    let id: RecordId = text.parse().map_err(|_| Problem::NotALink)?;
    let fits = kinds == ANY_KIND || kinds.contains(&id.kind.as_str());
    if fits { Ok(Some(id)) } else { Err(Problem::WrongKind) }
}

/// Whether a value is one that the field holds, and a link leads to a record that is there.
///
/// # Errors
/// What is wrong with it.
pub fn check_in(field: &Field, value: &Value, register: &Register) -> Result<(), Problem> {
    check(field, value)?;
    if let FieldType::Link(kinds) = field.ty
        && !matches!(value, Value::Empty)
        && let Some(target) = link(kinds, value)?
    {
        match register.records.get(&target) {
            // Controls of Annex A are there before anybody wrote of them.
            None if Control::by_record(&target).is_some() => Ok(()),
            None => Err(Problem::NoSuchRecord),
            Some(record) if record.is_archived() => Err(Problem::ArchivedRecord),
            Some(_) => Ok(()),
        }
    } else {
        Ok(())
    }
}

/// Everything that is wrong with a record: each shown value by itself, then fields that contradict one
/// another. Fields of newer versions are not judged.
pub fn findings(record: &Record, register: &Register, today: NaiveDate) -> Vec<Finding> {
    record.kind().map_or_else(Vec::new, |kind| findings_of(kind, record, register, today))
}

/// The same for a record of a kind that is handed in.
pub fn findings_of(
    kind: &'static Kind,
    record: &Record,
    register: &Register,
    today: NaiveDate,
) -> Vec<Finding> {
    let mut found = Vec::new();
    for path in record.fields.keys() {
        let archived_row = |(rows, row): &(String, uuid::Uuid)| record.is_archived_row(rows, *row);
        if path.row.as_ref().is_some_and(archived_row) {
            continue;
        }
        if let Some(field) = kind.field(path)
            && let Err(problem) = check_in(field, record.get(path), register)
        {
            found.push(Finding { path: path.clone(), problem });
        }
    }
    contradictions(record, today, &mut found);
    against_criteria(record, register, &mut found);
    for finding in crate::contradiction::contradictions(kind, record, register, today) {
        if !found.contains(&finding) {
            found.push(finding);
        }
    }
    found
}

/// Required fields without an answer, in the order of the form, rows after the record's own.
pub fn gaps(record: &Record) -> Vec<FieldPath> {
    record.kind().map_or_else(Vec::new, |kind| gaps_of(kind, record))
}

/// The same for a record of a kind that is handed in.
pub fn gaps_of(kind: &'static Kind, record: &Record) -> Vec<FieldPath> {
    let own = kind.fields.iter().filter(|field| field.required).map(|field| FieldPath::of(field.key));
    let in_rows = kind.rows.iter().flat_map(|rows| {
        let required = rows.fields.iter().filter(|field| field.required && field.ty != FieldType::Paper);
        let required: Vec<&str> = required.map(|field| field.key).collect();
        record.rows_in_order(rows.key).into_iter().flat_map(move |row| {
            required.clone().into_iter().map(move |key| FieldPath::in_row(rows.key, row, key))
        })
    });
    // What every register knows has its title in the language files.
    let is_known = Control::by_record(&record.id).is_some() || record.id == risk_criteria::record_id();
    let is_titled = |path: &FieldPath| is_known && path.row.is_none() && path.key == kind.title;
    own.chain(in_rows).filter(|path| record.get(path).is_empty() && !is_titled(path)).collect()
}

/// Ratings beyond the scales, and scales and thresholds that do not fit. All of it is kept as it stands.
fn against_criteria(record: &Record, register: &Register, found: &mut Vec<Finding>) {
    let criteria = Criteria::of(register);
    let mut say = |key: &str, problem: Problem| found.push(Finding { path: FieldPath::of(key), problem });
    match record.id.kind.as_str() {
        "risk" => {
            for key in beyond(record, &criteria) {
                let max = Axis::of(key).map_or(risk_criteria::MOST_STEPS, |axis| criteria.steps(axis));
                say(key, Problem::OutOfScale { max });
            }
        }
        "risk_criteria" => {
            if let Some(key) = criteria.falling() {
                say(key, Problem::NotRising);
            }
            for axis in Axis::ALL {
                let is_beyond = |risk: &&Record| {
                    beyond(risk, &criteria).into_iter().any(|key| Axis::of(key) == Some(axis))
                };
                let count = register.of_kind("risk").filter(is_beyond).count();
                if count > 0 {
                    say(axis.steps_key(), Problem::BelowInUse { count });
                }
            }
        }
        _ => {}
    }
}

fn contradictions(record: &Record, today: NaiveDate, found: &mut Vec<Finding>) {
    let date = |key: &str| day(record.text(key));
    let mut say = |key: &str, problem: Problem| found.push(Finding { path: FieldPath::of(key), problem });
    // Somebody further east is already a day ahead.
    let latest = today.checked_add_days(Days::new(1)).unwrap_or(today);
    let happened = |key: &str, say: &mut dyn FnMut(&str, Problem)| {
        if date(key).is_some_and(|day| day > latest) {
            say(key, Problem::InTheFuture);
        }
    };
    let status = record.text("status");
    let needs_reason = matches!(status, "cancelled" | "postponed") && record.value("reason").is_empty();
    match record.id.kind.as_str() {
        "action" => {
            let is_done = matches!(status, "done" | "checked");
            let has_day = !record.value("done_on").is_empty();
            if is_done && !has_day {
                say("done_on", Problem::DoneWithoutDay);
            }
            if has_day && matches!(status, "open" | "in_progress") {
                say("status", Problem::DayWithoutDone);
            }
            if needs_reason {
                say("reason", Problem::NeedsReason);
            }
            happened("done_on", &mut say);
        }
        "decision" => happened("decided_on", &mut say),
        "kpi" => {
            let wrong = crate::kpi::contradictions(record).into_iter();
            found.extend(wrong.map(|(path, problem)| Finding { path, problem }));
            let held = record.rows(crate::kpi::MEASUREMENTS).into_iter();
            let held = held.map(|row| FieldPath::in_row(crate::kpi::MEASUREMENTS, row, "held_on"));
            let ahead = held.filter(|path| {
                day(record.get(path).as_text().unwrap_or_default()).is_some_and(|on| on > latest)
            });
            found.extend(ahead.map(|path| Finding { path, problem: Problem::InTheFuture }));
        }
        "objective" => {
            let is_not_measured = record.text("measurable") == "not_measurable";
            if is_not_measured && record.value("not_measurable_because").is_empty() {
                say("not_measurable_because", Problem::NeedsReason);
            }
            if matches!(status, "cancelled" | "not_achieved") && record.value("reason").is_empty() {
                say("reason", Problem::NeedsReason);
            }
            happened("approved_on", &mut say);
        }
        "document" if status == "withdrawn" && record.value("reason").is_empty() => {
            say("reason", Problem::NeedsReason);
        }
        "person" => {
            if let (Some(from), Some(until)) = (date("from"), date("until"))
                && until < from
            {
                say("until", Problem::UntilBeforeFrom);
            }
        }
        "management_review" => {
            let is_held = matches!(status, "held" | "closed" | "signed");
            if is_held && record.value("held_on").is_empty() {
                say("held_on", Problem::HeldWithoutDay);
            }
            if is_held && record.value("chair").is_empty() {
                say("chair", Problem::HeldWithoutChair);
            }
            if needs_reason {
                say("reason", Problem::NeedsReason);
            }
            happened("held_on", &mut say);
            let mut seen: Vec<&str> = Vec::new();
            for row in record.rows("attendance") {
                let path = FieldPath::in_row("attendance", row, "person");
                let person = record.get(&path).as_text().unwrap_or_default();
                if person.is_empty() {
                    continue;
                }
                if seen.contains(&person) {
                    found.push(Finding { path, problem: Problem::Twice });
                }
                seen.push(person);
            }
        }
        _ => {}
    }
}
