//! Who approved what, and who has read what is in force.

use super::Here;
use crate::components::health::day_words;
use crate::components::icon::Icon;
use crate::components::phrases::record_words;
use crate::i18n::{rows_label, t, t_with};
use crate::platform::intl;
use leptos::prelude::*;
use register::RecordId;
use register::document::{Acknowledged, acknowledgements, approvals as all_approvals, in_force};
use register::document_act::acknowledge;
use register::kind::DOCUMENT;

fn name(here: Here, person: Option<&RecordId>) -> String {
    let words =
        person.map(|person| here.session.with_kinds(&["person"], |register| record_words(register, person)));
    words.unwrap_or_else(|| t("word.somebody"))
}

/// Every approval, with whether it is of what stands here now.
pub fn approvals(here: Here) -> impl IntoView {
    let list = move || {
        let print = here.now.content().map(|content| content.print).unwrap_or_default();
        let approvals = here.with(all_approvals).unwrap_or_default();
        if approvals.is_empty() {
            return view! { <p class="quiet">{t("document.no_approvals")}</p> }.into_any();
        }
        let lines = approvals.iter().rev().map(|approval| {
            let on = approval.on.map(day_words).unwrap_or_default();
            let who = name(here, approval.person.as_ref());
            let is_now = approval.content == print;
            let (icon, key) = if is_now {
                (Icon::Check, "document.approved_this")
            } else {
                (Icon::History, "document.approved_earlier")
            };
            let of = t_with(key, &[("version", &approval.version)]);
            view! { <li class:is-past=!is_now>{icon.view()} <span>{who} " · " {on} <br /> <span class="quiet">{of}</span></span></li> }
        });
        view! { <ul class="document-people">{lines.collect_view()}</ul> }.into_any()
    };
    view! {
        <section aria-labelledby="document-approvals">
            <h3 id="document-approvals">{rows_label(&DOCUMENT, "approvals")}</h3>
            {list}
        </section>
    }
}

/// Who has read the version in force, n of m, and the one tap that says so.
pub fn readers(here: Here) -> impl IntoView {
    let version = Memo::new(move |_| here.with(in_force).flatten().map(|version| version.version));
    let readers = Memo::new(move |_| here.with(acknowledgements).unwrap_or_default());
    let count = move || {
        let readers = readers.get();
        if version.get().is_none() || readers.is_empty() {
            return None;
        }
        let have = readers.iter().filter(|(_, how)| matches!(how, Acknowledged::Current(_))).count();
        let (have, all) = (intl::number(have as f64), intl::number(readers.len() as f64));
        Some(view! { <p>{t_with("document.read_by", &[("n", &have), ("m", &all)])}</p> })
    };
    let mine = move || {
        let version = version.get()?;
        let me = here.session.me()?;
        let has = readers.with(|all| {
            all.iter().any(|(person, how)| *person == me && matches!(how, Acknowledged::Current(_)))
        });
        let words = t_with("document.acknowledge", &[("version", &version)]);
        let act = move |_| {
            here.now.sign(|document, by, _| acknowledge(document, by));
        };
        (!has).then(|| {
            view! { <button type="button" class="button" on:click=act>{Icon::Check.view()} {words}</button> }
        })
    };
    let list = move || {
        let lines = readers.get().into_iter().map(|(person, how)| {
            let (icon, on) = match how {
                Acknowledged::Current(on) => (Icon::Check, day_words(on)),
                Acknowledged::Earlier(on) => (Icon::History, day_words(on)),
                Acknowledged::NotYet => (Icon::Clock, String::new()),
            };
            let words = t_with(&format!("acknowledged.{}", how.code()), &[("day", &on)]);
            let is_past = !matches!(how, Acknowledged::Current(_));
            view! { <li class:is-past=is_past>{icon.view()} <span>{name(here, Some(&person))} <br /> <span class="quiet">{words}</span></span></li> }
        });
        view! { <ul class="document-people">{lines.collect_view()}</ul> }
    };
    let hint = move || {
        let is_in_force = version.get().is_some();
        (!is_in_force).then(|| view! { <p class="quiet">{t("document.nothing_in_force")}</p> })
    };
    view! {
        <section aria-labelledby="document-readers">
            <h3 id="document-readers">{rows_label(&DOCUMENT, "acknowledgements")}</h3>
            {hint} {count} {mine} {list}
        </section>
    }
}
