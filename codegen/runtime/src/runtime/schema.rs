//! Descriptions of the model's shapes: what emitted code states about a shape, as constants, and the
//! schema that the protocol crates read, made from it at first use.
//!
//! A [`Shape`] is a few words of constant data, so it costs next to nothing to compile; a member's
//! index is its position, so a new member changes no other line.

use std::sync::OnceLock;

use aws_smithy_schema::traits::{HttpTrait, TimestampFormat};
use aws_smithy_schema::{PayloadHint, Schema, ShapeId, ShapeType};

/// A structure: its shape id and its members in model order.
#[derive(Debug)]
pub struct Shape {
    id: &'static str,
    kind: ShapeType,
    members: &'static [Member],
    http: Option<(&'static str, &'static str)>,
    schema: OnceLock<Schema<'static>>,
}

/// A structure with the absolute shape id `id`.
pub(crate) const fn structure(id: &'static str, members: &'static [Member]) -> Shape {
    shape(id, ShapeType::Structure, None, members)
}

/// A union with the absolute shape id `id`.
pub(crate) const fn union(id: &'static str, members: &'static [Member]) -> Shape {
    shape(id, ShapeType::Union, None, members)
}

/// The input of an operation, with the method and the URI pattern of the operation's `@http` trait.
pub(crate) const fn input(
    id: &'static str,
    method: &'static str,
    uri: &'static str,
    members: &'static [Member],
) -> Shape {
    shape(id, ShapeType::Structure, Some((method, uri)), members)
}

const fn shape(
    id: &'static str,
    kind: ShapeType,
    http: Option<(&'static str, &'static str)>,
    members: &'static [Member],
) -> Shape {
    Shape {
        id,
        kind,
        members,
        http,
        schema: OnceLock::new(),
    }
}

impl Shape {
    /// The schema of this shape; made at the first call, then shared for the life of the process.
    pub(crate) fn schema(&'static self) -> &'static Schema<'static> {
        self.schema.get_or_init(|| self.build())
    }

    fn build(&self) -> Schema<'static> {
        let members: Vec<&'static Schema<'static>> = self
            .members
            .iter()
            .enumerate()
            .map(|(index, member)| leak(member.schema(self.id, index)))
            .collect();
        let schema = Schema::new_struct(shape_id(self.id), self.kind, members.leak());
        match self.http {
            Some((method, uri)) => self
                .with_document_payload(schema)
                .with_http(HttpTrait::new(method, uri, None)),
            None => schema,
        }
    }
}

