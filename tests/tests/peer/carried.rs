//! What a response says of an error, read without either crate.

use serde_json::{Deserializer, Map, Value};

use crate::facts::Facts;
use crate::wire::Reply;

/// The code, the message and the request id that `reply` carries, each where restJson1 puts it.
pub(crate) fn carried(reply: &Reply) -> Facts {
    let (headers, body) = match reply {
        Reply::Http(_, headers, body) => (headers.as_slice(), body.as_slice()),
        _ => (&[][..], &[][..]),
    };
    let header = |wanted: &str| {
        let mut headers = headers.iter();
        let found = headers.find(|(name, _)| name.eq_ignore_ascii_case(wanted));
        found.map(|(_, value)| value.as_str())
    };
    let members = members(body);
    let member = |name: &str| members.get(name).and_then(Value::as_str);
    let code = header("x-amzn-errortype")
        .or(member("code"))
        .or(member("__type"));
    let message = ["message", "Message", "errorMessage"].map(member);
    let request_id = header("x-amzn-requestid").or(header("x-amz-request-id"));
    let mut facts = Facts::default();
    facts.note("carried code", format!("{:?}", code.map(bare)));
    facts.note(
        "carried message",
        format!("{:?}", message.iter().flatten().next()),
    );
    facts.note("carried request id", format!("{request_id:?}"));
    facts
}

/// The members of the object that `body` starts with, whatever is behind it.
fn members(body: &[u8]) -> Map<String, Value> {
    match Deserializer::from_slice(body).into_iter().next() {
        Some(Ok(Value::Object(members))) => members,
        _ => Map::new(),
    }
}

/// A code without namespace and URL.
fn bare(code: &str) -> &str {
    let code = code.split(':').next().unwrap_or_default();
    code.split_once('#').map_or(code, |(_, name)| name)
}
