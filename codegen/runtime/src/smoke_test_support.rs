//! What the smoke tests of a crate share: a client of the service itself, and what a failure is.
#![allow(dead_code, reason = "a model may have no test that expects a failure")]

use std::env::var;
use std::error::Error;
use std::fmt::Debug;

use aws_credential_types::Credentials;
use aws_credential_types::provider::SharedCredentialsProvider;
use aws_smithy_runtime_api::client::behavior_version::BehaviorVersion;
use aws_types::SdkConfig;

use crate::Client;
use crate::config::Builder;
use crate::error::SdkError;

/// A client of the service, with the credentials of the environment. `AWS_ENDPOINT_URL` names another
/// place that behaves like the service.
pub(crate) fn client(configure: impl FnOnce(Builder) -> Builder) -> Client {
    let mut shared = SdkConfig::builder().behavior_version(BehaviorVersion::latest());
    shared.set_credentials_provider(credentials().map(SharedCredentialsProvider::new));
    let mut config = configure(Builder::from(&shared.build()));
    if let Ok(url) = var("AWS_ENDPOINT_URL") {
        config.set_endpoint_url(Some(url));
    }
    Client::from_conf(config.build())
}

fn credentials() -> Option<Credentials> {
    let (id, secret) = (
        var("AWS_ACCESS_KEY_ID").ok()?,
        var("AWS_SECRET_ACCESS_KEY").ok()?,
    );
    let token = var("AWS_SESSION_TOKEN").ok();
    Some(Credentials::new(id, secret, token, None, "environment"))
}

/// The error that the service returned; that no answer came is no failure of the service.
pub(crate) fn failure<T: Debug, E: Error + 'static>(
    outcome: Result<T, SdkError<E>>,
) -> Result<E, Box<dyn Error>> {
    match outcome {
        Err(SdkError::ServiceError(error)) => Ok(error.into_err()),
        Err(other) => Err(other.into()),
        Ok(output) => Err(format!("the call succeeds: {output:?}").into()),
    }
}
