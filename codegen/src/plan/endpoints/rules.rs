//! Rules and their expressions, with a check of the types of all expressions.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::{Map, Value};

use super::{Param, Report, object};

/// A rule.
#[derive(Debug, Serialize)]
pub(crate) struct Rule {
    pub(crate) conditions: Vec<Condition>,
    pub(crate) then: Then,
}

/// The outcome of a rule.
#[derive(Debug, Serialize)]
pub(crate) enum Then {
    Endpoint {
        url: Expr,
        headers: Vec<(String, Vec<Expr>)>,
        properties: Vec<(String, Expr)>,
    },
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
    Int(usize),
    /// A template.
    Text(String),
    List(Vec<Expr>),
    /// In the order of the names.
    Object(Vec<(String, Expr)>),
    Ref(String),
    Attr(Box<Expr>, String),
    /// The runtime's name of a function, and its arguments.
    Call(&'static str, Vec<Expr>),
}

/// The type of an expression.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Kind {
    /// Any, or unknown because of an error.
    Any,
    Arn,
    Bool,
    Int,
    Partition,
    Text,
    Texts,
    Url,
}

impl Kind {
    fn words(self) -> &'static str {
        match self {
            Self::Any => "any value",
            Self::Arn => "an ARN",
            Self::Bool => "a boolean",
            Self::Int => "a whole number",
            Self::Partition => "a partition",
            Self::Text => "a text",
            Self::Texts => "a list of texts",
            Self::Url => "a URL",
        }
    }

    fn fits(self, wanted: Self) -> bool {
        self == wanted || self == Self::Any || wanted == Self::Any
    }
}

