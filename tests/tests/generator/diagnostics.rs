//! Bad models. Each differs from a good one in a few places, and the problems that the user reads are in
//! a snapshot for each group.

#[path = "diagnostics/auth.rs"]
mod auth;
#[path = "diagnostics/bindings.rs"]
mod bindings;
#[path = "diagnostics/bodies.rs"]
mod bodies;
#[path = "diagnostics/definitions.rs"]
mod definitions;
#[path = "diagnostics/documents.rs"]
mod documents;
#[path = "diagnostics/endpoints.rs"]
mod endpoints;
#[path = "diagnostics/events.rs"]
mod events;
#[path = "diagnostics/names.rs"]
mod names;
#[path = "diagnostics/operations.rs"]
mod operations;
#[path = "diagnostics/pagination.rs"]
mod pagination;
#[path = "diagnostics/streams.rs"]
mod streams;
#[path = "diagnostics/targets_and_traits.rs"]
mod targets_and_traits;
#[path = "diagnostics/tests.rs"]
mod tests;
#[path = "diagnostics/waiters.rs"]
mod waiters;

use codegen::diagnostics::Diagnostic;
use codegen::model::Source;
use codegen::settings::Settings;
use serde_json::{Value, json};

use crate::fixtures;

/// A bad model: its name, and where it differs from [`good`]. A null removes what is there.
type Case = (&'static str, Vec<(&'static str, Value)>);

/// A model with an operation, a structure, an enum, a list and an error, in which nothing is wrong.
fn good() -> Value {
    json!({
        "smithy": "2.0",
        "shapes": {
            "t#Service": {
                "type": "service",
                "version": "1",
                "operations": [{"target": "t#Get"}],
                "traits": {"aws.protocols#restJson1": {}, "aws.auth#sigv4": {"name": "t"}},
            },
            "t#Get": {
                "type": "operation",
                "input": {"target": "t#In"},
                "output": {"target": "t#Out"},
                "errors": [{"target": "t#Bad"}],
                "traits": {"smithy.api#http": {"method": "POST", "uri": "/things/{id}"}},
            },
            "t#In": {
                "type": "structure",
                "members": {
                    "id": {
                        "target": "smithy.api#String",
                        "traits": {"smithy.api#httpLabel": {}, "smithy.api#required": {}},
                    },
                    "token": {"target": "smithy.api#String"},
                    "count": {"target": "smithy.api#Integer"},
                },
            },
            "t#Out": {
                "type": "structure",
                "members": {
                    "token": {"target": "smithy.api#String"},
                    "kind": {"target": "t#Kind"},
                    "names": {"target": "t#Names"},
                },
            },
            "t#Kind": {"type": "enum", "members": {"A": {"target": "smithy.api#Unit"}}},
            "t#Names": {"type": "list", "member": {"target": "smithy.api#String"}},
            "t#Bad": {
                "type": "structure",
                "members": {"message": {"target": "smithy.api#String"}},
                "traits": {"smithy.api#error": "client"},
            },
        },
    })
}

macro_rules! hold {
    ($($test:ident: $group:ident),*) => {$(
        #[test]
        fn $test() {
            hold(stringify!($test), $group::cases());
        }
    )*};
}

hold!(
    bad_auth: auth,
    bad_bindings: bindings,
    bad_bodies: bodies,
    bad_definitions: definitions,
    bad_documents: documents,
    bad_endpoints: endpoints,
    bad_events: events,
    bad_names: names,
    bad_operations: operations,
    bad_pagination: pagination,
    bad_streams: streams,
    bad_targets_and_traits: targets_and_traits,
    bad_tests: tests,
    bad_waiters: waiters
);

fn hold(snapshot: &str, cases: Vec<Case>) {
    let mut shown = String::new();
    for (name, changes) in cases {
        let mut model = good();
        for (path, value) in changes {
            change(&mut model, path, value);
        }
        let text = serde_json::to_string_pretty(&model).expect("it is JSON");
        let problems = problems(&[source("model.json", &text)]);
        shown.push_str(&format!("## {name}\n{}\n\n", fixtures::show(&problems)));
        assert_complete(name, &problems);
    }
    crate::snapshots::assert(snapshot, shown.trim());
}

#[test]
fn the_good_model_is_good() {
    assert_eq!(problems(&[source("model.json", &good().to_string())]), []);
}

