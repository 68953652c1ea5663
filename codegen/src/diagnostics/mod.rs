//! What is wrong with the input: problems are collected, never thrown one at a time. In come places in
//! the terms of the model (a file, a shape, a trait), out go [`Diagnostic`]s with lines and columns.

mod locate;
mod render;

use std::ops::Range;

use crate::model::Source;
use locate::Files;

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
    /// Of a warning, the id by which models suppress it; Smithy's own, where Smithy has such a warning
    /// (<https://smithy.io/2.0/spec/model-validation.html#suppressions>).
    pub id: Option<&'static str>,
    /// The file, as the user named it; empty where no file is to blame.
    pub file: String,
    /// Where it is in the file; none where the file as a whole is to blame.
    pub excerpt: Option<Excerpt>,
    /// The absolute shape id, with the member where one is to blame.
    pub shape: Option<String>,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: String,
}

/// A place in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Excerpt {
    /// The number of the line, from 1.
    pub line: usize,
    /// The number of the character in the line, from 1.
    pub column: usize,
    /// The line; of a very long one, the part around the place.
    pub text: String,
    /// The place, in bytes of `text`.
    pub mark: Range<usize>,
}

/// The problems of a run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Diagnostics {
    problems: Vec<Problem>,
    suppressions: Vec<Suppression>,
}

/// A problem, before its place is looked up.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Problem {
    severity: Severity,
    id: Option<&'static str>,
    file: String,
    shape: Option<String>,
    spot: Spot,
    message: String,
    help: String,
}

/// What is to blame in a file or shape.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Spot {
    /// A line and a column, both from 1.
    Position(usize, usize),
    /// The steps from the shape or member, or else from the document, to a value; or to its key.
    Path { steps: Vec<String>, key: bool },
}

/// A statement that some warnings are not wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Suppression {
    /// The id of the warnings, or what it begins with before a `.`.
    pub(crate) id: String,
    /// Of which shapes.
    pub(crate) scope: Scope,
}

/// The shapes that a [`Suppression`] is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Scope {
    /// All.
    All,
    /// Those of a namespace.
    Namespace(String),
    /// One, or a member.
    Shape(String),
}

impl Diagnostics {
    /// Adds a problem that forbids output.
    pub fn error(&mut self, place: Place<'_>, message: impl Into<String>, help: impl Into<String>) {
        self.push(Severity::Error, None, place, message.into(), help.into());
    }

    /// Adds a problem that the output may suffer from, of the kind `id`.
    pub fn warning(
        &mut self,
        id: &'static str,
        place: Place<'_>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        let severity = Severity::Warning;
        self.push(severity, Some(id), place, message.into(), help.into());
    }

    fn push(
        &mut self,
        severity: Severity,
        id: Option<&'static str>,
        place: Place<'_>,
        message: String,
        help: String,
    ) {
        self.problems.push(Problem {
            severity,
            id,
            file: place.file.to_owned(),
            shape: place.shape.map(str::to_owned),
            spot: place.spot(),
            message,
            help,
        });
    }

    /// Says that some warnings are not wanted.
    pub(crate) fn suppress(&mut self, suppression: Suppression) {
        self.suppressions.push(suppression);
    }

    /// Whether there is an error among the problems.
    pub fn has_errors(&self) -> bool {
        let mut problems = self.problems.iter();
        problems.any(|problem| problem.severity == Severity::Error)
    }

    /// The problems, with their places in the files `sources`: errors first, each kind in the order of
    /// its place. Suppressed warnings are left out.
    pub fn sorted(self, sources: &[Source]) -> Vec<Diagnostic> {
        let (mut problems, suppressions) = (self.problems, self.suppressions);
        problems.retain(|problem| !suppressions.iter().any(|known| known.covers(problem)));
        if problems.is_empty() {
            return Vec::new();
        }
        let files = Files::parse(sources);
        let located = problems.into_iter().map(|problem| files.locate(problem));
        let mut sorted: Vec<Diagnostic> = located.collect();
        sorted.sort_by(|a, b| order(a).cmp(&order(b)));
        sorted.dedup();
        sorted
    }
}

/// By what diagnostics are sorted.
fn order(diagnostic: &Diagnostic) -> impl Ord {
    let excerpt = diagnostic.excerpt.as_ref();
    let position = excerpt.map(|excerpt| (excerpt.line, excerpt.column));
    (
        diagnostic.severity,
        diagnostic.file.clone(),
        position,
        diagnostic.shape.clone(),
    )
}

impl Suppression {
    /// <https://smithy.io/2.0/spec/model-validation.html#matching-validation-events>
    fn covers(&self, problem: &Problem) -> bool {
        let Some(id) = problem.id else {
            return false;
        };
        let rest = id.strip_prefix(&self.id);
        let shape = problem.shape.as_deref().unwrap_or_default();
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
            && match &self.scope {
                Scope::All => true,
                Scope::Namespace(name) => shape
                    .split_once('#')
                    .is_some_and(|(known, _)| known == name),
                Scope::Shape(known) => known == shape,
            }
    }
}

/// Where a problem is, in the terms of the model.
#[derive(Clone, Copy, Debug, Default)]
pub struct Place<'a> {
    /// The file, as the user named it.
    pub file: &'a str,
    /// The absolute shape id, with the member if one is to blame.
    pub shape: Option<&'a str>,
    trait_id: Option<&'a str>,
    /// Whether the key of the place is to blame, rather than its value.
    key: bool,
    path: &'a [&'a str],
    position: Option<(usize, usize)>,
}

impl<'a> Place<'a> {
    /// A file as a whole.
    pub fn file(file: &'a str) -> Self {
        Self {
            file,
            ..Self::default()
        }
    }

    /// A shape, or a member, in a file.
    pub fn shape(file: &'a str, id: &'a str) -> Self {
        Self {
            shape: Some(id),
            ..Self::file(file)
        }
    }

    /// The trait `id` of the place, which is a shape or member.
    #[must_use]
    pub fn of_trait(self, id: &'a str) -> Self {
        Self {
            trait_id: Some(id),
            ..self.key()
        }
    }

    /// The value that the steps `path`, keys and indices, lead to in the place; of a trait without any, the
    /// trait's value.
    #[must_use]
    pub fn at(self, path: &'a [&'a str]) -> Self {
        Self {
            path,
            key: false,
            ..self
        }
    }

    /// The key of the place, rather than its value.
    #[must_use]
    pub fn key(self) -> Self {
        Self { key: true, ..self }
    }

    /// The character `column` of the line `line` of the file, both counted from 1.
    #[must_use]
    pub fn position(self, line: usize, column: usize) -> Self {
        Self {
            position: Some((line, column)),
            ..self
        }
    }

    fn spot(&self) -> Spot {
        if let Some((line, column)) = self.position {
            return Spot::Position(line, column);
        }
        let of_trait = self.trait_id.map(|id| ["traits", id]);
        let steps = of_trait.iter().flatten().chain(self.path);
        Spot::Path {
            steps: steps.map(|step| (*step).to_owned()).collect(),
            key: self.key,
        }
    }
}
