//! The support code: copied from the crate in which it is tested.

use super::{Content, Printed};
use crate::plan::CratePlan;

pub(super) fn emit(_: &CratePlan) -> Vec<Printed> {
    let copies = FILES.iter().map(|(path, text)| Printed {
        path: format!("src/{path}"),
        content: Content::Copied(text),
    });
    copies.collect()
}

macro_rules! copies {
    ($($path:literal),* $(,)?) => {
        &[$(($path, include_str!(concat!("../../runtime/src/", $path)))),*]
    };
}

static FILES: &[(&str, &str)] = copies![
    "config.rs",
    "error.rs",
    "generic.rs",
    "meta.rs",
    "primitives.rs",
    "runtime/auth.rs",
    "runtime/builder.rs",
    "runtime/check_endpoints.rs",
    "runtime/client.rs",
    "runtime/config.rs",
    "runtime/customize.rs",
    "runtime/endpoint.rs",
    "runtime/enums.rs",
    "runtime/error.rs",
    "runtime/idempotency.rs",
    "runtime/interceptors.rs",
    "runtime/jmespath.rs",
    "runtime/json.rs",
    "runtime/mod.rs",
    "runtime/operation.rs",
    "runtime/paginator.rs",
    "runtime/partitions.rs",
    "runtime/payload.rs",
    "runtime/plugins.rs",
    "runtime/rules.rs",
    "runtime/rules_library.rs",
    "runtime/schema.rs",
    "runtime/service.rs",
    "runtime/union.rs",
    "runtime/value.rs",
    "runtime/waiter.rs",
];
