//! Readers without a device: lists that somebody enters for them, n of m.

use super::Here;
use crate::components::health::day_words;
use crate::components::icon::Icon;
use crate::components::phrases::record_words;
use crate::i18n::{rows_label, t, t_count, t_with};
use crate::platform::intl;
use leptos::prelude::*;
use register::document::in_force;
use register::kind::DOCUMENT;
use register::reading_list::{READING_LISTS, enter, lists, read_without_device, readers};

/// The part of the page.
pub fn reading_lists(here: Here) -> AnyView {
    let (names, of, source) =
        (RwSignal::new(String::new()), RwSignal::new(String::new()), RwSignal::new(String::new()));
    let found = Memo::new(move |_| names.with(|names| readers(names).len()));
    let is_in_force = Memo::new(move |_| here.with(in_force).flatten().is_some());
    let count = move || {
        let (have, all) = here.with(read_without_device).flatten()?;
        let (have, all) = (intl::number(have as f64), intl::number(all as f64));
        Some(view! { <p>{t_with("reading_list.read", &[("n", &have), ("m", &all)])}</p> })
    };
    let list = move || {
        let content = here.with(in_force).flatten().map(|version| version.content).unwrap_or_default();
        let one = |list: register::reading_list::ReadingList| {
            let by = list
                .by
                .as_ref()
                .map(|by| here.session.with_kinds(&["person"], |register| record_words(register, by)));
            let on = list.on.map(day_words).unwrap_or_default();
            let names = t_count("reading_list.names", list.readers.len());
            let entered = t_with(
                "reading_list.entered",
                &[("who", &by.unwrap_or_default()), ("day", &on), ("version", &list.version)],
            );
            let all: Vec<String> = list
                .readers
                .iter()
                .map(|reader| match reader.on {
                    Some(on) => format!("{} ({})", reader.name, day_words(on)),
                    None => reader.name.clone(),
                })
                .collect();
            let is_past = list.content != content;
            view! {
                <li class:is-past=is_past>
                    {Icon::People.view()}
                    <span>
                        <details><summary>{names} " " {list.source}</summary><p class="quiet">{all.join(" · ")}</p></details>
                        <span class="quiet">{entered}</span>
                    </span>
                </li>
            }
            .into_any()
        };
        let all: Vec<AnyView> = here.with(lists).unwrap_or_default().into_iter().rev().map(one).collect();
        (!all.is_empty()).then(|| view! { <ul class="document-people">{all}</ul> })
    };
    let take = move |_| {
        let of = of.get_untracked().trim().parse::<i64>().ok().filter(|of| *of >= 0);
        let done = here
            .now
            .sign(|document, by, _| enter(document, by, &names.get_untracked(), of, &source.get_untracked()));
        if done {
            names.set(String::new());
        }
    };
    let form = move || {
        is_in_force.get().then(|| {
            view! {
                <details class="reading-list-form">
                    <summary>{t("reading_list.enter")}</summary>
                    <p class="quiet">{t("reading_list.why")}</p>
                    <div class="field">
                        <label class="field-label" for="reading-list-names">{t("reading_list.paste")}</label>
                        <textarea id="reading-list-names" rows="5" prop:value=move || names.get() on:input=move |event| names.set(event_target_value(&event))></textarea>
                    </div>
                    <div class="field">
                        <label class="field-label" for="reading-list-of">{t("reading_list.of")}</label>
                        <input id="reading-list-of" type="number" min="0" prop:value=move || of.get() on:input=move |event| of.set(event_target_value(&event)) />
                    </div>
                    <div class="field">
                        <label class="field-label" for="reading-list-source">{t("reading_list.source")}</label>
                        <input id="reading-list-source" type="text" maxlength="200" prop:value=move || source.get() on:input=move |event| source.set(event_target_value(&event)) />
                    </div>
                    <button type="button" class="button-small" disabled=move || found.get() == 0 on:click=take>
                        {move || t_count("reading_list.take", found.get())}
                    </button>
                </details>
            }
        })
    };
    view! {
        <section aria-labelledby="document-reading-lists">
            <h3 id="document-reading-lists">{rows_label(&DOCUMENT, READING_LISTS)}</h3>
            {count} {list} {form}
        </section>
    }
    .into_any()
}
