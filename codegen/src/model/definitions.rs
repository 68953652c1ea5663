//! The shapes as their files define them, before they are understood. Here they are completed: mixins
//! and `apply` statements are merged, what older models say is said as Smithy 2.0 does, and the
//! operations of resources are bound to their services.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::{ast, mixins, resources, suppressions, upgrade};
use crate::diagnostics::{Diagnostics, Place};

/// A shape as its file defines it.
#[derive(Debug)]
pub(super) struct Definition {
    /// The file.
    pub(super) file: String,
    /// Whether the file is of Smithy 1.0.
    pub(super) is_old: bool,
    /// What the file says.
    pub(super) ast: ast::Shape,
}

/// An `apply` statement.
#[derive(Debug)]
pub(super) struct Apply {
    /// The file.
    pub(super) file: String,
    /// The absolute id of the shape or member.
    pub(super) id: String,
    /// The traits.
    pub(super) traits: Map<String, Value>,
}

/// Everything that the files define, by absolute shape ids.
#[derive(Debug, Default)]
pub(super) struct Definitions {
    pub(super) shapes: BTreeMap<String, Definition>,
    pub(super) applied: Vec<Apply>,
}

impl Definitions {
    /// The shapes, complete.
    pub(super) fn complete(mut self, problems: &mut Diagnostics) -> BTreeMap<String, Definition> {
        mixins::flatten(&mut self, problems);
        upgrade::upgrade(&mut self.shapes, problems);
        resources::bind(&mut self.shapes, problems);
        suppressions::of_shapes(&mut self.shapes, problems);
        self.shapes
    }

    /// Where the shape `id` is defined.
    pub(super) fn place<'a>(&'a self, id: &'a str) -> Place<'a> {
        place(&self.shapes, id)
    }
}

/// Where the shape `id` is defined.
pub(super) fn place<'a>(shapes: &'a BTreeMap<String, Definition>, id: &'a str) -> Place<'a> {
    let file = shapes.get(id).map_or("", |shape| shape.file.as_str());
    Place::shape(file, id)
}
