//! Structures as plain values: what is left of them without types and schemas. A waiter's expressions
//! look at these, so that one evaluator serves all of them.

use std::collections::BTreeMap;
use std::rc::Rc;

use aws_smithy_schema::Schema;
use aws_smithy_schema::serde::{SerdeError, SerializableStruct, ShapeSerializer};
use aws_smithy_types::{BigDecimal, BigInteger, Blob, DateTime, Document, base64};

use super::value::{Outcome, Structure, Writable};

/// A plain value. Copies share what they hold.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Json {
    Null,
    Bool(bool),
    /// Integers beyond 2^53 lose their last digits.
    Number(f64),
    Text(Rc<str>),
    List(Rc<Vec<Json>>),
    Object(Rc<BTreeMap<Rc<str>, Json>>),
}

impl Json {
    pub(crate) fn text(text: &str) -> Self {
        Self::Text(text.into())
    }

    pub(crate) fn list(items: impl IntoIterator<Item = Self>) -> Self {
        Self::List(Rc::new(items.into_iter().collect()))
    }

    pub(crate) fn object(entries: impl IntoIterator<Item = (Rc<str>, Self)>) -> Self {
        Self::Object(Rc::new(entries.into_iter().collect()))
    }

    /// A structure: its members by their names in the model. Those that are absent are left out.
    pub(crate) fn of<T: Structure>(structure: &T) -> Self {
        members(&Writable(structure))
    }

    fn of_document(document: &Document) -> Self {
        match document {
            Document::Null => Self::Null,
            Document::Bool(value) => Self::Bool(*value),
            Document::Number(number) => Self::Number(number.to_f64_lossy()),
            Document::String(text) => Self::text(text),
            Document::Array(items) => Self::list(items.iter().map(Self::of_document)),
            Document::Object(entries) => {
                let entries = entries.iter();
                Self::object(
                    entries.map(|(key, value)| (key.as_str().into(), Self::of_document(value))),
                )
            }
        }
    }
}

/// Takes values from structures: the name of the member, if the value is one's, and the value.
#[derive(Default)]
struct Writer(Vec<(Option<Rc<str>>, Json)>);

type Write<'a> = &'a dyn Fn(&mut dyn ShapeSerializer) -> Outcome;

impl Writer {
    fn put(&mut self, schema: &Schema<'_>, value: Json) {
        self.0.push((schema.member_name().map(Into::into), value));
    }
}

fn members(structure: &dyn SerializableStruct) -> Json {
    let mut writer = Writer::default();
    // What cannot be written, as the unknown member of a union, is absent.
    let _ = structure.serialize_members(&mut writer);
    let members = writer.0.into_iter();
    Json::object(members.filter_map(|(name, value)| Some((name?, value))))
}

fn elements(write: Write<'_>) -> Result<impl Iterator<Item = Json>, SerdeError> {
    let mut writer = Writer::default();
    write(&mut writer)?;
    Ok(writer.0.into_iter().map(|(_, value)| value))
}

/// The entries of a map from keys and values in turns.
fn entries(mut elements: impl Iterator<Item = Json>) -> Json {
    Json::object(std::iter::from_fn(|| {
        match (elements.next()?, elements.next()?) {
            (Json::Text(key), value) => Some((key, value)),
            _ => None,
        }
    }))
}

macro_rules! write_values {
    ($($write:ident($type:ty): |$value:ident| $json:expr;)*) => {
        $(fn $write(&mut self, schema: &Schema<'_>, $value: $type) -> Outcome {
            self.put(schema, $json);
            Ok(())
        })*
    };
}

/// A number as text; null if it is none.
fn parsed(number: &str) -> Json {
    number.parse().map_or(Json::Null, Json::Number)
}

impl ShapeSerializer for Writer {
    fn write_struct(&mut self, schema: &Schema<'_>, value: &dyn SerializableStruct) -> Outcome {
        self.put(schema, members(value));
        Ok(())
    }

    fn write_list(&mut self, schema: &Schema<'_>, write: Write<'_>) -> Outcome {
        self.put(schema, Json::list(elements(write)?));
        Ok(())
    }

    fn write_map(&mut self, schema: &Schema<'_>, write: Write<'_>) -> Outcome {
        self.put(schema, entries(elements(write)?));
        Ok(())
    }

    fn write_null(&mut self, schema: &Schema<'_>) -> Outcome {
        self.put(schema, Json::Null);
        Ok(())
    }

    write_values! {
        write_boolean(bool): |value| Json::Bool(value);
        write_byte(i8): |value| Json::Number(value.into());
        write_short(i16): |value| Json::Number(value.into());
        write_integer(i32): |value| Json::Number(value.into());
        write_long(i64): |value| Json::Number(value as f64);
        write_float(f32): |value| Json::Number(value.into());
        write_double(f64): |value| Json::Number(value);
        write_big_integer(&BigInteger): |value| parsed(value.as_ref());
        write_big_decimal(&BigDecimal): |value| parsed(value.as_ref());
        write_string(&str): |value| Json::text(value);
        write_blob(Blob): |value| Json::text(&base64::encode(value));
        write_timestamp(&DateTime): |value| Json::Number(value.as_secs_f64());
        write_document(&Document): |value| Json::of_document(value);
    }
}
