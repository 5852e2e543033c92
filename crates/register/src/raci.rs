//! Who does what: the parts of roles in business activities and themes of controls (5.3), and what is missing:
//! nobody accountable, two accountable, nobody responsible. A part is assigned by one command; two who assign one
//! apart write in one row, and where they differ it is a disagreement like any other.

use crate::command::{Command, Message, Write};
use crate::id::{FieldPath, RecordId};
use crate::record::{Answers, Record, Register};
use crate::value::Value;
use std::collections::BTreeMap;
use uuid::Uuid;

/// The themes of Annex A's controls.
pub const THEMES: [&str; 4] = ["organizational", "people", "physical", "technological"];

/// The key of a role's rows that say its parts.
const ROWS: &str = "raci";
/// The field of such a row that says which.
const PART: &str = "part";

/// What a role has a part in.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// A business activity.
    Activity(RecordId),
    /// A theme of controls.
    Theme(&'static str),
}

impl Subject {
    /// The row of a role in which its part in this is assigned: two who assign it apart mean the same row.
    pub fn row(&self) -> Uuid {
        match self {
            Self::Activity(id) => id.uuid,
            Self::Theme(theme) => {
                let place = (1..).zip(THEMES).find(|(_, known)| known == theme).map_or(0, |(place, _)| place);
                Uuid::from_u128(THEME_ROWS | place)
            }
        }
    }

    /// The field that says what a row is about, and what it says there.
    fn words(&self) -> (&'static str, String) {
        match self {
            Self::Activity(id) => ("activity", id.to_string()),
            Self::Theme(theme) => ("theme", (*theme).to_owned()),
        }
    }
}

/// The rows of themes differ in the last digits; ids of activities are of version 7, and never so.
const THEME_ROWS: u128 = 0x4953_4f4d_5241_8000_8000_0000_0000_0000;

/// A part in something. The page phrases it by `choice.<code>` and `raci.letter.<code>`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// Does it.
    Responsible,
    /// Answers for it.
    Accountable,
    /// Does it and answers for it, as in small organizations.
    Both,
    /// Is asked before.
    Consulted,
    /// Is told.
    Informed,
}

impl Part {
    /// All of them.
    pub const ALL: [Self; 5] =
        [Self::Responsible, Self::Accountable, Self::Both, Self::Consulted, Self::Informed];

    /// Its code in the document.
    pub fn code(self) -> &'static str {
        match self {
            Self::Responsible => "responsible",
            Self::Accountable => "accountable",
            Self::Both => "both",
            Self::Consulted => "consulted",
            Self::Informed => "informed",
        }
    }

    /// The part of a code.
    pub fn by_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|part| part.code() == code)
    }

    /// The part that a letter of the keyboard means.
    pub fn by_key(letter: char) -> Option<Self> {
        match letter.to_ascii_lowercase() {
            'r' => Some(Self::Responsible),
            'a' => Some(Self::Accountable),
            'b' => Some(Self::Both),
            'c' => Some(Self::Consulted),
            'i' => Some(Self::Informed),
            _ => None,
        }
    }

    fn is_responsible(self) -> bool {
        matches!(self, Self::Responsible | Self::Both)
    }

    fn is_accountable(self) -> bool {
        matches!(self, Self::Accountable | Self::Both)
    }
}

/// What is missing in a line. The page phrases it by `raci.gap.<code>`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Gap {
    /// Nobody is accountable.
    NoAccountable,
    /// More than one is accountable.
    SeveralAccountable,
    /// Nobody is responsible.
    NoResponsible,
}

impl Gap {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::NoAccountable, Self::SeveralAccountable, Self::NoResponsible];

    /// The key of its phrase, after `raci.gap.`.
    pub fn code(self) -> &'static str {
        match self {
            Self::NoAccountable => "no_accountable",
            Self::SeveralAccountable => "several_accountable",
            Self::NoResponsible => "no_responsible",
        }
    }
}

/// What a role has to do with a line.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Cell {
    /// Its parts; several where rows of the role say so.
    pub parts: Vec<Part>,
    /// Where people gave different answers: the place, and all of them.
    pub disputed: Option<(FieldPath, Answers)>,
}

/// One subject with the parts of all roles in it.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// What it is about.
    pub subject: Subject,
    /// What each role that has to do with it does; none for the others.
    pub cells: BTreeMap<RecordId, Cell>,
}

impl Line {
    /// What is missing. Two parts of one role are one role.
    pub fn gaps(&self) -> Vec<Gap> {
        let count = |is: fn(Part) -> bool| {
            self.cells.values().filter(|cell| cell.parts.iter().any(|p| is(*p))).count()
        };
        let accountable = match count(Part::is_accountable) {
            0 => Some(Gap::NoAccountable),
            1 => None,
            _ => Some(Gap::SeveralAccountable),
        };
        let responsible = (count(Part::is_responsible) == 0).then_some(Gap::NoResponsible);
        accountable.into_iter().chain(responsible).collect()
    }
}

