//! Where requests go: the rules of the service, the sources of their parameters, and the tests that the
//! model carries, checked and turned into the runtime's terms.

mod bindings;
mod calls;
mod diagram;
mod path;
mod rules;

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use serde_json::{Map, Value};

pub(crate) use self::bindings::{Binding, Source};
pub(crate) use self::calls::{Call, Setting, Test};
pub(crate) use self::diagram::Diagram;
pub(crate) use self::path::{Path, Step};
pub(crate) use self::rules::{Condition, Expr, Rule, Then};
use self::rules::{Kind, Reader};
use super::types::Types;
use super::{docs, names};
use crate::cases::Case;
use crate::diagnostics::{Diagnostics, Place};
use crate::model::{Closure, Model, Shape, is_identifier};

/// Where requests go.
#[derive(Debug, Serialize)]
pub(crate) struct Endpoints {
    /// In the order of the model.
    pub(crate) params: Vec<Param>,
    /// The parameters that the client's configuration has settings for, in the order of the model.
    pub(crate) client_params: Vec<ClientParam>,
    pub(crate) rules: RuleSet,
    /// The parameters that an operation sets, by the operation's absolute shape id, the strongest last.
    pub(crate) bindings: BTreeMap<String, Vec<Binding>>,
    pub(crate) tests: Vec<Test>,
    pub(crate) calls: Vec<Call>,
}

impl Endpoints {
    /// The parameter for `built_in`.
    pub(crate) fn built_in(&self, built_in: BuiltIn) -> Option<&Param> {
        let mut params = self.params.iter();
        params.find(|param| param.built_in == Some(built_in))
    }
}

/// The rules, in one of their two forms.
#[derive(Debug, Serialize)]
pub(crate) enum RuleSet {
    Tree(Vec<Rule>),
    Diagram(Diagram),
}

/// A parameter of the rules.
#[derive(Debug, Serialize)]
pub(crate) struct Param {
    /// The name in the rules.
    pub(crate) name: String,
    /// The field, its accessor, and the builder's method.
    pub(crate) field: String,
    pub(crate) setter: String,
    pub(crate) ty: ParamType,
    pub(crate) default: Option<ParamValue>,
    pub(crate) required: bool,
    pub(crate) docs: String,
    pub(crate) built_in: Option<BuiltIn>,
    /// The number of the client's setting for it.
    pub(crate) setting: Option<usize>,
}

impl Param {
    /// Whether the field is not an `Option`.
    pub(crate) fn is_bare(&self) -> bool {
        self.required || self.default.is_some()
    }
}

/// The type of a parameter.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub(crate) enum ParamType {
    Bool,
    Text,
    Texts,
}

/// The value of a parameter.
#[derive(Debug, PartialEq, Serialize)]
pub(crate) enum ParamValue {
    Bool(bool),
    Text(String),
    Texts(Vec<String>),
}

impl ParamType {
    fn named(name: &str) -> Option<Self> {
        match name.to_ascii_lowercase().as_str() {
            "boolean" => Some(Self::Bool),
            "string" => Some(Self::Text),
            "stringarray" | "list" => Some(Self::Texts),
            _ => None,
        }
    }

    fn value(self, value: &Value) -> Option<ParamValue> {
        match self {
            Self::Bool => value.as_bool().map(ParamValue::Bool),
            Self::Text => value.as_str().map(|text| ParamValue::Text(text.to_owned())),
            Self::Texts => {
                let texts = value.as_array()?.iter();
                let texts: Option<_> = texts.map(|text| text.as_str().map(str::to_owned)).collect();
                texts.map(ParamValue::Texts)
            }
        }
    }

    fn kind(self) -> Kind {
        match self {
            Self::Bool => Kind::Bool,
            Self::Text => Kind::Text,
            Self::Texts => Kind::Texts,
        }
    }
}

/// Parameters that the client knows by itself.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub(crate) enum BuiltIn {
    /// Of the credentials, known only when they are.
    AccountId,
    AccountIdEndpointMode,
    Endpoint,
    Region,
    UseDualStack,
    UseFips,
    /// The client knows none: a client context parameter of the same name sets it, or the default.
    ByName,
}

