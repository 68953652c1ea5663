//! From printed files to the texts that are written.

use proc_macro2::TokenStream;

use super::Files;
use super::files::header;
use crate::emit::{Content, Printed};

/// Formats the printed files.
pub fn settle(printed: Vec<Printed>) -> Files {
    printed
        .into_iter()
        .map(|file| {
            let header = header(&file.path);
            let body = match file.content {
                Content::Rust { docs, items } => rust(&docs, items),
                Content::Copied(text) => text,
                Content::Text(text) => format!("\n{}\n", text.trim()),
            };
            (file.path, format!("{header}\n{body}"))
        })
        .collect()
}

fn rust(docs: &str, items: Vec<TokenStream>) -> String {
    let mut text = String::new();
    for line in docs.trim().lines() {
        text.push_str(format!("//! {line}").trim_end());
        text.push('\n');
    }
    for item in items.into_iter().filter(|item| !item.is_empty()) {
        text.push('\n');
        text.push_str(&format_item(item));
    }
    text
}

/// Formats items. A doc comment gets an empty line before it, where it is not the first in its block.
pub(crate) fn format_item(item: TokenStream) -> String {
    match syn::parse2(item.clone()) {
        Ok(file) => space(&prettyplease::unparse(&file)),
        Err(error) => unreachable!("the emitters print Rust: {error}\n{item}"),
    }
}

/// Sets the functions of a block apart from each other.
fn space(code: &str) -> String {
    let mut spaced = String::new();
    let mut last = "";
    for line in code.lines() {
        let closes_function = last == "    }" || last == "}";
        if closes_function && !line.trim_start().starts_with('}') {
            spaced.push('\n');
        }
        spaced.push_str(line);
        spaced.push('\n');
        last = line;
    }
    spaced
}