/// The roles that are not put away.
pub fn roles(register: &Register) -> Vec<&Record> {
    register.of_kind("role").collect()
}

/// What roles have a part in: every business activity that is not out of scope, and the four themes.
pub fn subjects(register: &Register) -> Vec<Subject> {
    let activities =
        register.of_kind("business_activity").filter(|activity| activity.text("in_scope") != "out");
    let activities = activities.map(|activity| Subject::Activity(activity.id.clone()));
    activities.chain(THEMES.map(Subject::Theme)).collect()
}

/// Every subject with the parts of all roles.
pub fn lines(register: &Register) -> Vec<Line> {
    let roles = roles(register);
    let line = |subject: Subject| {
        let cells = roles.iter().map(|role| (role.id.clone(), cell(role, &subject)));
        let cells = cells.filter(|(_, cell)| *cell != Cell::default()).collect();
        Line { subject, cells }
    };
    subjects(register).into_iter().map(line).collect()
}

/// What a role has to do with a subject.
pub fn cell(role: &Record, subject: &Subject) -> Cell {
    let mut cell = Cell::default();
    for row in rows(role, subject) {
        let path = FieldPath::in_row(ROWS, row, PART);
        if let Some(part) = role.get(&path).as_text().and_then(Part::by_code)
            && !cell.parts.contains(&part)
        {
            cell.parts.push(part);
        }
        if cell.disputed.is_none()
            && let Some((path, answers)) = role.disagreements().find(|(disputed, _)| **disputed == path)
        {
            cell.disputed = Some((path.clone(), answers.clone()));
        }
    }
    cell.parts.sort_unstable();
    cell
}

/// The rows of a role that are about a subject, in the order of their making.
fn rows(role: &Record, subject: &Subject) -> Vec<Uuid> {
    let text = |row, key| role.row_value(ROWS, row, key).as_text().unwrap_or_default();
    let is_it = |row: &Uuid| match subject {
        Subject::Activity(id) => text(*row, "activity") == id.to_string(),
        Subject::Theme(theme) => text(*row, "activity").is_empty() && text(*row, "theme") == *theme,
    };
    role.rows(ROWS).into_iter().filter(is_it).collect()
}

/// The row that follows from the subject, or where somebody made that one say something else, the next.
fn free_row(role: &Record, subject: &Subject) -> Uuid {
    let (own, (key, words)) = (subject.row().as_u128(), subject.words());
    let is_free = |row: &Uuid| {
        let says = |key: &str| role.row_value(ROWS, *row, key).as_text().unwrap_or_default();
        let other = if key == "activity" { says("theme") } else { says("activity") };
        other.is_empty() && (says(key).is_empty() || says(key) == words)
    };
    let mut candidates = (0..=u128::from(u8::MAX)).map(|step| Uuid::from_u128(own ^ (step << 8)));
    candidates.find(is_free).unwrap_or_else(|| subject.row())
}

/// Gives a role this part in a subject, and no other; or none. Where a row says its part already, that row is
/// written; else the one that follows from the subject, so that two who assign it apart write in one.
pub fn assign(role: &Record, subject: &Subject, part: Option<Part>) -> Command {
    let standing = rows(role, subject);
    let has_part = |row: &&Uuid| !role.row_value(ROWS, **row, PART).is_empty();
    let chosen = standing.iter().find(has_part).copied().unwrap_or_else(|| free_row(role, subject));
    let is_settled = cell(role, subject).disputed.is_some();
    let mut writes = Vec::new();
    let mut set = |row, key: &str, value: Value| {
        writes.push(Write { record: role.id.clone(), path: FieldPath::in_row(ROWS, row, key), value });
    };
    if let Some(part) = part {
        if !standing.contains(&chosen) {
            let (key, words) = subject.words();
            set(chosen, key, Value::Text(words));
            if role.is_archived_row(ROWS, chosen) {
                set(chosen, crate::field::ARCHIVED, Value::Flag(false));
            }
        }
        set(chosen, PART, part.code().into());
    }
    // Emptied and not put away: who assigns it anew meanwhile meets who took it away as a disagreement.
    for row in standing.iter().filter(|row| part.is_none() || **row != chosen) {
        if role.fields.contains_key(&FieldPath::in_row(ROWS, *row, PART)) {
            set(*row, PART, Value::Empty);
        }
    }
    Command { message: if is_settled { Message::Choose } else { Message::Edit }, writes }
}
