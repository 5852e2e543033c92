//! Ctrl or ⌘ with K: go anywhere and open any record by a few letters of its name.

use crate::components::icon::Icon;
use crate::components::navigation::{WITHOUT_LIST, pages};
use crate::components::new_record::use_new_record;
use crate::i18n::{kind_label, kinds_label, t};
use crate::places;
use crate::session::{Session, use_session};
use leptos::html::{Dialog, Input};
use leptos::prelude::*;
use register::control::{CONTROLS, Control};
use register::fold::fold;
use register::kind::CONTROL;
use register::query::{Query, Reading, find};
use register::{Kind, RecordId};

const MOST_RECORDS: usize = 12;
const MOST_CONTROLS: usize = 5;

#[derive(Clone, PartialEq)]
enum Goal {
    Place(String),
    Record(RecordId),
    New(&'static str),
}

#[derive(Clone, PartialEq)]
struct Entry {
    icon: Icon,
    words: String,
    beside: String,
    goal: Goal,
}

fn entries(session: Session, typed: &str) -> Vec<Entry> {
    let purpose = untrack(|| session.purpose());
    let listed = || purpose.kinds().filter(|kind| !WITHOUT_LIST.contains(&kind.name));
    let place =
        |icon, words: String, place| Entry { icon, words, beside: String::new(), goal: Goal::Place(place) };
    let mut all = vec![place(Icon::Overview, t("nav.overview"), places::overview(&session.key()))];
    all.extend(
        pages(purpose)
            .map(|(name, icon)| place(icon, t(&format!("nav.{name}")), places::page(session, name))),
    );
    all.extend(listed().map(|kind| {
        place(Icon::of_kind(kind.name), kinds_label(kind.name), places::list(session, kind.name))
    }));
    all.push(place(Icon::Settings, t("nav.settings"), places::page(session, "settings")));
    all.push(place(Icon::Device, t("nav.registers"), places::start()));
    all.extend(listed().map(|kind| Entry {
        icon: Icon::Add,
        words: t(&format!("new.{}", kind.name)),
        beside: String::new(),
        goal: Goal::New(kind.name),
    }));
    let wanted = fold(typed);
    let words: Vec<&str> = wanted.split_whitespace().collect();
    all.retain(|entry| {
        let text = fold(&entry.words);
        words.iter().all(|word| text.contains(word))
    });
    if !words.is_empty() {
        session.peek(|register| {
            let query = Query { search: typed.to_owned(), ..Query::default() };
            let records = listed().flat_map(|kind| {
                find(register, kind, &query, &Reading::default()).into_iter().take(MOST_RECORDS)
            });
            let records = records.filter(|record| Control::by_record(&record.id).is_none());
            let records = records.take(MOST_RECORDS).map(|record| Entry {
                icon: Icon::of_kind(&record.id.kind),
                words: crate::components::phrases::record_words(register, &record.id),
                beside: kind_label(&record.id.kind),
                goal: Goal::Record(record.id.clone()),
            });
            let mut records: Vec<Entry> = records.collect();
            if purpose.has(CONTROL.name) {
                records.extend(known_controls(session, &words));
            }
            all.splice(0..0, records);
        });
    }
    all
}

/// The controls of Annex A by number and title, whether somebody wrote of them already or not.
fn known_controls(session: Session, words: &[&str]) -> Vec<Entry> {
    session.control_titles();
    let entries = CONTROLS.iter().map(|control| Entry {
        icon: Icon::of_kind("control"),
        words: crate::components::phrases::control_words(control),
        beside: kind_label("control"),
        goal: Goal::Record(control.record_id()),
    });
    let answers = |entry: &Entry| {
        let text = fold(&entry.words);
        words.iter().all(|word| text.contains(word))
    };
    entries.filter(answers).take(MOST_CONTROLS).collect()
}

/// The palette; it is made when it opens.
#[component]
pub fn Palette(
    /// Whether it is open.
    open: RwSignal<bool>,
) -> impl IntoView {
    let session = use_session();
    let go = places::use_go();
    let new_record = use_new_record();
    let dialog = NodeRef::<Dialog>::new();
    let input = NodeRef::<Input>::new();
    Effect::new(move |_| {
        if let (Some(dialog), Some(input)) = (dialog.get(), input.get()) {
            let _ = dialog.show_modal();
            let _ = input.focus();
        }
    });
    let typed = RwSignal::new(String::new());
    let at = RwSignal::new(0_usize);
    let found = Memo::new(move |_| entries(session, &typed.get()));
    let take = move |entry: Entry| {
        open.set(false);
        match entry.goal {
            Goal::Place(place) => go(&place),
            Goal::Record(id) => go(&places::record(session, &id)),
            Goal::New(kind) => {
                if let Some(kind) = Kind::by_name(kind) {
                    new_record(kind, Vec::new());
                }
            }
        }
    };
    let take = StoredValue::new(take);
    let take = move |entry| take.with_value(|take| take(entry));
    let on_key = move |event: leptos::ev::KeyboardEvent| {
        let last = found.with_untracked(Vec::len).saturating_sub(1);
        match event.key().as_str() {
            "ArrowDown" => at.update(|at| *at = (*at + 1).min(last)),
            "ArrowUp" => at.update(|at| *at = at.saturating_sub(1)),
            "Enter" => {
                if let Some(entry) = found.with_untracked(|found| found.get(at.get_untracked()).cloned()) {
                    take(entry);
                }
            }
            _ => return,
        }
        event.prevent_default();
        request_animation_frame(|| crate::platform::dom::reveal("#palette-list [aria-selected=true]"));
    };
    let list = move || {
        let options = found.get().into_iter().enumerate().map(|(index, entry)| {
            let chosen = entry.clone();
            view! {
                <li
                    role="option"
                    id=format!("palette-{index}")
                    aria-selected=move || if at.get() == index { "true" } else { "false" }
                    on:click=move |_| take(chosen.clone())
                >
                    {entry.icon.view()} <span>{entry.words}</span> <span class="palette-beside">{entry.beside}</span>
                </li>
            }
        });
        options.collect::<Vec<_>>()
    };
    view! {
        <dialog node_ref=dialog class="palette" aria-label=t("palette.open") on:close=move |_| open.set(false)>
            <input
                node_ref=input
                type="text"
                role="combobox"
                aria-expanded="true"
                aria-controls="palette-list"
                aria-label=t("palette.open")
                aria-activedescendant=move || format!("palette-{}", at.get())
                placeholder=t("palette.placeholder")
                autocomplete="off"
                on:input=move |event| {
                    typed.set(event_target_value(&event));
                    at.set(0);
                }
                on:keydown=on_key
            />
            <ul id="palette-list" role="listbox" aria-label=t("palette.open")>{list}</ul>
            <Show when=move || found.with(Vec::is_empty)><p class="palette-none">{t("table.nothing_found")}</p></Show>
        </dialog>
    }
}
