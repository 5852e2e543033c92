//! What was set aside: by whom, when and why; and all of it as a file.

use crate::components::badge::signature;
use crate::components::failure::{self, FailureNotice};
use crate::components::phrases::author_words;
use crate::i18n::{find, t, t_with};
use crate::platform::intl;
use crate::session::{Session, use_session};
use bridge::{Failure, Request, Response, SetAside};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The section.
#[component]
pub fn Aside() -> impl IntoView {
    let session = use_session();
    let aside = RwSignal::new(None::<Result<Vec<SetAside>, String>>);
    let saved = RwSignal::new(None::<Result<String, Failure>>);
    let count = Memo::new(move |_| (session.status().set_aside, session.status().newer));
    Effect::new(move |_| {
        count.get();
        spawn_local(async move {
            let answer = match session.call(Request::SetAside).await {
                Ok(Response::SetAside(aside)) => Ok(aside),
                Ok(_) => Ok(Vec::new()),
                Err(failure) => Err(failure::sentence(&failure)),
            };
            aside.try_set(Some(answer));
        });
    });
    let save = move |_| {
        spawn_local(async move {
            let outcome = session.save_set_aside().await;
            saved.try_set(Some(outcome));
        });
    };
    let list = move || {
        match aside.get() {
        None => ().into_any(),
        Some(Err(words)) => view! { <p class="field-problem">{words}</p> }.into_any(),
        Some(Ok(aside)) if aside.is_empty() => view! { <p>{t("set_aside.none")}</p> }.into_any(),
        Some(Ok(aside)) => view! {
            <ul class="set-aside">{aside.into_iter().map(|entry| item(session, entry)).collect::<Vec<_>>()}</ul>
            <p class="field-help">{t("set_aside.file_words")}</p>
            <div class="actions">
                <button type="button" class="button-small" on:click=save>{t("set_aside.save")}</button>
            </div>
        }
        .into_any(),
    }
    };
    let outcome = move || {
        saved.get().map(|saved| match saved {
            Ok(name) => {
                view! { <p role="status">{t_with("set_aside.saved", &[("name", &name)])}</p> }.into_any()
            }
            Err(failure) => view! { <FailureNotice failure /> }.into_any(),
        })
    };
    view! {
        <section class="card" aria-labelledby="aside-title">
            <h2 id="aside-title">{t("set_aside.title")}</h2>
            <p class="field-help">{t("set_aside.words")}</p>
            {list}
            {outcome}
        </section>
    }
}

fn item(session: Session, entry: SetAside) -> AnyView {
    let reason = find(&format!("set_aside.{}", entry.reason)).unwrap_or_else(|| t("set_aside.other"));
    let who = move || match entry.by {
        Some(by) if entry.at > 0 => signature(&author_words(session, &by), entry.at),
        Some(by) => author_words(session, &by),
        None => t_with("set_aside.came", &[("when", &intl::moment(entry.at))]),
    };
    view! { <li><span>{reason}</span> <span class="answer-who">{who}</span></li> }.into_any()
}
