//! Domain scalars and Automerge scalars.

use automerge::{ScalarValue, ScalarValueRef, Value, ValueRef};
use posta_domain::Scalar;

/// What this version can read of a stored value; a type that it does not know is `Unreadable`.
pub(crate) fn from_ref(value: &ValueRef<'_>) -> Scalar {
    match value {
        ValueRef::Scalar(ScalarValueRef::Str(text)) => Scalar::Text(text.to_string()),
        ValueRef::Scalar(ScalarValueRef::Boolean(flag)) => Scalar::Flag(*flag),
        ValueRef::Scalar(ScalarValueRef::Int(number)) => Scalar::Number(*number),
        _ => Scalar::Unreadable,
    }
}

/// The same for an owned value.
pub(crate) fn from_value(value: &Value<'_>) -> Scalar {
    match value {
        Value::Scalar(scalar) => from_stored(scalar),
        Value::Object(_) => Scalar::Unreadable,
    }
}

/// The same for an owned scalar.
pub(crate) fn from_stored(value: &ScalarValue) -> Scalar {
    match value {
        ScalarValue::Str(text) => Scalar::Text(text.to_string()),
        ScalarValue::Boolean(flag) => Scalar::Flag(*flag),
        ScalarValue::Int(number) => Scalar::Number(*number),
        _ => Scalar::Unreadable,
    }
}

/// What is stored for a domain scalar; `None` for what this version never writes.
pub(crate) fn to_stored(value: &Scalar) -> Option<ScalarValue> {
    match value {
        Scalar::Text(text) => Some(ScalarValue::Str(text.as_str().into())),
        Scalar::Flag(flag) => Some(ScalarValue::Boolean(*flag)),
        Scalar::Number(number) => Some(ScalarValue::Int(*number)),
        Scalar::Unreadable => None,
    }
}
