//! How requests are authenticated (<https://smithy.io/2.0/spec/authentication-traits.html>): which
//! schemes a service and its operations have, and whether the model can mean it.

use serde_json::Value;

use super::{Closure, Model, Shape};
use crate::diagnostics::Diagnostics;

/// The authentication schemes that we know, in the order in which a service has them that says nothing
/// about it: the one of their ids.
pub const AUTH_SCHEMES: &[&str] = &[
    "aws.auth#sigv4",
    "aws.auth#sigv4a",
    "smithy.api#httpApiKeyAuth",
    "smithy.api#httpBasicAuth",
    "smithy.api#httpBearerAuth",
    "smithy.api#httpDigestAuth",
];

const AUTH: &str = "smithy.api#auth";
const DIGEST: &str = "smithy.api#httpDigestAuth";

/// The schemes that a request may use, best first, and whether it may go without any.
#[derive(Clone, Debug, PartialEq)]
pub struct Auth {
    /// The ids of the schemes.
    pub schemes: Vec<String>,
    /// Whether a request without authentication is allowed, if no scheme can be used.
    pub optional: bool,
}

impl Model {
    /// The schemes of the service, for operations that say nothing.
    pub fn service_auth(&self) -> Auth {
        let (service, _) = self.service();
        let schemes = match listed(service) {
            Some(schemes) => usable(schemes),
            None => usable(
                AUTH_SCHEMES
                    .iter()
                    .copied()
                    .filter(|id| service.traits.has(id)),
            ),
        };
        Auth {
            optional: schemes.is_empty(),
            schemes,
        }
    }

    /// The schemes of the operation `id`.
    pub fn operation_auth(&self, id: &str) -> Auth {
        let (operation, _) = self.operation(id);
        let schemes = match listed(operation) {
            Some(schemes) => usable(schemes),
            None => self.service_auth().schemes,
        };
        Auth {
            optional: schemes.is_empty() || operation.traits.has("smithy.api#optionalAuth"),
            schemes,
        }
    }
}

/// The schemes that `auth` lists.
fn listed(shape: &Shape) -> Option<impl Iterator<Item = &str>> {
    let list = shape.traits.get(AUTH)?.as_array()?;
    Some(list.iter().filter_map(Value::as_str))
}

/// The schemes of a list that a client of ours can use.
fn usable<'a>(schemes: impl Iterator<Item = &'a str>) -> Vec<String> {
    let usable = schemes.filter(|id| AUTH_SCHEMES.contains(id) && *id != DIGEST);
    usable.map(str::to_owned).collect()
}

/// Adds the problems of the authentication traits.
pub(super) fn check(model: &Model, closure: &Closure, problems: &mut Diagnostics) {
    let (service, _) = model.service();
    values(service, problems);
    list(service, service, problems);
    for id in &closure.operations {
        list(service, model.shape(id), problems);
    }
    if service.traits.has(DIGEST) {
        digest(model, closure, problems);
    }
}

/// No client can sign with `httpDigestAuth` before the service has sent a challenge.
fn digest(model: &Model, closure: &Closure, problems: &mut Diagnostics) {
    let help = "give the service another scheme beside it, and the operation in `auth`";
    let (service, _) = model.service();
    let message = "`httpDigestAuth` is not supported, and left out";
    problems.warning(
        "UnsupportedAuth",
        service.place().of_trait(DIGEST),
        message,
        help,
    );
    for id in &closure.operations {
        let shape = model.shape(id);
        let listed = listed(shape).or_else(|| listed(service));
        let digest = listed.is_none_or(|mut schemes| schemes.any(|id| id == DIGEST));
        let optional = shape.traits.has("smithy.api#optionalAuth");
        if digest && !optional && model.operation_auth(id).schemes.is_empty() {
            let message = "the operation needs `httpDigestAuth`, which is not supported";
            problems.error(shape.place(), message, help);
        }
    }
}

/// Checks that the schemes that a service or operation lists are schemes of the service.
fn list(service: &Shape, shape: &Shape, problems: &mut Diagnostics) {
    let Some(value) = shape.traits.get(AUTH) else {
        return;
    };
    let texts = value
        .as_array()
        .filter(|list| list.iter().all(Value::is_string));
    if texts.is_none() {
        let help = "list the ids of the schemes' traits";
        let place = shape.place().of_trait(AUTH);
        problems.error(place, "the trait `auth` is not a list of ids", help);
    }
    for id in listed(shape).into_iter().flatten() {
        if !service.traits.has(id) {
            let message = format!("`auth` lists `{id}`, which the service lacks");
            let help = "give the service the trait, or remove it from the list";
            problems.error(shape.place().of_trait(AUTH), message, help);
        }
    }
}

/// Checks the values of the traits that define schemes.
fn values(service: &Shape, problems: &mut Diagnostics) {
    for id in [
        "aws.auth#sigv4",
        "aws.auth#sigv4a",
        "smithy.api#httpApiKeyAuth",
    ] {
        let Some(value) = service.traits.get(id) else {
            continue;
        };
        let text = |key: &str| value.get(key).and_then(Value::as_str);
        if text("name").is_none_or(str::is_empty) {
            let message = format!("the trait `{id}` has no `name`");
            problems.error(service.place().of_trait(id), message, "add the name");
        }
        let (at, place) = (service.place().of_trait(id), text("in"));
        if id.ends_with("ApiKeyAuth") && !matches!(place, Some("header" | "query")) {
            let message = format!("`in` of the trait `{id}` is not `header` or `query`");
            problems.error(at.at(&["in"]), message, "set it to one of them");
        }
        if place == Some("query") && text("scheme").is_some() {
            let message = format!("the trait `{id}` has a `scheme`, which queries cannot carry");
            problems.error(at.at(&["scheme"]), message, "remove the `scheme`");
        }
    }
}
