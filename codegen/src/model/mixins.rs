//! Mixins are copied into the shapes that use them (<https://smithy.io/2.0/spec/mixins.html>), and the
//! traits of `apply` statements are added to what they name, inherited members included.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::ast;
use super::definitions::{Apply, Definitions};
use crate::diagnostics::{Diagnostics, Place};

const MIXIN: &str = "smithy.api#mixin";

/// Completes all shapes: those that are mixed in before those that use them.
pub(super) fn flatten(definitions: &mut Definitions, problems: &mut Diagnostics) {
    let mut applied: BTreeMap<String, Vec<Apply>> = BTreeMap::new();
    for statement in std::mem::take(&mut definitions.applied) {
        let shape = statement.id.split('$').next().unwrap_or_default();
        let shape = shape.to_owned();
        applied.entry(shape).or_default().push(statement);
    }
    for id in order(definitions, problems) {
        let mut origins = Origins::new();
        let statements = applied.remove(&id).unwrap_or_default();
        let (own, others) = split(definitions, &id, statements);
        apply(definitions, &id, own, &mut origins, problems);
        inherit(definitions, &id, problems);
        forget_values(definitions, &id, &others);
        apply(definitions, &id, others, &mut origins, problems);
    }
    for statement in applied.into_values().flatten() {
        nothing_there(&statement, problems);
    }
}

/// The shapes, each after those that it mixes in. Circles are problems, and cut.
fn order(definitions: &mut Definitions, problems: &mut Diagnostics) -> Vec<String> {
    let ids: Vec<String> = definitions.shapes.keys().cloned().collect();
    let (mut order, mut open, mut done) = (Vec::new(), BTreeSet::new(), BTreeSet::new());
    for id in ids {
        let mut path = vec![id];
        while let Some(id) = path.last().cloned() {
            open.insert(id.clone());
            match next_mixin(definitions, &id, &done) {
                Some(next) if open.contains(&next) => {
                    let message = format!("the mixin `{next}` is mixed into itself");
                    let help = "take it out of the `mixins` of one of the shapes";
                    problems.error(definitions.place(&id).at(&["mixins"]), message, help);
                    forget(definitions, &id, &next);
                }
                Some(next) => path.push(next),
                None => {
                    path.pop();
                    open.remove(&id);
                    if done.insert(id.clone()) {
                        order.push(id);
                    }
                }
            }
        }
    }
    order
}

/// The first mixin of the shape `id` that exists and is not done.
fn next_mixin(definitions: &Definitions, id: &str, done: &BTreeSet<String>) -> Option<String> {
    let mixins = &definitions.shapes.get(id)?.ast.mixins;
    let mut targets = mixins.iter().map(|mixin| &mixin.target);
    targets
        .find(|target| definitions.shapes.contains_key(*target) && !done.contains(*target))
        .cloned()
}

fn forget(definitions: &mut Definitions, id: &str, mixin: &str) {
    if let Some(shape) = definitions.shapes.get_mut(id) {
        shape.ast.mixins.retain(|known| known.target != mixin);
    }
}

/// Merges the mixins of the shape `id`, which are complete, into it.
fn inherit(definitions: &mut Definitions, id: &str, problems: &mut Diagnostics) {
    let Some(shape) = definitions.shapes.get_mut(id) else {
        return;
    };
    let mixins = std::mem::take(&mut shape.ast.mixins);
    if mixins.is_empty() {
        return;
    }
    let (kind, file) = (shape.ast.kind.clone(), shape.file.clone());
    let place = Place::shape(&file, id);
    let mut merged = ast::Shape::default();
    merged.kind.clone_from(&kind);
    for ast::Reference { target } in &mixins {
        match definitions.shapes.get(target) {
            Some(mixin) if mixin.ast.kind == kind && mixin.ast.traits.contains_key(MIXIN) => {
                merge(&mut merged, inherited(&mixin.ast), place, problems);
            }
            Some(_) => {
                let message = format!("`{target}` cannot be mixed in");
                let help = format!("a mixin has the trait `mixin`, and here the type `{kind}`");
                problems.error(place.at(&["mixins"]), message, help);
            }
            None => {
                let message = format!("the mixin `{target}` does not exist");
                problems.error(
                    place.at(&["mixins"]),
                    message,
                    "define it, or add the file that defines it",
                );
            }
        }
    }
    if let Some(shape) = definitions.shapes.get_mut(id) {
        let own = std::mem::take(&mut shape.ast);
        merge(&mut merged, own, place, problems);
        shape.ast = merged;
    }
}

/// What a mixin hands on: all but its local traits.
fn inherited(mixin: &ast::Shape) -> ast::Shape {
    let mut inherited = mixin.clone();
    let definition = inherited.traits.remove(MIXIN);
    let local = definition
        .as_ref()
        .and_then(|mixin| mixin.get("localTraits"));
    for id in local.and_then(Value::as_array).into_iter().flatten() {
        inherited.traits.remove(id.as_str().unwrap_or_default());
    }
    inherited
}

