//! The paginator of an operation.

use proc_macro2::TokenStream;
use quote::quote;

use super::tokens::{Std, ident};
use crate::plan::operations::Operation;
use crate::plan::pagination::{OutputField, Pagination};
use crate::plan::types::Type;

/// The items of an operation's paginator.
pub(super) fn items(operation: &Operation, plan: &Pagination, std: &Std<'_>) -> Vec<TokenStream> {
    let (name, input) = (ident(&operation.name), ident(&operation.input.name));
    let paginator = ident(&plan.paginator);
    let mut items = vec![
        paginated(operation, plan, std),
        quote! {
            impl crate::runtime::Builder<#input, crate::runtime::Attached<#name>> {
                /// Reads page after page, each when it is awaited.
                pub fn into_paginator(self) -> paginator::#paginator {
                    crate::runtime::paginator::Paginator::new(self)
                }
            }
        },
    ];
    items.extend(page_size(operation, plan, std));
    items.extend(paginated_items(operation, plan, std));
    items.push(aliases(operation, plan));
    items
}

fn paginated(operation: &Operation, plan: &Pagination, std: &Std<'_>) -> TokenStream {
    let name = ident(&operation.name);
    let (option, token) = (std.option(), std.ty(&plan.token));
    let input_token = ident(&plan.input_token);
    let output_token = borrowed(&plan.output_token, std);
    let next = match plan.token {
        Type::String => quote!(crate::runtime::paginator::text_token(#output_token)),
        _ => output_token,
    };
    quote! {
        impl crate::runtime::paginator::Paginated for #name {
            type Token = #token;

            fn next_token(output: &Self::Output) -> #option<&#token> { #next }

            fn token(input: &mut Self::Input) -> &mut #option<#token> {
                &mut input.#input_token
            }
        }
    }
}

fn page_size(operation: &Operation, plan: &Pagination, std: &Std<'_>) -> Option<TokenStream> {
    let (field, ty) = plan.page_size.as_ref()?;
    let (name, input) = (ident(&operation.name), ident(&operation.input.name));
    let (field, ty, some) = (ident(field), std.ty(ty), std.some());
    Some(quote! {
        impl crate::runtime::paginator::PageSize for #name {
            type Size = #ty;

            fn set_page_size(draft: &mut #input, limit: #ty) {
                draft.#field = #some(limit);
            }
        }
    })
}

fn paginated_items(operation: &Operation, plan: &Pagination, std: &Std<'_>) -> Option<TokenStream> {
    let (path, ty) = plan.items.as_ref()?;
    let (name, option) = (ident(&operation.name), std.option());
    let (ty, items) = (std.ty(ty), owned(path, std));
    Some(quote! {
        impl crate::runtime::paginator::PaginatedItems for #name {
            type Items = #ty;

            fn items(output: Self::Output) -> #option<#ty> { #items }
        }
    })
}

fn aliases(operation: &Operation, plan: &Pagination) -> TokenStream {
    let (name, paginator) = (ident(&operation.name), ident(&plan.paginator));
    let items = plan.items.as_ref().map(|_| {
        let items = ident(&format!("{}Items", plan.paginator));
        quote! {
            /// Reads the items of all pages.
            pub type #items = crate::runtime::paginator::PaginatorItems<super::#name>;
        }
    });
    quote! {
        /// Paginators.
        pub mod paginator {
            /// Reads page after page.
            pub type #paginator = crate::runtime::paginator::Paginator<super::#name>;

            #items
        }
    }
}

/// The field at the end of a path, by reference, as an `Option`.
fn borrowed(path: &[OutputField], std: &Std<'_>) -> TokenStream {
    let some = std.some();
    follow(path, quote!(.as_ref()), |field| quote!(#some(&#field)))
}

/// The field at the end of a path, by value, as an `Option`.
fn owned(path: &[OutputField], std: &Std<'_>) -> TokenStream {
    let some = std.some();
    follow(path, quote!(), |field| quote!(#some(#field)))
}

fn follow(
    path: &[OutputField],
    access: TokenStream,
    present: impl Fn(TokenStream) -> TokenStream,
) -> TokenStream {
    let mut value = quote!(output);
    for (index, field) in path.iter().enumerate() {
        let name = ident(&field.name);
        value = match (field.optional, index + 1 == path.len()) {
            (true, false) => quote!(#value.#name #access?),
            (true, true) => quote!(#value.#name #access),
            (false, false) => quote!(#value.#name),
            (false, true) => present(quote!(#value.#name)),
        };
    }
    value
}
