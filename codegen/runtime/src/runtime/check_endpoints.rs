//! Runs the endpoint tests of the model: the rules alone, and calls as far as their request.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::{Pin, pin};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, Waker};

use aws_credential_types::Credentials;
use aws_credential_types::provider::SharedCredentialsProvider;
use aws_smithy_async::rt::sleep::{AsyncSleep, Sleep};
use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::behavior_version::BehaviorVersion;
use aws_smithy_runtime_api::client::endpoint::EndpointPrefix;
use aws_smithy_runtime_api::client::interceptors::context::BeforeTransmitInterceptorContextRef;
use aws_smithy_runtime_api::client::interceptors::{Intercept, dyn_dispatch_hint};
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::Document;
use aws_smithy_types::config_bag::ConfigBag;
use aws_smithy_types::endpoint::Endpoint;
use aws_smithy_types::error::display::DisplayErrorContext;

use super::rules::{self, Rule};
use crate::config::Builder;
use crate::endpoint::{Params, ParamsBuilder};
use crate::service::SERVICE;
use crate::{Client, Config};

/// A test of the rules: its documentation, the parameters, and what has to come of them.
pub(crate) type Case = (&'static str, fn(ParamsBuilder) -> ParamsBuilder, Rule);

/// What a call comes to.
pub(crate) type Outcome = Pin<Box<dyn Future<Output = Result<(), BoxError>>>>;

/// A test by a call: its documentation, the configuration, the call, and what has to come of them.
pub(crate) type Call = (
    &'static str,
    fn(Builder) -> Builder,
    fn(Client) -> Outcome,
    Rule,
);

/// Checks every row of a table, says how each ended, and fails if one did not pass.
fn each<T>(rows: &'static [T], check: fn(&'static T)) {
    let failed = rows.iter().enumerate().filter(|(number, row)| {
        let passed = catch_unwind(AssertUnwindSafe(|| check(row))).is_ok();
        println!("row {number}: {}", if passed { "passed" } else { "failed" });
        !passed
    });
    assert_eq!(failed.count(), 0, "rows failed");
}

/// Resolves the endpoint of each case.
pub(crate) fn check_rules(cases: &'static [Case]) {
    each(cases, |(about, set, expected)| {
        let params = set(ParamsBuilder::default()).build_unchecked();
        let resolved = match &params {
            Ok(params) => resolve(params),
            Err(error) => Err(error.to_string()),
        };
        assert_eq!(resolved, outcome(expected), "{about}");
    });
}

fn resolve(params: &Params) -> Result<Endpoint, String> {
    rules::resolve(SERVICE.endpoints.rules, &|name| params.get(name))
        .map_err(|error| error.to_string())
}

fn outcome(expected: &'static Rule) -> Result<Endpoint, String> {
    rules::constant(expected).map_err(|error| error.to_string())
}

/// Makes each call, and looks at the request that it would send.
pub(crate) fn check_calls(calls: &'static [Call]) {
    each(calls, |(about, configure, call, expected)| {
        let seen = Seen::default();
        let client = Client::from_conf(configure(config(&seen)).build());
        let failure = finish(call(client)).err();
        let failure = failure.map_or_else(String::new, |error| {
            DisplayErrorContext(&*error).to_string()
        });
        match (seen.take(), outcome(expected)) {
            (Some(sent), Ok(endpoint)) => sent.check(&endpoint, about),
            (None, Err(message)) => assert!(failure.contains(&message), "{about}: {failure}"),
            (sent, expected) => panic!("{about}: {expected:?}, not {sent:?}: {failure}"),
        }
    });
}

fn config(seen: &Seen) -> Builder {
    Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .credentials_provider(credentials().build())
        .sleep_impl(Forever)
        .interceptor(seen.clone())
}

/// Credentials that are none.
pub(crate) fn credentials() -> aws_credential_types::CredentialsBuilder {
    Credentials::builder()
        .access_key_id("id")
        .secret_access_key("secret")
        .provider_name("test")
}

/// `config` with credentials that belong to the account `id`.
pub(crate) fn in_account(config: Builder, id: &str) -> Builder {
    config.credentials_provider(SharedCredentialsProvider::new(
        credentials().account_id(id).build(),
    ))
}

/// Polls a future that waits for nothing but itself.
fn finish<T>(future: Pin<Box<dyn Future<Output = T>>>) -> T {
    let mut future = pin!(future);
    let mut context = Context::from_waker(Waker::noop());
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut context) {
            return output;
        }
    }
}

/// No time passes.
#[derive(Debug)]
struct Forever;

impl AsyncSleep for Forever {
    fn sleep(&self, _: std::time::Duration) -> Sleep {
        Sleep::new(std::future::pending())
    }
}

/// Keeps the request, as it is before and after it is signed, and breaks off the call.
#[derive(Clone, Debug, Default)]
struct Seen(Arc<Mutex<Option<Sent>>>);

/// What was about to be sent.
#[derive(Debug)]
struct Sent {
    endpoint: Option<Endpoint>,
    prefix: String,
    uri: String,
    /// In lower case names.
    headers: Vec<(String, String)>,
}

impl Seen {
    fn keep(&self, sent: Sent) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(sent);
    }

    fn take(&self) -> Option<Sent> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

#[dyn_dispatch_hint]
impl Intercept for Seen {
    fn name(&self) -> &'static str {
        "Seen"
    }

    fn read_before_signing(
        &self,
        context: &BeforeTransmitInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        cfg: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        self.keep(Sent::new(context.request(), cfg));
        Ok(())
    }

    fn read_before_transmit(
        &self,
        context: &BeforeTransmitInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        cfg: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        self.keep(Sent::new(context.request(), cfg));
        Err("the request is not sent".into())
    }
}

impl Sent {
    fn new(request: &HttpRequest, cfg: &ConfigBag) -> Self {
        let prefix = cfg.load::<EndpointPrefix>().map(EndpointPrefix::as_str);
        let headers = request.headers().iter();
        Self {
            endpoint: cfg.load::<Endpoint>().cloned(),
            prefix: prefix.unwrap_or_default().to_owned(),
            uri: request.uri().to_owned(),
            headers: headers
                .map(|(name, value)| (name.to_lowercase(), value.to_owned()))
                .collect(),
        }
    }

    fn check(&self, expected: &Endpoint, about: &str) {
        assert_eq!(self.endpoint.as_ref(), Some(expected), "{about}");
        let url = expected
            .url()
            .replacen("://", &format!("://{}", self.prefix), 1);
        assert!(
            self.uri.starts_with(&url),
            "{about}: {} is not under {url}",
            self.uri
        );
        for (name, values) in expected.headers() {
            for value in values {
                let header = (name.to_lowercase(), value.to_owned());
                assert!(
                    self.headers.contains(&header),
                    "{about}: {header:?} is missing"
                );
            }
        }
        self.check_signature(expected, about);
    }

    fn check_signature(&self, expected: &Endpoint, about: &str) {
        let mut schemes = expected.auth_schemes().iter();
        let Some(scheme) = schemes.find(|scheme| scheme.name() == "sigv4") else {
            return;
        };
        let header = self
            .headers
            .iter()
            .find(|(name, _)| name == "authorization");
        let signature = header.map(|(_, value)| value.as_str()).unwrap_or_default();
        for property in ["signingName", "signingRegion"] {
            if let Some(value) = scheme.get(property).and_then(Document::as_string) {
                let part = format!("/{value}/");
                assert!(
                    signature.contains(&part),
                    "{about}: {part} is not in {signature}"
                );
            }
        }
    }
}
