//! Values of the model as code: of examples, tests and defaults.

use serde::Serialize;
use serde_json::{Map, Value};

use super::types::{Element, Type, Types};
use super::{names, presence};
use crate::model::{Kind, Shape, UNIT};

/// The call of a builder's method.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Setter {
    pub(crate) method: String,
    pub(crate) arguments: Vec<Literal>,
}

/// A value, as code.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) enum Literal {
    Bool(bool),
    Text(String),
    /// A number as Rust writes it.
    Number(String),
    Blob(Vec<u8>),
    ByteStream(Vec<u8>),
    /// Seconds since 1970, and nanoseconds.
    DateTime(i64, u32),
    /// An enum's type and value.
    Enum(String, String),
    /// A structure's type, whether its builder can fail, and the calls of its builder.
    Structure(String, bool, Vec<Setter>),
    List(Vec<Literal>),
    Map(Vec<(Literal, Literal)>),
    /// A union's type and variant, and the value of the variant.
    Union(String, String, Option<Box<Literal>>),
    /// A value where a `Box` is wanted.
    Boxed(Box<Literal>),
    BigInteger(String),
    BigDecimal(String),
    Document(Value),
    /// A value where an `Option` is wanted.
    Optional(Option<Box<Literal>>),
}

/// Reads values of the model, as examples, tests and defaults have them.
pub(crate) struct Reader<'a> {
    pub(crate) types: &'a Types<'a>,
}

impl Reader<'_> {
    /// The calls by which a builder gets `values`.
    pub(crate) fn setters(
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
            let is_event_stream = self.types.model.shape(&member.target).is_event_stream();
            // Nothing is said of a stream of events, which no value can describe.
            if value.is_null() || is_event_stream {
                continue;
            }
            let value = match self.literal(&member.target, value, &path)? {
                Literal::Blob(bytes) if self.types.model.is_stream(member) => {
                    Literal::ByteStream(bytes)
                }
                value => value,
            };
            setters.extend(calls(name, method, value));
        }
        Ok(setters)
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
            (true, Value::Null) => Ok(Literal::Optional(None)),
            (true, value) => Ok(Literal::Optional(Some(Box::new(
                self.literal(id, value, path)?,
            )))),
        }
    }

    /// A value of the shape `id`.
    pub(crate) fn literal(&self, id: &str, value: &Value, path: &str) -> Result<Literal, String> {
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
            (Type::Blob, _) => text().map(|text| Literal::Blob(text.into_bytes())),
            (Type::Enum(name), _) => text().map(|value| Literal::Enum(name, value)),
            (ty @ (Type::F32 | Type::F64), _) => float(&ty, value)
                .map(Literal::Number)
                .ok_or_else(|| expected("a number")),
            (Type::BigInteger, _) => match value {
                Value::Number(number) if !number.is_f64() => {
                    Ok(Literal::BigInteger(number.to_string()))
                }
                _ => Err(expected("an integer")),
            },
            (Type::BigDecimal, _) => match value {
                Value::Number(number) => Ok(Literal::BigDecimal(number.to_string())),
                _ => Err(expected("a number")),
            },
            (Type::Document, _) => Ok(Literal::Document(value.clone())),
            (ty @ (Type::I8 | Type::I16 | Type::I32 | Type::I64), _) => {
                let (bits, fits): (_, fn(&i64) -> bool) = match ty {
                    Type::I8 => (8, |number| i8::try_from(*number).is_ok()),
                    Type::I16 => (16, |number| i16::try_from(*number).is_ok()),
                    Type::I32 => (32, |number| i32::try_from(*number).is_ok()),
                    _ => (64, |_| true),
                };
                let number = value.as_i64().filter(fits);
                let number =
                    number.ok_or_else(|| expected(&format!("an integer of {bits} bits")))?;
                Ok(Literal::Number(number.to_string()))
            }
            (Type::DateTime, _) => {
                date_time(value).ok_or_else(|| expected("a time in seconds since 1970"))
            }
            (Type::Union(name), Kind::Union(members)) => {
                let entry = value.as_object().and_then(|object| object.iter().next());
                let (member, value) = entry.ok_or_else(|| expected("an object of one member"))?;
                let target = members
                    .get(member)
                    .ok_or_else(|| format!("`{path}.{member}` is not in `{id}`"))?;
                let inner = match target.target.as_str() {
                    UNIT => None,
                    id => {
                        let inner = Box::new(self.literal(id, value, path)?);
                        let is_boxed = self.types.is_boxed(shape, target);
                        Some(if is_boxed {
                            Box::new(Literal::Boxed(inner))
                        } else {
                            inner
                        })
                    }
                };
                Ok(Literal::Union(name, names::variant(member), inner))
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
                let fallible = members
                    .values()
                    .any(|member| presence::is_demanded(self.types, member));
                let setters = self.setters(shape, values, path)?;
                Ok(Literal::Structure(name, fallible, setters))
            }
            _ => Err(expected("of a kind that examples can have")),
        }
    }
}

