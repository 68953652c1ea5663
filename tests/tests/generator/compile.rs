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

/// Fixtures with tests, and how many: the examples in the documentation compile, those of the model's
/// author do not even try, the endpoint tests and protocol tests of the models pass, and so do the tests
/// that the fixtures bring along.
const TESTED: [(&str, usize); 19] = [
    ("checksums", 5),
    ("content_md5", 2),
    ("defaults", 2),
    ("deprecated", 1),
    ("docs_hostile", 0),
    ("documents", 2),
    ("endpoint_rules", 1),
    ("enums", 2),
    ("event_stream", 14),
    ("examples", 3),
    ("http_bindings", 2),
    ("idempotency_token", 2),
    ("pagination", 6),
    ("payloads", 21),
    ("request_compression", 1),
    ("streaming_blob", 10),
    ("subset", 3),
    ("unions", 2),
    ("waiters", 6),
];

#[test]
fn emitted_tests_pass() {
    let packages = TESTED.map(|(name, _)| format!("--package={}", fixtures::package(name)));
    let packages: Vec<&str> = packages.iter().map(String::as_str).collect();
    let output = cargo("test", &packages);
    let passed: usize = output.lines().filter_map(passed).sum();
    let expected: usize = TESTED.iter().map(|(_, count)| count).sum();
    assert_eq!(passed, expected, "{output}");
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
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success(),
        "cargo {command}:\n{text}\n{errors}"
    );
    text.into_owned()
}

/// Writes the crates of all fixtures into one workspace.
fn workspace() -> PathBuf {
    let folder = fixtures::target().join("fixtures/workspace");
    let names = fixtures::names();
    for name in &names {
        write_crate(name, &folder.join(name));
    }
    // As near to the tests as it is to their originals.
    copy(&fixtures::server(), &folder);
    let manifest = format!(
        "[workspace]\nresolver = \"3\"\nmembers = {names:?}\n\n[profile.dev]\ndebug = false\n"
    );
    fs::write(folder.join("Cargo.toml"), manifest).expect("the folder is writable");
    let lock = fixtures::root().join("Cargo.lock");
    fs::copy(lock, folder.join("Cargo.lock")).expect("the workspace has a lock file");
    folder
}

fn write_crate(name: &str, folder: &Path) {
    let mut files = fixtures::generate(name);
    let tests = fixtures::tests(name);
    if !tests.is_empty()
        && let Some(manifest) = files.get_mut("Cargo.toml")
    {
        manifest.push_str(DEV_DEPENDENCIES);
    }
    let changes = sync::compare(&files, folder).expect("the folder is ours");
    sync::apply(&changes, &files, folder).expect("the folder is writable");
    for test in tests {
        copy(&test, &folder.join("tests"));
    }
}

/// Copies a file into a folder, unless it is there: cargo goes by the time of a file.
fn copy(file: &Path, folder: &Path) {
    let text = fs::read(file).expect("readable");
    let copy = folder.join(file.file_name().expect("it has a name"));
    if fs::read(&copy).is_ok_and(|old| old == text) {
        return;
    }
    fs::create_dir_all(folder).expect("the folder is writable");
    fs::write(copy, text).expect("the folder is writable");
}

/// What the tests of fixtures need, beside the crate itself.
const DEV_DEPENDENCIES: &str = r#"
[dev-dependencies]
aws-sigv4 = { version = "1.6", features = ["sign-eventstream"] }
aws-smithy-async = { version = "1.3", features = ["rt-tokio", "test-util"] }
aws-smithy-eventstream = "0.61"
aws-smithy-http-client = { version = "1.5", features = ["default-client"] }
futures-util = { version = "0.3", default-features = false, features = ["alloc"] }
http-body-util = "0.1"
hyper = { version = "1", features = ["http1", "server"] }
hyper-util = { version = "0.1", features = ["tokio"] }
tokio = { version = "1.50", features = ["macros", "net", "rt-multi-thread", "sync", "time"] }
"#;
