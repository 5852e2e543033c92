//! A controlled document (7.5): to be read first, with what it needs next beside it: who approves, who has read it,
//! what was published, and when it is looked at again. What is signed is tied to exactly what was seen.

mod people;
mod reading_lists;
mod state;
mod versions;
mod words;

use crate::components::field::FieldView;
use crate::components::form::RecordForm;
use crate::components::phrases::title_words;
use crate::components::record_foot::RecordFoot;
use crate::components::record_notices::record_notices;
use crate::i18n::{choice_label, kind_label, t, t_with};
use crate::platform::intl;
use crate::session::content::{Now, use_content};
use crate::session::paper::{Paper, use_paper};
use crate::session::{Session, use_session};
use bridge::Content;
use leptos::prelude::*;
use register::day::NaiveDate;
use register::document::{FIT, Version, in_force};
use register::kind::DOCUMENT;
use register::reading::Block;
use register::{FieldPath, Record, RecordId};

/// What is on screen.
#[derive(Clone, PartialEq)]
enum Shown {
    /// The text, to be read.
    Reading,
    /// The text, to be written.
    Writing,
    /// A published version as it was; none while it is being fetched, or if it is not here.
    Version(Box<Version>, Option<Content>),
}

/// What the parts share.
#[derive(Clone, Copy)]
struct Here {
    session: Session,
    id: StoredValue<RecordId>,
    today: NaiveDate,
    now: Now,
    shown: RwSignal<Shown>,
    paper: StoredValue<Paper, LocalStorage>,
}

impl Here {
    /// Reads the document. Tracked.
    fn with<T>(self, read: impl FnOnce(&Record) -> T) -> Option<T> {
        self.id.with_value(|id| self.session.with_record(id, |record| record.map(read)))
    }

    /// One of its short texts. Tracked.
    fn text(self, key: &str) -> String {
        self.with(|record| record.text(key).to_owned()).unwrap_or_default()
    }

    /// The place of its text.
    fn body() -> FieldPath {
        FieldPath::of("body")
    }
}

/// The text of a content, to be read.
fn body_of(content: &Content) -> &[Block] {
    let body = Here::body().to_string();
    content.texts.iter().find(|(path, _)| *path == body).map(|(_, text)| text.as_slice()).unwrap_or_default()
}

/// A document. It must be made anew for each record.
#[component]
pub fn DocumentPage(
    /// The record.
    id: RecordId,
) -> impl IntoView {
    let session = use_session();
    let paper = use_paper(session, &id);
    let begins = session.peek(|register| {
        let document = register.records.get(&id)?;
        let is_draft = matches!(document.text("status"), "draft" | "changes_requested" | "");
        Some(if is_draft { Shown::Writing } else { Shown::Reading })
    });
    let here = Here {
        session,
        id: StoredValue::new(id.clone()),
        today: session.today_date(),
        now: use_content(session, &id),
        shown: RwSignal::new(begins.unwrap_or(Shown::Reading)),
        paper: StoredValue::new_local(paper),
    };
    let titled = id.clone();
    Effect::new(move |_| session.set_title(title_words(session, &titled)));
    let titled = id.clone();
    let kind = Memo::new(move |_| here.text("type"));
    let kind_words = move || match kind.get().as_str() {
        "" | "other" => kind_label(DOCUMENT.name),
        kind => choice_label(DOCUMENT.name, &FieldPath::of("type"), kind),
    };
    let version_words = move || {
        let version = here.with(in_force)??;
        let effective = here.text("effective_from");
        let from = if effective.is_empty() { String::new() } else { intl::date(&effective) };
        let key = if from.is_empty() { "document.in_force" } else { "document.in_force_from" };
        Some(t_with(key, &[("version", &version.version), ("day", &from)]))
    };
    let is_bare =
        session.peek(|register| register.records.get(&id).is_none_or(|record| record.title().is_empty()));
    let fit_of = id.clone();
    let fit = move || (kind.get() == "policy").then(|| fit(fit_of.clone()));
    view! {
        <article class="document">
            <header class="document-head">
                <p class="record-kind">
                    {kind_words} " " <span class="record-reference">{move || here.text("reference")}</span>
                    " " <span class="clause">{t_with("word.clause", &[("clause", DOCUMENT.clause)])}</span>
                </p>
                <h2 id="record-title" data-heading="" tabindex="-1">{move || title_words(session, &titled)}</h2>
                <p class="quiet">{version_words}</p>
                {record_notices(id.clone())}
            </header>
            <div class="document-columns">
                <div class="document-main">{words::words(here)}</div>
                <aside class="document-side" aria-label=t("document.side")>
                    {state::state(here)}
                    {people::approvals(here)}
                    {people::readers(here)}
                    {reading_lists::reading_lists(here)}
                    {versions::versions(here)}
                    {versions::reviews(here)}
                </aside>
            </div>
            {fit}
            <details class="document-details" open=is_bare>
                <summary>{t("document.details")}</summary>
                <RecordForm id=id.clone() kind=&DOCUMENT />
            </details>
            <RecordFoot id />
        </article>
    }
}

/// How the policy fits the strategic direction, in four parts.
fn fit(id: RecordId) -> AnyView {
    let fields = FIT.into_iter().filter_map(|key| {
        let field = DOCUMENT.fields.iter().find(|field| field.key == key)?;
        Some(view! { <FieldView id=id.clone() path=FieldPath::of(key) field /> })
    });
    view! {
        <section class="form-section document-fit">
            <h3>{t("document.fit")} " " <span class="clause">"5.1 a"</span></h3>
            <div class="form-grid">{fields.collect_view()}</div>
        </section>
    }
    .into_any()
}
