//! The standard output, for what may be long.

use std::io::Write as _;

/// Prints a line. A reader that has read enough, such as `head`, is no problem.
pub(crate) fn say(line: &str) {
    drop(writeln!(std::io::stdout(), "{line}"));
}
