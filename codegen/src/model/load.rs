//! From files to a [`Model`]: each shape is read by itself, the definitions are completed, and the
//! service is found.

use std::collections::BTreeMap;

use serde_json::Value;

use super::definitions::{Apply, Definition, Definitions};
use super::restate::restate;
use super::{Kind, Member, Members, Model, Operation, Service, Shape, Simple, Traits, UNIT};
use super::{ast, json, lint, prelude, rename, subset, suppressions, validate};
use crate::diagnostics::{Diagnostics, Place};
use crate::nearest::meant;

/// A model file.
#[derive(Clone, Debug)]
pub struct Source {
    /// The file's name, as problems show it.
    pub name: String,
    /// Its content.
    pub text: String,
}

/// Reads a model from its files; later ones may add shapes, add to the service, and give shapes traits with
/// `apply` statements, which win over what the shape's own file says. Of several services, the one with the
/// absolute shape id `wanted` is chosen, and of its operations those that fit one of the patterns
/// `operations`, or all if there is none.
///
/// Returns nothing if a problem forbids to go on; `problems` then has an error.
pub fn load(
    sources: &[Source],
    wanted: Option<&str>,
    operations: &[String],
    problems: &mut Diagnostics,
) -> Option<Model> {
    let mut loader = Loader {
        shapes: prelude::shapes()
            .map(|shape| (shape.id.clone(), shape))
            .collect(),
        problems,
    };
    let mut definitions = Definitions::default();
    for source in sources {
        loader.source(source, &mut definitions);
    }
    let unreferenced = lint::unreferenced(&definitions);
    for (id, definition) in definitions.complete(loader.problems) {
        loader.shape(id, definition);
    }
    let mut shapes = loader.shapes;
    let service = service(&shapes, wanted, sources, problems)?;
    rename::rename(&mut shapes, &service);
    let mut model = Model { service, shapes };
    validate::targets(&model, problems);
    subset::check(&model, operations, problems);
    if problems.has_errors() {
        return None;
    }
    subset::narrow(&mut model, operations);
    validate::check(&model, problems);
    if problems.has_errors() {
        return None;
    }
    lint::warn_unreferenced(&model, &unreferenced, problems);
    Some(model)
}

struct Loader<'a> {
    shapes: BTreeMap<String, Shape>,
    problems: &'a mut Diagnostics,
}

