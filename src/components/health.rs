//! How KPIs, objectives and goals stand, in words with a shape beside the colour, and why.

use crate::components::icon::Icon;
use crate::components::phrases::record_words;
use crate::i18n::{t, t_count, t_with};
use crate::platform::intl;
use leptos::prelude::*;
use register::day::{NaiveDate, day_text};
use register::kpi::{self, Health};
use register::objective;
use register::{Record, Register};

/// 'On track', with its shape.
pub fn health_badge(health: Health) -> AnyView {
    let (class, icon) = match health {
        Health::OnTrack => ("badge badge-low", Some(Icon::Check)),
        Health::Unknown => ("badge", None),
        Health::AtRisk => ("badge badge-high", Some(Icon::Alert)),
        Health::OffTrack => ("badge badge-critical", Some(Icon::Close)),
    };
    view! { <span class=class>{icon.map(Icon::view)} {health_words(health)}</span> }.into_any()
}

/// 'On track'.
pub fn health_words(health: Health) -> String {
    t(&format!("health.{}", health.code()))
}

/// A day as the reader writes it.
pub fn day_words(day: NaiveDate) -> String {
    intl::date(&day_text(day))
}

/// '14 %', in the KPI's unit.
pub fn amount_words(kpi: &Record, number: f64) -> String {
    let unit = kpi.text("unit").trim();
    let number = intl::number(number);
    // A space that no line breaks at.
    if unit.is_empty() { number } else { format!("{number}\u{a0}{unit}") }
}

/// Why a KPI stands as it does, in a sentence.
pub fn kpi_why_words(kpi: &Record, why: &kpi::Why) -> String {
    let key = format!("kpi_why.{}", why.code());
    match why {
        kpi::Why::Close(miss) | kpi::Why::Missed(miss) => {
            t_with(&key, &[("miss", &amount_words(kpi, *miss))])
        }
        kpi::Why::NoValue(from, to) => t_with(&key, &[("from", &day_words(*from)), ("to", &day_words(*to))]),
        kpi::Why::NoAim | kpi::Why::NeverMeasured | kpi::Why::Reached => t(&key),
    }
}

/// What a KPI aims at, in words: 'at most 5 %'.
pub fn aim_words(kpi: &Record) -> Option<String> {
    let amount = |number: f64| amount_words(kpi, number);
    Some(match kpi::Aim::of(kpi)? {
        kpi::Aim::Higher { target, .. } => t_with("kpi.at_least", &[("target", &amount(target))]),
        kpi::Aim::Lower { target, .. } => t_with("kpi.at_most", &[("target", &amount(target))]),
        kpi::Aim::Band { low, high, .. } => {
            t_with("kpi.within", &[("low", &intl::number(low)), ("high", &amount(high))])
        }
    })
}

/// Where a KPI is going: '2 % lower than before: better'.
pub fn trend_words(kpi: &Record, trend: kpi::Trend) -> String {
    let course = t(&format!("trend.{}", trend.course.code()));
    if trend.change == 0.0 {
        return course;
    }
    let key = if trend.change > 0.0 { "kpi.up_by" } else { "kpi.down_by" };
    t_with(key, &[("change", &amount_words(kpi, trend.change.abs())), ("course", &course)])
}

/// Why an objective stands as it does.
pub fn objective_why_words(register: &Register, why: &objective::Why, today: NaiveDate) -> String {
    let key = format!("objective_why.{}", why.code());
    match why {
        objective::Why::Kpi(id, health) => {
            let kpi = register.records.get(id);
            let (_, reasons) = kpi.map(|kpi| kpi::status(kpi, today)).unwrap_or((*health, Vec::new()));
            let reasons = kpi.into_iter().flat_map(|kpi| reasons.iter().map(|why| kpi_why_words(kpi, why)));
            let why: Vec<String> = reasons.collect();
            let name = record_words(register, id);
            t_with(&key, &[("kpi", &name), ("health", &health_words(*health)), ("why", &why.join(" "))])
        }
        objective::Why::Overdue(days) => t_count(&key, usize::try_from(*days).unwrap_or_default()),
        objective::Why::NoKpi => t(&key),
    }
}
