//! Opens the register that the address names, and shows its pages once it is open.

use crate::components::failure::FailureNotice;
use crate::components::frame::Frame;
use crate::i18n::t;
use crate::parts::fetch_further_ahead;
use crate::places;
use crate::session::{Phase, Session, use_session};
use bridge::Failure;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_params_map;
use register::Purpose;

/// What stands on the screen. The register stays there, untouched, while its picture gives way to it.
#[derive(Clone, PartialEq)]
enum Shown {
    Register,
    Failure(Failure),
    Waiting,
}

impl Shown {
    fn of(session: Session, key: &str) -> Self {
        let is_this = session.opened().is_some_and(|opened| opened.entry.key == key);
        match session.phase() {
            Phase::Open | Phase::Shown if is_this => Self::Register,
            Phase::Failed(failure) => Self::Failure(failure),
            _ => Self::Waiting,
        }
    }
}

/// The register of the address.
#[component]
pub fn RegisterFrame(
    /// The page that is called so in the address.
    page_of: fn(Option<String>, Purpose) -> AnyView,
) -> impl IntoView {
    let session = use_session();
    let params = use_params_map();
    let key = Memo::new(move |_| params.with(|params| params.get("register").unwrap_or_default()));
    Effect::new(move |_| {
        let key = key.get();
        if session.key() != key {
            spawn_local(async move {
                // What went wrong is in the phase.
                let _ = session.open(&key).await;
            });
        }
    });
    Effect::new(move |fetched: Option<bool>| {
        let is_open = session.phase() == Phase::Open;
        if is_open && fetched != Some(true) {
            fetch_further_ahead();
        }
        is_open || fetched == Some(true)
    });
    let again = move |_| {
        spawn_local(async move {
            let _ = session.open(&key.get_untracked()).await;
        });
    };
    let shown = Memo::new(move |_| Shown::of(session, &key.get()));
    let page = Memo::new(move |_| params.with(|params| params.get("page")));
    let sample = move || session.is_sample().then(|| sample_band(session));
    let purpose = Memo::new(move |_| session.purpose());
    // Another purpose has other ways too.
    let framed = move || {
        purpose.track();
        view! { <Frame>{sample} {move || page_of(page.get(), purpose.get_untracked())}</Frame> }
    };
    move || match shown.get() {
        Shown::Register => framed().into_any(),
        Shown::Failure(failure) => view! {
            <main class="alone">
                <h1 tabindex="-1">{t("open.failed")}</h1>
                <FailureNotice failure>
                    <button type="button" class="button" on:click=again>{t("do.try_again")}</button>
                    <a class="button-quiet" href=places::href(&places::start())>{t("nav.registers")}</a>
                </FailureNotice>
            </main>
        }
        .into_any(),
        Shown::Waiting => {
            view! { <main class="alone"><p class="opening" role="status">{t("open.opening")}</p></main> }
                .into_any()
        }
    }
}

/// Whoever looks at a page of the sample sees that it is one.
fn sample_band(session: Session) -> AnyView {
    view! {
        <p class="sample-band" role="note">
            <strong>{t("sample.mark")}</strong> " – " {t("sample.band")} " "
            <a href=places::href(&places::page(session, "settings"))>{t("sample.more")}</a>
        </p>
    }
    .into_any()
}
