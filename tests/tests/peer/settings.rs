//! What the configuration of a client does. Compiled once for each side.

use std::sync::Arc;
use std::time::{Duration, UNIX_EPOCH};

use aws_credential_types::Credentials;
use aws_credential_types::provider::error::CredentialsError;
use aws_credential_types::provider::{ProvideCredentials, SharedCredentialsProvider, future};
use aws_smithy_async::rt::sleep::{SharedAsyncSleep, TokioSleep};
use aws_smithy_async::time::SharedTimeSource;
use aws_smithy_runtime_api::client::auth::{
    AuthSchemeId, AuthSchemeOption, AuthSchemeOptionsFuture,
};
use aws_smithy_runtime_api::client::http::SharedHttpClient;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::config_bag::ConfigBag;
use aws_smithy_types::endpoint::EndpointAuthScheme;
use aws_types::SdkConfig;
use aws_types::origin::Origin;
use aws_types::service_config::{LoadServiceConfig, ServiceConfigKey};
use sdk::config::auth::{Params as AuthParams, ResolveAuthScheme};
use sdk::config::endpoint::{
    DefaultResolver, Endpoint, EndpointFuture, Params as EndpointParams, ResolveEndpoint,
};
use sdk::config::retry::{RetryConfig, RetryMode};
use sdk::config::timeout::TimeoutConfig;
use sdk::config::{
    AppName, BehaviorVersion, Builder, FrameworkMetadata, IdentityCache, Region,
    StalledStreamProtectionConfig,
};

use super::calls::{Way, call};
use super::groups::{config, without_identity};
use super::sdk;
use crate::facts::{Cases, Facts};
use crate::given::Give;
use crate::hooks::Hooks;
use crate::wire::{FixedInvocationId, FixedTime, Reply, Wire, credentials};

type Change = fn(Builder, &Wire) -> Builder;

