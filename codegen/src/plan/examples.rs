//! `smithy.api#examples`: calls with values, checked against the model.

use serde::Serialize;
use serde_json::{Map, Value};

use super::types::{Element, Type, Types};
use super::{docs, names};
use crate::diagnostics::Diagnostics;
use crate::model::{Kind, Member, Shape};

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

/// The call of a builder's method.
#[derive(Debug, Serialize)]
pub(crate) struct Setter {
    pub(crate) method: String,
    pub(crate) arguments: Vec<Literal>,
}

/// A value, as code.
#[derive(Debug, Serialize)]
pub(crate) enum Literal {
    Bool(bool),
    Text(String),
    /// A number as Rust writes it.
    Number(String),
    Blob(String),
    /// Seconds since 1970.
    DateTime(i64),
    /// An enum's type and value.
    Enum(String, String),
    /// A structure's type, whether its builder can fail, and the calls of its builder.
    Structure(String, bool, Vec<Setter>),
    List(Vec<Literal>),
    Map(Vec<(Literal, Literal)>),
    /// An element of a sparse list or map.
    Sparse(Option<Box<Literal>>),
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
                problems.error(shape.place(), message, "correct the trait `examples`");
            }
        }
    }
    plans
}

struct Reader<'a> {
    types: &'a Types<'a>,
}

impl Reader<'_> {
    fn setters(
        &self,
        structure: &Shape,
        values: &Map<String, Value>,
        path: &str,
    ) -> Result<Vec<Setter>, String> {
        let Kind::Structure(members) = &structure.kind else {
            return Err(format!("`{path}` is not of a structure"));
        };
        let mut setters = Vec::new();
        for (name, value) in values {
            let path = format!("{path}.{name}");
            let member = members
                .get(name)
                .ok_or_else(|| format!("`{path}` is not in `{}`", structure.id))?;
            let method = names::field(name);
            let calls = self.arguments(member, value, &path)?;
            setters.extend(calls.into_iter().map(|arguments| Setter {
                method: method.clone(),
                arguments,
            }));
        }
        Ok(setters)
    }

    /// The arguments of each call: a list or map is filled an element at a time.
    fn arguments(
        &self,
        member: &Member,
        value: &Value,
        path: &str,
    ) -> Result<Vec<Vec<Literal>>, String> {
        Ok(match self.literal(&member.target, value, path)? {
            Literal::List(items) => items.into_iter().map(|item| vec![item]).collect(),
            Literal::Map(entries) => entries.into_iter().map(|(k, v)| vec![k, v]).collect(),
            other => vec![vec![other]],
        })
    }

    /// An element of a list or map.
    fn element(
        &self,
        element: &Element,
        id: &str,
        value: &Value,
        path: &str,
    ) -> Result<Literal, String> {
        match (element.sparse, value) {
            (false, value) => self.literal(id, value, path),
            (true, Value::Null) => Ok(Literal::Sparse(None)),
            (true, value) => Ok(Literal::Sparse(Some(Box::new(
                self.literal(id, value, path)?,
            )))),
        }
    }

    fn literal(&self, id: &str, value: &Value, path: &str) -> Result<Literal, String> {
        let shape = self.types.model.shape(id);
        let expected = |what: &str| format!("`{path}` is not {what}");
        let text = || {
            value
                .as_str()
                .map(str::to_owned)
                .ok_or_else(|| expected("a string"))
        };
        match (self.types.of(id), &shape.kind) {
            (Type::Bool, _) => value
                .as_bool()
                .map(Literal::Bool)
                .ok_or_else(|| expected("a boolean")),
            (Type::String, _) => text().map(Literal::Text),
            (Type::Blob, _) => text().map(Literal::Blob),
            (Type::Enum(name), _) => text().map(|value| Literal::Enum(name, value)),
            (Type::F32 | Type::F64, _) => {
                let number = value.as_f64().ok_or_else(|| expected("a number"))?;
                Ok(Literal::Number(format!("{number:?}")))
            }
            (ty @ (Type::I8 | Type::I16 | Type::I32 | Type::I64), _) => {
                let bits = match ty {
                    Type::I8 => 8,
                    Type::I16 => 16,
                    Type::I32 => 32,
                    _ => 64,
                };
                let fits = |number: &i64| (*number << (64 - bits)) >> (64 - bits) == *number;
                let number = value.as_i64().filter(fits);
                let number =
                    number.ok_or_else(|| expected(&format!("an integer of {bits} bits")))?;
                Ok(Literal::Number(number.to_string()))
            }
            (Type::DateTime, _) => {
                let seconds = value
                    .as_i64()
                    .ok_or_else(|| expected("in seconds since 1970"))?;
                Ok(Literal::DateTime(seconds))
            }
            (Type::List(held), Kind::List(element)) => {
                let items = value.as_array().ok_or_else(|| expected("a list"))?;
                let items = items
                    .iter()
                    .map(|item| self.element(&held, &element.target, item, path));
                items.collect::<Result<_, _>>().map(Literal::List)
            }
            (Type::Map(_, held), Kind::Map(entry)) => {
                let entries = value.as_object().ok_or_else(|| expected("an object"))?;
                let entries = entries.iter().map(|(key, value)| {
                    let key = self.literal(&entry.0.target, &Value::from(key.as_str()), path)?;
                    Ok((key, self.element(&held, &entry.1.target, value, path)?))
                });
                entries.collect::<Result<_, String>>().map(Literal::Map)
            }
            (Type::Structure(name), Kind::Structure(members)) => {
                let values = value.as_object().ok_or_else(|| expected("an object"))?;
                let fallible = members.values().any(|member| self.types.is_bare(member));
                let setters = self.setters(shape, values, path)?;
                Ok(Literal::Structure(name, fallible, setters))
            }
            _ => Err(expected("of a kind that examples can have")),
        }
    }
}
