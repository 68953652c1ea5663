//! Waiters (`smithy.waiters#waitable`): an operation that is called again and again until what it
//! returns says that something has come true, or never will.

use serde::Serialize;
use serde_json::Value;

use super::jmespath::{self, Path, Scope, Ty};
use super::shapes::Structure;
use super::{docs, names};
use crate::diagnostics::Diagnostics;
use crate::model::{self, Model, Shape};

/// A waiter.
#[derive(Debug, Serialize)]
pub(crate) struct Waiter {
    /// The name in the model.
    pub(crate) model_name: String,
    /// The symbol.
    pub(crate) name: String,
    pub(crate) module: String,
    /// The client's method.
    pub(crate) method: String,
    pub(crate) fluent_builder: String,
    pub(crate) final_poll: String,
    pub(crate) error: String,
    pub(crate) docs: String,
    pub(crate) deprecated: bool,
    /// Bounds of the pause between two calls, in seconds.
    pub(crate) delay: (u64, u64),
    /// The first that matches decides.
    pub(crate) acceptors: Vec<Acceptor>,
}

/// What follows if an outcome matches.
#[derive(Debug, Serialize)]
pub(crate) struct Acceptor {
    pub(crate) state: State,
    pub(crate) matcher: Matcher,
}

/// What follows from an outcome.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub(crate) enum State {
    Success,
    Failure,
    Retry,
}

/// What an outcome is held against.
#[derive(Debug, Serialize)]
pub(crate) enum Matcher {
    /// Whether the call succeeded.
    Success(bool),
    /// The name of the error.
    ErrorType(String),
    /// A value of the output.
    Output(PathMatcher),
    /// A value of `{input, output}`.
    InputOutput(PathMatcher),
}

/// A value, and what it has to be.
#[derive(Debug, Serialize)]
pub(crate) struct PathMatcher {
    /// The expression as the model writes it.
    pub(crate) text: String,
    pub(crate) path: Path,
    pub(crate) comparator: Comparator,
    pub(crate) expected: String,
}

/// How a [`PathMatcher`] compares.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[allow(clippy::enum_variant_names, reason = "the names are Smithy's")]
pub(crate) enum Comparator {
    StringEquals,
    BooleanEquals,
    AllStringEquals,
    AnyStringEquals,
}

const STATES: &[(&str, State)] = &[
    ("success", State::Success),
    ("failure", State::Failure),
    ("retry", State::Retry),
];

const COMPARATORS: &[(&str, Comparator)] = &[
    ("stringEquals", Comparator::StringEquals),
    ("booleanEquals", Comparator::BooleanEquals),
    ("allStringEquals", Comparator::AllStringEquals),
    ("anyStringEquals", Comparator::AnyStringEquals),
];

/// Decides the waiters of the operation `shape`, in the order of their names.
pub(crate) fn plan(
    model: &Model,
    shape: &Shape,
    input: &Structure,
    problems: &mut Diagnostics,
) -> Vec<Waiter> {
    let Some(waiters) = shape.traits.get(WAITABLE) else {
        return Vec::new();
    };
    let Some(waiters) = waiters.as_object() else {
        problems.error(
            shape.place().of_trait(WAITABLE),
            "`waitable` is not an object",
            HELP,
        );
        return Vec::new();
    };
    if input.members.iter().any(|field| field.name == "wait") {
        let message = "a member of the input has the name of the waiter's method `wait`";
        let help = "rename the member in the model, or leave out the trait `waitable`";
        problems.error(shape.place().of_trait(WAITABLE), message, help);
    }
    let mut reader = Reader {
        model,
        shape,
        problems,
        name: "",
    };
    let waiters = waiters.iter();
    let waiters = waiters.filter_map(|(name, waiter)| reader.waiter(name, waiter));
    let mut waiters: Vec<Waiter> = waiters.collect();
    waiters.sort_by(|a, b| a.model_name.cmp(&b.model_name));
    waiters
}

/// Adds problems for waiters that would be the same in Rust.
pub(crate) fn distinct<'a>(
    waiters: impl Iterator<Item = (&'a Shape, &'a Waiter)>,
    problems: &mut Diagnostics,
) {
    let mut known = std::collections::BTreeMap::new();
    for (shape, waiter) in waiters {
        if let Some(other) = known.insert(waiter.module.as_str(), shape.id.as_str()) {
            let message = format!(
                "the Rust module `waiters::{}` would be the waiter `{}` of this operation and one of `{other}`",
                waiter.module, waiter.model_name
            );
            problems.error(
                shape.place().of_trait(WAITABLE),
                message,
                "rename one of the waiters in the model",
            );
        }
    }
}

const WAITABLE: &str = "smithy.waiters#waitable";
const HELP: &str = "see https://smithy.io/2.0/additional-specs/waiters.html";

/// Smithy's own bounds where the model sets none.
const DELAY: (u64, u64) = (2, 120);

struct Reader<'a> {
    model: &'a Model,
    shape: &'a Shape,
    problems: &'a mut Diagnostics,
    /// The waiter at hand.
    name: &'a str,
}

impl<'a> Reader<'a> {
    fn problem<T>(&mut self, message: impl std::fmt::Display) -> Option<T> {
        let message = format!("the waiter `{}` is wrong: {message}", self.name);
        let path = [self.name];
        let place = self.shape.place().of_trait(WAITABLE).at(&path);
        self.problems.error(place, message, HELP);
        None
    }

