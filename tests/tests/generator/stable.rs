//! The same input gives the same bytes, and a run changes no more than it has to.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::time::SystemTime;

use codegen::model::Source;
use codegen::output::{Files, sync};
use serde_json::{Map, Value};

use crate::fixtures;

#[test]
fn a_second_run_gives_the_same_bytes() {
    for name in fixtures::names() {
        assert_same(
            &name,
            &fixtures::generate(&name),
            &fixtures::generate(&name),
        );
    }
}

/// The order of shapes and of traits is the author's taste; that of members is not.
#[test]
fn the_order_of_shapes_and_traits_says_nothing() {
    for name in fixtures::names() {
        let sources: Vec<Source> = fixtures::sources(&name).iter().map(reversed).collect();
        let files = fixtures::try_generate(&sources, &fixtures::settings(&name));
        assert_same(
            &name,
            &fixtures::generate(&name),
            &files.expect("a good model"),
        );
    }
}

fn assert_same(name: &str, left: &Files, right: &Files) {
    assert!(left.keys().eq(right.keys()), "{name}: other files");
    for (path, content) in left {
        assert_eq!(content, &right[path], "{name}: {path}");
    }
}

/// The file with its shapes, and the traits of each shape and member, in the opposite order.
fn reversed(source: &Source) -> Source {
    let mut model: Value = serde_json::from_str(&source.text).expect("JSON");
    reverse(&mut model);
    Source {
        name: source.name.clone(),
        text: model.to_string(),
    }
}

fn reverse(value: &mut Value) {
    let Value::Object(object) = value else { return };
    for (key, value) in object {
        reverse(value);
        if let ("shapes" | "traits", Value::Object(map)) = (key.as_str(), value) {
            *map = std::mem::take(map).into_iter().rev().collect::<Map<_, _>>();
        }
    }
}

#[test]
fn the_crate_of_the_workspace_is_current() {
    let (sources, settings) = fixtures::workspace();
    let files = fixtures::good(&sources, &settings);
    let out = settings.out.expect("the folder is set");
    let changes = sync::compare(&files, &out).expect("the folder is ours");
    let stale: Vec<&String> = changes
        .written
        .keys()
        .chain(changes.removed.keys())
        .collect();
    assert!(
        stale.is_empty(),
        "generated/ is not what the model gives, in {stale:#?}\nrun `cargo xtask codegen`"
    );
}

#[test]
fn files_that_do_not_change_are_not_touched() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let sources = fixtures::sources("overlay");
    let settings = fixtures::settings("overlay");
    let before = fixtures::try_generate(&sources[..1], &settings).expect("a good model");
    write(&before, folder.path());
    for path in before.keys() {
        let file = fs::File::options()
            .write(true)
            .open(folder.path().join(path));
        let file = file.expect("the file was written");
        file.set_modified(SystemTime::UNIX_EPOCH)
            .expect("it is ours");
    }
    let after = fixtures::try_generate(&sources, &settings).expect("a good model");
    write(&after, folder.path());
    let touched = after.keys().filter(|path| {
        let metadata = fs::metadata(folder.path().join(path)).expect("it was written");
        metadata.modified().expect("the time is known") != SystemTime::UNIX_EPOCH
    });
    let changed = after.iter().filter(|(path, text)| before[*path] != **text);
    let changed: BTreeSet<&String> = changed.map(|(path, _)| path).collect();
    assert_eq!(touched.collect::<BTreeSet<_>>(), changed);
    assert!(
        !changed.is_empty() && changed.len() < after.len(),
        "{changed:?}"
    );
}

fn write(files: &Files, folder: &Path) {
    let changes = sync::compare(files, folder).expect("the folder is ours");
    sync::apply(&changes, files, folder).expect("the folder is writable");
}
