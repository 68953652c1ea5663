//! Streams of events, from and to frames.

use aws_smithy_eventstream::frame::{read_message_from, write_message_to};
use aws_smithy_http::event_stream::EventStreamSender;
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_schema::serde::SerdeError;
use aws_smithy_types::body::SdkBody;
use aws_smithy_types::byte_stream::ByteStream;
use aws_smithy_types::config_bag::ConfigBag;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;
use aws_smithy_types::event_stream::{Header, HeaderValue, Message};
use proptest::prelude::*;

use super::feed::FeedError;
use super::zoo::structure_of;
use crate::event_stream::{
    EventErrors, EventReader, EventReceiver, EventWriter, Events, Written, failing, over, receive,
    send,
};
use crate::primitives::Blob;
use crate::runtime::schema::*;
use crate::service::SERVICE;

structure_of! {
    /// An event with a header and a document.
    #[derive(Debug)]
    Step { leg: i32, name: String, }
    = structure(
        "test.zoo#Step",
        &[integer("Leg").event_header(), string("Name").json_name("name")],
    )
}

structure_of! {
    /// An event with a header and a payload.
    #[derive(Debug)]
    Roar { at: String, sound: Blob, }
    = structure(
        "test.zoo#Roar",
        &[string("At").event_header(), blob("Sound").event_payload()],
    )
}

/// What animals do.
#[derive(Clone, Debug, PartialEq)]
enum Deed {
    Step(Step),
    Roar(Roar),
    Sleep,
    Unknown,
}

impl Events for Deed {
    type Error = FeedError;

    fn write(&self, writer: EventWriter<'_>) -> Written {
        match self {
            Self::Step(inner) => writer.event("step", inner),
            Self::Roar(inner) => writer.event("roar", inner),
            Self::Sleep => writer.unit("sleep"),
            Self::Unknown => writer.unknown(),
        }
    }

    fn read(reader: EventReader<'_>) -> Result<Self, SerdeError> {
        match reader.name() {
            "step" => Ok(Self::Step(reader.event()?)),
            "roar" => Ok(Self::Roar(reader.event()?)),
            "sleep" => Ok(Self::Sleep),
            _ => Ok(Self::Unknown),
        }
    }
}

#[allow(deprecated)]
impl EventErrors for FeedError {
    fn write(&self, writer: EventWriter<'_>) -> Written {
        match self {
            Self::Hungry(inner) => writer.error("Hungry", inner),
            Self::Unhandled(_) => writer.unknown(),
        }
    }
}

fn step(leg: i32) -> Deed {
    Deed::Step(Step {
        leg: Some(leg),
        name: Some("left".to_owned()),
    })
}

fn roar() -> Deed {
    Deed::Roar(Roar {
        at: None,
        sound: Some(Blob::new("grr")),
    })
}

/// The bytes that send one event; nobody signs them.
async fn sent(event: Result<Deed, FeedError>) -> Result<Vec<u8>, String> {
    let mut cfg = ConfigBag::base();
    let body = send(
        EventStreamSender::once(event),
        &(SERVICE.protocol)(),
        &mut cfg,
    );
    let bytes = ByteStream::new(body).collect().await;
    bytes
        .map(|bytes| bytes.to_vec())
        .map_err(|error| format!("{error:?}"))
}

fn receiver(bytes: impl Into<Vec<u8>>) -> EventReceiver<Deed, FeedError> {
    receive(SdkBody::from(bytes.into()), &(SERVICE.protocol)())
}

fn text(name: &'static str, value: &'static str) -> Header {
    Header::new(name, HeaderValue::String(value.into()))
}

#[tokio::test]
async fn what_is_sent_can_be_received() {
    let mut bytes = Vec::new();
    for event in [step(1), roar(), Deed::Sleep] {
        bytes.extend(sent(Ok(event)).await.expect("it can be written"));
    }
    let mut receiver = receiver(bytes);
    for expected in [Some(step(1)), Some(roar()), Some(Deed::Sleep), None] {
        assert_eq!(receiver.recv().await.expect("a good frame"), expected);
    }
}

