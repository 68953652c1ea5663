//! `cargo xtask measure`: what compiling one crate alone costs, next to the official crate or another one.
//! In: the crate's folder. Out: a Markdown table of seconds, sizes and numbers of dependencies.
//!
//! Both crates are dependencies of a scratch workspace with stock profiles. All they depend on is
//! built first; then, in every run and mode, the artifacts of the two crates are removed and each is
//! compiled again, alternating which goes first. A wrapper around `rustc` records the user time of
//! every compiler process (all its threads, without cargo and without other crates), so what counts is
//! the work and not how many cores there are. Lints are capped and incremental compilation is off for
//! both, as for any crate from the registry.
//!
//! The wrapper is a shell script using the `times` built-in: this command needs a Unix system.

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::cargo::{
    Package, Published, at, cargo, manifest, metadata, packages, read, succeed, target_dir, write,
};

/// Runs the compiler and, for the measured package, notes the times of the shell and its children.
const WRAPPER: &str = r#"#!/bin/sh
"$@"
status=$?
[ "$CARGO_MANIFEST_DIR" != "$MEASURED" ] || times >> "$MEASURE_LOG"
exit $status
"#;

/// Ways to compile a crate, as arguments of cargo.
const MODES: [&[&str]; 3] = [&["check"], &["build"], &["build", "--release"]];

/// Members of the scratch workspace: one that depends on the official crate and one on ours.
const MEMBERS: [&str; 2] = ["measure-official", "measure-ours"];

/// Arguments of `measure`.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Folder of the crate to measure.
    #[arg(long = "crate", value_name = "DIR")]
    krate: PathBuf,
    /// The crate to compare with: one from the registry, or the folder of another one.
    #[arg(
        long,
        value_name = "NAME@VERSION|DIR",
        default_value = "aws-sdk-amplifybackend@1.120.0"
    )]
    against: String,
    /// How often to compile each crate in each mode; the median counts.
    #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(u32).range(1..))]
    runs: u32,
    /// Where to build; `measure` in the workspace's target folder unless given.
    #[arg(long, value_name = "DIR")]
    target_dir: Option<PathBuf>,
}

/// Measures and prints a Markdown table; single runs go to the error output.
///
/// # Errors
///
/// When a crate does not compile, or when files or cargo fail.
pub(crate) fn run(args: &Args) -> Result<(), String> {
    let bench = Bench::new(args)?;
    let rustc = succeed(Command::new("rustc").arg("--version"))?;
    let [official, ours] = bench.subjects.each_ref().map(|subject| &subject.title);
    println!(
        "Median of {} runs, user seconds of `rustc` for the one crate; {}.\n",
        args.runs,
        rustc.trim()
    );
    println!("| | {official} | {ours} | ratio |\n|---|--:|--:|--:|");
    for mode in MODES {
        print_row(&label(mode), bench.measure(mode, args.runs)?, 2);
    }
    bench.print_sizes()
}

fn label(mode: &[&str]) -> String {
    format!("`cargo {}`", mode.join(" "))
}

/// One line of the table, for the official crate and ours.
fn print_row(label: &str, [official, ours]: [f64; 2], digits: usize) {
    let ratio = ours / official;
    println!("| {label} | {official:.digits$} | {ours:.digits$} | {ratio:.3} |");
}

/// One of the two crates.
#[derive(Debug)]
struct Subject {
    /// The column of the table.
    title: String,
    /// The member of the scratch workspace that depends on nothing else.
    member: &'static str,
    /// Package id, for `cargo clean`.
    id: String,
    folder: PathBuf,
}

impl Subject {
    fn new(title: String, member: &'static str, package: &Value) -> Self {
        let text = |key: &str| package[key].as_str().unwrap_or_default();
        let manifest = Path::new(text("manifest_path"));
        Subject {
            title,
            member,
            id: text("id").to_owned(),
            folder: manifest.parent().unwrap_or(manifest).to_owned(),
        }
    }
}

