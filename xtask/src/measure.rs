//! `cargo xtask measure`: what compiling one crate alone costs, next to the official crate.
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
use std::process::{Command, Output};

use serde_json::Value;

/// Runs the compiler and appends the folder of the compiled package and the times of all children.
const WRAPPER: &str = r#"#!/bin/sh
"$@"
status=$?
if [ -n "$CARGO_MANIFEST_DIR" ]; then
    { printf 'package %s\n' "$CARGO_MANIFEST_DIR"; times; } >> "$MEASURE_LOG"
fi
exit $status
"#;

/// Arguments of `measure`.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Folder of the crate to measure.
    #[arg(long = "crate", value_name = "DIR")]
    pub(crate) krate: PathBuf,
    /// The crate to compare with, from the registry.
    #[arg(
        long,
        value_name = "NAME@VERSION",
        default_value = "aws-sdk-amplifybackend@1.120.0"
    )]
    pub(crate) against: String,
    /// How often to compile each crate in each mode; the median counts.
    #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) runs: u32,
    /// Modes to measure; all unless given.
    #[arg(long, value_enum)]
    pub(crate) mode: Vec<Mode>,
    /// Where to build; `measure` in the workspace's target folder unless given.
    #[arg(long)]
    pub(crate) target_dir: Option<PathBuf>,
}

/// Ways to compile a crate.
#[derive(Clone, Copy, Debug, Eq, PartialEq, clap::ValueEnum)]
pub(crate) enum Mode {
    /// `cargo check`
    Check,
    /// `cargo build`
    Debug,
    /// `cargo build --release`
    Release,
}

impl Mode {
    const ALL: [Mode; 3] = [Mode::Check, Mode::Debug, Mode::Release];

    /// The row of the table.
    fn label(self) -> &'static str {
        match self {
            Mode::Check => "`cargo check`",
            Mode::Debug => "`cargo build`",
            Mode::Release => "`cargo build --release`",
        }
    }

    /// Arguments of cargo.
    fn arguments(self) -> &'static [&'static str] {
        match self {
            Mode::Check => &["check"],
            Mode::Debug => &["build"],
            Mode::Release => &["build", "--release"],
        }
    }
}

/// Measures and prints a Markdown table; single runs go to the error output.
///
/// # Errors
///
/// When a crate does not compile, or when files or cargo fail.
pub(crate) fn run(args: &Args) -> Result<(), String> {
    let bench = Bench::new(args)?;
    let modes = if args.mode.is_empty() {
        Mode::ALL.to_vec()
    } else {
        args.mode.clone()
    };
    let [official, ours] = &bench.crates;
    println!(
        "Median of {} runs, user seconds of `rustc` for the one crate; {}.\n",
        args.runs,
        version_of_rustc()?
    );
    println!("| | {} | {} | ratio |", official.title, ours.title);
    println!("|---|--:|--:|--:|");
    for mode in modes {
        let [official, ours] = bench.measure(mode, args.runs)?;
        print_row(mode.label(), official, ours, 2);
    }
    bench.print_sizes()
}

/// One line of the table.
fn print_row(label: &str, official: f64, ours: f64, digits: usize) {
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
    /// Folder of its manifest.
    folder: PathBuf,
}

/// The scratch workspace.
#[derive(Debug)]
struct Bench {
    guard: tempfile::TempDir,
    target_dir: PathBuf,
    /// The official crate and ours.
    crates: [Subject; 2],
    /// Packages other than ours that come from folders, by their folders.
    local: BTreeSet<PathBuf>,
}

/// Members of the scratch workspace.
const MEMBERS: [&str; 2] = ["measure-official", "measure-ours"];

