//! What is said of operations and of what they bring along: from their plans to facts.

use serde::Serialize;

use super::item::{Aspect, Item};
use super::member::{self, COMMA};
use crate::model::{Shape, name_of};
use crate::plan::CratePlan;
use crate::plan::auth::Scheme;
use crate::plan::operations::{ErrorCase, Operation};
use crate::plan::pagination::{OutputField, Pagination};
use crate::plan::waiters::Waiter;

/// Plain data as text.
pub(super) fn json(data: &impl Serialize) -> String {
    serde_json::to_string(data).unwrap_or_default()
}

/// Says what there is to say of the operation `plan`, which is `shape` in the model.
pub(super) fn describe(service: &CratePlan, shape: &Shape, plan: &Operation, item: &mut Item) {
    item.says(Aspect::Http, format!("{} {}", plan.http_method, uri(plan)));
    item.says_some(Aspect::HostPrefix, plan.host_prefix.clone());
    let status = shape.traits.get("smithy.api#http");
    let status = status.and_then(|http| http.get("code"));
    let status = status.map_or("200".to_owned(), ToString::to_string);
    item.says(Aspect::StatusCode, status);
    error_cases(item, &plan.errors, |_| "");
    item.says(Aspect::Auth, schemes(auth(service, plan)));
    bodies(item, plan);
    let bindings = service.endpoints.bindings.get(&plan.id);
    item.says_some(Aspect::EndpointRules, bindings.map(json));
}

/// Says what a paginator does.
pub(super) fn paginator(plan: &Pagination, item: &mut Item) {
    let items = plan.items.as_ref();
    let found = [
        Some(format!("output token {}", path(&plan.output_token))),
        Some(format!("input token {}", plan.input_token)),
        items.map(|(items, _)| format!("items {}", path(items))),
    ];
    let found: Vec<String> = found.into_iter().flatten().collect();
    item.says(Aspect::Pagination, found.join(COMMA));
    if let Some((_, ty)) = items {
        item.says_of(Aspect::PaginatorMethod, "items", member::type_name(ty));
    }
    if let Some((field, ty)) = &plan.page_size {
        let ty = format!("{field}: {}", member::type_name(ty));
        item.says_of(Aspect::PaginatorMethod, "page_size", ty);
    }
}

/// Says what a waiter does.
pub(super) fn waiter(plan: &Waiter, item: &mut Item) {
    item.says(Aspect::Acceptors, json(&(plan.delay, &plan.acceptors)));
    item.says(Aspect::Documentation, &plan.docs);
    item.says_if(plan.deprecated, Aspect::Deprecated);
}

/// The schemes by which an operation is authenticated.
fn auth<'a>(service: &'a CratePlan, operation: &Operation) -> &'a [Scheme] {
    let mut overrides = service.auth.overrides.iter();
    let own = overrides.find(|(name, _)| *name == name_of(&operation.id));
    own.map_or(&service.auth.defaults, |(_, schemes)| schemes)
}

/// Says which errors there are, and what messages call each.
pub(super) fn error_cases<'c>(
    item: &mut Item,
    cases: &'c [ErrorCase],
    code: impl Fn(&'c ErrorCase) -> &'c str,
) {
    for case in cases {
        item.says_of(Aspect::ErrorCase, &case.name, code(case));
    }
}

fn bodies(item: &mut Item, plan: &Operation) {
    let bodies = &plan.bodies;
    let request = bodies.request.as_ref();
    let demanded = [
        ("request checksum", request.is_some_and(|sum| sum.required)),
        ("Content-MD5", bodies.md5),
    ];
    for (name, _) in demanded.into_iter().filter(|(_, is_so)| *is_so) {
        item.says_of(Aspect::Checksum, name, "");
    }
    let choice = request.and_then(|sum| sum.member.clone());
    let yes = |is_so: bool| is_so.then(String::new);
    let others = [
        ("compression of requests", yes(bodies.gzip)),
        ("choice of the request checksum", choice),
        ("response checksum", bodies.response.as_ref().map(json)),
        ("unsigned body", yes(plan.unsigned_payload)),
        ("known length", yes(plan.requires_length)),
    ];
    for (name, value) in others {
        if let Some(value) = value {
            item.says_of(Aspect::Body, name, value);
        }
    }
}

fn path(path: &[OutputField]) -> String {
    let names: Vec<&str> = path.iter().map(|field| field.name.as_str()).collect();
    names.join(".")
}

/// A URI, in which labels have the names of their fields: what a label is called is not sent.
fn uri(plan: &Operation) -> String {
    let fields = plan.input.members.iter();
    let labels = fields.filter_map(|field| Some((&field.wire.as_ref()?.name, &field.name)));
    labels.fold(plan.uri.clone(), |uri, (label, field)| {
        let uri = uri.replace(&format!("{{{label}}}"), &format!("{{{field}}}"));
        uri.replace(&format!("{{{label}+}}"), &format!("{{{field}+}}"))
    })
}

/// Authentication schemes as text.
pub(super) fn schemes(schemes: &[Scheme]) -> String {
    let names: Vec<String> = schemes.iter().map(scheme_name).collect();
    names.join(COMMA)
}

/// An authentication scheme as text.
pub(super) fn scheme_name(scheme: &Scheme) -> String {
    match scheme {
        Scheme::NoAuth => "none".to_owned(),
        Scheme::ApiKey(place) => format!("httpApiKeyAuth {}", json(place)),
        Scheme::SigV4 => "sigv4".to_owned(),
        Scheme::SigV4a => "sigv4a".to_owned(),
        Scheme::Basic => "httpBasicAuth".to_owned(),
        Scheme::Bearer => "httpBearerAuth".to_owned(),
    }
}
