//! A union: the type, its accessors, and how the protocol sees it.

use proc_macro2::TokenStream;
use quote::quote;

use super::structure::wire;
use super::tokens::{Std, deprecated, docs, docs_or, ident};
use super::{Printed, operation, rust};
use crate::plan::shapes::{EventErrors, Union, UnionMember};

pub(super) fn file(plan: &Union) -> Printed {
    let std = Std::beside([plan.name.as_str()]);
    let name = ident(&plan.name);
    let mut items = vec![definition(plan, &std), accessors(plan, &std)];
    items.extend(plan.redacts().then(|| debug(plan)));
    match &plan.events {
        Some(errors) => items.push(events_impl(plan, errors, &std)),
        None => {
            items.push(union_impl(plan, &std));
            items.push(quote!(crate::runtime::union::union_value!(#name);));
        }
    }
    rust(format!("src/types/{}.rs", plan.module), "", items)
}

fn definition(plan: &Union, std: &Std<'_>) -> TokenStream {
    let name = ident(&plan.name);
    let about = docs_or(
        &plan.docs,
        &format!("One of the members of `{}`.", plan.name),
    );
    let deprecation = deprecated(&plan.deprecated);
    let debug = (!plan.redacts()).then(|| quote!(Debug,));
    let variants = plan.members.iter().map(|member| {
        let variant = ident(&member.variant);
        let about = member_docs(member);
        let deprecation = deprecated(&member.deprecated);
        let value = member.ty.as_ref().map(|ty| {
            let ty = std.ty(ty);
            quote!((#ty))
        });
        quote!(#about #deprecation #variant #value)
    });
    quote! {
        #about
        #deprecation
        #[derive(Clone, #debug PartialEq)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants,)*
            /// A member that the model does not have. It can be read, and not sent.
            #[non_exhaustive]
            Unknown,
        }
    }
}

fn member_docs(member: &UnionMember) -> TokenStream {
    docs_or(
        &member.docs,
        &format!("The member `{}` of the model.", member.wire.name),
    )
}

fn accessors(plan: &Union, std: &Std<'_>) -> TokenStream {
    let name = ident(&plan.name);
    let (result, ok, err) = (std.result(), std.ok(), std.err());
    let accessors = plan.members.iter().map(|member| {
        let variant = ident(&member.variant);
        let (as_name, is_name) = (ident(&member.accessor), ident(&member.test));
        let as_docs = docs(&format!(
            "The value of `{0}`.\n\n# Errors\nThe union itself, if another member is set.",
            member.variant
        ));
        let is_docs = docs(&format!("Whether `{}` is set.", member.variant));
        let (ty, pattern, value, test) = match &member.ty {
            Some(ty) => {
                let ty = std.ty(ty);
                (quote!(&#ty), quote!((inner)), quote!(inner), quote!((_)))
            }
            None => (quote!(()), quote!(), quote!(()), quote!()),
        };
        quote! {
            #as_docs
            pub fn #as_name(&self) -> #result<#ty, &Self> {
                match self {
                    Self::#variant #pattern => #ok(#value),
                    other => #err(other),
                }
            }

            #is_docs
            pub fn #is_name(&self) -> bool { matches!(self, Self::#variant #test) }
        }
    });
    quote! {
        impl #name {
            #(#accessors)*

            /// Whether a member is set that the model does not have.
            pub fn is_unknown(&self) -> bool { matches!(self, Self::Unknown) }
        }
    }
}

fn debug(plan: &Union) -> TokenStream {
    let name = ident(&plan.name);
    let arms = plan.members.iter().map(|member| {
        let (variant, text) = (ident(&member.variant), &member.variant);
        match (&member.ty, member.sensitive) {
            (None, _) => quote!(Self::#variant => f.write_str(#text)),
            (Some(_), true) => quote! {
                Self::#variant(_) => f.debug_tuple(#text).field(&"*** Sensitive Data Redacted ***").finish()
            },
            (Some(_), false) => quote! {
                Self::#variant(inner) => f.debug_tuple(#text).field(inner).finish()
            },
        }
    });
    quote! {
        impl ::std::fmt::Debug for #name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                match self {
                    #(#arms,)*
                    Self::Unknown => f.write_str("Unknown"),
                }
            }
        }
    }
}

/// How each variant is written: what has a value, by `method` of the writer.
fn write_arms(plan: &Union, method: TokenStream) -> Vec<TokenStream> {
    let arms = plan.members.iter().map(|member| {
        let (variant, name) = (ident(&member.variant), &member.wire.name);
        match member.ty {
            Some(_) => quote!(Self::#variant(inner) => writer.#method(#name, inner)),
            None => quote!(Self::#variant => writer.unit(#name)),
        }
    });
    arms.collect()
}

fn union_impl(plan: &Union, std: &Std<'_>) -> TokenStream {
    let (name, id) = (ident(&plan.name), &plan.id);
    let (some, result, ok) = (std.some(), std.result(), std.ok());
    let members = plan.members.iter().map(|member| wire(&member.wire));
    let write = write_arms(plan, quote!(member));
    let read = plan.members.iter().map(|member| {
        let (variant, name) = (ident(&member.variant), &member.wire.name);
        match member.ty {
            Some(_) => quote! {
                #some(#name) => #ok(Self::#variant(crate::runtime::Value::read(schema, de)?))
            },
            None => quote!(#some(#name) => de.skip_value().map(|()| Self::#variant)),
        }
    });
    quote! {
        impl crate::runtime::union::Union for #name {
            const SHAPE: &'static crate::runtime::schema::Shape = {
                #[allow(unused_imports, reason = "which of them depends on the members")]
                use crate::runtime::schema::*;
                static SHAPE: Shape = union(#id, &[#(#members),*]);
                &SHAPE
            };

            fn write_member(
                &self,
                writer: &mut crate::runtime::union::UnionWriter<'_>,
            ) -> crate::runtime::Outcome {
                match self {
                    #(#write,)*
                    Self::Unknown => writer.unknown(),
                }
            }

            fn read_member(
                schema: &::aws_smithy_schema::Schema<'_>,
                de: &mut dyn ::aws_smithy_schema::serde::ShapeDeserializer,
            ) -> #result<Self, ::aws_smithy_schema::serde::SerdeError> {
                match schema.member_name() {
                    #(#read,)*
                    _ => de.skip_value().map(|()| Self::Unknown),
                }
            }
        }
    }
}

fn events_impl(plan: &Union, errors: &EventErrors, std: &Std<'_>) -> TokenStream {
    let (name, errors) = (ident(&plan.name), ident(&errors.name));
    let (result, ok) = (std.result(), std.ok());
    let write = write_arms(plan, quote!(event));
    let read = plan.members.iter().map(|member| {
        let (variant, name) = (ident(&member.variant), &member.wire.name);
        match member.ty {
            Some(_) => quote!(#name => #ok(Self::#variant(reader.event()?))),
            None => quote!(#name => #ok(Self::#variant)),
        }
    });
    let read: Vec<TokenStream> = read.collect();
    let read = match read.as_slice() {
        // Nothing but errors.
        [] => quote!(let _ = reader; #ok(Self::Unknown)),
        read => quote! {
            match reader.name() {
                #(#read,)*
                _ => #ok(Self::Unknown),
            }
        },
    };
    quote! {
        impl crate::event_stream::Events for #name {
            type Error = crate::types::error::#errors;

            fn write(
                &self,
                writer: crate::event_stream::EventWriter<'_>,
            ) -> crate::event_stream::Written {
                match self {
                    #(#write,)*
                    Self::Unknown => writer.unknown(),
                }
            }

            fn read(
                reader: crate::event_stream::EventReader<'_>,
            ) -> #result<Self, ::aws_smithy_schema::serde::SerdeError> {
                #read
            }
        }
    }
}

/// The file of the errors that may end a stream of events.
pub(super) fn errors_file(union: &Union) -> Option<Printed> {
    let plan = union.events.as_ref()?;
    let std = Std::beside([plan.name.as_str()]);
    let about = format!("The errors that may end a stream of `{}`.", union.name);
    let mut items = operation::errors(&plan.name, &about, &plan.cases, &std);
    let name = ident(&plan.name);
    let write = plan.cases.iter().map(|case| {
        let (variant, code) = (ident(&case.name), &case.code);
        quote!(Self::#variant(inner) => writer.error(#code, inner))
    });
    items.push(quote! {
        impl crate::event_stream::EventErrors for #name {
            fn write(
                &self,
                writer: crate::event_stream::EventWriter<'_>,
            ) -> crate::event_stream::Written {
                match self {
                    #(#write,)*
                    Self::Unhandled(_) => writer.unknown(),
                }
            }
        }
    });
    Some(rust(
        format!("src/types/error/{}.rs", plan.module),
        "",
        items,
    ))
}
