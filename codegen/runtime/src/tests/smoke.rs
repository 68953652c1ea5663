//! What smoke tests do, on a service in memory.

use aws_credential_types::Credentials;
use aws_smithy_runtime_api::client::result::SdkError;
use aws_types::region::Region;

use super::feed::FeedError;
use super::http::Server;
use crate::Client;
use crate::smoke_test_support::{client, failure};

fn client_of(server: &Server) -> Client {
    client(|config| {
        config
            .http_client(server.clone())
            .credentials_provider(Credentials::for_tests())
            .region(Region::new("eu-west-1"))
    })
}

#[tokio::test]
async fn a_success_is_no_failure() {
    let server = Server::new().then(200, &[], "{}").then(200, &[], "{}");
    let call = || client_of(&server).list_keepers().send();
    assert!(call().await.is_ok());
    let error = failure(call().await).expect_err("the call succeeds");
    assert!(
        error.to_string().starts_with("the call succeeds: "),
        "{error}"
    );
    assert_eq!(server.count(), 2);
}

#[tokio::test]
async fn a_failure_is_an_error_of_the_service() {
    let hungry = r#"{"__type": "Hungry"}"#;
    let server = Server::new().then(400, &[], hungry);
    let outcome = client_of(&server).feed().pen("p").path("q").send().await;
    let error = failure(outcome).expect("the service says so");
    assert!(matches!(error, FeedError::Hungry(_)), "{error:?}");
}

#[tokio::test(start_paused = true)]
async fn no_answer_is_no_failure_of_the_service() {
    let outcome = client_of(&Server::new()).list_keepers().send().await;
    assert!(matches!(outcome, Err(SdkError::DispatchFailure(_))));
    failure(outcome).expect_err("nobody answers");
}
