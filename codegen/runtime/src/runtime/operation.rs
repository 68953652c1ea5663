//! What all operations share: one static description each, and one plugin, serialiser, deserialiser
//! and orchestration for all of them.

use std::borrow::Cow;
use std::convert::Infallible;
use std::fmt::Debug;
use std::pin::Pin;

use aws_runtime::auth::{PayloadSigningOverride, SigV4OperationSigningConfig, SigningOptions};
use aws_smithy_runtime::client::orchestrator::invoke as orchestrate;
use aws_smithy_runtime::client::retries::classifiers::TransientErrorClassifier;
use aws_smithy_runtime::client::stalled_stream_protection::StalledStreamProtectionInterceptor;
use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::auth::AuthSchemeOptionResolverParams;
use aws_smithy_runtime_api::client::endpoint::EndpointPrefix;
use aws_smithy_runtime_api::client::interceptors::SharedInterceptor;
use aws_smithy_runtime_api::client::interceptors::context::{self, Error, Output, OutputOrError};
use aws_smithy_runtime_api::client::orchestrator::{
    HttpRequest, HttpResponse, Metadata, OrchestratorError, SensitiveOutput,
};
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponentsBuilder;
use aws_smithy_runtime_api::client::runtime_plugin::{RuntimePlugin, RuntimePlugins};
use aws_smithy_runtime_api::client::ser_de::{
    DeserializeResponse, SerializeRequest, SharedRequestSerializer, SharedResponseDeserializer,
};
use aws_smithy_schema::Schema;
use aws_smithy_schema::protocol::SharedClientProtocol;
use aws_smithy_schema::serde::SerdeError;
use aws_smithy_types::body::SdkBody;
use aws_smithy_types::config_bag::{ConfigBag, FrozenLayer, Layer};
use aws_smithy_types::error::metadata::{Builder as ErrorMetadataBuilder, ErrorMetadata};
use aws_smithy_types::error::operation::BuildError;
use aws_types::request_id::{RequestId, apply_request_id};
use tracing::Instrument;

use super::builder::Builder;
use super::endpoint::BindEndpoint;
use super::error::{ErrorEnum, ErrorReader, OperationError, Unhandled};
use super::idempotency::{FillIn, IdempotencyTokenProvider};
use super::interceptors::{CaptureInput, EndpointParams};
use super::payload;
use super::rules_library::is_valid_host_label;
use super::stream::{self, StreamingInput, StreamingOutput};
use super::value::{Members, Outcome, Structure, Writable, WriteMember, read_draft};
use crate::endpoint::ParamsBuilder;
use crate::service::SERVICE;

/// A modelled operation.
pub trait Operation: RuntimePlugin + Default + Sized + 'static {
    /// What the shared code has to know.
    const INFO: &'static OperationInfo;
    /// The input.
    type Input: Structure<Draft: Debug + Send + Sync> + Debug + Send + Sync;
    /// The output.
    type Output: OutputStructure + Debug + Send + Sync;
    /// The errors.
    type Error: OperationError;
    /// The input that `builder` describes.
    ///
    /// # Errors
    /// When a required member was not set; no input demands one today.
    fn build(builder: Builder<Self::Input>) -> Result<Self::Input, BuildError>;
}

/// The input of an operation.
pub trait Input: Structure {
    /// The operation.
    type Operation: Operation<Input = Self>;
}

/// The output of an operation: a structure with the id that the service gave to the request.
pub trait OutputStructure: Structure {
    /// Keeps the request id.
    fn set_request_id(draft: &mut Self::Draft, request_id: Option<String>);
}

