//! The tests of the rules that the model carries (`smithy.rules#endpointTests`): of the rules alone, and
//! by calls of operations.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::{Map, Value};

use super::super::literals::{self, Setter};
use super::super::names;
use super::super::types::Types;
use super::rules::{Reader, Rule};
use super::{BUILT_INS, BuiltIn, ClientParam, Param, ParamValue, Report, object};
use crate::cases::{Case, Fate, Kind};
use crate::model;

/// A test of the rules.
#[derive(Debug, Serialize)]
pub(crate) struct Test {
    pub(crate) docs: String,
    /// Fields and values.
    pub(crate) params: Vec<(String, ParamValue)>,
    /// What is expected, as a rule without conditions.
    pub(crate) expect: Rule,
}

/// A test by a call.
#[derive(Debug, Serialize)]
pub(crate) struct Call {
    pub(crate) docs: String,
    pub(crate) settings: Vec<Setting>,
    /// The client's method.
    pub(crate) method: String,
    pub(crate) input: Vec<Setter>,
    /// What is expected, as a rule without conditions.
    pub(crate) expect: Rule,
}

/// A part of the configuration.
#[derive(Debug, Serialize)]
pub(crate) enum Setting {
    /// The account of the credentials.
    AccountId(String),
    /// The variant.
    AccountIdEndpointMode(&'static str),
    Region(String),
    /// A method of the configuration's builder.
    Other(String, ParamValue),
}

/// Regions whose partitions have got dual stack endpoints since tests were written that expect an error.
/// The official generator takes its partitions from a newer file than such tests too, and its models have
/// new tests.
const NEW_DUAL_STACK: &[&str] = &["eu-isoe-", "us-iso-", "us-isob-", "us-isof-"];

/// Why such tests are left out.
const OUTDATED: &str =
    "they expect that partitions have no dual stack endpoints, and these have them now";

/// Why others are, and no warning is due: the user knows.
const NOT_SELECTED: &str = "the crate does not have the operation";

/// Decides the tests, and lists them with those that are left out.
pub(super) fn plan(
    types: &Types<'_>,
    tests: Option<&Value>,
    (params, client_params): (&[Param], &[ClientParam]),
    report: &mut Report<'_>,
) -> (Vec<Test>, Vec<Call>, Vec<Case>) {
    let cases = tests.and_then(|tests| tests.get("testCases"));
    let mut planner = Planner {
        types,
        params,
        client_params,
        report,
        tests: Vec::new(),
        calls: Vec::new(),
        listed: Vec::new(),
    };
    for case in cases.and_then(Value::as_array).into_iter().flatten() {
        planner.case(case);
    }
    let Planner {
        tests,
        calls,
        listed,
        report,
        ..
    } = planner;
    warn(&listed, report);
    (tests, calls, listed)
}

/// Warns of tests that are left out, once for each reason.
fn warn(listed: &[Case], report: &mut Report<'_>) {
    let mut left_out: BTreeMap<&str, usize> = BTreeMap::new();
    for case in listed {
        if let Fate::Excluded(reason) = &case.fate
            && reason != NOT_SELECTED
        {
            *left_out.entry(reason).or_default() += 1;
        }
    }
    for (reason, count) in left_out {
        let message = format!("{count} of the endpoint tests are left out: {reason}");
        let help = match reason {
            OUTDATED => "take a newer model",
            _ => "add a client context parameter, if clients are to have the setting",
        };
        report.warning(message, help);
    }
}

fn is_outdated(case: &Value) -> bool {
    let param = |name: &str| case.get("params").and_then(|params| params.get(name));
    let region = param("Region").and_then(Value::as_str).unwrap_or_default();
    let expects_error = case
        .get("expect")
        .is_some_and(|expect| expect.get("error").is_some());
    expects_error
        && param("UseDualStack") == Some(&Value::Bool(true))
        && param("Endpoint").is_none()
        && NEW_DUAL_STACK
            .iter()
            .any(|prefix| region.starts_with(prefix))
}

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value.get(key).and_then(Value::as_str).unwrap_or_default()
}

