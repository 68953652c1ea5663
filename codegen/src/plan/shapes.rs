//! Structures, enums and errors.

use std::collections::{BTreeMap, BTreeSet};

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use serde::Serialize;
use serde_json::Value;

use super::literals::{Literal, Reader};
use super::operations::{self, ErrorCase};
use super::types::{Type, Types, Wire};
use super::{docs, names, presence};
use crate::diagnostics::Diagnostics;
use crate::model::{self, Closure, Kind, Member, Members, Model, Shape, Traits, UNIT};

/// The shapes of a crate.
#[derive(Debug, Default)]
pub(crate) struct Shapes {
    pub(crate) structures: Vec<Structure>,
    pub(crate) enums: Vec<Enum>,
    pub(crate) unions: Vec<Union>,
    pub(crate) errors: Vec<Structure>,
}

/// A structure.
#[derive(Debug, Serialize)]
pub(crate) struct Structure {
    /// The absolute shape id.
    pub(crate) id: String,
    pub(crate) name: String,
    /// The alias of its builder.
    pub(crate) builder: String,
    pub(crate) module: String,
    pub(crate) docs: String,
    pub(crate) deprecated: Option<String>,
    pub(crate) role: Role,
    /// Whether members of other shapes hold it.
    pub(crate) is_value: bool,
    /// Why an error may pass when the call is made again.
    pub(crate) retryable: Option<Retryable>,
    pub(crate) members: Vec<Field>,
}

/// `smithy.api#retryable`: why an error may pass.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub(crate) enum Retryable {
    Throttling,
    Client,
    Server,
}

/// What a structure is to its operation.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) enum Role {
    /// None: members refer to it.
    Type,
    Input,
    Output,
    Error,
}

impl Structure {
    /// The name in the model.
    pub(crate) fn shape_name(&self) -> &str {
        model::name_of(&self.id)
    }

    /// Whether every member is optional, so that the structure is its own draft.
    pub(crate) fn is_own_draft(&self) -> bool {
        self.members.iter().all(|field| field.optional)
    }

    /// The member that is the body of the request or response, bit by bit.
    pub(crate) fn stream(&self) -> Option<&Field> {
        self.members.iter().find(|field| field.ty.is_stream())
    }

    /// Whether it cannot be built without some member.
    pub(crate) fn is_fallible(&self) -> bool {
        let demanded = |field: &Field| !field.optional && field.default.is_none();
        self.members.iter().any(demanded)
    }

    /// Whether `Debug` has something to hide.
    pub(crate) fn redacts(&self) -> bool {
        self.members.iter().any(|field| field.sensitive)
    }
}

/// A member of a structure.
#[derive(Debug, Serialize)]
pub(crate) struct Field {
    /// The field, its accessor, and the builder's method.
    pub(crate) name: String,
    pub(crate) setter: String,
    pub(crate) getter: String,
    pub(crate) ty: Type,
    /// Whether the field is an `Option`.
    pub(crate) optional: bool,
    /// The value that the field has where none is set.
    pub(crate) default: Option<Literal>,
    pub(crate) docs: String,
    pub(crate) deprecated: Option<String>,
    pub(crate) sensitive: bool,
    /// None for the message that an error gets from its envelope only.
    pub(crate) wire: Option<Wire>,
}

/// An enum.
#[derive(Debug, Serialize)]
pub(crate) struct Enum {
    /// The absolute shape id.
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) module: String,
    pub(crate) docs: String,
    pub(crate) deprecated: Option<String>,
    /// Whether the values have names in the model.
    pub(crate) is_named: bool,
    /// In the order of the values.
    pub(crate) variants: Vec<Variant>,
}

/// A union.
#[derive(Debug, Serialize)]
pub(crate) struct Union {
    /// The absolute shape id.
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) module: String,
    pub(crate) docs: String,
    pub(crate) deprecated: Option<String>,
    /// In model order.
    pub(crate) members: Vec<UnionMember>,
    /// Whether the members are the events of a stream, and which errors may end it.
    pub(crate) events: Option<EventErrors>,
}

/// The errors that may end a stream of events.
#[derive(Debug, Serialize)]
pub(crate) struct EventErrors {
    /// The enum.
    pub(crate) name: String,
    pub(crate) module: String,
    /// In model order.
    pub(crate) cases: Vec<ErrorCase>,
}

