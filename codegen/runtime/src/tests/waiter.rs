//! Waiters, on a service in memory and a clock that jumps.
#![allow(
    dead_code,
    reason = "every operation and error has more than waiters use"
)]

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use aws_credential_types::Credentials;
use aws_smithy_async::time::TimeSource;
use aws_smithy_runtime_api::client::behavior_version::BehaviorVersion;
use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_runtime_api::client::waiters::error::WaiterError;
use aws_smithy_types::body::SdkBody;
use aws_smithy_types::error::operation::BuildError;
use aws_smithy_types::retry::RetryConfig;
use aws_types::region::Region;

use crate::Client;
use crate::runtime::json::Json;
use crate::runtime::schema::{Shape, boolean, input, list, map, string, structure};
use crate::runtime::waiter::prelude::*;
use crate::runtime::waiter::{Matcher, Waiter, WaiterInfo, Waiting, attach, wait};
use crate::runtime::{
    Builder, Draft, ErrorEnum, ErrorReader, Members, ModeledError, Operation, OperationError,
    OperationInfo, Outcome, OutputStructure, Slots, Structure, Unhandled, operation,
    operation_error,
};

/// An operation as the generator prints it.
#[derive(Clone, Debug, Default)]
struct GetKiln;

impl Operation for GetKiln {
    const INFO: &'static OperationInfo = &OperationInfo::new::<Self>("GetKiln");
    type Input = GetKilnInput;
    type Output = GetKilnOutput;
    type Error = GetKilnError;

    fn build(builder: Builder<GetKilnInput>) -> Result<GetKilnInput, BuildError> {
        Ok(builder.stage.0)
    }
}

operation!(GetKiln);

#[derive(Clone, Debug, Default, PartialEq)]
struct GetKilnInput {
    id: Option<String>,
}

impl Structure for GetKilnInput {
    type Draft = Self;
    const SHAPE: &'static Shape = {
        static SHAPE: Shape = input(
            "test#GetKilnInput",
            "GET",
            "/kilns/{Id}",
            &[string("Id").label()],
        );
        &SHAPE
    };

    fn values(&self, members: &mut dyn Members) -> Outcome {
        members.take(&[&self.id])
    }

    fn from_response(draft: Self) -> Self {
        draft
    }
}

impl Draft for GetKilnInput {
    fn slots(&mut self, slots: &mut Slots<'_>) -> Outcome {
        slots.fill(&mut [&mut self.id])
    }
}

#[derive(Clone, Debug, Default, PartialEq)]
struct GetKilnOutput {
    id: Option<String>,
    state: Option<String>,
    cold: Option<bool>,
    pieces: Option<Vec<String>>,
    notes: Option<HashMap<String, String>>,
}

impl Structure for GetKilnOutput {
    type Draft = Self;
    const SHAPE: &'static Shape = {
        static SHAPE: Shape = structure(
            "test#GetKilnOutput",
            &[
                string("Id"),
                string("State").json_name("state"),
                boolean("Cold"),
                list("Pieces", &string("member")),
                map("Notes", &string("key"), &string("value")),
            ],
        );
        &SHAPE
    };

    fn values(&self, members: &mut dyn Members) -> Outcome {
        members.take(&[&self.id, &self.state, &self.cold, &self.pieces, &self.notes])
    }

    fn from_response(draft: Self) -> Self {
        draft
    }
}

impl Draft for GetKilnOutput {
    fn slots(&mut self, slots: &mut Slots<'_>) -> Outcome {
        slots.fill(&mut [
            &mut self.id,
            &mut self.state,
            &mut self.cold,
            &mut self.pieces,
            &mut self.notes,
        ])
    }
}

impl OutputStructure for GetKilnOutput {
    fn set_request_id(_: &mut Self, _: Option<String>) {}
}

#[derive(Debug)]
enum GetKilnError {
    Unhandled(Unhandled),
}

impl ErrorEnum for GetKilnError {
    fn modeled(&self) -> Result<&dyn ModeledError, &Unhandled> {
        let Self::Unhandled(inner) = self;
        Err(inner)
    }

    fn from_unhandled(unhandled: Unhandled) -> Self {
        Self::Unhandled(unhandled)
    }
}

impl OperationError for GetKilnError {
    fn read(reader: ErrorReader<'_>) -> Result<Self, Unhandled> {
        Err(reader.unhandled())
    }
}

operation_error!(GetKilnError);

/// A waiter of a single expression, as the generator prints it.
struct Ready;

