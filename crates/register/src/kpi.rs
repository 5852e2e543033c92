//! KPIs (9.1): what counts among the measurements, how the value stands against its target, where it is going,
//! and whether it was measured in its period. Computed, never typed in. Today is handed in.

use crate::day::{NaiveDate, day, day_at};
use crate::field::FieldType;
use crate::id::{DeviceId, FieldPath};
use crate::period::Period;
use crate::record::{Record, Register};
use crate::validation::Problem;
use crate::value::Value;
use uuid::Uuid;

/// The key of the rows that hold measurements.
pub const MEASUREMENTS: &str = "measurements";

/// One measurement, as it was entered.
#[derive(Debug, Clone, PartialEq)]
pub struct Measurement {
    /// Its row.
    pub row: Uuid,
    /// The day that it speaks of.
    pub held_on: NaiveDate,
    /// What was measured.
    pub value: f64,
    /// When it was entered, by the clock of the device that did: milliseconds since 1970.
    pub recorded_at: i64,
    /// The device that entered it.
    pub recorded_by: Option<DeviceId>,
    /// The row that took its place; then it counts no more.
    pub corrected_by: Option<Uuid>,
}

/// All measurements that say a day and a number, by day and then in the order of their making. Corrected ones
/// are among them. Only an earlier row can be corrected, so that no two take one another's place.
pub fn measurements(kpi: &Record) -> Vec<Measurement> {
    let rows = kpi.rows(MEASUREMENTS);
    let corrections: Vec<(Uuid, Uuid)> = rows
        .iter()
        .filter(|row| entered(kpi, **row).is_some())
        .filter_map(|row| {
            let corrected = kpi.row_value(MEASUREMENTS, *row, "corrects").as_text()?;
            let corrected = Uuid::try_parse(corrected).ok()?;
            (corrected < *row).then_some((corrected, *row))
        })
        .collect();
    let mut found: Vec<Measurement> = rows
        .into_iter()
        .filter_map(|row| {
            let (held_on, value) = entered(kpi, row)?;
            let answer = kpi.fields.get(&FieldPath::in_row(MEASUREMENTS, row, "value"))?.first()?;
            Some(Measurement {
                row,
                held_on,
                value,
                recorded_at: answer.at,
                recorded_by: Some(answer.by),
                corrected_by: corrections.iter().rev().find(|(old, _)| *old == row).map(|(_, new)| *new),
            })
        })
        .collect();
    found.sort_by_key(|measurement| (measurement.held_on, measurement.row));
    found
}

fn entered(kpi: &Record, row: Uuid) -> Option<(NaiveDate, f64)> {
    let held_on = day(kpi.row_value(MEASUREMENTS, row, "held_on").as_text()?)?;
    let value = kpi.row_value(MEASUREMENTS, row, "value").as_number()?;
    value.is_finite().then_some((held_on, value))
}

/// The measurements that count: those that nothing took the place of.
pub fn counting(kpi: &Record) -> Vec<Measurement> {
    let mut all = measurements(kpi);
    all.retain(|measurement| measurement.corrected_by.is_none());
    all
}

/// The value that stands on a day: the latest that counts.
pub fn current(kpi: &Record, today: NaiveDate) -> Option<Measurement> {
    counting(kpi).into_iter().rfind(|measurement| measurement.held_on <= tomorrow(today))
}

/// Somebody further east is already a day ahead.
fn tomorrow(today: NaiveDate) -> NaiveDate {
    today.succ_opt().unwrap_or(today)
}

/// What is good.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Aim {
    /// At least the target; from the warning on it is close.
    Higher {
        /// The target.
        target: f64,
        /// The warning threshold, below the target.
        warning: Option<f64>,
    },
    /// At most the target; up to the warning it is close.
    Lower {
        /// The target.
        target: f64,
        /// The warning threshold, above the target.
        warning: Option<f64>,
    },
    /// Within a band; so far outside of it is close.
    Band {
        /// Its lower end.
        low: f64,
        /// Its upper end.
        high: f64,
        /// How far outside is still close.
        margin: Option<f64>,
    },
}