const CORRECT: &str = "correct the trait `endpointTests`";

struct Planner<'a, 'r> {
    types: &'a Types<'a>,
    params: &'a [Param],
    client_params: &'a [ClientParam],
    report: &'a mut Report<'r>,
    tests: Vec<Test>,
    calls: Vec<Call>,
    /// All tests, those that are left out too.
    listed: Vec<Case>,
}

impl Planner<'_, '_> {
    fn problem(&mut self, case: &Value, message: impl AsRef<str>) {
        let docs = text(case, "documentation");
        let message = format!("the test `{docs}` {}", message.as_ref());
        self.report.problem(message, CORRECT);
    }

    /// Decides a case: the test of the rules, and those by calls.
    fn case(&mut self, case: &Value) {
        let docs = text(case, "documentation");
        let outdated = is_outdated(case).then(|| Fate::Excluded(OUTDATED.to_owned()));
        let fate = outdated.clone().or_else(|| {
            let test = self.test(case)?;
            self.tests.push(test);
            Some(Fate::Row("endpoint_tests::rules", self.tests.len() - 1))
        });
        self.list(Kind::EndpointRules, docs.to_owned(), fate);
        let inputs = case.get("operationInputs").and_then(Value::as_array);
        for input in inputs.into_iter().flatten() {
            let fate = outdated.clone().or_else(|| match self.call(case, input) {
                Ok(call) => {
                    self.calls.push(call);
                    Some(Fate::Row("endpoint_tests::calls", self.calls.len() - 1))
                }
                Err(reason) => reason.map(Fate::Excluded),
            });
            let name = format!("{docs} ({})", text(input, "operationName"));
            self.list(Kind::EndpointCalls, name, fate);
        }
    }

    fn list(&mut self, kind: Kind, name: String, fate: Option<Fate>) {
        let (service, _) = self.types.model.service();
        let shape = service.id.clone();
        self.listed.extend(fate.map(|fate| Case {
            kind,
            shape,
            name,
            fate,
        }));
    }

    fn expected(&mut self, case: &Value) -> Option<Rule> {
        let Some(expect) = case.get("expect") else {
            self.problem(case, "expects nothing");
            return None;
        };
        Some(Reader::new(self.report, &[]).expectation(expect))
    }

    fn test(&mut self, case: &Value) -> Option<Test> {
        let mut params = Vec::new();
        for (name, value) in object(Some(case), "params") {
            let param = self.params.iter().find(|param| param.name == *name);
            let value = param.and_then(|param| Some((param.field.clone(), param.ty.value(value)?)));
            if value.is_none() {
                let message = format!("sets `{name}`, which is no parameter of its type");
                self.problem(case, message);
            }
            params.extend(value);
        }
        Some(Test {
            docs: text(case, "documentation").to_owned(),
            params,
            expect: self.expected(case)?,
        })
    }

    /// A test by a call, or why it is left out; no reason is needed beside a problem.
    fn call(&mut self, case: &Value, input: &Value) -> Result<Call, Option<String>> {
        let name = text(input, "operationName");
        let mut operations = self.types.closure.operations.iter();
        let Some(id) = operations.find(|id| model::name_of(id) == name) else {
            // The user may leave out the operation, the model may not.
            let mut shapes = self.types.model.shapes.values();
            if shapes.any(|shape| shape.name() == name) {
                return Err(Some(NOT_SELECTED.to_owned()));
            }
            self.problem(case, format!("calls `{name}`, which is no operation"));
            return Err(None);
        };
        let settings = self.settings(case, input)?;
        let values = object(Some(input), "operationParams");
        let values: Map<_, _> = values
            .map(|(name, value)| (name.clone(), value.clone()))
            .collect();
        let (_, operation) = self.types.model.operation(id);
        let input = self.types.model.shape(&operation.input);
        let setters = (literals::Reader { types: self.types }).setters(input, &values, "input");
        let setters = setters
            .map_err(|problem| self.problem(case, problem))
            .map_err(|()| None)?;
        Ok(Call {
            docs: text(case, "documentation").to_owned(),
            settings,
            method: names::client_method(name),
            input: setters,
            expect: self.expected(case).ok_or(None)?,
        })
    }

