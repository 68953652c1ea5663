//! Targets that do not fit, and traits that do not.

use serde_json::json;

use super::Case;

pub(super) fn cases() -> Vec<Case> {
    let target = "/shapes/t#Out/members/kind/target";
    vec![
        ("an unknown target", vec![(target, json!("t#Kin"))]),
        (
            "an unknown target, nothing near",
            vec![(target, json!("t#Nowhere"))],
        ),
        ("a target of another kind", vec![(target, json!("t#Get"))]),
        (
            "an operation that is none",
            vec![("/shapes/t#Service/operations/0/target", json!("t#In"))],
        ),
        (
            "an error that is none",
            vec![("/shapes/t#Get/errors/0/target", json!("t#Out"))],
        ),
        (
            "an input that is none",
            vec![("/shapes/t#Get/input/target", json!("t#Names"))],
        ),
        (
            "an input that is a resource",
            vec![
                ("/shapes/t#Thing", json!({"type": "resource"})),
                ("/shapes/t#Get/input/target", json!("t#Thing")),
            ],
        ),
        (
            "a mixin",
            vec![("/shapes/t#Out/mixins", json!([{"target": "t#In"}]))],
        ),
        (
            "a trait that a client must honour",
            vec![(
                "/shapes/t#Names/traits",
                json!({"aws.api#clientDiscoveredEndpoint": {}}),
            )],
        ),
        (
            "an unknown trait",
            vec![("/shapes/t#Names/traits", json!({"my.own#trait": {}}))],
        ),
        (
            "a trait of the wrong type",
            vec![(
                "/shapes/t#Names/traits",
                json!({"smithy.api#documentation": 1}),
            )],
        ),
        (
            "traits with values of the wrong type",
            vec![
                (
                    "/shapes/t#Bad/traits",
                    json!({"smithy.api#error": "nobody", "smithy.api#retryable": true}),
                ),
                (
                    "/shapes/t#Names/traits",
                    json!({"smithy.api#sparse": [], "smithy.api#timestampFormat": "date"}),
                ),
                (
                    "/shapes/t#Get/traits/smithy.rules#staticContextParams",
                    json!("x"),
                ),
                ("/shapes/t#Get/traits/smithy.api#examples", json!({})),
            ],
        ),
        (
            "a member without a value",
            vec![(target, json!("smithy.api#Unit"))],
        ),
        (
            "protocol tests of no protocol and without a name",
            vec![(
                "/shapes/t#Get/traits/smithy.test#httpRequestTests",
                json!([{"id": "One", "protocol": "my.own#protocol"}, {"protocol": "aws.protocols#restXml"}]),
            )],
        ),
        (
            "apply to nothing",
            vec![("/shapes/t#Out$kin", json!({"type": "apply", "traits": {}}))],
        ),
        (
            "a list of itself",
            vec![("/shapes/t#Names/member/target", json!("t#Names"))],
        ),
    ]
}
