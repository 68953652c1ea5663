//! The test cases that a model carries, one by one, with what became of each: whoever counts them sees
//! that none is left out silently.

use serde::Serialize;

/// What a case tests.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub enum Kind {
    /// The request of a call (`smithy.test#httpRequestTests`, `httpMalformedRequestTests`).
    Requests,
    /// What a response is read as (`smithy.test#httpResponseTests`).
    Responses,
    /// The events of a stream (`smithy.test#eventStreamTests`).
    Events,
    /// The endpoint that the rules give (`smithy.rules#endpointTests`).
    EndpointRules,
    /// The endpoint of a call (`operationInputs` of `smithy.rules#endpointTests`).
    EndpointCalls,
    /// A call of the service itself (`smithy.test#smokeTests`).
    Smoke,
}

impl Kind {
    /// How tables name it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Requests => "requests",
            Self::Responses => "responses",
            Self::Events => "events",
            Self::EndpointRules => "endpoint rules",
            Self::EndpointCalls => "endpoint calls",
            Self::Smoke => "smoke",
        }
    }
}

/// A test case of the model.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Case {
    /// What it tests.
    pub kind: Kind,
    /// The absolute id of the shape that carries it.
    pub shape: String,
    /// Its id; its documentation where such tests have no id.
    pub name: String,
    /// What became of it.
    pub fate: Fate,
}

/// What became of a [`Case`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub enum Fate {
    /// A test of the crate, by its path.
    Test(String),
    /// A row of a table: the path of the test that walks over it, and the number of the row.
    Row(&'static str, usize),
    /// It is no test of the crate, for this reason.
    Excluded(String),
    /// No operation of the service has to do with the shape; another service may.
    Unreached,
}
