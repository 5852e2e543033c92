//! One record beside its list: its form and its history.

mod assessment;
mod hand;
mod notifications;
mod votes;

use super::document::DocumentPage;
use super::kpi::KpiWork;
use super::management_review::ManagementReview;
use super::objectives;
use crate::components::badge::{due_badge, level_badge};
use crate::components::form::RecordForm;
use crate::components::icon::Icon;
use crate::components::phrases::title_words;
use crate::components::record_foot::RecordFoot;
use crate::components::record_notices::record_notices;
use crate::components::risk_acceptance::RiskAcceptance;
use crate::components::shortcuts::on_escape;
use crate::i18n::{kind_label, t, t_with};
use crate::places;
use crate::session::{Session, use_session};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use register::risk_criteria::{Criteria, Rating, is_above_appetite, score};
use register::{Kind, Record, RecordId};

/// The record that the address names.
#[component]
pub fn RecordBeside(
    /// Its kind.
    kind: &'static Kind,
) -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| {
        let uuid = params.with(|params| params.get("id"))?;
        format!("{}/{uuid}", kind.name).parse::<RecordId>().ok()
    });
    move || id.get().map(|id| view! { <Panel id /> })
}

#[component]
fn Panel(id: RecordId) -> impl IntoView {
    let session = use_session();
    let go = places::use_go();
    let back = places::list(session, &id.kind);
    let there = back.clone();
    on_escape(move || go(&there));
    let known = {
        let id = id.clone();
        Memo::new(move |_| session.with_record(&id, |record| record.is_some()))
    };
    let kind = Kind::by_name(&id.kind);
    let body = move || {
        match kind.filter(|_| known.get()) {
        Some(kind) => view! { <Body id=id.clone() kind /> }.into_any(),
        None => view! { <h2 data-heading="" tabindex="-1">{t("record.unknown")}</h2> <p>{t("record.unknown_why")}</p> }.into_any(),
    }
    };
    view! {
        <section class="beside-record" aria-labelledby="record-title">
            <a class="back" href=places::href(&back) data-noscroll="" title=t("record.close")>
                <span class="back-wide">{Icon::Close.view()} <span class="visually-hidden">{t("record.close")}</span></span>
                <span class="back-narrow">{Icon::Back.view()} {t("record.back")}</span>
            </a>
            {body}
        </section>
    }
}

#[component]
fn Body(id: RecordId, kind: &'static Kind) -> impl IntoView {
    let session = use_session();
    if session.take_fresh(&id) {
        session.focus_soon(format!("#f-{}-{}", id.uuid, kind.title));
    }
    if kind.name == "management_review" {
        return view! { <ManagementReview id /> }.into_any();
    }
    if kind.name == "document" {
        return view! { <DocumentPage id /> }.into_any();
    }
    let (heading, marks) = (id.clone(), id.clone());
    let titled = id.clone();
    Effect::new(move |_| session.set_title(title_words(session, &titled)));
    let reference = move || {
        session.with_record(&heading, |record| record.map(|record| record.text("reference").to_owned()))
    };
    let titled = id.clone();
    view! {
        <header class="record-head">
            <p class="record-kind">
                {kind_label(kind.name)} " " <span class="record-reference">{reference}</span>
                " " <span class="clause">{t_with("word.clause", &[("clause", kind.clause)])}</span>
            </p>
            <h2 id="record-title" data-heading="" tabindex="-1">{move || title_words(session, &titled)}</h2>
            <p class="record-marks">{move || session.with_record(&marks, |record| record.map(|record| marks_of(session, record)))}</p>
        </header>
        {record_notices(id.clone())}
        {work_of(id.clone())}
        <RecordForm id=id.clone() kind />
        {(kind.name == "risk").then(|| view! { <RiskAcceptance id=id.clone() /> {assessment::rounds(id.clone())} })}
        <RecordFoot id />
    }
    .into_any()
}

/// What the work on a record of some kinds needs above its form.
fn work_of(id: RecordId) -> AnyView {
    match id.kind.as_str() {
        "kpi" => view! { <KpiWork id /> }.into_any(),
        "objective" | "strategic_goal" | "intended_outcome" => objectives::standing(id),
        "leadership_act" => hand::hand_of(id),
        "incident" => notifications::notifications(id),
        "decision" => votes::votes_of(id),
        "assessment_round" => assessment::result(id),
        _ => ().into_any(),
    }
}

fn marks_of(session: Session, record: &Record) -> AnyView {
    match record.id.kind.as_str() {
        "risk" => {
            let criteria = session.with_kinds(&["risk_criteria"], Criteria::of);
            let above = is_above_appetite(record, &criteria).then(|| {
                view! { <span class="badge badge-critical">{Icon::Alert.view()} {t("risk.above_appetite")}</span> }
            });
            let target = score(record, Rating::Target, &criteria).map(|_| {
                view! { <span class="movement-step">{t("column.target")} " " {level_badge(record, Rating::Target, &criteria)}</span> }
            });
            view! {
                <span class="movement">
                    <span class="movement-step">{t("column.inherent")} " " {level_badge(record, Rating::Inherent, &criteria)}</span>
                    <span class="movement-step">{t("column.current")} " " {level_badge(record, Rating::Current, &criteria)}</span>
                    {target}
                </span>
                {above}
            }
            .into_any()
        }
        "action" => due_badge(record),
        _ => ().into_any(),
    }
}
