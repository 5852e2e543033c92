//! A record's form, from its kind: its fields in sections, its rows, and what contradicts itself.

use crate::components::field::FieldView;
use crate::components::rows::RowsTable;
use crate::i18n::{find, rows_label};
use crate::session::use_session;
use leptos::prelude::*;
use register::validation::{Finding, Problem, findings};
use register::{FieldPath, FieldType, Kind, RecordId};

/// What is wrong with the record in hand, for its fields to show.
#[derive(Clone, Copy)]
pub struct Findings {
    id: StoredValue<RecordId>,
    found: Memo<Vec<Finding>>,
}

impl Findings {
    /// What is wrong at one place of a record, if it is the record in hand. Tracked.
    pub fn at(self, id: &RecordId, path: &FieldPath) -> Option<Problem> {
        if self.id.with_value(|own| own != id) {
            return None;
        }
        self.found
            .with(|found| found.iter().find(|finding| finding.path == *path).map(|finding| finding.problem))
    }
}

/// Where a form's sections begin: kind, first field of the section, its key under `section.<kind>`.
const SECTIONS: [(&str, &str, &str); 8] = [
    ("risk", "asset", "source"),
    ("risk", "inherent_likelihood", "rating"),
    ("risk", "treatment", "treatment"),
    ("action", "owner", "who"),
    ("action", "done_on", "outcome"),
    ("decision", "review", "where"),
    ("management_review", "status", "outcome"),
    ("person", "top_management", "mandate"),
];

/// The form. It must be made anew for each record.
#[component]
pub fn RecordForm(
    /// The record.
    id: RecordId,
    /// Its kind.
    kind: &'static Kind,
) -> impl IntoView {
    provide_findings(&id);
    let mut sections: Vec<(Option<&str>, Vec<AnyView>)> = vec![(None, Vec::new())];
    for field in kind.fields {
        let begun = SECTIONS.iter().find(|(of, first, _)| *of == kind.name && *first == field.key);
        if let Some((_, _, section)) = begun {
            sections.push((Some(section), Vec::new()));
        }
        if let Some((_, fields)) = sections.last_mut() {
            fields.push(view! { <FieldView id=id.clone() path=FieldPath::of(field.key) field /> }.into_any());
        }
    }
    let sections = sections.into_iter().map(|(section, fields)| {
        let title = section.and_then(|section| find(&format!("section.{}.{section}", kind.name)));
        view! {
            <section class="form-section">
                {title.map(|title| view! { <h3>{title}</h3> })}
                <div class="form-grid">{fields}</div>
            </section>
        }
    });
    let short = |rows: &&register::Rows| rows.fields.iter().all(|field| field.ty != FieldType::Paper);
    let rows = kind.rows.iter().filter(short).map(|rows| {
        view! {
            <section class="form-section">
                <h3>{rows_label(kind, rows.key)}</h3>
                <RowsTable id=id.clone() kind rows />
            </section>
        }
    });
    let rows: Vec<_> = rows.collect();
    view! { <div class="form">{sections.collect::<Vec<_>>()} {rows}</div> }
}

/// Lets the fields below show what contradicts itself in this record.
pub fn provide_findings(id: &RecordId) {
    let session = use_session();
    let own = StoredValue::new(id.clone());
    let id = id.clone();
    let today = session.today_date();
    let found = Memo::new(move |_| {
        session.with_record(&id, |record| {
            record
                .map(|record| session.peek(|register| findings(record, register, today)))
                .unwrap_or_default()
        })
    });
    provide_context(Findings { id: own, found });
}
