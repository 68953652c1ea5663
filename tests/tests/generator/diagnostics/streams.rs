//! Streams.

use serde_json::{Value, json};

use super::Case;

/// The changes that make `t#Put` send `input`, in which `t#Bytes` is a blob with `traits`.
fn put(traits: Value, input: Value) -> Vec<(&'static str, Value)> {
    let http = json!({"smithy.api#http": {"method": "PUT", "uri": "/put"}});
    let input = json!({"type": "structure", "members": input});
    vec![
        ("/shapes/t#Bytes", json!({"type": "blob", "traits": traits})),
        ("/shapes/t#PutInput", input),
        (
            "/shapes/t#Put",
            json!({"type": "operation", "input": {"target": "t#PutInput"}, "traits": http}),
        ),
        ("/shapes/t#Service/operations/1", json!({"target": "t#Put"})),
    ]
}

pub(super) fn cases() -> Vec<Case> {
    let streaming = || json!({"smithy.api#streaming": {}});
    let body = || json!({"target": "t#Bytes", "traits": {"smithy.api#httpPayload": {}}});
    let bytes = || json!({"target": "t#Bytes"});
    let text = || json!({"target": "smithy.api#String"});
    let with_default = json!({
        "target": "t#Bytes",
        "traits": {"smithy.api#httpPayload": {}, "smithy.api#default": "eA=="},
    });
    let and = |mut changes: Vec<(&'static str, Value)>, path, value| {
        changes.push((path, value));
        changes
    };
    let put_body = || put(streaming(), json!({"body": body()}));
    vec![
        (
            "a stream of what is no blob",
            vec![("/shapes/t#Names/traits", streaming())],
        ),
        (
            "a length of what is no stream",
            put(
                json!({"smithy.api#requiresLength": {}}),
                json!({"body": body()}),
            ),
        ),
        (
            "a stream that is not the body",
            put(streaming(), json!({"body": bytes()})),
        ),
        (
            "a member beside a stream",
            put(streaming(), json!({"body": body(), "text": text()})),
        ),
        (
            "a stream in a list",
            and(
                put_body(),
                "/shapes/t#Names/member/target",
                json!("t#Bytes"),
            ),
        ),
        (
            "a stream in an error",
            and(put_body(), "/shapes/t#Bad/members/body", body()),
        ),
        (
            "two streams",
            put(streaming(), json!({"body": body(), "other": body()})),
        ),
        (
            "a stream with a default",
            put(streaming(), json!({"body": with_default})),
        ),
        (
            "an input with a stream as a value",
            and(
                put_body(),
                "/shapes/t#Out/members/last",
                json!({"target": "t#PutInput"}),
            ),
        ),
    ]
}
