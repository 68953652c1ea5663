//! What the server received.

use http_body_util::BodyExt;
use hyper::Request;
use hyper::body::{Bytes, Incoming};
use serde_json::Value;

use super::routes;

/// One request as it arrived.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Received {
    /// The operation that method and path belong to, if to any.
    pub operation: Option<&'static str>,
    /// The HTTP method.
    pub method: String,
    /// The path as sent, percent-encoded, with the query if there is one.
    pub path: String,
    /// The headers in the order of their arrival, names in lower case.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Bytes,
    /// The request id that the answer carries.
    pub request_id: String,
}

impl Received {
    /// Reads a request to its end.
    pub(super) async fn read(request: Request<Incoming>) -> Result<Self, hyper::Error> {
        let (head, body) = request.into_parts();
        let method = head.method.to_string();
        let path = head.uri.to_string();
        let text = |value: &[u8]| String::from_utf8_lossy(value).into_owned();
        Ok(Self {
            operation: routes::find(&method, &path).map(|(route, _)| route.operation),
            headers: (head.headers.iter())
                .map(|(name, value)| (name.to_string(), text(value.as_bytes())))
                .collect(),
            body: body.collect().await?.to_bytes(),
            request_id: String::new(),
            method,
            path,
        })
    }

    /// The first value of a header; the name is given in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut headers = self.headers.iter();
        headers
            .find(|(known, _)| known == name)
            .map(|(_, value)| value.as_str())
    }

    /// The body as JSON, null when it is not JSON.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }
}
