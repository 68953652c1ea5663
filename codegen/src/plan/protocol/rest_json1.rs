//! <https://smithy.io/2.0/aws/protocols/aws-restjson1-protocol.html>

use super::{Format, Protocol};
use crate::plan::dependencies::AWS_SMITHY_JSON;

pub(super) static PROTOCOL: Protocol = Protocol {
    trait_id: "aws.protocols#restJson1",
    dependency: AWS_SMITHY_JSON,
    implementation: "::aws_smithy_json::protocol::aws_rest_json_1::AwsRestJsonProtocol",
    request: JSON,
    response: JSON,
};

const JSON: Format = Format {
    media_type: "application/json",
    timestamps: "seconds since 1970",
};
