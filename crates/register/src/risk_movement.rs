//! How risks moved since a time: where each stood then, where it stands now, both by the criteria of today.

use crate::id::RecordId;
use crate::record::{Record, Register};
use crate::risk_criteria::{Criteria, Rating, is_open, rating};
use std::collections::BTreeMap;

/// Likelihood and impact.
pub type Place = (i64, i64);

/// What became of a risk. The page phrases it by `movement.<code>`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Course {
    /// Its score rose.
    Worse,
    /// It was not there, not open or not rated then.
    New,
    /// It stands elsewhere with the same score.
    Aside,
    /// Its score fell.
    Better,
    /// It is over, put away, or no longer rated.
    Over,
}

impl Course {
    /// The key of its phrase, after `movement.`.
    pub fn code(self) -> &'static str {
        match self {
            Self::Worse => "worse",
            Self::New => "new",
            Self::Aside => "aside",
            Self::Better => "better",
            Self::Over => "over",
        }
    }

    /// All, the gravest first.
    pub const ALL: [Self; 5] = [Self::Worse, Self::New, Self::Aside, Self::Better, Self::Over];
}

/// A risk that moved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved {
    /// The risk.
    pub risk: RecordId,
    /// Where it stood.
    pub from: Option<Place>,
    /// Where it stands.
    pub to: Option<Place>,
    /// What became of it.
    pub course: Course,
}

/// The risks that moved, the gravest course first. `then` is how all risks stood.
pub fn movement(register: &Register, then: &[Record], criteria: &Criteria) -> Vec<Moved> {
    let place = |risk: &Record| is_open(risk).then(|| rating(risk, Rating::Current, criteria)).flatten();
    let mut places: BTreeMap<&RecordId, (Option<Place>, Option<Place>)> =
        then.iter().map(|risk| (&risk.id, (place(risk), None))).collect();
    for risk in register.records.values().filter(|record| record.id.kind == "risk") {
        places.entry(&risk.id).or_default().1 = place(risk);
    }
    let mut moved: Vec<Moved> = places
        .into_iter()
        .filter_map(|(risk, (from, to))| {
            Some(Moved { risk: risk.clone(), from, to, course: course(from, to)? })
        })
        .collect();
    moved.sort_by_key(|moved| moved.course);
    moved
}

/// What became of a risk; none if it stands where it stood.
fn course(from: Option<Place>, to: Option<Place>) -> Option<Course> {
    let score = |(likelihood, impact): Place| likelihood * impact;
    match (from, to) {
        (from, to) if from == to => None,
        (None, _) => Some(Course::New),
        (_, None) => Some(Course::Over),
        (Some(from), Some(to)) => Some(match score(to).cmp(&score(from)) {
            std::cmp::Ordering::Greater => Course::Worse,
            std::cmp::Ordering::Equal => Course::Aside,
            std::cmp::Ordering::Less => Course::Better,
        }),
    }
}

/// How many risks went from where to where, for those that stood and stand on the map.
pub fn ways(moved: &[Moved]) -> Vec<(Place, Place, u32)> {
    let mut ways: BTreeMap<(Place, Place), u32> = BTreeMap::new();
    for one in moved {
        if let (Some(from), Some(to)) = (one.from, one.to) {
            *ways.entry((from, to)).or_default() += 1;
        }
    }
    ways.into_iter().map(|((from, to), count)| (from, to, count)).collect()
}
