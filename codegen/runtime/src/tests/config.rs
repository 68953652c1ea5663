//! The settings of a client.

use std::time::Duration;

use aws_credential_types::Credentials;
use aws_runtime::invocation_id::{
    InvocationId, InvocationIdGenerator, SharedInvocationIdGenerator,
};
use aws_smithy_async::rt::sleep::SharedAsyncSleep;
use aws_smithy_async::time::{SharedTimeSource, StaticTimeSource};
use aws_smithy_runtime::client::auth::no_auth::NoAuthScheme;
use aws_smithy_runtime::client::http::connection_poisoning::ConnectionPoisoningInterceptor;
use aws_smithy_runtime::client::identity::IdentityCache;
use aws_smithy_runtime::client::retries::RetryPartition;
use aws_smithy_runtime::client::retries::classifiers::HttpStatusCodeClassifier;
use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::behavior_version::BehaviorVersion;
use aws_smithy_runtime_api::client::http::SharedHttpClient;
use aws_smithy_runtime_api::client::interceptors::SharedInterceptor;
use aws_smithy_runtime_api::client::retries::classifiers::SharedRetryClassifier;
use aws_smithy_runtime_api::client::stalled_stream_protection::StalledStreamProtectionConfig;
use aws_smithy_types::retry::RetryConfig;
use aws_smithy_types::timeout::TimeoutConfig;
use aws_types::app_name::AppName;
use aws_types::region::Region;
use aws_types::sdk_ua_metadata::FrameworkMetadata;

use super::http::Server;
use crate::Client;
use crate::config::endpoint::DefaultResolver;
use crate::config::{Builder, Config};
use crate::runtime::auth::DefaultAuthSchemeResolver;

#[derive(Debug)]
struct NoId;

impl InvocationIdGenerator for NoId {
    fn generate(&self) -> Result<Option<InvocationId>, BoxError> {
        Ok(None)
    }
}

fn framework(name: &'static str) -> FrameworkMetadata {
    FrameworkMetadata::new(name, None::<&str>).expect("the name is valid")
}

fn sleep() -> SharedAsyncSleep {
    aws_smithy_async::rt::sleep::default_async_sleep().expect("the feature is on")
}

/// A getter's value as text; empty if there is none.
fn show<T: std::fmt::Debug>(value: Option<T>) -> String {
    value.map(|value| format!("{value:?}")).unwrap_or_default()
}

type Set = fn(Builder) -> Builder;
type Get = fn(&Config) -> String;

/// Each setting: what sets it, what gets it, and a part of what is got.
const SETTINGS: &[(Set, Get, &str)] = &[
    (
        |it| it.region(Region::new("r-1")),
        |it| show(it.region()),
        "r-1",
    ),
    (
        |it| it.app_name(AppName::new("app").expect("it is valid")),
        |it| show(it.app_name()),
        "app",
    ),
    (
        |it| it.stalled_stream_protection(StalledStreamProtectionConfig::disabled()),
        |it| show(it.stalled_stream_protection().map(|it| it.upload_enabled())),
        "false",
    ),
    (
        |it| it.http_client(Server::new()),
        |it| show(it.http_client()),
        "Server",
    ),
    (
        |it| it.push_auth_scheme(NoAuthScheme::new()),
        |it| it.auth_schemes().map(|it| format!("{it:?}")).collect(),
        "NoAuthScheme",
    ),
    (
        |it| it.auth_scheme_resolver(DefaultAuthSchemeResolver::default()),
        |it| show(it.auth_scheme_resolver()),
        "DefaultAuthSchemeResolver",
    ),
    (
        |it| it.auth_scheme_preference(["sigv4a".into()]),
        |it| show(it.auth_scheme_preference()),
        "sigv4a",
    ),
    (
        |it| it.retry_config(RetryConfig::standard().with_max_attempts(9)),
        |it| show(it.retry_config().map(|it| it.max_attempts())),
        "9",
    ),
    (
        |it| it.timeout_config(timeout(|it| it.read_timeout(SECOND))),
        |it| show(it.timeout_config().map(|it| it.read_timeout())),
        "1s",
    ),
    (
        |it| it.sleep_impl(sleep()),
        |it| show(it.sleep_impl()),
        "Sleep",
    ),
    (
        |it| it.retry_partition(RetryPartition::new("part")),
        |it| show(it.retry_partition()),
        "part",
    ),
    (
        |it| it.identity_cache(IdentityCache::no_cache()),
        |it| show(it.identity_cache()),
        "NoCache",
    ),
    (
        |it| it.interceptor(ConnectionPoisoningInterceptor::new()),
        |it| it.interceptors().map(|it| format!("{it:?}")).collect(),
        "ConnectionPoisoning",
    ),
    (
        |it| it.time_source(StaticTimeSource::from_secs(7)),
        |it| show(it.time_source()),
        "StaticTimeSource",
    ),
    (
        |it| it.retry_classifier(HttpStatusCodeClassifier::default()),
        |it| it.retry_classifiers().map(|it| format!("{it:?}")).collect(),
        "HttpStatusCodeClassifier",
    ),
    (
        |it| it.framework_metadata(framework("frame")),
        |it| format!("{:?}", it.framework_metadata()),
        "frame",
    ),
    (
        |it| it.disable_clock_skew_correction(true),
        |it| show(it.disable_clock_skew_correction()),
        "true",
    ),
    (
        |it| it.invocation_id_generator(NoId),
        |it| show(it.invocation_id_generator()),
        "NoId",
    ),
];

