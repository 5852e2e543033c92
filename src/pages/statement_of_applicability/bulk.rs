//! Many rows at once: what is chosen here is set on all ticked rows by one command, and taken back by one click.

use super::Here;
use crate::components::icon::Icon;
use crate::components::phrases::records_by_name;
use crate::i18n::{choice_label, field_label, t, t_count};
use leptos::prelude::*;
use register::kind::{CONTROL, CONTROL_REASONS};
use register::statement::{set_many, take_back};
use register::{FieldPath, FieldType, RecordId, Value};

/// What is chosen; empty leaves a field as it is.
#[derive(Clone, Copy)]
struct Wanted {
    applicable: RwSignal<String>,
    reason: RwSignal<String>,
    status: RwSignal<String>,
    owner: RwSignal<String>,
    why: RwSignal<String>,
    is_checked: RwSignal<bool>,
}

impl Wanted {
    fn new() -> Self {
        let empty = || RwSignal::new(String::new());
        Self {
            applicable: empty(),
            reason: empty(),
            status: empty(),
            owner: empty(),
            why: empty(),
            is_checked: RwSignal::new(false),
        }
    }

    fn values(self, here: Here) -> Vec<(&'static str, Value)> {
        let mut values = Vec::new();
        let mut set = |key, text: String| {
            if !text.trim().is_empty() {
                values.push((key, Value::Text(text.trim().to_owned())));
            }
        };
        let is_left_out = self.applicable.with_untracked(|choice| choice == "no");
        set("applicable", self.applicable.get_untracked());
        set("status", self.status.get_untracked());
        set("owner", self.owner.get_untracked());
        set(if is_left_out { "exclusion" } else { "justification" }, self.why.get_untracked());
        if self.is_checked.get_untracked() {
            set("checked_by", here.session.me().map(|me| me.to_string()).unwrap_or_default());
            set("checked_on", register::day::day_text(here.session.today_date()));
        }
        let reason = self.reason.get_untracked();
        let reason = CONTROL_REASONS.iter().find(|key| **key == reason);
        values.extend(reason.map(|key| (*key, Value::Flag(true))));
        values
    }

    fn clear(self) {
        for text in [self.applicable, self.reason, self.status, self.owner, self.why] {
            text.set(String::new());
        }
        self.is_checked.set(false);
    }
}

/// The bar; it is there while rows are ticked.
pub fn bulk(here: Here) -> AnyView {
    let wanted = Wanted::new();
    let some = Memo::new(move |_| here.chosen.with(|chosen| !chosen.is_empty()));
    let bar = move || some.get().then(|| bar(here, wanted));
    view! { {bar} }.into_any()
}

fn bar(here: Here, wanted: Wanted) -> AnyView {
    let count = move || here.chosen.with(|chosen| chosen.len());
    let set = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let values = wanted.values(here);
        if values.is_empty() {
            return;
        }
        let ids: Vec<RecordId> = here.chosen.with_untracked(|chosen| chosen.iter().cloned().collect());
        let command = set_many(&ids, &values);
        let back = here.session.peek(|register| take_back(&command, register));
        here.session.write(command);
        let session = here.session;
        session.say_with_undo(t_count("statement.set_done", ids.len()), move || session.write(back.clone()));
        here.chosen.set(std::collections::BTreeSet::new());
        wanted.clear();
    };
    let choices = |key: &str| {
        let field = CONTROL.fields.iter().find(|field| field.key == key);
        let all: &[&str] = match field.map(|field| field.ty) {
            Some(FieldType::Choice(all)) => all,
            _ => &[],
        };
        let path = FieldPath::of(key);
        all.iter().map(|one| ((*one).to_owned(), choice_label(CONTROL.name, &path, one))).collect::<Vec<_>>()
    };
    let reasons = CONTROL_REASONS.iter().map(|key| ((*key).to_owned(), label(key))).collect::<Vec<_>>();
    let people = move || records_by_name(here.session, &["person"]);
    let why = move || {
        let is_left_out = wanted.applicable.with(|choice| choice == "no");
        label(if is_left_out { "exclusion" } else { "justification" })
    };
    let (applicable, status) = (choices("applicable"), choices("status"));
    view! {
        <form class="statement-bulk" aria-label=t("statement.bulk") on:submit=set>
            <p class="statement-bulk-count" role="status">{move || t_count("statement.ticked", count())}</p>
            {select("applicable", label("applicable"), wanted.applicable, move || applicable.clone())}
            {select("reason", t("statement.reason"), wanted.reason, move || reasons.clone())}
            {select("status", label("status"), wanted.status, move || status.clone())}
            {select("owner", label("owner"), wanted.owner, people)}
            <label class="statement-bulk-why">
                <span>{why}</span>
                <input
                    type="text"
                    autocomplete="off"
                    prop:value=wanted.why
                    on:input=move |event| wanted.why.set(event_target_value(&event))
                />
            </label>
            <label class="flag">
                <input
                    type="checkbox"
                    prop:checked=wanted.is_checked
                    on:change=move |event| wanted.is_checked.set(event_target_checked(&event))
                />
                <span>{t("statement.checked_by_me")}</span>
            </label>
            <span class="actions">
                <button type="submit" class="button">{move || t_count("statement.set", count())}</button>
                <button type="button" class="button-quiet" on:click=move |_| here.chosen.set(std::collections::BTreeSet::new())>
                    {Icon::Close.view()} {t("statement.untick")}
                </button>
            </span>
        </form>
    }
    .into_any()
}

fn label(key: &str) -> String {
    field_label(CONTROL.name, &FieldPath::of(key))
}

fn select(
    key: &'static str,
    label: String,
    chosen: RwSignal<String>,
    options: impl Fn() -> Vec<(String, String)> + Send + Sync + 'static,
) -> AnyView {
    let list = move || {
        let option = |(value, words): (String, String)| {
            let own = value.clone();
            view! { <option value=value prop:selected=move || chosen.with(|chosen| *chosen == own)>{words}</option> }
                .into_any()
        };
        options().into_iter().map(option).collect::<Vec<AnyView>>()
    };
    let id = format!("bulk-{key}");
    view! {
        <div class="statement-bulk-field">
            <label for=id.clone()>{label}</label>
            <select id=id.clone() on:change=move |event| chosen.set(event_target_value(&event))>
                <option value="" prop:selected=move || chosen.with(String::is_empty)>{t("statement.leave")}</option>
                {list}
            </select>
        </div>
    }
    .into_any()
}
