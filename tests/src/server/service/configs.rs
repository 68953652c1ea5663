//! The configuration of an app for its manager.

use serde_json::json;

use super::{Outcome, Service};
use crate::server::Answer;
use crate::server::routes::Call;

impl Service {
    /// The configuration is one for the whole app; its job is filed under the first environment.
    pub(in crate::server) fn create_config(&mut self, call: &Call) -> Outcome {
        let app = self.app_mut(call)?;
        let Some(environment) = app.environments.keys().next().cloned() else {
            return Err(Answer::bad_request("the app has no environment"));
        };
        if app.config.is_some() {
            return Err(Answer::bad_request("the app has a configuration already"));
        }
        app.config = Some(json!({
            "appId": call.text("appId")?,
            "backendManagerAppId": call.argument("backendManagerAppId"),
        }));
        self.start_job(call, &environment)
    }

    pub(in crate::server) fn update_config(&mut self, call: &Call) -> Outcome {
        let Some(config) = &mut self.app_mut(call)?.config else {
            return Err(Answer::not_found("Config", call.text("appId")?));
        };
        config["loginAuthConfig"] = call.argument("loginAuthConfig").clone();
        Ok(config.clone())
    }

    pub(in crate::server) fn remove_config(&mut self, call: &Call) -> Outcome {
        match self.app_mut(call)?.config.take() {
            Some(_) => Ok(json!({})),
            None => Err(Answer::not_found("Config", call.text("appId")?)),
        }
    }
}
