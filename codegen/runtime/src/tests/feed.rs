//! The operations of the tests' service.

use aws_smithy_types::error::operation::BuildError;

use super::zoo::{Animal, Hungry, Mood, structure_of};
use crate::primitives::DateTime;
use crate::runtime::paginator::{PageSize, Paginated, PaginatedItems, Paginator};
use crate::runtime::schema::*;
use crate::runtime::{
    Attached, Builder, ErrorEnum, ErrorReader, ModeledError, Operation, OperationError,
    OperationInfo, OutputStructure, Unhandled, attach, operation, operation_error, paginator,
};

/// An operation with members in every part of the request and of the response.
#[derive(Clone, Debug, Default)]
pub struct Feed;

impl Operation for Feed {
    const INFO: &'static OperationInfo = &OperationInfo::new::<Self>("Feed").sensitive_output();
    type Input = FeedInput;
    type Output = FeedOutput;
    type Error = FeedError;

    fn build(builder: Builder<FeedInput>) -> Result<FeedInput, BuildError> {
        builder.build()
    }
}

operation!(Feed);

impl crate::Client {
    pub(crate) fn feed(&self) -> Builder<FeedInput, Attached<Feed>> {
        attach(self, Default::default())
    }

    pub(crate) fn list_keepers(&self) -> Builder<ListKeepersInput, Attached<ListKeepers>> {
        attach(self, Default::default())
    }
}

structure_of! {
    /// The input.
    FeedInput {
        pen: String,
        path: String,
        amount: i32,
        at: DateTime,
        tags: Vec<String>,
        fresh: bool,
        secret: String,
        sizes: Vec<i32>,
        seen: DateTime,
        meal: Animal,
        mood: Mood,
    } = input(
        "test.zoo#FeedInput",
        "POST",
        "/feed/{Pen}/{Path+}?v=2",
        &[
            string("Pen").label(),
            string("Path").label(),
            integer("Amount").query("amount"),
            timestamp("At").query("at"),
            list("Tags", &string("member")).query("tag"),
            boolean("Fresh").header("X-Fresh"),
            string("Secret").header("X-Secret").sensitive(),
            list("Sizes", &integer("member")).header("X-Sizes"),
            timestamp("Seen").header("X-Seen"),
            nested("Meal").json_name("meal"),
            string("Mood"),
        ],
    )
}

impl std::fmt::Debug for FeedInput {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("FeedInput")
            .field("pen", &self.pen)
            .field("secret", &"*** Sensitive Data Redacted ***")
            .finish_non_exhaustive()
    }
}

impl Builder<FeedInput> {
    pub(crate) fn build(self) -> Result<FeedInput, BuildError> {
        Ok(self.stage.0)
    }
}

structure_of! {
    /// The output.
    #[derive(Debug)]
    FeedOutput {
        etag: String,
        left: i32,
        names: Vec<String>,
        counts: Vec<i64>,
        fresh: bool,
        weight: f64,
        seen: DateTime,
        mood: Mood,
        meal: Animal,
        code: String,
    } + _request_id: Option<String>
    = structure(
        "test.zoo#FeedOutput",
        &[
            string("Etag").header("ETag"),
            integer("Left").header("X-Left"),
            list("Names", &string("member")).header("X-Names"),
            list("Counts", &long("member")).header("X-Counts"),
            boolean("Fresh").header("X-Fresh"),
            double("Weight").header("X-Weight"),
            timestamp("Seen").header("X-Seen"),
            string("Mood").header("X-Mood"),
            nested("Meal").json_name("meal"),
            string("Code").sensitive(),
        ],
    )
}

impl OutputStructure for FeedOutput {
    fn set_request_id(draft: &mut FeedOutput, request_id: Option<String>) {
        draft._request_id = request_id;
    }
}

/// The errors of an operation.
#[derive(Debug)]
pub enum FeedError {
    Hungry(Hungry),
    #[deprecated(note = "a later model may have the error: match on `code()` instead")]
    Unhandled(Unhandled),
}

#[allow(deprecated)]
impl ErrorEnum for FeedError {
    fn modeled(&self) -> Result<&dyn ModeledError, &Unhandled> {
        match self {
            Self::Hungry(inner) => Ok(inner),
            Self::Unhandled(inner) => Err(inner),
        }
    }

    fn from_unhandled(unhandled: Unhandled) -> Self {
        Self::Unhandled(unhandled)
    }
}

impl OperationError for FeedError {
    fn read(reader: ErrorReader<'_>) -> Result<Self, Unhandled> {
        match reader.code() {
            Some("Hungry") => reader.read().map(Self::Hungry),
            _ => Err(reader.unhandled()),
        }
    }
}

#[allow(deprecated)]
impl From<FeedError> for crate::Error {
    fn from(err: FeedError) -> Self {
        match err {
            FeedError::Hungry(inner) => Self::Hungry(inner),
            FeedError::Unhandled(inner) => Self::Unhandled(inner),
        }
    }
}

operation_error!(FeedError);

/// A paginated operation.
#[derive(Clone, Debug, Default)]
pub struct ListKeepers;

impl Operation for ListKeepers {
    const INFO: &'static OperationInfo = &OperationInfo::new::<Self>("ListKeepers");
    type Input = ListKeepersInput;
    type Output = ListKeepersOutput;
    type Error = FeedError;

    fn build(builder: Builder<ListKeepersInput>) -> Result<ListKeepersInput, BuildError> {
        builder.build()
    }
}

operation!(ListKeepers);

structure_of! {
    /// The input.
    #[derive(Debug)]
    ListKeepersInput { next_token: String, max_results: i32, }
    = input(
        "test.zoo#ListKeepersInput",
        "GET",
        "/keepers",
        &[
            string("NextToken").query("nextToken"),
            integer("MaxResults").query("maxResults"),
        ],
    )
}

impl Builder<ListKeepersInput> {
    /// Refuses a page of no items, as the input of a later model may.
    pub(crate) fn build(self) -> Result<ListKeepersInput, BuildError> {
        match self.stage.0.max_results {
            Some(0) => Err(BuildError::invalid_field("max_results", "it is 0")),
            _ => Ok(self.stage.0),
        }
    }
}

structure_of! {
    /// The output.
    #[derive(Debug)]
    ListKeepersOutput { keepers: Vec<String>, next_token: String, } + _request_id: Option<String>
    = structure(
        "test.zoo#ListKeepersOutput",
        &[list("Keepers", &string("member")), string("NextToken")],
    )
}

impl OutputStructure for ListKeepersOutput {
    fn set_request_id(draft: &mut ListKeepersOutput, request_id: Option<String>) {
        draft._request_id = request_id;
    }
}

impl Paginated for ListKeepers {
    type Token = String;

    fn next_token(output: &Self::Output) -> Option<&String> {
        paginator::text_token(output.next_token.as_ref())
    }

    fn token(input: &mut Self::Input) -> &mut Option<String> {
        &mut input.next_token
    }
}

impl PageSize for ListKeepers {
    type Size = i32;

    fn set_page_size(draft: &mut ListKeepersInput, limit: i32) {
        draft.max_results = Some(limit);
    }
}

impl PaginatedItems for ListKeepers {
    type Items = Vec<String>;

    fn items(output: Self::Output) -> Option<Vec<String>> {
        output.keepers
    }
}

impl Builder<ListKeepersInput, Attached<ListKeepers>> {
    pub(crate) fn into_paginator(self) -> Paginator<ListKeepers> {
        Paginator::new(self)
    }
}
