//! What the server answers.

use std::fmt::Write as _;

use http_body_util::Full;
use hyper::Response;
use hyper::body::Bytes;
use serde_json::{Value, json};

/// A whole HTTP answer, not yet sent.
#[derive(Clone, Debug)]
pub struct Answer {
    status: u16,
    headers: Vec<(String, String)>,
    body: String,
}

impl Answer {
    /// A JSON body.
    pub fn json(status: u16, body: &Value) -> Self {
        Self::raw(status, "application/json", body.to_string())
    }

    /// An error of the service: its code in a header, its members in the body.
    pub fn error(status: u16, code: &str, members: Value) -> Self {
        Self::json(status, &members).with_header("x-amzn-ErrorType", code)
    }

    /// Any body.
    pub fn raw(status: u16, content_type: &str, body: impl Into<String>) -> Self {
        let answer = Self {
            status,
            headers: Vec::new(),
            body: body.into(),
        };
        answer.with_header("content-type", content_type)
    }

    /// Adds a header.
    pub fn with_header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    pub(super) fn bad_request(message: impl Into<String>) -> Self {
        Self::error(
            400,
            "BadRequestException",
            json!({ "message": message.into() }),
        )
    }

    pub(super) fn not_found(resource_type: &str, name: &str) -> Self {
        let message = format!("{resource_type} {name} does not exist");
        let members = json!({ "message": message, "resourceType": resource_type });
        Self::error(404, "NotFoundException", members)
    }

    pub(super) fn into_response(self) -> Response<Full<Bytes>> {
        let mut response = Response::builder().status(self.status);
        for (name, value) in self.headers {
            response = response.header(name, value);
        }
        response
            .body(Full::from(self.body))
            .expect("answers have valid statuses and headers")
    }

    /// The bytes of an HTTP/1.1 response that announces the whole body and has half of it.
    pub(super) fn into_truncated_bytes(self) -> Vec<u8> {
        let mut head = format!("HTTP/1.1 {} Truncated\r\n", self.status);
        for (name, value) in &self.headers {
            let _ = write!(head, "{name}: {value}\r\n"); // a String takes everything
        }
        let _ = write!(head, "content-length: {}\r\n\r\n", self.body.len());
        let body = self.body.as_bytes();
        [head.as_bytes(), &body[..body.len() / 2]].concat()
    }
}
