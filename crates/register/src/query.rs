//! Finding records: search, filters and order over one kind.
//! How text is folded for searching and compared for sorting is the reader's and handed in.

use crate::day::day;
use crate::field::FieldType;
use crate::fold::{fold, natural};
use crate::id::{FieldPath, RecordId};
use crate::kind::Kind;
use crate::record::{Record, Register};
use crate::reference::REFERENCE;
use crate::risk_criteria::{self, Criteria, Rating};
use crate::value::Value;
use std::cmp::{Ordering, Reverse};

/// Sorts and filters risks by likelihood × impact as it stands.
pub const CURRENT_SCORE: &str = "current_score";
/// Sorts and filters risks by likelihood × impact as it is to stand after treatment.
pub const TARGET_SCORE: &str = "target_score";
/// Whether an open risk is more than is carried without a top manager's word.
pub const ABOVE_APPETITE: &str = "above_appetite";
/// Sorts and filters risks by likelihood × impact before treatment.
pub const INHERENT_SCORE: &str = "inherent_score";

/// What is asked.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Query {
    /// Words that must all be found, each anywhere in the record's short texts. Empty finds all.
    pub search: String,
    /// Conditions that must all hold.
    pub filters: Vec<Filter>,
    /// The order: by the first, where that leaves two equal by the next. Without one: the best match first, or as
    /// created when nothing is searched.
    pub sort: Vec<Sort>,
    /// Show what was put away, and that alone.
    pub archived: bool,
}

/// One condition on one field.
#[derive(Debug, Clone, PartialEq)]
pub struct Filter {
    /// The field, or a score.
    pub key: String,
    /// What must hold.
    pub test: Test,
}

/// What must hold of a field.
#[derive(Debug, Clone, PartialEq)]
pub enum Test {
    /// It is one of these values.
    OneOf(Vec<Value>),
    /// Nothing was answered.
    IsEmpty,
    /// A number or date that is not less. Dates as `YYYY-MM-DD`.
    AtLeast(Value),
    /// A number or date that is not greater.
    AtMost(Value),
    /// Several values stand.
    IsDisputed,
}

/// An order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sort {
    /// The field, or a score.
    pub key: String,
    /// Greatest first. Empty ones come last in either direction.
    pub descending: bool,
}

/// How the reader reads text.
pub struct Reading<'a> {
    /// Folds what does not matter when searching, such as case.
    pub normalise: &'a dyn Fn(&str) -> String,
    /// Compares as the reader's language sorts.
    pub collate: &'a dyn Fn(&str, &str) -> Ordering,
}

fn plain_collate(a: &str, b: &str) -> Ordering {
    fold(a).cmp(&fold(b)).then_with(|| a.cmp(b))
}

impl Default for Reading<'_> {
    fn default() -> Self {
        Self { normalise: &fold, collate: &plain_collate }
    }
}

/// The records of a kind that answer the query, in its order. Equal ones stay in the order of their making.
pub fn find<'a>(
    register: &'a Register,
    kind: &Kind,
    query: &Query,
    reading: &Reading<'_>,
) -> Vec<&'a Record> {
    let words: Vec<String> =
        (reading.normalise)(&query.search).split_whitespace().map(str::to_owned).collect();
    let criteria = Criteria::of(register);
    let all = register.all_of_kind(kind.name).filter(|record| record.is_archived() == query.archived);
    let all = all.filter(|record| query.filters.iter().all(|filter| holds(record, filter, &criteria)));
    let mut found: Vec<(u32, &Record)> = all
        .filter_map(|record| Some((relevance(record, kind, register, &words, reading)?, record)))
        .collect();
    if !query.sort.is_empty() {
        return sorted(found, register, kind, &query.sort, reading);
    }
    if !words.is_empty() {
        found.sort_by_key(|(relevance, _)| Reverse(*relevance));
    }
    found.into_iter().map(|(_, record)| record).collect()
}

/// How well a record matches all words; none if one is missing. The number, the title's beginning, a
/// word's beginning and any place count in this order.
fn relevance(
    record: &Record,
    kind: &Kind,
    register: &Register,
    words: &[String],
    reading: &Reading<'_>,
) -> Option<u32> {
    if words.is_empty() {
        return Some(0);
    }
    let title = (reading.normalise)(record.title());
    let number = (reading.normalise)(record.text(REFERENCE));
    // The other fields are folded only for words that title and number do not hold.
    let mut others: Option<String> = None;
    let mut total = 0;
    for word in words {
        let word = word.as_str();
        let begins_a_word = title.split(|c: char| !c.is_alphanumeric()).any(|part| part.starts_with(word));
        total += if number == word {
            200
        } else if title.starts_with(word) {
            100
        } else if number.starts_with(word) {
            90
        } else if begins_a_word {
            60
        } else if title.contains(word) || number.contains(word) {
            40
        } else {
            let others = others.get_or_insert_with(|| other_texts(record, kind, register, reading));
            if others.contains(word) { 10 } else { return None }
        };
    }
    Some(total)
}

fn other_texts(record: &Record, kind: &Kind, register: &Register, reading: &Reading<'_>) -> String {
    let mut all = String::new();
    for (path, answers) in &record.fields {
        let ty = kind.field(path).map(|field| field.ty);
        for text in answers.iter().filter_map(|answer| answer.value.as_text()) {
            match ty {
                Some(FieldType::Line { .. } | FieldType::Note { .. } | FieldType::Reference) => {
                    all.push_str(&(reading.normalise)(text));
                }
                Some(FieldType::Link(_)) => all.push_str(&(reading.normalise)(linked_title(text, register))),
                _ => continue,
            }
            all.push('\n');
        }
    }
    all
}

