//! From files to a [`Model`]: each shape is read by itself, `apply` statements are merged, and the
//! service is found.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::{Kind, Member, Members, Model, Operation, Service, Shape, Simple, Traits, UNIT};
use super::{ast, prelude, validate};
use crate::diagnostics::{Diagnostics, Place};

/// A model file.
#[derive(Clone, Debug)]
pub struct Source {
    /// The file's name, as problems show it.
    pub name: String,
    /// Its content.
    pub text: String,
}

/// Reads a model from its files; later ones may add shapes and, with `apply` statements, traits.
///
/// Returns nothing if a problem forbids to go on; `problems` then has an error.
pub fn load(sources: &[Source], problems: &mut Diagnostics) -> Option<Model> {
    let mut loader = Loader {
        shapes: prelude::shapes()
            .map(|shape| (shape.id.clone(), shape))
            .collect(),
        applied: Vec::new(),
        problems,
    };
    for source in sources {
        loader.source(source);
    }
    loader.apply();
    let shapes = loader.shapes;
    let service = service(&shapes, sources, problems)?;
    let model = Model { service, shapes };
    validate::check(&model, problems);
    (!problems.has_errors()).then_some(model)
}

/// Reads an object. (A list of its values would do for serde.)
fn from_object<T: serde::de::DeserializeOwned>(json: Value) -> Result<T, serde_json::Error> {
    serde_json::from_value::<Map<String, Value>>(json)
        .and_then(|object| serde_json::from_value(Value::Object(object)))
}

struct Loader<'a> {
    shapes: BTreeMap<String, Shape>,
    /// `apply` statements: the file, the shape or member, the traits.
    applied: Vec<(String, String, Map<String, Value>)>,
    problems: &'a mut Diagnostics,
}

impl Loader<'_> {
    fn source(&mut self, source: &Source) {
        let file = Place::file(&source.name);
        let json = match ast::parse(&source.text) {
            Ok(json) => json,
            Err(error) => {
                let help = "the file has to be a Smithy model in JSON AST form";
                return self
                    .problems
                    .error(file, format!("not valid JSON: {error}"), help);
            }
        };
        let document: ast::Document = match from_object(json) {
            Ok(document) => document,
            Err(error) => {
                let help = "a model is `{\"smithy\": \"2.0\", \"shapes\": {..}}`";
                return self
                    .problems
                    .error(file, format!("not a Smithy model: {error}"), help);
            }
        };
        if !matches!(document.smithy.as_str(), "2" | "2.0") {
            let message = format!("the model is of Smithy {}", document.smithy);
            let help = "convert it to Smithy 2.0 first";
            return self.problems.error(file, message, help);
        }
        for (id, json) in document.shapes {
            self.shape(&source.name, id, json);
        }
    }

    fn shape(&mut self, file: &str, id: String, json: Value) {
        let place = Place {
            file,
            shape: Some(&id),
        };
        let ast: Option<ast::Shape> = match from_object(json) {
            Ok(ast) => Some(ast),
            Err(error) => {
                let help = "see https://smithy.io/2.0/spec/json-ast.html";
                self.problems
                    .error(place, format!("not a shape: {error}"), help);
                None
            }
        };
        let ast = match ast {
            Some(ast) if ast.kind == "apply" => {
                return self.applied.push((file.to_owned(), id, ast.traits));
            }
            ast => ast,
        };
        if !is_shape_id(&id) {
            let help = "an absolute shape id is `namespace#Name`, of letters, digits and `_`";
            return self.problems.error(place, "not an absolute shape id", help);
        }
        if let Some(known) = self.shapes.get(&id) {
            let message = match known.file.as_str() {
                "" => "the shape is one of Smithy's own".to_owned(),
                other => format!("the shape is defined in {other} too"),
            };
            return self
                .problems
                .error(place, message, "remove or rename one of them");
        }
        // A shape that cannot be read exists all the same, so that what targets it is not wrong too.
        let (traits, kind) = match ast {
            Some(ast) => {
                let traits = Traits(ast.traits.clone().into_iter().collect());
                (traits, self.kind(place, ast))
            }
            None => (Traits::default(), Kind::Unsupported("unreadable")),
        };
        let shape = Shape {
            file: file.to_owned(),
            traits,
            kind,
            id: id.clone(),
        };
        self.shapes.insert(id, shape);
    }

    fn kind(&mut self, place: Place<'_>, ast: ast::Shape) -> Kind {
        if !ast.mixins.is_empty() {
            return Kind::Unsupported("mixin");
        }
        if let Some(simple) = simple(&ast.kind) {
            return Kind::Simple(simple);
        }
        match ast.kind.as_str() {
            "enum" => Kind::Enum(members(ast.members)),
            "intEnum" => Kind::IntEnum(members(ast.members)),
            "union" => Kind::Union(members(ast.members)),
            "structure" => Kind::Structure(members(ast.members)),
            "list" | "set" => match ast.member {
                Some(element) => Kind::List(member("member", element)),
                None => self.incomplete(place, "a list needs a `member`"),
            },
            "map" => match (ast.key, ast.value) {
                (Some(key), Some(value)) => {
                    Kind::Map(Box::new((member("key", key), member("value", value))))
                }
                _ => self.incomplete(place, "a map needs a `key` and a `value`"),
            },
            "operation" => Kind::Operation(Operation {
                input: target_or_unit(ast.input),
                output: target_or_unit(ast.output),
                errors: targets(ast.errors),
            }),
            "service" => self.service(place, ast),
            kind => self.other(place, kind),
        }
    }

    fn service(&mut self, place: Place<'_>, ast: ast::Shape) -> Kind {
        if !ast.resources.is_empty() {
            let help = "bind the operations of the resources to the service itself";
            self.problems
                .error(place, "services with resources are not supported yet", help);
        }
        if !ast.rename.is_empty() {
            let help = "rename the shapes in the model";
            self.problems
                .error(place, "`rename` of a service is not supported yet", help);
        }
        Kind::Service(Service {
            version: ast.version,
            operations: targets(ast.operations),
            errors: targets(ast.errors),
        })
    }

    fn incomplete(&mut self, place: Place<'_>, message: &str) -> Kind {
        self.problems.error(place, message, "add it to the shape");
        Kind::Unsupported("incomplete")
    }

    fn other(&mut self, place: Place<'_>, kind: &str) -> Kind {
        match UNSUPPORTED.iter().find(|known| **known == kind) {
            Some(known) => Kind::Unsupported(known),
            None => {
                let message = format!("Smithy has no shapes of the type `{kind}`");
                let help = "the types are listed at https://smithy.io/2.0/spec/json-ast.html";
                self.problems.error(place, message, help);
                Kind::Unsupported("unknown")
            }
        }
    }

    /// Merges the `apply` statements, which may come before the shapes that they are for.
    fn apply(&mut self) {
        for (file, id, traits) in std::mem::take(&mut self.applied) {
            let (shape, member) = id
                .split_once('$')
                .map_or((id.as_str(), None), |(s, m)| (s, Some(m)));
            let target = self.shapes.get_mut(shape).and_then(|shape| match member {
                None => Some(&mut shape.traits),
                Some(name) => shape.member_traits_mut(name),
            });
            match target {
                Some(target) => target.0.extend(traits),
                None => {
                    let place = Place {
                        file: &file,
                        shape: Some(&id),
                    };
                    let help = "check the spelling; the shape has to be in one of the files";
                    self.problems
                        .error(place, "traits are applied to what does not exist", help);
                }
            }
        }
    }
}

