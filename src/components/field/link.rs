//! Another record, chosen by name. A person who is not there yet is added on the spot.

use super::{Here, Picker, Picks};
use crate::components::failure;
use crate::components::icon::Icon;
use crate::components::phrases::{record_words, records_by_name};
use crate::i18n::{t, t_with};
use crate::places;
use crate::session::ToastKind;
use leptos::prelude::*;
use leptos::task::spawn_local;
use register::field::ANY_KIND;
use register::kind::PERSON;
use register::{Record, RecordId, Value};

/// More records than this are not chosen from a list.
const MANY: usize = 200;

/// What stands for 'add somebody' among the options; no record's id looks like it.
const ADD: &str = "+";

pub fn view(here: Here, kinds: &'static [&'static str], described: Signal<Option<String>>) -> AnyView {
    let shown = Memo::new(move |_| here.value().as_text().unwrap_or_default().to_owned());
    // Counted first: putting hundreds of names in order takes as long as all else on the page.
    if kinds == ANY_KIND || is_many(here, kinds) {
        return picked(here, kinds, described);
    }
    let options = Memo::new(move |_| records_by_name(here.session, kinds));
    let is_listed = Memo::new(move |_| {
        let value = shown.get();
        value.is_empty() || options.with(|options| options.iter().any(|(id, _)| *id == value))
    });
    let is_person = kinds == ["person"];
    let adding = RwSignal::new(false);
    let choose = move |event| {
        let choice = event_target_value(&event);
        match choice.as_str() {
            ADD => adding.set(true),
            "" => here.set(Value::Empty),
            _ => here.set(Value::Text(choice)),
        }
    };
    let select = move || {
        let list = options.get();
        let value = if is_listed.get() { shown.get_untracked() } else { shown.get() };
        let elsewhere = (!is_listed.get_untracked()).then(|| {
            let words = value.parse::<RecordId>().ok();
            let words = words.map(|id| linked_words(here, &id));
            (value.clone(), words.unwrap_or_else(|| value.clone()))
        });
        // The select follows what is stored; an option says only how it begins.
        let options = list.into_iter().chain(elsewhere).map(|(id, words)| {
            let is_chosen = id == value;
            view! { <option value=id prop:selected=is_chosen>{words}</option> }.into_any()
        });
        let options: Vec<AnyView> = options.collect();
        view! {
            <select id=here.element_id() aria-describedby=described prop:value=move || shown.get() on:change=choose>
                <option value="" prop:selected=value.is_empty()>"—"</option>
                {options}
                {is_person.then(|| view! { <option value=ADD>{t("field.add_person")}</option> })}
            </select>
        }
    };
    let target = move || {
        let id: RecordId = shown.get().parse().ok()?;
        let place = places::href(&places::record(here.session, &id));
        Some(view! {
            <a class="button-icon" href=place aria-label=t("field.open_linked") title=t("field.open_linked")>
                {Icon::Share.view()}
            </a>
        })
    };
    let body = move || {
        if adding.get() {
            add_person(here, adding)
        } else {
            view! { <div class="with-button">{select} {target}</div> }.into_any()
        }
    };
    view! { {body} }.into_any()
}

/// Whether there are more records of some kinds than a list to choose from holds.
fn is_many(here: Here, kinds: &[&str]) -> bool {
    here.session.peek(|register| {
        let records = kinds.iter().flat_map(|kind| register.of_kind(kind));
        records.take(MANY + 1).count() > MANY
    })
}

/// How the chosen record is called; one that was put away says so.
fn linked_words(here: Here, id: &RecordId) -> String {
    here.session.peek(|register| {
        let words = record_words(register, id);
        let is_away = register.records.get(id).is_some_and(Record::is_archived);
        if is_away { t_with("link.put_away", &[("title", &words)]) } else { words }
    })
}

/// By typing, where a list to choose from would be too long.
fn picked(here: Here, kinds: &'static [&'static str], described: Signal<Option<String>>) -> AnyView {
    let shown = Memo::new(move |_| here.value().as_text().and_then(|text| text.parse::<RecordId>().ok()));
    let set = Callback::new(move |picked: Option<RecordId>| {
        here.set(picked.map_or(Value::Empty, |id| Value::Text(id.to_string())));
    });
    let picks = Picks { shown: shown.into(), picked: set, is_adding: false };
    let target = move || {
        let place = places::href(&places::record(here.session, &shown.get()?));
        Some(view! {
            <a class="button-icon" href=place aria-label=t("field.open_linked") title=t("field.open_linked")>
                {Icon::Share.view()}
            </a>
        })
    };
    view! { <div class="with-button"><Picker element=here.element_id() kinds picks described /> {target}</div> }
        .into_any()
}

fn add_person(here: Here, adding: RwSignal<bool>) -> AnyView {
    let name = RwSignal::new(String::new());
    let input = NodeRef::<leptos::html::Input>::new();
    Effect::new(move |_| {
        if let Some(input) = input.get() {
            let _ = input.focus();
        }
    });
    let add = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let name = name.get_untracked().trim().to_owned();
        if name.is_empty() {
            adding.set(false);
            return;
        }
        spawn_local(async move {
            match here.session.create(&PERSON, vec![(PERSON.title, Value::Text(name))]).await {
                Ok(person) => {
                    here.session.set(
                        &here.id.get_value(),
                        here.path.get_value(),
                        Value::Text(person.to_string()),
                    );
                    adding.try_set(false);
                }
                Err(failure) => here.session.say(ToastKind::Failure, failure::sentence(&failure)),
            }
        });
    };
    view! {
        <form class="with-button" on:submit=add>
            <input
                node_ref=input
                id=here.element_id()
                type="text"
                maxlength="120"
                autocomplete="off"
                placeholder=t("field.person_name")
                prop:value=move || name.get()
                on:input=move |event| name.set(event_target_value(&event))
                on:keydown=move |event| {
                    if event.key() == "Escape" {
                        event.prevent_default();
                        adding.set(false);
                    }
                }
            />
            <button type="submit" class="button-small">{t("do.add")}</button>
            <button type="button" class="button-icon" aria-label=t("do.cancel") on:click=move |_| adding.set(false)>
                {Icon::Close.view()}
            </button>
        </form>
    }
    .into_any()
}
