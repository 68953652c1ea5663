//! The configuration of a client.

use std::fmt::Debug;

use aws_credential_types::provider::{ProvideCredentials, SharedCredentialsProvider};
use aws_runtime::invocation_id::{InvocationIdGenerator, SharedInvocationIdGenerator};
use aws_runtime::service_clock_skew::DisableClockSkewCorrection;
use aws_runtime::user_agent::ApiMetadata;
use aws_smithy_async::rt::sleep::{AsyncSleep, SharedAsyncSleep};
use aws_smithy_async::time::{SharedTimeSource, TimeSource};
use aws_smithy_runtime::client::auth::no_auth::NoAuthRuntimePluginV2;
use aws_smithy_runtime::client::retries::RetryPartition;
use aws_smithy_runtime_api::client::auth::{
    AuthScheme, AuthSchemeId, AuthSchemePreference, SharedAuthScheme,
    SharedAuthSchemeOptionResolver,
};
use aws_smithy_runtime_api::client::behavior_version::BehaviorVersion;
use aws_smithy_runtime_api::client::endpoint::SharedEndpointResolver;
use aws_smithy_runtime_api::client::http::{HttpClient, SharedHttpClient};
use aws_smithy_runtime_api::client::identity::{ResolveCachedIdentity, SharedIdentityCache};
use aws_smithy_runtime_api::client::interceptors::{Intercept, SharedInterceptor};
use aws_smithy_runtime_api::client::retries::classifiers::{ClassifyRetry, SharedRetryClassifier};
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponentsBuilder;
use aws_smithy_runtime_api::client::runtime_plugin::SharedRuntimePlugin;
use aws_smithy_runtime_api::client::stalled_stream_protection::StalledStreamProtectionConfig;
use aws_smithy_runtime_api::shared::IntoShared;
use aws_smithy_types::config_bag::{CloneableLayer, FrozenLayer, Layer, Storable, StoreReplace};
use aws_smithy_types::retry::RetryConfig;
use aws_smithy_types::telemetry::RequestedTelemetryAttributes;
use aws_smithy_types::timeout::TimeoutConfig;
use aws_types::SigningName;
use aws_types::app_name::AppName;
use aws_types::endpoint_config::{EndpointUrl, UseDualStack, UseFips};
use aws_types::region::{Region, SigningRegion};
use aws_types::sdk_config::SdkConfig;
use aws_types::sdk_ua_metadata::FrameworkMetadata;
use aws_types::service_config::ServiceConfigKey;

use super::auth::ResolveAuthScheme;
use super::endpoint::{DefaultResolver, ResolveEndpoint};
use super::idempotency::IdempotencyTokenProvider;
use crate::service::SERVICE;

/// The configuration of a [`Client`](crate::Client): from the configuration that all services share
/// (`Config::new(&sdk_config)`), or piece by piece with [`Config::builder`].
#[derive(Clone, Debug)]
pub struct Config {
    /// What the builder held, and the same frozen, as the runtime reads it.
    cloneable: CloneableLayer,
    pub(crate) frozen: FrozenLayer,
    pub(super) runtime_components: RuntimeComponentsBuilder,
    pub(super) runtime_plugins: Vec<SharedRuntimePlugin>,
    pub(super) behavior_version: Option<BehaviorVersion>,
}

/// Builds a [`Config`]. `x(..)` sets a value, `set_x(..)` sets or clears it in place.
#[derive(Clone, Debug)]
pub struct Builder {
    pub(crate) config: CloneableLayer,
    pub(crate) runtime_components: RuntimeComponentsBuilder,
    pub(super) runtime_plugins: Vec<SharedRuntimePlugin>,
    pub(super) behavior_version: Option<BehaviorVersion>,
}

impl Default for Builder {
    fn default() -> Self {
        Self {
            config: CloneableLayer::default(),
            runtime_components: RuntimeComponentsBuilder::new("service config"),
            runtime_plugins: Vec::new(),
            behavior_version: None,
        }
    }
}

/// A setting that only some services have, told from the others by its number.
#[derive(Clone, Debug)]
pub(crate) struct Setting<T, const NUMBER: usize>(pub(crate) T);

impl<T: Debug + Send + Sync + 'static, const NUMBER: usize> Storable for Setting<T, NUMBER> {
    type Storer = StoreReplace<Self>;
}

