//! Stands in for the emitted module of this name.

pub use aws_smithy_types::body::SdkBody;
pub use aws_smithy_types::byte_stream::ByteStream;
pub use aws_smithy_types::{Blob, DateTime};

/// Streams of events.
pub mod event_stream {
    pub use crate::event_stream::EventReceiver;
    pub use aws_smithy_http::event_stream::EventStreamSender;
}
