//! The tests of event streams that a model carries (`smithy.test#eventStreamTests`), for clients.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use serde::Serialize;
use serde_json::Value;

use super::literals::{Literal, Reader, Setter};
use super::protocol::Protocol;
use super::protocol_tests::{Case, Compared, RequestTest, cases, compared, request_of};
use super::shapes::{self, Role, Structure};
use super::types::{Type, Types};
use super::{names, presence};
use crate::diagnostics::Diagnostics;
use crate::model::{self, Operation, Shape};

/// A test of an operation with a stream of events.
#[derive(Debug, Serialize)]
pub(crate) struct EventTest {
    /// The function.
    pub(crate) name: String,
    pub(crate) docs: String,
    /// The operation's module and symbol.
    pub(crate) operation: (String, String),
    pub(crate) kind: EventTestKind,
}

/// What an [`EventTest`] is about.
#[derive(Debug, Serialize)]
pub(crate) enum EventTestKind {
    Sent(Box<Sent>),
    Received(Response, Received),
    /// A response that ends in an error: the named variant of the operation's enum, or any.
    Refused(Response, Option<(String, String)>, String),
}

/// A request with events.
#[derive(Debug, Serialize)]
pub(crate) struct Sent {
    /// The client's method, and the calls of the builder.
    pub(crate) method: String,
    pub(crate) input: Vec<Setter>,
    /// The builder's method that takes the stream.
    pub(crate) stream: String,
    /// What the request has to be, if the test says it.
    pub(crate) head: Option<RequestTest>,
    /// The events, and the frames that they have to be.
    pub(crate) events: Vec<EventValue>,
    pub(crate) frames: Vec<Vec<u8>>,
    /// The enum of the errors in the stream.
    pub(crate) errors: String,
}

/// A response with events.
#[derive(Debug, Serialize)]
pub(crate) struct Response {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

/// What a response with events has to be read as.
#[derive(Debug, Serialize)]
pub(crate) struct Received {
    /// The output type.
    pub(crate) output: String,
    /// The members beside the stream, and their values: none if the test does not say them.
    pub(crate) members: Vec<Compared>,
    pub(crate) values: Vec<Setter>,
    /// The field that is the stream.
    pub(crate) stream: String,
    pub(crate) events: Vec<EventValue>,
    /// The enum of the errors in the stream.
    pub(crate) errors: String,
}

/// An event, or an error in its place.
#[derive(Debug, Serialize)]
pub(crate) enum EventValue {
    Event(Literal),
    /// The type, the calls of its builder, and whether that can fail.
    Error(String, Vec<Setter>, bool),
}

/// Decides the tests of an operation; a test that contradicts the model is a problem.
pub(super) fn plan(
    types: &Types<'_>,
    operation: &str,
    protocol: &Protocol,
    problems: &mut Diagnostics,
) -> Vec<EventTest> {
    let (shape, operation) = types.model.operation(operation);
    let mut tests = Vec::new();
    for case in cases(shape, "smithy.test#eventStreamTests", protocol) {
        let planner = Planner {
            types,
            shape,
            operation,
            case,
        };
        match planner.kind() {
            Ok(kind) => tests.push(EventTest {
                name: case.name("events"),
                docs: case.text("documentation").to_owned(),
                operation: (names::module(shape.name()), names::operation(shape.name())),
                kind,
            }),
            Err(message) => {
                let id = case.text("id");
                let message = format!("the test `{id}` contradicts the model: {message}");
                problems.error(shape.place(), message, "correct the test");
            }
        }
    }
    tests
}

/// A test that is being decided.
struct Planner<'a> {
    types: &'a Types<'a>,
    shape: &'a Shape,
    operation: &'a Operation,
    case: Case<'a>,
}

