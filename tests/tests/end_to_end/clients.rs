//! Ways to configure, share and customize a client.

use std::collections::BTreeSet;

use amplifybackend::config::retry::RetryConfig;
use amplifybackend::config::{BehaviorVersion, Region, SharedCredentialsProvider};
use amplifybackend::{Client, Config};
use aws_smithy_async::rt::sleep::TokioSleep;
use aws_types::SdkConfig;
use tokio::task::JoinSet;
use workspace_tests::{Fault, Server, server};

use crate::{Result, client, create_backend, quick_retries};

#[tokio::test]
async fn a_client_takes_the_shared_sdk_config() -> Result {
    let server = Server::start();
    let sdk_config = SdkConfig::builder()
        .behavior_version(BehaviorVersion::latest())
        .endpoint_url(server.url())
        .region(Region::new(server::REGION))
        .credentials_provider(SharedCredentialsProvider::new(server::credentials()))
        .http_client(aws_smithy_http_client::Builder::new().build_http())
        .sleep_impl(TokioSleep::new())
        .retry_config(quick_retries())
        .build();
    let client = Client::new(&sdk_config);

    server.inject([Fault::unavailable()]);
    create_backend(&client).send().await?;
    assert_eq!(server.request_count(), 2);
    assert_eq!(client.config().region(), Some(&Region::new(server::REGION)));
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn fifty_calls_at_once_share_one_client() {
    let server = Server::start();
    let client = client(&server);
    let mut calls = JoinSet::new();
    for number in 0..50 {
        let client = client.clone();
        calls.spawn(async move {
            let app = format!("app-{number}");
            let call = client.create_backend().app_id(&app).app_name("Recipes");
            let output = call
                .backend_environment_name("dev")
                .send()
                .await
                .expect("a success");
            assert_eq!(output.app_id(), Some(&*app));
            output.job_id().expect("a job").to_owned()
        });
    }

    let jobs = calls.join_all().await;
    assert_eq!(BTreeSet::from_iter(jobs).len(), 50);
    assert_eq!(server.request_count(), 50);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn calls_at_once_recover_from_faults_each_on_its_own() {
    let server = Server::start();
    let client = client(&server);
    server.inject([Fault::Reset, Fault::unavailable()]); // too few to use up the attempts of one call
    let mut calls = JoinSet::new();
    for number in 0..10 {
        let call = client
            .create_backend()
            .app_id(format!("app-{number}"))
            .app_name("Recipes");
        calls.spawn(call.backend_environment_name("dev").send());
    }

    for outcome in calls.join_all().await {
        outcome.expect("every call succeeds in the end");
    }
    assert_eq!(server.request_count(), 10 + 2);
}

#[tokio::test]
async fn one_call_may_have_its_own_configuration() {
    let server = Server::start();
    server.inject([Fault::unavailable()]);
    let once = Config::builder().retry_config(RetryConfig::disabled());

    let call = client(&server)
        .get_backend()
        .app_id("app")
        .customize()
        .config_override(once);
    call.send()
        .await
        .expect_err("a fault and no second attempt");
    assert_eq!(server.request_count(), 1);
}

#[tokio::test]
async fn one_call_may_have_its_own_headers() -> Result {
    let server = Server::start();
    let client = client(&server);
    create_backend(&client).send().await?;

    let call = client
        .get_backend()
        .app_id("app")
        .customize()
        .mutate_request(|request| {
            request.headers_mut().insert("x-cook", "Auguste");
        });
    call.send().await?;
    assert_eq!(server.last_request().header("x-cook"), Some("Auguste"));
    Ok(())
}

#[tokio::test]
async fn an_input_may_be_built_first_and_sent_with_a_client() -> Result {
    let server = Server::start();
    let client = client(&server);
    create_backend(&client).send().await?;

    let input = amplifybackend::operation::get_backend::GetBackendInput::builder().app_id("app");
    let output = input.send_with(&client).await?;
    assert_eq!(output.app_name(), Some("Recipes"));
    Ok(())
}

/// The server decodes the path and checks the signature, so both have to be right.
#[tokio::test]
async fn names_may_have_any_characters() -> Result {
    let server = Server::start();
    let client = client(&server);
    let app = "a b/c%2F?#&=+:~'()*;@é\u{1f511}";
    let call = client.create_backend().app_id(app).app_name("Recipes");
    call.backend_environment_name("dev \"1\"\\").send().await?;

    let output = client.get_backend().app_id(app).send().await?;
    assert_eq!(output.app_id(), Some(app));
    assert_eq!(output.backend_environment_list(), ["dev \"1\"\\"]);
    let job = client
        .get_backend_job()
        .app_id(app)
        .backend_environment_name("dev \"1\"\\");
    assert_eq!(job.job_id("job-1").send().await?.app_id(), Some(app));
    Ok(())
}

/// A proxy or a stage may put the service under a path of its own.
#[tokio::test]
async fn the_endpoint_may_have_a_path() {
    let server = Server::start();
    let config = crate::config(&server)
        .endpoint_url(format!("{}/stage/1", server.url()))
        .build();
    let call = Client::from_conf(config)
        .get_token()
        .app_id("app")
        .session_id("session-1");
    call.send().await.expect_err("our server has no such path");
    assert_eq!(
        server.last_request().path,
        "/stage/1/backend/app/challenge/session-1"
    );
}
