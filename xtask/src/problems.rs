//! The problems of a model, as the user reads them.

use codegen::diagnostics::{Diagnostic, Severity};

/// Problems as the user reads them.
pub(crate) fn show_problems(problems: &[Diagnostic]) -> String {
    let errors = problems
        .iter()
        .filter(|problem| problem.severity == Severity::Error)
        .count();
    let list: Vec<String> = problems
        .iter()
        .map(|problem| format!("{problem}\n"))
        .collect();
    let noun = if errors == 1 { "error" } else { "errors" };
    format!("{}\n{errors} {noun}; nothing was written", list.join("\n"))
}
