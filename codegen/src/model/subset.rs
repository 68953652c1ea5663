//! The operations that the user selects. The others are taken from the service before anything asks what it
//! uses: so they are neither checked for support nor reached, and nothing else knows of selections.

use serde::Serialize;
use wildmatch::WildMatch;

use super::{Closure, Kind, Model, Service, Shape, name_of};
use crate::diagnostics::{Diagnostics, Place};
use crate::nearest::{ask, near};

/// How many names a help text has at most.
const NAMES: usize = 5;
/// How many of them, if it asks which is meant.
const NEAR: usize = 3;

/// Adds a problem for each pattern that no operation of the service fits.
pub(super) fn check(model: &Model, patterns: &[String], problems: &mut Diagnostics) {
    let (shape, service) = model.service();
    let fits_none = |pattern: &&String| !service.operations.iter().any(|id| fits(pattern, id));
    for pattern in patterns.iter().filter(fits_none) {
        let message = format!("no operation of `{}` is called `{pattern}`", shape.id);
        let help = help(pattern, &service.operations);
        problems.error(Place::default(), message, help);
    }
}

/// Whether an operation is called as the pattern says.
fn fits(pattern: &str, id: &str) -> bool {
    let pattern = WildMatch::new(pattern);
    pattern.matches(name_of(id)) || pattern.matches(id)
}

/// The names that are near to the pattern, or else some names.
fn help(pattern: &str, operations: &[String]) -> String {
    let form = |id| match pattern.contains('#') {
        true => id,
        false => name_of(id),
    };
    let mut all: Vec<&str> = operations.iter().map(|id| form(id)).collect();
    all.sort_unstable();
    let mut nearest: Vec<(usize, &str)> = near(pattern, all.iter().copied()).collect();
    nearest.sort_unstable();
    let nearest = nearest.into_iter().take(NEAR).map(|(_, name)| name);
    let nearest: Vec<&str> = nearest.collect();
    match nearest.as_slice() {
        [] => format!("choose from {}", list(&all)),
        [name] => ask(name),
        names => format!("is one of these meant: {}?", list(names)),
    }
}

fn list(names: &[&str]) -> String {
    let shown = names.iter().take(NAMES);
    let mut shown: Vec<String> = shown.map(|name| format!("`{name}`")).collect();
    if names.len() > NAMES {
        shown.push(format!("and {} others", names.len() - NAMES));
    }
    shown.join(", ")
}

/// Leaves the service the operations that fit one of the patterns, or all if there is none; and the names of
/// shapes that no other operation alone used.
pub(super) fn narrow(model: &mut Model, patterns: &[String]) {
    if patterns.is_empty() {
        return;
    }
    let before = Closure::reached(model).shapes;
    let is_selected = |id: &String| patterns.iter().any(|pattern| fits(pattern, id));
    change(model, |service| service.operations.retain(is_selected));
    let after = Closure::reached(model).shapes;
    let is_left_out = |id: &String| before.contains(id) && !after.contains(id);
    change(model, |service| {
        service.rename.retain(|id, _| !is_left_out(id));
    });
}

fn change(model: &mut Model, change: impl FnOnce(&mut Service)) {
    let shape = model.shapes.get_mut(&model.service);
    if let Some(Kind::Service(service)) = shape.map(|shape| &mut shape.kind) {
        change(service);
    }
}

/// What a model has and a client lacks, by absolute shape ids, in their order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Unused {
    /// The operations that are not selected, or that the service does not have.
    pub operations: Vec<String>,
    /// The shapes of data that no operation of the client reaches.
    pub shapes: Vec<String>,
}

/// What is not in the closure. Shapes that are no data are not listed: services, resources, mixins and the
/// definitions of traits.
pub(crate) fn unused(model: &Model, closure: &Closure) -> Unused {
    let is_listed = |shape: &&Shape| {
        let is_data = !matches!(shape.kind, Kind::Service(_) | Kind::Unsupported("resource"));
        let is_abstract = ["smithy.api#mixin", "smithy.api#trait"]
            .iter()
            .any(|id| shape.traits.has(id));
        let is_own = shape.file.is_empty();
        is_data && !is_abstract && !is_own && !closure.shapes.contains(&shape.id)
    };
    let left = model.shapes.values().filter(is_listed);
    let (operations, shapes): (Vec<&Shape>, Vec<&Shape>) =
        left.partition(|shape| matches!(shape.kind, Kind::Operation(_)));
    let ids = |shapes: Vec<&Shape>| shapes.into_iter().map(|shape| shape.id.clone()).collect();
    Unused {
        operations: ids(operations),
        shapes: ids(shapes),
    }
}
