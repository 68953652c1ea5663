//! The files that commands read, and how they are named to the user.

use std::fs;
use std::path::{Path, PathBuf};

use codegen::model::Source;

/// The workspace that this program was built in.
pub(crate) fn workspace() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_owned()
}

/// A path as the user would write it: from the current folder, if it is below.
pub(crate) fn show(path: &Path) -> String {
    let here = std::env::current_dir().unwrap_or_default();
    path.strip_prefix(here)
        .unwrap_or(path)
        .display()
        .to_string()
}

/// Reads a file of text, without the mark that some editors put before it.
pub(crate) fn read(file: &Path) -> Result<String, String> {
    let text = fs::read_to_string(file).map_err(|error| {
        format!(
            "error: {}: {error}\n   = help: name a readable file of UTF-8 text",
            show(file)
        )
    })?;
    Ok(text.trim_start_matches('\u{feff}').to_owned())
}

/// Reads the model's files; all that cannot be read are named.
pub(crate) fn sources(files: &[PathBuf]) -> Result<Vec<Source>, String> {
    let (mut sources, mut problems) = (Vec::new(), Vec::new());
    for file in files {
        match read(file) {
            Ok(text) => sources.push(Source {
                name: show(file),
                text,
            }),
            Err(problem) => problems.push(problem),
        }
    }
    if problems.is_empty() {
        Ok(sources)
    } else {
        Err(problems.join("\n\n"))
    }
}