impl Builder {
    /// Sets or clears what the emitted setter of a service's own setting was given.
    pub(crate) fn store<T>(&mut self, value: Option<T>) -> &mut Self
    where
        T: Storable<Storer = StoreReplace<T>> + Clone,
    {
        self.config.store_or_unset(value);
        self
    }
}

impl Config {
    /// Starts an empty configuration. It has fewer defaults than the one that `aws-config` loads.
    pub fn builder() -> Builder {
        Builder::default()
    }

    /// A builder that starts with this configuration.
    pub fn to_builder(&self) -> Builder {
        Builder {
            config: self.cloneable.clone(),
            runtime_components: self.runtime_components.clone(),
            runtime_plugins: self.runtime_plugins.clone(),
            behavior_version: self.behavior_version,
        }
    }

    /// The configuration that all services share, as this service's own.
    pub fn new(config: &SdkConfig) -> Self {
        Builder::from(config).build()
    }

    /// The client that carries the requests.
    pub fn http_client(&self) -> Option<SharedHttpClient> {
        self.runtime_components.http_client()
    }

    /// The authentication schemes that were added.
    pub fn auth_schemes(&self) -> impl Iterator<Item = SharedAuthScheme> + '_ {
        self.runtime_components.auth_schemes()
    }

    /// Chooses the authentication schemes of an operation.
    pub fn auth_scheme_resolver(&self) -> Option<SharedAuthSchemeOptionResolver> {
        self.runtime_components.auth_scheme_option_resolver()
    }

    /// The authentication schemes that are preferred where an operation allows several.
    pub fn auth_scheme_preference(&self) -> Option<&AuthSchemePreference> {
        self.frozen.load::<AuthSchemePreference>()
    }

    /// Chooses the endpoint of a request: the resolver that was set, or the one of the service's rules.
    pub fn endpoint_resolver(&self) -> SharedEndpointResolver {
        self.runtime_components
            .endpoint_resolver()
            .unwrap_or_else(|| DefaultResolver::new().into_shared_resolver())
    }

    /// How streams that stand still are broken off.
    pub fn stalled_stream_protection(&self) -> Option<&StalledStreamProtectionConfig> {
        self.frozen.load::<StalledStreamProtectionConfig>()
    }

    /// The name of the application in the user agent.
    pub fn app_name(&self) -> Option<&AppName> {
        self.frozen.load::<AppName>()
    }

    /// How often and when a call is tried again.
    pub fn retry_config(&self) -> Option<&RetryConfig> {
        self.frozen.load::<RetryConfig>()
    }

    /// How long a call, an attempt, a connection and a read may take.
    pub fn timeout_config(&self) -> Option<&TimeoutConfig> {
        self.frozen.load::<TimeoutConfig>()
    }

    /// How to wait, between attempts and for timeouts.
    pub fn sleep_impl(&self) -> Option<SharedAsyncSleep> {
        self.runtime_components.sleep_impl()
    }

    /// The calls that share a retry quota.
    pub fn retry_partition(&self) -> Option<&RetryPartition> {
        self.frozen.load::<RetryPartition>()
    }

    /// Keeps credentials until they expire.
    pub fn identity_cache(&self) -> Option<SharedIdentityCache> {
        self.runtime_components.identity_cache()
    }

    /// The interceptors that were added.
    pub fn interceptors(&self) -> impl Iterator<Item = SharedInterceptor> + '_ {
        self.runtime_components.interceptors()
    }

    /// Tells the time.
    pub fn time_source(&self) -> Option<SharedTimeSource> {
        self.runtime_components.time_source()
    }

    /// The retry classifiers that were added.
    pub fn retry_classifiers(&self) -> impl Iterator<Item = SharedRetryClassifier> + '_ {
        self.runtime_components.retry_classifiers()
    }

    /// The frameworks in the user agent, in the order in which they were added.
    pub fn framework_metadata(&self) -> Vec<&FrameworkMetadata> {
        let mut metadata: Vec<_> = self.frozen.load::<FrameworkMetadata>().collect();
        // The layer gives the newest first.
        metadata.reverse();
        metadata
    }

    /// Whether a wrong clock is not corrected by the service's time.
    pub fn disable_clock_skew_correction(&self) -> Option<bool> {
        self.frozen
            .load::<DisableClockSkewCorrection>()
            .map(DisableClockSkewCorrection::is_disabled)
    }

    /// Makes the ids in the header `amz-sdk-invocation-id`.
    pub fn invocation_id_generator(&self) -> Option<SharedInvocationIdGenerator> {
        self.frozen.load::<SharedInvocationIdGenerator>().cloned()
    }

    /// Makes idempotency tokens, if it was set.
    pub fn idempotency_token_provider(&self) -> Option<IdempotencyTokenProvider> {
        self.frozen.load::<IdempotencyTokenProvider>().cloned()
    }

    /// The name of the service in signatures.
    pub fn signing_name(&self) -> &'static str {
        SERVICE.signing_name
    }

    /// The region that requests go to.
    pub fn region(&self) -> Option<&Region> {
        self.frozen.load::<Region>()
    }

    /// Always `None`: kept because the official client has it.
    #[deprecated(note = "it always returns `None`")]
    pub fn credentials_provider(&self) -> Option<SharedCredentialsProvider> {
        None
    }
}

