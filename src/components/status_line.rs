//! Where my work is, always in view, in words; and how many questions have two answers.

use crate::components::icon::Icon;
use crate::i18n::{t, t_count};
use crate::places;
use crate::session::status::Mood;
use crate::session::use_session;
use leptos::prelude::*;

fn look(mood: Mood) -> (&'static str, Icon) {
    match mood {
        Mood::Busy => ("status status-busy", Icon::Busy),
        Mood::Calm => ("status status-calm", Icon::Check),
        Mood::Waiting => ("status status-waiting", Icon::Clock),
        Mood::Alarm => ("status status-alarm", Icon::Alert),
    }
}

fn piece((mood, words): (Mood, String), name: &'static str) -> AnyView {
    let (class, icon) = look(mood);
    view! { <span class=class data-status=name>{icon.view()} <span>{words}</span></span> }.into_any()
}

/// The words.
#[component]
pub fn StatusLine() -> impl IntoView {
    let session = use_session();
    let saved = Memo::new(move |_| session.saved_words());
    let sent = Memo::new(move |_| session.sent_words());
    let disputed = Memo::new(move |_| {
        let all = session.disagreements();
        (all.len(), all.into_iter().next().map(|first| first.record))
    });
    let set_aside = Memo::new(move |_| session.status().set_aside as usize);
    let newer = Memo::new(move |_| session.status().newer);
    let disagreement = move || {
        let (count, first) = disputed.get();
        first.map(|first| {
            let place = places::href(&places::record(session, &first));
            view! {
                <a class="status status-disputed" href=place data-status="disagreements">
                    {Icon::Fork.view()} <span>{t_count("status.disagreements", count)}</span>
                </a>
            }
        })
    };
    let aside = move || {
        (set_aside.get() > 0).then(|| {
            let place = places::href(&places::page(session, "settings"));
            view! {
                <a class="status status-waiting" href=place data-status="set-aside">
                    {Icon::Alert.view()} <span>{t_count("status.set_aside", set_aside.get())}</span>
                </a>
            }
        })
    };
    // Read aloud only what needs a person: 'saving' and 'saved' would never be silent.
    let spoken = Memo::new(move |_| {
        let (mood, words) = saved.get();
        if mood == Mood::Alarm { words } else { String::new() }
    });
    view! {
        <div class="status-line">
            {disagreement} {aside}
            {move || newer.get().then(|| view! { <span class="status status-waiting">{Icon::Alert.view()} <span>{t("status.newer")}</span></span> })}
            {move || piece(saved.get(), "saved")}
            {move || sent.get().map(|sent| piece(sent, "sent"))}
            <span class="visually-hidden" role="alert">{move || spoken.get()}</span>
        </div>
    }
}
