//! The first page: the registers on this device, a new one, or a colleague's by invitation.

use crate::app::Language;
use crate::components::badge::last_open;
use crate::components::failure::FailureNotice;
use crate::components::icon::Icon;
use crate::components::toasts::Toasts;
use crate::i18n::{LANGUAGES, register_label, t, t_with};
use crate::places;
use crate::session::{Invitation, use_session};
use bridge::{Failure, RegisterEntry, Request, purpose_said};
use leptos::prelude::*;
use leptos::task::spawn_local;
use register::Purpose;

/// The page.
#[component]
pub fn Start() -> impl IntoView {
    let session = use_session();
    session.close();
    session.set_title(String::new());
    let entries = RwSignal::new(None::<Result<Vec<RegisterEntry>, Failure>>);
    let load = move || {
        spawn_local(async move {
            let answer = session.registers().await;
            entries.try_set(Some(answer));
        });
    };
    load();
    // A link that is pasted into the address bar of this page changes nothing but the fragment.
    let pasted = window_event_listener_untyped("hashchange", move |_| {
        if let Some(invitation) = Invitation::take_from_address() {
            session.set_invitation(Some(invitation));
        }
    });
    on_cleanup(move || pasted.remove());
    let list = move || match entries.get() {
        None => ().into_any(),
        Some(Err(failure)) => view! {
            <FailureNotice failure>
                <button type="button" class="button" on:click=move |_| load()>{t("do.try_again")}</button>
            </FailureNotice>
        }
        .into_any(),
        Some(Ok(entries)) if entries.is_empty() => ().into_any(),
        Some(Ok(entries)) => view! {
            <section class="start-registers" aria-labelledby="registers-title">
                <h2 id="registers-title">{t("start.registers")}</h2>
                <ul class="register-list">{entries.into_iter().map(entry).collect::<Vec<_>>()}</ul>
            </section>
        }
        .into_any(),
    };
    let invited = move || session.invitation().is_some();
    view! {
        <main class="start">
            <header class="start-head">
                <p class="start-brand">
                    <svg class="brand-mark" viewBox="0 0 24 24" aria-hidden="true">
                        <path d="M5 4v5.500c0 4 7 4 7 8V20M19 4v5.500c0 4-7 4-7 8" />
                    </svg>
                    "Isomerge"
                </p>
                <Languages />
            </header>
            <div class="start-intro">
                <h1 tabindex="-1">{move || t(if invited() { "start.invited_title" } else { "start.title" })}</h1>
                <p>{move || t(if invited() { "start.invited_words" } else { "start.words" })}</p>
            </div>
            {list}
            <div class="start-ways" class:is-invited=invited>
                <Join />
                <Found />
            </div>
            <Sample />
            <p class="start-restore"><a href=places::href(&places::restore())>{t("restore.title")}</a></p>
            <ul class="start-promises">
                <li>{Icon::Device.view()} <span>{t("start.promise_device")}</span></li>
                <li>{Icon::Clock.view()} <span>{t("start.promise_offline")}</span></li>
                <li>{Icon::Check.view()} <span>{t("start.promise_sealed")}</span></li>
            </ul>
        </main>
        <Toasts />
    }
}

fn entry(entry: RegisterEntry) -> AnyView {
    let place = places::href(&places::overview(&entry.key));
    if entry.is_unread() {
        let name: String = entry.key.chars().take(8).collect();
        return view! {
            <li>
                <a href=place>
                    <span class="register-name">{t_with("start.unread", &[("name", &name)])}</span>
                    <span class="register-when">{t("start.unread_words")}</span>
                </a>
            </li>
        }
        .into_any();
    }
    let name = register_label(&entry.organization, entry.purpose);
    let is_of_confidants = entry.purpose == Some(Purpose::Concerns);
    view! {
        <li>
            <a href=place>
                <span class="register-name">
                    {name} {entry.is_sample.then(|| view! { <span class="badge">{t("start.sample_mark")}</span> })}
                    {is_of_confidants.then(|| view! { <span class="badge">{t("start.concerns_mark")}</span> })}
                </span>
                <span class="register-when">{last_open(entry.opened_at)}</span>
            </a>
        </li>
    }
    .into_any()
}

#[component]
fn Languages() -> impl IntoView {
    let language = use_context::<Language>();
    let options = LANGUAGES.map(|(code, name)| {
        view! { <option value=code lang=code prop:selected=move || language.is_some_and(|language| language.get() == code)>{name}</option> }
    });
    let choose = move |event| {
        if let Some(language) = language {
            language.choose(&event_target_value(&event));
        }
    };
    view! { <select class="chip" aria-label=t("settings.language") on:change=choose>{Vec::from(options)}</select> }
}

/// What a form of this page shares: the answer that failed, and whether one is under way.
#[derive(Clone, Copy)]
struct Way {
    busy: RwSignal<bool>,
    failed: RwSignal<Option<Failure>>,
}

impl Way {
    fn new() -> Self {
        Self { busy: RwSignal::new(false), failed: RwSignal::new(None) }
    }
}

