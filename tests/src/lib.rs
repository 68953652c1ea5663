//! What the tests and examples of this workspace share: a local AmplifyBackend server.

pub mod server;

pub use server::{Answer, Fault, Received, Server};
