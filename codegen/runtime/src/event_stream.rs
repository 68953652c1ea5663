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
use aws_smithy_schema::serde::SerdeError;
use aws_smithy_types::body::SdkBody;
use aws_smithy_types::config_bag::ConfigBag;
use aws_smithy_types::error::metadata::ErrorMetadata;
use aws_smithy_types::event_stream::{HeaderValue, Message, RawMessage};
use http_body_util::{BodyExt, StreamBody};

pub use self::read::EventReader;
pub use self::write::EventWriter;
use crate::runtime::{ErrorEnum, OperationError, Unhandled};
use crate::service::SERVICE;

mod read;
mod write;

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
        let reader = EventReader {
            name,
            message,
            codec: codec(&self.0.protocol).map_err(failed)?,
        };
        if headers.message_type.as_str() == "event" {
            let event = T::read(reader).map_err(failed)?;
            return Ok(UnmarshalledMessage::Event(event));
        }
        let error = reader.error(&self.0.protocol);
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