/// The scratch workspace.
#[derive(Debug)]
struct Bench {
    folder: tempfile::TempDir,
    target_dir: PathBuf,
    /// The official crate and ours.
    subjects: [Subject; 2],
}

impl Bench {
    /// Writes the workspace and looks up the official crate in it.
    fn new(args: &Args) -> Result<Self, String> {
        let ours = Package::read(&args.krate)?;
        let folder = ours.scratch_folder()?;
        let other = if Path::new(&args.against).is_dir() {
            let other = Package::read(Path::new(&args.against))?;
            write_workspace(folder.path(), [other.dependency(), ours.dependency()])?;
            other.metadata
        } else {
            let other = Published::parse(&args.against).map_err(|_| {
                format!(
                    "error: {} is neither a folder nor NAME@VERSION",
                    args.against
                )
            })?;
            write_workspace(folder.path(), [other.dependency(), ours.dependency()])?;
            published(folder.path(), &other)?
        };
        let title = format!("{} {}", other["name"], other["version"]).replace('"', "");
        Ok(Bench {
            folder,
            target_dir: target_dir(args.target_dir.as_deref(), "measure")?,
            subjects: [
                Subject::new(title, MEMBERS[0], &other),
                Subject::new("this crate".to_owned(), MEMBERS[1], &ours.metadata),
            ],
        })
    }

    /// Median seconds of the official crate and ours.
    fn measure(&self, mode: &[&str], runs: u32) -> Result<[f64; 2], String> {
        for subject in &self.subjects {
            self.compile(mode, subject)?;
        }
        let mut seconds = [Vec::new(), Vec::new()];
        for run in 0..runs {
            self.clean(mode)?;
            for which in if run % 2 == 0 { [0, 1] } else { [1, 0] } {
                let subject = &self.subjects[which];
                let taken = self.compile(mode, subject)?;
                if taken == 0.0 {
                    return Err(format!("{} was not compiled again", subject.title));
                }
                seconds[which].push(taken);
            }
        }
        for (subject, seconds) in self.subjects.iter().zip(&seconds) {
            eprintln!("{} {}: {seconds:.2?}", label(mode), subject.title);
        }
        Ok(seconds.map(median))
    }

    /// Compiles what is not yet compiled; seconds spent on the crate itself.
    fn compile(&self, mode: &[&str], subject: &Subject) -> Result<f64, String> {
        let log = self.folder.path().join("times.log");
        write(&log, "")?;
        succeed(
            self.cargo(mode)
                .args(["--quiet", "--package", subject.member])
                .env("RUSTC_WRAPPER", self.folder.path().join("rustc-timed"))
                .env("RUSTFLAGS", "--cap-lints=allow")
                .env("MEASURED", &subject.folder)
                .env("MEASURE_LOG", &log)
                .env("CARGO_INCREMENTAL", "0"),
        )?;
        let log = read(&log)?;
        user_seconds(&log).ok_or_else(|| format!("no times in the log:\n{log}"))
    }

    /// Removes what was compiled of the two crates.
    fn clean(&self, mode: &[&str]) -> Result<(), String> {
        let mut command = self.cargo(&["clean", "--quiet"]);
        command.args(&mode[1..]);
        for subject in &self.subjects {
            command.args(["--package", &subject.id]);
        }
        succeed(&mut command).map(drop)
    }

    fn cargo(&self, arguments: &[&str]) -> Command {
        let mut command = cargo();
        let manifest = self.folder.path().join("Cargo.toml");
        command.args(arguments).arg("--manifest-path").arg(manifest);
        command.env("CARGO_TARGET_DIR", &self.target_dir);
        command
    }

    /// The rest of the table: sizes and dependencies.
    fn print_sizes(&self) -> Result<(), String> {
        let [official, ours] = self.subjects.each_ref();
        let [official_source, our_source] = [source(official)?, source(ours)?];
        let sources = [&official_source, &our_source];
        print_row("source bytes", sources.map(|it| it.len() as f64), 0);
        print_row(
            "source lines",
            sources.map(|it| it.lines().count() as f64),
            0,
        );
        let (official, ours) = (self.dependencies(official)?, self.dependencies(ours)?);
        println!("| dependencies, direct and indirect | {official} | {ours} | |");
        Ok(())
    }

