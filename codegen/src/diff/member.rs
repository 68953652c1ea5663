//! What is said of the members of structures and unions: from a member of the model and its field of the
//! plan to facts.

use serde_json::{Number, Value};

use super::item::{Aspect, Item};
use crate::model::{Kind, Member, Model, Shape, Simple, name_of};
use crate::plan::shapes::{Field, Role};
use crate::plan::types::{Binding as Place, Element, Timestamp, Type, Wire, WireKind};

/// What parts the elements of a fact that is a list.
pub(super) const COMMA: &str = ", ";

/// Says what there is to say of the member `member`, which is the field `field` in Rust.
pub(super) fn describe(
    model: &Model,
    member: &Member,
    field: &Field,
    role: &Role,
    item: &mut Item,
) {
    item.says(Aspect::Type, type_name(&field.ty));
    item.says_if(!field.optional, Aspect::Bare);
    item.says_if(is_required(member), Aspect::Required);
    item.says_if(field.sensitive, Aspect::Sensitive);
    // An input lacks what is not set, and the service has the default; a stream is empty.
    if *role == Role::Input || field.default.is_some() {
        item.says_some(Aspect::Default, default(member).map(Value::to_string));
    }
    if field.ty == Type::ByteStream {
        item.says(Aspect::Default, "an empty stream");
    }
    if let Some(wire) = &field.wire {
        carried(model, member, wire, item);
    }
    limits(model, member, "", item);
}

/// Says how messages carry a member, which `wire` describes.
pub(super) fn carried(model: &Model, member: &Member, wire: &Wire, item: &mut Item) {
    item.says(
        Aspect::WireType,
        wire_type(model, member, wire, &wire.binding),
    );
    item.says(Aspect::Binding, place(wire));
    if matches!(wire.binding, Place::Payload | Place::Header(_)) {
        item.says_some(Aspect::MediaType, wire.media_type.clone());
    }
}

/// Whether messages without the member are wrong.
fn is_required(member: &Member) -> bool {
    member.traits.has("smithy.api#required") && default(member).is_none()
}

fn default(member: &Member) -> Option<&Value> {
    let default = member.traits.get("smithy.api#default");
    default.filter(|value| !value.is_null())
}

/// A Rust type as text, without paths.
pub(super) fn type_name(ty: &Type) -> String {
    match ty {
        Type::Bool => "bool".to_owned(),
        Type::I8 => "i8".to_owned(),
        Type::I16 => "i16".to_owned(),
        Type::I32 => "i32".to_owned(),
        Type::I64 => "i64".to_owned(),
        Type::F32 => "f32".to_owned(),
        Type::F64 => "f64".to_owned(),
        Type::String => "String".to_owned(),
        Type::BigDecimal => "BigDecimal".to_owned(),
        Type::BigInteger => "BigInteger".to_owned(),
        Type::Blob => "Blob".to_owned(),
        Type::DateTime => "DateTime".to_owned(),
        Type::Document => "Document".to_owned(),
        Type::ByteStream => "ByteStream".to_owned(),
        Type::Enum(name) | Type::Structure(name) | Type::Union(name) => name.clone(),
        Type::Error(name) => format!("error::{name}"),
        Type::List(element) => format!("Vec<{}>", element_name(element)),
        Type::Map(key, value) => {
            format!("HashMap<{}, {}>", type_name(key), element_name(value))
        }
        Type::Boxed(inner) => format!("Box<{}>", type_name(inner)),
        Type::EventReceiver(event, error) => format!("EventReceiver<{event}, {error}>"),
        Type::EventSender(event, error) => format!("EventStreamSender<{event}, {error}>"),
    }
}

fn element_name(element: &Element) -> String {
    match (type_name(&element.ty), element.sparse) {
        (name, true) => format!("Option<{name}>"),
        (name, false) => name,
    }
}

/// The form of a member's value in a message, which carries it (or the list or map that holds it) in
/// `place`.
fn wire_type(model: &Model, member: &Member, wire: &Wire, place: &Place) -> String {
    let target = model.shape(&member.target);
    let held = |member: &Member, wire: &Wire| match target.traits.has("smithy.api#sparse") {
        true => format!("{} or null", wire_type(model, member, wire, place)),
        false => wire_type(model, member, wire, place),
    };
    // Not the name in a client, of which messages know nothing.
    let name = name_of(&target.id);
    match (&wire.kind, &target.kind) {
        (WireKind::List(wire), Kind::List(element)) => format!("list of {}", held(element, wire)),
        (WireKind::Map(_, wire), Kind::Map(entry)) => format!("map of {}", held(&entry.1, wire)),
        (_, Kind::Structure(_)) => format!("structure {name}"),
        (_, Kind::Union(_)) if target.is_event_stream() => format!("events {name}"),
        (_, Kind::Union(_)) => format!("union {name}"),
        (_, Kind::Simple(Simple::Blob)) => "blob".to_owned(),
        (_, Kind::Simple(Simple::Timestamp)) => timestamp(wire, place).to_owned(),
        (WireKind::Plain(kind), _) => (*kind).to_owned(),
        _ => String::new(),
    }
}