impl Aim {
    /// What a KPI aims at; none while direction or numbers are missing, or the band is upside down.
    pub fn of(kpi: &Record) -> Option<Self> {
        let number = |key| kpi.value(key).as_number().filter(|number| number.is_finite());
        match kpi.text("better") {
            "higher" => Some(Self::Higher { target: number("target")?, warning: number("warning") }),
            "lower" => Some(Self::Lower { target: number("target")?, warning: number("warning") }),
            "band" => {
                let (low, high) = (number("band_low")?, number("band_high")?);
                (low <= high).then_some(Self::Band { low, high, margin: number("warning") })
            }
            _ => None,
        }
    }

    /// How far a value misses what is wanted: nothing if it does not. 14 against at most 5 misses by 9.
    pub fn miss(self, value: f64) -> f64 {
        match self {
            Self::Higher { target, .. } => (target - value).max(0.0),
            Self::Lower { target, .. } => (value - target).max(0.0),
            Self::Band { low, high, .. } => (low - value).max(value - high).max(0.0),
        }
    }

    /// How a value stands.
    pub fn judge(self, value: f64) -> Health {
        if self.miss(value) <= 0.0 {
            return Health::OnTrack;
        }
        let is_close = match self {
            Self::Higher { warning, .. } => warning.is_some_and(|warning| value >= warning),
            Self::Lower { warning, .. } => warning.is_some_and(|warning| value <= warning),
            Self::Band { margin, .. } => margin.is_some_and(|margin| self.miss(value) <= margin),
        };
        if is_close { Health::AtRisk } else { Health::OffTrack }
    }
}

/// How something stands against what is wanted. The page phrases it by `health.<code>`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Health {
    /// As wanted.
    OnTrack,
    /// Nothing can be said: no value, no target.
    Unknown,
    /// Close to being missed.
    AtRisk,
    /// Missed.
    OffTrack,
}

impl Health {
    /// All, the best first.
    pub const ALL: [Self; 4] = [Self::OnTrack, Self::Unknown, Self::AtRisk, Self::OffTrack];

    /// The key of its phrase, after `health.`.
    pub fn code(self) -> &'static str {
        match self {
            Self::OnTrack => "on_track",
            Self::Unknown => "unknown",
            Self::AtRisk => "at_risk",
            Self::OffTrack => "off_track",
        }
    }
}

/// Why a KPI stands as it does. The page phrases it by `kpi_why.<code>`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Why {
    /// Nobody said what is good, or not in numbers.
    NoAim,
    /// It was never measured.
    NeverMeasured,
    /// As wanted.
    Reached,
    /// Missed by so much, within the warning.
    Close(f64),
    /// Missed by so much.
    Missed(f64),
    /// A whole period passed without a value: from, to.
    NoValue(NaiveDate, NaiveDate),
}

impl Why {
    /// The key of its phrase, after `kpi_why.`.
    pub fn code(self) -> &'static str {
        match self {
            Self::NoAim => "no_aim",
            Self::NeverMeasured => "never_measured",
            Self::Reached => "reached",
            Self::Close(_) => "close",
            Self::Missed(_) => "missed",
            Self::NoValue(..) => "no_value",
        }
    }

    /// Every code, so that a test can ask each language file for its phrase.
    pub const CODES: [&'static str; 6] =
        ["no_aim", "never_measured", "reached", "close", "missed", "no_value"];
}

/// How a KPI stands on a day, and why. A value that is too old says nothing good: it counts as at risk at best.
pub fn status(kpi: &Record, today: NaiveDate) -> (Health, Vec<Why>) {
    let late = late(kpi, today).map(|(from, to)| Why::NoValue(from, to));
    let Some(aim) = Aim::of(kpi) else {
        return (Health::Unknown, [Some(Why::NoAim), late].into_iter().flatten().collect());
    };
    let Some(current) = current(kpi, today) else {
        let why = late.unwrap_or(Why::NeverMeasured);
        return (Health::Unknown, vec![why]);
    };
    let health = aim.judge(current.value);
    let why = match health {
        Health::OnTrack => Why::Reached,
        Health::AtRisk => Why::Close(aim.miss(current.value)),
        _ => Why::Missed(aim.miss(current.value)),
    };
    match late {
        Some(late) => (health.max(Health::AtRisk), vec![late, why]),
        None => (health, vec![why]),
    }
}

