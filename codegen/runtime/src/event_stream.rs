//! Streams of events (<https://smithy.io/2.0/aws/amazon-eventstream.html>): each frame is an event,
//! which is a member of a modelled union, or an error that ends the stream.
#![allow(dead_code, reason = "a service uses what its model needs")]

use std::fmt;
use std::marker::PhantomData;
use std::sync::{Arc, Mutex};

use aws_runtime::auth::PayloadSigningOverride;
use aws_smithy_eventstream::error::Error as FrameError;
use aws_smithy_eventstream::frame::{
    DeferredSigner, MarshallMessage, UnmarshallMessage, UnmarshalledMessage,
};
use aws_smithy_eventstream::smithy::parse_response_headers;
use aws_smithy_http::event_stream::{EventStreamSender, Receiver};
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_schema::codec::DynCodec;
use aws_smithy_schema::protocol::SharedClientProtocol;
use aws_smithy_schema::serde::{
    SerdeError, SerializableStruct, ShapeDeserializer, ShapeSerializer,
};
use aws_smithy_schema::{Schema, ShapeType};
use aws_smithy_types::body::SdkBody;
use aws_smithy_types::config_bag::ConfigBag;
use aws_smithy_types::error::metadata::ErrorMetadata;
use aws_smithy_types::event_stream::{Header, HeaderValue, Message, RawMessage};
use aws_smithy_types::{BigDecimal, BigInteger, Blob, DateTime, Document};
use http_body_util::{BodyExt, StreamBody};

use crate::runtime::value::{WriteMember, read_structure};
use crate::runtime::{
    ErrorEnum, ErrorReader, Members, OperationError, Outcome, Structure, Unhandled,
};
use crate::service::SERVICE;

/// Receives the events of a response, one at a time.
#[derive(Debug)]
pub struct EventReceiver<T, E> {
    inner: Receiver<T, E>,
    progress: Arc<Mutex<Progress>>,
}

impl<T, E> EventReceiver<T, E> {
    /// The next event; `None` when the stream is over.
    ///
    /// # Errors
    /// [`SdkError::ServiceError`] is an error that the service sent in the stream, and the last that it
    /// sent. The others are of the transport, and of frames that make no sense.
    pub async fn recv(&mut self) -> Result<Option<T>, SdkError<E, RawMessage>> {
        let received = self.inner.recv().await;
        let Ok(mut progress) = self.progress.lock() else {
            return received;
        };
        match received {
            Ok(None) if progress.is_inside_frame() => {
                *progress = Progress::default();
                let raw = RawMessage::invalid(None);
                Err(SdkError::response_error(
                    "the stream ends inside a frame",
                    raw,
                ))
            }
            Err(error) => {
                // What follows an error is not read.
                *progress = Progress::default();
                Err(error)
            }
            received => received,
        }
    }
}

/// Where in a frame the bytes end that came. (The runtime crates take the end of a body for a good one,
/// if it comes where the head of a frame ends.)
#[derive(Debug, Default)]
struct Progress {
    /// The beginning of a frame, which says how long the frame is.
    length: Vec<u8>,
    /// How many bytes of the frame are still to come.
    left: usize,
}

impl Progress {
    fn add(&mut self, mut bytes: &[u8]) {
        while let Some((first, rest)) = bytes.split_first() {
            if self.left > 0 {
                let (_, rest) = bytes.split_at(self.left.min(bytes.len()));
                self.left -= bytes.len() - rest.len();
                bytes = rest;
                continue;
            }
            self.length.push(*first);
            bytes = rest;
            if let Ok(length) = <[u8; 4]>::try_from(self.length.as_slice()) {
                self.left = (u32::from_be_bytes(length) as usize).saturating_sub(length.len());
                self.length.clear();
            }
        }
    }

    fn is_inside_frame(&self) -> bool {
        self.left > 0 || !self.length.is_empty()
    }
}

/// An event or an error as a message.
pub type Written = Result<Message, SerdeError>;

