//! Streams of events.

use serde_json::{Value, json};

use super::Case;

/// The changes that make `t#Get` return a stream of `t#Event`, which has `members`.
fn listen(members: Value) -> Vec<(&'static str, Value)> {
    let body = json!({"target": "t#Events", "traits": {"smithy.api#httpPayload": {}}});
    vec![
        (
            "/shapes/t#Event",
            json!({"type": "structure", "members": members}),
        ),
        (
            "/shapes/t#Events",
            json!({
                "type": "union",
                "members": {"event": {"target": "t#Event"}},
                "traits": {"smithy.api#streaming": {}},
            }),
        ),
        (
            "/shapes/t#Stream",
            json!({"type": "structure", "members": {"events": body}}),
        ),
        ("/shapes/t#Get/output/target", json!("t#Stream")),
    ]
}

pub(super) fn cases() -> Vec<Case> {
    let member = |target: &str, binding: &str| json!({"target": target, "traits": {binding: {}}});
    let header = |target: &str| member(target, "smithy.api#eventHeader");
    let payload = |target: &str| member(target, "smithy.api#eventPayload");
    let text = "smithy.api#String";
    let and = |path, value| {
        let mut changes = listen(json!({}));
        changes.push((path, value));
        changes
    };
    vec![
        (
            "a stream of events in a list",
            listen(json!({"again": {"target": "t#Names"}}))
                .into_iter()
                .chain([("/shapes/t#Names/member/target", json!("t#Events"))])
                .collect(),
        ),
        (
            "a stream of events that is not the body",
            and(
                "/shapes/t#Stream/members/events/traits/smithy.api#httpPayload",
                Value::Null,
            ),
        ),
        (
            "an event that is no structure",
            and("/shapes/t#Events/members/event/target", json!(text)),
        ),
        (
            "an event with two payloads",
            listen(json!({"a": payload(text), "b": payload("smithy.api#Blob")})),
        ),
        (
            "an event with a payload and a document",
            listen(json!({"a": payload(text), "b": {"target": text}})),
        ),
        (
            "a header that is a payload",
            listen(json!({
                "a": {
                    "target": text,
                    "traits": {"smithy.api#eventHeader": {}, "smithy.api#eventPayload": {}},
                },
            })),
        ),
        (
            "a header that no event can carry",
            listen(json!({"a": header("smithy.api#Float")})),
        ),
        (
            "a payload that no event can carry",
            listen(json!({"a": payload("smithy.api#Integer")})),
        ),
        (
            "two errors of one name",
            listen(json!({}))
                .into_iter()
                .chain([
                    ("/shapes/t#Events/members/bad", json!({"target": "t#Bad"})),
                    ("/shapes/t#Events/members/worse", json!({"target": "t#Bad"})),
                ])
                .collect(),
        ),
    ]
}