    /// The configuration of a call, or why no client can be configured so.
    fn settings(&mut self, case: &Value, input: &Value) -> Result<Vec<Setting>, Option<String>> {
        let mut settings = Vec::new();
        for (name, value) in object(Some(input), "clientParams") {
            let param = self.client_params.iter().find(|param| param.name == *name);
            let value =
                param.and_then(|param| Some((param.method.clone(), param.ty.value(value)?)));
            match value {
                Some((method, value)) => settings.push(Setting::Other(method, value)),
                None => {
                    self.problem(case, format!("sets `{name}`, which no client has"));
                    return Err(None);
                }
            }
        }
        for (name, value) in object(Some(input), "builtInParams") {
            settings.push(self.built_in(name, value).map_err(Some)?);
        }
        settings.extend(self.default_region(input));
        Ok(settings)
    }

    /// A test that sets other built-ins means a client that has a region; one that sets none may be of a
    /// client without one, where the rules ask for it.
    fn default_region(&self, input: &Value) -> Option<Setting> {
        let has = |name: &str| object(Some(input), "builtInParams").any(|(known, _)| known == name);
        let any = object(Some(input), "builtInParams").next().is_some();
        let asked = self
            .params
            .iter()
            .any(|param| param.built_in == Some(BuiltIn::Region));
        let missing = !has("AWS::Region") && (any || !asked);
        missing.then(|| Setting::Region("us-east-1".to_owned()))
    }

    fn built_in(&self, name: &str, value: &Value) -> Result<Setting, String> {
        let wrong = || format!("`{name}` cannot be `{value}`");
        let text = || value.as_str().map(str::to_owned).ok_or_else(wrong);
        let flag = || value.as_bool().map(ParamValue::Bool).ok_or_else(wrong);
        let other = |method: &str, value| Setting::Other(method.to_owned(), value);
        let known = BUILT_INS.iter().find(|(known, _)| *known == name);
        Ok(match known.map(|(_, built_in)| built_in) {
            Some(BuiltIn::AccountId) => Setting::AccountId(text()?),
            Some(BuiltIn::AccountIdEndpointMode) => {
                let mode = text()?;
                let modes = ["Disabled", "Preferred", "Required"];
                let mode = modes
                    .into_iter()
                    .find(|known| known.eq_ignore_ascii_case(&mode));
                Setting::AccountIdEndpointMode(mode.ok_or_else(wrong)?)
            }
            Some(BuiltIn::Region) => Setting::Region(text()?),
            Some(BuiltIn::Endpoint) => other("endpoint_url", ParamValue::Text(text()?)),
            Some(BuiltIn::UseDualStack) => other("use_dual_stack", flag()?),
            Some(BuiltIn::UseFips) => other("use_fips", flag()?),
            Some(BuiltIn::ByName) | None => self.by_name(name, value)?,
        })
    }

    /// A built-in that the client has a setting for because a client context parameter has its name.
    fn by_name(&self, name: &str, value: &Value) -> Result<Setting, String> {
        let name = name.rsplit("::").next().unwrap_or_default();
        let param = self.client_params.iter().find(|param| param.name == name);
        let param = param.ok_or_else(|| format!("no client has a setting for `{name}`"))?;
        let value = param.ty.value(value);
        let value = value.ok_or_else(|| format!("`{name}` is not of its type"))?;
        Ok(Setting::Other(param.method.clone(), value))
    }
}
