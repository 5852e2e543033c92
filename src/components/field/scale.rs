//! A step of a scale: radio buttons in a row, the word for the step below.

use super::Here;
use crate::components::icon::Icon;
use crate::components::phrases::step_word;
use crate::i18n::t;
use leptos::prelude::*;
use register::kind::RISK_CRITERIA;
use register::risk_criteria::{Axis, Criteria};
use register::{Register, Value};

pub fn view(here: Here, max: i64, described: Signal<Option<String>>, bare: bool) -> AnyView {
    // How many steps a scale of risks has, the register says.
    let axis = here.path.with_value(|path| Axis::of(&path.key));
    let most = Memo::new(move |_| match axis {
        Some(axis) => {
            let steps = |register: &Register| Criteria::of(register).steps(axis);
            here.session.with_kinds(&[RISK_CRITERIA.name], steps).min(max)
        }
        None => max,
    });
    let shown = Memo::new(move |_| here.value().as_int());
    let name = here.element_id();
    let word = move |step: i64| {
        here.path.with_value(|path| here.session.peek(|register| step_word(register, path, step)))
    };
    // A step beyond the scale that stands there can be seen, and kept.
    let last = Memo::new(move |_| most.get().max(shown.get().unwrap_or_default().min(max)));
    let steps = move || {
        let one = |step: i64| {
            let name = name.clone();
            let id = if step == 1 { name.clone() } else { format!("{name}-{step}") };
            view! {
                <label class="scale-step" class:is-beyond=move || { most.get() < step } title=word(step)>
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
        };
        (1..=last.get()).map(one).collect::<Vec<_>>()
    };
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
