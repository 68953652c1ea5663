//! What customising a call does, and how calls are tried again. Compiled once for each side.

use std::time::Duration;

use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::interceptors::context::InterceptorContext;
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use aws_smithy_runtime_api::client::retries::classifiers::RetryClassifierPriority;
use aws_smithy_types::retry::ErrorKind;
use sdk::config::http::HttpResponse;
use sdk::config::interceptors::{
    BeforeSerializationInterceptorContextMut, FinalizerInterceptorContextMut,
};
use sdk::config::retry::{
    ClassifyRetry, RetryAction, RetryConfig, RetryMode, RetryPartition, TokenBucket,
};
use sdk::config::timeout::{TimeoutConfig, TimeoutConfigBuilder};
use sdk::config::{AppName, Builder, ConfigBag, Credentials, Intercept, Region, RuntimeComponents};
use sdk::error::SdkError;
use sdk::operation::get_token::{GetTokenError, GetTokenInput, GetTokenOutput};

use super::groups::{config, three_attempts};
use super::settings::get_token;
use super::{outcome, sdk};
use crate::facts::{Cases, Facts};
use crate::hooks::Hooks;
use crate::wire::{Reply, Wire};

/// Calls that bring their own configuration, interceptors and changes.
pub(crate) async fn overrides() -> Cases {
    type Override = fn(Builder, &Wire) -> Builder;
    let table: [(&str, Override); 20] = [
        ("nothing", |c, _| c),
        ("region", |c, _| c.region(Region::new("eu-west-3"))),
        ("url", |c, _| c.endpoint_url("http://127.0.0.1:9000/base")),
        ("fips", |c, _| c.use_fips(true)),
        ("fips off", |c, _| c.use_fips(false)),
        ("dual stack", |c, _| c.use_dual_stack(true)),
        ("app name", |c, _| {
            c.app_name(AppName::new("override").expect("a valid name"))
        }),
        ("credentials", |c, _| {
            c.credentials_provider(Credentials::from_keys("AKIDOVERRIDE", "other", None))
        }),
        ("retries", |c, _| c.retry_config(three_attempts())),
        ("timeouts", |c, _| {
            c.timeout_config(
                TimeoutConfig::builder()
                    .read_timeout(Duration::from_secs(4))
                    .build(),
            )
        }),
        ("no timeouts", |c, _| {
            c.timeout_config(TimeoutConfig::disabled())
        }),
        ("interceptor", |c, wire| c.interceptor(Hooks(wire.clone()))),
        ("no auth", |c, _| c.allow_no_auth()),
        ("another transport", |c, wire| {
            let other = Wire::new([Reply::http(200, "{\"ttl\":\"other\"}")]);
            wire.notes().note("other", "is asked");
            c.http_client(other)
        }),
        ("another time", |c, _| {
            let moment = std::time::UNIX_EPOCH + Duration::from_secs(1_700_000_000);
            c.time_source(aws_smithy_async::time::StaticTimeSource::new(moment))
        }),
        ("retry classifier", |c, _| {
            c.retry_config(three_attempts()).retry_classifier(OwnError)
        }),
        ("telemetry", |c, wire| {
            c.capture_input_attributes(["AppId"])
                .interceptor(Hooks(wire.clone()))
        }),
        ("three settings", |c, _| {
            c.region(Region::new("sa-east-1"))
                .use_dual_stack(true)
                .retry_config(three_attempts())
        }),
        ("default region", |c, _| c.region(None)),
        ("rewriter", |c, _| c.interceptor(Rewriter)),
    ];
    let mut cases = Cases::new();
    for (name, change) in table {
        let wire = Wire::new([Reply::http(503, ""), Reply::http(200, "{\"ttl\":\"one\"}")]);
        let facts = customized(&wire, |call, wire| {
            call.config_override(change(Builder::new(), wire))
        });
        cases.push((format!("override: {name}"), facts.await));
    }
    for (name, change) in CUSTOMIZATIONS {
        let replies = [
            ("success", Reply::http(200, "{\"ttl\":\"one\"}")),
            (
                "error",
                Reply::http(404, "{\"code\":\"NotFoundException\"}"),
            ),
        ];
        for (reply_name, reply) in replies {
            let facts = customized(&Wire::new([reply]), change).await;
            cases.push((format!("{name}, {reply_name}"), facts));
        }
    }
    cases
}

type Customizable = sdk::client::customize::CustomizableOperation<
    GetTokenOutput,
    GetTokenError,
    sdk::operation::get_token::builders::GetTokenFluentBuilder,
>;

type Customization = fn(Customizable, &Wire) -> Customizable;

