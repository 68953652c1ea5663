//! What is said of a model that is valid and may be meant otherwise, and how a model says that it is not.

use serde_json::{Value, json};

use crate::diagnostics::{problems, source};
use crate::{fixtures, snapshots};

/// A model with one of each mistake.
fn doubtful() -> Value {
    let token = json!({"target": "smithy.api#String"});
    json!({
        "smithy": "2.0",
        "shapes": {
            "t#Service": {
                "type": "service",
                "operations": [{"target": "t#List"}],
                "traits": {"aws.protocols#restJson1": {}, "smithy.api#httpBearerAuth": {}},
            },
            "t#List": {
                "type": "operation",
                "input": {"target": "t#In"},
                "output": {"target": "t#Out"},
                "traits": {"smithy.api#http": {"method": "POST", "uri": "/"}},
            },
            "t#In": {"type": "structure", "members": {"nextToken": token}},
            "t#Out": {
                "type": "structure",
                "members": {
                    "nextToken": token,
                    "clientSecret": {"target": "smithy.api#String"},
                    "secretArn": {"target": "smithy.api#String", "traits": {"my.own#note": ""}},
                    "sealed": {"target": "t#Sealed"},
                    "password": {
                        "target": "smithy.api#String",
                        "traits": {"smithy.api#sensitive": {}},
                    },
                },
            },
            "t#Sealed": {
                "type": "structure",
                "members": {"secret": {"target": "smithy.api#String"}},
                "traits": {"smithy.api#sensitive": {}},
            },
            "t#Lost": {"type": "list", "member": {"target": "t#LostToo"}},
            "t#LostToo": {"type": "structure", "members": {}},
            "t#Circle": {"type": "list", "member": {"target": "t#Round"}},
            "t#Round": {"type": "structure", "members": {"round": {"target": "t#Circle"}}},
        },
    })
}

const IDS: [&str; 4] = [
    "MissingPaginatedTrait",
    "MissingSensitiveTrait",
    "Model.UnresolvedTrait",
    "UnreferencedShape",
];

/// The ids of the warnings about a model.
fn warned(model: &Value) -> Vec<&'static str> {
    let problems = problems(&[source("model.json", &model.to_string())]);
    let mut ids: Vec<&str> = problems.iter().filter_map(|problem| problem.id).collect();
    assert_eq!(ids.len(), problems.len(), "no errors");
    ids.sort_unstable();
    ids.dedup();
    ids
}

#[test]
fn doubtful_models_are_warned_of() {
    let text = serde_json::to_string_pretty(&doubtful()).expect("it is JSON");
    let problems = problems(&[source("model.json", &text)]);
    snapshots::assert("warnings", &fixtures::show(&problems));
}

#[test]
fn metadata_suppresses_warnings_of_a_namespace() {
    assert_eq!(warned(&doubtful()), IDS);
    for namespace in ["t", "*"] {
        for id in IDS {
            let mut model = doubtful();
            let suppression =
                json!({"id": id, "namespace": namespace, "reason": "It is meant so."});
            model["metadata"] = json!({"suppressions": [suppression]});
            let others: Vec<&str> = IDS.into_iter().filter(|known| *known != id).collect();
            assert_eq!(warned(&model), others);
        }
    }
    let mut model = doubtful();
    model["metadata"] = json!({"suppressions": [
        {"id": "Model", "namespace": "t"},
        {"id": "Unreferenced", "namespace": "t"},
        {"id": "MissingPaginatedTrait", "namespace": "u"},
    ]});
    let left: Vec<&str> = IDS
        .into_iter()
        .filter(|id| !id.starts_with("Model."))
        .collect();
    assert_eq!(warned(&model), left);
}

#[test]
fn the_trait_suppresses_warnings_of_a_shape_or_member() {
    let mut model = doubtful();
    let suppress = |ids: &[&str]| json!({"smithy.api#suppress": ids});
    model["shapes"]["t#Out$clientSecret"] =
        json!({"type": "apply", "traits": suppress(&["MissingSensitiveTrait"])});
    model["shapes"]["t#List"]["traits"]["smithy.api#suppress"] = json!(["MissingPaginatedTrait"]);
    assert_eq!(
        warned(&model),
        ["Model.UnresolvedTrait", "UnreferencedShape"]
    );
}

#[test]
fn suppressions_of_the_wrong_form_are_refused() {
    let mut model = doubtful();
    model["metadata"] = json!({"suppressions": [{"id": "UnreferencedShape"}]});
    let text = serde_json::to_string_pretty(&model).expect("it is JSON");
    let problems = problems(&[source("model.json", &text)]);
    snapshots::assert("bad_suppressions", &fixtures::show(&problems[..1]));
}
