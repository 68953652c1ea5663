//! The types of expressions: a path that leads nowhere, or a comparison that never holds, is found
//! when the crate is generated.

use std::fmt;

use super::functions::Kind as Argument;
use super::{Comparison, Path, Step};
use crate::model::{Kind, Members, Model, Simple};

/// The type of an expression.
#[derive(Clone, Debug)]
pub(crate) enum Ty<'a> {
    /// It depends on the values.
    Any,
    Null,
    Bool,
    Number,
    Text,
    List(Box<Ty<'a>>),
    /// A map from texts.
    Map(Box<Ty<'a>>),
    /// A structure or union: its shape id and its members.
    Structure(&'a str, &'a Members),
    /// What a multi-select makes.
    Object(Vec<(String, Ty<'a>)>),
}

impl Ty<'_> {
    /// Whether a function that takes `kind` may be given a value of this type.
    pub(super) fn is(&self, kind: Argument) -> bool {
        match self {
            Self::Any => true,
            Self::Number => kind == Argument::Number || kind == Argument::Any,
            Self::Text => kind == Argument::Text || kind == Argument::Any,
            Self::List(_) => kind == Argument::List || kind == Argument::Any,
            Self::Map(_) | Self::Structure(..) | Self::Object(_) => {
                kind == Argument::Object || kind == Argument::Any
            }
            Self::Null | Self::Bool => kind == Argument::Any,
        }
    }

    /// Whether values of the two types can be equal.
    fn overlaps(&self, other: &Self) -> bool {
        let object = |ty: &Self| matches!(ty, Self::Map(_) | Self::Structure(..) | Self::Object(_));
        // Any member may be absent, and is null then.
        matches!(self, Self::Any | Self::Null)
            || matches!(other, Self::Any | Self::Null)
            || std::mem::discriminant(self) == std::mem::discriminant(other)
            || (object(self) && object(other))
    }
}

impl fmt::Display for Ty<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Any => f.write_str("a value of any type"),
            Self::Null => f.write_str("null"),
            Self::Bool => f.write_str("a boolean"),
            Self::Number => f.write_str("a number"),
            Self::Text => f.write_str("a string"),
            Self::List(element) => write!(f, "a list, of which each element is {element}"),
            Self::Map(_) => f.write_str("a map"),
            Self::Structure(id, _) => write!(f, "a `{id}`"),
            Self::Object(_) => f.write_str("an object"),
        }
    }
}

/// Finds the types of expressions in a model.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Scope<'a>(pub(crate) &'a Model);

/// How many lists and maps in each other are looked into: there are models in which they have no end.
const MAX_LISTS: usize = 8;

