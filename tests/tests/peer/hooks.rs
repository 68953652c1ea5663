//! An interceptor that takes notes at every hook, for either side.

use std::fmt::Display;

use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::interceptors::Intercept;
use aws_smithy_runtime_api::client::interceptors::context::{
    AfterDeserializationInterceptorContextRef as AfterDeserialization,
    BeforeDeserializationInterceptorContextMut as BeforeDeserializationMut,
    BeforeDeserializationInterceptorContextRef as BeforeDeserialization,
    BeforeSerializationInterceptorContextMut as BeforeSerializationMut,
    BeforeSerializationInterceptorContextRef as BeforeSerialization,
    BeforeTransmitInterceptorContextMut as BeforeTransmitMut,
    BeforeTransmitInterceptorContextRef as BeforeTransmit, Error,
    FinalizerInterceptorContextMut as FinalizerMut, FinalizerInterceptorContextRef as Finalizer,
    Output,
};
use aws_smithy_runtime_api::client::orchestrator::OrchestratorError;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::config_bag::ConfigBag;
use aws_smithy_types::telemetry::CapturedTelemetryAttributes;

use crate::wire::Wire;

/// Notes the hooks in the order of their calls, with what each of them can see.
#[derive(Debug)]
pub(crate) struct Hooks(pub(crate) Wire);

impl Hooks {
    fn note(&self, hook: &str, sees: impl Display) -> Result<(), BoxError> {
        let mut notes = self.0.notes();
        let nth = notes.len();
        notes.note(format!("{nth} {hook}"), sees);
        Ok(())
    }
}

/// Implements the hooks that get a context, the components and the configuration.
macro_rules! hooks {
    ($($hook:ident($context:ty) sees $sees:expr;)*) => {$(
        fn $hook(
            &self,
            context: $context,
            _: &RuntimeComponents,
            _: &mut ConfigBag,
        ) -> Result<(), BoxError> {
            let sees: fn($context) -> String = $sees;
            self.note(stringify!($hook), sees(context))
        }
    )*};
}

impl Intercept for Hooks {
    fn name(&self) -> &'static str {
        "Hooks"
    }

    fn read_before_execution(
        &self,
        context: &BeforeSerialization<'_>,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        self.note("read_before_execution", format!("{:?}", context.input()))
    }

    hooks! {
        modify_before_serialization(&mut BeforeSerializationMut<'_>) sees |it| format!("{:?}", it.input());
        read_before_serialization(&BeforeSerialization<'_>) sees |it| format!("{:?}", it.input());
        read_after_serialization(&BeforeTransmit<'_>) sees |it| it.request().uri().to_owned();
        modify_before_retry_loop(&mut BeforeTransmitMut<'_>) sees |it| it.request().uri().to_owned();
        read_before_attempt(&BeforeTransmit<'_>) sees |it| it.request().uri().to_owned();
        modify_before_signing(&mut BeforeTransmitMut<'_>) sees |it| it.request().uri().to_owned();
        read_before_signing(&BeforeTransmit<'_>) sees |it| it.request().headers().len().to_string();
        read_after_signing(&BeforeTransmit<'_>) sees |it| it.request().headers().len().to_string();
        modify_before_transmit(&mut BeforeTransmitMut<'_>) sees |it| it.request().headers().len().to_string();
        read_before_transmit(&BeforeTransmit<'_>) sees |it| it.request().headers().len().to_string();
        read_after_transmit(&BeforeDeserialization<'_>) sees |it| it.response().status().to_string();
        modify_before_deserialization(&mut BeforeDeserializationMut<'_>) sees |it| it.response().status().to_string();
        read_before_deserialization(&BeforeDeserialization<'_>) sees |it| it.response().status().to_string();
        read_after_deserialization(&AfterDeserialization<'_>) sees |it| ended(it.output_or_error());
        modify_before_attempt_completion(&mut FinalizerMut<'_>) sees |it| format!("{:?}", it.output_or_error().map(ended));
        read_after_attempt(&Finalizer<'_>) sees |it| format!("{:?}", it.output_or_error().map(ended));
        modify_before_completion(&mut FinalizerMut<'_>) sees |it| format!("{:?}", it.output_or_error().map(ended));
    }

    fn read_after_execution(
        &self,
        context: &Finalizer<'_>,
        _: &RuntimeComponents,
        cfg: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let captured = cfg.load::<CapturedTelemetryAttributes>().into_iter();
        let mut captured: Vec<_> = captured.flat_map(|attributes| attributes.iter()).collect();
        captured.sort_unstable();
        let ended = context.output_or_error().map(ended);
        self.note("read_after_execution", format!("{ended:?} {captured:?}"))
    }
}

/// The output as it is; of an error, its text.
fn ended(result: Result<&Output, &OrchestratorError<Error>>) -> String {
    match result {
        Ok(output) => format!("{output:?}"),
        Err(error) => error
            .as_operation_error()
            .map_or(error.to_string(), ToString::to_string),
    }
}
