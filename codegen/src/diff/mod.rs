//! What a new version of a model means: from the files of two models to a [`Report`] of what changed for
//! users, each change judged for the Rust API and for the wire. Knows no disk and no colours.
//!
//! Both models are read and planned as for a crate, so that names and types are those of the crate. Each
//! becomes a `surface`: items (an operation, a member, ..) with facts, all of them plain texts, by their
//! names in Rust. `compare` finds what differs, and the table `kinds` says what a difference means.

mod compare;
mod item;
mod kinds;
mod member;
mod operation;
mod surface;
mod syntax;

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use self::item::{Class, Surface};
pub use self::kinds::{Api, KINDS, Kind, Wire};
use self::syntax::Printer;
use crate::decide;
use crate::diagnostics::{Diagnostic, Diagnostics, Place};
use crate::model::{Closure, Model, Source};
use crate::plan::CratePlan;
use crate::settings::Settings;

/// What changed from one model to another.
#[derive(Debug, Serialize)]
pub struct Report {
    /// The absolute shape id of the service.
    pub service: String,
    /// What a line says of it all.
    pub headline: String,
    /// By which step the version of the crate has to rise.
    pub semver: Semver,
    /// The operations that are new, differ or are gone.
    pub operations: Operations,
    /// The changes, by what they are changes of.
    pub changes: Vec<Change>,
}

/// A step from one version to the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Semver {
    /// Nothing changed.
    None,
    /// Nothing but documentation, or the like, changed.
    Patch,
    /// Programs and clients go on working, and something is new or other.
    Minor,
    /// Some programs do not compile, or clients of the old model do not understand the service.
    Major,
}

/// The names of operations, sorted.
#[derive(Debug, Serialize)]
pub struct Operations {
    /// Those that are new.
    pub added: Vec<String>,
    /// Those of which more than the documentation changed: they, or what they send or return.
    pub updated: Vec<String>,
    /// Those that are gone.
    pub removed: Vec<String>,
}

/// A change.
#[derive(Clone, Debug, Serialize)]
pub struct Change {
    /// The kind of change, a name of [`KINDS`].
    pub kind: &'static str,
    /// What happened.
    pub action: Action,
    /// The absolute id of the shape or member.
    pub shape: String,
    /// What changed, in Rust's names.
    pub what: String,
    /// What it was, where that is short.
    pub old: Option<String>,
    /// What it is, where that is short.
    pub new: Option<String>,
    /// What it means to programs.
    pub api: Api,
    /// What it means to messages.
    pub wire: Wire,
    /// Why.
    pub reason: &'static str,
    /// How something new is used: of operations, and of types that no new operation shows.
    pub syntax: Vec<Syntax>,
}

/// What happens to something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs, reason = "the names say it")]
pub enum Action {
    Added,
    Changed,
    Removed,
    Deprecated,
}

/// How something is written.
#[derive(Clone, Debug, Serialize)]
pub struct Syntax {
    /// What it is the syntax of.
    pub title: &'static str,
    /// The syntax, of several lines.
    pub text: String,
}

impl Change {
    /// Whether it is one to documentation and the like alone.
    pub fn is_text(&self) -> bool {
        (self.api, self.wire) == (Api::Unchanged, Wire::Unchanged)
    }

    /// By which step the version has to rise for it.
    pub fn semver(&self) -> Semver {
        match (self.api, self.wire) {
            (Api::SourceBreaking, _) | (_, Wire::Incompatible) => Semver::Major,
            _ if self.is_text() => Semver::Patch,
            _ => Semver::Minor,
        }
    }
}

/// Compares the models in the files `old` and `new`. A model without any shapes is one of which nothing
/// exists yet, or any more.
///
/// # Errors
/// With all problems of both models, or if they are not of one service.
pub fn diff(
    old: &[Source],
    new: &[Source],
    settings: &Settings,
) -> Result<Report, Vec<Diagnostic>> {
    let (old, new) = match (read(old, settings), read(new, settings)) {
        (Ok(old), Ok(new)) => (old, new),
        (old, new) => {
            let problems = [old.err(), new.err()];
            return Err(problems.into_iter().flatten().flatten().collect());
        }
    };
    let service = service(&old, &new)?;
    let mut changes = compare::compare(&old.surface, &new.surface);
    show_syntax(&mut changes, &new);
    let operations = operations(&old, &new, &changes);
    Ok(Report {
        headline: headline(&old, &new, &operations),
        semver: semver(&changes),
        service,
        operations,
        changes,
    })
}

/// One of the two models.
struct Side {
    file: String,
    /// None if nothing exists.
    decided: Option<(Model, CratePlan)>,
    surface: Surface,
}

/// Reads and plans a model.
fn read(sources: &[Source], settings: &Settings) -> Result<Side, Vec<Diagnostic>> {
    let file = sources.first().map(|source| source.name.clone());
    let mut side = Side {
        file: file.unwrap_or_default(),
        decided: None,
        surface: Surface::new(),
    };
    let mut problems = Diagnostics::default();
    side.decided = decide(sources, settings, &mut |_| {}, &mut problems);
    match &side.decided {
        Some((model, plan)) => side.surface = surface::of(model, plan),
        // What has no shape has no service, and is no crate.
        None if sources.iter().all(is_empty) => {}
        None => return Err(problems.sorted(sources)),
    }
    Ok(side)
}