impl Builder {
    /// Starts an empty configuration. It has fewer defaults than the one that `aws-config` loads.
    pub fn new() -> Self {
        Self::default()
    }

    /// Names input members whose values are added to metrics, and can be read by interceptors from
    /// `CapturedTelemetryAttributes`. Only strings that are not sensitive are taken. Name few: each
    /// value becomes a label.
    pub fn emit_input_attributes(self, names: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.request_telemetry(|requested| requested.emit(names.into_iter().map(Into::into)))
    }

    /// Names input members whose values interceptors can read from `CapturedTelemetryAttributes`. Only
    /// strings that are not sensitive are taken.
    pub fn capture_input_attributes(
        self,
        names: impl IntoIterator<Item = impl Into<String>>,
    ) -> Self {
        self.request_telemetry(|requested| {
            requested.capture_only(names.into_iter().map(Into::into))
        })
    }

    fn request_telemetry(
        mut self,
        request: impl FnOnce(&mut RequestedTelemetryAttributes),
    ) -> Self {
        let requested = self.config.load::<RequestedTelemetryAttributes>();
        let mut requested = requested.cloned().unwrap_or_default();
        request(&mut requested);
        self.config.store_put(requested);
        self
    }

    /// Sets the client that carries the requests.
    pub fn http_client(mut self, http_client: impl HttpClient + 'static) -> Self {
        self.set_http_client(Some(http_client.into_shared()));
        self
    }

    /// Sets or clears the client that carries the requests.
    pub fn set_http_client(&mut self, http_client: Option<SharedHttpClient>) -> &mut Self {
        self.runtime_components.set_http_client(http_client);
        self
    }

    /// Adds an authentication scheme, or replaces the one of the same id. A scheme that the model does
    /// not have is used only if an [`auth_scheme_resolver`](Self::auth_scheme_resolver) chooses it.
    pub fn push_auth_scheme(mut self, auth_scheme: impl AuthScheme + 'static) -> Self {
        self.runtime_components.push_auth_scheme(auth_scheme);
        self
    }

    /// Sets what chooses the authentication schemes of an operation.
    pub fn auth_scheme_resolver(mut self, resolver: impl ResolveAuthScheme + 'static) -> Self {
        self.set_auth_scheme_resolver(resolver);
        self
    }

    /// Sets what chooses the authentication schemes of an operation.
    pub fn set_auth_scheme_resolver(
        &mut self,
        resolver: impl ResolveAuthScheme + 'static,
    ) -> &mut Self {
        self.runtime_components
            .set_auth_scheme_option_resolver(Some(resolver.into_shared_resolver()));
        self
    }

    /// Sends requests without authentication where no scheme can be used.
    pub fn allow_no_auth(mut self) -> Self {
        self.set_allow_no_auth();
        self
    }

    /// Sends requests without authentication where no scheme can be used.
    pub fn set_allow_no_auth(&mut self) -> &mut Self {
        self.runtime_plugins
            .push(NoAuthRuntimePluginV2::new().into_shared());
        self
    }

    /// Sets the authentication schemes that are preferred where an operation allows several.
    pub fn auth_scheme_preference(mut self, preference: impl Into<AuthSchemePreference>) -> Self {
        self.set_auth_scheme_preference(Some(preference.into()));
        self
    }

