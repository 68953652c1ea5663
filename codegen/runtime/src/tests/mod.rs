//! Tests of the support code, with a small service of their own: [`zoo`] has its shapes and [`feed`]
//! its operations, written as the generator prints them, and [`http`] answers its requests in memory.

mod auth;
mod bindings;
mod builder;
mod config;
mod endpoint;
mod endpoint_rules;
mod enums;
mod error;
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
mod telemetry;
mod waiter;
mod write;
pub(crate) mod zoo;