impl<'a> Scope<'a> {
    /// The type of the values of the shape `id`.
    pub(crate) fn shape(self, id: &'a str) -> Ty<'a> {
        self.shape_to(id, MAX_LISTS)
    }

    fn shape_to(self, id: &'a str, depth: usize) -> Ty<'a> {
        let Some(depth) = depth.checked_sub(1) else {
            return Ty::Any;
        };
        match &self.0.shape(id).kind {
            Kind::Simple(Simple::Boolean) => Ty::Bool,
            Kind::Simple(Simple::String | Simple::Blob) | Kind::Enum(_) => Ty::Text,
            Kind::Simple(Simple::Document) => Ty::Any,
            // Timestamps are seconds since 1970.
            Kind::Simple(_) | Kind::IntEnum(_) => Ty::Number,
            Kind::Structure(members) | Kind::Union(members) => Ty::Structure(id, members),
            Kind::List(member) => Ty::List(Box::new(self.shape_to(&member.target, depth))),
            Kind::Map(entry) => Ty::Map(Box::new(self.shape_to(&entry.1.target, depth))),
            _ => Ty::Any,
        }
    }

    /// The type of the expression `path` where the value at hand is a `ty`.
    ///
    /// # Errors
    /// What is wrong with the expression.
    pub(crate) fn check(self, path: &[Step], ty: Ty<'a>) -> Result<Ty<'a>, String> {
        let mut ty = ty;
        let mut rest = path;
        while let Some((step, after)) = rest.split_first() {
            rest = after;
            if !step.projects() {
                ty = self.step(step, ty)?;
                continue;
            }
            let end = rest.iter().position(Step::ends_projection);
            let (inner, outer) = rest.split_at(end.unwrap_or(rest.len()));
            rest = outer;
            let element = self.element(step, ty)?;
            ty = Ty::List(Box::new(self.check(inner, element)?));
        }
        Ok(ty)
    }

    /// What a projection runs over.
    fn element(self, step: &Step, ty: Ty<'a>) -> Result<Ty<'a>, String> {
        match (step, ty) {
            (Step::EachValue, Ty::Map(value)) => Ok(*value),
            (Step::EachValue, Ty::Any | Ty::Structure(..) | Ty::Object(_)) => Ok(Ty::Any),
            (Step::EachValue, other) => Err(format!("`*` wants an object, and finds {other}")),
            (Step::Flatten, Ty::List(element)) => Ok(match *element {
                Ty::List(inner) => *inner,
                other => other,
            }),
            (Step::Filter(condition), Ty::List(element)) => {
                self.check(condition, (*element).clone())?;
                Ok(*element)
            }
            (_, Ty::List(element)) => Ok(*element),
            (Step::Filter(condition), Ty::Any) => {
                self.check(condition, Ty::Any)?;
                Ok(Ty::Any)
            }
            (_, Ty::Any) => Ok(Ty::Any),
            (_, other) => Err(format!("`[..]` wants a list, and finds {other}")),
        }
    }

    fn step(self, step: &Step, ty: Ty<'a>) -> Result<Ty<'a>, String> {
        let all = |paths: &[Path]| -> Result<Vec<Ty<'a>>, String> {
            let types = paths.iter().map(|path| self.check(path, ty.clone()));
            types.collect()
        };
        Ok(match step {
            Step::Field(name) => self.field(name, ty)?,
            Step::Index(_) => match ty {
                Ty::List(element) => *element,
                Ty::Any => Ty::Any,
                other => return Err(format!("an index wants a list, and finds {other}")),
            },
            Step::List(paths) => Ty::List(Box::new(common(all(paths)?))),
            Step::Object(entries) => {
                let entries = entries
                    .iter()
                    .map(|(name, path)| Ok((name.clone(), self.check(path, ty.clone())?)));
                Ty::Object(entries.collect::<Result<_, String>>()?)
            }
            Step::Null => Ty::Null,
            Step::Bool(_) => Ty::Bool,
            Step::Number(_) => Ty::Number,
            Step::Text(_) => Ty::Text,
            Step::Not(path) => {
                self.check(path, ty)?;
                Ty::Bool
            }
            Step::And(a, b) | Step::Or(a, b) => {
                let (a, b) = (self.check(a, ty.clone())?, self.check(b, ty)?);
                common(vec![a, b])
            }
            Step::Compare(comparison, a, b) => {
                let (a, b) = (self.check(a, ty.clone())?, self.check(b, ty)?);
                comparable(*comparison, &a, &b)?;
                Ty::Bool
            }
            Step::Call(function, arguments) => function.check(all(arguments)?)?,
            // What projects is not looked at here.
            _ => ty,
        })
    }

    fn field(self, name: &str, ty: Ty<'a>) -> Result<Ty<'a>, String> {
        match ty {
            Ty::Structure(id, members) => match members.get(name) {
                Some(member) => Ok(self.shape(&member.target)),
                None => Err(format!("`{id}` has no member `{name}`")),
            },
            Ty::Object(entries) => {
                let found = entries.into_iter().find(|(entry, _)| entry == name);
                let missing = || format!("the object has no key `{name}`");
                found.map(|(_, ty)| ty).ok_or_else(missing)
            }
            Ty::Map(value) => Ok(*value),
            Ty::Any => Ok(Ty::Any),
            other => Err(format!("`{name}` wants an object, and finds {other}")),
        }
    }
}

fn comparable(comparison: Comparison, a: &Ty<'_>, b: &Ty<'_>) -> Result<(), String> {
    let equality = matches!(comparison, Comparison::Equal | Comparison::NotEqual);
    let number = |ty: &Ty<'_>| ty.is(Argument::Number);
    match equality {
        true if a.overlaps(b) => Ok(()),
        true => Err(format!("{a} never equals {b}")),
        false if number(a) && number(b) => Ok(()),
        false => Err(format!("{a} and {b} have no order: numbers have one")),
    }
}

/// The type of a value of one of the types.
fn common(types: Vec<Ty<'_>>) -> Ty<'_> {
    let mut types = types.into_iter();
    let first = types.next().unwrap_or(Ty::Any);
    let simple = matches!(first, Ty::Bool | Ty::Number | Ty::Text);
    let same = |ty: Ty<'_>| std::mem::discriminant(&ty) == std::mem::discriminant(&first);
    if simple && types.all(same) {
        first
    } else {
        Ty::Any
    }
}