impl Bench {
    /// Writes a workspace with one member for each crate.
    fn new(args: &Args) -> Result<Self, String> {
        let guard = tempfile::Builder::new()
            .prefix("measure-")
            .tempdir()
            .map_err(|error| format!("cannot create a scratch folder: {error}"))?;
        let folder = canonical(&args.krate)?;
        let own = metadata(&[
            "--no-deps",
            "--manifest-path",
            &text(&folder.join("Cargo.toml")),
        ])?;
        write_workspace(guard.path(), &folder, &own, &args.against)?;
        let root = text(&guard.path().join("Cargo.toml"));
        let metadata_all = metadata(&["--manifest-path", &root])?;
        let target_dir = match &args.target_dir {
            Some(target_dir) => target_dir.clone(),
            None => default_target_dir()?.join("measure"),
        };
        Ok(Bench {
            crates: subjects(&metadata_all, &folder, &args.against)?,
            local: local_packages(&metadata_all, &folder),
            target_dir,
            guard,
        })
    }

    /// Median seconds of the official crate and ours.
    fn measure(&self, mode: Mode, runs: u32) -> Result<[f64; 2], String> {
        for subject in &self.crates {
            self.compile(mode, subject)?;
        }
        let mut seconds = [Vec::new(), Vec::new()];
        for run in 0..runs {
            self.clean(mode)?;
            let first = usize::try_from(run % 2).unwrap_or_default();
            for which in [first, 1 - first] {
                let subject = &self.crates[which];
                let taken = self.compile(mode, subject)?;
                if taken == 0.0 {
                    return Err(format!("{} was not compiled again", subject.title));
                }
                seconds[which].push(taken);
            }
        }
        for (subject, seconds) in self.crates.iter().zip(&seconds) {
            eprintln!("{} {}: {seconds:.2?}", mode.label(), subject.title);
        }
        Ok(seconds.map(median))
    }

    /// Compiles what is not yet compiled; seconds spent on the crate itself.
    fn compile(&self, mode: Mode, subject: &Subject) -> Result<f64, String> {
        let log = self.guard.path().join("times.log");
        write(&log, "")?;
        let mut command = self.cargo(mode.arguments());
        command
            .args(["--quiet", "--package", subject.member])
            .env("RUSTC_WRAPPER", self.guard.path().join("rustc-timed"))
            .env("RUSTFLAGS", "--cap-lints=allow")
            .env("MEASURE_LOG", &log)
            .env("CARGO_INCREMENTAL", "0");
        succeed(&mut command)?;
        let log =
            fs::read_to_string(&log).map_err(|error| format!("{}: {error}", log.display()))?;
        seconds_for(&log, &subject.folder)
    }

    /// Removes what was compiled of the two crates.
    fn clean(&self, mode: Mode) -> Result<(), String> {
        let mut command = self.cargo(&["clean", "--quiet"]);
        if mode == Mode::Release {
            command.arg("--release");
        }
        for subject in &self.crates {
            command.args(["--package", &subject.id]);
        }
        succeed(&mut command).map(|_| ())
    }

    fn cargo(&self, arguments: &[&str]) -> Command {
        let mut command = cargo();
        command
            .args(arguments)
            .arg("--manifest-path")
            .arg(self.guard.path().join("Cargo.toml"))
            .arg("--target-dir")
            .arg(&self.target_dir);
        command
    }

    /// The rest of the table: sizes and dependencies.
    fn print_sizes(&self) -> Result<(), String> {
        let [official, ours] = [0, 1].map(|which| size_of(&self.crates[which].folder.join("src")));
        let (official, ours) = (official?, ours?);
        print_row("source bytes", official.bytes, ours.bytes, 0);
        print_row("source lines", official.lines, ours.lines, 0);
        let [official, ours] = MEMBERS.map(|member| self.dependencies(member));
        let (official, ours) = (official?.len(), ours?.len());
        println!("| dependencies, direct and indirect | {official} | {ours} | |");
        for folder in &self.local {
            let Size { bytes, lines } = size_of(&folder.join("src"))?;
            let name = folder.file_name().unwrap_or_default().to_string_lossy();
            println!(
                "\nNot counted above: the crate in folder `{name}`, {bytes:.0} bytes and {lines:.0} lines."
            );
        }
        Ok(())
    }

