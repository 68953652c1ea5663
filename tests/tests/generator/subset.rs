//! A crate of some operations has these and exactly what they reach.

use std::collections::BTreeSet;

use codegen::Generated;
use codegen::settings::Settings;
use serde_json::Value;

use crate::{fixtures, snapshots};

fn selecting(patterns: &[&str]) -> Settings {
    Settings {
        operations: patterns.iter().map(|it| (*it).to_owned()).collect(),
        ..Settings::default()
    }
}

fn subset() -> Generated {
    let settings = fixtures::settings("subset");
    let generated = codegen::generate(&fixtures::sources("subset"), &settings, &mut |_| {});
    generated.expect("what is selected is good")
}

/// Operations that are left out may use what is not supported; no warning is for their sake.
#[test]
fn what_a_subset_has_and_lacks() {
    let generated = subset();
    let mut lines = vec!["operations left out:".to_owned()];
    lines.extend(generated.unused.operations);
    lines.push("\nshapes left out:".to_owned());
    lines.extend(generated.unused.shapes);
    lines.push("\nfiles:".to_owned());
    let own = |path: &&String| {
        ["src/operation/", "src/types/", "src/waiters"]
            .iter()
            .any(|start| path.starts_with(start))
            || path.ends_with("tests.rs")
    };
    lines.extend(generated.files.keys().filter(own).cloned());
    lines.push("\ntest cases:".to_owned());
    let cases = generated.cases.iter();
    lines.extend(cases.map(|case| format!("{:?} {}: {:?}", case.kind, case.name, case.fate)));
    snapshots::assert("subset", &lines.join("\n"));
    assert_eq!(generated.warnings, []);
}

#[test]
fn nothing_tells_of_what_is_left_out() {
    let words = [
        "BorrowBook",
        "borrow_book",
        "ListBooks",
        "list_books",
        "PutShelf",
        "put_shelf",
        "OtherNote",
        "Closed",
        "BooksThere",
    ];
    for (path, text) in subset().files {
        let found = words.iter().find(|word| text.contains(**word));
        assert_eq!(found, None, "{path}");
    }
}

#[test]
fn the_whole_model_is_checked_without_a_selection() {
    let settings = selecting(&[]);
    let problems = fixtures::try_generate(&fixtures::sources("subset"), &settings);
    let problems = fixtures::show(&problems.expect_err("not all is supported"));
    assert!(problems.contains("the trait `smithy.future#lending` is not supported yet"));
}

#[test]
fn all_operations_are_the_whole_crate() {
    let names = fixtures::names();
    for name in names.iter().filter(|name| *name != "subset") {
        let whole = fixtures::generate(name);
        let settings = Settings {
            operations: vec!["*".to_owned()],
            ..fixtures::settings(name)
        };
        let all = fixtures::good(&fixtures::sources(name), &settings);
        assert!(whole == all, "{name}");
    }
}

#[test]
fn names_that_no_operation_has_are_all_reported() {
    let (sources, _) = fixtures::workspace();
    let patterns = [
        "CraeteBackend",
        "GetBackend",
        "Lst*",
        "com.amazonaws.amplifybackend#GetTokn",
        "other#GetToken",
        "",
    ];
    let problems = fixtures::try_generate(&sources, &selecting(&patterns));
    let problems = problems.expect_err("the names are wrong");
    snapshots::assert("bad_selection", &fixtures::show(&problems));
}

/// The types of a crate with one operation are those that a walk over the JSON finds.
#[test]
fn an_operation_brings_exactly_what_it_reaches() {
    let (sources, _) = fixtures::workspace();
    let model: Value = serde_json::from_str(&sources[0].text).expect("JSON");
    let shapes = model["shapes"].as_object().expect("shapes");
    let operations = shapes.iter().filter(|(_, it)| it["type"] == "operation");
    let mut count = 0;
    for (id, operation) in operations {
        let generated = codegen::generate(&sources, &selecting(&[id]), &mut |_| {});
        let generated = generated.expect("a good model");
        let reached = reached(shapes, id);
        assert_eq!(
            types(&generated),
            expected(shapes, operation, &reached),
            "{id}"
        );

        let unused = &generated.unused;
        let listed: BTreeSet<&str> = [&unused.operations, &unused.shapes]
            .into_iter()
            .flatten()
            .map(String::as_str)
            .collect();
        let is_left = |id: &&str| !reached.contains(id) && shapes[*id]["type"] != "service";
        let left: BTreeSet<&str> = shapes.keys().map(String::as_str).filter(is_left).collect();
        assert_eq!(listed, left, "{id}");
        count += 1;
    }
    assert_eq!(count, 24);
}

type Shapes = serde_json::Map<String, Value>;

/// All shapes that a shape refers to, itself included.
fn reached<'a>(shapes: &'a Shapes, id: &'a str) -> BTreeSet<&'a str> {
    let (mut reached, mut waiting) = (BTreeSet::new(), vec![id]);
    while let Some(id) = waiting.pop() {
        if let Some(shape) = shapes.get(id)
            && reached.insert(id)
        {
            targets(shape, &mut waiting);
        }
    }
    reached
}

/// The values of all keys `target`, but in traits.
fn targets<'a>(value: &'a Value, found: &mut Vec<&'a str>) {
    match value {
        Value::Object(object) => {
            for (key, value) in object.iter().filter(|(key, _)| *key != "traits") {
                match value {
                    Value::String(id) if key == "target" => found.push(id),
                    value => targets(value, found),
                }
            }
        }
        Value::Array(list) => list.iter().for_each(|value| targets(value, found)),
        _ => {}
    }
}

/// The types that the shapes become, beside the operation's input and output: names without case and `_`.
fn expected(shapes: &Shapes, operation: &Value, reached: &BTreeSet<&str>) -> BTreeSet<String> {
    let is_type = |id: &&&str| {
        let is_own =
            operation["input"]["target"] == ***id || operation["output"]["target"] == ***id;
        !is_own
            && ["structure", "union", "enum"]
                .iter()
                .any(|kind| shapes[**id]["type"] == *kind)
    };
    let name = |id: &&str| {
        let (_, name) = id.split_once('#').expect("an absolute id");
        name.to_lowercase()
    };
    reached.iter().filter(is_type).map(name).collect()
}

/// The types of a crate, by the names of their files.
fn types(generated: &Generated) -> BTreeSet<String> {
    let stem = |path: &String| {
        let file = path.strip_prefix("src/types/")?.strip_suffix(".rs")?;
        let file = file.strip_prefix("error/").unwrap_or(file);
        (!matches!(file, "error" | "builders")).then(|| file.replace('_', ""))
    };
    generated.files.keys().filter_map(stem).collect()
}