impl Loader<'_> {
    fn source(&mut self, source: &Source, definitions: &mut Definitions) {
        let file = Place::file(&source.name);
        let json = match json::parse(&source.text) {
            Ok(json) => json,
            Err(error) => {
                let file = file.position(error.line(), error.column());
                let message = format!("not valid JSON: {}", json::without_place(&error));
                let help = "the file has to be a Smithy model in JSON AST form";
                return self.problems.error(file, message, help);
            }
        };
        let document: ast::Document = match json::from_object(json) {
            Ok(document) => document,
            Err(error) => {
                let help = "a model is `{\"smithy\": \"2.0\", \"shapes\": {..}}`";
                return error.tell(file, "not a Smithy model", help, self.problems);
            }
        };
        let is_old = matches!(document.smithy.as_str(), "1" | "1.0");
        if !is_old && !matches!(document.smithy.as_str(), "2" | "2.0") {
            let message = format!("the model is of Smithy {}", document.smithy);
            let help = "convert it to Smithy 2.0 first";
            return self.problems.error(file.at(&["smithy"]), message, help);
        }
        suppressions::of_file(&source.name, &document.metadata, self.problems);
        for (id, json) in document.shapes {
            self.define(&source.name, is_old, id, json, definitions);
        }
    }

    fn define(
        &mut self,
        file: &str,
        is_old: bool,
        id: String,
        json: Value,
        definitions: &mut Definitions,
    ) {
        let place = Place::shape(file, &id);
        // A shape that cannot be read exists all the same, so that what targets it is not wrong too.
        let ast: ast::Shape = json::from_object(json).unwrap_or_else(|error| {
            let help = "see https://smithy.io/2.0/spec/json-ast.html";
            error.tell(place, "not a shape", help, self.problems);
            ast::Shape::of_kind(UNREADABLE)
        });
        let file = file.to_owned();
        if ast.kind == "apply" {
            let traits = ast.traits;
            return definitions.applied.push(Apply { file, id, traits });
        }
        if !is_shape_id(&id) {
            let help = "an absolute shape id is `namespace#Name`, of letters, digits and `_`";
            return self.problems.error(place, "not an absolute shape id", help);
        }
        let known = definitions.shapes.get(&id);
        let is_service = |kind: &str| kind == "service";
        let is_other = |known: &Definition| known.file != file && is_service(&known.ast.kind);
        if is_service(&ast.kind) && known.is_some_and(is_other) {
            return restate(definitions, &file, id, ast, self.problems);
        }
        let known = known.map(|known| format!("the shape is defined in {} too", known.file));
        let own = || "the shape is one of Smithy's own".to_owned();
        if let Some(message) = known.or_else(|| self.shapes.contains_key(&id).then(own)) {
            let help = "remove or rename one of them";
            return self.problems.error(place, message, help);
        }
        let definition = Definition { file, is_old, ast };
        definitions.shapes.insert(id, definition);
    }

    fn shape(&mut self, id: String, definition: Definition) {
        let Definition { file, ast, .. } = definition;
        let place = Place::shape(&file, &id);
        let traits = Traits(ast.traits.clone().into_iter().collect());
        let kind = self.kind(place, ast);
        let shape = Shape {
            id: id.clone(),
            file,
            renamed: None,
            traits,
            kind,
        };
        self.shapes.insert(id, shape);
    }

    fn kind(&mut self, place: Place<'_>, ast: ast::Shape) -> Kind {
        if let Some(simple) = simple(&ast.kind) {
            return Kind::Simple(simple);
        }
        match ast.kind.as_str() {
            "enum" => Kind::Enum(members(ast.members)),
            "intEnum" => Kind::IntEnum(members(ast.members)),
            "union" => Kind::Union(members(ast.members)),
            "structure" => Kind::Structure(members(ast.members)),
            "list" => match ast.member {
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
            "service" => Kind::Service(Service {
                version: ast.version,
                operations: targets(ast.operations),
                errors: targets(ast.errors),
                rename: ast.rename,
            }),
            kind => self.other(place, kind),
        }
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
                let help = format!("the types are {}", TYPES.join(", "));
                let help = meant(kind, TYPES.iter().copied(), help);
                self.problems.error(place.at(&["type"]), message, help);
                Kind::Unsupported("unknown")
            }
        }
    }
}

/// The types of shapes (<https://smithy.io/2.0/spec/model.html#shape-types>).
const TYPES: &[&str] = &[
    "bigDecimal",
    "bigInteger",
    "blob",
    "boolean",
    "byte",
    "document",
    "double",
    "enum",
    "float",
    "intEnum",
    "integer",
    "list",
    "long",
    "map",
    "operation",
    "resource",
    "service",
    "short",
    "string",
    "structure",
    "timestamp",
    "union",
];

/// The one type of Smithy's that is not supported.
pub(super) const RESOURCE: &str = "resource";
const UNREADABLE: &str = "unreadable";
const UNSUPPORTED: &[&str] = &[RESOURCE, UNREADABLE];

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

/// The service that is wanted, or the only one.
fn service(
    shapes: &BTreeMap<String, Shape>,
    wanted: Option<&str>,
    sources: &[Source],
    problems: &mut Diagnostics,
) -> Option<String> {
    let is_service = |shape: &&Shape| {
        matches!(shape.kind, Kind::Service(_)) && !shape.traits.has("smithy.api#mixin")
    };
    let services: Vec<&Shape> = shapes.values().filter(is_service).collect();
    let fits = |service: &&&Shape| wanted.is_none_or(|id| service.id == id);
    let chosen: Vec<&&Shape> = services.iter().filter(fits).collect();
    let ids: Vec<String> = services
        .iter()
        .map(|service| format!("`{}`", service.id))
        .collect();
    let file = Place::file(sources.first().map_or("", |source| source.name.as_str()));
    match (chosen.as_slice(), wanted) {
        ([service], _) => return Some(service.id.clone()),
        _ if services.is_empty() && problems.has_errors() => {}
        _ if services.is_empty() => {
            let help = "add a shape of the type `service`, which lists the operations";
            problems.error(file, "the model has no service", help);
        }
        (_, Some(id)) => {
            let message = format!("the model has no service `{id}`");
            problems.error(file, message, format!("choose one of {}", ids.join(", ")));
        }
        (services, None) => {
            for shape in services {
                let help = format!(
                    "choose one with `--service {}`, or with `service` in codegen.toml",
                    shape.id
                );
                problems.error(shape.place(), "the model has more than one service", help);
            }
        }
    }
    None
}
