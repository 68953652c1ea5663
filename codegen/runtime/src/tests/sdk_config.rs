//! The configuration that all services share.

use aws_credential_types::Credentials;
use aws_credential_types::provider::SharedCredentialsProvider;
use aws_smithy_async::time::{SharedTimeSource, StaticTimeSource};
use aws_smithy_runtime::client::identity::IdentityCache;
use aws_smithy_runtime_api::client::behavior_version::BehaviorVersion;
use aws_smithy_types::config_bag::ConfigBag;
use aws_smithy_types::retry::RetryConfig;
use aws_smithy_types::timeout::TimeoutConfig;
use aws_types::SdkConfig;
use aws_types::app_name::AppName;
use aws_types::endpoint_config::{EndpointUrl, UseDualStack, UseFips};
use aws_types::origin::Origin;
use aws_types::region::Region;
use aws_types::sdk_config::Builder;
use aws_types::sdk_ua_metadata::FrameworkMetadata;
use aws_types::service_config::{LoadServiceConfig, ServiceConfigKey};

use super::http::Server;
use crate::{Client, Config};

fn shared(server: &Server) -> Builder {
    SdkConfig::builder()
        .region(Region::new("eu-west-1"))
        .http_client(server.clone())
        .credentials_provider(SharedCredentialsProvider::new(Credentials::for_tests()))
        .behavior_version(BehaviorVersion::latest())
}

#[test]
fn settings_are_taken_over() {
    let framework = |name| FrameworkMetadata::new(name, None::<&str>).expect("it is valid");
    let shared = shared(&Server::new())
        .app_name(AppName::new("app").expect("it is valid"))
        .framework_metadata(framework("first"))
        .framework_metadata(framework("second"))
        .retry_config(RetryConfig::standard().with_max_attempts(9))
        .timeout_config(
            TimeoutConfig::builder()
                .read_timeout(std::time::Duration::MAX)
                .build(),
        )
        .time_source(SharedTimeSource::new(StaticTimeSource::from_secs(7)))
        .identity_cache(IdentityCache::no_cache())
        .disable_clock_skew_correction(true)
        .sleep_impl(aws_smithy_async::rt::sleep::default_async_sleep().expect("the feature is on"))
        .build();
    let config = Config::from(&shared);
    assert_eq!(config.region(), shared.region());
    assert_eq!(config.app_name(), shared.app_name());
    let frameworks: Vec<_> = shared.framework_metadata().iter().collect();
    assert_eq!(config.framework_metadata(), frameworks);
    assert_eq!(frameworks.len(), 2);
    assert_eq!(config.retry_config(), shared.retry_config());
    assert_eq!(config.timeout_config(), shared.timeout_config());
    assert_eq!(config.disable_clock_skew_correction(), Some(true));
    assert!(config.http_client().is_some());
    assert!(config.sleep_impl().is_some());
    let now = |time: Option<SharedTimeSource>| time.map(|time| time.now());
    assert_eq!(now(config.time_source()), now(shared.time_source()));
    let cache = format!("{:?}", config.identity_cache());
    assert!(cache.contains("NoCache"), "{cache}");
}

#[test]
fn what_is_not_set_stays_unset() {
    let config = Config::new(&SdkConfig::builder().build());
    assert_eq!((config.region(), config.app_name()), (None, None));
    assert!(config.retry_config().is_none());
    assert!(config.timeout_config().is_none());
    assert!(config.http_client().is_none());
    assert!(config.identity_cache().is_none());
    assert_eq!(config.disable_clock_skew_correction(), None);
}

#[tokio::test]
async fn a_client_is_made_of_it() {
    let server = Server::new().then(200, &[], "{}");
    let client = Client::new(&shared(&server).build());
    client
        .list_keepers()
        .send()
        .await
        .expect("the server answers");
    let signed = server.header("authorization");
    assert!(signed.contains("Credential=ANOTREAL/"), "{signed}");
    assert!(signed.contains("/eu-west-1/stand-in/"), "{signed}");
}

/// The service's own setting in the environment or a profile.
#[derive(Debug)]
struct ServiceSetting(Option<&'static str>);

impl LoadServiceConfig for ServiceSetting {
    fn load_config(&self, key: ServiceConfigKey<'_>) -> Option<String> {
        assert_eq!(key.service_id(), "Stand In");
        assert_eq!(
            (key.env(), key.profile()),
            ("AWS_ENDPOINT_URL", "endpoint_url")
        );
        self.0.map(str::to_owned)
    }
}

/// A setting as a call sees it.
fn endpoint_url(config: &Config) -> Option<String> {
    let client = Client::from_conf(config.clone());
    let mut cfg = ConfigBag::base();
    let applied = client
        .handle
        .runtime_plugins
        .apply_client_configuration(&mut cfg);
    applied.expect("the configuration is valid");
    cfg.load::<EndpointUrl>().map(|url| url.0.clone())
}

#[test]
fn the_program_wins_over_the_services_setting_and_that_over_the_general() {
    let (program, service, general) = ("http://program", "http://service", "http://general");
    // The general setting and where it is from; the service's; what holds.
    let table = [
        (None, Origin::unknown(), None, None),
        (None, Origin::unknown(), Some(service), Some(service)),
        (
            Some(general),
            Origin::shared_environment_variable(),
            None,
            Some(general),
        ),
        (
            Some(general),
            Origin::shared_environment_variable(),
            Some(service),
            Some(service),
        ),
        (
            Some(general),
            Origin::shared_profile_file(),
            Some(service),
            Some(service),
        ),
        (
            Some(program),
            Origin::shared_config(),
            Some(service),
            Some(program),
        ),
        (Some(program), Origin::shared_config(), None, Some(program)),
    ];
    for (url, origin, service, expected) in table {
        let mut shared = shared(&Server::new());
        shared.set_endpoint_url(url.map(str::to_owned));
        shared.insert_origin("endpoint_url", origin);
        let shared = shared.service_config(ServiceSetting(service)).build();
        let config = Config::from(&shared);
        assert_eq!(
            endpoint_url(&config).as_deref(),
            expected,
            "{url:?} {service:?}"
        );
    }
}

#[test]
fn without_services_settings_the_general_one_holds() {
    let shared = shared(&Server::new())
        .endpoint_url("http://general")
        .build();
    let config = Config::from(&shared);
    assert_eq!(endpoint_url(&config).as_deref(), Some("http://general"));
}

#[test]
fn endpoint_variants_are_taken_over() {
    let shared = shared(&Server::new())
        .use_fips(true)
        .use_dual_stack(false)
        .build();
    let client = Client::new(&shared);
    let mut cfg = ConfigBag::base();
    let applied = client
        .handle
        .runtime_plugins
        .apply_client_configuration(&mut cfg);
    applied.expect("the configuration is valid");
    assert_eq!(cfg.load::<UseFips>().map(|it| it.0), Some(true));
    assert_eq!(cfg.load::<UseDualStack>().map(|it| it.0), Some(false));
}
