//! The report of a run, which may be long.

use std::io::{self, Write as _};

use crate::problems::MessageFormat;

/// Prints a line: to the standard output, unless problems are printed there as JSON. A reader that has read
/// enough, such as `head`, is no problem.
pub(crate) fn say(format: MessageFormat, line: &str) {
    drop(match format {
        MessageFormat::Human => writeln!(io::stdout(), "{line}"),
        MessageFormat::Json => writeln!(io::stderr(), "{line}"),
    });
}