    /// Sets or clears the authentication schemes that are preferred.
    pub fn set_auth_scheme_preference(
        &mut self,
        preference: Option<AuthSchemePreference>,
    ) -> &mut Self {
        self.config.store_or_unset(preference);
        self
    }

    /// Sets what chooses the endpoint of a request, in place of the service's rules and of
    /// [`endpoint_url`](Self::endpoint_url).
    pub fn endpoint_resolver(mut self, resolver: impl ResolveEndpoint + 'static) -> Self {
        self.set_endpoint_resolver(Some(resolver.into_shared_resolver()));
        self
    }

    /// Sets or clears what chooses the endpoint of a request.
    pub fn set_endpoint_resolver(&mut self, resolver: Option<SharedEndpointResolver>) -> &mut Self {
        self.runtime_components.set_endpoint_resolver(resolver);
        self
    }

    /// Sets how streams that stand still are broken off.
    pub fn stalled_stream_protection(mut self, protection: StalledStreamProtectionConfig) -> Self {
        self.set_stalled_stream_protection(Some(protection));
        self
    }

    /// Sets or clears how streams that stand still are broken off.
    pub fn set_stalled_stream_protection(
        &mut self,
        protection: Option<StalledStreamProtectionConfig>,
    ) -> &mut Self {
        self.config.store_or_unset(protection);
        self
    }

    /// Sets the name of the application in the user agent.
    pub fn app_name(mut self, app_name: AppName) -> Self {
        self.set_app_name(Some(app_name));
        self
    }

    /// Sets or clears the name of the application in the user agent.
    pub fn set_app_name(&mut self, app_name: Option<AppName>) -> &mut Self {
        self.config.store_or_unset(app_name);
        self
    }

    /// Sets how often and when a call is tried again.
    pub fn retry_config(mut self, retry_config: RetryConfig) -> Self {
        self.set_retry_config(Some(retry_config));
        self
    }

    /// Sets how often and when a call is tried again; `None` changes nothing.
    pub fn set_retry_config(&mut self, retry_config: Option<RetryConfig>) -> &mut Self {
        if let Some(retry_config) = retry_config {
            self.config.store_put(retry_config);
        }
        self
    }

    /// Sets how long a call, an attempt, a connection and a read may take.
    pub fn timeout_config(mut self, timeout_config: TimeoutConfig) -> Self {
        self.set_timeout_config(Some(timeout_config));
        self
    }

    /// Sets timeouts; what `timeout_config` leaves unset, and `None`, changes nothing.
    pub fn set_timeout_config(&mut self, timeout_config: Option<TimeoutConfig>) -> &mut Self {
        if let Some(mut timeout_config) = timeout_config {
            if let Some(earlier) = self.config.load::<TimeoutConfig>() {
                timeout_config.take_defaults_from(earlier);
            }
            self.config.store_put(timeout_config);
        }
        self
    }

    /// Sets how to wait, between attempts and for timeouts.
    pub fn sleep_impl(mut self, sleep_impl: impl AsyncSleep + 'static) -> Self {
        self.set_sleep_impl(Some(sleep_impl.into_shared()));
        self
    }

    /// Sets or clears how to wait.
    pub fn set_sleep_impl(&mut self, sleep_impl: Option<SharedAsyncSleep>) -> &mut Self {
        self.runtime_components.set_sleep_impl(sleep_impl);
        self
    }

    /// Sets the calls that share a retry quota; unless set, those of the same service and region.
    pub fn retry_partition(mut self, retry_partition: RetryPartition) -> Self {
        self.set_retry_partition(Some(retry_partition));
        self
    }

    /// Sets the calls that share a retry quota; `None` changes nothing.
    pub fn set_retry_partition(&mut self, retry_partition: Option<RetryPartition>) -> &mut Self {
        if let Some(retry_partition) = retry_partition {
            self.config.store_put(retry_partition);
        }
        self
    }

    /// Sets what keeps credentials until they expire.
    pub fn identity_cache(mut self, cache: impl ResolveCachedIdentity + 'static) -> Self {
        self.set_identity_cache(cache);
        self
    }

