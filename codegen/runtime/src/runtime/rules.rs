//! Evaluates endpoint rule sets (<https://smithy.io/2.0/additional-specs/rules-engine/specification.html>).
//! The rules of a service are constant data; one evaluator serves every service.

use std::borrow::Cow;

use aws_smithy_http::endpoint::ResolveEndpointError;
use aws_smithy_types::endpoint::Endpoint;

use super::partitions::{self, Partition};

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
    let then = Then::Endpoint(url);
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
    /// The URL of the endpoint.
    Endpoint(Expr),
    /// There is no endpoint; the reason.
    Error(Expr),
    /// The first of these rules whose conditions hold.
    Rules(&'static [Rule]),
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

/// An expression.
#[derive(Debug)]
pub enum Expr {
    /// A boolean.
    Bool(bool),
    /// A text, where `{Name}` and `{Name#attribute}` stand for values.
    Text(&'static str),
    /// A parameter, or a value that a condition assigned.
    Ref(&'static str),
    /// `getAttr`: an attribute of a value.
    Attr(&'static Expr, &'static str),
    /// `isSet`
    IsSet(&'static Expr),
    /// `not`
    Not(&'static Expr),
    /// `booleanEquals` and `stringEquals`
    Equals(&'static Expr, &'static Expr),
    /// `isValidHostLabel`: a text that may be a host label; with dots if the second is true.
    IsValidHostLabel(&'static Expr, &'static Expr),
    /// `aws.partition`: the partition of a region.
    Partition(&'static Expr),
}

/// The value of an [`Expr`].
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Value<'a> {
    /// A boolean.
    Bool(bool),
    /// A text.
    Text(Cow<'a, str>),
    /// What `aws.partition` gives.
    Partition(&'static Partition),
}

/// Finds a parameter of the rule set by its name.
pub(crate) type Params<'a> = dyn Fn(&str) -> Option<Value<'a>> + 'a;

/// The endpoint that `rules` give for `params`.
///
/// # Errors
/// With the message of the rule that says that there is none, or when no rule applies.
pub(crate) fn resolve<'a>(
    rules: &'static [Rule],
    params: &'a Params<'a>,
) -> Result<Endpoint, ResolveEndpointError> {
    let mut scope = Scope {
        params,
        assigned: Vec::new(),
    };
    scope.first_match(rules)
}

struct Scope<'a> {
    params: &'a Params<'a>,
    assigned: Vec<(&'static str, Value<'a>)>,
}

impl<'a> Scope<'a> {
    fn first_match(&mut self, rules: &'static [Rule]) -> Result<Endpoint, ResolveEndpointError> {
        for rule in rules {
            let outer = self.assigned.len();
            if self.hold(rule.conditions) {
                return self.outcome(&rule.then);
            }
            self.assigned.truncate(outer);
        }
        Err(ResolveEndpointError::message("No endpoint rule matched"))
    }

    fn hold(&mut self, conditions: &'static [Condition]) -> bool {
        conditions
            .iter()
            .all(|condition| match self.value(&condition.test) {
                None | Some(Value::Bool(false)) => false,
                Some(value) => {
                    self.assigned
                        .extend(condition.assign.map(|name| (name, value)));
                    true
                }
            })
    }

    fn outcome(&mut self, then: &'static Then) -> Result<Endpoint, ResolveEndpointError> {
        match then {
            Then::Rules(rules) => self.first_match(rules),
            Then::Endpoint(url) => match self.text(url)? {
                // `Endpoint` would panic; a user may have set an empty URL.
                url if url.is_empty() => Err(ResolveEndpointError::message("the URL is empty")),
                url => Ok(Endpoint::builder().url(url).build()),
            },
            Then::Error(message) => Err(ResolveEndpointError::message(self.text(message)?)),
        }
    }

    fn text(&self, expr: &'static Expr) -> Result<String, ResolveEndpointError> {
        match self.value(expr) {
            Some(Value::Text(text)) => Ok(text.into_owned()),
            _ => Err(ResolveEndpointError::message(format!(
                "the endpoint rules use a value that is not set: {expr:?}"
            ))),
        }
    }

    fn value(&self, expr: &'static Expr) -> Option<Value<'a>> {
        match expr {
            Expr::Bool(value) => Some(Value::Bool(*value)),
            Expr::Text(template) => self.fill(template).map(Value::Text),
            Expr::Ref(name) => self.named(name),
            Expr::Attr(of, attribute) => attr(&self.value(of)?, attribute),
            Expr::IsSet(of) => Some(Value::Bool(self.value(of).is_some())),
            Expr::Not(of) => Some(Value::Bool(self.value(of)? == Value::Bool(false))),
            Expr::Equals(left, right) => Some(Value::Bool(self.value(left)? == self.value(right)?)),
            Expr::IsValidHostLabel(label, dots) => {
                let Value::Text(label) = self.value(label)? else {
                    return None;
                };
                let dots = self.value(dots)? == Value::Bool(true);
                Some(Value::Bool(is_valid_host_label(&label, dots)))
            }
            Expr::Partition(region) => match self.value(region)? {
                Value::Text(region) => Some(Value::Partition(partitions::of_region(&region))),
                _ => None,
            },
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
            Some((name, attribute)) => attr(&self.named(name)?, attribute),
            None => self.named(place),
        }
    }
}

fn attr<'a>(value: &Value<'a>, attribute: &str) -> Option<Value<'a>> {
    let Value::Partition(partition) = value else {
        return None;
    };
    let text = |text: &'static str| Some(Value::Text(Cow::Borrowed(text)));
    match attribute {
        "name" => text(partition.name),
        "dnsSuffix" => text(partition.dns_suffix),
        "dualStackDnsSuffix" => text(partition.dual_stack_dns_suffix),
        "implicitGlobalRegion" => text(partition.implicit_global_region),
        "supportsFIPS" => Some(Value::Bool(partition.supports_fips)),
        "supportsDualStack" => Some(Value::Bool(partition.supports_dual_stack)),
        _ => None,
    }
}

/// Whether `label` may be a part of a host's name; with `dots`, several parts.
pub(crate) fn is_valid_host_label(label: &str, dots: bool) -> bool {
    let is_label = |label: &str| {
        (1..=63).contains(&label.len())
            && !label.starts_with('-')
            && label
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    if dots {
        label.split('.').all(is_label)
    } else {
        is_label(label)
    }
}
