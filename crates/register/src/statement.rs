//! The statement of applicability (6.1.3 d): for each control whether it applies, why, and how far it is; what is
//! missing in a row, and what contradicts itself. Computed from what a team said, never typed in.

use crate::command::{Command, Message, Write};
use crate::control::{CONTROLS, Control, Theme};
use crate::day::NaiveDate;
use crate::evidence::evidence_of;
use crate::field::ARCHIVED;
use crate::id::{FieldPath, RecordId};
use crate::kind::CONTROL_REASONS;
use crate::record::{Record, Register};
use crate::risk_criteria::is_open;
use crate::value::Value;
use std::collections::BTreeMap;

/// The key of a risk's rows that name the controls which treat it.
pub const CONTROLS_OF_RISK: &str = "controls";
/// How old the evidence of a control may be, in days.
const MAX_AGE: i64 = 366;

/// A row: a control, what the team said of it, and the risks that it treats.
#[derive(Debug, Clone)]
pub struct Row<'a> {
    /// The record, whether somebody wrote in it already or not.
    pub id: RecordId,
    /// The control of Annex A; none for one of the team's own.
    pub control: Option<&'static Control>,
    /// What the team said.
    pub record: Option<&'a Record>,
    /// The risks that name it, those that are over among them.
    pub treats: Vec<&'a Record>,
}

/// How far a control is. The page phrases it by `statement.<code>`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Coverage {
    /// Nobody said whether it applies.
    Undecided,
    /// It does not apply.
    Excluded,
    /// It applies, and nothing was done yet.
    NotStarted,
    /// It is planned.
    Planned,
    /// It is there in part.
    Partly,
    /// It is there.
    Implemented,
    /// It is there, and somebody made sure.
    Verified,
}

impl Coverage {
    /// All, from nothing to everything, what does not apply second.
    pub const ALL: [Self; 7] = [
        Self::Undecided,
        Self::Excluded,
        Self::NotStarted,
        Self::Planned,
        Self::Partly,
        Self::Implemented,
        Self::Verified,
    ];

    /// The key of its word, after `statement.`.
    pub fn code(self) -> &'static str {
        match self {
            Self::Undecided => "undecided",
            Self::Excluded => "excluded",
            Self::NotStarted => "not_started",
            Self::Planned => "planned",
            Self::Partly => "partly",
            Self::Implemented => "implemented",
            Self::Verified => "verified",
        }
    }
}

/// What is missing or wrong in a row. The page phrases it by `control_gap.<code>`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Gap {
    /// It is said not to apply, and treats so many risks that are not over.
    Contradiction(usize),
    /// Nobody said whether it applies.
    Undecided,
    /// It applies, and nobody said why.
    NoReason,
    /// It does not apply, and nobody said why not.
    NoExclusion,
    /// It applies, and nobody owns it.
    NoOwner,
    /// It applies, and nobody said how far it is.
    NoStatus,
    /// It is said to be there, and nothing that counts shows it.
    NoEvidence,
    /// An own control without a title.
    NoTitle,
    /// People gave different answers: the field's key.
    Disputed(&'static str),
}

impl Gap {
    /// The key of its phrase, after `control_gap.`.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Contradiction(_) => "contradiction",
            Self::Undecided => "undecided",
            Self::NoReason => "no_reason",
            Self::NoExclusion => "no_exclusion",
            Self::NoOwner => "no_owner",
            Self::NoStatus => "no_status",
            Self::NoEvidence => "no_evidence",
            Self::NoTitle => "no_title",
            Self::Disputed(_) => "disputed",
        }
    }

    /// Every code, so that a test can ask each language file for its phrase.
    pub const CODES: [&'static str; 9] = [
        "contradiction",
        "undecided",
        "no_reason",
        "no_exclusion",
        "no_owner",
        "no_status",
        "no_evidence",
        "no_title",
        "disputed",
    ];
}

/// All rows: the controls of Annex A in their order, then the team's own in the order of their making.
pub fn rows(register: &Register) -> Vec<Row<'_>> {
    let mut treats = treated(register);
    let mut row = |id: RecordId, control| {
        let record = register.records.get(&id);
        let treats = treats.remove(&id).unwrap_or_default();
        Row { id, control, record, treats }
    };
    let mut all: Vec<Row<'_>> =
        CONTROLS.iter().map(|control| row(control.record_id(), Some(control))).collect();
    let own = register.of_kind("control").filter(|record| Control::by_record(&record.id).is_none());
    all.extend(own.map(|record| row(record.id.clone(), None)));
    all
}