const SECOND: Duration = Duration::from_secs(1);

fn timeout(
    build: fn(
        aws_smithy_types::timeout::TimeoutConfigBuilder,
    ) -> aws_smithy_types::timeout::TimeoutConfigBuilder,
) -> TimeoutConfig {
    build(TimeoutConfig::builder()).build()
}

#[test]
fn what_is_set_is_got() {
    for (set, get, expected) in SETTINGS {
        let before = get(&Builder::new().build());
        assert!(!before.contains(expected), "{expected} is the default");
        let config = set(Builder::new()).build();
        assert!(
            get(&config).contains(expected),
            "{expected}: {}",
            get(&config)
        );
        // A builder of a configuration starts with all of it.
        let again = get(&config.to_builder().build());
        assert!(again.contains(expected), "{expected}: {again}");
        assert_eq!(again, get(&config));
    }
}

#[test]
fn settings_do_not_touch_each_other() {
    let all = SETTINGS
        .iter()
        .fold(Builder::new(), |it, (set, _, _)| set(it));
    let config = all.build().to_builder().build();
    for (_, get, expected) in SETTINGS {
        assert!(
            get(&config).contains(expected),
            "{expected}: {}",
            get(&config)
        );
    }
}

#[test]
fn settings_are_cleared() {
    let mut builder = SETTINGS
        .iter()
        .fold(Builder::new(), |it, (set, _, _)| set(it));
    builder
        .set_region(None)
        .set_app_name(None)
        .set_stalled_stream_protection(None)
        .set_http_client(None)
        .set_auth_scheme_preference(None)
        .set_sleep_impl(None)
        .set_interceptors([])
        .set_retry_classifiers([])
        .set_disable_clock_skew_correction(None)
        .set_invocation_id_generator(None);
    let config = builder.build();
    let (region, app) = (config.region(), config.app_name());
    assert_eq!((region, app), (None, None));
    assert!(config.stalled_stream_protection().is_none());
    assert!(config.http_client().is_none());
    assert!(config.auth_scheme_preference().is_none());
    assert!(config.sleep_impl().is_none());
    assert_eq!(config.interceptors().count(), 0);
    assert_eq!(config.retry_classifiers().count(), 0);
    assert_eq!(config.disable_clock_skew_correction(), None);
    assert!(config.invocation_id_generator().is_none());
}

#[test]
fn settings_that_a_none_leaves_alone() {
    let mut builder = SETTINGS
        .iter()
        .fold(Builder::new(), |it, (set, _, _)| set(it));
    builder
        .set_retry_config(None)
        .set_timeout_config(None)
        .set_retry_partition(None)
        .set_credentials_provider(None);
    let config = builder.build();
    assert!(config.retry_config().is_some());
    assert!(config.timeout_config().is_some());
    assert!(config.retry_partition().is_some());
}

#[test]
fn timeouts_add_up() {
    let config = Builder::new()
        .timeout_config(timeout(|it| {
            it.read_timeout(SECOND).connect_timeout(SECOND)
        }))
        .timeout_config(timeout(|it| it.read_timeout(2 * SECOND)))
        .build();
    let timeouts = config.timeout_config().expect("they are set");
    assert_eq!(timeouts.read_timeout(), Some(2 * SECOND));
    assert_eq!(timeouts.connect_timeout(), Some(SECOND));
}

#[test]
fn frameworks_keep_their_order() {
    let builder = Builder::new().framework_metadata(framework("first"));
    let config = builder.framework_metadata(framework("second")).build();
    let names: Vec<_> = config
        .framework_metadata()
        .into_iter()
        .map(|it| it.name())
        .collect();
    assert_eq!(names, ["first", "second"]);
    let again = config.to_builder().build();
    let names: Vec<_> = again
        .framework_metadata()
        .into_iter()
        .map(|it| it.name())
        .collect();
    assert_eq!(names, ["first", "second"]);
}

#[test]
fn lists_are_replaced() {
    let mut builder = Builder::new().interceptor(ConnectionPoisoningInterceptor::new());
    builder
        .set_interceptors(vec![
            SharedInterceptor::new(
                ConnectionPoisoningInterceptor::new()
            );
            2
        ])
        .set_retry_classifiers([SharedRetryClassifier::new(
            HttpStatusCodeClassifier::default(),
        )]);
    let config = builder.build();
    assert_eq!(config.interceptors().count(), 2);
    assert_eq!(config.retry_classifiers().count(), 1);
}

