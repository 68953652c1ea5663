//! Pieces of code that several emitters print.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote};

pub(super) use crate::plan::names::plain;
use crate::plan::shapes::Field;
use crate::plan::types::{Element, Type};

/// An identifier, raw or not.
pub(super) fn ident(name: &str) -> Ident {
    match name.strip_prefix("r#") {
        Some(plain) => Ident::new_raw(plain, Span::call_site()),
        None => format_ident!("{name}"),
    }
}

/// A doc comment; nothing for an empty text.
pub(super) fn docs(text: &str) -> TokenStream {
    let lines = text.lines().map(|line| match line {
        "" => String::new(),
        line => format!(" {line}"),
    });
    quote!(#(#[doc = #lines])*)
}

/// A doc comment, or what stands for one where the model has none.
pub(super) fn docs_or(text: &str, otherwise: &str) -> TokenStream {
    docs(if text.is_empty() { otherwise } else { text })
}

/// `#[deprecated]`
pub(super) fn deprecated(note: &Option<String>) -> TokenStream {
    match note.as_deref() {
        None => quote!(),
        Some("") => quote!(#[deprecated]),
        Some(note) => quote!(#[deprecated(note = #note)]),
    }
}

/// Names of Rust's prelude, in a file whose own items may have the same names.
pub(super) struct Std<'a> {
    own: Vec<&'a str>,
}

impl<'a> Std<'a> {
    /// For a file with the items `own`.
    pub(super) fn beside(own: impl IntoIterator<Item = &'a str>) -> Self {
        Self {
            own: own.into_iter().collect(),
        }
    }

    fn name(&self, name: &str, path: TokenStream) -> TokenStream {
        if self.own.contains(&name) {
            path
        } else {
            let name = ident(name);
            quote!(#name)
        }
    }

    pub(super) fn option(&self) -> TokenStream {
        self.name("Option", quote!(::std::option::Option))
    }

    pub(super) fn some(&self) -> TokenStream {
        self.name("Some", quote!(::std::option::Option::Some))
    }

    pub(super) fn string(&self) -> TokenStream {
        self.name("String", quote!(::std::string::String))
    }

    pub(super) fn result(&self) -> TokenStream {
        self.name("Result", quote!(::std::result::Result))
    }

    pub(super) fn ok(&self) -> TokenStream {
        self.name("Ok", quote!(::std::result::Result::Ok))
    }

    pub(super) fn err(&self) -> TokenStream {
        self.name("Err", quote!(::std::result::Result::Err))
    }

    fn vec(&self) -> TokenStream {
        self.name("Vec", quote!(::std::vec::Vec))
    }

    fn boxed(&self) -> TokenStream {
        self.name("Box", quote!(::std::boxed::Box))
    }

    pub(super) fn into(&self) -> TokenStream {
        self.name("Into", quote!(::std::convert::Into))
    }

    pub(super) fn from(&self) -> TokenStream {
        self.name("From", quote!(::std::convert::From))
    }

    pub(super) fn default(&self) -> TokenStream {
        self.name("Default", quote!(::std::default::Default))
    }

    /// A type.
    pub(super) fn ty(&self, ty: &Type) -> TokenStream {
        match ty {
            Type::Bool => quote!(bool),
            Type::I8 => quote!(i8),
            Type::I16 => quote!(i16),
            Type::I32 => quote!(i32),
            Type::I64 => quote!(i64),
            Type::F32 => quote!(f32),
            Type::F64 => quote!(f64),
            Type::String => self.string(),
            Type::BigDecimal => quote!(::aws_smithy_types::BigDecimal),
            Type::BigInteger => quote!(::aws_smithy_types::BigInteger),
            Type::Blob => quote!(crate::primitives::Blob),
            Type::ByteStream => quote!(crate::primitives::ByteStream),
            Type::EventReceiver(event, error) | Type::EventSender(event, error) => {
                let (event, error) = (ident(event), ident(error));
                let stream = ident(match ty {
                    Type::EventSender(..) => "EventStreamSender",
                    _ => "EventReceiver",
                });
                quote! {
                    crate::primitives::event_stream::#stream<
                        crate::types::#event,
                        crate::types::error::#error,
                    >
                }
            }
            Type::DateTime => quote!(crate::primitives::DateTime),
            Type::Document => quote!(::aws_smithy_types::Document),
            Type::Enum(name) | Type::Structure(name) | Type::Union(name) => {
                let name = ident(name);
                quote!(crate::types::#name)
            }
            Type::Error(name) => {
                let name = ident(name);
                quote!(crate::types::error::#name)
            }
            Type::List(element) => {
                let (vec, element) = (self.vec(), self.element(element));
                quote!(#vec<#element>)
            }
            Type::Map(key, value) => {
                let (key, value) = (self.ty(key), self.element(value));
                quote!(::std::collections::HashMap<#key, #value>)
            }
            Type::Boxed(inner) => {
                let (boxed, inner) = (self.boxed(), self.ty(inner));
                quote!(#boxed<#inner>)
            }
        }
    }

    /// What a list or map holds.
    pub(super) fn element(&self, element: &Element) -> TokenStream {
        let ty = self.ty(&element.ty);
        let option = self.option();
        if element.sparse {
            quote!(#option<#ty>)
        } else {
            ty
        }
    }

    /// The type of a field.
    pub(super) fn field(&self, field: &Field) -> TokenStream {
        let ty = self.ty(&field.ty);
        let option = self.option();
        if field.optional {
            quote!(#option<#ty>)
        } else {
            ty
        }
    }
}
