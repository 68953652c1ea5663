//! The shapes that a service's operations reach, and how.

use std::collections::BTreeSet;

use super::{Kind, Members, Model};

/// The shapes that a client of the service needs.
#[derive(Debug, Default)]
pub struct Closure {
    /// The operations, in the order of their names.
    pub operations: Vec<String>,
    /// Every shape that the operations reach, themselves and their inputs, outputs and errors included.
    pub shapes: BTreeSet<String>,
    /// The errors of the operations.
    pub errors: BTreeSet<String>,
}

impl Closure {
    /// What the operations of the model's service reach.
    pub fn of(model: &Model) -> Self {
        let (_, service) = model.service();
        let mut closure = Self::default();
        for id in &service.operations {
            let (_, operation) = model.operation(id);
            closure.operations.push(id.clone());
            closure.shapes.insert(id.clone());
            closure.reach(model, &operation.input);
            closure.reach(model, &operation.output);
            for error in operation.errors.iter().chain(&service.errors) {
                closure.errors.insert(error.clone());
                closure.reach(model, error);
            }
        }
        closure
            .operations
            .sort_by_key(|id| super::name_of(id).to_owned());
        closure
    }

    /// The shapes that the shape `id` reaches, itself included.
    pub fn from(model: &Model, id: &str) -> BTreeSet<String> {
        let mut closure = Self::default();
        closure.reach(model, id);
        closure.shapes
    }

    fn reach(&mut self, model: &Model, id: &str) {
        let mut waiting = vec![id.to_owned()];
        while let Some(id) = waiting.pop() {
            if self.shapes.insert(id.clone()) {
                waiting.extend(targets(model, &id));
            }
        }
    }
}

fn targets(model: &Model, id: &str) -> Vec<String> {
    let shape = model.shape(id);
    if shape.is_enum() {
        return Vec::new();
    }
    shape
        .members()
        .map(|member| member.target.clone())
        .collect()
}

/// The structures and unions that hold themselves through members that are not lists or maps, as pairs
/// of the shape and the member that closes the circle. Those members have to be boxed.
pub fn recursive_members(model: &Model, closure: &Closure) -> BTreeSet<(String, String)> {
    let mut found = BTreeSet::new();
    for id in &closure.shapes {
        let Some(members) = held(model, id) else {
            continue;
        };
        for member in members.values() {
            if contains(model, &member.target, id) {
                found.insert((id.clone(), member.name.clone()));
            }
        }
    }
    found
}

/// Whether the structure `id` holds the structure `wanted`, itself included, without a list or map
/// between them.
fn contains(model: &Model, id: &str, wanted: &str) -> bool {
    let mut seen = BTreeSet::new();
    let mut waiting = vec![id];
    while let Some(id) = waiting.pop() {
        if id == wanted {
            return true;
        }
        if let Some(members) = held(model, id)
            && seen.insert(id)
        {
            waiting.extend(members.values().map(|member| member.target.as_str()));
        }
    }
    false
}

/// The members of a structure or union.
fn held<'a>(model: &'a Model, id: &str) -> Option<&'a Members> {
    match &model.shape(id).kind {
        Kind::Structure(members) | Kind::Union(members) => Some(members),
        _ => None,
    }
}
