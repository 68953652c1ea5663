//! `--model DIR`: the crates of many models.

use std::fs;

use crate::scratch::Scratch;
use crate::xtask::Run;
use crate::{fixtures, snapshots, xtask};

/// A folder with two good models, a bad one, and a file that is no model.
fn scratch() -> Scratch {
    let scratch = Scratch::new();
    add(&scratch, "models/lunch/2024/lunch.json", "Lunch");
    add(&scratch, "models/dinner.json", "Dinner");
    scratch.write("models/README.md", "Meals.");
    scratch.write("models/.git/notes.json", "[]");
    scratch
}

/// Adds a model whose crate is called after `id`.
fn add(scratch: &Scratch, path: &str, id: &str) {
    let model = &fixtures::sources("empty")[0].text;
    let sdk_id = format!("\"sdkId\": \"{id}\"");
    scratch.write(path, &model.replace("\"sdkId\": \"Empty\"", &sdk_id));
}

fn run(scratch: &Scratch, more: &[&str]) -> Run {
    let arguments = ["--model", "models", "--out", "crates"];
    xtask::codegen(scratch.0.path(), &[&arguments, more].concat())
}

fn said(run: &Run) -> String {
    format!("{}{}", run.stdout, run.stderr)
}

#[test]
fn each_model_becomes_a_crate() {
    let scratch = scratch();
    let first = run(&scratch, &[]);
    assert!(first.success, "{first:?}");
    for name in ["aws-sdk-lunch", "aws-sdk-dinner"] {
        let manifest = scratch.read(&format!("crates/{name}/Cargo.toml"));
        assert!(
            manifest.contains(&format!("name = \"{name}\"")),
            "{manifest}"
        );
    }
    let disk = scratch.disk();
    let second = run(&scratch, &[]);
    assert!(second.success && scratch.disk() == disk, "{second:?}");
    snapshots::assert("folder", &said(&second));
}

#[test]
fn a_bad_model_stops_no_other() {
    let scratch = scratch();
    scratch.write("models/breakfast.json", "{\"smithy\": \"3.0\"}");
    add(&scratch, "models/again/dinner.json", "Dinner");
    scratch.write(
        "models/tea.json",
        &scratch.read("models/dinner.json").replace("Dinner", "Tea"),
    );
    scratch.write("crates/aws-sdk-tea/notes.txt", "mine");
    let run = run(&scratch, &[]);
    assert!(!run.success, "{run:?}");
    snapshots::assert("folder_failures", &said(&run));
    let entries = fs::read_dir(scratch.path("crates")).expect("crates were written");
    let mut crates: Vec<_> = entries
        .map(|entry| entry.expect("readable").file_name())
        .collect();
    crates.sort();
    assert_eq!(crates, ["aws-sdk-lunch", "aws-sdk-tea"]);
    let tea = fs::read_dir(scratch.path("crates/aws-sdk-tea")).expect("it was there");
    assert_eq!(tea.count(), 1, "it is as it was");
}

/// Warnings are counted.
#[test]
fn warnings_are_counted() {
    let scratch = scratch();
    let lunch = scratch.read("models/lunch/2024/lunch.json");
    let unknown = lunch.replace(
        "\"aws.api#service\"",
        "\"my.own#trait\": {}, \"aws.api#service\"",
    );
    scratch.write("models/lunch/2024/lunch.json", &unknown);
    let run = run(&scratch, &[]);
    assert!(run.success && run.stderr.is_empty(), "{run:?}");
    let lunch = run.stdout.lines().find(|line| line.contains("lunch"));
    assert!(lunch.is_some_and(|line| line.ends_with("  1")), "{run:?}");
    assert!(
        run.stdout.ends_with("run codegen for its file alone.\n"),
        "{run:?}"
    );
}

#[test]
fn a_check_tells_of_all_crates() {
    let scratch = scratch();
    run(&scratch, &[]);
    let clean = run(&scratch, &["--check"]);
    assert!(
        clean.success && clean.stdout.contains("crates: up to date"),
        "{clean:?}"
    );
    let lib = scratch.read("crates/aws-sdk-lunch/src/lib.rs");
    scratch.write(
        "crates/aws-sdk-lunch/src/lib.rs",
        &lib.replace("mod types;", "mod typos;"),
    );
    scratch.write("crates/aws-sdk-dinner/src/old.rs", "// @generated\n");
    scratch.write("models/tea.json", "{");
    let disk = scratch.disk();
    let dirty = run(&scratch, &["--check"]);
    assert!(!dirty.success && scratch.disk() == disk, "{dirty:?}");
    snapshots::assert("folder_check", &said(&dirty));
}

/// What is refused before anything is read, with what is said.
#[test]
fn refusals_leave_the_disk_as_it_was() {
    let scratch = scratch();
    fs::create_dir_all(scratch.path("empty/deep")).expect("writable");
    scratch.write("empty/deep/notes.txt", "mine");
    let table: &[&[&str]] = &[
        &["--model", "models", "--name", "meals"],
        &[
            "--model",
            "models",
            "--operations",
            "Ping",
            "--service",
            "test.empty#Service",
            "--explain",
        ],
        &["--model", "models", "--model", "model.json"],
        &["--model", "empty"],
        &["--model", "nowhere"],
    ];
    let disk = scratch.disk();
    let mut shown = Vec::new();
    for arguments in table {
        let run = xtask::codegen(
            scratch.0.path(),
            &[*arguments, &["--out", "crates"]].concat(),
        );
        assert!(!run.success && run.stdout.is_empty(), "{run:?}");
        shown.push(format!("$ codegen {}\n{}", arguments.join(" "), run.stderr));
    }
    assert!(scratch.disk() == disk, "nothing was written");
    snapshots::assert("folder_refusals", &shown.join("\n"));
}

#[cfg(unix)]
#[test]
fn a_folder_that_cannot_be_read_is_refused() {
    use std::os::unix::fs::PermissionsExt as _;

    let scratch = scratch();
    let closed = scratch.path("models/closed");
    fs::create_dir(&closed).expect("writable");
    fs::set_permissions(&closed, fs::Permissions::from_mode(0o000)).expect("it is ours");
    if fs::read_dir(&closed).is_ok() {
        return eprintln!("not tested: the user who runs the tests may read every folder");
    }
    let run = run(&scratch, &[]);
    fs::set_permissions(&closed, fs::Permissions::from_mode(0o700)).expect("it is ours");
    assert!(
        !run.success && run.stderr.contains("make the folder readable"),
        "{run:?}"
    );
    assert!(!scratch.path("crates").exists());
}
