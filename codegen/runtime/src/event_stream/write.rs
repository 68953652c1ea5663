//! Events and errors as messages: their members become headers and the payload.

use aws_smithy_schema::codec::DynCodec;
use aws_smithy_schema::serde::{SerdeError, SerializableStruct, ShapeSerializer};
use aws_smithy_schema::{Schema, ShapeType};
use aws_smithy_types::event_stream::{Header, HeaderValue, Message};
use aws_smithy_types::{BigDecimal, BigInteger, Blob, DateTime, Document};

use super::Written;
use crate::runtime::value::WriteMember;
use crate::runtime::{Members, Outcome, Structure};

/// Writes an event or an error as a message.
pub struct EventWriter<'a> {
    pub(super) codec: &'a dyn DynCodec,
    pub(super) media_type: &'a str,
}

impl EventWriter<'_> {
    /// The event `name`.
    ///
    /// # Errors
    /// When a member cannot be written.
    pub fn event<T: Structure>(self, name: &str, value: &T) -> Written {
        self.message("event", ":event-type", name, value)
    }

    /// The error `name`.
    ///
    /// # Errors
    /// When a member cannot be written.
    pub fn error<T: Structure>(self, name: &str, value: &T) -> Written {
        self.message("exception", ":exception-type", name, value)
    }

    /// The event `name`, which has no members.
    pub fn unit(self, name: &str) -> Written {
        let headers = kind("event", ":event-type", name);
        Ok(Message::new_from_parts(headers, Vec::new()))
    }

    /// There is nothing to write for what the model does not have.
    pub fn unknown(self) -> Written {
        let message = "an event or an error that the model does not have cannot be sent";
        Err(SerdeError::custom(message))
    }

    fn message<T: Structure>(
        self,
        kind: &str,
        type_header: &str,
        name: &str,
        value: &T,
    ) -> Written {
        let schema = T::SHAPE.schema();
        let mut parts = Parts {
            writer: &self,
            schema,
            headers: Vec::new(),
            payload: None,
        };
        value.values(&mut parts)?;
        let Parts {
            headers,
            mut payload,
            ..
        } = parts;
        if payload.is_none() && has_document(schema) {
            let mut ser = self.codec.create_serializer();
            ser.write_struct(schema, &Rest(value))?;
            payload = Some((self.media_type, ser.finish_boxed()));
        }
        let mut all = self::kind(kind, type_header, name);
        if let Some((media_type, _)) = &payload {
            all.push(text_header(":content-type", media_type));
        }
        all.extend(headers);
        let payload = payload.map(|(_, bytes)| bytes).unwrap_or_default();
        Ok(Message::new_from_parts(all, payload))
    }
}

/// The headers that say what a message is.
fn kind(kind: &str, type_header: &str, name: &str) -> Vec<Header> {
    vec![
        text_header(":message-type", kind),
        text_header(type_header, name),
    ]
}

fn text_header(name: &str, value: &str) -> Header {
    let (name, value) = (name.to_owned(), value.to_owned());
    Header::new(name, HeaderValue::String(value.into()))
}

/// Whether the members without a place of their own are the payload, as a document.
pub(super) fn has_document(schema: &Schema<'_>) -> bool {
    let members = schema.members();
    let has_payload = members.iter().any(|m| m.event_payload().is_some());
    let has_rest = members.iter().any(|m| m.event_header().is_none());
    !has_payload && (has_rest || members.is_empty())
}

/// Collects the headers and the payload of an event.
struct Parts<'a> {
    writer: &'a EventWriter<'a>,
    schema: &'a Schema<'a>,
    headers: Vec<Header>,
    /// With its media type.
    payload: Option<(&'a str, Vec<u8>)>,
}

impl Members for Parts<'_> {
    fn take(&mut self, values: &[&dyn WriteMember]) -> Outcome {
        for (value, member) in values.iter().zip(self.schema.members()) {
            if member.event_header().is_some() {
                if let Some(value) = plain(*value, member)? {
                    let name = member.member_name().unwrap_or_default().to_owned();
                    self.headers.push(Header::new(name, value));
                }
            } else if member.event_payload().is_some() {
                self.payload = self.payload(*value, member)?;
            }
        }
        Ok(())
    }
}

