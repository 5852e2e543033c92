//! A record's form, from its kind: its fields in sections, its rows, and what contradicts itself.

use crate::components::chips::{Chips, only_link};
use crate::components::field::FieldView;
use crate::components::rows::RowsTable;
use crate::i18n::{find, rows_label, t};
use crate::session::use_session;
use leptos::prelude::*;
use register::field::BY_APP;
use register::kind::every_kind;
use register::validation::{Finding, Problem, findings};
use register::{Field, FieldPath, FieldType, Kind, RecordId, Rows};

/// What is wrong with the record in hand, for its fields to show.
#[derive(Clone, Copy)]
pub struct Findings {
    id: StoredValue<RecordId>,
    found: Memo<Vec<Finding>>,
}

impl Findings {
    /// What is wrong at one place of a record, if it is the record in hand. Tracked.
    pub fn at(self, id: &RecordId, path: &FieldPath) -> Option<Problem> {
        // What a page provided outlives it for the page that comes in its place: it is nobody's then.
        if !self.id.try_with_value(|own| own == id)? {
            return None;
        }
        let at = |found: &Vec<Finding>| found.iter().find(|finding| finding.path == *path).cloned();
        self.found.try_with(at)?.map(|finding| finding.problem)
    }
}

/// Where a form's sections begin: kind, first field of the section, its key under `section.<kind>`.
const SECTIONS: &[(&str, &str, &str)] = &[
    ("assessment_round", "conclusion", "outcome"),
    ("risk", "asset", "source"),
    ("risk", "inherent_likelihood", "rating"),
    ("risk", "treatment", "treatment"),
    ("action", "owner", "who"),
    ("action", "done_on", "outcome"),
    ("decision", "review", "where"),
    ("management_review", "status", "outcome"),
    ("person", "top_management", "mandate"),
    ("objective", "what", "questions"),
    ("objective", "measurable", "measured"),
    ("objective", "policy", "ground"),
    ("kpi", "what", "how"),
    ("kpi", "unit", "good"),
    ("resource", "requested_by", "who"),
    ("resource", "decision", "decision"),
    ("resource", "period_from", "outcome"),
    ("communication", "sender", "who"),
    ("communication", "message", "details"),
    ("communication", "status", "outcome"),
    ("concern", "said", "said"),
    ("concern", "protection", "protection"),
    ("concern", "status", "outcome"),
    ("feedback", "received_on", "who"),
    ("feedback", "response", "outcome"),
    ("improvement_idea", "raised_by", "who"),
    ("improvement_idea", "status", "outcome"),
    ("lesson_learned", "learned_on", "outcome"),
    ("benchmark", "compared_on", "who"),
    ("benchmark", "own_value", "outcome"),
    ("coordination_meeting", "topics", "outcome"),
    ("interested_party", "climate_requirements", "climate"),
    ("obligation", "requirement", "details"),
    ("obligation", "compliance", "review"),
    ("issue", "climate_relevant", "climate"),
    ("issue", "owner", "review"),
    ("area", "expectations", "support"),
    ("business_activity", "in_scope", "scope"),
    ("isms_change", "responsible", "who"),
    ("isms_change", "decision", "decision"),
    ("isms_change", "done_on", "outcome"),
    ("exception", "reason", "details"),
    ("exception", "status", "decision"),
    ("exercise", "planned_for", "who"),
    ("exercise", "result", "outcome"),
    ("incident", "nature", "details"),
    ("incident", "detected_on", "who"),
    ("incident", "confidentiality", "impact"),
    ("incident", "contained_on", "outcome"),
    ("nonconformity", "source", "source"),
    ("nonconformity", "status", "correction"),
    ("nonconformity", "cause_method", "cause"),
    ("nonconformity", "done_by", "effectiveness"),
    ("audit", "planned_for", "who"),
    ("audit", "scope", "details"),
    ("audit", "auditor", "independence"),
    ("audit", "conclusion", "outcome"),
    ("finding", "owner", "outcome"),
    ("training", "planned_for", "who"),
    ("training", "content", "details"),
    ("training", "acknowledged", "outcome"),
    ("role", "responsibilities", "details"),
    ("role", "assigned_by", "who"),
    ("competence", "assessed_by", "review"),
    ("leadership_act", "recorded_by", "who"),
    ("asset", "classification", "protection"),
    ("asset", "location", "details"),
    ("supplier", "contract", "agreement"),
    ("supplier", "assessed_on", "review"),
];