impl Union {
    /// Whether `Debug` has something to hide.
    pub(crate) fn redacts(&self) -> bool {
        self.members.iter().any(|member| member.sensitive)
    }
}

/// A member of a union.
#[derive(Debug, Serialize)]
pub(crate) struct UnionMember {
    pub(crate) variant: String,
    /// `as_..`
    pub(crate) accessor: String,
    /// `is_..`
    pub(crate) test: String,
    /// None for a member without a value.
    pub(crate) ty: Option<Type>,
    pub(crate) docs: String,
    pub(crate) deprecated: Option<String>,
    pub(crate) sensitive: bool,
    pub(crate) wire: Wire,
}

/// A value of an enum.
#[derive(Debug, Serialize)]
pub(crate) struct Variant {
    pub(crate) name: String,
    pub(crate) value: String,
    pub(crate) docs: String,
    pub(crate) deprecated: Option<String>,
}

/// Decides the shapes that members and errors refer to. Inputs and outputs belong to their operations.
pub(crate) fn plan(model: &Model, closure: &Closure, problems: &mut Diagnostics) -> Shapes {
    let types = Types { model, closure };
    let values = values(model, closure);
    let mut shapes = Shapes::default();
    for id in values.union(&closure.errors) {
        let shape = model.shape(id);
        let name = names::type_name(shape.name());
        match &shape.kind {
            Kind::Enum(members) => shapes.enums.push(enumeration(shape, members, problems)),
            Kind::Union(members) => {
                shapes.unions.push(union(&types, shape, members, problems));
            }
            Kind::Structure(_) if closure.errors.contains(id) => {
                let mut plan = structure(&types, id, name, Role::Error, problems);
                plan.is_value = values.contains(id);
                complete_error(shape, &mut plan, problems);
                shapes.errors.push(plan);
            }
            Kind::Structure(_) => {
                let plan = structure(&types, id, name, Role::Type, problems);
                shapes.structures.push(plan);
            }
            _ => {}
        }
    }
    shapes.structures.sort_by(|a, b| a.name.cmp(&b.name));
    shapes.enums.sort_by(|a, b| a.name.cmp(&b.name));
    shapes.unions.sort_by(|a, b| a.name.cmp(&b.name));
    shapes.errors.sort_by(|a, b| a.name.cmp(&b.name));
    let types = shapes.structures.iter().map(|s| (&s.name, &s.id));
    let types = types.chain(shapes.enums.iter().map(|e| (&e.name, &e.id)));
    let types = types.chain(shapes.unions.iter().map(|u| (&u.name, &u.id)));
    distinct(model, types, problems);
    let errors = shapes.errors.iter().map(|e| (&e.name, &e.id));
    let event_errors = shapes.unions.iter();
    let event_errors = event_errors.filter_map(|u| Some((&u.events.as_ref()?.name, &u.id)));
    distinct(model, errors.chain(event_errors), problems);
    separate_modules(&mut shapes);
    shapes
}

/// The shapes that members refer to.
fn values(model: &Model, closure: &Closure) -> BTreeSet<String> {
    // The members of an enum, and those of a union that have no value, target a placeholder.
    let shapes = closure.shapes.iter().map(|id| model.shape(id));
    let shapes = shapes.filter(|shape| !shape.is_enum());
    let members = shapes.flat_map(Shape::members);
    let targets = members.map(|member| member.target.clone());
    targets.filter(|target| target != UNIT).collect()
}

/// Problems for shapes that would have the same name in Rust.
fn distinct<'a>(
    model: &Model,
    named: impl Iterator<Item = (&'a String, &'a String)>,
    problems: &mut Diagnostics,
) {
    let mut known: BTreeMap<&String, &String> = BTreeMap::new();
    for (name, id) in named {
        if let Some(other) = known.insert(name, id) {
            let message = format!("the Rust type `{name}` would be this shape and `{other}`");
            let help = "rename one of the shapes in the model";
            problems.error(model.shape(id).place(), message, help);
        }
    }
}

