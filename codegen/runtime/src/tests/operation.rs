//! Calls, from the fluent builder over a service in memory to the output.

use std::sync::{Arc, Mutex};

use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::interceptors::context::{
    BeforeTransmitInterceptorContextMut, FinalizerInterceptorContextMut,
    FinalizerInterceptorContextRef, Input, Output,
};
use aws_smithy_runtime_api::client::interceptors::{Intercept, dyn_dispatch_hint};
use aws_smithy_runtime_api::client::orchestrator::{Metadata, SensitiveOutput};
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::config_bag::ConfigBag;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;
use aws_smithy_types::retry::RetryConfig;

use super::feed::{Feed, FeedError, ListKeepers, ListKeepersInput};
use super::http::Server;
use super::zoo::Animal;
use crate::Client;
use crate::runtime::{Builder, Operation, OperationInfo};

#[tokio::test]
async fn a_call_is_signed_sent_and_read() {
    let body = r#"{"meal": {"int": 1}, "Code": "s"}"#;
    let headers = [("x-amzn-requestid", "id"), ("x-left", "2")];
    let server = Server::new().then(200, &headers, body);
    let sent = server.client().feed().pen("p").path("a/b").mood("CALM");
    let output = sent.send().await.expect("the server answers");
    assert_eq!(
        output.meal,
        Some(Builder::<Animal>::default().int(1).stage.0)
    );
    assert_eq!((output.left, output.code.as_deref()), (Some(2), Some("s")));
    assert_eq!(output._request_id.as_deref(), Some("id"));

    let expected = "https://stand-in.eu-west-1.amazonaws.com/feed/p/a/b?v=2";
    assert_eq!(server.uris(), [expected]);
    assert_eq!(server.body(), br#"{"Mood":"CALM"}"#);
    assert_eq!(server.header("content-type"), "application/json");
    let agent = server.header("x-amz-user-agent");
    let api = format!("api/standin/{}", crate::meta::PKG_VERSION);
    assert!(agent.contains(&api), "{agent}");
    let signed = server.header("authorization");
    assert!(
        signed.starts_with("AWS4-HMAC-SHA256 Credential=ANOTREAL/"),
        "{signed}"
    );
    assert!(
        signed.contains("/eu-west-1/stand-in/aws4_request"),
        "{signed}"
    );
}

#[tokio::test]
async fn an_input_that_cannot_be_built_is_not_sent() {
    let server = Server::new();
    let sent = server.client().list_keepers().max_results(0).send().await;
    let failure = sent.expect_err("a page of no items");
    assert!(
        matches!(failure, SdkError::ConstructionFailure(_)),
        "{failure:?}"
    );
    let sent = server.client().feed().send().await;
    let failure = sent.expect_err("there are no labels");
    assert!(
        matches!(failure, SdkError::ConstructionFailure(_)),
        "{failure:?}"
    );
    assert_eq!(server.count(), 0);
}

#[tokio::test(start_paused = true)]
async fn failures_that_may_pass_are_retried() {
    let throttled = r#"{"__type": "ThrottlingException"}"#;
    let answers: [(&str, Server); 4] = [
        ("the status", Server::new().then(500, &[], "")),
        ("another status", Server::new().then(503, &[], "{}")),
        ("the code", Server::new().then(400, &[], throttled)),
        (
            "the code in a header",
            Server::new().then(429, &[("x-amzn-errortype", "TooManyRequestsException")], ""),
        ),
    ];
    for (what, server) in answers {
        let server = server.then(200, &[], r#"{"Keepers": ["a"]}"#);
        let output = server.client().list_keepers().send().await;
        let output = output.unwrap_or_else(|failure| panic!("{what}: {failure:?}"));
        assert_eq!(output.keepers, Some(vec!["a".into()]), "{what}");
        assert_eq!(server.count(), 2, "{what}");
        assert_eq!(
            server.header("amz-sdk-request"),
            "attempt=2; max=3",
            "{what}"
        );
    }
}

#[tokio::test(start_paused = true)]
async fn failures_that_stay_are_not_retried() {
    let table = [
        (400, r#"{"__type": "Hungry"}"#),
        (404, "{}"),
        // What cannot be read now cannot be read later.
        (200, "<html>"),
    ];
    for (status, body) in table {
        let server = Server::new().then(status, &[], body).then(200, &[], "{}");
        let sent = server.client().list_keepers().send().await;
        sent.expect_err(body);
        assert_eq!(server.count(), 1, "{body}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_connection_that_breaks_off_is_tried_three_times() {
    let server = Server::new();
    let failure = server.client().list_keepers().send().await;
    let failure = failure.expect_err("there is no answer");
    assert!(
        matches!(failure, SdkError::DispatchFailure(_)),
        "{failure:?}"
    );
    assert_eq!(server.count(), 3);
}

#[tokio::test(start_paused = true)]
async fn retries_can_be_disabled() {
    let server = Server::new();
    let config = server
        .config()
        .retry_config(RetryConfig::disabled())
        .build();
    let sent = Client::from_conf(config).list_keepers().send().await;
    sent.expect_err("there is no answer");
    assert_eq!(server.count(), 1);
}

#[tokio::test]
async fn a_client_gives_its_builders_away() {
    let server = Server::new().then(200, &[], "{}");
    let client = server.client();
    assert_eq!(
        client.config().region().map(AsRef::as_ref),
        Some("eu-west-1")
    );
    let builder = client.clone().list_keepers();
    drop(client);
    let handle = tokio::spawn(builder.send());
    handle
        .await
        .expect("it does not panic")
        .expect("the server answers");
}

/// Keeps what an operation's configuration says.
#[derive(Clone, Debug, Default)]
struct Seen(Arc<Mutex<Vec<String>>>);

#[dyn_dispatch_hint]
impl Intercept for Seen {
    fn name(&self) -> &'static str {
        "Seen"
    }

    fn read_after_execution(
        &self,
        context: &FinalizerInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        cfg: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let metadata = cfg.load::<Metadata>().expect("every call has it");
        let secret = cfg.load::<SensitiveOutput>().is_some();
        let ok = context
            .output_or_error()
            .is_some_and(|outcome| outcome.is_ok());
        let seen = format!("{} {} {secret} {ok}", metadata.service(), metadata.name());
        self.0.lock().expect("no test panics with it").push(seen);
        Ok(())
    }
}

#[tokio::test]
async fn interceptors_see_the_operation() {
    let seen = Seen::default();
    let server = Server::new().then(200, &[], "{}").then(400, &[], "{}");
    let client = Client::from_conf(server.config().interceptor(seen.clone()).build());
    let sent = client.list_keepers().send().await;
    sent.expect("the server answers");
    let sent = client.feed().pen("p").path("q").send().await;
    sent.expect_err("the server fails");
    let seen = seen.0.lock().expect("no test panics with it").clone();
    assert_eq!(
        seen,
        [
            "Stand In ListKeepers false true",
            "Stand In Feed true false"
        ]
    );
}

/// Adds a header, and can replace the outcome.
#[derive(Clone, Debug, Default)]
struct Meddler {
    replace: Option<fn(&mut FinalizerInterceptorContextMut<'_>)>,
}

#[dyn_dispatch_hint]
impl Intercept for Meddler {
    fn name(&self) -> &'static str {
        "Meddler"
    }

    fn modify_before_signing(
        &self,
        context: &mut BeforeTransmitInterceptorContextMut<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        context.request_mut().headers_mut().insert("x-added", "1");
        Ok(())
    }

    fn modify_before_completion(
        &self,
        context: &mut FinalizerInterceptorContextMut<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        self.replace
            .into_iter()
            .for_each(|replace| replace(context));
        Ok(())
    }
}

#[tokio::test]
async fn interceptors_change_the_request() {
    let server = Server::new().then(200, &[], "{}");
    let config = server.config().interceptor(Meddler::default()).build();
    let sent = Client::from_conf(config).list_keepers().send().await;
    sent.expect("the server answers");
    assert_eq!(server.header("x-added"), "1");
    assert!(server.header("authorization").contains("x-added"));
}

#[tokio::test]
async fn an_outcome_of_another_type_is_an_error() {
    let server = Server::new().then(200, &[], "{}");
    let meddler = Meddler {
        replace: Some(|context| {
            *context.output_or_error_mut().expect("it is complete") = Ok(Output::erase("other"));
        }),
    };
    let config = server.config().interceptor(meddler).build();
    let failure = Client::from_conf(config).list_keepers().send().await;
    let failure = crate::Error::from(failure.expect_err("it is no output"));
    let shown = aws_smithy_types::error::display::DisplayErrorContext(&failure).to_string();
    assert!(
        shown.contains("the output is not the one of ListKeepers"),
        "{shown}"
    );
}

#[test]
fn a_host_prefix_takes_labels_from_the_input() {
    const INFO: OperationInfo =
        OperationInfo::new::<ListKeepers>("ListKeepers").host_prefix("{NextToken}.zoo-");
    let prefix = |token: Option<&str>| {
        let mut input = Builder::<ListKeepersInput>::default();
        input.stage.0.next_token = token.map(str::to_owned);
        let input = input.build().expect("the input is complete");
        INFO.host_prefix_of(&Input::erase(input))
    };
    let found = prefix(Some("a-1")).expect("the label is one");
    assert_eq!(found.expect("there is a prefix").as_str(), "a-1.zoo-");
    for wrong in [
        None,
        Some(""),
        Some("a.b"),
        Some("a/b"),
        Some("{NextToken}"),
    ] {
        let error = prefix(wrong).expect_err("it is no host label").to_string();
        assert!(error.contains("lacks a value"), "{wrong:?}: {error}");
    }
    let none = ListKeepers::INFO.host_prefix_of(&Input::erase(()));
    assert!(none.expect("nothing is asked for").is_none());
}

#[test]
fn operations_are_described() {
    assert_eq!(
        (Feed::INFO.name, ListKeepers::INFO.name),
        ("Feed", "ListKeepers")
    );
    let _: Feed = Feed::new();
    let error: FeedError = FeedError::unhandled("why");
    assert_eq!(error.code(), None);
}
