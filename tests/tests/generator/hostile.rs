//! Models and names at random: whatever they are, the generator answers with files that are Rust, or
//! with problems.

use std::collections::BTreeSet;

use codegen::diagnostics::Diagnostic;
use codegen::model::Source;
use codegen::output::Files;
use proptest::prelude::*;
use proptest::sample::Index;
use proptest::test_runner::FileFailurePersistence;
use quote::ToTokens;
use serde_json::{Value, json};
use syn::{ImplItem, Item};

use crate::fixtures;

/// A change of a model: where, what, and with which other value.
#[derive(Clone, Debug)]
struct Mutation {
    place: Index,
    kind: u8,
    other: Index,
}

/// Values that stand where others are expected.
const ODD: &[&str] = &[
    "null",
    "true",
    "-1",
    "1e300",
    "\"\"",
    "\"self\"",
    "\"smithy.api#Document\"",
    "\"\\\"\\n*/ {{ `[x]\\u202e\"",
    "[]",
    "[[{}]]",
    "{}",
    "{\"\": 0}",
    "{\"target\": \"smithy.api#Unit\"}",
];

fn mutation() -> impl Strategy<Value = Mutation> {
    let parts = (any::<Index>(), any::<u8>(), any::<Index>());
    parts.prop_map(|(place, kind, other)| Mutation { place, kind, other })
}

impl Mutation {
    fn apply(&self, model: &mut Value) {
        let mut paths = Vec::new();
        list(model, String::new(), &mut paths);
        if paths.is_empty() {
            return;
        }
        let path = &paths[self.place.index(paths.len())];
        // A value of the same type is wrong in more interesting ways.
        let value = |path: &String| model.pointer(path).cloned().unwrap_or_default();
        let own = std::mem::discriminant(&value(path));
        let like = |value: &Value| std::mem::discriminant(value) == own;
        let others: Vec<Value> = paths.iter().map(value).filter(like).collect();
        let other = others[self.other.index(others.len())].clone();
        let odd: Value = serde_json::from_str(ODD[self.other.index(ODD.len())]).expect("JSON");
        let (parent, key) = path.rsplit_once('/').expect("a path has a `/`");
        let key = key.replace("~1", "/").replace("~0", "~");
        match (
            model.pointer_mut(parent).expect("it was listed"),
            self.kind % 8,
        ) {
            (Value::Object(object), 0) => drop(object.shift_remove(&key)),
            (Value::Object(object), 1) => drop(object.insert(key, odd)),
            (Value::Object(object), 2..=5) => drop(object.insert(key, other)),
            (Value::Object(object), 6) => drop(object.insert(format!("{key}_"), other)),
            (Value::Object(object), _) => {
                let value = object.shift_remove(&key).unwrap_or_default();
                object.insert(odd.to_string(), value);
            }
            (Value::Array(list), 0) => drop(list.pop()),
            (Value::Array(list), 1) => list.push(odd),
            (Value::Array(list), _) => list.push(other),
            _ => {}
        }
    }
}

/// The paths of all values below `value`.
fn list(value: &Value, path: String, paths: &mut Vec<String>) {
    let children: Vec<(String, &Value)> = match value {
        Value::Object(object) => {
            let escape = |key: &String| key.replace('~', "~0").replace('/', "~1");
            object
                .iter()
                .map(|(key, value)| (escape(key), value))
                .collect()
        }
        Value::Array(items) => items
            .iter()
            .enumerate()
            .map(|(i, v)| (i.to_string(), v))
            .collect(),
        _ => Vec::new(),
    };
    for (key, child) in children {
        let path = format!("{path}/{key}");
        paths.push(path.clone());
        list(child, path, paths);
    }
}

fn generate(model: &Value) -> Result<Files, Vec<Diagnostic>> {
    let source = Source {
        name: "model.json".to_owned(),
        text: model.to_string(),
    };
    fixtures::try_generate(&[source], &fixtures::settings("hostile"))
}

/// A model in which the names are as given.
fn named(shapes: &BTreeSet<String>, members: &BTreeSet<String>) -> Value {
    let shape = |name: &String, kind: &str| format!("t.{kind}#{name}");
    let text = || json!({"target": "smithy.api#String"});
    let texts: serde_json::Map<_, _> = members.iter().map(|name| (name.clone(), text())).collect();
    let mut all = serde_json::Map::new();
    let mut operations = Vec::new();
    for name in shapes {
        let (structure, error) = (shape(name, "structure"), shape(name, "error"));
        let operation = json!({
            "type": "operation",
            "input": {"target": structure.clone()},
            "output": {"target": shape(name, "holder")},
            "errors": [{"target": error.clone()}],
            "traits": {"smithy.api#http": {"method": "POST", "uri": format!("/{name}")}},
        });
        let traits = json!({"smithy.api#error": "client"});
        let held = json!({"it": {"target": structure.clone()}, "kind": {"target": "t#Kind"}});
        operations.push(json!({"target": shape(name, "operation")}));
        all.insert(shape(name, "operation"), operation);
        all.insert(
            structure,
            json!({"type": "structure", "members": texts.clone()}),
        );
        all.insert(
            shape(name, "holder"),
            json!({"type": "structure", "members": held}),
        );
        all.insert(
            error,
            json!({"type": "structure", "members": texts.clone(), "traits": traits}),
        );
    }
    let unit = |name: &String| (name.clone(), json!({"target": "smithy.api#Unit"}));
    let values: serde_json::Map<_, _> = members.iter().map(unit).collect();
    all.insert(
        "t#Kind".to_owned(),
        json!({"type": "enum", "members": values}),
    );
    let traits = json!({"aws.protocols#restJson1": {}, "aws.auth#sigv4": {"name": "t"}});
    let service = json!({"type": "service", "operations": operations, "traits": traits});
    all.insert("t#Service".to_owned(), service);
    json!({"smithy": "2.0", "shapes": all})
}