/// Keeps the modules of shapes apart from each other, from their types (`_1`), and from the modules
/// `builders` and `error`.
fn separate_modules(shapes: &mut Shapes) {
    let structures = shapes.structures.iter_mut();
    let structures = structures.map(|s| (&s.name, &mut s.module));
    let enums = shapes.enums.iter_mut().map(|e| (&e.name, &mut e.module));
    let mut event_errors = Vec::new();
    let unions = shapes.unions.iter_mut().map(|union| {
        let errors = union.events.as_mut();
        event_errors.extend(errors.map(|errors| (&errors.name, &mut errors.module)));
        (&union.name, &mut union.module)
    });
    separate(
        structures.chain(enums).chain(unions),
        &["builders", "error"],
    );
    let errors = shapes.errors.iter_mut().map(|e| (&e.name, &mut e.module));
    separate(errors.chain(event_errors), &["builders"]);
}

fn separate<'a>(types: impl Iterator<Item = (&'a String, &'a mut String)>, others: &[&str]) {
    let mut taken: BTreeSet<String> = others.iter().map(|&name| name.to_owned()).collect();
    for (name, module) in types {
        while module == name || !taken.insert(module.clone()) {
            module.push('_');
        }
    }
}

/// Decides a structure that is called `name` in Rust.
pub(crate) fn structure(
    types: &Types<'_>,
    id: &str,
    name: String,
    role: Role,
    problems: &mut Diagnostics,
) -> Structure {
    let (shape, members) = types.model.structure(id);
    let fields = members.values().map(|member| {
        let mut field = field(types, shape, member, &role, problems);
        // An input or output is a type of its own, which no other holds.
        if matches!(role, Role::Type | Role::Error) && types.is_boxed(shape, member) {
            field.ty = Type::Boxed(Box::new(field.ty));
            field.optional = true;
        }
        field
    });
    let fields: Vec<Field> = fields.collect();
    distinct_fields(shape, &fields, problems);
    Structure {
        id: id.to_owned(),
        builder: format!("{name}Builder"),
        module: names::module(&name),
        docs: documentation(&shape.traits),
        deprecated: deprecated(&shape.traits),
        name,
        is_value: role == Role::Type,
        retryable: None,
        role,
        members: fields,
    }
}

fn distinct_fields(shape: &Shape, fields: &[Field], problems: &mut Diagnostics) {
    let mut known: BTreeSet<&str> = BTreeSet::new();
    for field in fields {
        let names = [&field.name, &field.setter, &field.getter];
        if let Some(name) = names.into_iter().find(|name| !known.insert(name)) {
            let message = format!("two members would have the Rust field or method `{name}`");
            let help = "rename one of them in the model, and give it the trait `jsonName`";
            let member = field.wire.as_ref().map_or(name, |wire| &wire.name);
            let path = ["members", member];
            problems.error(shape.place().at(&path), message, help);
        }
    }
}

fn field(
    types: &Types<'_>,
    shape: &Shape,
    member: &Member,
    role: &Role,
    problems: &mut Diagnostics,
) -> Field {
    let ty = types.of_member(member, *role == Role::Input);
    let required = member.traits.has("smithy.api#required");
    let plain = names::snake(&member.name);
    // The builder of an error has a method `set_meta` of its own.
    let stem = match (role, plain.as_str()) {
        (Role::Error, "meta") => "meta_value",
        (_, plain) => plain,
    };
    let may_be_bare = *role != Role::Input;
    let default = presence::bare_default(types, member).filter(|_| may_be_bare);
    let is_demanded = may_be_bare && presence::is_demanded(types, member);
    let bare = default.is_some() || is_demanded || ty.is_stream();
    let default = match ty {
        Type::ByteStream => Some(Literal::ByteStream(Vec::new())),
        _ => default.and_then(|value| default_value(types, shape, member, value, problems)),
    };
    Field {
        name: names::field(&member.name),
        setter: format!("set_{stem}"),
        getter: format!("get_{stem}"),
        ty,
        optional: !bare,
        default,
        docs: member_docs(types.model, member, required && *role == Role::Input),
        deprecated: deprecated(&member.traits),
        sensitive: shape.traits.has("smithy.api#sensitive") || types.is_sensitive(member),
        wire: Some(types.wire(member)),
    }
}

