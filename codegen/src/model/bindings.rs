//! Whether the HTTP bindings of operations agree with each other
//! (<https://smithy.io/2.0/spec/http-bindings.html>, <https://smithy.io/2.0/spec/endpoint-traits.html>).

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::{Closure, Kind, Member, Members, Model, Shape, Simple};
use crate::diagnostics::Diagnostics;

const ENDPOINT: &str = "smithy.api#endpoint";
const HTTP: &str = "smithy.api#http";
const HEADER: &str = "smithy.api#httpHeader";
const HOST_LABEL: &str = "smithy.api#hostLabel";
const LABEL: &str = "smithy.api#httpLabel";
const PAYLOAD: &str = "smithy.api#httpPayload";
const PREFIX_HEADERS: &str = "smithy.api#httpPrefixHeaders";
const QUERY: &str = "smithy.api#httpQuery";
const QUERY_PARAMS: &str = "smithy.api#httpQueryParams";
const RESPONSE_CODE: &str = "smithy.api#httpResponseCode";

/// Where a request carries members outside its body; a response has the others.
const IN_REQUESTS: &[&str] = &[HEADER, LABEL, PREFIX_HEADERS, QUERY, QUERY_PARAMS];
const IN_RESPONSES: &[&str] = &[HEADER, PREFIX_HEADERS, RESPONSE_CODE];
const ALL: &[&str] = &[
    HEADER,
    LABEL,
    PAYLOAD,
    PREFIX_HEADERS,
    QUERY,
    QUERY_PARAMS,
    RESPONSE_CODE,
];

/// Methods whose requests have no body (RFC 9110, section 9.3).
const BODILESS: &[&str] = &["GET", "HEAD", "TRACE"];

/// Adds the problems of all operations' bindings.
pub(super) fn check(model: &Model, closure: &Closure, problems: &mut Diagnostics) {
    for id in &closure.operations {
        let (shape, operation) = model.operation(id);
        let (input, members) = model.structure(&operation.input);
        let mut operation = Operation {
            model,
            shape,
            input,
            members,
            problems,
        };
        operation.host();
        if binds(model) {
            operation.uri();
        }
    }
    if !binds(model) {
        return;
    }
    let structure = |id: &str, outside: &[&str], problems: &mut Diagnostics| {
        let (shape, members) = model.structure(id);
        let mut structure = Structure {
            model,
            shape,
            members,
            problems,
        };
        structure.check(outside);
    };
    for id in &closure.operations {
        let (_, operation) = model.operation(id);
        structure(&operation.input, IN_REQUESTS, problems);
        structure(&operation.output, IN_RESPONSES, problems);
    }
    for id in &closure.errors {
        structure(id, IN_RESPONSES, problems);
    }
}

/// Whether the service speaks a protocol that has HTTP bindings. Others ignore them.
fn binds(model: &Model) -> bool {
    let (service, _) = model.service();
    let protocols = ["aws.protocols#restJson1", "aws.protocols#restXml"];
    protocols.iter().any(|id| service.traits.has(id))
}

/// An operation whose URI and host are checked.
struct Operation<'a> {
    model: &'a Model,
    shape: &'a Shape,
    input: &'a Shape,
    members: &'a Members,
    problems: &'a mut Diagnostics,
}

