//! Endpoint rule sets (`smithy.rules#endpointRuleSet`): parameters, rules and tests, checked and turned
//! into the runtime's terms.

use std::collections::BTreeSet;

use serde::Serialize;
use serde_json::{Map, Value};

use super::{docs, names};
use crate::diagnostics::Diagnostics;
use crate::model::{Model, Shape, is_identifier};

/// Where requests go.
#[derive(Debug, Default, Serialize)]
pub(crate) struct Endpoints {
    /// In the order of the model.
    pub(crate) params: Vec<Param>,
    pub(crate) rules: Vec<Rule>,
    pub(crate) tests: Vec<Test>,
}

/// A parameter of the rules.
#[derive(Debug, Serialize)]
pub(crate) struct Param {
    /// The name in the rules.
    pub(crate) name: String,
    /// The field.
    pub(crate) field: String,
    pub(crate) default: Default_,
    pub(crate) required: bool,
    pub(crate) docs: String,
    pub(crate) built_in: Option<BuiltIn>,
}

/// The type of a parameter, and its value where none is set.
#[derive(Debug, PartialEq, Serialize)]
pub(crate) enum Default_ {
    Bool(Option<bool>),
    Text(Option<String>),
}

/// Parameters that the client's configuration sets.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub(crate) enum BuiltIn {
    Endpoint,
    Region,
    UseDualStack,
    UseFips,
}

/// A rule.
#[derive(Debug, Serialize)]
pub(crate) struct Rule {
    pub(crate) conditions: Vec<Condition>,
    pub(crate) then: Then,
}

/// The outcome of a rule.
#[derive(Debug, Serialize)]
pub(crate) enum Then {
    Endpoint(Expr),
    Error(Expr),
    Rules(Vec<Rule>),
}

/// A condition of a rule.
#[derive(Debug, Serialize)]
pub(crate) struct Condition {
    pub(crate) test: Expr,
    pub(crate) assign: Option<String>,
}

/// An expression in the runtime's terms.
#[derive(Debug, Serialize)]
pub(crate) enum Expr {
    Bool(bool),
    Text(String),
    Ref(String),
    Attr(Box<Expr>, String),
    /// The runtime's name of a function, and its arguments.
    Call(&'static str, Vec<Expr>),
}

/// A test of the rules.
#[derive(Debug, Serialize)]
pub(crate) struct Test {
    pub(crate) docs: String,
    /// Fields and values.
    pub(crate) params: Vec<(String, TestValue)>,
    /// The URL, or the message of the error.
    pub(crate) expect: Result<String, String>,
}

/// The value of a parameter in a test.
#[derive(Debug, Serialize)]
pub(crate) enum TestValue {
    Bool(bool),
    Text(String),
}

/// Decides the endpoints of the model's service.
pub(crate) fn plan(model: &Model, problems: &mut Diagnostics) -> Endpoints {
    let (service, _) = model.service();
    let default = without_rules();
    let rule_set = service
        .traits
        .get("smithy.rules#endpointRuleSet")
        .unwrap_or(&default);
    let mut reader = Reader {
        service,
        problems,
        names: BTreeSet::new(),
    };
    let params = reader.params(rule_set);
    reader.names = params.iter().map(|param| param.name.clone()).collect();
    let rules = reader.rules(rule_set.get("rules"));
    let tests = service.traits.get("smithy.rules#endpointTests");
    let tests = reader.tests(tests, &params);
    Endpoints {
        params,
        rules,
        tests,
    }
}

/// A service without rules has no endpoint but the one that the user gives.
fn without_rules() -> Value {
    serde_json::json!({
        "parameters": {
            "Region": {"type": "String", "builtIn": "AWS::Region", "documentation": "The region."},
            "Endpoint": {"type": "String", "builtIn": "SDK::Endpoint", "documentation": "The URL."},
        },
        "rules": [
            {
                "type": "endpoint",
                "conditions": [{"fn": "isSet", "argv": [{"ref": "Endpoint"}]}],
                "endpoint": {"url": {"ref": "Endpoint"}},
            },
            {
                "type": "error",
                "conditions": [],
                "error": "The service has no endpoint of its own: set `endpoint_url`",
            },
        ],
    })
}

struct Reader<'a> {
    service: &'a Shape,
    problems: &'a mut Diagnostics,
    /// The parameters and assigned values that the expression at hand can use.
    names: BTreeSet<String>,
}

