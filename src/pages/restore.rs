//! Restoring a register in this browser, from a backup file and its recovery code.

use crate::components::failure::FailureNotice;
use crate::components::toasts::Toasts;
use crate::i18n::{t, t_with};
use crate::places;
use crate::platform::intl;
use crate::session::{ChosenFile, RestoreStep, use_session};
use bridge::Failure;
use leptos::html::Input;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The page.
#[component]
pub fn Restore() -> impl IntoView {
    let session = use_session();
    session.close();
    session.set_title(t("restore.title"));
    let go = places::use_go();
    let file = NodeRef::<Input>::new();
    let code = RwSignal::new(String::new());
    let step = RwSignal::new(None::<RestoreStep>);
    let failed = RwSignal::new(None::<Failure>);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let chosen = file.get_untracked().and_then(|input| ChosenFile::in_input(&input));
        let Some(chosen) = chosen.filter(|_| step.get_untracked().is_none()) else { return };
        let go = go.clone();
        failed.set(None);
        step.set(Some(RestoreStep { read: 0, of: 0 }));
        spawn_local(async move {
            let tell = move |now| {
                step.try_set(Some(now));
            };
            let answer = session.restore(code.get_untracked(), chosen, tell).await;
            match answer {
                Ok(entry) => go(&places::overview(&entry.key)),
                Err(failure) => {
                    session.close();
                    failed.try_set(Some(failure));
                }
            }
            step.try_set(None);
        });
    };
    let words = move || match step.get() {
        None => t("restore.do"),
        Some(RestoreStep { of: 0, .. }) => t("restore.doing"),
        Some(RestoreStep { read, of }) => {
            let (read, of) = (intl::number(read.into()), intl::number(of.into()));
            t_with("restore.doing_with", &[("n", &read), ("m", &of)])
        }
    };
    let start = places::href(&places::start());
    let back = start.clone();
    let notice = move || {
        let start = start.clone();
        failed.get().map(|failure| {
            let is_here = failure == Failure::AlreadyHere;
            let way = is_here.then(|| view! { <a class="button-quiet" href=start>{t("nav.registers")}</a> });
            view! { <FailureNotice failure>{way}</FailureNotice> }
        })
    };
    view! {
        <main class="alone restore">
            <p><a href=back>{t("nav.registers")}</a></p>
            <h1 tabindex="-1">{t("restore.title")}</h1>
            <form class="card" on:submit=submit>
                <p>{t("restore.words")}</p>
                <div class="field">
                    <label class="field-label" for="restore-file">{t("restore.file")}</label>
                    <input id="restore-file" type="file" required node_ref=file />
                </div>
                <div class="field">
                    <label class="field-label" for="restore-code">{t("restore.code")}</label>
                    <input
                        id="restore-code"
                        class="recovery-input"
                        type="text"
                        required
                        autocomplete="off"
                        autocapitalize="characters"
                        spellcheck="false"
                        maxlength="100"
                        aria-describedby="restore-code-help"
                        prop:value=move || code.get()
                        on:input=move |event| code.set(event_target_value(&event))
                    />
                    <p class="field-help" id="restore-code-help">{t("restore.code_help")}</p>
                </div>
                {notice}
                <button type="submit" class="button" disabled=move || step.get().is_some()>{words}</button>
            </form>
        </main>
        <Toasts />
    }
}
