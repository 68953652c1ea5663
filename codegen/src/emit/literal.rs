//! Values of the model as code.

use proc_macro2::TokenStream;
use quote::quote;
use serde_json::Value;

use super::tokens::ident;
use crate::plan::literals::{Literal, Setter};

/// Prints values of the model.
pub(super) struct Printer {
    /// The path of the crate.
    pub(super) root: TokenStream,
}

impl Printer {
    /// Prints values inside the crate.
    pub(super) fn in_crate() -> Self {
        Self {
            root: quote!(crate),
        }
    }

    /// The calls of a builder's methods.
    pub(super) fn setters(&self, setters: &[Setter]) -> TokenStream {
        let calls = setters.iter().map(|setter| {
            let method = ident(&setter.method);
            let arguments = setter
                .arguments
                .iter()
                .map(|argument| self.literal(argument));
            quote!(.#method(#(#arguments),*))
        });
        quote!(#(#calls)*)
    }

    /// A value where nothing converts it.
    pub(super) fn owned(&self, literal: &Literal) -> TokenStream {
        let value = self.literal(literal);
        match literal {
            Literal::Text(_) => quote!(#value.to_owned()),
            _ => value,
        }
    }

    /// A value where a builder's method converts it.
    pub(super) fn literal(&self, literal: &Literal) -> TokenStream {
        let lib = &self.root;
        match literal {
            Literal::Bool(value) => quote!(#value),
            Literal::Text(text) => quote!(#text),
            Literal::Number(number) => number.parse().unwrap_or_default(),
            Literal::Blob(bytes) => {
                let bytes = proc_macro2::Literal::byte_string(bytes);
                quote!(#lib::primitives::Blob::new(#bytes))
            }
            Literal::ByteStream(bytes) => {
                let bytes = proc_macro2::Literal::byte_string(bytes);
                quote!(#lib::primitives::ByteStream::from_static(#bytes))
            }
            Literal::DateTime(seconds, 0) => {
                quote!(#lib::primitives::DateTime::from_secs(#seconds))
            }
            Literal::DateTime(seconds, nanos) => {
                quote!(#lib::primitives::DateTime::from_secs_and_nanos(#seconds, #nanos))
            }
            Literal::BigInteger(number) => {
                quote!(#number.parse::<::aws_smithy_types::BigInteger>().unwrap_or_default())
            }
            Literal::BigDecimal(number) => {
                quote!(#number.parse::<::aws_smithy_types::BigDecimal>().unwrap_or_default())
            }
            Literal::Document(value) => document(value),
            Literal::Boxed(inner) => {
                let inner = self.owned(inner);
                quote!(Box::new(#inner))
            }
            Literal::Union(ty, variant, inner) => {
                let (ty, variant) = (ident(ty), ident(variant));
                let inner = inner.as_ref().map(|inner| {
                    let inner = self.owned(inner);
                    quote!((#inner))
                });
                quote!(#lib::types::#ty::#variant #inner)
            }
            Literal::Enum(ty, value) => {
                let ty = ident(ty);
                quote!(#lib::types::#ty::from(#value))
            }
            Literal::Structure(ty, fallible, setters) => {
                let (ty, setters) = (ident(ty), self.setters(setters));
                let check = fallible.then(|| quote!(?));
                quote!(#lib::types::#ty::builder() #setters .build() #check)
            }
            Literal::List(items) => {
                let items = items.iter().map(|item| self.owned(item));
                quote!(vec![#(#items),*])
            }
            Literal::Map(entries) => {
                let entries = entries.iter().map(|(key, value)| {
                    let (key, value) = (self.owned(key), self.owned(value));
                    quote!((#key, #value))
                });
                quote!([#(#entries),*].into())
            }
            Literal::Optional(None) => quote!(None),
            Literal::Optional(Some(value)) => {
                let value = self.owned(value);
                quote!(Some(#value))
            }
        }
    }
}

fn document(value: &Value) -> TokenStream {
    let path = quote!(::aws_smithy_types::Document);
    match value {
        Value::Null => quote!(#path::Null),
        Value::Bool(value) => quote!(#path::Bool(#value)),
        Value::String(text) => quote!(#path::from(#text)),
        Value::Number(number) => {
            let number = match (number.as_u64(), number.as_i64()) {
                (Some(number), _) => quote!(PosInt(#number)),
                (None, Some(number)) => quote!(NegInt(#number)),
                (None, None) => {
                    let number = number.as_f64().unwrap_or_default();
                    quote!(Float(#number))
                }
            };
            quote!(#path::Number(::aws_smithy_types::Number::#number))
        }
        Value::Array(items) => {
            let items = items.iter().map(document);
            quote!(#path::Array(vec![#(#items),*]))
        }
        Value::Object(entries) => {
            let entries = entries.iter().map(|(key, value)| {
                let value = document(value);
                quote!((#key.to_owned(), #value))
            });
            quote!(#path::Object([#(#entries),*].into()))
        }
    }
}
