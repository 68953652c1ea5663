//! Calls an operation page after page (`smithy.api#paginated`).

use std::sync::Arc;

use aws_smithy_async::future::pagination_stream::fn_stream::FnStream;
use aws_smithy_async::future::pagination_stream::{PaginationStream, TryFlatMap};
use aws_smithy_runtime::client::sdk_feature::SmithySdkFeature;
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::SdkError;

use super::builder::{Attached, Builder, detach};
use super::client::Handle;
use super::interceptors::feature_plugin;
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

/// A paginated operation whose pages hold a list or a map.
pub trait PaginatedItems: Paginated {
    /// The list or map.
    type Items: IntoIterator<Item: Send + 'static, IntoIter: Send> + Default + Send;
    /// What a page holds; nothing if it is absent.
    fn items(output: Self::Output) -> Option<Self::Items>;
}

/// What [`PaginatorItems`] reads: an element of the list, or an entry of the map.
type Item<O> = <<O as PaginatedItems>::Items as IntoIterator>::Item;

/// A paginated operation that takes the size of a page.
pub trait PageSize: Paginated {
    /// The type of the size.
    type Size;
    /// Sets the size of a page in the input under construction.
    fn set_page_size(draft: &mut <Self::Input as Structure>::Draft, limit: Self::Size);
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
    pub fn page_size(mut self, limit: O::Size) -> Self
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
                let plugins = call_plugins::<O>(&self.handle, None)
                    .with_operation_plugin(feature_plugin(SmithySdkFeature::Paginator));
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
    pub fn send(self) -> PaginationStream<Read<Item<O>, O>>
    where
        O::Output: Send + 'static,
        O::Error: Send + 'static,
    {
        TryFlatMap::new(self.0.send()).flat_map(|page| O::items(page).unwrap_or_default())
    }
}

/// The token of a text member; an empty text is no token.
pub(crate) fn text_token(token: Option<&String>) -> Option<&String> {
    token.filter(|token| !token.is_empty())
}
