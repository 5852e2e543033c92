//! Lines, notes, dates, whole numbers and references: whatever is typed.

use super::Here;
use super::draft::Draft;
use crate::i18n::t;
use leptos::prelude::*;
use register::FieldType;
use register::validation::Problem;

pub fn view(here: Here, described: Signal<Option<String>>, problem: Memo<Option<Problem>>) -> AnyView {
    let draft = Draft::new(here);
    let element = here.element_id();
    let invalid = move || problem.get().map(|_| "true");
    let on_input = move |event| draft.input(event_target_value(&event));
    let input = match here.field.ty {
        FieldType::Note { .. } => view! {
            <textarea
                id=element
                rows="3"
                aria-describedby=described
                aria-invalid=invalid
                prop:value=move || draft.text()
                on:focus=move |_| draft.begin()
                on:input=on_input
                on:blur=move |_| draft.leave()
            ></textarea>
        }
        .into_any(),
        ty => {
            let (kind, mode) = match ty {
                FieldType::Date => ("date", None),
                FieldType::Time => ("time", None),
                FieldType::Whole { .. } => ("text", Some("numeric")),
                FieldType::Number { .. } => ("text", Some("decimal")),
                _ => ("text", None),
            };
            view! {
                <input
                    id=element
                    type=kind
                    inputmode=mode
                    autocomplete="off"
                    aria-describedby=described
                    aria-invalid=invalid
                    prop:value=move || draft.text()
                    on:focus=move |_| draft.begin()
                    on:input=on_input
                    on:blur=move |_| draft.leave()
                />
            }
            .into_any()
        }
    };
    let theirs = Memo::new(move |_| draft.theirs());
    let note = move || {
        theirs.get().map(|theirs| {
            let shown = if theirs.is_empty() { t("word.nothing") } else { theirs };
            view! {
                <div class="field-theirs" role="status">
                    <span>{t("field.theirs")} " " <q>{shown}</q></span>
                    // The button must work before the field loses the focus and saves.
                    <button
                        type="button"
                        class="button-quiet"
                        on:mousedown=|event| event.prevent_default()
                        on:click=move |_| draft.take_theirs()
                    >
                        {t("field.take_theirs")}
                    </button>
                </div>
            }
        })
    };
    view! { {input} {note} }.into_any()
}
