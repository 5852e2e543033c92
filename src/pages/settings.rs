//! Inviting colleagues, backups, the organization, language and theme, and where the data is kept.

mod aside;
mod backup;
mod sample;

use crate::app::Language;
use crate::components::copies::copies_words;
use crate::components::failure::FailureNotice;
use crate::components::form::RecordForm;
use crate::components::icon::Icon;
use crate::components::qr::Qr;
use crate::i18n::{LANGUAGES, t};
use crate::places;
use crate::session::{ToastKind, use_session};
use crate::theme;
use aside::Aside;
use backup::Backup;
use bridge::{Failure, Request, Response};
use leptos::prelude::*;
use leptos::task::spawn_local;
use register::Purpose;
use register::kind::ORGANIZATION;
use sample::Sample;

/// The page.
#[component]
pub fn Settings() -> impl IntoView {
    let session = use_session();
    session.set_title(t("nav.settings"));
    let organization = Memo::new(move |_| {
        session.with_kinds(&["organization"], |register| {
            register.of_kind("organization").next().map(|record| record.id.clone())
        })
    });
    view! {
        <div class="settings">
            <header class="page-head"><h1 tabindex="-1">{t("nav.settings")}</h1></header>
            {move || match session.is_sample() {
                true => view! { <Sample /> }.into_any(),
                false => view! { <Invite /> <Backup /> }.into_any(),
            }}
            <section class="card" aria-labelledby="organization-title">
                <h2 id="organization-title">{t("settings.organization")}</h2>
                {move || organization.get().map(|id| view! { <RecordForm id kind=&ORGANIZATION /> })}
            </section>
            <Appearance />
            <Kept />
            <section class="card" aria-labelledby="reference-title">
                <h2 id="reference-title">{t("nav.reference")}</h2>
                <p>{t("reference.link_why")}</p>
                <p><a href=places::href(&places::page(session, "reference"))>{t("reference.link")}</a></p>
            </section>
            <Aside />
        </div>
    }
}

#[component]
fn Invite() -> impl IntoView {
    let session = use_session();
    let made = RwSignal::new(None::<Result<String, Failure>>);
    let busy = RwSignal::new(false);
    let make = move |_| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        spawn_local(async move {
            let page = session.public_address().await;
            let answer = match session.call(Request::Invite { page }).await {
                Ok(Response::Invitation(link)) => Ok(link),
                Ok(_) => Err(Failure::Defect("invite: another answer".to_owned())),
                Err(failure) => Err(failure),
            };
            made.try_set(Some(answer));
            busy.try_set(false);
        });
    };
    let shown = move || match made.get() {
        None => ().into_any(),
        Some(Err(failure)) => view! { <FailureNotice failure /> }.into_any(),
        Some(Ok(link)) => {
            let copied = link.clone();
            let copy = move |_| {
                let link = copied.clone();
                spawn_local(async move {
                    let words = if session.copy(&link).await { "invite.copied" } else { "invite.not_copied" };
                    session.say(ToastKind::Done, t(words));
                });
            };
            view! {
                <div class="invitation">
                    <div class="invitation-link">
                        <label class="field-label" for="invitation-link">{t("invite.link")}</label>
                        <div class="with-button">
                            <input id="invitation-link" type="text" readonly value=link.clone() />
                            <button type="button" class="button-small" on:click=copy>{t("do.copy")}</button>
                        </div>
                        <p class="field-help">{t("invite.secret")}</p>
                    </div>
                    <Qr text=link label=t("invite.qr") />
                </div>
            }
            .into_any()
        }
    };
    let (title, words) = match untrack(|| session.purpose()) {
        Purpose::Isms => ("invite.title", "invite.words"),
        Purpose::Concerns => ("invite.confidants_title", "invite.confidants_words"),
    };
    view! {
        <section class="card" aria-labelledby="invite-title">
            <h2 id="invite-title">{t(title)}</h2>
            <p>{t(words)}</p>
            {shown}
            <div class="actions">
                <button type="button" class="button" disabled=move || busy.get() on:click=make>
                    {Icon::Share.view()}
                    {move || t(if made.with(|made| matches!(made, Some(Ok(_)))) { "invite.another" } else { "invite.make" })}
                </button>
            </div>
        </section>
    }
}

#[component]
fn Appearance() -> impl IntoView {
    let language = use_context::<Language>();
    let languages = LANGUAGES.map(|(code, name)| {
        let is_used = move || language.is_some_and(|language| language.get() == code);
        let choose = move |_| {
            if let Some(language) = language {
                language.choose(code);
            }
        };
        view! {
            <label class="radio" lang=code>
                <input type="radio" name="language" value=code prop:checked=is_used on:change=choose /> {name}
            </label>
        }
    });
    let used = RwSignal::new(theme::current());
    let themes = theme::THEMES.map(|name| {
        let choose = move |_| {
            theme::choose(name);
            used.set(name.to_owned());
        };
        view! {
            <label class="radio">
                <input type="radio" name="theme" value=name prop:checked=move || used.with(|used| used == name) on:change=choose />
                {t(&format!("theme.{name}"))}
            </label>
        }
    });
    view! {
        <section class="card" aria-labelledby="appearance-title">
            <h2 id="appearance-title">{t("settings.appearance")}</h2>
            <div class="settings-pair">
                <fieldset><legend class="field-label">{t("settings.language")}</legend>{Vec::from(languages)}</fieldset>
                <fieldset><legend class="field-label">{t("settings.theme")}</legend>{Vec::from(themes)}</fieldset>
            </div>
        </section>
    }
}

#[component]
fn Kept() -> impl IntoView {
    let session = use_session();
    let kept = RwSignal::new(None::<Option<bool>>);
    spawn_local(async move {
        let answer = session.is_persisted().await;
        kept.try_set(Some(answer));
    });
    let ask = move |_| {
        spawn_local(async move {
            let answer = session.ask_to_persist().await;
            kept.try_set(Some(answer));
        });
    };
    let words = move || match kept.get() {
        None => String::new(),
        Some(Some(true)) => t("kept.promised"),
        Some(Some(false)) => t("kept.not_promised"),
        Some(None) => t("kept.unknown"),
    };
    let copies =
        move || if session.is_sample() { t("sample.copies") } else { copies_words(&session.status()) };
    view! {
        <section class="card" aria-labelledby="kept-title">
            <h2 id="kept-title">{t("kept.title")}</h2>
            <p>{t("kept.where")}</p>
            <p>{words}</p>
            <p>{copies}</p>
            <Show when=move || kept.get() == Some(Some(false))>
                <div class="actions"><button type="button" class="button-small" on:click=ask>{t("kept.ask")}</button></div>
            </Show>
        </section>
    }
}
