//! All that was entered, the latest first: what counts, and what was corrected, with who entered it and when.

use super::Here;
use crate::components::badge::signature;
use crate::components::health::{amount_words, day_words, health_badge};
use crate::components::phrases::author_words;
use crate::i18n::{field_label, t, t_count, t_with};
use leptos::prelude::*;
use register::day::day_at;
use register::kind::KPI;
use register::kpi::{Aim, MEASUREMENTS, Measurement};
use register::{FieldPath, Record};
use uuid::Uuid;

/// So many are shown at first.
const AT_FIRST: usize = 12;

/// The table.
pub fn values(here: Here) -> impl IntoView {
    let shown = RwSignal::new(AT_FIRST);
    let label = |key: &str| field_label(KPI.name, &FieldPath::in_row(MEASUREMENTS, Uuid::nil(), key));
    let (day, value, note) = (label("held_on"), label("value"), label("note"));
    let heads = move || {
        view! {
            <tr>
                <th scope="col">{day.clone()}</th>
                <th scope="col" class="is-number">{value.clone()}</th>
                <th scope="col">{t("kpi.stands")}</th>
                <th scope="col">{t("kpi.recorded")}</th>
                <th scope="col">{note.clone()}</th>
                <th><span class="visually-hidden">{t("rows.tools")}</span></th>
            </tr>
        }
    };
    let rows = move || {
        let all = here.all.get();
        let corrected = |row: Uuid| {
            let by = all.iter().find(|one| one.row == row)?;
            Some(by.clone())
        };
        let lines = all.iter().rev().take(shown.get()).map(|one| {
            let by = one.corrected_by.and_then(corrected);
            here.with(|kpi| line(here, kpi, one, by))
        });
        lines.collect::<Vec<_>>()
    };
    let more = move || {
        let rest = here.all.with(Vec::len).saturating_sub(shown.get());
        (rest > 0).then(|| {
            view! {
                <button type="button" class="button-quiet" on:click=move |_| shown.update(|shown| *shown += 10 * AT_FIRST)>
                    {t_count("kpi.more_values", rest)}
                </button>
            }
        })
    };
    move || {
        if here.all.with(Vec::is_empty) {
            return view! { <p class="panel-empty">{t("kpi.no_values")}</p> }.into_any();
        }
        view! {
            <table class="rows kpi-values">
                <caption class="visually-hidden">{t("kpi.values")}</caption>
                <thead>{heads()}</thead>
                <tbody>{rows}</tbody>
            </table>
            {more}
        }
        .into_any()
    }
}

fn line(here: Here, kpi: &Record, one: &Measurement, corrected_by: Option<Measurement>) -> AnyView {
    let (row, held_on) = (one.row, one.held_on);
    let amount = amount_words(kpi, one.value);
    let is_corrected = one.corrected_by.is_some();
    let value = if is_corrected {
        view! { <del>{amount.clone()}</del> }.into_any()
    } else {
        view! { <span>{amount.clone()}</span> }.into_any()
    };
    let stands = match corrected_by {
        Some(by) => {
            let words = t_with("kpi.corrected_by", &[("value", &amount_words(kpi, by.value))]);
            view! { <span class="quiet">{words}</span> }.into_any()
        }
        None => match Aim::of(kpi) {
            Some(aim) => health_badge(aim.judge(one.value)),
            None => ().into_any(),
        },
    };
    let who = one.recorded_by.map(|by| author_words(here.session, &by)).unwrap_or_default();
    let later = day_at(one.recorded_at).map_or(0, |on| (on - held_on).num_days());
    let later = (later > 1).then(|| {
        view! { <span class="quiet">" " {t_count("kpi.entered_later", usize::try_from(later).unwrap_or_default())}</span> }
    });
    let note = kpi.row_value(MEASUREMENTS, row, "note").as_text().unwrap_or_default().to_owned();
    let day = day_words(held_on);
    let label = t_with("kpi.correct_this", &[("day", &day), ("value", &amount)]);
    let correct = (!is_corrected).then(|| {
        view! {
            <button type="button" class="button-small" aria-label=label on:click=move |_| here.correcting.set(Some(row))>
                {t("kpi.correct")}
            </button>
        }
    });
    let column = |key: &str| field_label(KPI.name, &FieldPath::in_row(MEASUREMENTS, Uuid::nil(), key));
    view! {
        <tr class:is-corrected=is_corrected>
            <td data-label=column("held_on")>{day}</td>
            <td class="is-number" data-label=column("value")>{value}</td>
            <td data-label=t("kpi.stands")>{stands}</td>
            <td data-label=t("kpi.recorded")>{signature(&who, one.recorded_at)} {later}</td>
            <td data-label=column("note")>{note}</td>
            <td class="row-tools">{correct}</td>
        </tr>
    }
    .into_any()
}