    /// Sets what keeps credentials until they expire.
    pub fn set_identity_cache(&mut self, cache: impl ResolveCachedIdentity + 'static) -> &mut Self {
        self.runtime_components.set_identity_cache(Some(cache));
        self
    }

    /// Adds an interceptor, which can read and change a call at each of its steps.
    pub fn interceptor(mut self, interceptor: impl Intercept + 'static) -> Self {
        self.push_interceptor(SharedInterceptor::new(interceptor));
        self
    }

    /// Adds an interceptor.
    pub fn push_interceptor(&mut self, interceptor: SharedInterceptor) -> &mut Self {
        self.runtime_components.push_interceptor(interceptor);
        self
    }

    /// Replaces the interceptors.
    pub fn set_interceptors(
        &mut self,
        interceptors: impl IntoIterator<Item = SharedInterceptor>,
    ) -> &mut Self {
        self.runtime_components
            .set_interceptors(interceptors.into_iter());
        self
    }

    /// Sets what tells the time.
    pub fn time_source(mut self, time_source: impl TimeSource + 'static) -> Self {
        self.set_time_source(Some(time_source.into_shared()));
        self
    }

    /// Sets or clears what tells the time.
    pub fn set_time_source(&mut self, time_source: Option<SharedTimeSource>) -> &mut Self {
        self.runtime_components.set_time_source(time_source);
        self
    }

    /// Adds a classifier, which decides after an attempt whether the call is tried again.
    pub fn retry_classifier(mut self, classifier: impl ClassifyRetry + 'static) -> Self {
        self.push_retry_classifier(SharedRetryClassifier::new(classifier));
        self
    }

    /// Adds a retry classifier.
    pub fn push_retry_classifier(&mut self, classifier: SharedRetryClassifier) -> &mut Self {
        self.runtime_components.push_retry_classifier(classifier);
        self
    }

    /// Replaces the retry classifiers.
    pub fn set_retry_classifiers(
        &mut self,
        classifiers: impl IntoIterator<Item = SharedRetryClassifier>,
    ) -> &mut Self {
        self.runtime_components
            .set_retry_classifiers(classifiers.into_iter());
        self
    }

    /// Adds a framework to the user agent.
    pub fn framework_metadata(mut self, framework_metadata: FrameworkMetadata) -> Self {
        self.push_framework_metadata(framework_metadata);
        self
    }

    /// Adds a framework to the user agent.
    pub fn push_framework_metadata(&mut self, framework_metadata: FrameworkMetadata) -> &mut Self {
        self.config.store_append(framework_metadata);
        self
    }

    /// Sets whether a wrong clock is not corrected by the service's time.
    pub fn disable_clock_skew_correction(mut self, disable: impl Into<Option<bool>>) -> Self {
        self.set_disable_clock_skew_correction(disable.into());
        self
    }

    /// Sets or clears whether a wrong clock is not corrected.
    pub fn set_disable_clock_skew_correction(&mut self, disable: Option<bool>) -> &mut Self {
        self.config
            .store_or_unset::<DisableClockSkewCorrection>(disable.map(Into::into));
        self
    }

    /// Sets what makes the ids in the header `amz-sdk-invocation-id`.
    pub fn invocation_id_generator(
        mut self,
        generator: impl InvocationIdGenerator + 'static,
    ) -> Self {
        self.set_invocation_id_generator(Some(SharedInvocationIdGenerator::new(generator)));
        self
    }

    /// Sets or clears what makes the ids in the header `amz-sdk-invocation-id`.
    pub fn set_invocation_id_generator(
        &mut self,
        generator: Option<SharedInvocationIdGenerator>,
    ) -> &mut Self {
        self.config.store_or_unset(generator);
        self
    }

    /// Sets what makes idempotency tokens; unless set, they are random.
    pub fn idempotency_token_provider(
        mut self,
        provider: impl Into<IdempotencyTokenProvider>,
    ) -> Self {
        self.set_idempotency_token_provider(Some(provider.into()));
        self
    }

    /// Sets or clears what makes idempotency tokens.
    pub fn set_idempotency_token_provider(
        &mut self,
        provider: Option<IdempotencyTokenProvider>,
    ) -> &mut Self {
        self.config.store_or_unset(provider);
        self
    }

    /// Sends requests to this URL rather than to the service's own endpoint.
    pub fn endpoint_url(mut self, endpoint_url: impl Into<String>) -> Self {
        self.set_endpoint_url(Some(endpoint_url.into()));
        self
    }

