//! `cargo xtask conformance`: every case is counted, and what is wrong fails the command.

use std::fs;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use codegen::settings::Settings;

use crate::fixtures;
use crate::snapshots;
use crate::xtask::{self, Run};

/// Runs the command in a folder, one at a time. The crates' dependencies are those of the fixtures, and built once.
fn conformance(folder: &Path, arguments: &[&str]) -> Run {
    static ONE: Mutex<()> = Mutex::new(());
    let _one = ONE.lock().unwrap_or_else(PoisonError::into_inner);
    let target = fixtures::target().join("fixtures");
    let target = target.to_str().expect("a path of plain text");
    xtask::conformance(folder, &[arguments, &["--target-dir", target]].concat())
}

/// What a run said, without the progress of cargo, and whether it succeeded.
fn said(run: &Run) -> String {
    let errors = run
        .stderr
        .lines()
        .filter(|line| line.starts_with("error: "));
    let errors: Vec<&str> = errors
        .filter(|line| !line.contains("could not compile"))
        .collect();
    format!(
        "{}\n{}\nsuccess: {}",
        run.stdout,
        errors.join("\n"),
        run.success
    )
}

/// The fixture has a case of every kind that passes, and cases that fail, are known to fail, are not for
/// clients, or are of no service. One exception holds, others are stale.
#[test]
fn every_case_is_counted() {
    let folder = fixtures::root().join("tests/fixtures/conformance");
    let run = conformance(&folder, &["model.json", "--exceptions", "exceptions.toml"]);
    snapshots::assert("conformance", &said(&run));
}

/// A model that cannot be read and one that cannot be generated stop no other.
#[test]
fn a_broken_model_stops_no_other() {
    let scratch = tempfile::tempdir().expect("a temporary folder");
    let write =
        |name: &str, text: &str| fs::write(scratch.path().join(name), text).expect("writable");
    let good = &fixtures::sources("empty")[0].text;
    write("good.json", good);
    write("unreadable.json", "{");
    write("unknown.json", &good.replace("restJson1", "restJson9"));
    let known = "[[exception]]\nservice = \"\"\nkind = \"crate\"\nreason = \"it is no JSON\"\n";
    write("exceptions.toml", known);
    let models = ["unreadable.json", "unknown.json", "good.json"];
    let run = conformance(
        scratch.path(),
        &[&models[..], &["--exceptions", "exceptions.toml"]].concat(),
    );
    snapshots::assert("conformance_broken", &said(&run));
}

/// They call the service, so they run when they are asked for.
#[test]
fn smoke_tests_are_ignored() {
    let settings = Settings {
        tests: true,
        ..fixtures::settings("conformance")
    };
    let files = fixtures::good(&fixtures::sources("conformance"), &settings);
    snapshots::assert("smoke_tests", &files["src/smoke_tests.rs"]);
}

#[test]
fn a_bad_list_of_exceptions_is_refused() {
    let scratch = tempfile::tempdir().expect("a temporary folder");
    fs::write(
        scratch.path().join("list.toml"),
        "[[exception]]\nreason = \"none\"\n",
    )
    .expect("writable");
    let run = conformance(scratch.path(), &["model.json", "--exceptions", "list.toml"]);
    assert!(
        !run.success && run.stderr.contains("missing field `service`"),
        "{run:?}"
    );
}
