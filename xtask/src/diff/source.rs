//! From what the user names to a model's text: a file, or a file of a git revision.

use std::path::Path;
use std::process::{Command, Output};

use codegen::model::Source;

use crate::files::{read, show};

/// Reads the model `name`: a file, or else `REVISION:PATH`, as `git show` takes it.
pub(super) fn source(name: &str) -> Result<Source, String> {
    let path = Path::new(name);
    let revision = name.split_once(':');
    let revision = revision.filter(|(revision, path)| !revision.is_empty() && !path.is_empty());
    let (name, text) = match revision {
        Some((revision, file)) if !path.exists() => (name.to_owned(), of_git(revision, file)?),
        _ => (show(path), read(path)?),
    };
    Ok(Source { name, text })
}

fn of_git(revision: &str, file: &str) -> Result<String, String> {
    let problem = |message: String, help: &str| Err(format!("error: {message}\n   = help: {help}"));
    if !git(&["rev-parse", "--git-dir"])?.status.success() {
        let message = format!("there is no file `{revision}:{file}`, and no git repository here");
        return problem(message, "name a file, or run the command in the repository");
    }
    let commit = format!("{revision}^{{commit}}");
    let found = git(&[
        "rev-parse",
        "--verify",
        "--quiet",
        "--end-of-options",
        &commit,
    ])?;
    if !found.status.success() {
        let message = format!("there is no file `{revision}:{file}`, and no revision `{revision}`");
        return problem(
            message,
            "`git log` lists the revisions; `HEAD~1` is the one before the last",
        );
    }
    let object = format!("{}:{file}", String::from_utf8_lossy(&found.stdout).trim());
    let shown = git(&["cat-file", "blob", &object])?;
    if !shown.status.success() {
        let message = format!("the revision `{revision}` has no file `{file}`");
        return problem(
            message,
            "paths begin at the root of the repository, or with `./`",
        );
    }
    match String::from_utf8(shown.stdout) {
        Ok(text) => Ok(text),
        Err(_) => problem(
            format!("{revision}:{file} is not UTF-8 text"),
            "name a Smithy model in JSON AST form",
        ),
    }
}

fn git(arguments: &[&str]) -> Result<Output, String> {
    let output = Command::new("git").args(arguments).output();
    output.map_err(|error| {
        format!("error: git cannot be run: {error}\n   = help: install git, or name two files")
    })
}
