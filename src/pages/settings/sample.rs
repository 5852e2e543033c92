//! What the sample's settings have in place of invitations and backups: that it is one, and the ways out of it.

use crate::app::Language;
use crate::components::failure::FailureNotice;
use crate::i18n::t;
use crate::places;
use crate::session::use_session;
use bridge::Failure;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The section.
#[component]
pub fn Sample() -> impl IntoView {
    let session = use_session();
    let go = places::use_go();
    let language = use_context::<Language>();
    let busy = RwSignal::new(false);
    let failed = RwSignal::new(None::<Failure>);
    let leave = move |anew: bool| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let go = go.clone();
        // Read before the page is left.
        let language = language.map_or("en", Language::get);
        spawn_local(async move {
            if let Err(failure) = session.discard_sample().await {
                failed.try_set(Some(failure));
                busy.try_set(false);
                return;
            }
            let place = if anew {
                session.open_sample(language).await.map(|entry| places::overview(&entry.key)).ok()
            } else {
                session.close();
                None
            };
            go(&place.unwrap_or_else(places::start));
        });
    };
    let renew = leave.clone();
    view! {
        <section class="card sample-card" aria-labelledby="sample-title">
            <h2 id="sample-title">{t("sample.title")}</h2>
            <p>{t("sample.words")}</p>
            <p>{t("sample.alone")}</p>
            {move || failed.get().map(|failure| view! { <FailureNotice failure /> })}
            <div class="actions">
                <button type="button" class="button" disabled=move || busy.get() on:click=move |_| leave(false)>
                    {t("sample.remove")}
                </button>
                <button type="button" class="button-quiet" disabled=move || busy.get() on:click=move |_| renew(true)>
                    {t("sample.renew")}
                </button>
            </div>
        </section>
    }
}
