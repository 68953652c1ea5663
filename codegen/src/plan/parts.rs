//! Which parts of the support code a crate has beyond what every crate needs.

use std::collections::BTreeSet;

use serde::Serialize;

use super::dependencies::{self, Dependency};
use super::endpoints::Endpoints;
use super::operations::Operation;
use super::shapes::Shapes;

/// A part of the support code that not every crate needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Part {
    Checksums,
    Compression,
    ContentMd5,
    EndpointTests,
    Paginators,
    Unions,
    Waiters,
}

impl Part {
    /// The module that the support code knows the part by.
    pub(crate) fn module(self) -> &'static str {
        match self {
            Self::Checksums => "checksums",
            Self::Compression => "compression",
            Self::ContentMd5 => "content_md5",
            Self::EndpointTests => "check_endpoints",
            Self::Paginators => "paginator",
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
            Self::EndpointTests | Self::Paginators | Self::Unions | Self::Waiters => &[],
        }
    }
}

/// The parts that a crate of these needs.
pub(crate) fn parts(
    operations: &[Operation],
    shapes: &Shapes,
    endpoints: &Endpoints,
) -> BTreeSet<Part> {
    let any = |has: fn(&Operation) -> bool| operations.iter().any(has);
    let needed = [
        (
            Part::Checksums,
            any(|it| it.bodies.request.is_some() || it.bodies.response.is_some()),
        ),
        (Part::Compression, any(|it| it.bodies.gzip)),
        (Part::ContentMd5, any(|it| it.bodies.md5)),
        (Part::EndpointTests, !endpoints.tests.is_empty()),
        (Part::Paginators, any(|it| it.pagination.is_some())),
        (Part::Unions, !shapes.unions.is_empty()),
        (Part::Waiters, any(|it| !it.waiters.is_empty())),
    ];
    let needed = needed.into_iter().filter(|(_, is_needed)| *is_needed);
    needed.map(|(part, _)| part).collect()
}
