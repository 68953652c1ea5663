//! Tokens: a challenge code for one session of an app.

use serde_json::json;

use super::{Outcome, Service};
use crate::server::Answer;
use crate::server::routes::Call;

impl Service {
    pub(in crate::server) fn create_token(&mut self, call: &Call) -> Outcome {
        self.app(call)?;
        self.tokens_issued += 1;
        let session = format!("session-{}", self.tokens_issued);
        let code = format!("challenge-{}", self.tokens_issued);
        let answer = describe(call.text("appId")?, &session, &code);
        self.tokens
            .insert((call.text("appId")?.to_owned(), session), code);
        Ok(answer)
    }

    pub(in crate::server) fn get_token(&self, call: &Call) -> Outcome {
        let (app, session) = key(call)?;
        match self.tokens.get(&(app.clone(), session.clone())) {
            Some(code) => Ok(describe(&app, &session, code)),
            None => Err(Answer::not_found("Token", &session)),
        }
    }

    pub(in crate::server) fn delete_token(&mut self, call: &Call) -> Outcome {
        match self.tokens.remove(&key(call)?) {
            Some(_) => Ok(json!({ "isSuccess": true })),
            None => Err(Answer::not_found("Token", call.text("sessionId")?)),
        }
    }
}

fn key(call: &Call) -> Result<(String, String), Answer> {
    Ok((
        call.text("appId")?.to_owned(),
        call.text("sessionId")?.to_owned(),
    ))
}

fn describe(app: &str, session: &str, code: &str) -> serde_json::Value {
    json!({ "appId": app, "challengeCode": code, "sessionId": session, "ttl": "600" })
}
