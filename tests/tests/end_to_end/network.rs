//! Timeouts, broken connections, and answers that make no sense.

use std::time::Duration;

use amplifybackend::Client;
use amplifybackend::config::timeout::{TimeoutConfig, TimeoutConfigBuilder};
use amplifybackend::error::{ProvideErrorMetadata, SdkError};
use amplifybackend::operation::RequestId;
use tokio::net::TcpSocket;
use workspace_tests::{Fault, Server};

use crate::{Result, client, config, create_backend, get_app};

/// Long enough for a local request on a busy machine, short enough to wait for.
const PATIENCE: Duration = Duration::from_millis(500);
/// Longer than any test runs: the answer never comes.
const NEVER: Fault = Fault::Delay(Duration::from_secs(3600));

fn client_with(server: &Server, timeouts: TimeoutConfigBuilder) -> Client {
    Client::from_conf(config(server).timeout_config(timeouts.build()).build())
}

#[tokio::test]
async fn the_operation_timeout_ends_all_attempts() {
    let server = Server::start();
    server.inject([NEVER]);
    let client = client_with(
        &server,
        TimeoutConfig::builder().operation_timeout(PATIENCE),
    );

    let error = get_app(&client).send().await.expect_err("no answer");
    assert!(matches!(error, SdkError::TimeoutError(_)), "{error:?}");
    assert_eq!(server.request_count(), 1);
}

#[tokio::test]
async fn an_attempt_that_takes_too_long_is_tried_again() -> Result {
    let server = Server::start();
    server.inject([NEVER]);
    let client = client_with(
        &server,
        TimeoutConfig::builder().operation_attempt_timeout(PATIENCE),
    );

    create_backend(&client).send().await?;
    assert_eq!(server.request_count(), 2);
    Ok(())
}

#[tokio::test]
async fn attempts_that_all_take_too_long_give_a_timeout() {
    let server = Server::start();
    server.inject([NEVER; 3]);
    let patience = Duration::from_millis(50); // nothing has to succeed in this time
    let client = client_with(
        &server,
        TimeoutConfig::builder().operation_attempt_timeout(patience),
    );

    let error = get_app(&client).send().await.expect_err("no answer");
    assert!(matches!(error, SdkError::TimeoutError(_)), "{error:?}");
    assert!(error.raw_response().is_none());
}

#[tokio::test]
async fn a_read_timeout_is_tried_again() -> Result {
    let server = Server::start();
    server.inject([NEVER]);
    let client = client_with(&server, TimeoutConfig::builder().read_timeout(PATIENCE));

    create_backend(&client).send().await?;
    assert_eq!(server.request_count(), 2);
    Ok(())
}

/// Other than the timeouts of attempt and operation, this one is the connector's affair.
#[tokio::test]
async fn read_timeouts_alone_give_a_dispatch_failure() {
    let server = Server::start();
    server.inject([NEVER; 3]);
    let patience = Duration::from_millis(50);
    let client = client_with(&server, TimeoutConfig::builder().read_timeout(patience));

    let error = get_app(&client).send().await.expect_err("no answer");
    let SdkError::DispatchFailure(failure) = &error else {
        panic!("{error:?}")
    };
    assert!(failure.is_timeout());
}

#[tokio::test]
async fn a_short_delay_is_no_failure() -> Result {
    let server = Server::start();
    server.inject([Fault::Delay(Duration::from_millis(10))]);
    create_backend(&client(&server)).send().await?;
    assert_eq!(server.request_count(), 1);
    Ok(())
}

#[tokio::test]
async fn a_refused_connection_is_a_dispatch_failure() -> Result {
    // Bound but not listening: nobody else can get the port, and nobody answers on it.
    let silent = TcpSocket::new_v4()?;
    silent.bind("127.0.0.1:0".parse()?)?;
    let url = format!("http://{}", silent.local_addr()?);
    let client = Client::from_conf(config(&Server::start()).endpoint_url(url).build());

    let error = get_app(&client).send().await.expect_err("nobody listens");
    let SdkError::DispatchFailure(failure) = &error else {
        panic!("{error:?}")
    };
    assert!(failure.is_io());
    assert_eq!(error.code(), None);
    assert_eq!(error.request_id(), None);
    Ok(())
}