/// A parameter that the client's configuration has a setting for.
#[derive(Debug, Serialize)]
pub(crate) struct ClientParam {
    /// The name in the rules.
    pub(crate) name: String,
    /// The method of the configuration's builder.
    pub(crate) method: String,
    pub(crate) setter: String,
    pub(crate) ty: ParamType,
    pub(crate) docs: String,
}

/// Decides the endpoints of the model's service, and lists the model's tests of them.
pub(crate) fn plan(
    model: &Model,
    closure: &Closure,
    problems: &mut Diagnostics,
) -> (Endpoints, Vec<Case>) {
    let (service, _) = model.service();
    let types = Types { model, closure };
    let default = without_rules();
    let diagram = service.traits.get(DIAGRAM);
    let tree = service.traits.get(RULES);
    let rule_set = diagram.or(tree).unwrap_or(&default);
    let report = &mut Report::at(service, problems);
    let client_params = client_params(service, report);
    let params = params(rule_set, &client_params, report);
    let mut reader = Reader::new(report, &params);
    let rules = match diagram {
        Some(diagram) => RuleSet::Diagram(diagram::read(diagram, &mut reader)),
        None => RuleSet::Tree(reader.rules(rule_set.get("rules"))),
    };
    let tests = service.traits.get(TESTS);
    let (tests, calls, cases) = calls::plan(&types, tests, (&params, &client_params), report);
    let bindings = bindings::plan(&types, &params, problems);
    let endpoints = Endpoints {
        params,
        client_params,
        rules,
        bindings,
        tests,
        calls,
    };
    (endpoints, cases)
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

const TESTS: &str = "smithy.rules#endpointTests";
const DIAGRAM: &str = "smithy.rules#endpointBdd";
const RULES: &str = "smithy.rules#endpointRuleSet";

/// Takes the problems of a shape.
struct Report<'a> {
    place: Place<'a>,
    problems: &'a mut Diagnostics,
}

impl<'a> Report<'a> {
    fn at(shape: &'a Shape, problems: &'a mut Diagnostics) -> Self {
        let of_rules = [DIAGRAM, RULES].into_iter().find(|id| shape.traits.has(id));
        let place = of_rules.map_or(shape.place(), |id| shape.place().of_trait(id));
        Self { place, problems }
    }

    fn problem(&mut self, message: impl AsRef<str>, help: &str) {
        let message = format!("the endpoint rules are wrong: {}", message.as_ref());
        self.problems.error(self.place, message, help);
    }

    fn missing(&mut self, message: impl AsRef<str>) {
        let message = format!(
            "the endpoint rules use {}, which is not supported",
            message.as_ref()
        );
        let help = "set the endpoint with `endpoint_url`, and leave out the traits `endpointRuleSet` and \
             `endpointBdd`";
        self.problems.error(self.place, message, help);
    }

    /// Adds a warning of the tests.
    fn warning(&mut self, message: String, help: &str) {
        let place = self.place.of_trait(TESTS);
        self.problems.warning("EndpointTests", place, message, help);
    }
}

const BUILT_INS: &[(&str, BuiltIn)] = &[
    ("AWS::Auth::AccountId", BuiltIn::AccountId),
    (
        "AWS::Auth::AccountIdEndpointMode",
        BuiltIn::AccountIdEndpointMode,
    ),
    ("AWS::Auth::CredentialScope", BuiltIn::ByName),
    ("AWS::Region", BuiltIn::Region),
    ("AWS::S3::Accelerate", BuiltIn::ByName),
    ("AWS::S3::DisableMultiRegionAccessPoints", BuiltIn::ByName),
    ("AWS::S3::ForcePathStyle", BuiltIn::ByName),
    ("AWS::S3::UseArnRegion", BuiltIn::ByName),
    ("AWS::S3::UseGlobalEndpoint", BuiltIn::ByName),
    ("AWS::S3Control::UseArnRegion", BuiltIn::ByName),
    ("AWS::STS::UseGlobalEndpoint", BuiltIn::ByName),
    ("AWS::UseDualStack", BuiltIn::UseDualStack),
    ("AWS::UseFIPS", BuiltIn::UseFips),
    ("SDK::Endpoint", BuiltIn::Endpoint),
];

