//! The examples of an operation, as code in its documentation.

use proc_macro2::TokenStream;
use quote::quote;

use super::literal::Printer;
use super::tokens::{docs as doc_comment, ident};
use crate::plan::CratePlan;
use crate::plan::examples::Example;
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
    let printer = Printer { root: quote!(#lib) };
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