/// A name that Smithy allows, among them those that mean something to Rust.
fn name() -> impl Strategy<Value = String> {
    prop_oneof![
        2 => "[A-Za-z][A-Za-z0-9_]{0,9}",
        1 => "_{1,2}[0-9][A-Za-z0-9_]{0,4}",
        1 => "(get|set|Get|Set)_?[a-cA-C]{1,2}",
        1 => proptest::sample::select(vec![
            "self", "Self", "crate", "type", "gen", "None", "Ok", "Result", "Option", "String", "Box",
            "Default", "build", "meta", "message", "send", "Unknown", "Unhandled", "Error", "config",
        ])
        .prop_map(str::to_owned),
    ]
}

/// The files are Rust, in which nothing is defined twice.
fn assert_sound(files: &Files) {
    for (path, text) in files.iter().filter(|(path, _)| path.ends_with(".rs")) {
        if path.starts_with("src/runtime/") {
            continue;
        }
        let file = syn::parse_file(text).unwrap_or_else(|error| panic!("{path}: {error}\n{text}"));
        let mut known = BTreeSet::new();
        for name in file.items.iter().flat_map(definitions) {
            assert!(
                known.insert(name.clone()),
                "{path}: {name} is defined twice"
            );
        }
    }
}

/// What an item defines: itself, and its fields, variants and functions.
fn definitions(item: &Item) -> Vec<String> {
    match item {
        Item::Struct(item) => {
            let fields = item.fields.iter().flat_map(|field| field.ident.clone());
            let fields = fields.map(|field| format!("{}.{field}", item.ident));
            fields.chain([item.ident.to_string()]).collect()
        }
        Item::Enum(item) => {
            let variants = item.variants.iter();
            let variants = variants.map(|variant| format!("{}::{}", item.ident, variant.ident));
            variants.chain([item.ident.to_string()]).collect()
        }
        Item::Mod(item) => {
            let items = item.content.iter().flat_map(|(_, items)| items);
            let inner = items.flat_map(definitions);
            let inner = inner.map(|name| format!("{}::{name}", item.ident));
            inner.chain([item.ident.to_string()]).collect()
        }
        Item::Type(item) => vec![item.ident.to_string()],
        Item::Impl(item) if item.trait_.is_none() => {
            let owner = item.self_ty.to_token_stream().to_string();
            let functions = item.items.iter().filter_map(|item| match item {
                ImplItem::Fn(function) => Some(format!("{owner}::{}", function.sig.ident)),
                _ => None,
            });
            functions.collect()
        }
        _ => Vec::new(),
    }
}

fn config(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases,
        failure_persistence: Some(Box::new(FileFailurePersistence::Off)),
        max_shrink_iters: 256,
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(config(400))]

    #[test]
    fn a_broken_model_gives_files_or_problems(
        fixture in any::<Index>(),
        mutations in proptest::collection::vec(mutation(), 1..3),
    ) {
        const FIXTURES: &[&str] = &[
            "endpoint_rules",
            "errors",
            "event_stream",
            "examples",
            "pagination",
            "recursive",
            "streaming_blob",
        ];
        let source = &fixtures::sources(FIXTURES[fixture.index(FIXTURES.len())])[0];
        let mut model: Value = serde_json::from_str(&source.text).expect("JSON");
        for mutation in mutations {
            mutation.apply(&mut model);
        }
        match generate(&model) {
            Ok(files) => assert_sound(&files),
            Err(problems) => prop_assert!(!problems.is_empty()),
        }
    }
}

proptest! {
    #![proptest_config(config(100))]

    #[test]
    fn any_names_give_sound_files_or_problems(
        shapes in proptest::collection::btree_set(name(), 1..4),
        members in proptest::collection::btree_set(name(), 1..6),
    ) {
        match generate(&named(&shapes, &members)) {
            Ok(files) => assert_sound(&files),
            Err(problems) => prop_assert!(!problems.is_empty()),
        }
    }
}
