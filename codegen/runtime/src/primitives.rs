//! Stands in for the emitted module of this name.

pub use aws_smithy_types::body::SdkBody;
pub use aws_smithy_types::byte_stream::ByteStream;
pub use aws_smithy_types::{Blob, DateTime};
