//! What may go wrong with a request on purpose.

use std::time::Duration;

use serde_json::json;

use super::Answer;

/// Something that goes wrong with one request.
#[derive(Clone, Debug)]
pub enum Fault {
    /// This is answered, and the service does not see the request.
    Answer(Answer),
    /// The connection is reset (TCP RST) after the request was read; nothing is answered.
    Reset,
    /// The service answers, but only after this time.
    Delay(Duration),
    /// The service answers, but half of the body is missing when the connection closes.
    Truncate,
}

impl Fault {
    /// An error as the service reports it: a status, a code and a message.
    pub fn error(status: u16, code: &str, message: &str) -> Self {
        Self::Answer(Answer::error(status, code, json!({ "message": message })))
    }

    /// HTTP 500, as an overworked service reports it.
    pub fn internal_error() -> Self {
        Self::error(500, "InternalServerError", "something broke")
    }

    /// HTTP 503.
    pub fn unavailable() -> Self {
        Self::error(503, "ServiceUnavailable", "come back later")
    }

    /// HTTP 504, a modelled error.
    pub fn gateway_timeout() -> Self {
        Self::error(504, "GatewayTimeoutException", "the gateway waited in vain")
    }

    /// HTTP 429, a modelled error that names the limit that was reached.
    pub fn too_many_requests(limit_type: &str) -> Self {
        let members = json!({ "message": "slow down", "limitType": limit_type });
        Self::Answer(Answer::error(429, "TooManyRequestsException", members))
    }

    /// Any body under any status, as a proxy on the way might answer.
    pub fn body(status: u16, content_type: &str, body: &str) -> Self {
        Self::Answer(Answer::raw(status, content_type, body))
    }
}