fn linked_title<'a>(link: &str, register: &'a Register) -> &'a str {
    link.parse::<RecordId>().ok().and_then(|id| register.records.get(&id)).map_or("", Record::title)
}

/// A field's shown value, or a score.
fn value_of(record: &Record, key: &str, criteria: &Criteria) -> Value {
    let score = |which| risk_criteria::score(record, which, criteria).map_or(Value::Empty, Value::Int);
    match key {
        CURRENT_SCORE => score(Rating::Current),
        INHERENT_SCORE => score(Rating::Inherent),
        TARGET_SCORE => score(Rating::Target),
        ABOVE_APPETITE => Value::Flag(risk_criteria::is_above_appetite(record, criteria)),
        _ => record.value(key).clone(),
    }
}

fn holds(record: &Record, filter: &Filter, criteria: &Criteria) -> bool {
    let value = value_of(record, &filter.key, criteria);
    match &filter.test {
        Test::OneOf(values) => values.iter().any(|wanted| match wanted {
            // A flag that nobody touched reads as no.
            Value::Flag(false) => !value.is_set_flag(),
            _ => *wanted == value,
        }),
        Test::IsEmpty => value.is_empty(),
        Test::AtLeast(least) => compare(&value, least).is_some_and(Ordering::is_ge),
        Test::AtMost(greatest) => compare(&value, greatest).is_some_and(Ordering::is_le),
        Test::IsDisputed => record.disagreements().any(|(path, _)| *path == FieldPath::of(&filter.key)),
    }
}

/// Compares numbers with numbers and dates with dates; nothing else has an order here.
fn compare(a: &Value, b: &Value) -> Option<Ordering> {
    match (a, b) {
        (Value::Text(a), Value::Text(b)) => Some(day(a)?.cmp(&day(b)?)),
        _ => number(a)?.partial_cmp(&number(b)?),
    }
}

fn number(value: &Value) -> Option<f64> {
    match value {
        #[allow(clippy::cast_precision_loss, reason = "scores and counts are far below 2^53")]
        Value::Int(int) => Some(*int as f64),
        Value::Number(number) => Some(*number),
        _ => None,
    }
}

/// What a record is sorted by, made once for each record. The variants' order is that of odd values: what
/// belongs here first, what does not belong after it, nothing last.
#[derive(Debug, PartialEq)]
enum SortKey {
    Number(f64),
    Natural(String),
    Text(String),
    Empty,
}

impl SortKey {
    fn of(record: &Record, register: &Register, kind: &Kind, key: &str, criteria: &Criteria) -> Self {
        let value = value_of(record, key, criteria);
        let ty = kind.field(&FieldPath::of(key)).map(|field| field.ty);
        match (value, ty) {
            (Value::Flag(is_set), _) => Self::Number(if is_set { 0.0 } else { 1.0 }),
            (value, _) if value.is_empty() => Self::Empty,
            (Value::Text(text), Some(FieldType::Choice(choices))) => {
                match choices.iter().position(|choice| *choice == text) {
                    #[allow(clippy::cast_precision_loss, reason = "a handful of choices")]
                    Some(place) => Self::Number(place as f64),
                    None => Self::Text(text),
                }
            }
            (Value::Text(text), Some(FieldType::Link(_))) => match linked_title(&text, register) {
                "" => Self::Empty,
                title => Self::Text(title.to_owned()),
            },
            (Value::Text(text), Some(FieldType::Reference | FieldType::Date | FieldType::Time)) => {
                Self::Natural(text)
            }
            (Value::Text(text), _) => Self::Text(text),
            (value, _) => number(&value).map_or(Self::Empty, Self::Number),
        }
    }

    fn rank(&self) -> u8 {
        match self {
            Self::Number(_) => 0,
            Self::Natural(_) => 1,
            Self::Text(_) => 2,
            Self::Empty => 3,
        }
    }

    fn compare(&self, other: &Self, descending: bool, collate: &dyn Fn(&str, &str) -> Ordering) -> Ordering {
        let order = match (self, other) {
            (Self::Number(a), Self::Number(b)) => a.total_cmp(b),
            (Self::Natural(a), Self::Natural(b)) => natural(a, b),
            (Self::Text(a), Self::Text(b)) => collate(a, b),
            _ => return self.rank().cmp(&other.rank()),
        };
        if descending { order.reverse() } else { order }
    }
}

fn sorted<'a>(
    found: Vec<(u32, &'a Record)>,
    register: &Register,
    kind: &Kind,
    sort: &[Sort],
    reading: &Reading<'_>,
) -> Vec<&'a Record> {
    let criteria = Criteria::of(register);
    let keys = |record: &Record| -> Vec<SortKey> {
        sort.iter().map(|sort| SortKey::of(record, register, kind, &sort.key, &criteria)).collect()
    };
    let mut keyed: Vec<(Vec<SortKey>, &Record)> =
        found.into_iter().map(|(_, record)| (keys(record), record)).collect();
    keyed.sort_by(|(a, _), (b, _)| {
        let orders = a.iter().zip(b).zip(sort);
        let mut orders = orders.map(|((a, b), sort)| a.compare(b, sort.descending, reading.collate));
        orders.find(|order| order.is_ne()).unwrap_or(Ordering::Equal)
    });
    keyed.into_iter().map(|(_, record)| record).collect()
}
