//! One call that differs from the client's other calls.

use std::fmt::Debug;
use std::future::Future;
use std::marker::PhantomData;
use std::pin::Pin;

use aws_smithy_runtime::client::interceptors::{MapRequestInterceptor, MutateRequestInterceptor};
use aws_smithy_runtime_api::client::interceptors::{Intercept, SharedInterceptor};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::result::SdkError;

/// A future that can be awaited anywhere.
pub type BoxFuture<T> = Pin<Box<dyn Future<Output = T> + Send>>;
/// The outcome of an operation.
pub type SendResult<T, E> = Result<T, SdkError<E, HttpResponse>>;

/// What a [`CustomizableOperation`] sends in the end.
pub trait CustomizableSend<T, E>: Send + Sync {
    /// Sends the request under the given configuration.
    fn send(self, config_override: crate::config::Builder) -> BoxFuture<SendResult<T, E>>;
}

/// An operation that is adjusted before it is sent; made by a fluent builder's `customize()`.
pub struct CustomizableOperation<T, E, B> {
    sender: B,
    config_override: Option<crate::config::Builder>,
    interceptors: Vec<SharedInterceptor>,
    outcome: PhantomData<(T, E)>,
}

impl<T, E, B: Debug> Debug for CustomizableOperation<T, E, B> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("CustomizableOperation")
            .field("sender", &self.sender)
            .field("config_override", &self.config_override)
            .field("interceptors", &self.interceptors)
            .finish()
    }
}

impl<T, E, B> CustomizableOperation<T, E, B> {
    pub(crate) fn new(sender: B) -> Self {
        Self {
            sender,
            config_override: None,
            interceptors: Vec::new(),
            outcome: PhantomData,
        }
    }

    /// Adds an [interceptor](Intercept) to this call. It runs beside those of the client and of
    /// [`config_override`](Self::config_override), in no promised order.
    pub fn interceptor(mut self, interceptor: impl Intercept + 'static) -> Self {
        self.interceptors.push(SharedInterceptor::new(interceptor));
        self
    }

    /// Replaces the request, before it is signed, by what `f` makes of it. An error of `f` fails the
    /// call.
    pub fn map_request<F, MapE>(self, f: F) -> Self
    where
        F: Fn(HttpRequest) -> Result<HttpRequest, MapE> + Send + Sync + 'static,
        MapE: std::error::Error + Send + Sync + 'static,
    {
        self.interceptor(MapRequestInterceptor::new(f))
    }

    /// Changes the request before it is signed.
    pub fn mutate_request<F>(self, f: F) -> Self
    where
        F: Fn(&mut HttpRequest) + Send + Sync + 'static,
    {
        self.interceptor(MutateRequestInterceptor::new(f))
    }

    /// Overrides the client's configuration for this call: what the given configuration sets wins,
    /// what it leaves unset stays as the client has it.
    pub fn config_override(mut self, config_override: impl Into<crate::config::Builder>) -> Self {
        self.config_override = Some(config_override.into());
        self
    }

    /// Sends the request and returns the response.
    ///
    /// # Errors
    /// As the fluent builder's `send`.
    pub async fn send(self) -> SendResult<T, E>
    where
        E: std::error::Error + Send + Sync + 'static,
        B: CustomizableSend<T, E>,
    {
        let mut config_override = self.config_override.unwrap_or_default();
        for interceptor in self.interceptors {
            config_override.push_interceptor(interceptor);
        }
        self.sender.send(config_override).await
    }
}
