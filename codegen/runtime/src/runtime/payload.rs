//! The body of a request that one member makes (`smithy.api#httpPayload`): what HTTP says about it.

use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use aws_smithy_schema::{Schema, ShapeType};
use aws_smithy_types::body::SdkBody;

/// The schema of a structure or union as a member: as the payload it is a document of its own.
pub(crate) fn framing<'a>(
    member: &'a Schema<'a>,
    shape: &'static Schema<'static>,
) -> &'a Schema<'a> {
    if member.http_payload().is_some() || member.event_payload().is_some() {
        shape
    } else {
        member
    }
}

/// Completes a request whose body is a member: an absent structure is sent as an empty one, and the
/// media type is stated.
pub(crate) fn complete(request: &mut HttpRequest, input: &Schema<'_>) {
    let Some(payload) = member(input) else {
        return;
    };
    let kind = payload.shape_type();
    if kind == ShapeType::Structure && request.body().content_length() == Some(0) {
        *request.body_mut() = SdkBody::from("{}");
    }
    let length = request.body().content_length();
    if length == Some(0) {
        return;
    }
    let headers = request.headers_mut();
    if headers.get("content-type").is_none() {
        headers.insert("content-type", media_type(payload));
    }
    if let Some(length) = length {
        headers.insert("content-length", length.to_string());
    }
}

/// The member that is the body.
pub(super) fn member<'a>(structure: &'a Schema<'a>) -> Option<&'a Schema<'a>> {
    let mut members = structure.members().iter().copied();
    members.find(|member| member.http_payload().is_some())
}

/// The media type of a body that `member` makes.
pub(super) fn media_type(member: &Schema<'_>) -> String {
    let media_type = match (member.media_type(), member.shape_type()) {
        (Some(media_type), _) => media_type.value(),
        (None, ShapeType::Blob) => "application/octet-stream",
        (None, ShapeType::String) => "text/plain",
        (None, _) => "application/json",
    };
    media_type.to_owned()
}
