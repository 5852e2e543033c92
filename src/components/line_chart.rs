//! Values over time with what is wanted of them: a picture for the eye; the table beside it says the same.
//! The shape of each point says how it stands, so that no colour is needed.

use leptos::prelude::*;
use register::day::NaiveDate;
use register::kpi::{Aim, Health};

/// One value.
#[derive(Debug, Clone, PartialEq)]
pub struct Point {
    /// Its day.
    pub on: NaiveDate,
    /// The value.
    pub value: f64,
    /// How it stands; none where nobody said what is good.
    pub health: Option<Health>,
    /// What is said of it when it is pointed at.
    pub words: String,
}

/// A line across the picture.
#[derive(Debug, Clone, PartialEq)]
pub struct Threshold {
    /// Where.
    pub value: f64,
    /// What it is called.
    pub words: String,
    /// Whether it is what is wanted, else only a warning.
    pub is_target: bool,
}

const WIDTH: f64 = 480.0;
const HEIGHT: f64 = 210.0;
const LEFT: f64 = 8.0;
const RIGHT: f64 = 472.0;
const TOP: f64 = 14.0;
const BOTTOM: f64 = 176.0;

/// The picture's scales.
#[derive(Clone, Copy)]
struct Scales {
    first: NaiveDate,
    days: f64,
    low: f64,
    span: f64,
}

impl Scales {
    fn of(points: &[Point], thresholds: &[Threshold]) -> Option<Self> {
        let (first, last) = (points.first()?.on, points.last()?.on);
        let values =
            || points.iter().map(|point| point.value).chain(thresholds.iter().map(|line| line.value));
        let (low, high) =
            (values().fold(f64::INFINITY, f64::min), values().fold(f64::NEG_INFINITY, f64::max));
        let room = if high > low { (high - low) * 0.12 } else { high.abs().max(1.0) * 0.5 };
        // Nothing below zero is shown where nothing lies there.
        let below = if low >= 0.0 { (low - room).max(0.0) } else { low - room };
        let days = (last - first).num_days().max(1) as f64;
        Some(Self { first, days, low: below, span: high + room - below })
    }

    fn x(self, on: NaiveDate) -> f64 {
        let passed = (on - self.first).num_days() as f64;
        // One point alone stands in the middle.
        if self.days <= 1.0 && passed == 0.0 {
            (LEFT + RIGHT) / 2.0
        } else {
            LEFT + 8.0 + passed / self.days * (RIGHT - LEFT - 16.0)
        }
    }

    fn y(self, value: f64) -> f64 {
        BOTTOM - (value - self.low) / self.span * (BOTTOM - TOP)
    }
}

/// One decimal is finer than a pixel.
fn at(number: f64) -> String {
    format!("{number:.1}")
}

/// The picture. `label` says it in a sentence to those who do not see it.
pub fn line_chart(
    points: Vec<Point>,
    thresholds: Vec<Threshold>,
    aim: Option<Aim>,
    label: String,
    days: (String, String),
) -> AnyView {
    let Some(scales) = Scales::of(&points, &thresholds) else { return ().into_any() };
    let good = aim.map(|aim| {
        let (top, bottom) = match aim {
            Aim::Higher { target, .. } => (TOP - 8.0, scales.y(target)),
            Aim::Lower { target, .. } => (scales.y(target), BOTTOM + 4.0),
            Aim::Band { low, high, .. } => (scales.y(high), scales.y(low)),
        };
        let height = (bottom - top).max(0.0);
        view! { <rect class="chart-good" x=at(LEFT) y=at(top) width=at(RIGHT - LEFT) height=at(height) /> }
    });
    let lines: Vec<AnyView> = thresholds
        .iter()
        .map(|line| {
            let y = scales.y(line.value);
            let class = if line.is_target { "chart-target" } else { "chart-warning" };
            let words_at = if y < TOP + 14.0 { y + 15.0 } else { y - 5.0 };
            view! {
                <line class=class x1=at(LEFT) x2=at(RIGHT) y1=at(y) y2=at(y) />
                <text class="chart-words" x=at(RIGHT - 4.0) y=at(words_at) text-anchor="end">{line.words.clone()}</text>
            }
            .into_any()
        })
        .collect();
    let path: Vec<String> = points
        .iter()
        .map(|point| format!("{} {}", at(scales.x(point.on)), at(scales.y(point.value))))
        .collect();
    let path = format!("M{}", path.join("L"));
    let marks: Vec<AnyView> =
        points.iter().map(|point| mark(scales.x(point.on), scales.y(point.value), point)).collect();
    let (from, to) = days;
    let to = (points.len() > 1).then(|| {
        view! { <text class="chart-words" x=at(RIGHT) y=at(HEIGHT - 12.0) text-anchor="end">{to}</text> }
    });
    view! {
        <figure class="chart">
            <svg viewBox=format!("0 0 {WIDTH} {HEIGHT}") role="img" aria-label=label>
                {good}
                <line class="chart-ground" x1=at(LEFT) x2=at(RIGHT) y1=at(BOTTOM + 4.0) y2=at(BOTTOM + 4.0) />
                {lines}
                <path class="chart-line" d=path />
                {marks}
                <text class="chart-words" x=at(LEFT) y=at(HEIGHT - 12.0)>{from}</text>
                {to}
            </svg>
        </figure>
    }
    .into_any()
}

/// A circle where all is well, a triangle where it is close, a cross where it is missed.
fn mark(x: f64, y: f64, point: &Point) -> AnyView {
    let (class, path) = match point.health {
        Some(Health::OffTrack) => {
            ("chart-mark is-off", format!("M{} {}l9 9m0 -9l-9 9", at(x - 4.5), at(y - 4.5)))
        }
        Some(Health::AtRisk) => ("chart-mark is-close", format!("M{} {}l5.5 9.500h-11z", at(x), at(y - 6.0))),
        _ => {
            let class = if point.health.is_some() { "chart-mark is-on" } else { "chart-mark" };
            (class, format!("M{} {}a4.2 4.2 0 1 0 8.4 0a4.2 4.2 0 1 0 -8.4 0", at(x - 4.2), at(y)))
        }
    };
    view! { <path class=class d=path><title>{point.words.clone()}</title></path> }.into_any()
}
