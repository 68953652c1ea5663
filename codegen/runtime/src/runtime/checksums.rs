//! Checksums of requests and responses (`aws.protocols#httpChecksum`): a body travels with its checksum
//! in the header `x-amz-checksum-<algorithm>`, or, if it is a stream, in a trailer of that name.

use std::fmt::Debug;
use std::mem;
use std::pin::Pin;
use std::task::{Context, Poll};

use aws_runtime::auth::PayloadSigningOverride;
use aws_runtime::content_encoding::header::X_AMZ_TRAILER_SIGNATURE;
use aws_runtime::content_encoding::header_value::AWS_CHUNKED;
use aws_runtime::content_encoding::{AwsChunkedBody, AwsChunkedBodyOptions, DeferredSigner};
use aws_smithy_checksums::ChecksumAlgorithm;
use aws_smithy_checksums::body::ChecksumCache;
use aws_smithy_checksums::body::calculate::ChecksumBody;
use aws_smithy_checksums::body::validate::Error as Mismatch;
use aws_smithy_checksums::http::HttpChecksum;
use aws_smithy_runtime::client::sdk_feature::SmithySdkFeature;
use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::interceptors::context::{
    self, BeforeDeserializationInterceptorContextMut, BeforeSerializationInterceptorContextMut,
    BeforeSerializationInterceptorContextRef, BeforeTransmitInterceptorContextMut,
};
use aws_smithy_runtime_api::client::interceptors::{
    Intercept, SharedInterceptor, dyn_dispatch_hint,
};
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_runtime_api::http::Headers;
use aws_smithy_types::base64;
use aws_smithy_types::body::SdkBody;
use aws_smithy_types::checksum_config::{RequestChecksumCalculation, ResponseChecksumValidation};
use aws_smithy_types::config_bag::{ConfigBag, Storable, StoreReplace};
use aws_types::sdk_config::SdkConfig;
use http_body::{Body, Frame, SizeHint};

use super::config::{Builder, Config};
use super::operation::OperationInfo;

/// Gives a request its checksum. One that the program set itself is left alone.
#[derive(Debug)]
pub(crate) struct RequestChecksum {
    info: &'static OperationInfo,
    /// Whether the service refuses a request without a checksum.
    required: bool,
    /// The input member that says which algorithm to use.
    member: Option<&'static str>,
    /// The header of that member.
    header: Option<&'static str>,
}

impl RequestChecksum {
    /// For an operation that takes a checksum.
    pub(crate) fn new(info: &'static OperationInfo) -> Self {
        Self {
            info,
            required: false,
            member: None,
            header: None,
        }
    }

    /// For an operation that demands one.
    pub(crate) fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// The input member `name` says which algorithm to use.
    pub(crate) fn member(mut self, name: &'static str) -> Self {
        self.member = Some(name);
        self
    }

    /// The header `name` tells the service which algorithm is used.
    pub(crate) fn header(mut self, name: &'static str) -> Self {
        self.header = Some(name);
        self
    }

    /// The interceptor.
    pub(crate) fn shared(self) -> SharedInterceptor {
        SharedInterceptor::permanent(self)
    }

    /// The algorithm that the input asks for.
    fn asked(&self, input: &context::Input) -> Option<String> {
        let mut asked = None;
        self.info.member_text(input, &mut |member, text| {
            if member.member_name() == self.member {
                asked = Some(text.to_owned());
            }
        });
        asked
    }

    /// The default algorithm, of which the service is told.
    fn default_algorithm(&self, headers: &mut Headers) -> Result<ChecksumAlgorithm, BoxError> {
        let algorithm = ChecksumAlgorithm::default();
        if let Some(header) = self.header {
            headers.try_insert(header, algorithm.as_str().to_uppercase())?;
        }
        Ok(algorithm)
    }
}

/// The algorithm that an input asks for, if it does.
#[derive(Debug)]
struct Asked(Option<String>);

