//! What the generator reads: mixins, resources, renames, older models, one of several services, and the
//! authentication of a service; and what it refuses.

#[path = "loading/auth.rs"]
mod auth;
#[path = "loading/bindings.rs"]
mod bindings;
#[path = "loading/crates.rs"]
mod crates;
#[path = "loading/definitions.rs"]
mod definitions;
#[path = "loading/services.rs"]
mod services;
#[path = "loading/shared.rs"]
mod shared;

use std::path::PathBuf;

use codegen::diagnostics::{Diagnostic, Diagnostics};
use codegen::model::{Member, Model, Source};
use codegen::output::Files;
use codegen::settings::Settings;
use serde_json::{Value, json};

fn source(name: &str, text: impl ToString) -> Source {
    Source {
        name: name.to_owned(),
        text: text.to_string(),
    }
}

fn fixture_folder(name: &str) -> PathBuf {
    let here = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    here.join("fixtures").join(name)
}

fn fixture(name: &str) -> Source {
    let text = std::fs::read_to_string(fixture_folder(name).join("model.json"));
    source("model.json", text.expect("the fixture is there"))
}

/// The model of the files, or its problems.
fn read(sources: &[Source], service: Option<&str>) -> Result<Model, String> {
    let mut problems = Diagnostics::default();
    let model = codegen::model::load(sources, service, &[], &mut problems);
    model.ok_or_else(|| {
        let problems = problems.sorted(sources);
        let problems: Vec<String> = problems.iter().map(brief).collect();
        problems.join("\n")
    })
}

/// A problem without the excerpt of its file.
fn brief(problem: &Diagnostic) -> String {
    let Diagnostic {
        file,
        shape,
        message,
        help,
        ..
    } = problem;
    let shape = shape.as_ref();
    let place = shape.map_or(file.clone(), |shape| format!("{file}: {shape}"));
    let severity = format!("{:?}", problem.severity).to_lowercase();
    format!("{severity}: {message}\n  --> {place}\n   = help: {help}")
}

/// The files of a crate.
fn files(source: Source) -> Files {
    let settings = Settings {
        name: Some("client".to_owned()),
        ..Settings::default()
    };
    let generated = codegen::generate(&[source], &settings, &mut |_| {});
    generated.expect("the model is good").files
}

/// A model with a service, which has the operation `Act` and, with `more`, other shapes.
fn model(more: Value) -> Source {
    let mut shapes = json!({
        "a#Service": {
            "type": "service",
            "operations": [{"target": "a#Act"}],
            "traits": {"aws.protocols#restJson1": {}, "aws.auth#sigv4": {"name": "a"}},
        },
        "a#Act": {
            "type": "operation",
            "input": {"target": "a#In"},
            "output": {"target": "a#Out"},
            "traits": {"smithy.api#http": {"method": "POST", "uri": "/act"}},
        },
        "a#In": {"type": "structure", "members": {}},
        "a#Out": {"type": "structure", "members": {}},
    });
    let all = shapes.as_object_mut().expect("an object");
    all.extend(more.as_object().cloned().unwrap_or_default());
    source("a.json", json!({"smithy": "2.0", "shapes": all}))
}

/// Refuses the model with the given problem: its message and its place.
#[track_caller]
fn refuse(source: Source, message: &str, place: &str) {
    let problems = match read(&[source], None) {
        Ok(_) => panic!("the model is not refused; expected: {message}"),
        Err(problems) => problems,
    };
    let expected = format!("error: {message}\n  --> a.json: {place}\n");
    assert!(
        problems.contains(&expected),
        "{problems}\n\nlacks\n\n{expected}"
    );
}

fn member<'a>(model: &'a Model, structure: &str, name: &str) -> &'a Member {
    &model.structure(structure).1[name]
}
