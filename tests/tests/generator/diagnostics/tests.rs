//! Tests that models carry.

use serde_json::{Value, json};

use super::Case;

pub(super) fn cases() -> Vec<Case> {
    let requests = |name, tests| {
        (
            name,
            vec![("/shapes/t#Get/traits/smithy.test#httpRequestTests", tests)],
        )
    };
    let smoke = |name, expect: Value| {
        let tests = json!([{"id": "Real", "params": {"id": "a"}, "expect": expect}]);
        (
            name,
            vec![("/shapes/t#Get/traits/smithy.test#smokeTests", tests)],
        )
    };
    let request = |id: &str, protocol: &str| json!({"id": id, "protocol": protocol, "method": "POST", "uri": "/", "params": {"id": "a"}});
    let known = "aws.protocols#restJson1";
    let mut odd = request("Odd", known);
    odd["params"] = json!({"colour": "red"});
    vec![
        requests(
            "a test of an unknown protocol",
            json!([request("Old", "aws.protocols#restJson0")]),
        ),
        requests("a test without a protocol", json!([{"id": "Nothing"}])),
        requests("a test that contradicts the model", json!([odd])),
        requests(
            "tests with one name",
            json!([request("GetIt", known), request("get_it", known)]),
        ),
        smoke("a smoke test that expects nothing", json!({})),
        smoke(
            "a smoke test with an error of nobody",
            json!({"failure": {"errorId": "t#Worse"}}),
        ),
    ]
}