/// What one changed setting does to a request, and what its getter says.
pub(crate) async fn configurations() -> Cases {
    let base: [(&str, Change); 40] = [
        ("nothing else", |c, _| c),
        ("app name", |c, _| c.app_name(app_name("peer-test"))),
        ("app name with symbols", |c, _| {
            c.app_name(app_name("!#$%&'*+-.^_`|~0aZ"))
        }),
        ("app name set", |mut c, _| {
            c.set_app_name(Some(app_name("set")));
            c
        }),
        ("framework", |c, _| {
            c.framework_metadata(framework("frame", Some("1.0")))
        }),
        ("framework without version", |c, _| {
            c.framework_metadata(framework("frame", None))
        }),
        ("frameworks", |mut c, _| {
            c.push_framework_metadata(framework("b", Some("2")));
            c.push_framework_metadata(framework("a", Some("1")));
            c.framework_metadata(framework("b", Some("2")))
        }),
        ("region", |c, _| c.region(Region::new("eu-west-1"))),
        ("no region", |c, _| c.region(None)),
        ("no region but url", |c, _| {
            c.region(None).endpoint_url("https://localhost:8443")
        }),
        ("fips", |c, _| c.use_fips(true)),
        ("dual stack", |c, _| c.use_dual_stack(true)),
        ("fips and dual stack", |mut c, _| {
            c.set_use_fips(Some(true)).set_use_dual_stack(Some(true));
            c
        }),
        ("url", |c, _| c.endpoint_url("http://127.0.0.1:8000")),
        ("url with path", |c, _| {
            c.endpoint_url("https://proxy.example/stage/a%20b/")
        }),
        ("url with query", |c, _| {
            c.endpoint_url("https://proxy.example/?a=b")
        }),
        ("url unset", |mut c, _| {
            c.set_endpoint_url(Some("http://127.0.0.1:8000".into()));
            c.set_endpoint_url(None);
            c
        }),
        ("no session token", |c, _| {
            c.credentials_provider(plain_credentials("AKIDPLAIN"))
        }),
        ("credentials fail", |c, _| {
            c.credentials_provider(NoCredentials)
        }),
        ("no auth allowed", |c, _| c.allow_no_auth()),
        ("no auth allowed, credentials fail", |c, _| {
            c.allow_no_auth().credentials_provider(NoCredentials)
        }),
        ("no auth preferred", |c, _| {
            c.allow_no_auth()
                .auth_scheme_preference([AuthSchemeId::from("noAuth")])
        }),
        ("sigv4a preferred", |c, _| {
            c.auth_scheme_preference([AuthSchemeId::from("sigv4a"), AuthSchemeId::from("sigv4")])
        }),
        ("auth scheme resolver", |c, wire| {
            c.auth_scheme_resolver(SchemeResolver(wire.clone(), "sigv4"))
        }),
        ("auth scheme resolver without auth", |c, wire| {
            c.allow_no_auth()
                .auth_scheme_resolver(SchemeResolver(wire.clone(), "noAuth"))
        }),
        ("auth scheme resolver with unknown scheme", |c, wire| {
            c.auth_scheme_resolver(SchemeResolver(wire.clone(), "none such"))
        }),
        ("endpoint resolver", |c, wire| {
            c.use_dual_stack(true)
                .endpoint_resolver(EndpointResolver(wire.clone()))
        }),
        ("no identity cache", |c, _| {
            c.identity_cache(IdentityCache::no_cache())
        }),
        ("stalled streams", |c, _| {
            c.stalled_stream_protection(StalledStreamProtectionConfig::disabled())
        }),
        ("connect and read timeout", |c, _| {
            let timeouts = TimeoutConfig::builder()
                .connect_timeout(Duration::from_millis(1500))
                .read_timeout(Duration::from_secs(2));
            c.timeout_config(timeouts.build())
        }),
        ("timeouts disabled", |c, _| {
            c.timeout_config(TimeoutConfig::disabled())
        }),
        ("three attempts", |c, _| {
            c.retry_config(RetryConfig::standard())
        }),
        ("five attempts", |c, _| {
            c.retry_config(RetryConfig::standard().with_max_attempts(5))
        }),
        ("adaptive", |c, _| {
            c.retry_config(RetryConfig::standard().with_retry_mode(RetryMode::Adaptive))
        }),
        ("clock skew correction off", |c, _| {
            c.disable_clock_skew_correction(true)
        }),
        ("another time", |c, _| {
            let moment = UNIX_EPOCH + Duration::from_secs(1_735_689_599);
            c.time_source(aws_smithy_async::time::StaticTimeSource::new(moment))
        }),
        ("interceptor", |c, wire| c.interceptor(Hooks(wire.clone()))),
        ("captured input", |c, wire| {
            c.capture_input_attributes(["AppId", "appId", "NoSuch"])
                .interceptor(Hooks(wire.clone()))
        }),
        ("emitted input", |c, wire| {
            c.emit_input_attributes(["SessionId"])
                .interceptor(Hooks(wire.clone()))
        }),
        ("older behaviour", |c, _| {
            c.behavior_version(older_behavior())
        }),
    ];
    let mut cases = Cases::new();
    for (name, change) in base {
        let wire = Wire::new([Reply::http(200, "{}")]);
        let config = change(config(&wire), &wire).build();
        let mut facts = getters(&config);
        facts.append(get_token(&config.to_builder().build(), &wire).await);
        cases.push((name.to_owned(), facts));
    }
    for (name, allowed) in [
        ("no credentials", false),
        ("no credentials, no auth allowed", true),
    ] {
        let wire = Wire::new([Reply::http(200, "{}")]);
        let config = without_identity(&wire);
        let config = if allowed {
            config.allow_no_auth()
        } else {
            config
        };
        cases.push((name.to_owned(), get_token(&config.build(), &wire).await));
    }
    cases
}

