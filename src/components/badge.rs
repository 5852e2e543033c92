//! Words on a coloured ground, with a shape beside the colour: a risk's level, how an action stands.

use crate::i18n::{t, t_count, t_with};
use crate::platform::{clock, intl};
use leptos::prelude::*;
use register::Record;
use register::due::{Due, due};
use register::risk_criteria::{Criteria, Level, Rating, score};

fn level_class(level: Level) -> &'static str {
    match level {
        Level::Low => "badge badge-low",
        Level::Medium => "badge badge-medium",
        Level::High => "badge badge-high",
        Level::Critical => "badge badge-critical",
    }
}

/// 'High 12', or a dash for a risk that is not rated.
pub fn level_badge(risk: &Record, which: Rating, criteria: &Criteria) -> AnyView {
    let Some(score) = score(risk, which, criteria) else {
        return view! { <span class="is-missing">{t("level.unrated")}</span> }.into_any();
    };
    let level = criteria.level_of(score);
    view! {
        <span class=level_class(level)>
            {t(&format!("level.{}", level.code()))} <span class="badge-number">{intl::number(score as f64)}</span>
        </span>
    }
    .into_any()
}

/// How an action stands, in words.
pub fn due_words(action: &Record) -> Option<String> {
    let today = register::day::day(&clock::today())?;
    let due = due(action, today);
    let key = format!("due.{}", due.code());
    Some(match due.days() {
        Some(0) | None => t(&key),
        Some(days) => t_count(&key, usize::try_from(days).unwrap_or_default()),
    })
}

/// The same, with its colour.
pub fn due_badge(action: &Record) -> AnyView {
    let Some(today) = register::day::day(&clock::today()) else { return ().into_any() };
    let class = match due(action, today) {
        Due::Overdue(_) => "badge badge-critical",
        Due::Late(_) => "badge badge-medium",
        Due::Soon(_) => "badge badge-high",
        Due::InTime | Due::Done => "badge badge-low",
        Due::Undated | Due::Later(_) | Due::Cancelled => "badge",
    };
    due_words(action).map(|words| view! { <span class=class>{words}</span> }).into_any()
}

/// Since when and by whom: 'Ada · 12 Mar 2026, 14:05'.
pub fn signature(who: &str, at: i64) -> String {
    t_with("word.signature", &[("who", who), ("when", &intl::moment(at))])
}

/// When a register was last open: 'Last open 12 Mar 2026, 14:05'.
pub fn last_open(at: i64) -> String {
    t_with("start.last_open", &[("when", &intl::moment(at))])
}
