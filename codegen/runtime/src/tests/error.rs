//! Errors: of the service, of an operation, and what they say.

use std::error::Error as StdError;

use aws_smithy_runtime_api::client::result::{CreateUnhandledError, SdkError};
use aws_smithy_types::error::ErrorMetadata;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;
use aws_smithy_types::error::operation::BuildError;
use aws_smithy_types::retry::{ErrorKind, ProvideErrorKind};
use aws_types::request_id::RequestId;

use super::feed::FeedError;
use super::http::Server;
use super::zoo::Hungry;
use crate::runtime::{ErrorEnum, ModeledError, Unhandled, modeled_error};

type Failure = crate::error::SdkError<FeedError>;

/// What a call fails with when the service answers so.
async fn answer(status: u16, headers: &[(&str, &str)], body: &str) -> FeedError {
    failure(status, headers, body).await.into_service_error()
}

async fn failure(status: u16, headers: &[(&str, &str)], body: &str) -> Failure {
    let server = Server::new().then(status, headers, body);
    let sent = server.client().feed().pen("p").path("q").send().await;
    sent.expect_err("the status is one of errors")
}

fn hungry(error: &FeedError) -> &Hungry {
    match error {
        FeedError::Hungry(inner) => inner,
        other => panic!("not modelled: {other:?}"),
    }
}

#[tokio::test]
async fn a_modelled_error_is_read() {
    let headers = [("x-amzn-requestid", "id"), ("x-door", "north")];
    let body = r#"{"__type": "Hungry", "message": "no food", "since": 3}"#;
    let error = answer(400, &headers, body).await;
    let inner = hungry(&error);
    assert_eq!(inner.message(), Some("no food"));
    assert_eq!(
        (inner.since, inner.door.as_deref()),
        (Some(3), Some("north"))
    );
    for meta in [error.meta(), inner.meta()] {
        assert_eq!(meta.code(), Some("Hungry"));
        assert_eq!(meta.message(), Some("no food"));
        assert_eq!(meta.request_id(), Some("id"));
    }
    assert_eq!(error.request_id(), Some("id"));
    assert_eq!(inner.request_id(), Some("id"));
}

