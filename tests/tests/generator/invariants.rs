//! What ARCHITECTURE.md says that the source never has, as far as a text search can tell.

use std::fs;
use std::path::{Path, PathBuf};

use crate::fixtures;

/// The folder of source, the files that may, what the source must not have, and why.
type Rule = (
    &'static str,
    &'static [&'static str],
    &'static [&'static str],
    &'static str,
);

const RULES: &[Rule] = &[
    (
        "codegen/src/model",
        &[],
        &["crate::plan", "crate::emit", "crate::output"],
        "model knows only itself",
    ),
    (
        "codegen/src/model",
        &[],
        &["quote!", "quote::", "proc_macro2", "syn::"],
        "model knows no Rust",
    ),
    (
        "codegen/src/plan",
        &[],
        &["quote!", "quote::", "proc_macro2"],
        "plans have no tokens",
    ),
    (
        "codegen/src/plan",
        &[],
        &["crate::emit", "crate::output"],
        "plan knows no later phase",
    ),
    (
        "codegen/src/emit",
        &[],
        &["crate::model", "crate::diagnostics"],
        "an emitter sees the plan only",
    ),
    (
        "codegen/src/diff",
        &[],
        &["crate::emit", "crate::output", "quote::", "anstyle"],
        "a comparison sees models and plans, and prints nothing",
    ),
    (
        "codegen/src",
        &["output/sync.rs", "emit/waiters.rs"],
        &["std::fs", "File::", "std::env", "std::time"],
        "only sync touches the disk",
    ),
    (
        "codegen/src",
        &["emit/tokens.rs", "emit/outline.rs", "diff/member.rs"],
        &["HashMap", "HashSet"],
        "order is kept",
    ),
    (
        "codegen/src",
        &[],
        &["amplify", "Amplify"],
        "no service is special",
    ),
    (
        "codegen/src",
        &[],
        &[".unwrap()", ".expect("],
        "bad input is a problem, not a panic",
    ),
];

#[test]
fn the_source_keeps_to_the_architecture() {
    let mut broken = Vec::new();
    for (folder, exceptions, words, why) in RULES {
        for file in sources(&fixtures::root().join(folder)) {
            if exceptions.iter().any(|exception| file.ends_with(exception)) {
                continue;
            }
            let text = fs::read_to_string(&file).expect("readable");
            let found = words
                .iter()
                .filter(|word| code(&text).any(|line| line.contains(**word)));
            broken.extend(found.map(|word| format!("`{word}` in {}: {why}", file.display())));
        }
    }
    assert!(broken.is_empty(), "{broken:#?}");
}

/// No data that a client receives makes it panic, as far as a text search can tell. (That a wrong
/// configuration does is documented.) The compiler forbids what is unsafe.
#[test]
fn emitted_code_has_no_panic_and_nothing_unsafe() {
    for name in fixtures::names() {
        let files = fixtures::generate(&name);
        assert!(
            files["Cargo.toml"].contains("unsafe_code = \"forbid\""),
            "{name}"
        );
        for (path, text) in files.iter().filter(|(path, _)| path.ends_with(".rs")) {
            let words = [".unwrap()", ".expect(", "panic!(", "todo!", "unreachable!"];
            let found = code(text).find(|line| words.iter().any(|word| line.contains(word)));
            let allowed = ["src/runtime/client.rs", "src/runtime/check_endpoints.rs"];
            let is_allowed = allowed.contains(&path.as_str()) || path.contains("protocol_test");
            assert!(is_allowed || found.is_none(), "{name}: {path}: {found:?}");
        }
    }
}

/// What emitted crates depend on is what the support code was tested with.
#[test]
fn the_support_code_is_tested_with_the_versions_that_are_emitted() {
    let manifest = fixtures::root().join("codegen/runtime/Cargo.toml");
    let tested = dependencies(&fs::read_to_string(manifest).expect("readable"));
    for (fixture, count) in [("empty", 13), ("event_stream", 15)] {
        let emitted = dependencies(&fixtures::generate(fixture)["Cargo.toml"]);
        let differing = emitted.iter().filter(|line| !tested.contains(line));
        assert_eq!(differing.collect::<Vec<_>>(), Vec::<&String>::new());
        assert_eq!(emitted.len(), count, "{emitted:?}");
    }
}

/// The names and versions in a manifest's section `dependencies`. (Features are what differs: each
/// crate has those that it needs, and the support code all of them.)
fn dependencies(manifest: &str) -> Vec<String> {
    let (_, section) = manifest
        .split_once("[dependencies]\n")
        .expect("it has dependencies");
    let lines = section.lines().take_while(|line| !line.starts_with('['));
    let lines = lines.filter(|line| !line.is_empty());
    let plain = lines.map(|line| match line.split_once(", features") {
        Some((line, _)) => line.replace("{ version = ", ""),
        None => line.to_owned(),
    });
    plain.collect()
}

/// The lines of a file that are neither comments nor its tests.
fn code(text: &str) -> impl Iterator<Item = &str> {
    let lines = text
        .lines()
        .take_while(|line| !line.starts_with("#[cfg(test)]"));
    lines.filter(|line| !line.trim_start().starts_with("//"))
}

fn sources(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("readable");
    let paths = entries.map(|entry| entry.expect("readable").path());
    let (folders, files): (Vec<PathBuf>, Vec<PathBuf>) = paths.partition(|path| path.is_dir());
    let mut found: Vec<PathBuf> = folders.iter().flat_map(|folder| sources(folder)).collect();
    found.extend(
        files
            .into_iter()
            .filter(|file| file.extension().is_some_and(|e| e == "rs"))
            .filter(|file| !file.ends_with("tests.rs")),
    );
    found
}