/// The description of an [`Operation`].
#[derive(Debug)]
pub struct OperationInfo {
    pub(crate) name: &'static str,
    sensitive_output: bool,
    unsigned_payload: bool,
    host_prefix: Option<&'static str>,
    /// Gives an input what the caller left out.
    pub(super) fill: Option<FillInput>,
    interceptors: Interceptors,
    /// Whether the service has to know the length of the input's stream beforehand.
    requires_length: bool,
    /// Whether the input or the output is a stream of events.
    event_stream: bool,
    serialize: Serialize,
    read_output: ReadOutput,
    /// Reads a response whose body is a stream: none for other operations.
    read_stream: Option<ReadStream>,
    read_error: fn(ErrorReader<'_>) -> Result<Error, Unhandled>,
    erase_unhandled: fn(Unhandled) -> Error,
    member_text: fn(&context::Input, &mut FoundText<'_>),
    bind_endpoint: Option<EndpointBinding>,
}

/// Gives an input what the caller left out: an idempotency token, or a text that is no one's own.
pub(crate) type FillInput = fn(&mut context::Input, &IdempotencyTokenProvider);
/// Sets the parameters of the endpoint rules that an operation has values for.
type EndpointBinding = fn(&context::Input, ParamsBuilder) -> Result<ParamsBuilder, BoxError>;
/// Makes the interceptors of one operation, in the order in which they run.
pub(crate) type Interceptors = fn(&'static OperationInfo) -> Vec<SharedInterceptor>;
/// Takes a string member and its text.
pub(crate) type FoundText<'a> = dyn FnMut(&Schema<'_>, &str) + 'a;
type Serialize =
    fn(context::Input, &SharedClientProtocol, &mut ConfigBag) -> Result<HttpRequest, BoxError>;
type ReadOutput =
    fn(&HttpResponse, &SharedClientProtocol, &ConfigBag) -> Result<Output, SerdeError>;
type ReadStream =
    fn(&mut HttpResponse, &SharedClientProtocol, &ConfigBag) -> Result<Output, BoxError>;

impl OperationInfo {
    /// The description of the operation `O`, which the model calls `name`.
    pub(crate) const fn new<O: Operation>(name: &'static str) -> Self {
        Self {
            name,
            sensitive_output: false,
            unsigned_payload: false,
            host_prefix: None,
            fill: None,
            interceptors: |_| Vec::new(),
            requires_length: false,
            event_stream: false,
            serialize: serialize::<O>,
            read_output: read_output::<O>,
            read_stream: None,
            read_error: |reader| O::Error::read(reader).map(Error::erase),
            erase_unhandled: |unhandled| Error::erase(O::Error::from_unhandled(unhandled)),
            member_text: member_text::<O>,
            bind_endpoint: None,
        }
    }

    /// The same for an operation that sets parameters of the endpoint rules.
    pub(crate) const fn bind_endpoint_of<O: BindEndpoint>(mut self) -> Self {
        self.bind_endpoint = Some(bind_endpoint::<O>);
        self
    }

    /// `params` with what the operation sets.
    pub(crate) fn bind_endpoint(
        &self,
        input: &context::Input,
        params: ParamsBuilder,
    ) -> Result<ParamsBuilder, BoxError> {
        match self.bind_endpoint {
            Some(bind) => bind(input, params),
            None => Ok(params),
        }
    }

    /// The same for an operation whose response must not be logged.
    pub(crate) const fn sensitive_output(mut self) -> Self {
        self.sensitive_output = true;
        self
    }

    /// The same for an operation whose body is left out of the signature.
    pub(crate) const fn unsigned_payload(mut self) -> Self {
        self.unsigned_payload = true;
        self
    }

    /// The same for an operation whose host has the prefix, in which `{member}` stands for a member's text.
    pub(crate) const fn host_prefix(mut self, prefix: &'static str) -> Self {
        self.host_prefix = Some(prefix);
        self
    }

    /// The same for an operation whose input `fill` gives what the caller left out.
    pub(crate) const fn fill(mut self, fill: FillInput) -> Self {
        self.fill = Some(fill);
        self
    }

    /// The same for an operation whose input has a stream.
    pub(crate) const fn streams_input<O: Operation<Input: StreamingInput>>(mut self) -> Self {
        self.serialize = serialize_stream::<O>;
        self
    }

    /// The same for an operation whose output has a stream.
    pub(crate) const fn streams_output<O: Operation<Output: StreamingOutput>>(mut self) -> Self {
        self.read_stream = Some(read_stream::<O>);
        self
    }

    /// The same for an operation whose input's stream has to have a known length.
    pub(crate) const fn requires_length(mut self) -> Self {
        self.requires_length = true;
        self
    }

    /// The same for an operation with a stream of events, which may be silent for long.
    pub(crate) const fn event_stream(mut self) -> Self {
        self.event_stream = true;
        self
    }

    /// The same for an operation that has interceptors of its own.
    pub(crate) const fn interceptors(mut self, interceptors: Interceptors) -> Self {
        self.interceptors = interceptors;
        self
    }

    /// What the name of the host begins with, if the operation says so (`smithy.api#endpoint`).
    ///
    /// # Errors
    /// When a member in it is absent, or cannot be a part of a host's name.
    pub(crate) fn host_prefix_of(
        &self,
        input: &context::Input,
    ) -> Result<Option<EndpointPrefix>, BoxError> {
        let Some(pattern) = self.host_prefix else {
            return Ok(None);
        };
        let mut prefix = pattern.to_owned();
        self.member_text(input, &mut |member, text| {
            let label = format!("{{{}}}", member.member_name().unwrap_or_default());
            if is_valid_host_label(text, false) {
                prefix = prefix.replace(&label, text);
            }
        });
        if prefix.contains('{') {
            let message = format!("the host prefix `{prefix}` lacks a value that is a host label");
            return Err(message.into());
        }
        Ok(Some(EndpointPrefix::new(prefix)?))
    }

    /// Calls `found` with every string member of `input` that is present.
    pub(crate) fn member_text(&self, input: &context::Input, found: &mut FoundText<'_>) {
        (self.member_text)(input, found);
    }
}

fn serialize<O: Operation>(
    input: context::Input,
    protocol: &SharedClientProtocol,
    cfg: &mut ConfigBag,
) -> Result<HttpRequest, BoxError> {
    let input = downcast_input::<O>(input)?;
    let schema = O::Input::SHAPE.schema();
    let mut request = protocol.serialize_request(&Writable(&input), schema, "", cfg)?;
    payload::complete(&mut request, schema);
    Ok(request)
}

fn bind_endpoint<O: BindEndpoint>(
    input: &context::Input,
    params: ParamsBuilder,
) -> Result<ParamsBuilder, BoxError> {
    let input = input.downcast_ref::<O::Input>();
    let input = input.ok_or_else(|| mismatch("input", O::INFO.name))?;
    Ok(O::bind(input, params)?)
}

fn serialize_stream<O: Operation<Input: StreamingInput>>(
    input: context::Input,
    protocol: &SharedClientProtocol,
    cfg: &mut ConfigBag,
) -> Result<HttpRequest, BoxError> {
    let input = downcast_input::<O>(input)?;
    let schema = O::Input::SHAPE.schema();
    let mut request = protocol.serialize_request(&Writable(&input), schema, "", cfg)?;
    let body = input.into_body(protocol, cfg);
    stream::attach(&mut request, body, schema, O::INFO.requires_length)?;
    Ok(request)
}

fn downcast_input<O: Operation>(input: context::Input) -> Result<O::Input, BoxError> {
    input
        .downcast::<O::Input>()
        .map_err(|_| format!("the input is not the one of {}", O::INFO.name).into())
}

fn read_output<O: Operation>(
    response: &HttpResponse,
    protocol: &SharedClientProtocol,
    cfg: &ConfigBag,
) -> Result<Output, SerdeError> {
    let draft = read_output_draft::<O>(response, protocol, cfg)?;
    Ok(Output::erase(O::Output::from_response(draft)))
}

fn read_stream<O: Operation<Output: StreamingOutput>>(
    response: &mut HttpResponse,
    protocol: &SharedClientProtocol,
    cfg: &ConfigBag,
) -> Result<Output, BoxError> {
    let draft = read_output_draft::<O>(response, protocol, cfg)?;
    let body = std::mem::replace(response.body_mut(), SdkBody::taken());
    O::Output::with_body(draft, body, protocol).map(Output::erase)
}

fn read_output_draft<O: Operation>(
    response: &HttpResponse,
    protocol: &SharedClientProtocol,
    cfg: &ConfigBag,
) -> Result<<O::Output as Structure>::Draft, SerdeError> {
    let schema = O::Output::SHAPE.schema();
    payload::check_text(response, schema)?;
    let mut de = protocol.deserialize_response(response, schema, cfg)?;
    let mut draft = <O::Output as Structure>::Draft::default();
    read_draft::<O::Output>(&mut draft, &mut *de)?;
    O::Output::set_request_id(&mut draft, response.request_id().map(str::to_owned));
    Ok(draft)
}

fn member_text<O: Operation>(input: &context::Input, found: &mut FoundText<'_>) {
    let Some(input) = input.downcast_ref::<O::Input>() else {
        return;
    };
    let members = O::Input::SHAPE.schema().members();
    // Looking cannot fail.
    let _ = input.values(&mut FindText { members, found });
}

struct FindText<'a, 'f> {
    members: &'a [&'a Schema<'a>],
    found: &'a mut FoundText<'f>,
}

impl Members for FindText<'_, '_> {
    fn take(&mut self, members: &[&dyn WriteMember]) -> Outcome {
        for (value, member) in members.iter().zip(self.members) {
            if let Some(text) = value.text() {
                (self.found)(member, text);
            }
        }
        Ok(())
    }
}

/// Gives the member of an input that `token` finds a token, unless it has one.
pub(crate) fn fill_token<T: Debug + Send + Sync + 'static>(
    input: &mut context::Input,
    provider: &IdempotencyTokenProvider,
    token: fn(&mut T) -> &mut Option<String>,
) {
    if let Some(input) = input.downcast_mut::<T>() {
        token(input).get_or_insert_with(|| provider.make_idempotency_token());
    }
}

/// Gives the member of an input that `member` finds a text, if it is absent or empty.
pub(crate) fn fill_text<T: Debug + Send + Sync + 'static>(
    input: &mut context::Input,
    text: &str,
    member: fn(&mut T) -> &mut Option<String>,
) {
    if let Some(member) = input.downcast_mut::<T>().map(member)
        && member.as_deref().unwrap_or_default().is_empty()
    {
        *member = Some(text.to_owned());
    }
}

