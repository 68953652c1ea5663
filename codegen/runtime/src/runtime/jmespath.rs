//! Evaluates JMESPath (<https://jmespath.org/specification.html>). The generator parses expressions
//! and checks them against the model, so that they are constant data here; what does not fit a value
//! gives null.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::json::Json;

/// An expression: steps from the value at hand to the result.
pub(crate) type Path = &'static [Step];

/// A step of a [`Path`]. [`Slice`](Self::Slice), [`Each`](Self::Each), [`EachValue`](Self::EachValue),
/// [`Flatten`](Self::Flatten) and [`Filter`](Self::Filter) let the steps after them run for each
/// element, up to the next [`Flatten`](Self::Flatten) or [`Stop`](Self::Stop).
#[derive(Debug)]
pub enum Step {
    /// `name`
    Field(&'static str),
    /// `[0]`
    Index(i32),
    /// `[start:end:step]`
    Slice(Option<i32>, Option<i32>, i32),
    /// `[*]`
    Each,
    /// `*`
    EachValue,
    /// `[]`
    Flatten,
    /// `[?condition]`
    Filter(&'static [Step]),
    /// `|`
    Stop,
    /// `[a, b]`
    List(&'static [&'static [Step]]),
    /// `{name: a}`
    Object(&'static [(&'static str, &'static [Step])]),
    /// A literal.
    Null,
    /// A literal.
    Bool(bool),
    /// A literal.
    Number(f64),
    /// A literal.
    Text(&'static str),
    /// `!a`
    Not(&'static [Step]),
    /// `a && b`
    And(&'static [Step], &'static [Step]),
    /// `a || b`
    Or(&'static [Step], &'static [Step]),
    /// `a == b`
    Equal(&'static [Step], &'static [Step]),
    /// `a != b`
    NotEqual(&'static [Step], &'static [Step]),
    /// `a < b`
    Less(&'static [Step], &'static [Step]),
    /// `a <= b`
    LessOrEqual(&'static [Step], &'static [Step]),
    /// `a > b`
    Greater(&'static [Step], &'static [Step]),
    /// `a >= b`
    GreaterOrEqual(&'static [Step], &'static [Step]),
    /// `function(a, b)`
    Call(Function, &'static [&'static [Step]]),
}

/// A function of JMESPath.
#[derive(Clone, Copy, Debug)]
#[allow(missing_docs, reason = "the names are JMESPath's")]
pub enum Function {
    Abs,
    Avg,
    Ceil,
    Contains,
    EndsWith,
    Floor,
    Join,
    Keys,
    Length,
    Max,
    Merge,
    Min,
    NotNull,
    Reverse,
    Sort,
    StartsWith,
    Sum,
    ToArray,
    ToNumber,
    Type,
    Values,
}

/// What the expression `path` makes of `value`.
pub(crate) fn evaluate(path: &[Step], value: &Json) -> Json {
    let mut value = value.clone();
    let mut rest = path;
    while let Some((step, after)) = rest.split_first() {
        rest = after;
        value = match step {
            Step::Slice(..) | Step::Each | Step::EachValue | Step::Flatten | Step::Filter(_) => {
                let end = rest
                    .iter()
                    .position(|step| matches!(step, Step::Flatten | Step::Stop));
                let (inner, outer) = rest.split_at(end.unwrap_or(rest.len()));
                rest = outer;
                project(elements(step, &value), inner)
            }
            _ => step_to(step, &value),
        };
    }
    value
}

/// What a projection makes of its elements. Those of which it makes null are left out.
fn project(elements: Option<Vec<Json>>, path: &[Step]) -> Json {
    let Some(elements) = elements else {
        return Json::Null;
    };
    let results = elements.iter().map(|element| evaluate(path, element));
    Json::list(results.filter(|result| *result != Json::Null))
}

/// What a projection runs over; nothing if the value is of the wrong type.
fn elements(step: &Step, value: &Json) -> Option<Vec<Json>> {
    match (step, value) {
        (Step::EachValue, Json::Object(entries)) => Some(entries.values().cloned().collect()),
        (Step::Each, Json::List(items)) => Some(items.to_vec()),
        (Step::Flatten, Json::List(items)) => Some(items.iter().flat_map(flat).collect()),
        (Step::Filter(condition), Json::List(items)) => {
            let holds = |item: &&Json| is_true(&evaluate(condition, item));
            Some(items.iter().filter(holds).cloned().collect())
        }
        (Step::Slice(start, end, step), Json::List(items)) => {
            Some(slice(items, *start, *end, *step))
        }
        _ => None,
    }
}

fn flat(item: &Json) -> Vec<Json> {
    match item {
        Json::List(items) => items.to_vec(),
        other => vec![other.clone()],
    }
}

/// A slice as in Python.
fn slice(items: &[Json], start: Option<i32>, end: Option<i32>, step: i32) -> Vec<Json> {
    let length = i64::try_from(items.len()).unwrap_or(i64::MAX);
    let step = i64::from(step);
    let (lowest, highest) = if step > 0 {
        (0, length)
    } else {
        (-1, length - 1)
    };
    let bound = |index: Option<i32>, default| match index.map(i64::from) {
        None => default,
        Some(index) if index < 0 => (index + length).clamp(lowest, highest),
        Some(index) => index.clamp(lowest, highest),
    };
    let (first, last) = if step > 0 {
        (lowest, highest)
    } else {
        (highest, lowest)
    };
    let (mut at, end) = (bound(start, first), bound(end, last));
    let mut found = Vec::new();
    while step != 0 && (end - at) * step.signum() > 0 {
        found.extend(
            usize::try_from(at)
                .ok()
                .and_then(|at| items.get(at))
                .cloned(),
        );
        at += step;
    }
    found
}

/// A step that does not project.
fn step_to(step: &Step, value: &Json) -> Json {
    let find = |path: &[Step]| evaluate(path, value);
    let order = |a: &[Step], b: &[Step], holds: fn(&f64, &f64) -> bool| match (find(a), find(b)) {
        (Json::Number(a), Json::Number(b)) => Json::Bool(holds(&a, &b)),
        _ => Json::Null,
    };
    match *step {
        Step::Field(name) => match value {
            Json::Object(entries) => entries.get(name).cloned().unwrap_or(Json::Null),
            _ => Json::Null,
        },
        Step::Index(index) => index_of(value, index),
        Step::List(paths) if *value != Json::Null => {
            Json::list(paths.iter().map(|path| find(path)))
        }
        Step::Object(entries) if *value != Json::Null => Json::object(
            entries
                .iter()
                .map(|(name, path)| ((*name).into(), find(path))),
        ),
        Step::Bool(value) => Json::Bool(value),
        Step::Number(number) => Json::Number(number),
        Step::Text(text) => Json::text(text),
        Step::Not(path) => Json::Bool(!is_true(&find(path))),
        Step::And(a, b) => Some(find(a))
            .filter(|a| !is_true(a))
            .unwrap_or_else(|| find(b)),
        Step::Or(a, b) => Some(find(a)).filter(is_true).unwrap_or_else(|| find(b)),
        Step::Equal(a, b) => Json::Bool(find(a) == find(b)),
        Step::NotEqual(a, b) => Json::Bool(find(a) != find(b)),
        Step::Less(a, b) => order(a, b, f64::lt),
        Step::LessOrEqual(a, b) => order(a, b, f64::le),
        Step::Greater(a, b) => order(a, b, f64::gt),
        Step::GreaterOrEqual(a, b) => order(a, b, f64::ge),
        Step::Call(function, arguments) => {
            let arguments: Vec<Json> = arguments.iter().map(|path| find(path)).collect();
            call(function, &arguments).unwrap_or(Json::Null)
        }
        Step::Stop => value.clone(),
        _ => Json::Null,
    }
}

fn index_of(value: &Json, index: i32) -> Json {
    let Json::List(items) = value else {
        return Json::Null;
    };
    let offset = usize::try_from(index.unsigned_abs()).unwrap_or(usize::MAX);
    let index = match index {
        0.. => Some(offset),
        _ => items.len().checked_sub(offset),
    };
    index
        .and_then(|index| items.get(index))
        .cloned()
        .unwrap_or(Json::Null)
}

/// Whether a value counts as true: it is not false, null or empty.
fn is_true(value: &Json) -> bool {
    match value {
        Json::Null => false,
        Json::Bool(value) => *value,
        Json::Number(_) => true,
        Json::Text(text) => !text.is_empty(),
        Json::List(items) => !items.is_empty(),
        Json::Object(entries) => !entries.is_empty(),
    }
}

/// The result of a function; nothing if the arguments are of the wrong types.
fn call(function: Function, arguments: &[Json]) -> Option<Json> {
    use Function as F;
    let first = arguments.first()?;
    let second = arguments.get(1).unwrap_or(&Json::Null);
    Some(match (function, first, second) {
        (F::Abs, Json::Number(number), _) => Json::Number(number.abs()),
        (F::Avg, Json::List(items), _) if items.is_empty() => Json::Null,
        (F::Avg, Json::List(items), _) => Json::Number(sum(items)? / items.len() as f64),
        (F::Ceil, Json::Number(number), _) => Json::Number(number.ceil()),
        (F::Contains, Json::List(items), item) => Json::Bool(items.contains(item)),
        (F::Contains, Json::Text(text), Json::Text(part)) => Json::Bool(text.contains(&**part)),
        (F::Contains, Json::Text(_), _) => Json::Bool(false),
        (F::EndsWith, Json::Text(text), Json::Text(end)) => Json::Bool(text.ends_with(&**end)),
        (F::Floor, Json::Number(number), _) => Json::Number(number.floor()),
        (F::Join, Json::Text(glue), Json::List(items)) => Json::text(
            &items
                .iter()
                .map(text)
                .collect::<Option<Vec<_>>>()?
                .join(glue),
        ),
        (F::Keys, Json::Object(entries), _) => Json::list(entries.keys().cloned().map(Json::Text)),
        (F::Length, Json::Text(text), _) => Json::Number(text.chars().count() as f64),
        (F::Length, Json::List(items), _) => Json::Number(items.len() as f64),
        (F::Length, Json::Object(entries), _) => Json::Number(entries.len() as f64),
        (F::Max, Json::List(items), _) => sorted(items)?.last()?.clone(),
        (F::Merge, _, _) => merged(arguments)?,
        (F::Min, Json::List(items), _) => sorted(items)?.first()?.clone(),
        (F::NotNull, _, _) => arguments
            .iter()
            .find(|value| **value != Json::Null)?
            .clone(),
        (F::Reverse, Json::List(items), _) => Json::list(items.iter().rev().cloned()),
        (F::Reverse, Json::Text(text), _) => Json::text(&text.chars().rev().collect::<String>()),
        (F::Sort, Json::List(items), _) => Json::list(sorted(items)?),
        (F::StartsWith, Json::Text(text), Json::Text(start)) => {
            Json::Bool(text.starts_with(&**start))
        }
        (F::Sum, Json::List(items), _) => Json::Number(sum(items)?),
        (F::ToArray, Json::List(_), _) => first.clone(),
        (F::ToArray, _, _) => Json::list([first.clone()]),
        (F::ToNumber, Json::Number(_), _) => first.clone(),
        (F::ToNumber, Json::Text(text), _) => Json::Number(text.parse().ok()?),
        (F::Type, _, _) => Json::text(type_of(first)),
        (F::Values, Json::Object(entries), _) => Json::list(entries.values().cloned()),
        _ => return None,
    })
}

fn text(value: &Json) -> Option<&str> {
    match value {
        Json::Text(text) => Some(text),
        _ => None,
    }
}

fn sum(items: &[Json]) -> Option<f64> {
    let numbers = items.iter().map(|item| match item {
        Json::Number(number) => Some(*number),
        _ => None,
    });
    numbers.sum()
}

/// Numbers or texts in order; nothing for other values.
fn sorted(items: &[Json]) -> Option<Vec<Json>> {
    let numbers = items.iter().all(|item| matches!(item, Json::Number(_)));
    let texts = items.iter().all(|item| matches!(item, Json::Text(_)));
    let mut items = items.to_vec();
    items.sort_by(|a, b| match (a, b) {
        (Json::Number(a), Json::Number(b)) => a.total_cmp(b),
        (Json::Text(a), Json::Text(b)) => a.cmp(b),
        _ => std::cmp::Ordering::Equal,
    });
    (numbers || texts).then_some(items)
}

fn merged(objects: &[Json]) -> Option<Json> {
    let mut merged: BTreeMap<Rc<str>, Json> = BTreeMap::new();
    for object in objects {
        let Json::Object(entries) = object else {
            return None;
        };
        merged.extend(
            entries
                .iter()
                .map(|(name, value)| (name.clone(), value.clone())),
        );
    }
    Some(Json::object(merged))
}

fn type_of(value: &Json) -> &'static str {
    match value {
        Json::Null => "null",
        Json::Bool(_) => "boolean",
        Json::Number(_) => "number",
        Json::Text(_) => "string",
        Json::List(_) => "array",
        Json::Object(_) => "object",
    }
}
