//! A service in memory.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard};

use aws_credential_types::Credentials;
use aws_smithy_runtime_api::client::behavior_version::BehaviorVersion;
use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_types::region::Region;

use super::protocol::response;
use crate::Client;
use crate::config::Builder;

/// Gives the answers that it was told, one a request, and keeps the requests.
#[derive(Clone, Debug, Default)]
pub(super) struct Server(Arc<Mutex<State>>);

#[derive(Debug, Default)]
struct State {
    answers: VecDeque<HttpResponse>,
    requests: Vec<HttpRequest>,
}

impl Server {
    /// A server that has nothing to answer: connections break off.
    pub(super) fn new() -> Self {
        Self::default()
    }

    /// Answers one more request.
    pub(super) fn then(
        self,
        status: u16,
        headers: &[(&str, &str)],
        body: impl AsRef<[u8]>,
    ) -> Self {
        self.then_response(response(status, headers, body))
    }

    /// Answers one more request.
    pub(super) fn then_response(self, response: HttpResponse) -> Self {
        self.state().answers.push_back(response);
        self
    }

    /// A configuration of a client of this server.
    pub(super) fn config(&self) -> Builder {
        Builder::new()
            .http_client(self.clone())
            .region(Region::from_static("eu-west-1"))
            .credentials_provider(Credentials::for_tests())
            .behavior_version(BehaviorVersion::latest())
    }

    /// A client of this server.
    pub(super) fn client(&self) -> Client {
        Client::from_conf(self.config().build())
    }

    /// How many requests came.
    pub(super) fn count(&self) -> usize {
        self.state().requests.len()
    }

    /// The URIs of the requests.
    pub(super) fn uris(&self) -> Vec<String> {
        let state = self.state();
        let uris = state.requests.iter().map(|request| request.uri().into());
        uris.collect()
    }

    /// A header of the request that came last; empty if it has none.
    pub(super) fn header(&self, name: &str) -> String {
        let state = self.state();
        let request = state.requests.last().expect("a request came");
        request.headers().get(name).unwrap_or_default().into()
    }

    /// The body of the request that came last.
    pub(super) fn body(&self) -> Vec<u8> {
        let state = self.state();
        let request = state.requests.last().expect("a request came");
        request.body().bytes().expect("it is in memory").into()
    }

    /// Takes the request that came last.
    pub(super) fn last(&self) -> HttpRequest {
        self.state().requests.pop().expect("a request came")
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().expect("no test panics while it holds it")
    }
}

impl HttpClient for Server {
    fn http_connector(
        &self,
        _: &HttpConnectorSettings,
        _: &RuntimeComponents,
    ) -> SharedHttpConnector {
        SharedHttpConnector::new(self.clone())
    }
}

impl HttpConnector for Server {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let mut state = self.state();
        state.requests.push(request);
        HttpConnectorFuture::ready(match state.answers.pop_front() {
            Some(answer) => Ok(answer),
            None => Err(ConnectorError::io("the connection broke off".into())),
        })
    }
}