#[test]
fn what_a_configuration_has_of_its_own() {
    let config = Config::builder().build();
    assert_eq!(config.signing_name(), "stand-in");
    assert!(config.time_source().is_some());
    let resolver = format!("{:?}", config.endpoint_resolver());
    assert!(resolver.contains("DefaultResolver"), "{resolver}");
    #[allow(deprecated)]
    let provider = config.credentials_provider();
    assert!(provider.is_none());
    let with = Builder::new()
        .endpoint_resolver(DefaultResolver::new())
        .build();
    let resolver = format!("{:?}", with.endpoint_resolver());
    assert!(resolver.contains("DefaultResolver"), "{resolver}");
}

#[test]
#[should_panic(
    expected = "Invalid client configuration: A behavior major version must be set when sending a \
                request or constructing a client. You must set it during client construction or by \
                enabling the `behavior-version-latest` cargo feature."
)]
fn a_client_needs_a_behavior_version() {
    let mut config = Server::new().config();
    config.set_behavior_version(None);
    Client::from_conf(config.build());
}

#[test]
fn a_behavior_version_may_be_the_newest() {
    let mut config = Server::new().config();
    config.set_behavior_version(None);
    Client::from_conf(config.behavior_version_latest().build());
}

#[tokio::test]
async fn credentials_sign_requests() {
    let server = Server::new().then(200, &[], "{}");
    let other = Credentials::new("OTHER", "secret", None, None, "test");
    let config = server.config().credentials_provider(other).build();
    Client::from_conf(config)
        .list_keepers()
        .send()
        .await
        .expect("the server answers");
    let signed = server.header("authorization");
    assert!(signed.contains("Credential=OTHER/"), "{signed}");
}

#[tokio::test]
async fn without_a_region_requests_are_not_signed_for_an_earlier_one() {
    let server = Server::new().then(200, &[], "{}");
    let mut builder = server.config().build().to_builder();
    builder.set_region(None);
    let config = builder.endpoint_url("http://a").build();
    let sent = Client::from_conf(config).list_keepers().send().await;
    sent.expect_err("there is no region to sign for");
    assert_eq!(server.count(), 0);
}

#[tokio::test]
async fn requests_go_unsigned_where_that_is_allowed() {
    let server = Server::new().then(200, &[], "{}");
    let bare = || {
        Builder::new()
            .http_client(server.clone())
            .region(Region::new("eu-west-1"))
            .behavior_version(BehaviorVersion::latest())
    };
    let sent = Client::from_conf(bare().build())
        .list_keepers()
        .send()
        .await;
    sent.expect_err("there are no credentials");
    // A builder of the configuration allows it too.
    let config = bare().allow_no_auth().build().to_builder().build();
    let client = Client::from_conf(config);
    client
        .list_keepers()
        .send()
        .await
        .expect("the server answers");
    assert_eq!(server.header("authorization"), "");
}

#[test]
fn shared_things_are_set_as_they_are() {
    let mut builder = Builder::new();
    builder
        .set_http_client(Some(SharedHttpClient::new(Server::new())))
        .set_time_source(Some(SharedTimeSource::new(StaticTimeSource::from_secs(7))))
        .set_invocation_id_generator(Some(SharedInvocationIdGenerator::new(NoId)));
    let config = builder.build();
    assert!(config.http_client().is_some());
    assert!(config.invocation_id_generator().is_some());
    let now = config.time_source().expect("it is set").now();
    assert_eq!(now, std::time::UNIX_EPOCH + 7 * SECOND);
}

#[cfg(feature = "test-util")]
#[tokio::test]
async fn test_defaults_make_calls_repeatable() {
    let (one, other) = (Server::new(), Server::new());
    for server in [&one, &other] {
        let server = server.clone().then(200, &[], "{}");
        let config = Builder::new()
            .http_client(server.clone())
            .with_test_defaults_v2();
        let sent = Client::from_conf(config.build())
            .list_keepers()
            .send()
            .await;
        sent.expect("the server answers");
    }
    for name in ["x-amz-date", "x-amz-user-agent", "user-agent"] {
        assert_eq!(one.header(name), other.header(name));
    }
    assert_eq!(one.header("x-amz-date"), "20090213T233130Z");
    assert!(one.header("authorization").contains("/us-east-1/"));
}

#[cfg(feature = "test-util")]
#[test]
fn test_defaults_keep_the_region() {
    let config = Server::new().config().with_test_defaults_v2().build();
    assert_eq!(config.region().map(AsRef::as_ref), Some("eu-west-1"));
    let config = Builder::new().with_test_defaults().build();
    assert_eq!(config.region(), None);
}
