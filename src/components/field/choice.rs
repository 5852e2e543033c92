//! One of some names.

use super::Here;
use crate::i18n::choice_label;
use leptos::prelude::*;
use register::Value;

pub fn view(here: Here, choices: &'static [&'static str], described: Signal<Option<String>>) -> AnyView {
    let shown = Memo::new(move |_| here.value().as_text().unwrap_or_default().to_owned());
    let label = move |choice: &str| {
        here.id.with_value(|id| here.path.with_value(|path| choice_label(&id.kind, path, choice)))
    };
    // The select follows what is stored; an option says only how it begins.
    let begins = shown.get_untracked();
    let options = choices.iter().map(|choice| {
        view! { <option value=*choice prop:selected=begins == *choice>{label(choice)}</option> }.into_any()
    });
    let options: Vec<AnyView> = options.collect();
    // What only a newer version knows is shown as it stands.
    let unknown = move || {
        let value = shown.get();
        let is_unknown = !value.is_empty() && !choices.contains(&value.as_str());
        is_unknown.then(|| view! { <option value=value.clone() prop:selected=true>{label(&value)}</option> })
    };
    let choose = move |event| {
        let choice = event_target_value(&event);
        here.set(if choice.is_empty() { Value::Empty } else { Value::Text(choice) });
    };
    view! {
        <select id=here.element_id() aria-describedby=described prop:value=move || shown.get() on:change=choose>
            <option value="" prop:selected=begins.is_empty()>"—"</option>
            {options}
            {unknown}
        </select>
    }
    .into_any()
}