    /// Sets or clears the URL that requests go to.
    pub fn set_endpoint_url(&mut self, endpoint_url: Option<String>) -> &mut Self {
        self.config.store_or_unset(endpoint_url.map(EndpointUrl));
        self
    }

    /// Sends requests to an endpoint that has both IPv4 and IPv6.
    pub fn use_dual_stack(mut self, use_dual_stack: impl Into<bool>) -> Self {
        self.set_use_dual_stack(Some(use_dual_stack.into()));
        self
    }

    /// Sets or clears whether the endpoint has both IPv4 and IPv6.
    pub fn set_use_dual_stack(&mut self, use_dual_stack: Option<bool>) -> &mut Self {
        self.config.store_or_unset(use_dual_stack.map(UseDualStack));
        self
    }

    /// Sends requests to an endpoint with validated cryptography (FIPS 140).
    pub fn use_fips(mut self, use_fips: impl Into<bool>) -> Self {
        self.set_use_fips(Some(use_fips.into()));
        self
    }

    /// Sets or clears whether the endpoint has validated cryptography.
    pub fn set_use_fips(&mut self, use_fips: Option<bool>) -> &mut Self {
        self.config.store_or_unset(use_fips.map(UseFips));
        self
    }

    /// Sets the region that requests go to.
    pub fn region(mut self, region: impl Into<Option<Region>>) -> Self {
        self.set_region(region.into());
        self
    }

    /// Sets or clears the region that requests go to.
    pub fn set_region(&mut self, region: Option<Region>) -> &mut Self {
        self.config.store_or_unset(region);
        self
    }

    /// Sets what provides the credentials that requests are signed with.
    pub fn credentials_provider(mut self, provider: impl ProvideCredentials + 'static) -> Self {
        self.set_credentials_provider(Some(SharedCredentialsProvider::new(provider)));
        self
    }

    /// Sets what provides the credentials; `None` changes nothing.
    pub fn set_credentials_provider(
        &mut self,
        provider: Option<SharedCredentialsProvider>,
    ) -> &mut Self {
        if let Some(provider) = provider {
            self.runtime_components
                .set_identity_resolver(aws_runtime::auth::sigv4::SCHEME_ID, provider.clone())
                .set_identity_resolver(SIGV4A, provider);
        }
        self
    }

    /// Pins the defaults that change over time to those of one version.
    pub fn behavior_version(mut self, behavior_version: BehaviorVersion) -> Self {
        self.set_behavior_version(Some(behavior_version));
        self
    }

    /// Sets or clears the version of the defaults.
    pub fn set_behavior_version(&mut self, behavior_version: Option<BehaviorVersion>) -> &mut Self {
        self.behavior_version = behavior_version;
        self
    }

    /// Takes the newest defaults; an update may change them.
    pub fn behavior_version_latest(self) -> Self {
        self.behavior_version(BehaviorVersion::latest())
    }

    /// The configuration.
    pub fn build(mut self) -> Config {
        if self.runtime_components.time_source().is_none() {
            self.set_time_source(Some(SharedTimeSource::default()));
        }
        let mut layer = self.config;
        layer.store_put(ApiMetadata::new(
            SERVICE.metadata_name,
            crate::meta::PKG_VERSION,
        ));
        layer.store_put(SigningName::from_static(SERVICE.signing_name));
        let region = signing_region(&layer);
        layer.store_or_unset(region);
        Config {
            frozen: Layer::from(layer.clone()).with_name("Config").freeze(),
            cloneable: layer,
            runtime_components: self.runtime_components,
            runtime_plugins: self.runtime_plugins,
            behavior_version: self.behavior_version,
        }
    }
}

impl Builder {
    /// Takes what the authentication schemes of this service need of the shared configuration.
    fn configure_auth(&mut self, config: &SdkConfig) {
        for support in SERVICE.auth.support {
            (support.configure)(config, self);
        }
    }
}

/// The id of SigV4a, whose scheme needs a feature of the runtime that services without it do not have.
const SIGV4A: AuthSchemeId = AuthSchemeId::new("sigv4a");

