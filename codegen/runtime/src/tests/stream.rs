//! Streams of bytes, as the requests and responses of an operation.

use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_schema::protocol::SharedClientProtocol;
use aws_smithy_types::config_bag::ConfigBag;
use aws_smithy_types::error::operation::BuildError;

use super::feed::FeedError;
use super::http::Server;
use crate::primitives::{ByteStream, SdkBody};
use crate::runtime::schema::*;
use crate::runtime::{
    Attached, Builder, Draft, Members, Operation, OperationInfo, Outcome, OutputStructure, Slots,
    Stage, Streamed, StreamingInput, StreamingOutput, Structure, attach, operation,
};

/// An operation that sends a stream of known length, and receives one.
#[derive(Clone, Debug, Default)]
pub struct Pour;

impl Operation for Pour {
    const INFO: &'static OperationInfo = &OperationInfo::new::<Self>("Pour")
        .streams_input::<Self>()
        .streams_output::<Self>()
        .requires_length();
    type Input = PourInput;
    type Output = PourOutput;
    type Error = FeedError;

    fn build(builder: Builder<PourInput>) -> Result<PourInput, BuildError> {
        Ok(PourInput::from_response(builder.stage.0))
    }
}

#[allow(dead_code, reason = "no test makes the symbol")]
mod symbol {
    use super::{Pour, operation};

    operation!(Pour);
}

fn pour(server: &Server) -> Builder<PourInput, Attached<Pour>> {
    attach(&server.client(), Default::default())
}

/// Defines a structure of a header and a stream, as the generator prints it.
macro_rules! vessel {
    ($name:ident, $draft:ident, $shape:expr) => {
        #[derive(Debug)]
        pub struct $name {
            label: Option<String>,
            water: ByteStream,
        }

        #[derive(Debug, Default)]
        pub struct $draft {
            label: Option<String>,
            water: Option<ByteStream>,
        }

        impl Structure for $name {
            type Draft = $draft;
            const SHAPE: &'static Shape = {
                static SHAPE: Shape = $shape;
                &SHAPE
            };

            fn values(&self, members: &mut dyn Members) -> Outcome {
                members.take(&[&self.label, &Streamed])
            }

            fn from_response(draft: $draft) -> Self {
                Self {
                    label: draft.label,
                    water: draft.water.unwrap_or_default(),
                }
            }
        }

        impl Draft for $draft {
            fn slots(&mut self, slots: &mut Slots<'_>) -> Outcome {
                slots.fill(&mut [&mut self.label, &mut Streamed])
            }
        }
    };
}

const MEMBERS: &[Member] = &[
    string("label").header("X-Label"),
    stream("water").payload().media_type("liquid/water"),
];

vessel!(
    PourInput,
    PourInputDraft,
    input("test.zoo#PourInput", "PUT", "/pour", MEMBERS)
);
vessel!(
    PourOutput,
    PourOutputDraft,
    structure("test.zoo#PourOutput", MEMBERS)
);

impl StreamingInput for PourInput {
    fn into_body(self, _: &SharedClientProtocol, _: &mut ConfigBag) -> SdkBody {
        self.water.into_inner()
    }
}

impl OutputStructure for PourOutput {
    fn set_request_id(_: &mut PourOutputDraft, _: Option<String>) {}
}

impl StreamingOutput for PourOutput {
    fn with_body(
        mut draft: PourOutputDraft,
        body: SdkBody,
        _: &SharedClientProtocol,
    ) -> Result<Self, BoxError> {
        draft.water = Some(ByteStream::new(body));
        Ok(Self::from_response(draft))
    }
}

impl<S: Stage<PourInput>> Builder<PourInput, S> {
    fn label(mut self, input: &str) -> Self {
        self.stage.draft_mut().label = Some(input.to_owned());
        self
    }

    fn water(mut self, input: ByteStream) -> Self {
        self.stage.draft_mut().water = Some(input);
        self
    }
}

#[tokio::test]
async fn a_stream_is_sent_and_received() {
    let server = Server::new().then(200, &[("x-label", "from the tap")], "more water");
    let sent = pour(&server)
        .label("rain")
        .water(ByteStream::from_static(b"drops"));
    let output = sent.send().await.expect("the server answers");
    assert_eq!(output.label.as_deref(), Some("from the tap"));
    let water = output.water.collect().await.expect("it is in memory");
    assert_eq!(water.to_vec(), b"more water");
    assert_eq!(server.body(), b"drops");
    assert_eq!(server.header("x-label"), "rain");
    assert_eq!(server.header("content-type"), "liquid/water");
    assert_eq!(server.header("content-length"), "5");
}

#[tokio::test]
async fn an_absent_stream_is_empty() {
    let server = Server::new().then(200, &[], "");
    let output = pour(&server).send().await.expect("the server answers");
    assert_eq!(server.body(), b"");
    assert_eq!(server.header("content-length"), "0");
    let water = output.water.collect().await.expect("it is in memory");
    assert_eq!(water.to_vec(), b"");
}

#[tokio::test]
async fn an_error_is_no_stream() {
    let body = r#"{"__type": "Hungry", "message": "no fish"}"#;
    let server = Server::new().then(400, &[], body);
    let failure = pour(&server).send().await.expect_err("an error");
    assert!(matches!(failure.into_service_error(), FeedError::Hungry(_)));
}

#[tokio::test]
async fn a_head_that_cannot_be_read_is_an_error_of_the_operation() {
    let server = Server::new().then(200, &[("x-label", "\u{ff}")], "water");
    let failure = pour(&server).send().await.expect_err("it is not UTF-8");
    assert!(matches!(failure, SdkError::ServiceError(_)), "{failure:?}");
}