/// A function of the rules: its name there and in the runtime, the types of its arguments and its value.
type Function = (&'static str, &'static str, &'static [Kind], Kind);

/// The functions but `getAttr`. A value of any type is of the type of the last argument.
const FUNCTIONS: &[Function] = &[
    (
        "aws.isVirtualHostableS3Bucket",
        "IsVirtualHostableS3Bucket",
        &[Kind::Text, Kind::Bool],
        Kind::Bool,
    ),
    ("aws.parseArn", "ParseArn", &[Kind::Text], Kind::Arn),
    ("aws.partition", "Partition", &[Kind::Text], Kind::Partition),
    (
        "booleanEquals",
        "Equals",
        &[Kind::Bool, Kind::Bool],
        Kind::Bool,
    ),
    (COALESCE, "Coalesce", &[Kind::Any, Kind::Any], Kind::Any),
    ("isSet", "IsSet", &[Kind::Any], Kind::Bool),
    (
        "isValidHostLabel",
        "IsValidHostLabel",
        &[Kind::Text, Kind::Bool],
        Kind::Bool,
    ),
    ("ite", "Ite", &[Kind::Bool, Kind::Any, Kind::Any], Kind::Any),
    ("not", "Not", &[Kind::Bool], Kind::Bool),
    ("parseURL", "ParseUrl", &[Kind::Text], Kind::Url),
    (
        "split",
        "Split",
        &[Kind::Text, Kind::Text, Kind::Int],
        Kind::Texts,
    ),
    (
        "stringEquals",
        "Equals",
        &[Kind::Text, Kind::Text],
        Kind::Bool,
    ),
    (
        "substring",
        "Substring",
        &[Kind::Text, Kind::Int, Kind::Int, Kind::Bool],
        Kind::Text,
    ),
    ("uriEncode", "UriEncode", &[Kind::Text], Kind::Text),
];

/// The one function of two or more arguments.
const COALESCE: &str = "coalesce";

/// What the values of functions hold.
const FIELDS: &[(Kind, &str, Kind)] = &[
    (Kind::Arn, "accountId", Kind::Text),
    (Kind::Arn, "partition", Kind::Text),
    (Kind::Arn, "region", Kind::Text),
    (Kind::Arn, "resourceId", Kind::Texts),
    (Kind::Arn, "service", Kind::Text),
    (Kind::Partition, "dnsSuffix", Kind::Text),
    (Kind::Partition, "dualStackDnsSuffix", Kind::Text),
    (Kind::Partition, "implicitGlobalRegion", Kind::Text),
    (Kind::Partition, "name", Kind::Text),
    (Kind::Partition, "supportsDualStack", Kind::Bool),
    (Kind::Partition, "supportsFIPS", Kind::Bool),
    (Kind::Url, "authority", Kind::Text),
    (Kind::Url, "isIp", Kind::Bool),
    (Kind::Url, "normalizedPath", Kind::Text),
    (Kind::Url, "path", Kind::Text),
    (Kind::Url, "scheme", Kind::Text),
];

/// An expression that stands for one that is wrong.
const WRONG: (Expr, Kind) = (Expr::Bool(false), Kind::Any);

/// Reads rules.
pub(super) struct Reader<'a, 'r> {
    pub(super) report: &'a mut Report<'r>,
    /// The parameters and assigned values that the expression at hand can use.
    names: BTreeMap<String, Kind>,
}

impl<'a, 'r> Reader<'a, 'r> {
    /// For expressions that use `params`.
    pub(super) fn new(report: &'a mut Report<'r>, params: &[Param]) -> Self {
        let names = params
            .iter()
            .map(|param| (param.name.clone(), param.ty.kind()));
        let names = names.collect();
        Self { report, names }
    }

    pub(super) fn rules(&mut self, rules: Option<&Value>) -> Vec<Rule> {
        let Some(rules) = rules.and_then(Value::as_array) else {
            let help = "see the rules engine's specification";
            self.report.problem("`rules` is not a list", help);
            return Vec::new();
        };
        rules.iter().map(|rule| self.rule(rule)).collect()
    }

    /// A rule; what it assigns ends with it.
    pub(super) fn rule(&mut self, rule: &Value) -> Rule {
        let outer = self.names.clone();
        let conditions = rule.get("conditions");
        if conditions.is_some_and(|conditions| !conditions.is_array()) {
            let help = "a rule without conditions has an empty list of them";
            self.report.problem("`conditions` is not a list", help);
        }
        let conditions = conditions.and_then(Value::as_array).into_iter().flatten();
        let conditions = conditions.map(|c| self.condition(c)).collect();
        let then = self.then(rule);
        self.names = outer;
        Rule { conditions, then }
    }

    pub(super) fn condition(&mut self, condition: &Value) -> Condition {
        if condition.get("fn").is_none() {
            let message = format!("the condition `{condition}` calls no function");
            self.report.problem(message, "name a function with `fn`");
        }
        let (test, kind) = self.expr(condition);
        let assign = condition.get("assign").and_then(Value::as_str);
        let assign = assign.map(str::to_owned);
        self.names.extend(assign.clone().map(|name| (name, kind)));
        Condition { test, assign }
    }

    fn then(&mut self, rule: &Value) -> Then {
        match rule.get("type").and_then(Value::as_str) {
            Some("tree") => Then::Rules(self.rules(rule.get("rules"))),
            Some("error") => Then::Error(self.text(rule.get("error"))),
            Some("endpoint") => self.endpoint(rule.get("endpoint")),
            _ => {
                let help = "use endpoint, error or tree";
                self.report.problem("a rule of an unknown type", help);
                Then::Rules(Vec::new())
            }
        }
    }

    fn endpoint(&mut self, endpoint: Option<&Value>) -> Then {
        let url = self.text(endpoint.and_then(|endpoint| endpoint.get("url")));
        for key in ["headers", "properties"] {
            let value = endpoint.and_then(|endpoint| endpoint.get(key));
            if value.is_some_and(|value| !value.is_object()) {
                let message = format!("the `{key}` of an endpoint are not an object");
                self.report.problem(message, "give each a name");
            }
        }
        let headers = object(endpoint, "headers").map(|(name, values)| {
            if !values.is_array() {
                let message = format!("the values of the header `{name}` are not a list");
                self.report.problem(message, "write them in brackets");
            }
            let values = values.as_array().map(Vec::as_slice).unwrap_or_default();
            let values = values.iter().map(|value| self.text(Some(value)));
            (name.clone(), values.collect())
        });
        let headers = headers.collect();
        let properties: Vec<_> = object(endpoint, "properties")
            .map(|(name, value)| (name.clone(), self.property(value)))
            .collect();
        for (name, value) in &properties {
            if name == "authSchemes" && !are_auth_schemes(value) {
                let help = "it is a list of objects with a `name`";
                self.report.problem("`authSchemes` is malformed", help);
            }
        }
        Then::Endpoint {
            url,
            headers,
            properties,
        }
    }

    /// What a test expects of the rules; nothing in it is a template.
    pub(super) fn expectation(&mut self, expect: &Value) -> Rule {
        let then = match expect.get("error").and_then(Value::as_str) {
            Some(message) => Then::Error(Expr::Text(escaped(message))),
            None => self.endpoint(expect.get("endpoint").map(escape).as_ref()),
        };
        let conditions = Vec::new();
        Rule { conditions, then }
    }

    /// A property: arbitrary JSON, whose texts are templates.
    fn property(&mut self, value: &Value) -> Expr {
        match value {
            Value::Object(object) => {
                let fields = object
                    .iter()
                    .map(|(name, value)| (name.clone(), self.property(value)));
                let mut fields: Vec<_> = fields.collect();
                fields.sort_by(|(a, _), (b, _)| a.cmp(b));
                Expr::Object(fields)
            }
            Value::Array(items) => {
                Expr::List(items.iter().map(|item| self.property(item)).collect())
            }
            other => self.expr(other).0,
        }
    }

    fn text(&mut self, expr: Option<&Value>) -> Expr {
        let (expr, kind) = self.expr(expr.unwrap_or(&Value::Null));
        if !kind.fits(Kind::Text) {
            let message = format!("{} stands where a text is needed", kind.words());
            self.report
                .problem(message, "use a text, or what gives one");
        }
        expr
    }

    fn expr(&mut self, expr: &Value) -> (Expr, Kind) {
        match expr {
            Value::Bool(value) => (Expr::Bool(*value), Kind::Bool),
            Value::String(text) => {
                self.template(text);
                (Expr::Text(text.clone()), Kind::Text)
            }
            Value::Array(items) => {
                let items = items.iter().map(|item| self.text(Some(item)));
                (Expr::List(items.collect()), Kind::Texts)
            }
            Value::Object(object) => self.object(object),
            other => match other
                .as_u64()
                .and_then(|number| usize::try_from(number).ok())
            {
                Some(number) => (Expr::Int(number), Kind::Int),
                None => {
                    let help = "use a text, a boolean, a whole number, `ref` or `fn`";
                    self.report
                        .problem(format!("`{other}` is not an expression"), help);
                    WRONG
                }
            },
        }
    }

    fn object(&mut self, object: &Map<String, Value>) -> (Expr, Kind) {
        if let Some(name) = object.get("ref").and_then(Value::as_str) {
            return (Expr::Ref(name.to_owned()), self.known(name));
        }
        let function = object.get("fn").and_then(Value::as_str).unwrap_or_default();
        let arguments = object.get("argv").and_then(Value::as_array);
        let arguments = arguments.map(Vec::as_slice).unwrap_or_default();
        if let ("getAttr", [of, Value::String(path)]) = (function, arguments) {
            let (of, kind) = self.expr(of);
            let kind = self.attr(kind, path);
            return (Expr::Attr(Box::new(of), path.clone()), kind);
        }
        match FUNCTIONS.iter().find(|(name, ..)| *name == function) {
            Some(function) => self.call(function, arguments),
            None => {
                self.report.missing(format!("the function `{function}`"));
                WRONG
            }
        }
    }

    fn call(&mut self, function: &Function, arguments: &[Value]) -> (Expr, Kind) {
        let (name, runtime_name, wanted, result) = *function;
        let arguments: Vec<_> = arguments
            .iter()
            .map(|argument| self.expr(argument))
            .collect();
        let many = name == COALESCE && arguments.len() > wanted.len();
        if arguments.len() != wanted.len() && !many {
            let message = format!(
                "`{name}` takes {} arguments, not {}",
                wanted.len(),
                arguments.len()
            );
            self.report.problem(message, "correct `argv`");
            return WRONG;
        }
        for ((_, kind), wanted) in arguments.iter().zip(wanted) {
            if !kind.fits(*wanted) {
                let (kind, wanted) = (kind.words(), wanted.words());
                let message = format!("an argument of `{name}` is {kind}, not {wanted}");
                self.report.problem(message, "correct `argv`");
            }
        }
        let last = arguments.last().map_or(Kind::Any, |(_, kind)| *kind);
        let kind = if result == Kind::Any { last } else { result };
        let arguments = arguments.into_iter().map(|(argument, _)| argument);
        let call = match name {
            COALESCE => arguments
                .rev()
                .reduce(|rest, first| Expr::Call(runtime_name, vec![first, rest])),
            _ => Some(Expr::Call(runtime_name, arguments.collect())),
        };
        (call.unwrap_or(WRONG.0), kind)
    }

    /// Checks a path into a value, and gives the type of what is there.
    fn attr(&mut self, of: Kind, path: &str) -> Kind {
        let found = path.split('.').try_fold(of, |kind, part| {
            let (name, index) = match part.split_once('[') {
                Some((name, index)) => (name, Some(index.strip_suffix(']')?)),
                None => (part, None),
            };
            let kind = match (name, kind) {
                ("", kind) if index.is_some() => kind,
                (_, Kind::Any) => Kind::Any,
                (name, kind) => {
                    let mut fields = FIELDS.iter();
                    fields
                        .find(|(of, known, _)| *of == kind && *known == name)?
                        .2
                }
            };
            match index {
                None => Some(kind),
                Some(index) => {
                    index.parse::<isize>().ok()?;
                    kind.fits(Kind::Texts).then_some(Kind::Text)
                }
            }
        });
        found.unwrap_or_else(|| {
            let message = format!("there is no `{path}` in {}", of.words());
            let help = "use names with dots between them, and an index such as `[0]` at the end";
            self.report.problem(message, help);
            Kind::Any
        })
    }

    /// Checks the places of a template.
    fn template(&mut self, text: &str) {
        let plain = text.replace("{{", "").replace("}}", "");
        let mut pieces = plain.split('{');
        let mut balanced = !pieces.next().unwrap_or_default().contains('}');
        for piece in pieces {
            let Some((place, rest)) = piece.split_once('}') else {
                balanced = false;
                continue;
            };
            balanced &= !rest.contains('}');
            let kind = match place.split_once('#') {
                Some((name, path)) => {
                    let kind = self.known(name);
                    self.attr(kind, path)
                }
                None => self.known(place),
            };
            if !kind.fits(Kind::Text) {
                let message = format!("`{{{place}}}` in `{text}` is not a text");
                self.report
                    .problem(message, "only texts can be parts of texts");
            }
        }
        if !balanced {
            let message = format!("`{text}` has a brace without its partner");
            self.report
                .problem(message, "add the partner, or write `{{` or `}}`");
        }
    }

    fn known(&mut self, name: &str) -> Kind {
        self.names.get(name).copied().unwrap_or_else(|| {
            let help = "use a parameter, or a value that an earlier condition assigns";
            self.report
                .problem(format!("nothing is called `{name}`"), help);
            Kind::Any
        })
    }
}

fn are_auth_schemes(value: &Expr) -> bool {
    let is_name = |field: &(String, Expr)| field.0 == "name" && matches!(field.1, Expr::Text(_));
    let is_scheme =
        |scheme: &Expr| matches!(scheme, Expr::Object(fields) if fields.iter().any(is_name));
    matches!(value, Expr::List(schemes) if schemes.iter().all(is_scheme))
}

fn escaped(text: &str) -> String {
    text.replace('{', "{{").replace('}', "}}")
}

/// `value` with all its texts as templates without places.
fn escape(value: &Value) -> Value {
    match value {
        Value::String(text) => Value::String(escaped(text)),
        Value::Array(items) => Value::Array(items.iter().map(escape).collect()),
        Value::Object(object) => {
            let fields = object
                .iter()
                .map(|(name, value)| (name.clone(), escape(value)));
            Value::Object(fields.collect())
        }
        other => other.clone(),
    }
}
