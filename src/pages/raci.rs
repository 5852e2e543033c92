//! Who does what: roles over business activities and themes of controls, assigned in the cells, and what is missing.

mod assigning;
mod grid;

use crate::components::icon::Icon;
use crate::components::new_record::NewButton;
use crate::components::phrases::record_words;
use crate::i18n::{kinds_label, t, t_count, t_with};
use crate::places;
use crate::platform::{dom, intl};
use crate::session::{Session, use_session};
use leptos::prelude::*;
use register::kind::ROLE;
use register::raci::{Cell, Gap, Line, Part, Subject, assign, lines, roles};
use register::{Record, RecordId};

/// What a record of these kinds says matters here.
const KINDS: &[&str] = &["role", "business_activity", "person"];

/// A cell: what it is about, and the role.
type Place = (Subject, RecordId);

/// What all of the page's parts share.
#[derive(Clone, Copy)]
struct Here {
    session: Session,
    /// Every line.
    lines: Memo<Vec<Line>>,
    /// The columns.
    roles: Memo<Vec<RecordId>>,
    /// The rows that are shown.
    shown: Memo<Vec<Subject>>,
    /// Whether only lines with gaps are.
    only_gaps: RwSignal<bool>,
    /// The cell at hand.
    at: RwSignal<Option<Place>>,
}

impl Here {
    /// The cell at hand, where it is shown. Tracked.
    fn at_hand(self) -> Option<Place> {
        let (subject, role) = self.at.get()?;
        let is_shown = self.shown.with(|shown| shown.contains(&subject));
        (is_shown && self.roles.with(|roles| roles.contains(&role))).then_some((subject, role))
    }

    /// What stands in a cell. Tracked.
    fn cell(self, (subject, role): &Place) -> Cell {
        self.lines.with(|lines| {
            let line = lines.iter().find(|line| line.subject == *subject);
            line.and_then(|line| line.cells.get(role).cloned()).unwrap_or_default()
        })
    }

    /// Gives the role of a cell this part, or none.
    fn assign(self, (subject, role): &Place, part: Option<Part>) {
        let command = self.session.peek(|register| {
            let unwritten = Record::new(role.clone());
            assign(register.records.get(role).unwrap_or(&unwritten), subject, part)
        });
        if !command.writes.is_empty() {
            self.session.write(command);
        }
    }

    /// Goes to a cell; it takes the focus.
    fn go(self, place: Place) {
        let selector = format!("#{}", element_of(&place));
        self.at.set(Some(place));
        dom::focus(&selector);
    }
}

/// The page.
#[component]
pub fn Raci() -> impl IntoView {
    let session = use_session();
    session.set_title(t("nav.raci"));
    let lines = Memo::new(move |_| session.with_kinds(KINDS, lines));
    let roles = Memo::new(move |_| {
        session
            .with_kinds(KINDS, |register| roles(register).into_iter().map(|role| role.id.clone()).collect())
    });
    let (only_gaps, at) = (RwSignal::new(false), RwSignal::new(None::<Place>));
    let shown = Memo::new(move |_| {
        let only_gaps = only_gaps.get();
        // The line at hand stays until one goes elsewhere: what was just mended does not slip away.
        let at_hand = if only_gaps { at.get().map(|(subject, _)| subject) } else { None };
        lines.with(|lines| {
            let is_shown = |line: &&Line| {
                !only_gaps || at_hand.as_ref() == Some(&line.subject) || !line.gaps().is_empty()
            };
            lines.iter().filter(is_shown).map(|line| line.subject.clone()).collect()
        })
    });
    let here = Here { session, lines, roles, shown, only_gaps, at };
    let list = |kind: &str| places::href(&places::list(session, kind));
    let has_roles = Memo::new(move |_| roles.with(|roles| !roles.is_empty()));
    let body = move || {
        if has_roles.get() {
            view! { {grid::grid(here)} {assigning::assigning(here)} }.into_any()
        } else {
            view! { <p class="nothing-found">{t("raci.no_roles")}</p> }.into_any()
        }
    };
    view! {
        <div class="reference people-page">
            <header class="page-head">
                <div>
                    <h1 tabindex="-1">{t("nav.raci")}</h1>
                    <p class="page-intro">
                        {t("raci.intro")} " " {t_with("raci.roles_are", &[("kind", &crate::i18n::kind_label(ROLE.name))])} " "
                        <span class="clause">{t_with("word.clause", &[("clause", "5.3")])}</span>
                    </p>
                    <p>
                        <a href=list("role")>{kinds_label("role")}</a> " · "
                        <a href=list("business_activity")>{kinds_label("business_activity")}</a>
                    </p>
                </div>
                <NewButton kind=&ROLE />
            </header>
            {summary(here)}
            {body}
        </div>
    }
}