impl Storable for Asked {
    type Storer = StoreReplace<Self>;
}

/// The algorithm of a request that gets a checksum; the cache makes all attempts send the same one.
#[derive(Clone, Debug)]
struct Chosen {
    algorithm: ChecksumAlgorithm,
    cache: ChecksumCache,
}

impl Storable for Chosen {
    type Storer = StoreReplace<Self>;
}

#[dyn_dispatch_hint]
impl Intercept for RequestChecksum {
    fn name(&self) -> &'static str {
        "RequestChecksum"
    }

    fn read_before_serialization(
        &self,
        context: &BeforeSerializationInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        cfg: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let asked = Asked(self.asked(context.input()));
        cfg.interceptor_state().store_put(asked);
        Ok(())
    }

    // Before the first attempt, since the user agent of an attempt tells of the algorithm.
    fn modify_before_retry_loop(
        &self,
        context: &mut BeforeTransmitInterceptorContextMut<'_>,
        _: &RuntimeComponents,
        cfg: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let headers = context.request_mut().headers_mut();
        if is_present(headers) {
            return Ok(());
        }
        let calculation = cfg.load::<RequestChecksumCalculation>().copied();
        let when_required = calculation == Some(RequestChecksumCalculation::WhenRequired);
        let asked = cfg.load::<Asked>().and_then(|asked| asked.0.as_deref());
        let is_idle = when_required && !self.required && asked.is_none();
        let algorithm = match asked {
            Some(name) => Some(name.parse::<ChecksumAlgorithm>()?),
            None if is_idle => None,
            None => Some(self.default_algorithm(headers)?),
        };
        let state = cfg.interceptor_state();
        state.store_append(match when_required {
            true => SmithySdkFeature::FlexibleChecksumsReqWhenRequired,
            false => SmithySdkFeature::FlexibleChecksumsReqWhenSupported,
        });
        if let Some(algorithm) = algorithm {
            if let Some(feature) = feature(algorithm) {
                state.store_append(feature);
            }
            let cache = ChecksumCache::new();
            state.store_put(Chosen { algorithm, cache });
        }
        Ok(())
    }

    fn modify_before_signing(
        &self,
        context: &mut BeforeTransmitInterceptorContextMut<'_>,
        _: &RuntimeComponents,
        cfg: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let Some(chosen) = cfg.load::<Chosen>().cloned() else {
            return Ok(());
        };
        let request = context.request_mut();
        let mut checksum = chosen.algorithm.into_impl();
        match request.body().bytes() {
            Some(bytes) => {
                checksum.update(bytes);
                let (name, value) = (checksum.header_name(), checksum.header_value());
                request.headers_mut().try_insert(name, value)?;
                Ok(())
            }
            None => announce_trailer(request, &*checksum, cfg),
        }
    }

    fn modify_before_transmit(
        &self,
        context: &mut BeforeTransmitInterceptorContextMut<'_>,
        _: &RuntimeComponents,
        cfg: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        if let (Some(chosen), Some(trailer)) = (cfg.load::<Chosen>(), cfg.load::<Trailer>()) {
            add_trailer(context.request_mut(), chosen.clone(), trailer);
        }
        Ok(())
    }
}

/// Whether a request has a checksum.
fn is_present(headers: &Headers) -> bool {
    let mut names = headers.iter().map(|(name, _)| name);
    // By the second header a request asks for a checksum of the response.
    names.any(|name| name.starts_with("x-amz-checksum-") && name != "x-amz-checksum-mode")
}

