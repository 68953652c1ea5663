//! `API.md`: the public surface that depends on the model, one line an item, read off the code that
//! was printed. A pull request shows in it what a new model means to users.

use proc_macro2::TokenStream;
use syn::{Item, Visibility};

use super::{Content, Printed};
use crate::plan::CratePlan;

pub(super) fn emit(plan: &CratePlan, files: &[Printed]) -> Printed {
    let mut text = format!(
        "# The public API of {}\n\n\
         Every public item that depends on the model. What all crates share is left out: the modules\n\
         `config`, `error`, `meta` and `primitives`, and the methods that every error and enum has.\n\
         `Builder<T>` is the builder of `T`; its methods are those of the fluent builder too.\n",
        plan.package.name
    );
    for file in files {
        let Content::Rust { items, .. } = &file.content else {
            continue;
        };
        let lines: Vec<String> = items.iter().flat_map(lines).collect();
        if !lines.is_empty() {
            text.push_str(&format!(
                "\n## {}\n\n```rust\n{}\n```\n",
                file.path,
                lines.join("\n")
            ));
        }
    }
    Printed {
        path: "API.md".to_owned(),
        content: Content::Text(text),
    }
}

fn lines(tokens: &TokenStream) -> Vec<String> {
    let file: syn::File = match syn::parse2(tokens.clone()) {
        Ok(file) => file,
        Err(error) => unreachable!("the emitters print Rust: {error}\n{tokens}"),
    };
    file.items.iter().flat_map(item).collect()
}

fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

fn item(item: &Item) -> Vec<String> {
    match item {
        Item::Struct(item) if is_public(&item.vis) && !is_hidden(&item.attrs) => {
            let mut lines = vec![format!("struct {}", item.ident)];
            let fields = item.fields.iter().filter(|field| is_public(&field.vis));
            lines.extend(fields.filter_map(|field| {
                let name = field.ident.as_ref()?;
                Some(format!("    {name}: {}", text(&field.ty)))
            }));
            lines
        }
        Item::Enum(item) if is_public(&item.vis) => {
            let mut lines = vec![format!("enum {}", item.ident)];
            lines.extend(
                item.variants
                    .iter()
                    .map(|variant| format!("    {}{}", variant.ident, text(&variant.fields))),
            );
            lines
        }
        Item::Type(item) if is_public(&item.vis) => {
            vec![format!("type {} = {}", item.ident, text(&item.ty))]
        }
        Item::Trait(item) if is_public(&item.vis) => {
            let functions = item.items.iter().filter_map(|inner| match inner {
                syn::TraitItem::Fn(function) => Some(format!("    {}", text(&function.sig))),
                _ => None,
            });
            let name = format!("trait {}", item.ident);
            [name].into_iter().chain(functions).collect()
        }
        Item::Mod(item) if is_public(&item.vis) => module(item),
        Item::Impl(item) => implementation(item),
        _ => Vec::new(),
    }
}

fn is_hidden(attributes: &[syn::Attribute]) -> bool {
    attributes
        .iter()
        .any(|attribute| text(&attribute.meta).starts_with("doc(hidden"))
}

fn module(module: &syn::ItemMod) -> Vec<String> {
    let items = module.content.iter().flat_map(|(_, items)| items);
    let lines = items.flat_map(item);
    lines
        .map(|line| line.replacen(' ', &format!(" {}::", module.ident), 1))
        .collect()
}

fn implementation(item: &syn::ItemImpl) -> Vec<String> {
    let owner = text(&item.self_ty);
    if let Some((path, _)) = &item.trait_ {
        let path = text(path);
        // How the crate works inside is nobody's business, and `Debug` is what `derive` gives too.
        let inner = INNER_TRAITS.iter().any(|inner| path.starts_with(inner));
        return if inner {
            Vec::new()
        } else {
            vec![format!("impl {path} for {owner}")]
        };
    }
    let owner = owner.replace(", S>", ">").replace(", S_>", ">");
    let functions = item.items.iter().filter_map(|item| match item {
        syn::ImplItem::Fn(function) if is_public(&function.vis) => {
            let signature = text(&function.sig).replacen("fn ", &format!("fn {owner}::"), 1);
            Some(signature.replace("(mut self", "(self"))
        }
        _ => None,
    });
    functions.collect()
}

/// Traits of the support code, as [`text`] prints them, and those that every type has.
const INNER_TRAITS: &[&str] = &[
    "BindEndpoint",
    "Debug",
    "Draft",
    "ErrorEnum",
    "ErrorStructure",
    "crate::event_stream::Event",
    "ModeledError",
    "Operation",
    "OutputStructure",
    "PageSize",
    "Paginated",
    "Streaming",
    "Structure",
    "Waiter",
];

/// Tokens in one line, with spaces where a reader expects them, and without the paths that say nothing.
fn text(tokens: &impl quote::ToTokens) -> String {
    let text = tokens.to_token_stream().to_string();
    let text = SPACING
        .iter()
        .fold(text, |text, (from, to)| text.replace(from, to));
    PATHS.iter().fold(text, |text, path| text.replace(path, ""))
}

const SPACING: &[(&str, &str)] = &[
    (" , :: ", ", ::"),
    (" :: ", "::"),
    (":: ", "::"),
    ("& ", "&"),
    (" < ", "<"),
    ("< ", "<"),
    (" >", ">"),
    ("- >", "->"),
    (" ,", ","),
    (" (", "("),
    ("( ", "("),
    (" )", ")"),
    (" :", ":"),
    ("[ ", "["),
    (" ]", "]"),
    (",)", ")"),
    (",>", ">"),
    ("->", " -> "),
    ("  ", " "),
];

const PATHS: &[&str] = &[
    "::std::option::",
    "::std::string::",
    "::std::result::",
    "::std::vec::",
    "::std::fmt::",
    "::std::collections::",
    "::aws_smithy_runtime_api::client::waiters::error::",
    "::aws_smithy_runtime_api::client::waiters::",
    "::aws_smithy_types::error::operation::",
    "::aws_types::request_id::",
    "crate::runtime::paginator::",
    "crate::runtime::union::",
    "crate::runtime::waiter::",
    "crate::runtime::",
    "crate::error::",
    "super::",
];
