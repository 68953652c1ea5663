//! What happens to the bodies of an operation: compression and checksums.

use serde::Serialize;
use serde_json::Value;

use super::types::{Binding, Types};
use super::{customizations, names};
use crate::model::{CHECKSUM_ALGORITHMS, Member, Shape};

/// What happens to the bodies of an operation.
#[derive(Debug, Default, PartialEq, Serialize)]
pub(crate) struct Bodies {
    /// Whether requests are compressed (`smithy.api#requestCompression`).
    pub(crate) gzip: bool,
    /// The checksum of requests (`aws.protocols#httpChecksum`).
    pub(crate) request: Option<RequestChecksum>,
    /// The checksum of responses (`aws.protocols#httpChecksum`).
    pub(crate) response: Option<ResponseChecksum>,
    /// Whether requests have the header `Content-MD5` (`smithy.api#httpChecksumRequired`).
    pub(crate) md5: bool,
    /// Whether requests have a tree hash ([`customizations`]).
    pub(crate) tree_hash: bool,
}

/// The checksum of a request.
#[derive(Debug, PartialEq, Serialize)]
pub(crate) struct RequestChecksum {
    /// Whether the service demands one.
    pub(crate) required: bool,
    /// The name in the model of the input member that chooses the algorithm.
    pub(crate) member: Option<String>,
    /// The header of that member.
    pub(crate) header: Option<String>,
}

/// The checksum of a response.
#[derive(Debug, PartialEq, Serialize)]
pub(crate) struct ResponseChecksum {
    /// Variants of the published enum of algorithms, the fastest first.
    pub(crate) algorithms: Vec<&'static str>,
    /// The field of the input that asks for a checksum.
    pub(crate) mode: String,
}

/// Decides what happens to the bodies of an operation.
pub(crate) fn plan(types: &Types<'_>, shape: &Shape, input: &str) -> Bodies {
    let checksum = shape.traits.get("aws.protocols#httpChecksum");
    let (_, members) = types.model.structure(input);
    let member = |key: &str| members.get(checksum?.get(key)?.as_str()?);
    Bodies {
        gzip: encodings(shape).any(|encoding| encoding.eq_ignore_ascii_case("gzip")),
        request: checksum.and_then(|value| request(types, value, member("requestAlgorithmMember"))),
        response: member("requestValidationModeMember").map(|mode| ResponseChecksum {
            algorithms: algorithms(checksum),
            mode: names::field(&mode.name),
        }),
        md5: shape.traits.has("smithy.api#httpChecksumRequired"),
        tree_hash: customizations::of(&types.model.service)
            .tree_hashed
            .contains(&shape.name()),
    }
}

fn encodings(shape: &Shape) -> impl Iterator<Item = &str> {
    let compression = shape.traits.get("smithy.api#requestCompression");
    let encodings = compression.and_then(|value| value.get("encodings"));
    let encodings = encodings.and_then(Value::as_array).into_iter().flatten();
    encodings.filter_map(Value::as_str)
}

fn request(types: &Types<'_>, value: &Value, member: Option<&Member>) -> Option<RequestChecksum> {
    let required = value.get("requestChecksumRequired") == Some(&Value::Bool(true));
    let header = member.and_then(|member| match types.wire(member).binding {
        Binding::Header(name) => Some(name),
        _ => None,
    });
    (required || member.is_some()).then(|| RequestChecksum {
        required,
        member: member.map(|member| member.name.clone()),
        header,
    })
}

/// The algorithms of responses that we know, in our order.
fn algorithms(checksum: Option<&Value>) -> Vec<&'static str> {
    let listed = checksum.and_then(|value| value.get("responseAlgorithms")?.as_array());
    let is_listed = |name: &str| {
        let mut listed = listed.into_iter().flatten().filter_map(Value::as_str);
        listed.any(|listed| listed.eq_ignore_ascii_case(name))
    };
    let ours = CHECKSUM_ALGORITHMS.into_iter().zip(VARIANTS);
    let ours = ours.filter(|(name, _)| is_listed(name));
    ours.map(|(_, variant)| variant).collect()
}

/// The variants of [`CHECKSUM_ALGORITHMS`] in the published enum.
const VARIANTS: [&str; CHECKSUM_ALGORITHMS.len()] =
    ["Crc64Nvme", "Crc32c", "Crc32", "Sha1", "Sha256"];
