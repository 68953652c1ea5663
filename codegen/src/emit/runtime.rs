//! The support code: copied from the crate in which it is tested.

use std::collections::BTreeSet;

use super::{Content, Printed};
use crate::plan::CratePlan;
use crate::plan::parts::Part;

pub(super) fn emit(plan: &CratePlan) -> Vec<Printed> {
    let parts = &plan.parts;
    let special = PARTS.iter().filter(|(part, _)| parts.contains(part));
    let files = FILES.iter().chain(special.map(|(_, file)| file));
    let copies = files.map(|(path, text)| Printed {
        path: format!("src/{path}"),
        content: Content::Copied(needed(text, parts)),
    });
    copies.collect()
}

/// What a line of the support code ends in, with the module of a part, if only that part needs it.
const MARK: &str = " // only with ";

/// The lines of a text that a crate with `parts` needs.
fn needed(text: &str, parts: &BTreeSet<Part>) -> String {
    let is_needed = |module: &str| parts.iter().any(|part| part.module() == module);
    let lines = text.lines().filter_map(|line| match line.split_once(MARK) {
        Some((code, module)) => is_needed(module).then_some(code),
        None => Some(line),
    });
    lines.flat_map(|line| [line, "\n"]).collect()
}

macro_rules! copy {
    ($path:literal) => {
        ($path, include_str!(concat!("../../runtime/src/", $path)))
    };
}

macro_rules! copies {
    ($($path:literal),* $(,)?) => {
        &[$(copy!($path)),*]
    };
}

/// The support code that only some crates need.
static PARTS: &[(Part, (&str, &str))] = &[
    (Part::Checksums, copy!("runtime/checksums.rs")),
    (Part::Compression, copy!("runtime/compression.rs")),
    (Part::ContentMd5, copy!("runtime/content_md5.rs")),
    (Part::EndpointTests, copy!("runtime/check_endpoints.rs")),
    (Part::EventStreams, copy!("event_stream.rs")),
    (Part::EventStreams, copy!("event_stream/read.rs")),
    (Part::EventStreams, copy!("event_stream/write.rs")),
    (Part::Paginators, copy!("runtime/paginator.rs")),
    (Part::TreeHash, copy!("runtime/tree_hash.rs")),
    (Part::Unions, copy!("runtime/union.rs")),
    (Part::Waiters, copy!("runtime/jmespath.rs")),
    (Part::Waiters, copy!("runtime/json.rs")),
    (Part::Waiters, copy!("runtime/waiter.rs")),
];

static FILES: &[(&str, &str)] = copies![
    "config.rs",
    "error.rs",
    "generic.rs",
    "meta.rs",
    "runtime/auth.rs",
    "runtime/builder.rs",
    "runtime/client.rs",
    "runtime/config.rs",
    "runtime/customize.rs",
    "runtime/endpoint.rs",
    "runtime/enums.rs",
    "runtime/error.rs",
    "runtime/idempotency.rs",
    "runtime/interceptors.rs",
    "runtime/mod.rs",
    "runtime/operation.rs",
    "runtime/partitions.rs",
    "runtime/payload.rs",
    "runtime/plugins.rs",
    "runtime/rules.rs",
    "runtime/rules_library.rs",
    "runtime/schema.rs",
    "runtime/service.rs",
    "runtime/stream.rs",
    "runtime/value.rs",
];
