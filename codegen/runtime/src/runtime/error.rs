//! What the errors of a service and of its operations share.

use std::error::Error as StdError;
use std::fmt;

use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_schema::serde::{SerdeError, ShapeDeserializer};
use aws_smithy_types::error::metadata::{ErrorMetadata, ProvideErrorMetadata};
use aws_smithy_types::error::operation::BuildError;
use aws_smithy_types::retry::{ErrorKind, ProvideErrorKind};

use super::value::{Structure, read_draft};

/// An error that the model does not have, or that is not the service's.
///
/// Do not match on it: a later model may know the error. Match on
/// [`code()`](ProvideErrorMetadata::code) instead, which then stays the same:
/// `err if err.code() == Some("SpecificException") => { .. }`.
#[derive(Debug)]
pub struct Unhandled {
    pub(crate) source: BoxError,
    pub(crate) meta: ErrorMetadata,
}

/// A modelled error.
pub trait ModeledError: StdError + ProvideErrorMetadata + Send + Sync + 'static {
    /// `smithy.api#retryable`
    fn retryable_error_kind(&self) -> Option<ErrorKind> {
        None
    }
}

/// A modelled error as a structure that can be read.
pub trait ErrorStructure: Structure + ModeledError {
    /// Keeps what the envelope of the response said.
    fn set_meta(draft: &mut Self::Draft, meta: ErrorMetadata);
}

/// An enum of errors: those of an operation, or those of the whole service.
pub trait ErrorEnum {
    /// The modelled error, or else the one that the model does not have.
    fn modeled(&self) -> Result<&dyn ModeledError, &Unhandled>;
    /// The variant for what the model does not have.
    fn from_unhandled(unhandled: Unhandled) -> Self;
}

/// The errors of an operation.
pub trait OperationError:
    ErrorEnum + StdError + ProvideErrorKind + ProvideErrorMetadata + Send + Sync + Sized + 'static
{
    /// The error that a response describes, of those that the operation lists.
    fn read(reader: ErrorReader<'_>) -> Result<Self, Unhandled>;
}

type OpenBody<'a> = dyn FnMut() -> Result<Box<dyn ShapeDeserializer + 'a>, SerdeError> + 'a;

/// A response with an error.
pub struct ErrorReader<'a> {
    meta: ErrorMetadata,
    body: Box<OpenBody<'a>>,
}

impl<'a> ErrorReader<'a> {
    pub(crate) fn new(
        meta: ErrorMetadata,
        body: impl FnMut() -> Result<Box<dyn ShapeDeserializer + 'a>, SerdeError> + 'a,
    ) -> Self {
        Self {
            meta,
            body: Box::new(body),
        }
    }

    /// The error's code, which is the name of its shape.
    pub(crate) fn code(&self) -> Option<&str> {
        self.meta.code()
    }

    /// The modelled error; what cannot be read is an unhandled one.
    pub(crate) fn read<T: ErrorStructure>(mut self) -> Result<T, Unhandled> {
        let mut draft = T::Draft::default();
        let outcome = (self.body)().and_then(|mut de| read_draft::<T>(&mut draft, &mut *de));
        if let Err(error) = outcome {
            return Err(Unhandled::new(error, self.meta));
        }
        T::set_meta(&mut draft, self.meta);
        Ok(T::from_response(draft))
    }

    /// The error that the operation does not list.
    pub(crate) fn unhandled(self) -> Unhandled {
        Unhandled::new(self.meta.clone(), self.meta)
    }
}

impl Unhandled {
    pub(crate) fn new(source: impl Into<BoxError>, meta: ErrorMetadata) -> Self {
        Self {
            source: source.into(),
            meta,
        }
    }
}

/// `SdkError` of any operation, as the service's own error.
impl<E, R> From<SdkError<E, R>> for crate::Error
where
    Self: From<E>,
    E: OperationError,
    R: Send + Sync + std::fmt::Debug + 'static,
{
    fn from(err: SdkError<E, R>) -> Self {
        match err {
            SdkError::ServiceError(context) => Self::from(context.into_err()),
            _ => {
                let meta = err.meta().clone();
                Self::from_unhandled(Unhandled::new(err, meta))
            }
        }
    }
}

/// What could not even be built is an error of the service like any other.
impl From<BuildError> for crate::Error {
    fn from(err: BuildError) -> Self {
        Self::from_unhandled(Unhandled::new(err, ErrorMetadata::default()))
    }
}

impl StdError for crate::Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self.modeled() {
            Ok(error) => error.source(),
            Err(unhandled) => Some(&*unhandled.source),
        }
    }
}

pub(crate) fn display(error: &impl ErrorEnum, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match error.modeled() {
        Ok(error) => fmt::Display::fmt(error, f),
        Err(unhandled) => match unhandled.meta.code() {
            Some(code) => write!(f, "unhandled error ({code})"),
            None => f.write_str("unhandled error"),
        },
    }
}

