//! Evaluates endpoint rule sets (<https://smithy.io/2.0/additional-specs/rules-engine/specification.html>),
//! trees and decision diagrams. The rules of a service are constant data, which the generator checked; one
//! evaluator serves every service.

use std::borrow::Cow;
use std::collections::HashMap;

use aws_smithy_http::endpoint::ResolveEndpointError;
use aws_smithy_types::endpoint::{Endpoint, EndpointAuthScheme};
use aws_smithy_types::{Document, Number};

use super::partitions::{self, Partition};
use super::rules_library as library;

/// The rules of a service.
#[derive(Debug)]
pub enum RuleSet {
    /// The first rule that applies is final.
    Tree(&'static [Rule]),
    /// Conditions that are evaluated once each, on the way to a result.
    Diagram(Diagram),
}

/// A binary decision diagram. A reference is the number of a node, counted from one, or of a result,
/// counted from [`RESULTS`]; a negative one swaps the branches of its node. The first node and the first
/// result stand for "no rule matches".
#[derive(Debug)]
pub struct Diagram {
    pub(crate) conditions: &'static [Condition],
    /// From the second on.
    pub(crate) results: &'static [Rule],
    /// A condition's index, and the references to follow where it holds and where it does not. Later nodes
    /// have later conditions, so that every path ends.
    pub(crate) nodes: &'static [[i32; 3]],
    pub(crate) root: i32,
}

const RESULTS: i32 = 100_000_000;

/// A rule: if all conditions hold, its outcome is final.
#[derive(Debug)]
pub struct Rule {
    /// All have to hold.
    conditions: &'static [Condition],
    /// What follows.
    then: Then,
}

/// The endpoint `url`, if all conditions hold.
pub(crate) const fn endpoint(conditions: &'static [Condition], url: Expr) -> Rule {
    endpoint_with(conditions, url, &[], &[])
}

/// The endpoint `url` with headers and properties, if all conditions hold.
pub(crate) const fn endpoint_with(
    conditions: &'static [Condition],
    url: Expr,
    headers: &'static [(&'static str, &'static [Expr])],
    properties: &'static [(&'static str, Expr)],
) -> Rule {
    let then = Then::Endpoint(EndpointRule {
        url,
        headers,
        properties,
    });
    Rule { conditions, then }
}

/// No endpoint, if all conditions hold.
pub(crate) const fn error(conditions: &'static [Condition], message: Expr) -> Rule {
    let then = Then::Error(message);
    Rule { conditions, then }
}

/// One of `rules`, if all conditions hold.
pub(crate) const fn rules(conditions: &'static [Condition], rules: &'static [Rule]) -> Rule {
    let then = Then::Rules(rules);
    Rule { conditions, then }
}

/// The outcome of a [`Rule`].
#[derive(Debug)]
pub enum Then {
    /// The endpoint.
    Endpoint(EndpointRule),
    /// There is no endpoint; the reason.
    Error(Expr),
    /// The first of these rules whose conditions hold.
    Rules(&'static [Rule]),
}

/// An endpoint as a rule describes it.
#[derive(Debug)]
pub struct EndpointRule {
    url: Expr,
    headers: &'static [(&'static str, &'static [Expr])],
    properties: &'static [(&'static str, Expr)],
}

/// A condition: it holds if its value is neither absent nor false.
#[derive(Debug)]
pub struct Condition {
    /// The value.
    test: Expr,
    /// The name under which later expressions find the value.
    assign: Option<&'static str>,
}

/// A condition whose value is not used later.
pub(crate) const fn holds(test: Expr) -> Condition {
    let assign = None;
    Condition { test, assign }
}

/// A condition whose value later expressions call `name`.
pub(crate) const fn assign(name: &'static str, test: Expr) -> Condition {
    let assign = Some(name);
    Condition { test, assign }
}

