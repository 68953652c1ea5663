//! Reads JSON, and says what is wrong with it and where: keys that stand twice, keys that are not known,
//! values of the wrong type.

use std::fmt;

use serde::Deserialize;
use serde::de::{self, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};
use serde_path_to_error::Segment;

use crate::diagnostics::{Diagnostics, Place};
use crate::nearest::{ask, nearest};

/// What serde finds wrong, and where.
#[derive(Default)]
pub(super) struct Unreadable {
    message: String,
    help: Option<String>,
    /// The keys and indices that lead there.
    path: Vec<String>,
    /// Whether the key of the place is to blame, rather than its value.
    is_key: bool,
}

impl Unreadable {
    /// Adds it as a problem of a file or shape.
    pub(super) fn tell(self, place: Place<'_>, what: &str, help: &str, problems: &mut Diagnostics) {
        let path: Vec<&str> = self.path.iter().map(String::as_str).collect();
        let place = place.at(&path);
        let place = if self.is_key { place.key() } else { place };
        let help = self.help.unwrap_or_else(|| help.to_owned());
        problems.error(place, format!("{what}: {}", self.message), help);
    }
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
        let path: Vec<String> = steps.collect();
        let message = error.inner().to_string();
        match unknown_key(&message) {
            Some((message, help)) => Unreadable {
                message,
                help,
                path,
                is_key: true,
            },
            None => Unreadable {
                message,
                path,
                ..Unreadable::default()
            },
        }
    })
}

/// Of a key that is not known, serde names all those that are: the nearest one will do for a help.
fn unknown_key(message: &str) -> Option<(String, Option<String>)> {
    let names = message.strip_prefix("unknown field")?;
    let mut names = names.split('`').skip(1).step_by(2);
    let unknown = names.next()?;
    let help = nearest(unknown, names).map(ask);
    Some((format!("the key `{unknown}` is not known"), help))
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
