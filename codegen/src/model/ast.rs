//! The JSON AST as it is written (<https://smithy.io/2.0/spec/json-ast.html>): serde's mirror of it,
//! which refuses keys that the specification does not have and keys that stand twice.

use std::collections::BTreeMap;
use std::fmt;

use indexmap::IndexMap;
use serde::Deserialize;
use serde::de::{self, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};
use serde_path_to_error::Segment;

use crate::nearest::nearest;

/// A file. Its shapes are read one by one, so that each can have its own problem.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, expecting = "an object")]
pub(super) struct Document {
    pub(super) smithy: String,
    #[serde(default)]
    pub(super) metadata: Map<String, Value>,
    #[serde(default)]
    pub(super) shapes: Map<String, Value>,
}

/// A shape, or an `apply` statement.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, expecting = "an object", rename_all = "camelCase")]
pub(super) struct Shape {
    #[serde(rename = "type")]
    pub(super) kind: String,
    #[serde(default)]
    pub(super) traits: Map<String, Value>,
    #[serde(default)]
    pub(super) members: IndexMap<String, Member>,
    pub(super) member: Option<Member>,
    pub(super) key: Option<Member>,
    pub(super) value: Option<Member>,
    pub(super) input: Option<Reference>,
    pub(super) output: Option<Reference>,
    #[serde(default)]
    pub(super) errors: Vec<Reference>,
    #[serde(default)]
    pub(super) operations: Vec<Reference>,
    #[serde(default)]
    pub(super) resources: Vec<Reference>,
    #[serde(default)]
    pub(super) version: String,
    #[serde(default)]
    pub(super) mixins: Vec<Reference>,
    #[serde(default)]
    pub(super) rename: BTreeMap<String, String>,
    pub(super) create: Option<Reference>,
    pub(super) put: Option<Reference>,
    pub(super) read: Option<Reference>,
    pub(super) update: Option<Reference>,
    pub(super) delete: Option<Reference>,
    pub(super) list: Option<Reference>,
    #[serde(default)]
    pub(super) collection_operations: Vec<Reference>,
    // Of resources, and nothing that a client acts on.
    identifiers: Option<Value>,
    properties: Option<Value>,
}

impl Shape {
    /// All members, also those of lists and maps, by their names.
    pub(super) fn members_mut(&mut self) -> impl Iterator<Item = (&str, &mut Member)> {
        let named = self.members.iter_mut();
        let others = [
            ("member", &mut self.member),
            ("key", &mut self.key),
            ("value", &mut self.value),
        ];
        let others = others.into_iter().filter_map(|(name, member)| {
            let member = member.as_mut()?;
            Some((name, member))
        });
        named
            .map(|(name, member)| (name.as_str(), member))
            .chain(others)
    }
}

impl Shape {
    /// The ids of all shapes that this one refers to.
    pub(super) fn targets(&self) -> impl Iterator<Item = &str> {
        let others = [&self.member, &self.key, &self.value].into_iter().flatten();
        let members = self.members.values().chain(others);
        let lists = [
            &self.errors,
            &self.operations,
            &self.resources,
            &self.mixins,
            &self.collection_operations,
        ];
        let single = [
            &self.input,
            &self.output,
            &self.create,
            &self.put,
            &self.read,
            &self.update,
            &self.delete,
            &self.list,
        ];
        let references = lists.into_iter().flatten();
        let references = references.chain(single.into_iter().flatten());
        let of_resources = [&self.identifiers, &self.properties].into_iter().flatten();
        let of_resources = of_resources
            .filter_map(Value::as_object)
            .flat_map(Map::values);
        let of_resources = of_resources.filter_map(|value| value.get("target")?.as_str());
        members
            .map(|member| member.target.as_str())
            .chain(references.map(|reference| reference.target.as_str()))
            .chain(of_resources)
    }

    /// A shape of which nothing but the type is known.
    pub(super) fn of_kind(kind: &str) -> Self {
        Self {
            kind: kind.to_owned(),
            ..Self::default()
        }
    }
}

/// A member.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a member: `{\"target\": ..}`")]
pub(super) struct Member {
    pub(super) target: String,
    #[serde(default)]
    pub(super) traits: Map<String, Value>,
}

/// A reference to a shape.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a reference: `{\"target\": ..}`")]
pub(super) struct Reference {
    pub(super) target: String,
}

/// What serde finds wrong, and where.
pub(super) struct Unreadable {
    pub(super) message: String,
    pub(super) help: Option<String>,
    /// The keys and indices that lead there.
    pub(super) path: Vec<String>,
}

/// Reads an object. (A list of its values would do for serde.)
pub(super) fn from_object<T: serde::de::DeserializeOwned>(json: Value) -> Result<T, Unreadable> {
    let object = serde_path_to_error::deserialize::<_, Map<String, Value>>(json);
    let read = object.and_then(|object| serde_path_to_error::deserialize(Value::Object(object)));
    read.map_err(|error| {
        let steps = error.path().iter().filter_map(|step| match step {
            Segment::Seq { index } => Some(index.to_string()),
            Segment::Map { key } => Some(key.clone()),
            Segment::Enum { .. } | Segment::Unknown => None,
        });
        let path = steps.collect();
        let (message, help) = unknown_key(&error.inner().to_string());
        Unreadable {
            message,
            help,
            path,
        }
    })
}

/// Of a key that is not known, serde names all those that are: the nearest one will do.
fn unknown_key(message: &str) -> (String, Option<String>) {
    let names: Vec<&str> = message.split('`').skip(1).step_by(2).collect();
    match (message.strip_prefix("unknown field"), names.as_slice()) {
        (Some(_), [unknown, known @ ..]) => {
            let near = nearest(unknown, known.iter().copied());
            let help = near.map(|near| format!("is `{near}` meant?"));
            (format!("the key `{unknown}` is not known"), help)
        }
        _ => (message.to_owned(), None),
    }
}

/// What is not JSON, without the place, which diagnostics have themselves.
pub(super) fn without_place(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let text = text
        .rsplit_once(" at line ")
        .map(|(text, _)| text.to_owned());
    text.unwrap_or_else(|| error.to_string())
}

/// Reads JSON in which no key stands twice in an object.
///
/// # Errors
/// With the line and the column of the problem.
pub(super) fn parse(text: &str) -> Result<Value, serde_json::Error> {
    serde_json::from_str::<Strict>(text).map(|strict| strict.0)
}

struct Strict(Value);

impl<'de> Deserialize<'de> for Strict {
    fn deserialize<D: de::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(StrictVisitor).map(Self)
    }
}

struct StrictVisitor;

impl<'de> Visitor<'de> for StrictVisitor {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(Strict(item)) = items.next_element()? {
            list.push(item);
        }
        Ok(Value::Array(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let mut map = Map::new();
        while let Some(key) = entries.next_key::<String>()? {
            if map.contains_key(&key) {
                return Err(de::Error::custom(format!("the key `{key}` stands twice")));
            }
            let Strict(value) = entries.next_value()?;
            map.insert(key, value);
        }
        Ok(Value::Object(map))
    }
}
