//! `cargo xtask codegen`: reads the model and the settings, and writes the crate or checks it; or those of
//! many models. In: the arguments. Out: the crate's folder, and what the user reads.

mod check;
mod many;
mod report;
mod settings;
mod timings;

use std::path::{Path, PathBuf};

use codegen::output::Files;
use codegen::output::sync::{self, Changes};

use self::check::Check;
use self::report::{explain, report};
use self::settings::settings;
use self::timings::Timings;
use crate::files::sources;
use crate::problems::{self, MessageFormat};

/// The arguments of the command.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// A file of the model; later ones are overlays. Or a folder: every `*.json` below it is a model, and its
    /// crate becomes a folder in `--out`. Needs `--out`.
    #[arg(long, value_name = "FILE", requires = "out")]
    model: Vec<PathBuf>,
    /// The absolute shape id of the service, if the model has several.
    #[arg(long, value_name = "ID")]
    service: Option<String>,
    /// The operations that the crate has, with what they reach; all unless given. `*` stands for any letters.
    #[arg(long, value_name = "NAME,..", value_delimiter = ',')]
    operations: Vec<String>,
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
    /// List the operations and shapes of the model that are left out.
    #[arg(long)]
    explain: bool,
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
    if args.model.iter().any(|model| model.is_dir()) {
        many::run(args)
    } else {
        one(args)
    }
}

/// Generates the crate of one model.
fn one(args: &Args) -> Result<(), String> {
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
        format!("{}; nothing was written", problems::count(&problems))
    })?;
    problems::print(&generated.warnings, args.message_format);
    if args.explain {
        explain(&generated.unused, args.message_format);
    }
    let changes = compare(&generated.files, &folder)
        .map_err(|problems| format!("{problems}\nnothing was written"))?;
    let outcome = if args.check {
        let mut check = Check::default();
        check.add("", &generated.files, &changes);
        check.outcome(&folder, args)
    } else {
        apply(&changes, &generated.files, &folder)
            .map(|()| report(&changes, &folder, args.message_format))
    };
    timings.lap("compare and write");
    if args.timings {
        timings.print(args.message_format);
    }
    outcome
}

fn compare(files: &Files, folder: &Path) -> Result<Changes, String> {
    sync::compare(files, folder).map_err(|problems| {
        let problems: Vec<String> = problems.iter().map(|p| format!("error: {p}")).collect();
        problems.join("\n")
    })
}

fn apply(changes: &Changes, files: &Files, folder: &Path) -> Result<(), String> {
    sync::apply(changes, files, folder).map_err(|problem| format!("error: {problem}"))
}
