//! The crates that emitted crates depend on. A test holds the versions equal to those under which the
//! support code is tested (codegen/runtime/Cargo.toml).

use std::borrow::Cow;

use serde::Serialize;

/// A dependency.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Dependency {
    pub(crate) name: &'static str,
    pub(crate) version: &'static str,
    pub(crate) features: Cow<'static, [&'static str]>,
}

/// The name of a dependency, and one of its features.
pub(crate) type Feature = (&'static str, &'static str);

const fn dependency(
    name: &'static str,
    version: &'static str,
    features: &'static [&'static str],
) -> Dependency {
    Dependency {
        name,
        version,
        features: Cow::Borrowed(features),
    }
}

/// What every crate needs.
pub(crate) const ALWAYS: &[Dependency] = &[
    dependency("aws-credential-types", "1.3.1", &[]),
    dependency("aws-runtime", "1.10.2", &[]),
    dependency("aws-smithy-async", "1.3.1", &[]),
    dependency("aws-smithy-http", "0.64.3", &[]),
    dependency("aws-smithy-observability", "0.3.1", &[]),
    dependency("aws-smithy-runtime", "1.16.2", &["client"]),
    dependency("aws-smithy-runtime-api", "1.20.0", &["client", "http-1x"]),
    dependency("aws-smithy-schema", "1.2.0", &[]),
    dependency("aws-smithy-types", "1.9.3", &["http-body-1-x"]),
    dependency("aws-types", "1.7.0", &[]),
    dependency("fastrand", "2", &[]),
    dependency("tracing", "0.1", &[]),
];

/// What crates with streams of events need.
pub(crate) const EVENT_STREAMS: &[Dependency] = &[
    dependency("aws-smithy-eventstream", "0.61.6", &[]),
    dependency("http-body-util", "0.1", &[]),
];

/// What the protocol tests need.
pub(crate) const TESTS: &[Dependency] = &[
    dependency("aws-smithy-http-client", "1.5.2", &["test-util"]),
    dependency("aws-smithy-protocol-test", "0.64.0", &[]),
    dependency("http", "1", &[]),
    dependency("tokio", "1", &["macros", "rt"]),
];

/// What the protocol tests of event streams need, beside the others.
pub(crate) const EVENT_TESTS: Dependency = dependency("futures-util", "0.3", &[]);

pub(crate) const AWS_SMITHY_JSON: Dependency = dependency("aws-smithy-json", "0.65.1", &[]);

/// What crates with checksums of requests and responses need.
pub(crate) const CHECKSUMS: &[Dependency] = &[
    dependency("aws-smithy-checksums", "0.65.0", &[]),
    dependency("http-body", "1", &[]),
];

/// What crates that compress requests need.
pub(crate) const COMPRESSION: &[Dependency] = &[dependency(
    "aws-smithy-compression",
    "0.0.7",
    &["http-body-1-x"],
)];

/// What crates with tree hashes need.
pub(crate) const TREE_HASH: &[Dependency] = &[dependency("sha2", "0.11", &[])];

/// What crates with the header `Content-MD5` need.
pub(crate) const CONTENT_MD5: &[Dependency] = &[dependency("md-5", "0.11", &[])];