#[test]
fn bad_files() {
    let table = [
        ("not JSON", "{\n  \"smithy\": \"2.0\",\n}"),
        ("not an object", "[]"),
        ("empty", ""),
        (
            "a key that stands twice",
            "{\n\"smithy\": \"2.0\",\n\"shapes\": {\"t#A\": {\n\"type\": \"list\",\n\"type\": \"map\"}}}",
        ),
    ];
    let mut shown = String::new();
    for (name, text) in table {
        let problems = problems(&[source("model.json", text)]);
        shown.push_str(&format!("## {name}\n{}\n\n", fixtures::show(&problems)));
        assert_complete(name, &problems);
    }
    crate::snapshots::assert("bad_files", shown.trim());
}

/// Overlays that contradict the model, and each other.
#[test]
fn bad_overlays() {
    let overlay = |name: &str, shapes: Value| {
        let overlay = json!({"smithy": "2.0", "shapes": shapes});
        let text = serde_json::to_string_pretty(&overlay).expect("it is JSON");
        source(name, &text)
    };
    let docs = |docs: &str| json!({"type": "apply", "traits": {"smithy.api#documentation": docs}});
    let service =
        |name: &str| json!({"type": "service", "version": name, "rename": {"t#Out": name}});
    let first = json!({
        "t#Kind": {"type": "string"},
        "t#Out$nothing": {"type": "apply", "traits": {}},
        "t#In$token": docs("One."),
        "t#Service": service("One"),
    });
    let second = json!({"t#In$token": docs("Two."), "t#Service": service("Two")});
    let model = source("model.json", &good().to_string());
    let sources = [
        model,
        overlay("first.json", first),
        overlay("second.json", second),
    ];
    let problems = problems(&sources);
    crate::snapshots::assert("bad_overlays", &fixtures::show(&problems));
    assert!(problems.iter().all(|problem| problem.file != "model.json"));
}

#[test]
fn bad_settings() {
    let named = |name: &str| Settings {
        name: Some(name.to_owned()),
        ..Settings::default()
    };
    let table = [
        named("1st"),
        named("fn"),
        named("a\"\n[dependencies]"),
        Settings {
            version: Some("1.0".to_owned()),
            ..Settings::default()
        },
        Settings {
            license: Some("MIT\"".to_owned()),
            ..Settings::default()
        },
    ];
    let model = [source("model.json", &good().to_string())];
    let shown = table.map(|settings| match fixtures::try_generate(&model, &settings) {
        Err(problems) => fixtures::show(&problems),
        Ok(_) => panic!("{settings:?} is taken"),
    });
    let parsed = ["models = \"x.json\"", "ouput = \"..\"", "name ="].map(|text| {
        let error = Settings::parse(text).expect_err("the text is wrong");
        error.trim().to_owned()
    });
    let shown = [shown.as_slice(), parsed.as_slice()].concat().join("\n\n");
    crate::snapshots::assert("bad_settings", &shown);
}

pub fn source(name: &str, text: &str) -> Source {
    Source {
        name: name.to_owned(),
        text: text.to_owned(),
    }
}

pub fn problems(sources: &[Source]) -> Vec<Diagnostic> {
    let settings = Settings {
        tests: true,
        ..Settings::default()
    };
    match codegen::generate(sources, &settings, &mut |_| {}) {
        Ok(generated) => generated.warnings,
        Err(problems) => problems,
    }
}

/// A problem says what, where, and what to do.
fn assert_complete(name: &str, problems: &[Diagnostic]) {
    assert!(!problems.is_empty(), "{name}: nothing is wrong");
    for problem in problems {
        let parts = [&problem.file, &problem.message, &problem.help];
        assert!(
            parts.iter().all(|part| !part.is_empty()),
            "{name}: {problem}"
        );
    }
}

/// Sets the value at a path; a null removes it.
fn change(model: &mut Value, path: &str, value: Value) {
    let (parent, key) = path.rsplit_once('/').expect("a path has a `/`");
    match model.pointer_mut(parent).expect("the parent exists") {
        Value::Object(object) if value.is_null() => drop(object.shift_remove(key)),
        Value::Object(object) => drop(object.insert(key.to_owned(), value)),
        Value::Array(list) if key.parse() == Ok(list.len()) => list.push(value),
        Value::Array(list) => list[key.parse::<usize>().expect("an index")] = value,
        other => panic!("{path}: {other} has no parts"),
    }
}
