//! What may pass by itself is tried again, and nothing else.

use std::time::Duration;

use amplifybackend::Client;
use amplifybackend::config::retry::RetryConfig;
use amplifybackend::config::timeout::TimeoutConfig;
use amplifybackend::error::{ProvideErrorMetadata, SdkError};
use workspace_tests::{Answer, Fault, Server};

use crate::{Result, client, config, create_backend, get_app};

#[tokio::test]
async fn a_passing_fault_goes_unnoticed() -> Result {
    let passing = [
        Fault::internal_error(),
        Fault::error(502, "BadGateway", "no answer from behind"),
        Fault::unavailable(),
        Fault::gateway_timeout(),
        Fault::too_many_requests("RequestRate"),
        Fault::error(
            400,
            "ThrottlingException",
            "the code counts, not the status",
        ),
        Fault::body(500, "text/html", "<h1>Internal Server Error</h1>"),
        Fault::body(503, "application/json", ""),
        Fault::Reset,
    ];
    for fault in passing {
        let server = Server::start();
        server.inject([fault.clone()]);
        create_backend(&client(&server)).send().await?;
        assert_eq!(server.request_count(), 2, "{fault:?}");
    }
    Ok(())
}

#[tokio::test]
async fn a_final_answer_is_not_questioned() {
    let finals = [
        Fault::error(400, "BadRequestException", "no"),
        Fault::error(403, "AccessDeniedException", "no"),
        Fault::error(404, "NotFoundException", "no"),
        Fault::error(418, "TeapotException", "no"),
        Fault::error(501, "NotImplemented", "no"),
        Fault::body(403, "text/html", "<h1>Forbidden</h1>"),
    ];
    for fault in finals {
        let server = Server::start();
        server.inject([fault.clone()]);
        create_backend(&client(&server))
            .send()
            .await
            .expect_err("a fault");
        assert_eq!(server.request_count(), 1, "{fault:?}");
    }
}

#[tokio::test]
async fn different_faults_share_the_attempts() -> Result {
    let server = Server::start();
    server.inject([Fault::Reset, Fault::unavailable()]);
    create_backend(&client(&server)).send().await?;
    assert_eq!(server.request_count(), 3);
    Ok(())
}

#[tokio::test]
async fn exhausted_attempts_give_the_last_error() {
    let server = Server::start();
    server.inject([Fault::Reset, Fault::internal_error(), Fault::unavailable()]);

    let error = get_app(&client(&server))
        .send()
        .await
        .expect_err("three faults");
    assert_eq!(error.code(), Some("ServiceUnavailable"));
    assert_eq!(error.message(), Some("come back later"));
    assert_eq!(server.request_count(), 3);
}

#[tokio::test]
async fn exhausted_resets_give_a_dispatch_failure() {
    let server = Server::start();
    server.inject(vec![Fault::Reset; 3]);

    let error = get_app(&client(&server))
        .send()
        .await
        .expect_err("three resets");
    let SdkError::DispatchFailure(failure) = &error else {
        panic!("{error:?}")
    };
    assert!(failure.is_io());
    assert!(error.raw_response().is_none());
    assert_eq!(server.request_count(), 3);
}

#[tokio::test]
async fn the_number_of_attempts_is_the_callers_choice() {
    for attempts in [1, 2, 5] {
        let server = Server::start();
        server.inject(vec![Fault::unavailable(); 5]);
        let retries = crate::quick_retries().with_max_attempts(attempts);
        let client = Client::from_conf(config(&server).retry_config(retries).build());

        create_backend(&client)
            .send()
            .await
            .expect_err("five faults");
        assert_eq!(server.request_count(), attempts as usize);
    }
}

#[tokio::test]
async fn attempts_say_which_they_are_and_belong_together() -> Result {
    let server = Server::start();
    server.inject([Fault::unavailable(), Fault::unavailable()]);
    create_backend(&client(&server)).send().await?;

    let requests = server.requests();
    let attempts: Vec<_> = requests
        .iter()
        .map(|it| it.header("amz-sdk-request"))
        .collect();
    let expected = ["attempt=1; max=3", "attempt=2; max=3", "attempt=3; max=3"];
    assert_eq!(attempts, expected.map(Some));

    let ids: Vec<_> = requests
        .iter()
        .map(|it| it.header("amz-sdk-invocation-id"))
        .collect();
    assert!(
        ids[0].is_some() && ids.iter().all(|id| id == &ids[0]),
        "{ids:?}"
    );
    assert!(requests.iter().all(|it| it.body == requests[0].body));
    Ok(())
}

#[tokio::test]
async fn the_service_may_say_when_to_come_back() -> Result {
    let server = Server::start();
    let soon = Answer::error(503, "ServiceUnavailable", serde_json::json!({}))
        .with_header("x-amz-retry-after", "1");
    server.inject([Fault::Answer(soon)]);
    let patient = RetryConfig::standard()
        .with_initial_backoff(Duration::from_secs(60))
        .with_max_backoff(Duration::from_secs(60))
        .with_use_static_exponential_base(true);
    // Without the header, the pause would be a minute; the timeout makes this a quick failure.
    let limit = TimeoutConfig::builder()
        .operation_timeout(Duration::from_secs(5))
        .build();
    let config = config(&server)
        .retry_config(patient)
        .timeout_config(limit)
        .build();

    create_backend(&Client::from_conf(config)).send().await?;
    assert_eq!(server.request_count(), 2);
    Ok(())
}
