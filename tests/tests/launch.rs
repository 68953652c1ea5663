//! model/amplifybackend.json says what AWS launched: the same 24 operations, members, types, enum
//! values, required marks, bindings and errors as the service's description of that day, which lies
//! outside the repository (../shared). Where it is missing, the test says so and passes.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde_json::Value;

/// A service as facts, each a line: `operation X: POST /x 200`, `X.Y: string required, label`, ...
type Facts = BTreeSet<String>;

#[test]
fn the_model_is_the_launch() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let reference = root.join("../shared/reference/amplifybackend-2020-12-01.service-2.json");
    let Ok(reference) = std::fs::read_to_string(reference) else {
        return println!("skipped: ../shared is absent");
    };
    let model = std::fs::read_to_string(root.join("model/amplifybackend.json"));
    let model = json(&model.expect("the model is there"));
    let reference = json(&reference);
    let (ours, theirs) = (smithy(&model), description(&reference));
    let missing: Vec<_> = theirs.difference(&ours).collect();
    let added: Vec<_> = ours.difference(&theirs).collect();
    assert!(
        missing.is_empty() && added.is_empty(),
        "missing {missing:#?}\nadded {added:#?}"
    );
    let operations = ours
        .iter()
        .filter(|fact| fact.starts_with("operation "))
        .count();
    assert_eq!(operations, 24);
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).expect("JSON")
}

fn text<'a>(value: &'a Value, pointer: &str) -> &'a str {
    value
        .pointer(pointer)
        .and_then(Value::as_str)
        .unwrap_or_default()
}

fn entries<'a>(value: &'a Value, pointer: &str) -> impl Iterator<Item = (&'a String, &'a Value)> {
    value
        .pointer(pointer)
        .and_then(Value::as_object)
        .into_iter()
        .flatten()
}

fn items<'a>(value: &'a Value, pointer: &str) -> impl Iterator<Item = &'a Value> {
    value
        .pointer(pointer)
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
}

/// The facts of an AWS service description (`service-2.json`).
fn description(service: &Value) -> Facts {
    let mut facts = Facts::new();
    let shapes = &service["shapes"];
    for (name, operation) in entries(service, "/operations") {
        let code = operation
            .pointer("/http/responseCode")
            .unwrap_or(&Value::Null);
        facts.insert(format!(
            "operation {name}: {} {} {code}",
            text(operation, "/http/method"),
            text(operation, "/http/requestUri"),
        ));
        let errors: BTreeSet<&str> = items(operation, "/errors")
            .map(|e| text(e, "/shape"))
            .collect();
        facts.insert(format!("{name} fails with {errors:?}"));
        for end in ["input", "output"] {
            let shape = text(operation, &format!("/{end}/shape"));
            described_members(shapes, shape, &format!("{name} {end}"), &mut facts);
        }
    }
    for (name, shape) in entries(shapes, "").filter(|(_, shape)| shape["exception"] == true) {
        facts.insert(format!(
            "error {name}: {}",
            shape["error"]["httpStatusCode"]
        ));
        described_members(shapes, name, name, &mut facts);
    }
    facts
}

fn described_members(shapes: &Value, shape: &str, path: &str, facts: &mut Facts) {
    let shape = &shapes[shape];
    let required: BTreeSet<&str> = items(shape, "/required")
        .filter_map(Value::as_str)
        .collect();
    for (name, member) in entries(shape, "/members") {
        let path = format!("{path}.{name}");
        let place = match text(member, "/location") {
            "uri" => format!("label {name}"),
            _ => format!("body {}", text(member, "/locationName")),
        };
        let is_required = required.contains(name.as_str());
        let kind = described_type(shapes, text(member, "/shape"), &path, facts);
        facts.insert(format!("{path}: {kind}, {place}, required {is_required}"));
    }
}

fn described_type(shapes: &Value, name: &str, path: &str, facts: &mut Facts) -> String {
    let shape = &shapes[name];
    match text(shape, "/type") {
        "structure" => {
            described_members(shapes, name, path, facts);
            "structure".to_owned()
        }
        "list" => {
            let element = text(shape, "/member/shape");
            format!("list of {}", described_type(shapes, element, path, facts))
        }
        kind => {
            let values: BTreeSet<&str> = items(shape, "/enum").filter_map(Value::as_str).collect();
            let (min, max) = (&shape["min"], &shape["max"]);
            format!("{kind} {values:?} {min}..{max}")
        }
    }
}

/// The facts of a Smithy model.
fn smithy(model: &Value) -> Facts {
    let mut facts = Facts::new();
    let shapes: BTreeMap<&str, &Value> = entries(model, "/shapes")
        .map(|(id, shape)| (name(id), shape))
        .collect();
    for (operation, shape) in shapes
        .iter()
        .filter(|(_, shape)| shape["type"] == "operation")
    {
        let http = &shape["traits"]["smithy.api#http"];
        let (method, uri) = (text(http, "/method"), text(http, "/uri"));
        facts.insert(format!(
            "operation {operation}: {method} {} {}",
            labels(uri),
            http["code"]
        ));
        let errors: BTreeSet<&str> = items(shape, "/errors")
            .map(|e| name(text(e, "/target")))
            .collect();
        facts.insert(format!("{operation} fails with {errors:?}"));
        for end in ["input", "output"] {
            let target = name(text(shape, &format!("/{end}/target")));
            members(&shapes, target, &format!("{operation} {end}"), &mut facts);
        }
    }
    for (name, shape) in &shapes {
        let status = &shape["traits"]["smithy.api#httpError"];
        if !status.is_null() {
            facts.insert(format!("error {name}: {status}"));
            members(&shapes, name, name, &mut facts);
        }
    }
    facts
}

fn name(id: &str) -> &str {
    id.split_once('#').map_or(id, |(_, name)| name)
}

/// The description begins its labels with a small letter.
fn labels(uri: &str) -> String {
    let mut labels = String::new();
    let mut after_brace = false;
    for letter in uri.chars() {
        labels.push(if after_brace {
            letter.to_ascii_lowercase()
        } else {
            letter
        });
        after_brace = letter == '{';
    }
    labels
}

fn members(shapes: &BTreeMap<&str, &Value>, shape: &str, path: &str, facts: &mut Facts) {
    for (name, member) in entries(shapes[shape], "/members") {
        let path = format!("{path}.{name}");
        let traits = &member["traits"];
        let place = match traits.get("smithy.api#httpLabel") {
            Some(_) => format!("label {name}"),
            None => format!("body {}", text(traits, "/smithy.api#jsonName")),
        };
        let is_required = traits.get("smithy.api#required").is_some();
        let kind = smithy_type(shapes, text(member, "/target"), &path, facts);
        facts.insert(format!("{path}: {kind}, {place}, required {is_required}"));
    }
}

fn smithy_type(shapes: &BTreeMap<&str, &Value>, id: &str, path: &str, facts: &mut Facts) -> String {
    let shape = shapes[name(id)];
    match text(shape, "/type") {
        "structure" => {
            members(shapes, name(id), path, facts);
            "structure".to_owned()
        }
        "list" => {
            let element = text(shape, "/member/target");
            format!("list of {}", smithy_type(shapes, element, path, facts))
        }
        kind => {
            let values = entries(shape, "/members");
            let values: BTreeSet<&str> = values
                .map(|(_, member)| text(&member["traits"], "/smithy.api#enumValue"))
                .collect();
            let range = &shape["traits"]["smithy.api#range"];
            let kind = if kind == "enum" { "string" } else { kind };
            format!("{kind} {values:?} {}..{}", range["min"], range["max"])
        }
    }
}
