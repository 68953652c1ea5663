//! The Rust type of a shape, and how a member of the type is described to the protocol.

use serde::Serialize;

use super::names;
use crate::model::{Closure, Kind, Member, Model, Shape, Simple};

/// A Rust type.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) enum Type {
    Bool,
    I8,
    I16,
    I32,
    I64,
    F32,
    F64,
    String,
    BigDecimal,
    BigInteger,
    Blob,
    DateTime,
    Document,
    /// An enum of `crate::types`.
    Enum(String),
    /// A structure of `crate::types`.
    Structure(String),
    /// A union of `crate::types`.
    Union(String),
    /// An error of `crate::types::error`.
    Error(String),
    List(Box<Element>),
    Map(Box<Type>, Box<Element>),
    /// A structure that would else hold itself.
    Boxed(Box<Type>),
    /// A streaming blob.
    ByteStream,
    /// What receives the events of a union of `crate::types`, or an error of an enum of
    /// `crate::types::error`.
    EventReceiver(String, String),
    /// What sends them.
    EventSender(String, String),
}

impl Type {
    /// Whether it is a stream, which can be neither copied nor compared.
    pub(crate) fn is_stream(&self) -> bool {
        *self == Self::ByteStream || self.is_event_stream()
    }

    /// Whether it is a stream of events.
    pub(crate) fn is_event_stream(&self) -> bool {
        matches!(self, Self::EventReceiver(..) | Self::EventSender(..))
    }
}

/// What a list or map holds.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Element {
    pub(crate) ty: Type,
    /// Whether it may be null.
    pub(crate) sparse: bool,
}

/// A member as the protocol sees it: a line of a shape's description.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Wire {
    /// The name in the model.
    pub(crate) name: String,
    pub(crate) kind: WireKind,
    pub(crate) json_name: Option<String>,
    pub(crate) binding: Binding,
    pub(crate) timestamp: Option<Timestamp>,
    pub(crate) media_type: Option<String>,
    pub(crate) sensitive: bool,
}

/// What a [`Wire`] member holds.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) enum WireKind {
    /// The name of the runtime's function for the simple type or structure.
    Plain(&'static str),
    List(Box<Wire>),
    Map(Box<Wire>, Box<Wire>),
}

/// Where HTTP or an event carries a member.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) enum Binding {
    Document,
    EventHeader,
    EventPayload,
    Header(String),
    Label,
    Payload,
    PrefixHeaders(String),
    Query(String),
    QueryParams,
    ResponseCode,
}

/// `smithy.api#timestampFormat`
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub(crate) enum Timestamp {
    DateTime,
    EpochSeconds,
    HttpDate,
}

/// Finds types.
pub(crate) struct Types<'a> {
    pub(crate) model: &'a Model,
    pub(crate) closure: &'a Closure,
}

