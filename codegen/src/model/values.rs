//! Whether the values of traits are of the kinds that Smithy gives them. What they say is checked where
//! it is used.

use serde_json::Value;

use super::Traits;
use crate::diagnostics::{Diagnostics, Place};

/// Whether a value is of a kind.
type Fits = fn(&Value) -> bool;

/// A kind of value: whether a value is of it, what it is called, what to do, and its traits.
type Form = (Fits, &'static str, &'static str, &'static [&'static str]);

/// Adds the problems of the values of `traits`.
pub(super) fn check(place: Place<'_>, traits: &Traits, problems: &mut Diagnostics) {
    for (fits, wanted, help, ids) in FORMS {
        for id in ids.iter().filter(|id| traits.has(id)) {
            if !traits.get(id).is_some_and(fits) {
                let message = format!("the value of the trait `{id}` is not {wanted}");
                problems.error(place, message, *help);
            }
        }
    }
}

const FORMS: &[Form] = &[
    (Value::is_string, "a string", "write it in quotes", TEXTS),
    (Value::is_array, "a list", "write it in brackets", LISTS),
    (
        Value::is_array,
        "a list",
        "write it in brackets",
        PROTOCOL_TESTS,
    ),
    (
        Value::is_object,
        "an object",
        "write it in braces: `{}` if it says nothing",
        OBJECTS,
    ),
    (
        |value| is_one_of(value, &["client", "server"]),
        "`client` or `server`",
        "say whose error it is",
        &["smithy.api#error"],
    ),
    (
        |value| is_one_of(value, &["date-time", "epoch-seconds", "http-date"]),
        "`date-time`, `epoch-seconds` or `http-date`",
        "name one of the formats",
        &["smithy.api#timestampFormat"],
    ),
];

fn is_one_of(value: &Value, texts: &[&str]) -> bool {
    value.as_str().is_some_and(|text| texts.contains(&text))
}

const TEXTS: &[&str] = &[
    "smithy.api#documentation",
    "smithy.api#httpHeader",
    "smithy.api#httpPrefixHeaders",
    "smithy.api#httpQuery",
    "smithy.api#jsonName",
    "smithy.api#mediaType",
    "smithy.api#pattern",
    "smithy.api#title",
];

const LISTS: &[&str] = &["smithy.api#auth", "smithy.api#enum", "smithy.api#examples"];

/// Tests of the protocol that a model carries.
const PROTOCOL_TESTS: &[&str] = &[
    "smithy.test#eventStreamTests",
    "smithy.test#httpRequestTests",
    "smithy.test#httpResponseTests",
];

const OBJECTS: &[&str] = &[
    "aws.api#service",
    "aws.auth#sigv4",
    "aws.auth#sigv4a",
    "aws.auth#unsignedPayload",
    "aws.protocols#restJson1",
    "smithy.api#clientOptional",
    "smithy.api#deprecated",
    "smithy.api#eventHeader",
    "smithy.api#eventPayload",
    "smithy.api#hostLabel",
    "smithy.api#httpApiKeyAuth",
    "smithy.api#httpBasicAuth",
    "smithy.api#httpBearerAuth",
    "smithy.api#httpChecksumRequired",
    "smithy.api#httpDigestAuth",
    "smithy.api#httpLabel",
    "smithy.api#httpPayload",
    "smithy.api#httpQueryParams",
    "smithy.api#httpResponseCode",
    "smithy.api#idempotencyToken",
    "smithy.api#input",
    "smithy.api#length",
    "smithy.api#optionalAuth",
    "smithy.api#output",
    "smithy.api#paginated",
    "smithy.api#range",
    "smithy.api#requestCompression",
    "smithy.api#required",
    "smithy.api#requiresLength",
    "smithy.api#retryable",
    "smithy.api#sensitive",
    "smithy.api#sparse",
    "smithy.api#streaming",
    "smithy.api#uniqueItems",
    "smithy.rules#clientContextParams",
    "smithy.rules#contextParam",
    "smithy.rules#endpointBdd",
    "smithy.rules#endpointRuleSet",
    "smithy.rules#endpointTests",
    "smithy.rules#operationContextParams",
    "smithy.rules#staticContextParams",
];
