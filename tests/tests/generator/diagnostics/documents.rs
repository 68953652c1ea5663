//! Files and services that are not what they have to be.

use serde_json::{Value, json};

use super::Case;

const SERVICE: &str = "/shapes/t#Service";

pub(super) fn cases() -> Vec<Case> {
    vec![
        ("another Smithy version", vec![("/smithy", json!("0.5"))]),
        ("a later Smithy version", vec![("/smithy", json!("3.0"))]),
        ("no Smithy version", vec![("/smithy", Value::Null)]),
        ("an unknown key", vec![("/shape", json!({}))]),
        (
            "not a shape id",
            vec![("/shapes/Loose", json!({"type": "string"}))],
        ),
        (
            "an unknown kind of shape",
            vec![("/shapes/t#X", json!({"type": "text"}))],
        ),
        (
            "an unknown key of a shape",
            vec![("/shapes/t#Names/membr", json!({}))],
        ),
        (
            "a list without a member",
            vec![("/shapes/t#Names/member", Value::Null)],
        ),
        (
            "a shape of Smithy's own",
            vec![("/shapes/smithy.api#String", json!({"type": "string"}))],
        ),
        ("no service", vec![(SERVICE, Value::Null)]),
        (
            "two services",
            vec![("/shapes/t#Second", json!({"type": "service"}))],
        ),
        (
            "no protocol",
            vec![(
                "/shapes/t#Service/traits/aws.protocols#restJson1",
                Value::Null,
            )],
        ),
        (
            "an unsupported protocol",
            vec![
                (
                    "/shapes/t#Service/traits/aws.protocols#restJson1",
                    Value::Null,
                ),
                ("/shapes/t#Service/traits/aws.protocols#restXml", json!({})),
            ],
        ),
        (
            "resources",
            vec![("/shapes/t#Service/resources", json!([{"target": "t#In"}]))],
        ),
        (
            "SigV4 without a name",
            vec![("/shapes/t#Service/traits/aws.auth#sigv4/name", Value::Null)],
        ),
        (
            "not an sdkId",
            vec![(
                "/shapes/t#Service/traits/aws.api#service",
                json!({"sdkId": "a\"b"}),
            )],
        ),
    ]
}
