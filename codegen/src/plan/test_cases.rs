//! Lists the cases of `smithy.test` that a model carries, with what becomes of each.

use std::collections::BTreeSet;

use serde_json::Value;

use super::protocol::Protocol;
use super::protocol_tests::{self, Case as Test};
use crate::cases::{Case, Fate, Kind};
use crate::diagnostics::Diagnostics;
use crate::model::{Closure, Model, Shape};

/// Traits that are lists of cases, and what their cases test.
const TRAITS: &[(&str, Kind)] = &[
    ("smithy.test#eventStreamTests", Kind::Events),
    (MALFORMED, Kind::Requests),
    ("smithy.test#httpRequestTests", Kind::Requests),
    ("smithy.test#httpResponseTests", Kind::Responses),
];

/// Requests that a server has to refuse.
const MALFORMED: &str = "smithy.test#httpMalformedRequestTests";

/// Smithy's own protocols, which no model has to define.
const PROTOCOLS: &[&str] = &[
    "aws.protocols#awsJson1_0",
    "aws.protocols#awsJson1_1",
    "aws.protocols#awsQuery",
    "aws.protocols#ec2Query",
    "aws.protocols#restJson1",
    "aws.protocols#restXml",
    "smithy.protocols#rpcv2Cbor",
    "smithy.protocols#rpcv2Json",
];

/// Lists the cases; one that cannot be told apart from another or has an unknown protocol is a problem.
pub(super) fn list(
    model: &Model,
    closure: &Closure,
    protocol: &Protocol,
    problems: &mut Diagnostics,
) -> Vec<Case> {
    let (mut listed, mut known) = (Vec::new(), BTreeSet::new());
    for shape in model.shapes.values() {
        for (id, kind) in TRAITS {
            let tests = shape.traits.get(id).and_then(Value::as_array);
            for test in tests.into_iter().flatten().map(Test) {
                check_protocol(model, shape, test, problems);
                let fate = match closure.has_tests_of(shape) {
                    true => fate(id, *kind, test, protocol),
                    false => Fate::Unreached,
                };
                let name = test.text("id").to_owned();
                if matches!(fate, Fate::Test(_)) && !known.insert(format!("{fate:?}")) {
                    let message = format!("the id of the test `{name}` is that of another");
                    problems.error(shape.place(), message, "give each test an id of its own");
                }
                let (kind, shape) = (*kind, shape.id.clone());
                listed.push(Case {
                    kind,
                    shape,
                    name,
                    fate,
                });
            }
        }
    }
    listed
}

fn check_protocol(model: &Model, shape: &Shape, test: Test<'_>, problems: &mut Diagnostics) {
    let protocol = test.text("protocol");
    if !PROTOCOLS.contains(&protocol) && !model.shapes.contains_key(protocol) {
        let id = test.text("id");
        let message = format!("the test `{id}` is of the unknown protocol `{protocol}`");
        let help = "correct the test, or define the trait of the protocol";
        problems.error(shape.place(), message, help);
    }
}

fn fate(id: &str, kind: Kind, test: Test<'_>, protocol: &Protocol) -> Fate {
    let reason = match kind {
        _ if id == MALFORMED => Some("for servers: a request that is refused".to_owned()),
        Kind::Events => Some("streams of events are not supported yet".to_owned()),
        _ => protocol_tests::exclusion(test, protocol),
    };
    let path = |kind| Fate::Test(format!("protocol_tests::{}", test.name(kind)));
    match reason {
        Some(reason) => Fate::Excluded(reason),
        None if kind == Kind::Responses => path("response"),
        None => path("request"),
    }
}

impl Closure {
    /// Whether tests that a shape carries are of the service.
    fn has_tests_of(&self, shape: &Shape) -> bool {
        self.operations.contains(&shape.id) || self.errors.contains(&shape.id)
    }
}
