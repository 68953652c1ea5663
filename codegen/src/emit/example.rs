//! The examples of an operation, as code in its documentation.

use proc_macro2::TokenStream;
use quote::quote;

use super::tokens::{docs as doc_comment, ident};
use crate::plan::CratePlan;
use crate::plan::examples::{Example, Literal, Setter};
use crate::plan::operations::Operation;

/// The section `Examples` of the client's method; nothing if there are none.
pub(super) fn docs(plan: &CratePlan, operation: &Operation) -> TokenStream {
    if operation.examples.is_empty() {
        return quote!();
    }
    let mut text = "\n# Examples\n".to_owned();
    for example in &operation.examples {
        let title = example.title.trim_end_matches('.');
        text.push_str(&format!("{title}.\n"));
        if !example.docs.is_empty() {
            text.push_str(&format!("{}\n", example.docs));
        }
        text.push_str(&format!(
            "```no_run\n{}```\n",
            code(plan, operation, example)
        ));
    }
    doc_comment(&text)
}

fn code(plan: &CratePlan, operation: &Operation, example: &Example) -> String {
    let lib = ident(&plan.package.lib);
    let method = ident(&operation.method);
    let printer = Printer { lib: &lib };
    let setters = printer.setters(&example.input);
    let statements = if example.fails {
        quote! {
            let error = client.#method() #setters .send().await.unwrap_err();
            let error = #lib::error::DisplayErrorContext(&error);
            println!("{error}");
        }
    } else {
        quote! {
            let output = client.#method() #setters .send().await?;
            println!("{output:?}");
        }
    };
    frame(
        &lib,
        &crate::output::format_item(quote!(fn body() { #statements })),
    )
}

/// The body of a function, in one that rustdoc compiles, and hides as it does lines that begin with
/// `# `.
fn frame(lib: &proc_macro2::Ident, function: &str) -> String {
    let lines: Vec<&str> = function.trim().lines().collect();
    let body = lines
        .get(1..lines.len().saturating_sub(1))
        .unwrap_or_default();
    let body = body
        .iter()
        .map(|line| line.strip_prefix("    ").unwrap_or(line));
    let body: Vec<&str> = body.collect();
    format!(
        "# async fn example(client: &{lib}::Client) -> Result<(), {lib}::Error> {{\n\
         {}\n\
         # Ok(())\n\
         # }}\n",
        body.join("\n")
    )
}

struct Printer<'a> {
    lib: &'a proc_macro2::Ident,
}

impl Printer<'_> {
    fn setters(&self, setters: &[Setter]) -> TokenStream {
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
    fn owned(&self, literal: &Literal) -> TokenStream {
        let value = self.literal(literal);
        match literal {
            Literal::Text(_) => quote!(#value.to_owned()),
            _ => value,
        }
    }

    fn literal(&self, literal: &Literal) -> TokenStream {
        let lib = self.lib;
        match literal {
            Literal::Bool(value) => quote!(#value),
            Literal::Text(text) => quote!(#text),
            Literal::Number(number) => number.parse().unwrap_or_default(),
            Literal::Blob(text) => quote!(#lib::primitives::Blob::new(#text)),
            Literal::DateTime(seconds) => {
                quote!(#lib::primitives::DateTime::from_secs(#seconds))
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
            Literal::Sparse(None) => quote!(None),
            Literal::Sparse(Some(value)) => {
                let value = self.owned(value);
                quote!(Some(#value))
            }
        }
    }
}
