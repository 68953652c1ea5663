//! What the service refuses arrives as a typed error, with code, message and request id.

use amplifybackend::config::retry::RetryConfig;
use amplifybackend::config::{Credentials, Region};
use amplifybackend::error::{ProvideErrorMetadata, SdkError};
use amplifybackend::operation::RequestId;
use amplifybackend::operation::create_backend::CreateBackendError;
use amplifybackend::operation::get_backend::GetBackendError;
use amplifybackend::{Client, Error};
use workspace_tests::server::ACCESS_KEY_ID;
use workspace_tests::{Answer, Fault, Server, server};

use crate::{Result, client, config, create_backend, get_app};

#[tokio::test]
async fn a_duplicate_is_a_bad_request() -> Result {
    let server = Server::start();
    let client = client(&server);
    create_backend(&client).send().await?;

    let error = create_backend(&client)
        .send()
        .await
        .expect_err("dev exists already");
    assert_eq!(error.code(), Some("BadRequestException"));
    assert_eq!(error.request_id(), Some(&*server.last_request().request_id));
    // The error of the crate says the same, for callers that mix operations.
    let Error::BadRequestException(error) = error.into() else {
        panic!("not a bad request");
    };
    assert_eq!(error.message(), Some("environment dev exists already"));
    Ok(())
}

#[tokio::test]
async fn a_missing_member_is_a_bad_request() {
    let server = Server::start();
    let incomplete = client(&server)
        .create_backend()
        .app_id("app")
        .backend_environment_name("dev");

    let error = incomplete.send().await.expect_err("the app has no name");
    let CreateBackendError::BadRequestException(error) = error.into_service_error() else {
        panic!("not a bad request");
    };
    assert_eq!(error.message(), Some("member appName is required"));
}

#[tokio::test]
async fn what_does_not_exist_is_not_found_and_has_a_type() -> Result {
    let server = Server::start();
    let client = client(&server);
    create_backend(&client).send().await?;
    let dev = client
        .get_backend()
        .app_id("app")
        .backend_environment_name("dev");

    let error = dev
        .clone()
        .app_id("other")
        .send()
        .await
        .expect_err("no such app");
    let GetBackendError::NotFoundException(error) = error.into_service_error() else {
        panic!("not a missing app");
    };
    assert_eq!(error.resource_type(), Some("App"));
    assert_eq!(error.message(), Some("App other does not exist"));
    assert_eq!(error.meta().code(), Some("NotFoundException"));
    assert_eq!(error.request_id(), Some(&*server.last_request().request_id));

    let error = dev
        .backend_environment_name("prod")
        .send()
        .await
        .expect_err("no such environment");
    let GetBackendError::NotFoundException(error) = error.into_service_error() else {
        panic!("not a missing environment");
    };
    assert_eq!(error.resource_type(), Some("BackendEnvironment"));
    Ok(())
}

#[tokio::test]
async fn too_many_requests_name_their_limit() {
    let server = Server::start();
    let client = without_retries(&server);
    server.inject([Fault::too_many_requests("RequestRate")]);

    let error = get_app(&client).send().await.expect_err("a fault");
    let GetBackendError::TooManyRequestsException(error) = error.into_service_error() else {
        panic!("not too many requests");
    };
    assert_eq!(error.limit_type(), Some("RequestRate"));
    assert_eq!(error.message(), Some("slow down"));
}

#[tokio::test]
async fn a_gateway_timeout_is_a_service_error() {
    let server = Server::start();
    let client = without_retries(&server);
    server.inject([Fault::gateway_timeout()]);

    let error = get_app(&client).send().await.expect_err("a fault");
    let status = error
        .raw_response()
        .map(|response| response.status().as_u16());
    assert_eq!(status, Some(504));
    let GetBackendError::GatewayTimeoutException(error) = error.into_service_error() else {
        panic!("not a gateway timeout");
    };
    assert_eq!(error.message(), Some("the gateway waited in vain"));
}

