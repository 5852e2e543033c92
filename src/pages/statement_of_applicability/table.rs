//! The table: a row for each control that answers, to be opened or ticked. With Shift, a tick ticks all rows
//! from the last one to this one.

use super::shown::Shown;
use super::{Here, element_of, gap_words};
use crate::components::icon::Icon;
use crate::i18n::{choice_label, field_label, t, t_with};
use crate::places;
use crate::platform::intl;
use leptos::prelude::*;
use register::kind::CONTROL;
use register::statement::{Coverage, Gap};
use register::{FieldPath, RecordId};

/// The table.
pub fn table(here: Here) -> AnyView {
    let last = RwSignal::new(None::<RecordId>);
    let go = StoredValue::new(places::use_go());
    let label = |key: &str| field_label(CONTROL.name, &FieldPath::of(key));
    let rows = move || here.found.get();
    let is_all = Memo::new(move |_| {
        here.chosen.with(|chosen| {
            here.found.with(|found| !found.is_empty() && found.iter().all(|id| chosen.contains(id)))
        })
    });
    let tick_all = move |event| {
        let is_on = event_target_checked(&event);
        here.chosen.update(|chosen| {
            here.found.with_untracked(|found| {
                for id in found {
                    if is_on {
                        chosen.insert(id.clone());
                    } else {
                        chosen.remove(id);
                    }
                }
            });
        });
    };
    let nothing = move || {
        here.found
            .with(Vec::is_empty)
            .then(|| view! { <p class="nothing-found">{t("table.nothing_found")}</p> })
    };
    view! {
        <div class="table-scroll">
            <table class="table statement-table">
                <thead>
                    <tr>
                        <th scope="col" class="col-tick">
                            <input type="checkbox" aria-label=t("statement.tick_all") prop:checked=is_all on:change=tick_all />
                        </th>
                        <th scope="col" class="col-1 col-reference"><span>{t("statement.number")}</span></th>
                        <th scope="col" class="col-1 col-title"><span>{label("title")}</span></th>
                        <th scope="col" class="col-2"><span>{label("applicable")}</span></th>
                        <th scope="col" class="col-2 col-badge"><span>{label("status")}</span></th>
                        <th scope="col" class="col-3"><span>{label("owner")}</span></th>
                        <th scope="col" class="col-3 col-count"><span>{t("statement.risks")}</span></th>
                        <th scope="col" class="col-3 col-count"><span>{t("rows.evidence")}</span></th>
                        <th scope="col" class="col-3 col-gaps"><span>{t("statement.gaps")}</span></th>
                    </tr>
                </thead>
                <tbody>
                    <For each=rows key=|id| id.clone() let:id>{row(here, id, last, go)}</For>
                </tbody>
            </table>
            {nothing}
        </div>
    }
    .into_any()
}

type Go<G> = StoredValue<G>;

fn row<G: Fn(&str) + Clone + Send + Sync + 'static>(
    here: Here,
    id: RecordId,
    last: RwSignal<Option<RecordId>>,
    go: Go<G>,
) -> AnyView {
    let place = places::record(here.session, &id);
    let href = places::href(&place);
    let (of_row, of_open, of_tick, clicked) = (id.clone(), id.clone(), id.clone(), id.clone());
    let shown = Memo::new(move |_| here.row(&of_row));
    let is_open = Memo::new(move |_| here.open.with(|open| open.as_ref() == Some(&of_open)));
    let is_ticked = Memo::new(move |_| here.chosen.with(|chosen| chosen.contains(&of_tick)));
    let tick = move |event: leptos::ev::MouseEvent| {
        let is_on = !is_ticked.get_untracked();
        let from = last.get_untracked().filter(|_| event.shift_key());
        let range = here.found.with_untracked(|found| between(found, from.as_ref(), &clicked));
        here.chosen.update(|chosen| {
            for id in range {
                if is_on {
                    chosen.insert(id);
                } else {
                    chosen.remove(&id);
                }
            }
        });
        last.set(Some(clicked.clone()));
    };
    let name = move || shown.with(|shown| shown.as_ref().map(|row| format!("{} {}", row.number, row.title)));
    let tick_label = move || t_with("statement.tick", &[("control", &name().unwrap_or_default())]);
    let number = move || shown.with(|shown| shown.as_ref().map(|row| row.number.clone()));
    let title = move || shown.with(|shown| shown.as_ref().map(title_of));
    let rest = move || shown.with(|shown| shown.as_ref().map(cells));
    view! {
        <tr
            id=element_of(&id)
            class:is-open=is_open
            class:is-ticked=is_ticked
            on:click=move |event| {
                if !event.default_prevented() && !event.ctrl_key() && !event.meta_key() && !event.shift_key() {
                    go.with_value(|go| go(&place));
                }
            }
        >
            <td class="col-tick" on:click=|event| event.stop_propagation()>
                <input type="checkbox" aria-label=tick_label prop:checked=is_ticked on:click=tick />
            </td>
            <td class="col-1 col-reference">{number}</td>
            <td class="col-1 col-title">
                <a href=href data-noscroll="" aria-current=move || is_open.get().then_some("true")>{title}</a>
            </td>
            {rest}
        </tr>
    }
    .into_any()
}