#[tokio::test]
async fn connections_that_the_server_cut_are_opened_again() -> Result {
    let server = Server::start();
    let client = client(&server);
    create_backend(&client).send().await?; // leaves a connection open for the next call
    server.inject([Fault::Reset]);
    get_app(&client).send().await?;
    assert_eq!(server.request_count(), 3);
    Ok(())
}

#[tokio::test]
async fn half_a_body_is_tried_again() -> Result {
    let server = Server::start();
    let client = client(&server);
    create_backend(&client).send().await?;

    server.inject([Fault::Truncate]);
    let backend = get_app(&client).send().await?;
    assert_eq!(backend.app_name(), Some("Recipes"));
    assert_eq!(server.request_count(), 3);
    Ok(())
}

#[tokio::test]
async fn half_a_body_every_time_is_a_response_error() -> Result {
    let server = Server::start();
    let client = client(&server);
    create_backend(&client).send().await?;

    server.inject(vec![Fault::Truncate; 3]);
    let error = get_app(&client).send().await.expect_err("no whole body");
    let SdkError::ResponseError(failure) = &error else {
        panic!("{error:?}")
    };
    assert_eq!(failure.raw().status().as_u16(), 200);
    assert_eq!(error.request_id(), Some(&*server.last_request().request_id));
    Ok(())
}

#[tokio::test]
async fn a_success_that_is_no_json_is_an_error_with_the_raw_response() {
    for body in ["<h1>Please log in</h1>", r#"{"appId": "#, "[]"] {
        let server = Server::start();
        server.inject([Fault::body(200, "text/html", body)]);

        let error = get_app(&client(&server)).send().await.expect_err(body);
        assert!(matches!(error, SdkError::ServiceError(_)), "{error:?}");
        assert_eq!(error.code(), None);
        assert_eq!(error.request_id(), Some(&*server.last_request().request_id));
        let raw = error.raw_response().expect("the response is kept");
        assert_eq!(raw.status().as_u16(), 200);
        assert_eq!(raw.headers().get("content-type"), Some("text/html"));
        assert_eq!(raw.body().bytes(), Some(body.as_bytes()));
        assert_eq!(
            server.request_count(),
            1,
            "there was an answer, so no retry"
        );
    }
}

#[tokio::test]
async fn an_error_that_is_no_json_keeps_the_raw_response() {
    for (status, body) in [
        (403, "<h1>Forbidden</h1>"),
        (404, ""),
        (400, r#"{"message": "#),
    ] {
        let server = Server::start();
        server.inject([Fault::body(status, "text/html", body)]);

        let error = get_app(&client(&server)).send().await.expect_err("a fault");
        assert!(matches!(error, SdkError::ServiceError(_)), "{error:?}");
        assert_eq!(error.code(), None);
        assert_eq!(error.request_id(), Some(&*server.last_request().request_id));
        let raw = error.raw_response().expect("the response is kept");
        assert_eq!(raw.status().as_u16(), status);
        assert_eq!(raw.body().bytes(), Some(body.as_bytes()));
    }
}

#[tokio::test]
async fn an_empty_success_is_an_empty_output() {
    let server = Server::start();
    server.inject([Fault::body(200, "application/json", "")]);
    let output = get_app(&client(&server)).send().await.expect("a success");
    assert_eq!(
        output.request_id(),
        Some(&*server.last_request().request_id)
    );
    assert_eq!(output.app_name(), None);
}

#[tokio::test]
async fn members_that_the_client_does_not_know_are_ignored() {
    let server = Server::start();
    let body = r#"{"appId": "app", "appName": null, "invented": {"later": [1, null, "x"]}}"#;
    server.inject([Fault::body(200, "application/json", body)]);
    let output = get_app(&client(&server)).send().await.expect("a success");
    assert_eq!(output.app_id(), Some("app"));
    assert_eq!(output.app_name(), None);
}

#[tokio::test]
async fn enum_values_that_the_client_does_not_know_are_kept() {
    let server = Server::start();
    let body = r#"{"status": "SHINY"}"#;
    server.inject([Fault::body(200, "application/json", body)]);
    let call = client(&server)
        .get_backend_api_models()
        .app_id("app")
        .backend_environment_name("dev");
    let output = call
        .resource_name("recipes")
        .send()
        .await
        .expect("a success");
    assert_eq!(output.status().map(|status| status.as_str()), Some("SHINY"));
}