impl Shape {
    /// The runtime takes a payload for a document of its own if it is a structure or union; one of the
    /// type `document` is one too.
    fn with_document_payload(&self, schema: Schema<'static>) -> Schema<'static> {
        let is_document_payload = |member: &Member| {
            matches!(member.binding, Binding::Payload) && member.kind == ShapeType::Document
        };
        if self.members.iter().any(is_document_payload) {
            schema.with_payload_hint(PayloadHint::StructPayload)
        } else {
            schema
        }
    }
}

/// A member of a [`Shape`], or of a list or map.
#[derive(Clone, Copy, Debug)]
pub struct Member {
    name: &'static str,
    kind: ShapeType,
    json_name: Option<&'static str>,
    binding: Binding,
    sensitive: bool,
    timestamp: Option<TimestampFormat>,
    media_type: Option<&'static str>,
    streaming: bool,
    key: Option<&'static Member>,
    element: Option<&'static Member>,
}

/// Where HTTP (<https://smithy.io/2.0/spec/http-bindings.html>) or an event carries a member.
#[derive(Clone, Copy, Debug)]
enum Binding {
    Document,
    EventHeader,
    EventPayload,
    Header(&'static str),
    Label,
    Payload,
    PrefixHeaders(&'static str),
    Query(&'static str),
    QueryParams,
    ResponseCode,
}

macro_rules! member_kinds {
    ($($(#[$doc:meta])* $name:ident = $kind:ident;)*) => {
        $($(#[$doc])*
        pub(crate) const fn $name(name: &'static str) -> Member {
            Member::new(name, ShapeType::$kind)
        })*
    };
}

member_kinds! {
    /// A member that targets a `bigDecimal`.
    big_decimal = BigDecimal;
    /// A member that targets a `bigInteger`.
    big_integer = BigInteger;
    /// A member that targets a `blob`.
    blob = Blob;
    /// A member that targets a `boolean`.
    boolean = Boolean;
    /// A member that targets a `byte`.
    byte = Byte;
    /// A member that targets a `document`.
    document = Document;
    /// A member that targets a `double`.
    double = Double;
    /// A member that targets a `float`.
    float = Float;
    /// A member that targets an `integer` or `intEnum`.
    integer = Integer;
    /// A member that targets a `long`.
    long = Long;
    /// A member that targets a structure.
    nested = Structure;
    /// A member that targets a union.
    nested_union = Union;
    /// A member that targets a `short`.
    short = Short;
    /// A member that targets a `string` or `enum`.
    string = String;
    /// A member that targets a `timestamp`.
    timestamp = Timestamp;
}

/// A member whose target is `smithy.api#streaming`.
pub(crate) const fn stream(name: &'static str) -> Member {
    Member {
        streaming: true,
        ..Member::new(name, ShapeType::Blob)
    }
}

/// A member that targets a list of `element`.
pub(crate) const fn list(name: &'static str, element: &'static Member) -> Member {
    Member {
        element: Some(element),
        ..Member::new(name, ShapeType::List)
    }
}

/// A member that targets a map from `key` to `value`.
pub(crate) const fn map(
    name: &'static str,
    key: &'static Member,
    value: &'static Member,
) -> Member {
    Member {
        key: Some(key),
        element: Some(value),
        ..Member::new(name, ShapeType::Map)
    }
}

impl Member {
    const fn new(name: &'static str, kind: ShapeType) -> Self {
        Self {
            name,
            kind,
            json_name: None,
            binding: Binding::Document,
            sensitive: false,
            timestamp: None,
            media_type: None,
            streaming: false,
            key: None,
            element: None,
        }
    }

    /// `smithy.api#jsonName`
    pub(crate) const fn json_name(self, name: &'static str) -> Self {
        Self {
            json_name: Some(name),
            ..self
        }
    }

    /// `smithy.api#eventHeader`
    pub(crate) const fn event_header(self) -> Self {
        self.bind(Binding::EventHeader)
    }

    /// `smithy.api#eventPayload`
    pub(crate) const fn event_payload(self) -> Self {
        self.bind(Binding::EventPayload)
    }

    /// `smithy.api#httpHeader`
    pub(crate) const fn header(self, name: &'static str) -> Self {
        self.bind(Binding::Header(name))
    }

    /// `smithy.api#httpLabel`
    pub(crate) const fn label(self) -> Self {
        self.bind(Binding::Label)
    }

    /// `smithy.api#httpPayload`
    pub(crate) const fn payload(self) -> Self {
        self.bind(Binding::Payload)
    }

    /// `smithy.api#httpPrefixHeaders`
    pub(crate) const fn prefix_headers(self, prefix: &'static str) -> Self {
        self.bind(Binding::PrefixHeaders(prefix))
    }

    /// `smithy.api#httpQuery`
    pub(crate) const fn query(self, name: &'static str) -> Self {
        self.bind(Binding::Query(name))
    }

    /// `smithy.api#httpQueryParams`
    pub(crate) const fn query_params(self) -> Self {
        self.bind(Binding::QueryParams)
    }

    /// `smithy.api#httpResponseCode`
    pub(crate) const fn response_code(self) -> Self {
        self.bind(Binding::ResponseCode)
    }

    /// `smithy.api#mediaType`
    pub(crate) const fn media_type(self, media_type: &'static str) -> Self {
        Self {
            media_type: Some(media_type),
            ..self
        }
    }

    /// `smithy.api#sensitive` of the member's target
    pub(crate) const fn sensitive(self) -> Self {
        Self {
            sensitive: true,
            ..self
        }
    }

    /// `smithy.api#timestampFormat` with the value `date-time`
    pub(crate) const fn date_time(self) -> Self {
        self.timestamp_format(TimestampFormat::DateTime)
    }

    /// `smithy.api#timestampFormat` with the value `epoch-seconds`
    pub(crate) const fn epoch_seconds(self) -> Self {
        self.timestamp_format(TimestampFormat::EpochSeconds)
    }

    /// `smithy.api#timestampFormat` with the value `http-date`
    pub(crate) const fn http_date(self) -> Self {
        self.timestamp_format(TimestampFormat::HttpDate)
    }

    const fn timestamp_format(self, format: TimestampFormat) -> Self {
        Self {
            timestamp: Some(format),
            ..self
        }
    }

    const fn bind(self, binding: Binding) -> Self {
        Self { binding, ..self }
    }

    fn schema(&self, parent: &'static str, index: usize) -> Schema<'static> {
        let id = leak_str(format!("{parent}${}", self.name));
        let (namespace, shape) = split(parent);
        let id = ShapeId::from_parts_with_member(id, namespace, shape, self.name);
        let mut schema = Schema::new_member(id, self.kind, self.name, index);
        if let Some(name) = self.json_name {
            schema = schema.with_json_name(name);
        }
        if self.sensitive {
            schema = schema.with_sensitive();
        }
        if let Some(format) = self.timestamp {
            schema = schema.with_timestamp_format(format);
        }
        if let Some(media_type) = self.media_type {
            schema = schema.with_media_type(media_type);
        }
        if self.streaming {
            schema = schema.with_streaming();
        }
        self.with_elements(self.with_binding(schema), parent)
    }

    fn with_binding(&self, schema: Schema<'static>) -> Schema<'static> {
        match self.binding {
            Binding::Document => schema,
            Binding::EventHeader => schema.with_event_header(),
            Binding::EventPayload => schema.with_event_payload(),
            Binding::Header(name) => schema.with_http_header(name),
            Binding::Label => schema.with_http_label(),
            Binding::Payload => schema.with_http_payload(),
            Binding::PrefixHeaders(prefix) => schema.with_http_prefix_headers(prefix),
            Binding::Query(name) => schema.with_http_query(name),
            Binding::QueryParams => schema.with_http_query_params(),
            Binding::ResponseCode => schema.with_http_response_code(),
        }
    }

    fn with_elements(&self, schema: Schema<'static>, parent: &'static str) -> Schema<'static> {
        let element = |member: &Member, index| leak(member.schema(parent, index));
        match (self.key, self.element) {
            (Some(key), Some(value)) => schema.with_map_members(element(key, 0), element(value, 1)),
            (None, Some(member)) => schema.with_list_member(element(member, 0)),
            _ => schema,
        }
    }
}

fn shape_id(id: &'static str) -> ShapeId<'static> {
    let (namespace, name) = split(id);
    ShapeId::from_parts(id, namespace, name)
}

fn split(id: &'static str) -> (&'static str, &'static str) {
    id.split_once('#').unwrap_or(("", id))
}

/// Schemas refer to each other for the life of the process; each shape is made once.
fn leak(schema: Schema<'static>) -> &'static Schema<'static> {
    Box::leak(Box::new(schema))
}

fn leak_str(text: String) -> &'static str {
    Box::leak(text.into_boxed_str())
}
