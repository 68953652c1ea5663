//! Values that are not plain Rust types.

pub use aws_smithy_types::date_time::Format as DateTimeFormat;
pub use aws_smithy_types::{Blob, DateTime};

/// Streams of events.
pub mod event_stream {}
