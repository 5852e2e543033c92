//! Risk criteria (6.1.2): how a rating becomes a score, a level, and a place on the heat map. A register says
//! its own; what it does not say stands as here, in proportion to its scales.

use crate::field::FieldType;
use crate::id::{FieldPath, RecordId};
use crate::kind::RISK_CRITERIA;
use crate::record::{Record, Register};
use uuid::Uuid;

/// The fewest steps of a scale.
pub const FEWEST_STEPS: i64 = 3;
/// The most steps of a scale.
pub const MOST_STEPS: i64 = 6;
/// The steps of a scale of which nobody said otherwise.
const STEPS: i64 = 5;
/// For how many days an acceptance holds, unless a register says otherwise.
const ACCEPTANCE_DAYS: i64 = 366;

/// Which of a risk's ratings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rating {
    /// Before any treatment.
    Inherent,
    /// As it stands today.
    Current,
    /// As it is to stand once the plan is done.
    Target,
}

impl Rating {
    /// All three, in the order of a treatment.
    pub const ALL: [Self; 3] = [Self::Inherent, Self::Current, Self::Target];

    /// The keys of likelihood and impact.
    pub fn keys(self) -> (&'static str, &'static str) {
        match self {
            Self::Inherent => ("inherent_likelihood", "inherent_impact"),
            Self::Current => ("current_likelihood", "current_impact"),
            Self::Target => ("target_likelihood", "target_impact"),
        }
    }
}

/// One of the two scales.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Axis {
    /// How likely.
    Likelihood,
    /// How bad.
    Impact,
}

impl Axis {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Likelihood, Self::Impact];

    /// Its key: of the rows that describe its steps, and the end of the keys of ratings.
    pub fn key(self) -> &'static str {
        match self {
            Self::Likelihood => "likelihood",
            Self::Impact => "impact",
        }
    }

    /// The scale that a field of a risk is rated on, if it is a rating.
    pub fn of(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|axis| key.rsplit('_').next() == Some(axis.key()))
    }

    /// The key of the field that says how many steps it has.
    pub fn steps_key(self) -> &'static str {
        match self {
            Self::Likelihood => "likelihood_steps",
            Self::Impact => "impact_steps",
        }
    }

    /// The row that describes a step, the same in every register.
    pub fn row(self, step: i64) -> Uuid {
        let step = u8::try_from(step).unwrap_or_default();
        known_uuid(1 + self as u8, step)
    }
}

/// How serious a risk is. The page phrases it by `level.<code>`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Below [`Criteria::medium_from`].
    Low,
    /// From [`Criteria::medium_from`].
    Medium,
    /// From [`Criteria::high_from`].
    High,
    /// From [`Criteria::critical_from`].
    Critical,
}

impl Level {
    /// All levels, the lowest first.
    pub const ALL: [Self; 4] = [Self::Low, Self::Medium, Self::High, Self::Critical];

    /// The key of its phrase, after `level.`.
    pub fn code(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
            Self::Critical => "critical",
        }
    }
}

/// The criteria of a register.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Criteria {
    /// The steps of likelihood.
    pub likelihood_steps: i64,
    /// The steps of impact.
    pub impact_steps: i64,
    /// From this score on a risk is at least medium.
    pub medium_from: i64,
    /// From this score on a risk is at least high.
    pub high_from: i64,
    /// From this score on a risk is critical.
    pub critical_from: i64,
    /// The highest score that is carried without a top manager's word.
    pub appetite: i64,
    /// Whether a top manager accepts every risk, not only those above the appetite.
    pub always_top_manager: bool,
    /// For how many days an acceptance holds.
    pub acceptance_days: i64,
}

impl Default for Criteria {
    fn default() -> Self {
        Self::with_steps(STEPS, STEPS)
    }
}

impl Criteria {
    /// What stands for scales of so many steps while nobody said otherwise: medium from a fifth of the
    /// greatest score on, high from two fifths, critical from three; the appetite ends below high.
    pub fn with_steps(likelihood_steps: i64, impact_steps: i64) -> Self {
        let greatest = likelihood_steps * impact_steps;
        let fifths = |count: i64| (greatest * count + 4) / 5;
        Self {
            likelihood_steps,
            impact_steps,
            medium_from: fifths(1),
            high_from: fifths(2),
            critical_from: fifths(3),
            appetite: fifths(2) - 1,
            always_top_manager: false,
            acceptance_days: ACCEPTANCE_DAYS,
        }
    }