    /// How many packages a crate needs, other than itself.
    fn dependencies(&self, subject: &Subject) -> Result<usize, String> {
        let mut command = self.cargo(&["tree", "--edges", "normal,build", "--prefix", "none"]);
        let tree = succeed(command.args(["--format", "{p}", "--package", subject.member]))?;
        let packages = tree.lines().map(|line| line.trim_end_matches(" (*)"));
        Ok(packages.collect::<BTreeSet<_>>().len() - 2)
    }
}

/// What cargo knows of a published package that the workspace in `root` depends on.
fn published(root: &Path, package: &Published) -> Result<Value, String> {
    let Published { name, version } = package;
    let root = root.join("Cargo.toml");
    let metadata = metadata(&["--manifest-path", &root.to_string_lossy()])?;
    let is_wanted = |it: &&Value| {
        it["name"] == **name && it["version"] == **version && it["source"].is_string()
    };
    let found = packages(&metadata).find(is_wanted).cloned();
    found.ok_or_else(|| format!("{name} {version} is not among the packages"))
}

/// Writes the workspace, its members and the wrapper.
fn write_workspace(root: &Path, dependencies: [String; 2]) -> Result<(), String> {
    let workspace = format!("[workspace]\nresolver = \"3\"\nmembers = {MEMBERS:?}\n");
    write(&root.join("Cargo.toml"), &workspace)?;
    for (member, dependency) in MEMBERS.into_iter().zip(dependencies) {
        let manifest = manifest(member, &format!("subject = {dependency}"));
        write(&root.join(member).join("Cargo.toml"), &manifest)?;
        write(&root.join(member).join("src/lib.rs"), "")?;
    }
    let wrapper = root.join("rustc-timed");
    write(&wrapper, WRAPPER)?;
    fs::set_permissions(&wrapper, fs::Permissions::from_mode(0o755))
        .map_err(|error| at(&wrapper, error))
}

/// Sum of the user seconds of children in a log of `times`, the second of each two lines.
fn user_seconds(log: &str) -> Option<f64> {
    let children = log.lines().skip(1).step_by(2);
    children
        .map(|times| seconds(times.split(' ').next()?))
        .sum()
}

/// Reads `1m2.34s`.
fn seconds(time: &str) -> Option<f64> {
    let (minutes, seconds) = time.strip_suffix('s')?.split_once('m')?;
    let minutes: f64 = minutes.parse().ok()?;
    let seconds: f64 = seconds.replace(',', ".").parse().ok()?;
    Some(minutes * 60.0 + seconds)
}

/// The middle value, or the mean of the two in the middle.
fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    f64::midpoint(values[(values.len() - 1) / 2], values[values.len() / 2])
}

/// All of a crate's `.rs` files, one after the other.
fn source(subject: &Subject) -> Result<String, String> {
    let mut source = String::new();
    let mut folders = vec![subject.folder.join("src")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).map_err(|error| at(&folder, error))? {
            let path = entry.map_err(|error| at(&folder, error))?.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                source += &read(&path)?;
            }
        }
    }
    Ok(source)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_of_children() {
        let log = "0m0.00s 0m0.00s\n0m1.50s 0m0.25s\n0m0.00s 0m0.00s\n1m2.25s 0m0.25s\n";
        assert_eq!(user_seconds(log), Some(63.75));
        assert_eq!(user_seconds(""), Some(0.0));
        assert_eq!(user_seconds("\n1.5 0.25\n"), None);
    }

    #[test]
    fn medians() {
        assert_eq!(median(vec![3.0, 1.0, 2.0]), 2.0);
        assert_eq!(median(vec![4.0, 1.0]), 2.5);
    }
}
