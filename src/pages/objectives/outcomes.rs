//! Intended outcomes (5.1 e), each with its last answer and its KPIs.

use super::READS;
use super::standing::kpi_list;
use crate::components::health::day_words;
use crate::components::icon::Icon;
use crate::components::phrases::record_words;
use crate::i18n::{choice_label, t, t_with};
use crate::places;
use crate::session::Session;
use leptos::prelude::*;
use register::day::{NaiveDate, day};
use register::{FieldPath, Record, RecordId};
use uuid::Uuid;

/// All of them.
pub fn outcomes(session: Session, today: NaiveDate) -> impl IntoView {
    let all = Memo::new(move |_| {
        session.with_kinds(&READS, |register| {
            let outcomes = register.of_kind("intended_outcome");
            outcomes
                .map(|outcome| (outcome.id.clone(), record_words(register, &outcome.id)))
                .collect::<Vec<_>>()
        })
    });
    move || {
        let all = all.get();
        if all.is_empty() {
            return view! { <p class="panel-empty">{t("objectives.no_outcomes")}</p> }.into_any();
        }
        let one = |(id, words): (RecordId, String)| {
            let place = places::href(&places::record(session, &id));
            view! { <li><a href=place>{words}</a> {outcome(session, id, today)}</li> }
        };
        view! { <ul class="objective-list">{all.into_iter().map(one).collect_view()}</ul> }.into_any()
    }
}

/// The last answer, and the KPIs that show it.
pub fn outcome(session: Session, id: RecordId, today: NaiveDate) -> impl IntoView {
    move || {
        session.with_record(&id, |record| {
            let record = record?;
            let kpis = record.rows("kpis").into_iter();
            let kpis = kpis.filter_map(|row| record.row_value("kpis", row, "kpi").as_text()?.parse().ok());
            let kpis: Vec<RecordId> = kpis.collect();
            Some(view! { {last_answer(record)} {kpi_list(session, kpis, today)} })
        })
    }
}

fn last_answer(outcome: &Record) -> AnyView {
    let answers = outcome.rows("answers").into_iter();
    let said = |row: Uuid, key: &str| outcome.row_value("answers", row, key).as_text().unwrap_or_default();
    let last = answers.filter_map(|row| Some((day(said(row, "on"))?, row))).max();
    let Some((on, row)) = last else {
        return view! { <p class="quiet">{Icon::Alert.view()} " " {t("objectives.unanswered")}</p> }
            .into_any();
    };
    let (answer, reason) = (said(row, "answer"), said(row, "reason").to_owned());
    let (class, icon) = match answer {
        "met" => ("badge badge-low", Icon::Check),
        "partly" => ("badge badge-high", Icon::Alert),
        _ => ("badge badge-critical", Icon::Close),
    };
    let words = choice_label("intended_outcome", &FieldPath::in_row("answers", row, "answer"), answer);
    let on = t_with("objectives.answered_on", &[("day", &day_words(on))]);
    view! { <p class="quiet"><span class=class>{icon.view()} {words}</span> " " {on} " " {reason}</p> }
        .into_any()
}
