//! Authentication schemes.

use serde_json::{Value, json};

use super::Case;

const SERVICE: &str = "/shapes/t#Service/traits";
const OPERATION: &str = "/shapes/t#Get/traits/smithy.api#auth";
const API_KEY: &str = "/shapes/t#Service/traits/smithy.api#httpApiKeyAuth";

pub(super) fn cases() -> Vec<Case> {
    let digest = json!({"aws.protocols#restJson1": {}, "smithy.api#httpDigestAuth": {}});
    let api_key = |name, value: Value| (name, vec![(API_KEY, value)]);
    vec![
        ("no scheme but one of challenges", vec![(SERVICE, digest)]),
        (
            "schemes that are no texts",
            vec![(OPERATION, json!([{"id": "aws.auth#sigv4"}]))],
        ),
        (
            "a scheme that the service lacks",
            vec![(OPERATION, json!(["smithy.api#httpBearerAuth"]))],
        ),
        api_key(
            "a key that is nowhere",
            json!({"name": "x-key", "in": "body"}),
        ),
        api_key(
            "a scheme in the query",
            json!({"name": "key", "in": "query", "scheme": "Key"}),
        ),
    ]
}