impl Planner<'_> {
    fn kind(&self) -> Result<EventTestKind, String> {
        let is_request =
            |event: &&Value| event.get("type").and_then(Value::as_str) == Some("request");
        let is_sent = self.case.0.get("initialRequest").is_some()
            || self.events().any(|event| is_request(&event));
        if is_sent {
            return self.sent();
        }
        let (output, stream, union) = self.stream(&self.operation.output, Role::Output)?;
        let response = self.response()?;
        if let Some(error) = self.failure() {
            let error = error.map(|id| {
                let operation = names::operation(self.shape.name());
                let variant = names::type_name(model::name_of(id));
                (format!("{operation}Error"), variant)
            });
            return Ok(EventTestKind::Refused(response, error, stream));
        }
        let has_params = self.case.0.get("initialResponseParams").is_some();
        let received = Received {
            members: if has_params {
                compared(&output)
            } else {
                Vec::new()
            },
            values: self.setters(&self.operation.output, "initialResponseParams")?,
            output: output.name,
            events: self.values(&union)?,
            errors: self.errors(&union),
            stream,
        };
        Ok(EventTestKind::Received(response, received))
    }

    fn sent(&self) -> Result<EventTestKind, String> {
        let (_, stream, union) = self.stream(&self.operation.input, Role::Input)?;
        let input = self.setters(&self.operation.input, "initialRequestParams")?;
        let head = self.case.0.get("initialRequest").map(Case);
        Ok(EventTestKind::Sent(Box::new(Sent {
            method: names::client_method(self.shape.name()),
            head: head.map(|head| request_of(self.shape, self.case, head, Vec::new())),
            input,
            stream,
            events: self.values(&union)?,
            frames: self.frames()?,
            errors: self.errors(&union),
        })))
    }

    fn errors(&self, union: &str) -> String {
        names::event_errors(&names::type_name(model::name_of(union)))
    }

    /// The input or output, its field that is the stream, and the union.
    fn stream(&self, id: &str, role: Role) -> Result<(Structure, String, String), String> {
        let missing = || format!("`{id}` has no stream of events");
        let (_, members) = self.types.model.structure(id);
        let mut targets = members
            .values()
            .map(|member| self.types.model.shape(&member.target));
        let union = targets.find(|target| target.is_event_stream());
        let union = union.ok_or_else(missing)?.id.clone();
        // Its problems are known from the plan of the operation.
        let mut known = Diagnostics::default();
        let suffix = if role == Role::Input {
            "Input"
        } else {
            "Output"
        };
        let name = format!("{}{suffix}", names::pascal(self.shape.name()));
        let plan = shapes::structure(self.types, id, name, role, &mut known);
        let stream = plan.stream().map(|stream| stream.name.clone());
        Ok((plan, stream.ok_or_else(missing)?, union))
    }

    fn events(&self) -> impl Iterator<Item = &Value> {
        let events = self.case.0.get("events").and_then(Value::as_array);
        events.into_iter().flatten()
    }

    fn frames(&self) -> Result<Vec<Vec<u8>>, String> {
        let frames = self.events().map(|event| {
            let bytes = event.get("bytes").and_then(Value::as_str);
            let bytes = bytes.ok_or("an event without `bytes`")?;
            let frame = BASE64_STANDARD.decode(bytes);
            frame.map_err(|error| format!("`bytes` are not Base64: {error}"))
        });
        frames.collect()
    }

    /// The expected failure: one of the operation, or any. What ends the stream is an event.
    fn failure(&self) -> Option<Option<&str>> {
        let failure = self.case.0.get("expectation")?.get("failure")?;
        let id = failure.get("errorId").and_then(Value::as_str);
        let errors = &self.operation.errors;
        match id {
            None => Some(None),
            Some(id) if errors.iter().any(|error| error == id) => Some(Some(id)),
            Some(_) => None,
        }
    }

    fn response(&self) -> Result<Response, String> {
        let head = self.case.0.get("initialResponse");
        let case = Case(head.unwrap_or(&Value::Null));
        let mut body = case.text("body").as_bytes().to_vec();
        body.extend(self.frames()?.concat());
        let status = case.0.get("code").and_then(Value::as_u64);
        Ok(Response {
            status: status.and_then(|code| code.try_into().ok()).unwrap_or(200),
            headers: case.headers(),
            body,
        })
    }

    fn setters(&self, id: &str, key: &str) -> Result<Vec<Setter>, String> {
        let empty = serde_json::Map::new();
        let params = self.case.0.get(key).and_then(Value::as_object);
        let reader = Reader { types: self.types };
        reader.setters(self.types.model.shape(id), params.unwrap_or(&empty), key)
    }

    /// The values of the events, which are members of `union`.
    fn values(&self, union: &str) -> Result<Vec<EventValue>, String> {
        let params = self.events().map(|event| {
            event
                .get("params")
                .ok_or_else(|| "an event without `params`".to_owned())
        });
        params.map(|params| self.value(union, params?)).collect()
    }

    fn value(&self, union: &str, params: &Value) -> Result<EventValue, String> {
        let reader = Reader { types: self.types };
        let shape = self.types.model.shape(union);
        let mut entries = params.as_object().into_iter().flatten();
        let members = shape.named_members();
        let error = entries.next().and_then(|(name, value)| {
            let member = members?.get(name)?;
            let values = value.as_object()?;
            self.types
                .model
                .is_error(member)
                .then_some((member, values))
        });
        let Some((member, values)) = error else {
            return reader
                .literal(union, params, "params")
                .map(EventValue::Event);
        };
        let target = self.types.model.shape(&member.target);
        let setters = reader.setters(target, values, "params")?;
        let mut members = target.members();
        let is_fallible = members.any(|member| presence::is_demanded(self.types, member));
        match self.types.of(&member.target) {
            Type::Error(name) => Ok(EventValue::Error(name, setters, is_fallible)),
            _ => Err(format!("`{}` is not an error", member.target)),
        }
    }
}
