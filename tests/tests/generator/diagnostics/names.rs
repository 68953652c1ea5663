//! Names that cannot be Rust's, or are not one's own.

use serde_json::json;

use super::Case;

const URI: &str = "/shapes/t#Get/traits/smithy.api#http/uri";

pub(super) fn cases() -> Vec<Case> {
    let string = json!({"target": "smithy.api#String"});
    let unit = json!({"target": "smithy.api#Unit"});
    let value = |value: &str| json!({"target": "smithy.api#Unit", "traits": {"smithy.api#enumValue": value}});
    let get =
        json!({"type": "operation", "traits": {"smithy.api#http": {"method": "GET", "uri": "/"}}});
    vec![
        (
            "two types of one name",
            vec![
                (
                    "/shapes/t#kind",
                    json!({"type": "enum", "members": {"A": unit}}),
                ),
                ("/shapes/t#Out/members/other", json!({"target": "t#kind"})),
            ],
        ),
        (
            "two fields of one name",
            vec![("/shapes/t#Out/members/Token", string.clone())],
        ),
        (
            "a field and a setter of one name",
            vec![("/shapes/t#Out/members/setToken", string.clone())],
        ),
        (
            "not the name of a member",
            vec![("/shapes/t#Out/members/a b", string.clone())],
        ),
        (
            "a member with the name of a method",
            vec![
                ("/shapes/t#Bad/members/retryableErrorKind", string.clone()),
                (
                    "/shapes/t#Bad/traits",
                    json!({"smithy.api#error": "client", "smithy.api#retryable": {}}),
                ),
            ],
        ),
        (
            "two members of a union with one name",
            vec![(
                "/shapes/t#Kind",
                json!({"type": "union", "members": {"a": string, "A": string}}),
            )],
        ),
        (
            "two variants of one name",
            vec![("/shapes/t#Kind/members/a", unit)],
        ),
        (
            "two variants of one value",
            vec![("/shapes/t#Kind/members/B", value("A"))],
        ),
        (
            "two operations of one name",
            vec![
                ("/shapes/t#get", get),
                ("/shapes/t#Service/operations/1", json!({"target": "t#get"})),
            ],
        ),
        (
            "an error without a text",
            vec![(
                "/shapes/t#Bad/members/message/target",
                json!("smithy.api#Blob"),
            )],
        ),
        (
            "an error of a reserved name",
            vec![
                (
                    "/shapes/t#Unhandled",
                    json!({"type": "structure", "traits": {"smithy.api#error": "client"}}),
                ),
                ("/shapes/t#Get/errors/1", json!({"target": "t#Unhandled"})),
            ],
        ),
        (
            "several problems at once",
            vec![
                (URI, json!("/things/{id}/{part}")),
                (
                    "/shapes/t#Out/members/token/traits",
                    json!({"smithy.api#idempotencyToken": {}}),
                ),
                ("/shapes/t#Names/traits", json!({"my.own#trait": {}})),
            ],
        ),
    ]
}