/// An expression: a literal, a name, or the function of the same name applied to its arguments.
#[derive(Debug)]
pub enum Expr {
    /// A boolean.
    Bool(bool),
    /// An integer.
    Int(usize),
    /// A text, where `{Name}` and `{Name#path}` stand for values.
    Text(&'static str),
    /// A list.
    List(&'static [Expr]),
    /// An object of an endpoint's properties.
    Object(&'static [(&'static str, Expr)]),
    /// A parameter, or a value that a condition assigned.
    Ref(&'static str),
    /// `getAttr`: what a path such as `a.b[0]` finds in a value.
    Attr(&'static Expr, &'static str),
    /// `coalesce` of two.
    Coalesce(&'static Expr, &'static Expr),
    /// `booleanEquals` and `stringEquals`
    Equals(&'static Expr, &'static Expr),
    /// `isSet`
    IsSet(&'static Expr),
    /// `isValidHostLabel`
    IsValidHostLabel(&'static Expr, &'static Expr),
    /// `aws.isVirtualHostableS3Bucket`
    IsVirtualHostableS3Bucket(&'static Expr, &'static Expr),
    /// `ite`
    Ite(&'static Expr, &'static Expr, &'static Expr),
    /// `not`
    Not(&'static Expr),
    /// `aws.parseArn`
    ParseArn(&'static Expr),
    /// `parseURL`
    ParseUrl(&'static Expr),
    /// `aws.partition`
    Partition(&'static Expr),
    /// `split`
    Split(&'static Expr, &'static Expr, &'static Expr),
    /// `substring`
    Substring(&'static Expr, &'static Expr, &'static Expr, &'static Expr),
    /// `uriEncode`
    UriEncode(&'static Expr),
}

/// The value of an [`Expr`].
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Value<'a> {
    Bool(bool),
    Int(usize),
    Text(Cow<'a, str>),
    List(Vec<Value<'a>>),
    Object(Vec<(&'static str, Value<'a>)>),
    /// What `aws.partition` gives.
    Partition(&'static Partition),
}

impl From<bool> for Value<'_> {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}

impl<'a> From<&'a str> for Value<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl<'a> From<&'a [String]> for Value<'a> {
    fn from(texts: &'a [String]) -> Self {
        Self::List(texts.iter().map(|text| text.as_str().into()).collect())
    }
}

impl From<String> for Value<'_> {
    fn from(text: String) -> Self {
        Self::Text(Cow::Owned(text))
    }
}

/// Finds a parameter of the rule set by its name.
pub(crate) type Params<'a> = dyn Fn(&str) -> Option<Value<'a>> + 'a;

type Resolved = Result<Endpoint, ResolveEndpointError>;

/// The endpoint that `rules` give for `params`.
///
/// # Errors
/// With the message of the rule that says that there is none, or when no rule applies.
pub(crate) fn resolve<'a>(rules: &'static RuleSet, params: &'a Params<'a>) -> Resolved {
    let mut scope = Scope {
        params,
        assigned: Vec::new(),
    };
    match rules {
        RuleSet::Tree(rules) => scope.first_match(rules),
        RuleSet::Diagram(diagram) => scope.follow(diagram),
    }
}

/// The outcome of a rule that depends on nothing.
#[cfg(test)]
pub(crate) fn constant(rule: &'static Rule) -> Resolved {
    let scope = &mut Scope {
        params: &|_| None,
        assigned: Vec::new(),
    };
    scope.outcome(&rule.then)
}

struct Scope<'a> {
    params: &'a Params<'a>,
    assigned: Vec<(&'static str, Value<'a>)>,
}

fn no_match() -> ResolveEndpointError {
    ResolveEndpointError::message("No endpoint rule matched")
}

impl<'a> Scope<'a> {
    fn first_match(&mut self, rules: &'static [Rule]) -> Resolved {
        for rule in rules {
            let outer = self.assigned.len();
            if rule
                .conditions
                .iter()
                .all(|condition| self.holds(condition))
            {
                return self.outcome(&rule.then);
            }
            self.assigned.truncate(outer);
        }
        Err(no_match())
    }

    fn follow(&mut self, diagram: &'static Diagram) -> Resolved {
        let mut at = diagram.root;
        while at < RESULTS {
            let (condition, high, low) = node(diagram, at).ok_or_else(no_match)?;
            at = match self.holds(condition) != (at < 0) {
                true => high,
                false => low,
            };
        }
        let result = usize::try_from(at - RESULTS - 1).ok();
        let result = result.and_then(|index| diagram.results.get(index));
        self.outcome(&result.ok_or_else(no_match)?.then)
    }

    fn holds(&mut self, condition: &'static Condition) -> bool {
        let value = self.value(&condition.test);
        let holds = !matches!(value, None | Some(Value::Bool(false)));
        self.assigned.extend(condition.assign.zip(value));
        holds
    }

    fn outcome(&mut self, then: &'static Then) -> Resolved {
        match then {
            Then::Rules(rules) => self.first_match(rules),
            Then::Endpoint(endpoint) => self.endpoint(endpoint),
            Then::Error(message) => Err(ResolveEndpointError::message(self.needed_text(message)?)),
        }
    }

    fn endpoint(&self, rule: &'static EndpointRule) -> Resolved {
        let url = self.needed_text(&rule.url)?;
        if url.is_empty() {
            return Err(ResolveEndpointError::message("the endpoint's URL is empty"));
        }
        let mut endpoint = Endpoint::builder().url(url);
        for (name, values) in rule.headers {
            for value in *values {
                endpoint = endpoint.header(*name, self.needed_text(value)?);
            }
        }
        for (name, value) in rule.properties {
            endpoint = match (*name, self.needed(value)?) {
                ("authSchemes", Value::List(schemes)) => schemes
                    .into_iter()
                    .map(auth_scheme)
                    .fold(endpoint, |endpoint, scheme| endpoint.auth_scheme(scheme)),
                (name, value) => endpoint.property(name, document(value)),
            };
        }
        Ok(endpoint.build())
    }

    fn needed(&self, expr: &'static Expr) -> Result<Value<'a>, ResolveEndpointError> {
        self.value(expr).ok_or_else(|| {
            let message = format!("the endpoint rules use a value that is not set: {expr:?}");
            ResolveEndpointError::message(message)
        })
    }

    fn needed_text(&self, expr: &'static Expr) -> Result<String, ResolveEndpointError> {
        match self.needed(expr)? {
            Value::Text(text) => Ok(text.into_owned()),
            other => {
                let message = format!("the endpoint rules use {other:?} as a text");
                Err(ResolveEndpointError::message(message))
            }
        }
    }

    fn text(&self, expr: &'static Expr) -> Option<Cow<'a, str>> {
        match self.value(expr)? {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    fn flag(&self, expr: &'static Expr) -> Option<bool> {
        match self.value(expr)? {
            Value::Bool(value) => Some(value),
            _ => None,
        }
    }

    fn int(&self, expr: &'static Expr) -> Option<usize> {
        match self.value(expr)? {
            Value::Int(value) => Some(value),
            _ => None,
        }
    }

    fn value(&self, expr: &'static Expr) -> Option<Value<'a>> {
        match expr {
            Expr::Bool(value) => Some(Value::Bool(*value)),
            Expr::Int(value) => Some(Value::Int(*value)),
            Expr::Text(template) => self.fill(template).map(Value::Text),
            Expr::List(items) => {
                let items: Option<_> = items.iter().map(|item| self.value(item)).collect();
                items.map(Value::List)
            }
            Expr::Object(fields) => {
                let fields = fields
                    .iter()
                    .map(|(name, of)| Some((*name, self.value(of)?)));
                fields.collect::<Option<_>>().map(Value::Object)
            }
            Expr::Ref(name) => self.named(name),
            Expr::Attr(of, path) => attr(self.value(of)?, path),
            Expr::Coalesce(first, second) => self.value(first).or_else(|| self.value(second)),
            Expr::Equals(left, right) => Some((self.value(left)? == self.value(right)?).into()),
            Expr::IsSet(of) => Some(self.value(of).is_some().into()),
            Expr::IsValidHostLabel(label, dots) => {
                Some(library::is_valid_host_label(&self.text(label)?, self.flag(dots)?).into())
            }
            Expr::IsVirtualHostableS3Bucket(name, dots) => {
                let hostable =
                    library::is_virtual_hostable_s3_bucket(&self.text(name)?, self.flag(dots)?);
                Some(hostable.into())
            }
            Expr::Ite(condition, then, otherwise) => match self.flag(condition)? {
                true => self.value(then),
                false => self.value(otherwise),
            },
            Expr::Not(of) => Some((!self.flag(of)?).into()),
            Expr::ParseArn(arn) => library::parse_arn(&self.text(arn)?),
            Expr::ParseUrl(url) => library::parse_url(&self.text(url)?),
            Expr::Partition(region) => {
                let region = self.text(region)?;
                Some(Value::Partition(partitions::of_region(&region)))
            }
            Expr::Split(text, delimiter, limit) => {
                let (text, delimiter) = (self.text(text)?, self.text(delimiter)?);
                Some(library::split(&text, &delimiter, self.int(limit)?))
            }
            Expr::Substring(text, start, stop, reverse) => {
                let (start, stop) = (self.int(start)?, self.int(stop)?);
                let text = self.text(text)?;
                let part = library::substring(&text, start, stop, self.flag(reverse)?);
                part.map(|part| part.to_owned().into())
            }
            Expr::UriEncode(text) => Some(library::uri_encode(&self.text(text)?).into()),
        }
    }

    fn named(&self, name: &str) -> Option<Value<'a>> {
        let assigned = self.assigned.iter().rev().find(|(known, _)| *known == name);
        assigned.map_or_else(|| (self.params)(name), |(_, value)| Some(value.clone()))
    }

    /// Fills the template's places; `{{` and `}}` stand for braces.
    fn fill(&self, template: &'static str) -> Option<Cow<'a, str>> {
        if !template.contains(['{', '}']) {
            return Some(Cow::Borrowed(template));
        }
        let mut filled = String::new();
        let mut rest = template;
        while let Some(at) = rest.find(['{', '}']) {
            filled.push_str(&rest[..at]);
            let brace = &rest[at..];
            rest = if let Some(after) = brace.strip_prefix("{{") {
                filled.push('{');
                after
            } else if let Some(after) = brace.strip_prefix("}}") {
                filled.push('}');
                after
            } else {
                let (place, after) = brace.strip_prefix('{')?.split_once('}')?;
                let Value::Text(text) = self.place(place)? else {
                    return None;
                };
                filled.push_str(&text);
                after
            };
        }
        filled.push_str(rest);
        Some(Cow::Owned(filled))
    }

    fn place(&self, place: &str) -> Option<Value<'a>> {
        match place.split_once('#') {
            Some((name, path)) => attr(self.named(name)?, path),
            None => self.named(place),
        }
    }
}

/// The condition and the branches of a node; none for the first.
fn node(diagram: &'static Diagram, at: i32) -> Option<(&'static Condition, i32, i32)> {
    let index = usize::try_from(at.unsigned_abs()).ok()?.checked_sub(1)?;
    let [condition, high, low] = *diagram.nodes.get(index)?;
    let condition = diagram.conditions.get(usize::try_from(condition).ok()?)?;
    Some((condition, high, low))
}

/// What `path` finds: names, and indexes, which count from the end if they are negative.
fn attr<'a>(value: Value<'a>, path: &str) -> Option<Value<'a>> {
    path.split('.').try_fold(value, |value, part| {
        let (name, index) = match part.split_once('[') {
            Some((name, index)) => (name, Some(index.trim_end_matches(']'))),
            None => (part, None),
        };
        let value = match name {
            "" => value,
            name => field(value, name)?,
        };
        match index {
            Some(index) => item(value, index.parse().ok()?),
            None => Some(value),
        }
    })
}

fn item(value: Value<'_>, index: isize) -> Option<Value<'_>> {
    let Value::List(mut items) = value else {
        return None;
    };
    let index = match usize::try_from(index) {
        Ok(index) => index,
        Err(_) => items.len().checked_sub(index.unsigned_abs())?,
    };
    (index < items.len()).then(|| items.swap_remove(index))
}

fn field<'a>(value: Value<'a>, name: &str) -> Option<Value<'a>> {
    match value {
        Value::Partition(partition) => partition_field(partition, name),
        Value::Object(fields) => {
            let mut fields = fields.into_iter();
            fields
                .find(|(known, _)| *known == name)
                .map(|(_, value)| value)
        }
        _ => None,
    }
}

fn partition_field(partition: &'static Partition, name: &str) -> Option<Value<'static>> {
    Some(match name {
        "name" => partition.name.into(),
        "dnsSuffix" => partition.dns_suffix.into(),
        "dualStackDnsSuffix" => partition.dual_stack_dns_suffix.into(),
        "implicitGlobalRegion" => partition.implicit_global_region.into(),
        "supportsFIPS" => partition.supports_fips.into(),
        "supportsDualStack" => partition.supports_dual_stack.into(),
        _ => return None,
    })
}

/// A property, as the runtime crates read it.
fn document(value: Value<'_>) -> Document {
    match value {
        Value::Bool(value) => Document::Bool(value),
        Value::Int(value) => Document::Number(Number::PosInt(value as u64)),
        Value::Text(text) => Document::String(text.into_owned()),
        Value::List(items) => Document::Array(items.into_iter().map(document).collect()),
        Value::Object(fields) => {
            let fields = fields
                .into_iter()
                .map(|(name, value)| (name.to_owned(), document(value)));
            Document::Object(fields.collect::<HashMap<_, _>>())
        }
        Value::Partition(partition) => Document::String(partition.name.to_owned()),
    }
}

/// An element of the property `authSchemes`, which the signers look into.
fn auth_scheme(value: Value<'_>) -> EndpointAuthScheme {
    let Value::Object(fields) = value else {
        return EndpointAuthScheme::with_capacity("", 0);
    };
    let name = fields.iter().find_map(|(name, value)| match value {
        Value::Text(text) if *name == "name" => Some(text.clone().into_owned()),
        _ => None,
    });
    let scheme = EndpointAuthScheme::with_capacity(name.unwrap_or_default(), fields.len());
    let others = fields.into_iter().filter(|(name, _)| *name != "name");
    others.fold(scheme, |scheme, (name, value)| {
        scheme.put(name, document(value))
    })
}