/// Adds `from` to `to`, and lets it win.
fn merge(to: &mut ast::Shape, from: ast::Shape, place: Place<'_>, problems: &mut Diagnostics) {
    to.traits.extend(from.traits);
    for (name, member) in from.members {
        match to.members.get_mut(&name) {
            Some(known) => redefine(known, member, &name, place, problems),
            None => drop(to.members.insert(name, member)),
        }
    }
    let elements = [
        ("member", &mut to.member, from.member),
        ("key", &mut to.key, from.key),
        ("value", &mut to.value, from.value),
    ];
    for (name, to, from) in elements {
        match (to.as_mut(), from) {
            (Some(known), Some(member)) => redefine(known, member, name, place, problems),
            (None, from) => *to = from,
            (Some(_), None) => {}
        }
    }
    if !from.version.is_empty() {
        to.version = from.version;
    }
    to.rename.extend(from.rename);
    let single = [
        (&mut to.input, from.input),
        (&mut to.output, from.output),
        (&mut to.create, from.create),
        (&mut to.put, from.put),
        (&mut to.read, from.read),
        (&mut to.update, from.update),
        (&mut to.delete, from.delete),
        (&mut to.list, from.list),
    ];
    for (to, from) in single {
        *to = from.or_else(|| to.take());
    }
    let lists = [
        (&mut to.errors, from.errors),
        (&mut to.operations, from.operations),
        (&mut to.resources, from.resources),
        (&mut to.collection_operations, from.collection_operations),
    ];
    for (to, from) in lists {
        ast::add_references(to, from);
    }
}

/// A member that is defined again keeps its place and its target, and gets more traits.
fn redefine(
    known: &mut ast::Member,
    member: ast::Member,
    name: &str,
    place: Place<'_>,
    problems: &mut Diagnostics,
) {
    if known.target != member.target {
        let message = format!(
            "the member `{name}` has the target `{}` here, and `{}` in a mixin",
            member.target, known.target
        );
        problems.error(place, message, "give both the same target");
    }
    known.traits.extend(member.traits);
}

/// The files of the traits that were applied, by the ids of what has them and of the traits.
type Origins = BTreeMap<(String, String), String>;

/// Tells the statements about what the shape itself defines from those about what it inherits.
fn split(
    definitions: &mut Definitions,
    id: &str,
    statements: Vec<Apply>,
) -> (Vec<Apply>, Vec<Apply>) {
    let Some(shape) = definitions.shapes.get_mut(id) else {
        return (Vec::new(), statements);
    };
    let mut is_own = |statement: &Apply| traits_mut(&mut shape.ast, &statement.id).is_some();
    statements
        .into_iter()
        .partition(|statement| is_own(statement))
}

/// Inherited values give way to applied ones.
fn forget_values(definitions: &mut Definitions, id: &str, statements: &[Apply]) {
    let Some(shape) = definitions.shapes.get_mut(id) else {
        return;
    };
    for statement in statements {
        if let Some(traits) = traits_mut(&mut shape.ast, &statement.id) {
            traits.retain(|id, _| !statement.traits.contains_key(id));
        }
    }
}

/// Adds the traits of statements about the shape `id` and its members.
fn apply(
    definitions: &mut Definitions,
    id: &str,
    statements: Vec<Apply>,
    origins: &mut Origins,
    problems: &mut Diagnostics,
) {
    let Some(shape) = definitions.shapes.get_mut(id) else {
        return;
    };
    for statement in statements {
        match traits_mut(&mut shape.ast, &statement.id) {
            Some(traits) => add(traits, statement, &shape.file, origins, problems),
            None => nothing_there(&statement, problems),
        }
    }
}

fn traits_mut<'a>(shape: &'a mut ast::Shape, id: &str) -> Option<&'a mut Map<String, Value>> {
    match id.split_once('$') {
        None => Some(&mut shape.traits),
        Some((_, name)) => {
            let mut members = shape.members_mut();
            let member = members.find(|(known, _)| *known == name);
            member.map(|(_, member)| &mut member.traits)
        }
    }
}

/// Adds the traits of a statement. Two values of a trait are a problem unless they are equal, or lists,
/// which are joined (<https://smithy.io/2.0/spec/model.html#trait-conflict-resolution>), or the statement is
/// in another file than the shape: that is how an overlay says better what a model says.
fn add(
    traits: &mut Map<String, Value>,
    statement: Apply,
    file: &str,
    origins: &mut Origins,
    problems: &mut Diagnostics,
) {
    for (id, value) in statement.traits {
        let key = (statement.id.clone(), id.clone());
        let known = traits.get_mut(&id);
        match known {
            Some(known) if *known == value => {}
            Some(Value::Array(known)) if value.is_array() => {
                known.extend(value.as_array().into_iter().flatten().cloned());
            }
            Some(known) if statement.file != file && !origins.contains_key(&key) => {
                *known = value;
                origins.insert(key, statement.file.clone());
            }
            Some(_) => {
                let other = origins.get(&key).map_or(file, String::as_str);
                let place = Place::shape(&statement.file, &statement.id).of_trait(&id);
                let message =
                    format!("the trait `{id}` is applied here, and has another value in {other}");
                problems.error(place, message, "keep one of the values");
            }
            None => {
                traits.insert(id, value);
                origins.insert(key, statement.file.clone());
            }
        }
    }
}

fn nothing_there(statement: &Apply, problems: &mut Diagnostics) {
    let place = Place::shape(&statement.file, &statement.id);
    let help = "check the spelling; the shape has to be in one of the files";
    problems.error(place, "traits are applied to what does not exist", help);
}
