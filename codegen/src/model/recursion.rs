//! Shapes that no value can have, because they would hold themselves
//! (<https://smithy.io/2.0/spec/model.html#recursive-shape-definitions>).

use std::collections::BTreeSet;

use super::{Closure, Kind, Model};
use crate::diagnostics::Diagnostics;

/// Adds the problems of recursive shapes.
pub(super) fn check(model: &Model, closure: &Closure, problems: &mut Diagnostics) {
    let possible = possible(model, closure);
    for id in closure.shapes.difference(&possible) {
        let help = "make a member of the circle optional, or put it into a list or map";
        let message = "the shape cannot exist: its required members hold it in turn";
        problems.error(model.shape(id).place(), message, help);
    }
}

/// The shapes that can have a value: beginning with those that need no other.
fn possible(model: &Model, closure: &Closure) -> BTreeSet<String> {
    let mut possible = BTreeSet::new();
    loop {
        let before = possible.len();
        for id in &closure.shapes {
            let exists = match &model.shape(id).kind {
                Kind::Structure(members) => members
                    .values()
                    .filter(|member| member.traits.has("smithy.api#required"))
                    .all(|member| possible.contains(&member.target)),
                Kind::Union(members) => members
                    .values()
                    .any(|member| possible.contains(&member.target)),
                _ => true,
            };
            if exists {
                possible.insert(id.clone());
            }
        }
        if possible.len() == before {
            return possible;
        }
    }
}