/// Where a KPI is going. The page phrases it by `trend.<code>`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Course {
    /// Nearer to what is wanted, or further inside of it.
    Better,
    /// The same value.
    Steady,
    /// Further away.
    Worse,
    /// Changed, and nobody said what is good; or from one place in the band to another.
    Changed,
}

impl Course {
    /// The key of its phrase, after `trend.`.
    pub fn code(self) -> &'static str {
        match self {
            Self::Better => "better",
            Self::Steady => "steady",
            Self::Worse => "worse",
            Self::Changed => "changed",
        }
    }
}

/// By how much the value changed since the measurement before, and what that means.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Trend {
    /// The difference.
    pub change: f64,
    /// Its meaning.
    pub course: Course,
}

/// The trend on a day; none before the second measurement that counts.
pub fn trend(kpi: &Record, today: NaiveDate) -> Option<Trend> {
    let all = counting(kpi);
    let mut standing = all.iter().rev().filter(|measurement| measurement.held_on <= tomorrow(today));
    let (now, before) = (standing.next()?.value, standing.next()?.value);
    let change = now - before;
    Some(Trend { change, course: course(kpi, before, now) })
}

fn course(kpi: &Record, before: f64, now: f64) -> Course {
    let change = now - before;
    if change == 0.0 {
        return Course::Steady;
    }
    let is_better = match kpi.text("better") {
        "higher" => change > 0.0,
        "lower" => change < 0.0,
        "band" => match Aim::of(kpi).map(|aim| aim.miss(now) - aim.miss(before)) {
            Some(nearer) if nearer < 0.0 => true,
            Some(further) if further > 0.0 => false,
            _ => return Course::Changed,
        },
        _ => return Course::Changed,
    };
    if is_better { Course::Better } else { Course::Worse }
}

/// Whether somebody still measures it.
pub fn is_running(kpi: &Record, today: NaiveDate) -> bool {
    !kpi.is_archived() && day(kpi.text("ended_on")).is_none_or(|ended| ended >= today)
}

/// The last period that passed without a value, while the running one has none either: a gap.
pub fn late(kpi: &Record, today: NaiveDate) -> Option<(NaiveDate, NaiveDate)> {
    if !is_running(kpi, today) {
        return None;
    }
    let period = Period::by_code(kpi.text("period"))?;
    let running = period.around(today);
    let last = period.around(running.0.pred_opt()?);
    let counting = counting(kpi);
    let is_in = |(from, to): (NaiveDate, NaiveDate)| {
        counting.iter().any(|measurement| (from..=to).contains(&measurement.held_on))
    };
    let first = counting.first().map(|measurement| measurement.held_on);
    let begun = day(kpi.text("since")).or_else(|| made_on(kpi)).into_iter().chain(first).min()?;
    (begun <= last.1 && !is_in(last) && !is_in((running.0, tomorrow(today).max(running.1)))).then_some(last)
}

/// The day by which the next value is due: the end of the running period, unless that has one already.
pub fn due(kpi: &Record, today: NaiveDate) -> Option<NaiveDate> {
    if !is_running(kpi, today) {
        return None;
    }
    let (from, to) = Period::by_code(kpi.text("period"))?.around(today);
    let has_value = counting(kpi).iter().any(|measurement| (from..=to).contains(&measurement.held_on));
    (!has_value).then_some(to)
}

fn made_on(kpi: &Record) -> Option<NaiveDate> {
    day_at(i64::try_from(kpi.id.created_ms()).ok()?)
}

