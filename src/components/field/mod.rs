//! One field of a record or row, from its declaration: label, input, help, what is wrong with it, what a
//! colleague set meanwhile, and the other answers where there are several.

mod choice;
mod draft;
mod flag;
mod link;
mod picker;
mod scale;
mod text;

pub use picker::{Picker, Picks};

use crate::components::disagreement::Disagreement;
use crate::components::form::Findings;
use crate::components::paper_field::PaperField;
use crate::components::phrases::problem_words;
use crate::i18n::{field_help, field_label, t};
use crate::session::{Session, use_session};
use leptos::prelude::*;
use register::field::BY_APP;
use register::validation::{Problem, check_in};
use register::{Answers, Field, FieldPath, FieldType, RecordId, Value};
use std::time::Duration;

/// How long a colleague's change glows.
const GLOW_MS: u64 = 1600;

/// Fields that the app fills in by itself.
const INTERNAL: [&str; 3] = ["position", "agenda_item", "practice"];

/// Whether a person fills a field in.
pub fn is_for_people(field: &Field) -> bool {
    !INTERNAL.contains(&field.key) && !BY_APP.contains(&field.key)
}

/// A field's place and what stands there.
#[derive(Clone, Copy)]
struct Here {
    session: Session,
    id: StoredValue<RecordId>,
    path: StoredValue<FieldPath>,
    field: &'static Field,
    answers: Memo<Answers>,
    findings: Option<Findings>,
    /// What is wrong with what was typed, which is not saved for that reason.
    refused: RwSignal<Option<Problem>>,
}

impl Here {
    fn value(self) -> Value {
        self.answers.with(|answers| answers.first().map(|answer| answer.value.clone()).unwrap_or_default())
    }

    fn is_empty(self) -> bool {
        self.answers.with(|answers| answers.first().is_none_or(|answer| answer.value.is_empty()))
    }

    /// Whether an answer is needed and not there.
    fn is_gap(self) -> bool {
        self.field.required && self.is_empty()
    }

    /// The mark of a gap. It stands beside the label, so that the field's name stays the same.
    fn gap_mark(self) -> impl IntoView {
        let element = format!("{}-gap", self.element_id());
        move || {
            self.is_gap()
                .then(|| view! { <span class="field-gap" id=element.clone()>{t("word.needed")}</span> })
        }
    }

    fn set(self, value: Value) {
        let is_same = self.answers.with_untracked(|answers| {
            let shown = answers.first().map(|answer| &answer.value);
            answers.len() < 2 && shown.map_or(value.is_empty(), |shown| *shown == value)
        });
        if !is_same {
            self.session.set(&self.id.get_value(), self.path.get_value(), value);
        }
    }

    /// Unique on the page and the same each time.
    fn element_id(self) -> String {
        let path = self.path.with_value(|path| path.to_string().replace('/', "-"));
        self.id.with_value(|id| format!("f-{}-{path}", id.uuid))
    }

    fn label(self) -> String {
        self.id.with_value(|id| self.path.with_value(|path| field_label(&id.kind, path)))
    }

    fn problem(self) -> Option<Problem> {
        if let Some(problem) = self.refused.get() {
            return Some(problem);
        }
        let value = self.value();
        let alone = self.session.peek(|register| check_in(self.field, &value, register)).err();
        alone.or_else(|| {
            let findings = self.findings?;
            self.id.with_value(|id| self.path.with_value(|path| findings.at(id, path)))
        })
    }
}