/// How the user agent calls an algorithm.
fn feature(algorithm: ChecksumAlgorithm) -> Option<SmithySdkFeature> {
    match algorithm {
        ChecksumAlgorithm::Crc32 => Some(SmithySdkFeature::FlexibleChecksumsReqCrc32),
        ChecksumAlgorithm::Crc32c => Some(SmithySdkFeature::FlexibleChecksumsReqCrc32c),
        ChecksumAlgorithm::Crc64Nvme => Some(SmithySdkFeature::FlexibleChecksumsReqCrc64),
        ChecksumAlgorithm::Sha1 => Some(SmithySdkFeature::FlexibleChecksumsReqSha1),
        ChecksumAlgorithm::Sha256 => Some(SmithySdkFeature::FlexibleChecksumsReqSha256),
        _ => None,
    }
}

/// A stream that is followed by its checksum.
#[derive(Debug)]
struct Trailer {
    /// The length of the stream.
    length: u64,
    /// Signs the chunks of the stream.
    signer: Option<DeferredSigner>,
}

impl Storable for Trailer {
    type Storer = StoreReplace<Self>;
}

/// States in the headers that a checksum follows the body, a stream, when all of it was sent.
fn announce_trailer(
    request: &mut HttpRequest,
    checksum: &dyn HttpChecksum,
    cfg: &mut ConfigBag,
) -> Result<(), BoxError> {
    let length = length(request).ok_or(
        "the body is a stream of unknown length, which cannot carry a checksum: state its length",
    )?;
    let state = cfg.interceptor_state();
    // Without TLS nothing but signatures protects the chunks.
    let signer = if request.uri().starts_with("http:") {
        let (signer, sender) = DeferredSigner::new();
        state.store_put(sender);
        state.store_put(PayloadSigningOverride::StreamingSignedPayloadTrailer);
        Some(signer)
    } else {
        state.store_put(PayloadSigningOverride::StreamingUnsignedPayloadTrailer);
        None
    };
    let options = chunks(length, checksum, signer.is_some());
    let headers = request.headers_mut();
    headers.insert("x-amz-trailer", checksum.header_name());
    headers.insert("x-amz-decoded-content-length", length.to_string());
    headers.insert("content-length", options.encoded_length().to_string());
    headers.remove("transfer-encoding");
    headers.append("content-encoding", AWS_CHUNKED);
    state.store_put(Trailer { length, signer });
    Ok(())
}

/// Lets the body be sent in chunks, with its checksum in the end.
fn add_trailer(request: &mut HttpRequest, chosen: Chosen, trailer: &Trailer) {
    let headers = request.headers_mut();
    // A request that goes unsigned leaves nothing to sign its chunks with.
    let is_signed = headers.get("authorization").is_some();
    let signer = trailer.signer.clone().filter(|_| is_signed);
    let checksum = chosen.algorithm.into_impl();
    let options = chunks(trailer.length, &*checksum, signer.is_some());
    headers.insert("content-length", options.encoded_length().to_string());
    let body = mem::replace(request.body_mut(), SdkBody::taken());
    *request.body_mut() = body.map(move |body| {
        let checksum = chosen.algorithm.into_impl();
        let body = ChecksumBody::new(body, checksum).with_cache(chosen.cache.clone());
        let body = AwsChunkedBody::new(SdkBody::from_body_1_x(body), options.clone());
        SdkBody::from_body_1_x(match &signer {
            Some(signer) => body.with_signer(signer.clone()),
            None => body,
        })
    });
}

/// The length of a signature in text.
const SIGNATURE_LENGTH: usize = 64;

/// How a stream is sent in chunks.
fn chunks(length: u64, checksum: &dyn HttpChecksum, is_signed: bool) -> AwsChunkedBodyOptions {
    let mut trailers = vec![HttpChecksum::size(checksum)];
    if is_signed {
        let signature = X_AMZ_TRAILER_SIGNATURE.len() + ":".len() + SIGNATURE_LENGTH;
        trailers.push(signature as u64);
    }
    AwsChunkedBodyOptions::new(length, trailers).signed_chunked_encoding(is_signed)
}

