//! `--check`: how folders differ from what would be written, as text. In: the changes that a run would make.
//! Out: diffs, cut where they are long, and the command that mends it.

use std::path::Path;

use codegen::output::Files;
use codegen::output::sync::Changes;
use similar::TextDiff;

use super::Args;
use crate::files::show;
use crate::say::say;

/// The most lines that are shown of the diff of a file.
const LINES_OF_FILE: usize = 60;
/// The number of lines after which no other file is shown.
const LINES: usize = 200;

/// What is known of the folders so far.
#[derive(Debug, Default)]
pub(super) struct Check {
    shown: Vec<String>,
    /// Files that are not shown, and how many lines their diffs have.
    cut: (usize, usize),
    unchanged: usize,
    changed: usize,
    missing: usize,
    left_over: usize,
    line_endings: usize,
}

impl Check {
    /// Adds the changes of a crate; the names of its files are shown after `prefix`.
    pub(super) fn add(&mut self, prefix: &str, files: &Files, changes: &Changes) {
        self.unchanged += changes.unchanged;
        for (path, old) in &changes.written {
            let (path, new) = (format!("{prefix}{path}"), &files[path]);
            match old.as_ref().map(|old| old.replace("\r\n", "\n")) {
                None => {
                    self.missing += 1;
                    self.show(&path, diff(&path, "", new));
                }
                Some(old) if old == *new => {
                    self.line_endings += 1;
                    self.show(&path, format!("{path}: line endings differ, nothing else"));
                }
                Some(old) => {
                    self.changed += 1;
                    self.show(&path, diff(&path, &old, new));
                }
            }
        }
        for (path, old) in &changes.removed {
            let path = format!("{prefix}{path}");
            self.left_over += 1;
            self.show(&path, diff(&path, old, ""));
        }
    }

    /// Shows how a file differs, or the first lines of it, or that there are others.
    fn show(&mut self, path: &str, text: String) {
        let lines = text.lines().count();
        if self.shown.len() >= LINES {
            self.cut.0 += 1;
            self.cut.1 += lines;
            return;
        }
        let first = text.lines().take(LINES_OF_FILE).map(str::to_owned);
        self.shown.extend(first);
        if lines > LINES_OF_FILE {
            let rest = lines - LINES_OF_FILE;
            self.shown
                .push(format!(".. and {rest} more lines of {path}"));
        }
    }

    /// That all is up to date, or what differs and what to do.
    pub(super) fn outcome(mut self, folder: &Path, args: &Args) -> Result<(), String> {
        let counts = [
            ("changed", self.changed),
            ("missing", self.missing),
            ("left over", self.left_over),
            ("with other line endings", self.line_endings),
        ];
        let counts = counts.iter().filter(|(_, count)| *count > 0);
        let counts: Vec<String> = counts.map(|(what, n)| format!("{n} {what}")).collect();
        if counts.is_empty() {
            let line = format!("{}: up to date, {} files", show(folder), self.unchanged);
            say(args.message_format, &line);
            return Ok(());
        }
        if let (files @ 1.., lines) = self.cut {
            self.shown
                .push(format!(".. and {lines} lines of {files} more files"));
        }
        let (shown, counts, folder) = (self.shown.join("\n"), counts.join(", "), show(folder));
        let mut message = format!(
            "{shown}\n\nerror: {folder} is not what the model gives; files: {counts}\n   \
             = help: run `{}`",
            command(args)
        );
        if self.line_endings > 0 {
            message.push_str(
                "\n   = help: git changes line endings, unless a line of .gitattributes, such as\
                 \n           `generated/** text eol=lf`, tells it not to",
            );
        }
        Err(message)
    }
}

fn diff(path: &str, old: &str, new: &str) -> String {
    TextDiff::from_lines(old, new)
        .unified_diff()
        .context_radius(2)
        .header(&format!("a/{path}"), &format!("b/{path}"))
        .to_string()
}

/// The command that writes what a check found missing, for a shell.
fn command(args: &Args) -> String {
    let path = |path: &Path| path.display().to_string();
    let models = args.model.iter().map(|model| ("--model", path(model)));
    let operations = (!args.operations.is_empty()).then(|| args.operations.join(","));
    let others = [
        ("--service", args.service.clone()),
        ("--operations", operations),
        ("--out", args.out.as_deref().map(path)),
        ("--name", args.name.clone()),
    ];
    let others = others
        .into_iter()
        .filter_map(|(flag, value)| Some((flag, value?)));
    let mut words = ["cargo", "xtask", "codegen"].map(str::to_owned).to_vec();
    for (flag, value) in models.chain(others) {
        words.extend([flag.to_owned(), value]);
    }
    words.extend(args.tests.then(|| "--tests".to_owned()));
    // Only a word with a NUL cannot be quoted, and no argument has one.
    shlex::try_join(words.iter().map(String::as_str)).unwrap_or_else(|_| words.join(" "))
}
