//! Concerns, as everybody on the team sees them: who can read what, whom to go to, and for a confidant the way into
//! the confidants' register. Of what is in that one this page knows nothing.

use crate::components::failure::FailureNotice;
use crate::components::icon::Icon;
use crate::components::phrases::title_words;
use crate::i18n::{register_label, t, t_with};
use crate::places;
use crate::session::{Session, use_session};
use bridge::{Failure, RegisterEntry};
use leptos::prelude::*;
use leptos::task::spawn_local;
use register::people::confidants;
use register::{Purpose, RecordId};

/// The page.
#[component]
pub fn Concerns() -> impl IntoView {
    let session = use_session();
    session.set_title(t("nav.concerns"));
    let rule = |icon: Icon, key: &str| view! { <li>{icon.view()} <span>{t(key)}</span></li> }.into_any();
    let rules = vec![
        rule(Icon::Confidence, "concerns.rule_alone"),
        rule(Icon::People, "concerns.rule_unnamed"),
        rule(Icon::Close, "concerns.rule_leaves"),
        rule(Icon::Check, "concerns.rule_no_reprisal"),
    ];
    view! {
        <div class="settings concerns">
            <header class="page-head">
                <div>
                    <h1 tabindex="-1">{t("nav.concerns")}</h1>
                    <p class="page-intro">
                        {t("concerns.intro")} " " <span class="clause">{t_with("word.clause", &[("clause", "5.1 f")])}</span>
                    </p>
                </div>
            </header>
            <section class="card" aria-labelledby="concerns-confidants">
                <h2 id="concerns-confidants">{t("concerns.confidants")}</h2>
                <Confidants />
            </section>
            <section class="card" aria-labelledby="concerns-rules">
                <h2 id="concerns-rules">{t("concerns.rules")}</h2>
                <ul class="concerns-rules">{rules}</ul>
            </section>
            <section class="card" aria-labelledby="concerns-register">
                <h2 id="concerns-register">{t("concerns.for_confidants")}</h2>
                <ForConfidants />
            </section>
            <section class="card" aria-labelledby="concerns-openly">
                <h2 id="concerns-openly">{t("concerns.openly")}</h2>
                <p>{t("concerns.openly_words")}</p>
            </section>
        </div>
    }
}

fn named(session: Session) -> Vec<(RecordId, String)> {
    let today = session.today_date();
    session.with_kinds(&["person"], |register| {
        let named = confidants(register, today);
        named.map(|person| (person.id.clone(), person.text("function").to_owned())).collect()
    })
}

#[component]
fn Confidants() -> impl IntoView {
    let session = use_session();
    let named = Memo::new(move |_| named(session));
    let one = move |(id, function): (RecordId, String)| {
        let place = places::href(&places::record(session, &id));
        view! { <li><a href=place>{title_words(session, &id)}</a> <span class="quiet">{function}</span></li> }
    };
    move || {
        let named = named.get();
        if named.is_empty() {
            let people = places::href(&places::list(session, "person"));
            return view! {
                <p>{t("concerns.confidants_none")}</p>
                <p><a class="button-quiet" href=people>{Icon::People.view()} {t("nav.people")}</a></p>
            }
            .into_any();
        }
        view! { <ul class="record-list">{named.into_iter().map(one).collect_view()}</ul> }.into_any()
    }
}

/// The confidants' registers on this device, those of this organization first.
fn of_confidants(session: Session, entries: Vec<RegisterEntry>) -> (Vec<RegisterEntry>, bool) {
    let organization = session.organization();
    let mut found: Vec<RegisterEntry> =
        entries.into_iter().filter(|entry| entry.purpose == Some(Purpose::Concerns)).collect();
    found.sort_by_key(|entry| entry.organization != organization);
    let has_own = found.first().is_some_and(|entry| entry.organization == organization);
    (found, has_own)
}

/// The way in, for whom there is one.
#[component]
fn ForConfidants() -> impl IntoView {
    let session = use_session();
    let entries = RwSignal::new(None::<Result<Vec<RegisterEntry>, Failure>>);
    spawn_local(async move {
        let answer = session.registers().await;
        entries.try_set(Some(answer));
    });
    let is_named = Memo::new(move |_| {
        let me = session.me();
        named(session).into_iter().any(|(id, _)| Some(id) == me)
    });
    let open = |entry: RegisterEntry| {
        let name = register_label(&entry.organization, entry.purpose);
        let words = t_with("concerns.open", &[("organization", &name)]);
        let place = places::href(&places::overview(&entry.key));
        view! { <p><a class="button" href=place>{Icon::Confidence.view()} {words}</a></p> }
    };
    move || {
        if session.is_sample() {
            return view! { <p>{t("concerns.sample")}</p> }.into_any();
        }
        match entries.get() {
            None => ().into_any(),
            Some(Err(failure)) => view! { <FailureNotice failure /> }.into_any(),
            Some(Ok(entries)) => {
                let (found, has_own) = of_confidants(session, entries);
                let way = match (has_own, is_named.get()) {
                    (true, _) => view! { <p>{t("concerns.here")}</p> }.into_any(),
                    (false, true) => view! { <Begin /> }.into_any(),
                    (false, false) => view! { <p>{t("concerns.not_named")}</p> }.into_any(),
                };
                let shared = (!found.is_empty() || is_named.get())
                    .then(|| view! { <p class="field-help">{t("concerns.shared_device")}</p> });
                view! { {way} {found.into_iter().map(open).collect_view()} {shared} }.into_any()
            }
        }
    }
}

#[component]
fn Begin() -> impl IntoView {
    let session = use_session();
    let go = places::use_go();
    let busy = RwSignal::new(false);
    let begin = move |_| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let go = go.clone();
        spawn_local(async move {
            // What went wrong is in the phase, and takes the place of this page.
            if let Ok(entry) = session.begin_confidants().await {
                go(&places::overview(&entry.key));
            }
        });
    };
    view! {
        <p>{t("concerns.begin_words")}</p>
        <p>{t("concerns.begins_with_one")}</p>
        <div class="actions">
            <button type="button" class="button" disabled=move || busy.get() on:click=begin>
                {Icon::Confidence.view()} {move || t(if busy.get() { "concerns.beginning" } else { "concerns.begin" })}
            </button>
        </div>
    }
}