/// Requests are signed for the region that they go to.
pub(super) fn signing_region(layer: &CloneableLayer) -> Option<SigningRegion> {
    layer.load::<Region>().cloned().map(SigningRegion::from)
}

#[cfg(feature = "test-util")]
impl Builder {
    /// Sets a fixed time, fixed credentials, a fixed user agent and the newest defaults.
    pub fn apply_test_defaults(&mut self) -> &mut Self {
        let time = std::time::UNIX_EPOCH + std::time::Duration::from_secs(1_234_567_890);
        let time = aws_smithy_async::time::StaticTimeSource::new(time);
        self.set_time_source(Some(SharedTimeSource::new(time)));
        self.config
            .store_put(aws_runtime::user_agent::AwsUserAgent::for_tests());
        let token = "00000000-0000-4000-8000-000000000000";
        self.set_idempotency_token_provider(Some(token.into()));
        let credentials = aws_credential_types::Credentials::for_tests();
        let token = aws_credential_types::Token::new("test-token", None);
        let token = aws_credential_types::provider::token::SharedTokenProvider::new(token);
        let shared = SdkConfig::builder()
            .credentials_provider(SharedCredentialsProvider::new(credentials))
            .token_provider(token)
            .build();
        self.set_credentials_provider(shared.credentials_provider());
        self.configure_auth(&shared);
        self.set_behavior_version(Some(BehaviorVersion::latest()))
    }

    /// As [`apply_test_defaults`](Self::apply_test_defaults).
    pub fn with_test_defaults(mut self) -> Self {
        self.apply_test_defaults();
        self
    }

    /// As [`apply_test_defaults`](Self::apply_test_defaults), and the region us-east-1 unless another
    /// is set.
    pub fn apply_test_defaults_v2(&mut self) -> &mut Self {
        self.apply_test_defaults();
        if self.config.load::<Region>().is_none() {
            self.set_region(Some(Region::new("us-east-1")));
        }
        self
    }

    /// As [`apply_test_defaults_v2`](Self::apply_test_defaults_v2).
    pub fn with_test_defaults_v2(mut self) -> Self {
        self.apply_test_defaults_v2();
        self
    }
}

impl From<&SdkConfig> for Builder {
    fn from(input: &SdkConfig) -> Self {
        let mut builder = Self::default()
            .region(input.region().cloned())
            .disable_clock_skew_correction(input.disable_clock_skew_correction());
        builder
            .set_credentials_provider(input.credentials_provider())
            .set_use_fips(input.use_fips())
            .set_use_dual_stack(input.use_dual_stack())
            .set_endpoint_url(endpoint_url(input))
            .store(input.account_id_endpoint_mode().cloned())
            .set_retry_config(input.retry_config().cloned())
            .set_timeout_config(input.timeout_config().cloned())
            .set_sleep_impl(input.sleep_impl())
            .set_http_client(input.http_client())
            .set_time_source(input.time_source())
            .set_behavior_version(input.behavior_version())
            .set_auth_scheme_preference(input.auth_scheme_preference().cloned())
            .set_app_name(input.app_name().cloned());
        if let Some(protection) = input.stalled_stream_protection() {
            builder.set_stalled_stream_protection(Some(protection));
        }
        if let Some(cache) = input.identity_cache() {
            builder.set_identity_cache(cache);
        }
        builder.configure_auth(input);
        for metadata in input.framework_metadata() {
            builder.push_framework_metadata(metadata.clone());
        }
        super::checksums::take_settings(&mut builder, input); // only with checksums
        super::compression::take_settings(&mut builder, input); // only with compression
        builder
    }
}

/// What the program set wins over the service's own setting in the environment or profile, and that
/// over the setting for all services.
fn endpoint_url(config: &SdkConfig) -> Option<String> {
    let general = || config.endpoint_url().map(str::to_owned);
    if config.get_origin("endpoint_url").is_client_config() {
        return general();
    }
    let key = ServiceConfigKey::builder()
        .service_id(SERVICE.sdk_id)
        .env("AWS_ENDPOINT_URL")
        .profile("endpoint_url")
        .build()
        .ok();
    config
        .service_config()
        .zip(key)
        .and_then(|(service, key)| service.load_config(key))
        .or_else(general)
}

impl From<&SdkConfig> for Config {
    fn from(config: &SdkConfig) -> Self {
        Self::new(config)
    }
}
