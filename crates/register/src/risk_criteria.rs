//! Risk criteria (6.1.2): how a rating becomes a score, a level, and a place on the heat map.
//! The scale and the appetite are the same in every register for now; they stand here and nowhere else.

use crate::record::{Record, Register};

/// The highest step of likelihood and of impact.
pub const STEPS: i64 = 5;
/// From this score on a risk is at least medium.
pub const MEDIUM_FROM: i64 = 5;
/// From this score on a risk is at least high.
pub const HIGH_FROM: i64 = 10;
/// From this score on a risk is critical.
pub const CRITICAL_FROM: i64 = 15;
/// The highest score that is carried without a top manager's word.
pub const APPETITE: i64 = 9;

/// Which of a risk's ratings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rating {
    /// Before any treatment.
    Inherent,
    /// As it stands today.
    Current,
}

impl Rating {
    /// The keys of likelihood and impact.
    pub fn keys(self) -> (&'static str, &'static str) {
        match self {
            Self::Inherent => ("inherent_likelihood", "inherent_impact"),
            Self::Current => ("current_likelihood", "current_impact"),
        }
    }
}

/// How serious a risk is. The page phrases it by `level.<code>`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Below [`MEDIUM_FROM`].
    Low,
    /// From [`MEDIUM_FROM`].
    Medium,
    /// From [`HIGH_FROM`].
    High,
    /// From [`CRITICAL_FROM`].
    Critical,
}

impl Level {
    /// All levels, the lowest first.
    pub const ALL: [Self; 4] = [Self::Low, Self::Medium, Self::High, Self::Critical];

    /// The level of a score.
    pub fn of(score: i64) -> Self {
        match score {
            CRITICAL_FROM.. => Self::Critical,
            HIGH_FROM.. => Self::High,
            MEDIUM_FROM.. => Self::Medium,
            _ => Self::Low,
        }
    }

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

/// Likelihood and impact, if both are steps of the scale.
pub fn rating(risk: &Record, rating: Rating) -> Option<(i64, i64)> {
    let (likelihood, impact) = rating.keys();
    let step = |key| risk.value(key).as_int().filter(|step| (1..=STEPS).contains(step));
    Some((step(likelihood)?, step(impact)?))
}

/// Likelihood × impact, if both were rated.
pub fn score(risk: &Record, which: Rating) -> Option<i64> {
    rating(risk, which).map(|(likelihood, impact)| likelihood * impact)
}

/// The level of a rating, if it was made.
pub fn level(risk: &Record, which: Rating) -> Option<Level> {
    score(risk, which).map(Level::of)
}

/// The level of one cell of the heat map.
pub fn cell_level(likelihood: i64, impact: i64) -> Level {
    Level::of(likelihood.saturating_mul(impact))
}

/// Whether the risk as it stands is more than is carried without a top manager's word.
pub fn is_above_appetite(risk: &Record) -> bool {
    is_open(risk) && score(risk, Rating::Current).is_some_and(|score| score > APPETITE)
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
    cells: [[u32; STEPS as usize]; STEPS as usize],
    /// Risks without a complete rating.
    pub unrated: u32,
}

impl HeatMap {
    /// Counts the risks handed in by one of their ratings.
    pub fn of<'a>(risks: impl IntoIterator<Item = &'a Record>, which: Rating) -> Self {
        let mut map = Self::default();
        for risk in risks {
            match rating(risk, which) {
                Some((likelihood, impact)) => {
                    if let Some(cell) = cell_index(likelihood)
                        .and_then(|row| map.cells.get_mut(row))
                        .and_then(|row| row.get_mut(cell_index(impact)?))
                    {
                        *cell += 1;
                    }
                }
                None => map.unrated += 1,
            }
        }
        map
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
