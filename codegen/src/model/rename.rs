//! `rename` of a service: the names that shapes have in its client. What goes over the wire keeps the
//! names of the shapes' ids.

use std::collections::BTreeMap;

use super::load::is_identifier;
use super::{Closure, Kind, Model, Shape};
use crate::diagnostics::Diagnostics;

/// Gives the shapes of the service `id` their names.
pub(super) fn rename(shapes: &mut BTreeMap<String, Shape>, id: &str) {
    let Some(Kind::Service(service)) = shapes.get(id).map(|shape| &shape.kind) else {
        return;
    };
    for (id, name) in service.rename.clone() {
        if let Some(shape) = shapes.get_mut(&id) {
            shape.renamed = Some(name);
        }
    }
}

/// Adds the problems of the service's names.
pub(super) fn check(model: &Model, closure: &Closure, problems: &mut Diagnostics) {
    let (shape, service) = model.service();
    for (id, name) in &service.rename {
        if !closure.shapes.contains(id) {
            let message = format!("`{id}` is renamed, and the service does not reach it");
            problems.warning(
                "UnusedRename",
                shape.place().at(&["rename", id]),
                message,
                "remove it from `rename`",
            );
        } else if matches!(model.shape(id).kind, Kind::Operation(_)) {
            let message = format!("the operation `{id}` is renamed");
            problems.error(
                shape.place().at(&["rename", id]),
                message,
                "operations keep their names",
            );
        }
        if !is_identifier(name) {
            let message = format!("`{id}` is renamed to `{name}`, which is not a name");
            let help = "a name is of letters, digits and `_`";
            problems.error(shape.place().at(&["rename", id]), message, help);
        }
    }
}
