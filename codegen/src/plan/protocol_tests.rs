//! The protocol tests that a model carries (`smithy.test#httpRequestTests`, `httpResponseTests`,
//! `eventStreamTests`), for clients.

use serde::Serialize;
use serde_json::{Map, Value};

use super::event_tests::{self, EventTest};
use super::literals::{Reader, Setter};
use super::protocol::Protocol;
use super::shapes::{self, Role, Structure};
use super::types::Types;
use super::{names, presence};
use crate::diagnostics::Diagnostics;
use crate::model::{Closure, Model, Shape};

/// The tests of a crate.
#[derive(Debug, Default, Serialize)]
pub(crate) struct ProtocolTests {
    pub(crate) requests: Vec<RequestTest>,
    pub(crate) responses: Vec<ResponseTest>,
    pub(crate) events: Vec<EventTest>,
}

/// A request that a call has to make.
#[derive(Debug, Serialize)]
pub(crate) struct RequestTest {
    /// The function.
    pub(crate) name: String,
    pub(crate) docs: String,
    /// The client's method, and the calls of the builder.
    pub(crate) method: String,
    pub(crate) input: Vec<Setter>,
    pub(crate) http_method: String,
    pub(crate) uri: String,
    /// The host of the endpoint, and that of the request.
    pub(crate) host: String,
    pub(crate) resolved_host: Option<String>,
    pub(crate) query: Vec<String>,
    pub(crate) forbidden_query: Vec<String>,
    pub(crate) required_query: Vec<String>,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) forbidden_headers: Vec<String>,
    pub(crate) required_headers: Vec<String>,
    /// The body and its media type.
    pub(crate) body: Option<(String, String)>,
}

/// A response, and what it has to be read as.
#[derive(Debug, Serialize)]
pub(crate) struct ResponseTest {
    /// The function.
    pub(crate) name: String,
    pub(crate) docs: String,
    /// The operation's module and symbol.
    pub(crate) operation: (String, String),
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: String,
    pub(crate) expected: Expected,
    /// The calls of the expected value's builder, and whether it can fail.
    pub(crate) values: Vec<Setter>,
    pub(crate) fallible: bool,
}

/// What a response describes.
#[derive(Debug, Serialize)]
pub(crate) enum Expected {
    /// The output type of the operation.
    Output(String),
    /// An output with a stream: the type, the other members, and the stream with its bytes.
    Stream(String, Vec<Compared>, (String, Vec<u8>)),
    /// The error enum of the operation, and its variant.
    Error(String, String),
}

/// A member of an output that cannot be compared as a whole.
#[derive(Debug, Serialize)]
pub(crate) struct Compared {
    pub(crate) field: String,
    pub(crate) getter: String,
    /// Whether the field is an `Option`.
    pub(crate) optional: bool,
}

/// Decides the tests of the service's protocol; a test that contradicts the model is a problem.
pub(crate) fn plan(
    model: &Model,
    closure: &Closure,
    protocol: &Protocol,
    problems: &mut Diagnostics,
) -> ProtocolTests {
    let types = Types { model, closure };
    let (_, service) = model.service();
    let mut tests = ProtocolTests::default();
    for id in &closure.operations {
        tests
            .events
            .extend(event_tests::plan(&types, id, protocol, problems));
        let (shape, operation) = model.operation(id);
        for case in cases(shape, "smithy.test#httpRequestTests", protocol) {
            tests
                .requests
                .extend(request(&types, shape, case, problems));
        }
        for case in cases(shape, "smithy.test#httpResponseTests", protocol) {
            let name = format!("{}Output", names::pascal(shape.name()));
            let structure = model.shape(&operation.output);
            let expected = output(&types, &operation.output, name, case);
            tests
                .responses
                .extend(response(&types, shape, structure, case, expected, problems));
        }
    }
    for error in &closure.errors {
        let structure = model.shape(error);
        let is_any = service.errors.contains(error);
        let operation = closure.operations.iter().map(|id| model.operation(id));
        let mut operation =
            operation.filter(|(_, operation)| is_any || operation.errors.contains(error));
        let Some((operation, _)) = operation.next() else {
            continue;
        };
        for case in cases(structure, "smithy.test#httpResponseTests", protocol) {
            let name = format!("{}Error", names::operation(operation.name()));
            let expected = Expected::Error(name, names::type_name(structure.name()));
            tests.responses.extend(response(
                &types, operation, structure, case, expected, problems,
            ));
        }
    }
    tests
}

/// The cases of a shape that are for clients of the protocol.
pub(super) fn cases<'a>(
    shape: &'a Shape,
    id: &str,
    protocol: &Protocol,
) -> impl Iterator<Item = Case<'a>> {
    let cases = shape.traits.get(id).and_then(Value::as_array);
    let ours = move |case: &Case<'_>| exclusion(*case, protocol).is_none();
    cases.into_iter().flatten().map(Case).filter(ours)
}

