//! DECIDE: from a [`Model`] to a [`CratePlan`], in which every name, type and binding of the crate is
//! settled. Knows Rust's names and types, makes no tokens. Plans are plain data.

pub(crate) mod auth;
pub(crate) mod checksums;
pub(crate) mod customizations;
pub(crate) mod dependencies;
pub(crate) mod docs;
pub(crate) mod endpoints;
pub(crate) mod event_tests;
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
pub(crate) mod smoke_tests;
mod test_cases;
pub(crate) mod types;
pub(crate) mod waiters;

use std::collections::BTreeSet;

use serde::Serialize;

use crate::cases::Case;
use crate::diagnostics::Diagnostics;
use crate::model::{self, Closure, Model, Unused};
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
    /// Where requests go.
    pub(crate) endpoints: endpoints::Endpoints,
    /// The tests that the model carries, if they are asked for.
    pub(crate) protocol_tests: Option<protocol_tests::ProtocolTests>,
    /// Its smoke tests, if tests are asked for.
    pub(crate) smoke_tests: Vec<smoke_tests::SmokeTest>,
    /// All test cases of the model: those of endpoints, and the others if tests are asked for.
    pub(crate) cases: Vec<Case>,
    /// What the model has and the crate lacks.
    pub(crate) unused: Unused,
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
    let (endpoints, mut cases) = endpoints::plan(model, &closure, problems);
    let mut smoke_tests = Vec::new();
    if settings.tests {
        smoke_tests = smoke_tests::plan(model, &closure, &endpoints, problems);
        let lister = test_cases::Lister {
            model,
            closure: &closure,
            protocol: service.protocol,
            endpoints: &endpoints,
        };
        cases.extend(lister.list(problems));
    }
    let parts = parts::parts(model, &closure, &operations, &shapes, &endpoints);
    CratePlan {
        package: package::package(model, settings, &parts, &auth.features(), problems),
        parts,
        service,
        protocol_tests,
        smoke_tests,
        cases,
        unused: model::unused(model, &closure),
        operations,
        structures: shapes.structures,
        enums: shapes.enums,
        unions: shapes.unions,
        errors: shapes.errors,
        auth,
        endpoints,
    }
}
