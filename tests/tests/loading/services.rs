//! The service of a model: which of several, its operations, and the names that it gives.

use codegen::model::{Closure, Model};
use serde_json::{Value, json};

use super::{files, fixture, model, read, refuse};

fn operations(model: &Model) -> Vec<String> {
    let operations = Closure::of(model).operations;
    operations
        .iter()
        .map(|id| id.trim_start_matches("example#").to_owned())
        .collect()
}

#[test]
fn resources_bind_operations() {
    let model = read(&[fixture("resources")], None).expect("the fixture is good");
    assert_eq!(
        operations(&model),
        [
            "CountCities",
            "CreateStreet",
            "DeleteStreet",
            "GetCity",
            "ListCities",
            "Ping",
            "PutCity",
            "RenameCity",
            "UpdateStreet",
        ]
    );
}

#[test]
fn what_is_no_resource_is_refused() {
    let service = |resources: Value| {
        let traits = json!({"aws.protocols#restJson1": {}});
        json!({"type": "service", "resources": resources, "traits": traits})
    };
    let missing = model(json!({"a#Service": service(json!([{"target": "a#Missing"}]))}));
    refuse(missing, "`a#Missing` is not a resource", "a#Service");
    let nested = model(json!({
        "a#Service": service(json!([{"target": "a#R"}])),
        "a#R": {"type": "resource", "resources": [{"target": "a#In"}]},
    }));
    refuse(nested, "`a#In` is not a resource", "a#R");
}

#[test]
fn resources_can_hold_each_other() {
    let model = model(json!({
        "a#Service": {
            "type": "service",
            "resources": [{"target": "a#R"}],
            "traits": {"aws.protocols#restJson1": {}},
        },
        "a#R": {"type": "resource", "read": {"target": "a#Act"}, "resources": [{"target": "a#R"}]},
    }));
    let model = read(&[model], None).expect("the model is good");
    assert_eq!(operations(&model), ["a#Act"]);
}

#[test]
fn errors_of_the_service_are_errors_of_operations_once() {
    let files = files(fixture("resources"));
    let count = |file: &str, text: &str| files[file].matches(text).count();
    assert_eq!(
        count("src/operation/ping.rs", "Busy(crate::types::error::Busy)"),
        1
    );
    assert_eq!(
        count(
            "src/operation/get_city.rs",
            "Busy(crate::types::error::Busy)"
        ),
        1
    );
    assert_eq!(
        count(
            "src/operation/get_city.rs",
            "Gone(crate::types::error::Gone)"
        ),
        1
    );
}

#[test]
fn renamed_shapes_keep_their_wire_names() {
    let files = files(fixture("rename"));
    assert!(files["src/types/other_thing.rs"].contains("pub struct OtherThing"));
    assert!(files["src/types/thing.rs"].contains("pub struct Thing"));
    let operation = &files["src/operation/get_both.rs"];
    assert!(operation.contains("pub other: Option<crate::types::OtherThing>"));
    assert!(operation.contains(r#"Some("Gone") => Ok(Self::OtherGone(reader.read()?))"#));
}

#[test]
fn bad_names_are_refused() {
    let service = |rename: Value| {
        model(json!({"a#Service": {
            "type": "service",
            "operations": [{"target": "a#Act"}],
            "rename": rename,
            "traits": {"aws.protocols#restJson1": {}},
        }}))
    };
    let place = "a#Service";
    refuse(
        service(json!({"a#In": "not a name"})),
        "`a#In` is renamed to `not a name`, which is not a name",
        place,
    );
    refuse(
        service(json!({"a#Act": "Do"})),
        "the operation `a#Act` is renamed",
        place,
    );
}

fn two_services() -> [codegen::model::Source; 1] {
    let traits = json!({"aws.protocols#restJson1": {}});
    let operations = json!([{"target": "a#Act"}]);
    [model(json!({
        "a#Other": {"type": "service", "operations": operations, "traits": traits},
    }))]
}

#[test]
fn one_of_several_services_is_chosen() {
    let model = read(&two_services(), Some("a#Other")).expect("the service is there");
    assert_eq!(model.service, "a#Other");
}

#[test]
fn without_a_choice_the_remedy_is_named() {
    let problems = read(&two_services(), None).expect_err("two services");
    assert_eq!(
        problems,
        "error: the model has more than one service\n  --> a.json: a#Service\n   = help: choose one with \
         `--service a#Service`, or with `service` in codegen.toml\n\
         error: the model has more than one service\n  --> a.json: a#Other\n   = help: choose one with \
         `--service a#Other`, or with `service` in codegen.toml"
    );
    let problems = read(&two_services(), Some("a#Third")).expect_err("no such service");
    assert_eq!(
        problems,
        "error: the model has no service `a#Third`\n  --> a.json\n   = help: choose one of `a#Other`, \
         `a#Service`"
    );
}

#[test]
fn shapes_that_cannot_exist_are_refused() {
    let required = json!({"smithy.api#required": {}});
    let structure = |target: &str, traits: &Value| {
        let member = json!({"target": target, "traits": traits});
        json!({"type": "structure", "members": {"next": member}})
    };
    let circle = |traits: &Value| {
        model(json!({
            "a#In": structure("a#B", &required),
            "a#B": structure("a#C", &required),
            "a#C": structure("a#B", traits),
        }))
    };
    let message = "the shape cannot exist: its required members hold it in turn";
    for id in ["a#B", "a#C", "a#In"] {
        refuse(circle(&required), message, id);
    }
    read(&[circle(&json!({}))], None).expect("an optional member ends it");
    let list = model(json!({
        "a#In": structure("a#L", &required),
        "a#L": {"type": "list", "member": {"target": "a#M"}},
        "a#M": {"type": "map", "key": {"target": "smithy.api#String"}, "value": {"target": "a#L"}},
    }));
    let message = "the list or map holds itself, or lists and maps nest too deeply";
    refuse(list, message, "a#L");
}
