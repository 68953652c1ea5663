//! The support code of emitted crates. The modules `runtime`, `config`, `error`, `generic` and `meta`
//! are copied into every emitted crate as they are, `event_stream` and those for tests where they are
//! needed. `auth`, `service`, `endpoint`, `primitives` and
//! `error_meta` stand in for what the generator emits, so that the copied code compiles and is tested
//! here; the operations and shapes of that service are the tests' own.

mod auth;
pub mod config;
mod endpoint;
pub mod error;
mod error_meta;
mod event_stream;
pub mod generic;
pub mod meta;
pub mod primitives;
mod runtime;
mod service;
#[cfg(test)]
mod smoke_test_support;
#[cfg(test)]
mod tests;

pub use config::Config;
pub use error_meta::Error;
pub use runtime::client::Client;
