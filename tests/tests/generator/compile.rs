//! Every fixture's crate compiles without warnings. The crates are one workspace in
//! `target/fixtures`, so that a second run compiles only what changed.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use codegen::output::sync;

use crate::fixtures;

#[test]
fn the_compiler_and_clippy_are_silent() {
    cargo("clippy", &["--workspace", "--all-targets"]);
}

#[test]
fn rustdoc_is_silent() {
    cargo("doc", &["--workspace", "--no-deps"]);
}

/// The examples in the documentation compile, those of the model's author do not even try, and the
/// endpoint tests and protocol tests of the models pass.
#[test]
fn emitted_tests_pass() {
    let tested = ["examples", "deprecated", "docs_hostile", "endpoint_rules"];
    let tested = tested.iter().chain(&fixtures::TESTED);
    let packages = tested.map(|name| format!("--package={}", fixtures::package(name)));
    let packages: Vec<String> = packages.collect();
    let packages: Vec<&str> = packages.iter().map(String::as_str).collect();
    let output = cargo("test", &packages);
    // Examples: three and one; endpoint rules: one; protocol tests: five, two and one.
    let passed: usize = output.lines().filter_map(passed).sum();
    assert_eq!(passed, 13, "{output}");
}

/// The number in `test result: ok. 3 passed; ..`.
fn passed(line: &str) -> Option<usize> {
    let rest = line.strip_prefix("test result: ok. ")?;
    rest.split(' ').next()?.parse().ok()
}

/// Runs cargo over the crates; warnings are errors.
fn cargo(command: &str, arguments: &[&str]) -> String {
    static WORKSPACE: OnceLock<PathBuf> = OnceLock::new();
    let output = Command::new(env!("CARGO"))
        .current_dir(WORKSPACE.get_or_init(workspace))
        .env("CARGO_TARGET_DIR", fixtures::target().join("fixtures"))
        .env("RUSTFLAGS", "-Dwarnings")
        .env("RUSTDOCFLAGS", "-Dwarnings")
        .args([command, "--quiet", "--offline", "--no-default-features"])
        .args(["--features", "rt-tokio"])
        .args(arguments)
        .output()
        .expect("cargo runs");
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "cargo {command}:\n{errors}");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// Writes the crates of all fixtures into one workspace.
fn workspace() -> PathBuf {
    let folder = fixtures::target().join("fixtures/workspace");
    let names = fixtures::names();
    for name in &names {
        write_crate(name, &folder.join(name));
    }
    let manifest = format!(
        "[workspace]\nresolver = \"3\"\nmembers = {names:?}\n\n[profile.dev]\ndebug = false\n"
    );
    fs::write(folder.join("Cargo.toml"), manifest).expect("the folder is writable");
    let lock = fixtures::root().join("Cargo.lock");
    fs::copy(lock, folder.join("Cargo.lock")).expect("the workspace has a lock file");
    folder
}

fn write_crate(name: &str, folder: &Path) {
    let files = fixtures::generate(name);
    let changes = sync::compare(&files, folder).expect("the folder is ours");
    sync::apply(&changes, &files, folder).expect("the folder is writable");
}
