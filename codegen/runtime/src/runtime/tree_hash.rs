//! The SHA-256 tree hash of a request's body: the hashes of its mebibytes, hashed in pairs until one is
//! left (<https://docs.aws.amazon.com/amazonglacier/latest/dev/checksum-calculations.html>).

use aws_runtime::auth::PayloadSigningOverride;
use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::interceptors::context::{
    BeforeSerializationInterceptorContextMut, BeforeTransmitInterceptorContextMut,
};
use aws_smithy_runtime_api::client::interceptors::{
    Intercept, SharedInterceptor, dyn_dispatch_hint,
};
use aws_smithy_runtime_api::client::orchestrator::LoadedRequestBody;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::config_bag::ConfigBag;
use sha2::{Digest, Sha256};

type Hash = [u8; 32];

const MEBIBYTE: usize = 1024 * 1024;
const TREE_HASH: &str = "x-amz-sha256-tree-hash";

/// Gives a request the tree hash of its body, unless the input had one, and its plain hash. The body is
/// read into memory for it.
#[derive(Debug)]
pub(crate) struct TreeHash;

impl TreeHash {
    /// The interceptor.
    pub(crate) fn shared() -> SharedInterceptor {
        SharedInterceptor::permanent(Self)
    }
}

#[dyn_dispatch_hint]
impl Intercept for TreeHash {
    fn name(&self) -> &'static str {
        "TreeHash"
    }

    fn modify_before_serialization(
        &self,
        _: &mut BeforeSerializationInterceptorContextMut<'_>,
        _: &RuntimeComponents,
        cfg: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        cfg.interceptor_state()
            .store_put(LoadedRequestBody::Requested);
        Ok(())
    }

    fn modify_before_retry_loop(
        &self,
        context: &mut BeforeTransmitInterceptorContextMut<'_>,
        _: &RuntimeComponents,
        cfg: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let request = context.request_mut();
        let body = request.body().bytes();
        let body = body.ok_or("the body is not in memory")?;
        let (tree, plain) = (hex(&tree_hash(body)), hex(&Sha256::digest(body).into()));
        let headers = request.headers_mut();
        if !headers.contains_key(TREE_HASH) {
            headers.insert(TREE_HASH, tree);
        }
        headers.insert("x-amz-content-sha256", plain.clone());
        cfg.interceptor_state()
            .store_put(PayloadSigningOverride::Precomputed(plain));
        Ok(())
    }
}

/// The tree hash of some bytes.
pub(crate) fn tree_hash(bytes: &[u8]) -> Hash {
    let mut level: Vec<Hash> = bytes
        .chunks(MEBIBYTE)
        .map(|chunk| Sha256::digest(chunk).into())
        .collect();
    while level.len() > 1 {
        level = level.chunks(2).map(pair).collect();
    }
    level.pop().unwrap_or_else(|| Sha256::digest([]).into())
}

/// The hash of two hashes; one without a partner goes on as it is.
fn pair(hashes: &[Hash]) -> Hash {
    match hashes {
        [one] => *one,
        _ => Sha256::digest(hashes.concat()).into(),
    }
}

fn hex(hash: &Hash) -> String {
    hash.iter().map(|byte| format!("{byte:02x}")).collect()
}
