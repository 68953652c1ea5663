//! Patches of the base model: a case for every kind of change.

use serde_json::{Value, json};

/// A patch of the base model's shapes, and the kinds of the changes that it is, there and back.
pub struct Case {
    pub patch: Value,
    pub there: &'static [&'static str],
    pub back: &'static [&'static str],
    /// Why `API.md` does not see it, if so.
    pub unseen: Option<&'static str>,
}

impl Case {
    fn unseen(self, why: &'static str) -> Self {
        Self {
            unseen: Some(why),
            ..self
        }
    }
}

fn case(patch: Value, there: &'static [&'static str], back: &'static [&'static str]) -> Case {
    Case {
        patch,
        there,
        back,
        unseen: None,
    }
}

/// A patch that is the same change there and back.
fn both(patch: Value, kinds: &'static [&'static str]) -> Case {
    case(patch, kinds, kinds)
}

/// A patch of a member of a structure.
fn member(structure: &str, name: &str, member: Value) -> Value {
    json!({structure: {"members": {name: member}}})
}

/// A patch of the traits of a shape.
fn traits(shape: &str, traits: Value) -> Value {
    json!({shape: {"traits": traits}})
}

const INTEGER: &str = "smithy.api#Integer";
const STRING: &str = "smithy.api#String";

fn operations() -> Vec<Case> {
    vec![
        case(
            json!({
                "t#Kitchen": {"operations": [
                    {"target": "t#Bake"}, {"target": "t#List"}, {"target": "t#Paint"},
                    {"target": "t#Watch"}, {"target": "t#Stir"},
                ]},
                "t#Stir": {
                    "type": "operation",
                    "traits": {"smithy.api#http": {"method": "POST", "uri": "/stir"}},
                },
            }),
            &["operation-added"],
            &["operation-removed"],
        ),
        case(
            traits("t#List", json!({"smithy.api#paginated": null})),
            &["paginator-removed"],
            &["paginator-added"],
        ),
        both(
            traits(
                "t#List",
                json!({"smithy.api#paginated": {"outputToken": "marker"}}),
            ),
            &["pagination-changed"],
        ),
        case(
            traits("t#List", json!({"smithy.api#paginated": {"items": null}})),
            &["pagination-changed", "paginator-method-removed"],
            &["pagination-changed", "paginator-method-added"],
        ),
        case(
            traits(
                "t#List",
                json!({"smithy.api#paginated": {"pageSize": "limit"}}),
            ),
            &["paginator-method-added"],
            &["paginator-method-removed"],
        )
        .unseen("API.md has no trait that a paginator's method demands of its operation"),
        case(
            traits("t#Bake", json!({"smithy.waiters#waitable": null})),
            &["waiter-removed"],
            &["waiter-added"],
        ),
        both(
            traits(
                "t#Bake",
                json!({"smithy.waiters#waitable": {"Done": {"minDelay": 3}}}),
            ),
            &["waiter-changed"],
        ),
        both(
            traits(
                "t#Bake",
                json!({"smithy.api#http": {"uri": "/bakery/{id}"}}),
            ),
            &["http-changed"],
        ),
        both(
            traits("t#Bake", json!({"smithy.api#http": {"code": 201}})),
            &["status-code-changed"],
        ),
        both(
            traits(
                "t#Bake",
                json!({"smithy.api#endpoint": {"hostPrefix": "oven."}}),
            ),
            &["host-prefix-changed"],
        ),
        case(
            json!({
                "t#Bake": {"errors": [{"target": "t#Burnt"}, {"target": "t#Raw"}]},
                "t#Raw": {"type": "structure", "traits": {"smithy.api#error": "client"}},
            }),
            &["error-case-added", "type-added"],
            &["error-case-removed", "type-removed"],
        ),
        case(
            traits("t#Bake", json!({"smithy.api#optionalAuth": {}})),
            &["auth-widened"],
            &["auth-narrowed"],
        ),
        case(
            traits("t#Paint", json!({"smithy.api#httpChecksumRequired": {}})),
            &["checksum-demanded"],
            &["checksum-no-longer-demanded"],
        ),
        both(
            traits(
                "t#Paint",
                json!({"smithy.api#requestCompression": {"encodings": ["gzip"]}}),
            ),
            &["body-handling-changed"],
        ),
        both(
            traits(
                "t#Bake",
                json!({"smithy.rules#staticContextParams": {"Shelf": {"value": "top"}}}),
            ),
            &["endpoint-rules-changed"],
        ),
        case(
            traits("t#Bake", json!({"smithy.api#deprecated": {}})),
            &["deprecated"],
            &["no-longer-deprecated"],
        ),
        both(
            traits("t#Bake", json!({"smithy.api#documentation": "Bakes."})),
            &["documentation-changed"],
        ),
    ]
}

