//! Values that are not plain Rust types, as far as the service has them.

use quote::quote;

use super::{Printed, rust};
use crate::plan::CratePlan;

pub(super) fn emit(plan: &CratePlan) -> Vec<Printed> {
    let byte_streams = plan.streams.bytes.then(|| {
        quote! {
            pub use aws_smithy_types::body::SdkBody;
            pub use aws_smithy_types::byte_stream::error::Error as ByteStreamError;
            pub use aws_smithy_types::byte_stream::{AggregatedBytes, ByteStream};
            #[cfg(feature = "rt-tokio")]
            pub use aws_smithy_types::byte_stream::{FsBuilder, Length};
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
            pub mod event_stream {}
        },
    ];
    let docs = "Values that are not plain Rust types.";
    vec![rust("src/primitives.rs", docs, items)]
}