const BUILT_INS: &[(&str, BuiltIn)] = &[
    ("AWS::Region", BuiltIn::Region),
    ("AWS::UseDualStack", BuiltIn::UseDualStack),
    ("AWS::UseFIPS", BuiltIn::UseFips),
    ("SDK::Endpoint", BuiltIn::Endpoint),
];

/// The functions of the rules: their names there and in the runtime, and the number of arguments.
const FUNCTIONS: &[(&str, &str, usize)] = &[
    ("aws.partition", "Partition", 1),
    ("booleanEquals", "Equals", 2),
    ("isSet", "IsSet", 1),
    ("isValidHostLabel", "IsValidHostLabel", 2),
    ("not", "Not", 1),
    ("stringEquals", "Equals", 2),
];

impl Reader<'_> {
    fn problem(&mut self, message: String, help: &str) {
        let message = format!("the endpoint rules are wrong: {message}");
        self.problems.error(self.service.place(), message, help);
    }

    fn missing(&mut self, message: String) {
        let message = format!("the endpoint rules use {message}, which is not supported yet");
        let help =
            "set the endpoint with `endpoint_url`, and leave out the trait `endpointRuleSet`";
        self.problems.error(self.service.place(), message, help);
    }

    fn params(&mut self, rule_set: &Value) -> Vec<Param> {
        let empty = Map::new();
        let params = rule_set
            .get("parameters")
            .and_then(Value::as_object)
            .unwrap_or(&empty);
        // The parameters have a function `get` of their own.
        let mut known = BTreeSet::from(["get".to_owned()]);
        let mut plans = Vec::new();
        for (name, param) in params {
            let field = names::field(name);
            let setter = format!("set_{}", names::snake(name));
            if !is_identifier(name) || !known.insert(field) || !known.insert(setter) {
                let help = "choose a name of letters and digits, unlike the others";
                self.problem(format!("a parameter cannot be called `{name}`"), help);
            } else {
                plans.push(self.param(name, param));
            }
        }
        plans
    }

    fn param(&mut self, name: &str, param: &Value) -> Param {
        let text = |key: &str| param.get(key).and_then(Value::as_str);
        let default = param.get("default");
        let default = match text("type").unwrap_or_default().to_lowercase().as_str() {
            "string" => Default_::Text(default.and_then(Value::as_str).map(str::to_owned)),
            "boolean" => Default_::Bool(default.and_then(Value::as_bool)),
            other => {
                self.missing(format!("a parameter of the type `{other}`"));
                Default_::Text(None)
            }
        };
        let built_in = text("builtIn").and_then(|built_in| {
            let found = BUILT_INS.iter().find(|(name, _)| *name == built_in);
            if found.is_none() {
                self.missing(format!("the parameter `{built_in}`"));
            }
            found.map(|(_, built_in)| *built_in)
        });
        Param {
            name: name.to_owned(),
            field: names::field(name),
            default,
            required: param
                .get("required")
                .and_then(Value::as_bool)
                .unwrap_or(false),
            docs: docs::markdown(text("documentation").unwrap_or_default()),
            built_in,
        }
    }

    fn rules(&mut self, rules: Option<&Value>) -> Vec<Rule> {
        let Some(rules) = rules.and_then(Value::as_array) else {
            self.problem(
                "`rules` is not a list".to_owned(),
                "see the rules engine's specification",
            );
            return Vec::new();
        };
        rules.iter().map(|rule| self.rule(rule)).collect()
    }

    fn rule(&mut self, rule: &Value) -> Rule {
        let outer = self.names.clone();
        let conditions = rule.get("conditions").and_then(Value::as_array);
        let conditions = conditions
            .into_iter()
            .flatten()
            .map(|c| self.condition(c))
            .collect();
        let then = self.then(rule);
        self.names = outer;
        Rule { conditions, then }
    }

    fn condition(&mut self, condition: &Value) -> Condition {
        let test = self.expr(condition);
        let assign = condition
            .get("assign")
            .and_then(Value::as_str)
            .map(str::to_owned);
        self.names.extend(assign.clone());
        Condition { test, assign }
    }

    fn then(&mut self, rule: &Value) -> Then {
        match rule.get("type").and_then(Value::as_str) {
            Some("tree") => Then::Rules(self.rules(rule.get("rules"))),
            Some("error") => Then::Error(self.expr(rule.get("error").unwrap_or(&Value::Null))),
            Some("endpoint") => {
                let endpoint = rule.get("endpoint").unwrap_or(&Value::Null);
                for part in ["headers", "properties"] {
                    let content = endpoint.get(part).and_then(Value::as_object);
                    if content.is_some_and(|content| !content.is_empty()) {
                        self.missing(format!("`{part}` of an endpoint"));
                    }
                }
                Then::Endpoint(self.expr(endpoint.get("url").unwrap_or(&Value::Null)))
            }
            _ => {
                self.problem(
                    "a rule of an unknown type".to_owned(),
                    "use endpoint, error or tree",
                );
                Then::Rules(Vec::new())
            }
        }
    }

    fn expr(&mut self, expr: &Value) -> Expr {
        match expr {
            Value::Bool(value) => Expr::Bool(*value),
            Value::String(text) => {
                self.template(text);
                Expr::Text(text.clone())
            }
            Value::Object(object) => self.object(object),
            other => {
                self.problem(
                    format!("`{other}` is not an expression"),
                    "use a text, `ref` or `fn`",
                );
                Expr::Bool(false)
            }
        }
    }

    fn object(&mut self, object: &Map<String, Value>) -> Expr {
        if let Some(name) = object.get("ref").and_then(Value::as_str) {
            self.known(name);
            return Expr::Ref(name.to_owned());
        }
        let function = object.get("fn").and_then(Value::as_str).unwrap_or_default();
        let arguments = object.get("argv").and_then(Value::as_array);
        let arguments = arguments.map(Vec::as_slice).unwrap_or_default();
        if let ("getAttr", [of, Value::String(attribute)]) = (function, arguments) {
            return Expr::Attr(Box::new(self.expr(of)), attribute.clone());
        }
        let known = FUNCTIONS.iter().find(|(name, ..)| *name == function);
        let Some((_, name, arity)) = known else {
            self.missing(format!("the function `{function}`"));
            return Expr::Bool(false);
        };
        if arguments.len() != *arity {
            self.problem(
                format!(
                    "`{function}` has {} arguments, and takes {arity}",
                    arguments.len()
                ),
                "correct `argv`",
            );
        }
        let arguments = arguments
            .iter()
            .map(|argument| self.expr(argument))
            .collect();
        Expr::Call(name, arguments)
    }

    /// Checks the places of a template.
    fn template(&mut self, text: &str) {
        let text = text.replace("{{", "").replace("}}", "");
        for place in text.split('{').skip(1) {
            match place.split_once('}') {
                Some((place, _)) => self.known(place.split('#').next().unwrap_or(place)),
                None => self.problem(
                    format!("`{text}` has an open brace"),
                    "close it, or write `{{`",
                ),
            }
        }
    }

    fn known(&mut self, name: &str) {
        if !self.names.contains(name) {
            let help = "use a parameter, or a value that an earlier condition assigns";
            self.problem(format!("nothing is called `{name}`"), help);
        }
    }

    fn tests(&mut self, tests: Option<&Value>, params: &[Param]) -> Vec<Test> {
        let cases = tests
            .and_then(|tests| tests.get("testCases"))
            .and_then(Value::as_array);
        let cases = cases.into_iter().flatten();
        cases.filter_map(|case| self.test(case, params)).collect()
    }

    fn test(&mut self, case: &Value, params: &[Param]) -> Option<Test> {
        let docs = case
            .get("documentation")
            .and_then(Value::as_str)
            .unwrap_or_default();
        let given = case.get("params").and_then(Value::as_object);
        let mut values = Vec::new();
        for (name, value) in given.into_iter().flatten() {
            let param = params.iter().find(|param| param.name == *name);
            let value = match value {
                Value::Bool(value) => Some(TestValue::Bool(*value)),
                Value::String(text) => Some(TestValue::Text(text.clone())),
                _ => None,
            };
            match (param, value) {
                (Some(param), Some(value)) => values.push((param.field.clone(), value)),
                _ => self.problem(
                    format!("the test `{docs}` sets `{name}`, which is no parameter of its type"),
                    "correct the trait `endpointTests`",
                ),
            }
        }
        let expect = case.get("expect")?;
        let url = expect
            .get("endpoint")
            .and_then(|endpoint| endpoint.get("url"));
        let expect = match (url.and_then(Value::as_str), expect.get("error")) {
            (Some(url), _) => Ok(url.to_owned()),
            (None, error) => Err(error.and_then(Value::as_str).unwrap_or_default().to_owned()),
        };
        Some(Test {
            docs: docs.to_owned(),
            params: values,
            expect,
        })
    }
}
