//! `cargo xtask codegen`: reads the model and the settings, and writes the crate or checks it.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use codegen::Generated;
use codegen::diagnostics::{Diagnostic, Severity};
use codegen::model::Source;
use codegen::output::sync::{self, Changes};
use codegen::settings::Settings;
use similar::TextDiff;

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
    let generated = generated.map_err(|problems| show_problems(&problems))?;
    for warning in &generated.warnings {
        eprintln!("{warning}\n");
    }
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

/// Problems as the user reads them.
pub(crate) fn show_problems(problems: &[Diagnostic]) -> String {
    let errors = problems
        .iter()
        .filter(|problem| problem.severity == Severity::Error)
        .count();
    let list: Vec<String> = problems
        .iter()
        .map(|problem| format!("{problem}\n"))
        .collect();
    let noun = if errors == 1 { "error" } else { "errors" };
    format!("{}\n{errors} {noun}; nothing was written", list.join("\n"))
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

/// The workspace that this program was built in.
pub(crate) fn workspace() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_owned()
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

/// A path as the user would write it: from the current folder, if it is below.
pub(crate) fn show(path: &Path) -> String {
    let here = std::env::current_dir().unwrap_or_default();
    path.strip_prefix(here)
        .unwrap_or(path)
        .display()
        .to_string()
}

fn read(file: &Path) -> Result<String, String> {
    fs::read_to_string(file).map_err(|error| {
        format!(
            "error: {}: {error}\n   = help: name a readable file of UTF-8 text",
            show(file)
        )
    })
}

/// Reads the model's files; all that cannot be read are named.
pub(crate) fn sources(files: &[PathBuf]) -> Result<Vec<Source>, String> {
    let (mut sources, mut problems) = (Vec::new(), Vec::new());
    for file in files {
        match read(file) {
            Ok(text) => sources.push(Source {
                name: show(file),
                text,
            }),
            Err(problem) => problems.push(problem),
        }
    }
    if problems.is_empty() {
        Ok(sources)
    } else {
        Err(problems.join("\n\n"))
    }
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
