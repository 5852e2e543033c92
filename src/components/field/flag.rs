//! Yes or no.

use super::Here;
use leptos::prelude::*;
use register::Value;

pub fn view(here: Here, described: Signal<Option<String>>, bare: bool) -> AnyView {
    let is_set = Memo::new(move |_| here.value().is_set_flag());
    view! {
        <label class="flag">
            <input
                id=here.element_id()
                type="checkbox"
                aria-describedby=described
                prop:checked=move || is_set.get()
                on:change=move |event| here.set(Value::Flag(event_target_checked(&event)))
            />
            <span class=if bare { "visually-hidden" } else { "" }>{here.label()}</span>
        </label>
    }
    .into_any()
}
