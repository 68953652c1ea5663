//! `smithy.api#httpChecksumRequired`: the header `Content-MD5` of a request.

use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::interceptors::context::BeforeTransmitInterceptorContextMut;
use aws_smithy_runtime_api::client::interceptors::{
    Intercept, SharedInterceptor, dyn_dispatch_hint,
};
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::base64;
use aws_smithy_types::config_bag::ConfigBag;
use md5::{Digest, Md5};

/// Gives a request the MD5 of its body, unless it has a checksum.
#[derive(Debug)]
pub(crate) struct ContentMd5;

impl ContentMd5 {
    /// The interceptor.
    pub(crate) fn shared() -> SharedInterceptor {
        SharedInterceptor::permanent(Self)
    }
}

#[dyn_dispatch_hint]
impl Intercept for ContentMd5 {
    fn name(&self) -> &'static str {
        "ContentMd5"
    }

    fn modify_before_signing(
        &self,
        context: &mut BeforeTransmitInterceptorContextMut<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let request = context.request_mut();
        let is_checksum = |name: &str| {
            name.starts_with("x-amz-checksum-") || name == "x-amz-trailer" || name == "content-md5"
        };
        if request.headers().iter().any(|(name, _)| is_checksum(name)) {
            return Ok(());
        }
        let bytes = request.body().bytes();
        let bytes = bytes.ok_or("the body is a stream: set the header `Content-MD5` yourself")?;
        let checksum = base64::encode(Md5::digest(bytes));
        request.headers_mut().insert("content-md5", checksum);
        Ok(())
    }
}
