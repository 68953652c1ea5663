//! What the command prints, on good input and on bad.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::xtask::{self, Run};
use crate::{base, patched, snapshot};

/// A folder with the files that the tests compare.
fn folder() -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, text: &str| {
        fs::write(folder.path().join(name), text).expect("writable");
    };
    write("old.json", &base().to_string());
    write("new.json", &patched(&growth()).to_string());
    write("empty.json", "{\"smithy\": \"2.0\"}");
    write(
        "other.json",
        &base().to_string().replace("t#Kitchen", "t#Cellar"),
    );
    write(
        "broken.json",
        &patched(&json!({"t#Oven": {"members": {"fan": {"target": "t#Fen"}}}})).to_string(),
    );
    folder
}

/// A change of each group.
fn growth() -> Value {
    json!({
        "t#Kitchen": {"operations": [
            {"target": "t#Bake"}, {"target": "t#List"}, {"target": "t#Stir"}, {"target": "t#Watch"},
        ]},
        "t#Stir": {
            "type": "operation",
            "input": {"target": "t#StirInput"},
            "output": {"target": "t#BakeOutput"},
            "traits": {"smithy.api#http": {"method": "POST", "uri": "/stir"}},
        },
        "t#StirInput": {"type": "structure", "members": {
            "bowl": {"target": "t#Bowl", "traits": {"smithy.api#required": {}}},
            "speeds": {"target": "t#Speeds"},
        }},
        "t#Bowl": {"type": "structure", "members": {
            "colour": {"target": "t#Colour"},
            "inner": {"target": "t#Bowl"},
        }},
        "t#Speeds": {
            "type": "map",
            "key": {"target": "smithy.api#String"},
            "value": {"target": "smithy.api#Double"},
        },
        "t#Oven": {"members": {
            "temperature": {"target": "smithy.api#Float"},
            "rack": {"target": "t#Rack"},
        }},
        "t#Rack": {"type": "structure", "members": {"level": {"target": "smithy.api#Integer"}}},
        "t#BakeInput": {"members": {
            "note": {"traits": {"smithy.api#pattern": "^(a|b)$"}},
            "mode": {"traits": {"smithy.api#documentation": "How it is baked."}},
        }},
        "t#List": {"traits": {"smithy.api#paginated": {"outputToken": "marker"}}},
    })
}

fn diff(folder: &Path, arguments: &[&str]) -> Run {
    xtask::run(xtask::program(folder, "diff").args(arguments))
}

fn printed(arguments: &[&str]) -> String {
    let folder = folder();
    let run = diff(folder.path(), arguments);
    assert!(run.success, "{}", run.stderr);
    assert_eq!(run.stderr, "");
    run.stdout
}

/// The complaint of a run that fails and prints nothing.
#[track_caller]
fn complaint(folder: &Path, arguments: &[&str]) -> String {
    let run = diff(folder, arguments);
    assert!(!run.success, "{}", run.stdout);
    assert_eq!(run.stdout, "");
    run.stderr
}

#[test]
fn for_a_terminal() {
    snapshot("diff_terminal", &printed(&["old.json", "new.json"]));
}

#[test]
fn in_markdown() {
    let arguments = ["old.json", "new.json", "--format", "markdown"];
    snapshot("diff_markdown", &printed(&arguments));
}

#[test]
fn in_json() {
    let json = printed(&["old.json", "new.json", "--format", "json"]);
    let report: Value = serde_json::from_str(&json).expect("JSON");
    let mut short = report.clone();
    // One change shows what all have.
    let changes = short["changes"].as_array_mut().expect("changes");
    changes.retain(|change| change["kind"] == "wire-type-changed");
    snapshot("diff_json", &format!("{short:#}"));
    assert_eq!(report["changes"].as_array().map(Vec::len), Some(10));
}

#[test]
fn a_launch() {
    let launch = printed(&["empty.json", "old.json"]);
    snapshot("diff_launch", &launch);
    let folder = folder();
    fs::write(folder.path().join("nothing"), "").expect("writable");
    assert_eq!(diff(folder.path(), &["nothing", "old.json"]).stdout, launch);
}

