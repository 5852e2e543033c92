//! Values in the reader's words.

use crate::i18n::{choice_label, field_label, find, kind_label, rows_label, t, t_with};
use crate::platform::intl;
use crate::session::Session;
use register::as_text::{Phrases, as_text};
use register::control::{CONTROLS, Control};
use register::day::{NaiveDate, day_text};
use register::kind::{CONTROL, MANAGEMENT_REVIEW};
use register::review::Lack;
use register::risk_criteria::{self, Axis, Criteria};
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
    fn control(&self, control: &Control) -> String {
        control_words(control)
    }
    fn untitled(&self, record: &RecordId) -> String {
        if *record == risk_criteria::record_id() {
            return kind_label(&record.kind);
        }
        t_with("word.untitled", &[("kind", &kind_label(&record.kind))])
    }
}

/// A value in words; empty for an empty one.
pub fn value_words(register: &Register, kind: &str, path: &FieldPath, value: &Value) -> String {
    let field = Kind::by_name(kind).and_then(|kind| kind.field(path));
    let words = as_text(kind, field, value, register, &InWords { path });
    match (field.map(|field| field.ty), value) {
        (Some(FieldType::Scale { .. }), Value::Int(step)) => {
            step_word(register, path, *step).map_or(words.clone(), |word| format!("{words} · {word}"))
        }
        _ => words,
    }
}

/// The word for a step of a scale, such as 'likely', where there is one: the register's own, or ours.
pub fn step_word(register: &Register, path: &FieldPath, step: i64) -> Option<String> {
    let scale = path.key.rsplit('_').next().unwrap_or_default();
    let Some(axis) = Axis::of(&path.key) else { return find(&format!("scale.{scale}.{step}")) };
    if let Some(own) = risk_criteria::step_word(register, axis, step) {
        return Some(own.to_owned());
    }
    let usual: &[i64] = match Criteria::of(register).steps(axis) {
        3 => &[1, 3, 5],
        4 => &[1, 2, 4, 5],
        5 => &[1, 2, 3, 4, 5],
        _ => &[1, 2, 3, 4, 5, 6],
    };
    let usual = usual.get(usize::try_from(step.checked_sub(1)?).ok()?)?;
    find(&format!("scale.{scale}.{usual}"))
}

/// A control of Annex A: its number, and its title once the titles are here.
pub fn control_words(control: &Control) -> String {
    match control_title(control) {
        Some(title) => format!("{} {title}", control.reference()),
        None => control.reference(),
    }
}

/// The title of a control of Annex A, once the titles are here.
pub fn control_title(control: &Control) -> Option<String> {
    find(&format!("control.{}", control.number()))
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
    // Controls of Annex A can be chosen before anybody wrote of them.
    let has_controls = kinds.contains(&CONTROL.name) && session.control_titles();
    session.with_kinds(kinds, |register| {
        let records = kinds.iter().flat_map(|kind| register.of_kind(kind));
        let mut all: Vec<(String, String)> =
            records.map(|record| (record.id.to_string(), record_words(register, &record.id))).collect();
        all.sort_by(|(_, a), (_, b)| intl::compare(a, b));
        if has_controls {
            all.retain(|(id, _)| id.parse().is_ok_and(|id| Control::by_record(&id).is_none()));
            let known = CONTROLS.iter().map(|known| (known.record_id().to_string(), control_words(known)));
            all.splice(0..0, known);
        }
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
        Lack::Verdict(key_of) | Lack::VerdictReason(key_of) => {
            t_with(&key, &[("field", &field_label(MANAGEMENT_REVIEW.name, &FieldPath::of(key_of)))])
        }
        Lack::HeldOn | Lack::Chair | Lack::Attendees | Lack::TopManager | Lack::Outcome => t(&key),
    }
}

/// A record's title, or 'Untitled risk' while it has none.
pub fn title_words(session: Session, id: &RecordId) -> String {
    if let Some(control) = Control::by_record(id) {
        session.control_titles();
        return control_title(control).unwrap_or_else(|| control.reference());
    }
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
        Some(name) => format!("{} · {name} · {label}", rows_label(kind, rows)),
        None => format!("{} · {label}", rows_label(kind, rows)),
    }
}
