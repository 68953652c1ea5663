//! What is the same though it looks otherwise, what allows more or less, and models of nothing.

use codegen::diff::{Semver, diff};
use codegen::settings::Settings;
use serde_json::{Value, json};

use crate::{base, compare, fixtures, kinds, patched, source};

#[test]
fn nothing_changes() {
    let report = compare(&base(), &base());
    assert!(report.changes.is_empty());
    assert_eq!(report.semver, Semver::None);
    assert_eq!(
        report.headline,
        "Kitchen: no api method is new, updated or removed"
    );
}

#[test]
fn order_does_not_count() {
    fn reversed(value: &Value) -> Value {
        match value {
            Value::Object(object) => {
                let entries = object.iter().rev();
                let entries = entries.map(|(key, value)| (key.clone(), reversed(value)));
                Value::Object(entries.collect())
            }
            other => other.clone(),
        }
    }
    assert_eq!(kinds(&base(), &reversed(&base())), Vec::<&str>::new());
}

#[test]
fn what_has_another_name_only_in_the_model_is_the_same() {
    let rename = |from: &str, to: &str| {
        let text = base().to_string().replace(from, to);
        kinds(&base(), &serde_json::from_str(&text).expect("JSON"))
    };
    assert_eq!(rename("t#BakeInput", "t#BakeRequest"), Vec::<&str>::new());
    assert_eq!(rename("t#Names", "t#NameList"), Vec::<&str>::new());
    // A label and its member.
    let text = base()
        .to_string()
        .replace("{id}", "{Id}")
        .replace("\"id\":", "\"Id\":");
    let new = serde_json::from_str(&text).expect("JSON");
    assert_eq!(kinds(&base(), &new), Vec::<&str>::new());
    // What Rust calls otherwise is another type.
    assert_eq!(
        rename("t#Oven", "t#Stove"),
        [
            "type-added",
            "type-changed",
            "type-removed",
            "wire-type-changed"
        ]
    );
}

/// A service renames shapes for its clients; messages have the same names.
#[test]
fn a_rename_is_none_in_messages() {
    let renamed = patched(&json!({"t#Kitchen": {"rename": {"t#Oven": "Stove"}}}));
    assert_eq!(
        kinds(&base(), &renamed),
        ["type-added", "type-changed", "type-removed"]
    );
}

#[test]
fn limits() {
    let narrows = |old: Value, new: Value| {
        let model = |traits: Value| {
            patched(&json!({"t#BakeInput": {"members": {"note": {"traits": traits}}}}))
        };
        kinds(&model(old), &model(new))
    };
    let (narrowed, widened) = (vec!["request-limit-narrowed"], vec!["limit-widened"]);
    let length = |length: Value| json!({"smithy.api#length": length});
    let pattern = |pattern: &str| json!({"smithy.api#pattern": pattern});
    let table = [
        (
            length(json!({"min": 1})),
            length(json!({"min": 2})),
            &narrowed,
        ),
        (
            length(json!({"max": 9})),
            length(json!({"max": 10})),
            &widened,
        ),
        (pattern("^a$"), pattern("^b$"), &narrowed),
        (pattern("^a$"), json!({}), &widened),
    ];
    for (old, new, expected) in table {
        let message = format!("{old} to {new}");
        assert_eq!(&narrows(old, new), expected, "{message}");
    }
    let both = narrows(
        length(json!({"min": 1, "max": 9})),
        length(json!({"min": 2, "max": 10})),
    );
    assert_eq!(both, ["limit-widened", "request-limit-narrowed"]);
}

#[test]
fn limits_of_what_a_value_holds() {
    let model = |element: Value, values: Value| {
        patched(&json!({
            "t#Oven": {"members": {
                "tags": {"target": "t#Tags"},
                "level": {"target": "t#Level"},
            }},
            "t#Tags": {"type": "list", "member": {"target": "t#Tag"}},
            "t#Tag": {"type": "string", "traits": element},
            "t#Level": {"type": "intEnum", "members": values},
        }))
    };
    let value = |number: u8| {
        json!({
            "target": "smithy.api#Unit", "traits": {"smithy.api#enumValue": number},
        })
    };
    let old = model(json!({}), json!({"LOW": value(1)}));
    let new = model(
        json!({"smithy.api#pattern": "^a$"}),
        json!({"LOW": value(1), "HIGH": value(2)}),
    );
    let report = compare(&old, &new);
    let lines = report.changes.iter().map(|change| {
        let (old, new) = (change.old.as_deref(), change.new.as_deref());
        format!("{} {} {old:?} {new:?}", change.kind, change.what)
    });
    assert_eq!(
        lines.collect::<Vec<_>>(),
        [
            "limit-widened member `Oven::level`, values Some(\"1\") Some(\"1, 2\")",
            "request-limit-narrowed member `Oven::tags`, element pattern None Some(\"^a$\")",
        ]
    );
}

#[test]
fn operations_are_updated_by_what_they_reach() {
    let patch = json!({
        "t#Loaf": {"members": {"shape": {"target": "smithy.api#String"}}},
        "t#List": {"traits": {"smithy.api#documentation": "Lists."}},
    });
    let report = compare(&base(), &patched(&patch));
    assert_eq!(report.operations.updated, ["Bake"]);
    assert_eq!(report.headline, "Kitchen: 1 updated api method");
    assert_eq!(report.semver, Semver::Minor);
}

#[test]
fn steps_of_the_version() {
    let semver = |patch: Value| compare(&base(), &patched(&patch)).semver;
    let table = [
        (
            json!({"t#Bake": {"traits": {"smithy.api#documentation": "Bakes."}}}),
            Semver::Patch,
        ),
        (
            json!({"t#Oven": {"members": {"fan": {"target": "smithy.api#Integer"}}}}),
            Semver::Minor,
        ),
        (
            json!({"t#Bake": {"traits": {"smithy.api#http": {"code": 201}}}}),
            Semver::Minor,
        ),
        (
            json!({"t#Bake": {"traits": {"smithy.api#http": {"uri": "/b/{id}"}}}}),
            Semver::Major,
        ),
        (
            json!({"t#Oven": {"members": {"temperature": null}}}),
            Semver::Major,
        ),
    ];
    for (patch, expected) in table {
        assert_eq!(semver(patch.clone()), expected, "{patch}");
    }
}

#[test]
fn a_model_of_nothing_is_the_time_before_or_after() {
    for nothing in [
        "",
        "{\"smithy\": \"2.0\"}",
        "{\"smithy\": \"2.0\", \"shapes\": {}}",
    ] {
        let nothing = [codegen::model::Source {
            name: "nothing.json".to_owned(),
            text: nothing.to_owned(),
        }];
        let something = [source("something.json", &base())];
        let settings = Settings::default();
        let launch = diff(&nothing, &something, &settings).expect("good models");
        assert_eq!(launch.headline, "Kitchen: 4 new api methods");
        assert_eq!(launch.semver, Semver::Minor);
        assert_eq!(launch.changes[0].kind, "service-added");
        let end = diff(&something, &nothing, &settings).expect("good models");
        assert_eq!(end.headline, "Kitchen: 4 removed api methods");
        assert_eq!(end.semver, Semver::Major);
        assert_eq!(end.changes[0].kind, "service-removed");
        let problems = diff(&nothing, &nothing, &settings).expect_err("nothing to compare");
        let problems = fixtures::show(&problems);
        assert!(problems.contains("neither nothing.json nor nothing.json has any shapes"));
    }
}
