//! The interceptors that every client has beside those of the runtime crates.

use aws_runtime::sdk_feature::AwsSdkFeature;
use aws_smithy_runtime::client::sdk_feature::SmithySdkFeature;
use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::endpoint::EndpointResolverParams;
use aws_smithy_runtime_api::client::interceptors::context::BeforeSerializationInterceptorContextRef;
use aws_smithy_runtime_api::client::interceptors::{Intercept, dyn_dispatch_hint};
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponentsBuilder;
use aws_smithy_runtime_api::client::runtime_plugin::StaticRuntimePlugin;
use aws_smithy_types::config_bag::ConfigBag;
use aws_smithy_types::retry::{RetryConfig, RetryMode};
use aws_smithy_types::telemetry::{CapturedTelemetryAttributes, RequestedTelemetryAttributes};
use aws_types::endpoint_config::{AccountIdEndpointMode, EndpointUrl};

use super::operation::OperationInfo;
use crate::service::SERVICE;

/// Gives the endpoint resolver its parameters, and the host its prefix.
#[derive(Debug)]
pub(super) struct EndpointParams(pub(super) &'static OperationInfo);

#[dyn_dispatch_hint]
impl Intercept for EndpointParams {
    fn name(&self) -> &'static str {
        "EndpointParams"
    }

    fn read_before_execution(
        &self,
        context: &BeforeSerializationInterceptorContextRef<'_>,
        cfg: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        if let Some(prefix) = self.0.host_prefix_of(context.input())? {
            cfg.interceptor_state().store_put(prefix);
        }
        let params = (SERVICE.endpoints.from_config)(cfg);
        let params = self.0.bind_endpoint(context.input(), params)?.build()?;
        cfg.interceptor_state()
            .store_put(EndpointResolverParams::new(params));
        Ok(())
    }
}

/// Keeps the input members that the configuration names, for metrics and other interceptors. Sensitive
/// members are never kept.
#[derive(Debug)]
pub(super) struct CaptureInput(pub(super) &'static OperationInfo);

#[dyn_dispatch_hint]
impl Intercept for CaptureInput {
    fn name(&self) -> &'static str {
        "CaptureInput"
    }

    fn read_before_execution(
        &self,
        context: &BeforeSerializationInterceptorContextRef<'_>,
        cfg: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let requested = cfg.load::<RequestedTelemetryAttributes>();
        let Some(requested) = requested.filter(|requested| !requested.is_empty()) else {
            return Ok(());
        };
        let mut captured = CapturedTelemetryAttributes::default();
        self.0.member_text(context.input(), &mut |member, text| {
            let name = member.member_name().unwrap_or_default();
            if member.sensitive().is_none() && requested.should_capture(name) {
                captured.insert(name, text);
            }
        });
        cfg.interceptor_state().store_put(captured);
        Ok(())
    }
}

/// Reports in the user agent which features a call uses: the retry mode, an endpoint of its own or of its
/// account, and OpenTelemetry.
#[derive(Debug)]
pub(super) struct Features;

#[dyn_dispatch_hint]
impl Intercept for Features {
    fn name(&self) -> &'static str {
        "Features"
    }

    fn read_before_execution(
        &self,
        _: &BeforeSerializationInterceptorContextRef<'_>,
        cfg: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let retry = cfg.load::<RetryConfig>().map(RetryConfig::mode);
        let feature = match retry {
            Some(RetryMode::Standard) => Some(SmithySdkFeature::RetryModeStandard),
            Some(RetryMode::Adaptive) => Some(SmithySdkFeature::RetryModeAdaptive),
            _ => None,
        };
        if let Some(feature) = feature {
            cfg.interceptor_state().store_append(feature);
        }
        if cfg.load::<EndpointUrl>().is_some() {
            cfg.interceptor_state()
                .store_append(AwsSdkFeature::EndpointOverride);
        }
        if SERVICE.endpoints.set_account_id.is_some() {
            let feature = account_id_feature(cfg.load::<AccountIdEndpointMode>());
            cfg.interceptor_state().store_append(feature);
        }
        if reports_to_open_telemetry() {
            cfg.interceptor_state()
                .store_append(SmithySdkFeature::ObservabilityOtelMetrics);
        }
        Ok(())
    }
}

fn account_id_feature(mode: Option<&AccountIdEndpointMode>) -> AwsSdkFeature {
    match mode {
        Some(AccountIdEndpointMode::Disabled) => AwsSdkFeature::AccountIdModeDisabled,
        Some(AccountIdEndpointMode::Required) => AwsSdkFeature::AccountIdModeRequired,
        _ => AwsSdkFeature::AccountIdModePreferred,
    }
}

fn reports_to_open_telemetry() -> bool {
    aws_smithy_observability::global::get_telemetry_provider().is_ok_and(|provider| {
        provider.meter_provider().provider_name() == "AwsSmithyObservabilityOtelProvider"
    })
}

/// A plugin that reports in the user agent what made the calls.
pub(super) fn feature_plugin(feature: SmithySdkFeature) -> StaticRuntimePlugin {
    StaticRuntimePlugin::new().with_runtime_components(
        RuntimeComponentsBuilder::new("Feature").with_interceptor(Feature(feature)),
    )
}

#[derive(Debug)]
struct Feature(SmithySdkFeature);

#[dyn_dispatch_hint]
impl Intercept for Feature {
    fn name(&self) -> &'static str {
        "Feature"
    }

    fn read_before_execution(
        &self,
        _: &BeforeSerializationInterceptorContextRef<'_>,
        cfg: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        cfg.interceptor_state().store_append(self.0.clone());
        Ok(())
    }
}
