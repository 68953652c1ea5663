//! Paths into an operation's input: the part of JMESPath that `smithy.rules#operationContextParams` may
//! use, as steps from Rust value to Rust value.

use serde::Serialize;

use super::super::names;
use super::super::presence::is_optional;
use super::super::types::Types;
use super::ParamType;
use crate::model::{Kind, Member, Simple};

/// A path from the input to a value, or to several.
#[derive(Debug, Serialize)]
pub(crate) struct Path {
    /// To one value, which may be absent.
    pub(crate) head: Vec<Step>,
    /// From there to any number of values.
    pub(crate) tail: Option<Vec<Step>>,
}

/// A step, from each value that the steps before it found.
#[derive(Clone, Debug, Serialize)]
pub(crate) enum Step {
    /// To a field, and whether the field is an `Option`.
    Field(String, bool),
    /// To the elements of a list, or to an element of a sparse list that is not null.
    Items,
    Keys,
    Values,
    /// To the values of several paths, in turn.
    Select(Vec<Vec<Step>>),
    /// From a string or an enum to its text.
    Text,
}

/// A part of a path as it is written.
#[derive(Debug, PartialEq)]
enum Part {
    Member(String),
    Each,
    Values,
    Flatten,
    Keys,
    Select(Vec<Vec<Part>>),
}

/// The steps of `path`, which ends at what a parameter of the type `ty` takes, from the structure `input`.
///
/// # Errors
/// With what is wrong with the path.
pub(super) fn plan(
    types: &Types<'_>,
    input: &str,
    path: &str,
    ty: ParamType,
) -> Result<Path, String> {
    let parts = parse(path)?;
    let mut walk = Walk::from(types, input);
    for part in &parts {
        walk.go(part)?;
    }
    walk.end(ty)
}

/// The text that is not read yet.
struct Parser<'a>(&'a str);

fn parse(path: &str) -> Result<Vec<Part>, String> {
    let mut parser = Parser(path);
    let parts = parser.path()?;
    match parser.0 {
        "" => Ok(parts),
        rest => Err(format!("`{rest}` is not understood")),
    }
}

impl Parser<'_> {
    fn take(&mut self, token: &str) -> bool {
        let text = self.0.trim_start();
        let rest = text.strip_prefix(token);
        self.0 = rest.unwrap_or(text);
        rest.is_some()
    }

    fn demand(&mut self, token: &str) -> Result<(), String> {
        match self.take(token) {
            true => Ok(()),
            false => Err(format!("`{token}` is missing before `{}`", self.0)),
        }
    }

    fn path(&mut self) -> Result<Vec<Part>, String> {
        let mut parts = Vec::new();
        if self.take("keys(") {
            parts = self.path()?;
            self.demand(")")?;
            parts.push(Part::Keys);
        } else if !self.take("@") && !self.0.starts_with('[') {
            parts.push(self.name()?);
        }
        loop {
            if self.take("[*]") {
                parts.push(Part::Each);
            } else if self.take("[]") {
                parts.push(Part::Flatten);
            } else if self.take(".*") {
                parts.push(Part::Values);
            } else if self.take(".[") || self.take("[") {
                parts.push(self.selection()?);
            } else if self.take(".keys(") {
                parts.extend(self.path()?);
                self.demand(")")?;
                parts.push(Part::Keys);
            } else if self.take(".") {
                parts.push(self.name()?);
            } else {
                return Ok(parts);
            }
        }
    }

    fn selection(&mut self) -> Result<Part, String> {
        let mut paths = vec![self.path()?];
        while self.take(",") {
            paths.push(self.path()?);
        }
        self.demand("]")?;
        Ok(Part::Select(paths))
    }

    fn name(&mut self) -> Result<Part, String> {
        let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
        let end = self.0.find(|c| !is_name(c)).unwrap_or(self.0.len());
        let (name, rest) = self.0.split_at(end);
        if name.is_empty() {
            return Err(format!("a name is missing before `{rest}`"));
        }
        self.0 = rest;
        Ok(Part::Member(name.to_owned()))
    }
}

/// Where a walk has come to.
enum At<'a> {
    /// The absolute id of a shape.
    Shape(&'a str),
    /// Texts, found as a list that is to be flattened first if it is one of many.
    Texts { nested: bool },
}

struct Walk<'a> {
    types: &'a Types<'a>,
    at: At<'a>,
    head: Vec<Step>,
    tail: Option<Vec<Step>>,
}

impl<'a> Walk<'a> {
    fn from(types: &'a Types<'a>, input: &'a str) -> Self {
        Self {
            types,
            at: At::Shape(input),
            head: Vec::new(),
            tail: None,
        }
    }

