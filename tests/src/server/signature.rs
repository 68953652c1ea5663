//! The check that a request is signed for this service.
//!
//! The signature is made again from what arrived and compared, so it also tells whether the client
//! signed exactly what it sent. The age of a request is not checked: tests may stop the clock.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use aws_credential_types::Credentials;
use aws_sigv4::http_request::{SignableBody, SignableRequest, SigningSettings, sign};
use aws_sigv4::sign::v4;
use aws_smithy_types::date_time::{DateTime, Format};
use serde_json::json;

use super::{Answer, Received};

/// The access key that the server knows.
pub const ACCESS_KEY_ID: &str = "ANOTREAL";
/// The secret of [`ACCESS_KEY_ID`].
pub const SECRET_ACCESS_KEY: &str = "notrealrnrELgWzOk3IfjzDKtFBhDby";
/// The region that the server stands for.
pub const REGION: &str = "us-east-1";

const SIGNING_NAME: &str = "amplifybackend";

/// The credentials that the server accepts.
pub fn credentials() -> Credentials {
    Credentials::new(ACCESS_KEY_ID, SECRET_ACCESS_KEY, None, None, "local server")
}

/// Refuses a request that is not signed, or not with the right key, scope or content.
pub(super) fn verify(request: &Received) -> Result<(), Answer> {
    let Some(authorization) = request.header("authorization") else {
        return Err(forbidden(
            "MissingAuthenticationTokenException",
            "the request is not signed",
        ));
    };
    let Some(credential) = credential(authorization) else {
        return Err(forbidden(
            "IncompleteSignatureException",
            "the signature cannot be read",
        ));
    };
    let (key, scope) = credential.split_once('/').unwrap_or((credential, ""));
    if key != ACCESS_KEY_ID {
        return Err(forbidden(
            "UnrecognizedClientException",
            "the access key is unknown",
        ));
    }
    let expected = format!("/{REGION}/{SIGNING_NAME}/aws4_request");
    if !scope.ends_with(&expected) {
        let message = format!("the credential should be scoped to <date>{expected}");
        return Err(forbidden("InvalidSignatureException", &message));
    }
    match expected_authorization(request, authorization) {
        Some(expected) if expected == authorization => Ok(()),
        _ => Err(forbidden(
            "InvalidSignatureException",
            "the signature does not match",
        )),
    }
}

fn forbidden(code: &str, message: &str) -> Answer {
    Answer::error(403, code, json!({ "message": message }))
}

/// The part of `AWS4-HMAC-SHA256 Credential=..., SignedHeaders=..., Signature=...` that names the key.
fn credential(authorization: &str) -> Option<&str> {
    parameter(
        authorization.strip_prefix("AWS4-HMAC-SHA256 ")?,
        "Credential=",
    )
}

fn parameter<'a>(parameters: &'a str, name: &str) -> Option<&'a str> {
    parameters
        .split(',')
        .find_map(|parameter| parameter.trim().strip_prefix(name))
}

/// The authorization header that this request should have, given the headers that it says it signed.
fn expected_authorization(request: &Received, authorization: &str) -> Option<String> {
    let signed: Vec<_> = parameter(authorization, "SignedHeaders=")?
        .split(';')
        .collect();
    let headers = request
        .headers
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()));
    let signable = SignableRequest::new(
        &request.method,
        format!("http://{}{}", request.header("host")?, request.path),
        headers.filter(|(name, _)| signed.contains(name)),
        SignableBody::Bytes(&request.body),
    );
    let identity = credentials().into();
    let parameters = v4::SigningParams::builder()
        .identity(&identity)
        .region(REGION)
        .name(SIGNING_NAME)
        .time(signing_time(request.header("x-amz-date")?)?)
        .settings(SigningSettings::default())
        .build()
        .ok()?;
    let (instructions, _) = sign(signable.ok()?, &parameters.into()).ok()?.into_parts();
    let (headers, _) = instructions.into_parts();
    let header = headers
        .iter()
        .find(|header| header.name() == "authorization")?;
    Some(header.value().to_owned())
}

/// Reads `20201201T000000Z`.
fn signing_time(text: &str) -> Option<SystemTime> {
    let part = |range| text.get(range);
    let (year, month, day) = (part(0..4)?, part(4..6)?, part(6..8)?);
    let (hour, minute, second) = (part(9..11)?, part(11..13)?, part(13..15)?);
    let text = format!("{year}-{month}-{day}T{hour}:{minute}:{second}Z");
    let seconds = DateTime::from_str(&text, Format::DateTime).ok()?.secs();
    Some(UNIX_EPOCH + Duration::from_secs(seconds.try_into().ok()?))
}
