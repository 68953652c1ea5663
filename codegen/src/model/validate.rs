//! What later phases rely on: targets exist and are of the right kind, and nothing that the service uses
//! is beyond us.

use serde_json::Value;

use super::bodies;
use super::load::{RESOURCE, is_identifier};
use super::traits::{Support, known, support};
use super::{Closure, Kind, Model, Shape, Simple, Traits};
use super::{auth, bindings, lint, recursion, rename, values};
use crate::diagnostics::{Diagnostics, Place};
use crate::nearest::meant;

/// Adds the problems of what shapes refer to.
pub(super) fn targets(model: &Model, problems: &mut Diagnostics) {
    for shape in model.shapes.values() {
        members(model, shape, problems);
        references(model, shape, problems);
    }
}

/// Adds the problems of what the service uses, in a model whose targets are good.
pub(super) fn check(model: &Model, problems: &mut Diagnostics) {
    let closure = Closure::of(model);
    let used = closure.shapes.iter().chain([&model.service]);
    for shape in used.map(|id| model.shape(id)) {
        supported(model, shape, problems);
        containers(model, shape, problems);
        enum_values(shape, problems);
    }
    super::streams::check(model, &closure, problems);
    for id in &closure.operations {
        bodies::check(model, id, problems);
    }
    protocol(model, problems);
    auth::check(model, &closure, problems);
    bindings::check(model, &closure, problems);
    recursion::check(model, &closure, problems);
    rename::check(model, &closure, problems);
    lint::check(model, &closure, problems);
}

fn members(model: &Model, shape: &Shape, problems: &mut Diagnostics) {
    for member in shape.members() {
        let id = shape.member_id(member);
        let place = shape.member_place(&id);
        if !is_identifier(&member.name) {
            let help = "a member's name is of letters, digits and `_`";
            problems.error(place, "not the name of a member", help);
        }
        let is_key = matches!(&shape.kind, Kind::Map(entry) if std::ptr::eq(member, &entry.0));
        let has_units = matches!(
            shape.kind,
            Kind::Enum(_) | Kind::IntEnum(_) | Kind::Union(_)
        );
        let (wanted, fits): (_, fn(&Shape) -> bool) = match (is_key, has_units) {
            (true, _) => ("a string or an enum", is_text),
            (false, true) => ("a data shape", is_data),
            (false, false) => ("a data shape", |shape| is_data(shape) && !is_unit(shape)),
        };
        let place = place.at(&["target"]);
        target(model, place, &member.target, wanted, fits, problems);
    }
}

fn is_text(shape: &Shape) -> bool {
    matches!(shape.kind, Kind::Simple(Simple::String) | Kind::Enum(_))
}

fn is_data(shape: &Shape) -> bool {
    !matches!(shape.kind, Kind::Operation(_) | Kind::Service(_))
}

/// Whether it is the shape without a value, which members of unions and enums alone can target.
fn is_unit(shape: &Shape) -> bool {
    shape.id == "smithy.api#Unit"
}

/// Checks that a target exists and fits; says which names are near if it does not exist.
fn target(
    model: &Model,
    place: Place<'_>,
    id: &str,
    wanted: &str,
    fits: impl Fn(&Shape) -> bool,
    problems: &mut Diagnostics,
) {
    match model.shapes.get(id) {
        Some(shape) if fits(shape) => {}
        Some(_) => {
            let message = format!("the target `{id}` is not {wanted}");
            problems.error(place, message, format!("target {wanted}"));
        }
        None => {
            let known = model.shapes.keys().map(String::as_str);
            let help = "define the shape, or add the file that defines it";
            let help = meant(id, known, help);
            problems.error(place, format!("the target `{id}` does not exist"), help);
        }
    }
}

fn references(model: &Model, shape: &Shape, problems: &mut Diagnostics) {
    // What could not be read is a problem already, and fits everywhere.
    let is_broken =
        |shape: &Shape| matches!(shape.kind, Kind::Unsupported(kind) if kind != RESOURCE);
    let is_structure = |shape: &Shape| matches!(shape.kind, Kind::Structure(_)) || is_broken(shape);
    let is_error = |shape: &Shape| {
        is_broken(shape) || is_structure(shape) && shape.traits.has("smithy.api#error")
    };
    let is_operation = |shape: &Shape| matches!(shape.kind, Kind::Operation(_)) || is_broken(shape);
    let structure: Wanted<'_> = ("a structure", &is_structure);
    let error: Wanted<'_> = ("a structure with the trait `error`", &is_error);
    let place = shape.place();
    let mut check = |path: &[&str], id: &str, (wanted, fits): Wanted<'_>| {
        target(model, place.at(path), id, wanted, fits, problems);
    };
    let mut list = |key: &str, ids: &[String], wanted: Wanted<'_>| {
        for (index, id) in ids.iter().enumerate() {
            check(&[key, &index.to_string(), "target"], id, wanted);
        }
    };
    match &shape.kind {
        Kind::Operation(operation) => {
            list("errors", &operation.errors, error);
            check(&["input", "target"], &operation.input, structure);
            check(&["output", "target"], &operation.output, structure);
        }
        Kind::Service(service) => {
            list(
                "operations",
                &service.operations,
                ("an operation", &is_operation),
            );
            list("errors", &service.errors, error);
        }
        _ => {}
    }
}

