//! SETTLE: formats the printed files, compares them with a folder, and writes what differs.

mod files;
mod format;
pub mod sync;

pub use self::files::Files;
pub(crate) use self::format::format_item;
pub use self::format::settle;
