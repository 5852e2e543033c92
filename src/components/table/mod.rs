//! The list of a kind, from its declaration: columns that sort, words that search, chips that filter,
//! and only as many rows in the page as can be seen.

mod column;
mod filters;
mod row;
pub mod scroll;

use crate::components::icon::Icon;
use crate::i18n::{t, t_count};
use crate::places;
use crate::platform::dom;
use crate::platform::intl;
use crate::platform::keys::{Key, on_key};
use crate::session::use_session;
use column::Column;
use filters::{Filters, Finding};
use leptos::prelude::*;
use register::fold::fold;
use register::query::{Query, Reading, Sort, find};
use register::{FieldType, Kind, RecordId};
use row::TableRow;
use scroll::Window;

/// What is asked of a list.
#[derive(Clone, Copy)]
pub struct Asked {
    search: RwSignal<String>,
    sort: RwSignal<Vec<Sort>>,
    filters: RwSignal<Finding>,
}

/// The list.
#[component]
pub fn RecordTable(
    /// The kind.
    kind: &'static Kind,
    /// The record that is open beside the list.
    #[prop(into)]
    open: Signal<Option<RecordId>>,
    /// What stands there when the register has no record of the kind.
    #[prop(into)]
    empty: ViewFn,
) -> impl IntoView {
    let session = use_session();
    let columns = column::of(kind);
    let sort = columns
        .first()
        .map(|first| Sort { key: first.key().to_owned(), descending: first.begins_descending() })
        .into_iter()
        .collect();
    let asked = Asked {
        search: RwSignal::new(String::new()),
        sort: RwSignal::new(sort),
        filters: RwSignal::new(Finding::of_address(kind)),
    };
    let depends: Vec<&'static str> = linked_kinds(kind);
    let total =
        Memo::new(move |_| session.with_kinds(&[kind.name], |register| register.of_kind(kind.name).count()));
    let ids = Memo::new(move |_| {
        let query = Query {
            search: asked.search.get(),
            sort: asked.sort.get(),
            filters: asked.filters.with(|filters| filters.conditions(session)),
            archived: asked.filters.with(Finding::shows_archived),
        };
        let reading = Reading { normalise: &fold, collate: &collate };
        session.with_kinds(&depends, |register| {
            find(register, kind, &query, &reading)
                .into_iter()
                .map(|record| record.id.clone())
                .collect::<Vec<_>>()
        })
    });
    let window = Window::new(ids);
    let cursor = RwSignal::new(None::<RecordId>);
    keys(ids, open, cursor, window);

    let count = move || {
        let (shown, total) = (ids.with(Vec::len), total.get());
        if shown == total {
            t_count(&format!("count.{}", kind.name), total)
        } else {
            t_count("count.of", total).replace("{shown}", &intl::number(shown as f64))
        }
    };
    let heads = {
        let columns = columns.clone();
        move || columns.iter().map(|column| head(kind, *column, asked)).collect::<Vec<_>>()
    };
    let width = columns.len();
    let rows = move || window.visible();
    let list = move || {
        let columns = columns.clone();
        view! {
            <div class="table-scroll" on:scroll=move |event| window.scrolled(&event) node_ref=window.element>
                <table class=format!("table table-{}", kind.name) aria-rowcount=move || ids.with(|ids| ids.len() + 1)>
                    <caption class="visually-hidden">{crate::i18n::kinds_label(kind.name)}</caption>
                    <thead><tr aria-rowindex="1">{heads.clone()}</tr></thead>
                    <tbody>
                        <tr class="table-space" aria-hidden="true" style:height=move || window.above()>
                            <td colspan=width></td>
                        </tr>
                        <For each=rows key=|entry| entry.clone() let:entry>
                            <TableRow
                                index=entry.0
                                id=entry.1
                                columns=columns.clone()
                                open
                                cursor
                            />
                        </For>
                        <tr class="table-space" aria-hidden="true" style:height=move || window.below()>
                            <td colspan=width></td>
                        </tr>
                    </tbody>
                </table>
                <Show when=move || ids.with(Vec::is_empty)>
                    <div class="nothing-found">
                        <p>{t("table.nothing_found")}</p>
                        <button type="button" class="button-quiet" on:click=move |_| asked.clear()>{t("table.show_all")}</button>
                    </div>
                </Show>
            </div>
        }
        .into_any()
    };
    let is_empty = Memo::new(move |_| total.get() == 0 && !asked.filters.with(Finding::shows_archived));
    // What was put away can be found even where nothing else is left.
    let is_bare = Memo::new(move |_| {
        session.with_kinds(&[kind.name], |register| register.all_of_kind(kind.name).next().is_none())
    });
    view! {
        <div class="table-wrap">
            <div class="table-tools" class:is-hidden=move || is_bare.get()>
                <label class="search">
                    <span class="visually-hidden">{t("table.search")}</span>
                    {Icon::Search.view()}
                    <input
                        type="search"
                        id="list-search"
                        placeholder=t("table.search")
                        autocomplete="off"
                        aria-keyshortcuts="/"
                        prop:value=move || asked.search.get()
                        on:input=move |event| asked.search.set(event_target_value(&event))
                    />
                </label>
                <Filters kind asked />
                <span class="table-count" role="status">{count}</span>
            </div>
            {move || if is_empty.get() { empty.run() } else { list() }}
        </div>
    }
}