fn members_added() -> Vec<Case> {
    vec![
        case(
            json!({
                "t#Oven": {"members": {"fan": {"target": "t#Fan"}}},
                "t#Fan": {"type": "structure", "members": {"speed": {"target": INTEGER}}},
            }),
            &["member-added", "type-added"],
            &["request-member-removed", "type-removed"],
        ),
        case(
            member(
                "t#BakeInput",
                "pan",
                json!({
                    "target": STRING, "traits": {"smithy.api#required": {}},
                }),
            ),
            &["required-request-member-added"],
            &["request-member-removed"],
        ),
        case(
            member(
                "t#Tray",
                "depth",
                json!({
                    "target": INTEGER, "traits": {"smithy.api#required": {}},
                }),
            ),
            &["demanded-request-member-added"],
            &["request-member-removed"],
        ),
        case(
            member(
                "t#Loaf",
                "score",
                json!({
                    "target": INTEGER, "traits": {"smithy.api#required": {}},
                }),
            ),
            &["demanded-response-member-added"],
            &["demanded-response-member-removed"],
        ),
        case(
            member("t#BakeOutput", "remark", json!({"target": STRING})),
            &["member-added"],
            &["response-member-removed"],
        ),
        case(
            member(
                "t#Crumb",
                "age",
                json!({
                    "target": INTEGER, "traits": {"smithy.api#required": {}},
                }),
            ),
            &[
                "builder-fallibility-changed",
                "demanded-response-member-added",
                "trait-removed",
            ],
            &[
                "builder-fallibility-changed",
                "demanded-response-member-removed",
                "trait-added",
            ],
        ),
        case(
            member(
                "t#Crumb",
                "age",
                json!({
                    "target": INTEGER, "traits": {"smithy.api#default": 0},
                }),
            ),
            &["member-added", "trait-removed"],
            &["response-member-removed", "trait-added"],
        ),
    ]
}

fn members_changed() -> Vec<Case> {
    vec![
        both(
            member(
                "t#Oven",
                "temperature",
                json!({"target": "smithy.api#Long"}),
            ),
            &["type-changed", "wire-type-changed"],
        ),
        both(
            member("t#BakeInput", "note", json!({"target": "t#Mode"})),
            &["type-changed"],
        ),
        both(
            member(
                "t#BakeOutput",
                "at",
                json!({
                    "traits": {"smithy.api#timestampFormat": "http-date"},
                }),
            ),
            &["wire-type-changed"],
        ),
        case(
            member(
                "t#Crumb",
                "size",
                json!({"traits": {"smithy.api#required": {}}}),
            ),
            &[
                "became-bare",
                "builder-fallibility-changed",
                "response-member-became-required",
                "trait-removed",
            ],
            &[
                "builder-fallibility-changed",
                "demanded-response-member-became-optional",
                "no-longer-required",
                "trait-added",
            ],
        ),
        case(
            member(
                "t#Oven",
                "temperature",
                json!({"traits": {"smithy.api#default": 5}}),
            ),
            &["became-bare", "default-changed", "trait-removed"],
            &["became-optional", "default-changed", "trait-added"],
        ),
        case(
            member(
                "t#BakeInput",
                "note",
                json!({"traits": {"smithy.api#required": {}}}),
            ),
            &["request-member-became-required"],
            &["no-longer-required"],
        ),
        case(
            member(
                "t#BakeOutput",
                "count",
                json!({
                    "traits": {"smithy.api#required": {}, "smithy.api#clientOptional": {}},
                }),
            ),
            &["response-member-became-required"],
            &["no-longer-required"],
        ),
        both(
            member(
                "t#BakeInput",
                "note",
                json!({"traits": {"smithy.api#jsonName": "Note"}}),
            ),
            &["binding-changed"],
        ),
        both(
            traits("t#Picture", json!({"smithy.api#mediaType": "image/jpeg"})),
            &["media-type-changed"],
        ),
        case(
            traits("t#Oven", json!({"smithy.api#sensitive": {}})),
            // The member of the input too, whose value it is.
            &["became-sensitive", "became-sensitive"],
            &["no-longer-sensitive", "no-longer-sensitive"],
        ),
        both(
            member(
                "t#BakeInput",
                "note",
                json!({"traits": {"smithy.api#idempotencyToken": {}}}),
            ),
            &["idempotency-token-changed"],
        ),
        case(
            member(
                "t#BakeInput",
                "note",
                json!({"traits": {"smithy.api#length": {"max": 9}}}),
            ),
            &["request-limit-narrowed"],
            &["limit-widened"],
        ),
        case(
            member(
                "t#BakeOutput",
                "count",
                json!({"traits": {"smithy.api#range": {"min": 1}}}),
            ),
            &["response-limit-narrowed"],
            &["limit-widened"],
        ),
        both(
            member(
                "t#Tray",
                "width",
                json!({
                    "traits": {"smithy.api#deprecated": {"message": "Trays are round."}},
                }),
            ),
            &["deprecation-note-changed"],
        ),
    ]
}

