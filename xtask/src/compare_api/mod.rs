//! `cargo xtask compare-api`: asks the compiler whether a crate holds every item of a public API list.
//! In: the list and the crate's folder. Out: a report, and an error where an item does not hold.
//!
//! The list is what `cargo public-api -sss` prints for the crate to be compatible with. Each line is
//! read ([`listing`]) and becomes a *probe* ([`probe`]), a line of Rust that uses the item with exactly
//! the listed types. All probes are compiled against the crate in question ([`build`]); those that fail
//! are the items it lacks or declares differently. What is compared is therefore what a user's source
//! can observe: an alias of a generic type or a method of a generic `impl` counts as held where it
//! behaves the same.

mod build;
mod call;
mod listing;
mod naming;
mod probe;
mod report;
mod skip;

use std::path::PathBuf;

use crate::cargo::{Published, read};
use build::ProbeCrate;
use listing::Listing;
use report::Report;
use skip::Skip;

/// Arguments of `compare-api`.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// List of public items, as `cargo public-api -sss` prints it.
    #[arg(long, value_name = "FILE")]
    list: PathBuf,
    /// Folder of the crate to check against the list.
    #[arg(long = "crate", value_name = "DIR")]
    krate: PathBuf,
    /// Table of failing items to leave out. Each row is `LINE // REASON` for one line of the list, or
    /// `names PATH // REASON` for every missing item whose line names PATH or something in it; empty
    /// rows and `#` comments are skipped (a line of the list may itself begin with `#[`).
    #[arg(long, value_name = "FILE")]
    skip: Option<PathBuf>,
    /// The crate the list was made from. Without it, re-exports are only looked up by name.
    #[arg(long, value_name = "NAME@VERSION", value_parser = Published::parse)]
    reference: Option<Published>,
    /// Where to build; `compare` in the workspace's target folder unless given.
    #[arg(long, value_name = "DIR")]
    target_dir: Option<PathBuf>,
}

/// Checks the crate against the list and prints a report.
///
/// # Errors
///
/// When an item is missing, differs or cannot be probed without the skip table naming it, when a row
/// of that table leaves nothing out, or when files or cargo fail.
pub(crate) fn run(args: &Args) -> Result<(), String> {
    let list = Listing::parse(&read(&args.list)?)?;
    let skip = match &args.skip {
        Some(file) => Skip::parse(&read(file)?)?,
        None => Skip::default(),
    };
    let has_reference = args.reference.is_some();
    let probes = list.lines.iter();
    let probes: Vec<_> = probes
        .map(|line| probe::probe(line, &list, has_reference))
        .collect();
    let outcomes = ProbeCrate::new(args, &list)?.outcomes(&list, &probes)?;
    let report = Report::new(&list.lines, &outcomes, &skip);
    print!("{report}");
    report.verdict()
}