pub(crate) fn meta(error: &impl ErrorEnum) -> &ErrorMetadata {
    match error.modeled() {
        Ok(error) => error.meta(),
        Err(unhandled) => &unhandled.meta,
    }
}

/// Implements for a modelled error with `message` and `meta` what follows from them.
macro_rules! modeled_error {
    ($name:ident) => {
        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.write_str(stringify!($name))?;
                // A required message is a `&str`.
                match ::std::convert::Into::<::std::option::Option<&str>>::into(self.message()) {
                    ::std::option::Option::Some(message) => write!(f, ": {message}"),
                    ::std::option::Option::None => ::std::result::Result::Ok(()),
                }
            }
        }

        impl ::std::error::Error for $name {}

        impl ::aws_smithy_types::error::metadata::ProvideErrorMetadata for $name {
            fn meta(&self) -> &::aws_smithy_types::error::ErrorMetadata {
                &self.meta
            }
        }

        impl ::aws_types::request_id::RequestId for $name {
            fn request_id(&self) -> ::std::option::Option<&str> {
                ::aws_types::request_id::RequestId::request_id(&self.meta)
            }
        }
    };
}
pub(crate) use modeled_error;

/// Implements for an [`ErrorEnum`] what all of them have.
macro_rules! error_enum {
    ($name:ident) => {
        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                crate::runtime::error::display(self, f)
            }
        }

        impl ::aws_smithy_types::error::metadata::ProvideErrorMetadata for $name {
            fn meta(&self) -> &::aws_smithy_types::error::ErrorMetadata {
                crate::runtime::error::meta(self)
            }
        }

        impl ::aws_types::request_id::RequestId for $name {
            fn request_id(&self) -> ::std::option::Option<&str> {
                ::aws_types::request_id::RequestId::request_id(crate::runtime::error::meta(self))
            }
        }
    };
}
pub(crate) use error_enum;

/// Implements for an [`OperationError`] what all of them have.
macro_rules! operation_error {
    ($name:ident) => {
        crate::runtime::error::error_enum!($name);

        impl $name {
            /// An error that the model does not have, from any other error.
            pub fn unhandled(
                err: impl ::std::convert::Into<
                    ::std::boxed::Box<
                        dyn ::std::error::Error
                            + ::std::marker::Send
                            + ::std::marker::Sync
                            + 'static,
                    >,
                >,
            ) -> Self {
                let unhandled =
                    crate::runtime::Unhandled::new(err, ::std::default::Default::default());
                crate::runtime::ErrorEnum::from_unhandled(unhandled)
            }

            /// An error that the model does not have, from its metadata.
            pub fn generic(err: ::aws_smithy_types::error::ErrorMetadata) -> Self {
                let unhandled = crate::runtime::Unhandled::new(err.clone(), err);
                crate::runtime::ErrorEnum::from_unhandled(unhandled)
            }

            /// What the service said about the error: its code, message and request id.
            pub fn meta(&self) -> &::aws_smithy_types::error::ErrorMetadata {
                crate::runtime::error::meta(self)
            }
        }

        impl ::std::error::Error for $name {
            fn source(&self) -> ::std::option::Option<&(dyn ::std::error::Error + 'static)> {
                crate::runtime::error::source(self)
            }
        }

        impl ::aws_smithy_runtime_api::client::result::CreateUnhandledError for $name {
            fn create_unhandled_error(
                source: ::std::boxed::Box<
                    dyn ::std::error::Error + ::std::marker::Send + ::std::marker::Sync + 'static,
                >,
                meta: ::std::option::Option<::aws_smithy_types::error::ErrorMetadata>,
            ) -> Self {
                let unhandled = crate::runtime::Unhandled::new(source, meta.unwrap_or_default());
                crate::runtime::ErrorEnum::from_unhandled(unhandled)
            }
        }

        impl ::aws_smithy_types::retry::ProvideErrorKind for $name {
            fn code(&self) -> ::std::option::Option<&str> {
                crate::runtime::error::meta(self).code()
            }

            fn retryable_error_kind(
                &self,
            ) -> ::std::option::Option<::aws_smithy_types::retry::ErrorKind> {
                crate::runtime::error::retryable_error_kind(self)
            }
        }
    };
}
pub(crate) use operation_error;

/// The source of an operation's error: the modelled error itself.
pub(crate) fn source(error: &impl ErrorEnum) -> Option<&(dyn StdError + 'static)> {
    Some(match error.modeled() {
        Ok(error) => error,
        Err(unhandled) => &*unhandled.source,
    })
}

pub(crate) fn retryable_error_kind(error: &impl ErrorEnum) -> Option<ErrorKind> {
    error.modeled().ok()?.retryable_error_kind()
}
