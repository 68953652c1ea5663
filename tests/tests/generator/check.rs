//! `--check`: how a folder differs from what would be written, and what is done about it.

use std::fs;

use crate::scratch::Scratch;
use crate::{snapshots, xtask};

#[test]
fn a_check_shows_the_difference_and_the_remedy() {
    let scratch = Scratch::new();
    scratch.run(&[]);
    let clean = scratch.run(&["--check"]);
    assert!(
        clean.success && clean.stdout.contains("up to date"),
        "{clean:?}"
    );

    let lib = scratch.read("client/src/lib.rs");
    scratch.write(
        "client/src/lib.rs",
        &lib.replace("pub mod types;", "pub mod typos;"),
    );
    scratch.write("client/src/stale.rs", "// @generated\n");
    fs::remove_file(scratch.path("client/src/client.rs")).expect("it was there");
    let disk = scratch.disk();
    let dirty = scratch.run(&["--check"]);
    assert!(!dirty.success, "{dirty:?}");
    assert_eq!(scratch.disk(), disk, "a check writes nothing");
    snapshots::assert("check", dirty.stderr.trim());
}

/// Replaces the line endings of a file by those of Windows.
fn to_crlf(scratch: &Scratch, path: &str) {
    scratch.write(path, &scratch.read(path).replace('\n', "\r\n"));
}

#[test]
fn other_line_endings_are_called_that() {
    let scratch = Scratch::new();
    scratch.run(&[]);
    let disk = scratch.disk();
    for path in [
        "client/README.md",
        "client/src/lib.rs",
        "client/src/meta.rs",
    ] {
        to_crlf(&scratch, path);
    }
    let lib = scratch.read("client/src/lib.rs");
    scratch.write(
        "client/src/lib.rs",
        &lib.replace("mod types;", "mod typos;"),
    );
    let run = scratch.run(&["--check"]);
    assert!(!run.success, "{run:?}");
    snapshots::assert("check_line_endings", run.stderr.trim());

    let run = scratch.run(&[]);
    assert!(run.stdout.contains("3 written, 0 removed"), "{run:?}");
    assert!(scratch.disk() == disk, "as it was");
}

/// As git with `core.autocrlf` leaves a fresh clone.
#[test]
fn a_folder_with_other_line_endings_is_ours() {
    let scratch = Scratch::new();
    scratch.run(&[]);
    let disk = scratch.disk();
    for path in disk.keys() {
        let path = path.strip_prefix(scratch.path("")).expect("it is there");
        if path.starts_with("client") {
            to_crlf(&scratch, &path.display().to_string());
        }
    }
    let run = scratch.run(&["--check"]);
    let count = disk.len() - 1;
    let expected = format!("files: {count} with other line endings\n");
    assert!(run.stderr.contains(&expected), "{run:?}");
    assert!(scratch.run(&[]).success);
    assert!(scratch.disk() == disk, "as it was");
}

#[test]
fn long_differences_are_cut() {
    let scratch = Scratch::new();
    scratch.run(&[]);
    for file in ["auth", "client", "config", "endpoint", "error", "lib"] {
        let path = format!("client/src/{file}.rs");
        let lines = "// line\n".repeat(100);
        scratch.write(&path, &(scratch.read(&path) + &lines));
    }
    let run = scratch.run(&["--check"]);
    let lines = run.stderr.lines();
    let lines =
        lines.filter(|line| !line.starts_with([' ', '-', '+', '@']) || line.contains("help"));
    let heads = run.stderr.lines().filter(|line| line.starts_with("+++"));
    let shown: Vec<&str> = heads.chain(lines).collect();
    snapshots::assert("check_long", &shown.join("\n"));
    assert!(run.stderr.lines().count() < 300, "{run:?}");
}

/// The command that mends it is the one that was given, for a shell.
#[test]
fn the_remedy_has_every_argument() {
    let scratch = Scratch::new();
    scratch.write("my overlay.json", r#"{"smithy": "2.0"}"#);
    let arguments = [
        "--model",
        "model.json",
        "--model",
        "my overlay.json",
        "--service",
        "test.empty#Service",
        "--operations",
        "P*,Ping",
        "--operations",
        "*ing",
        "--out",
        "client",
        "--name",
        "my-client",
        "--tests",
    ];
    let run = xtask::codegen(
        scratch.0.path(),
        &[&arguments[..], &["--check", "--timings"]].concat(),
    );
    let command = "cargo xtask codegen --model model.json --model 'my overlay.json' \
                   --service 'test.empty#Service' --operations 'P*,Ping,*ing' --out client --name my-client --tests";
    assert!(run.stderr.contains(command), "{}", run.stderr);
    assert!(xtask::codegen(scratch.0.path(), &arguments).success);
    let run = xtask::codegen(scratch.0.path(), &[&arguments[..], &["--check"]].concat());
    assert!(run.success, "{run:?}");
}
