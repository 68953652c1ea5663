//! Builds the tests of all crates at once, and runs those of each.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;

use super::outcomes::Outcomes;
use super::{Failure, Subject};
use crate::cargo::{at, cargo, write};
use crate::codegen_cmd::workspace;

/// Builds and runs the tests of the subjects that were generated.
pub(super) fn build(subjects: &mut [Subject], folder: &Path, target: &Path) -> Result<(), String> {
    let generated = |subject: &&mut Subject| subject.outcomes.is_ok();
    let generated: Vec<&mut Subject> = subjects.iter_mut().filter(generated).collect();
    if generated.is_empty() {
        return Ok(());
    }
    let packages: Vec<&str> = generated.iter().map(|it| it.package.as_str()).collect();
    write_workspace(folder, &packages)?;
    let (messages, success) = cargo_build(folder, target)?;
    let built: Vec<_> = packages.iter().map(|it| tests_of(it, &messages)).collect();
    if !success && built.iter().all(Result::is_ok) {
        return Err("cargo failed: see above".to_owned());
    }
    for (subject, program) in generated.into_iter().zip(built) {
        subject.outcomes = match program {
            Ok(program) => Ok(run(&program, &folder.join(&subject.package))?),
            Err(failure) => Err(failure),
        };
    }
    Ok(())
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

/// Builds the tests: what cargo says, message by message, and whether all went well. Its progress goes to
/// the error output.
fn cargo_build(folder: &Path, target: &Path) -> Result<(Vec<Value>, bool), String> {
    let output = cargo()
        .current_dir(folder)
        .env("CARGO_TARGET_DIR", target)
        .env("RUSTFLAGS", "-Dwarnings")
        .args(["build", "--workspace", "--tests", "--keep-going"])
        // Nothing is sent, so the crates need no HTTP client.
        .args(["--no-default-features", "--features=rt-tokio"])
        .arg("--message-format=json")
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| format!("cannot run cargo: {error}"))?;
    let text = String::from_utf8_lossy(&output.stdout);
    let messages = text.lines().filter_map(|it| serde_json::from_str(it).ok());
    Ok((messages.collect(), output.status.success()))
}

/// What a crate does whose tests cannot be built.
const BROKEN: &str = "does not compile";

/// The program that has the tests of a package, or what the compiler says.
fn tests_of(package: &str, messages: &[Value]) -> Result<String, Failure> {
    let target = package.replace('-', "_");
    let ours = messages.iter().filter(|it| it["target"]["name"] == *target);
    let errors = ours.clone().filter(|it| it["message"]["level"] == "error");
    let mut errors: Vec<&str> = errors
        .filter_map(|it| it["message"]["rendered"].as_str())
        .filter(|error| !error.starts_with("error: aborting"))
        .collect();
    // Said of the library and of its tests.
    errors.sort_unstable();
    errors.dedup();
    let tests = ours.filter(|it| it["profile"]["test"] == true);
    let mut programs = tests.filter_map(|it| it["executable"].as_str());
    match programs.next() {
        Some(program) if errors.is_empty() => Ok(program.to_owned()),
        _ if errors.is_empty() => Err((BROKEN, "see what cargo says above".to_owned())),
        _ => Err((BROKEN, errors.join("\n"))),
    }
}

/// Runs the tests of a crate in its folder.
fn run(program: &str, folder: &Path) -> Result<Outcomes, String> {
    let mut command = Command::new(program);
    command.current_dir(folder).env("RUST_BACKTRACE", "0");
    let output = command.arg("--show-output").output();
    let output = output.map_err(|error| format!("cannot run {program}: {error}"))?;
    Ok(Outcomes::read(&String::from_utf8_lossy(&output.stdout)))
}
