//! `cargo xtask diff`: reads two models, has them compared, and prints the report.

mod markdown;
mod source;
mod terminal;

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

use clap::ValueEnum;
use codegen::diff::{Api, Change, KINDS, Report, Semver, diff};
use codegen::settings::Settings;

use crate::problems::{MessageFormat, count, print};

/// The arguments of the command.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The model as it was: a file, or a file of a git revision, such as HEAD~1:model/service.json.
    old: String,
    /// The model as it is.
    new: String,
    /// How the report is printed.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// Fail, once the report is printed, if a change is as grave.
    #[arg(long, value_enum, value_name = "GRAVITY")]
    fail_on: Option<Gravity>,
    /// The absolute shape id of the service, if the models have several.
    #[arg(long, value_name = "ID")]
    service: Option<String>,
}

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
enum Format {
    /// For reading, in colour.
    #[default]
    Terminal,
    /// For a pull request or a changelog.
    Markdown,
    /// For machines.
    Json,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Gravity {
    /// Source-breaking, or incompatible on the wire.
    Breaking,
}

/// Runs the command.
///
/// # Errors
/// With what forbids to read or compare the models, or if a change is as grave as `--fail-on` says.
pub fn run(args: &Args) -> Result<(), String> {
    let (old, new) = match (source::source(&args.old), source::source(&args.new)) {
        (Ok(old), Ok(new)) => (old, new),
        (old, new) => {
            let problems = [old.err(), new.err()];
            let problems: Vec<String> = problems.into_iter().flatten().collect();
            return Err(problems.join("\n\n"));
        }
    };
    let settings = Settings {
        service: args.service.clone(),
        ..Settings::default()
    };
    let report = diff(&[old], &[new], &settings).map_err(|problems| {
        print(&problems, MessageFormat::Human);
        count(&problems)
    })?;
    write(&shown(&report, args.format)?)?;
    let breaking = report
        .changes
        .iter()
        .filter(|c| c.semver() == Semver::Major);
    match (args.fail_on, breaking.count()) {
        (Some(Gravity::Breaking), count @ 1..) => Err(format!(
            "error: {count} of the changes break programs, or clients of the old model\n   = help: take \
             the changes back, or release a major version"
        )),
        _ => Ok(()),
    }
}

fn shown(report: &Report, format: Format) -> Result<String, String> {
    match format {
        Format::Terminal => Ok(terminal::show(report)),
        Format::Markdown => Ok(markdown::show(report)),
        Format::Json => serde_json::to_string_pretty(report)
            .map(|json| json + "\n")
            .map_err(|error| format!("error: the report cannot be written as JSON: {error}")),
    }
}

/// Writes to the standard output, without colours unless it is a terminal that wants them. Whoever reads
/// it may stop at any time.
fn write(text: &str) -> Result<(), String> {
    let mut output = anstream::stdout();
    let written = output
        .write_all(text.as_bytes())
        .and_then(|()| output.flush());
    match written {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(format!("error: the report cannot be written: {error}"))
        }
        _ => Ok(()),
    }
}

/// The changes in the order in which they matter, under the titles of what they are, each kind together.
fn groups(report: &Report) -> Vec<(&'static str, Vec<&Change>)> {
    let is_breaking = |change: &Change| change.semver() == Semver::Major;
    let title = |change: &Change| match change.api {
        _ if is_breaking(change) => "Breaking",
        _ if change.is_text() => "Documentation",
        Api::BehaviourChanging => "Behaviour",
        _ => "Additive",
    };
    let titles = ["Breaking", "Behaviour", "Additive", "Documentation"];
    let groups = titles.map(|wanted| {
        let changes = report.changes.iter();
        let mut changes: Vec<&Change> = changes.filter(|c| title(c) == wanted).collect();
        changes.sort_by_key(|change| KINDS.iter().position(|kind| kind.name == change.kind));
        (wanted, changes)
    });
    let groups = groups
        .into_iter()
        .filter(|(_, changes)| !changes.is_empty());
    groups.collect()
}

/// The shapes that changes are of, with the members that they are of.
fn by_shape<'c>(changes: &[&'c Change]) -> BTreeMap<&'c str, BTreeSet<&'c str>> {
    let mut shapes: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for change in changes {
        let mut parts = change.shape.splitn(2, '$');
        let members = shapes.entry(parts.next().unwrap_or_default()).or_default();
        members.extend(parts);
    }
    shapes
}

/// A word of the report, as its JSON has it.
fn word(value: impl serde::Serialize) -> String {
    let json = serde_json::to_value(value).unwrap_or_default();
    json.as_str().unwrap_or_default().to_owned()
}

/// What a change is from and to.
fn from_to(change: &Change) -> String {
    let quoted = |value: &Option<String>| match value.as_deref() {
        None | Some("") => None,
        Some(value) => Some(format!("`{value}`")),
    };
    match (quoted(&change.old), quoted(&change.new)) {
        (None, None) => String::new(),
        (None, Some(new)) => format!(": {new}"),
        (Some(old), None) => format!(": was {old}"),
        (Some(old), Some(new)) => format!(": {old} to {new}"),
    }
}

/// What the report ends with.
fn verdict(report: &Report) -> String {
    let step = match report.semver {
        Semver::None => "none: nothing changed",
        Semver::Patch => "patch: nothing but documentation and the like changed",
        Semver::Minor => "minor: programs and clients go on working",
        Semver::Major => "major: programs break, or clients of the old model do",
    };
    format!("semver step: {step}")
}