/// Whether a file has no shape.
fn is_empty(source: &Source) -> bool {
    if source.text.trim().is_empty() {
        return true;
    }
    let json: Option<serde_json::Value> = serde_json::from_str(&source.text).ok();
    let document = json.as_ref().and_then(serde_json::Value::as_object);
    document.is_some_and(|document| {
        document.contains_key("smithy")
            && document.get("shapes").is_none_or(|shapes| {
                let shapes = shapes.as_object();
                shapes.is_some_and(serde_json::Map::is_empty)
            })
    })
}

/// The service that both models are of.
fn service(old: &Side, new: &Side) -> Result<String, Vec<Diagnostic>> {
    let id = |side: &Side| Some(side.decided.as_ref()?.0.service.clone());
    let mut problems = Diagnostics::default();
    match (id(old), id(new)) {
        (Some(old), Some(new)) if old != new => {
            let message = format!("the models are of different services: `{old}` and `{new}`");
            let help = "compare two models of one service";
            problems.error(Place::default(), message, help);
        }
        (None, None) => {
            let message = format!("neither {} nor {} has any shapes", old.file, new.file);
            problems.error(Place::default(), message, "name a model with a service");
        }
        (old, new) => return Ok(new.or(old).unwrap_or_default()),
    }
    Err(problems.sorted(&[]))
}

/// Adds the syntax of what is new: of operations, and of types that these do not show.
fn show_syntax(changes: &mut [Change], new: &Side) {
    let Some((model, plan)) = &new.decided else {
        return;
    };
    let printer = Printer::new(plan, &new.surface);
    let is_added = |change: &&Change| change.action == Action::Added;
    let added: BTreeSet<String> = (changes.iter().filter(is_added))
        .map(|change| change.shape.clone())
        .collect();
    let shown: BTreeSet<String> = (plan.operations.iter())
        .filter(|operation| added.contains(&operation.id))
        .flat_map(|operation| reach(model, &operation.id))
        .collect();
    let items = (new.surface.iter()).map(|((class, name), item)| (&item.label, (*class, name)));
    let items: BTreeMap<&String, (Class, &String)> = items.collect();
    for change in changes.iter_mut().filter(|c| c.action == Action::Added) {
        change.syntax = match items.get(&change.what) {
            Some((Class::Operation, name)) => printer.operation(name),
            Some((class, name)) if !shown.contains(&change.shape) => printer.ty(*class, name),
            _ => Vec::new(),
        };
    }
}

/// The shapes that an operation reaches, itself included.
fn reach(model: &Model, operation: &str) -> BTreeSet<String> {
    let (_, shapes) = model.operation(operation);
    let parts = [&shapes.input, &shapes.output];
    let parts = parts.into_iter().chain(&shapes.errors);
    let mut reached: BTreeSet<String> = parts.flat_map(|id| Closure::from(model, id)).collect();
    reached.insert(operation.to_owned());
    reached
}

/// The operations by their names, with the shapes that each reaches.
fn reaches(side: &Side) -> BTreeMap<&str, BTreeSet<String>> {
    let decided = side.decided.iter();
    let reaches = decided.flat_map(|(model, plan)| {
        let operations = plan.operations.iter();
        operations.map(|operation| (operation.name.as_str(), reach(model, &operation.id)))
    });
    reaches.collect()
}

fn operations(old: &Side, new: &Side, changes: &[Change]) -> Operations {
    let (old, new) = (reaches(old), reaches(new));
    let changed: BTreeSet<&str> = (changes.iter())
        .filter(|change| !change.is_text())
        .filter_map(|change| change.shape.split('$').next())
        .collect();
    let differs = |name: &&str| {
        let mut shapes = old[name].iter().chain(&new[name]);
        shapes.any(|id| changed.contains(id.as_str()))
    };
    let [before, after] = [&old, &new].map(|side| side.keys().copied().collect::<BTreeSet<_>>());
    let both = before.intersection(&after).copied();
    let names = |names: Vec<&str>| names.into_iter().map(str::to_owned).collect();
    Operations {
        added: names(after.difference(&before).copied().collect()),
        updated: names(both.filter(differs).collect()),
        removed: names(before.difference(&after).copied().collect()),
    }
}

/// What launch notes begin with.
fn headline(old: &Side, new: &Side, operations: &Operations) -> String {
    let decided = new.decided.as_ref().or(old.decided.as_ref());
    let name = decided.map_or("", |(_, plan)| plan.service.sdk_id.as_str());
    let counts = [
        (operations.added.len(), "new"),
        (operations.updated.len(), "updated"),
        (operations.removed.len(), "removed"),
    ];
    let total: usize = counts.iter().map(|(count, _)| count).sum();
    let counts = counts.into_iter().filter(|(count, _)| *count > 0);
    let counts: Vec<String> = counts
        .map(|(count, what)| format!("{count} {what}"))
        .collect();
    let counts = counts.join(", ");
    match total {
        0 => format!("{name}: no api method is new, updated or removed"),
        1 => format!("{name}: {counts} api method"),
        _ => format!("{name}: {counts} api methods"),
    }
}

fn semver(changes: &[Change]) -> Semver {
    let steps = changes.iter().map(Change::semver);
    steps.max().unwrap_or(Semver::None)
}
