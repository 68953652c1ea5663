//! Calls that differ from the client's other calls.

use std::convert::Infallible;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use aws_credential_types::Credentials;
use aws_credential_types::provider::{ProvideCredentials, future};
use aws_smithy_runtime::client::http::connection_poisoning::ConnectionPoisoningInterceptor;
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_types::retry::RetryConfig;
use aws_types::region::Region;

use super::http::Server;
use crate::config::Builder;

fn two() -> Server {
    Server::new().then(200, &[], "{}").then(200, &[], "{}")
}

/// The header `authorization` of a call with the override, and of the next call without it.
async fn signatures(config_override: Builder) -> (String, String) {
    let server = two();
    let client = server.client();
    let call = client
        .list_keepers()
        .customize()
        .config_override(config_override);
    call.send().await.expect("the server answers");
    let overridden = server.header("authorization");
    client
        .list_keepers()
        .send()
        .await
        .expect("the server answers");
    (overridden, server.header("authorization"))
}

#[tokio::test]
async fn a_region_holds_for_one_call() {
    let (one, next) = signatures(Builder::new().region(Region::new("cn-north-1"))).await;
    assert!(one.contains("/cn-north-1/stand-in/"), "{one}");
    assert!(next.contains("/eu-west-1/stand-in/"), "{next}");
}

#[tokio::test]
async fn credentials_hold_for_one_call() {
    let other = Credentials::new("OTHER", "secret", None, None, "test");
    let (one, next) = signatures(Builder::new().credentials_provider(other)).await;
    assert!(one.contains("Credential=OTHER/"), "{one}");
    assert!(next.contains("Credential=ANOTREAL/"), "{next}");
}

/// Counts how often it is asked.
#[derive(Clone, Debug, Default)]
struct Counting(Arc<AtomicUsize>);

impl ProvideCredentials for Counting {
    fn provide_credentials<'a>(&'a self) -> future::ProvideCredentials<'a>
    where
        Self: 'a,
    {
        self.0.fetch_add(1, Ordering::SeqCst);
        future::ProvideCredentials::ready(Ok(Credentials::for_tests()))
    }
}

#[tokio::test]
async fn credentials_of_one_call_are_not_kept_for_others() {
    let (server, provider) = (two(), Counting::default());
    let client = server.client();
    let other = Builder::new().credentials_provider(provider.clone());
    for asked in [1, 2] {
        let call = client.list_keepers().customize();
        let call = call.config_override(other.clone());
        call.send().await.expect("the server answers");
        assert_eq!(provider.0.load(Ordering::SeqCst), asked);
    }
}

#[tokio::test]
async fn credentials_of_a_client_are_kept() {
    let (server, provider) = (two(), Counting::default());
    let config = server.config().credentials_provider(provider.clone());
    let client = crate::Client::from_conf(config.build());
    for _ in 0..2 {
        let sent = client.list_keepers().send().await;
        sent.expect("the server answers");
    }
    assert_eq!(provider.0.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn an_endpoint_holds_for_one_call() {
    let server = two();
    let client = server.client();
    let other = Builder::new().endpoint_url("http://other:8000/base");
    let call = client.list_keepers().customize().config_override(other);
    call.send().await.expect("the server answers");
    client
        .list_keepers()
        .send()
        .await
        .expect("the server answers");
    let expected = [
        "http://other:8000/base/keepers",
        "https://stand-in.eu-west-1.amazonaws.com/keepers",
    ];
    assert_eq!(server.uris(), expected);
}

#[tokio::test(start_paused = true)]
async fn retries_hold_for_one_call() {
    let server = Server::new();
    let client = server.client();
    let once = Builder::new().retry_config(RetryConfig::disabled());
    let call = client.list_keepers().customize().config_override(once);
    call.send().await.expect_err("there is no answer");
    assert_eq!(server.count(), 1);
    let sent = client.list_keepers().send().await;
    sent.expect_err("there is no answer");
    assert_eq!(server.count(), 4);
}

#[tokio::test]
async fn an_http_client_holds_for_one_call() {
    let (server, other) = (two(), two());
    let client = server.client();
    let through = Builder::new().http_client(other.clone());
    let call = client.list_keepers().customize().config_override(through);
    call.send().await.expect("the other server answers");
    assert_eq!((server.count(), other.count()), (0, 1));
}

#[tokio::test]
async fn what_an_override_leaves_unset_stays() {
    let (one, next) = signatures(Builder::new()).await;
    for signed in [one, next] {
        assert!(signed.contains("Credential=ANOTREAL/"), "{signed}");
        assert!(signed.contains("/eu-west-1/stand-in/"), "{signed}");
    }
}

#[tokio::test]
async fn an_override_may_allow_no_authentication() {
    let server = two();
    let config = Builder::new()
        .http_client(server.clone())
        .region(Region::new("eu-west-1"))
        .behavior_version(crate::config::BehaviorVersion::latest());
    let client = crate::Client::from_conf(config.build());
    let bare = Builder::new().allow_no_auth();
    let call = client.list_keepers().customize().config_override(bare);
    call.send().await.expect("the server answers");
    assert_eq!(server.header("authorization"), "");
    let sent = client.list_keepers().send().await;
    sent.expect_err("there are no credentials");
}

fn tag(mut request: HttpRequest) -> Result<HttpRequest, Infallible> {
    request.headers_mut().insert("x-mapped", "1");
    Ok(request)
}

#[tokio::test]
async fn requests_are_changed_before_they_are_signed() {
    let server = two();
    let client = server.client();
    let call = client.list_keepers().customize().map_request(tag);
    let call = call.mutate_request(|request| {
        request.headers_mut().insert("x-mutated", "2");
    });
    call.send().await.expect("the server answers");
    assert_eq!(server.header("x-mapped"), "1");
    assert_eq!(server.header("x-mutated"), "2");
    let signed = server.header("authorization");
    assert!(signed.contains("x-mapped;x-mutated"), "{signed}");
    client
        .list_keepers()
        .send()
        .await
        .expect("the server answers");
    assert_eq!(server.header("x-mapped"), "");
}

#[tokio::test]
async fn an_error_of_a_change_fails_the_call() {
    let server = two();
    let call = server.client().list_keepers().customize();
    let call = call.map_request(|_| Err::<HttpRequest, _>(io::Error::other("no")));
    let failure = call.send().await.expect_err("the change fails");
    assert!(
        matches!(failure, SdkError::DispatchFailure(_)),
        "{failure:?}"
    );
    assert_eq!(server.count(), 0);
}

#[test]
fn a_customised_call_shows_its_parts_and_no_secrets() {
    let call = Server::new().client().feed().secret("hush").customize();
    let call = call
        .interceptor(ConnectionPoisoningInterceptor::new())
        .config_override(Builder::new());
    let shown = format!("{call:?}");
    for part in [
        "CustomizableOperation",
        "FluentBuilder",
        "Feed",
        "ConnectionPoisoning",
    ] {
        assert!(shown.contains(part), "{part}: {shown}");
    }
    assert!(!shown.contains("hush"), "{shown}");
}
