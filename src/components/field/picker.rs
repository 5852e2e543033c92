//! A record chosen by typing some letters of its number or title, where a list to choose from would be too
//! long. What was typed and leads to no record stays as it was typed.

use crate::components::phrases::{control_words, problem_words, record_words};
use crate::i18n::{kind_label, t};
use crate::session::{Session, use_session};
use leptos::prelude::*;
use register::control::{CONTROLS, Control};
use register::field::ANY_KIND;
use register::fold::fold;
use register::kind::CONTROL;
use register::query::{Query, Reading, find};
use register::validation::Problem;
use register::{Kind, RecordId};

/// So many are offered.
const MOST: usize = 20;

/// What is chosen, and what to do with another choice.
#[derive(Clone, Copy)]
pub struct Picks {
    /// The record that stands there. Tracked.
    pub shown: Signal<Option<RecordId>>,
    /// Something was chosen; none if the answer was taken back.
    pub picked: Callback<Option<RecordId>>,
    /// Whether each choice adds one more, so that the input is empty again afterwards.
    pub is_adding: bool,
}

#[derive(Clone, PartialEq)]
struct Offer {
    id: RecordId,
    words: String,
    beside: String,
}

fn offers(session: Session, kinds: &'static [&'static str], typed: &str) -> Vec<Offer> {
    let all = untrack(|| session.purpose()).kinds().map(|kind| kind.name);
    let names: Vec<&str> = if kinds == ANY_KIND { all.collect() } else { kinds.to_vec() };
    let query = Query { search: typed.to_owned(), ..Query::default() };
    session.peek(|register| {
        let found = names.into_iter().filter_map(Kind::by_name).flat_map(|kind| {
            find(register, kind, &query, &Reading::default()).into_iter().take(MOST).collect::<Vec<_>>()
        });
        let found = found.filter(|record| Control::by_record(&record.id).is_none());
        let offers = found.take(MOST).map(|record| Offer {
            id: record.id.clone(),
            words: record_words(register, &record.id),
            beside: kind_label(&record.id.kind),
        });
        let known = if kinds.contains(&CONTROL.name) { known_controls(session, typed) } else { Vec::new() };
        known.into_iter().chain(offers).collect()
    })
}

/// The controls of Annex A that answer to what was typed, whether somebody wrote of them already or not.
fn known_controls(session: Session, typed: &str) -> Vec<Offer> {
    session.control_titles();
    let typed = fold(typed);
    let known = CONTROLS.iter().map(|control| Offer {
        id: control.record_id(),
        words: control_words(control),
        beside: kind_label(CONTROL.name),
    });
    let answers = |offer: &Offer| {
        let words = fold(&offer.words);
        typed.split_whitespace().all(|word| words.contains(word))
    };
    known.filter(answers).take(MOST).collect()
}

/// The input.
#[component]
pub fn Picker(
    /// The input's id, unique on the page.
    element: String,
    /// What it may lead to.
    kinds: &'static [&'static str],
    /// What is chosen.
    picks: Picks,
    /// Its name where nothing else names it.
    #[prop(optional, into)]
    label: Option<String>,
    /// What stands in it while it is empty.
    #[prop(optional, into)]
    placeholder: Option<String>,
    /// What describes it.
    #[prop(optional, into)]
    described: Option<Signal<Option<String>>>,
) -> impl IntoView {
    let session = use_session();
    let typed = RwSignal::new(None::<String>);
    let is_astray = RwSignal::new(false);
    let list = format!("{element}-list");
    let offered = Memo::new(move |_| match typed.get() {
        Some(words) if !words.trim().is_empty() => offers(session, kinds, &words),
        _ => Vec::new(),
    });
    let stored = move || {
        let id = picks.shown.get();
        id.map(|id| session.with_record(&id, |_| session.peek(|register| record_words(register, &id))))
    };
    let text = move || typed.get().or_else(stored).unwrap_or_default();
    let choose = move || {
        let Some(words) = typed.get_untracked() else { return };
        let wanted = fold(words.trim());
        if wanted.is_empty() {
            typed.set(None);
            is_astray.set(false);
            if !picks.is_adding {
                picks.picked.run(None);
            }
            return;
        }
        if untrack(stored).is_some_and(|stored| fold(&stored) == wanted) {
            typed.set(None);
            is_astray.set(false);
            return;
        }
        let offers = offers(session, kinds, &words);
        let exact = offers.iter().find(|offer| fold(&offer.words) == wanted);
        let only = if let [only] = offers.as_slice() { Some(only) } else { None };
        match exact.or(only) {
            Some(offer) => {
                is_astray.set(false);
                typed.set(None);
                picks.picked.run(Some(offer.id.clone()));
            }
            None => is_astray.set(true),
        }
    };
    let on_input = move |event| {
        let words = event_target_value(&event);
        // A click on an offer fills its words in at once.
        let is_offer = offered.with_untracked(|offers| offers.iter().any(|offer| offer.words == words));
        typed.set(Some(words));
        is_astray.set(false);
        if is_offer {
            choose();
        }
    };
    let options = move || {
        let options = offered
            .get()
            .into_iter()
            .map(|offer| view! { <option value=offer.words label=offer.beside></option> }.into_any());
        options.collect::<Vec<AnyView>>()
    };
    let problem = format!("{element}-astray");
    let (named, described_by) = (problem.clone(), described);
    let described = move || {
        let own = is_astray.get().then(|| named.clone());
        let given = described_by.and_then(|described| described.get());
        let all: Vec<String> = own.into_iter().chain(given).collect();
        (!all.is_empty()).then(|| all.join(" "))
    };
    view! {
        <div class="picker">
            <input
                id=element
                type="text"
                list=list.clone()
                autocomplete="off"
                aria-label=label
                aria-describedby=described
                aria-invalid=move || is_astray.get().then_some("true")
                placeholder=placeholder.unwrap_or_else(|| t("picker.placeholder"))
                prop:value=text
                on:input=on_input
                on:change=move |_| choose()
                on:keydown=move |event| {
                    if event.key() == "Enter" {
                        event.prevent_default();
                        choose();
                    }
                }
            />
            <datalist id=list>{options}</datalist>
            {move || is_astray.get().then(|| view! {
                <p class="field-problem" id=problem.clone()>{problem_words(Problem::NotALink)} " " {t("problem.not_saved")}</p>
            })}
        </div>
    }
}