#[tokio::test]
async fn an_event_says_what_it_is() {
    let bytes = sent(Ok(step(2))).await.expect("it can be written");
    let message = read_message_from(bytes.as_slice()).expect("a frame");
    let expected = Message::new(&br#"{"name":"left"}"#[..])
        .add_header(text(":message-type", "event"))
        .add_header(text(":event-type", "step"))
        .add_header(text(":content-type", "application/json"))
        .add_header(Header::new("Leg", HeaderValue::Int32(2)));
    assert_eq!(message, expected);
}

#[tokio::test]
async fn what_the_model_lacks_cannot_be_sent() {
    sent(Ok(Deed::Unknown)).await.expect_err("it is unknown");
    sent(Err(FeedError::unhandled("oh")))
        .await
        .expect_err("it is unknown");
}

#[tokio::test]
async fn an_error_ends_the_stream() {
    let message = Message::new(&br#"{"message":"no fish"}"#[..])
        .add_header(text(":message-type", "exception"))
        .add_header(text(":exception-type", "Hungry"));
    let mut bytes = Vec::new();
    write_message_to(&message, &mut bytes).expect("it can be written");
    bytes.extend(sent(Ok(Deed::Sleep)).await.expect("it can be written"));
    let mut receiver = receiver(bytes);
    let failure = receiver.recv().await.expect_err("an error");
    let error = failure.into_service_error();
    assert!(matches!(error, FeedError::Hungry(_)), "{error:?}");
    assert_eq!(
        (error.code(), error.message()),
        (Some("Hungry"), Some("no fish"))
    );
    assert_eq!(receiver.recv().await.expect("it is over"), None);
}

#[tokio::test]
async fn a_stream_that_nobody_made_has_no_events() {
    let mut receiver = over::<Deed>();
    assert_eq!(receiver.recv().await.expect("it is over"), None);
    let mut cfg = ConfigBag::base();
    let body = send(failing::<Deed>(), &(SERVICE.protocol)(), &mut cfg);
    ByteStream::new(body)
        .collect()
        .await
        .expect_err("there is nothing to send");
}

/// What comes of a body: the number of its events, and whether it ends well.
fn outcome(bytes: Vec<u8>) -> (usize, bool) {
    let runtime = tokio::runtime::Builder::new_current_thread().build();
    runtime.expect("a runtime").block_on(async {
        let mut receiver = receiver(bytes);
        let mut events = 0;
        loop {
            match receiver.recv().await {
                Ok(Some(_)) => events += 1,
                Ok(None) => return (events, true),
                Err(SdkError::ResponseError(_) | SdkError::ServiceError(_)) => {
                    return (events, false);
                }
                Err(other) => panic!("{other:?}"),
            }
        }
    })
}

proptest! {
    #[test]
    fn any_bytes_are_events_or_errors(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        outcome(bytes);
    }

    /// Frames that are sound, with headers and payloads that need not be.
    #[test]
    fn any_message_is_an_event_or_an_error(
        kind in "(event|exception|error|x)",
        name in "(step|roar|sleep|Hungry|x)",
        leg in prop_oneof![
            any::<i32>().prop_map(HeaderValue::Int32),
            any::<bool>().prop_map(HeaderValue::Bool),
        ],
        payload in r#"(|\{|\{\}|null|\[1\]|"x"|\{"name":1\}|\{"name":"n"\}|\{"name":null\})"#,
    ) {
        let message = Message::new(payload)
            .add_header(Header::new(":message-type", HeaderValue::String(kind.into())))
            .add_header(Header::new(":event-type", HeaderValue::String(name.clone().into())))
            .add_header(Header::new(":exception-type", HeaderValue::String(name.into())))
            .add_header(Header::new("Leg", leg));
        let mut bytes = Vec::new();
        write_message_to(&message, &mut bytes).expect("it can be written");
        let (events, ends_well) = outcome(bytes);
        prop_assert_eq!(events, usize::from(ends_well));
    }

    /// Whatever is missing at the end of the second of two frames.
    #[test]
    fn a_stream_that_is_cut_is_an_error(missing in 1_usize..60) {
        let message = Message::new("").add_header(text(":message-type", "event"))
            .add_header(text(":event-type", "sleep"));
        let mut bytes = Vec::new();
        write_message_to(&message, &mut bytes).expect("it can be written");
        let length = bytes.len();
        bytes.extend(bytes.clone());
        bytes.truncate(2 * length - missing.min(length));
        prop_assert_eq!(outcome(bytes), (1, missing >= length));
    }
}
