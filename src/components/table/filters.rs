//! Filters as chips that read as a sentence: one menu for each field with choices or people, and some
//! ready-made questions.

use super::Asked;
use crate::components::icon::Icon;
use crate::components::phrases::value_words;
use crate::i18n::{field_label, t, t_with};
use crate::session::{Session, use_session};
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use register::query::{ABOVE_APPETITE, Filter, Test};
use register::validation::parse;
use register::{Field, FieldPath, FieldType, Kind, Value};
use std::collections::BTreeMap;

/// The conditions that were chosen.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Finding {
    fields: BTreeMap<&'static str, Value>,
    mine: bool,
    above_appetite: bool,
    archived: bool,
}

impl Finding {
    /// What the address asks for: `?filter=above_appetite`, or a field and its value.
    pub fn of_address(kind: &'static Kind) -> Self {
        let asked = use_location().query.get_untracked();
        let mut finding = Self::default();
        for field in kind.fields {
            let value = asked.get(field.key).and_then(|text| parse(field, &text).ok());
            if let Some(value) = value.filter(|value| !value.is_empty()) {
                finding.fields.insert(field.key, value);
            }
        }
        match asked.get("filter").as_deref() {
            Some("above_appetite") => finding.above_appetite = true,
            Some("mine") => finding.mine = true,
            _ => {}
        }
        finding
    }

    /// As the register understands them.
    pub fn conditions(&self, session: Session) -> Vec<Filter> {
        let one_of =
            |key: &str, value: &Value| Filter { key: key.to_owned(), test: Test::OneOf(vec![value.clone()]) };
        let mut all: Vec<Filter> = self.fields.iter().map(|(key, value)| one_of(key, value)).collect();
        if let Some(me) = session.me().filter(|_| self.mine) {
            all.push(one_of("owner", &Value::Text(me.to_string())));
        }
        if self.above_appetite {
            // What is above it, the criteria say.
            session.with_kinds(&["risk_criteria"], |_| ());
            all.push(one_of(ABOVE_APPETITE, &Value::Flag(true)));
        }
        all
    }

    /// Whether what was put away is shown.
    pub fn shows_archived(&self) -> bool {
        self.archived
    }

    fn is_default(&self) -> bool {
        *self == Self::default()
    }
}

/// The chips.
#[component]
pub fn Filters(
    /// The kind.
    kind: &'static Kind,
    /// What is asked of the list.
    asked: Asked,
) -> impl IntoView {
    let has = |key: &str| kind.fields.iter().any(|field| field.key == key);
    let menus = kind.fields.iter().filter(|field| field.in_table);
    let menus: Vec<_> = menus
        .filter_map(|field| match field.ty {
            FieldType::Choice(choices) => Some(choice_menu(kind, field.key, choices, asked)),
            FieldType::Link(["person"]) => Some(person_menu(kind, field.key, asked)),
            FieldType::Flag => Some(toggle(
                field_label(kind.name, &FieldPath::of(field.key)),
                asked,
                |finding| finding.fields.contains_key("top_management"),
                |finding| {
                    if finding.fields.remove("top_management").is_none() {
                        finding.fields.insert("top_management", Value::Flag(true));
                    }
                },
            )),
            _ => None,
        })
        .collect();
    // Fields without a menu can be asked for by an address, such as one cell of the heat map.
    let session = use_session();
    let others = move || {
        let has_menu = |field: &Field| {
            field.in_table
                && matches!(field.ty, FieldType::Choice(_) | FieldType::Link(["person"]) | FieldType::Flag)
        };
        let rest = kind.fields.iter().filter(|field| !has_menu(field)).filter_map(|field| {
            let value = asked.filters.with(|filters| filters.fields.get(field.key).cloned())?;
            let path = FieldPath::of(field.key);
            let words = session.peek(|register| value_words(register, kind.name, &path, &value));
            let words = t_with("filter.is", &[("field", &field_label(kind.name, &path)), ("value", &words)]);
            let take_off = move |_| asked.filters.update(|filters| drop(filters.fields.remove(field.key)));
            Some(view! {
                <button type="button" class="chip" aria-pressed="true" on:click=take_off>{words} " " {Icon::Close.view()}</button>
            })
        });
        rest.collect::<Vec<_>>()
    };
    let mine = has("owner").then(|| {
        toggle(t("filter.mine"), asked, |finding| finding.mine, |finding| finding.mine = !finding.mine)
    });
    let above = has("current_likelihood").then(|| {
        toggle(
            t("filter.above_appetite"),
            asked,
            |finding| finding.above_appetite,
            |finding| finding.above_appetite = !finding.above_appetite,
        )
    });
    let archived = toggle(
        t("filter.archived"),
        asked,
        |finding| finding.archived,
        |finding| finding.archived = !finding.archived,
    );
    view! {
        <div class="chips" role="group" aria-label=t("filter.title")>
            {others} {mine} {above} {menus} {archived}
            <Show when=move || asked.filters.with(|filters| !filters.is_default())>
                <button type="button" class="button-quiet" on:click=move |_| asked.filters.set(Finding::default())>
                    {Icon::Close.view()} {t("filter.clear")}
                </button>
            </Show>
        </div>
    }
}