const CUSTOMIZATIONS: [(&str, Customization); 8] = [
    ("mutate header", |call, _| {
        call.mutate_request(|request| {
            request.headers_mut().insert("x-mutated", "yes");
        })
    }),
    ("mutate everything", |call, _| {
        call.mutate_request(|request| {
            request.set_method("PUT").expect("a method");
            *request.body_mut() = "another body".into();
            request.headers_mut().remove("x-amz-user-agent");
            request
                .set_uri("https://mutated.example/path?query=1")
                .expect("a URI");
        })
    }),
    ("map request", |call, _| {
        call.map_request(|mut request: HttpRequest| {
            request.headers_mut().append("x-mapped", "1");
            Ok::<_, std::io::Error>(request)
        })
    }),
    ("map request to an error", |call, _| {
        call.map_request(|_| Err(std::io::Error::other("no such request")))
    }),
    ("interceptor", |call, wire| {
        call.interceptor(Hooks(wire.clone()))
    }),
    ("two interceptors", |call, wire| {
        call.interceptor(Hooks(wire.clone())).interceptor(Rewriter)
    }),
    ("failing interceptor", |call, _| call.interceptor(Failing)),
    ("everything at once", |call, wire| {
        call.mutate_request(|request| {
            request.headers_mut().append("x-order", "1");
        })
        .config_override(Builder::new().region(Region::new("eu-north-1")))
        .interceptor(Hooks(wire.clone()))
        .mutate_request(|request| {
            request.headers_mut().append("x-order", "2");
        })
    }),
];

async fn customized(
    wire: &Wire,
    change: impl FnOnce(Customizable, &Wire) -> Customizable,
) -> Facts {
    let client = sdk::Client::from_conf(config(wire).build());
    let call = client
        .get_token()
        .app_id("app")
        .session_id("session")
        .customize();
    let result = change(call, wire).send().await;
    let mut facts = wire.facts();
    facts.append(ended(result));
    facts
}

fn ended(result: Result<GetTokenOutput, SdkError<GetTokenError, HttpResponse>>) -> Facts {
    outcome::of(result, |error| {
        [
            error.is_bad_request_exception(),
            error.is_gateway_timeout_exception(),
            error.is_not_found_exception(),
            error.is_too_many_requests_exception(),
        ]
    })
}

