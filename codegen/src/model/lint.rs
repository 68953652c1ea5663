//! Warnings: what a model may say by mistake. Their ids are those of Smithy's own validators and linters
//! (<https://smithy.io/2.0/guides/model-linters.html>), where it has them, so that a model that suppresses
//! them there suppresses them here.

use std::collections::BTreeSet;

use heck::ToSnakeCase as _;

use super::definitions::Definitions;
use super::{Closure, Kind, Member, Members, Model, Shape, Simple};
use crate::diagnostics::Diagnostics;

/// The shapes that no service refers to, and that define no trait; without those that another of them
/// refers to.
pub(super) fn unreferenced(definitions: &Definitions) -> Vec<String> {
    let shapes = &definitions.shapes;
    let is_root = |id: &&String| {
        let ast = &shapes[*id].ast;
        ast.kind == "service" || ast.traits.contains_key("smithy.api#trait")
    };
    let mut reached = BTreeSet::new();
    reach(definitions, shapes.keys().filter(is_root), &mut reached);
    let left: Vec<&String> = shapes.keys().filter(|id| !reached.contains(*id)).collect();
    let of_others = left.iter().flat_map(|id| {
        let others = shapes[*id].ast.targets();
        others.filter(move |other| other != id)
    });
    let of_others: BTreeSet<&str> = of_others.collect();
    let (nested, mut top): (Vec<&String>, Vec<&String>) =
        left.iter().partition(|id| of_others.contains(id.as_str()));
    reach(definitions, top.iter().copied(), &mut reached);
    // What is left now are circles.
    for id in nested {
        if !reached.contains(id) {
            top.push(id);
            reach(definitions, [id], &mut reached);
        }
    }
    top.into_iter().cloned().collect()
}

/// Adds the shapes `from`, and all that they refer to.
fn reach<'a>(
    definitions: &'a Definitions,
    from: impl IntoIterator<Item = &'a String>,
    reached: &mut BTreeSet<&'a String>,
) {
    let mut waiting: Vec<&str> = from.into_iter().map(String::as_str).collect();
    while let Some(id) = waiting.pop() {
        if let Some((id, shape)) = definitions.shapes.get_key_value(id)
            && reached.insert(id)
        {
            waiting.extend(shape.ast.targets());
        }
    }
}

/// Warns of the shapes `ids`, which no service refers to.
pub(super) fn warn_unreferenced(model: &Model, ids: &[String], problems: &mut Diagnostics) {
    for shape in ids.iter().map(|id| model.shape(id)) {
        let (message, help) = match shape.kind {
            Kind::Operation(_) => (
                "no service has the operation, and it is left out",
                "list it in `operations` of the service, or remove it",
            ),
            _ => (
                "no service refers to the shape, and it is left out",
                "let an operation of the service use it, or remove it",
            ),
        };
        problems.warning("UnreferencedShape", shape.place(), message, help);
    }
}

/// Warns of what users of a client would miss in the operations and structures of `closure`.
pub(super) fn check(model: &Model, closure: &Closure, problems: &mut Diagnostics) {
    for id in &closure.operations {
        tokens(model, id, problems);
    }
    for shape in closure.shapes.iter().map(|id| model.shape(id)) {
        if let Kind::Structure(members) | Kind::Union(members) = &shape.kind
            && !shape.traits.has(SENSITIVE)
        {
            secrets(model, shape, members, problems);
        }
    }
}

/// What the members are called that carry the tokens of pages, in lower case.
const TOKENS: &[&str] = &[
    "continuationtoken",
    "marker",
    "nextmarker",
    "nextpagetoken",
    "nexttoken",
    "pagetoken",
    "paginationtoken",
];

/// An operation that takes and returns such a token can be called page by page.
fn tokens(model: &Model, id: &str, problems: &mut Diagnostics) {
    let (shape, operation) = model.operation(id);
    let token = |id: &str| {
        let (_, members) = model.structure(id);
        let mut names = members.keys();
        names.find(|name| TOKENS.contains(&name.to_ascii_lowercase().as_str()))
    };
    if shape.traits.has("smithy.api#paginated") {
        return;
    }
    if let (Some(input), Some(output)) = (token(&operation.input), token(&operation.output)) {
        let message = format!(
            "`{input}` and `{output}` look like the tokens of pages, and there is no paginator"
        );
        let help = format!(
            "add the trait `paginated`, perhaps in an overlay: \
             {{\"inputToken\": \"{input}\", \"outputToken\": \"{output}\"}}"
        );
        problems.warning("MissingPaginatedTrait", shape.place(), message, help);
    }
}

const SENSITIVE: &str = "smithy.api#sensitive";

/// What the names of members end in that carry secrets, as words.
const SECRETS: &[&str] = &[
    "access_token",
    "api_key",
    "auth_token",
    "bearer_token",
    "passphrase",
    "password",
    "private_key",
    "refresh_token",
    "secret",
    "secret_access_key",
    "secret_binary",
    "secret_key",
    "secret_string",
    "session_token",
];

fn secrets(model: &Model, shape: &Shape, members: &Members, problems: &mut Diagnostics) {
    let is_text = |member: &Member| {
        let target = model.shape(&member.target);
        matches!(target.kind, Kind::Simple(Simple::String | Simple::Blob))
    };
    for member in members.values().filter(|member| is_text(member)) {
        let words = format!("_{}", member.name.to_snake_case());
        let is_secret = SECRETS
            .iter()
            .any(|end| words.ends_with(&format!("_{end}")));
        if is_secret && model.member_trait(member, SENSITIVE).is_none() {
            let id = shape.member_id(member);
            let message = format!(
                "`{}` looks like a secret, and logs would show it",
                member.name
            );
            let help = "add the trait `sensitive`, perhaps in an overlay";
            let place = shape.member_place(&id);
            problems.warning("MissingSensitiveTrait", place, message, help);
        }
    }
}