/// The rows from one to another, both among them; the second alone if the first is not shown.
fn between(found: &[RecordId], from: Option<&RecordId>, to: &RecordId) -> Vec<RecordId> {
    let place = |id: &RecordId| found.iter().position(|known| known == id);
    let (Some(from), Some(to_place)) = (from.and_then(place), place(to)) else { return vec![to.clone()] };
    let (first, end) = (from.min(to_place), from.max(to_place));
    found.get(first..=end).unwrap_or_default().to_vec()
}

fn title_of(row: &Shown) -> String {
    if row.title.is_empty() { row.number.clone() } else { row.title.clone() }
}

fn cells(row: &Shown) -> AnyView {
    let applies = match row.applies {
        Some(true) => applies_words("yes").into_any(),
        Some(false) => applies_words("no").into_any(),
        None => view! { <span class="is-missing">{t("statement.undecided")}</span> }.into_any(),
    };
    let count = |n: usize| (n > 0).then(|| intl::number(n as f64));
    view! {
        <td class="col-2">{applies}</td>
        <td class="col-2 col-badge">{coverage_badge(row.coverage)}</td>
        <td class="col-3">{row.owner_name.clone()}</td>
        <td class="col-3 col-count">{count(row.risks)}</td>
        <td class="col-3 col-count">{count(row.evidence)}</td>
        <td class="col-3 col-gaps">{gaps_of(&row.gaps)}</td>
    }
    .into_any()
}

fn applies_words(choice: &str) -> String {
    choice_label(CONTROL.name, &FieldPath::of("applicable"), choice)
}

/// How far a control is, in a word on its colour; nothing while nobody said whether it applies.
pub fn coverage_badge(coverage: Coverage) -> AnyView {
    let class = match coverage {
        Coverage::Undecided => return ().into_any(),
        Coverage::Excluded | Coverage::NotStarted => "badge",
        Coverage::Planned | Coverage::Partly => "badge badge-medium",
        Coverage::Implemented | Coverage::Verified => "badge badge-low",
    };
    view! { <span class=class>{t(&format!("statement.{}", coverage.code()))}</span> }.into_any()
}

/// The gravest gap in words, how many more there are, and all of them on hovering.
fn gaps_of(gaps: &[Gap]) -> Option<AnyView> {
    // That nothing was said yet stands in the row already.
    let first = gaps.iter().find(|gap| **gap != Gap::Undecided)?;
    let words = gaps.iter().map(gap_words).collect::<Vec<_>>().join(", ");
    let more = gaps.len().saturating_sub(1);
    let more = (more > 0).then(|| format!(" +{}", intl::number(more as f64)));
    let class =
        if matches!(first, Gap::Contradiction(_)) { "statement-gap is-grave" } else { "statement-gap" };
    let icon = matches!(first, Gap::Contradiction(_)).then(|| Icon::Alert.view());
    Some(view! { <span class=class title=words>{icon} {gap_words(first)} {more}</span> }.into_any())
}
