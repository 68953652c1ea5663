//! The plugins of a client and of a call: what the runtime makes of a [`Config`].

use std::borrow::Cow;

use aws_runtime::invocation_id::InvocationIdInterceptor;
use aws_runtime::recursion_detection::RecursionDetectionInterceptor;
use aws_runtime::request_info::RequestInfoInterceptor;
use aws_runtime::retries::classifiers::AwsErrorCodeClassifier;
use aws_runtime::service_clock_skew::{ServiceClockSkewClassifier, ServiceClockSkewInterceptor};
use aws_runtime::user_agent::UserAgentInterceptor;
use aws_smithy_runtime::client::auth::no_auth::{NO_AUTH_SCHEME_ID, NoAuthScheme};
use aws_smithy_runtime::client::config_override::Resolver;
use aws_smithy_runtime::client::defaults::{DefaultPluginParams, default_plugins};
use aws_smithy_runtime::client::http::connection_poisoning::ConnectionPoisoningInterceptor;
use aws_smithy_runtime::client::identity::IdentityCache;
use aws_smithy_runtime::client::identity::no_auth::NoAuthIdentityResolver;
use aws_smithy_runtime::client::metrics::MetricsRuntimePlugin;
use aws_smithy_runtime::client::orchestrator::AuthSchemeAndEndpointOrchestrationV2;
use aws_smithy_runtime::client::retries::classifiers::{
    HttpStatusCodeClassifier, ModeledAsRetryableClassifier,
};
use aws_smithy_runtime_api::client::auth::SharedAuthScheme;
use aws_smithy_runtime_api::client::behavior_version::BehaviorVersion;
use aws_smithy_runtime_api::client::interceptors::SharedInterceptor;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponentsBuilder;
use aws_smithy_runtime_api::client::runtime_plugin::{Order, RuntimePlugins, StaticRuntimePlugin};
use aws_smithy_types::config_bag::Layer;

use super::auth::{DefaultAuthSchemeResolver, ResolveAuthScheme};
use super::client::Handle;
use super::config::{Builder, Config, signing_region};
use super::endpoint::{DefaultResolver, ResolveEndpoint};
use super::idempotency::IdempotencyTokenProvider;
use super::interceptors::Features;
use super::operation::Operation;
use crate::service::SERVICE;

/// The plugins of a client: defaults, the user's configuration, the service.
///
/// # Errors
/// When no behavior version is set.
pub(super) fn client_plugins(config: Config) -> Result<RuntimePlugins, &'static str> {
    let behavior_version = config
        .behavior_version
        .or_else(|| cfg!(feature = "behavior-version-latest").then(BehaviorVersion::latest));
    let behavior_version = behavior_version.ok_or(NO_BEHAVIOR_VERSION)?;
    let retry_partition = match config.region() {
        Some(region) => Cow::Owned(format!("{}-{region}", SERVICE.metadata_name)),
        None => Cow::Borrowed(SERVICE.metadata_name),
    };
    let defaults = DefaultPluginParams::new()
        .with_retry_partition_name(retry_partition)
        .with_behavior_version(behavior_version)
        .with_is_aws_sdk(true);
    let user = StaticRuntimePlugin::new()
        .with_config(config.frozen)
        .with_runtime_components(config.runtime_components.clone());
    let mut plugins = RuntimePlugins::new()
        .with_client_plugins(default_plugins(defaults))
        .with_client_plugin(user)
        .with_client_plugin(service_plugin());
    let metrics = MetricsRuntimePlugin::builder()
        .with_scope(env!("CARGO_PKG_NAME"))
        .with_time_source(config.runtime_components.time_source().unwrap_or_default())
        .build();
    if let Ok(metrics) = metrics {
        plugins = plugins.with_client_plugin(metrics);
    }
    Ok(config
        .runtime_plugins
        .into_iter()
        .fold(plugins, RuntimePlugins::with_client_plugin))
}

const NO_BEHAVIOR_VERSION: &str = "Invalid client configuration: A behavior major version must be \
    set when sending a request or constructing a client. You must set it during client construction \
    or by enabling the `behavior-version-latest` cargo feature.";

