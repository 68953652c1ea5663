//! The generic types behind the aliases of this crate. Programs use the aliases: a structure's builder,
//! an operation's fluent builder, a paginator.

pub use crate::runtime::builder::{Attached, Builder, Detached, Stage};
pub use crate::runtime::enums::UnknownVariantValue;
pub use crate::runtime::error::{OperationError, Unhandled};
pub use crate::runtime::operation::{Input, Operation, OutputStructure};
pub use crate::runtime::paginator::{PageSize, Paginated, PaginatedItems}; // only with paginator
pub use crate::runtime::paginator::{Paginator, PaginatorItems}; // only with paginator
pub use crate::runtime::stream::{StreamingInput, StreamingOutput};
pub use crate::runtime::value::{Draft, Structure};
pub use crate::runtime::waiter::{Waiter, Waiting}; // only with waiter
