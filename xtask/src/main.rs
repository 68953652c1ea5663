//! The command line: `cargo xtask <command>`. Thin: what a command does is in its module, what is
//! generated is decided in the crate `codegen`.

mod cargo;
mod codegen_cmd;
mod compare_api;
mod conformance;
mod diff;
mod files;
mod measure;
mod problems;
mod say;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Turns Smithy models into Rust client crates.
#[derive(Debug, Parser)]
#[command(bin_name = "cargo xtask", version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Generate the client crate of a model.
    ///
    /// Without arguments, model/codegen.toml says which model and which folder.
    Codegen(codegen_cmd::Args),
    /// Hold a crate's public API against a list of items, by the compiler.
    CompareApi(compare_api::Args),
    /// Run the tests that models carry against the crates that they become, and count them.
    Conformance(conformance::Args),
    /// Say what a new version of a model means for users, and whether it breaks anyone.
    Diff(diff::Args),
    /// Measure what compiling a crate costs, against a published one.
    Measure(measure::Args),
}

fn main() -> ExitCode {
    let outcome = match Cli::parse().command {
        Command::Codegen(args) => codegen_cmd::run(&args),
        Command::CompareApi(args) => compare_api::run(&args),
        Command::Conformance(args) => conformance::run(&args),
        Command::Diff(args) => diff::run(&args),
        Command::Measure(args) => measure::run(&args),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}