/// How many lines have gaps, which gaps, and the filter.
fn summary(here: Here) -> AnyView {
    let count = Memo::new(move |_| {
        here.lines.with(|lines| {
            let gaps: Vec<Vec<Gap>> = lines.iter().map(Line::gaps).collect();
            let of = |gap: Gap| gaps.iter().filter(|gaps| gaps.contains(&gap)).count();
            (gaps.iter().filter(|gaps| !gaps.is_empty()).count(), Gap::ALL.map(|gap| (gap, of(gap))))
        })
    });
    let words = move || {
        let (with_gaps, kinds) = count.get();
        if with_gaps == 0 {
            return view! { <span class="badge badge-low">{Icon::Check.view()} {t("raci.no_gaps")}</span> }
                .into_any();
        }
        let kinds = kinds.into_iter().filter(|(_, count)| *count > 0).map(|(gap, count)| {
            format!("{} {}", intl::number(count as f64), t(&format!("raci.gap.{}", gap.code())))
        });
        let kinds = kinds.collect::<Vec<_>>().join(" · ");
        view! {
            <span class="badge badge-high">{Icon::Alert.view()} {t_count("raci.lines_with_gaps", with_gaps)}</span> " "
            <span class="quiet">{kinds}</span>
        }
        .into_any()
    };
    view! {
        <div class="people-tools">
            <p role="status" class="people-count">{words}</p>
            <label class="flag">
                <input
                    type="checkbox"
                    prop:checked=move || here.only_gaps.get()
                    on:change=move |event| {
                        here.at.set(None);
                        here.only_gaps.set(event_target_checked(&event));
                    }
                />
                <span>{t("raci.only_gaps")}</span>
            </label>
        </div>
    }
    .into_any()
}

/// A record's number and title. Tracked.
fn record_named(session: Session, id: &RecordId) -> String {
    session.with_record(id, |_| ());
    session.peek(|register| record_words(register, id))
}

/// What a line is called. Tracked.
fn subject_words(session: Session, subject: &Subject) -> String {
    match subject {
        Subject::Activity(id) => record_named(session, id),
        Subject::Theme(theme) => t(&format!("raci.theme.{theme}")),
    }
}

/// What a role is called. Tracked.
fn role_words(session: Session, role: &RecordId) -> String {
    record_named(session, role)
}

/// Who holds a role; that nobody does, if so. Tracked.
fn holder_words(session: Session, role: &RecordId) -> String {
    let holder =
        session.with_record(role, |role| role.and_then(|role| role.text("holder").parse::<RecordId>().ok()));
    holder.map_or_else(|| t("raci.vacant"), |holder| session.title_of(&holder))
}

/// A part in a word.
fn part_words(part: Part) -> String {
    match part {
        Part::Both => t("choice.role.raci.part.both"),
        part => t(&format!("choice.{}", part.code())),
    }
}

/// What stands in a cell, in words.
fn cell_words(cell: &Cell) -> String {
    let words = cell.parts.iter().map(|part| part_words(*part)).collect::<Vec<_>>().join(", ");
    let words = if words.is_empty() { t("raci.none") } else { words };
    if cell.disputed.is_some() { format!("{words} · {}", t("disagreement.title")) } else { words }
}

/// The id of a cell's element.
fn element_of((subject, role): &Place) -> String {
    format!("raci-{}-{}", subject.row(), role.uuid)
}