#[test]
fn nothing() {
    insta::assert_snapshot!(printed(&["old.json", "old.json"]), @r"
    Kitchen: no api method is new, updated or removed

    semver step: none: nothing changed
    ");
}

#[test]
fn colours_are_for_terminals() {
    let folder = folder();
    let mut command = xtask::program(folder.path(), "diff");
    command.args(["old.json", "new.json"]);
    assert!(!xtask::run(&mut command).stdout.contains('\x1b'));
    command.env("CLICOLOR_FORCE", "1");
    assert!(xtask::run(&mut command).stdout.contains('\x1b'));
}

#[test]
fn failing_on_what_breaks() {
    let folder = folder();
    let fail = |old: &str, new: &str| diff(folder.path(), &[old, new, "--fail-on", "breaking"]);
    let run = fail("old.json", "new.json");
    assert!(!run.success);
    assert!(run.stdout.ends_with("do\n"), "{}", run.stdout);
    insta::assert_snapshot!(run.stderr, @r"
    error: 4 of the changes break programs, or clients of the old model
       = help: take the changes back, or release a major version
    ");
    assert!(fail("empty.json", "old.json").success);
}

#[test]
fn whoever_reads_may_stop() {
    let folder = folder();
    let mut command = xtask::program(folder.path(), "diff");
    command
        .args(["empty.json", "old.json"])
        .stdout(Stdio::piped());
    let mut child = command.stderr(Stdio::piped()).spawn().expect("xtask runs");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("it ends");
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    assert!(output.status.success());
}

#[test]
fn bad_input() {
    let folder = folder();
    fs::write(folder.path().join("bytes.json"), [0xff, 0xfe]).expect("writable");
    let table: [&[&str]; 7] = [
        &["old.json", "other.json"],
        &["missing.json", "gone.json"],
        &[".", "old.json"],
        &["bytes.json", "old.json"],
        &["broken.json", "old.json"],
        &["empty.json", "empty.json"],
        &["old.json", "new.json", "--service", "t#Cellar"],
    ];
    let complaints = table.map(|arguments| {
        let complaint = complaint(folder.path(), arguments);
        format!("$ cargo xtask diff {}\n{complaint}", arguments.join(" "))
    });
    snapshot("diff_bad_input", &complaints.join("\n"));
}

#[test]
fn revisions_of_git() {
    let folder = folder();
    let git = |arguments: &[&str]| {
        let mut git = Command::new("git");
        git.current_dir(folder.path())
            .args(["-c", "user.name=a", "-c", "user.email=a@b.c"]);
        git.args(arguments)
            .output()
            .is_ok_and(|output| output.status.success())
    };
    // Git does not look for a repository above this.
    let outside = |arguments: &[&str]| {
        let mut command = xtask::program(folder.path(), "diff");
        let ceiling = folder.path().parent().expect("it is in a folder");
        let run = xtask::run(
            command
                .args(arguments)
                .env("GIT_CEILING_DIRECTORIES", ceiling),
        );
        assert!(!run.success);
        run.stderr
    };
    let no_repository = outside(&["HEAD:old.json", "new.json"]);
    if !git(&["init", "--quiet"]) {
        return eprintln!("skipped: there is no git");
    }
    assert!(git(&["add", "old.json"]) && git(&["commit", "--quiet", "--message=a"]));
    fs::rename(
        folder.path().join("new.json"),
        folder.path().join("old.json"),
    )
    .expect("writable");

    let run = diff(folder.path(), &["HEAD:old.json", "old.json"]);
    assert!(run.success, "{}", run.stderr);
    assert!(
        run.stdout
            .starts_with("Kitchen: 1 new, 2 updated, 1 removed api methods\n")
    );
    // A file wins over a revision.
    fs::write(folder.path().join("HEAD:old.json"), "{}").expect("writable");
    assert!(
        complaint(folder.path(), &["HEAD:old.json", "old.json"]).contains("not a Smithy model")
    );
    fs::remove_file(folder.path().join("HEAD:old.json")).expect("writable");

    let complaints = [
        no_repository,
        complaint(folder.path(), &["HEAD~7:old.json", "old.json"]),
        complaint(folder.path(), &["--", "--help:old.json", "old.json"]),
        complaint(folder.path(), &["HEAD:other.json", "old.json"]),
    ];
    snapshot("diff_bad_revisions", &complaints.join("\n"));
}
