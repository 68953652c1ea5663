//! The transport that both sides send over: it keeps every request and answers from a script.

use std::sync::{Arc, Mutex, MutexGuard};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use aws_credential_types::Credentials;
use aws_runtime::invocation_id::{InvocationId, InvocationIdGenerator};
use aws_smithy_async::time::TimeSource;
use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpConnector,
};
use aws_smithy_runtime_api::client::interceptors::Intercept;
use aws_smithy_runtime_api::client::interceptors::context::BeforeTransmitInterceptorContextMut;
use aws_smithy_runtime_api::client::orchestrator::{
    HttpRequest, HttpResponse, Metadata, SensitiveOutput,
};
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_runtime_api::http::StatusCode;
use aws_smithy_types::body::SdkBody;
use aws_smithy_types::config_bag::ConfigBag;
use aws_smithy_types::retry::ErrorKind;

use crate::facts::Facts;

/// What the transport answers with.
#[derive(Clone, Debug)]
pub(crate) enum Reply {
    /// A response with this status, these headers and this body.
    Http(u16, Vec<(&'static str, String)>, Vec<u8>),
    /// A response whose body cannot be read.
    TornBody,
    /// The connection broke.
    Io,
    /// The transport's own timeout.
    Timeout,
    /// The request cannot be sent as it is.
    User,
    /// Something else, said to be of this kind.
    Other(Option<ErrorKind>),
    /// No answer, ever.
    Silence,
}

impl Reply {
    /// A response without headers of its own.
    pub(crate) fn http(status: u16, body: &str) -> Self {
        Self::Http(status, Vec::new(), body.as_bytes().to_vec())
    }

    fn deliver(self) -> Result<HttpResponse, ConnectorError> {
        let (status, headers, body) = match self {
            Self::Http(status, headers, body) => (status, headers, SdkBody::from(body)),
            Self::TornBody => (200, Vec::new(), SdkBody::taken()),
            Self::Io => return Err(ConnectorError::io("the connection broke".into())),
            Self::Timeout => return Err(ConnectorError::timeout("the connection is slow".into())),
            Self::User => return Err(ConnectorError::user("the request is wrong".into())),
            Self::Other(kind) => return Err(ConnectorError::other("no idea".into(), kind)),
            Self::Silence => unreachable!("nobody delivers silence"),
        };
        let status = StatusCode::try_from(status).expect("the script has valid status codes");
        let mut response = HttpResponse::new(status, body);
        for (name, value) in headers {
            response.headers_mut().append(name, value);
        }
        Ok(response)
    }
}

/// The scripted transport, and the notebook of all that a case sends through it.
#[derive(Clone, Debug)]
pub(crate) struct Wire(Arc<Script>);

#[derive(Debug)]
struct Script {
    replies: Vec<Reply>,
    attempts: Mutex<usize>,
    facts: Mutex<Facts>,
}

impl Wire {
    /// Answers with these replies one after the other, then with the last of them again and again.
    pub(crate) fn new(replies: impl IntoIterator<Item = Reply>) -> Self {
        Self(Arc::new(Script {
            replies: replies.into_iter().collect(),
            attempts: Mutex::default(),
            facts: Mutex::default(),
        }))
    }

    /// Adds to the notes of the case.
    pub(crate) fn notes(&self) -> MutexGuard<'_, Facts> {
        self.0
            .facts
            .lock()
            .expect("no test panics while it takes notes")
    }

    /// How many requests were sent.
    pub(crate) fn attempts(&self) -> usize {
        *self
            .0
            .attempts
            .lock()
            .expect("no test panics while it counts")
    }

    /// The notes and the number of attempts.
    pub(crate) fn facts(&self) -> Facts {
        let mut facts = self.notes().clone();
        facts.note("attempts", self.attempts());
        facts
    }
}

impl HttpConnector for Wire {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let mut attempts = self
            .0
            .attempts
            .lock()
            .expect("no test panics while it counts");
        *attempts += 1;
        self.notes().append(request_facts(*attempts, &request));
        let reply = self.0.replies.get(*attempts - 1).or(self.0.replies.last());
        match reply.expect("a script has replies").clone() {
            Reply::Silence => HttpConnectorFuture::new(std::future::pending()),
            reply => HttpConnectorFuture::ready(reply.deliver()),
        }
    }
}

impl HttpClient for Wire {
    fn http_connector(
        &self,
        settings: &HttpConnectorSettings,
        _: &RuntimeComponents,
    ) -> SharedHttpConnector {
        self.notes().note("connector", format!("{settings:?}"));
        SharedHttpConnector::new(self.clone())
    }
}

/// Everything that goes over the wire; headers in the order of their names.
fn request_facts(attempt: usize, request: &HttpRequest) -> Facts {
    let mut facts = Facts::default();
    facts.note(format!("{attempt} method"), request.method());
    facts.note(format!("{attempt} uri"), request.uri());
    let mut headers: Vec<_> = request.headers().iter().collect();
    headers.sort_unstable();
    for (nth, (name, value)) in headers.into_iter().enumerate() {
        facts.note(format!("{attempt} header {nth} {name}"), value);
    }
    let body = request
        .body()
        .bytes()
        .expect("bodies of this service do not stream");
    facts.note(format!("{attempt} body"), String::from_utf8_lossy(body));
    facts
}

/// Notes what the operation says of itself, and replaces the crate's version in the user agent before
/// the request is signed: it is the one thing that is allowed to differ.
#[derive(Debug)]
pub(crate) struct Probe {
    /// Where the notes go.
    pub(crate) wire: Wire,
    /// The version that the crate says it has.
    pub(crate) version: &'static str,
}

impl Intercept for Probe {
    fn name(&self) -> &'static str {
        "Probe"
    }

    fn modify_before_signing(
        &self,
        context: &mut BeforeTransmitInterceptorContextMut<'_>,
        _: &RuntimeComponents,
        cfg: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let metadata = cfg
            .load::<Metadata>()
            .ok_or("the operation has no metadata")?;
        let mut notes = self.wire.notes();
        notes.note(
            "operation",
            format!("{} {}", metadata.service(), metadata.name()),
        );
        notes.note("sensitive output", cfg.load::<SensitiveOutput>().is_some());
        let headers = context.request_mut().headers_mut();
        for name in ["user-agent", "x-amz-user-agent"] {
            if let Some(agent) = headers.get(name) {
                let is = format!("api/amplifybackend/{}", self.version);
                let agent = agent.replacen(&is, "api/amplifybackend/VERSION", 1);
                headers.insert(name, agent);
            }
        }
        Ok(())
    }
}

/// One moment for all requests.
#[derive(Clone, Debug)]
pub(crate) struct FixedTime;

impl TimeSource for FixedTime {
    fn now(&self) -> SystemTime {
        UNIX_EPOCH + Duration::from_secs(1_606_780_800)
    }
}

/// One invocation id for all requests.
#[derive(Clone, Debug)]
pub(crate) struct FixedInvocationId;

impl InvocationIdGenerator for FixedInvocationId {
    fn generate(&self) -> Result<Option<InvocationId>, BoxError> {
        Ok(Some(InvocationId::new(
            "00000000-0000-4000-8000-000000000000".to_owned(),
        )))
    }
}

/// The identity of all requests unless a case brings its own.
pub(crate) fn credentials() -> Credentials {
    Credentials::from_keys("AKIDEXAMPLE", "secret", Some("session token".to_owned()))
}
