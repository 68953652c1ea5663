//! Streams (<https://smithy.io/2.0/spec/streaming.html>): where they may stand, and what their events
//! may hold.

use std::collections::BTreeSet;

use super::{Closure, Kind, Member, Model, Shape, Simple};
use crate::diagnostics::Diagnostics;

const STREAMING: &str = "smithy.api#streaming";
const REQUIRES_LENGTH: &str = "smithy.api#requiresLength";
const EVENT_HEADER: &str = "smithy.api#eventHeader";
const EVENT_PAYLOAD: &str = "smithy.api#eventPayload";

/// Adds the problems of the streams that the service uses.
pub(super) fn check(model: &Model, closure: &Closure, problems: &mut Diagnostics) {
    let operations = closure.operations.iter().map(|id| model.operation(id).1);
    let bodies: BTreeSet<&str> = operations
        .flat_map(|operation| [operation.input.as_str(), &operation.output])
        .collect();
    for shape in closure.shapes.iter().map(|id| model.shape(id)) {
        traits(shape, problems);
        if !shape.is_enum() {
            places(model, shape, &bodies, problems);
        }
        if shape.is_event_stream() {
            events(model, shape, problems);
        }
    }
}

fn traits(shape: &Shape, problems: &mut Diagnostics) {
    let is_blob = matches!(shape.kind, Kind::Simple(Simple::Blob));
    if shape.traits.has(STREAMING) && !is_blob && !matches!(shape.kind, Kind::Union(_)) {
        let message = "`streaming` is a trait of blobs and unions";
        problems.error(
            shape.place().of_trait(STREAMING),
            message,
            "remove the trait",
        );
    }
    if shape.traits.has(REQUIRES_LENGTH) && !(is_blob && shape.traits.has(STREAMING)) {
        let message = "`requiresLength` is a trait of streaming blobs";
        let place = shape.place().of_trait(REQUIRES_LENGTH);
        problems.error(place, message, "remove the trait");
    }
}

/// Checks the members of `shape` that are streams, or that hold what has a stream. `bodies` are the
/// inputs and outputs.
fn places(model: &Model, shape: &Shape, bodies: &BTreeSet<&str>, problems: &mut Diagnostics) {
    let mut streams = 0;
    for member in shape.members() {
        let id = shape.member_id(member);
        let place = shape.member_place(&id);
        if !model.is_stream(member) {
            if has_stream(model, model.shape(&member.target)) {
                let message = format!("`{}` has a stream, and is not a value", member.target);
                let help = "target a structure without streams";
                problems.error(place.at(&["target"]), message, help);
            }
            continue;
        }
        streams += 1;
        if !bodies.contains(shape.id.as_str()) {
            let message = format!("the stream `{}` is a member of a value", member.target);
            let help =
                "streams are members of the input or output of an operation, and of nothing else";
            problems.error(place, message, help);
        } else if !member.traits.has("smithy.api#httpPayload") {
            let message = format!("the stream `{}` is not the body", member.target);
            problems.error(place, message, "give the member the trait `httpPayload`");
        }
        let default = member.traits.get("smithy.api#default");
        if default.is_some_and(|default| default.as_str() != Some("")) {
            let message = "the default of a stream is not the empty one";
            let place = place.of_trait("smithy.api#default");
            problems.error(place, message, "let the trait `default` be \"\"");
        }
    }
    if streams == 1 && bodies.contains(shape.id.as_str()) {
        beside_stream(model, shape, problems);
    }
    if streams > 1 {
        let message = "the structure has more than one stream";
        problems.error(shape.place(), message, "a message has one body");
    }
}

/// Checks that the members beside a stream are not in the body.
fn beside_stream(model: &Model, shape: &Shape, problems: &mut Diagnostics) {
    let is_bound = |member: &Member| BINDINGS.iter().any(|id| member.traits.has(id));
    for member in shape.members() {
        if !model.is_stream(member) && !is_bound(member) {
            let id = shape.member_id(member);
            let place = shape.member_place(&id);
            let message = "the body is a stream, and this member has no place beside it";
            problems.error(
                place,
                message,
                "bind the member to a header, the URI or the host",
            );
        }
    }
}

/// The traits that put a member elsewhere than into the body.
const BINDINGS: &[&str] = &[
    "smithy.api#hostLabel",
    "smithy.api#httpHeader",
    "smithy.api#httpLabel",
    "smithy.api#httpPrefixHeaders",
    "smithy.api#httpQuery",
    "smithy.api#httpQueryParams",
    "smithy.api#httpResponseCode",
];

fn has_stream(model: &Model, shape: &Shape) -> bool {
    matches!(shape.kind, Kind::Structure(_)) && shape.members().any(|m| model.is_stream(m))
}

/// Checks the events of the stream `shape`.
fn events(model: &Model, shape: &Shape, problems: &mut Diagnostics) {
    for member in shape.members() {
        let id = shape.member_id(member);
        let place = shape.member_place(&id);
        let target = model.shape(&member.target);
        match &target.kind {
            Kind::Structure(_) => event(model, target, problems),
            _ => {
                let message = format!("the event `{}` is not a structure", member.target);
                problems.error(place.at(&["target"]), message, "target a structure");
            }
        }
    }
}

/// Checks where the members of an event go.
fn event(model: &Model, shape: &Shape, problems: &mut Diagnostics) {
    let has_payload = shape.members().any(|m| m.traits.has(EVENT_PAYLOAD));
    let mut payloads = 0;
    for member in shape.members() {
        let id = shape.member_id(member);
        let place = shape.member_place(&id);
        let (in_header, in_payload) = (
            member.traits.has(EVENT_HEADER),
            member.traits.has(EVENT_PAYLOAD),
        );
        payloads += usize::from(in_payload);
        match (in_header, in_payload) {
            (true, true) => {
                let message = "both a header and the payload of the event";
                let place = place.of_trait(EVENT_HEADER);
                problems.error(place, message, "remove one of the two traits");
            }
            (true, false) if !fits_header(model, member) => {
                let message = format!("`eventHeader` cannot carry `{}`", member.target);
                let help =
                    "bind a boolean, an integer of up to 64 bits, a blob, a string or a timestamp";
                problems.error(place.of_trait(EVENT_HEADER), message, help);
            }
            (false, true) if !fits_payload(model, member) => {
                let message = format!("`eventPayload` cannot carry `{}`", member.target);
                problems.error(
                    place.of_trait(EVENT_PAYLOAD),
                    message,
                    "bind a blob, a string, a structure or a union",
                );
            }
            (false, false) if has_payload => {
                let message = "the event has a payload, and this member has no place beside it";
                problems.error(place, message, "give the member the trait `eventHeader`");
            }
            _ => {}
        }
    }
    if payloads > 1 {
        let message = "the event has more than one payload";
        problems.error(shape.place(), message, "keep `eventPayload` of one member");
    }
}

fn fits_header(model: &Model, member: &Member) -> bool {
    match model.shape(&member.target).kind {
        Kind::Simple(simple) => matches!(
            simple,
            Simple::Blob
                | Simple::Boolean
                | Simple::Byte
                | Simple::Integer
                | Simple::Long
                | Simple::Short
                | Simple::String
                | Simple::Timestamp
        ),
        Kind::Enum(_) | Kind::IntEnum(_) => true,
        _ => false,
    }
}

fn fits_payload(model: &Model, member: &Member) -> bool {
    matches!(
        model.shape(&member.target).kind,
        Kind::Simple(Simple::Blob | Simple::String)
            | Kind::Enum(_)
            | Kind::Structure(_)
            | Kind::Union(_)
    )
}
