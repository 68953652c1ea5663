//! The problems of a model, as the user reads them.

use std::io::{self, Write as _};

use codegen::diagnostics::{Diagnostic, Severity};

/// How problems are printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum MessageFormat {
    /// As text, like rustc's.
    #[default]
    Human,
    /// As JSON, an object a line, to the standard output.
    Json,
}

/// Prints problems in a format: text to the standard error.
pub(crate) fn print(problems: &[Diagnostic], format: MessageFormat) {
    for problem in problems {
        match format {
            MessageFormat::Human => anstream::eprintln!("{}\n", problem.styled()),
            // Whoever reads it may stop at any time.
            MessageFormat::Json => drop(writeln!(io::stdout(), "{}", problem.json())),
        }
    }
}

/// How many errors there are.
pub(crate) fn count(problems: &[Diagnostic]) -> String {
    let errors = problems
        .iter()
        .filter(|problem| problem.severity == Severity::Error)
        .count();
    let noun = if errors == 1 { "error" } else { "errors" };
    format!("{errors} {noun}")
}

/// Problems of a model that becomes no crate, as text without colours.
pub(crate) fn show_problems(problems: &[Diagnostic]) -> String {
    let list: Vec<String> = problems
        .iter()
        .map(|problem| format!("{problem}\n"))
        .collect();
    format!(
        "{}\n{}; nothing was written",
        list.join("\n"),
        count(problems)
    )
}
