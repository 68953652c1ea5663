//! Values that are not plain Rust types, as far as the service has them.

use quote::quote;

use super::{Printed, rust};
use crate::plan::CratePlan;
use crate::plan::parts::Part;

pub(super) fn emit(plan: &CratePlan) -> Vec<Printed> {
    let byte_streams = plan.parts.contains(&Part::ByteStreams).then(|| {
        quote! {
            pub use aws_smithy_types::body::SdkBody;
            pub use aws_smithy_types::byte_stream::error::Error as ByteStreamError;
            pub use aws_smithy_types::byte_stream::{AggregatedBytes, ByteStream};
            #[cfg(feature = "rt-tokio")]
            pub use aws_smithy_types::byte_stream::{FsBuilder, Length};
        }
    });
    let event_streams = plan.parts.contains(&Part::EventStreams).then(|| {
        quote! {
            pub use crate::event_stream::EventReceiver;
            pub use aws_smithy_http::event_stream::EventStreamSender;
            pub use aws_smithy_types::event_stream::{Header, HeaderValue, Message};
            pub use aws_smithy_types::str_bytes::StrBytes;
        }
    });
    let items = vec![
        quote! {
            #byte_streams
            pub use aws_smithy_types::date_time::Format as DateTimeFormat;
            pub use aws_smithy_types::{Blob, DateTime};
        },
        quote! {
            /// Streams of events.
            pub mod event_stream { #event_streams }
        },
    ];
    let docs = "Values that are not plain Rust types.";
    vec![rust("src/primitives.rs", docs, items)]
}
