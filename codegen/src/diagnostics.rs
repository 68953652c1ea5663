//! What is wrong with the input: problems are collected, never thrown one at a time.

use std::fmt;

/// How grave a [`Diagnostic`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Nothing is written.
    Error,
    /// The output is written, and may lack what the user expects.
    Warning,
}

/// A problem of the input, where it is, and what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// How grave it is.
    pub severity: Severity,
    /// The file, as the user named it; empty where no file is to blame.
    pub file: String,
    /// The absolute shape id, with the member or trait where one is to blame.
    pub shape: Option<String>,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: String,
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let severity = match self.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        writeln!(f, "{severity}: {}", self.message)?;
        match (&self.shape, self.file.as_str()) {
            (Some(shape), "") => writeln!(f, "  --> {shape}")?,
            (Some(shape), file) => writeln!(f, "  --> {file}: {shape}")?,
            (None, "") => {}
            (None, file) => writeln!(f, "  --> {file}")?,
        }
        write!(f, "   = help: {}", self.help)
    }
}

/// The problems of a run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Diagnostics(Vec<Diagnostic>);

impl Diagnostics {
    /// Adds a problem that forbids output.
    pub fn error(&mut self, place: Place<'_>, message: impl Into<String>, help: impl Into<String>) {
        self.push(Severity::Error, place, message.into(), help.into());
    }

    /// Adds a problem that the output may suffer from.
    pub fn warning(
        &mut self,
        place: Place<'_>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.push(Severity::Warning, place, message.into(), help.into());
    }

    fn push(&mut self, severity: Severity, place: Place<'_>, message: String, help: String) {
        self.0.push(Diagnostic {
            severity,
            file: place.file.to_owned(),
            shape: place.shape.map(str::to_owned),
            message,
            help,
        });
    }

    /// Whether there is an error among the problems.
    pub fn has_errors(&self) -> bool {
        self.0.iter().any(|d| d.severity == Severity::Error)
    }

    /// The problems: errors first, each kind in the order of its place.
    pub fn sorted(mut self) -> Vec<Diagnostic> {
        self.0
            .sort_by(|a, b| (a.severity, &a.file, &a.shape).cmp(&(b.severity, &b.file, &b.shape)));
        self.0.dedup();
        self.0
    }
}

/// Where a problem is.
#[derive(Clone, Copy, Debug, Default)]
pub struct Place<'a> {
    /// The file, as the user named it.
    pub file: &'a str,
    /// The absolute shape id.
    pub shape: Option<&'a str>,
}

impl<'a> Place<'a> {
    /// A file as a whole.
    pub fn file(file: &'a str) -> Self {
        Self { file, shape: None }
    }
}
