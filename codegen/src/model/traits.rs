//! Traits: the values that a shape or member carries, and which of them a client of ours honours.

use std::collections::BTreeMap;

use serde_json::Value;

use super::values::{self, Form};

/// The traits of a shape or member, by their absolute ids.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Traits(pub(super) BTreeMap<String, Value>);

impl Traits {
    /// The value of a trait.
    pub fn get(&self, id: &str) -> Option<&Value> {
        self.0.get(id)
    }

    /// Whether the trait is there.
    pub fn has(&self, id: &str) -> bool {
        self.0.contains_key(id)
    }

    /// The value of a trait that is a text.
    pub fn text(&self, id: &str) -> Option<&str> {
        self.get(id).and_then(Value::as_str)
    }

    /// The ids of the traits.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }
}

/// What a trait means to us.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Support {
    /// It changes the output.
    Honoured,
    /// It says nothing that a client acts on.
    Harmless,
    /// A client has to act on it, and ours does not yet.
    Missing,
    /// We do not know it.
    Unknown,
}

/// The form that the values of the trait `id` have, if we honour it.
pub(super) fn form(id: &str) -> Option<&'static Form> {
    let row = HONOURED.iter().find(|(known, _)| *known == id);
    row.map(|(_, form)| *form)
}

/// What the trait `id` means to us.
pub(super) fn support(id: &str) -> Support {
    if form(id).is_some() {
        Support::Honoured
    } else if HARMLESS.contains(&id) || HARMLESS_NAMESPACES.iter().any(|name| id.starts_with(name))
    {
        Support::Harmless
    } else if KNOWN_NAMESPACES.iter().any(|name| id.starts_with(name)) {
        Support::Missing
    } else {
        Support::Unknown
    }
}

/// The ids of the traits that we know.
pub(super) fn known() -> impl Iterator<Item = &'static str> {
    let honoured = HONOURED.iter().map(|(id, _)| *id);
    honoured.chain(HARMLESS.iter().copied())
}

/// The traits that we honour, and of what form their values are.
static HONOURED: &[(&str, &Form)] = &[
    ("aws.api#service", &values::OBJECT),
    ("aws.auth#sigv4", &values::OBJECT),
    ("aws.auth#sigv4a", &values::OBJECT),
    ("aws.auth#unsignedPayload", &values::OBJECT),
    ("aws.protocols#httpChecksum", &values::OTHER),
    ("aws.protocols#restJson1", &values::OBJECT),
    ("smithy.api#addedDefault", &values::OTHER),
    ("smithy.api#auth", &values::LIST),
    ("smithy.api#clientOptional", &values::OBJECT),
    ("smithy.api#default", &values::OTHER),
    ("smithy.api#deprecated", &values::OBJECT),
    ("smithy.api#documentation", &values::TEXT),
    ("smithy.api#endpoint", &values::OTHER),
    ("smithy.api#enum", &values::LIST),
    ("smithy.api#enumValue", &values::OTHER),
    ("smithy.api#error", &values::SIDE),
    ("smithy.api#eventHeader", &values::OBJECT),
    ("smithy.api#eventPayload", &values::OBJECT),
    ("smithy.api#examples", &values::LIST),
    ("smithy.api#hostLabel", &values::OBJECT),
    ("smithy.api#http", &values::OTHER),
    ("smithy.api#httpApiKeyAuth", &values::OBJECT),
    ("smithy.api#httpBasicAuth", &values::OBJECT),
    ("smithy.api#httpBearerAuth", &values::OBJECT),
    ("smithy.api#httpChecksumRequired", &values::OBJECT),
    ("smithy.api#httpDigestAuth", &values::OBJECT),
    ("smithy.api#httpHeader", &values::TEXT),
    ("smithy.api#httpLabel", &values::OBJECT),
    ("smithy.api#httpPayload", &values::OBJECT),
    ("smithy.api#httpPrefixHeaders", &values::TEXT),
    ("smithy.api#httpQuery", &values::TEXT),
    ("smithy.api#httpQueryParams", &values::OBJECT),
    ("smithy.api#httpResponseCode", &values::OBJECT),
    ("smithy.api#idempotencyToken", &values::OBJECT),
    ("smithy.api#input", &values::OBJECT),
    ("smithy.api#jsonName", &values::TEXT),
    ("smithy.api#length", &values::OBJECT),
    ("smithy.api#mediaType", &values::TEXT),
    ("smithy.api#optionalAuth", &values::OBJECT),
    ("smithy.api#output", &values::OBJECT),
    ("smithy.api#paginated", &values::OBJECT),
    ("smithy.api#pattern", &values::TEXT),
    ("smithy.api#range", &values::OBJECT),
    ("smithy.api#requestCompression", &values::OBJECT),
    ("smithy.api#required", &values::OBJECT),
    ("smithy.api#requiresLength", &values::OBJECT),
    ("smithy.api#retryable", &values::OBJECT),
    ("smithy.api#sensitive", &values::OBJECT),
    ("smithy.api#sparse", &values::OBJECT),
    ("smithy.api#streaming", &values::OBJECT),
    ("smithy.api#suppress", &values::LIST),
    ("smithy.api#timestampFormat", &values::TIME),
    ("smithy.api#title", &values::TEXT),
    ("smithy.api#uniqueItems", &values::OBJECT),
    ("smithy.rules#clientContextParams", &values::OBJECT),
    ("smithy.rules#contextParam", &values::OBJECT),
    ("smithy.rules#endpointBdd", &values::OBJECT),
    ("smithy.rules#endpointRuleSet", &values::OBJECT),
    ("smithy.rules#endpointTests", &values::OBJECT),
    ("smithy.rules#operationContextParams", &values::OBJECT),
    ("smithy.rules#staticContextParams", &values::OBJECT),
    ("smithy.test#eventStreamTests", &values::LIST),
    ("smithy.test#httpRequestTests", &values::LIST),
    ("smithy.test#httpResponseTests", &values::LIST),
    ("smithy.test#smokeTests", &values::OTHER),
    ("smithy.waiters#waitable", &values::OTHER),
];

const HARMLESS: &[&str] = &[
    "aws.api#arn",
    "aws.api#arnReference",
    "aws.api#controlPlane",
    "aws.api#data",
    "aws.api#dataPlane",
    "aws.api#tagEnabled",
    "aws.api#taggable",
    "smithy.api#authDefinition",
    "smithy.api#box",
    "smithy.api#cors",
    "smithy.api#externalDocumentation",
    "smithy.api#httpError",
    "smithy.api#idempotent",
    "smithy.api#internal",
    "smithy.api#mixin",
    "smithy.api#nestedProperties",
    "smithy.api#noReplace",
    "smithy.api#notProperty",
    "smithy.api#private",
    "smithy.api#property",
    "smithy.api#readonly",
    "smithy.api#recommended",
    "smithy.api#references",
    "smithy.api#resourceIdentifier",
    "smithy.api#since",
    "smithy.api#tags",
    "smithy.api#trait",
    "smithy.api#unstable",
    // Of no meaning to the protocols that we have.
    "smithy.api#xmlAttribute",
    "smithy.api#xmlFlattened",
    "smithy.api#xmlName",
    "smithy.api#xmlNamespace",
    "smithy.test#httpMalformedRequestTests",
];

const HARMLESS_NAMESPACES: &[&str] = &["aws.cloudformation#", "aws.iam#"];

const KNOWN_NAMESPACES: &[&str] = &["aws.", "smithy."];
