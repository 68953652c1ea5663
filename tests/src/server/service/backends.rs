//! Backends: an app with its environments.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{Environment, Kind, Outcome, Service};
use crate::server::Answer;
use crate::server::routes::Call;

impl Service {
    pub(in crate::server) fn create_backend(&mut self, call: &Call) -> Outcome {
        let app = self.apps.entry(call.text("appId")?.to_owned()).or_default();
        let environment = call.text("backendEnvironmentName")?;
        if app.environments.contains_key(environment) {
            return Err(Answer::bad_request(format!(
                "environment {environment} exists already"
            )));
        }
        app.name = call.text("appName")?.to_owned();
        app.environments
            .insert(environment.to_owned(), Environment::new());
        self.start_job(call, environment)
    }

    pub(in crate::server) fn get_backend(&self, call: &Call) -> Outcome {
        let app = self.app(call)?;
        let mut answer = json!({
            "appId": call.text("appId")?,
            "appName": app.name,
            "backendEnvironmentList": app.environments.keys().collect::<Vec<_>>(),
        });
        if let Some(name) = call.optional_text("backendEnvironmentName") {
            answer["amplifyMetaConfig"] = meta_config(self.environment(call)?).into();
            answer["backendEnvironmentName"] = name.into();
        }
        Ok(answer)
    }

    pub(in crate::server) fn clone_backend(&mut self, call: &Call) -> Outcome {
        let copy = self.environment(call)?.clone();
        let target = call.text("targetEnvironmentName")?;
        let environments = &mut self.app_mut(call)?.environments;
        if environments.contains_key(target) {
            return Err(Answer::bad_request(format!(
                "environment {target} exists already"
            )));
        }
        environments.insert(target.to_owned(), copy);
        self.start_job(call, target)
    }

    pub(in crate::server) fn delete_backend(&mut self, call: &Call) -> Outcome {
        self.environment(call)?;
        let environment = call.text("backendEnvironmentName")?;
        self.app_mut(call)?.environments.remove(environment);
        self.start_job(call, environment)
    }

    /// Removes all environments, and the app itself when it is to be cleaned.
    pub(in crate::server) fn remove_all_backends(&mut self, call: &Call) -> Outcome {
        self.app_mut(call)?.environments.clear();
        if call.argument("cleanAmplifyApp") == &Value::Bool(true) {
            self.apps.remove(call.text("appId")?);
        }
        let mut answer = self.start_job(call, "")?;
        if let Some(members) = answer.as_object_mut() {
            members.remove("backendEnvironmentName"); // this job is about all of them
        }
        Ok(answer)
    }
}

/// What an environment consists of: a JSON text, as in the real service.
fn meta_config(environment: &Environment) -> String {
    let mut resources = BTreeMap::<&str, Vec<&str>>::new();
    for (kind, name) in environment.keys() {
        let kind = match kind {
            Kind::Api => "api",
            Kind::Auth => "auth",
        };
        resources.entry(kind).or_default().push(name);
    }
    json!(resources).to_string()
}
