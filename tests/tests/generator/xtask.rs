//! Runs the program behind `cargo xtask`.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use crate::fixtures;

/// What a run said and how it ended.
#[derive(Debug)]
pub struct Run {
    pub success: bool,
    pub stdout: String,
    pub stderr: String,
}

/// Runs `cargo xtask codegen` in `folder`.
pub fn codegen<A: AsRef<OsStr>>(folder: &Path, arguments: &[A]) -> Run {
    run(&mut command(folder, arguments))
}

/// Runs `cargo xtask conformance` in `folder`.
pub fn conformance<A: AsRef<OsStr>>(folder: &Path, arguments: &[A]) -> Run {
    let mut command = program(folder, "conformance");
    command.args(arguments).env("CARGO_NET_OFFLINE", "true");
    run(&mut command)
}

/// Runs a command.
pub fn run(command: &mut Command) -> Run {
    let output = command.output().expect("xtask runs");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("xtask prints UTF-8");
    Run {
        success: output.status.success(),
        stdout: text(output.stdout),
        stderr: text(output.stderr),
    }
}

/// The command `cargo xtask codegen` in `folder`, not started yet.
pub fn command<A: AsRef<OsStr>>(folder: &Path, arguments: &[A]) -> Command {
    let mut command = program(folder, "codegen");
    command.args(arguments);
    command
}

/// A command of `cargo xtask` in `folder`, without arguments yet.
pub fn program(folder: &Path, subcommand: &str) -> Command {
    static PROGRAM: OnceLock<PathBuf> = OnceLock::new();
    let mut command = Command::new(PROGRAM.get_or_init(build));
    command.current_dir(folder).arg(subcommand);
    command
}

/// Builds the program, since cargo builds programs of other packages for no test.
fn build() -> PathBuf {
    let target = fixtures::target();
    let output = Command::new(env!("CARGO"))
        .current_dir(fixtures::root())
        .args(["build", "--quiet", "--offline", "--package=xtask"])
        .arg("--target-dir")
        .arg(&target)
        .output()
        .expect("cargo runs");
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "building xtask:\n{errors}");
    let name = format!("xtask{}", std::env::consts::EXE_SUFFIX);
    target.join("debug").join(name)
}
