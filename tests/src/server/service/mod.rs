//! What the service knows, and what its operations do with it.

mod backends;
mod configs;
mod jobs;
mod resources;
mod tokens;

use std::collections::BTreeMap;

use serde_json::Value;

use super::routes::Call;
use super::{Answer, Received, signature};
use jobs::Job;
pub(super) use resources::Kind;
use resources::Resource;

/// The body of a success, or a whole answer that says what is wrong.
pub(super) type Outcome = Result<Value, Answer>;

/// All state. Ids and times are counted, so that the same calls always get the same answers.
#[derive(Debug, Default)]
pub(super) struct Service {
    apps: BTreeMap<String, App>,
    /// In the order of their creation; they outlive what they were about.
    jobs: Vec<Job>,
    /// Challenge codes by app and session.
    tokens: BTreeMap<(String, String), String>,
    tokens_issued: usize,
    clock: u64,
}

#[derive(Debug, Default)]
struct App {
    name: String,
    environments: BTreeMap<String, Environment>,
    config: Option<Value>,
}

type Environment = BTreeMap<(Kind, String), Resource>;

impl Service {
    /// Answers a request.
    pub(super) fn serve(&mut self, request: &Received) -> Answer {
        match self.try_serve(request) {
            Ok(body) => Answer::json(200, &body),
            Err(answer) => answer,
        }
    }

    fn try_serve(&mut self, request: &Received) -> Outcome {
        signature::verify(request)?;
        let (route, call) = Call::read(request)?;
        route.serve(self, &call)
    }

    fn app(&self, call: &Call) -> Result<&App, Answer> {
        let id = call.text("appId")?;
        self.apps
            .get(id)
            .ok_or_else(|| Answer::not_found("App", id))
    }

    fn app_mut(&mut self, call: &Call) -> Result<&mut App, Answer> {
        let id = call.text("appId")?;
        self.apps
            .get_mut(id)
            .ok_or_else(|| Answer::not_found("App", id))
    }

    fn environment(&self, call: &Call) -> Result<&Environment, Answer> {
        let name = call.text("backendEnvironmentName")?;
        let environments = &self.app(call)?.environments;
        environments
            .get(name)
            .ok_or_else(|| Answer::not_found("BackendEnvironment", name))
    }

    fn environment_mut(&mut self, call: &Call) -> Result<&mut Environment, Answer> {
        let name = call.text("backendEnvironmentName")?;
        let environments = &mut self.app_mut(call)?.environments;
        environments
            .get_mut(name)
            .ok_or_else(|| Answer::not_found("BackendEnvironment", name))
    }
}
