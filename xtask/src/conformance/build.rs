//! Builds the tests of all crates at once, runs those of each, and lints the crates.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;

use super::Subject;
use super::outcomes::Outcomes;
use crate::cargo::{at, cargo, write};
use crate::files::workspace;

/// Builds and runs the tests of the subjects that were generated, and lints these.
pub(super) fn build(subjects: &mut [Subject], folder: &Path, target: &Path) -> Result<(), String> {
    write_workspace(folder, &packages(subjects))?;
    let messages = cargo_says(&["build", "--tests"], subjects, folder, target)?;
    for subject in generated(subjects) {
        let errors = errors(&subject.package, &messages);
        subject.outcomes = match program(&subject.package, &messages) {
            Some(program) if errors.is_empty() => Ok(run(program, &folder.join(&subject.package))?),
            _ => Err(("does not compile", errors)),
        };
    }
    for (arguments, complaint) in LINTS {
        let messages = cargo_says(arguments, subjects, folder, target)?;
        for subject in generated(subjects) {
            let errors = errors(&subject.package, &messages);
            let errors = Some(errors).filter(|errors| !errors.is_empty());
            subject
                .complaints
                .extend(errors.map(|errors| (*complaint, errors)));
        }
    }
    Ok(())
}

/// What is asked of cargo about crates that compile, and what is wrong with one that it complains about.
const LINTS: &[(&[&str], &str)] = &[
    (&["clippy", "--lib"], "not clean under clippy"),
    (&["doc", "--no-deps"], "not clean under rustdoc"),
];

/// The subjects that have a crate.
fn generated(subjects: &mut [Subject]) -> impl Iterator<Item = &mut Subject> {
    subjects.iter_mut().filter(|it| it.outcomes.is_ok())
}

/// The packages of the subjects that have a crate.
fn packages(subjects: &[Subject]) -> Vec<&str> {
    let generated = subjects.iter().filter(|it| it.outcomes.is_ok());
    generated.map(|it| it.package.as_str()).collect()
}

/// Writes the manifest of the crates' workspace, which builds with the versions that ours builds with.
fn write_workspace(folder: &Path, packages: &[&str]) -> Result<(), String> {
    let manifest = format!(
        "[workspace]\nresolver = \"3\"\nmembers = {packages:?}\n\n\
         [profile.dev]\ndebug = false\nincremental = false\n"
    );
    write(&folder.join("Cargo.toml"), &manifest)?;
    let lock = workspace().join("Cargo.lock");
    let copied = fs::copy(&lock, folder.join("Cargo.lock"));
    copied.map(drop).map_err(|error| at(&lock, error))
}

/// Runs cargo on the packages of the subjects that have a crate: what it says, message by message. Its
/// progress goes to the error output.
fn cargo_says(
    arguments: &[&str],
    subjects: &[Subject],
    folder: &Path,
    target: &Path,
) -> Result<Vec<Value>, String> {
    let packages = packages(subjects);
    if packages.is_empty() {
        return Ok(Vec::new());
    }
    let mut command = cargo();
    command
        .current_dir(folder)
        .env("CARGO_TARGET_DIR", target)
        .env("RUSTFLAGS", "-Dwarnings")
        .env("RUSTDOCFLAGS", "-Dwarnings")
        .args(arguments)
        // Nothing is sent, so the crates need no HTTP client.
        .args(["--no-default-features", "--features=rt-tokio"])
        .args(["--keep-going", "--message-format=json"])
        .args(
            packages
                .iter()
                .map(|package| format!("--package={package}")),
        )
        .stderr(Stdio::inherit());
    let output = command.output();
    let output = output.map_err(|error| format!("cannot run cargo: {error}"))?;
    let text = String::from_utf8_lossy(&output.stdout);
    let messages = text.lines().filter_map(|it| serde_json::from_str(it).ok());
    let messages: Vec<Value> = messages.collect();
    let is_told = |package: &&str| !errors(package, &messages).is_empty();
    if !output.status.success() && !packages.iter().any(is_told) {
        return Err(format!("cargo {} failed: see above", arguments[0]));
    }
    Ok(messages)
}

/// The messages about a package.
fn about<'a>(package: &str, messages: &'a [Value]) -> impl Iterator<Item = &'a Value> {
    let target = package.replace('-', "_");
    messages
        .iter()
        .filter(move |it| it["target"]["name"] == *target)
}

/// The errors of a package, as the compiler prints them.
fn errors(package: &str, messages: &[Value]) -> String {
    let errors = about(package, messages).filter(|it| it["message"]["level"] == "error");
    let errors = errors.filter_map(|it| it["message"]["rendered"].as_str());
    let errors: Vec<&str> = errors
        .filter(|it| !it.starts_with("error: aborting"))
        .collect();
    errors.join("\n")
}

/// The program that has the tests of a package.
fn program<'a>(package: &str, messages: &'a [Value]) -> Option<&'a str> {
    let mut tests = about(package, messages).filter(|it| it["profile"]["test"] == true);
    tests.find_map(|it| it["executable"].as_str())
}

/// Runs the tests of a crate in its folder.
fn run(program: &str, folder: &Path) -> Result<Outcomes, String> {
    let mut command = Command::new(program);
    command.current_dir(folder).env("RUST_BACKTRACE", "0");
    let output = command.arg("--show-output").output();
    let output = output.map_err(|error| format!("cannot run {program}: {error}"))?;
    Ok(Outcomes::read(&String::from_utf8_lossy(&output.stdout)))
}