impl Asked {
    fn clear(self) {
        self.search.set(String::new());
        self.filters.set(Finding::default());
    }

    /// Sorts by a column; once more turns the order round. `also` keeps the columns before it.
    fn sort_by(self, column: Column, also: bool) {
        self.sort.update(|sort| {
            let known = sort.iter().find(|sort| sort.key == column.key());
            let descending = known.map_or(column.begins_descending(), |known| !known.descending);
            let chosen = Sort { key: column.key().to_owned(), descending };
            match sort.iter_mut().find(|sort| also && sort.key == column.key()) {
                Some(standing) => *standing = chosen,
                None if also => sort.push(chosen),
                None => *sort = vec![chosen],
            }
        });
    }
}

/// The kind itself, and those that its columns name.
fn linked_kinds(kind: &'static Kind) -> Vec<&'static str> {
    let links = kind.fields.iter().filter(|field| field.in_table).filter_map(|field| match field.ty {
        FieldType::Link(kinds) => Some(kinds),
        _ => None,
    });
    let mut all = vec![kind.name];
    for linked in links.flatten() {
        if !all.contains(linked) {
            all.push(linked);
        }
    }
    all
}

/// Plain texts are compared here: asking the browser costs a hundred times as much.
fn collate(a: &str, b: &str) -> std::cmp::Ordering {
    if a.is_ascii() && b.is_ascii() {
        register::fold::natural(&a.to_ascii_lowercase(), &b.to_ascii_lowercase())
    } else {
        intl::compare(a, b)
    }
}

fn head(kind: &'static Kind, column: Column, asked: Asked) -> AnyView {
    // Its place among several, and which way.
    let order = move || {
        asked.sort.with(|sort| {
            let at = sort.iter().position(|sort| sort.key == column.key())?;
            Some(((sort.len() > 1).then_some(at + 1), sort.get(at)?.descending))
        })
    };
    let spoken = move || match order() {
        None => "none",
        Some((_, false)) => "ascending",
        Some((_, true)) => "descending",
    };
    let arrow = move || {
        order().map(|(place, descending)| {
            let arrow = if descending { Icon::Down.view() } else { Icon::Up.view() };
            view! { {arrow} {place.map(|place| view! { <small class="sort-place">{place}</small> })} }
        })
    };
    view! {
        <th scope="col" class=column.class() aria-sort=spoken>
            <button type="button" title=t("table.sort_help") on:click=move |event| asked.sort_by(column, event.shift_key())>
                {column.label(kind)} {arrow}
            </button>
        </th>
    }
    .into_any()
}

/// `/` searches, `j` and `k` walk the list, Enter opens. With a record open, they walk from record to record.
fn keys(
    ids: Memo<Vec<RecordId>>,
    open: Signal<Option<RecordId>>,
    cursor: RwSignal<Option<RecordId>>,
    window: Window,
) {
    let session = use_session();
    let go = places::use_go();
    let walk = {
        let go = go.clone();
        move |step: isize| {
            let here = open.get_untracked().or_else(|| cursor.get_untracked());
            let next = ids.with_untracked(|ids| {
                let now = here.and_then(|here| ids.iter().position(|id| *id == here));
                let next = now.map_or(Some(0), |now| now.checked_add_signed(step))?;
                ids.get(next).cloned().map(|id| (next, id))
            });
            let Some((index, id)) = next else { return };
            window.reveal(index);
            if open.get_untracked().is_some() {
                go(&places::record(session, &id));
            } else {
                cursor.set(Some(id.clone()));
                // The row may have to be made first.
                request_animation_frame(move || {
                    dom::focus(&format!("[data-row=\"{}\"] a", id.uuid));
                });
            }
        }
    };
    on_key(move |key| match key {
        Key::Sign('/') => dom::focus("#list-search"),
        Key::Sign('j') => {
            walk(1);
            true
        }
        Key::Sign('k') => {
            walk(-1);
            true
        }
        Key::Enter => match cursor.get_untracked() {
            Some(id) if open.get_untracked().is_none() => {
                go(&places::record(session, &id));
                true
            }
            _ => false,
        },
        _ => false,
    });
}
