//! People and the competences that their roles require (7.2): who has which, until when, and what runs out.
//! A competence is known by its name, in a person's competence or in a training that they passed.

use crate::day::{NaiveDate, day};
use crate::fold::fold;
use crate::id::{FieldPath, RecordId};
use crate::record::{Record, Register};

/// A competence that runs out within so many days is said ahead.
pub const AHEAD_DAYS: i64 = 90;

const LEVELS: [&str; 3] = ["basic", "skilled", "expert"];

/// How a person stands against a required competence. The page phrases it by `competence.<code>`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// Not shown anywhere.
    Missing,
    /// It counted until so many days ago.
    RunOut(i64),
    /// At a lower level than the role requires.
    TooLow,
    /// It runs out in so many days, within [`AHEAD_DAYS`].
    RunsOut(i64),
    /// It counts.
    Held,
}

impl Standing {
    /// The key of its phrase, after `competence.`.
    pub fn code(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::RunOut(_) => "run_out",
            Self::TooLow => "too_low",
            Self::RunsOut(_) => "runs_out",
            Self::Held => "held",
        }
    }
}

/// A competence that a role requires of a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Required {
    /// The person, holder or deputy of the role.
    pub person: RecordId,
    /// The role.
    pub role: RecordId,
    /// What they have to be able to do.
    pub competence: String,
    /// How they stand.
    pub standing: Standing,
    /// The record that shows it best.
    pub shown_by: Option<RecordId>,
}

/// Every competence that a role requires of its holder and deputy.
pub fn matrix(register: &Register, today: NaiveDate) -> Vec<Required> {
    let mut found = Vec::new();
    for role in register.of_kind("role") {
        let people = ["holder", "deputy"].map(|key| role.text(key).parse::<RecordId>().ok());
        for row in role.rows("competences") {
            let text = |key| role.row_value("competences", row, key).as_text().unwrap_or_default().trim();
            let (competence, level) = (text("competence"), text("level"));
            if competence.is_empty() {
                continue;
            }
            for person in people.iter().flatten() {
                let best =
                    shown(register, person, competence, level, today).into_iter().max_by_key(|(s, _)| *s);
                let (standing, shown_by) = best.map_or((Standing::Missing, None), |(s, id)| (s, Some(id)));
                found.push(Required {
                    person: person.clone(),
                    role: role.id.clone(),
                    competence: competence.to_owned(),
                    standing,
                    shown_by,
                });
            }
        }
    }
    found
}

/// What shows a person's competence of that name.
fn shown(
    register: &Register,
    person: &RecordId,
    name: &str,
    level: &str,
    today: NaiveDate,
) -> Vec<(Standing, RecordId)> {
    let (person, wanted) = (person.to_string(), fold(name));
    let is_it = |record: &&Record| fold(record.title().trim()) == wanted;
    let own = register.of_kind("competence").filter(is_it).filter(|record| record.text("person") == person);
    let own = own.map(|record| {
        let runs = standing(day(record.text("expires_on")), today);
        let rank = |level: &str| LEVELS.iter().position(|known| *known == level).unwrap_or(0);
        let is_low = rank(record.text("level")) < rank(level);
        let standing = if is_low { runs.min(Standing::TooLow) } else { runs };
        (standing, record.id.clone())
    });
    let trained = register.of_kind("training").filter(is_it).flat_map(|training| {
        let text = |row, key| training.row_value("participants", row, key).as_text().unwrap_or_default();
        let passed = training.rows("participants").into_iter().filter(|row| {
            text(*row, "person") == person && matches!(text(*row, "result"), "passed" | "attended")
        });
        let all: Vec<_> =
            passed.map(|row| (standing(day(text(row, "expires_on")), today), training.id.clone())).collect();
        all
    });
    own.chain(trained).collect()
}

fn standing(until: Option<NaiveDate>, today: NaiveDate) -> Standing {
    match until.map(|until| (until - today).num_days()) {
        Some(days) if days < 0 => Standing::RunOut(-days),
        Some(days) if days <= AHEAD_DAYS => Standing::RunsOut(days),
        _ => Standing::Held,
    }
}

/// Something that counts until a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expiry {
    /// The record.
    pub record: RecordId,
    /// Where the day stands in it.
    pub path: FieldPath,
    /// The last day.
    pub on: NaiveDate,
}

/// Kinds whose last day must not pass unseen, with the field that says it.
const EXPIRING: &[(&str, &str)] = &[
    ("competence", "expires_on"),
    ("certificate", "until"),
    ("exception", "until"),
    ("supplier", "until"),
    ("obligation", "until"),
];

/// What runs out within so many days or has run out, the earliest first. What ended by somebody's word is over.
pub fn expiring(register: &Register, today: NaiveDate, within: i64) -> Vec<Expiry> {
    let mut found = Vec::new();
    let mut note = |record: &Record, path: FieldPath| {
        let on = day(record.get(&path).as_text().unwrap_or_default());
        if let Some(on) = on.filter(|on| (*on - today).num_days() <= within) {
            found.push(Expiry { record: record.id.clone(), path, on });
        }
    };
    for (kind, key) in EXPIRING {
        let is_over = |record: &&Record| {
            !matches!(record.text("status"), "ended" | "withdrawn" | "refused" | "expired")
        };
        register.of_kind(kind).filter(is_over).for_each(|record| note(record, FieldPath::of(key)));
    }
    for training in register.of_kind("training") {
        for row in training.rows("participants") {
            note(training, FieldPath::in_row("participants", row, "expires_on"));
        }
    }
    found.sort_by(|a, b| {
        a.on.cmp(&b.on).then_with(|| a.record.cmp(&b.record)).then_with(|| a.path.cmp(&b.path))
    });
    found
}