    /// The criteria of a register. What stands there and is none that its field holds counts as not said.
    pub fn of(register: &Register) -> Self {
        let Some(record) = record(register) else { return Self::default() };
        let said = |key: &str| said(record, key);
        let steps = |axis: Axis| said(axis.steps_key()).unwrap_or(STEPS);
        let default = Self::with_steps(steps(Axis::Likelihood), steps(Axis::Impact));
        Self {
            medium_from: said("medium_from").unwrap_or(default.medium_from),
            high_from: said("high_from").unwrap_or(default.high_from),
            critical_from: said("critical_from").unwrap_or(default.critical_from),
            appetite: said("appetite").unwrap_or(default.appetite),
            always_top_manager: record.text("acceptance") == "always",
            acceptance_days: said("acceptance_days").unwrap_or(default.acceptance_days),
            ..default
        }
    }

    /// The steps of a scale.
    pub fn steps(&self, axis: Axis) -> i64 {
        match axis {
            Axis::Likelihood => self.likelihood_steps,
            Axis::Impact => self.impact_steps,
        }
    }

    /// The greatest score.
    pub fn greatest(&self) -> i64 {
        self.likelihood_steps * self.impact_steps
    }

    /// The level of a score.
    pub fn level_of(&self, score: i64) -> Level {
        if score >= self.critical_from {
            Level::Critical
        } else if score >= self.high_from {
            Level::High
        } else if score >= self.medium_from {
            Level::Medium
        } else {
            Level::Low
        }
    }

    /// The level of one cell of the heat map.
    pub fn cell_level(&self, likelihood: i64, impact: i64) -> Level {
        self.level_of(likelihood.saturating_mul(impact))
    }

    /// Whether a score is more than is carried without a top manager's word.
    pub fn is_above(&self, score: i64) -> bool {
        score > self.appetite
    }

    /// Which threshold does not rise above the one before it, if any: the key of its field.
    pub fn falling(&self) -> Option<&'static str> {
        if self.high_from < self.medium_from {
            Some("high_from")
        } else if self.critical_from < self.high_from {
            Some("critical_from")
        } else {
            None
        }
    }
}

/// The id of the criteria, the same in every register.
pub fn record_id() -> RecordId {
    RecordId { kind: RISK_CRITERIA.name.to_owned(), uuid: known_uuid(0, 0) }
}

/// The record of the criteria, once somebody said something.
pub fn record(register: &Register) -> Option<&Record> {
    register.records.get(&record_id())
}

/// What a register calls a step, if it says so.
pub fn step_word(register: &Register, axis: Axis, step: i64) -> Option<&str> {
    said_of_step(register, axis, step, "word")
}

/// What a register says that a step means, if it says so.
pub fn step_meaning(register: &Register, axis: Axis, step: i64) -> Option<&str> {
    said_of_step(register, axis, step, "means")
}

fn said_of_step<'a>(register: &'a Register, axis: Axis, step: i64, key: &str) -> Option<&'a str> {
    let text = record(register)?.row_value(axis.key(), axis.row(step), key).as_text()?;
    Some(text.trim()).filter(|text| !text.is_empty())
}

/// A number of the criteria, if it is one that its field holds.
fn said(record: &Record, key: &str) -> Option<i64> {
    let number = record.value(key).as_int()?;
    match RISK_CRITERIA.field(&FieldPath::of(key))?.ty {
        FieldType::Whole { min, max } if (min..=max).contains(&number) => Some(number),
        _ => None,
    }
}

/// A version 8 UUID (RFC 9562) of the criteria or of one of their rows.
fn known_uuid(scale: u8, step: u8) -> Uuid {
    Uuid::from_bytes([0, 0, 0, 0, 0x27, 0x05, 0x80, 0, 0x80, 0, 0, 0, 0, 0, scale, step])
}

