//! What the protocol tests of event streams share.
#![allow(dead_code, reason = "a model has some of the kinds of tests")]

use aws_smithy_eventstream::frame::read_message_from;
use aws_smithy_http::event_stream::EventStreamSender;
use aws_smithy_protocol_test as check;
use aws_smithy_protocol_test::MediaType;
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use aws_smithy_types::body::SdkBody;
use aws_smithy_types::byte_stream::ByteStream;
use aws_smithy_types::event_stream::{Header, Message};

use crate::event_stream::Events;
use crate::protocol_test_support::TestResult;

/// The stream of `events`.
pub(crate) fn events<T: Events, const N: usize>(
    events: [Result<T, T::Error>; N],
) -> EventStreamSender<T, T::Error> {
    EventStreamSender::from(futures_util::stream::iter(events))
}

/// Fails if the request does not send the events whose frames are `expected`.
pub(crate) async fn check(mut request: HttpRequest, expected: &[&[u8]]) -> TestResult {
    let body = std::mem::replace(request.body_mut(), SdkBody::taken());
    let mut body = ByteStream::new(body).collect().await?.into_bytes();
    for frame in expected {
        let signed = read_message_from(&mut body)?;
        let actual = read_message_from(signed.payload().clone())?;
        let expected = read_message_from(*frame)?;
        assert_eq!(headers(&actual), headers(&expected));
        let text = std::str::from_utf8(expected.payload())?;
        let media_type = MediaType::from(media_type(&expected));
        check::assert_ok(check::validate_body(actual.payload(), text, media_type));
    }
    if !body.is_empty() {
        let end = read_message_from(&mut body)?;
        assert!(end.payload().is_empty() && body.is_empty(), "{end:?}");
    }
    Ok(())
}

/// The headers in an order of their own.
fn headers(message: &Message) -> Vec<Header> {
    let mut headers = message.headers().to_vec();
    headers.sort_by_key(|header| header.name().as_str().to_owned());
    headers
}

fn media_type(message: &Message) -> String {
    let mut headers = message.headers().iter();
    let header = headers.find(|header| header.name().as_str() == ":content-type");
    let text = header.and_then(|header| header.value().as_string().ok());
    text.map(|text| text.as_str().to_owned()).unwrap_or_default()
}
