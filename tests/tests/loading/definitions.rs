//! Mixins, `apply` statements, and models of Smithy 1.0.

use codegen::model::{Kind, Model, Source};
use serde_json::{Value, json};

use super::{files, fixture, member, model, read, refuse, source};

const DOCS: &str = "smithy.api#documentation";

fn mixins() -> Model {
    read(&[fixture("mixins")], None).expect("the fixture is good")
}

#[test]
fn members_of_mixins_come_first() {
    let model = mixins();
    let (_, members) = model.structure("example#GetThingOutput");
    let names: Vec<&str> = members.keys().map(String::as_str).collect();
    assert_eq!(names, ["name", "note", "created", "own", "labels", "color"]);
}

#[test]
fn traits_are_inherited_and_can_be_replaced() {
    let model = mixins();
    let docs = |name| {
        member(&model, "example#GetThingOutput", name)
            .traits
            .text(DOCS)
    };
    assert_eq!(docs("name"), Some("What people call it."));
    assert_eq!(docs("note"), Some("Said again where it is used."));
    assert_eq!(docs("created"), Some("When it was made."));
    let output = &model.shape("example#GetThingOutput").traits;
    assert!(output.has("smithy.api#sensitive"));
    assert!(
        !output.has("smithy.api#deprecated"),
        "it is local to the mixin"
    );
    assert!(!output.has("smithy.api#mixin"));
}

#[test]
fn every_kind_of_shape_has_mixins() {
    let model = mixins();
    let (_, operation) = model.operation("example#GetThing");
    assert_eq!(operation.errors, ["example#NotFound", "example#Throttled"]);
    assert!(model.shape("example#Name").traits.has("smithy.api#length"));
    assert!(
        model
            .shape("example#Labels")
            .traits
            .has("smithy.api#uniqueItems")
    );
    assert!(
        matches!(&model.shape("example#Labels").kind, Kind::List(element)
        if element.target == "smithy.api#String")
    );
    assert!(
        matches!(&model.shape("example#Color").kind, Kind::Enum(members)
        if members.keys().eq(["RED", "BLUE"]))
    );
}

#[test]
fn services_have_mixins() {
    let model = model(json!({
        "a#Common": {
            "type": "service",
            "version": "1",
            "errors": [{"target": "a#Bad"}],
            "traits": {"smithy.api#mixin": {}},
        },
        "a#Bad": {"type": "structure", "members": {}, "traits": {"smithy.api#error": "client"}},
        "a#Service": {
            "type": "service",
            "mixins": [{"target": "a#Common"}],
            "version": "2",
            "operations": [{"target": "a#Act"}],
            "traits": {"aws.protocols#restJson1": {}},
        },
    }));
    let model = read(&[model], None).expect("the model is good");
    let (_, service) = model.service();
    assert_eq!(
        (service.version.as_str(), service.errors.as_slice()),
        ("2", &["a#Bad".to_owned()][..])
    );
}

#[test]
fn bad_mixins_are_refused() {
    let structure = |mixins: &[&str], members: Value, traits: Value| {
        let mixins: Vec<Value> = mixins.iter().map(|id| json!({"target": id})).collect();
        json!({"type": "structure", "mixins": mixins, "members": members, "traits": traits})
    };
    let mixin = json!({"smithy.api#mixin": {}});
    let none = json!({});
    let with = |input: Value, other: Value| model(json!({"a#In": input, "a#M": other}));
    refuse(
        with(
            structure(&["a#X"], none.clone(), none.clone()),
            json!({"type": "string"}),
        ),
        "the mixin `a#X` does not exist",
        "a#In",
    );
    refuse(
        with(
            structure(&["a#M"], none.clone(), none.clone()),
            json!({"type": "string"}),
        ),
        "`a#M` cannot be mixed in",
        "a#In",
    );
    refuse(
        with(
            structure(&["a#M"], none.clone(), mixin.clone()),
            structure(&["a#In"], none.clone(), mixin.clone()),
        ),
        "the mixin `a#In` is mixed into itself",
        "a#M",
    );
    let text = json!({"x": {"target": "smithy.api#String"}});
    let number = json!({"x": {"target": "smithy.api#Integer"}});
    refuse(
        with(
            structure(&["a#M"], number, none.clone()),
            structure(&[], text, mixin),
        ),
        "the member `x` has the target `smithy.api#Integer` here, and `smithy.api#String` in a mixin",
        "a#In",
    );
}

fn apply(file: &str, id: &str, traits: Value) -> codegen::model::Source {
    let shapes = json!({id: {"type": "apply", "traits": traits}});
    source(file, json!({"smithy": "2.0", "shapes": shapes}))
}

#[test]
fn a_trait_cannot_be_applied_with_two_values() {
    let sources = [
        model(json!({})),
        apply("b.json", "a#In", json!({DOCS: "One."})),
        apply("c.json", "a#In", json!({DOCS: "Two."})),
    ];
    let problems = read(&sources, None).expect_err("two values");
    assert_eq!(
        problems,
        "error: the trait `smithy.api#documentation` is applied here, and has another value in b.json\n  \
         --> c.json: a#In\n   = help: keep one of the values"
    );
}

