//! `--model DIR`: generates the crates of all models below a folder. In: the arguments. Out: a folder for each
//! crate, a table, and what failed. A crate is written as a whole or not at all; that one fails stops no other.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use codegen::Generated;
use codegen::diagnostics::Diagnostic;
use codegen::output::sync::Changes;
use codegen::settings::Settings;
use indicatif::{ProgressBar, ProgressStyle};
use walkdir::{DirEntry, WalkDir};

use super::check::Check;
use super::timings::Timings;
use super::{Args, apply, compare};
use crate::files::{show, sources};
use crate::problems;
use crate::say::say;

/// A model, and what became of it: first in memory, then on the disk.
struct Model<T> {
    file: PathBuf,
    outcome: Result<T, Failure>,
}

/// A crate in its folder.
struct Done {
    name: String,
    operations: usize,
    changes: Changes,
    warnings: usize,
}

/// Why there is no crate.
enum Failure {
    Model(Vec<Diagnostic>),
    Other(String),
}

/// Runs the command for the models of a folder.
pub(super) fn run(args: &Args) -> Result<(), String> {
    let folder = only_folder(args)?;
    let out = args.out.as_deref().ok_or("error: `--out` is missing")?;
    let mut timings = Timings::new();
    let files = models(folder)?;
    let mut models = generate(files, args, &mut timings);
    refuse_same_names(&mut models);
    let mut check = Check::default();
    let settled = models.into_iter().map(|Model { file, outcome }| Model {
        outcome: outcome.and_then(|generated| settle(generated, out, args, &mut check)),
        file,
    });
    let models: Vec<Model<Done>> = settled.collect();
    timings.lap("compare and write");
    print_table(folder, &models, args);
    if args.timings {
        timings.print(args.message_format);
    }
    let failures = models
        .iter()
        .filter_map(|model| model.outcome.as_ref().err());
    let failed = failures.map(|failure| failure.print(args)).count();
    let differs = args.check.then(|| check.outcome(out, args).err()).flatten();
    let failed = (failed > 0).then(|| format!("error: {failed} of {} models failed", models.len()));
    match (differs, failed) {
        (None, None) => Ok(()),
        (Some(error), None) | (None, Some(error)) => Err(error),
        (Some(differs), Some(failed)) => Err(format!("{differs}\n\n{failed}")),
    }
}

/// The folder of the models, if the arguments name it alone.
fn only_folder(args: &Args) -> Result<&Path, String> {
    let [folder] = args.model.as_slice() else {
        return Err(
            "error: a folder of models is given, and another `--model`\n   \
             = help: give the folder alone, or the files of one model"
                .to_owned(),
        );
    };
    let of_one = [
        ("--name", args.name.is_some()),
        ("--service", args.service.is_some()),
        ("--operations", !args.operations.is_empty()),
        ("--explain", args.explain),
    ];
    let given = of_one.iter().filter(|(_, is_given)| *is_given);
    let given: Vec<String> = given.map(|(flag, _)| format!("`{flag}`")).collect();
    match given.as_slice() {
        [] => Ok(folder),
        _ => Err(format!(
            "error: {} is a folder of models; for one model only: {}\n   \
             = help: leave that out, or name one file of the folder with `--model`",
            show(folder),
            given.join(", ")
        )),
    }
}

/// The files `*.json` below a folder, in the order of their names. What is hidden, such as `.git`, is left out.
fn models(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let (mut files, mut problems) = (Vec::new(), Vec::new());
    let is_hidden = |entry: &DirEntry| {
        entry.depth() > 0 && entry.file_name().as_encoded_bytes().starts_with(b".")
    };
    let entries = WalkDir::new(folder).sort_by_file_name();
    for entry in entries.into_iter().filter_entry(|entry| !is_hidden(entry)) {
        match entry.map(DirEntry::into_path) {
            Ok(path) if path.is_file() && path.extension().is_some_and(|it| it == "json") => {
                files.push(path);
            }
            Ok(_) => {}
            Err(error) => problems.push(format!(
                "error: {error}\n   = help: make the folder readable, or choose another one"
            )),
        }
    }
    match (files.as_slice(), problems.as_slice()) {
        ([], []) => Err(format!(
            "error: {} has no model: no file below it is called `*.json`\n   \
             = help: choose the folder that holds the models",
            show(folder)
        )),
        (_, []) => Ok(files),
        _ => Err(problems.join("\n\n")),
    }
}

