//! The files of a crate in memory.

use std::collections::BTreeMap;

/// The files of a crate: contents by their paths, which are relative and have `/`.
pub type Files = BTreeMap<String, String>;

/// The word by which a file is known as ours: it stands in the first line.
const MARK: &str = "@generated";

/// The first line of a file at `path`.
pub(super) fn header(path: &str) -> String {
    let text = format!("{MARK} by `cargo xtask codegen`: change the model, not this file.");
    match path.rsplit('.').next() {
        Some("md") => format!("<!-- {text} -->"),
        Some("toml") => format!("# {text}"),
        _ => format!("// {text}"),
    }
}

/// Whether a file is ours.
pub(super) fn is_ours(content: &str) -> bool {
    content
        .lines()
        .next()
        .is_some_and(|line| line.contains(MARK))
}
