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
    let statement = if example.fails {
        quote! {
            let error = client.#method() #setters .send().await.unwrap_err();
            println!("{}", #lib::error::DisplayErrorContext(&error));
        }
    } else {
        quote! {
            let output = client.#method() #setters .send().await?;
            println!("{output:?}");
        }
    };
    let function = quote! {
        async fn example(client: &#lib::Client) -> Result<(), #lib::Error> {
            #statement
            Ok(())
        }
    };
    hide_frame(&crate::output::format_item(function))
}

/// Hides the function around the statements, as rustdoc does with lines that begin with `# `.
fn hide_frame(code: &str) -> String {
    let lines: Vec<&str> = code.trim().lines().collect();
    let last = lines.len().saturating_sub(2);
    let shown = lines.iter().enumerate().map(|(number, line)| {
        if number == 0 || number >= last {
            format!("# {line}\n")
        } else {
            format!("{}\n", line.strip_prefix("    ").unwrap_or(line))
        }
    });
    shown.collect()
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

    fn literal(&self, literal: &Literal) -> TokenStream {
        let lib = self.lib;
        match literal {
            Literal::Bool(value) => quote!(#value),
            Literal::Text(text) => quote!(#text),
            Literal::Number(number) => number.parse().unwrap_or_default(),
            Literal::Blob(text) => quote!(#lib::primitives::Blob::new(#text)),
            Literal::DateTime(seconds, _) => {
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
                let items = items.iter().map(|item| self.literal(item));
                quote!(vec![#(#items),*])
            }
            Literal::Map(entries) => {
                let entries = entries.iter().map(|(key, value)| {
                    let (key, value) = (self.literal(key), self.literal(value));
                    quote!((#key.into(), #value.into()))
                });
                quote!([#(#entries),*].into())
            }
        }
    }
}
