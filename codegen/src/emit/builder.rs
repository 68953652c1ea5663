//! The builder of a structure: the draft that it fills, its methods, and what `build()` makes of it.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use serde_json::Value;

use super::literal::Printer;
use super::structure::{debug_impl, extra_field, extra_name, field_docs, is_copy};
use super::tokens::{Std, deprecated, docs, ident, plain};
use crate::plan::literals::Literal;
use crate::plan::shapes::{Field, Role, Structure};
use crate::plan::types::Type;

/// The alias of a structure's builder, as a module beside it defines it.
pub(super) fn alias(plan: &Structure) -> TokenStream {
    let (builder, name) = (ident(&plan.builder), ident(&plan.name));
    let about = docs(&format!("Builds [`{0}`](super::{0}).", plan.name));
    quote! {
        #about
        pub type #builder = crate::runtime::Builder<super::#name>;
    }
}

pub(super) fn draft_name(plan: &Structure) -> proc_macro2::Ident {
    if plan.is_own_draft() {
        ident(&plan.name)
    } else {
        format_ident!("{}Draft", plan.name)
    }
}

/// The structure with every member optional, where it is not the structure itself.
pub(super) fn draft(plan: &Structure, std: &Std<'_>) -> Vec<TokenStream> {
    if plan.is_own_draft() {
        return Vec::new();
    }
    let name = draft_name(plan);
    let option = std.option();
    let fields = plan.members.iter().map(|field| {
        let (name, ty) = (ident(&field.name), std.ty(&field.ty));
        quote!(#name: #option<#ty>)
    });
    let fields = fields.chain(extra_field(plan, std));
    let debug = (!plan.redacts()).then(|| quote!(Debug,));
    let derives = match plan.stream() {
        Some(_) => quote!(#[derive(#debug Default)]),
        None => quote!(#[derive(Clone, #debug Default, PartialEq)]),
    };
    let definition = quote! {
        #[doc(hidden)]
        #derives
        pub struct #name { #(#fields),* }
    };
    let redacted = plan.redacts().then(|| debug_impl(&name, plan));
    [definition].into_iter().chain(redacted).collect()
}

pub(super) fn setters(plan: &Structure, std: &Std<'_>) -> TokenStream {
    let name = ident(&plan.name);
    let setters = plan.members.iter().map(|field| setter(field, std));
    let meta = (plan.role == Role::Error).then(|| meta_setters(std));
    let stage = ident(if plan.name == "S" { "S_" } else { "S" });
    quote! {
        impl<#stage: crate::runtime::Stage<#name>> crate::runtime::Builder<#name, #stage> {
            #(#setters)*
            #meta
        }
    }
}

fn meta_setters(std: &Std<'_>) -> TokenStream {
    let option = std.option();
    quote! {
        /// Sets what the envelope of the response said.
        pub fn meta(mut self, meta: ::aws_smithy_types::error::ErrorMetadata) -> Self {
            self.stage.draft_mut().meta = meta;
            self
        }

        /// Sets or clears what the envelope of the response said.
        pub fn set_meta(
            &mut self,
            meta: #option<::aws_smithy_types::error::ErrorMetadata>,
        ) -> &mut Self {
            self.stage.draft_mut().meta = meta.unwrap_or_default();
            self
        }
    }
}

fn setter(field: &Field, std: &Std<'_>) -> TokenStream {
    let (name, set, get) = (
        ident(&field.name),
        ident(&field.setter),
        ident(&field.getter),
    );
    let about = field_docs(field);
    let (option, ty) = (std.option(), std.ty(&field.ty));
    let shown = plain(&field.name);
    let set_docs = docs(&format!("Sets or clears `{shown}`."));
    let get_docs = docs(&format!("The `{shown}` that was set."));
    let (arguments, body, appends) = fill(field, std);
    let note = docs(appends);
    let deprecation = deprecated(&field.deprecated);
    quote! {
        #about
        #note
        #deprecation
        pub fn #name(mut self, #arguments) -> Self { #body self }

        #set_docs
        #deprecation
        pub fn #set(mut self, input: #option<#ty>) -> Self {
            self.stage.draft_mut().#name = input;
            self
        }

        #get_docs
        #deprecation
        pub fn #get(&self) -> &#option<#ty> { &self.stage.draft().#name }
    }
}

/// The arguments and the body of a builder's method, and a note for its documentation.
fn fill(field: &Field, std: &Std<'_>) -> (TokenStream, TokenStream, &'static str) {
    let name = ident(&field.name);
    let into = std.into();
    let some = std.some();
    let takes_into = |ty: &Type| matches!(ty, Type::String | Type::Boxed(_));
    let argument = |argument: TokenStream, convert: bool| {
        if convert {
            quote!(#argument.into())
        } else {
            argument
        }
    };
    let place = |ty: &Type| {
        let printed = std.ty(ty);
        if takes_into(ty) {
            quote!(impl #into<#printed>)
        } else {
            printed
        }
    };
    match &field.ty {
        Type::List(element) => {
            let (ty, convert) = match element.sparse {
                true => (std.element(element), false),
                false => (place(&element.ty), takes_into(&element.ty)),
            };
            let item = argument(quote!(input), convert);
            let body = quote!(self.stage.draft_mut().#name.get_or_insert_default().push(#item););
            (
                quote!(input: #ty),
                body,
                "\nAppends an element; call it once for each.",
            )
        }
        Type::Map(key, value) => {
            let key_ty = place(key);
            let (ty, convert) = match value.sparse {
                true => (std.element(value), false),
                false => (place(&value.ty), takes_into(&value.ty)),
            };
            let key = argument(quote!(key), takes_into(key));
            let value = argument(quote!(value), convert);
            let body =
                quote!(self.stage.draft_mut().#name.get_or_insert_default().insert(#key, #value););
            (
                quote!(key: #key_ty, value: #ty),
                body,
                "\nInserts an entry; call it once for each.",
            )
        }
        ty => {
            let value = argument(quote!(input), takes_into(ty));
            let place = place(ty);
            (
                quote!(input: #place),
                quote!(self.stage.draft_mut().#name = #some(#value);),
                "",
            )
        }
    }
}

pub(super) fn build(plan: &Structure, std: &Std<'_>) -> TokenStream {
    let name = ident(&plan.name);
    let (result, ok) = (std.result(), std.ok());
    let about = docs(&format!("The `{}`.", plan.name));
    let fallible = quote! {
        #result<#name, ::aws_smithy_types::error::operation::BuildError>
    };
    let body = match (&plan.role, plan.is_own_draft(), plan.is_fallible()) {
        (Role::Input, is_own_draft, false) => {
            let errors = docs("\n# Errors\nNone today; a later model may demand a member.");
            let body = if is_own_draft {
                quote!(#ok(self.stage.0))
            } else {
                let built = built(plan);
                quote!(let draft = self.stage.0; #ok(#built))
            };
            quote!(#about #errors pub fn build(self) -> #fallible { #body })
        }
        (_, true, _) => quote!(#about pub fn build(self) -> #name { self.stage.0 }),
        (_, false, false) => {
            let built = built(plan);
            quote!(#about pub fn build(self) -> #name { let draft = self.stage.0; #built })
        }
        (_, false, true) => {
            let errors = docs("\n# Errors\nWhen a required member was not set.");
            let built = built(plan);
            quote! {
                #about
                #errors
                pub fn build(self) -> #fallible {
                    let draft = self.stage.0;
                    #ok(#built)
                }
            }
        }
    };
    quote!(impl crate::runtime::Builder<#name> { #body })
}

/// The structure that a builder's draft makes.
pub(super) fn built(plan: &Structure) -> TokenStream {
    let name = ident(&plan.name);
    let fields = plan.members.iter().map(|field| {
        let name = ident(&field.name);
        let text = plain(&field.name);
        let value = value_or(quote!(draft.#name), field);
        let value =
            value.unwrap_or_else(|| quote!(crate::runtime::value::required(draft.#name, #text)?));
        quote!(#name: #value)
    });
    let extra = extra_name(plan).map(|name| quote!(#name: draft.#name));
    let fields = fields.chain(extra);
    quote!(#name { #(#fields),* })
}

/// The value of a field, where it needs none or has a default.
pub(super) fn value_or(value: TokenStream, field: &Field) -> Option<TokenStream> {
    if field.optional {
        return Some(value);
    }
    let default = field.default.as_ref()?;
    Some(match (&field.ty, default) {
        (Type::ByteStream, _) => quote!(#value.unwrap_or_default()),
        (Type::List(_), Literal::List(items)) if items.is_empty() => {
            quote!(#value.unwrap_or_default())
        }
        (Type::Map(..), Literal::Map(entries)) if entries.is_empty() => {
            quote!(#value.unwrap_or_default())
        }
        (Type::String, Literal::Text(text)) if text.is_empty() => {
            quote!(#value.unwrap_or_default())
        }
        (ty, default) if is_copy(ty) || is_plain(default) => {
            let default = Printer::in_crate().literal(default);
            quote!(#value.unwrap_or(#default))
        }
        (_, default) => {
            let default = Printer::in_crate().owned(default);
            quote!(#value.unwrap_or_else(|| #default))
        }
    })
}

/// Whether a document is made without a call.
fn is_plain(default: &Literal) -> bool {
    matches!(
        default,
        Literal::Document(Value::Null | Value::Bool(_) | Value::Number(_))
    )
}
