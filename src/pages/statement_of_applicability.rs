//! The statement of applicability: every control of Annex A and the team's own, whether it applies, why and how
//! far it is; many at once, and each with what it treats and what shows it.

mod as_of;
mod bulk;
mod chart;
mod detail;
mod filters;
mod shown;
mod table;

use crate::components::new_record::{NewButton, use_new_record};
use crate::components::shortcuts::{on_new, on_search};
use crate::i18n::{choice_label, field_label, kinds_label, t, t_count, t_with};
use crate::session::{Session, use_session};
use filters::Asked;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use register::control::Theme;
use register::kind::CONTROL;
use register::statement::Gap;
use register::{FieldPath, RecordId};
use shown::{Shown, shown};
use std::collections::BTreeSet;

/// What all of the page's parts share.
#[derive(Clone, Copy)]
struct Here {
    session: Session,
    /// Every row.
    all: Memo<Vec<Shown>>,
    /// What is asked.
    asked: RwSignal<Asked>,
    /// The rows that answer.
    found: Memo<Vec<RecordId>>,
    /// The control that the address names.
    open: Memo<Option<RecordId>>,
    /// The rows that are ticked.
    chosen: RwSignal<BTreeSet<RecordId>>,
}

impl Here {
    /// One row. Tracked.
    fn row(self, id: &RecordId) -> Option<Shown> {
        self.all.with(|all| all.iter().find(|row| row.id == *id).cloned())
    }
}

/// The page.
#[component]
pub fn StatementOfApplicability() -> impl IntoView {
    let session = use_session();
    session.set_title(kinds_label(CONTROL.name));
    let params = use_params_map();
    let today = session.today_date();
    let all = Memo::new(move |_| {
        session.control_titles();
        session.with_register(|register| shown(register, today))
    });
    let asked = RwSignal::new(Asked::default());
    let found = Memo::new(move |_| {
        asked.with(|asked| {
            all.with(|all| {
                all.iter().filter(|row| asked.is_answered_by(row)).map(|row| row.id.clone()).collect()
            })
        })
    });
    let open = Memo::new(move |_| {
        let uuid = params.with(|params| params.get("id"))?;
        format!("{}/{uuid}", CONTROL.name).parse::<RecordId>().ok()
    });
    let here = Here { session, all, asked, found, open, chosen: RwSignal::new(BTreeSet::new()) };
    let then = RwSignal::new(None);
    on_search();
    let new_record = use_new_record();
    on_new(move || new_record(&CONTROL, Vec::new()));
    let beside = move || open.get().map(|id| detail::detail(here, id));
    view! {
        <div class="beside" class:has-record=move || open.get().is_some()>
            <section class="beside-list statement" aria-labelledby="list-title">
                <header class="page-head">
                    <div>
                        <h1 id="list-title" tabindex="-1">{kinds_label(CONTROL.name)}</h1>
                        <p class="page-intro">
                            {t("intro.control")} " "
                            <span class="clause">{t_with("word.clause", &[("clause", "6.1.3")])}</span>
                        </p>
                    </div>
                    <NewButton kind=&CONTROL />
                </header>
                {as_of::choice(here, then)}
                {move || match then.get() {
                    Some(_) => as_of::statement(here, then),
                    None => view! {
                        {chart::chart(here)}
                        {filters::filters(here)}
                        {table::table(here)}
                        {bulk::bulk(here)}
                    }
                    .into_any(),
                }}
            </section>
            {beside}
        </div>
    }
}

/// A theme in words.
fn theme_words(theme: Theme) -> String {
    choice_label(CONTROL.name, &FieldPath::of("theme"), theme.code())
}

/// What is missing in a row, in words.
fn gap_words(gap: &Gap) -> String {
    let key = format!("control_gap.{}", gap.code());
    match gap {
        Gap::Contradiction(risks) => t_count(&key, *risks),
        Gap::Disputed(field) => t_with(&key, &[("field", &field_label(CONTROL.name, &FieldPath::of(field)))]),
        _ => t(&key),
    }
}

/// The id of a row's elements.
fn element_of(id: &RecordId) -> String {
    format!("control-{}", id.uuid)
}
