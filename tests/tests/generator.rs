//! The generator: what it makes of each fixture, and what it says where it cannot make anything.
//!
//! - `snapshots`: the code that a behaviour of the model becomes
//! - `compile`: every fixture's crate compiles without warnings, and its own tests pass
//! - `stable`: the same input gives the same bytes, and a run changes no more than it has to
//! - `interrupted`: a run that is killed leaves no broken file
//! - `diagnostics`: bad models, each with the message that the user reads
//! - `newcomers`: the first mistakes with a model written by hand
//! - `warnings`: valid models that may be meant otherwise
//! - `command`: the command line, on bad files and folders too
//! - `conformance`: the command that runs and counts the tests of models
//! - `review`: what a reviewer sees when the model changes
//! - `hostile`: models and names at random
//! - `subset`: a crate of some operations has what they reach, and nothing else
//! - `check`: how a folder differs from what would be written
//! - `folders`: the crates of many models
//! - `invariants`: what the source of the generator must not have

#[path = "generator/check.rs"]
mod check;
#[path = "generator/command.rs"]
mod command;
#[path = "generator/compile.rs"]
mod compile;
#[path = "generator/conformance.rs"]
mod conformance;
#[path = "generator/diagnostics.rs"]
mod diagnostics;
#[path = "generator/fixtures.rs"]
mod fixtures;
#[path = "generator/folders.rs"]
mod folders;
#[path = "generator/hostile.rs"]
mod hostile;
#[path = "generator/interrupted.rs"]
mod interrupted;
#[path = "generator/invariants.rs"]
mod invariants;
#[path = "generator/newcomers.rs"]
mod newcomers;
#[path = "generator/review.rs"]
mod review;
#[path = "generator/scratch.rs"]
mod scratch;
#[path = "generator/snapshots.rs"]
mod snapshots;
#[path = "generator/stable.rs"]
mod stable;
#[path = "generator/subset.rs"]
mod subset;
#[path = "generator/warnings.rs"]
mod warnings;
#[path = "generator/xtask.rs"]
mod xtask;
