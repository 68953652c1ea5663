//! Operations.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use serde_json::Value;

use super::checksums::{self, Bodies};
use super::examples::{self, Example};
use super::pagination::{self, Pagination};
use super::shapes::{self, Role, Structure};
use super::types::{Type, Types};
use super::waiters::{self, Waiter};
use super::{customizations, docs, names};
use crate::diagnostics::Diagnostics;
use crate::model::{self, Closure, Member, Model, Shape};

/// An operation.
#[derive(Debug, Serialize)]
pub(crate) struct Operation {
    /// The absolute shape id.
    pub(crate) id: String,
    /// The name in the model.
    pub(crate) model_name: String,
    /// The symbol.
    pub(crate) name: String,
    pub(crate) module: String,
    /// The client's method.
    pub(crate) method: String,
    pub(crate) docs: String,
    pub(crate) deprecated: Option<String>,
    pub(crate) http_method: String,
    pub(crate) uri: String,
    pub(crate) input: Structure,
    pub(crate) output: Structure,
    pub(crate) fluent_builder: String,
    /// What the host's name begins with (`smithy.api#endpoint`), with labels.
    pub(crate) host_prefix: Option<String>,
    /// Field of the input that gets a random token.
    pub(crate) idempotency_token: Option<String>,
    /// Whether the service has to know the length of the input's stream beforehand.
    pub(crate) requires_length: bool,
    /// Fields of the input that are a text when absent or empty, and the text.
    pub(crate) default_texts: Vec<(String, &'static str)>,
    /// Whether the response must not be logged.
    pub(crate) sensitive_output: bool,
    /// Whether the body is left out of the signature.
    pub(crate) unsigned_payload: bool,
    /// What happens to the bodies of requests and responses.
    pub(crate) bodies: Bodies,
    pub(crate) error: String,
    /// In model order.
    pub(crate) errors: Vec<ErrorCase>,
    pub(crate) pagination: Option<Pagination>,
    /// In the order of their names.
    pub(crate) waiters: Vec<Waiter>,
    pub(crate) examples: Vec<Example>,
}

/// A modelled error of an operation.
#[derive(Debug, Serialize)]
pub(crate) struct ErrorCase {
    /// The type, and the variant.
    pub(crate) name: String,
    /// `is_..`
    pub(crate) test: String,
    /// What the response calls the error.
    pub(crate) code: String,
    /// The first paragraph of its documentation.
    pub(crate) summary: String,
}

/// Decides the operations.
pub(crate) fn plan(model: &Model, closure: &Closure, problems: &mut Diagnostics) -> Vec<Operation> {
    let types = Types { model, closure };
    let plans: Vec<Operation> = closure
        .operations
        .iter()
        .map(|id| operation(&types, id, problems))
        .collect();
    let mut known: BTreeMap<&str, &str> = BTreeMap::new();
    for plan in &plans {
        if let Some(other) = known.insert(&plan.module, &plan.id) {
            let message = format!(
                "the Rust module `{}` would be this operation and `{other}`",
                plan.module
            );
            let help = "rename one of the operations in the model";
            problems.error(model.shape(&plan.id).place(), message, help);
        }
    }
    let waiters = plans.iter().flat_map(|plan| {
        let shape = model.shape(&plan.id);
        plan.waiters.iter().map(move |waiter| (shape, waiter))
    });
    waiters::distinct(waiters, problems);
    plans
}

fn operation(types: &Types<'_>, id: &str, problems: &mut Diagnostics) -> Operation {
    let model = types.model;
    let (shape, operation) = model.operation(id);
    let (_, service) = model.service();
    let http = |key: &str| {
        let http = shape.traits.get("smithy.api#http");
        let text = http.and_then(|http| http.get(key)).and_then(Value::as_str);
        text.unwrap_or_default().to_owned()
    };
    let host_prefix = shape.traits.get("smithy.api#endpoint");
    let host_prefix = host_prefix.and_then(|endpoint| endpoint.get("hostPrefix")?.as_str());
    let pascal = names::pascal(shape.name());
    let mut structure =
        |id: &str, name: String, role| shapes::structure(types, id, name, role, problems);
    let input = structure(&operation.input, format!("{pascal}Input"), Role::Input);
    let output = structure(&operation.output, format!("{pascal}Output"), Role::Output);
    let name = names::operation(shape.name());
    let errors = operation.errors.iter().chain(&service.errors);
    let mut errors: Vec<ErrorCase> = errors.map(|id| error_case(model, id)).collect();
    let mut known = BTreeSet::new();
    errors.retain(|case| known.insert(case.name.clone()));
    distinct_tests(shape, &errors, problems);
    Operation {
        id: id.to_owned(),
        model_name: shape.name().to_owned(),
        module: names::module(shape.name()),
        method: names::client_method(shape.name()),
        docs: shapes::documentation(&shape.traits),
        deprecated: shapes::deprecated(&shape.traits),
        http_method: http("method"),
        uri: http("uri"),
        fluent_builder: format!("{name}FluentBuilder"),
        host_prefix: host_prefix.map(str::to_owned),
        idempotency_token: idempotency_token(types, &operation.input),
        default_texts: default_texts(types, &operation.input),
        requires_length: requires_length(types, &operation.input),
        sensitive_output: types.reaches_sensitive(&operation.output),
        unsigned_payload: shape.traits.has("aws.auth#unsignedPayload"),
        bodies: checksums::plan(types, shape, &operation.input),
        error: format!("{name}Error"),
        errors,
        pagination: pagination::plan(types, shape, &input, &output, problems),
        waiters: waiters::plan(model, shape, &input, problems),
        examples: examples::plan(types, shape, problems),
        name,
        input,
        output,
    }
}

/// The member of an input that is an idempotency token.
fn idempotency_token(types: &Types<'_>, input: &str) -> Option<String> {
    let (_, members) = types.model.structure(input);
    let is_token = |member: &&Member| {
        member.traits.has("smithy.api#idempotencyToken") && types.of(&member.target) == Type::String
    };
    let token = members.values().find(is_token)?;
    Some(names::field(&token.name))
}

/// Whether the stream of an input has to have a known length.
fn requires_length(types: &Types<'_>, input: &str) -> bool {
    let (_, members) = types.model.structure(input);
    let mut targets = members.values().map(|m| types.model.shape(&m.target));
    targets.any(|target| target.traits.has("smithy.api#requiresLength"))
}

/// The fields of an input that are a text when absent, and the text.
fn default_texts(types: &Types<'_>, input: &str) -> Vec<(String, &'static str)> {
    let (_, members) = types.model.structure(input);
    let texts = customizations::of(&types.model.service).texts.iter();
    let texts = texts.filter(|(member, _)| {
        let target = members.get(*member).map(|member| types.of(&member.target));
        target == Some(Type::String)
    });
    texts
        .map(|(member, text)| (names::field(member), *text))
        .collect()
}

/// An error as an enum of errors has it.
pub(super) fn error_case(model: &Model, id: &str) -> ErrorCase {
    let shape = model.shape(id);
    let name = names::type_name(shape.name());
    ErrorCase {
        test: format!("is_{}", names::snake(&name)),
        code: model::name_of(id).to_owned(),
        summary: docs::summary(&shapes::documentation(&shape.traits)),
        name,
    }
}

/// Problems for errors that would be told apart by methods of the same name.
pub(super) fn distinct_tests(operation: &Shape, errors: &[ErrorCase], problems: &mut Diagnostics) {
    let mut known = BTreeSet::new();
    for case in errors.iter().filter(|case| !known.insert(&case.test)) {
        let message = format!("two errors would have the Rust method `{}`", case.test);
        problems.error(
            operation.place(),
            message,
            "rename one of the errors in the model",
        );
    }
}
