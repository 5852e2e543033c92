//! What was asked for, granted, spent and refused, by year, sort and unit (5.1 c, 7.1). Units are never added up across
//! one another, and amounts are counted in hundredths, so that nothing is lost in adding.

use crate::day::day;
use crate::record::{Record, Register};
use chrono::Datelike;
use std::collections::BTreeMap;

/// The sums of one year, sort and unit, in hundredths.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Total {
    /// The year in which the period begins, or in which it was spent; none where no day is known.
    pub year: Option<i32>,
    /// The sort of resource, as it is stored; empty where nobody said.
    pub sort: String,
    /// The unit, as somebody wrote it.
    pub unit: String,
    /// Asked for.
    pub requested: i64,
    /// Granted, in whole or in part.
    pub granted: i64,
    /// Spent, in the year of each payment.
    pub spent: i64,
    /// Asked for and not given: refused, or what a reduction took away.
    pub refused: i64,
}

type Key = (Option<i32>, String, String);

/// The sums, the latest year first.
pub fn totals(register: &Register) -> Vec<Total> {
    let mut all: BTreeMap<Key, [i64; 4]> = BTreeMap::new();
    for resource in register.of_kind("resource") {
        let sort = resource.text("resource_type").to_owned();
        let unit = resource.text("unit").trim().to_owned();
        let mut add = |year: Option<i32>, place: usize, amount: i64| {
            let sums = all.entry((year, sort.clone(), unit.clone())).or_default();
            if let Some(sum) = sums.get_mut(place) {
                *sum = sum.saturating_add(amount);
            }
        };
        let year = year_of(resource);
        let requested = hundredths(resource.value("amount_requested").as_number());
        let granted = granted(resource, requested);
        add(year, 0, requested);
        add(year, 1, granted);
        add(year, 3, refused(resource, requested, granted));
        for row in resource.rows("spending") {
            let on = resource.row_value("spending", row, "spent_on").as_text().and_then(day);
            let amount = hundredths(resource.row_value("spending", row, "amount").as_number());
            add(on.map(|on| on.year()).or(year), 2, amount);
        }
    }
    let one = |((year, sort, unit), [requested, granted, spent, refused]): (Key, [i64; 4])| Total {
        year,
        sort,
        unit,
        requested,
        granted,
        spent,
        refused,
    };
    let mut totals: Vec<Total> = all.into_iter().map(one).collect();
    totals.sort_by_key(|total| std::cmp::Reverse(total.year));
    totals
}

/// The year that a request is for: where its period begins, else where it was decided or asked for.
fn year_of(resource: &Record) -> Option<i32> {
    let days = ["period_from", "decided_on", "requested_on"];
    days.into_iter().find_map(|key| day(resource.text(key))).map(|day| day.year())
}

fn granted(resource: &Record, requested: i64) -> i64 {
    match (resource.text("status"), resource.value("amount_granted").as_number()) {
        ("granted" | "provided" | "spent", None) => requested,
        ("granted" | "reduced" | "provided" | "spent", granted) => hundredths(granted),
        _ => 0,
    }
}

fn refused(resource: &Record, requested: i64, granted: i64) -> i64 {
    match resource.text("status") {
        "refused" => requested,
        "granted" | "reduced" | "provided" | "spent" => requested.saturating_sub(granted).max(0),
        _ => 0,
    }
}

#[allow(clippy::cast_possible_truncation, reason = "a cast that does not fit ends at the bounds")]
fn hundredths(amount: Option<f64>) -> i64 {
    (amount.unwrap_or_default() * 100.0).round() as i64
}