impl Waiter for Ready {
    type Operation = GetKiln;
    const INFO: &'static WaiterInfo = &waiter(
        2,
        10,
        &[
            success(Output(&[Field("State")], StringEquals, "READY")),
            failure(Output(&[Field("State")], StringEquals, "BROKEN")),
            retry(ErrorType("KilnNotFound")),
            failure(ErrorType("KilnSold")),
        ],
    );
}

/// Answers with a status, a code of an error and a body; the last of its answers again and again.
#[derive(Clone, Debug)]
struct Server(Arc<Mutex<VecDeque<Answer>>>);

type Answer = (u16, &'static str, &'static str);

const HEATING: Answer = (200, "", r#"{"state": "HEATING"}"#);
const READY: Answer = (200, "", r#"{"state": "READY"}"#);
const BROKEN: Answer = (200, "", r#"{"state": "BROKEN"}"#);
const NOT_FOUND: Answer = (404, "KilnNotFound", "{}");
const SOLD: Answer = (410, "KilnSold", "{}");
const DENIED: Answer = (403, "AccessDenied", "{}");

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
        let agent = request
            .headers()
            .get("x-amz-user-agent")
            .unwrap_or_default();
        assert!(agent.contains("m/B") || agent.contains(",B"), "{agent}");
        let mut answers = self.0.lock().expect("no test panics while it holds it");
        let (status, code, body) = match answers.len() {
            0 | 1 => answers[0],
            _ => answers.pop_front().expect("there are two"),
        };
        let status = status.try_into().expect("the tests use real statuses");
        let mut response = HttpResponse::new(status, SdkBody::from(body));
        response.headers_mut().insert("x-amzn-errortype", code);
        HttpConnectorFuture::ready(Ok(response))
    }
}

/// Tokio's clock, which jumps to the end of every pause.
#[derive(Debug)]
struct Clock(tokio::time::Instant);

impl TimeSource for Clock {
    fn now(&self) -> SystemTime {
        SystemTime::UNIX_EPOCH + self.0.elapsed()
    }
}

fn begin(answers: &[Answer]) -> Builder<GetKilnInput, Waiting<Ready>> {
    let answers = answers.iter().copied().collect();
    let config = crate::Config::builder()
        .http_client(Server(Arc::new(Mutex::new(answers))))
        .time_source(Clock(tokio::time::Instant::now()))
        .retry_config(RetryConfig::disabled())
        .region(Region::from_static("eu-west-1"))
        .credentials_provider(Credentials::for_tests())
        .behavior_version(BehaviorVersion::latest())
        .build();
    let mut builder = attach::<Ready>(&Client::from_conf(config));
    crate::runtime::Stage::draft_mut(&mut builder.stage).id = Some("k1".to_owned());
    builder
}

async fn run(
    answers: &[Answer],
) -> Result<Result<GetKilnOutput, String>, WaiterError<GetKilnOutput, GetKilnError>> {
    let poll = wait(begin(answers), Duration::from_secs(60)).await?;
    Ok(poll.into_result().map_err(|error| error.to_string()))
}

#[tokio::test(start_paused = true)]
async fn goes_on_until_it_succeeds() {
    let start = tokio::time::Instant::now();
    let output = run(&[NOT_FOUND, HEATING, HEATING, READY]).await;
    let output = output
        .expect("it becomes ready")
        .expect("the last call succeeds");
    assert_eq!(output.state.as_deref(), Some("READY"));
    let elapsed = start.elapsed().as_secs();
    assert!((6..=2 + 4 + 8).contains(&elapsed), "{elapsed} s of pauses");
}

#[tokio::test(start_paused = true)]
async fn fails_where_the_model_says_so() {
    let error = run(&[HEATING, BROKEN, READY]).await.expect_err("it breaks");
    let WaiterError::FailureState(context) = error else {
        panic!("{error:?}");
    };
    let poll = context.into_final_poll().into_result();
    assert_eq!(
        poll.expect("a call succeeded").state.as_deref(),
        Some("BROKEN")
    );
    let error = run(&[HEATING, SOLD]).await.expect_err("it is sold");
    assert!(matches!(error, WaiterError::FailureState(_)), "{error:?}");
}

#[tokio::test(start_paused = true)]
async fn fails_where_the_model_says_nothing() {
    let error = run(&[HEATING, DENIED, READY])
        .await
        .expect_err("it is denied");
    let WaiterError::OperationFailed(context) = error else {
        panic!("{error:?}");
    };
    let code = aws_smithy_types::error::metadata::ProvideErrorMetadata::code(context.error());
    assert_eq!(code, Some("AccessDenied"));
}

#[tokio::test(start_paused = true)]
async fn gives_up_in_time() {
    let start = tokio::time::Instant::now();
    let error = run(&[HEATING]).await.expect_err("it is never ready");
    let WaiterError::ExceededMaxWait(context) = error else {
        panic!("{error:?}");
    };
    assert_eq!(context.max_wait(), Duration::from_secs(60));
    assert!(context.poll_count() > 6, "{context:?}");
    assert_eq!(start.elapsed().as_secs(), 60);
}

#[tokio::test(start_paused = true)]
async fn builders_and_futures_have_the_usual_traits() {
    fn assert_send<T: Send>(value: T) -> T {
        value
    }
    let builder = begin(&[READY]);
    let copy = builder.clone();
    assert_eq!(copy.as_input(), builder.as_input());
    assert!(format!("{builder:?}").contains("k1"));
    let poll = assert_send(wait(builder, Duration::from_secs(1))).await;
    assert!(poll.is_ok());
}

/// Whether `matcher` matches what an operation with the input `k1` came to.
fn matches(matcher: Matcher, outcome: Result<GetKilnOutput, &str>) -> bool {
    let input = GetKilnInput {
        id: Some("k1".to_owned()),
    };
    matcher.matches(&match &outcome {
        Ok(output) => crate::runtime::waiter::Poll::Success {
            input: Json::of(&input),
            output: Json::of(output),
        },
        Err(code) => crate::runtime::waiter::Poll::Error(Some(code)),
    })
}

fn output(pieces: &[&str]) -> GetKilnOutput {
    GetKilnOutput {
        id: Some("k1".to_owned()),
        state: Some("READY".to_owned()),
        cold: Some(false),
        pieces: Some(pieces.iter().map(|piece| (*piece).to_owned()).collect()),
        notes: Some(HashMap::from([("a".to_owned(), "x".to_owned())])),
    }
}

#[test]
fn every_comparator() {
    let pieces = |comparator| Output(&[Field("Pieces"), Each], comparator, "cup");
    let table: &[(&str, Matcher, &[&str], bool)] = &[
        (
            "a string",
            Output(&[Field("State")], StringEquals, "READY"),
            &[],
            true,
        ),
        (
            "another",
            Output(&[Field("State")], StringEquals, "ready"),
            &[],
            false,
        ),
        (
            "no string",
            Output(&[Field("Cold")], StringEquals, "false"),
            &[],
            false,
        ),
        (
            "a boolean",
            Output(&[Field("Cold")], BooleanEquals, "false"),
            &[],
            true,
        ),
        (
            "the other",
            Output(&[Field("Cold")], BooleanEquals, "true"),
            &[],
            false,
        ),
        (
            "no boolean",
            Output(&[Field("Gone")], BooleanEquals, "false"),
            &[],
            false,
        ),
        ("all", pieces(AllStringEquals), &["cup", "cup"], true),
        ("not all", pieces(AllStringEquals), &["cup", "jug"], false),
        ("none", pieces(AllStringEquals), &[], false),
        ("any", pieces(AnyStringEquals), &["jug", "cup"], true),
        ("not any", pieces(AnyStringEquals), &["jug"], false),
        (
            "no list",
            Output(&[Field("State")], AnyStringEquals, "READY"),
            &[],
            false,
        ),
        (
            "a map",
            Output(&[Field("Notes"), EachValue], AnyStringEquals, "x"),
            &[],
            true,
        ),
    ];
    for (name, matcher, pieces, expected) in table {
        let poll = crate::runtime::waiter::Poll::Success {
            input: Json::Null,
            output: Json::of(&output(pieces)),
        };
        assert_eq!(matcher.matches(&poll), *expected, "{name}");
    }
}

#[test]
fn every_matcher() {
    const SAME: &[crate::runtime::jmespath::Step] = &[Equal(
        &[Field("input"), Field("Id")],
        &[Field("output"), Field("Id")],
    )];
    let both = || InputOutput(SAME, BooleanEquals, "true");
    let state = || Output(&[Field("State")], StringEquals, "READY");
    assert!(matches(both(), Ok(output(&[]))));
    assert!(!matches(both(), Ok(GetKilnOutput::default())));
    assert!(!matches(both(), Err("KilnSold")));
    assert!(!matches(state(), Err("KilnSold")));
    assert!(matches(Success(true), Ok(output(&[]))));
    assert!(!matches(Success(true), Err("KilnSold")));
    assert!(matches(Success(false), Err("KilnSold")));
    assert!(!matches(Success(false), Ok(output(&[]))));
    assert!(matches(ErrorType("KilnSold"), Err("KilnSold")));
    assert!(!matches(ErrorType("KilnSold"), Err("Other")));
    assert!(!matches(ErrorType("KilnSold"), Ok(output(&[]))));
}
