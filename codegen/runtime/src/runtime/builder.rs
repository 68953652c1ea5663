//! Builders. A structure's builder and an operation's fluent builder are one type in two stages, so
//! that each setter is written once and compiled only where it is called.

use std::fmt::Debug;
use std::sync::Arc;

use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::SdkError;

use super::client::{Client, Handle};
use super::customize::{BoxFuture, CustomizableOperation, CustomizableSend, SendResult};
use super::operation::{self, Input, Operation};
use super::plugins::call_plugins;
use super::value::Structure;

/// Builds a `T`, a member at a time. In the stage [`Detached`] it ends in `build()`; in the stage
/// [`Attached`] it belongs to a client and ends in `send()`.
///
/// Its own methods are those that users call, since a member of the model may have any other name.
pub struct Builder<T: Structure, S = Detached<T>> {
    pub(crate) stage: S,
    target: std::marker::PhantomData<fn() -> T>,
}

/// Where a [`Builder`] keeps the members that were set.
pub trait Stage<T: Structure> {
    /// The members that were set.
    fn draft(&self) -> &T::Draft;
    /// The members that were set, to set more.
    fn draft_mut(&mut self) -> &mut T::Draft;
}

/// The stage of a builder that stands alone.
pub struct Detached<T: Structure>(pub(crate) T::Draft);

impl<T: Structure> Stage<T> for Detached<T> {
    fn draft(&self) -> &T::Draft {
        &self.0
    }

    fn draft_mut(&mut self) -> &mut T::Draft {
        &mut self.0
    }
}

/// The stage of a builder that a client's method returned: it can send what it builds.
pub struct Attached<O: Operation> {
    input: Builder<O::Input>,
    handle: Arc<Handle>,
    config_override: Option<crate::config::Builder>,
}

impl<O: Operation> Stage<O::Input> for Attached<O> {
    fn draft(&self) -> &<O::Input as Structure>::Draft {
        &self.input.stage.0
    }

    fn draft_mut(&mut self) -> &mut <O::Input as Structure>::Draft {
        &mut self.input.stage.0
    }
}

impl<T: Structure> Default for Builder<T> {
    fn default() -> Self {
        with_stage(Detached(T::Draft::default()))
    }
}

/// A builder in the given stage.
pub(super) fn with_stage<T: Structure, S>(stage: S) -> Builder<T, S> {
    Builder {
        stage,
        target: std::marker::PhantomData,
    }
}

/// The fluent builder of a client's method, with the input as it is so far.
pub(crate) fn attach<O: Operation>(
    client: &Client,
    input: Builder<O::Input>,
) -> Builder<O::Input, Attached<O>> {
    with_stage(Attached {
        input,
        handle: client.handle.clone(),
        config_override: None,
    })
}

/// The client's part and the input of a fluent builder.
pub(crate) fn detach<O: Operation>(
    builder: Builder<O::Input, Attached<O>>,
) -> (Arc<Handle>, Builder<O::Input>) {
    (builder.stage.handle, builder.stage.input)
}

impl<T: Structure, S: Clone> Clone for Builder<T, S> {
    fn clone(&self) -> Self {
        with_stage(self.stage.clone())
    }
}

impl<T: Structure<Draft: Clone>> Clone for Detached<T> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<T: Structure<Draft: PartialEq>> PartialEq for Builder<T> {
    fn eq(&self, other: &Self) -> bool {
        self.stage.0 == other.stage.0
    }
}

impl<T: Structure<Draft: Debug>> Debug for Builder<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Builder").field(&self.stage.0).finish()
    }
}

/// The outcome of an operation.
type Sent<O> = Result<<O as Operation>::Output, SdkError<<O as Operation>::Error, HttpResponse>>;

impl<T: Input> Builder<T> {
    /// Sends a request with this input.
    ///
    /// # Errors
    /// As the fluent builder's `send`.
    pub async fn send_with(self, client: &Client) -> Sent<T::Operation> {
        attach::<T::Operation>(client, self).send().await
    }
}

impl<O: Operation> Builder<O::Input, Attached<O>> {
    /// The input as it is so far.
    pub fn as_input(&self) -> &Builder<O::Input> {
        &self.stage.input
    }

    /// Sends the request and returns the response.
    ///
    /// Failures that may pass are retried as the client's
    /// [`RetryConfig`](crate::config::retry::RetryConfig) says: twice, unless it was changed.
    ///
    /// # Errors
    /// [`SdkError`] says how far the call came: the request could not be built, could not be sent,
    /// was not answered in time, or was answered with an error of the service.
    pub async fn send(self) -> Sent<O> {
        let Attached {
            input,
            handle,
            config_override,
        } = self.stage;
        let input = O::build(input).map_err(SdkError::construction_failure)?;
        let plugins = call_plugins::<O>(&handle, config_override);
        operation::invoke::<O>(&plugins, input).await
    }

    /// Lets this one call differ from the client's other calls.
    pub fn customize(self) -> CustomizableOperation<O::Output, O::Error, Self> {
        CustomizableOperation::new(self)
    }
}

impl<O: Operation> CustomizableSend<O::Output, O::Error> for Builder<O::Input, Attached<O>> {
    fn send(
        mut self,
        config_override: crate::config::Builder,
    ) -> BoxFuture<SendResult<O::Output, O::Error>> {
        self.stage.config_override = Some(config_override);
        Box::pin(Self::send(self))
    }
}

impl<O: Operation> Clone for Attached<O>
where
    Builder<O::Input>: Clone,
{
    fn clone(&self) -> Self {
        Self {
            input: self.input.clone(),
            handle: self.handle.clone(),
            config_override: self.config_override.clone(),
        }
    }
}

impl<O: Operation> Debug for Builder<O::Input, Attached<O>>
where
    Builder<O::Input>: Debug,
{
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("FluentBuilder")
            .field("operation", &O::INFO.name)
            .field("input", &self.stage.input)
            .field("config_override", &self.stage.config_override)
            .finish_non_exhaustive()
    }
}