/// Calls every operation once and asserts that the error is the expected one. The inputs have what the
/// URI needs, no more: the fault comes before the service looks at them.
macro_rules! assert_every_operation_fails {
    ($client:expr, $server:expr, $code:literal, $is:ident) => {
        assert_every_operation_fails!(@each $client, $server, $code, $is:
            create_backend()
            get_backend(app_id)
            clone_backend(app_id backend_environment_name)
            delete_backend(app_id backend_environment_name)
            remove_all_backends(app_id)
            create_backend_api(app_id)
            get_backend_api(app_id backend_environment_name)
            update_backend_api(app_id backend_environment_name)
            delete_backend_api(app_id backend_environment_name)
            generate_backend_api_models(app_id backend_environment_name)
            get_backend_api_models(app_id backend_environment_name)
            create_backend_auth(app_id)
            get_backend_auth(app_id backend_environment_name)
            update_backend_auth(app_id backend_environment_name)
            delete_backend_auth(app_id backend_environment_name)
            create_backend_config(app_id)
            update_backend_config(app_id)
            remove_backend_config(app_id)
            create_token(app_id)
            get_token(app_id session_id)
            delete_token(app_id session_id)
            get_backend_job(app_id backend_environment_name job_id)
            list_backend_jobs(app_id backend_environment_name)
            update_backend_job(app_id backend_environment_name job_id)
        )
    };
    (@each $client:expr, $server:expr, $code:literal, $is:ident:
        $($operation:ident($($label:ident)*))*) => {$(
        let outcome = $client.$operation()$(.$label("x"))*.send().await;
        let error = outcome.expect_err(stringify!($operation)).into_service_error();
        assert!(error.$is(), "{}: {error:?}", stringify!($operation));
        assert_eq!(error.code(), Some($code));
        assert_eq!(error.message(), Some("on purpose"));
        assert_eq!(error.request_id(), Some(&*$server.last_request().request_id));
    )*};
}

/// For each operation, the four modelled errors are variants of its own error type.
macro_rules! every_operation_knows {
    ($($name:ident: $status:literal $code:literal $is:ident;)*) => {$(
        #[tokio::test]
        async fn $name() {
            let server = Server::start();
            let client = without_retries(&server);
            server.inject(vec![Fault::error($status, $code, "on purpose"); 24]);
            assert_every_operation_fails!(client, server, $code, $is);

            let requests = server.requests();
            let mut called: Vec<_> = requests.iter().filter_map(|r| r.operation).collect();
            called.sort_unstable();
            assert_eq!(called, server::operations());
        }
    )*};
}

every_operation_knows! {
    every_operation_knows_bad_request: 400 "BadRequestException" is_bad_request_exception;
    every_operation_knows_not_found: 404 "NotFoundException" is_not_found_exception;
    every_operation_knows_too_many_requests:
        429 "TooManyRequestsException" is_too_many_requests_exception;
    every_operation_knows_gateway_timeout:
        504 "GatewayTimeoutException" is_gateway_timeout_exception;
}

#[tokio::test]
async fn the_code_may_be_in_the_body_with_a_namespace() {
    for member in ["code", "__type"] {
        let server = Server::start();
        let body = format!(
            r#"{{"{member}": "com.example#NotFoundException:http://example", "Message": "gone"}}"#
        );
        server.inject([Fault::body(404, "application/json", &body)]);

        let error = get_app(&client(&server)).send().await.expect_err("a fault");
        assert_eq!(error.code(), Some("NotFoundException"), "{member}");
        assert_eq!(error.message(), Some("gone"));
        assert!(error.into_service_error().is_not_found_exception());
    }
}

