//! Risks by likelihood and impact: a picture for the eye that is a table for everyone else.

use crate::components::phrases::step_word;
use crate::i18n::{t, t_count_with, t_with};
use crate::platform::intl;
use crate::session::{Session, use_session};
use leptos::prelude::*;
use register::FieldPath;
use register::risk_criteria::{self, Level, STEPS};

fn cell_class(level: Level) -> &'static str {
    match level {
        Level::Low => "heat heat-low",
        Level::Medium => "heat heat-medium",
        Level::High => "heat heat-high",
        Level::Critical => "heat heat-critical",
    }
}

/// A step's number with its word, which stands aside where there is no room for it.
fn step_label(key: &str, step: i64) -> impl IntoView {
    let word = step_word(&FieldPath::of(key), step);
    view! {
        {intl::number(step as f64)}
        {word.map(|word| view! { <span class="heat-word">" " {word}</span> })}
    }
}

/// The map. Each cell that holds risks leads to them.
#[component]
pub fn HeatMap(
    /// The counts.
    #[prop(into)]
    map: Signal<risk_criteria::HeatMap>,
    /// The address of the risks of one cell, by likelihood and impact.
    href: fn(Session, i64, i64) -> String,
) -> impl IntoView {
    let session = use_session();
    let cell = move |likelihood: i64, impact: i64| {
        let level = risk_criteria::cell_level(likelihood, impact);
        let count = move || map.with(|map| map.at(likelihood, impact));
        let filled = Memo::new(move |_| count());
        let content = move || match filled.get() {
            0 => view! { <span class="heat-none">{intl::number(0.0)}</span> }.into_any(),
            n => {
                let (row, column) = (intl::number(likelihood as f64), intl::number(impact as f64));
                let label =
                    t_count_with("heat_map.cell", n as usize, &[("likelihood", &row), ("impact", &column)]);
                view! { <a href=href(session, likelihood, impact) aria-label=label>{intl::number(f64::from(n))}</a> }.into_any()
            }
        };
        view! { <td class=cell_class(level)>{content}</td> }
    };
    let row = move |likelihood: i64| {
        view! {
            <tr>
                <th scope="row">{step_label("current_likelihood", likelihood)}</th>
                {(1..=STEPS).map(|impact| cell(likelihood, impact)).collect_view()}
            </tr>
        }
    };
    let unrated = move || {
        let unrated = map.with(|map| map.unrated);
        (unrated > 0).then(
            || view! { <p class="heat-note">{t_count_with("heat_map.unrated", unrated as usize, &[])}</p> },
        )
    };
    view! {
        <figure class="heat-map">
            <table>
                <caption class="visually-hidden">{t("heat_map.caption")}</caption>
                <thead>
                    <tr>
                        <th scope="col" class="heat-corner">
                            <span>{t("heat_map.likelihood")}</span>
                            " / "
                            <span>{t("heat_map.impact")}</span>
                        </th>
                        {(1..=STEPS)
                            .map(|impact| view! { <th scope="col">{step_label("current_impact", impact)}</th> })
                            .collect_view()}
                    </tr>
                </thead>
                <tbody>{(1..=STEPS).rev().map(row).collect_view()}</tbody>
            </table>
            <figcaption>
                <ul class="heat-legend">
                    {Level::ALL
                        .into_iter()
                        .map(|level| {
                            view! { <li><span class=cell_class(level)></span>{t(&format!("level.{}", level.code()))}</li> }
                        })
                        .collect_view()}
                </ul>
                <p class="heat-note">
                    {t_with("heat_map.appetite", &[("n", &intl::number(risk_criteria::APPETITE as f64))])}
                </p>
                {unrated}
            </figcaption>
        </figure>
    }
}
