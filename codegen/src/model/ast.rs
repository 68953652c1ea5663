//! The JSON AST as it is written (<https://smithy.io/2.0/spec/json-ast.html>): serde's mirror of it,
//! which refuses keys that the specification does not have and keys that stand twice.

use std::fmt;

use indexmap::IndexMap;
use serde::Deserialize;
use serde::de::{self, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

/// A file. Its shapes are read one by one, so that each can have its own problem.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Document {
    pub(super) smithy: String,
    #[serde(default, rename = "metadata")]
    _metadata: Map<String, Value>,
    #[serde(default)]
    pub(super) shapes: Map<String, Value>,
}

/// A shape, or an `apply` statement.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
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
    pub(super) rename: Map<String, Value>,
    // Of resources, which are not supported yet: accepted, so that the problem names the resource.
    #[serde(rename = "identifiers")]
    _identifiers: Option<Value>,
    #[serde(rename = "properties")]
    _properties: Option<Value>,
    #[serde(rename = "create")]
    _create: Option<Value>,
    #[serde(rename = "put")]
    _put: Option<Value>,
    #[serde(rename = "read")]
    _read: Option<Value>,
    #[serde(rename = "update")]
    _update: Option<Value>,
    #[serde(rename = "delete")]
    _delete: Option<Value>,
    #[serde(rename = "list")]
    _list: Option<Value>,
    #[serde(rename = "collectionOperations")]
    _collection_operations: Option<Value>,
}

/// A member.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Member {
    pub(super) target: String,
    #[serde(default)]
    pub(super) traits: Map<String, Value>,
}

/// A reference to a shape.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Reference {
    pub(super) target: String,
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
