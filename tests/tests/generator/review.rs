//! What a reviewer sees when our model changes: small changes in few places. The three examples are recorded
//! in CONTRIBUTING.md.

use codegen::model::Source;
use codegen::output::Files;
use codegen::settings::Settings;
use serde_json::{Value, json};
use similar::TextDiff;

use crate::fixtures;

const NAMESPACE: &str = "com.amazonaws.amplifybackend";

fn model() -> Value {
    let file = fixtures::root().join("model/amplifybackend.json");
    let text = std::fs::read_to_string(file).expect("the model is there");
    serde_json::from_str(&text).expect("it is JSON")
}

/// A shape of a model, by its name.
fn shape<'a>(model: &'a mut Value, name: &str) -> &'a mut Value {
    &mut model["shapes"][format!("{NAMESPACE}#{name}")]
}

fn files(model: &Value) -> Files {
    let source = Source {
        name: "amplifybackend.json".to_owned(),
        text: model.to_string(),
    };
    let settings = Settings {
        name: Some("amplifybackend".to_owned()),
        ..Settings::default()
    };
    let generated = codegen::generate(&[source], &settings, &mut |_| {});
    generated.expect("the model is good").files
}

/// The files that a change of the model changes, each with its diff.
fn changed(change: impl FnOnce(&mut Value)) -> Vec<(String, String)> {
    let mut model = model();
    let old = files(&model);
    change(&mut model);
    let new = files(&model);
    let paths = old
        .keys()
        .chain(new.keys().filter(|path| !old.contains_key(*path)));
    let text = |files: &Files, path: &str| files.get(path).cloned().unwrap_or_default();
    let both = paths.map(|path| (path, text(&old, path), text(&new, path)));
    both.filter(|(_, old, new)| old != new)
        .map(|(path, old, new)| (path.clone(), diff(&old, &new)))
        .collect()
}

/// A diff without the numbers of lines, which change with the lines above.
fn diff(old: &str, new: &str) -> String {
    let diff = TextDiff::from_lines(old, new);
    let diff = diff.unified_diff().context_radius(1).to_string();
    let without_numbers = |line: &str| match line.starts_with("@@") {
        true => "@@\n".to_owned(),
        false => format!("{line}\n"),
    };
    diff.lines().map(without_numbers).collect()
}

/// Holds that CONTRIBUTING.md shows the diffs of the files `shown`, and names the others.
#[track_caller]
fn recorded(changed: &[(String, String)], shown: &[&str]) {
    let file = fixtures::root().join("CONTRIBUTING.md");
    let contributing = std::fs::read_to_string(file).expect("the file is there");
    for (path, diff) in changed {
        let text = match shown.contains(&path.as_str()) {
            true => format!("`{path}`:\n\n````diff\n{diff}````\n"),
            false => format!("`{path}`"),
        };
        assert!(
            contributing.contains(&text),
            "CONTRIBUTING.md lacks\n\n{text}"
        );
    }
}

fn paths(changed: &[(String, String)]) -> Vec<&str> {
    changed.iter().map(|(path, _)| path.as_str()).collect()
}

/// Whether lines were added, and none changed.
fn only_adds(diff: &str) -> bool {
    !diff.lines().any(|line| line.starts_with('-'))
}

#[test]
fn a_member_changes_its_structure() {
    let changed = changed(|model| {
        shape(model, "LoginAuthConfigReqObj")["members"]["GuestAccess"] = json!({
            "target": "smithy.api#Boolean",
            "traits": {"smithy.api#documentation": "Whether guests may sign in."},
        });
    });
    let file = "src/types/login_auth_config_req_obj.rs";
    assert_eq!(paths(&changed), ["API.md", file]);
    assert!(changed.iter().all(|(_, diff)| only_adds(diff)));
    recorded(&changed, &["API.md", file]);
}

/// An optional member changes one file of code, in whichever structure it is, and wherever it stands there.
#[test]
fn a_member_changes_one_file_of_code() {
    let structures = [
        (
            "LoginAuthConfigReqObj",
            "src/types/login_auth_config_req_obj.rs",
        ),
        ("CreateBackendRequest", "src/operation/create_backend.rs"),
        ("CreateBackendResponse", "src/operation/create_backend.rs"),
        (
            "NotFoundException",
            "src/types/error/not_found_exception.rs",
        ),
    ];
    for (name, file) in structures {
        let changed = changed(|model| {
            let members = &mut shape(model, name)["members"];
            let old = members.as_object_mut().map(std::mem::take);
            members["BrandNew"] = json!({"target": "smithy.api#String"});
            for (name, member) in old.expect("a structure") {
                members[name] = member;
            }
        });
        assert_eq!(paths(&changed), ["API.md", file], "{name}");
        assert!(only_adds(&changed[0].1), "{}", changed[0].1);
    }
}

#[test]
fn a_value_changes_its_enum() {
    let changed = changed(|model| {
        shape(model, "ResolutionStrategy")["members"]["MANUAL"] = json!({
            "target": "smithy.api#Unit",
            "traits": {
                "smithy.api#documentation": "Keep both versions.",
                "smithy.api#enumValue": "MANUAL",
            },
        });
    });
    let file = "src/types/resolution_strategy.rs";
    assert_eq!(paths(&changed), ["API.md", file]);
    recorded(&changed, &["API.md", file]);
}

#[test]
fn an_operation_adds_a_file_and_lines_to_lists() {
    let changed = changed(|model| {
        *shape(model, "PauseBackend") = json!({
            "type": "operation",
            "input": {"target": format!("{NAMESPACE}#PauseBackendRequest")},
            "traits": {
                "smithy.api#documentation": "Stops the jobs of an app's backends.",
                "smithy.api#http": {"method": "POST", "uri": "/backend/{AppId}/pause"},
            },
        });
        *shape(model, "PauseBackendRequest") = json!({
            "type": "structure",
            "members": {"AppId": {
                "target": "smithy.api#String",
                "traits": {"smithy.api#httpLabel": {}, "smithy.api#required": {}},
            }},
        });
        let operations = shape(model, "AmplifyBackend")["operations"].as_array_mut();
        let operations = operations.expect("the service has operations");
        operations.push(json!({"target": format!("{NAMESPACE}#PauseBackend")}));
    });
    let lists = ["API.md", "README.md", "src/lib.rs", "src/operation.rs"];
    let file = "src/operation/pause_backend.rs";
    assert_eq!(paths(&changed), [&lists[..], &[file]].concat());
    assert!(changed.iter().all(|(_, diff)| only_adds(diff)));
    recorded(&changed, &lists);
}
