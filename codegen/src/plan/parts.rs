//! Which parts of the support code a crate has beyond what every crate needs.

use std::collections::BTreeSet;

use serde::Serialize;

use super::dependencies::{self, Dependency, Feature};
use super::endpoints::Endpoints;
use super::operations::Operation;
use super::shapes::Shapes;
use crate::model::{Closure, Model, Shape};

/// A part of the support code that not every crate needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Part {
    ByteStreams,
    Checksums,
    Compression,
    ContentMd5,
    EndpointTests,
    EventStreams,
    Paginators,
    TreeHash,
    Unions,
    Waiters,
}

impl Part {
    /// The module that the support code knows the part by.
    pub(crate) fn module(self) -> &'static str {
        match self {
            Self::ByteStreams => "byte_stream",
            Self::Checksums => "checksums",
            Self::Compression => "compression",
            Self::ContentMd5 => "content_md5",
            Self::EndpointTests => "check_endpoints",
            Self::EventStreams => "event_stream",
            Self::Paginators => "paginator",
            Self::TreeHash => "tree_hash",
            Self::Unions => "union",
            Self::Waiters => "waiter",
        }
    }

    /// What only this part depends on.
    pub(crate) fn dependencies(self) -> &'static [Dependency] {
        match self {
            Self::Checksums => dependencies::CHECKSUMS,
            Self::Compression => dependencies::COMPRESSION,
            Self::ContentMd5 => dependencies::CONTENT_MD5,
            Self::EventStreams => dependencies::EVENT_STREAMS,
            Self::TreeHash => dependencies::TREE_HASH,
            _ => &[],
        }
    }

    /// What it needs of the dependencies that every crate has.
    pub(crate) fn features(self) -> &'static [Feature] {
        match self {
            Self::EventStreams => &[
                ("aws-runtime", "event-stream"),
                ("aws-smithy-http", "event-stream"),
            ],
            _ => &[],
        }
    }
}

/// The parts that a crate of these needs.
pub(crate) fn parts(
    model: &Model,
    closure: &Closure,
    operations: &[Operation],
    shapes: &Shapes,
    endpoints: &Endpoints,
) -> BTreeSet<Part> {
    let streams = || {
        let shapes = closure.shapes.iter().map(|id| model.shape(id));
        shapes.filter(|shape| shape.traits.has("smithy.api#streaming"))
    };
    let any = |has: fn(&Operation) -> bool| operations.iter().any(has);
    let needed = [
        (
            Part::ByteStreams,
            streams().any(|shape| !shape.is_event_stream()),
        ),
        (
            Part::Checksums,
            any(|it| it.bodies.request.is_some() || it.bodies.response.is_some()),
        ),
        (Part::Compression, any(|it| it.bodies.gzip)),
        (Part::ContentMd5, any(|it| it.bodies.md5)),
        (Part::EndpointTests, !endpoints.tests.is_empty()),
        (Part::EventStreams, streams().any(Shape::is_event_stream)),
        (Part::Paginators, any(|it| it.pagination.is_some())),
        (Part::TreeHash, any(|it| it.bodies.tree_hash)),
        (Part::Unions, !shapes.unions.is_empty()),
        (Part::Waiters, any(|it| !it.waiters.is_empty())),
    ];
    let needed = needed.into_iter().filter(|(_, is_needed)| *is_needed);
    needed.map(|(part, _)| part).collect()
}
