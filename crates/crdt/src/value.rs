//! A short field's value, as Automerge stores it and as the register reads it.

use automerge::{ScalarValue, Value as Stored};
use register::Value;

/// As Automerge stores it.
pub(crate) fn stored(value: &Value) -> ScalarValue {
    match value {
        Value::Empty => ScalarValue::Null,
        Value::Text(text) => ScalarValue::Str(text.as_str().into()),
        Value::Int(int) => ScalarValue::Int(*int),
        Value::Number(number) => ScalarValue::F64(*number),
        Value::Flag(flag) => ScalarValue::Boolean(*flag),
    }
}

/// As the register reads it. What only a newer version could have written reads as empty, and stays.
pub(crate) fn read(value: &ScalarValue) -> Value {
    match value {
        ScalarValue::Str(text) => Value::Text(text.to_string()),
        ScalarValue::Int(int) => Value::Int(*int),
        ScalarValue::Uint(int) => i64::try_from(*int).map_or(Value::Empty, Value::Int),
        ScalarValue::F64(number) => Value::Number(*number),
        ScalarValue::Boolean(flag) => Value::Flag(*flag),
        _ => Value::Empty,
    }
}

/// The same from a value that may be a container, which is no value of a field.
pub(crate) fn read_stored(value: &Stored<'_>) -> Option<Value> {
    value.as_scalar().map(read)
}
