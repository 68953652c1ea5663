//! Messages as events and errors: headers and the payload become members.

use aws_smithy_schema::codec::DynCodec;
use aws_smithy_schema::protocol::SharedClientProtocol;
use aws_smithy_schema::serde::{SerdeError, ShapeDeserializer};
use aws_smithy_schema::{Schema, ShapeType};
use aws_smithy_types::event_stream::{HeaderValue, Message};
use aws_smithy_types::{BigDecimal, BigInteger, Blob, DateTime, Document};

use super::write::has_document;
use super::{EventErrors, header};
use crate::runtime::value::read_structure;
use crate::runtime::{ErrorReader, Outcome, Structure};

/// Reads an event from a message.
pub struct EventReader<'a> {
    pub(super) name: &'a str,
    pub(super) message: &'a Message,
    pub(super) codec: &'a dyn DynCodec,
}

impl EventReader<'_> {
    /// The name of the event in the model.
    pub fn name(&self) -> &str {
        self.name
    }

    /// The event, as the structure that the model says it is.
    ///
    /// # Errors
    /// When the message is not of that structure.
    pub fn event<T: Structure>(self) -> Result<T, SerdeError> {
        read_structure(&mut Part::Event(self.message, self.codec))
    }

    /// The error that the message is: what cannot be read is an unhandled one.
    pub(super) fn error<E: EventErrors>(self, protocol: &SharedClientProtocol) -> E {
        let meta = protocol.parse_event_stream_error_metadata(self.message.payload());
        let meta = meta.unwrap_or_default().code(self.name).build();
        let event = Part::Event(self.message, self.codec);
        let reader = ErrorReader::new(meta, || Ok(Box::new(event)));
        E::read(reader).unwrap_or_else(E::from_unhandled)
    }
}

/// A message as the codecs see it, or a value in it.
#[derive(Clone, Copy)]
enum Part<'a> {
    Event(&'a Message, &'a dyn DynCodec),
    Header(&'a HeaderValue),
    /// The payload of a blob or string.
    Payload(&'a Message),
}

impl Part<'_> {
    fn unfit<T>(&self, schema: &Schema<'_>) -> Result<T, SerdeError> {
        let id = schema.shape_id();
        Err(SerdeError::custom(format!("the value is not one of {id}")))
    }
}

/// Reads one member, wherever it was found.
type Consumer<'a> =
    dyn FnMut(&Schema<'_>, &mut dyn ShapeDeserializer) -> Result<(), SerdeError> + 'a;

/// Reads the members of an event.
fn read_event(
    message: &Message,
    codec: &dyn DynCodec,
    schema: &Schema<'_>,
    consumer: &mut Consumer<'_>,
) -> Outcome {
    let payload = message.payload();
    for member in schema.members() {
        if member.event_header().is_some() {
            let name = member.member_name().unwrap_or_default();
            if let Some(value) = header(message, name) {
                consumer(member, &mut Part::Header(value))?;
            }
        } else if member.event_payload().is_some() {
            match member.shape_type() {
                ShapeType::Blob | ShapeType::String => {
                    consumer(member, &mut Part::Payload(message))?;
                }
                _ if payload.is_empty() => {}
                _ => consumer(member, &mut *codec.create_deserializer(payload))?,
            }
        }
    }
    if payload.is_empty() || !has_document(schema) {
        return Ok(());
    }
    let mut de = codec.create_deserializer(payload);
    de.read_struct(schema, &mut |member, de| match member.event_header() {
        Some(_) => de.skip_value(),
        None => consumer(member, de),
    })
}

macro_rules! read_plain {
    ($($read:ident: $type:ty = $value:ident => |$inner:ident| $result:expr;)*) => {
        $(fn $read(&mut self, schema: &Schema<'_>) -> Result<$type, SerdeError> {
            match self {
                Self::Header(HeaderValue::$value($inner)) => Ok($result),
                _ => self.unfit(schema),
            }
        })*
    };
}

macro_rules! read_nothing {
    ($($read:ident: $type:ty;)*) => {
        $(fn $read(&mut self, schema: &Schema<'_>) -> Result<$type, SerdeError> {
            self.unfit(schema)
        })*
    };
}

impl ShapeDeserializer for Part<'_> {
    fn read_struct(&mut self, schema: &Schema<'_>, consumer: &mut Consumer<'_>) -> Outcome {
        match self {
            Self::Event(message, codec) => read_event(message, *codec, schema, consumer),
            _ => self.unfit(schema),
        }
    }

    fn read_list(
        &mut self,
        schema: &Schema<'_>,
        _: &mut dyn FnMut(&mut dyn ShapeDeserializer) -> Result<(), SerdeError>,
    ) -> Outcome {
        self.unfit(schema)
    }

    fn read_map(
        &mut self,
        schema: &Schema<'_>,
        _: &mut dyn FnMut(String, &mut dyn ShapeDeserializer) -> Result<(), SerdeError>,
    ) -> Outcome {
        self.unfit(schema)
    }

    fn read_string(&mut self, schema: &Schema<'_>) -> Result<String, SerdeError> {
        match self {
            Self::Header(HeaderValue::String(text)) => Ok(text.as_str().to_owned()),
            Self::Payload(message) => match std::str::from_utf8(message.payload()) {
                Ok(text) => Ok(text.to_owned()),
                Err(error) => Err(SerdeError::custom(format!(
                    "the payload is no text: {error}"
                ))),
            },
            _ => self.unfit(schema),
        }
    }

    fn read_blob(&mut self, schema: &Schema<'_>) -> Result<Blob, SerdeError> {
        match self {
            Self::Header(HeaderValue::ByteArray(bytes)) => Ok(Blob::new(bytes.to_vec())),
            Self::Payload(message) => Ok(Blob::new(message.payload().to_vec())),
            _ => self.unfit(schema),
        }
    }

    read_plain! {
        read_boolean: bool = Bool => |value| *value;
        read_byte: i8 = Byte => |value| *value;
        read_short: i16 = Int16 => |value| *value;
        read_integer: i32 = Int32 => |value| *value;
        read_long: i64 = Int64 => |value| *value;
        read_timestamp: DateTime = Timestamp => |value| *value;
    }

    read_nothing! {
        read_float: f32;
        read_double: f64;
        read_big_integer: BigInteger;
        read_big_decimal: BigDecimal;
        read_document: Document;
    }

    fn is_null(&self) -> bool {
        false
    }

    fn container_size(&self) -> Option<usize> {
        None
    }
}
