//! The body of a request that one member makes (`smithy.api#httpPayload`): what HTTP says about it.

use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use aws_smithy_schema::{Schema, ShapeType};
use aws_smithy_types::body::SdkBody;

/// The schema of a structure or union as a member: as the payload it is a document of its own.
pub(crate) fn framing<'a>(
    member: &'a Schema<'a>,
    shape: &'static Schema<'static>,
) -> &'a Schema<'a> {
    if member.http_payload().is_some() {
        shape
    } else {
        member
    }
}

/// Completes a request whose body is a member: an absent structure is sent as an empty one, and the
/// media type is stated.
pub(crate) fn complete(request: &mut HttpRequest, input: &Schema<'_>) {
    let payload = input
        .members()
        .iter()
        .find(|member| member.http_payload().is_some());
    let Some(payload) = payload else {
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
    let media_type = payload
        .media_type()
        .map(|media_type| media_type.value().to_owned());
    let media_type = media_type.unwrap_or_else(|| default_media_type(kind).to_owned());
    let headers = request.headers_mut();
    if headers.get("content-type").is_none() {
        headers.insert("content-type", media_type);
    }
    if let Some(length) = length {
        headers.insert("content-length", length.to_string());
    }
}

fn default_media_type(kind: ShapeType) -> &'static str {
    match kind {
        ShapeType::Blob => "application/octet-stream",
        ShapeType::String => "text/plain",
        _ => "application/json",
    }
}
