//! Support code that all operations and shapes of this crate share. The generator copies it from its
//! own crate of this code, where its unit tests are.
#![allow(
    dead_code,
    unused_imports,
    unused_macros,
    reason = "a service uses what its model needs"
)]

pub(crate) mod auth;
pub(crate) mod builder;
#[cfg(test)] // only with check_endpoints
pub(crate) mod check_endpoints; // only with check_endpoints
pub(crate) mod checksums; // only with checksums
pub(crate) mod client;
pub(crate) mod compression; // only with compression
pub(crate) mod config;
pub(crate) mod content_md5; // only with content_md5
pub(crate) mod customize;
pub(crate) mod endpoint;
pub(crate) mod enums;
pub(crate) mod error;
pub(crate) mod idempotency;
pub(crate) mod interceptors;
pub(crate) mod jmespath; // only with waiter
pub(crate) mod json; // only with waiter
pub(crate) mod operation;
pub(crate) mod paginator; // only with paginator
pub(crate) mod partitions;
pub(crate) mod payload;
pub(crate) mod plugins;
pub(crate) mod rules;
pub(crate) mod rules_library;
pub(crate) mod schema;
pub(crate) mod service;
pub(crate) mod stream;
pub(crate) mod tree_hash; // only with tree_hash
pub(crate) mod union; // only with union
pub(crate) mod value;
pub(crate) mod waiter; // only with waiter

pub(crate) use self::{
    builder::{Attached, Builder, Stage, attach},
    endpoint::BindEndpoint,
    enums::{string_enum, string_value},
    error::{
        ErrorEnum, ErrorReader, ErrorStructure, ModeledError, OperationError, Unhandled,
        modeled_error, operation_error,
    },
    operation::{Input, Operation, OperationInfo, OutputStructure, operation},
    service::Service,
    stream::{Streamed, StreamingInput, StreamingOutput},
    value::{
        Draft, Key, Members, Outcome, Present, Slots, Structure, Value, Writable, structure_value,
    },
};