    /// Packages that the crate of a member needs, other than itself.
    fn dependencies(&self, member: &str) -> Result<BTreeSet<String>, String> {
        let mut command = cargo();
        command
            .args(["tree", "--edges", "normal,build", "--prefix", "depth"])
            .args(["--no-dedupe", "--format", " {p}", "--package", member])
            .arg("--manifest-path")
            .arg(self.guard.path().join("Cargo.toml"));
        let output = succeed(&mut command)?;
        let output = String::from_utf8_lossy(&output.stdout).into_owned();
        let packages = output.lines().filter_map(|line| line.split_once(' '));
        let deep = packages.filter(|(depth, _)| !matches!(*depth, "0" | "1"));
        Ok(deep.map(|(_, package)| package.to_owned()).collect())
    }
}

/// Writes the workspace, its members and the wrapper.
fn write_workspace(root: &Path, folder: &Path, own: &Value, against: &str) -> Result<(), String> {
    let manifest = text(&folder.join("Cargo.toml"));
    let package = packages(own)
        .find(|package| package["manifest_path"] == manifest.as_str())
        .ok_or_else(|| format!("{manifest} is not the manifest of a package"))?;
    let (name, version) = split_spec(against)?;
    let official = format!(
        "{{ package = {}, version = {} }}",
        Value::from(name),
        Value::from(format!("={version}"))
    );
    let ours = format!(
        "{{ package = {}, path = {} }}",
        package["name"],
        Value::from(text(folder))
    );
    write(
        &root.join("Cargo.toml"),
        &format!("[workspace]\nresolver = \"3\"\nmembers = {MEMBERS:?}\n"),
    )?;
    let lock = Path::new(own["workspace_root"].as_str().unwrap_or_default()).join("Cargo.lock");
    if lock.is_file() {
        fs::copy(&lock, root.join("Cargo.lock"))
            .map_err(|error| format!("{}: {error}", lock.display()))?;
    }
    for (member, dependency) in MEMBERS.into_iter().zip([official, ours]) {
        write_member(&root.join(member), member, &dependency)?;
    }
    let wrapper = root.join("rustc-timed");
    write(&wrapper, WRAPPER)?;
    fs::set_permissions(&wrapper, fs::Permissions::from_mode(0o755))
        .map_err(|error| format!("{}: {error}", wrapper.display()))
}

/// Writes an empty library that depends on one crate.
fn write_member(folder: &Path, name: &str, dependency: &str) -> Result<(), String> {
    let source = folder.join("src");
    fs::create_dir_all(&source).map_err(|error| format!("{}: {error}", source.display()))?;
    write(&source.join("lib.rs"), "")?;
    write(
        &folder.join("Cargo.toml"),
        &format!(
            "[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\npublish = false\n\n\
             [dependencies]\nsubject = {dependency}\n"
        ),
    )
}

/// Finds both crates among all packages.
fn subjects(metadata: &Value, folder: &Path, against: &str) -> Result<[Subject; 2], String> {
    let (name, version) = split_spec(against)?;
    let official = packages(metadata)
        .find(|it| it["name"] == name && it["version"] == version && !it["source"].is_null())
        .ok_or_else(|| format!("{against} is not among the packages"))?;
    let ours = packages(metadata)
        .find(|it| folder_of(it) == folder)
        .ok_or("the crate is not among the packages")?;
    Ok([
        subject(official, format!("{name} {version}"), MEMBERS[0]),
        subject(ours, "this crate".to_owned(), MEMBERS[1]),
    ])
}

fn subject(package: &Value, title: String, member: &'static str) -> Subject {
    Subject {
        title,
        member,
        id: package["id"].as_str().unwrap_or_default().to_owned(),
        folder: folder_of(package),
    }
}

/// Folders of packages that are not from the registry, other than the crate in `folder` and the
/// members of the scratch workspace.
fn local_packages(metadata: &Value, folder: &Path) -> BTreeSet<PathBuf> {
    packages(metadata)
        .filter(|package| package["source"].is_null())
        .filter(|package| !MEMBERS.iter().any(|member| package["name"] == *member))
        .map(folder_of)
        .filter(|it| it != folder)
        .collect()
}

fn packages(metadata: &Value) -> impl Iterator<Item = &Value> {
    metadata["packages"].as_array().into_iter().flatten()
}