fn toggle(label: String, asked: Asked, is_on: fn(&Finding) -> bool, turn: fn(&mut Finding)) -> AnyView {
    let pressed = move || if asked.filters.with(is_on) { "true" } else { "false" };
    view! {
        <button type="button" class="chip" aria-pressed=pressed on:click=move |_| asked.filters.update(turn)>
            {label}
        </button>
    }
    .into_any()
}

fn menu(
    kind: &'static Kind,
    key: &'static str,
    asked: Asked,
    options: impl Fn() -> Vec<(String, String)> + Send + Sync + 'static,
) -> AnyView {
    let label = field_label(kind.name, &FieldPath::of(key));
    let chosen = move || {
        asked
            .filters
            .with(|filters| filters.fields.get(key).and_then(Value::as_text).unwrap_or_default().to_owned())
    };
    let choose = move |event| {
        let choice = event_target_value(&event);
        asked.filters.update(|filters| {
            if choice.is_empty() {
                filters.fields.remove(key);
            } else {
                filters.fields.insert(key, Value::Text(choice));
            }
        });
    };
    let any = t_with("filter.any", &[("field", &label)]);
    let field = label.clone();
    // The select follows what is asked; an option says only how it begins.
    let list = move || {
        let begins = untrack(chosen);
        let all = options().into_iter().map(|(value, words)| {
            let is_chosen = begins == value;
            let words = t_with("filter.is", &[("field", &field), ("value", &words)]);
            view! { <option value=value prop:selected=is_chosen>{words}</option> }.into_any()
        });
        all.collect::<Vec<AnyView>>()
    };
    view! {
        <select
            class="chip"
            class:is-on=move || !chosen().is_empty()
            aria-label=label
            prop:value=chosen
            on:change=choose
        >
            <option value="">{any}</option>
            {list}
        </select>
    }
    .into_any()
}

fn choice_menu(
    kind: &'static Kind,
    key: &'static str,
    choices: &'static [&'static str],
    asked: Asked,
) -> AnyView {
    let path = FieldPath::of(key);
    menu(kind, key, asked, move || {
        let label = |choice: &&str| crate::i18n::choice_label(kind.name, &path, choice);
        choices.iter().map(|choice| ((*choice).to_owned(), label(choice))).collect()
    })
}

fn person_menu(kind: &'static Kind, key: &'static str, asked: Asked) -> AnyView {
    let session = use_session();
    let people = Memo::new(move |_| {
        session.with_kinds(&["person"], |register| {
            let path = FieldPath::of(key);
            let people = register.of_kind("person").map(|person| {
                let id = person.id.to_string();
                let words = value_words(register, kind.name, &path, &Value::Text(id.clone()));
                (id, words)
            });
            people.collect::<Vec<_>>()
        })
    });
    menu(kind, key, asked, move || people.get())
}
