//! Who does what: the parts of roles in business activities and themes of controls (5.3), and what is missing:
//! nobody accountable, two accountable, nobody responsible.

use crate::id::RecordId;
use crate::record::{Record, Register};

/// The themes of Annex A's controls.
pub const THEMES: [&str; 4] = ["organizational", "people", "physical", "technological"];

/// What a role has a part in.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// A business activity.
    Activity(RecordId),
    /// A theme of controls.
    Theme(&'static str),
}

/// What is missing in a line. The page phrases it by `raci.<code>`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gap {
    /// Nobody is accountable.
    NoAccountable,
    /// More than one is accountable.
    SeveralAccountable,
    /// Nobody is responsible.
    NoResponsible,
}

impl Gap {
    /// The key of its phrase, after `raci.`.
    pub fn code(self) -> &'static str {
        match self {
            Self::NoAccountable => "no_accountable",
            Self::SeveralAccountable => "several_accountable",
            Self::NoResponsible => "no_responsible",
        }
    }
}

/// One subject with the parts of all roles in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// What it is about.
    pub subject: Subject,
    /// Role and part, in the order of the roles' making.
    pub parts: Vec<(RecordId, String)>,
}

impl Line {
    /// The part of a role; several are possible, all are said.
    pub fn parts_of<'a>(&'a self, role: &'a RecordId) -> impl Iterator<Item = &'a str> {
        self.parts.iter().filter(move |(of, _)| of == role).map(|(_, part)| part.as_str())
    }

    /// What is missing.
    pub fn gaps(&self) -> Vec<Gap> {
        let count = |part: &str| self.parts.iter().filter(|(_, known)| known == part).count();
        let accountable = match count("accountable") {
            0 => Some(Gap::NoAccountable),
            1 => None,
            _ => Some(Gap::SeveralAccountable),
        };
        let responsible = (count("responsible") == 0).then_some(Gap::NoResponsible);
        accountable.into_iter().chain(responsible).collect()
    }
}

/// The roles that are not put away.
pub fn roles(register: &Register) -> Vec<&Record> {
    register.of_kind("role").collect()
}

/// Every business activity that is not out of scope, and the four themes, with the parts of all roles.
pub fn lines(register: &Register) -> Vec<Line> {
    let activities =
        register.of_kind("business_activity").filter(|activity| activity.text("in_scope") != "out");
    let activities = activities.map(|activity| Subject::Activity(activity.id.clone()));
    let subjects = activities.chain(THEMES.map(Subject::Theme));
    subjects
        .map(|subject| {
            let parts = roles(register).into_iter().flat_map(|role| parts(role, &subject));
            Line { parts: parts.collect(), subject }
        })
        .collect()
}

fn parts(role: &Record, subject: &Subject) -> Vec<(RecordId, String)> {
    let text = |row, key| role.row_value("raci", row, key).as_text().unwrap_or_default();
    let is_it = |row: &uuid::Uuid| match subject {
        Subject::Activity(id) => text(*row, "activity") == id.to_string(),
        Subject::Theme(theme) => text(*row, "activity").is_empty() && text(*row, "theme") == *theme,
    };
    let rows = role.rows("raci").into_iter().filter(is_it);
    rows.map(|row| (role.id.clone(), text(row, "part").to_owned()))
        .filter(|(_, part)| !part.is_empty())
        .collect()
}
