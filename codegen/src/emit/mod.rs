//! PRINT: from a [`CratePlan`] to source files. Knows tokens, decides nothing: each emitter is a pure
//! function of the plan.

mod auth;
mod builder;
mod client;
mod endpoint;
mod endpoint_rules;
mod endpoint_tests;
mod errors;
mod event_tests;
mod example;
mod lib_rs;
mod literal;
mod operation;
mod outline;
mod paginator;
mod primitives;
mod protocol_tests;
mod runtime;
mod service;
mod smoke_tests;
mod structure;
mod text;
mod tokens;
mod types;
mod union;
mod waiters;

use proc_macro2::TokenStream;

use crate::plan::CratePlan;

/// A file that is printed, not yet formatted.
#[derive(Debug)]
pub struct Printed {
    /// The path in the crate, with `/`.
    pub path: String,
    /// What it holds.
    pub content: Content,
}

/// What a [`Printed`] file holds.
#[derive(Debug)]
pub enum Content {
    /// Rust: the documentation of the module, and its items.
    Rust {
        /// Markdown; empty for none.
        docs: String,
        /// In order.
        items: Vec<TokenStream>,
    },
    /// Rust that is copied as it is, with its documentation.
    Copied(String),
    /// Any other text.
    Text(String),
}

/// Prints the files that its row names.
type Emitter = fn(&CratePlan) -> Vec<Printed>;

/// The table of contents of an emitted crate.
static EMITTERS: &[(&str, Emitter)] = &[
    ("Cargo.toml, README.md", text::emit),
    ("src/lib.rs", lib_rs::emit),
    ("src/auth.rs", auth::emit),
    ("src/client.rs", client::emit),
    (
        "src/config.rs, src/error.rs, src/event_stream*, src/meta.rs, src/runtime/*",
        runtime::emit,
    ),
    ("src/endpoint.rs", endpoint::emit),
    ("src/endpoint_tests.rs", endpoint_tests::emit),
    ("src/error_meta.rs", errors::emit),
    ("src/operation.rs, src/operation/*", operation::emit),
    ("src/primitives.rs", primitives::emit),
    (
        "src/protocol_tests.rs, src/protocol_test_support.rs, src/event_test_support.rs",
        protocol_tests::emit,
    ),
    ("src/service.rs", service::emit),
    (
        "src/smoke_tests.rs, src/smoke_test_support.rs",
        smoke_tests::emit,
    ),
    ("src/types.rs, src/types/*", types::emit),
    ("src/waiters.rs, src/waiters/*", waiters::emit),
];

/// Prints the files of a crate. `API.md` is read off what the others printed.
pub fn emit(plan: &CratePlan) -> Vec<Printed> {
    let mut files: Vec<Printed> = EMITTERS.iter().flat_map(|(_, emit)| emit(plan)).collect();
    files.push(outline::emit(plan, &files));
    files
}

fn rust(path: impl Into<String>, docs: impl Into<String>, items: Vec<TokenStream>) -> Printed {
    Printed {
        path: path.into(),
        content: Content::Rust {
            docs: docs.into(),
            items,
        },
    }
}