/// Where requests go for every region and variant, or why there is no such place.
pub(crate) async fn endpoints() -> Cases {
    let regions = [
        None,
        Some("us-east-1"),
        Some("eu-central-1"),
        Some("me-central-1"),
        Some("aws-global"),
        Some("us-gov-west-1"),
        Some("cn-north-1"),
        Some("us-iso-east-1"),
        Some("us-isob-east-1"),
        Some("eu-isoe-west-1"),
        Some("us-isof-south-1"),
        Some("eusc-de-east-1"),
        Some("xx-unknown-7"),
        Some("with_underscore"),
        Some("with.dot"),
        Some("with space"),
        Some(""),
    ];
    let urls = [
        None,
        Some("https://custom.example:8443/base/"),
        Some("no url"),
    ];
    let mut cases = Cases::new();
    for region in regions {
        for (fips, dual_stack) in [(false, false), (true, false), (false, true), (true, true)] {
            for url in urls {
                let facts = endpoint(region, fips, dual_stack, url).await;
                let name =
                    format!("region {region:?}, fips {fips}, dual stack {dual_stack}, {url:?}");
                cases.push((name, facts));
            }
        }
    }
    cases
}

async fn endpoint(
    region: Option<&'static str>,
    fips: bool,
    dual: bool,
    url: Option<&str>,
) -> Facts {
    let wire = Wire::new([Reply::http(200, "{}")]);
    let mut config = config(&wire).region(region.map(Region::new)).use_fips(fips);
    config
        .set_use_dual_stack(Some(dual))
        .set_endpoint_url(url.map(str::to_owned));
    let mut facts = get_token(&config.build(), &wire).await;
    let params = EndpointParams::builder()
        .set_region(region.map(str::to_owned))
        .set_use_fips(Some(fips))
        .set_use_dual_stack(Some(dual))
        .set_endpoint(url.map(str::to_owned));
    match params.build() {
        Err(error) => facts.note("parameters", error),
        Ok(params) => {
            facts.note("parameters", format!("{params:?}"));
            match DefaultResolver::new().resolve_endpoint(&params).await {
                Ok(endpoint) => facts.note("endpoint", format!("{endpoint:?}")),
                Err(error) => facts.note("endpoint error", error),
            }
        }
    }
    facts
}

/// How an `SdkConfig` becomes the configuration of a client.
pub(crate) async fn shared_config() -> Cases {
    type SdkChange = fn(aws_types::sdk_config::Builder, &Wire) -> aws_types::sdk_config::Builder;
    let changes: [(&str, SdkChange); 9] = [
        ("plain", |c, _| c),
        ("everything", |c, _| {
            c.app_name(app_name("shared"))
                .framework_metadata(framework("frame", Some("1")))
                .use_fips(true)
                .use_dual_stack(true)
                .retry_config(RetryConfig::adaptive().with_max_attempts(7))
                .timeout_config(
                    TimeoutConfig::builder()
                        .read_timeout(Duration::from_secs(9))
                        .build(),
                )
                .stalled_stream_protection(StalledStreamProtectionConfig::disabled())
                .identity_cache(IdentityCache::no_cache())
                .auth_scheme_preference([AuthSchemeId::from("sigv4")])
                .disable_clock_skew_correction(true)
        }),
        ("no region", |c, _| c.region(None)),
        ("url of the program", |mut c, wire| {
            c.insert_origin("endpoint_url", Origin::shared_config());
            c.endpoint_url("https://program.example")
                .service_config(ServiceUrl(wire.clone(), true))
        }),
        ("url of the environment", |mut c, _| {
            c.insert_origin("endpoint_url", Origin::shared_environment_variable());
            c.endpoint_url("https://environment.example")
        }),
        ("url of the service in the environment", |mut c, wire| {
            c.insert_origin("endpoint_url", Origin::shared_environment_variable());
            c.endpoint_url("https://environment.example")
                .service_config(ServiceUrl(wire.clone(), true))
        }),
        ("no url of the service in the environment", |mut c, wire| {
            c.insert_origin("endpoint_url", Origin::shared_profile_file());
            c.endpoint_url("https://environment.example")
                .service_config(ServiceUrl(wire.clone(), false))
        }),
        ("url of the service only", |mut c, wire| {
            c.insert_origin("endpoint_url", Origin::shared_config());
            c.service_config(ServiceUrl(wire.clone(), true))
        }),
        ("credentials fail", |c, _| {
            c.credentials_provider(SharedCredentialsProvider::new(NoCredentials))
        }),
    ];
    let mut cases = Cases::new();
    for (name, change) in changes {
        let wire = Wire::new([Reply::http(200, "{}")]);
        let shared = change(base_sdk_config(&wire), &wire).build();
        let mut facts = Facts::default();
        let configs = [sdk::Config::new(&shared), (&shared).into()];
        for config in configs.iter().chain([sdk::Client::new(&shared).config()]) {
            facts.append(getters(config));
        }
        // Invocation ids come from the service's own settings alone; so does the probe.
        let config = Builder::from(&shared)
            .invocation_id_generator(FixedInvocationId)
            .interceptor(super::groups::probe(&wire));
        facts.append(get_token(&config.build(), &wire).await);
        cases.push((name.to_owned(), facts));
    }
    cases
}