#[tokio::test]
async fn the_code_in_the_header_wins() {
    let server = Server::start();
    let body = serde_json::json!({ "code": "NotFoundException", "message": "which one?" });
    server.inject([Fault::Answer(Answer::error(
        400,
        "BadRequestException",
        body,
    ))]);

    let error = get_app(&client(&server)).send().await.expect_err("a fault");
    assert!(error.into_service_error().is_bad_request_exception());
}

#[tokio::test]
async fn an_unknown_code_is_unhandled_and_kept() {
    let server = Server::start();
    server.inject([Fault::error(418, "TeapotException", "short and stout")]);

    let error = get_app(&client(&server)).send().await.expect_err("a fault");
    assert_eq!(error.request_id(), Some(&*server.last_request().request_id));
    let error = error.into_service_error();
    assert!(is_unhandled(&error), "{error:?}");
    assert_eq!(error.code(), Some("TeapotException"));
    assert_eq!(error.message(), Some("short and stout"));
    assert_eq!(server.request_count(), 1);

    let error = Error::from(error);
    assert_eq!(error.code(), Some("TeapotException"));
}

/// Matching the variant is deprecated for users, who should look at the code.
#[allow(deprecated)]
fn is_unhandled(error: &GetBackendError) -> bool {
    matches!(error, GetBackendError::Unhandled(_))
}

#[tokio::test]
async fn strangers_are_refused() {
    let wrong = |key, secret| Credentials::new(key, secret, None, None, "test");
    for (credentials, code) in [
        (wrong("UNKNOWN", "secret"), "UnrecognizedClientException"),
        (
            wrong(ACCESS_KEY_ID, "wrong secret"),
            "InvalidSignatureException",
        ),
    ] {
        let server = Server::start();
        let config = config(&server).credentials_provider(credentials).build();
        let error = create_backend(&Client::from_conf(config))
            .send()
            .await
            .expect_err("not our key");
        assert_eq!(error.code(), Some(code));
        assert_eq!(server.request_count(), 1, "{code} is final");
    }
}

#[tokio::test]
async fn a_signature_is_for_one_region() {
    let server = Server::start();
    let elsewhere = config(&server).region(Region::new("eu-west-1")).build();
    let call = create_backend(&Client::from_conf(elsewhere));
    let error = call
        .send()
        .await
        .expect_err("the server stands for us-east-1");
    assert_eq!(error.code(), Some("InvalidSignatureException"));
}

#[tokio::test]
async fn a_body_that_is_not_declared_as_json_is_refused() {
    let server = Server::start();
    let call = create_backend(&client(&server))
        .customize()
        .mutate_request(|request| {
            request.headers_mut().insert("content-type", "text/plain");
        });
    let error = call.send().await.expect_err("the service reads JSON only");
    assert_eq!(error.code(), Some("UnsupportedMediaTypeException"));
}

#[tokio::test]
async fn a_session_token_is_sent_and_signed() -> Result {
    let server = Server::start();
    let (key, secret) = (ACCESS_KEY_ID, server::SECRET_ACCESS_KEY);
    let session = Credentials::new(key, secret, Some("session".into()), None, "test");
    let config = config(&server).credentials_provider(session).build();

    create_backend(&Client::from_conf(config)).send().await?;
    let request = server.last_request();
    assert_eq!(request.header("x-amz-security-token"), Some("session"));
    assert!(
        request
            .header("authorization")
            .is_some_and(|it| it.contains("x-amz-security-token"))
    );
    Ok(())
}

#[tokio::test]
async fn a_label_that_is_empty_or_unset_is_found_before_sending() {
    let server = Server::start();
    let client = client(&server);
    for call in [client.get_backend(), client.get_backend().app_id("")] {
        let error = call.send().await.expect_err("the URI needs the app id");
        assert!(
            matches!(error, SdkError::ConstructionFailure(_)),
            "{error:?}"
        );
    }
    assert_eq!(server.request_count(), 0);
}

fn without_retries(server: &Server) -> Client {
    Client::from_conf(config(server).retry_config(RetryConfig::disabled()).build())
}