/// A union whose members are the events of a stream.
pub trait Events: fmt::Debug + Send + Sync + Sized + 'static {
    /// The errors that may end the stream.
    type Error: EventErrors;
    /// The event as a message.
    ///
    /// # Errors
    /// When the event cannot be written.
    fn write(&self, writer: EventWriter<'_>) -> Written;
    /// The event that a message is.
    ///
    /// # Errors
    /// When the message is not what the model says of the event.
    fn read(reader: EventReader<'_>) -> Result<Self, SerdeError>;
}

/// The errors that may end a stream.
pub trait EventErrors: OperationError {
    /// The error as a message.
    ///
    /// # Errors
    /// When the error cannot be written.
    fn write(&self, writer: EventWriter<'_>) -> Written;
}

/// The body of a request that sends the events of `sender`, each when it is there. They are signed one
/// after the other, the first of them with the signature of the request, whose body counts as empty.
pub(crate) fn send<T: Events>(
    sender: EventStreamSender<T, T::Error>,
    protocol: &SharedClientProtocol,
    cfg: &mut ConfigBag,
) -> SdkBody {
    let (signer, signer_sender) = DeferredSigner::new();
    let state = cfg.interceptor_state();
    state.store_put(signer_sender);
    state.store_put(PayloadSigningOverride::Precomputed(
        SHA256_OF_NOTHING.to_owned(),
    ));
    let events = EventFrames(Frames::new(protocol));
    let errors = ErrorFrames(Frames::new(protocol));
    SdkBody::from_body_1_x(StreamBody::new(
        sender.into_body_stream(events, errors, signer),
    ))
}

const SHA256_OF_NOTHING: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

/// Receives the events of `body`.
pub(crate) fn receive<T: Events>(
    body: SdkBody,
    protocol: &SharedClientProtocol,
) -> EventReceiver<T, T::Error> {
    let frames = EventFrames::<T>(Frames::new(protocol));
    let progress = Arc::new(Mutex::new(Progress::default()));
    let counted = Arc::clone(&progress);
    let body = body.map_frame(move |frame| {
        if let (Some(bytes), Ok(mut progress)) = (frame.data_ref(), counted.lock()) {
            progress.add(bytes);
        }
        frame
    });
    EventReceiver {
        inner: Receiver::new(frames, SdkBody::from_body_1_x(body)),
        progress,
    }
}

/// What a structure has that no response made: the stream is over.
pub(crate) fn over<T: Events>() -> EventReceiver<T, T::Error> {
    receive(SdkBody::empty(), &(SERVICE.protocol)())
}

/// What a structure has that no builder made: the stream fails.
pub(crate) fn failing<T: Events>() -> EventStreamSender<T, T::Error> {
    let unhandled = Unhandled::new("no stream was set", ErrorMetadata::default());
    EventStreamSender::once(Err(T::Error::from_unhandled(unhandled)))
}

/// Turns events or errors into messages and back, as the protocol of the client wants them.
struct Frames<T> {
    protocol: SharedClientProtocol,
    kind: PhantomData<fn() -> T>,
}

impl<T> Frames<T> {
    fn new(protocol: &SharedClientProtocol) -> Self {
        Self {
            protocol: protocol.clone(),
            kind: PhantomData,
        }
    }

    fn writer(&self) -> Result<EventWriter<'_>, SerdeError> {
        Ok(EventWriter {
            codec: codec(&self.protocol)?,
            media_type: self.protocol.event_stream_media_type().unwrap_or_default(),
        })
    }
}

impl<T> fmt::Debug for Frames<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Frames").field(&self.protocol).finish()
    }
}

fn codec(protocol: &SharedClientProtocol) -> Result<&dyn DynCodec, SerdeError> {
    protocol
        .payload_codec()
        .ok_or_else(|| SerdeError::custom("the protocol has no streams of events"))
}

#[derive(Debug)]
struct EventFrames<T>(Frames<T>);

impl<T: Events> MarshallMessage for EventFrames<T> {
    type Input = T;

    fn marshall(&self, event: T) -> Result<Message, FrameError> {
        let message = self.0.writer().and_then(|writer| event.write(writer));
        message.map_err(|error| FrameError::marshalling(error.to_string()))
    }
}

#[derive(Debug)]
struct ErrorFrames<E>(Frames<E>);

impl<E: EventErrors> MarshallMessage for ErrorFrames<E> {
    type Input = E;

    fn marshall(&self, error: E) -> Result<Message, FrameError> {
        let message = self.0.writer().and_then(|writer| error.write(writer));
        message.map_err(|error| FrameError::marshalling(error.to_string()))
    }
}

impl<T: Events> UnmarshallMessage for EventFrames<T> {
    type Output = T;
    type Error = T::Error;

    fn unmarshall(
        &self,
        message: &Message,
    ) -> Result<UnmarshalledMessage<T, T::Error>, FrameError> {
        if text(message, ":message-type") == Some("error") {
            let unhandled = unmodeled(message);
            return Ok(UnmarshalledMessage::Error(T::Error::from_unhandled(
                unhandled,
            )));
        }
        let headers = parse_response_headers(message)?;
        let name = headers.smithy_type.as_str();
        let failed = |error| FrameError::unmarshalling(format!("failed to read `{name}`: {error}"));
        let codec = codec(&self.0.protocol).map_err(failed)?;
        let reader = EventReader {
            name,
            event: Part::Event(message, codec),
        };
        if headers.message_type.as_str() == "event" {
            let event = T::read(reader).map_err(failed)?;
            return Ok(UnmarshalledMessage::Event(event));
        }
        let error = reader.error(&self.0.protocol, message);
        Ok(UnmarshalledMessage::Error(error))
    }
}

/// An error that the service says something about, and that no model has.
fn unmodeled(message: &Message) -> Unhandled {
    let mut meta = ErrorMetadata::builder();
    if let Some(code) = text(message, ":error-code") {
        meta = meta.code(code);
    }
    if let Some(text) = text(message, ":error-message") {
        meta = meta.message(text);
    }
    let meta = meta.build();
    Unhandled::new(meta.clone(), meta)
}

/// The text of a header.
fn text<'a>(message: &'a Message, name: &str) -> Option<&'a str> {
    let value = header(message, name)?.as_string().ok()?;
    Some(value.as_str())
}

fn header<'a>(message: &'a Message, name: &str) -> Option<&'a HeaderValue> {
    let mut headers = message.headers().iter();
    let header = headers.find(|header| header.name().as_str() == name)?;
    Some(header.value())
}

/// Writes an event or an error as a message.
pub struct EventWriter<'a> {
    codec: &'a dyn DynCodec,
    media_type: &'a str,
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
fn has_document(schema: &Schema<'_>) -> bool {
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

/// Reads an event from a message.
pub struct EventReader<'a> {
    name: &'a str,
    event: Part<'a>,
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
    pub fn event<T: Structure>(mut self) -> Result<T, SerdeError> {
        read_structure(&mut self.event)
    }

    /// The error that the message is: what cannot be read is an unhandled one.
    fn error<E: EventErrors>(self, protocol: &SharedClientProtocol, message: &Message) -> E {
        let meta = protocol.parse_event_stream_error_metadata(message.payload());
        let meta = meta.unwrap_or_default().code(self.name).build();
        let reader = ErrorReader::new(meta, || Ok(Box::new(self.event)));
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
