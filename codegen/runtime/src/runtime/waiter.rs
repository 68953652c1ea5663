//! Calls an operation until something has come true (`smithy.waiters#waitable`).

use std::fmt::Debug;
use std::sync::Arc;
use std::time::Duration;

use aws_smithy_runtime::client::sdk_feature::SmithySdkFeature;
use aws_smithy_runtime::client::waiters::{
    AcceptorState, WaiterOrchestrator, attach_waiter_tracing_span,
};
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::{CreateUnhandledError, SdkError};
use aws_smithy_runtime_api::client::waiters::FinalPoll;
use aws_smithy_runtime_api::client::waiters::error::WaiterError;
use aws_smithy_types::config_bag::ConfigBag;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;

use super::builder::{Builder, Stage, with_stage};
use super::client::{Client, Handle};
use super::interceptors::feature_plugin;
use super::jmespath::{self, Path};
use super::json::Json;
use super::operation::{self, Operation};
use super::plugins::call_plugins;
use super::value::Structure;

/// What emitted waiters are written with.
pub(crate) mod prelude {
    pub(crate) use super::super::jmespath::{Function::*, Step::*};
    pub(crate) use super::{Comparator::*, Matcher::*, failure, retry, success, waiter};
}

/// A modelled waiter.
pub trait Waiter: 'static {
    /// The operation that it calls.
    type Operation: Operation<Input: Clone, Error: CreateUnhandledError>;
    /// When it calls it, and what follows from the outcome.
    const INFO: &'static WaiterInfo;
}

/// The description of a [`Waiter`].
#[derive(Debug)]
pub struct WaiterInfo {
    min_delay: Duration,
    max_delay: Duration,
    acceptors: &'static [Acceptor],
}

/// A waiter that pauses for `min_delay` to `max_delay` seconds. The first of `acceptors` that matches
/// an outcome decides.
pub(crate) const fn waiter(
    min_delay: u64,
    max_delay: u64,
    acceptors: &'static [Acceptor],
) -> WaiterInfo {
    WaiterInfo {
        min_delay: Duration::from_secs(min_delay),
        max_delay: Duration::from_secs(max_delay),
        acceptors,
    }
}

/// What follows from an outcome that matches.
#[derive(Debug)]
pub struct Acceptor {
    state: AcceptorState,
    matcher: Matcher,
}

/// The waiter succeeds if the outcome matches.
pub(crate) const fn success(matcher: Matcher) -> Acceptor {
    let state = AcceptorState::Success;
    Acceptor { state, matcher }
}

/// The waiter fails if the outcome matches.
pub(crate) const fn failure(matcher: Matcher) -> Acceptor {
    let state = AcceptorState::Failure;
    Acceptor { state, matcher }
}

/// The waiter goes on if the outcome matches.
pub(crate) const fn retry(matcher: Matcher) -> Acceptor {
    let state = AcceptorState::Retry;
    Acceptor { state, matcher }
}

