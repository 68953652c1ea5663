//! The JSON AST as it is written (<https://smithy.io/2.0/spec/json-ast.html>): serde's mirror of it,
//! which refuses keys that the specification does not have.

use std::collections::BTreeMap;

use indexmap::IndexMap;
use serde::Deserialize;
use serde_json::{Map, Value};

/// A file. Its shapes are read one by one, so that each can have its own problem.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, expecting = "an object")]
pub(super) struct Document {
    pub(super) smithy: String,
    #[serde(default)]
    pub(super) metadata: Map<String, Value>,
    #[serde(default)]
    pub(super) shapes: Map<String, Value>,
}

/// A shape, or an `apply` statement.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, expecting = "an object", rename_all = "camelCase")]
pub(super) struct Shape {
    #[serde(rename = "type")]
    pub(super) kind: String,
    #[serde(default)]
    pub(super) traits: Map<String, Value>,
    #[serde(default)]
    pub(super) members: IndexMap<String, Member>,
    pub(super) member: Option<Member>,
    pub(super) key: Option<Member>,
    pub(super) value: Option<Member>,
    pub(super) input: Option<Reference>,
    pub(super) output: Option<Reference>,
    #[serde(default)]
    pub(super) errors: Vec<Reference>,
    #[serde(default)]
    pub(super) operations: Vec<Reference>,
    #[serde(default)]
    pub(super) resources: Vec<Reference>,
    #[serde(default)]
    pub(super) version: String,
    #[serde(default)]
    pub(super) mixins: Vec<Reference>,
    #[serde(default)]
    pub(super) rename: BTreeMap<String, String>,
    pub(super) create: Option<Reference>,
    pub(super) put: Option<Reference>,
    pub(super) read: Option<Reference>,
    pub(super) update: Option<Reference>,
    pub(super) delete: Option<Reference>,
    pub(super) list: Option<Reference>,
    #[serde(default)]
    pub(super) collection_operations: Vec<Reference>,
    // Of resources, and nothing that a client acts on.
    identifiers: Option<Value>,
    properties: Option<Value>,
}

impl Shape {
    /// All members, also those of lists and maps, by their names.
    pub(super) fn members_mut(&mut self) -> impl Iterator<Item = (&str, &mut Member)> {
        let named = self.members.iter_mut();
        let others = [
            ("member", &mut self.member),
            ("key", &mut self.key),
            ("value", &mut self.value),
        ];
        let others = others.into_iter().filter_map(|(name, member)| {
            let member = member.as_mut()?;
            Some((name, member))
        });
        named
            .map(|(name, member)| (name.as_str(), member))
            .chain(others)
    }
}

impl Shape {
    /// The ids of all shapes that this one refers to.
    pub(super) fn targets(&self) -> impl Iterator<Item = &str> {
        let others = [&self.member, &self.key, &self.value].into_iter().flatten();
        let members = self.members.values().chain(others);
        let lists = [
            &self.errors,
            &self.operations,
            &self.resources,
            &self.mixins,
            &self.collection_operations,
        ];
        let single = [
            &self.input,
            &self.output,
            &self.create,
            &self.put,
            &self.read,
            &self.update,
            &self.delete,
            &self.list,
        ];
        let references = lists.into_iter().flatten();
        let references = references.chain(single.into_iter().flatten());
        let of_resources = [&self.identifiers, &self.properties].into_iter().flatten();
        let of_resources = of_resources
            .filter_map(Value::as_object)
            .flat_map(Map::values);
        let of_resources = of_resources.filter_map(|value| value.get("target")?.as_str());
        members
            .map(|member| member.target.as_str())
            .chain(references.map(|reference| reference.target.as_str()))
            .chain(of_resources)
    }

    /// A shape of which nothing but the type is known.
    pub(super) fn of_kind(kind: &str) -> Self {
        Self {
            kind: kind.to_owned(),
            ..Self::default()
        }
    }
}

/// A member.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a member: `{\"target\": ..}`")]
pub(super) struct Member {
    pub(super) target: String,
    #[serde(default)]
    pub(super) traits: Map<String, Value>,
}

/// Adds the references that are not there yet.
pub(super) fn add_references(to: &mut Vec<Reference>, from: Vec<Reference>) {
    for reference in from {
        if !to.contains(&reference) {
            to.push(reference);
        }
    }
}

/// A reference to a shape.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a reference: `{\"target\": ..}`")]
pub(super) struct Reference {
    pub(super) target: String,
}
