//! JMESPath (<https://jmespath.org/specification.html>), as waiters use it: parsed here into the terms
//! of the runtime's evaluator, and checked against the model.

mod check;
mod functions;
mod parse;
#[cfg(test)]
mod tests;

use serde::Serialize;

pub(crate) use self::check::{Scope, Ty};
pub(crate) use self::functions::Function;
pub(crate) use self::parse::parse;

/// An expression: steps from the value at hand to the result.
///
/// A step that [projects](Step::projects) lets the steps after it, up to [`Step::Flatten`] or
/// [`Step::Stop`], run for each element. So `a[*].b[].c | [0]` is as flat as it is written.
pub(crate) type Path = Vec<Step>;

/// A step of a [`Path`].
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) enum Step {
    /// `name`
    Field(String),
    /// `[0]`
    Index(i32),
    /// `[0:10:1]`
    Slice(Option<i32>, Option<i32>, i32),
    /// `[*]`
    Each,
    /// `*`
    EachValue,
    /// `[]`
    Flatten,
    /// `[?condition]`
    Filter(Path),
    /// `|`, or a closing parenthesis: the end of a projection.
    Stop,
    /// `[a, b]`
    List(Vec<Path>),
    /// `{name: a}`
    Object(Vec<(String, Path)>),
    /// A literal.
    Null,
    /// A literal.
    Bool(bool),
    /// A literal.
    Number(f64),
    /// A literal.
    Text(String),
    /// `!a`
    Not(Path),
    /// `a && b`
    And(Path, Path),
    /// `a || b`
    Or(Path, Path),
    /// `a == b` and the like.
    Compare(Comparison, Path, Path),
    /// `function(a, b)`
    Call(&'static Function, Vec<Path>),
}

/// How a [`Step::Compare`] compares.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub(crate) enum Comparison {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

impl Step {
    /// Whether the steps that follow run for each of several elements.
    pub(crate) fn projects(&self) -> bool {
        matches!(
            self,
            Self::Slice(..) | Self::Each | Self::EachValue | Self::Flatten | Self::Filter(_)
        )
    }

    /// Whether the projection before it ends.
    pub(crate) fn ends_projection(&self) -> bool {
        matches!(self, Self::Flatten | Self::Stop)
    }
}
