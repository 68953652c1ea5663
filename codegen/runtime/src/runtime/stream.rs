//! Streams: requests and responses of which one member is the body, that is sent or read bit by bit.

use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use aws_smithy_schema::Schema;
use aws_smithy_schema::protocol::SharedClientProtocol;
use aws_smithy_schema::serde::{ShapeDeserializer, ShapeSerializer};
use aws_smithy_types::body::SdkBody;
use aws_smithy_types::config_bag::ConfigBag;

use super::operation::OutputStructure;
use super::payload;
use super::value::{Outcome, ReadMember, Structure, WriteMember};

/// The input of an operation with a stream.
pub trait StreamingInput: Structure {
    /// The stream, as the body of the request.
    fn into_body(self, protocol: &SharedClientProtocol, cfg: &mut ConfigBag) -> SdkBody;
}

/// The output of an operation with a stream.
pub trait StreamingOutput: OutputStructure {
    /// The output that the response's head described in `draft`, with the body as its stream.
    ///
    /// # Errors
    /// When the head lacks what the output cannot do without.
    fn with_body(
        draft: Self::Draft,
        body: SdkBody,
        protocol: &SharedClientProtocol,
    ) -> Result<Self, BoxError>;
}

/// Stands for a stream among the members of its structure: the protocol neither writes nor reads it.
pub struct Streamed;

impl WriteMember for Streamed {
    fn write_member(&self, _: &Schema<'_>, _: &mut dyn ShapeSerializer) -> Outcome {
        Ok(())
    }
}

impl ReadMember for Streamed {
    fn read_member(&mut self, _: &Schema<'_>, _: &mut dyn ShapeDeserializer) -> Outcome {
        Ok(())
    }
}

/// Makes a stream the body of a request, and states its media type and, if it is known, its length.
///
/// # Errors
/// When the length is not known, though the service has to know it beforehand.
pub(super) fn attach(
    request: &mut HttpRequest,
    body: SdkBody,
    input: &Schema<'_>,
    requires_length: bool,
) -> Result<(), BoxError> {
    let length = body.content_length();
    *request.body_mut() = body;
    let media_type = payload::member(input).map(payload::media_type);
    let headers = request.headers_mut();
    if let Some(media_type) = media_type
        && headers.get("content-type").is_none()
    {
        headers.insert("content-type", media_type);
    }
    if headers.get("content-length").is_some() {
        return Ok(());
    }
    match length {
        Some(length) => {
            headers.insert("content-length", length.to_string());
            Ok(())
        }
        None if requires_length => Err(NO_LENGTH.into()),
        None => Ok(()),
    }
}

const NO_LENGTH: &str = "the service has to know the length of the stream before it reads it: use a \
    `ByteStream` of bytes or of a file, or one whose body states its length";
