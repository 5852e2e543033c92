//! The cells. The grid holds the focus and says which cell is at hand; only rows that can be seen are made.

use super::{Place, Sheet};
use crate::components::icon::Icon;
use crate::components::phrases::{problem_words, records_by_name, title_words, value_words};
use crate::i18n::{choice_label, field_label, kinds_label, t};
use crate::places;
use crate::platform::dom;
use leptos::html::Input;
use leptos::prelude::*;
use register::field::ANY_KIND;
use register::query::Sort;
use register::reference::REFERENCE;
use register::{Field, FieldPath, FieldType, RecordId};

/// Longer lists of suggestions help nobody.
const MOST_SUGGESTIONS: usize = 300;

/// The grid.
pub fn table(sheet: Sheet) -> AnyView {
    let columns = sheet.fields.with_value(Vec::clone);
    let width = columns.len() + 1;
    let heads: Vec<AnyView> = columns.iter().map(|field| head(sheet, field)).collect();
    let lists: Vec<AnyView> = columns.iter().filter_map(|field| suggestions(sheet, field)).collect();
    let at_hand = move || {
        let (row, column) = sheet.at.get();
        element_of((row, column))
    };
    let last = move || sheet.ids.with(Vec::len);
    let columns = StoredValue::new(columns);
    let rows = move || sheet.window.visible();
    view! {
        <div class="table-scroll sheet-scroll" node_ref=sheet.window.element on:scroll=move |event| sheet.window.scrolled(&event)>
            <table
                class="sheet-grid"
                id="sheet"
                role="grid"
                tabindex="0"
                aria-label=kinds_label(sheet.kind.name)
                aria-rowcount=move || last() + 2
                aria-multiselectable="true"
                aria-activedescendant=at_hand
                on:keydown=move |event| {
                    if sheet.key(&event) {
                        event.prevent_default();
                        event.stop_propagation();
                    }
                }
                on:copy=move |event| sheet.copied(&event)
                on:paste=move |event| sheet.pasted(&event)
            >
                <thead><tr aria-rowindex="1"><th scope="col" class="sheet-name">{t("sheet.record")}</th>{heads}</tr></thead>
                <tbody>
                    <tr class="table-space" aria-hidden="true" style:height=move || sheet.window.above()><td colspan=width></td></tr>
                    <For each=rows key=|entry| entry.clone() let:entry>{row(sheet, entry.0, Some(entry.1), columns)}</For>
                    <tr class="table-space" aria-hidden="true" style:height=move || sheet.window.below()><td colspan=width></td></tr>
                    {move || row(sheet, last(), None, columns)}
                </tbody>
            </table>
            {lists}
        </div>
    }
    .into_any()
}

fn head(sheet: Sheet, field: &'static Field) -> AnyView {
    let order = move || {
        sheet.sort.with(|sort| {
            let at = sort.iter().position(|sort| sort.key == field.key)?;
            Some((at + 1, sort.len() > 1, sort.get(at)?.descending))
        })
    };
    let spoken = move || match order() {
        None => "none",
        Some((.., false)) => "ascending",
        Some((.., true)) => "descending",
    };
    let arrow = move || {
        order().map(|(place, is_one_of, descending)| {
            let arrow = if descending { Icon::Down.view() } else { Icon::Up.view() };
            view! { {arrow} {is_one_of.then(|| view! { <small class="sort-place">{place}</small> })} }
        })
    };
    let turn = move |also: bool| {
        sheet.sort.update(|sort| {
            let descending =
                sort.iter().find(|sort| sort.key == field.key).is_some_and(|sort| !sort.descending);
            let chosen = Sort { key: field.key.to_owned(), descending };
            match sort.iter_mut().find(|sort| also && sort.key == field.key) {
                Some(standing) => *standing = chosen,
                None if also => sort.push(chosen),
                None => *sort = vec![chosen],
            }
        });
    };
    let label = field_label(sheet.kind.name, &FieldPath::of(field.key));
    view! {
        <th scope="col" aria-sort=spoken>
            <button type="button" tabindex="-1" title=t("table.sort_help") on:click=move |event| turn(event.shift_key())>
                {label} {arrow}
            </button>
        </th>
    }
    .into_any()
}

fn element_of((row, column): Place) -> String {
    format!("cell-{row}-{column}")
}