/// Generates the crates in memory, and shows how far it is.
fn generate(files: Vec<PathBuf>, args: &Args, timings: &mut Timings) -> Vec<Model<Generated>> {
    let bar = ProgressBar::new(files.len() as u64);
    if let Ok(style) = ProgressStyle::with_template("{bar:40} {pos}/{len} {msg}") {
        bar.set_style(style);
    }
    let settings = Settings {
        tests: args.tests,
        ..Settings::default()
    };
    let mut models = Vec::new();
    for file in files {
        bar.set_message(show(&file));
        let read = sources(std::slice::from_ref(&file)).map_err(Failure::Other);
        let outcome = read.and_then(|sources| {
            let phase = &mut |phase| timings.lap(phase);
            codegen::generate(&sources, &settings, phase).map_err(Failure::Model)
        });
        models.push(Model { file, outcome });
        bar.inc(1);
    }
    bar.finish_and_clear();
    models
}

/// Models whose crates have the same name fail.
fn refuse_same_names(models: &mut [Model<Generated>]) {
    let mut names: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for model in models.iter() {
        if let Ok(generated) = &model.outcome {
            let files = names.entry(generated.name.clone()).or_default();
            files.push(show(&model.file));
        }
    }
    for model in models {
        let name = model.outcome.as_ref().map(|generated| &generated.name);
        if let Ok(name) = name
            && let [_, _, ..] = names[name].as_slice()
        {
            let message = format!(
                "error: {}: the crate {name} is that of {}\n   \
                 = help: run codegen for each of these files alone, with a `--name`",
                show(&model.file),
                names[name].join(" and ")
            );
            model.outcome = Err(Failure::Other(message));
        }
    }
}

/// Writes a crate, or adds it to the check.
fn settle(
    generated: Generated,
    out: &Path,
    args: &Args,
    check: &mut Check,
) -> Result<Done, Failure> {
    let Generated { name, files, .. } = generated;
    let folder = out.join(&name);
    let changes = compare(&files, &folder).map_err(Failure::Other)?;
    if args.check {
        check.add(&format!("{name}/"), &files, &changes);
    } else {
        apply(&changes, &files, &folder).map_err(Failure::Other)?;
    }
    Ok(Done {
        name,
        operations: generated.operations,
        changes,
        warnings: generated.warnings.len(),
    })
}

impl Failure {
    fn print(&self, args: &Args) {
        match self {
            Self::Model(problems) => problems::print(problems, args.message_format),
            Self::Other(message) => eprintln!("{message}\n"),
        }
    }
}

fn print_table(folder: &Path, models: &[Model<Done>], args: &Args) {
    let counts = match args.check {
        true => ["to write", "to remove", "up to date"],
        false => ["written", "removed", "unchanged"],
    };
    let [written, removed, unchanged] = counts;
    let header = [
        "model",
        "crate",
        "operations",
        written,
        removed,
        unchanged,
        "warnings",
    ];
    let mut rows = vec![header.map(str::to_owned)];
    rows.extend(models.iter().map(|model| row(folder, model)));
    let width = |column: usize| rows.iter().map(|row| row[column].len()).max().unwrap_or(0);
    let widths: [usize; 7] = std::array::from_fn(width);
    for row in &rows {
        let [model, krate, numbers @ ..] = row;
        let mut line = format!("{model:0$}  {krate:1$}", widths[0], widths[1]);
        for (number, width) in numbers.iter().zip(&widths[2..]) {
            line.push_str(&format!("  {number:>width$}"));
        }
        say(args.message_format, line.trim_end());
    }
    let done = models
        .iter()
        .filter_map(|model| model.outcome.as_ref().ok());
    if done.map(|done| done.warnings).sum::<usize>() > 0 {
        let help = "\nTo see the warnings of a model, run codegen for its file alone.";
        say(args.message_format, help);
    }
}

fn row(folder: &Path, model: &Model<Done>) -> [String; 7] {
    let file = model.file.strip_prefix(folder).unwrap_or(&model.file);
    let file = file.display().to_string();
    let (name, numbers) = match &model.outcome {
        Err(_) => ("failed", Default::default()),
        Ok(done) => (done.name.as_str(), done.numbers().map(|it| it.to_string())),
    };
    let [operations, written, removed, unchanged, warnings] = numbers;
    [
        file,
        name.to_owned(),
        operations,
        written,
        removed,
        unchanged,
        warnings,
    ]
}

impl Done {
    /// What the table says of it.
    fn numbers(&self) -> [usize; 5] {
        let changes = &self.changes;
        [
            self.operations,
            changes.written.len(),
            changes.removed.len(),
            changes.unchanged,
            self.warnings,
        ]
    }
}