/// The row of one control.
pub fn row<'a>(register: &'a Register, id: &RecordId) -> Row<'a> {
    let treats = treated(register).remove(id).unwrap_or_default();
    Row { id: id.clone(), control: Control::by_record(id), record: register.records.get(id), treats }
}

/// The risks that name each control.
fn treated(register: &Register) -> BTreeMap<RecordId, Vec<&Record>> {
    let mut treated: BTreeMap<RecordId, Vec<&Record>> = BTreeMap::new();
    for risk in register.of_kind("risk") {
        for control in controls_of(risk) {
            treated.entry(control).or_default().push(risk);
        }
    }
    treated
}

/// The controls that treat a risk, each once, in the order of the rows.
pub fn controls_of(risk: &Record) -> Vec<RecordId> {
    let mut found = Vec::new();
    for row in risk.rows(CONTROLS_OF_RISK) {
        let link = risk.row_value(CONTROLS_OF_RISK, row, "control").as_text().unwrap_or_default();
        if let Ok(id) = link.parse::<RecordId>()
            && !found.contains(&id)
        {
            found.push(id);
        }
    }
    found
}

impl Row<'_> {
    /// The shown value of a field; empty where nobody wrote.
    pub fn value(&self, key: &str) -> &Value {
        self.record.map_or(&Value::Empty, |record| record.value(key))
    }

    /// The text of a field, or nothing.
    pub fn text(&self, key: &str) -> &str {
        self.value(key).as_text().unwrap_or_default()
    }

    /// Its theme. An own control that says none is counted among the organizational ones.
    pub fn theme(&self) -> Theme {
        let own = || Theme::by_code(self.text("theme")).unwrap_or(Theme::Organizational);
        self.control.map_or_else(own, Control::theme)
    }

    /// Whether it applies, if somebody said so.
    pub fn applies(&self) -> Option<bool> {
        match self.text("applicable") {
            "yes" => Some(true),
            "no" => Some(false),
            _ => None,
        }
    }

    /// How far it is.
    pub fn coverage(&self) -> Coverage {
        match (self.applies(), self.text("status")) {
            (None, _) => Coverage::Undecided,
            (Some(false), _) => Coverage::Excluded,
            (_, "planned") => Coverage::Planned,
            (_, "partly") => Coverage::Partly,
            (_, "implemented") => Coverage::Implemented,
            (_, "verified") => Coverage::Verified,
            // A status that only a newer version knows promises nothing here.
            _ => Coverage::NotStarted,
        }
    }

    /// Whether somebody said why it applies: one of the four reasons, words of their own, or a risk that it
    /// treats.
    pub fn has_reason(&self) -> bool {
        CONTROL_REASONS.iter().any(|key| self.value(key).is_set_flag())
            || !self.value("justification").is_empty()
            || self.open_risks() > 0
    }

    /// How many risks that are not over it treats.
    pub fn open_risks(&self) -> usize {
        self.treats.iter().filter(|risk| is_open(risk)).count()
    }

    /// How many pieces of evidence count, be it a half.
    pub fn evidence(&self, register: &Register, today: NaiveDate) -> usize {
        let Some(record) = self.record else { return 0 };
        let all = evidence_of(&[record], register, today, MAX_AGE);
        all.iter().filter(|one| one.standing.halves() > 0).count()
    }

    /// What is missing or wrong, the gravest first.
    pub fn gaps(&self, register: &Register, today: NaiveDate) -> Vec<Gap> {
        let mut gaps = Vec::new();
        let is_empty = |key: &str| self.value(key).is_empty();
        match self.applies() {
            None => gaps.push(Gap::Undecided),
            Some(false) => {
                if self.open_risks() > 0 {
                    gaps.push(Gap::Contradiction(self.open_risks()));
                }
                if is_empty("exclusion") {
                    gaps.push(Gap::NoExclusion);
                }
            }
            Some(true) => {
                if !self.has_reason() {
                    gaps.push(Gap::NoReason);
                }
                if is_empty("status") {
                    gaps.push(Gap::NoStatus);
                }
                if matches!(self.coverage(), Coverage::Implemented | Coverage::Verified)
                    && self.evidence(register, today) == 0
                {
                    gaps.push(Gap::NoEvidence);
                }
                if is_empty("owner") {
                    gaps.push(Gap::NoOwner);
                }
            }
        }
        if self.control.is_none() && is_empty("title") {
            gaps.push(Gap::NoTitle);
        }
        let disputed = |key: &&str| {
            let path = FieldPath::of(key);
            self.record.is_some_and(|record| record.disagreements().any(|(place, _)| *place == path))
        };
        let keys = ["applicable", "status", "owner"].into_iter();
        gaps.extend(keys.filter(disputed).map(Gap::Disputed));
        gaps
    }

    /// Whether somebody made sure that nothing needed was left out here.
    pub fn is_checked(&self) -> bool {
        !self.value("checked_by").is_empty() && !self.value("checked_on").is_empty()
    }
}

