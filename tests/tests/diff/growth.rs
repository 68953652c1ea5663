//! The model of this workspace: its launch, and its growth until 2025. What has to be reported is found
//! here a second time, by a walk over the JSON of both models. The model of 2025 and the notes of the
//! launch lie outside the repository (../shared); where they are missing, the tests say so and pass.

use std::collections::{BTreeMap, BTreeSet};

use codegen::diff::{Action, Change, Report};
use serde_json::{Value, json};

use crate::api::{agrees, api};
use crate::{compare, fixtures};

fn model() -> Value {
    let (sources, _) = fixtures::workspace();
    serde_json::from_str(&sources[0].text).expect("JSON")
}

fn shared(name: &str) -> Option<String> {
    let file = fixtures::root().join("../shared/reference").join(name);
    let text = std::fs::read_to_string(file).ok();
    if text.is_none() {
        eprintln!("skipped: ../shared is absent");
    }
    text
}

/// What a model has, as far as operations reach it.
#[derive(Default)]
struct Walk {
    operations: BTreeSet<String>,
    /// Structures, unions and enums that are not an operation's own.
    types: BTreeSet<String>,
    /// The inputs and outputs.
    ends: BTreeSet<String>,
    /// Members of structures and unions, and values of enums, by their ids: whether they are required.
    members: BTreeMap<String, bool>,
}

impl Walk {
    fn of(model: &Value) -> Self {
        let mut walk = Self::default();
        let shapes = model["shapes"].as_object().expect("shapes");
        for (id, shape) in shapes
            .iter()
            .filter(|(_, shape)| shape["type"] == "operation")
        {
            walk.operations.insert(id.clone());
            for end in ["input", "output"] {
                let end = shape[end]["target"].as_str().expect("a target");
                walk.ends.insert(end.to_owned());
                walk.members(model, end);
            }
            for error in shape["errors"].as_array().into_iter().flatten() {
                walk.reach(model, error["target"].as_str().expect("a target"));
            }
        }
        walk
    }

    fn reach(&mut self, model: &Value, id: &str) {
        let shape = &model["shapes"][id];
        match shape["type"].as_str() {
            Some("structure" | "union" | "enum") if self.types.insert(id.to_owned()) => {
                self.members(model, id);
            }
            Some("list") => {
                self.reach(model, shape["member"]["target"].as_str().expect("a target"))
            }
            Some("map") => self.reach(model, shape["value"]["target"].as_str().expect("a target")),
            _ => {}
        }
    }

    fn members(&mut self, model: &Value, id: &str) {
        for (name, member) in model["shapes"][id]["members"].as_object().expect("members") {
            let is_required = member["traits"].get("smithy.api#required").is_some();
            self.members.insert(format!("{id}${name}"), is_required);
            self.reach(model, member["target"].as_str().expect("a target"));
        }
    }
}

/// The shapes of the changes that are wanted.
fn shapes(report: &Report, wanted: impl Fn(&Change) -> bool) -> BTreeSet<String> {
    let changes = report.changes.iter().filter(|change| wanted(change));
    changes.map(|change| change.shape.clone()).collect()
}

fn owner(member: &str) -> &str {
    member.split('$').next().expect("an id")
}

/// The words of a text, without what tells `AppId` and `app_id` apart.
fn words(text: &str) -> BTreeSet<String> {
    let words = text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
    words.map(plain).collect()
}

fn plain(word: &str) -> String {
    word.replace('_', "").to_ascii_lowercase()
}

/// All syntax in a report.
fn syntax(report: &Report) -> String {
    let syntax = report.changes.iter().flat_map(|change| &change.syntax);
    syntax
        .map(|syntax| syntax.text.as_str())
        .collect::<Vec<_>>()
        .join("\n")
}

#[test]
fn the_growth_until_2025_is_reported_completely() {
    let Some(new) = shared("amplifybackend-2025-04.smithy.json") else {
        return;
    };
    let (old, new) = (model(), serde_json::from_str(&new).expect("JSON"));
    let report = compare(&old, &new);
    let (before, after) = (Walk::of(&old), Walk::of(&new));
    let came = |new: &BTreeSet<String>, old: &BTreeSet<String>| -> BTreeSet<String> {
        new.difference(old).cloned().collect()
    };

    let operations = came(&after.operations, &before.operations);
    assert_eq!(operations.len(), 7);
    assert_eq!(shapes(&report, |c| c.kind == "operation-added"), operations);
    assert!(report.headline.starts_with("AmplifyBackend: 7 new, "));

    assert_eq!(
        shapes(&report, |c| c.kind == "type-added"),
        came(&after.types, &before.types)
    );

    let is_known = |id: &str| before.types.contains(id) || before.ends.contains(id);
    let new_members = after
        .members
        .keys()
        .filter(|id| !before.members.contains_key(*id));
    let (of_known, of_new): (Vec<_>, Vec<_>) = new_members.partition(|id| is_known(owner(id)));
    assert_eq!(
        shapes(&report, |c| c.action == Action::Added
            && c.shape.contains('$')),
        of_known.into_iter().cloned().collect()
    );
    let shown = words(&syntax(&report));
    for id in of_new {
        let (_, name) = id.split_once('$').expect("a member");
        assert!(shown.contains(&plain(name)), "{id} is in no syntax");
    }

    let gone = before
        .members
        .keys()
        .filter(|id| !after.members.contains_key(*id));
    assert_eq!(
        shapes(&report, |c| c.action == Action::Removed
            && c.shape.contains('$')),
        gone.cloned().collect()
    );
    assert_eq!(requiredness(&report), requiredness_of(&before, &after));
    assert!(agrees(&report, &api(&old), &api(&new)));
}

