//! Stands in for the emitted module of this name.

use crate::runtime::error::error_enum;
use crate::runtime::{ErrorEnum, ModeledError, Unhandled};

/// The errors of the service.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// An error that the tests' service has.
    #[cfg(test)]
    Hungry(crate::tests::zoo::Hungry),
    /// An error that the model does not have.
    #[deprecated(note = "match on `code()` instead")]
    Unhandled(Unhandled),
}

#[allow(deprecated)]
impl ErrorEnum for Error {
    fn modeled(&self) -> Result<&dyn ModeledError, &Unhandled> {
        match self {
            #[cfg(test)]
            Self::Hungry(inner) => Ok(inner),
            Self::Unhandled(inner) => Err(inner),
        }
    }

    fn from_unhandled(unhandled: Unhandled) -> Self {
        Self::Unhandled(unhandled)
    }
}

error_enum!(Error);