/// How many controls are how far.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally([u32; 7]);

impl Tally {
    /// So many.
    pub fn at(&self, coverage: Coverage) -> u32 {
        self.0.get(coverage as usize).copied().unwrap_or_default()
    }

    /// Counts one more.
    pub fn add(&mut self, coverage: Coverage) {
        if let Some(count) = self.0.get_mut(coverage as usize) {
            *count += 1;
        }
    }

    /// All of them.
    pub fn all(&self) -> u32 {
        self.0.iter().sum()
    }

    /// Those that are there, of those that apply: how many, of how many.
    pub fn reached(&self) -> (u32, u32) {
        let reached = self.at(Coverage::Implemented) + self.at(Coverage::Verified);
        (reached, self.all() - self.at(Coverage::Undecided) - self.at(Coverage::Excluded))
    }
}

/// How far the controls of each theme are.
pub fn coverage(rows: &[Row<'_>]) -> [(Theme, Tally); 4] {
    Theme::ALL.map(|theme| {
        let mut tally = Tally::default();
        rows.iter().filter(|row| row.theme() == theme).for_each(|row| tally.add(row.coverage()));
        (theme, tally)
    })
}

/// Sets some fields of many controls at once.
pub fn set_many(ids: &[RecordId], values: &[(&str, Value)]) -> Command {
    let writes = ids.iter().flat_map(|id| {
        values.iter().map(|(key, value)| Write {
            record: id.clone(),
            path: FieldPath::of(key),
            value: value.clone(),
        })
    });
    Command { message: Message::Edit, writes: writes.collect() }
}

/// What takes a command back: each place gets what it shows now. Asked before the command is carried out.
pub fn take_back(command: &Command, register: &Register) -> Command {
    let writes = command.writes.iter().rev().map(|write| Write {
        value: register
            .records
            .get(&write.record)
            .map_or(Value::Empty, |record| record.get(&write.path).clone()),
        ..write.clone()
    });
    Command { message: Message::Edit, writes: writes.collect() }
}

/// Notes on a risk that a control treats it; nothing if it stands there. The row's id follows from the
/// control, so that two who note it apart make one row.
pub fn treat(risk: &Record, control: &RecordId) -> Command {
    let mut writes = Vec::new();
    if !controls_of(risk).contains(control) {
        let row = control.uuid;
        let mut set = |key: &str, value| {
            writes.push(Write {
                record: risk.id.clone(),
                path: FieldPath::in_row(CONTROLS_OF_RISK, row, key),
                value,
            });
        };
        set("control", Value::Text(control.to_string()));
        if risk.is_archived_row(CONTROLS_OF_RISK, row) {
            set(ARCHIVED, Value::Flag(false));
        }
    }
    Command { message: Message::Edit, writes }
}

/// Puts away what says on a risk that a control treats it.
pub fn treat_no_more(risk: &Record, control: &RecordId) -> Command {
    let link = control.to_string();
    let rows = risk.rows(CONTROLS_OF_RISK).into_iter();
    let rows =
        rows.filter(|row| risk.row_value(CONTROLS_OF_RISK, *row, "control").as_text() == Some(link.as_str()));
    let writes = rows.map(|row| Write {
        record: risk.id.clone(),
        path: FieldPath::in_row(CONTROLS_OF_RISK, row, ARCHIVED),
        value: Value::Flag(true),
    });
    Command { message: Message::Archive, writes: writes.collect() }
}

/// The register with its controls and risks as they stood at a time, all else as it is: for the statement of that day.
pub fn as_of(register: &Register, controls: Vec<Record>, risks: Vec<Record>) -> Register {
    let mut then = register.clone();
    then.records.retain(|id, _| id.kind != "control" && id.kind != "risk");
    then.records.extend(controls.into_iter().chain(risks).map(|record| (record.id.clone(), record)));
    then
}
