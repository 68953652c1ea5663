//! Which parts of the support code a crate has beyond what every crate needs.

use std::collections::BTreeSet;

use serde::Serialize;

use super::endpoints::Endpoints;
use super::operations::Operation;
use super::shapes::Shapes;

/// A part of the support code that not every crate needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub(crate) enum Part {
    EndpointTests,
    Paginators,
    Unions,
    Waiters,
}

impl Part {
    /// The module that the support code knows the part by.
    pub(crate) fn module(self) -> &'static str {
        match self {
            Self::EndpointTests => "check_endpoints",
            Self::Paginators => "paginator",
            Self::Unions => "union",
            Self::Waiters => "waiter",
        }
    }
}

/// The parts that a crate of these needs.
pub(crate) fn parts(
    operations: &[Operation],
    shapes: &Shapes,
    endpoints: &Endpoints,
) -> BTreeSet<Part> {
    let needed = [
        (Part::EndpointTests, !endpoints.tests.is_empty()),
        (
            Part::Paginators,
            operations
                .iter()
                .any(|operation| operation.pagination.is_some()),
        ),
        (Part::Unions, !shapes.unions.is_empty()),
        (
            Part::Waiters,
            operations
                .iter()
                .any(|operation| !operation.waiters.is_empty()),
        ),
    ];
    let needed = needed.into_iter().filter(|(_, is_needed)| *is_needed);
    needed.map(|(part, _)| part).collect()
}
