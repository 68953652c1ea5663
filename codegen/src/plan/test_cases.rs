//! Lists the cases of `smithy.test` that a model carries, with what becomes of each.

use std::collections::BTreeSet;

use serde_json::Value;

use super::endpoints::Endpoints;
use super::protocol::Protocol;
use super::protocol_tests::{self, Case as Test};
use super::smoke_tests;
use crate::cases::{Case, Fate, Kind};
use crate::diagnostics::Diagnostics;
use crate::model::{Closure, Model, Shape};

/// Traits that are lists of cases, and what their cases test.
const TRAITS: &[(&str, Kind)] = &[
    ("smithy.test#eventStreamTests", Kind::Events),
    (MALFORMED, Kind::Requests),
    ("smithy.test#httpRequestTests", Kind::Requests),
    ("smithy.test#httpResponseTests", Kind::Responses),
    (smoke_tests::TRAIT, Kind::Smoke),
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

/// What decides about the cases.
pub(super) struct Lister<'a> {
    pub(super) model: &'a Model,
    pub(super) closure: &'a Closure,
    pub(super) protocol: &'a Protocol,
    pub(super) endpoints: &'a Endpoints,
}

impl Lister<'_> {
    /// Lists the cases; one whose id is another's, or whose protocol is unknown, is a problem.
    pub(super) fn list(&self, problems: &mut Diagnostics) -> Vec<Case> {
        let (mut listed, mut taken) = (Vec::new(), BTreeSet::new());
        for shape in self.model.shapes.values() {
            for (id, kind) in TRAITS {
                let tests = shape.traits.get(id).and_then(Value::as_array);
                for test in tests.into_iter().flatten().map(Test) {
                    self.check_protocol(shape, *kind, test, problems);
                    let case = self.case(shape, id, *kind, test);
                    if let Fate::Test(path) = &case.fate
                        && !taken.insert(path.clone())
                    {
                        let message = format!("the id of the test `{}` is taken", case.name);
                        problems.error(shape.place(), message, "give each test an id of its own");
                    }
                    listed.push(case);
                }
            }
        }
        listed
    }

    fn check_protocol(
        &self,
        shape: &Shape,
        kind: Kind,
        test: Test<'_>,
        problems: &mut Diagnostics,
    ) {
        let protocol = test.text("protocol");
        let is_known = PROTOCOLS.contains(&protocol) || self.model.shapes.contains_key(protocol);
        if kind != Kind::Smoke && !is_known {
            let id = test.text("id");
            let message = format!("the test `{id}` is of the unknown protocol `{protocol}`");
            let help = "correct the test, or define the trait of the protocol";
            problems.error(shape.place(), message, help);
        }
    }

    fn case(&self, shape: &Shape, id: &str, kind: Kind, test: Test<'_>) -> Case {
        let fate = match self.is_reached(shape) {
            true => self.fate(id, kind, test),
            false => Fate::Unreached,
        };
        Case {
            kind,
            shape: shape.id.clone(),
            name: test.text("id").to_owned(),
            fate,
        }
    }

    /// Whether tests that a shape carries are of the service.
    fn is_reached(&self, shape: &Shape) -> bool {
        let Closure {
            operations, errors, ..
        } = self.closure;
        operations.contains(&shape.id) || errors.contains(&shape.id)
    }

    fn fate(&self, id: &str, kind: Kind, test: Test<'_>) -> Fate {
        let (exclusion, path) = match kind {
            Kind::Smoke => (
                smoke_tests::settings(test, self.endpoints).err(),
                format!("smoke_tests::{}", test.name("smoke")),
            ),
            _ if id == MALFORMED => (
                Some("for servers: a request that is refused".to_owned()),
                String::new(),
            ),
            _ => (
                protocol_tests::exclusion(test, self.protocol),
                format!("protocol_tests::{}", test.name(suffix(kind))),
            ),
        };
        exclusion.map_or(Fate::Test(path), Fate::Excluded)
    }
}

/// What the names of tests of a kind end in.
fn suffix(kind: Kind) -> &'static str {
    match kind {
        Kind::Events => "events",
        Kind::Responses => "response",
        _ => "request",
    }
}
