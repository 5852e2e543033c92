//! The line of a KPI: what counts, with target, warning and band.

use super::Here;
use crate::components::health::{amount_words, day_words, health_words};
use crate::components::line_chart::{Point, Threshold, line_chart};
use crate::i18n::{t, t_with};
use leptos::prelude::*;
use register::Record;
use register::kpi::{Aim, counting};

/// So many values are drawn, the latest ones.
const MOST: usize = 36;

/// The picture; nothing before there is a value.
pub fn picture(here: Here) -> impl IntoView {
    move || {
        // A correction changes what counts: the values are read anew with the record.
        here.with(drawn)
    }
}

fn drawn(kpi: &Record) -> Option<AnyView> {
    let mut counting = counting(kpi);
    let counting = counting.split_off(counting.len().saturating_sub(MOST));
    let aim = Aim::of(kpi);
    let points: Vec<Point> = counting
        .iter()
        .map(|one| {
            let health = aim.map(|aim| aim.judge(one.value));
            let mut words = format!("{}: {}", day_words(one.held_on), amount_words(kpi, one.value));
            if let Some(health) = health {
                words.push_str(&format!(" · {}", health_words(health)));
            }
            Point { on: one.held_on, value: one.value, health, words }
        })
        .collect();
    let (first, last) = (points.first()?.clone(), points.last()?.clone());
    let days = (day_words(first.on), day_words(last.on));
    let label = t_with(
        "kpi.chart",
        &[
            ("from", &days.0),
            ("to", &days.1),
            ("first", &amount_words(kpi, first.value)),
            ("last", &amount_words(kpi, last.value)),
        ],
    );
    Some(line_chart(points, thresholds(kpi, aim), aim, label, days))
}

fn thresholds(kpi: &Record, aim: Option<Aim>) -> Vec<Threshold> {
    let line = |key: &str, value: f64, is_target: bool| {
        let words = format!("{} {}", t(key), amount_words(kpi, value));
        Threshold { value, words, is_target }
    };
    match aim {
        Some(Aim::Higher { target, warning } | Aim::Lower { target, warning }) => {
            let warning = warning.filter(|warning| *warning != target);
            let warning = warning.map(|value| line("kpi.warning_line", value, false));
            [line("kpi.target_line", target, true)].into_iter().chain(warning).collect()
        }
        Some(Aim::Band { low, high, .. }) => {
            vec![line("kpi.high_line", high, true), line("kpi.low_line", low, true)]
        }
        None => Vec::new(),
    }
}