impl Types<'_> {
    /// The type of the shape `id`.
    pub(crate) fn of(&self, id: &str) -> Type {
        let shape = self.model.shape(id);
        match &shape.kind {
            Kind::Simple(simple) => of_simple(*simple),
            Kind::Enum(_) => Type::Enum(names::type_name(shape.name())),
            Kind::IntEnum(_) => Type::I32,
            Kind::Union(_) => Type::Union(names::type_name(shape.name())),
            Kind::Structure(_) if self.closure.errors.contains(id) => {
                Type::Error(names::type_name(shape.name()))
            }
            Kind::List(element) => {
                Type::List(Box::new(self.element(element, shape.traits.has(SPARSE))))
            }
            Kind::Map(entry) => {
                let value = self.element(&entry.1, shape.traits.has(SPARSE));
                Type::Map(Box::new(self.of(&entry.0.target)), Box::new(value))
            }
            // `model` refuses what has no type.
            _ => Type::Structure(names::type_name(shape.name())),
        }
    }

    /// The type of a member of a structure: an input sends events, an output receives them.
    pub(crate) fn of_member(&self, member: &Member, is_input: bool) -> Type {
        match self.of(&member.target) {
            ty if !self.model.is_stream(member) => ty,
            Type::Union(name) => {
                let errors = names::event_errors(&name);
                match is_input {
                    true => Type::EventSender(name, errors),
                    false => Type::EventReceiver(name, errors),
                }
            }
            _ => Type::ByteStream,
        }
    }

    fn element(&self, member: &Member, sparse: bool) -> Element {
        Element {
            ty: self.of(&member.target),
            sparse,
        }
    }

    /// A member as the protocol sees it.
    pub(crate) fn wire(&self, member: &Member) -> Wire {
        let target = self.model.shape(&member.target);
        let kind = match &target.kind {
            Kind::List(element) => WireKind::List(Box::new(self.wire(element))),
            Kind::Map(entry) => {
                let (key, value) = (self.wire(&entry.0), self.wire(&entry.1));
                WireKind::Map(Box::new(key), Box::new(value))
            }
            Kind::Enum(_) => WireKind::Plain("string"),
            Kind::IntEnum(_) => WireKind::Plain("integer"),
            _ if self.model.is_stream(member) => WireKind::Plain("stream"),
            Kind::Union(_) => WireKind::Plain("nested_union"),
            Kind::Simple(simple) => WireKind::Plain(wire_name(*simple)),
            _ => WireKind::Plain("nested"),
        };
        Wire {
            name: member.name.clone(),
            kind,
            json_name: member.traits.text("smithy.api#jsonName").map(str::to_owned),
            binding: binding(member),
            timestamp: self.timestamp(member),
            media_type: media_type(target),
            sensitive: target.traits.has("smithy.api#sensitive"),
        }
    }

    fn timestamp(&self, member: &Member) -> Option<Timestamp> {
        let format = self
            .model
            .member_trait(member, "smithy.api#timestampFormat")?;
        match format.as_str()? {
            "date-time" => Some(Timestamp::DateTime),
            "http-date" => Some(Timestamp::HttpDate),
            "epoch-seconds" => Some(Timestamp::EpochSeconds),
            _ => None,
        }
    }

    /// Whether the shape `id`, or a shape that it reaches, is sensitive.
    pub(crate) fn reaches_sensitive(&self, id: &str) -> bool {
        let reached = Closure::from(self.model, id);
        let mut shapes = reached.iter().map(|id| self.model.shape(id));
        shapes.any(|shape| shape.traits.has("smithy.api#sensitive"))
    }

    /// Whether a structure or union holds the member in a `Box`.
    pub(crate) fn is_boxed(&self, shape: &Shape, member: &Member) -> bool {
        let pair = (shape.id.clone(), member.name.clone());
        self.closure.boxed.contains(&pair)
    }

    /// Whether the value of a member must not be shown: it, its target, what its target holds, or its
    /// structure is sensitive.
    pub(crate) fn is_sensitive(&self, member: &Member) -> bool {
        let target = self.model.shape(&member.target);
        target.traits.has("smithy.api#sensitive")
            || match &target.kind {
                Kind::List(element) => self.is_sensitive(element),
                Kind::Map(entry) => self.is_sensitive(&entry.0) || self.is_sensitive(&entry.1),
                _ => false,
            }
    }
}

const SPARSE: &str = "smithy.api#sparse";

fn of_simple(simple: Simple) -> Type {
    match simple {
        Simple::BigDecimal => Type::BigDecimal,
        Simple::BigInteger => Type::BigInteger,
        Simple::Blob => Type::Blob,
        Simple::Boolean => Type::Bool,
        Simple::Byte => Type::I8,
        Simple::Document => Type::Document,
        Simple::Double => Type::F64,
        Simple::Float => Type::F32,
        Simple::Integer => Type::I32,
        Simple::Long => Type::I64,
        Simple::Short => Type::I16,
        Simple::String => Type::String,
        Simple::Timestamp => Type::DateTime,
    }
}

fn wire_name(simple: Simple) -> &'static str {
    match simple {
        Simple::BigDecimal => "big_decimal",
        Simple::BigInteger => "big_integer",
        Simple::Blob => "blob",
        Simple::Boolean => "boolean",
        Simple::Byte => "byte",
        Simple::Document => "document",
        Simple::Double => "double",
        Simple::Float => "float",
        Simple::Integer => "integer",
        Simple::Long => "long",
        Simple::Short => "short",
        Simple::String => "string",
        Simple::Timestamp => "timestamp",
    }
}

/// The media type of a shape as the body.
fn media_type(shape: &Shape) -> Option<String> {
    if shape.is_event_stream() {
        return Some("application/vnd.amazon.eventstream".to_owned());
    }
    shape.traits.text("smithy.api#mediaType").map(str::to_owned)
}

fn binding(member: &Member) -> Binding {
    let traits = &member.traits;
    let text = |id| traits.text(id).map(str::to_owned);
    let named = [
        (
            "smithy.api#httpHeader",
            Binding::Header as fn(String) -> Binding,
        ),
        ("smithy.api#httpPrefixHeaders", Binding::PrefixHeaders),
        ("smithy.api#httpQuery", Binding::Query),
    ];
    let plain = [
        ("smithy.api#eventHeader", Binding::EventHeader),
        ("smithy.api#eventPayload", Binding::EventPayload),
        ("smithy.api#httpLabel", Binding::Label),
        ("smithy.api#httpPayload", Binding::Payload),
        ("smithy.api#httpQueryParams", Binding::QueryParams),
        ("smithy.api#httpResponseCode", Binding::ResponseCode),
    ];
    let named = named
        .into_iter()
        .find_map(|(id, binding)| text(id).map(binding));
    let plain = plain
        .into_iter()
        .find(|(id, _)| traits.has(id))
        .map(|(_, binding)| binding);
    named.or(plain).unwrap_or(Binding::Document)
}
