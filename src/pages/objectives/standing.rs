//! How one objective stands, with every reason and its KPIs; the same above the form of goals and outcomes.

use super::READS;
use super::outcomes::outcome;
use crate::components::health::{
    amount_words, health_badge, kpi_why_words, objective_why_words, trend_words,
};
use crate::components::icon::Icon;
use crate::components::new_record::use_new_record;
use crate::components::phrases::record_words;
use crate::i18n::{choice_label, t, t_with};
use crate::places;
use crate::platform::intl;
use crate::session::{Session, use_session};
use leptos::prelude::*;
use register::day::NaiveDate;
use register::kind::KPI;
use register::kpi;
use register::objective::{health, kpis_of, objectives_for};
use register::{FieldPath, Record, RecordId, Register, Value};

/// What stands above the form of an objective, a goal or an outcome.
pub fn standing(id: RecordId) -> AnyView {
    let session = use_session();
    let today = session.today_date();
    let of = id.clone();
    match id.kind.as_str() {
        "objective" => {
            let new_record = use_new_record();
            let add = move |_| new_record(&KPI, vec![("objective", Value::Text(id.to_string()))]);
            view! {
                <section class="standing" aria-label=t("objectives.standing")>
                    {move || session.with_kinds(&READS, |register| {
                        register.records.get(&of).map(|objective| objective_standing(session, register, objective, today))
                    })}
                    <button type="button" class="button-quiet" on:click=add>{Icon::Add.view()} {t("new.kpi")}</button>
                </section>
            }
            .into_any()
        }
        "strategic_goal" => {
            let serving = move || {
                let serving = session.with_kinds(&READS, |register| {
                    let serving = objectives_for(Some(&of), register);
                    serving.iter().map(|objective| objective.id.clone()).collect::<Vec<_>>()
                });
                if serving.is_empty() {
                    return view! { <p class="panel-empty">{t("objectives.goal_unserved")}</p> }.into_any();
                }
                let list = serving.into_iter().map(|id| one_objective(session, id, today)).collect_view();
                view! { <ul class="objective-list">{list}</ul> }.into_any()
            };
            view! { <section class="standing" aria-label=t("objectives.standing")>{serving}</section> }.into_any()
        }
        _ => view! { <section class="standing" aria-label=t("objectives.standing")>{outcome(session, of, today)}</section> }
            .into_any(),
    }
}

/// An objective in a list: its name, how it stands, who, until when, why, and its KPIs.
pub fn one_objective(session: Session, id: RecordId, today: NaiveDate) -> AnyView {
    let place = places::href(&places::record(session, &id));
    let body = move || {
        session.with_kinds(&READS, |register| {
            let objective = register.records.get(&id)?;
            let owner = objective.text("owner").parse::<RecordId>().ok();
            let owner = owner.map(|owner| record_words(register, &owner));
            let due = Some(intl::date(objective.text("due"))).filter(|due| !due.is_empty());
            let due = due.map(|due| t_with("objectives.until", &[("day", &due)]));
            let who: Vec<String> = [owner, due].into_iter().flatten().collect();
            Some(view! {
                <a href=place.clone()>{record_words(register, &id)}</a> " " <span class="quiet">{who.join(" · ")}</span>
                {objective_standing(session, register, objective, today)}
            })
        })
    };
    view! { <li class="objective">{body}</li> }.into_any()
}

fn objective_standing(
    session: Session,
    register: &Register,
    objective: &Record,
    today: NaiveDate,
) -> AnyView {
    let status = choice_label("objective", &FieldPath::of("status"), objective.text("status"));
    let Some((health, reasons)) = health(objective, register, today) else {
        return view! { <p class="quiet"><span class="badge">{status}</span> " " {objective.text("reason").to_owned()}</p> }
            .into_any();
    };
    // What a KPI says stands beside it in the list.
    let reasons = reasons.iter().filter(|why| !matches!(why, register::objective::Why::Kpi(..)));
    let reasons: Vec<String> = reasons.map(|why| objective_why_words(register, why, today)).collect();
    let kpis: Vec<RecordId> = kpis_of(objective, register, today).map(|kpi| kpi.id.clone()).collect();
    view! {
        <p class="quiet">{health_badge(health)} " " {status} {(!reasons.is_empty()).then(|| format!(" · {}", reasons.join(" ")))}</p>
        {kpi_list(session, kpis, today)}
    }
    .into_any()
}

/// KPIs in a list: value, how it stands, why, where it is going.
pub fn kpi_list(session: Session, kpis: Vec<RecordId>, today: NaiveDate) -> Option<AnyView> {
    if kpis.is_empty() {
        return None;
    }
    let one = |id: RecordId| {
        let place = places::href(&places::record(session, &id));
        let body = move || {
            session.with_record(&id, |kpi| {
                let kpi = kpi?;
                let (health, reasons) = kpi::status(kpi, today);
                let why: Vec<String> = reasons.iter().map(|why| kpi_why_words(kpi, why)).collect();
                let value = kpi::current(kpi, today).map(|now| amount_words(kpi, now.value));
                let trend = kpi::trend(kpi, today).map(|trend| trend_words(kpi, trend));
                let words = session.peek(|register| record_words(register, &id));
                Some(view! {
                    <a href=place.clone()>{words}</a>
                    <strong class="kpi-now">{value}</strong>
                    {health_badge(health)}
                    <span class="quiet">{[Some(why.join(" ")), trend].into_iter().flatten().collect::<Vec<_>>().join(" · ")}</span>
                })
            })
        };
        view! { <li>{body}</li> }
    };
    Some(view! { <ul class="kpi-list">{kpis.into_iter().map(one).collect_view()}</ul> }.into_any())
}
