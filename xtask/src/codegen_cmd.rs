//! `cargo xtask codegen`: reads the model and the settings, and writes the crate or checks it.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use codegen::Generated;
use codegen::output::sync::{self, Changes};
use codegen::settings::Settings;
use similar::TextDiff;

use crate::files::{read, show, sources, workspace};
use crate::problems::{self, MessageFormat};

/// The arguments of the command.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// A file of the model; later ones are overlays. Needs `--out`.
    #[arg(long, value_name = "FILE", requires = "out")]
    model: Vec<PathBuf>,
    /// The absolute shape id of the service, if the model has several.
    #[arg(long, value_name = "ID")]
    service: Option<String>,
    /// The folder of the crate.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// The name of the crate.
    #[arg(long, value_name = "CRATE")]
    name: Option<String>,
    /// Emit the tests that the model carries as tests of the crate.
    #[arg(long)]
    tests: bool,
    /// Write nothing; fail if the folder is not what would be written.
    #[arg(long)]
    check: bool,
    /// How problems of the model are printed.
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    message_format: MessageFormat,
    /// Say how long each phase took.
    #[arg(long)]
    timings: bool,
}

/// Runs the command.
///
/// # Errors
/// With all problems of the model, or with what forbids to read or write.
pub fn run(args: &Args) -> Result<(), String> {
    let settings = settings(args)?;
    let folder = settings
        .out
        .clone()
        .ok_or("no folder is set: add `out` to codegen.toml")?;
    let mut timings = Timings::new();
    let sources = sources(&settings.models)?;
    let generated = codegen::generate(&sources, &settings, &mut |phase| timings.lap(phase));
    let generated = generated.map_err(|problems| {
        problems::print(&problems, args.message_format);
        problems::count(&problems)
    })?;
    problems::print(&generated.warnings, args.message_format);
    let changes = compare(&generated, &folder)?;
    let outcome = if args.check {
        check(&generated, &changes, &folder, args)
    } else {
        sync::apply(&changes, &generated.files, &folder).map_err(|problem| problem.to_string())?;
        report(&changes, &folder);
        Ok(())
    };
    timings.lap("compare and write");
    if args.timings {
        timings.print();
    }
    outcome
}

/// The settings: those of `model/codegen.toml`, or those of the arguments alone if they name a model.
fn settings(args: &Args) -> Result<Settings, String> {
    let mut settings = if args.model.is_empty() {
        read_settings()?
    } else {
        Settings {
            models: args.model.clone(),
            ..Settings::default()
        }
    };
    settings.service = args.service.clone().or(settings.service);
    settings.out = args.out.clone().or(settings.out);
    settings.name = args.name.clone().or(settings.name);
    settings.tests |= args.tests;
    Ok(settings)
}

fn read_settings() -> Result<Settings, String> {
    let folder = workspace().join("model");
    let file = folder.join("codegen.toml");
    let text = read(&file)?;
    let mut settings =
        Settings::parse(&text).map_err(|error| format!("error: {}: {error}", show(&file)))?;
    if settings.models.is_empty() {
        return Err(format!("error: {}: `models` names no file", show(&file)));
    }
    let absolute = |path: PathBuf| clean(&folder.join(path));
    settings.models = settings.models.into_iter().map(absolute).collect();
    settings.out = settings.out.map(absolute);
    Ok(settings)
}

/// A path without `..` in the middle.
fn clean(path: &Path) -> PathBuf {
    let mut clean = PathBuf::new();
    for part in path.components() {
        match part {
            std::path::Component::ParentDir => drop(clean.pop()),
            part => clean.push(part),
        }
    }
    clean
}

fn compare(generated: &Generated, folder: &Path) -> Result<Changes, String> {
    sync::compare(&generated.files, folder).map_err(|problems| {
        let problems: Vec<String> = problems.iter().map(|p| format!("error: {p}")).collect();
        format!("{}\nnothing was written", problems.join("\n"))
    })
}

fn report(changes: &Changes, folder: &Path) {
    for (path, old) in &changes.written {
        let verb = if old.is_some() { "changed" } else { "  added" };
        println!("{verb} {path}");
    }
    for path in changes.removed.keys() {
        println!("removed {path}");
    }
    for path in &changes.foreign {
        println!(" kept   {path} (not written by codegen)");
    }
    println!(
        "{}: {} written, {} removed, {} unchanged",
        show(folder),
        changes.written.len(),
        changes.removed.len(),
        changes.unchanged
    );
}

/// The most lines of a diff that are shown.
const DIFF_LINES: usize = 200;

fn check(
    generated: &Generated,
    changes: &Changes,
    folder: &Path,
    args: &Args,
) -> Result<(), String> {
    if changes.is_empty() {
        println!("{}: up to date, {} files", show(folder), changes.unchanged);
        return Ok(());
    }
    let empty = String::new();
    let written = changes
        .written
        .iter()
        .map(|(path, old)| (path, old.as_ref().unwrap_or(&empty), &generated.files[path]));
    let removed = changes
        .removed
        .iter()
        .map(|(path, old)| (path, old, &empty));
    let diff: String = written
        .chain(removed)
        .map(|(path, old, new)| diff(path, old, new))
        .collect();
    let lines: Vec<&str> = diff.lines().collect();
    let shown = lines.len().min(DIFF_LINES);
    let mut message = lines[..shown].join("\n");
    if shown < lines.len() {
        message.push_str(&format!("\n.. and {} lines more", lines.len() - shown));
    }
    Err(format!(
        "{message}\n\nerror: {} is not what the model gives; files that differ: {}, left over: {}\n   \
         = help: run `{}`",
        show(folder),
        changes.written.len(),
        changes.removed.len(),
        command(args)
    ))
}

fn diff(path: &str, old: &str, new: &str) -> String {
    TextDiff::from_lines(old, new)
        .unified_diff()
        .context_radius(2)
        .header(&format!("a/{path}"), &format!("b/{path}"))
        .to_string()
}

/// The command that writes what a check found missing.
fn command(args: &Args) -> String {
    let mut command = "cargo xtask codegen".to_owned();
    for model in &args.model {
        command.push_str(&format!(" --model {}", model.display()));
    }
    if let Some(service) = &args.service {
        command.push_str(&format!(" --service '{service}'"));
    }
    if let Some(out) = &args.out {
        command.push_str(&format!(" --out {}", out.display()));
    }
    if args.tests {
        command.push_str(" --tests");
    }
    if let Some(name) = &args.name {
        command.push_str(&format!(" --name {name}"));
    }
    command
}

struct Timings {
    last: Instant,
    laps: Vec<(&'static str, Duration)>,
}

impl Timings {
    fn new() -> Self {
        Self {
            last: Instant::now(),
            laps: Vec::new(),
        }
    }

    fn lap(&mut self, phase: &'static str) {
        let now = Instant::now();
        self.laps.push((phase, now - self.last));
        self.last = now;
    }

    fn print(&self) {
        for (phase, time) in &self.laps {
            println!("{phase:>18} {:>8.1} ms", time.as_secs_f64() * 1000.0);
        }
    }
}