/// <https://smithy.io/2.0/aws/protocols/aws-restjson1-protocol.html>
fn timestamp(wire: &Wire, place: &Place) -> &'static str {
    let general = match place {
        Place::Header(_) | Place::PrefixHeaders(_) => Timestamp::HttpDate,
        Place::Label | Place::Query(_) | Place::QueryParams => Timestamp::DateTime,
        _ => Timestamp::EpochSeconds,
    };
    match wire.timestamp.unwrap_or(general) {
        Timestamp::DateTime => "timestamp as date-time",
        Timestamp::EpochSeconds => "timestamp as epoch-seconds",
        Timestamp::HttpDate => "timestamp as http-date",
    }
}

/// Where a message has a member.
fn place(wire: &Wire) -> String {
    let json_name = wire.json_name.as_ref().unwrap_or(&wire.name);
    match &wire.binding {
        Place::Document => format!("body {json_name}"),
        Place::EventHeader => format!("event header {}", wire.name),
        Place::EventPayload => "event payload".to_owned(),
        Place::Header(name) => format!("header {}", name.to_ascii_lowercase()),
        Place::Label => "path".to_owned(),
        Place::Payload => "whole body".to_owned(),
        Place::PrefixHeaders(prefix) => format!("headers {}*", prefix.to_ascii_lowercase()),
        Place::Query(name) => format!("query {name}"),
        Place::QueryParams => "whole query".to_owned(),
        Place::ResponseCode => "status code".to_owned(),
    }
}

/// Says what the model demands of the values of a member, and of what these hold; `of` says of which.
pub(super) fn limits(model: &Model, member: &Member, of: &str, item: &mut Item) {
    let target = model.shape(&member.target);
    let number = |id: &str, key: &str| {
        let limit = model.member_trait(member, id)?.get(key)?;
        limit.as_number().map(plain)
    };
    let limits = [
        ("minimum", number("smithy.api#range", "min")),
        ("maximum", number("smithy.api#range", "max")),
        ("minimum-length", number("smithy.api#length", "min")),
        ("maximum-length", number("smithy.api#length", "max")),
        ("pattern", text(model, member, "smithy.api#pattern")),
        ("unique-items", unique(model, member)),
        ("values", values(target)),
    ];
    for (name, limit) in limits {
        if let Some(limit) = limit {
            item.says_of(Aspect::Limit, &format!("{of}{name}"), limit);
        }
    }
    match &target.kind {
        Kind::List(element) => self::limits(model, element, &format!("{of}element "), item),
        Kind::Map(entry) => {
            self::limits(model, &entry.0, &format!("{of}key "), item);
            self::limits(model, &entry.1, &format!("{of}value "), item);
        }
        _ => {}
    }
}

fn text(model: &Model, member: &Member, id: &str) -> Option<String> {
    let text = model.member_trait(member, id)?.as_str();
    text.map(str::to_owned)
}

fn unique(model: &Model, member: &Member) -> Option<String> {
    let unique = model.member_trait(member, "smithy.api#uniqueItems");
    unique.map(|_| String::new())
}

/// The values of an enum of integers, which Rust does not know.
fn values(target: &Shape) -> Option<String> {
    let Kind::IntEnum(members) = &target.kind else {
        return None;
    };
    let values = members.values();
    let values = values.filter_map(|member| member.traits.get("smithy.api#enumValue"));
    let values: Vec<String> = values.map(Value::to_string).collect();
    Some(values.join(COMMA))
}

/// A number in the one form that compares.
fn plain(number: &Number) -> String {
    match (number.as_i64(), number.as_f64()) {
        (Some(number), _) => number.to_string(),
        (None, Some(number)) => number.to_string(),
        (None, None) => number.to_string(),
    }
}

/// Whether the limit `name`, which may be of what a value holds, allows less than before.
pub(super) fn is_narrower(name: &str, old: Option<&str>, new: Option<&str>) -> bool {
    let (Some(old), Some(new)) = (old, new) else {
        return new.is_some();
    };
    let numbers = (old.parse::<f64>().ok()).zip(new.parse::<f64>().ok());
    let is_greater = numbers.is_some_and(|(old, new)| new > old);
    match name.rsplit(' ').next() {
        Some("minimum" | "minimum-length") => is_greater,
        Some("maximum" | "maximum-length") => !is_greater,
        Some("values") => !includes(new, old),
        // Nobody compares patterns.
        _ => true,
    }
}

/// Whether the list `all` has all elements of the list `some`.
pub(super) fn includes(all: &str, some: &str) -> bool {
    let all: Vec<&str> = all.split(COMMA).collect();
    some.split(COMMA).all(|element| all.contains(&element))
}
