//! Resources of an environment: APIs with their data models, and authentication.

use serde_json::{Value, json};

use super::{Outcome, Service};
use crate::server::Answer;
use crate::server::routes::Call;

/// The two sorts of resources, which behave alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::server) enum Kind {
    Api,
    Auth,
}

#[derive(Clone, Debug)]
pub(super) struct Resource {
    config: Value,
    /// The schema that models were generated from last.
    models: Option<String>,
}

impl Resource {
    fn schema(&self) -> &str {
        self.config["transformSchema"].as_str().unwrap_or_default()
    }
}

impl Service {
    pub(in crate::server) fn create_resource(&mut self, kind: Kind, call: &Call) -> Outcome {
        let key = (kind, call.text("resourceName")?.to_owned());
        let environment = self.environment_mut(call)?;
        if environment.contains_key(&key) {
            return Err(Answer::bad_request(format!(
                "resource {} exists already",
                key.1
            )));
        }
        let config = call.argument("resourceConfig").clone();
        environment.insert(
            key,
            Resource {
                config,
                models: None,
            },
        );
        self.start_job(call, call.text("backendEnvironmentName")?)
    }

    pub(in crate::server) fn get_resource(&mut self, kind: Kind, call: &Call) -> Outcome {
        Ok(json!({
            "resourceConfig": self.resource(kind, call)?.config,
            "appId": call.text("appId")?,
            "backendEnvironmentName": call.text("backendEnvironmentName")?,
            "resourceName": call.text("resourceName")?,
        }))
    }

    /// Changes the members that the call names and keeps the others.
    pub(in crate::server) fn update_resource(&mut self, kind: Kind, call: &Call) -> Outcome {
        merge(
            &mut self.resource(kind, call)?.config,
            call.argument("resourceConfig"),
        );
        self.start_job(call, call.text("backendEnvironmentName")?)
    }

    pub(in crate::server) fn delete_resource(&mut self, kind: Kind, call: &Call) -> Outcome {
        self.resource(kind, call)?;
        let key = (kind, call.text("resourceName")?.to_owned());
        self.environment_mut(call)?.remove(&key);
        self.start_job(call, call.text("backendEnvironmentName")?)
    }

    pub(in crate::server) fn generate_models(&mut self, call: &Call) -> Outcome {
        let api = self.resource(Kind::Api, call)?;
        api.models = Some(api.schema().to_owned());
        self.start_job(call, call.text("backendEnvironmentName")?)
    }

    /// The models are stale once the schema has changed.
    pub(in crate::server) fn get_models(&mut self, call: &Call) -> Outcome {
        let api = self.resource(Kind::Api, call)?;
        match &api.models {
            Some(models) if models == api.schema() => {
                Ok(json!({ "models": models, "status": "LATEST" }))
            }
            Some(models) => Ok(json!({ "models": models, "status": "STALE" })),
            None => Err(Answer::not_found("Models", call.text("resourceName")?)),
        }
    }

    fn resource(&mut self, kind: Kind, call: &Call) -> Result<&mut Resource, Answer> {
        let name = call.text("resourceName")?;
        let missing = || Answer::not_found(if kind == Kind::Api { "API" } else { "Auth" }, name);
        self.environment_mut(call)?
            .get_mut(&(kind, name.to_owned()))
            .ok_or_else(missing)
    }
}

/// Lays an update over a configuration, structure by structure.
fn merge(config: &mut Value, update: &Value) {
    match (config, update) {
        (_, Value::Null) => {}
        (Value::Object(config), Value::Object(update)) => {
            for (name, value) in update {
                merge(config.entry(name).or_insert(Value::Null), value);
            }
        }
        (config, update) => *config = update.clone(),
    }
}
