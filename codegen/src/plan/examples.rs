//! `smithy.api#examples`: calls with values, checked against the model.

use serde::Serialize;
use serde_json::{Map, Value};

use super::docs;
use super::literals::{Reader, Setter};
use super::types::Types;
use crate::diagnostics::Diagnostics;
use crate::model::Shape;

/// An example of an operation.
#[derive(Debug, Serialize)]
pub(crate) struct Example {
    pub(crate) title: String,
    pub(crate) docs: String,
    /// Whether the call ends in an error.
    pub(crate) fails: bool,
    /// The calls of the builder's methods, in the order of the values.
    pub(crate) input: Vec<Setter>,
}

/// Decides the examples of an operation; what contradicts the model is a problem.
pub(crate) fn plan(types: &Types<'_>, shape: &Shape, problems: &mut Diagnostics) -> Vec<Example> {
    let examples = shape.traits.get("smithy.api#examples");
    let Some(examples) = examples.and_then(Value::as_array) else {
        return Vec::new();
    };
    let (_, operation) = types.model.operation(&shape.id);
    let (input, _) = types.model.structure(&operation.input);
    let mut plans = Vec::new();
    for (index, example) in examples.iter().enumerate() {
        let text = |key: &str| example.get(key).and_then(Value::as_str).unwrap_or_default();
        let empty = Map::new();
        let values = example
            .get("input")
            .and_then(Value::as_object)
            .unwrap_or(&empty);
        let reader = Reader { types };
        match reader.setters(input, values, "input") {
            Ok(input) => plans.push(Example {
                title: docs::summary(&docs::markdown(text("title"))),
                docs: docs::markdown(text("documentation")),
                fails: example.get("error").is_some(),
                input,
            }),
            Err(message) => {
                let message = format!("example {index} contradicts the model: {message}");
                let place = shape.place().of_trait("smithy.api#examples");
                problems.error(place, message, "correct the trait `examples`");
            }
        }
    }
    plans
}
