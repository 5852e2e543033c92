//! Opens the register that the address names, and shows its pages once it is open.

use crate::components::failure::FailureNotice;
use crate::components::frame::Frame;
use crate::i18n::t;
use crate::places;
use crate::session::{Phase, use_session};
use bridge::Request;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::components::Outlet;
use leptos_router::hooks::use_params_map;

/// The register of the address.
#[component]
pub fn RegisterFrame() -> impl IntoView {
    let session = use_session();
    let params = use_params_map();
    let key = Memo::new(move |_| params.with(|params| params.get("register").unwrap_or_default()));
    Effect::new(move |_| {
        let key = key.get();
        if session.key() != key {
            spawn_local(async move {
                // What went wrong is in the phase.
                let _ = session.open_by(Request::Open { register: key }).await;
            });
        }
    });
    let again = move |_| {
        spawn_local(async move {
            let _ = session.open_by(Request::Open { register: key.get_untracked() }).await;
        });
    };
    let shown = Memo::new(move |_| (session.phase(), session.opened().map(|opened| opened.entry.key)));
    move || match shown.get() {
        (Phase::Open, Some(open)) if open == key.get() => view! { <Frame><Outlet /></Frame> }.into_any(),
        (Phase::Failed(failure), _) => view! {
            <main class="alone">
                <h1 tabindex="-1">{t("open.failed")}</h1>
                <FailureNotice failure>
                    <button type="button" class="button" on:click=again>{t("do.try_again")}</button>
                    <a class="button-quiet" href=places::href(&places::start())>{t("nav.registers")}</a>
                </FailureNotice>
            </main>
        }
        .into_any(),
        _ => view! { <main class="alone"><p class="opening" role="status">{t("open.opening")}</p></main> }
            .into_any(),
    }
}
