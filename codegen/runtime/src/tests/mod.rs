//! Tests of the support code, with a small service of their own: [`zoo`] has its shapes [`feed`] and
//! [`store`] its operations, written as the generator prints them, and [`http`] answers its requests in
//! memory.

mod auth;
mod bindings;
mod builder;
mod checksums;
mod compression;
mod config;
mod content_md5;
mod endpoint;
mod endpoint_rules;
mod enums;
mod error;
mod event_stream;
mod feed;
mod hostile;
mod http;
mod jmespath;
mod operation;
mod overrides;
mod paginator;
mod partitions;
mod protocol;
mod read;
mod round_trip;
mod rules;
mod sdk_config;
mod smoke;
mod store;
mod stream;
mod telemetry;
mod tree_hash;
mod waiter;
mod write;
pub(crate) mod zoo;