/// The length of a body: what the program says, or what the body knows.
fn length(request: &HttpRequest) -> Option<u64> {
    let stated = request.headers().get("content-length");
    stated
        .and_then(|length| length.parse().ok())
        .or_else(|| request.body().content_length())
}

/// Compares the body of a response with the checksum that came with it.
#[derive(Debug)]
pub(crate) struct ResponseChecksum {
    /// The algorithms that the service may use, the fastest first.
    algorithms: &'static [ChecksumAlgorithm],
    mode: Mode,
}

/// Says whether the input asks for a checksum; makes it ask, if that is `true` and it says nothing.
pub(crate) type Mode = fn(&mut context::Input, bool) -> bool;

impl ResponseChecksum {
    /// The interceptor of an operation, the input of which asks for a checksum by `mode`.
    pub(crate) fn shared(
        algorithms: &'static [ChecksumAlgorithm],
        mode: Mode,
    ) -> SharedInterceptor {
        SharedInterceptor::permanent(Self { algorithms, mode })
    }

    /// The checksum in `headers` that is the fastest to compare with.
    fn expected(&self, headers: &Headers) -> Option<(Box<dyn HttpChecksum>, Vec<u8>)> {
        self.algorithms.iter().find_map(|algorithm| {
            let checksum = algorithm.into_impl();
            let text = headers.get(checksum.header_name())?;
            if is_of_parts(text) {
                tracing::warn!("the checksum is one of checksums of parts: it is not compared");
                return None;
            }
            match base64::decode(text) {
                Ok(expected) => Some((checksum, expected)),
                Err(_) => {
                    tracing::error!("the checksum is not base64: it is not compared");
                    None
                }
            }
        })
    }
}

/// Whether a checksum is one of the checksums of an object's parts: it ends in `-` and their number.
fn is_of_parts(checksum: &str) -> bool {
    checksum.rsplit_once('-').is_some_and(|(_, number)| {
        !number.is_empty() && number.bytes().all(|digit| digit.is_ascii_digit())
    })
}

/// A [`Mode`] that looks at the input member `member`.
pub(crate) fn mode<I, M>(
    input: &mut context::Input,
    ask: bool,
    member: fn(&mut I) -> &mut Option<M>,
) -> bool
where
    I: Debug + Send + Sync + 'static,
    M: AsRef<str> + From<&'static str>,
{
    let Some(input) = input.downcast_mut::<I>() else {
        return false;
    };
    let member = member(input);
    if ask {
        member.get_or_insert_with(|| M::from("ENABLED"));
    }
    let mode = member.as_ref().map(AsRef::as_ref);
    mode == Some("ENABLED")
}

/// Whether a response is compared with its checksum.
#[derive(Debug)]
struct IsCompared(bool);

impl Storable for IsCompared {
    type Storer = StoreReplace<Self>;
}

#[dyn_dispatch_hint]
impl Intercept for ResponseChecksum {
    fn name(&self) -> &'static str {
        "ResponseChecksum"
    }

    fn modify_before_serialization(
        &self,
        context: &mut BeforeSerializationInterceptorContextMut<'_>,
        _: &RuntimeComponents,
        cfg: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let validation = cfg.load::<ResponseChecksumValidation>().copied();
        let when_required = validation == Some(ResponseChecksumValidation::WhenRequired);
        let asks = (self.mode)(context.input_mut(), !when_required);
        let state = cfg.interceptor_state();
        state.store_put(IsCompared(asks || !when_required));
        state.store_append(match when_required {
            true => SmithySdkFeature::FlexibleChecksumsResWhenRequired,
            false => SmithySdkFeature::FlexibleChecksumsResWhenSupported,
        });
        Ok(())
    }

    fn modify_before_deserialization(
        &self,
        context: &mut BeforeDeserializationInterceptorContextMut<'_>,
        _: &RuntimeComponents,
        cfg: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let response = context.response_mut();
        let is_compared = cfg.load::<IsCompared>().is_some_and(|it| it.0);
        let expected = is_compared.then(|| self.expected(response.headers()));
        if let Some((checksum, expected)) = expected.flatten() {
            let body = mem::replace(response.body_mut(), SdkBody::taken());
            *response.body_mut() = compared(body, checksum, expected);
        }
        Ok(())
    }
}

