//! What shapes are made of: mixins, enums of Smithy 1.0, names in clients, shapes that cannot be.

use serde_json::{Value, json};

use super::Case;

const RENAME: &str = "/shapes/t#Service/rename";
const KIND: &str = "/shapes/t#Kind";
const OUT: &str = "/shapes/t#Out";

pub(super) fn cases() -> Vec<Case> {
    let kinds = |values: Value| {
        let shape = json!({"type": "string", "traits": {"smithy.api#enum": values}});
        vec![(KIND, shape)]
    };
    let mixin = |mixins: Value, members: Value| {
        json!({
            "type": "structure",
            "mixins": mixins,
            "members": members,
            "traits": {"smithy.api#mixin": {}},
        })
    };
    let text = || json!({"target": "smithy.api#String"});
    let required = json!({"target": "t#Out", "traits": {"smithy.api#required": {}}});
    let resource = json!({"type": "resource"});
    let numbers = json!({
        "type": "intEnum",
        "members": {"A": {
            "target": "smithy.api#Unit",
            "traits": {"smithy.api#enumValue": "1"},
        }},
    });
    vec![
        (
            "a map without a value",
            vec![(KIND, json!({"type": "map", "key": text()}))],
        ),
        (
            "a reference that is a text",
            vec![("/shapes/t#Get/input", json!("t#In"))],
        ),
        ("data that is a resource", vec![(KIND, resource)]),
        ("a number that is a text", vec![(KIND, numbers)]),
        ("an enum of Smithy 1.0 without values", kinds(json!([]))),
        (
            "an enum of Smithy 1.0 with a name twice",
            kinds(json!([{"value": "a", "name": "A"}, {"value": "b", "name": "A"}])),
        ),
        (
            "a structure that holds itself",
            vec![("/shapes/t#Out/members/self", required)],
        ),
        (
            "a mixin that does not exist",
            vec![("/shapes/t#Out/mixins", json!([{"target": "t#Nothing"}]))],
        ),
        (
            "a mixin of itself",
            vec![(
                "/shapes/t#Mixed",
                mixin(json!([{"target": "t#Mixed"}]), json!({})),
            )],
        ),
        (
            "a member of another type than in the mixin",
            vec![
                (
                    "/shapes/t#Mixed",
                    mixin(json!([]), json!({"token": {"target": "t#Names"}})),
                ),
                ("/shapes/t#Out/mixins", json!([{"target": "t#Mixed"}])),
            ],
        ),
        (
            "a trait with two values in one file",
            vec![
                (
                    "/shapes/t#Out/traits",
                    json!({"smithy.api#documentation": "One."}),
                ),
                (
                    "/shapes/t#Out$token",
                    json!({"type": "apply", "traits": {"smithy.api#documentation": "One."}}),
                ),
                (
                    "/shapes/t#Out/members/token/traits",
                    json!({"smithy.api#documentation": "Two."}),
                ),
            ],
        ),
        (
            "names of what is not reached",
            vec![(RENAME, json!({"t#Nothing": "Something"}))],
        ),
        (
            "a name of an operation",
            vec![(RENAME, json!({"t#Get": "Fetch"}))],
        ),
        (
            "a name that is none",
            vec![(RENAME, json!({"t#Out": "a b"}))],
        ),
        (
            "defaults that do not fit",
            vec![(
                OUT,
                json!({"type": "structure", "members": {
                    "count": {
                        "target": "smithy.api#Integer",
                        "traits": {"smithy.api#default": "x"},
                    },
                    "bytes": {
                        "target": "smithy.api#Blob",
                        "traits": {"smithy.api#default": "?"},
                    },
                }}),
            )],
        ),
    ]
}