impl Operation<'_> {
    /// Adds a problem of the URI.
    fn uri_error(&mut self, message: impl Into<String>, help: impl Into<String>) {
        let place = self.shape.place().of_trait(HTTP);
        self.problems.error(place.at(&["uri"]), message, help);
    }

    fn uri(&mut self) {
        let http = self.shape.traits.get(HTTP);
        let text = |key: &str| http.and_then(|http| http.get(key)?.as_str());
        let (Some(method), Some(uri)) = (text("method"), text("uri")) else {
            let help = "add the trait `smithy.api#http` with a `method` and a `uri`";
            let place = self.shape.place().of_trait(HTTP);
            let message = match http {
                None => "the operation has no HTTP binding",
                Some(_) => {
                    "the trait `smithy.api#http` lacks a `method` or a `uri` that is a string"
                }
            };
            return self.problems.error(place, message, help);
        };
        if !is_token(method) {
            let message = format!("`{method}` is not a method of HTTP");
            let place = self.shape.place().of_trait(HTTP).at(&["method"]);
            self.problems.error(place, message, "name one like `GET`");
        }
        if BODILESS.contains(&method) {
            self.no_body(method);
        }
        if !uri.starts_with('/') {
            self.uri_error("the URI does not begin with `/`", "begin it with `/`");
        }
        let (path, query) = uri.split_once('?').unwrap_or((uri, ""));
        let labels = self.path(uri, path);
        self.labels(uri, &labels);
        self.query(uri, query);
    }

    /// Checks that no member of a request with such a method would be in the body.
    fn no_body(&mut self, method: &str) {
        let in_body = |member: &&Member| !IN_REQUESTS.iter().any(|id| member.traits.has(id));
        for member in self.members.values().filter(in_body) {
            let message =
                format!("the member would be in the body, which a {method} request lacks");
            let help = "bind it to the query or to a header, or use another method";
            self.member_error(member, message, help);
        }
    }

    /// Checks the path of a URI, and returns its labels, greedy ones without the `+`.
    fn path(&mut self, uri: &str, path: &str) -> BTreeSet<String> {
        let mut labels = BTreeSet::new();
        let mut greedy = None;
        for segment in path
            .split('/')
            .filter(|segment| segment.contains(['{', '}']))
        {
            let label = segment.strip_prefix('{').and_then(|s| s.strip_suffix('}'));
            let Some(label) = label.filter(|label| !label.contains(['{', '}'])) else {
                let message = format!("`{segment}` in the URI `{uri}` is not a label");
                self.uri_error(message, "a label `{name}` fills all between two `/`");
                continue;
            };
            if let Some(greedy) = greedy {
                let message =
                    format!("the URI `{uri}` has a label after the greedy one `{{{greedy}+}}`");
                self.uri_error(message, "only the last label can be greedy");
            }
            let name = label.strip_suffix('+').unwrap_or(label);
            greedy = (name != label).then_some(name);
            if !labels.insert(name.to_owned()) {
                let message = format!("the URI `{uri}` has the label `{name}` twice");
                self.uri_error(message, "rename one of them");
            }
            if greedy.is_some() && !self.is_string(name) {
                let message = format!("the greedy label `{name}` is not a string");
                self.uri_error(message, "target a string");
            }
        }
        labels
    }

    /// Whether the input's member of this name targets a string; so does one that is missing.
    fn is_string(&self, name: &str) -> bool {
        self.members.get(name).is_none_or(|member| {
            let target = &self.model.shape(&member.target).kind;
            matches!(target, Kind::Simple(Simple::String) | Kind::Enum(_))
        })
    }

    /// Checks that labels and members belong to each other.
    fn labels(&mut self, uri: &str, labels: &BTreeSet<String>) {
        let (members, input) = (self.members, self.input);
        for label in labels {
            let member = members.get(label);
            if member.is_none_or(|member| !member.traits.has(LABEL)) {
                let message =
                    format!("the URI `{uri}` has a label `{label}` that no member is bound to");
                let help = format!("give `{}${label}` the trait `httpLabel`", input.id);
                self.uri_error(message, help);
            }
        }
        for member in members.values().filter(|member| member.traits.has(LABEL)) {
            let name = &member.name;
            if !labels.contains(name) {
                let message = format!("the member `{name}` is a label that the URI `{uri}` lacks");
                let help = format!("add `{{{name}}}` to the URI, or remove the trait `httpLabel`");
                trait_error(self.input, member, LABEL, message, help, self.problems);
            }
            self.required(member, LABEL);
        }
    }

    /// Checks that a member, which the trait `id` makes a label, is required.
    fn required(&mut self, member: &Member, id: &str) {
        if !member.traits.has("smithy.api#required") {
            let (message, help) = ("a label that is not required", "add the trait `required`");
            trait_error(self.input, member, id, message, help, self.problems);
        }
    }

    fn member_error(
        &mut self,
        member: &Member,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        member_error(self.input, member, message.into(), help, self.problems);
    }

    /// Checks the query that stands in the URI against the members that are bound to the query.
    fn query(&mut self, uri: &str, query: &str) {
        if query.contains(['{', '}']) {
            let message = format!("the query of the URI `{uri}` has a label");
            self.uri_error(message, "bind a member with `httpQuery` instead");
        }
        let literals: BTreeSet<&str> = query
            .split('&')
            .map(|pair| pair.split('=').next().unwrap_or(pair))
            .filter(|key| !key.is_empty())
            .collect();
        for member in self.members.values() {
            let key = member.traits.text(QUERY).unwrap_or_default();
            if literals.contains(key) {
                let message = format!("the query of the URI `{uri}` has `{key}` already");
                self.member_error(member, message, "remove one of the two");
            }
        }
    }

    /// Adds a problem of the host prefix.
    fn host_error(&mut self, message: impl Into<String>, help: impl Into<String>) {
        let place = self.shape.place().of_trait(ENDPOINT);
        self.problems
            .error(place.at(&["hostPrefix"]), message, help);
    }

    /// Checks that the labels of a host prefix and members belong to each other.
    fn host(&mut self) {
        let endpoint = self.shape.traits.get(ENDPOINT);
        let prefix = endpoint.and_then(|endpoint| endpoint.get("hostPrefix")?.as_str());
        if endpoint.is_some() && !prefix.is_some_and(is_host_prefix) {
            let help = "give it a `hostPrefix` of letters, digits, `-`, `.` and `{labels}`";
            self.host_error("the trait `endpoint` has no prefix of a host", help);
        }
        let labels = host_labels(prefix.unwrap_or_default());
        for label in &labels {
            let member = self.members.get(*label);
            if member.is_none_or(|member| !member.traits.has(HOST_LABEL)) {
                let message =
                    format!("the host prefix has a label `{label}` that no member is bound to");
                let help = format!("give `{}${label}` the trait `hostLabel`", self.input.id);
                self.host_error(message, help);
            }
        }
        let bound = |member: &&Member| member.traits.has(HOST_LABEL);
        for member in self.members.values().filter(bound) {
            if !labels.contains(member.name.as_str()) {
                let message = format!("no host prefix has the label `{}`", member.name);
                let help = "add it to `hostPrefix` of the operation's trait `endpoint`";
                trait_error(self.input, member, HOST_LABEL, message, help, self.problems);
            }
            self.required(member, HOST_LABEL);
            if !self.is_string(&member.name) {
                let message = format!("the host label `{}` is not a string", member.name);
                self.member_error(member, message, "target a string");
            }
        }
    }
}

