//! Civil dates and times of day as they stand in the documents: `YYYY-MM-DD` and `HH:MM`, without a time zone.
//! Today is always handed in: nothing here reads a clock.

use chrono::{DateTime, Datelike};

pub use chrono::{Days, NaiveDate, NaiveTime};

/// Years that somebody means. A date field passes through the year 2 on the way to 2026.
const YEARS: std::ops::RangeInclusive<i32> = 1900..=2999;

/// The date that a text says, if it is one.
pub fn day(text: &str) -> Option<NaiveDate> {
    let digits = |part: &str, length: usize| {
        (part.len() == length && part.bytes().all(|byte| byte.is_ascii_digit())).then_some(())?;
        part.parse::<u32>().ok()
    };
    let (year, rest) = text.split_once('-')?;
    let (month, day) = rest.split_once('-')?;
    let year = i32::try_from(digits(year, 4)?).ok().filter(|year| YEARS.contains(year))?;
    NaiveDate::from_ymd_opt(year, digits(month, 2)?, digits(day, 2)?)
}

/// How a date stands in a document.
pub fn day_text(day: NaiveDate) -> String {
    format!("{:04}-{:02}-{:02}", day.year(), day.month(), day.day())
}

/// The time of day that a text says, if it is one: `14:30`.
pub fn time_of_day(text: &str) -> Option<NaiveTime> {
    NaiveTime::parse_from_str(text.trim(), "%H:%M").ok()
}

/// How a time of day stands in a document.
pub fn time_text(time: NaiveTime) -> String {
    time.format("%H:%M").to_string()
}

/// The last moment of a day in UTC, in milliseconds since 1970.
pub fn last_moment(day: NaiveDate) -> i64 {
    (day.and_time(NaiveTime::MIN).and_utc().timestamp() + 86_400) * 1000 - 1
}

/// The date in UTC at a time in milliseconds since 1970.
pub fn day_at(at_ms: i64) -> Option<NaiveDate> {
    DateTime::from_timestamp_millis(at_ms).map(|at| at.date_naive())
}