/// Writes an operation's request and reads its response.
#[derive(Debug)]
struct Serde(&'static OperationInfo);

impl SerializeRequest for Serde {
    fn serialize_input(
        &self,
        input: context::Input,
        cfg: &mut ConfigBag,
    ) -> Result<HttpRequest, BoxError> {
        let protocol = protocol(cfg)?.clone();
        let mut request = (self.0.serialize)(input, &protocol, cfg)?;
        for (name, value) in SERVICE.headers {
            if !request.headers().contains_key(*name) {
                request.headers_mut().insert(*name, *value);
            }
        }
        Ok(request)
    }
}

impl DeserializeResponse for Serde {
    /// Reads the head of a response whose body is a stream. An error is no stream: its body is read
    /// into memory, and given to the other function.
    fn deserialize_streaming_with_config(
        &self,
        response: &mut HttpResponse,
        cfg: &ConfigBag,
    ) -> Option<OutputOrError> {
        let protocol = match protocol(cfg) {
            Ok(protocol) => protocol,
            Err(error) => return Some(Err(OrchestratorError::other(error))),
        };
        let outcome = self.read_stream(response, protocol, cfg)?;
        tracing::debug!(request_id = ?response.request_id());
        Some(outcome.map_err(OrchestratorError::operation))
    }

    fn deserialize_nonstreaming_with_config(
        &self,
        response: &HttpResponse,
        cfg: &ConfigBag,
    ) -> OutputOrError {
        tracing::debug!(request_id = ?response.request_id());
        let protocol = protocol(cfg).map_err(OrchestratorError::other)?;
        self.read(response, protocol, cfg)
            .map_err(OrchestratorError::operation)
    }
}

impl Serde {
    fn read_stream(
        &self,
        response: &mut HttpResponse,
        protocol: &SharedClientProtocol,
        cfg: &ConfigBag,
    ) -> Option<Result<Output, Error>> {
        let read_stream = self.0.read_stream?;
        response.status().is_success().then(|| {
            read_stream(response, protocol, cfg)
                .map_err(|error| self.unreadable(error, ErrorMetadata::builder(), response))
        })
    }

    fn read(
        &self,
        response: &HttpResponse,
        protocol: &SharedClientProtocol,
        cfg: &ConfigBag,
    ) -> Result<Output, Error> {
        if !response.status().is_success() {
            return Err(self.error(response, protocol, cfg));
        }
        (self.0.read_output)(response, protocol, cfg)
            .map_err(|error| self.unreadable(error, ErrorMetadata::builder(), response))
    }

    fn error(
        &self,
        response: &HttpResponse,
        protocol: &SharedClientProtocol,
        cfg: &ConfigBag,
    ) -> Error {
        let metadata = match protocol.parse_error_metadata(response, cfg) {
            Ok(metadata) => apply_request_id(metadata, response.headers()).build(),
            Err(error) => {
                // The head says what the error is, also where the body is no use.
                let mut head = HttpResponse::new(response.status(), SdkBody::empty());
                *head.headers_mut() = response.headers().clone();
                let meta = protocol.parse_error_metadata(&head, cfg);
                return self.unreadable(error, meta.unwrap_or_default(), response);
            }
        };
        let reader = ErrorReader::new(metadata, || {
            protocol.deserialize_error_response(response, cfg)
        });
        (self.0.read_error)(reader).unwrap_or_else(self.0.erase_unhandled)
    }

    /// A response that cannot be read is an unhandled error of the operation, not of the transport:
    /// sending the request again would not help.
    fn unreadable(
        &self,
        error: impl Into<BoxError>,
        meta: ErrorMetadataBuilder,
        response: &HttpResponse,
    ) -> Error {
        let meta = apply_request_id(meta, response.headers()).build();
        (self.0.erase_unhandled)(Unhandled::new(error, meta))
    }
}

/// What the operation `O` makes of a response.
#[cfg(test)]
pub(crate) fn read_response<O: Operation>(
    mut response: HttpResponse,
    cfg: &ConfigBag,
) -> Result<O::Output, O::Error> {
    let serde = Serde(O::INFO);
    let protocol = protocol(cfg).expect("a protocol");
    let outcome = serde
        .read_stream(&mut response, protocol, cfg)
        .unwrap_or_else(|| serde.read(&response, protocol, cfg));
    match outcome {
        Ok(output) => Ok(output.downcast().expect("the operation's output")),
        Err(error) => Err(error.downcast().expect("the operation's error")),
    }
}

fn protocol(cfg: &ConfigBag) -> Result<&SharedClientProtocol, BoxError> {
    cfg.load::<SharedClientProtocol>()
        .ok_or_else(|| "no protocol is configured".into())
}

/// The configuration of an operation; see [`operation!`].
pub(crate) fn config(info: &'static OperationInfo) -> FrozenLayer {
    let mut cfg = Layer::new(info.name);
    cfg.store_put(SharedRequestSerializer::new(Serde(info)));
    cfg.store_put(SharedResponseDeserializer::new(Serde(info)));
    cfg.store_put(AuthSchemeOptionResolverParams::new(
        super::auth::Params::of(info.name),
    ));
    cfg.store_put(Metadata::new(info.name, SERVICE.sdk_id));
    if info.sensitive_output {
        cfg.store_put(SensitiveOutput);
    }
    let mut signing_options = SigningOptions::default();
    signing_options.double_uri_encode = true;
    signing_options.content_sha256_header = info.unsigned_payload;
    signing_options.payload_override = info
        .unsigned_payload
        .then(|| PayloadSigningOverride::unsigned_payload().to_signable_body());
    signing_options.normalize_uri_path = true;
    cfg.store_put(SigV4OperationSigningConfig {
        signing_options,
        ..Default::default()
    });
    cfg.freeze()
}

/// The runtime components of an operation; see [`operation!`].
pub(crate) fn components(info: &'static OperationInfo) -> Cow<'static, RuntimeComponentsBuilder> {
    let mut components = RuntimeComponentsBuilder::new(info.name);
    if !info.event_stream {
        components.push_interceptor(SharedInterceptor::permanent(
            StalledStreamProtectionInterceptor::default(),
        ));
    }
    let mut components = components
        .with_interceptor(SharedInterceptor::permanent(EndpointParams(info)))
        .with_interceptor(SharedInterceptor::permanent(FillIn(info)))
        .with_interceptor(SharedInterceptor::permanent(CaptureInput(info)))
        // This one never looks at the error's type, so that all operations share it.
        .with_retry_classifier(TransientErrorClassifier::<Infallible>::new());
    for interceptor in (info.interceptors)(info) {
        components.push_interceptor(interceptor);
    }
    Cow::Owned(components)
}

/// Implements for an operation's symbol what all of them have.
macro_rules! operation {
    ($name:ident) => {
        impl $name {
            /// The symbol of the operation.
            pub fn new() -> Self {
                Self
            }
        }

        impl ::aws_smithy_runtime_api::client::runtime_plugin::RuntimePlugin for $name {
            fn config(&self) -> ::std::option::Option<::aws_smithy_types::config_bag::FrozenLayer> {
                ::std::option::Option::Some(crate::runtime::operation::config(
                    <Self as crate::runtime::Operation>::INFO,
                ))
            }

            fn runtime_components(
                &self,
                _: &::aws_smithy_runtime_api::client::runtime_components::RuntimeComponentsBuilder,
            ) -> ::std::borrow::Cow<
                '_,
                ::aws_smithy_runtime_api::client::runtime_components::RuntimeComponentsBuilder,
            > {
                crate::runtime::operation::components(<Self as crate::runtime::Operation>::INFO)
            }
        }
    };
}
pub(crate) use operation;

/// Calls the operation `O`.
pub(crate) async fn invoke<O: Operation>(
    plugins: &RuntimePlugins,
    input: O::Input,
) -> Result<O::Output, SdkError<O::Error, HttpResponse>> {
    let outcome = invoke_erased(O::INFO.name, plugins, context::Input::erase(input)).await;
    match outcome {
        Ok(output) => output
            .downcast::<O::Output>()
            .map_err(|_| SdkError::construction_failure(mismatch("output", O::INFO.name))),
        Err(error) => Err(error.map_service_error(|error| {
            error.downcast::<O::Error>().unwrap_or_else(|_| {
                let source = mismatch("error", O::INFO.name);
                O::Error::from_unhandled(Unhandled::new(source, ErrorMetadata::default()))
            })
        })),
    }
}

/// Only an interceptor that replaces the outcome by a foreign type can cause it.
fn mismatch(what: &str, operation: &str) -> BoxError {
    format!("the {what} is not the one of {operation}").into()
}

/// The one orchestration of all operations; boxed, so that its state machine is compiled once.
async fn invoke_erased(
    operation: &'static str,
    plugins: &RuntimePlugins,
    input: context::Input,
) -> Result<Output, SdkError<Error, HttpResponse>> {
    let span = tracing::debug_span!(
        "operation",
        "rpc.service" = SERVICE.sdk_id,
        "rpc.method" = operation,
        // A random, internal-only id, by which log lines of one call are found.
        "sdk_invocation_id" = fastrand::u32(1_000_000..10_000_000),
        "rpc.system" = "aws-api",
    );
    let call: Pin<Box<dyn Future<Output = _> + Send>> =
        Box::pin(orchestrate(SERVICE.sdk_id, operation, input, plugins).instrument(span));
    call.await
}