/// What a target has to be: in words, and as a test.
type Wanted<'a> = (&'a str, &'a dyn Fn(&Shape) -> bool);

fn supported(model: &Model, shape: &Shape, problems: &mut Diagnostics) {
    // What is Smithy's own is in no file: the members that use it are to blame.
    if !shape.file.is_empty() {
        kind(shape.place(), shape, problems);
    }
    traits(shape.place(), &shape.traits, problems);
    for member in shape.members() {
        let id = shape.member_id(member);
        let place = shape.member_place(&id);
        let target = model.shape(&member.target);
        if target.file.is_empty() {
            kind(place, target, problems);
        }
        traits(place, &member.traits, problems);
    }
}

fn kind(place: Place<'_>, shape: &Shape, problems: &mut Diagnostics) {
    if let Kind::Unsupported(kind) = shape.kind {
        let message = format!("shapes of the type `{kind}` are not supported yet");
        let help = "leave out the operations that use the shape";
        problems.error(place.at(&["type"]), message, help);
    }
}

/// How many lists and maps may hold each other.
const DEPTH: usize = 16;

/// Checks that a list or map does not hold itself but through a structure: it would have no type.
fn containers(model: &Model, shape: &Shape, problems: &mut Diagnostics) {
    let held = |shape: &&Shape| match &shape.kind {
        Kind::List(element) => Some(model.shape(&element.target)),
        Kind::Map(entry) => Some(model.shape(&entry.1.target)),
        _ => None,
    };
    let mut chain = std::iter::successors(Some(shape), held);
    if chain.nth(DEPTH).is_some() {
        let message = "the list or map holds itself, or lists and maps nest too deeply";
        problems.error(shape.place(), message, "put a structure between them");
    }
}

fn traits(place: Place<'_>, traits: &Traits, problems: &mut Diagnostics) {
    values::check(place, traits, problems);
    for id in traits.ids() {
        match support(id) {
            Support::Honoured | Support::Harmless => {}
            Support::Missing => {
                let message = format!("the trait `{id}` is not supported yet");
                let help = "leave out what has the trait, or the trait if clients can do without";
                let help = meant(id, known(), help);
                problems.error(place.of_trait(id), message, help);
            }
            Support::Unknown => {
                let message = format!("the trait `{id}` is not known, and is ignored");
                let help = meant(id, known(), "check the spelling");
                let place = place.of_trait(id);
                problems.warning("Model.UnresolvedTrait", place, message, help);
            }
        }
    }
}

/// Checks the values of an enum (<https://smithy.io/2.0/spec/type-refinement-traits.html#enumvalue-trait>).
fn enum_values(shape: &Shape, problems: &mut Diagnostics) {
    let (fits, wanted): (fn(&Value) -> bool, _) = match &shape.kind {
        Kind::Enum(_) => (Value::is_string, "a string"),
        Kind::IntEnum(_) => (is_integer, "an integer of 32 bits"),
        _ => return,
    };
    for member in shape.members() {
        let value = member.traits.get("smithy.api#enumValue");
        if value.is_some_and(|value| !fits(value)) {
            let id = shape.member_id(member);
            let place = shape.member_place(&id);
            let message = format!("the trait `enumValue` is not {wanted}");
            let place = place.of_trait("smithy.api#enumValue").at(&[]);
            problems.error(place, message, format!("give the member {wanted}"));
        }
    }
}

fn is_integer(value: &Value) -> bool {
    value
        .as_i64()
        .is_some_and(|number| i32::try_from(number).is_ok())
}

fn protocol(model: &Model, problems: &mut Diagnostics) {
    let (shape, _) = model.service();
    if !shape.traits.has("aws.protocols#restJson1") {
        let help = "add the trait `aws.protocols#restJson1`, if the service speaks it";
        problems.error(
            shape.place(),
            "the service has no protocol that is supported",
            help,
        );
    }
}
