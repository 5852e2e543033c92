//! What is noted on a practice or a commitment: who owns it, when it is looked at next, whether it is left out.

use super::Here;
use super::standing::Notes;
use crate::components::phrases::{records_by_name, value_words};
use crate::i18n::{field_help, field_label, t, t_with};
use crate::session::commitments::Subject;
use leptos::prelude::*;
use register::{FieldPath, Value};

fn label(key: &str) -> String {
    field_label("practice", &FieldPath::of(key))
}

/// An element's id, different for each subject and key.
fn element(subject: &Subject, key: &str) -> String {
    let of = match subject {
        Subject::Commitment(of) => of.code().to_owned(),
        Subject::Line(id) => super::element_of(id),
    };
    format!("note-{of}-{key}")
}

/// Who owns it.
pub fn owner_input(here: Here, subject: Subject, notes: Memo<Notes>) -> AnyView {
    let id = element(&subject, "owner");
    let people = Memo::new(move |_| records_by_name(here.session, &["person"]));
    let owner = Memo::new(move |_| notes.with(|notes| notes.owner.clone()));
    let of = subject.clone();
    let set =
        move |event| here.session.note(&subject, "owner", Value::from(event_target_value(&event).as_str()));
    let options = move || people.get().into_iter().map(|person| option(person, owner)).collect_view();
    view! {
        <div class="field">
            <label class="field-label" for=id.clone()>{label("owner")}</label>
            <select id=id on:change=set>
                <option value="" prop:selected=move || owner.with(String::is_empty)>"—"</option>
                {options}
            </select>
            {choice(here, of, notes, "owner")}
        </div>
    }
    .into_any()
}

fn option((id, name): (String, String), owner: Memo<String>) -> AnyView {
    let own = id.clone();
    view! { <option value=id prop:selected=move || owner.with(|owner| *owner == own)>{name}</option> }
        .into_any()
}

/// When it is looked at next.
pub fn day_input(here: Here, subject: Subject, notes: Memo<Notes>) -> AnyView {
    let id = element(&subject, "next_review");
    let day = Memo::new(move |_| notes.with(|notes| notes.next_review.clone()));
    let of = subject.clone();
    let set = move |event| {
        here.session.note(&subject, "next_review", Value::from(event_target_value(&event).as_str()))
    };
    view! {
        <div class="field field-date">
            <label class="field-label" for=id.clone()>{label("next_review")}</label>
            <input id=id type="date" prop:value=day on:change=set />
            {choice(here, of, notes, "next_review")}
        </div>
    }
    .into_any()
}

/// Two answers, each with a button that keeps it; nothing where everyone agrees.
fn choice(here: Here, subject: Subject, notes: Memo<Notes>, key: &'static str) -> AnyView {
    let disputed =
        Memo::new(move |_| notes.with(|notes| notes.disputed.iter().find(|(of, _)| *of == key).cloned()));
    let subject = StoredValue::new(subject);
    let one = move |value: String| {
        let words = here.session.peek(|register| {
            value_words(register, "practice", &FieldPath::of(key), &Value::from(value.as_str()))
        });
        let spoken = t_with("disagreement.keep_spoken", &[("value", &words), ("field", &label(key))]);
        let keep = move |_| subject.with_value(|of| here.session.note(of, key, Value::from(value.as_str())));
        view! {
            <li>
                <span>{words}</span>
                <button type="button" class="button-small" aria-label=spoken on:click=keep>{t("disagreement.keep")}</button>
            </li>
        }
    };
    let list = move || {
        let (_, values) = disputed.get()?;
        Some(view! { <ul class="commitments-evidence">{values.into_iter().map(one).collect_view()}</ul> })
    };
    view! { {list} }.into_any()
}

/// Whether a practice is left out, and why.
pub fn leaving_out(here: Here, subject: Subject, notes: Memo<Notes>) -> AnyView {
    let (flag, why) = (element(&subject, "not_applicable"), element(&subject, "reason"));
    let is_left_out = Memo::new(move |_| notes.with(|notes| notes.is_left_out));
    let reason = Memo::new(move |_| notes.with(|notes| notes.reason.clone()));
    let of = subject.clone();
    let leave =
        move |event| here.session.note(&of, "not_applicable", Value::from(event_target_checked(&event)));
    let explain =
        move |event| here.session.note(&subject, "reason", Value::from(event_target_value(&event).as_str()));
    let explain = StoredValue::new(explain);
    let reason_input = move || {
        is_left_out
            .get()
            .then(|| reason_input(why.clone(), reason, move |event| explain.with_value(|set| set(event))))
    };
    view! {
        <div class="field">
            <label class="flag" for=flag.clone()>
                <input id=flag.clone() type="checkbox" prop:checked=is_left_out on:change=leave />
                <span>{label("not_applicable")}</span>
            </label>
            <p class="field-help">{field_help("practice", &FieldPath::of("not_applicable"))}</p>
        </div>
        {reason_input}
    }
    .into_any()
}

fn reason_input(id: String, reason: Memo<String>, set: impl Fn(leptos::ev::Event) + 'static) -> AnyView {
    view! {
        <div class="field">
            <div class="field-head">
                <label class="field-label" for=id.clone()>{label("reason")}</label>
                {move || reason.with(|words| words.trim().is_empty()).then(|| view! { <span class="field-gap">{t("word.needed")}</span> })}
            </div>
            <input id=id type="text" prop:value=reason on:change=set />
        </div>
    }
    .into_any()
}
