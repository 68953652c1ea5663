//! The emitted crate's side of every case.

pub(crate) use amplifybackend as sdk;

#[path = "calls.rs"]
mod calls;
#[path = "groups.rs"]
pub(crate) mod groups;
#[path = "outcome.rs"]
mod outcome;
#[path = "sending.rs"]
pub(crate) mod sending;
#[path = "settings.rs"]
pub(crate) mod settings;
