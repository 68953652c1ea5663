//! What every modelled enum shares: open sets of strings, where a value that is not in the model is
//! kept as it came.

/// A value that the model does not have. It is read with the enum's `as_str()`.
#[non_exhaustive]
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct UnknownVariantValue(pub(crate) String);

impl UnknownVariantValue {
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for UnknownVariantValue {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// The error of an enum's `try_parse`: the value is not one of the model's.
#[derive(Debug)]
pub struct UnknownVariantError {
    value: String,
}

impl UnknownVariantError {
    pub(crate) fn new(value: impl Into<String>) -> Self {
        Self {
            value: value.into(),
        }
    }
}

impl std::fmt::Display for UnknownVariantError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "unknown enum variant: '{}'", self.value)
    }
}

impl std::error::Error for UnknownVariantError {}

/// Implements for an enum with `as_str`, `From<&str>` and `Unknown` what follows from them.
macro_rules! string_enum {
    ($name:ident) => {
        impl $name {
            /// Parses a value of the model.
            ///
            /// # Errors
            /// When the model does not have the value; `From<&str>` keeps it as `Unknown`.
            pub fn try_parse(
                value: &str,
            ) -> ::std::result::Result<Self, crate::error::UnknownVariantError> {
                match Self::from(value) {
                    #[allow(deprecated)]
                    Self::Unknown(_) => {
                        ::std::result::Result::Err(crate::error::UnknownVariantError::new(value))
                    }
                    known => ::std::result::Result::Ok(known),
                }
            }
        }

        impl ::std::convert::AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }

        crate::runtime::string_value!($name);
    };
}
pub(crate) use string_enum;

/// Implements for a set of strings with `as_str` and `From<&str>` what follows from them.
macro_rules! string_value {
    ($name:ident) => {
        impl ::std::str::FromStr for $name {
            type Err = ::std::convert::Infallible;

            // Not `Self::Err`: the enum may have a variant of that name.
            fn from_str(value: &str) -> ::std::result::Result<Self, ::std::convert::Infallible> {
                ::std::result::Result::Ok(Self::from(value))
            }
        }

        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl crate::runtime::Value for $name {
            fn write(
                &self,
                schema: &::aws_smithy_schema::Schema<'_>,
                ser: &mut dyn ::aws_smithy_schema::serde::ShapeSerializer,
            ) -> crate::runtime::Outcome {
                ser.write_string(schema, self.as_str())
            }

            fn read(
                schema: &::aws_smithy_schema::Schema<'_>,
                de: &mut dyn ::aws_smithy_schema::serde::ShapeDeserializer,
            ) -> ::std::result::Result<Self, ::aws_smithy_schema::serde::SerdeError> {
                ::std::result::Result::Ok(Self::from(de.read_string(schema)?.as_str()))
            }

            fn text(&self) -> ::std::option::Option<&str> {
                ::std::option::Option::Some(self.as_str())
            }
        }

        impl crate::runtime::Key for $name {
            fn as_key(&self) -> &str {
                self.as_str()
            }

            fn from_key(key: ::std::string::String) -> Self {
                Self::from(key.as_str())
            }
        }
    };
}
pub(crate) use string_value;
