//! Objectives (6.2): how one stands, from its KPIs and its date, and how strategic goals stand, from their
//! objectives. Computed, never typed in, with every reason. Today is handed in.

use crate::day::{NaiveDate, day};
use crate::id::RecordId;
use crate::kpi::{self, Health};
use crate::record::{Record, Register};

/// Why an objective stands as it does. The page phrases it by `objective_why.<code>`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// A KPI of it stands so.
    Kpi(RecordId, Health),
    /// Its day passed so many days ago, and nobody said what became of it.
    Overdue(i64),
    /// No KPI measures it.
    NoKpi,
}

impl Why {
    /// The key of its phrase, after `objective_why.`.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Kpi(..) => "kpi",
            Self::Overdue(_) => "overdue",
            Self::NoKpi => "no_kpi",
        }
    }

    /// Every code, so that a test can ask each language file for its phrase.
    pub const CODES: [&'static str; 3] = ["kpi", "overdue", "no_kpi"];
}

/// Whether people still work for it. A status of a newer version counts: nothing is lost from view.
pub fn is_open(objective: &Record) -> bool {
    !objective.is_archived() && !matches!(objective.text("status"), "achieved" | "not_achieved" | "cancelled")
}

/// The KPIs that measure an objective and are still measured.
pub fn kpis_of<'a>(
    objective: &'a Record,
    register: &'a Register,
    today: NaiveDate,
) -> impl Iterator<Item = &'a Record> {
    let id = objective.id.to_string();
    let kpis = register.of_kind("kpi").filter(move |kpi| kpi.text("objective") == id);
    kpis.filter(move |kpi| kpi::is_running(kpi, today))
}

/// How an open objective stands, the worst reason first; no more of one that was achieved, missed or cancelled.
/// What its KPIs say is not averaged away: the worst of them counts.
pub fn health(objective: &Record, register: &Register, today: NaiveDate) -> Option<(Health, Vec<Why>)> {
    if !is_open(objective) {
        return None;
    }
    let mut reasons: Vec<(Health, Why)> = Vec::new();
    let overdue = day(objective.text("due")).map(|due| (today - due).num_days()).filter(|days| *days > 0);
    reasons.extend(overdue.map(|days| (Health::OffTrack, Why::Overdue(days))));
    for kpi in kpis_of(objective, register, today) {
        let (health, _) = kpi::status(kpi, today);
        reasons.push((health, Why::Kpi(kpi.id.clone(), health)));
    }
    if !reasons.iter().any(|(_, why)| matches!(why, Why::Kpi(..))) {
        reasons.push((Health::Unknown, Why::NoKpi));
    }
    reasons.sort_by_key(|(health, _)| std::cmp::Reverse(*health));
    let health = reasons.first().map_or(Health::Unknown, |(health, _)| *health);
    Some((health, reasons.into_iter().map(|(_, why)| why).collect()))
}

/// The strategic goals that a record is linked with by its rows of goals.
pub fn goals_of(record: &Record) -> Vec<RecordId> {
    let mut found: Vec<RecordId> = Vec::new();
    for row in record.rows("goals") {
        let goal = record.row_value("goals", row, "goal").as_text().unwrap_or_default();
        if let Ok(goal) = goal.parse::<RecordId>()
            && !found.contains(&goal)
        {
            found.push(goal);
        }
    }
    found
}

/// The objectives that serve a goal; without a goal, those that serve none that is here.
pub fn objectives_for<'a>(goal: Option<&RecordId>, register: &'a Register) -> Vec<&'a Record> {
    let is_here = |goal: &RecordId| register.records.get(goal).is_some_and(|record| !record.is_archived());
    let serves = |objective: &&Record| {
        let goals = goals_of(objective);
        match goal {
            Some(goal) => goals.contains(goal),
            None => !goals.iter().any(is_here),
        }
    };
    register.of_kind("objective").filter(serves).collect()
}

/// How many objectives stand how.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// As wanted.
    pub on_track: u32,
    /// Nothing can be said.
    pub unknown: u32,
    /// Close to being missed.
    pub at_risk: u32,
    /// Missed so far.
    pub off_track: u32,
    /// Achieved.
    pub achieved: u32,
    /// Not achieved.
    pub not_achieved: u32,
}