/// Likelihood and impact, if both were rated. A step beyond the scale counts as its highest, so that cutting
/// a scale takes no risk out of sight; [`beyond`] tells them.
pub fn rating(risk: &Record, which: Rating, criteria: &Criteria) -> Option<(i64, i64)> {
    let (likelihood, impact) = which.keys();
    let step = |key, axis| {
        let step = risk.value(key).as_int().filter(|step| *step >= 1)?;
        Some(step.min(criteria.steps(axis)))
    };
    Some((step(likelihood, Axis::Likelihood)?, step(impact, Axis::Impact)?))
}

/// The ratings of a risk that lie beyond the scales: the keys of their fields.
pub fn beyond(risk: &Record, criteria: &Criteria) -> Vec<&'static str> {
    let keys = Rating::ALL.into_iter().flat_map(|which| {
        let (likelihood, impact) = which.keys();
        [(likelihood, Axis::Likelihood), (impact, Axis::Impact)]
    });
    let is_beyond = |(key, axis): &(&str, Axis)| {
        risk.value(key).as_int().is_some_and(|step| step > criteria.steps(*axis))
    };
    keys.filter(is_beyond).map(|(key, _)| key).collect()
}

/// Likelihood × impact, if both were rated.
pub fn score(risk: &Record, which: Rating, criteria: &Criteria) -> Option<i64> {
    rating(risk, which, criteria).map(|(likelihood, impact)| likelihood * impact)
}

/// The level of a rating, if it was made.
pub fn level(risk: &Record, which: Rating, criteria: &Criteria) -> Option<Level> {
    score(risk, which, criteria).map(|score| criteria.level_of(score))
}

/// Whether the risk as it stands is more than is carried without a top manager's word. An opportunity never is.
pub fn is_above_appetite(risk: &Record, criteria: &Criteria) -> bool {
    is_open(risk)
        && risk.text("nature") != "opportunity"
        && score(risk, Rating::Current, criteria).is_some_and(|score| criteria.is_above(score))
}

/// Whether nothing of the plan is left to do.
pub fn is_plan_done(risk: &Record) -> bool {
    !risk.value("plan_done_on").is_empty() || risk.text("status") == "closed"
}

/// Which rating is what remains: the target until the plan is done, then the current one. Without a target
/// nothing is planned, and the current one remains.
pub fn residual(risk: &Record, criteria: &Criteria) -> Rating {
    if !is_plan_done(risk) && rating(risk, Rating::Target, criteria).is_some() {
        Rating::Target
    } else {
        Rating::Current
    }
}

/// Whether the risk still has to be looked after.
pub fn is_open(risk: &Record) -> bool {
    !risk.is_archived() && risk.text("status") != "closed"
}

/// The risks that still have to be looked after.
pub fn open_risks(register: &Register) -> impl Iterator<Item = &Record> {
    register.of_kind("risk").filter(|risk| is_open(risk))
}

/// How many risks stand in each cell of likelihood and impact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct HeatMap {
    cells: [[u32; MOST_STEPS as usize]; MOST_STEPS as usize],
    /// Risks without a complete rating.
    pub unrated: u32,
}

impl HeatMap {
    /// Counts the risks handed in by one of their ratings.
    pub fn of<'a>(risks: impl IntoIterator<Item = &'a Record>, which: Rating, criteria: &Criteria) -> Self {
        let mut map = Self::default();
        for risk in risks {
            map.add(rating(risk, which, criteria));
        }
        map
    }

    /// Counts one risk more.
    pub fn add(&mut self, rating: Option<(i64, i64)>) {
        let cell = rating.and_then(|(likelihood, impact)| {
            let row = self.cells.get_mut(cell_index(likelihood)?)?;
            row.get_mut(cell_index(impact)?)
        });
        match cell {
            Some(cell) => *cell += 1,
            None => self.unrated += 1,
        }
    }

    /// The risks of one cell.
    pub fn at(&self, likelihood: i64, impact: i64) -> u32 {
        let row = cell_index(likelihood).and_then(|row| self.cells.get(row));
        row.and_then(|row| row.get(cell_index(impact)?)).copied().unwrap_or(0)
    }

    /// All risks that are rated.
    pub fn rated(&self) -> u32 {
        self.cells.iter().flatten().sum()
    }
}

fn cell_index(step: i64) -> Option<usize> {
    usize::try_from(step.checked_sub(1)?).ok()
}
