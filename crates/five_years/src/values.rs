//! A likely value for any field, from the field's own description: a new record type needs nothing here.

use crate::chance::Chance;
use crate::words;
use register::day::{NaiveDate, day_at, day_text};
use register::{Field, FieldType, RecordId, Value};

const DAY_MS: u64 = 86_400_000;

/// The day at a time, or so many days after it.
pub fn day_after(at: u64, days: u64) -> Option<NaiveDate> {
    i64::try_from(at + days * DAY_MS).ok().and_then(day_at)
}

/// A value that somebody could have set at this time. `known` are the records that a link can lead to.
pub fn value(field: &Field, known: &[RecordId], at: u64, chance: &mut Chance) -> Value {
    match field.ty {
        FieldType::Line { max } if max < 50 => Value::Empty,
        FieldType::Line { .. } if field.key == "title" || field.key == "topic" => {
            words::title(chance).into_value()
        }
        FieldType::Line { .. } => words::thing(chance).into_value(),
        FieldType::Note { .. } => {
            let sentences = chance.below(3) + 1;
            let all: Vec<String> = (0..sentences).map(|_| words::sentence(chance)).collect();
            all.join(" ").into_value()
        }
        FieldType::Date => {
            let days = chance.below(180);
            day_after(at, days).map_or(Value::Empty, |day| day_text(day).into_value())
        }
        FieldType::Time => format!("{:02}:{:02}", chance.below(24), chance.below(60)).into_value(),
        FieldType::Choice(choices) => chance.of(choices).map_or(Value::Empty, |choice| Value::from(*choice)),
        FieldType::Scale { max } => {
            Value::Int(1 + i64::try_from(chance.below(max.unsigned_abs())).unwrap_or(0))
        }
        FieldType::Whole { min, max } => {
            let span = max.saturating_sub(min).unsigned_abs();
            Value::Int(min.saturating_add(i64::try_from(chance.below(span)).unwrap_or(0)))
        }
        FieldType::Number { min, max, .. } => {
            let span = max.saturating_sub(min).unsigned_abs().min(100);
            Value::Number(i32::try_from(chance.below(span.max(1))).unwrap_or(0).into())
        }
        FieldType::Flag => Value::Flag(chance.once_in(2)),
        FieldType::Link(kinds) => {
            let fitting: Vec<&RecordId> =
                known.iter().filter(|id| kinds.is_empty() || kinds.contains(&id.kind.as_str())).collect();
            chance.of(&fitting).map_or(Value::Empty, |id| id.to_string().into_value())
        }
        FieldType::Reference | FieldType::Paper => Value::Empty,
    }
}

trait IntoValue {
    fn into_value(self) -> Value;
}

impl IntoValue for String {
    fn into_value(self) -> Value {
        Value::Text(self)
    }
}