fn folder_of(package: &Value) -> PathBuf {
    let manifest = Path::new(package["manifest_path"].as_str().unwrap_or_default());
    manifest.parent().unwrap_or(manifest).to_owned()
}

fn split_spec(spec: &str) -> Result<(&str, &str), String> {
    spec.split_once('@')
        .ok_or_else(|| format!("`{spec}` is not NAME@VERSION"))
}

/// Sum of the user seconds that the log records for the package in `folder`.
fn seconds_for(log: &str, folder: &Path) -> Result<f64, String> {
    let mut sum = 0.0;
    let mut lines = log.lines();
    while let Some(line) = lines.next() {
        let (_, children) = (lines.next(), lines.next());
        if line.strip_prefix("package ").map(Path::new) == Some(folder) {
            let user = children.and_then(|times| times.split_whitespace().next());
            sum += user
                .and_then(seconds)
                .ok_or_else(|| format!("no times in the log:\n{log}"))?;
        }
    }
    Ok(sum)
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
    let middle = values.len() / 2;
    match values.len() {
        0 => 0.0,
        count if count % 2 == 0 => f64::midpoint(values[middle - 1], values[middle]),
        _ => values[middle],
    }
}

/// Size of the Rust sources in a folder.
#[derive(Clone, Copy, Debug, Default)]
struct Size {
    bytes: f64,
    lines: f64,
}

/// Adds up all `.rs` files in a folder and the folders in it.
fn size_of(folder: &Path) -> Result<Size, String> {
    let mut size = Size::default();
    let entries = fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    for entry in entries {
        let path = entry
            .map_err(|error| format!("{}: {error}", folder.display()))?
            .path();
        if path.is_dir() {
            let inner = size_of(&path)?;
            size.bytes += inner.bytes;
            size.lines += inner.lines;
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let source = fs::read_to_string(&path)
                .map_err(|error| format!("{}: {error}", path.display()))?;
            size.bytes += source.len() as f64;
            size.lines += source.lines().count() as f64;
        }
    }
    Ok(size)
}

/// `cargo`, the one that runs this command where there is one.
fn cargo() -> Command {
    Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// Runs a command to its end, with its error output as the error.
fn succeed(command: &mut Command) -> Result<Output, String> {
    let output = command
        .output()
        .map_err(|error| format!("cannot run {}: {error}", command.get_program().display()))?;
    if output.status.success() {
        return Ok(output);
    }
    Err(String::from_utf8_lossy(&output.stderr).into_owned())
}

/// What `cargo metadata` says.
fn metadata(arguments: &[&str]) -> Result<Value, String> {
    let mut command = cargo();
    command
        .args(["metadata", "--format-version=1"])
        .args(arguments);
    let output = succeed(&mut command)?;
    serde_json::from_slice(&output.stdout).map_err(|error| format!("cargo metadata: {error}"))
}

/// The target folder of the workspace this command runs in.
fn default_target_dir() -> Result<PathBuf, String> {
    let metadata = metadata(&["--no-deps"])?;
    let folder = metadata["target_directory"].as_str();
    Ok(folder
        .ok_or("cargo metadata names no target folder")?
        .into())
}

fn version_of_rustc() -> Result<String, String> {
    let output = succeed(Command::new("rustc").arg("--version"))?;
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

fn canonical(path: &Path) -> Result<PathBuf, String> {
    path.canonicalize()
        .map_err(|error| format!("{}: {error}", path.display()))
}

fn text(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}

fn write(path: &Path, text: &str) -> Result<(), String> {
    fs::write(path, text).map_err(|error| format!("{}: {error}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_of_one_package() {
        let log = "package /a\n0m0.00s 0m0.00s\n0m1.50s 0m0.25s\n\
                   package /b\n0m0.00s 0m0.00s\n1m2.25s 0m0.25s\n";
        assert_eq!(seconds_for(log, Path::new("/b")), Ok(62.25));
        assert_eq!(seconds_for(log, Path::new("/c")), Ok(0.0));
    }

    #[test]
    fn medians() {
        assert_eq!(median(vec![3.0, 1.0, 2.0]), 2.0);
        assert_eq!(median(vec![4.0, 1.0]), 2.5);
    }
}
