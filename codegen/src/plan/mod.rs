//! DECIDE: from a [`Model`] to a [`CratePlan`], in which every name, type and binding of the crate is
//! settled. Knows Rust's names and types, makes no tokens. Plans are plain data.

pub(crate) mod auth;
pub(crate) mod checksums;
pub(crate) mod dependencies;
pub(crate) mod docs;
pub(crate) mod endpoints;
pub(crate) mod examples;
pub(crate) mod jmespath;
pub(crate) mod literals;
pub(crate) mod names;
pub(crate) mod operations;
pub(crate) mod package;
pub(crate) mod pagination;
pub(crate) mod parts;
mod presence;
pub(crate) mod protocol;
pub(crate) mod protocol_tests;
pub(crate) mod shapes;
pub(crate) mod types;
pub(crate) mod waiters;

use std::collections::BTreeSet;

use serde::Serialize;

use crate::diagnostics::Diagnostics;
use crate::model::{self, Closure, Model};
use crate::settings::Settings;

/// A crate, decided.
#[derive(Debug, Serialize)]
pub struct CratePlan {
    /// The package: its name, its dependencies.
    pub(crate) package: package::Package,
    /// The support code beyond what every crate has.
    pub(crate) parts: BTreeSet<parts::Part>,
    /// The service as a whole.
    pub(crate) service: package::Service,
    /// The operations, in the order of their names.
    pub(crate) operations: Vec<operations::Operation>,
    /// The structures that members refer to, in the order of their names.
    pub(crate) structures: Vec<shapes::Structure>,
    /// The enums, in the order of their names.
    pub(crate) enums: Vec<shapes::Enum>,
    /// The unions, in the order of their names.
    pub(crate) unions: Vec<shapes::Union>,
    /// The errors, in the order of their names.
    pub(crate) errors: Vec<shapes::Structure>,
    /// How requests are authenticated.
    pub(crate) auth: auth::Auth,
    /// What streams the operations have.
    pub(crate) streams: Streams,
    /// Where requests go.
    pub(crate) endpoints: endpoints::Endpoints,
    /// The tests that the model carries, if they are asked for.
    pub(crate) protocol_tests: Option<protocol_tests::ProtocolTests>,
}

/// The kinds of streams that the operations of a service have.
#[derive(Clone, Copy, Debug, Serialize)]
pub(crate) struct Streams {
    /// Streaming blobs.
    pub(crate) bytes: bool,
}

impl Streams {
    fn of(model: &Model, closure: &Closure) -> Self {
        let mut shapes = closure.shapes.iter().map(|id| model.shape(id));
        let is_stream = |shape: &model::Shape| shape.traits.has("smithy.api#streaming");
        Self {
            bytes: shapes.any(|shape| is_stream(shape) && !shape.is_event_stream()),
        }
    }
}

/// Decides the crate of a model.
pub(crate) fn plan(model: &Model, settings: &Settings, problems: &mut Diagnostics) -> CratePlan {
    let closure = Closure::of(model);
    let shapes = shapes::plan(model, &closure, problems);
    let auth = auth::plan(model, &closure);
    let service = package::service(model);
    let protocol_tests = settings
        .tests
        .then(|| protocol_tests::plan(model, &closure, service.protocol, problems));
    let operations = operations::plan(model, &closure, problems);
    let endpoints = endpoints::plan(model, &closure, problems);
    let parts = parts::parts(&operations, &shapes, &endpoints);
    CratePlan {
        package: package::package(model, settings, &parts, &auth.features(), problems),
        parts,
        streams: Streams::of(model, &closure),
        service,
        protocol_tests,
        operations,
        structures: shapes.structures,
        enums: shapes.enums,
        unions: shapes.unions,
        errors: shapes.errors,
        auth,
        endpoints,
    }
}
