//! Writes and reads shapes of the tests' service through the real protocol.

use aws_smithy_json::codec::{JsonCodec, JsonCodecSettings};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_schema::codec::Codec;
use aws_smithy_schema::serde::{SerdeError, ShapeSerializer};
use aws_smithy_types::body::SdkBody;
use aws_smithy_types::config_bag::ConfigBag;

use crate::runtime::value::{read_draft, read_structure};
use crate::runtime::{Structure, Writable};
use crate::service::SERVICE;

fn codec() -> JsonCodec {
    JsonCodec::new(JsonCodecSettings::default())
}

/// The JSON text of a structure.
pub(super) fn text<T: Structure>(value: &T) -> Result<String, SerdeError> {
    let mut ser = codec().create_serializer();
    ser.write_struct(T::SHAPE.schema(), &Writable(value))?;
    Ok(String::from_utf8(ser.finish()).expect("JSON is UTF-8"))
}

/// The JSON of a structure.
pub(super) fn json<T: Structure>(value: &T) -> serde_json::Value {
    let text = text(value).expect("the value can be written");
    serde_json::from_str(&text).expect("what is written is JSON")
}

/// The structure that is the JSON text's.
pub(super) fn read<T: Structure>(text: impl AsRef<[u8]>) -> Result<T, SerdeError> {
    read_structure(&mut codec().create_deserializer(text.as_ref()))
}

/// The request of an input, as the protocol writes it.
pub(super) fn request<T: Structure>(input: &T) -> Result<HttpRequest, SerdeError> {
    let cfg = ConfigBag::base();
    let protocol = (SERVICE.protocol)();
    protocol.serialize_request(&Writable(input), T::SHAPE.schema(), "", &cfg)
}

/// The output that a response describes.
pub(super) fn output<T: Structure>(headers: &[(&str, &str)], body: &str) -> Result<T, SerdeError> {
    let response = response(200, headers, body);
    let cfg = ConfigBag::base();
    let protocol = (SERVICE.protocol)();
    let mut de = protocol.deserialize_response(&response, T::SHAPE.schema(), &cfg)?;
    let mut draft = T::Draft::default();
    read_draft::<T>(&mut draft, &mut *de)?;
    Ok(T::from_response(draft))
}

/// A response. A character of a header's value stands for one byte.
pub(super) fn response(
    status: u16,
    headers: &[(&str, &str)],
    body: impl AsRef<[u8]>,
) -> HttpResponse {
    let mut response = http::Response::builder().status(status);
    for (name, value) in headers {
        let value: Vec<u8> = value
            .chars()
            .map(|c| u8::try_from(c).expect("a byte"))
            .collect();
        response = response.header(*name, value);
    }
    let response = response.body(SdkBody::from(body.as_ref()));
    let response = response.expect("the header is valid");
    response.try_into().expect("the protocol reads any header")
}