/// The default of a member, as code.
fn default_value(
    types: &Types<'_>,
    shape: &Shape,
    member: &Member,
    value: &Value,
    problems: &mut Diagnostics,
) -> Option<Literal> {
    let literal = match (Reader { types }).literal(&member.target, value, &member.name) {
        Ok(Literal::Blob(text)) => match BASE64_STANDARD.decode(&text) {
            Ok(bytes) => Ok(Literal::Blob(bytes)),
            Err(error) => Err(format!("of a blob is not Base64: {error}")),
        },
        Ok(literal) => Ok(literal),
        Err(message) => Err(format!("does not fit: {message}")),
    };
    let problem = |message| {
        let id = shape.member_id(member);
        let place = shape.member_place(&id).of_trait("smithy.api#default");
        let message = format!("the trait `default` {message}");
        problems.error(place.at(&[]), message, "correct the trait");
    };
    literal.map_err(problem).ok()
}

/// Every error has a message: a member of that name in any casing, or one that only the envelope
/// fills.
fn complete_error(shape: &Shape, error: &mut Structure, problems: &mut Diagnostics) {
    if error.name == "Unhandled" {
        let message = "the Rust variant `Unhandled` stands for errors that the model lacks";
        problems.error(shape.place(), message, "rename the error in the model");
    }
    error.retryable = retryable(shape);
    let hides = |field: &Field| field.name == "retryable_error_kind";
    if error.retryable.is_some() && error.members.iter().any(hides) {
        let message = "a member of the error has the name of the method `retryable_error_kind`";
        problems.error(shape.place(), message, "rename the member in the model");
    }
    if let Some(field) = error.members.iter().find(|field| field.name == "message") {
        if field.ty != Type::String {
            let message = "the `message` of the error is not a string";
            let help = "let it target a string, or rename it and give it the trait `jsonName`";
            let member = field.wire.as_ref().map_or("message", |wire| &wire.name);
            let path = ["members", member];
            problems.error(shape.place().at(&path), message, help);
        }
        return;
    }
    error.members.push(Field {
        name: "message".to_owned(),
        setter: "set_message".to_owned(),
        getter: "get_message".to_owned(),
        ty: Type::String,
        optional: true,
        default: None,
        docs: "What the service says about the error.".to_owned(),
        deprecated: None,
        sensitive: false,
        wire: None,
    });
}

fn retryable(error: &Shape) -> Option<Retryable> {
    let retryable = error.traits.get("smithy.api#retryable")?;
    let throttling = retryable.get("throttling") == Some(&Value::Bool(true));
    Some(match error.traits.text("smithy.api#error") {
        _ if throttling => Retryable::Throttling,
        Some("client") => Retryable::Client,
        _ => Retryable::Server,
    })
}

fn union(types: &Types<'_>, shape: &Shape, members: &Members, problems: &mut Diagnostics) -> Union {
    let name = names::type_name(shape.name());
    let events = shape
        .is_event_stream()
        .then(|| event_errors(types.model, shape, &name, problems));
    let is_value = |member: &&Member| events.is_none() || !types.model.is_error(member);
    let members: Vec<UnionMember> = members
        .values()
        .filter(is_value)
        .map(|member| {
            let snake = names::snake(&member.name);
            let ty = (member.target != UNIT).then(|| types.of(&member.target));
            let ty = ty.map(|ty| match types.is_boxed(shape, member) {
                true => Type::Boxed(Box::new(ty)),
                false => ty,
            });
            UnionMember {
                variant: names::variant(&member.name),
                accessor: format!("as_{snake}"),
                test: format!("is_{snake}"),
                ty,
                docs: member_docs(types.model, member, false),
                deprecated: deprecated(&member.traits),
                sensitive: shape.traits.has("smithy.api#sensitive") || types.is_sensitive(member),
                wire: types.wire(member),
            }
        })
        .collect();
    let mut known = BTreeSet::from(["is_unknown"]);
    if let Some(twice) = members.iter().find(|member| !known.insert(&member.test)) {
        let message = format!("two members would have the Rust method `{}`", twice.test);
        let path = ["members", twice.wire.name.as_str()];
        problems.error(
            shape.place().at(&path),
            message,
            "rename one of them in the model",
        );
    }
    Union {
        id: shape.id.clone(),
        module: names::module(&name),
        docs: documentation(&shape.traits),
        deprecated: deprecated(&shape.traits),
        name,
        members,
        events,
    }
}

