//! Risks by likelihood and impact: a picture for the eye that is a table for everyone else. Where it shows
//! movement, a wedge points from where risks stood to where they stand.

use crate::components::phrases::step_word;
use crate::i18n::{t, t_count, t_count_with, t_with};
use crate::platform::intl;
use crate::session::{Session, use_session};
use leptos::prelude::*;
use register::FieldPath;
use register::risk_criteria::{self, Axis, Criteria, Level};

/// Risks that moved from one cell to another: where they stood, where they stand, how many.
pub type Move = ((i64, i64), (i64, i64), u32);

fn cell_class(level: Level, is_above: bool) -> &'static str {
    match (level, is_above) {
        (Level::Low, false) => "heat heat-low",
        (Level::Medium, false) => "heat heat-medium",
        (Level::High, false) => "heat heat-high",
        (Level::Critical, false) => "heat heat-critical",
        (Level::Low, true) => "heat heat-low is-above",
        (Level::Medium, true) => "heat heat-medium is-above",
        (Level::High, true) => "heat heat-high is-above",
        (Level::Critical, true) => "heat heat-critical is-above",
    }
}

/// A step's number with its word, which stands aside where there is no room for it.
fn step_label(session: Session, axis: Axis, step: i64) -> AnyView {
    let path = FieldPath::of(axis.key());
    let word = session.peek(|register| step_word(register, &path, step));
    view! {
        {intl::number(step as f64)}
        {word.map(|word| view! { <span class="heat-word">" " {word}</span> })}
    }
    .into_any()
}

/// The map. Each cell that holds risks leads to them.
#[component]
pub fn HeatMap(
    /// The counts.
    #[prop(into)]
    map: Signal<risk_criteria::HeatMap>,
    /// The address of the risks of one cell, by likelihood and impact.
    href: fn(Session, i64, i64) -> String,
    /// What moved.
    #[prop(into, optional)]
    moves: Signal<Vec<Move>>,
) -> impl IntoView {
    let session = use_session();
    let criteria = Memo::new(move |_| session.with_kinds(&["risk_criteria"], Criteria::of));
    // The words of the steps are the register's too.
    let words = Memo::new(move |_| session.with_kinds(&["risk_criteria"], step_words));
    let table = move || {
        words.track();
        table(session, criteria.get(), map, moves, href)
    };
    let unrated = move || {
        let unrated = map.with(|map| map.unrated);
        (unrated > 0).then(
            || view! { <p class="heat-note">{t_count_with("heat_map.unrated", unrated as usize, &[])}</p> },
        )
    };
    let legend = |level: Level| view! { <li><span class=cell_class(level, false)></span>{t(&format!("level.{}", level.code()))}</li> };
    let appetite = move || {
        let appetite = intl::number(criteria.with(|criteria| criteria.appetite) as f64);
        t_with("heat_map.appetite", &[("n", &appetite)])
    };
    view! {
        <figure class="heat-map">
            {table}
            <figcaption>
                <ul class="heat-legend">
                    {Level::ALL.into_iter().map(legend).collect_view()}
                    <li><span class="heat is-above"></span> {appetite}</li>
                </ul>
                {unrated}
            </figcaption>
        </figure>
    }
}

fn step_words(register: &register::Register) -> Vec<Option<String>> {
    let words = Axis::ALL.into_iter().flat_map(|axis| {
        (1..=risk_criteria::MOST_STEPS).map(move |step| risk_criteria::step_word(register, axis, step))
    });
    words.map(|word| word.map(str::to_owned)).collect()
}

fn table(
    session: Session,
    criteria: Criteria,
    map: Signal<risk_criteria::HeatMap>,
    moves: Signal<Vec<Move>>,
    href: fn(Session, i64, i64) -> String,
) -> AnyView {
    let cell = move |likelihood: i64, impact: i64| {
        let level = criteria.cell_level(likelihood, impact);
        let filled = Memo::new(move |_| map.with(|map| map.at(likelihood, impact)));
        let content = move || match filled.get() {
            0 => view! { <span class="heat-none">{intl::number(0.0)}</span> }.into_any(),
            n => {
                let (row, column) = (intl::number(likelihood as f64), intl::number(impact as f64));
                let label =
                    t_count_with("heat_map.cell", n as usize, &[("likelihood", &row), ("impact", &column)]);
                view! { <a href=href(session, likelihood, impact) aria-label=label>{intl::number(f64::from(n))}</a> }.into_any()
            }
        };
        let left = move || {
            let of_cell = |moved: &&Move| moved.0 == (likelihood, impact);
            moves.with(|moves| moves.iter().filter(of_cell).map(|moved| ghost(*moved)).collect::<Vec<_>>())
        };
        let is_above = criteria.is_above(likelihood * impact);
        view! { <td class=cell_class(level, is_above)>{content} {left}</td> }
    };
    let row = move |likelihood: i64| {
        view! {
            <tr>
                <th scope="row">{step_label(session, Axis::Likelihood, likelihood)}</th>
                {(1..=criteria.impact_steps).map(|impact| cell(likelihood, impact)).collect_view()}
            </tr>
        }
    };
    let head = move |impact| view! { <th scope="col">{step_label(session, Axis::Impact, impact)}</th> };
    view! {
        <table>
            <caption class="visually-hidden">{t("heat_map.caption")}</caption>
            <thead>
                <tr>
                    <th scope="col" class="heat-corner">
                        <span>{t("heat_map.likelihood")}</span>
                        "\u{a0}/ "
                        <span>{t("heat_map.impact")}</span>
                    </th>
                    {(1..=criteria.impact_steps).map(head).collect_view()}
                </tr>
            </thead>
            <tbody>{(1..=criteria.likelihood_steps).rev().map(row).collect_view()}</tbody>
        </table>
    }
    .into_any()
}

/// What left a cell: how many, and a wedge from here to where they went, in cells.
fn ghost((from, to, count): Move) -> AnyView {
    let (right, up) = ((to.1 - from.1) as f64, (to.0 - from.0) as f64);
    // Broad where it begins, a point where it ends, and in neither cell over the number that stands in its middle.
    let length = right.hypot(up).max(1.0);
    let (along_x, along_y) = (right / length, -up / length);
    let (begin_x, begin_y) = (50.0 + 26.0 * along_x, 50.0 + 26.0 * along_y);
    let (end_x, end_y) = (50.0 + 100.0 * right - 28.0 * along_x, 50.0 - 100.0 * up - 28.0 * along_y);
    let (aside_x, aside_y) = (-9.0 * along_y, 9.0 * along_x);
    let points = format!(
        "{:.1},{:.1} {:.1},{:.1} {end_x:.1},{end_y:.1}",
        begin_x - aside_x,
        begin_y - aside_y,
        begin_x + aside_x,
        begin_y + aside_y
    );
    let class = if up + right > 0.0 { "heat-move is-worse" } else { "heat-move" };
    view! {
        <span class="heat-ghost" aria-hidden="true">{intl::number(f64::from(count))}</span>
        <svg class=class viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true" focusable="false">
            <polygon points=points />
        </svg>
        <span class="visually-hidden">{t_count("heat_map.left", count as usize)}</span>
    }
    .into_any()
}