fn base_sdk_config(wire: &Wire) -> aws_types::sdk_config::Builder {
    SdkConfig::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new("us-east-2"))
        .credentials_provider(SharedCredentialsProvider::new(credentials()))
        .time_source(SharedTimeSource::new(FixedTime))
        .sleep_impl(SharedAsyncSleep::new(TokioSleep::new()))
        .http_client(SharedHttpClient::new(wire.clone()))
}

/// How often credentials are asked for, by whom, and who gets which.
pub(crate) async fn identities() -> Cases {
    type Case = (
        &'static str,
        fn(Builder) -> Builder,
        fn() -> Option<Builder>,
    );
    let table: [Case; 4] = [
        ("cached", |c| c, || None),
        (
            "not cached",
            |c| c.identity_cache(IdentityCache::no_cache()),
            || None,
        ),
        (
            "overridden",
            |c| c,
            || {
                let other = plain_credentials("AKIDOVERRIDE");
                Some(Builder::new().credentials_provider(other))
            },
        ),
        (
            "overridden cache",
            |c| c,
            || Some(Builder::new().identity_cache(IdentityCache::no_cache())),
        ),
    ];
    let mut cases = Cases::new();
    for (name, change, overridden) in table {
        let wire = Wire::new([Reply::http(200, "{}")]);
        let counted = Counted(Arc::default());
        let config = change(config(&wire).credentials_provider(counted.clone()));
        let client = sdk::Client::from_conf(config.build());
        let mut facts = Facts::default();
        for nth in 0..3 {
            let mut call = client.get_token().app_id("a").session_id("s").customize();
            if let Some(config) = overridden() {
                call = call.config_override(config);
            }
            facts.note(format!("{nth} result"), call.send().await.is_ok());
        }
        facts.append(wire.facts());
        facts.note("asked", format!("{:?}", counted.0));
        cases.push((name.to_owned(), facts));
    }
    cases
}

/// One call of `GetToken`: what it sent and how it ended.
pub(super) async fn get_token(config: &sdk::Config, wire: &Wire) -> Facts {
    let client = sdk::Client::from_conf(config.clone());
    let outcome = call(&client, "GetToken", Give::Required, Way::Fluent).await;
    let mut facts = wire.facts();
    facts.append(outcome);
    facts
}

/// What a configuration tells about itself.
fn getters(config: &sdk::Config) -> Facts {
    let mut facts = Facts::default();
    let mut note = |name: &str, value: &dyn std::fmt::Debug| facts.note(name, format!("{value:?}"));
    note("region", &config.region());
    note("app name", &config.app_name());
    note("framework metadata", &config.framework_metadata());
    note("retry config", &config.retry_config());
    note(
        "retry partition",
        &config.retry_partition().map(ToString::to_string),
    );
    note("timeout config", &config.timeout_config());
    note("stalled streams", &config.stalled_stream_protection());
    note("auth scheme preference", &config.auth_scheme_preference());
    note(
        "clock skew correction disabled",
        &config.disable_clock_skew_correction(),
    );
    note("signing name", &config.signing_name());
    note("http client", &config.http_client().is_some());
    note("sleep", &config.sleep_impl().is_some());
    note("time source", &config.time_source().is_some());
    note("identity cache", &config.identity_cache().is_some());
    note(
        "invocation ids",
        &config.invocation_id_generator().is_some(),
    );
    note(
        "auth scheme resolver",
        &config.auth_scheme_resolver().is_some(),
    );
    note("auth schemes", &config.auth_schemes().count());
    note("interceptors", &config.interceptors().count());
    note("retry classifiers", &config.retry_classifiers().count());
    facts
}