impl Shape {
    fn member_traits_mut(&mut self, name: &str) -> Option<&mut Traits> {
        let member = match &mut self.kind {
            Kind::Enum(members)
            | Kind::IntEnum(members)
            | Kind::Structure(members)
            | Kind::Union(members) => members.get_mut(name)?,
            Kind::List(member) if name == "member" => member,
            Kind::Map(entry) => match name {
                "key" => &mut entry.0,
                "value" => &mut entry.1,
                _ => return None,
            },
            _ => return None,
        };
        Some(&mut member.traits)
    }
}

const UNSUPPORTED: &[&str] = &["resource"];

fn simple(kind: &str) -> Option<Simple> {
    Some(match kind {
        "bigDecimal" => Simple::BigDecimal,
        "bigInteger" => Simple::BigInteger,
        "blob" => Simple::Blob,
        "boolean" => Simple::Boolean,
        "byte" => Simple::Byte,
        "document" => Simple::Document,
        "double" => Simple::Double,
        "float" => Simple::Float,
        "integer" => Simple::Integer,
        "long" => Simple::Long,
        "short" => Simple::Short,
        "string" => Simple::String,
        "timestamp" => Simple::Timestamp,
        _ => return None,
    })
}

fn members(members: indexmap::IndexMap<String, ast::Member>) -> Members {
    members
        .into_iter()
        .map(|(name, ast)| {
            let member = member(&name, ast);
            (name, member)
        })
        .collect()
}

fn member(name: &str, ast: ast::Member) -> Member {
    Member {
        name: name.to_owned(),
        target: ast.target,
        traits: Traits(ast.traits.into_iter().collect()),
    }
}

fn targets(references: Vec<ast::Reference>) -> Vec<String> {
    references
        .into_iter()
        .map(|reference| reference.target)
        .collect()
}

fn target_or_unit(reference: Option<ast::Reference>) -> String {
    reference.map_or_else(|| UNIT.to_owned(), |reference| reference.target)
}

/// <https://smithy.io/2.0/spec/model.html#shape-id-abnf>, without a member
fn is_shape_id(id: &str) -> bool {
    id.split_once('#').is_some_and(|(namespace, name)| {
        namespace.split('.').all(is_identifier) && is_identifier(name)
    })
}

/// <https://smithy.io/2.0/spec/model.html#shape-id-abnf>
pub(crate) fn is_identifier(text: &str) -> bool {
    let letters = text.trim_start_matches('_');
    letters
        .starts_with(|c: char| c.is_ascii_alphabetic() || (c.is_ascii_digit() && letters != text))
        && letters
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

/// The one service of the files.
fn service(
    shapes: &BTreeMap<String, Shape>,
    sources: &[Source],
    problems: &mut Diagnostics,
) -> Option<String> {
    let mut services = shapes
        .values()
        .filter(|shape| matches!(shape.kind, Kind::Service(_)));
    let first = services.next();
    let others: Vec<&Shape> = services.collect();
    match first {
        None if problems.has_errors() => None,
        None => {
            let file = sources.first().map_or("", |source| source.name.as_str());
            let help = "add a shape of the type `service`, which lists the operations";
            problems.error(Place::file(file), "the model has no service", help);
            None
        }
        Some(service) if others.is_empty() => Some(service.id.clone()),
        Some(service) => {
            for shape in [service].into_iter().chain(others) {
                let help = "generate a crate for each service from a model that has only that one";
                problems.error(shape.place(), "the model has more than one service", help);
            }
            None
        }
    }
}
