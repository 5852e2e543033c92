//! The rows inside a record, an attendance list for instance: one line each, edited in place.

use crate::components::field::{FieldView, is_for_people};
use crate::components::icon::Icon;
use crate::i18n::{add_row_label, field_label, rows_label, t, t_with};
use crate::session::use_session;
use leptos::prelude::*;
use register::field::POSITION;
use register::{Field, FieldPath, FieldType, Kind, RecordId, Rows, act};
use uuid::Uuid;

/// The rows of one list.
#[component]
pub fn RowsTable(
    /// The record.
    id: RecordId,
    /// Its kind.
    kind: &'static Kind,
    /// The list.
    rows: &'static Rows,
) -> impl IntoView {
    let session = use_session();
    let fields: Vec<&'static Field> =
        rows.fields.iter().filter(|field| is_for_people(field) && field.ty != FieldType::Paper).collect();
    let ordered = {
        let id = id.clone();
        Memo::new(move |_| {
            session.with_record(&id, |record| {
                record.map(|record| record.rows_in_order(rows.key)).unwrap_or_default()
            })
        })
    };
    let is_movable = rows.field(POSITION).is_some();
    let labels: Vec<String> = fields
        .iter()
        .map(|field| {
            let path = FieldPath::in_row(rows.key, Uuid::nil(), field.key);
            field_label(kind.name, &path)
        })
        .collect();
    let add = {
        let id = id.clone();
        move |_| {
            session.add_row(&id, rows.key, Vec::new());
        }
    };
    let heads =
        move || labels.iter().map(|label| view! { <th scope="col">{label.clone()}</th> }).collect::<Vec<_>>();
    let (row_id, fields) = (StoredValue::new(id.clone()), StoredValue::new(fields));
    view! {
        <Show when=move || ordered.with(|ordered| !ordered.is_empty())>
            <table class="rows">
                <thead><tr>{heads.clone()}<th><span class="visually-hidden">{t("rows.tools")}</span></th></tr></thead>
                <tbody>
                    <For each=move || ordered.get() key=|row| *row let:row>
                        <Row id=row_id.get_value() kind rows fields=fields.get_value() row is_movable />
                    </For>
                </tbody>
            </table>
        </Show>
        <button type="button" class="button-quiet" on:click=add>
            {Icon::Add.view()} {add_row_label(kind, rows.key)}
        </button>
    }
}

#[component]
fn Row(
    id: RecordId,
    kind: &'static Kind,
    rows: &'static Rows,
    fields: Vec<&'static Field>,
    row: Uuid,
    is_movable: bool,
) -> impl IntoView {
    let session = use_session();
    let cells: Vec<_> = fields
        .into_iter()
        .map(|field| {
            let path = FieldPath::in_row(rows.key, row, field.key);
            let label = field_label(kind.name, &path);
            view! { <td data-label=label><FieldView id=id.clone() path field bare=true /></td> }
        })
        .collect();
    let place = StoredValue::new(id);
    let move_by = move |step: isize| {
        let command = place.with_value(|id| {
            session.peek(|register| {
                let record = register.records.get(id)?;
                let now = record.rows_in_order(rows.key).iter().position(|other| *other == row)?;
                Some(act::move_row(record, rows.key, row, now.checked_add_signed(step)?))
            })
        });
        if let Some(command) = command {
            session.write(command);
        }
    };
    let remove = move |_| {
        let said = t_with("rows.removed", &[("rows", &rows_label(kind, rows.key))]);
        session.archive_row(&place.get_value(), rows.key, row, said);
    };
    let tools = is_movable.then(|| {
        view! {
            <button type="button" class="button-icon" aria-label=t("rows.up") on:click=move |_| move_by(-1)>
                {Icon::Up.view()}
            </button>
            <button type="button" class="button-icon" aria-label=t("rows.down") on:click=move |_| move_by(1)>
                {Icon::Down.view()}
            </button>
        }
    });
    view! {
        <tr>
            {cells}
            <td class="row-tools">
                {tools}
                <button type="button" class="button-icon" aria-label=t("rows.remove") on:click=remove>
                    {Icon::Close.view()}
                </button>
            </td>
        </tr>
    }
}
