//! Operations: HTTP bindings, pages, examples, endpoint rules.

use serde_json::{Value, json};

use super::Case;

const RULES: &str = "/shapes/t#Service/traits/smithy.rules#endpointRuleSet";
const EXAMPLES: &str = "/shapes/t#Get/traits/smithy.api#examples";
const URI: &str = "/shapes/t#Get/traits/smithy.api#http/uri";

pub(super) fn cases() -> Vec<Case> {
    let header = |target: &str| json!({"target": target, "traits": {"smithy.api#httpHeader": "x"}});
    let example = |input: Value| json!([{"title": "One", "input": input}]);
    vec![
        (
            "no HTTP binding",
            vec![("/shapes/t#Get/traits/smithy.api#http", Value::Null)],
        ),
        (
            "a body that the method forbids",
            vec![("/shapes/t#Get/traits/smithy.api#http/method", json!("GET"))],
        ),
        ("a relative URI", vec![(URI, json!("things/{id}"))]),
        (
            "a label that no member has",
            vec![(URI, json!("/things/{id}/{part}"))],
        ),
        ("a label that the URI lacks", vec![(URI, json!("/things"))]),
        (
            "a label that may be absent",
            vec![(
                "/shapes/t#In/members/id/traits/smithy.api#required",
                Value::Null,
            )],
        ),
        (
            "a structure in a header",
            vec![("/shapes/t#In/members/bad", header("t#Out"))],
        ),
        (
            "an example with an unknown member",
            vec![(EXAMPLES, example(json!({"idd": "x"})))],
        ),
        (
            "an example of the wrong type",
            vec![(EXAMPLES, example(json!({"count": "x"})))],
        ),
        (
            "an example that is too large",
            vec![(EXAMPLES, example(json!({"count": 3_000_000_000_u32})))],
        ),
        (
            "rules that are no list",
            vec![(RULES, json!({"rules": {}}))],
        ),
        (
            "rules with an unknown function",
            vec![(RULES, json!({"rules": [rule("parseURL")]}))],
        ),
        (
            "rules with too many arguments",
            vec![(RULES, json!({"rules": [rule("isSet")]}))],
        ),
        (
            "rules with an unknown name",
            vec![(
                RULES,
                json!({"rules": [{"type": "error", "error": "{Nobody}"}]}),
            )],
        ),
        (
            "rules with values of the wrong type",
            vec![(RULES, ill_typed_rules())],
        ),
        (
            "rules with an unknown parameter",
            vec![(
                RULES,
                json!({"rules": [], "parameters": {"a b": {"type": "string"}}}),
            )],
        ),
    ]
}

/// Rules in which every value is of another type than it has to be.
fn ill_typed_rules() -> Value {
    let endpoint = json!({"url": "https://x", "headers": {"a": "b"}, "properties": []});
    json!({
        "parameters": {"A": {"type": "string", "builtIn": 1, "required": "yes"}},
        "rules": [
            {"type": "error", "conditions": {}, "error": "e"},
            {"type": "error", "conditions": [true], "error": "e"},
            {"type": "endpoint", "conditions": [], "endpoint": endpoint},
        ],
    })
}

fn rule(function: &str) -> Value {
    let condition = json!({"fn": function, "argv": [true, true]});
    json!({"type": "error", "conditions": [condition], "error": "no"})
}