impl<'a> Parts<'a> {
    fn payload(
        &self,
        value: &dyn WriteMember,
        member: &Schema<'_>,
    ) -> Result<Option<(&'a str, Vec<u8>)>, SerdeError> {
        if !matches!(member.shape_type(), ShapeType::Blob | ShapeType::String) {
            let mut ser = self.writer.codec.create_serializer();
            value.write_member(member, &mut *ser)?;
            let bytes = ser.finish_boxed();
            return Ok((!bytes.is_empty()).then_some((self.writer.media_type, bytes)));
        }
        Ok(match plain(value, member)? {
            Some(HeaderValue::ByteArray(bytes)) => {
                Some(("application/octet-stream", bytes.to_vec()))
            }
            Some(HeaderValue::String(text)) => Some(("text/plain", text.as_bytes().to_vec())),
            _ => None,
        })
    }
}

/// A member of a simple type; none if it is absent.
fn plain(value: &dyn WriteMember, member: &Schema<'_>) -> Result<Option<HeaderValue>, SerdeError> {
    let mut writer = PlainWriter(None);
    value.write_member(member, &mut writer)?;
    Ok(writer.0)
}

/// The members of an event without a place of their own.
struct Rest<'a, T>(&'a T);

impl<T: Structure> SerializableStruct for Rest<'_, T> {
    fn schema(&self) -> &Schema<'_> {
        T::SHAPE.schema()
    }

    fn serialize_members(&self, ser: &mut dyn ShapeSerializer) -> Outcome {
        let members = T::SHAPE.schema().members();
        self.0.values(&mut RestWriter { members, ser })
    }
}

struct RestWriter<'a> {
    members: &'a [&'a Schema<'a>],
    ser: &'a mut dyn ShapeSerializer,
}

impl Members for RestWriter<'_> {
    fn take(&mut self, values: &[&dyn WriteMember]) -> Outcome {
        for (value, member) in values.iter().zip(self.members) {
            if member.event_header().is_none() {
                value.write_member(member, self.ser)?;
            }
        }
        Ok(())
    }
}

/// Takes a value as a header has it.
struct PlainWriter(Option<HeaderValue>);

impl PlainWriter {
    fn unfit(&self, schema: &Schema<'_>) -> Outcome {
        let id = schema.shape_id();
        Err(SerdeError::custom(format!("no header can carry {id}")))
    }
}

macro_rules! write_plain {
    ($($write:ident($type:ty) |$value:ident| $header:expr;)*) => {
        $(fn $write(&mut self, _: &Schema<'_>, $value: $type) -> Outcome {
            self.0 = Some($header);
            Ok(())
        })*
    };
}

macro_rules! write_nothing {
    ($($write:ident($($type:ty),*);)*) => {
        $(fn $write(&mut self, schema: &Schema<'_>, $(_: $type),*) -> Outcome {
            self.unfit(schema)
        })*
    };
}

impl ShapeSerializer for PlainWriter {
    write_plain! {
        write_boolean(bool) |value| HeaderValue::Bool(value);
        write_byte(i8) |value| HeaderValue::Byte(value);
        write_short(i16) |value| HeaderValue::Int16(value);
        write_integer(i32) |value| HeaderValue::Int32(value);
        write_long(i64) |value| HeaderValue::Int64(value);
        write_string(&str) |value| HeaderValue::String(value.to_owned().into());
        write_blob(Blob) |value| HeaderValue::ByteArray(value.into_inner().into());
        write_timestamp(&DateTime) |value| HeaderValue::Timestamp(*value);
    }

    write_nothing! {
        write_struct(&dyn SerializableStruct);
        write_list(&dyn Fn(&mut dyn ShapeSerializer) -> Result<(), SerdeError>);
        write_map(&dyn Fn(&mut dyn ShapeSerializer) -> Result<(), SerdeError>);
        write_float(f32);
        write_double(f64);
        write_big_integer(&BigInteger);
        write_big_decimal(&BigDecimal);
        write_document(&Document);
        write_null();
    }
}
