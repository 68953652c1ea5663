//! The forms that the values of traits have in Smithy: a string, a list, an object. What they say is
//! checked where it is used.

use serde_json::Value;

use super::Traits;
use super::traits::form;
use crate::diagnostics::{Diagnostics, Place};

/// The form of a value.
pub(super) struct Form {
    fits: fn(&Value) -> bool,
    /// What a value of the form is called.
    wanted: &'static str,
    help: &'static str,
}

/// Adds the problems of the values of `traits`.
pub(super) fn check(place: Place<'_>, traits: &Traits, problems: &mut Diagnostics) {
    for (id, value) in &traits.0 {
        if let Some(Form { fits, wanted, help }) = form(id)
            && !fits(value)
        {
            let message = format!("the value of the trait `{id}` is not {wanted}");
            problems.error(place.of_trait(id).at(&[]), message, *help);
        }
    }
}

/// A string.
pub(super) static TEXT: Form = Form {
    fits: Value::is_string,
    wanted: "a string",
    help: "write it in quotes",
};

/// A list.
pub(super) static LIST: Form = Form {
    fits: Value::is_array,
    wanted: "a list",
    help: "write it in brackets",
};

/// An object.
pub(super) static OBJECT: Form = Form {
    fits: Value::is_object,
    wanted: "an object",
    help: "write it in braces: `{}` if it says nothing",
};

/// The value of `smithy.api#error`.
pub(super) static SIDE: Form = Form {
    fits: |value| is_one_of(value, &["client", "server"]),
    wanted: "`client` or `server`",
    help: "say whose error it is",
};

/// The value of `smithy.api#timestampFormat`.
pub(super) static TIME: Form = Form {
    fits: |value| is_one_of(value, &["date-time", "epoch-seconds", "http-date"]),
    wanted: "`date-time`, `epoch-seconds` or `http-date`",
    help: "name one of the formats",
};

/// What is checked as a whole where it is used, or may be anything.
pub(super) static OTHER: Form = Form {
    fits: |_| true,
    wanted: "",
    help: "",
};

fn is_one_of(value: &Value, texts: &[&str]) -> bool {
    value.as_str().is_some_and(|text| texts.contains(&text))
}