/// Whether a host's name may begin so, once labels have values.
fn is_host_prefix(prefix: &str) -> bool {
    let mut labels = prefix.split('{');
    let first = labels.next().unwrap_or_default();
    let rests = labels.map(|part| part.split_once('}').map(|(_, rest)| rest));
    let mut texts = std::iter::once(Some(first)).chain(rests);
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '.';
    !prefix.is_empty() && texts.all(|text| text.is_some_and(|text| text.chars().all(is_part)))
}

/// The labels of a host prefix, which may stand anywhere in it.
fn host_labels(prefix: &str) -> BTreeSet<&str> {
    let parts = prefix.split('{').skip(1);
    parts
        .filter_map(|part| Some(part.split_once('}')?.0))
        .collect()
}

/// An input, output or error whose members' bindings are checked against each other.
struct Structure<'a> {
    model: &'a Model,
    shape: &'a Shape,
    members: &'a Members,
    problems: &'a mut Diagnostics,
}

impl Structure<'_> {
    /// Checks the members, of which those with the traits `outside` are not in the body.
    fn check(&mut self, outside: &[&str]) {
        for member in self.members.values() {
            self.one_place(member);
            self.types(member);
        }
        for id in [PAYLOAD, PREFIX_HEADERS, QUERY_PARAMS, RESPONSE_CODE] {
            self.once(id);
        }
        self.distinct(HEADER, str::to_ascii_lowercase);
        self.distinct(QUERY, str::to_owned);
        self.payload(outside);
    }

    fn one_place(&mut self, member: &Member) {
        let bindings = ALL.iter().filter(|id| member.traits.has(id));
        let bindings: Vec<String> = bindings.map(|id| format!("`{id}`")).collect();
        if bindings.len() > 1 {
            let message = format!("the member is bound twice: by {}", bindings.join(" and "));
            member_error(
                self.shape,
                member,
                message,
                "keep one of the traits",
                self.problems,
            );
        }
        let name = member
            .traits
            .get(HEADER)
            .or_else(|| member.traits.get(QUERY));
        let is_header = member.traits.has(HEADER);
        let fits = |name: &str| !name.is_empty() && (!is_header || is_token(name));
        if name.is_some_and(|name| !name.as_str().is_some_and(fits)) {
            let message = format!("the member is bound to {}, which is no name", shown(name));
            let help = "name a header or a query parameter";
            let id = if is_header { HEADER } else { QUERY };
            trait_error(self.shape, member, id, message, help, self.problems);
        }
    }

    /// A label is a text; a header or a parameter of the query may be a list of texts.
    fn types(&mut self, member: &Member) {
        let is_text = |id: &str| match &self.model.shape(id).kind {
            Kind::Simple(simple) => !matches!(simple, Simple::Blob | Simple::Document),
            kind => matches!(kind, Kind::Enum(_) | Kind::IntEnum(_)),
        };
        let fits = |list_fits: bool| match &self.model.shape(&member.target).kind {
            Kind::List(element) => list_fits && is_text(&element.target),
            _ => is_text(&member.target),
        };
        let target = &self.model.shape(&member.target).kind;
        let is_map = matches!(target, Kind::Map(_));
        let is_integer = matches!(target, Kind::Simple(Simple::Integer));
        let simple = "bind a boolean, a number, a string, an enum or a timestamp";
        let table = [
            (LABEL, fits(false), simple),
            (QUERY, fits(true), simple),
            (HEADER, fits(true), simple),
            (PREFIX_HEADERS, is_map, "bind a map"),
            (QUERY_PARAMS, is_map, "bind a map"),
            (RESPONSE_CODE, is_integer, "bind an integer"),
        ];
        for (id, fits, help) in table {
            if member.traits.has(id) && !fits {
                let message = format!("`{id}` cannot carry `{}`", member.target);
                trait_error(self.shape, member, id, message, help, self.problems);
            }
        }
    }

    /// A structure has a trait once at most.
    fn once(&mut self, id: &str) {
        let mut bound = self.members.values().filter(|member| member.traits.has(id));
        if let Some(first) = bound.next() {
            for member in bound {
                let message = format!("the trait `{id}` is on the member `{}` too", first.name);
                let help = "only one member can have it";
                trait_error(self.shape, member, id, message, help, self.problems);
            }
        }
    }

    /// No two members are bound to the same header, or parameter of the query.
    fn distinct(&mut self, id: &str, key: fn(&str) -> String) {
        let mut known: BTreeMap<String, &str> = BTreeMap::new();
        for member in self.members.values() {
            let Some(name) = member.traits.text(id) else {
                continue;
            };
            if let Some(other) = known.insert(key(name), &member.name) {
                let message = format!("the member `{other}` is bound to `{name}` too");
                let help = "bind one of the two to another name";
                trait_error(self.shape, member, id, message, help, self.problems);
            }
        }
    }

    /// Beside a payload, no member can be in the body.
    fn payload(&mut self, outside: &[&str]) {
        let has_payload = |member: &Member| member.traits.has(PAYLOAD);
        if !self.members.values().any(has_payload) {
            return;
        }
        for member in self.members.values().filter(|member| !has_payload(member)) {
            if !outside.iter().any(|id| member.traits.has(id)) {
                let message = "the member would be in the body, which another member is";
                let help =
                    "bind it to something else than the body, or remove the trait `httpPayload`";
                member_error(self.shape, member, message.to_owned(), help, self.problems);
            }
        }
    }
}

fn shown(value: Option<&Value>) -> String {
    value.map_or_else(String::new, |value| format!("`{value}`"))
}

/// Adds a problem of the trait `id` of a member.
fn trait_error(
    shape: &Shape,
    member: &Member,
    id: &str,
    message: impl Into<String>,
    help: impl Into<String>,
    problems: &mut Diagnostics,
) {
    let member_id = shape.member_id(member);
    let place = shape.member_place(&member_id).of_trait(id);
    problems.error(place, message, help);
}

fn member_error(
    shape: &Shape,
    member: &Member,
    message: String,
    help: impl Into<String>,
    problems: &mut Diagnostics,
) {
    let id = shape.member_id(member);
    let place = shape.member_place(&id);
    problems.error(place, message, help);
}

/// A token of HTTP: what methods and the names of headers are made of.
fn is_token(text: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    !text.is_empty() && text.bytes().all(fits)
}