fn requiredness(report: &Report) -> BTreeSet<String> {
    shapes(report, |c| {
        c.kind.ends_with("became-required") || c.kind == "no-longer-required"
    })
}

fn requiredness_of(before: &Walk, after: &Walk) -> BTreeSet<String> {
    let differs = |(id, is_required): &(&String, &bool)| {
        after
            .members
            .get(*id)
            .is_some_and(|now| now != *is_required)
    };
    let differing = before.members.iter().filter(differs);
    differing.map(|(id, _)| id.clone()).collect()
}

/// The launch has the requirements of 2025. So that the walk finds some, every second one goes.
#[test]
fn every_change_of_requiredness_is_reported() {
    let old = model();
    let mut new = old.clone();
    let mut count = 0;
    let shapes = new["shapes"].as_object_mut().expect("shapes").values_mut();
    let members = shapes.filter_map(|shape| shape.get_mut("members")?.as_object_mut());
    for member in members.flat_map(|members| members.values_mut()) {
        let is_label = member["traits"].get("smithy.api#httpLabel").is_some();
        let traits = member.get_mut("traits").and_then(Value::as_object_mut);
        let Some(traits) = traits.filter(|traits| traits.contains_key("smithy.api#required"))
        else {
            continue;
        };
        count += 1;
        if count % 2 == 0 && !is_label {
            traits.remove("smithy.api#required");
        }
    }
    let (before, after) = (Walk::of(&old), Walk::of(&new));
    let expected = requiredness_of(&before, &after);
    assert!(expected.len() > 15, "{}", expected.len());
    for (old, new) in [(&old, &new), (&new, &old)] {
        let report = compare(old, new);
        assert_eq!(requiredness(&report), expected);
        assert!(agrees(&report, &api(old), &api(new)));
    }
}

#[test]
fn the_launch_is_told_as_launch_notes_tell_it() {
    let report = compare(&json!({"smithy": "2.0"}), &model());
    assert_eq!(report.headline, "AmplifyBackend: 24 new api methods");
    let Some(notes) = shared("launch-notes-24-operations.txt") else {
        return;
    };
    let (mut operations, mut members) = (0, 0);
    let mut texts: Option<[BTreeSet<String>; 2]> = None;
    let mut lines = notes.lines();
    while let Some(line) = lines.next() {
        let end = match line {
            "Request Syntax" => 0,
            "Response Syntax" => 1,
            _ => continue,
        };
        let told = lines.next().expect("the syntax");
        if let Some(call) = told.strip_prefix("client.") {
            operations += 1;
            texts = Some(ours(&report, call.split('(').next().expect("a name")));
        }
        for name in names(told) {
            let ours = &texts.as_ref().expect("a request comes first")[end];
            assert!(ours.contains(&plain(name)), "{name} of {told}");
            members += 1;
        }
    }
    assert_eq!(operations, 24);
    assert!(members > 600, "{members}");
}

/// The words of the syntax of a request and of its response.
fn ours(report: &Report, method: &str) -> [BTreeSet<String>; 2] {
    let what = format!("operation `{}`", plain(method));
    let is_it = |change: &&Change| change.what.to_ascii_lowercase() == what;
    let change = report.changes.iter().find(is_it);
    let change = change.unwrap_or_else(|| panic!("no operation is called {method}"));
    [0, 1].map(|end| words(&change.syntax[end].text))
}

/// The names of members, and the values of enums, in a syntax of the notes.
fn names(told: &str) -> impl Iterator<Item = &str> {
    let arguments = told
        .split_once('(')
        .map_or(told, |(_, arguments)| arguments);
    let words = arguments.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
    words.filter(|word| {
        let is_value = ["", "string", "True", "False"].contains(word);
        !is_value && !word.starts_with(|c: char| c.is_ascii_digit())
    })
}
