//! Stands in for the emitted module of this name.

use crate::runtime::auth::{Auth, SIGV4};

pub(crate) static AUTH: Auth = Auth {
    defaults: &[aws_runtime::auth::sigv4::SCHEME_ID],
    overrides: &[],
    support: &[SIGV4],
};

/// What the configuration exports for the authentication schemes.
pub mod config {}
