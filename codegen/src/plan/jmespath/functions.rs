//! The functions of JMESPath: what they take and give. Those that take an expression, and `to_string`,
//! which prints JSON, are left out.

use serde::Serialize;

use super::check::Ty;

/// A function.
#[derive(Debug, PartialEq, Serialize)]
pub(crate) struct Function {
    name: &'static str,
    /// The runtime's name.
    pub(crate) variant: &'static str,
    takes: &'static [&'static [Kind]],
    /// Whether the last argument may be repeated.
    repeats: bool,
    gives: Gives,
}

/// What an argument may be.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub(crate) enum Kind {
    Any,
    Number,
    Text,
    List,
    Object,
}

/// The type of a function's result.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
enum Gives {
    Any,
    Bool,
    Number,
    Text,
    Texts,
    List,
    /// The type of the first argument.
    Same,
    /// The type of the first argument's elements.
    Element,
}

use Kind::{Any, List, Number, Object, Text};

static FUNCTIONS: &[Function] = &[
    function("abs", "Abs", &[&[Number]], Gives::Number),
    function("avg", "Avg", &[&[List]], Gives::Number),
    function("ceil", "Ceil", &[&[Number]], Gives::Number),
    function(
        "contains",
        "Contains",
        &[&[List, Text], &[Any]],
        Gives::Bool,
    ),
    function("ends_with", "EndsWith", &[&[Text], &[Text]], Gives::Bool),
    function("floor", "Floor", &[&[Number]], Gives::Number),
    function("join", "Join", &[&[Text], &[List]], Gives::Text),
    function("keys", "Keys", &[&[Object]], Gives::Texts),
    function("length", "Length", &[&[List, Object, Text]], Gives::Number),
    function("max", "Max", &[&[List]], Gives::Element),
    function("merge", "Merge", &[&[Object]], Gives::Any).repeats(),
    function("min", "Min", &[&[List]], Gives::Element),
    function("not_null", "NotNull", &[&[Any]], Gives::Any).repeats(),
    function("reverse", "Reverse", &[&[List, Text]], Gives::Same),
    function("sort", "Sort", &[&[List]], Gives::Same),
    function(
        "starts_with",
        "StartsWith",
        &[&[Text], &[Text]],
        Gives::Bool,
    ),
    function("sum", "Sum", &[&[List]], Gives::Number),
    function("to_array", "ToArray", &[&[Any]], Gives::List),
    function("to_number", "ToNumber", &[&[Any]], Gives::Number),
    function("type", "Type", &[&[Any]], Gives::Text),
    function("values", "Values", &[&[Object]], Gives::List),
];

const fn function(
    name: &'static str,
    variant: &'static str,
    takes: &'static [&'static [Kind]],
    gives: Gives,
) -> Function {
    Function {
        name,
        variant,
        takes,
        repeats: false,
        gives,
    }
}

impl Function {
    const fn repeats(mut self) -> Self {
        self.repeats = true;
        self
    }

    /// The function `name`.
    pub(super) fn named(name: &str) -> Result<&'static Self, String> {
        let found = FUNCTIONS.iter().find(|function| function.name == name);
        found.ok_or_else(|| format!("the function `{name}` is not supported"))
    }

    /// Whether the function takes `count` arguments.
    pub(super) fn check_count(&self, count: usize) -> Result<(), String> {
        let wanted = self.takes.len();
        if count == wanted || (self.repeats && count > wanted) {
            return Ok(());
        }
        Err(format!(
            "`{}` takes {wanted} arguments, not {count}",
            self.name
        ))
    }

    /// The type of the result for arguments of the given types.
    pub(super) fn check<'a>(&self, arguments: Vec<Ty<'a>>) -> Result<Ty<'a>, String> {
        let last = self.takes.last();
        for (index, argument) in arguments.iter().enumerate() {
            let Some(kinds) = self.takes.get(index).or(last) else {
                continue;
            };
            if !kinds.iter().any(|kind| argument.is(*kind)) {
                let name = self.name;
                return Err(format!("`{name}` does not take {argument}"));
            }
        }
        let first = arguments.into_iter().next().unwrap_or(Ty::Any);
        Ok(match self.gives {
            Gives::Any => Ty::Any,
            Gives::Bool => Ty::Bool,
            Gives::Number => Ty::Number,
            Gives::Text => Ty::Text,
            Gives::Texts => Ty::List(Box::new(Ty::Text)),
            Gives::List => Ty::List(Box::new(Ty::Any)),
            Gives::Same => first,
            Gives::Element => match first {
                Ty::List(element) => *element,
                _ => Ty::Any,
            },
        })
    }
}
