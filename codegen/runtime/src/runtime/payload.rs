//! The body that one member makes (`smithy.api#httpPayload`): what HTTP says about it.

use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_schema::serde::SerdeError;
use aws_smithy_schema::{Schema, ShapeType};
use aws_smithy_types::body::SdkBody;

use super::value::Outcome;

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

/// Checks that a body which a string makes is text. The protocol would replace what is none.
///
/// # Errors
/// When it is not UTF-8.
pub(super) fn check_text(response: &HttpResponse, output: &Schema<'_>) -> Outcome {
    let is_text = |payload: &&Schema<'_>| payload.shape_type() == ShapeType::String;
    let Some(payload) = member(output).filter(is_text) else {
        return Ok(());
    };
    match std::str::from_utf8(response.body().bytes().unwrap_or_default()) {
        Ok(_) => Ok(()),
        Err(error) => {
            let id = payload.shape_id();
            Err(SerdeError::custom(format!(
                "the body, {id}, is no text: {error}"
            )))
        }
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
