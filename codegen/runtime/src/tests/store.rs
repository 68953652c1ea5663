//! Operations of the tests' service whose bodies are compressed and have checksums, and bodies that are
//! streams.

use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};

use aws_smithy_checksums::ChecksumAlgorithm;
use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::interceptors::context::BeforeTransmitInterceptorContextMut;
use aws_smithy_runtime_api::client::interceptors::{Intercept, dyn_dispatch_hint};
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::body::SdkBody;
use aws_smithy_types::config_bag::ConfigBag;
use aws_smithy_types::error::operation::BuildError;
use http::HeaderMap;
use http_body::{Body, Frame, SizeHint};

use super::feed::FeedError;
use super::zoo::structure_of;
use crate::runtime::checksums::{RequestChecksum, ResponseChecksum, mode};
use crate::runtime::compression::Gzip;
use crate::runtime::content_md5::ContentMd5;
use crate::runtime::schema::*;
use crate::runtime::{
    Attached, Builder, Operation, OperationInfo, OutputStructure, attach, operation,
};

type Data = <SdkBody as Body>::Data;

structure_of! {
    /// The input of all operations here.
    #[derive(Debug)]
    StoreInput {
        algorithm: String,
        mode: String,
        crc32: String,
        encoding: String,
        text: String,
    } = input(
        "test.zoo#StoreInput",
        "POST",
        "/store",
        &[
            string("Algorithm").header("X-Algorithm"),
            string("Mode").header("x-amz-checksum-mode"),
            string("Crc32").header("x-amz-checksum-crc32"),
            string("Encoding").header("Content-Encoding"),
            string("Text").payload(),
        ],
    )
}

impl Builder<StoreInput> {
    pub(crate) fn build(self) -> Result<StoreInput, BuildError> {
        Ok(self.stage.0)
    }
}

structure_of! {
    /// The output of all operations here.
    #[derive(Debug)]
    StoreOutput { text: String, } + _request_id: Option<String>
    = structure("test.zoo#StoreOutput", &[string("Text").payload()])
}

impl OutputStructure for StoreOutput {
    fn set_request_id(draft: &mut StoreOutput, request_id: Option<String>) {
        draft._request_id = request_id;
    }
}

/// Defines an operation with interceptors of its own.
macro_rules! store {
    ($(#[$doc:meta])* $name:ident, $method:ident, $interceptors:expr) => {
        $(#[$doc])*
        #[derive(Clone, Debug, Default)]
        pub struct $name;

        impl Operation for $name {
            const INFO: &'static OperationInfo =
                &OperationInfo::new::<Self>(stringify!($name)).interceptors($interceptors);
            type Input = StoreInput;
            type Output = StoreOutput;
            type Error = FeedError;

            fn build(builder: Builder<StoreInput>) -> Result<StoreInput, BuildError> {
                builder.build()
            }
        }

        #[allow(dead_code, reason = "no test makes a symbol")]
        const _: () = {
            operation!($name);
        };

        impl crate::Client {
            pub(crate) fn $method(&self) -> Builder<StoreInput, Attached<$name>> {
                attach(self, Default::default())
            }
        }
    };
}

store!(
    /// An operation that takes a checksum, and sends one.
    Checked,
    checked,
    |info| vec![
        RequestChecksum::new(info)
            .member("Algorithm")
            .header("X-Algorithm")
            .shared(),
        ResponseChecksum::shared(
            &[
                ChecksumAlgorithm::Crc64Nvme,
                ChecksumAlgorithm::Crc32,
                ChecksumAlgorithm::Sha1
            ],
            |input, ask| mode::<StoreInput, _>(input, ask, |input| &mut input.mode),
        ),
        ContentMd5::shared(),
    ]
);

store!(
    /// An operation that demands a checksum.
    Demanding,
    demanding,
    |info| vec![RequestChecksum::new(info).required().shared()]
);

store!(
    /// An operation that demands an MD5.
    Summed,
    summed,
    |_| vec![ContentMd5::shared()]
);

store!(
    /// An operation that takes compressed requests with a checksum.
    Packed,
    packed,
    |info| vec![
        Gzip::shared(),
        RequestChecksum::new(info).member("Algorithm").shared()
    ]
);

/// A stream of parts, in the end of which are trailers, if there are any.
#[derive(Clone, Debug, Default)]
pub(super) struct Parts {
    parts: std::slice::Iter<'static, &'static str>,
    trailers: Option<HeaderMap>,
    /// The length that the stream knows.
    length: Option<u64>,
}

impl Parts {
    /// A stream that does not know its length.
    pub(super) fn new(parts: &'static [&'static str]) -> Self {
        Self {
            parts: parts.iter(),
            ..Self::default()
        }
    }

    /// The same with a length.
    pub(super) fn sized(mut self) -> Self {
        let parts = self.parts.as_slice().iter();
        self.length = Some(parts.map(|part| part.len() as u64).sum());
        self
    }

    /// The same with a trailer.
    pub(super) fn trailed(mut self) -> Self {
        let value = http::HeaderValue::from_static("value");
        let name = http::HeaderName::from_static("x-trailer");
        self.trailers = Some(HeaderMap::from_iter([(name, value)]));
        self
    }

    /// The body, which can be sent again.
    pub(super) fn body(self) -> SdkBody {
        SdkBody::retryable(move || SdkBody::from_body_1_x(self.clone()))
    }
}

impl Body for Parts {
    type Data = Data;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Data>, Infallible>>> {
        let part = self.parts.next().map(|part| Frame::data((*part).into()));
        let frame = part.or_else(|| self.trailers.take().map(Frame::trailers));
        Poll::Ready(frame.map(Ok))
    }

    fn size_hint(&self) -> SizeHint {
        self.length.map(SizeHint::with_exact).unwrap_or_default()
    }
}

/// Sends a stream rather than the body that the input describes.
#[derive(Debug)]
pub(super) struct Streaming(pub(super) Parts);

#[dyn_dispatch_hint]
impl Intercept for Streaming {
    fn name(&self) -> &'static str {
        "Streaming"
    }

    fn modify_before_retry_loop(
        &self,
        context: &mut BeforeTransmitInterceptorContextMut<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let request = context.request_mut();
        *request.body_mut() = self.0.clone().body();
        request.headers_mut().remove("content-length");
        Ok(())
    }
}
