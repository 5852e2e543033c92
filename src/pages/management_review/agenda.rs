//! The agenda: its items in order, each with its minutes, decisions and actions.

use super::outcome::{ItemActions, ItemDecisions};
use crate::components::field::FieldView;
use crate::components::icon::Icon;
use crate::components::review_input::review_input;
use crate::components::rich_text::RichText;
use crate::i18n::{choice_label, t, t_with};
use crate::platform::{dom, intl};
use crate::session::paper::Paper;
use crate::session::use_session;
use leptos::prelude::*;
use register::kind::{INPUTS, MANAGEMENT_REVIEW};
use register::{FieldPath, RecordId, act, review};
use uuid::Uuid;

const AGENDA: &str = "agenda";

fn input_path(row: Uuid) -> FieldPath {
    FieldPath::in_row(AGENDA, row, "input")
}

/// All items.
#[component]
pub fn Agenda(
    /// The review.
    id: RecordId,
    /// Its paper.
    paper: Paper,
) -> impl IntoView {
    let session = use_session();
    let place = StoredValue::new(id);
    let paper = StoredValue::new(paper);
    let items = Memo::new(move |_| {
        place
            .with_value(|id| session.with_record(id, |record| record.map(review::agenda).unwrap_or_default()))
    });
    let lacking = Memo::new(move |_| {
        place.with_value(|id| {
            session.with_record(id, |record| {
                let covered = |input: &str| {
                    record.is_some_and(|record| {
                        let items = review::agenda(record);
                        items.iter().any(|row| record.get(&input_path(*row)).as_text() == Some(input))
                    })
                };
                INPUTS.iter().filter(|input| !covered(input)).count()
            })
        })
    });
    let start = move |_| {
        let topic = |input: &str| choice_label(MANAGEMENT_REVIEW.name, &input_path(Uuid::nil()), input);
        let command = place.with_value(|id| {
            session.peek(|register| register.records.get(id).map(|record| act::start_agenda(record, &topic)))
        });
        if let Some(command) = command {
            session.write(command);
        }
    };
    let add = move |_| {
        let row = session.add_row(&place.get_value(), AGENDA, Vec::new());
        if let Some(row) = row {
            let topic = place.with_value(|id| element_of(id, row, "topic"));
            set_timeout(
                move || {
                    dom::focus(&topic);
                },
                std::time::Duration::from_millis(50),
            );
        }
    };
    let start_label = move || {
        if items.with(Vec::is_empty) { t("review.start_agenda") } else { t("review.complete_agenda") }
    };
    let numbers = Memo::new(move |_| items.with(Vec::len));
    view! {
        <Show when=move || items.with(Vec::is_empty)>
            <p class="review-hint">{t("review.agenda_hint")}</p>
        </Show>
        <ol class="agenda">
            <For each=move || items.get() key=|row| *row let:row>
                <Item id=place.get_value() paper=paper.get_value() row items />
            </For>
        </ol>
        <div class="actions">
            <Show when=move || lacking.with(|lacking| *lacking != 0)>
                <button type="button" class=move || if numbers.get() == 0 { "button" } else { "button-quiet" } on:click=start>
                    {Icon::Review.view()} {start_label}
                </button>
            </Show>
            <button type="button" class="button-quiet" on:click=add>
                {Icon::Add.view()} {t("rows.management_review.agenda.add")}
            </button>
        </div>
    }
}

/// The selector of a field's input.
pub fn element_of(id: &RecordId, row: Uuid, key: &str) -> String {
    format!("#f-{}-{AGENDA}-{row}-{key}", id.uuid)
}

#[component]
fn Item(id: RecordId, paper: Paper, row: Uuid, items: Memo<Vec<Uuid>>) -> impl IntoView {
    let session = use_session();
    let place = StoredValue::new(id.clone());
    let field = |key: &'static str, bare: bool| {
        let path = FieldPath::in_row(AGENDA, row, key);
        let field = MANAGEMENT_REVIEW.field(&path);
        field.map(|field| view! { <FieldView id=id.clone() path field bare /> })
    };
    let number = Memo::new(move |_| {
        items.with(|items| items.iter().position(|item| *item == row).map_or(0, |at| at + 1))
    });
    let text = move |key: &'static str| {
        let text = place.with_value(|id| {
            session.with_record(id, |record| {
                record
                    .map(|record| record.row_value(AGENDA, row, key).as_text().unwrap_or_default().to_owned())
            })
        });
        text.unwrap_or_default()
    };
    let topic = Memo::new(move |_| text("topic"));
    let input = Memo::new(move |_| text("input"));
    let is_discussed = Memo::new(move |_| {
        place.with_value(|id| {
            session.with_record(id, |record| {
                record.is_some_and(|record| record.row_value(AGENDA, row, "discussed").is_set_flag())
            })
        })
    });
    let move_by = move |step: isize| {
        let command = place.with_value(|id| {
            session.peek(|register| {
                let record = register.records.get(id)?;
                let now = record.rows_in_order(AGENDA).iter().position(|other| *other == row)?;
                Some(act::move_row(record, AGENDA, row, now.checked_add_signed(step)?))
            })
        });
        if let Some(command) = command {
            session.write(command);
        }
    };
    let remove = move |_| {
        let said = t_with("review.item_removed", &[("topic", &topic.get_untracked())]);
        session.archive_row(&place.get_value(), AGENDA, row, said);
    };
    let input_words = move || {
        let input = input.get();
        let known = INPUTS.contains(&input.as_str());
        let words = choice_label(MANAGEMENT_REVIEW.name, &input_path(row), &input);
        // An item that bears its input's own words need not say them twice.
        (known && words != topic.get()).then(|| view! { <span class="agenda-input">{words}</span> })
    };
    let label = Signal::derive(move || t_with("review.minutes_of", &[("topic", &topic.get())]));
    let editor = format!("minutes-{row}");
    view! {
        <li class="agenda-item" class:is-discussed=move || is_discussed.get() id=format!("item-{row}")>
            <header class="agenda-head">
                <span class="agenda-number" aria-hidden="true">
                    {move || intl::number(number.get() as f64)}
                </span>
                <div class="agenda-topic">{field("topic", true)} {input_words}</div>
                {field("discussed", false)}
                <div class="row-tools">
                    <button type="button" class="button-icon" aria-label=t("rows.up") on:click=move |_| move_by(-1)>
                        {Icon::Up.view()}
                    </button>
                    <button type="button" class="button-icon" aria-label=t("rows.down") on:click=move |_| move_by(1)>
                        {Icon::Down.view()}
                    </button>
                    <button type="button" class="button-icon" aria-label=t("rows.remove") on:click=remove>
                        {Icon::Close.view()}
                    </button>
                </div>
            </header>
            {review_input(input)}
            <div class="minutes">
                <span class="field-label" aria-hidden="true">{t("field.management_review.agenda.minutes")}</span>
                <RichText
                    paper
                    path=FieldPath::in_row(AGENDA, row, "minutes")
                    id=editor
                    label
                    placeholder=t("review.minutes_placeholder")
                />
            </div>
            <div class="agenda-outcomes">
                <ItemDecisions id=id.clone() row />
                <ItemActions id=id.clone() row />
            </div>
        </li>
    }
}