/// `body`, which ends in an error if its checksum is not the expected one.
pub(crate) fn compared(
    body: SdkBody,
    checksum: Box<dyn HttpChecksum>,
    expected: Vec<u8>,
) -> SdkBody {
    SdkBody::from_body_1_x(Compared {
        body,
        checksum: Some(checksum),
        expected,
    })
}

/// A body that is compared with its checksum while it is read. The one of the published crate panics
/// on trailers, which a service may send after any body.
struct Compared {
    body: SdkBody,
    /// None when it was compared.
    checksum: Option<Box<dyn HttpChecksum>>,
    expected: Vec<u8>,
}

impl Compared {
    /// The error at the end of a body that is not the one of the checksum.
    fn mismatch(&mut self) -> Option<Mismatch> {
        let actual = self.checksum.take()?.finalize();
        (self.expected[..] != actual[..]).then(|| Mismatch::ChecksumMismatch {
            expected: mem::take(&mut self.expected).into(),
            actual,
        })
    }
}

impl Body for Compared {
    type Data = <SdkBody as Body>::Data;
    type Error = <SdkBody as Body>::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Self::Data>, Self::Error>>> {
        let polled = Pin::new(&mut self.body).poll_frame(cx);
        let data = match &polled {
            Poll::Ready(Some(Ok(frame))) => frame.data_ref(),
            Poll::Ready(None) => None,
            Poll::Ready(Some(Err(_))) | Poll::Pending => return polled,
        };
        match (data, &mut self.checksum) {
            (Some(data), Some(checksum)) => checksum.update(data),
            (Some(_), None) => {}
            // Many readers stop at the trailers, so the data is compared before these are handed out.
            (None, _) => {
                if let Some(mismatch) = self.mismatch() {
                    return Poll::Ready(Some(Err(mismatch.into())));
                }
            }
        }
        polled
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

impl Config {
    /// When requests get a checksum, if it was set.
    pub fn request_checksum_calculation(&self) -> Option<&RequestChecksumCalculation> {
        self.frozen.load::<RequestChecksumCalculation>()
    }

    /// When responses are compared with their checksum, if it was set.
    pub fn response_checksum_validation(&self) -> Option<&ResponseChecksumValidation> {
        self.frozen.load::<ResponseChecksumValidation>()
    }
}

impl Builder {
    /// Sets when requests get a checksum; unless set, wherever the service takes one.
    pub fn request_checksum_calculation(mut self, calculation: RequestChecksumCalculation) -> Self {
        self.set_request_checksum_calculation(Some(calculation));
        self
    }

    /// Sets or clears when requests get a checksum.
    pub fn set_request_checksum_calculation(
        &mut self,
        calculation: Option<RequestChecksumCalculation>,
    ) -> &mut Self {
        self.config.store_or_unset(calculation);
        self
    }

    /// Sets when responses are compared with their checksum; unless set, wherever the service sends one.
    pub fn response_checksum_validation(mut self, validation: ResponseChecksumValidation) -> Self {
        self.set_response_checksum_validation(Some(validation));
        self
    }

    /// Sets or clears when responses are compared with their checksum.
    pub fn set_response_checksum_validation(
        &mut self,
        validation: Option<ResponseChecksumValidation>,
    ) -> &mut Self {
        self.config.store_or_unset(validation);
        self
    }
}

/// Takes the settings over that all services share.
pub(super) fn take_settings(builder: &mut Builder, input: &SdkConfig) {
    builder
        .set_request_checksum_calculation(input.request_checksum_calculation())
        .set_response_checksum_validation(input.response_checksum_validation());
}