/// What an outcome is held against.
#[derive(Debug)]
pub enum Matcher {
    /// Whether the operation succeeded.
    Success(bool),
    /// The code of the error.
    ErrorType(&'static str),
    /// A value of the output: where it is, and what it has to be.
    Output(&'static [jmespath::Step], Comparator, &'static str),
    /// A value of `{input, output}`.
    InputOutput(&'static [jmespath::Step], Comparator, &'static str),
}

/// How a value is compared with what is expected.
#[derive(Clone, Copy, Debug)]
#[allow(clippy::enum_variant_names, reason = "the names are Smithy's")]
pub enum Comparator {
    /// It is the text.
    StringEquals,
    /// It is the boolean.
    BooleanEquals,
    /// It is a list of the text, and not empty.
    AllStringEquals,
    /// It is a list with the text in it.
    AnyStringEquals,
}

/// What a call came to.
pub(crate) enum Poll<'a> {
    Success {
        input: Json,
        output: Json,
    },
    /// The code of the error.
    Error(Option<&'a str>),
}

impl WaiterInfo {
    /// What follows from a call.
    pub(crate) fn state(&self, poll: &Poll<'_>) -> AcceptorState {
        let mut acceptors = self.acceptors.iter();
        let found = acceptors.find(|acceptor| acceptor.matcher.matches(poll));
        found.map_or(AcceptorState::NoAcceptorsMatched, |acceptor| acceptor.state)
    }
}

impl Matcher {
    pub(crate) fn matches(&self, poll: &Poll<'_>) -> bool {
        match (self, poll) {
            (Self::Success(success), poll) => matches!(poll, Poll::Success { .. }) == *success,
            (Self::ErrorType(wanted), Poll::Error(code)) => *code == Some(wanted),
            (Self::Output(path, comparator, expected), Poll::Success { output, .. }) => {
                comparator.holds(path, output, expected)
            }
            (Self::InputOutput(path, comparator, expected), Poll::Success { input, output }) => {
                let both = [("input", input), ("output", output)];
                let both = Json::object(both.map(|(name, value)| (name.into(), value.clone())));
                comparator.holds(path, &both, expected)
            }
            _ => false,
        }
    }
}

impl Comparator {
    fn holds(self, path: Path, root: &Json, expected: &str) -> bool {
        let is_expected = |value: &Json| *value == Json::text(expected);
        match (self, jmespath::evaluate(path, root)) {
            (Self::StringEquals, value) => is_expected(&value),
            (Self::BooleanEquals, value) => value == Json::Bool(expected == "true"),
            (Self::AllStringEquals, Json::List(items)) => {
                !items.is_empty() && items.iter().all(is_expected)
            }
            (Self::AnyStringEquals, Json::List(items)) => items.iter().any(is_expected),
            _ => false,
        }
    }
}

type Input<W> = <<W as Waiter>::Operation as Operation>::Input;
type Output<W> = <<W as Waiter>::Operation as Operation>::Output;
type Error<W> = <<W as Waiter>::Operation as Operation>::Error;
type Waited<W> = Result<
    FinalPoll<Output<W>, SdkError<Error<W>, HttpResponse>>,
    WaiterError<Output<W>, Error<W>>,
>;

/// The stage of a builder that ends in `wait()`.
pub struct Waiting<W: Waiter> {
    input: Builder<Input<W>>,
    handle: Arc<Handle>,
}

impl<W: Waiter> Stage<Input<W>> for Waiting<W> {
    fn draft(&self) -> &<Input<W> as Structure>::Draft {
        &self.input.stage.0
    }

    fn draft_mut(&mut self) -> &mut <Input<W> as Structure>::Draft {
        &mut self.input.stage.0
    }
}

impl<W: Waiter> Builder<Input<W>, Waiting<W>> {
    /// The input as it is so far.
    pub fn as_input(&self) -> &Builder<Input<W>> {
        &self.stage.input
    }
}

impl<W: Waiter> Clone for Waiting<W>
where
    Builder<Input<W>>: Clone,
{
    fn clone(&self) -> Self {
        Self {
            input: self.input.clone(),
            handle: self.handle.clone(),
        }
    }
}

impl<W: Waiter> Debug for Builder<Input<W>, Waiting<W>>
where
    Builder<Input<W>>: Debug,
{
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("WaiterFluentBuilder")
            .field("operation", &W::Operation::INFO.name)
            .field("input", &self.stage.input)
            .finish_non_exhaustive()
    }
}

/// The builder of a method `wait_until_..` of the client.
pub(crate) fn attach<W: Waiter>(client: &Client) -> Builder<Input<W>, Waiting<W>> {
    with_stage(Waiting {
        input: Builder::default(),
        handle: client.handle.clone(),
    })
}

/// Calls the operation until an outcome decides, for `max_wait` at most.
pub(crate) async fn wait<W: Waiter>(
    builder: Builder<Input<W>, Waiting<W>>,
    max_wait: Duration,
) -> Waited<W> {
    let Waiting { input, handle } = builder.stage;
    let input = W::Operation::build(input).map_err(WaiterError::construction_failure)?;
    let plugins = call_plugins::<W::Operation>(&handle, None)
        .with_operation_plugin(feature_plugin(SmithySdkFeature::Waiter));
    let time = plugins
        .apply_client_configuration(&mut ConfigBag::base())
        .map_err(WaiterError::construction_failure)?
        .into_time_components();
    let missing =
        |what| move || WaiterError::construction_failure(format!("waiting needs a {what}"));
    let waiter = WaiterOrchestrator::builder()
        .min_delay(W::INFO.min_delay)
        .max_delay(W::INFO.max_delay)
        .max_wait(max_wait)
        .sleep_impl(time.sleep_impl().ok_or_else(missing("`sleep_impl`"))?)
        .time_source(time.time_source().ok_or_else(missing("`time_source`"))?)
        .acceptor(|outcome: Result<&Output<W>, &Error<W>>| {
            W::INFO.state(&match outcome {
                Ok(output) => Poll::Success {
                    input: Json::of(&input),
                    output: Json::of(output),
                },
                Err(error) => Poll::Error(ProvideErrorMetadata::code(error)),
            })
        })
        .operation(|| operation::invoke::<W::Operation>(&plugins, input.clone()))
        .build();
    attach_waiter_tracing_span(waiter.orchestrate()).await
}
