//! One row of a list. Its first cell with words leads to the record.

use super::column::Column;
use crate::components::icon::Icon;
use crate::components::phrases::title_words;
use crate::i18n::t;
use crate::places;
use crate::session::use_session;
use leptos::prelude::*;
use register::{Field, RecordId};

/// A row.
#[component]
pub fn TableRow(
    /// Its place in the whole list, from 0.
    index: usize,
    /// The record.
    id: RecordId,
    /// The columns.
    columns: Vec<Column>,
    /// The record that is open beside the list.
    open: Signal<Option<RecordId>>,
    /// The record that the keyboard is at.
    cursor: RwSignal<Option<RecordId>>,
) -> impl IntoView {
    let session = use_session();
    let go = places::use_go();
    let place = places::record(session, &id);
    let href = places::href(&place);
    let (open_id, cursor_id, clicked) = (id.clone(), id.clone(), place);
    let uuid = id.uuid.to_string();
    let is_open = Memo::new(move |_| open.with(|open| open.as_ref() == Some(&open_id)));
    let is_at = move || cursor.with(|cursor| cursor.as_ref() == Some(&cursor_id));
    let cells = move || {
        // Levels follow the criteria.
        if id.kind == "risk" {
            session.with_kinds(&["risk_criteria"], |_| ());
        }
        session.with_record(&id, |record| {
            let record = record?;
            let cells = columns.iter().map(|column| match column {
                Column::Field(Field { key: "title" | "name", .. }) => {
                    let mark = record.disagreements().next().is_some().then(|| {
                        view! { <span class="mark-disputed" title=t("disagreement.title")>
                            {Icon::Fork.view()}<span class="visually-hidden">{t("disagreement.title")}</span>
                        </span> }
                    });
                    view! {
                        <td class=column.class()>
                            <a href=href.clone() data-noscroll="" aria-current=move || is_open.get().then_some("true")>
                                {title_words(session, &id)}
                            </a>
                            {mark}
                        </td>
                    }
                    .into_any()
                }
                _ => {
                    let cell = session.peek(|register| column.cell(record, register));
                    view! { <td class=column.class()>{cell}</td> }.into_any()
                }
            });
            Some(cells.collect::<Vec<AnyView>>())
        })
    };
    view! {
        <tr
            data-row=uuid
            aria-rowindex=index + 2
            class:is-open=move || is_open.get()
            class:is-at=is_at
            on:click=move |event| {
                // The link in it has been followed already.
                if !event.default_prevented() && !event.ctrl_key() && !event.meta_key() && !event.shift_key() {
                    go(&clicked);
                }
            }
        >
            {cells}
        </tr>
    }
}