/// What to reply, and how the client is told to try again.
type Trial = (&'static str, Vec<Reply>, fn(Builder) -> Builder);

/// How often, and after how long, a call is tried again.
pub(crate) async fn retries() -> Cases {
    let mut cases = Cases::new();
    for trials in [
        backoffs(),
        retry_afters(),
        clocks(),
        transports(),
        timeouts(),
        classifiers(),
    ] {
        for (name, replies, change) in trials {
            let wire = Wire::new(replies);
            let config = change(config(&wire)).build();
            let start = tokio::time::Instant::now();
            let mut facts = get_token(&config, &wire).await;
            facts.note("elapsed", format!("{:?}", start.elapsed()));
            cases.push((name.to_owned(), facts));
        }
    }
    cases
}

/// Three attempts with backoffs that do not depend on chance.
fn standard() -> RetryConfig {
    RetryConfig::standard().with_use_static_exponential_base(true)
}

fn tried(config: Builder) -> Builder {
    config.retry_config(standard())
}

fn bad() -> Reply {
    Reply::http(503, "")
}

fn good() -> Reply {
    Reply::http(200, "{}")
}

fn error(status: u16, code: &str, name: &'static str, value: &str) -> Reply {
    let body = format!("{{\"code\":\"{code}\"}}").into_bytes();
    Reply::Http(status, vec![(name, value.to_owned())], body)
}

fn backoffs() -> Vec<Trial> {
    vec![
        ("disabled", vec![bad()], |c| {
            c.retry_config(RetryConfig::disabled())
        }),
        ("standard", vec![bad()], tried),
        ("second try", vec![bad(), good()], tried),
        ("five attempts", vec![bad()], |c| {
            c.retry_config(standard().with_max_attempts(5))
        }),
        ("long backoff", vec![bad()], |c| {
            c.retry_config(standard().with_initial_backoff(Duration::from_secs(3)))
        }),
        ("longest backoff", vec![bad()], |c| {
            let longest = Duration::from_secs(2);
            c.retry_config(standard().with_max_attempts(6).with_max_backoff(longest))
        }),
        ("adaptive", vec![bad(), good()], |c| {
            c.retry_config(standard().with_retry_mode(RetryMode::Adaptive))
        }),
        ("few tokens", vec![bad()], |c| {
            let bucket = TokenBucket::builder().capacity(30).build();
            let partition = RetryPartition::custom("few").token_bucket(bucket);
            c.retry_config(standard().with_max_attempts(9))
                .retry_partition(partition.build())
        }),
    ]
}

fn retry_afters() -> Vec<Trial> {
    let throttled = |after| {
        vec![error(
            429,
            "TooManyRequestsException",
            "x-amz-retry-after",
            after,
        )]
    };
    vec![
        ("throttled", throttled(""), tried),
        ("throttled, come back soon", throttled("70"), tried),
        ("throttled, come back late", throttled("2500"), tried),
        ("throttled, come back never", throttled("999999999"), tried),
        ("throttled, nonsense", throttled("tomorrow"), tried),
    ]
}

fn clocks() -> Vec<Trial> {
    let ahead = "Tue, 01 Dec 2020 01:00:00 GMT";
    let dated = |code, date| vec![error(403, code, "date", date), good()];
    let near = "Tue, 01 Dec 2020 00:00:01 GMT";
    vec![
        ("skewed clock", dated("RequestTimeTooSkewed", ahead), tried),
        (
            "clock far away",
            dated("SignatureDoesNotMatch", ahead),
            tried,
        ),
        ("clock near by", dated("SignatureDoesNotMatch", near), tried),
        (
            "skewed clock, not corrected",
            dated("RequestTimeTooSkewed", ahead),
            |c| tried(c).disable_clock_skew_correction(true),
        ),
    ]
}

fn transports() -> Vec<Trial> {
    let transient = Some(ErrorKind::TransientError);
    vec![
        ("broken connection", vec![Reply::Io, good()], tried),
        ("slow connection", vec![Reply::Timeout, good()], tried),
        ("user's fault", vec![Reply::User, good()], tried),
        ("anything", vec![Reply::Other(None), good()], tried),
        (
            "anything transient",
            vec![Reply::Other(transient), good()],
            tried,
        ),
        ("torn body", vec![Reply::TornBody, good()], tried),
        ("bad body", vec![Reply::http(200, "{"), good()], tried),
    ]
}

fn timeouts() -> Vec<Trial> {
    const LIMIT: Duration = Duration::from_secs(2);
    fn per_attempt() -> TimeoutConfigBuilder {
        TimeoutConfig::builder().operation_attempt_timeout(LIMIT)
    }
    let silence = vec![Reply::Silence];
    vec![
        ("operation timeout", silence.clone(), |c| {
            let timeouts = TimeoutConfig::builder().operation_timeout(LIMIT);
            tried(c).timeout_config(timeouts.build())
        }),
        ("attempt timeout", silence.clone(), |c| {
            tried(c).timeout_config(per_attempt().build())
        }),
        (
            "attempt timeout, then an answer",
            vec![Reply::Silence, good()],
            |c| tried(c).timeout_config(per_attempt().build()),
        ),
        ("both timeouts", silence, |c| {
            let timeouts = per_attempt().operation_timeout(Duration::from_secs(3));
            tried(c).timeout_config(timeouts.build())
        }),
    ]
}

fn classifiers() -> Vec<Trial> {
    let bad_request = Reply::http(400, "{\"code\":\"BadRequestException\"}");
    let not_found = Reply::http(503, "{\"code\":\"NotFoundException\"}");
    vec![
        ("classifier asks for more", vec![bad_request, good()], |c| {
            tried(c).retry_classifier(OwnError)
        }),
        ("classifier forbids", vec![not_found, good()], |c| {
            tried(c).retry_classifier(OwnError)
        }),
    ]
}

/// Retries what the operation's own error type tells to be a bad request; forbids it for what is not
/// found.
#[derive(Debug)]
struct OwnError;

impl ClassifyRetry for OwnError {
    fn name(&self) -> &'static str {
        "OwnError"
    }

    fn classify_retry(&self, context: &InterceptorContext) -> RetryAction {
        let error = context.output_or_error().and_then(Result::err);
        let error = error.and_then(|error| error.as_operation_error());
        match error.and_then(|error| error.downcast_ref::<GetTokenError>()) {
            Some(GetTokenError::BadRequestException(_)) => RetryAction::transient_error(),
            Some(GetTokenError::NotFoundException(_)) => RetryAction::RetryForbidden,
            _ => RetryAction::NoActionIndicated,
        }
    }

    fn priority(&self) -> RetryClassifierPriority {
        RetryClassifierPriority::run_after(RetryClassifierPriority::transient_error_classifier())
    }
}

/// Changes input, output and error through their own types.
#[derive(Debug)]
struct Rewriter;

impl Intercept for Rewriter {
    fn name(&self) -> &'static str {
        "Rewriter"
    }

    fn modify_before_serialization(
        &self,
        context: &mut BeforeSerializationInterceptorContextMut<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let input = context.input_mut().downcast_mut::<GetTokenInput>();
        input.ok_or("the input is not of its type")?.app_id = Some("rewritten".to_owned());
        Ok(())
    }

    fn modify_before_completion(
        &self,
        context: &mut FinalizerInterceptorContextMut<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        match context.output_or_error_mut() {
            Some(Ok(output)) => {
                let output = output.downcast_mut::<GetTokenOutput>();
                output.ok_or("the output is not of its type")?.ttl = Some("rewritten".to_owned());
            }
            Some(Err(error)) => {
                let error = error.as_operation_error();
                let error = error.and_then(|error| error.downcast_ref::<GetTokenError>());
                error.ok_or("the error is not of its type")?;
            }
            None => return Err("there is no result".into()),
        }
        Ok(())
    }
}

/// Fails before the request is made.
#[derive(Debug)]
struct Failing;

impl Intercept for Failing {
    fn name(&self) -> &'static str {
        "Failing"
    }

    fn modify_before_serialization(
        &self,
        _: &mut BeforeSerializationInterceptorContextMut<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        Err("on purpose".into())
    }
}
