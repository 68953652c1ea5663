//! The verdicts on the API, held against `API.md` of both crates, which lists what users can name: a line that
//! is gone breaks programs.

use std::collections::BTreeMap;

use codegen::diff::{Api, Change, Report, diff};
use codegen::output::Files;
use codegen::settings::Settings;
use serde_json::{Value, json};

use crate::cases::cases;
use crate::{base, compare, fixtures, patched, source};

/// Kinds that `API.md` does not see, and why.
const UNSEEN: &[(&str, &str)] = &[
    ("deprecated", "attributes are not listed"),
    ("trait-added", "derived traits are not listed"),
    ("trait-removed", "derived traits are not listed"),
];

#[test]
fn the_api_agrees() {
    let base = base();
    let old = api(&base);
    for case in cases() {
        let new = patched(&case.patch);
        let new_api = api(&new);
        let there = agrees(&compare(&base, &new), &old, &new_api);
        let back = agrees(&compare(&new, &base), &new_api, &old);
        // What is seen has no business to say that it is not.
        assert_eq!(there && back, case.unseen.is_none(), "{}", case.patch);
    }
}

/// The same for members that are removed, and that get other targets and traits that mean something to types,
/// in models that have other things than the base model.
#[test]
fn the_api_agrees_on_mutations() {
    let mut count = 0;
    for fixture in [
        "event_stream",
        "lists_and_maps",
        "recursive",
        "streaming_blob",
        "unions",
    ] {
        let text = fixtures::sources(fixture).remove(0).text;
        count += mutations(&serde_json::from_str(&text).expect("JSON"));
    }
    count += mutations(&base());
    assert!(count > 100, "{count} mutations");
}

/// Tries the mutations of a model, and counts those that are good models.
fn mutations(model: &Value) -> usize {
    let old = api(model);
    let settings = Settings::default();
    let mut count = 0;
    let mutants = members(model)
        .into_iter()
        .flat_map(|path| mutants(model, &path));
    // All take a minute. The step is coprime to the number of mutants of a member: all sorts are met.
    for new in mutants.step_by(7) {
        let sources = [[source("old.json", model)], [source("new.json", &new)]];
        let Ok(files) = fixtures::try_generate(&sources[1], &settings) else {
            continue;
        };
        let new_api = lines(&files);
        let there = diff(&sources[0], &sources[1], &settings).expect("good models");
        let back = diff(&sources[1], &sources[0], &settings).expect("good models");
        assert!(agrees(&there, &old, &new_api), "{there:#?}");
        assert!(agrees(&back, &new_api, &old), "{back:#?}");
        count += 1;
    }
    count
}

/// The pointers to all members.
fn members(model: &Value) -> Vec<String> {
    let shapes = model["shapes"].as_object().expect("shapes").iter();
    let members = shapes.flat_map(|(id, shape)| {
        let members = shape["members"].as_object().into_iter().flatten();
        members.map(move |(name, _)| format!("/shapes/{id}/members/{name}"))
    });
    members.collect()
}

/// The model without the member at `path`, and with other traits and targets of it.
fn mutants(model: &Value, path: &str) -> Vec<Value> {
    let (parent, name) = path.rsplit_once('/').expect("a pointer");
    let mut without = model.clone();
    let members = without.pointer_mut(parent).and_then(Value::as_object_mut);
    members.expect("members").shift_remove(name);
    let patches = [
        json!({"traits": {"smithy.api#required": {}}}),
        json!({"traits": {"smithy.api#required": null, "smithy.api#default": null}}),
        json!({"traits": {"smithy.api#required": {}, "smithy.api#clientOptional": {}}}),
        json!({"traits": {"smithy.api#default": "some"}}),
        json!({"traits": {"smithy.api#default": 1}}),
        json!({"target": "smithy.api#String"}),
        json!({"target": "smithy.api#Boolean"}),
    ];
    let patched = patches.iter().map(|patch| {
        let mut mutant = model.clone();
        crate::merge(mutant.pointer_mut(path).expect("a member"), patch);
        mutant
    });
    patched.chain([without]).collect()
}

/// Whether the gravest verdict is what the lines that come and go say.
pub fn agrees(report: &Report, old_api: &Lines, new_api: &Lines) -> bool {
    let is_seen = |change: &&Change| UNSEEN.iter().all(|(kind, _)| *kind != change.kind);
    let changes = report.changes.iter().filter(is_seen);
    let verdict = changes.map(|change| change.api).max();
    let lacks = |lines: &Lines, others: &Lines| {
        let mut lines = lines.iter();
        lines.any(|(line, count)| others.get(line).is_none_or(|other| other < count))
    };
    let (gone, come) = (lacks(old_api, new_api), lacks(new_api, old_api));
    match verdict {
        None | Some(Api::Unchanged) => !gone && !come,
        Some(Api::Additive) => !gone && come,
        // The method that says it is new too, or nothing is.
        Some(Api::BehaviourChanging) => !gone,
        Some(Api::SourceBreaking) => gone,
    }
}

/// Lines of `API.md`, each with its file, and how often it is there.
pub type Lines = BTreeMap<String, usize>;

/// The public API of a model's crate.
pub fn api(model: &Value) -> Lines {
    lines(&fixtures::good(
        &[source("model.json", model)],
        &Settings::default(),
    ))
}

fn lines(files: &Files) -> Lines {
    let (mut lines, mut file, mut is_code) = (Lines::new(), "", false);
    for line in files["API.md"].lines() {
        match line {
            "```rust" => is_code = true,
            "```" => is_code = false,
            line if is_code => *lines.entry(format!("{file}: {line}")).or_default() += 1,
            line => file = line,
        }
    }
    lines
}
