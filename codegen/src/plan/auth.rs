//! How requests are authenticated.

use serde::Serialize;
use serde_json::Value;

use super::dependencies::Feature;
use crate::model::{AUTH_SCHEMES, Auth as Effective, Closure, Model, name_of};

/// The authentication of a service.
#[derive(Debug, Serialize)]
pub(crate) struct Auth {
    /// The schemes that the service has, in the order of their ids.
    pub(crate) schemes: Vec<Scheme>,
    /// Those of operations that have none of their own, best first.
    pub(crate) defaults: Vec<Scheme>,
    /// Those of the other operations, in the order of the operations' names.
    pub(crate) overrides: Vec<(String, Vec<Scheme>)>,
    /// The service's name in signatures.
    pub(crate) signing_name: String,
}

/// An authentication scheme.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) enum Scheme {
    SigV4,
    SigV4a,
    ApiKey(ApiKey),
    Basic,
    Bearer,
    /// Requests carry nothing that says who sends them.
    NoAuth,
}

/// Where a request carries an API key.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) enum ApiKey {
    /// A parameter of the query.
    Query(String),
    /// A header, and what stands before the key.
    Header(String, Option<String>),
}

impl Auth {
    /// The features of dependencies that the schemes need.
    pub(crate) fn features(&self) -> Vec<Feature> {
        let is_http =
            |scheme: &Scheme| matches!(scheme, Scheme::ApiKey(_) | Scheme::Basic | Scheme::Bearer);
        let mut features = Vec::new();
        if self.schemes.iter().any(is_http) {
            features.push(("aws-smithy-runtime", "http-auth"));
            features.push(("aws-smithy-runtime-api", "http-auth"));
        }
        if self.schemes.contains(&Scheme::SigV4a) {
            features.push(("aws-runtime", "sigv4a"));
        }
        features
    }
}

/// Decides the authentication of the model's service.
pub(crate) fn plan(model: &Model, closure: &Closure) -> Auth {
    let (service, _) = model.service();
    let has = |id: &&&str| service.traits.has(id);
    let schemes = AUTH_SCHEMES.iter().filter(has);
    let defaults = best_first(model, &model.service_auth());
    let overrides = closure.operations.iter().filter_map(|id| {
        let schemes = best_first(model, &model.operation_auth(id));
        (schemes != defaults).then(|| (name_of(id).to_owned(), schemes))
    });
    Auth {
        overrides: overrides.collect(),
        schemes: schemes.filter_map(|id| scheme(model, id)).collect(),
        defaults,
        signing_name: signing_name(model),
    }
}

fn best_first(model: &Model, auth: &Effective) -> Vec<Scheme> {
    let schemes = auth.schemes.iter().filter_map(|id| scheme(model, id));
    schemes
        .chain(auth.optional.then_some(Scheme::NoAuth))
        .collect()
}

fn scheme(model: &Model, id: &str) -> Option<Scheme> {
    match id {
        "aws.auth#sigv4" => Some(Scheme::SigV4),
        "aws.auth#sigv4a" => Some(Scheme::SigV4a),
        "smithy.api#httpApiKeyAuth" => Some(Scheme::ApiKey(api_key(model))),
        "smithy.api#httpBasicAuth" => Some(Scheme::Basic),
        "smithy.api#httpBearerAuth" => Some(Scheme::Bearer),
        _ => None,
    }
}

fn api_key(model: &Model) -> ApiKey {
    let (service, _) = model.service();
    let value = service.traits.get("smithy.api#httpApiKeyAuth");
    let text = |key: &str| Some(value?.get(key)?.as_str()?.to_owned());
    let name = text("name").unwrap_or_default();
    match text("in").as_deref() {
        Some("query") => ApiKey::Query(name),
        _ => ApiKey::Header(name, text("scheme").filter(|scheme| !scheme.is_empty())),
    }
}

fn signing_name(model: &Model) -> String {
    let (service, _) = model.service();
    let name = |id: &str| service.traits.get(id)?.get("name").and_then(Value::as_str);
    let name = name("aws.auth#sigv4").or_else(|| name("aws.auth#sigv4a"));
    name.unwrap_or_default().to_owned()
}