impl Tally {
    /// Counts objectives. Cancelled ones count nowhere.
    pub fn of<'a>(
        objectives: impl IntoIterator<Item = &'a Record>,
        register: &Register,
        today: NaiveDate,
    ) -> Self {
        let mut tally = Self::default();
        for objective in objectives {
            match (health(objective, register, today), objective.text("status")) {
                (Some((Health::OnTrack, _)), _) => tally.on_track += 1,
                (Some((Health::Unknown, _)), _) => tally.unknown += 1,
                (Some((Health::AtRisk, _)), _) => tally.at_risk += 1,
                (Some((Health::OffTrack, _)), _) => tally.off_track += 1,
                (None, "achieved") => tally.achieved += 1,
                (None, "not_achieved") => tally.not_achieved += 1,
                (None, _) => {}
            }
        }
        tally
    }

    /// How the goal behind them stands: as its worst objective that is still worked for. None if all are done.
    pub fn health(self) -> Option<Health> {
        let of = [
            (Health::OffTrack, self.off_track),
            (Health::AtRisk, self.at_risk),
            (Health::Unknown, self.unknown),
            (Health::OnTrack, self.on_track),
        ];
        of.into_iter().find(|(_, number)| *number > 0).map(|(health, _)| health)
    }

    /// All that are counted.
    pub fn all(self) -> u32 {
        self.on_track + self.unknown + self.at_risk + self.off_track + self.achieved + self.not_achieved
    }
}

/// What an objective lacks as proof, beyond unanswered questions. The page phrases it by `objective_lack.<code>`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lack {
    /// The strategic goal that it serves.
    Goal,
    /// Why it cannot be measured.
    NotMeasurableBecause,
    /// A KPI, though it is said to be measurable.
    Kpi,
    /// Anyone who was told of it.
    Told,
    /// What became of it: its day has passed by so many days.
    Overdue(i64),
    /// Why it was cancelled or missed.
    Reason,
    /// A value of this KPI in its period.
    Value(RecordId),
}

impl Lack {
    /// The key of its phrase, after `objective_lack.`.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Goal => "goal",
            Self::NotMeasurableBecause => "not_measurable_because",
            Self::Kpi => "kpi",
            Self::Told => "told",
            Self::Overdue(_) => "overdue",
            Self::Reason => "reason",
            Self::Value(_) => "value",
        }
    }

    /// Every code, so that a test can ask each language file for its phrase.
    pub const CODES: [&'static str; 7] =
        ["goal", "not_measurable_because", "kpi", "told", "overdue", "reason", "value"];
}

/// What an objective lacks on a day.
pub fn lacks(objective: &Record, register: &Register, today: NaiveDate) -> Vec<Lack> {
    let mut lacks = Vec::new();
    let goals = goals_of(objective);
    if !goals.iter().any(|goal| register.records.contains_key(goal)) {
        lacks.push(Lack::Goal);
    }
    let kpis: Vec<&Record> = kpis_of(objective, register, today).collect();
    match objective.text("measurable") {
        "not_measurable" if objective.value("not_measurable_because").is_empty() => {
            lacks.push(Lack::NotMeasurableBecause);
        }
        "measurable" if kpis.is_empty() && is_open(objective) => lacks.push(Lack::Kpi),
        _ => {}
    }
    if objective.rows("told").is_empty() {
        lacks.push(Lack::Told);
    }
    if is_open(objective) {
        let overdue = day(objective.text("due")).map(|due| (today - due).num_days()).filter(|days| *days > 0);
        lacks.extend(overdue.map(Lack::Overdue));
        let late = kpis.iter().filter(|kpi| kpi::late(kpi, today).is_some());
        lacks.extend(late.map(|kpi| Lack::Value(kpi.id.clone())));
    }
    if matches!(objective.text("status"), "cancelled" | "not_achieved")
        && objective.value("reason").is_empty()
    {
        lacks.push(Lack::Reason);
    }
    lacks
}
