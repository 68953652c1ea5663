//! Endpoints: what `codegen/tests/endpoint_diagnostics.rs` does not have.

use serde_json::{Value, json};

use super::Case;

const SERVICE: &str = "/shapes/t#Service/traits";

/// The changes that give the service traits for its endpoints beside those that it needs.
fn service(traits: Value) -> Vec<(&'static str, Value)> {
    let mut all = json!({"aws.protocols#restJson1": {}, "aws.auth#sigv4": {"name": "t"}});
    let more = traits.as_object().cloned().unwrap_or_default();
    all.as_object_mut().expect("an object").extend(more);
    vec![(SERVICE, all)]
}

pub(super) fn cases() -> Vec<Case> {
    let diagram = |name, nodes: &str, count: u32, root: u32| {
        let diagram = json!({
            "version": "1.1",
            "parameters": {},
            "conditions": [],
            "results": [],
            "root": root,
            "nodes": nodes,
            "nodeCount": count,
        });
        (name, service(json!({"smithy.rules#endpointBdd": diagram})))
    };
    let parameters = json!({
        "Region": {"type": "string", "builtIn": "AWS::Region"},
        "UseDualStack": {"type": "boolean", "builtIn": "AWS::UseDualStack"},
    });
    let rules = json!([{"type": "error", "conditions": [], "error": true}]);
    let outdated = json!({"testCases": [{
        "documentation": "An iso region",
        "params": {"Region": "us-iso-east-1", "UseDualStack": true},
        "expect": {"error": "It has no dual stack."},
    }]});
    let good = json!([{"type": "error", "conditions": [], "error": "No."}]);
    vec![
        diagram("a diagram that is no base64", "?", 1, 1),
        diagram("a diagram that leads nowhere", "/////wAAAAH/////", 1, 9),
        (
            "an error that is no text",
            service(json!({"smithy.rules#endpointRuleSet": {"rules": rules}})),
        ),
        (
            "tests of partitions as they were",
            service(json!({
                "smithy.rules#endpointRuleSet": {"parameters": parameters, "rules": good},
                "smithy.rules#endpointTests": outdated,
            })),
        ),
    ]
}