fn use_way_in() -> impl Fn(Way, Request) + Clone + Send + Sync + 'static {
    let session = use_session();
    let go = places::use_go();
    move |way, request| {
        let go = go.clone();
        // A new register has nothing yet that a person would miss.
        let has_records = !matches!(request, Request::Found { .. });
        way.busy.set(true);
        way.failed.set(None);
        spawn_local(async move {
            let answer = session.open_by(request).await;
            way.busy.try_set(false);
            match answer {
                Ok(entry) => {
                    session.set_invitation(None);
                    if has_records {
                        session.ask_to_keep();
                    }
                    go(&places::overview(&entry.key));
                }
                Err(failure) => {
                    session.close();
                    way.failed.try_set(Some(failure));
                }
            }
        });
    }
}

#[component]
fn Found() -> impl IntoView {
    let session = use_session();
    let way = Way::new();
    let way_in = use_way_in();
    let organization = RwSignal::new(String::new());
    let person = RwSignal::new(String::new());
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let way_in = way_in.clone();
        let (organization, person) =
            (organization.get_untracked().trim().to_owned(), person.get_untracked().trim().to_owned());
        if organization.is_empty() || person.is_empty() || way.busy.get_untracked() {
            return;
        }
        spawn_local(async move {
            let relay = session.relay().await;
            way_in(way, Request::Found { organization, person, relay, purpose: Purpose::Isms });
        });
    };
    view! {
        <form class="card start-found" on:submit=submit aria-labelledby="found-title">
            <h2 id="found-title">{t("start.found_title")}</h2>
            <p>{t("start.found_words")}</p>
            <TextField id="found-organization" label=t("start.organization") value=organization autocomplete="organization" />
            <TextField id="found-person" label=t("start.person") value=person autocomplete="name" />
            <Failed way />
            <button type="submit" class="button" disabled=move || way.busy.get()>
                {move || t(if way.busy.get() { "start.founding" } else { "start.found" })}
            </button>
        </form>
    }
}

#[component]
fn Join() -> impl IntoView {
    let session = use_session();
    let way = Way::new();
    let way_in = use_way_in();
    let link = RwSignal::new(String::new());
    let person = RwSignal::new(String::new());
    let invited = move || session.invitation().is_some();
    let is_to_confidants = move || {
        let said = session.invitation().map_or_else(|| link.get(), |Invitation(secret)| secret);
        purpose_said(&said) == Purpose::Concerns
    };
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let invitation = untrack(|| session.invitation()).map(|Invitation(secret)| secret);
        let link = invitation.unwrap_or_else(|| link.get_untracked().trim().to_owned());
        let person = person.get_untracked().trim().to_owned();
        if link.is_empty() || person.is_empty() || way.busy.get_untracked() {
            return;
        }
        way_in(way, Request::Join { link, person });
    };
    view! {
        <form class="card start-join" on:submit=submit aria-labelledby="join-title">
            <h2 id="join-title">{t("start.join_title")}</h2>
            {move || is_to_confidants().then(|| view! { <p class="notice">{t("start.join_confidants")}</p> })}
            <p>{move || t(if invited() { "start.join_invited" } else { "start.join_words" })}</p>
            <Show when=move || !invited()>
                <TextField id="join-link" label=t("start.link") value=link autocomplete="off" />
            </Show>
            <TextField id="join-person" label=t("start.person") value=person autocomplete="name" />
            <Failed way />
            <button type="submit" class="button" disabled=move || way.busy.get()>
                {move || t(if way.busy.get() { "start.joining" } else { "start.join" })}
            </button>
        </form>
    }
}

/// A company to look at, in a register of its own in which nothing is real.
#[component]
fn Sample() -> impl IntoView {
    let session = use_session();
    let go = places::use_go();
    let language = use_context::<Language>();
    let way = Way::new();
    let open = move |_| {
        if way.busy.get_untracked() {
            return;
        }
        let go = go.clone();
        let language = language.map_or("en", |language| untrack(|| language.get()));
        way.busy.set(true);
        way.failed.set(None);
        spawn_local(async move {
            let answer = session.open_sample(language).await;
            way.busy.try_set(false);
            match answer {
                Ok(entry) => go(&places::overview(&entry.key)),
                Err(failure) => {
                    session.close();
                    way.failed.try_set(Some(failure));
                }
            }
        });
    };
    let progress = move || {
        let words = match session.sample_told() {
            _ if !way.busy.get() => String::new(),
            None => t("start.sample_fetching"),
            Some(percent) => t_with("start.sample_telling", &[("percent", &percent.to_string())]),
        };
        view! { <p class="start-progress" role="status">{words}</p> }
    };
    view! {
        <section class="start-sample" aria-labelledby="sample-title">
            <h2 id="sample-title">{t("start.sample_title")}</h2>
            <p>{t("start.sample_words")}</p>
            <Failed way />
            <button type="button" class="button-quiet" disabled=move || way.busy.get() on:click=open>{t("start.sample")}</button>
            {progress}
        </section>
    }
}

#[component]
fn TextField(
    id: &'static str,
    label: String,
    value: RwSignal<String>,
    autocomplete: &'static str,
) -> impl IntoView {
    view! {
        <div class="field">
            <label class="field-label" for=id>{label}</label>
            <input
                id=id
                type="text"
                required
                maxlength="4000"
                autocomplete=autocomplete
                prop:value=move || value.get()
                on:input=move |event| value.set(event_target_value(&event))
            />
        </div>
    }
}

#[component]
fn Failed(way: Way) -> impl IntoView {
    move || way.failed.get().map(|failure| view! { <FailureNotice failure /> })
}
