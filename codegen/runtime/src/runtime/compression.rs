//! `smithy.api#requestCompression`: bodies of requests that are compressed with gzip (RFC 1952).

use std::mem;

use aws_smithy_compression::body::compress::CompressedBody;
use aws_smithy_compression::http::http_body_1_x::CompressRequest;
use aws_smithy_compression::{Compress, CompressionAlgorithm, CompressionOptions};
use aws_smithy_runtime::client::sdk_feature::SmithySdkFeature;
use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::interceptors::context::{
    BeforeSerializationInterceptorContextRef, BeforeTransmitInterceptorContextMut,
};
use aws_smithy_runtime_api::client::interceptors::{
    Intercept, SharedInterceptor, dyn_dispatch_hint,
};
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::body::SdkBody;
use aws_smithy_types::config_bag::{ConfigBag, Storable, StoreReplace};
use aws_types::sdk_config::SdkConfig;

use super::config::{Builder, Config};

/// Compresses the body of a request, unless it is small or the configuration forbids it.
#[derive(Debug)]
pub(crate) struct Gzip;

impl Gzip {
    /// The interceptor.
    pub(crate) fn shared() -> SharedInterceptor {
        SharedInterceptor::permanent(Self)
    }
}

#[dyn_dispatch_hint]
impl Intercept for Gzip {
    fn name(&self) -> &'static str {
        "Gzip"
    }

    // A setting out of range fails the call, also where the body would not be compressed.
    fn read_before_execution(
        &self,
        _: &BeforeSerializationInterceptorContextRef<'_>,
        cfg: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let is_disabled = cfg.load::<Disabled>().is_some_and(|it| it.0);
        let mut options = CompressionOptions::default().with_enabled(!is_disabled);
        if let Some(size) = cfg.load::<MinSize>() {
            options = options.with_min_compression_size_bytes(size.0)?;
        }
        cfg.interceptor_state().store_put(options);
        Ok(())
    }

    // Once for all attempts, and before checksums and signatures, which are those of the body as sent.
    fn modify_before_retry_loop(
        &self,
        context: &mut BeforeTransmitInterceptorContextMut<'_>,
        _: &RuntimeComponents,
        cfg: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let options = cfg.load::<CompressionOptions>().cloned();
        let options = options.unwrap_or_default();
        let request = context.request_mut();
        let length = request.body().content_length();
        let min_size = u64::from(options.min_compression_size_bytes());
        if !options.is_enabled() || length.is_some_and(|length| length < min_size) {
            return Ok(());
        }
        compress(
            request,
            CompressionAlgorithm::Gzip.into_impl_http_body_1_x(&options),
        )?;
        cfg.interceptor_state()
            .store_append(SmithySdkFeature::GzipRequestCompression);
        Ok(())
    }
}

/// Compresses a body: one in memory at once, a stream while it is sent.
fn compress(
    request: &mut HttpRequest,
    mut algorithm: Box<dyn CompressRequest>,
) -> Result<(), BoxError> {
    let encoding = algorithm.header_value();
    match request.body().bytes() {
        Some(bytes) => {
            let mut compressed = Vec::new();
            algorithm.compress_bytes(bytes, &mut compressed)?;
            let length = compressed.len().to_string();
            *request.body_mut() = SdkBody::from(compressed);
            request.headers_mut().insert("content-length", length);
        }
        None => {
            let body = mem::replace(request.body_mut(), SdkBody::taken());
            *request.body_mut() = body.map(move |body| {
                SdkBody::from_body_1_x(CompressedBody::new(body, algorithm.clone()))
            });
            // How long it gets is not known before it is sent.
            request.headers_mut().remove("content-length");
        }
    }
    request
        .headers_mut()
        .try_append("content-encoding", encoding)?;
    Ok(())
}

/// Whether nothing is compressed.
#[derive(Clone, Copy, Debug)]
struct Disabled(bool);

impl Storable for Disabled {
    type Storer = StoreReplace<Self>;
}

/// The length in bytes from which on bodies are compressed.
#[derive(Clone, Copy, Debug)]
struct MinSize(u32);

impl Storable for MinSize {
    type Storer = StoreReplace<Self>;
}

impl Config {
    /// Whether no request is compressed, if it was set.
    pub fn disable_request_compression(&self) -> Option<bool> {
        self.frozen.load::<Disabled>().map(|it| it.0)
    }

    /// The length in bytes from which on requests are compressed, if it was set.
    pub fn request_min_compression_size_bytes(&self) -> Option<u32> {
        self.frozen.load::<MinSize>().map(|it| it.0)
    }
}

impl Builder {
    /// Sets whether no request is compressed.
    pub fn disable_request_compression(mut self, disable: impl Into<Option<bool>>) -> Self {
        self.set_disable_request_compression(disable.into());
        self
    }

    /// Sets or clears whether no request is compressed.
    pub fn set_disable_request_compression(&mut self, disable: Option<bool>) -> &mut Self {
        self.config.store_or_unset(disable.map(Disabled));
        self
    }

    /// Sets the length in bytes from which on requests are compressed: 10485760 at most, and 10240
    /// unless set.
    pub fn request_min_compression_size_bytes(mut self, size: impl Into<Option<u32>>) -> Self {
        self.set_request_min_compression_size_bytes(size.into());
        self
    }

    /// Sets or clears the length in bytes from which on requests are compressed.
    pub fn set_request_min_compression_size_bytes(&mut self, size: Option<u32>) -> &mut Self {
        self.config.store_or_unset(size.map(MinSize));
        self
    }
}

/// Takes the settings over that all services share.
pub(super) fn take_settings(builder: &mut Builder, input: &SdkConfig) {
    builder
        .set_disable_request_compression(input.disable_request_compression())
        .set_request_min_compression_size_bytes(input.request_min_compression_size_bytes());
}