/// Fields of documents that stand elsewhere on their page: where it goes is asked by acts, not by a choice.
const OWN_PLACE: [&str; 6] = ["status", "body", "fit_goals", "fit_investment", "fit_appetite", "fit_culture"];

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
    let has_own_place = |key: &str| kind.name == "document" && OWN_PLACE.contains(&key);
    for field in kind.fields.iter().filter(|field| !has_own_place(field.key)) {
        let begun = SECTIONS.iter().find(|(of, first, _)| *of == kind.name && *first == field.key);
        if let Some((_, _, section)) = begun {
            sections.push((Some(section), Vec::new()));
        }
        if let Some((_, fields)) = sections.last_mut() {
            fields.push(view! { <FieldView id=id.clone() path=FieldPath::of(field.key) field /> }.into_any());
        }
    }
    let sections = sections.into_iter().map(|(section, fields)| {
        let title = section.and_then(|section| {
            find(&format!("section.{}.{section}", kind.name)).or_else(|| find(&format!("section.{section}")))
        });
        view! {
            <section class="form-section">
                {title.map(|title| view! { <h3>{title}</h3> })}
                <div class="form-grid">{fields}</div>
            </section>
        }
    });
    let is_typed = |field: &register::Field| field.ty != FieldType::Paper && !BY_APP.contains(&field.key);
    let short = |rows: &&'static Rows| rows.fields.iter().all(is_typed);
    let view_of = |rows: &'static Rows| {
        let body = match only_link(rows) {
            Some((field, kinds)) => view! { <Chips id=id.clone() kind rows field kinds /> }.into_any(),
            None => view! { <RowsTable id=id.clone() kind rows /> }.into_any(),
        };
        view! {
            <section class="form-section">
                <h3>{rows_label(kind, rows.key)}</h3>
                {body}
            </section>
        }
        .into_any()
    };
    let rows: Vec<AnyView> = kind.rows.iter().filter(short).map(view_of).collect();
    let more = view! { <More id=id.clone() kind /> };
    view! { <div class="form">{sections.collect::<Vec<_>>()} {rows} {more}</div> }
}

/// What every record can carry: its old number, tags, evidence. Folded away until something stands there.
#[component]
fn More(id: RecordId, kind: &'static Kind) -> impl IntoView {
    let session = use_session();
    let own = |key: &str| kind.fields.iter().any(|field| field.key == key);
    let fields: Vec<&'static Field> = every_kind::FIELDS.iter().filter(|field| !own(field.key)).collect();
    let is_own = |rows: &&Rows| kind.rows.iter().any(|known| known.key == rows.key);
    let rows: Vec<&'static Rows> = every_kind::ROWS.iter().filter(|rows| !is_own(rows)).collect();
    let is_used = session.peek(|register| {
        register.records.get(&id).is_some_and(|record| {
            fields.iter().any(|field| !record.value(field.key).is_empty())
                || rows.iter().any(|rows| !record.rows(rows.key).is_empty())
        })
    });
    let fields: Vec<_> = fields
        .into_iter()
        .map(|field| view! { <FieldView id=id.clone() path=FieldPath::of(field.key) field /> })
        .collect();
    let rows = rows.into_iter().map(|rows| {
        view! {
            <h3>{rows_label(kind, rows.key)}</h3>
            <RowsTable id=id.clone() kind rows />
        }
    });
    let rows: Vec<_> = rows.collect();
    view! {
        <details class="form-section form-more" open=is_used>
            <summary>{t("form.more")}</summary>
            <div class="form-grid">{fields}</div>
            {rows}
        </details>
    }
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
