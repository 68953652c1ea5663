//! Operations.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use serde_json::Value;

use super::examples::{self, Example};
use super::shapes::{self, Field, Role, Structure};
use super::types::{Element, Type, Types};
use super::{docs, names};
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
    /// Field of the input that gets a random token.
    pub(crate) idempotency_token: Option<String>,
    /// Whether the response must not be logged.
    pub(crate) sensitive_output: bool,
    pub(crate) error: String,
    /// In model order.
    pub(crate) errors: Vec<ErrorCase>,
    pub(crate) pagination: Option<Pagination>,
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

/// `smithy.api#paginated`
#[derive(Debug, Serialize)]
pub(crate) struct Pagination {
    pub(crate) paginator: String,
    /// Field of the input.
    pub(crate) input_token: String,
    pub(crate) output_token: OutputField,
    /// The list, and the type of its elements.
    pub(crate) items: Option<(OutputField, Type)>,
    /// Field of the input.
    pub(crate) page_size: Option<String>,
}

/// A field of a paginated output.
#[derive(Debug, Serialize)]
pub(crate) struct OutputField {
    pub(crate) name: String,
    /// Whether it is an `Option`.
    pub(crate) optional: bool,
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
    let pascal = names::pascal(shape.name());
    let nothing = Default::default();
    let mut structure =
        |id: &str, name: String, role| shapes::structure(types, &nothing, id, name, role, problems);
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
        idempotency_token: idempotency_token(types, &operation.input),
        sensitive_output: types.reaches_sensitive(&operation.output),
        error: format!("{name}Error"),
        errors,
        pagination: pagination(types, shape, &input, &output, problems),
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

fn error_case(model: &Model, id: &str) -> ErrorCase {
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
fn distinct_tests(operation: &Shape, errors: &[ErrorCase], problems: &mut Diagnostics) {
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

fn pagination<'a>(
    types: &Types<'_>,
    shape: &Shape,
    input: &'a Structure,
    output: &'a Structure,
    problems: &mut Diagnostics,
) -> Option<Pagination> {
    let own = shape.traits.get("smithy.api#paginated")?;
    let (service, _) = types.model.service();
    let general = service.traits.get("smithy.api#paginated");
    let named = |key: &str| {
        let value = own.get(key).or_else(|| general?.get(key));
        value.and_then(Value::as_str)
    };
    let mut member = |structure: &'a Structure, key: &str| -> Option<&'a Field> {
        let name = named(key)?;
        let field = structure
            .members
            .iter()
            .find(|field| field.wire.as_ref().is_some_and(|wire| wire.name == name));
        if field.is_none() {
            let message = format!(
                "`{key}` of `paginated` names `{name}`, which `{}` lacks",
                structure.id
            );
            let help = "name a member of the structure itself; paths are not supported yet";
            problems.error(shape.place(), message, help);
        }
        field
    };
    let input_token = member(input, "inputToken");
    let output_token = member(output, "outputToken");
    let items = member(output, "items");
    let page_size = member(input, "pageSize");
    let (input_token, output_token) = input_token.zip(output_token)?;
    let tokens_fit = [input_token, output_token]
        .iter()
        .all(|field| field.ty == Type::String);
    let page_size_fits = page_size.is_none_or(|field| field.ty == Type::I32);
    let items_fit = items.is_none_or(|field| element(field).is_some());
    if !tokens_fit || !page_size_fits || !items_fit {
        let message = "`paginated` names members of types that are not supported yet";
        let help = "tokens are strings, the page size is an integer, items are a list";
        problems.error(shape.place(), message, help);
        return None;
    }
    let output_field = |field: &Field| OutputField {
        name: field.name.clone(),
        optional: field.optional,
    };
    Some(Pagination {
        paginator: format!("{}Paginator", names::pascal(shape.name())),
        input_token: input_token.name.clone(),
        output_token: output_field(output_token),
        items: items.and_then(|field| Some((output_field(field), element(field)?.ty.clone()))),
        page_size: page_size.map(|field| field.name.clone()),
    })
}

/// What a field holds, if that is a list.
fn element(field: &Field) -> Option<&Element> {
    match &field.ty {
        Type::List(element) => Some(element),
        _ => None,
    }
}
