//! `cargo xtask conformance`: whether the crates of models pass the tests that the models carry. In:
//! models, and the list of known exceptions. Out: a table that counts every test case of the models,
//! then what failed; the command fails if anything did.
//!
//! Each service of each model becomes a crate with tests. All of them are one workspace in the target
//! folder, so that what they depend on is compiled once, and a second run compiles only what changed.
//! Warnings are errors, also those of clippy and rustdoc. The generator lists the cases ([`codegen::cases`]), so one that is no test of
//! the crate is counted too, with the reason.

mod build;
mod exceptions;
mod outcomes;
mod report;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use codegen::cases::Case;
use codegen::model::Source;
use codegen::output::sync;
use codegen::settings::Settings;
use serde_json::Value;

use self::exceptions::Exceptions;
use self::outcomes::Outcomes;
use crate::cargo::target_dir;
use crate::files::{sources, workspace};
use crate::problems::show_problems;

/// The arguments of the command.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Files of models, each a model by itself.
    #[arg(required = true, value_name = "MODEL")]
    models: Vec<PathBuf>,
    /// The absolute shape id of a service; unless given, all services of the models.
    #[arg(long, value_name = "ID")]
    service: Option<String>,
    /// The list of known exceptions; model/conformance.toml unless given.
    #[arg(long, value_name = "FILE")]
    exceptions: Option<PathBuf>,
    /// Where to build; `conformance` in the workspace's target folder unless given.
    #[arg(long, value_name = "DIR")]
    target_dir: Option<PathBuf>,
}

/// Generates, builds and tests the crates, and prints the table.
///
/// # Errors
///
/// With a summary if a service has no crate that compiles, a test failed, or an exception is stale; or
/// with what forbids to read, write or build.
pub(crate) fn run(args: &Args) -> Result<(), String> {
    let list = workspace().join("model/conformance.toml");
    let exceptions = Exceptions::read(args.exceptions.as_deref().unwrap_or(&list))?;
    let target = target_dir(args.target_dir.as_deref(), "conformance")?;
    let folder = target.join("crates");
    let mut subjects = Vec::new();
    for model in &args.models {
        for service in services(model, args)? {
            subjects.push(Subject::generate(model, service, &folder, &subjects)?);
        }
    }
    build::build(&mut subjects, &folder, &target)?;
    report::report(&subjects, &exceptions)
}

/// The service of a model, and what its crate came to.
#[derive(Debug)]
struct Subject {
    /// The name of the model's file.
    model: String,
    /// The absolute shape id; empty if the model cannot be read.
    service: String,
    package: String,
    cases: Vec<Case>,
    /// How the tests ended, or why there are none.
    outcomes: Result<Outcomes, Failure>,
    /// What clippy and rustdoc say.
    complaints: Vec<Failure>,
}

/// What is wrong with a crate, and what was said.
type Failure = (&'static str, String);

impl Subject {
    /// Writes the crate of a service.
    fn generate(
        model: &Path,
        service: Option<String>,
        folder: &Path,
        others: &[Self],
    ) -> Result<Self, String> {
        let name = model.file_name().unwrap_or_default();
        let mut subject = Subject {
            model: name.to_string_lossy().into_owned(),
            package: package(model, service.as_deref().unwrap_or_default(), others),
            service: service.clone().unwrap_or_default(),
            cases: Vec::new(),
            outcomes: Ok(Outcomes::default()),
            complaints: Vec::new(),
        };
        let settings = Settings {
            name: Some(subject.package.clone()),
            service,
            tests: true,
            ..Settings::default()
        };
        let sources = sources(&[model.to_owned()])?;
        match codegen::generate(&sources, &settings, &mut |_| {}) {
            Ok(generated) => {
                let folder = folder.join(&subject.package);
                sync::compare(&generated.files, &folder)
                    .map_err(|problems| problems.iter().map(ToString::to_string).collect())
                    .and_then(|changes| {
                        sync::apply(&changes, &generated.files, &folder)
                            .map_err(|it| it.to_string())
                    })?;
                subject.cases = generated.cases;
            }
            Err(problems) => subject.outcomes = Err(("not generated", show_problems(&problems))),
        }
        Ok(subject)
    }

    /// How the service is called in what is printed.
    fn service_name(&self) -> &str {
        match self.service.split_once('#') {
            Some((_, name)) => name,
            None => "(unknown)",
        }
    }
}

/// The services to test of a model; one without a name if there is none, about which generating says what
/// is wrong.
fn services(model: &Path, args: &Args) -> Result<Vec<Option<String>>, String> {
    if args.service.is_some() {
        return Ok(vec![args.service.clone()]);
    }
    let sources = sources(&[model.to_owned()])?;
    let mut services: Vec<_> = sources.iter().flat_map(services_of).map(Some).collect();
    if services.is_empty() {
        services.push(None);
    }
    Ok(services)
}

fn services_of(source: &Source) -> Vec<String> {
    let model: Value = serde_json::from_str(&source.text).unwrap_or_default();
    let shapes = model["shapes"].as_object().into_iter().flatten();
    let services = shapes.filter(|(_, shape)| {
        shape["type"] == "service" && shape["traits"].get("smithy.api#mixin").is_none()
    });
    services.map(|(id, _)| id.clone()).collect()
}

/// A name for the crate of a service, which no other has.
fn package(model: &Path, service: &str, others: &[Subject]) -> String {
    let stem = model.file_stem().unwrap_or_default().to_string_lossy();
    let name = service.split('#').next_back().unwrap_or_default();
    let words = format!("model-{stem}-{name}").to_lowercase();
    let mut package: String = words
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '-' })
        .collect();
    let taken: BTreeSet<&str> = others.iter().map(|other| other.package.as_str()).collect();
    while taken.contains(package.as_str()) {
        package.push('x');
    }
    package
}