/// A field.
#[component]
pub fn FieldView(
    /// The record.
    id: RecordId,
    /// The field's place in it.
    path: FieldPath,
    /// Its declaration.
    field: &'static Field,
    /// Whether its label is only read aloud, as in a table of rows.
    #[prop(optional)]
    bare: bool,
) -> impl IntoView {
    if !is_for_people(field) {
        return ().into_any();
    }
    if field.ty == FieldType::Paper {
        // In a row, whoever shows the rows says where its text stands.
        return path.row.is_none().then(|| view! { <PaperField id path /> }).into_any();
    }
    let session = use_session();
    let answers = {
        let (id, path) = (id.clone(), path.clone());
        Memo::new(move |_| {
            session.with_record(&id, |record| {
                record.and_then(|record| record.fields.get(&path).cloned()).unwrap_or_default()
            })
        })
    };
    let help = field_help(&id.kind, &path);
    let here = Here {
        session,
        id: StoredValue::new(id.clone()),
        path: StoredValue::new(path.clone()),
        field,
        answers,
        findings: use_context(),
        refused: RwSignal::new(None),
    };
    let element = here.element_id();
    let problem = Memo::new(move |_| here.problem());
    let described = {
        let (element, has_help) = (element.clone(), help.is_some() && !bare);
        move || {
            let help = has_help.then(|| format!("{element}-help"));
            let problem = problem.get().map(|_| format!("{element}-problem"));
            let gap = here.is_gap().then(|| format!("{element}-gap"));
            let all: Vec<String> = gap.into_iter().chain(help).chain(problem).collect();
            (!all.is_empty()).then(|| all.join(" "))
        }
    };
    let described = Signal::derive(described);
    let input = match field.ty {
        FieldType::Choice(choices) => choice::view(here, choices, described),
        FieldType::Link(kinds) => link::view(here, kinds, described),
        FieldType::Scale { max } => scale::view(here, max, described, bare),
        FieldType::Flag => flag::view(here, described, bare),
        _ => text::view(here, described, problem),
    };
    let is_group = matches!(field.ty, FieldType::Scale { .. } | FieldType::Flag);
    let label = (!is_group).then(|| {
        view! {
            <div class=if bare { "visually-hidden" } else { "field-head" }>
                <label for=element.clone() class="field-label">{here.label()}</label>
                {here.gap_mark()}
            </div>
        }
    });
    let help = help
        .filter(|_| !bare)
        .map(|help| view! { <p class="field-help" id=format!("{element}-help")>{help}</p> });
    let problem_id = format!("{element}-problem");
    let problem = move || {
        problem.get().map(|problem| {
            let unsaved = here.refused.get().map(|_| format!(" {}", t("problem.not_saved")));
            view! { <p class="field-problem" id=problem_id.clone()>{problem_words(problem)}{unsaved}</p> }
        })
    };
    let place = path.to_string();
    let class = format!("field field-{}", class_of(field));
    let fresh = glow(here);
    view! {
        <div class=class class:is-fresh=fresh data-field=place>
            {label}
            {input}
            {help}
            {problem}
            <Disagreement id path answers />
        </div>
    }
    .into_any()
}

fn class_of(field: &Field) -> &'static str {
    match field.ty {
        FieldType::Line { .. } if field.key == "title" || field.key == "name" || field.key == "topic" => {
            "title"
        }
        FieldType::Line { .. } => "line",
        FieldType::Note { .. } | FieldType::Paper => "note",
        FieldType::Date | FieldType::Time | FieldType::Whole { .. } | FieldType::Number { .. } => "date",
        FieldType::Choice(_) | FieldType::Link(_) => "choice",
        FieldType::Scale { .. } => "scale",
        FieldType::Flag => "flag",
        FieldType::Reference => "reference",
    }
}

/// True for a moment after a colleague changed the field.
fn glow(here: Here) -> RwSignal<bool> {
    let fresh = RwSignal::new(false);
    Effect::new(move |before: Option<Answers>| {
        let now = here.answers.get();
        let is_foreign = now.first().is_some_and(|answer| !here.session.is_me(&answer.by));
        if is_foreign && before.is_some_and(|before| before != now) {
            fresh.set(true);
            let end = move || {
                let _ = fresh.try_set(false);
            };
            set_timeout(end, Duration::from_millis(GLOW_MS));
        }
        now
    });
    fresh
}