/// The KPIs that somebody measures and that have no value in their period, the longest waiting first.
pub fn late_kpis(register: &Register, today: NaiveDate) -> Vec<&Record> {
    let mut late: Vec<(NaiveDate, &Record)> =
        register.of_kind("kpi").filter_map(|kpi| Some((self::late(kpi, today)?.0, kpi))).collect();
    late.sort_by_key(|(since, _)| *since);
    late.into_iter().map(|(_, kpi)| kpi).collect()
}

/// Whether a number fits a KPI: what its field holds, and for a percentage 0 to 100.
///
/// # Errors
/// What is wrong with it.
pub fn check_number(kpi: &Record, value: &Value) -> Result<(), Problem> {
    let field = kpi.kind().and_then(|kind| kind.rows_of(MEASUREMENTS)?.field("value"));
    if let Some(field) = field {
        crate::validation::check(field, value)?;
    }
    match value.as_number() {
        Some(number) if kpi.text("unit").trim() == "%" && !(0.0..=100.0).contains(&number) => {
            Err(Problem::OutOfBounds { min: 0, max: 100 })
        }
        _ => Ok(()),
    }
}

/// The fields and rows of a KPI whose numbers no percentage can have, or whose band is upside down.
pub fn contradictions(kpi: &Record) -> Vec<(FieldPath, Problem)> {
    let mut found = Vec::new();
    let own = kpi.kind().into_iter().flat_map(|kind| kind.fields);
    let own = own.filter(|field| matches!(field.ty, FieldType::Number { .. }) && field.key != "warning");
    let own = own.map(|field| FieldPath::of(field.key));
    let rows = kpi.rows(MEASUREMENTS).into_iter();
    let rows = rows.map(|row| FieldPath::in_row(MEASUREMENTS, row, "value"));
    for path in own.chain(rows) {
        let value = kpi.get(&path);
        if value.as_number().is_some()
            && let Err(problem @ Problem::OutOfBounds { max: 100, .. }) = check_number(kpi, value)
        {
            found.push((path, problem));
        }
    }
    let number = |key| kpi.value(key).as_number();
    if let (Some(low), Some(high)) = (number("band_low"), number("band_high"))
        && high < low
    {
        found.push((FieldPath::of("band_high"), Problem::BandUpsideDown));
    }
    let is_beyond = match (kpi.text("better"), number("target"), number("warning")) {
        ("higher", Some(target), Some(warning)) => warning > target,
        ("lower", Some(target), Some(warning)) => warning < target,
        _ => false,
    };
    if is_beyond {
        found.push((FieldPath::of("warning"), Problem::WarningBeyondTarget));
    }
    found
}

/// What a KPI lacks as proof. The page phrases it by `kpi_lack.<code>`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lack {
    /// What is good, in numbers.
    Aim,
    /// A value in its period: from, to.
    Value(NaiveDate, NaiveDate),
    /// Two values that count for one day: nobody corrected one by the other.
    TwoValues(NaiveDate),
}

impl Lack {
    /// The key of its phrase, after `kpi_lack.`.
    pub fn code(self) -> &'static str {
        match self {
            Self::Aim => "aim",
            Self::Value(..) => "value",
            Self::TwoValues(_) => "two_values",
        }
    }

    /// Every code, so that a test can ask each language file for its phrase.
    pub const CODES: [&'static str; 3] = ["aim", "value", "two_values"];
}

/// What a KPI lacks on a day.
pub fn lacks(kpi: &Record, today: NaiveDate) -> Vec<Lack> {
    let mut lacks = Vec::new();
    if Aim::of(kpi).is_none() {
        lacks.push(Lack::Aim);
    }
    lacks.extend(late(kpi, today).map(|(from, to)| Lack::Value(from, to)));
    let counting = counting(kpi);
    for pair in counting.windows(2) {
        if let [first, second] = pair
            && first.held_on == second.held_on
            && first.value != second.value
            && lacks.last() != Some(&Lack::TwoValues(first.held_on))
        {
            lacks.push(Lack::TwoValues(first.held_on));
        }
    }
    lacks
}
