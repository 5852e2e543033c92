//! Several links of one sort, from a list of rows that hold a single link each: the linked records in a line,
//! and a way to add one.

use crate::components::field::{Picker, Picks};
use crate::components::icon::Icon;
use crate::components::phrases::record_words;
use crate::i18n::{add_row_label, field_label, rows_label, t_with};
use crate::places;
use crate::session::use_session;
use leptos::prelude::*;
use register::validation::check_in;
use register::{Field, FieldPath, FieldType, Kind, RecordId, Rows, Value};
use uuid::Uuid;

/// The single link of a list of rows, if it is such a list.
pub fn only_link(rows: &'static Rows) -> Option<(&'static Field, &'static [&'static str])> {
    match rows.fields {
        [only] => match only.ty {
            FieldType::Link(kinds) => Some((only, kinds)),
            _ => None,
        },
        _ => None,
    }
}

/// The links.
#[component]
pub fn Chips(
    /// The record.
    id: RecordId,
    /// Its kind.
    kind: &'static Kind,
    /// The list.
    rows: &'static Rows,
    /// The field of each row.
    field: &'static Field,
    /// What it leads to.
    kinds: &'static [&'static str],
) -> impl IntoView {
    let session = use_session();
    let own = StoredValue::new(id.clone());
    let path = move |row: Uuid| FieldPath::in_row(rows.key, row, field.key);
    let shown = Memo::new(move |_| {
        own.with_value(|id| {
            session.with_record(id, |record| {
                let Some(record) = record else { return Vec::new() };
                let rows = record.rows_in_order(rows.key).into_iter();
                let links = rows.filter_map(|row| {
                    let target: RecordId = record.get(&path(row)).as_text()?.parse().ok()?;
                    Some((row, target))
                });
                links.collect::<Vec<(Uuid, RecordId)>>()
            })
        })
    });
    let remove = move |row: Uuid| {
        let said = t_with("rows.removed", &[("rows", &rows_label(kind, rows.key))]);
        session.archive_row(&own.get_value(), rows.key, row, said);
    };
    let chip = move |(row, target): (Uuid, RecordId)| {
        // Woken by the linked record: its title, and whether it was put away.
        session.with_record(&target, |_| ());
        let words = session.peek(|register| record_words(register, &target));
        let value = Value::Text(target.to_string());
        let problem = session.peek(|register| check_in(field, &value, register)).err();
        let problem = problem.map(|problem| {
            let words = crate::components::phrases::problem_words(problem);
            view! { <span class="link-chip-problem">{Icon::Alert.view()} {words}</span> }
        });
        let off = t_with("chips.remove", &[("title", &words)]);
        view! {
            <li class="link-chip" data-field=path(row).to_string()>
                <a href=places::href(&places::record(session, &target))>{words}</a>
                {problem}
                <button type="button" class="button-icon" aria-label=off on:click=move |_| remove(row)>
                    {Icon::Close.view()}
                </button>
            </li>
        }
        .into_any()
    };
    let add = Callback::new(move |picked: Option<RecordId>| {
        let Some(target) = picked else { return };
        if !shown.with_untracked(|shown| shown.iter().any(|(_, known)| *known == target)) {
            session.add_row(&own.get_value(), rows.key, vec![(field.key, Value::Text(target.to_string()))]);
        }
    });
    let label = field_label(kind.name, &path(Uuid::nil()));
    let element = format!("chips-{}-{}", id.uuid, rows.key);
    view! {
        <div class="link-chips">
            <ul aria-label=rows_label(kind, rows.key)>
                {move || shown.get().into_iter().map(chip).collect::<Vec<AnyView>>()}
            </ul>
            <Picker
                element
                kinds
                picks=Picks { shown: Signal::derive(|| None), picked: add, is_adding: true }
                label=label
                placeholder=add_row_label(kind, rows.key)
            />
        </div>
    }
}
