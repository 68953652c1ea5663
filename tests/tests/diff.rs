//! `cargo xtask diff`: what a new version of a model means for users.
//!
//! - `table`: every kind of change has a verdict and a reason, and a case among `cases`
//! - `api`: the verdicts, held against the API of both crates
//! - `matching`: what is no change, what narrows, and what is the same under another name
//! - `growth`: the model of this workspace against that of 2025, and its launch
//! - `report`: the formats of the report, and what bad input ends in

#[path = "diff/api.rs"]
mod api;
#[path = "diff/cases.rs"]
mod cases;
#[allow(dead_code, reason = "the binary `generator` needs the rest")]
#[path = "generator/fixtures.rs"]
mod fixtures;
#[path = "diff/growth.rs"]
mod growth;
#[path = "diff/matching.rs"]
mod matching;
#[path = "diff/report.rs"]
mod report;
#[path = "diff/table.rs"]
mod table;
#[allow(dead_code, reason = "the binary `generator` needs the rest")]
#[path = "generator/xtask.rs"]
mod xtask;

use codegen::diff::{Report, diff};
use codegen::model::Source;
use codegen::settings::Settings;
use serde_json::{Map, Value};

/// A small model that has something of everything.
fn base() -> Value {
    serde_json::from_str(include_str!("diff/base.json")).expect("JSON")
}

/// The base model with a patch: objects are merged, `null` removes, and all else replaces (RFC 7396).
fn patched(patch: &Value) -> Value {
    let mut model = base();
    merge(model.get_mut("shapes").expect("shapes"), patch);
    model
}

fn merge(target: &mut Value, patch: &Value) {
    let Value::Object(patch) = patch else {
        return *target = patch.clone();
    };
    if !target.is_object() {
        *target = Value::Object(Map::new());
    }
    let target = target.as_object_mut().expect("made one");
    for (key, value) in patch {
        match value {
            Value::Null => drop(target.shift_remove(key)),
            value => merge(target.entry(key.as_str()).or_insert(Value::Null), value),
        }
    }
}

fn source(name: &str, model: &Value) -> Source {
    Source {
        name: name.to_owned(),
        text: model.to_string(),
    }
}

/// The report on two good models.
#[track_caller]
fn compare(old: &Value, new: &Value) -> Report {
    let sources = [[source("old.json", old)], [source("new.json", new)]];
    match diff(&sources[0], &sources[1], &Settings::default()) {
        Ok(report) => report,
        Err(problems) => panic!("{}", fixtures::show(&problems)),
    }
}

/// The kinds of the changes between two models, sorted.
#[track_caller]
fn kinds(old: &Value, new: &Value) -> Vec<&'static str> {
    let report = compare(old, new);
    let mut kinds: Vec<&str> = report.changes.iter().map(|change| change.kind).collect();
    kinds.sort_unstable();
    kinds
}

/// Holds a text against the snapshot `name`.
#[track_caller]
fn snapshot(name: &str, text: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, text));
}