/// Why a case is none for clients of the protocol.
pub(super) fn exclusion(case: Case<'_>, protocol: &Protocol) -> Option<String> {
    match case.text("protocol") {
        id if id != protocol.trait_id => Some(format!("of the protocol `{id}`")),
        _ if case.text("appliesTo") == "server" => Some("for servers: `appliesTo`".to_owned()),
        _ => None,
    }
}

/// A test as the model has it.
#[derive(Clone, Copy)]
pub(super) struct Case<'a>(pub(super) &'a Value);

impl<'a> Case<'a> {
    pub(super) fn text(self, key: &str) -> &'a str {
        self.0.get(key).and_then(Value::as_str).unwrap_or_default()
    }

    fn texts(self, key: &str) -> Vec<String> {
        let list = self.0.get(key).and_then(Value::as_array);
        let texts = list.into_iter().flatten().filter_map(Value::as_str);
        texts.map(str::to_owned).collect()
    }

    pub(super) fn headers(self) -> Vec<(String, String)> {
        let headers = self.0.get("headers").and_then(Value::as_object);
        let headers = headers.into_iter().flatten();
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        headers
            .map(|(name, value)| (name.clone(), text(value)))
            .collect()
    }

    fn params(self) -> Map<String, Value> {
        let params = self.0.get("params").and_then(Value::as_object);
        params.cloned().unwrap_or_default()
    }

    pub(super) fn name(self, kind: &str) -> String {
        format!("{}_{kind}", names::snake(self.text("id")))
    }
}

fn request(
    types: &Types<'_>,
    shape: &Shape,
    case: Case<'_>,
    problems: &mut Diagnostics,
) -> Option<RequestTest> {
    let (_, operation) = types.model.operation(&shape.id);
    let input = types.model.shape(&operation.input);
    let setters = setters(types, input, case, problems)?;
    Some(request_of(shape, case, case, setters))
}

/// The test of a request whose head, and body, are `head`.
pub(super) fn request_of(
    shape: &Shape,
    case: Case<'_>,
    head: Case<'_>,
    input: Vec<Setter>,
) -> RequestTest {
    let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    let body = head.0.get("body").and_then(Value::as_str);
    RequestTest {
        name: case.name("request"),
        docs: case.text("documentation").to_owned(),
        method: names::client_method(shape.name()),
        input,
        http_method: head.text("method").to_owned(),
        uri: head.text("uri").to_owned(),
        host: some(head.text("host")).unwrap_or_else(|| "example.com".to_owned()),
        resolved_host: some(head.text("resolvedHost")),
        query: head.texts("queryParams"),
        forbidden_query: head.texts("forbidQueryParams"),
        required_query: head.texts("requireQueryParams"),
        headers: head.headers(),
        forbidden_headers: head.texts("forbidHeaders"),
        required_headers: head.texts("requireHeaders"),
        body: body.map(|body| (body.to_owned(), head.text("bodyMediaType").to_owned())),
    }
}

/// What a response describes that is no error.
fn output(types: &Types<'_>, id: &str, name: String, case: Case<'_>) -> Expected {
    // Its problems are known from the plan of the operation.
    let mut known = Diagnostics::default();
    let plan = shapes::structure(types, id, name.clone(), Role::Output, &mut known);
    match plan.stream() {
        Some(stream) => {
            let bytes = case.text("body").as_bytes().to_vec();
            Expected::Stream(name, compared(&plan), (stream.name.clone(), bytes))
        }
        None => Expected::Output(name),
    }
}

/// The members of an output that can be compared.
pub(super) fn compared(output: &Structure) -> Vec<Compared> {
    let fields = output.members.iter().filter(|field| !field.ty.is_stream());
    let compared = fields.map(|field| Compared {
        field: field.name.clone(),
        getter: field.getter.clone(),
        optional: field.optional,
    });
    compared.collect()
}

fn response(
    types: &Types<'_>,
    operation: &Shape,
    structure: &Shape,
    case: Case<'_>,
    expected: Expected,
    problems: &mut Diagnostics,
) -> Option<ResponseTest> {
    let demanded = |member| presence::is_demanded(types, member);
    Some(ResponseTest {
        name: case.name("response"),
        docs: case.text("documentation").to_owned(),
        operation: (
            names::module(operation.name()),
            names::operation(operation.name()),
        ),
        status: case.0.get("code").and_then(Value::as_u64).unwrap_or(200) as u16,
        headers: case.headers(),
        body: case.text("body").to_owned(),
        expected,
        values: setters(types, structure, case, problems)?,
        fallible: structure.members().any(demanded),
    })
}

pub(super) fn setters(
    types: &Types<'_>,
    structure: &Shape,
    case: Case<'_>,
    problems: &mut Diagnostics,
) -> Option<Vec<Setter>> {
    let reader = Reader { types };
    match reader.setters(structure, &case.params(), "params") {
        Ok(setters) => Some(setters),
        Err(message) => {
            let message = format!(
                "the test `{}` contradicts the model: {message}",
                case.text("id")
            );
            problems.error(structure.place(), message, "correct the test");
            None
        }
    }
}
