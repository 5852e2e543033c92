//! A step of a scale: radio buttons in a row, the word for the step below.

use super::Here;
use crate::components::icon::Icon;
use crate::components::phrases::step_word;
use crate::i18n::t;
use leptos::prelude::*;
use register::Value;

pub fn view(here: Here, max: i64, described: Signal<Option<String>>, bare: bool) -> AnyView {
    let shown = Memo::new(move |_| here.value().as_int());
    let name = here.element_id();
    let word = move |step: i64| here.path.with_value(|path| step_word(path, step));
    let steps: Vec<_> = (1..=max)
        .map(|step| {
            let id = if step == 1 { name.clone() } else { format!("{name}-{step}") };
            view! {
                <label class="scale-step" title=word(step)>
                    <input
                        type="radio"
                        id=id
                        name=name.clone()
                        value=step
                        prop:checked=move || shown.get() == Some(step)
                        on:change=move |_| here.set(Value::Int(step))
                    />
                    <span>{step}</span>
                    {word(step).map(|word| view! { <span class="visually-hidden">{word}</span> })}
                </label>
            }
        })
        .collect();
    let chosen = move || shown.get().and_then(word).unwrap_or_default();
    view! {
        <fieldset class="scale" aria-describedby=described>
            <legend class=if bare { "visually-hidden" } else { "field-label" }>
                {here.label()}
            </legend>
            <div class="scale-line">
                <div class="scale-steps">{steps}</div>
                <span class="scale-word" aria-hidden="true">{chosen}</span>
                {here.gap_mark()}
                <Show when=move || shown.get().is_some()>
                    <button
                        type="button"
                        class="button-icon"
                        aria-label=t("do.clear")
                        title=t("do.clear")
                        on:click=move |_| here.set(Value::Empty)
                    >
                        {Icon::Close.view()}
                    </button>
                </Show>
            </div>
        </fieldset>
    }
    .into_any()
}
