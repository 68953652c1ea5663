//! What the protocol tests of a crate share: a client that shows its request instead of sending it,
//! and operations that read a given response.
#![allow(dead_code, reason = "a model has some of the kinds of tests")]

use std::fmt::Debug;

use aws_credential_types::provider::SharedCredentialsProvider;
use aws_credential_types::provider::token::SharedTokenProvider;
use aws_credential_types::{Credentials, Token};
use aws_smithy_http_client::test_util::{CaptureRequestReceiver, capture_request};
use aws_smithy_protocol_test as check;
use aws_smithy_protocol_test::MediaType;
use aws_smithy_runtime_api::client::behavior_version::BehaviorVersion;
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::http::StatusCode;
use aws_smithy_types::body::SdkBody;
use aws_smithy_types::config_bag::{ConfigBag, Layer};
use aws_types::SdkConfig;
use aws_types::region::Region;

use crate::runtime::Operation;
use crate::runtime::operation::read_response;
use crate::service::SERVICE;

/// The outcome of a test: what goes wrong beside its assertions.
pub(crate) type TestResult = Result<(), Box<dyn std::error::Error>>;

/// What a request has to be (`smithy.test#httpRequestTests`).
pub(crate) struct RequestCase {
    pub(crate) method: &'static str,
    /// The path.
    pub(crate) uri: &'static str,
    pub(crate) host: Option<&'static str>,
    pub(crate) query: &'static [&'static str],
    pub(crate) forbidden_query: &'static [&'static str],
    pub(crate) required_query: &'static [&'static str],
    pub(crate) headers: &'static [(&'static str, &'static str)],
    pub(crate) forbidden_headers: &'static [&'static str],
    pub(crate) required_headers: &'static [&'static str],
    /// The body, and its media type.
    pub(crate) body: Option<(&'static str, &'static str)>,
}

/// A client of the service at `host`, and the request that it will make.
pub(crate) fn client(host: &str) -> (crate::Client, CaptureRequestReceiver) {
    let (http_client, request) = capture_request(None);
    let credentials = Credentials::new("id", "secret", None, None, "test");
    let shared = SdkConfig::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::from_static("us-east-1"))
        .credentials_provider(SharedCredentialsProvider::new(credentials))
        .token_provider(SharedTokenProvider::new(Token::new("token", None)))
        .build();
    let config = crate::config::Builder::from(&shared)
        .idempotency_token_provider("00000000-0000-4000-8000-000000000000")
        .allow_no_auth()
        .endpoint_url(format!("https://{host}"))
        .http_client(http_client)
        .build();
    (crate::Client::from_conf(config), request)
}

/// The request that was sent. `outcome` is what the call returned, which tells why there is none.
pub(crate) fn sent<E: Debug>(
    request: CaptureRequestReceiver,
    outcome: Result<impl Debug, E>,
) -> HttpRequest {
    if let Err(error) = outcome {
        println!("the call ended in {error:?}");
    }
    request.expect_request()
}

impl RequestCase {
    /// Fails if the request is not the one of the case.
    pub(crate) fn check(&self, request: &HttpRequest) {
        assert_eq!(request.method(), self.method);
        let uri: http::Uri = request.uri().parse().expect("a URI");
        assert_eq!(uri.path(), self.uri);
        if let Some(host) = self.host {
            assert_eq!(uri.host(), Some(host));
        }
        self.check_parts(request);
        if let Some((body, media_type)) = self.body {
            let bytes = request.body().bytes().expect("a body in memory");
            check::assert_ok(check::validate_body(bytes, body, MediaType::from(media_type)));
        }
    }

    fn check_parts(&self, request: &HttpRequest) {
        let headers = request.headers();
        check::assert_ok(check::validate_query_string(request, self.query));
        check::assert_ok(check::forbid_query_params(request, self.forbidden_query));
        check::assert_ok(check::require_query_params(request, self.required_query));
        check::assert_ok(check::validate_headers(headers, self.headers.iter().copied()));
        check::assert_ok(check::forbid_headers(headers, self.forbidden_headers));
        check::assert_ok(check::require_headers(headers, self.required_headers));
    }
}

/// What the operation `O` makes of a response (`smithy.test#httpResponseTests`).
pub(crate) fn read<O: Operation>(
    status: u16,
    headers: &[(&'static str, &'static str)],
    body: impl AsRef<[u8]>,
) -> Result<O::Output, O::Error> {
    let status = StatusCode::try_from(status).expect("a status");
    let mut response = HttpResponse::new(status, SdkBody::from(body.as_ref()));
    for (name, value) in headers {
        response.headers_mut().append(*name, *value);
    }
    let mut config = Layer::new("protocol test");
    config.store_put((SERVICE.protocol)());
    read_response::<O>(response, &ConfigBag::of_layers(vec![config]))
}

/// Fails if two values differ. Values with a NaN are the same if they print the same.
#[track_caller]
pub(crate) fn assert_same<T: Debug + PartialEq>(actual: &T, expected: &T) {
    if actual != expected {
        assert_eq!(format!("{actual:?}"), format!("{expected:?}"));
    }
}
