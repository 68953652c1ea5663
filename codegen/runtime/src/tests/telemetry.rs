//! What a client tells of its calls: captured members, and features in the user agent.

use std::sync::{Arc, Mutex};

use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::interceptors::context::BeforeTransmitInterceptorContextRef;
use aws_smithy_runtime_api::client::interceptors::{Intercept, dyn_dispatch_hint};
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::config_bag::ConfigBag;
use aws_smithy_types::retry::RetryConfig;
use aws_smithy_types::telemetry::CapturedTelemetryAttributes;

use super::http::Server;
use crate::Client;
use crate::config::Builder;

type Build = fn(Builder) -> Builder;

/// Keeps what was captured of the last call.
#[derive(Clone, Debug, Default)]
struct Captured(Arc<Mutex<Option<CapturedTelemetryAttributes>>>);

#[dyn_dispatch_hint]
impl Intercept for Captured {
    fn name(&self) -> &'static str {
        "Captured"
    }

    fn read_before_transmit(
        &self,
        _: &BeforeTransmitInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        cfg: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let captured = cfg.load::<CapturedTelemetryAttributes>().cloned();
        *self.0.lock().expect("no test panics with it") = captured;
        Ok(())
    }
}

async fn captured(build: Build) -> Option<Vec<(String, String)>> {
    let captured = Captured::default();
    let server = Server::new().then(200, &[], "{}");
    let config = build(server.config()).interceptor(captured.clone()).build();
    let call = Client::from_conf(config).feed().pen("p").path("q");
    let call = call.secret("hush").mood("CALM").amount(3);
    call.send().await.expect("the server answers");
    let captured = captured.0.lock().expect("no test panics with it").take()?;
    let mut captured: Vec<_> = captured.iter().map(|(k, v)| (k.into(), v.into())).collect();
    captured.sort();
    Some(captured)
}

fn pairs(pairs: &[(&str, &str)]) -> Option<Vec<(String, String)>> {
    Some(
        pairs
            .iter()
            .map(|(k, v)| ((*k).into(), (*v).into()))
            .collect(),
    )
}

#[tokio::test]
async fn texts_that_are_named_are_captured() {
    assert_eq!(captured(|it| it).await, None);
    let both = pairs(&[("Mood", "CALM"), ("Pen", "p")]);
    assert_eq!(
        captured(|it| it.capture_input_attributes(["Pen", "Mood"])).await,
        both
    );
    assert_eq!(
        captured(|it| it.emit_input_attributes(["Pen", "Mood"])).await,
        both
    );
    let split = captured(|it| {
        it.emit_input_attributes(["Pen"])
            .capture_input_attributes(["Mood"])
    });
    assert_eq!(split.await, both);
}

#[tokio::test]
async fn secrets_numbers_and_what_is_absent_are_not_captured() {
    let names = |it: Builder| it.capture_input_attributes(["Secret", "Amount", "At", "Other"]);
    assert_eq!(captured(names).await, pairs(&[]));
}

/// The features in the user agent of a call: `m/A,B`.
async fn features(build: Build) -> Vec<String> {
    let server = Server::new().then(200, &[], "{}");
    let client = Client::from_conf(build(server.config()).build());
    client
        .list_keepers()
        .send()
        .await
        .expect("the server answers");
    let agent = server.header("x-amz-user-agent");
    let features = agent.split(' ').find_map(|part| part.strip_prefix("m/"));
    features
        .unwrap_or_default()
        .split(',')
        .map(str::to_owned)
        .collect()
}

#[tokio::test]
async fn the_user_agent_tells_of_features() {
    let table: [(Build, &str, bool); 5] = [
        (|it| it, "E", true),
        (|it| it.retry_config(RetryConfig::adaptive()), "F", true),
        (|it| it.retry_config(RetryConfig::adaptive()), "E", false),
        (|it| it, "N", false),
        (|it| it.endpoint_url("http://a"), "N", true),
    ];
    for (index, (build, feature, expected)) in table.into_iter().enumerate() {
        let features = features(build).await;
        let found = features.iter().any(|found| found == feature);
        assert_eq!(found, expected, "{index}: {feature} in {features:?}");
    }
}
