//! Calls an operation page after page (`smithy.api#paginated`).

use std::sync::Arc;

use aws_smithy_async::future::pagination_stream::fn_stream::FnStream;
use aws_smithy_async::future::pagination_stream::{PaginationStream, TryFlatMap};
use aws_smithy_runtime::client::sdk_feature::SmithySdkFeature;
use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::interceptors::context::BeforeSerializationInterceptorContextMut;
use aws_smithy_runtime_api::client::interceptors::{Intercept, dyn_dispatch_hint};
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_runtime_api::client::runtime_components::{
    RuntimeComponents, RuntimeComponentsBuilder,
};
use aws_smithy_runtime_api::client::runtime_plugin::StaticRuntimePlugin;
use aws_smithy_types::config_bag::ConfigBag;

use super::builder::{Attached, Builder, detach};
use super::client::Handle;
use super::operation::{self, Operation};
use super::plugins::call_plugins;
use super::value::Structure;

/// An operation whose output comes in pages.
pub trait Paginated: Operation<Input: Clone> {
    /// What names a page.
    type Token: Clone + PartialEq + Send + Sync;
    /// The token of the page that follows `output`; none after the last page.
    fn next_token(output: &Self::Output) -> Option<&Self::Token>;
    /// The place of the token in the input.
    fn token(input: &mut Self::Input) -> &mut Option<Self::Token>;
}

/// A paginated operation whose pages hold a list.
pub trait PaginatedItems: Paginated {
    /// An element of the list.
    type Item: Send + 'static;
    /// The list of a page.
    fn items(output: Self::Output) -> Vec<Self::Item>;
}

/// A paginated operation that takes the size of a page.
pub trait PageSize: Paginated {
    /// Sets the size of a page in the input under construction.
    fn set_page_size(draft: &mut <Self::Input as Structure>::Draft, limit: i32);
}

/// The outcome of reading a page or an item.
type Read<T, O> = Result<T, SdkError<<O as Operation>::Error, HttpResponse>>;

/// Calls the operation `O` page after page; made by a fluent builder's `into_paginator()`.
#[derive(Debug)]
pub struct Paginator<O: Operation> {
    handle: Arc<Handle>,
    input: Builder<O::Input>,
    stop_on_duplicate_token: bool,
}

impl<O: Paginated> Paginator<O> {
    pub(crate) fn new(builder: Builder<O::Input, Attached<O>>) -> Self {
        let (handle, input) = detach(builder);
        Self {
            handle,
            input,
            stop_on_duplicate_token: true,
        }
    }

    /// Sets how many items the service puts into a page at most.
    pub fn page_size(mut self, limit: i32) -> Self
    where
        O: PageSize,
    {
        O::set_page_size(&mut self.input.stage.0, limit);
        self
    }

    /// Reads the items of all pages, rather than the pages.
    pub fn items(self) -> PaginatorItems<O>
    where
        O: PaginatedItems,
    {
        PaginatorItems(self)
    }

    /// Whether to stop when the service returns the token that it was given, which would repeat the
    /// page forever. It is so unless changed; who follows a growing log may want to go on.
    pub fn stop_on_duplicate_token(mut self, stop_on_duplicate_token: bool) -> Self {
        self.stop_on_duplicate_token = stop_on_duplicate_token;
        self
    }

    /// The stream of pages. A page is requested when it is awaited, not before.
    pub fn send(self) -> PaginationStream<Read<O::Output, O>> {
        PaginationStream::new(FnStream::new(move |pages| {
            Box::pin(async move {
                let plugins =
                    call_plugins::<O>(&self.handle, None).with_operation_plugin(feature_plugin());
                let mut input = match O::build(self.input) {
                    Ok(input) => input,
                    Err(error) => {
                        // A receiver that is gone wants no error.
                        let _ = pages.send(Err(SdkError::construction_failure(error))).await;
                        return;
                    }
                };
                loop {
                    let page = operation::invoke::<O>(&plugins, input.clone()).await;
                    let next = page.as_ref().ok().and_then(O::next_token).cloned();
                    if pages.send(page).await.is_err() {
                        return;
                    }
                    let token = O::token(&mut input);
                    if next.is_none() || (self.stop_on_duplicate_token && *token == next) {
                        return;
                    }
                    *token = next;
                }
            })
        }))
    }
}

/// Reads the items of all pages; made by [`Paginator::items`].
#[derive(Debug)]
pub struct PaginatorItems<O: Operation>(Paginator<O>);

impl<O: PaginatedItems> PaginatorItems<O> {
    /// The stream of items. A page is requested when its first item is awaited, not before.
    pub fn send(self) -> PaginationStream<Read<O::Item, O>>
    where
        O::Output: Send + 'static,
        O::Error: Send + 'static,
    {
        TryFlatMap::new(self.0.send()).flat_map(O::items)
    }
}

/// The token of a text member; an empty text is no token.
pub(crate) fn text_token(token: Option<&String>) -> Option<&String> {
    token.filter(|token| !token.is_empty())
}

fn feature_plugin() -> StaticRuntimePlugin {
    StaticRuntimePlugin::new().with_runtime_components(
        RuntimeComponentsBuilder::new("Paginator").with_interceptor(PaginatorFeature),
    )
}

/// Reports in the user agent that a paginator made the call.
#[derive(Debug)]
struct PaginatorFeature;

#[dyn_dispatch_hint]
impl Intercept for PaginatorFeature {
    fn name(&self) -> &'static str {
        "PaginatorFeature"
    }

    fn modify_before_serialization(
        &self,
        _: &mut BeforeSerializationInterceptorContextMut<'_>,
        _: &RuntimeComponents,
        cfg: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        cfg.interceptor_state()
            .store_append(SmithySdkFeature::Paginator);
        Ok(())
    }
}
