//! Values in the reader's words.

use crate::i18n::{choice_label, field_label, find, kind_label, t, t_with};
use crate::platform::intl;
use crate::session::Session;
use register::as_text::{Phrases, as_text};
use register::day::{NaiveDate, day_text};
use register::kind::MANAGEMENT_REVIEW;
use register::review::Lack;
use register::validation::Problem;
use register::{Field, FieldPath, FieldType, Kind, RecordId, Register, Value};
use uuid::Uuid;

struct InWords<'a> {
    path: &'a FieldPath,
}

impl Phrases for InWords<'_> {
    fn choice(&self, kind: &str, _key: &str, choice: &str) -> String {
        choice_label(kind, self.path, choice)
    }
    fn date(&self, date: NaiveDate) -> String {
        intl::date(&day_text(date))
    }
    fn whole(&self, int: i64) -> String {
        intl::number(int as f64)
    }
    fn number(&self, number: f64) -> String {
        intl::number(number)
    }
    fn flag(&self, is_set: bool) -> String {
        t(if is_set { "word.yes" } else { "word.no" })
    }
    fn untitled(&self, record: &RecordId) -> String {
        t_with("word.untitled", &[("kind", &kind_label(&record.kind))])
    }
}

/// A value in words; empty for an empty one.
pub fn value_words(register: &Register, kind: &str, path: &FieldPath, value: &Value) -> String {
    let field = Kind::by_name(kind).and_then(|kind| kind.field(path));
    let words = as_text(kind, field, value, register, &InWords { path });
    match (field.map(|field| field.ty), value) {
        (Some(FieldType::Scale { .. }), Value::Int(step)) => {
            step_word(path, *step).map_or(words.clone(), |word| format!("{words} · {word}"))
        }
        _ => words,
    }
}

/// The word for a step of a scale, such as 'likely', where there is one.
pub fn step_word(path: &FieldPath, step: i64) -> Option<String> {
    let scale = path.key.rsplit('_').next().unwrap_or_default();
    find(&format!("scale.{scale}.{step}"))
}

/// What is wrong with a value, in a sentence.
pub fn problem_words(problem: Problem) -> String {
    let parameters = problem.parameters();
    let words: Vec<(&str, String)> =
        parameters.iter().map(|(name, n)| (*name, intl::number(*n as f64))).collect();
    let places: Vec<(&str, &str)> = words.iter().map(|(name, n)| (*name, n.as_str())).collect();
    t_with(&format!("problem.{}", problem.code()), &places)
}

/// A record as it is called in lists and links: number and title.
pub fn record_words(register: &Register, id: &RecordId) -> String {
    let path = FieldPath::of("");
    register::as_text::link_text(id, register, &InWords { path: &path })
}

/// Ids and names of all records of some kinds, by name. Tracked.
pub fn records_by_name(session: Session, kinds: &[&str]) -> Vec<(String, String)> {
    session.with_kinds(kinds, |register| {
        let records = kinds.iter().flat_map(|kind| register.of_kind(kind));
        let mut all: Vec<(String, String)> =
            records.map(|record| (record.id.to_string(), record_words(register, &record.id))).collect();
        all.sort_by(|(_, a), (_, b)| intl::compare(a, b));
        all
    })
}

/// What a review lacks. `title` names a record, `topic` a row of the agenda.
pub fn lack_words(
    lack: &Lack,
    title: impl Fn(&RecordId) -> String,
    topic: impl Fn(Uuid) -> String,
) -> String {
    let key = format!("lack.{}", lack.code());
    match lack {
        Lack::Input(input) => {
            let path = FieldPath::in_row("agenda", Uuid::nil(), "input");
            t_with(&key, &[("input", &choice_label(MANAGEMENT_REVIEW.name, &path, input))])
        }
        Lack::Discussed(row) => t_with(&key, &[("topic", &topic(*row))]),
        Lack::Decider(id) | Lack::Owner(id) => t_with(&key, &[("title", &title(id))]),
        Lack::HeldOn | Lack::Chair | Lack::Attendees | Lack::TopManager | Lack::Outcome => t(&key),
    }
}

/// A record's title, or 'Untitled risk' while it has none.
pub fn title_words(session: Session, id: &RecordId) -> String {
    let title = session.title_of(id);
    if title.trim().is_empty() { t_with("word.untitled", &[("kind", &kind_label(&id.kind))]) } else { title }
}

/// Who a device belongs to: 'you', a colleague's name, or that it is not known yet.
pub fn author_words(session: Session, device: &register::DeviceId) -> String {
    if session.is_me(device) {
        return t("word.you");
    }
    session.author(device).unwrap_or_else(|| t("word.somebody"))
}

/// Where in a record something stands: 'Title', or 'Agenda, Review of risks: Topic'.
pub fn place_words(register: &Register, id: &RecordId, path: &FieldPath) -> String {
    let label = field_label(&id.kind, path);
    let Some((rows, row)) = &path.row else { return label };
    let Some(kind) = Kind::by_name(&id.kind) else { return label };
    let first: Option<&Field> = kind.rows_of(rows).and_then(|rows| rows.fields.first());
    let name = first.and_then(|first| {
        let place = FieldPath::in_row(rows, *row, first.key);
        let record = register.records.get(id)?;
        Some(value_words(register, &id.kind, &place, record.get(&place)))
    });
    match name.filter(|name| !name.is_empty()) {
        Some(name) => format!("{} · {name} · {label}", t(&format!("rows.{}.{rows}", id.kind))),
        None => format!("{} · {label}", t(&format!("rows.{}.{rows}", id.kind))),
    }
}
