//! Protocols: one file each, of data only. What a protocol does on the wire is the work of the runtime
//! crate that it names.

mod rest_json1;

use serde::Serialize;

use super::dependencies::Dependency;

/// A protocol.
#[derive(Debug, Serialize)]
pub(crate) struct Protocol {
    /// The trait by which a service says that it speaks the protocol.
    pub(crate) trait_id: &'static str,
    /// The crate that implements it.
    pub(crate) dependency: Dependency,
    /// The type in that crate; it has a function `new` without arguments.
    pub(crate) implementation: &'static str,
    /// How requests are written.
    pub(crate) request: Format,
    /// How responses are read.
    pub(crate) response: Format,
}

/// The form of a message's body.
#[derive(Debug, Serialize)]
pub(crate) struct Format {
    /// Its media type, unless a member decides it.
    pub(crate) media_type: &'static str,
    /// The form of timestamps in it, unless the model decides it.
    pub(crate) timestamps: &'static str,
}

/// The protocols that we support, best first.
pub(crate) static PROTOCOLS: &[&Protocol] = &[&rest_json1::PROTOCOL];