/// Decides the errors of a stream of events, whose union is called `union` in Rust.
fn event_errors(
    model: &Model,
    shape: &Shape,
    union: &str,
    problems: &mut Diagnostics,
) -> EventErrors {
    let errors = shape.members().filter(|member| model.is_error(member));
    let cases: Vec<ErrorCase> = errors
        .map(|member| ErrorCase {
            code: member.name.clone(),
            ..operations::error_case(model, &member.target)
        })
        .collect();
    operations::distinct_tests(shape, &cases, problems);
    let name = names::event_errors(union);
    EventErrors {
        module: names::module(&name),
        name,
        cases,
    }
}

fn enumeration(shape: &Shape, members: &Members, problems: &mut Diagnostics) -> Enum {
    let mut variants: Vec<Variant> = members.values().map(variant).collect();
    variants.sort_by(|a, b| a.value.cmp(&b.value));
    let mut known = BTreeSet::new();
    let mut values = BTreeSet::new();
    for variant in &variants {
        if !known.insert(&variant.name) {
            let message = format!("two values would be the Rust variant `{}`", variant.name);
            problems.error(
                shape.place(),
                message,
                "rename one of the members in the model",
            );
        }
        if !values.insert(&variant.value) {
            let message = format!("the value `{}` stands twice", variant.value);
            problems.error(shape.place(), message, "remove one of the members");
        }
    }
    let name = names::type_name(shape.name());
    Enum {
        id: shape.id.clone(),
        module: names::module(&name),
        docs: documentation(&shape.traits),
        deprecated: deprecated(&shape.traits),
        is_named: !shape.traits.has("smithy.api#enum"),
        name,
        variants,
    }
}

fn variant(member: &Member) -> Variant {
    let value = member.traits.text("smithy.api#enumValue");
    Variant {
        name: names::variant(&member.name),
        value: value.unwrap_or(&member.name).to_owned(),
        docs: documentation(&member.traits),
        deprecated: deprecated(&member.traits),
    }
}

/// The documentation of a shape.
pub(crate) fn documentation(traits: &Traits) -> String {
    docs::markdown(traits.text("smithy.api#documentation").unwrap_or_default())
}

/// The documentation of a member, or else of its target, and what the model demands of its value.
fn member_docs(model: &Model, member: &Member, required: bool) -> String {
    let text = model.member_trait(member, "smithy.api#documentation");
    let text = docs::markdown(text.and_then(Value::as_str).unwrap_or_default());
    let facts = facts(model, member, required);
    let parts = [text, facts.join(" ")];
    let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join("\n\n")
}

fn facts(model: &Model, member: &Member, required: bool) -> Vec<String> {
    let mut facts = Vec::new();
    if required {
        facts.push("Required.".to_owned());
    }
    let limits = |id: &str| model.member_trait(member, id).and_then(limits);
    facts.extend(limits("smithy.api#range").map(|limits| format!("Range: {limits}.")));
    facts.extend(limits("smithy.api#length").map(|limits| format!("Length: {limits}.")));
    if let Some(pattern) = model.member_trait(member, "smithy.api#pattern") {
        let pattern = pattern.as_str().unwrap_or_default();
        facts.push(format!("Pattern: {}.", docs::code(pattern)));
    }
    if model
        .member_trait(member, "smithy.api#uniqueItems")
        .is_some()
    {
        facts.push("No element twice.".to_owned());
    }
    facts
}

/// `{min, max}` in words.
fn limits(value: &Value) -> Option<String> {
    let limit = |key: &str| value.get(key)?.as_number().map(ToString::to_string);
    match (limit("min"), limit("max")) {
        (Some(min), Some(max)) => Some(format!("{min} to {max}")),
        (Some(min), None) => Some(format!("at least {min}")),
        (None, Some(max)) => Some(format!("at most {max}")),
        (None, None) => None,
    }
}

/// The note of `smithy.api#deprecated`.
pub(crate) fn deprecated(traits: &Traits) -> Option<String> {
    let value = traits.get("smithy.api#deprecated")?;
    let text = |key: &str| value.get(key).and_then(Value::as_str);
    let since = text("since").map(|since| format!("since {since}"));
    let parts: Vec<String> = text("message")
        .map(str::to_owned)
        .into_iter()
        .chain(since)
        .collect();
    Some(docs::summary(&docs::markdown(&parts.join(", "))))
}