fn values() -> Vec<Case> {
    let value = |value: &str| json!({"traits": {"smithy.api#enumValue": value}});
    let new = |text: &str| {
        json!({
            "target": "smithy.api#Unit", "traits": {"smithy.api#enumValue": text},
        })
    };
    vec![
        case(
            member("t#Mode", "STEAM", new("steam")),
            &["value-added"],
            &["request-value-removed"],
        ),
        case(
            member("t#Colour", "WHITE", new("white")),
            &["value-added"],
            &["response-value-removed"],
        ),
        both(member("t#Mode", "FAN", value("fanned")), &["code-changed"]),
        case(
            traits(
                "t#SentMeasure",
                json!({
                    "smithy.api#enum": [{"value": "g"}, {"value": "kg"}, {"value": "t"}],
                }),
            ),
            &["unnamed-value-added"],
            &["unnamed-request-value-removed"],
        ),
        case(
            traits(
                "t#ReceivedMeasure",
                json!({
                    "smithy.api#enum": [{"value": "ml"}, {"value": "l"}, {"value": "hl"}],
                }),
            ),
            &["unnamed-value-added"],
            &["unnamed-response-value-removed"],
        ),
        case(
            traits(
                "t#ReceivedMeasure",
                json!({
                    "smithy.api#enum": [{"value": "ml", "name": "ML"}, {"value": "l", "name": "L"}],
                }),
            ),
            &[
                "enum-form-changed",
                "unnamed-response-value-removed",
                "unnamed-response-value-removed",
                "value-added",
                "value-added",
            ],
            &[
                "enum-form-changed",
                "response-value-removed",
                "response-value-removed",
                "unnamed-value-added",
                "unnamed-value-added",
            ],
        ),
        case(
            member("t#Heat", "around", json!({"target": INTEGER})),
            &["variant-added"],
            &["request-variant-removed"],
        ),
        case(
            member("t#Smell", "none", json!({"target": "smithy.api#Unit"})),
            &["variant-added"],
            &["response-variant-removed"],
        ),
        both(
            json!({"t#Steam": {"members": {"burst": null, "bang": {"target": "t#Burst"}}}}),
            &["code-changed"],
        ),
        case(
            traits("t#Burnt", json!({"smithy.api#retryable": {}})),
            &["retryable-changed"],
            &["no-longer-retryable"],
        ),
    ]
}

fn service() -> Vec<Case> {
    let service = |patch| traits("t#Kitchen", patch);
    let rules = |patch| service(json!({"smithy.rules#endpointRuleSet": patch}));
    vec![
        both(
            service(json!({"aws.api#service": {"sdkId": "Bakery"}})),
            &["sdk-id-changed"],
        ),
        both(
            service(json!({"aws.auth#sigv4": {"name": "bakery"}})),
            &["signing-name-changed"],
        ),
        case(
            service(json!({
                "smithy.api#httpBasicAuth": {},
                "smithy.api#auth": ["aws.auth#sigv4", "smithy.api#httpBasicAuth"],
            })),
            &["auth-scheme-added", "auth-widened"],
            &["auth-narrowed", "auth-scheme-removed"],
        ),
        both(
            rules(json!({"rules": [{
                "type": "endpoint", "conditions": [], "endpoint": {"url": "https://bakery.example"},
            }]})),
            &["endpoint-rules-changed"],
        ),
        both(
            rules(json!({"parameters": {"Shelf": {"default": "high"}}})),
            &["default-changed"],
        ),
        case(
            service(json!({
                "smithy.rules#clientContextParams": {"Warm": {"type": "boolean"}},
                "smithy.rules#endpointRuleSet": {"parameters": {
                    "Warm": {"type": "boolean", "documentation": "Whether it is warm."},
                }},
            })),
            &["endpoint-parameter-added", "endpoint-parameter-added"],
            &["endpoint-parameter-removed", "endpoint-parameter-removed"],
        ),
        both(
            json!({"t#Kitchen": {"version": "2025-01-01"}}),
            &["documentation-changed"],
        ),
    ]
}

/// All cases.
pub fn cases() -> Vec<Case> {
    let groups = [
        operations(),
        members_added(),
        members_changed(),
        values(),
        service(),
    ];
    groups.into_iter().flatten().collect()
}
