//! The operations that a service has through its resources
//! (<https://smithy.io/2.0/spec/service-types.html#resource>) are bound to the service itself.

use std::collections::{BTreeMap, BTreeSet};

use super::ast::{self, Reference};
use super::definitions::{Definition, place};
use crate::diagnostics::Diagnostics;

/// Binds the operations of all services.
pub(super) fn bind(shapes: &mut BTreeMap<String, Definition>, problems: &mut Diagnostics) {
    let is_service = |(_, shape): &(&String, &Definition)| shape.ast.kind == "service";
    let services = shapes.iter().filter(is_service).map(|(id, _)| id.clone());
    for id in services.collect::<Vec<_>>() {
        let operations = operations(shapes, &id, problems);
        if let Some(service) = shapes.get_mut(&id) {
            service.ast.operations = operations;
        }
    }
}

/// The operations of the service `id` and of the resources that it reaches, each once.
fn operations(
    shapes: &BTreeMap<String, Definition>,
    id: &str,
    problems: &mut Diagnostics,
) -> Vec<Reference> {
    let (mut operations, mut known) = (Vec::new(), BTreeSet::new());
    let mut seen = BTreeSet::new();
    let mut waiting = vec![id];
    while let Some(owner) = waiting.pop() {
        let Some(shape) = shapes.get(owner) else {
            continue;
        };
        let bound = bound(&shape.ast);
        operations.extend(
            bound
                .filter(|operation| known.insert(&operation.target))
                .cloned(),
        );
        for Reference { target } in &shape.ast.resources {
            if shapes
                .get(target)
                .is_none_or(|shape| shape.ast.kind != "resource")
            {
                let message = format!("`{target}` is not a resource");
                let help = "define the resource, or remove it from `resources`";
                problems.error(place(shapes, owner).at(&["resources"]), message, help);
            } else if seen.insert(target) {
                waiting.push(target);
            }
        }
    }
    operations
}

/// The operations that a service or resource binds itself.
fn bound(shape: &ast::Shape) -> impl Iterator<Item = &Reference> {
    let lifecycle = [
        &shape.create,
        &shape.put,
        &shape.read,
        &shape.update,
        &shape.delete,
        &shape.list,
    ];
    lifecycle
        .into_iter()
        .flatten()
        .chain(&shape.operations)
        .chain(&shape.collection_operations)
}
