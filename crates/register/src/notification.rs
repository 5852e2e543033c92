//! Duties to notify in an incident (A.5.24, A.5.26): laws and contracts give hours from the moment of detection. Whoever
//! wrote no time of day is judged by the least favourable one: detected at midnight, told at the day's end.

use crate::day::{NaiveDate, NaiveTime, day, time_of_day};
use crate::record::Record;
use chrono::{NaiveDateTime, TimeDelta};
use uuid::Uuid;

/// How a duty stands. The page phrases it by `notification.<code>`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Nobody said until when.
    NoClock,
    /// There is time left: so many whole hours.
    Open(i64),
    /// Nobody was told in time, and nobody yet: so many whole hours ago.
    Overdue(i64),
    /// Told in time.
    InTime,
    /// Told, so many begun hours late.
    Late(i64),
}

impl Standing {
    /// The key of its phrase, after `notification.`.
    pub fn code(self) -> &'static str {
        match self {
            Self::NoClock => "no_clock",
            Self::Open(_) => "open",
            Self::Overdue(_) => "overdue",
            Self::InTime => "in_time",
            Self::Late(_) => "late",
        }
    }

    /// Every code, so that a test can ask each language file for its phrase.
    pub const CODES: [&'static str; 5] = ["no_clock", "open", "overdue", "in_time", "late"];
}

/// A duty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Duty {
    /// Its row.
    pub row: Uuid,
    /// Until when.
    pub due: Option<NaiveDateTime>,
    /// When somebody was told.
    pub told: Option<NaiveDateTime>,
    /// How it stands.
    pub standing: Standing,
}

fn last_minute() -> NaiveTime {
    NaiveTime::from_hms_opt(23, 59, 0).unwrap_or_default()
}

fn moment(on: &str, time: &str, otherwise: NaiveTime) -> Option<NaiveDateTime> {
    let on: NaiveDate = day(on)?;
    Some(on.and_time(time_of_day(time).unwrap_or(otherwise)))
}

/// When the clock began.
pub fn detected(incident: &Record) -> Option<NaiveDateTime> {
    moment(incident.text("detected_on"), incident.text("detected_time"), NaiveTime::MIN)
}

/// The duties of an incident at a time, where those stand who look.
pub fn duties(incident: &Record, now: NaiveDateTime) -> Vec<Duty> {
    let began = detected(incident);
    let one = |row: Uuid| {
        let text = |key| incident.row_value("notifications", row, key).as_text().unwrap_or_default();
        let hours = incident.row_value("notifications", row, "hours").as_int();
        let by_clock = hours.and_then(|hours| began?.checked_add_signed(TimeDelta::try_hours(hours)?));
        let due = by_clock.or_else(|| moment(text("due"), "", last_minute()));
        let told = moment(text("notified_on"), text("notified_time"), last_minute());
        Duty { row, due, told, standing: standing(due, told, now) }
    };
    incident.rows("notifications").into_iter().map(one).collect()
}

fn standing(due: Option<NaiveDateTime>, told: Option<NaiveDateTime>, now: NaiveDateTime) -> Standing {
    let Some(due) = due else { return Standing::NoClock };
    let minutes = |from: NaiveDateTime, to: NaiveDateTime| (to - from).num_minutes();
    match told {
        Some(told) if told <= due => Standing::InTime,
        Some(told) => Standing::Late((minutes(due, told) + 59) / 60),
        None if now <= due => Standing::Open(minutes(now, due) / 60),
        None => Standing::Overdue(minutes(due, now) / 60),
    }
}