fn app_name(name: &'static str) -> AppName {
    AppName::new(name).expect("the name has only characters that a name may have")
}

fn framework(name: &'static str, version: Option<&'static str>) -> FrameworkMetadata {
    FrameworkMetadata::new(name, version).expect("the name has only valid characters")
}

#[allow(deprecated)]
fn older_behavior() -> BehaviorVersion {
    BehaviorVersion::v2024_03_28()
}

fn plain_credentials(access_key: &str) -> Credentials {
    Credentials::from_keys(access_key, "secret", None)
}

#[derive(Debug)]
struct NoCredentials;

impl ProvideCredentials for NoCredentials {
    fn provide_credentials<'a>(&'a self) -> future::ProvideCredentials<'a>
    where
        Self: 'a,
    {
        future::ProvideCredentials::ready(Err(CredentialsError::not_loaded("there are none")))
    }
}

/// Counts how often it was asked.
#[derive(Clone, Debug)]
struct Counted(Arc<std::sync::atomic::AtomicUsize>);

impl ProvideCredentials for Counted {
    fn provide_credentials<'a>(&'a self) -> future::ProvideCredentials<'a>
    where
        Self: 'a,
    {
        self.0.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        future::ProvideCredentials::ready(Ok(credentials()))
    }
}

/// Answers with one scheme and notes which operation asks.
#[derive(Debug)]
struct SchemeResolver(Wire, &'static str);

impl ResolveAuthScheme for SchemeResolver {
    fn resolve_auth_scheme<'a>(
        &'a self,
        params: &'a AuthParams,
        _: &'a ConfigBag,
        _: &'a RuntimeComponents,
    ) -> AuthSchemeOptionsFuture<'a> {
        self.0
            .notes()
            .note("auth parameters", format!("{params:?}"));
        let option = AuthSchemeOption::from(AuthSchemeId::from(self.1));
        AuthSchemeOptionsFuture::ready(Ok(vec![option]))
    }
}

/// Answers with a place, a header and a signing scheme of its own, and notes the parameters.
#[derive(Debug)]
struct EndpointResolver(Wire);

impl ResolveEndpoint for EndpointResolver {
    fn resolve_endpoint<'a>(&'a self, params: &'a EndpointParams) -> EndpointFuture<'a> {
        let getters = (
            params.region(),
            params.use_fips(),
            params.use_dual_stack(),
            params.endpoint(),
        );
        self.0
            .notes()
            .note("endpoint parameters", format!("{params:?} {getters:?}"));
        let scheme = EndpointAuthScheme::with_capacity("sigv4", 2)
            .put("signingName", "other-service")
            .put("signingRegion", "ap-south-1");
        let endpoint = Endpoint::builder()
            .url("https://resolved.example/prefix")
            .header("x-from-resolver", "one")
            .auth_scheme(scheme);
        EndpointFuture::ready(Ok(endpoint.build()))
    }
}

/// The environment's settings of the service: its URL, if it has one; notes what is asked for.
#[derive(Debug)]
struct ServiceUrl(Wire, bool);

impl LoadServiceConfig for ServiceUrl {
    fn load_config(&self, key: ServiceConfigKey<'_>) -> Option<String> {
        self.0.notes().note("service config", format!("{key:?}"));
        self.1.then(|| "https://service.example".to_owned())
    }
}
