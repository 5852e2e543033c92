//! The overview of a confidants' register: what is open, what is mine, who reads here, what changed.

use super::digest::Digest;
use super::{Disagreements, Mine, Recent, mark_paints};
use crate::components::copies::BackupReminder;
use crate::components::empty::EmptyKind;
use crate::components::new_record::NewButton;
use crate::components::phrases::{record_words, title_words};
use crate::i18n::{choice_label, register_label, t};
use crate::places;
use crate::platform::intl;
use crate::session::use_session;
use leptos::prelude::*;
use register::kind::CONCERN;
use register::people::members;
use register::{FieldPath, Purpose, Record, RecordId};

/// The overview.
#[component]
pub fn OfConfidants() -> impl IntoView {
    let session = use_session();
    session.set_title(t("overview.title"));
    let name = move || {
        session.with_kinds(&["organization"], |register| {
            let organization = register.of_kind("organization").next();
            register_label(organization.map(Record::title).unwrap_or_default(), Some(Purpose::Concerns))
        })
    };
    let is_empty = Memo::new(move |_| {
        session.with_kinds(&["concern"], |register| register.of_kind("concern").next().is_none())
    });
    mark_paints(session);
    view! {
        <article class="page overview">
            <header class="page-head">
                <div>
                    <p class="page-kind">{t("overview.title")} <span class="clause">"5.1 f"</span></p>
                    <h1>{name}</h1>
                </div>
                <Show when=move || !is_empty.get()><div class="actions"><NewButton kind=&CONCERN /></div></Show>
            </header>
            <Show when=move || !is_empty.get()><BackupReminder /></Show>
            <Digest />
            <Disagreements />
            <section class="panel" aria-labelledby="overview-concerns">
                <h2 id="overview-concerns">{t("concerns.standing")}</h2>
                {move || match is_empty.get() {
                    true => view! { <EmptyKind kind="concern"><NewButton kind=&CONCERN /></EmptyKind> }.into_any(),
                    false => view! { <Standing /> }.into_any(),
                }}
            </section>
            <div class="overview-columns">
                <section class="panel" aria-labelledby="overview-mine">
                    <h2 id="overview-mine">{t("overview.mine")}</h2>
                    <Mine />
                </section>
                <section class="panel" aria-labelledby="overview-people">
                    <h2 id="overview-people">{t("concerns.people")}</h2>
                    <Readers />
                </section>
            </div>
            <section class="panel" aria-labelledby="overview-recent">
                <h2 id="overview-recent">{t("overview.recent")}</h2>
                <Recent />
            </section>
        </article>
    }
}

/// What is not closed, the longest waiting first.
#[component]
fn Standing() -> impl IntoView {
    let session = use_session();
    let open = Memo::new(move |_| {
        session.with_kinds(&["concern"], |register| {
            let open = register.of_kind("concern").filter(|concern| concern.text("status") != "closed");
            let mut open: Vec<(String, String, RecordId)> = open
                .map(|concern| {
                    let text = |key| concern.text(key).to_owned();
                    (text("received_on"), text("status"), concern.id.clone())
                })
                .collect();
            open.sort();
            open
        })
    });
    let one = move |(received, status, id): (String, String, RecordId)| {
        let words = session.with_record(&id, |_| session.peek(|register| record_words(register, &id)));
        let state = (!status.is_empty()).then(|| choice_label("concern", &FieldPath::of("status"), &status));
        let received = (!received.is_empty()).then(|| intl::date(&received));
        let beside: Vec<String> = state.into_iter().chain(received).collect();
        view! {
            <li>
                <a href=places::href(&places::record(session, &id))>{words}</a>
                <span class="quiet">{beside.join(" · ")}</span>
            </li>
        }
    };
    move || {
        let open = open.get();
        if open.is_empty() {
            return view! { <p class="panel-empty">{t("concerns.all_closed")}</p> }.into_any();
        }
        view! { <ul class="record-list">{open.into_iter().map(one).collect_view()}</ul> }.into_any()
    }
}

/// Whose devices open this register.
#[component]
fn Readers() -> impl IntoView {
    let session = use_session();
    let readers = Memo::new(move |_| session.with_kinds(&["person"], members));
    let one = move |id: RecordId| {
        view! { <li><a href=places::href(&places::record(session, &id))>{title_words(session, &id)}</a></li> }
    };
    let list = move || readers.get().into_iter().map(one).collect_view();
    let words =
        move || t(if readers.with(Vec::len) < 2 { "concerns.alone" } else { "concerns.people_words" });
    let settings = places::href(&places::page(session, "settings"));
    view! {
        <ul class="record-list">{list}</ul>
        <p class="panel-empty">{words}</p>
        <p><a href=settings>{t("concerns.invite")}</a></p>
    }
}
