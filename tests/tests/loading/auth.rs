//! The authentication schemes of services and operations.

use codegen::model::Source;
use serde_json::{Value, json};

use super::{files, fixture, model, read, refuse};

/// The service and its operation with traits.
fn with(service: Value, operation: Value) -> Source {
    let merge = |base: Value, more: Value| {
        let mut base = base.as_object().cloned().unwrap_or_default();
        base.extend(more.as_object().cloned().unwrap_or_default());
        base
    };
    let http = json!({"smithy.api#http": {"method": "GET", "uri": "/"}});
    let protocol = json!({"aws.protocols#restJson1": {}});
    model(json!({
        "a#Service": {
            "type": "service",
            "operations": [{"target": "a#Act"}],
            "traits": merge(protocol, service),
        },
        "a#Act": {"type": "operation", "traits": merge(http, operation)},
    }))
}

const BASIC: &str = "smithy.api#httpBasicAuth";
const BEARER: &str = "smithy.api#httpBearerAuth";
const DIGEST: &str = "smithy.api#httpDigestAuth";
const SIGV4: &str = "aws.auth#sigv4";

#[track_caller]
fn schemes(service: Value, operation: Value) -> (Vec<String>, bool) {
    let model = read(&[with(service, operation)], None).expect("the model is good");
    let auth = model.operation_auth("a#Act");
    (auth.schemes, auth.optional)
}

#[test]
fn the_rules_of_the_specification() {
    let both = || json!({BEARER: {}, SIGV4: {"name": "a"}});
    let ordered = || json!({BEARER: {}, SIGV4: {"name": "a"}, "smithy.api#auth": [BEARER]});
    let own = |schemes: Value| json!({"smithy.api#auth": schemes});
    let optional = || json!({"smithy.api#optionalAuth": {}});
    let list = |schemes: &[&str]| {
        schemes
            .iter()
            .map(|id| (*id).to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(schemes(both(), json!({})), (list(&[SIGV4, BEARER]), false));
    assert_eq!(schemes(ordered(), json!({})), (list(&[BEARER]), false));
    assert_eq!(
        schemes(ordered(), own(json!([SIGV4]))),
        (list(&[SIGV4]), false)
    );
    assert_eq!(schemes(both(), own(json!([]))), (list(&[]), true));
    assert_eq!(schemes(both(), optional()), (list(&[SIGV4, BEARER]), true));
    assert_eq!(schemes(json!({}), json!({})), (list(&[]), true));
}

#[test]
fn bad_schemes_are_refused() {
    let refuse_service = |service, message| refuse(with(service, json!({})), message, "a#Service");
    refuse_service(
        json!({SIGV4: {}}),
        "the trait `aws.auth#sigv4` has no `name`",
    );
    refuse_service(
        json!({"smithy.api#httpApiKeyAuth": {"name": "k", "in": "body"}}),
        "`in` of the trait `smithy.api#httpApiKeyAuth` is not `header` or `query`",
    );
    refuse_service(
        json!({"smithy.api#httpApiKeyAuth": {"name": "k", "in": "query", "scheme": "S"}}),
        "the trait `smithy.api#httpApiKeyAuth` has a `scheme`, which queries cannot carry",
    );
    let operation = json!({"smithy.api#auth": [BASIC]});
    let message = "`auth` lists `smithy.api#httpBasicAuth`, which the service lacks";
    refuse(with(json!({BEARER: {}}), operation), message, "a#Act");
    let message = "the operation needs `httpDigestAuth`, which is not supported";
    refuse(with(json!({DIGEST: {}}), json!({})), message, "a#Act");
}

#[test]
fn digest_is_left_out_where_there_is_another_scheme() {
    let service = json!({DIGEST: {}, BASIC: {}});
    assert_eq!(schemes(service, json!({})), (vec![BASIC.to_owned()], false));
}

#[test]
fn the_crate_has_what_its_schemes_need() {
    let plain = files(fixture("rename"));
    assert!(!plain["Cargo.toml"].contains("http-auth"));
    assert!(!plain["src/auth.rs"].contains("Builder"));
    let http = files(fixture("auth"));
    assert!(http["Cargo.toml"].contains(
        "aws-smithy-runtime = { version = \"1.16.2\", features = [\"client\", \"http-auth\"] }"
    ));
    assert!(http["API.md"].contains("fn crate::config::Builder::bearer_token("));
    let unsigned = &http["src/operation/put_unsigned.rs"];
    assert!(unsigned.contains(".unsigned_payload()"));
}

#[test]
fn sigv4a_has_regions() {
    let service = json!({"aws.auth#sigv4a": {"name": "a"}, SIGV4: {"name": "b"}});
    let files = files(with(service, json!({})));
    assert!(files["Cargo.toml"].contains("features = [\"sigv4a\"]"));
    let auth = &files["src/auth.rs"];
    assert!(auth.contains("::aws_runtime::auth::sigv4a::SCHEME_ID"));
    assert!(auth.contains("pub fn set_sigv4a_signing_region_set("));
    assert!(files["src/service.rs"].contains("signing_name: \"b\""));
}

#[test]
fn api_keys_are_in_a_header_or_the_query() {
    let key = |value: Value| {
        let files = files(with(json!({"smithy.api#httpApiKeyAuth": value}), json!({})));
        files["src/auth.rs"].clone()
    };
    let header = key(json!({"name": "k", "in": "header"}));
    assert!(header.contains("ApiKeyHeader(\"k\")"));
    let scheme = key(json!({"name": "k", "in": "header", "scheme": "Key"}));
    assert!(scheme.contains("\"Key\",") && scheme.contains("ApiKeyLocation::Header"));
    let query = key(json!({"name": "k", "in": "query"}));
    assert!(query.contains("ApiKeyLocation::Query"));
}
