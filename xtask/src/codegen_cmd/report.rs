//! What a run did to a folder, and what it left out of the crate, as the user reads it.

use std::path::Path;

use codegen::model::Unused;
use codegen::output::sync::Changes;

use crate::files::show;
use crate::problems::MessageFormat;
use crate::say::say;

/// Prints what changed in the folder.
pub(super) fn report(changes: &Changes, folder: &Path, format: MessageFormat) {
    for (path, old) in &changes.written {
        let verb = if old.is_some() { "changed" } else { "  added" };
        say(format, &format!("{verb} {path}"));
    }
    for path in changes.removed.keys() {
        say(format, &format!("removed {path}"));
    }
    for path in &changes.foreign {
        say(format, &format!(" kept   {path} (not written by codegen)"));
    }
    say(
        format,
        &format!(
            "{}: {} written, {} removed, {} unchanged",
            show(folder),
            changes.written.len(),
            changes.removed.len(),
            changes.unchanged
        ),
    );
}

/// Prints what the model has and the crate lacks.
pub(super) fn explain(unused: &Unused, format: MessageFormat) {
    for (what, ids) in [
        ("operations", &unused.operations),
        ("shapes", &unused.shapes),
    ] {
        say(format, &format!("{what} left out: {}", ids.len()));
        ids.iter().for_each(|id| say(format, &format!("  {id}")));
    }
}