fn row(sheet: Sheet, row: usize, id: Option<RecordId>, columns: StoredValue<Vec<&'static Field>>) -> AnyView {
    let name = match id.clone() {
        Some(id) => {
            let place = places::href(&places::record(sheet.session, &id));
            let number = sheet.session.with_record(&id, |record| {
                record.map(|record| record.text(REFERENCE).to_owned()).unwrap_or_default()
            });
            let name = if number.is_empty() { title_words(sheet.session, &id) } else { number };
            view! { <a href=place tabindex="-1">{name}</a> }.into_any()
        }
        None => view! { <span class="quiet">{t("sheet.new")}</span> }.into_any(),
    };
    let cells: Vec<AnyView> = columns.with_value(|columns| {
        columns
            .iter()
            .enumerate()
            .map(|(column, field)| cell(sheet, (row, column), id.clone(), field))
            .collect()
    });
    view! { <tr data-row=row aria-rowindex=row + 2><th scope="row" class="sheet-name">{name}</th>{cells}</tr> }.into_any()
}

fn cell(sheet: Sheet, place: Place, id: Option<RecordId>, field: &'static Field) -> AnyView {
    let is_selected = Memo::new(move |_| {
        let ((top, left), (bottom, right)) = sheet.range();
        (top..=bottom).contains(&place.0) && (left..=right).contains(&place.1)
    });
    let is_at = Memo::new(move |_| sheet.at.get() == place);
    let is_typed = Memo::new(move |_| is_at.get() && sheet.typed.with(Option::is_some));
    let text = move || {
        let path = FieldPath::of(field.key);
        let id = id.as_ref()?;
        let value = sheet.session.with_record(id, |record| record.map(|record| record.get(&path).clone()))?;
        Some(sheet.session.peek(|register| value_words(register, sheet.kind.name, &path, &value)))
    };
    let content = move || {
        if is_typed.get() { input(sheet, field) } else { text().into_any() }
    };
    view! {
        <td
            id=element_of(place)
            role="gridcell"
            class:is-selected=is_selected
            class:is-at=is_at
            aria-selected=move || is_selected.get().to_string()
            on:mousedown=move |event| {
                if !is_typed.get_untracked() && sheet.enter() {
                    sheet.go(place, event.shift_key());
                    dom::focus("#sheet");
                }
            }
            on:dblclick=move |_| sheet.begin(None)
        >
            {content}
        </td>
    }
    .into_any()
}

fn input(sheet: Sheet, field: &'static Field) -> AnyView {
    let element = NodeRef::<Input>::new();
    Effect::new(move |_| {
        if let Some(element) = element.get() {
            let _ = element.focus();
            // What was typed before stands; the caret goes on behind it.
            let end = u32::try_from(element.value().encode_utf16().count()).unwrap_or(u32::MAX);
            let _ = element.set_selection_range(end, end);
        }
    });
    let problem = move || {
        sheet
            .problem
            .get()
            .map(|problem| view! { <p class="field-problem" role="alert">{problem_words(problem)}</p> })
    };
    let label = field_label(sheet.kind.name, &FieldPath::of(field.key));
    view! {
        <input
            type="text"
            node_ref=element
            aria-label=label
            autocomplete="off"
            list=format!("sheet-{}", field.key)
            value=sheet.typed.get_untracked().unwrap_or_default()
            aria-invalid=move || sheet.problem.get().map(|_| "true")
            on:input=move |event| sheet.typed.set(Some(event_target_value(&event)))
        />
        {problem}
    }
    .into_any()
}

/// What a cell of a column can be answered with, where that is a choice.
fn suggestions(sheet: Sheet, field: &'static Field) -> Option<AnyView> {
    let words: Box<dyn Fn() -> Vec<String> + Send + Sync> = match field.ty {
        FieldType::Choice(choices) => {
            let path = FieldPath::of(field.key);
            Box::new(move || {
                choices.iter().map(|choice| choice_label(sheet.kind.name, &path, choice)).collect()
            })
        }
        FieldType::Flag => Box::new(|| vec![t("word.yes"), t("word.no")]),
        FieldType::Link(kinds) if kinds != ANY_KIND => Box::new(move || {
            records_by_name(sheet.session, kinds).into_iter().map(|(_, words)| words).collect()
        }),
        _ => return None,
    };
    let options = move || {
        let option = |words: String| view! { <option value=words></option> }.into_any();
        words().into_iter().take(MOST_SUGGESTIONS).map(option).collect::<Vec<_>>()
    };
    Some(view! { <datalist id=format!("sheet-{}", field.key)>{options}</datalist> }.into_any())
}
