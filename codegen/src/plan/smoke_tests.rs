//! The smoke tests that a model carries (`smithy.test#smokeTests`): calls of the service itself.

use serde::Serialize;
use serde_json::Value;

use super::endpoints::{BuiltIn, Endpoints, ParamValue, Setting};
use super::literals::Setter;
use super::names;
use super::protocol_tests::{self, Case};
use super::types::Types;
use crate::diagnostics::Diagnostics;
use crate::model::{Closure, Model, Shape};

/// The trait.
pub(super) const TRAIT: &str = "smithy.test#smokeTests";

/// A call of the service, and what has to come of it.
#[derive(Debug, Serialize)]
pub(crate) struct SmokeTest {
    /// The function.
    pub(crate) name: String,
    pub(crate) settings: Vec<Setting>,
    /// The client's method, and the calls of the builder.
    pub(crate) method: String,
    pub(crate) input: Vec<Setter>,
    pub(crate) expected: Expected,
}

/// What has to come of a call.
#[derive(Debug, Serialize)]
pub(crate) enum Expected {
    Success,
    /// An error of the service, whichever.
    Failure,
    /// The operation's module and error enum, and the variant.
    Error(String, String, String),
}

/// Decides the tests; one that contradicts the model is a problem.
pub(super) fn plan(
    model: &Model,
    closure: &Closure,
    endpoints: &Endpoints,
    problems: &mut Diagnostics,
) -> Vec<SmokeTest> {
    let types = Types { model, closure };
    let shapes = closure.operations.iter().map(|id| model.shape(id));
    let mut tests = Vec::new();
    for (shape, case) in shapes.flat_map(|shape| cases(shape).map(move |case| (shape, case))) {
        // Those that are left out are listed with the reason.
        if let Ok(settings) = settings(case, endpoints) {
            tests.extend(test(&types, shape, case, settings, problems));
        }
    }
    tests
}

fn cases(shape: &Shape) -> impl Iterator<Item = Case<'_>> {
    let cases = shape.traits.get(TRAIT).and_then(Value::as_array);
    cases.into_iter().flatten().map(Case)
}

fn test(
    types: &Types<'_>,
    shape: &Shape,
    case: Case<'_>,
    settings: Vec<Setting>,
    problems: &mut Diagnostics,
) -> Option<SmokeTest> {
    let (_, operation) = types.model.operation(&shape.id);
    let input = types.model.shape(&operation.input);
    let expected = expected(types.model, shape, case).map_err(|message| {
        let message = format!("the test `{}` {message}", case.text("id"));
        problems.error(shape.place().of_trait(TRAIT), message, "correct the test");
    });
    Some(SmokeTest {
        name: case.name("smoke"),
        settings,
        method: names::client_method(shape.name()),
        input: protocol_tests::setters(types, input, case, problems)?,
        expected: expected.ok()?,
    })
}

fn expected(model: &Model, shape: &Shape, case: Case<'_>) -> Result<Expected, String> {
    let expect = |key: &str| case.0.get("expect").and_then(|expect| expect.get(key));
    let failure = match (expect("success"), expect("failure")) {
        (Some(_), None) => return Ok(Expected::Success),
        (None, Some(failure)) => failure,
        _ => return Err("expects neither success nor failure".to_owned()),
    };
    let Some(id) = failure.get("errorId").and_then(Value::as_str) else {
        return Ok(Expected::Failure);
    };
    let ((_, service), (_, operation)) = (model.service(), model.operation(&shape.id));
    let mut errors = operation.errors.iter().chain(&service.errors);
    if !errors.any(|error| error == id) {
        return Err(format!(
            "expects `{id}`, which is no error of the operation"
        ));
    }
    Ok(Expected::Error(
        names::module(shape.name()),
        format!("{}Error", names::operation(shape.name())),
        names::type_name(model.shape(id).name()),
    ))
}

/// The region of clients of a test that does not say it, as `aws.test#AwsVendorParams` has it.
const REGION: &str = "us-west-2";

/// The configuration of the client, or why no client can be configured so.
pub(super) fn settings(case: Case<'_>, endpoints: &Endpoints) -> Result<Vec<Setting>, String> {
    let params = case.0.get("vendorParams").and_then(Value::as_object);
    let mut settings = vec![Setting::Region(REGION.to_owned())];
    for (name, value) in params.into_iter().flatten() {
        let on = Setting::Other;
        match (name.as_str(), value) {
            ("region", Value::String(region)) => settings[0] = Setting::Region(region.clone()),
            ("uri", Value::String(uri)) => {
                let uri = ParamValue::Text(uri.clone());
                settings.push(on("endpoint_url".to_owned(), uri));
            }
            ("useFips", Value::Bool(is)) => {
                settings.push(on("use_fips".to_owned(), ParamValue::Bool(*is)));
            }
            ("useDualstack", Value::Bool(is)) => {
                settings.push(on("use_dual_stack".to_owned(), ParamValue::Bool(*is)));
            }
            ("useAccountIdRouting", Value::Bool(is)) => {
                let has_mode = endpoints.built_in(BuiltIn::AccountIdEndpointMode).is_some();
                let mode = Setting::AccountIdEndpointMode("Disabled");
                settings.extend((has_mode && !is).then_some(mode));
            }
            _ => return Err(format!("no client has a setting for `{name}: {value}`")),
        }
    }
    Ok(settings)
}
