//! Turns a Smithy model into the files of a Rust client crate, in four phases. Data flows one way:
//!
//! 1. READ ([`model`]): from the bytes of JSON AST files to a `Model` that is checked. Knows Smithy,
//!    knows no Rust.
//! 2. DECIDE ([`plan`]): from the `Model` to a `CratePlan`, in which every name and type is settled.
//!    Knows Rust's names and types, makes no tokens.
//! 3. PRINT ([`emit`]): from the `CratePlan` to source files. Knows tokens, decides nothing.
//! 4. SETTLE ([`output`]): formats the files and compares them with what a folder holds. Its `sync`
//!    is the only place that touches the disk.
//!
//! All but the last are pure: the same input gives the same bytes.

pub mod cases;
pub mod diagnostics;
pub mod diff;
pub mod emit;
pub mod model;
mod nearest;
pub mod output;
pub mod plan;
pub mod settings;

use cases::Case;
use diagnostics::{Diagnostic, Diagnostics};
use model::{Source, Unused};
use output::Files;
use settings::Settings;

/// The outcome of [`generate`].
#[derive(Debug)]
pub struct Generated {
    /// The name of the crate.
    pub name: String,
    /// How many operations it has.
    pub operations: usize,
    /// The files of the crate.
    pub files: Files,
    /// What the user should know.
    pub warnings: Vec<Diagnostic>,
    /// The test cases that the model carries: those of endpoints, and the others if tests are asked for.
    pub cases: Vec<Case>,
    /// What the model has and the crate lacks.
    pub unused: Unused,
}

/// Generates the crate of the service in `sources`, and calls `phase` with the name of each phase when
/// it is over.
///
/// # Errors
/// With all problems that were found, if one of them forbids output.
pub fn generate(
    sources: &[Source],
    settings: &Settings,
    phase: &mut dyn FnMut(&'static str),
) -> Result<Generated, Vec<Diagnostic>> {
    let mut problems = Diagnostics::default();
    let Some((_, plan)) = decide(sources, settings, phase, &mut problems) else {
        return Err(problems.sorted(sources));
    };
    let printed = emit::emit(&plan);
    phase("print");
    let files = output::settle(printed);
    phase("settle");
    Ok(Generated {
        name: plan.package.name,
        operations: plan.operations.len(),
        files,
        warnings: problems.sorted(sources),
        cases: plan.cases,
        unused: plan.unused,
    })
}

/// The plan of a crate as JSON: what [`generate`] prints from.
///
/// # Errors
/// As [`generate`].
pub fn plan_json(sources: &[Source], settings: &Settings) -> Result<String, Vec<Diagnostic>> {
    let mut problems = Diagnostics::default();
    let plan = decide(sources, settings, &mut |_| {}, &mut problems);
    let json = plan.map(|(_, plan)| serde_json::to_string_pretty(&plan));
    match json {
        Some(Ok(json)) => Ok(json),
        Some(Err(error)) => unreachable!("plans are plain data: {error}"),
        None => Err(problems.sorted(sources)),
    }
}

/// The model and the plan of a crate; none if a problem forbids output.
fn decide(
    sources: &[Source],
    settings: &Settings,
    phase: &mut dyn FnMut(&'static str),
    problems: &mut Diagnostics,
) -> Option<(model::Model, plan::CratePlan)> {
    let service = settings.service.as_deref();
    let model = model::load(sources, service, &settings.operations, problems)?;
    phase("read");
    let plan = plan::plan(&model, settings, problems);
    phase("decide");
    (!problems.has_errors()).then_some((model, plan))
}