/// The calls that give a builder's member a value: a list or map is filled an element at a time.
fn calls(member: &str, method: String, value: Literal) -> Vec<Setter> {
    let call = |arguments| Setter {
        method: method.clone(),
        arguments,
    };
    match value {
        Literal::List(items) if !items.is_empty() => {
            items.into_iter().map(|item| call(vec![item])).collect()
        }
        Literal::Map(entries) if !entries.is_empty() => {
            entries.into_iter().map(|(k, v)| call(vec![k, v])).collect()
        }
        empty @ (Literal::List(_) | Literal::Map(_)) => vec![Setter {
            method: format!("set_{}", names::snake(member)),
            arguments: vec![Literal::Optional(Some(Box::new(empty)))],
        }],
        other => vec![call(vec![other])],
    }
}

/// A float as Rust writes it; JSON has no numbers for three of them.
fn float(ty: &Type, value: &Value) -> Option<String> {
    let module = if *ty == Type::F32 { "f32" } else { "f64" };
    match value.as_str() {
        Some("NaN") => Some(format!("{module}::NAN")),
        Some("Infinity") => Some(format!("{module}::INFINITY")),
        Some("-Infinity") => Some(format!("{module}::NEG_INFINITY")),
        Some(_) => None,
        None => value.as_f64().map(|number| format!("{number:?}")),
    }
}

fn date_time(value: &Value) -> Option<Literal> {
    if let Some(text) = value.as_str() {
        return Some(Literal::DateTime(rfc3339(text)?, 0));
    }
    if let Some(seconds) = value.as_i64() {
        return Some(Literal::DateTime(seconds, 0));
    }
    let number = value.as_f64()?;
    let seconds = number.floor();
    // A model's times have milliseconds at most.
    let millis = ((number - seconds) * 1000.0).round();
    Some(Literal::DateTime(seconds as i64, millis as u32 * 1_000_000))
}

/// The seconds since 1970 of a time like `2024-10-31T14:15:14Z`.
fn rfc3339(text: &str) -> Option<i64> {
    let (date, time) = text.strip_suffix('Z')?.split_once('T')?;
    let numbers = |text: &str, separator: char| -> Option<[i64; 3]> {
        let numbers = text.split(separator).map(|number| number.parse().ok());
        numbers.collect::<Option<Vec<i64>>>()?.try_into().ok()
    };
    let [year, month, day] = numbers(date, '-')?;
    let [hour, minute, second] = numbers(time, ':')?;
    let in_range = (0..10_000).contains(&year)
        && (1..=12).contains(&month)
        && (1..=31).contains(&day)
        && (0..24).contains(&hour)
        && (0..60).contains(&minute)
        && (0..60).contains(&second);
    // A year that begins in March ends with its leap day.
    let (year, month) = if month > 2 {
        (year, month - 3)
    } else {
        (year - 1, month + 9)
    };
    let leap_days = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    let days = year * 365 + leap_days + (month * 153 + 2) / 5 + day - 1 - 719_468;
    in_range.then_some(((days * 24 + hour) * 60 + minute) * 60 + second)
}

#[cfg(test)]
mod tests {
    use super::rfc3339;

    #[test]
    fn times() {
        let table = [
            ("1970-01-01T00:00:00Z", Some(0)),
            ("1969-12-31T23:59:59Z", Some(-1)),
            ("2000-02-29T12:00:00Z", Some(951_825_600)),
            ("2024-10-31T14:15:14Z", Some(1_730_384_114)),
            ("2024-13-01T00:00:00Z", None),
            ("2024-10-31", None),
            ("2024-10-31T14:15Z", None),
        ];
        for (text, seconds) in table {
            assert_eq!(rfc3339(text), seconds, "{text}");
        }
    }
}