    fn waiter(&mut self, name: &'a str, waiter: &'a Value) -> Option<Waiter> {
        self.name = name;
        let is_name = name.starts_with(|c: char| c.is_ascii_uppercase())
            && name.chars().all(|c| c.is_ascii_alphanumeric());
        if !is_name {
            return self.problem("a name is of letters and digits, and begins with a capital");
        }
        let delay = self.delay(waiter)?;
        let acceptors = waiter.get("acceptors").and_then(Value::as_array);
        let acceptors: Vec<Option<Acceptor>> = acceptors
            .into_iter()
            .flatten()
            .map(|acceptor| self.acceptor(acceptor))
            .collect();
        let acceptors: Vec<Acceptor> = acceptors.into_iter().collect::<Option<_>>()?;
        if !acceptors.iter().any(|a| a.state == State::Success) {
            return self.problem("no acceptor has the state `success`");
        }
        let pascal = names::pascal(name);
        let documentation = waiter.get("documentation").and_then(Value::as_str);
        Some(Waiter {
            model_name: name.to_owned(),
            name: names::type_name(name),
            module: names::module(name),
            method: format!("wait_until_{}", names::snake(name)),
            fluent_builder: format!("{pascal}FluentBuilder"),
            final_poll: format!("{pascal}FinalPoll"),
            error: format!("WaitUntil{pascal}Error"),
            docs: docs::markdown(documentation.unwrap_or_default()),
            deprecated: waiter.get("deprecated") == Some(&Value::Bool(true)),
            delay,
            acceptors,
        })
    }

    fn delay(&mut self, waiter: &Value) -> Option<(u64, u64)> {
        let seconds = |key: &str, default: u64| match waiter.get(key) {
            None => Some(default),
            Some(value) => value.as_u64().filter(|value| (1..=86_400).contains(value)),
        };
        let min = seconds("minDelay", DELAY.0);
        let delay = min.zip(seconds("maxDelay", DELAY.1));
        match delay {
            Some((min, max)) if min <= max => Some((min, max)),
            _ => self.problem(
                "`minDelay` and `maxDelay` are seconds, from 1 to a day, and the first is not the greater",
            ),
        }
    }

    fn acceptor(&mut self, acceptor: &'a Value) -> Option<Acceptor> {
        let state = acceptor.get("state").and_then(Value::as_str);
        let Some(state) = state.and_then(|state| named(STATES, state)) else {
            return self.problem("the state of an acceptor is `success`, `failure` or `retry`");
        };
        let matcher = acceptor.get("matcher").and_then(Value::as_object);
        let mut matcher = matcher.into_iter().flatten();
        let (Some((kind, value)), None) = (matcher.next(), matcher.next()) else {
            return self.problem("an acceptor has one matcher");
        };
        let matcher = self.matcher(kind, value)?;
        Some(Acceptor { state, matcher })
    }

    fn matcher(&mut self, kind: &str, value: &'a Value) -> Option<Matcher> {
        let (_, operation) = self.model.operation(&self.shape.id);
        let scope = Scope(self.model);
        let output = scope.shape(&operation.output);
        match (kind, value) {
            ("success", Value::Bool(success)) => Some(Matcher::Success(*success)),
            ("errorType", Value::String(id)) => {
                Some(Matcher::ErrorType(model::name_of(id).to_owned()))
            }
            ("output", Value::Object(_)) => self.path_matcher(value, output).map(Matcher::Output),
            ("inputOutput", Value::Object(_)) => {
                let both = Ty::Object(vec![
                    ("input".to_owned(), scope.shape(&operation.input)),
                    ("output".to_owned(), output),
                ]);
                self.path_matcher(value, both).map(Matcher::InputOutput)
            }
            _ => self.problem(format!("the matcher `{kind}` is not one of Smithy's")),
        }
    }

    fn path_matcher(&mut self, value: &Value, root: Ty<'a>) -> Option<PathMatcher> {
        let text = |key: &str| value.get(key).and_then(Value::as_str);
        let comparator = text("comparator").and_then(|name| named(COMPARATORS, name));
        let (Some(path), Some(expected), Some(comparator)) =
            (text("path"), text("expected"), comparator)
        else {
            return self.problem(
                "a matcher of a value has a `path`, what is `expected`, and a `comparator` of Smithy's",
            );
        };
        let fits = |ty: &Ty<'_>| fits(comparator, expected, ty);
        let checked = jmespath::parse(path).and_then(|parsed| {
            let ty = Scope(self.model).check(&parsed, root)?;
            fits(&ty).map(|()| parsed)
        });
        match checked {
            Ok(parsed) => Some(PathMatcher {
                text: path.to_owned(),
                path: parsed,
                comparator,
                expected: expected.to_owned(),
            }),
            Err(problem) => self.problem(format!("in the path `{path}`, {problem}")),
        }
    }
}

fn named<T: Copy>(table: &[(&str, T)], name: &str) -> Option<T> {
    let found = table.iter().find(|(known, _)| *known == name);
    found.map(|(_, value)| *value)
}

/// Whether a comparator can find a value of the type `ty` equal to `expected`.
fn fits(comparator: Comparator, expected: &str, ty: &Ty<'_>) -> Result<(), String> {
    let texts = |ty: &Ty<'_>| match ty {
        Ty::List(element) => matches!(**element, Ty::Text | Ty::Any),
        ty => matches!(ty, Ty::Any),
    };
    let (fits, wanted) = match comparator {
        Comparator::StringEquals => (matches!(ty, Ty::Text | Ty::Any), "a string"),
        Comparator::BooleanEquals => (matches!(ty, Ty::Bool | Ty::Any), "a boolean"),
        Comparator::AllStringEquals | Comparator::AnyStringEquals => {
            (texts(ty), "a list of strings")
        }
    };
    if !fits {
        return Err(format!("the comparator wants {wanted}, and finds {ty}"));
    }
    if comparator == Comparator::BooleanEquals && !matches!(expected, "true" | "false") {
        return Err(format!("`{expected}` is expected, which is no boolean"));
    }
    Ok(())
}