/// What all operations of the service need.
fn service_plugin() -> StaticRuntimePlugin {
    let mut config = Layer::new(SERVICE.sdk_id);
    config.store_put(AuthSchemeAndEndpointOrchestrationV2);
    config.store_put((SERVICE.protocol)());
    config.store_put(IdempotencyTokenProvider::random());
    let mut components = RuntimeComponentsBuilder::new("service");
    components
        .set_auth_scheme_option_resolver(Some(
            DefaultAuthSchemeResolver::default().into_shared_resolver(),
        ))
        .set_endpoint_resolver(Some(DefaultResolver::new().into_shared_resolver()))
        .push_auth_scheme(SharedAuthScheme::new(NoAuthScheme::new()))
        .set_identity_resolver(NO_AUTH_SCHEME_ID, NoAuthIdentityResolver::new())
        .push_retry_classifier(HttpStatusCodeClassifier::default())
        .push_interceptor(SharedInterceptor::permanent(
            ConnectionPoisoningInterceptor::new(),
        ))
        .push_interceptor(SharedInterceptor::permanent(Features))
        .push_interceptor(ServiceClockSkewInterceptor::new())
        .push_interceptor(RequestInfoInterceptor::new())
        .push_interceptor(UserAgentInterceptor::new())
        .push_interceptor(InvocationIdInterceptor::new())
        .push_interceptor(SharedInterceptor::permanent(
            RecursionDetectionInterceptor::new(),
        ));
    for support in SERVICE.auth.support {
        components.push_auth_scheme((support.scheme)());
    }
    StaticRuntimePlugin::new()
        .with_config(config.freeze())
        .with_runtime_components(components)
        .with_order(Order::Defaults)
}

/// The plugins of one call.
pub(super) fn call_plugins<O: Operation>(
    handle: &Handle,
    config_override: Option<Builder>,
) -> RuntimePlugins {
    let plugins = handle
        .runtime_plugins
        .clone()
        .with_operation_plugin(O::default())
        .with_operation_plugin(retry_plugin::<O>());
    match config_override {
        Some(config_override) => override_plugins(plugins, handle, config_override),
        None => plugins,
    }
}

/// The retry classifiers that look at the error's type. They stand apart from the operation's own
/// plugin so that a program compiles them for the operations that it calls, and this crate for none.
fn retry_plugin<O: Operation>() -> StaticRuntimePlugin {
    StaticRuntimePlugin::new().with_runtime_components(
        RuntimeComponentsBuilder::new("retries")
            .with_retry_classifier(ModeledAsRetryableClassifier::<O::Error>::new())
            .with_retry_classifier(AwsErrorCodeClassifier::<O::Error>::new())
            .with_retry_classifier(ServiceClockSkewClassifier::<O::Error>::new()),
    )
}

/// `plugins` and what one call changes in the client's configuration.
fn override_plugins(
    plugins: RuntimePlugins,
    handle: &Handle,
    config_override: Builder,
) -> RuntimePlugins {
    let Builder {
        config: mut layer,
        runtime_components: mut components,
        runtime_plugins,
        ..
    } = config_override;
    Resolver::overrid(
        handle.conf.frozen.clone(),
        &handle.conf.runtime_components,
        &mut layer,
        &mut components,
    );
    if let Some(region) = signing_region(&layer) {
        layer.store_put(region);
    }
    // Credentials of one call do not belong into the cache that the client's calls share.
    if components.has_identity_resolvers() && components.identity_cache().is_none() {
        let cache = IdentityCache::lazy().max_partitions(1).build();
        components.set_identity_cache(Some(cache));
    }
    let overriding = StaticRuntimePlugin::new()
        .with_config(Layer::from(layer).with_name("config override").freeze())
        .with_runtime_components(components);
    runtime_plugins
        .into_iter()
        .fold(plugins, RuntimePlugins::with_operation_plugin)
        .with_operation_plugin(overriding)
}