#[tokio::test]
async fn the_code_comes_in_many_forms() {
    let table = [
        ("Hungry", "{}"),
        ("test.zoo#Hungry", "{}"),
        ("Hungry:http://example.com/", "{}"),
        ("Hungry", r#"{"__type": "Other"}"#),
        ("", r#"{"__type": "test.zoo#Hungry"}"#),
        ("", r#"{"code": "Hungry"}"#),
        ("Hungry", ""),
    ];
    for (header, body) in table {
        let headers = [("x-amzn-errortype", header)];
        let headers = if header.is_empty() { &[][..] } else { &headers };
        let error = answer(400, headers, body).await;
        assert_eq!(
            hungry(&error).meta().code(),
            Some("Hungry"),
            "{header} {body}"
        );
    }
}

#[tokio::test]
async fn the_envelope_fills_in_the_message() {
    let table = [
        (r#"{"message": "a"}"#, Some("a")),
        (r#"{"Message": "a"}"#, Some("a")),
        (r#"{"errorMessage": "a"}"#, Some("a")),
        (r#"{"message": null}"#, None),
        ("{}", None),
    ];
    for (body, expected) in table {
        let error = answer(400, &[("x-amzn-errortype", "Hungry")], body).await;
        assert_eq!(hungry(&error).message(), expected, "{body}");
    }
}

#[tokio::test]
async fn an_error_that_the_model_lacks_is_unhandled() {
    let table = [
        (
            r#"{"__type": "Odd", "message": "m"}"#,
            Some("Odd"),
            Some("m"),
        ),
        (r#"{"message": "m"}"#, None, Some("m")),
        ("{}", None, None),
        ("", None, None),
        ("[]", None, None),
    ];
    for (body, code, message) in table {
        let error = answer(400, &[("x-amzn-requestid", "id")], body).await;
        error.modeled().expect_err("the model lacks it");
        let meta = error.meta();
        assert_eq!((meta.code(), meta.message()), (code, message), "{body}");
        assert_eq!(error.request_id(), Some("id"), "{body}");
    }
}

#[tokio::test]
async fn a_body_that_cannot_be_read_is_unhandled() {
    let bodies = [
        // The envelope itself is broken: what the head says is kept.
        "<html>",
        "{",
        r#"{"message": "\x"}"#,
        // The envelope is fine, and the error is not.
        r#"{"since": "long ago"}"#,
        r#"{"message": 1}"#,
    ];
    let headers = [("x-amzn-errortype", "Hungry"), ("x-amzn-requestid", "id")];
    for body in bodies {
        let error = answer(400, &headers, body).await;
        error.modeled().expect_err(body);
        let meta = error.meta();
        assert_eq!(
            (meta.code(), meta.request_id()),
            (Some("Hungry"), Some("id")),
            "{body}"
        );
        error.source().expect("what went wrong");
    }
}

#[tokio::test]
async fn a_success_that_cannot_be_read_is_a_service_error() {
    let failure = failure(200, &[("x-amzn-requestid", "id")], r#"{"meal": 1}"#).await;
    assert!(matches!(failure, SdkError::ServiceError(_)), "{failure:?}");
    assert_eq!(failure.request_id(), Some("id"));
}

#[tokio::test]
async fn errors_display_what_is_known() {
    let table = [
        (r#"{"__type": "Hungry"}"#, "Hungry"),
        (
            r#"{"__type": "Hungry", "message": "no food"}"#,
            "Hungry: no food",
        ),
        (r#"{"__type": "Odd"}"#, "unhandled error (Odd)"),
        ("{}", "unhandled error"),
    ];
    for (body, expected) in table {
        let error = answer(400, &[], body).await;
        assert_eq!(error.to_string(), expected);
        assert_eq!(crate::Error::from(error).to_string(), expected);
    }
}

#[test]
fn the_source_of_an_operations_error_is_the_error_itself() {
    let modelled = FeedError::Hungry(Hungry::default());
    let source = modelled.source().expect("the modelled error");
    assert!(source.is::<Hungry>());
    let other = FeedError::unhandled("why");
    assert_eq!(other.source().expect("the cause").to_string(), "why");
    // The service's own error is the modelled error, and has the sources of it.
    let service = crate::Error::from(modelled);
    assert!(service.source().is_none());
    let service = crate::Error::from(other);
    assert_eq!(service.source().expect("the cause").to_string(), "why");
}

#[test]
fn errors_are_made_of_others() {
    let meta = ErrorMetadata::builder().code("Odd").message("m").build();
    let error = FeedError::generic(meta.clone());
    assert_eq!(error.meta(), &meta);
    let source = error.source().expect("the metadata");
    assert_eq!(source.to_string(), meta.to_string());

    let error = FeedError::create_unhandled_error("why".into(), Some(meta.clone()));
    assert_eq!(error.meta(), &meta);
    let error = FeedError::create_unhandled_error("why".into(), None);
    assert_eq!(error.meta(), &ErrorMetadata::default());
}

/// An error with what a modelled one can say besides.
#[derive(Debug, Default)]
struct Busy {
    meta: ErrorMetadata,
}

impl Busy {
    fn message(&self) -> Option<&str> {
        Some("come back")
    }
}

impl ModeledError for Busy {
    fn retryable_error_kind(&self) -> Option<ErrorKind> {
        Some(ErrorKind::ThrottlingError)
    }
}

modeled_error!(Busy);

struct OnlyBusy(Busy);

impl ErrorEnum for OnlyBusy {
    fn modeled(&self) -> Result<&dyn ModeledError, &Unhandled> {
        Ok(&self.0)
    }

    fn from_unhandled(_: Unhandled) -> Self {
        Self(Busy::default())
    }
}

#[test]
fn a_modelled_error_says_whether_to_try_again() {
    let kind = crate::runtime::error::retryable_error_kind(&OnlyBusy(Busy::default()));
    assert_eq!(kind, Some(ErrorKind::ThrottlingError));
    assert_eq!(
        FeedError::Hungry(Hungry::default()).retryable_error_kind(),
        None
    );
    assert_eq!(FeedError::unhandled("why").retryable_error_kind(), None);
    assert_eq!(ProvideErrorKind::code(&FeedError::unhandled("why")), None);
}

#[tokio::test]
async fn a_failed_call_becomes_the_services_error() {
    let body = r#"{"__type": "Hungry", "message": "m"}"#;
    let error: crate::Error = failure(400, &[("x-amzn-requestid", "id")], body)
        .await
        .into();
    assert!(matches!(error, crate::Error::Hungry(_)), "{error:?}");
    let meta = error.meta();
    assert_eq!(
        (meta.code(), meta.request_id()),
        (Some("Hungry"), Some("id"))
    );

    let error: crate::Error = failure(400, &[], r#"{"__type": "Odd"}"#).await.into();
    error.modeled().expect_err("the model lacks it");
    assert_eq!(error.code(), Some("Odd"));
}

#[test]
fn a_call_that_did_not_reach_the_service_becomes_the_services_error() {
    let failure = Failure::timeout_error("too long");
    let error = crate::Error::from(failure);
    assert_eq!(error.to_string(), "unhandled error");
    let source = error.source().expect("the failure");
    assert!(source.is::<Failure>(), "{source:?}");
    let cause = source.source().expect("its cause");
    assert_eq!(cause.to_string(), "too long");
}

#[test]
fn an_input_that_was_not_built_becomes_the_services_error() {
    let error = crate::Error::from(BuildError::missing_field("name", "why"));
    let source = error.source().expect("the cause");
    assert!(source.is::<BuildError>(), "{source:?}");
    assert_eq!(error.code(), None);
}
