//! The matrix: a row for each activity and theme with what it lacks, a column for each role, a cell to be filled
//! with a letter. One cell is reached by Tab, the others by arrows.

use super::{Here, Place, cell_words, element_of, holder_words, role_words, subject_words};
use crate::components::icon::Icon;
use crate::i18n::{t, t_with};
use crate::places;
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use register::RecordId;
use register::raci::{Cell, Line, Part, Subject};

/// The matrix.
pub fn grid(here: Here) -> AnyView {
    let columns = move || here.roles.get();
    let rows = move || here.shown.get();
    let nothing = move || {
        here.shown.with(Vec::is_empty).then(|| view! { <p class="nothing-found">{t("raci.no_gaps")}</p> })
    };
    view! {
        <div class="matrix-scroll">
            <table
                class="reference-table matrix raci"
                role="grid"
                aria-label=t("nav.raci")
                on:keydown=move |event| {
                    if key(here, &event) {
                        event.prevent_default();
                        event.stop_propagation();
                    }
                }
            >
                <thead>
                    <tr>
                        <th scope="col" class="raci-subject">{t("raci.subject")}</th>
                        <For each=columns key=|role| role.clone() let:role>{head(here, role)}</For>
                    </tr>
                </thead>
                <tbody>
                    <For each=rows key=|subject| subject.clone() let:subject>{row(here, subject)}</For>
                </tbody>
            </table>
            {nothing}
        </div>
    }
    .into_any()
}

fn head(here: Here, role: RecordId) -> AnyView {
    let session = here.session;
    let href = places::href(&places::record(session, &role));
    let of = role.clone();
    let words = move || role_words(session, &role);
    let is_vacant = {
        let of = of.clone();
        move || session.with_record(&of, |role| role.is_none_or(|role| role.value("holder").is_empty()))
    };
    view! {
        <th scope="col">
            <a href=href>{words}</a>
            <span class="raci-holder" class:is-vacant=is_vacant>{move || holder_words(session, &of)}</span>
        </th>
    }
    .into_any()
}

fn row(here: Here, subject: Subject) -> AnyView {
    let session = here.session;
    let of = subject.clone();
    let line =
        Memo::new(move |_| here.lines.with(|lines| lines.iter().find(|line| line.subject == of).cloned()));
    let gaps = Memo::new(move |_| line.with(|line| line.as_ref().map(Line::gaps).unwrap_or_default()));
    let missing = move || {
        let gap = |gap: register::raci::Gap| {
            let words = t(&format!("raci.gap.{}", gap.code()));
            view! { <span class="raci-gap">{Icon::Alert.view()} {words}</span> }.into_any()
        };
        gaps.get().into_iter().map(gap).collect::<Vec<AnyView>>()
    };
    let words = {
        let subject = subject.clone();
        move || subject_words(session, &subject)
    };
    let name = match &subject {
        Subject::Activity(id) => {
            let href = places::href(&places::record(session, id));
            view! { <a href=href>{words}</a> }.into_any()
        }
        Subject::Theme(_) => view! { <span>{words}</span> }.into_any(),
    };
    let columns = move || here.roles.get();
    view! {
        <tr class:has-gap=move || gaps.with(|gaps| !gaps.is_empty())>
            <th scope="row" class="raci-subject">{name} {missing}</th>
            <For each=columns key=|role| role.clone() let:role>{cell(here, (subject.clone(), role), line)}</For>
        </tr>
    }
    .into_any()
}

fn cell(here: Here, place: Place, line: Memo<Option<Line>>) -> AnyView {
    let session = here.session;
    let role = place.1.clone();
    let content = Memo::new(move |_| {
        line.with(|line| line.as_ref().and_then(|line| line.cells.get(&role).cloned()).unwrap_or_default())
    });
    let own = place.clone();
    let is_at = Memo::new(move |_| here.at.with(|at| at.as_ref() == Some(&own)));
    let of_tab = place.clone();
    // Before anybody was in the matrix, its first cell is the way in.
    let tab = move || {
        let is_way_in = match here.at_hand() {
            Some(at) => at == of_tab,
            None => first(here).as_ref() == Some(&of_tab),
        };
        if is_way_in { "0" } else { "-1" }
    };
    let spoken = {
        let (subject, role) = place.clone();
        move || {
            let (what, role) = (subject_words(session, &subject), role_words(session, &role));
            let part = t_with("raci.part_of", &[("role", &role), ("what", &what)]);
            format!("{part}: {}", content.with(cell_words))
        }
    };
    let (focused, clicked) = (place.clone(), place.clone());
    view! {
        <td role="gridcell">
            <button
                type="button"
                class="raci-cell"
                class:is-at=is_at
                id=element_of(&place)
                tabindex=tab
                aria-label=spoken
                on:focus=move |_| here.at.set(Some(focused.clone()))
                on:click=move |_| here.go(clicked.clone())
            >
                {move || content.with(letters)}
            </button>
        </td>
    }
    .into_any()
}

fn letters(cell: &Cell) -> AnyView {
    let letters = cell.parts.iter().map(|part| {
        let class = format!("raci-letter is-{}", part.code());
        view! { <span class=class>{t(&format!("raci.letter.{}", part.code()))}</span> }.into_any()
    });
    let letters: Vec<AnyView> = letters.collect();
    view! { {letters} {cell.disputed.is_some().then(|| Icon::Fork.view())} }.into_any()
}

/// The first cell. Tracked.
fn first(here: Here) -> Option<Place> {
    let subject = here.shown.with(|shown| shown.first().cloned())?;
    Some((subject, here.roles.with(|roles| roles.first().cloned())?))
}

/// Takes a key; says whether it meant something here.
fn key(here: Here, event: &KeyboardEvent) -> bool {
    if event.ctrl_key() || event.meta_key() || event.alt_key() {
        return false;
    }
    let Some(place) = untrack(move || here.at_hand()) else { return false };
    match event.key().as_str() {
        "ArrowRight" => step(here, &place, 0, 1),
        "ArrowLeft" => step(here, &place, 0, -1),
        "ArrowDown" => step(here, &place, 1, 0),
        "ArrowUp" => step(here, &place, -1, 0),
        "Home" => step(here, &place, 0, isize::MIN),
        "End" => step(here, &place, 0, isize::MAX),
        "Delete" | "Backspace" => here.assign(&place, None),
        sign => {
            let mut letters = sign.chars();
            let letter = letters.next().filter(|_| letters.next().is_none());
            let Some(part) = letter.and_then(Part::by_key) else { return false };
            here.assign(&place, Some(part));
        }
    }
    true
}

/// Goes so many rows down and columns on, as far as there are any.
fn step(here: Here, (subject, role): &Place, down: isize, on: isize) {
    let (rows, columns) = (here.shown.get_untracked(), here.roles.get_untracked());
    let row = rows.iter().position(|one| one == subject);
    let column = columns.iter().position(|one| one == role);
    let (Some(row), Some(column)) = (row, column) else { return };
    let moved =
        |from: usize, by: isize, many: usize| from.saturating_add_signed(by).min(many.saturating_sub(1));
    let place = rows.get(moved(row, down, rows.len())).zip(columns.get(moved(column, on, columns.len())));
    if let Some((subject, role)) = place {
        here.go((subject.clone(), role.clone()));
    }
}
