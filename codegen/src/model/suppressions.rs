//! Which warnings a model does not want
//! (<https://smithy.io/2.0/spec/model-validation.html#suppressions>): the trait `suppress`, and the
//! `suppressions` of a file's metadata.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Map, Value};

use super::definitions::Definition;
use crate::diagnostics::{Diagnostics, Place, Scope, Suppression};

/// A statement of a file's metadata.
#[derive(Deserialize)]
struct Statement {
    id: String,
    namespace: String,
}

/// Takes the suppressions of a file's metadata.
pub(super) fn of_file(file: &str, metadata: &Map<String, Value>, problems: &mut Diagnostics) {
    let Some(list) = metadata.get("suppressions") else {
        return;
    };
    let statements = match Vec::<Statement>::deserialize(list) {
        Ok(statements) => statements,
        Err(error) => {
            let place = Place::file(file).at(&["metadata", "suppressions"]);
            let message = format!("not a list of suppressions: {error}");
            let help = "a suppression is `{\"id\": .., \"namespace\": ..}`";
            return problems.error(place, message, help);
        }
    };
    for Statement { id, namespace } in statements {
        let scope = match namespace.as_str() {
            "*" => Scope::All,
            _ => Scope::Namespace(namespace),
        };
        problems.suppress(Suppression { id, scope });
    }
}

/// Takes the suppressions of shapes and their members.
pub(super) fn of_shapes(shapes: &mut BTreeMap<String, Definition>, problems: &mut Diagnostics) {
    let mut take = |owner: &str, traits: &Map<String, Value>| {
        let ids = traits.get("smithy.api#suppress").and_then(Value::as_array);
        for id in ids.into_iter().flatten().filter_map(Value::as_str) {
            let (id, scope) = (id.to_owned(), Scope::Shape(owner.to_owned()));
            problems.suppress(Suppression { id, scope });
        }
    };
    for (id, shape) in shapes {
        take(id, &shape.ast.traits);
        for (name, member) in shape.ast.members_mut() {
            take(&format!("{id}${name}"), &member.traits);
        }
    }
}