#[test]
fn an_overlay_says_better_what_a_model_says() {
    let own = model(json!({"a#In": {"type": "structure", "traits": {DOCS: "Own."}}}));
    let overlay = apply("b.json", "a#In", json!({DOCS: "Two."}));
    let model = read(&[own.clone(), overlay], None).expect("the overlay wins");
    assert_eq!(model.shape("a#In").traits.text(DOCS), Some("Two."));
    // In the file of the shape itself, it is a contradiction.
    let mut json: Value = serde_json::from_str(&own.text).expect("it is JSON");
    json["shapes"]["a#S$x"] = json!({"type": "apply", "traits": {DOCS: "Two."}});
    json["shapes"]["a#S"] = json!({"type": "structure", "members": {
        "x": {"target": "smithy.api#String", "traits": {DOCS: "Own."}},
    }});
    let problems = read(&[source("a.json", json)], None).expect_err("two values");
    assert!(
        problems.contains("has another value in a.json"),
        "{problems}"
    );
}

/// A file that states the service again.
fn again(name: &str, service: Value) -> Source {
    let mut service = service;
    service["type"] = json!("service");
    source(
        name,
        json!({"smithy": "2.0", "shapes": {"a#Service": service}}),
    )
}

#[test]
fn an_overlay_adds_operations_errors_and_names_to_the_service() {
    let more = json!({
        "a#More": {
            "type": "operation",
            "traits": {"smithy.api#http": {"method": "POST", "uri": "/more"}},
        },
    });
    let overlay = json!({
        "operations": [{"target": "a#More"}, {"target": "a#Act"}],
        "rename": {"a#In": "Given"},
        "traits": {DOCS: "Better."},
    });
    let read = read(&[model(more), again("b.json", overlay)], None).expect("it adds");
    let (shape, service) = read.service();
    assert_eq!(service.operations, ["a#Act", "a#More"]);
    assert_eq!(shape.traits.text(DOCS), Some("Better."));
    assert_eq!(read.shape("a#In").name(), "Given");
}

#[test]
fn overlays_that_contradict_each_other_are_refused() {
    let sources = [
        model(json!({})),
        again("b.json", json!({"rename": {"a#In": "One"}, "version": "1"})),
        again("c.json", json!({"rename": {"a#In": "Two"}, "version": "2"})),
    ];
    let problems = read(&sources, None).expect_err("they contradict");
    assert_eq!(
        problems,
        "error: `a#In` is renamed to `Two` here, and to `One` elsewhere\n  --> c.json: a#Service\n   \
         = help: keep one of the names\n\
         error: the version of the service is `1` in an earlier file\n  --> c.json: a#Service\n   \
         = help: leave out the version here"
    );
}

#[test]
fn equal_values_agree_and_lists_are_joined() {
    let tags = |tag: &str| json!({"smithy.api#tags": [tag], DOCS: "One."});
    let sources = [
        apply("b.json", "a#In", tags("x")),
        model(json!({})),
        apply("c.json", "a#In", tags("y")),
    ];
    let model = read(&sources, None).expect("the files agree");
    let tags = model.shape("a#In").traits.get("smithy.api#tags");
    assert_eq!(tags, Some(&json!(["x", "y"])));
}

#[test]
fn traits_of_nothing_are_refused() {
    for id in ["a#Missing", "a#In$missing"] {
        let problems = read(
            &[model(json!({})), apply("b.json", id, json!({DOCS: "x"}))],
            None,
        );
        let expected = format!("traits are applied to what does not exist\n  --> b.json: {id}\n");
        assert!(problems.expect_err("nothing there").contains(&expected));
    }
}

#[test]
fn values_without_names_are_texts() {
    let files = files(fixture("smithy_1_0"));
    let unit = &files["src/types/unit.rs"];
    assert!(unit.contains("pub struct Unit(String);"), "{unit}");
    assert!(unit.contains("&[\"km\", \"m\"]"), "{unit}");
    let output = &files["src/operation/get_thing.rs"];
    assert!(
        output.contains("pub unit: Option<crate::types::Unit>,"),
        "{output}"
    );
}

#[test]
fn older_models_are_upgraded() {
    let model = read(&[fixture("smithy_1_0")], None).expect("the fixture is good");
    let level = model.shape("example#Level");
    let Kind::Enum(values) = &level.kind else {
        panic!("not an enum: {level:?}");
    };
    let names: Vec<&str> = values.keys().map(String::as_str).collect();
    assert_eq!(names, ["LOW", "VERY_HIGH"]);
    let (low, high) = (&values["LOW"].traits, &values["VERY_HIGH"].traits);
    assert_eq!(low.text("smithy.api#enumValue"), Some("low"));
    assert_eq!(low.text(DOCS), Some("Little of it."));
    assert_eq!(high.text("smithy.api#enumValue"), Some("very-high"));
    assert!(high.has("smithy.api#deprecated") && !low.has("smithy.api#deprecated"));
    let tags = model.shape("example#Tags");
    assert!(matches!(tags.kind, Kind::List(_)) && tags.traits.has("smithy.api#uniqueItems"));
    for name in ["boxed", "boxedShape", "prelude"] {
        let member = member(&model, "example#GetThingOutput", name);
        assert!(!member.traits.has("smithy.api#default"), "{name}");
        assert!(!member.traits.has("smithy.api#box"), "{name}");
    }
    let output = &files(fixture("smithy_1_0"))["src/operation/get_thing.rs"];
    assert!(output.contains("pub boxed: Option<i32>,"), "{output}");
    assert!(output.contains("pub count: i32,") && output.contains("pub flag: bool,"));
}