fn object<'a>(
    value: Option<&'a Value>,
    key: &str,
) -> impl Iterator<Item = (&'a String, &'a Value)> {
    let object = value
        .and_then(|value| value.get(key))
        .and_then(Value::as_object);
    object.into_iter().flat_map(Map::iter)
}

fn params(rule_set: &Value, client_params: &[ClientParam], report: &mut Report<'_>) -> Vec<Param> {
    let given = object(Some(rule_set), "parameters");
    let params: Vec<Param> = given
        .map(|(name, given)| param(name, given, client_params, report))
        .collect();
    // Methods that the parameters' types have beside those of the parameters.
    let mut known: BTreeSet<&str> = ["get", "build_unchecked"].into();
    for param in &params {
        let is_new = [&param.field, &param.setter].map(|name| known.insert(name));
        if !is_identifier(&param.name) || is_new.contains(&false) {
            let message = format!("`{}` cannot be the name of a parameter", param.name);
            report.problem(message, "use letters and digits, and another name for each");
        }
    }
    for client_param in client_params {
        let param = params.iter().find(|param| param.name == client_param.name);
        if param.is_none_or(|param| param.ty != client_param.ty) {
            let message = format!("no parameter of its type is called `{}`", client_param.name);
            report.problem(message, "correct the trait `clientContextParams`");
        }
    }
    params
}

fn param(
    name: &str,
    given: &Value,
    client_params: &[ClientParam],
    report: &mut Report<'_>,
) -> Param {
    let is_typed = [
        given.get("builtIn").is_none_or(Value::is_string),
        given.get("required").is_none_or(Value::is_boolean),
    ];
    for (key, is_typed) in ["builtIn", "required"].into_iter().zip(is_typed) {
        if !is_typed {
            let message = format!("`{key}` of the parameter `{name}` is of the wrong type");
            report.problem(message, "`builtIn` is a string, and `required` a boolean");
        }
    }
    let text = |key: &str| given.get(key).and_then(Value::as_str);
    let ty = text("type").unwrap_or_default();
    let ty = ParamType::named(ty).unwrap_or_else(|| {
        report.missing(format!("a parameter of the type `{ty}`"));
        ParamType::Text
    });
    let default = given
        .get("default")
        .map(|default| (default, ty.value(default)));
    if let Some((default, None)) = &default {
        let message = format!("the default `{default}` of `{name}` is not of its type");
        report.problem(message, "correct the default");
    }
    let built_in = text("builtIn").and_then(|built_in| {
        let found = BUILT_INS.iter().find(|(name, _)| *name == built_in);
        if found.is_none() {
            report.missing(format!("the parameter `{built_in}`"));
        }
        found.map(|(_, built_in)| *built_in)
    });
    let field = names::field(name);
    Param {
        setter: format!("set_{}", names::plain(&field)),
        field,
        name: name.to_owned(),
        ty,
        default: default.and_then(|(_, default)| default),
        required: given
            .get("required")
            .and_then(Value::as_bool)
            .unwrap_or(false),
        docs: docs::markdown(text("documentation").unwrap_or_default()),
        built_in,
        setting: client_params.iter().position(|param| param.name == name),
    }
}

fn client_params(service: &Shape, report: &mut Report<'_>) -> Vec<ClientParam> {
    let given = service.traits.get("smithy.rules#clientContextParams");
    let given = given.and_then(Value::as_object).into_iter().flatten();
    let params = given.map(|(name, given)| {
        let text = |key: &str| given.get(key).and_then(Value::as_str).unwrap_or_default();
        let method = names::setting(name);
        let ty = ParamType::named(text("type")).unwrap_or_else(|| {
            report.missing(format!("a parameter of the type `{}`", text("type")));
            ParamType::Text
        });
        ClientParam {
            name: name.clone(),
            setter: format!("set_{}", names::plain(&method)),
            method,
            ty,
            docs: docs::markdown(text("documentation")),
        }
    });
    params.collect()
}
