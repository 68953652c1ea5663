//! A later file may state the service of an earlier one again, to add to what it lists: operations,
//! resources, errors, and the names of shapes in clients.

use super::ast;
use super::definitions::{Apply, Definition, Definitions};
use crate::diagnostics::{Diagnostics, Place};

/// Adds what `file` says of the service `id`, which another file defines. Its traits are applied like those
/// of an `apply` statement.
pub(super) fn restate(
    definitions: &mut Definitions,
    file: &str,
    id: String,
    again: ast::Shape,
    problems: &mut Diagnostics,
) {
    let Some(known) = definitions.shapes.get_mut(&id) else {
        return;
    };
    let place = Place::shape(file, &id);
    version(known, place, &again, problems);
    rename(known, place, &again, problems);
    let service = &mut known.ast;
    ast::add_references(&mut service.operations, again.operations);
    ast::add_references(&mut service.resources, again.resources);
    ast::add_references(&mut service.errors, again.errors);
    definitions.applied.push(Apply {
        file: file.to_owned(),
        id,
        traits: again.traits,
    });
}

fn version(
    known: &mut Definition,
    place: Place<'_>,
    again: &ast::Shape,
    problems: &mut Diagnostics,
) {
    let version = &mut known.ast.version;
    if version.is_empty() {
        version.clone_from(&again.version);
    } else if !again.version.is_empty() && again.version != *version {
        let message = format!("the version of the service is `{version}` in an earlier file");
        let help = "leave out the version here";
        problems.error(place.at(&["version"]), message, help);
    }
}

fn rename(
    known: &mut Definition,
    place: Place<'_>,
    again: &ast::Shape,
    problems: &mut Diagnostics,
) {
    for (id, name) in &again.rename {
        let names = &mut known.ast.rename;
        let other = names.entry(id.clone()).or_insert_with(|| name.clone());
        if other != name {
            let message = format!("`{id}` is renamed to `{name}` here, and to `{other}` elsewhere");
            problems.error(place.at(&["rename", id]), message, "keep one of the names");
        }
    }
}