    fn step(&mut self, step: Step) {
        self.tail.as_mut().unwrap_or(&mut self.head).push(step);
    }

    /// A step to many values.
    fn spread(&mut self, step: Step) {
        self.tail.get_or_insert_default().push(step);
    }

    fn go(&mut self, part: &Part) -> Result<(), String> {
        let At::Shape(id) = self.at else {
            let flattened = At::Texts { nested: false };
            return match part {
                Part::Flatten => {
                    self.at = flattened;
                    Ok(())
                }
                _ => Err("only `[]` can follow a list of values".to_owned()),
            };
        };
        let shape = self.types.model.shape(id);
        match (part, &shape.kind) {
            (Part::Member(name), Kind::Structure(members)) => {
                let member = members.get(name);
                let member = member.ok_or_else(|| format!("`{id}` has no member `{name}`"))?;
                let is_input = self.head.is_empty() && self.tail.is_none();
                let optional = is_input || is_optional(self.types, member);
                self.step(Step::Field(names::field(name), optional));
                self.at = At::Shape(&member.target);
                Ok(())
            }
            (Part::Each, Kind::List(element)) => {
                self.items(element, shape.traits.has("smithy.api#sparse"));
                Ok(())
            }
            (Part::Flatten, Kind::List(element)) => {
                let projects = self.tail.is_some();
                self.items(element, shape.traits.has("smithy.api#sparse"));
                let inner = self.types.model.shape(&element.target);
                if let (false, Kind::List(element)) = (projects, &inner.kind) {
                    self.items(element, inner.traits.has("smithy.api#sparse"));
                }
                Ok(())
            }
            (Part::Flatten, _) if self.tail.is_some() => Ok(()),
            (Part::Values, Kind::Map(entry)) => {
                self.spread(Step::Values);
                self.at = At::Shape(&entry.1.target);
                if shape.traits.has("smithy.api#sparse") {
                    self.step(Step::Items);
                }
                Ok(())
            }
            (Part::Keys, Kind::Map(_)) => {
                self.texts(Step::Keys);
                self.step(Step::Text);
                Ok(())
            }
            (Part::Select(paths), _) => {
                let paths = paths.iter().map(|path| self.selected(id, path));
                let paths = paths.collect::<Result<_, _>>()?;
                self.texts(Step::Select(paths));
                Ok(())
            }
            _ => Err(format!(
                "`{id}` is of the wrong type for its part of the path"
            )),
        }
    }

    fn items(&mut self, element: &'a Member, sparse: bool) {
        self.spread(Step::Items);
        if sparse {
            self.step(Step::Items);
        }
        self.at = At::Shape(&element.target);
    }

    fn texts(&mut self, step: Step) {
        let nested = self.tail.is_some();
        self.spread(step);
        self.at = At::Texts { nested };
    }

    /// A path of a selection, from the shape `id` to one text.
    fn selected(&self, id: &'a str, path: &[Part]) -> Result<Vec<Step>, String> {
        let mut walk = Walk::from(self.types, id);
        // The selection is not from the input itself, whose fields are optional.
        walk.tail = (!self.head.is_empty() || self.tail.is_some()).then(Vec::new);
        for part in path {
            walk.go(part)?;
        }
        if !walk.is_text() {
            return Err("a selection is of texts".to_owned());
        }
        Ok([walk.head, walk.tail.unwrap_or_default(), vec![Step::Text]].concat())
    }

    fn is_text(&self) -> bool {
        let At::Shape(id) = self.at else {
            return false;
        };
        let kind = &self.types.model.shape(id).kind;
        matches!(kind, Kind::Simple(Simple::String) | Kind::Enum(_))
    }

    fn end(mut self, ty: ParamType) -> Result<Path, String> {
        if let (ParamType::Texts, At::Shape(id), None) = (ty, &self.at, &self.tail)
            && matches!(self.types.model.shape(id).kind, Kind::List(_))
        {
            self.go(&Part::Each)?;
        }
        let many = self.tail.is_some();
        let is_bool = matches!(self.at, At::Shape(id)
            if matches!(self.types.model.shape(id).kind, Kind::Simple(Simple::Boolean)));
        let fits = match ty {
            ParamType::Bool => is_bool && !many,
            ParamType::Text => self.is_text() && !many,
            ParamType::Texts => {
                many && (self.is_text() || matches!(self.at, At::Texts { nested: false }))
            }
        };
        if !fits {
            return Err("what it finds is not of the parameter's type".to_owned());
        }
        if self.is_text() {
            self.step(Step::Text);
        }
        Ok(Path {
            head: self.head,
            tail: self.tail,
        })
    }
}
