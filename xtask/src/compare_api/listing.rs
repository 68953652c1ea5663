//! Reads a list. In: text as `cargo public-api -sss` prints it, one public item a line. Out: each
//! line as a syntax tree. A line is almost the Rust it stands for, but names its item by full path,
//! leaves parameters unnamed and stands beside the `impl` or `trait` it belongs to instead of in it.

use std::collections::BTreeSet;
use std::mem::{replace, take};
use std::rc::Rc;

use quote::ToTokens;
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream, Result};
use syn::punctuated::Punctuated;
use syn::token::Paren;
use syn::{
    Attribute, Generics, Ident, Path, PathArguments, PathSegment, Receiver, ReceiverKind,
    ReturnType, Token, Type, TypeParamBound, parenthesized, parse_quote,
};

/// Private paths that are printed for items of other crates, and where these items are public.
const PUBLIC_PATHS: [(&str, &str); 5] = [
    (
        "aws_credential_types::provider::credentials::",
        "aws_credential_types::provider::",
    ),
    ("core::iter::traits::collect::", "core::iter::"),
    ("core::iter::traits::iterator::", "core::iter::"),
    ("core::ops::function::", "core::ops::"),
    ("core::str::traits::", "core::str::"),
];

/// A list, read.
#[derive(Debug)]
pub(super) struct Listing {
    /// Name of the listed crate.
    pub(super) root: String,
    pub(super) lines: Vec<Line>,
    modules: BTreeSet<String>,
}

/// One line of a list.
#[derive(Debug)]
pub(super) struct Line {
    /// From one.
    pub(super) number: usize,
    pub(super) text: String,
    /// Nothing where the line has a form that is not known here.
    pub(super) item: Option<Item>,
}

/// What a line lists.
#[derive(Debug)]
pub(super) enum Item {
    Module(Path),
    ReExport(Path),
    /// A struct or an enum.
    Type(Path),
    Trait {
        path: Path,
        bounds: Punctuated<TypeParamBound, Token![+]>,
    },
    /// An alias, or the type associated to a trait by the block.
    Alias {
        block: Option<Rc<Block>>,
        path: Path,
        ty: Type,
    },
    /// A static or a constant.
    Value(Path, Type),
    Field(Path, Type),
    Variant(Path, Punctuated<Type, Token![,]>),
    Impl(Rc<Block>),
    Function(Box<Function>),
}

/// What functions and types belong to: an `impl`, or the definition of a trait, seen as an `impl`
/// for the type parameter `S`.
#[derive(Clone, Debug)]
pub(super) struct Block {
    /// With the `where` clause.
    pub(super) generics: Generics,
    /// The trait, unless the `impl` is inherent.
    pub(super) of: Option<Type>,
    pub(super) ty: Type,
    pub(super) is_definition: bool,
}

/// A function.
#[derive(Clone, Debug)]
pub(super) struct Function {
    pub(super) is_const: bool,
    pub(super) is_async: bool,
    /// Nothing for a free function.
    pub(super) block: Option<Rc<Block>>,
    pub(super) path: Path,
    /// Its own, with the `where` clause.
    pub(super) generics: Generics,
    /// The type of `self`.
    pub(super) receiver: Option<Type>,
    /// Types of the other parameters.
    pub(super) params: Vec<Type>,
    pub(super) output: Type,
}

impl Listing {
    /// Reads a list, which names its crate in its first `pub mod` line.
    pub(super) fn parse(text: &str) -> std::result::Result<Self, String> {
        let mut modules = text
            .lines()
            .filter_map(|line| line.strip_prefix("pub mod "));
        let root = modules.next().ok_or("the list has no `pub mod` line")?;
        let mut block = None;
        let lines = text.lines().enumerate();
        let lines = lines.filter(|(_, text)| !text.trim().is_empty());
        Ok(Listing {
            root: root.to_owned(),
            lines: lines
                .map(|(at, text)| Line {
                    number: at + 1,
                    text: text.to_owned(),
                    item: item(text, &mut block),
                })
                .collect(),
            modules: modules.chain([root]).map(str::to_owned).collect(),
        })
    }

    /// Whether a line names a type of the crate in a module that is not listed: a private one.
    pub(super) fn names_private(&self, line: &str) -> bool {
        let mut own = paths(line).filter(|path| path.split("::").next() == Some(&self.root));
        own.any(|path| {
            let is_module = |segment: &&str| segment.starts_with(char::is_lowercase);
            let module: Vec<&str> = path.split("::").take_while(is_module).collect();
            let module = module.join("::");
            module != path && !self.modules.contains(&module)
        })
    }

    /// Names of the crates that the list mentions, other than the listed one and the standard library.
    pub(super) fn foreign_crates(&self) -> BTreeSet<&str> {
        let paths = self.lines.iter().flat_map(|line| paths(&line.text));
        paths
            .filter_map(|path| path.split("::").next())
            .filter(|root| root.starts_with(char::is_lowercase))
            .filter(|root| !["core", "alloc", "std", &self.root].contains(root))
            .collect()
    }

    /// All functions of the list.
    pub(super) fn functions(&self) -> impl Iterator<Item = &Function> {
        self.lines.iter().filter_map(|line| match &line.item {
            Some(Item::Function(function)) => Some(&**function),
            _ => None,
        })
    }
}

/// Every `a::b::C` in a line.
pub(super) fn paths(line: &str) -> impl Iterator<Item = &str> {
    line.split(|c: char| !c.is_alphanumeric() && c != '_' && c != ':')
        .map(|path| path.trim_end_matches(':'))
        .filter(|path| path.contains("::") && !path.starts_with(':'))
}

/// Reads a line that follows a block, and moves on to the block it begins.
fn item(line: &str, block: &mut Option<Rc<Block>>) -> Option<Item> {
    let public = PUBLIC_PATHS.iter();
    let line = public.fold(line.to_owned(), |line, (from, to)| line.replace(from, to));
    let mut item: Item = syn::parse_str(&line).ok()?;
    match &mut item {
        Item::Impl(it) => *block = Some(it.clone()),
        Item::Trait { path, .. } => *block = Some(Rc::new(Block::definition(path).ok()?)),
        Item::Function(function) => function.block = block_of(&function.path, block),
        Item::Alias {
            path, block: of, ..
        } => *of = block_of(path, block),
        _ => {}
    }
    Some(item)
}

/// The block, if the item at `path` belongs to it.
fn block_of(path: &Path, block: &Option<Rc<Block>>) -> Option<Rc<Block>> {
    let (owner, _) = split(path)?;
    let owner: Type = parse_quote!(#owner);
    let is_owner = |block: &&Rc<Block>| match &block.of {
        Some(of) if block.is_definition => *of == owner,
        _ => block.ty == owner,
    };
    block.as_ref().filter(is_owner).cloned()
}

/// The path of an item's owner, and the item's own segment.
pub(super) fn split(path: &Path) -> Option<(Path, PathSegment)> {
    let mut owner = path.clone();
    let last = owner.segments.pop()?;
    owner.segments.pop_punct()?;
    Some((owner, last))
}

/// The `<…>` of the last segment.
pub(super) fn arguments(path: &Path) -> Option<&PathArguments> {
    path.segments.last().map(|last| &last.arguments)
}

impl Parse for Item {
    fn parse(input: ParseStream<'_>) -> Result<Self> {
        input.call(Attribute::parse_outer)?;
        if input.peek(Token![impl]) {
            return Ok(Item::Impl(Rc::new(input.parse()?)));
        }
        input.parse::<Token![pub]>()?;
        let word = input.call(Ident::parse_any)?;
        Ok(match word.to_string().as_str() {
            "mod" => Item::Module(path(input)?),
            "use" => Item::ReExport(path(input)?),
            "struct" | "enum" => Item::Type(path(input)?),
            "trait" => Item::Trait {
                path: path(input)?,
                bounds: match input.parse::<Option<Token![:]>>()? {
                    Some(_) => Punctuated::parse_separated_nonempty(input)?,
                    None => Punctuated::new(),
                },
            },
            "type" => Item::Alias {
                block: None,
                path: path(input)?,
                ty: input.parse::<Token![=]>().and_then(|_| input.parse())?,
            },
            "static" | "const" if !input.peek(Token![fn]) => Item::Value(
                path(input)?,
                input.parse::<Token![:]>().and_then(|_| input.parse())?,
            ),
            "const" | "async" => {
                input.parse::<Token![fn]>()?;
                let is_const = word == "const";
                Item::Function(Box::new(Function {
                    is_const,
                    is_async: !is_const,
                    ..input.parse()?
                }))
            }
            "fn" => Item::Function(Box::new(input.parse()?)),
            _ => member(word, input)?,
        })
    }
}

/// Reads a field or a variant, the first segment of which is read already.
fn member(root: Ident, input: ParseStream<'_>) -> Result<Item> {
    let path = path_from(root, input)?;
    if input.parse::<Option<Token![:]>>()?.is_some() {
        return Ok(Item::Field(path, input.parse()?));
    }
    let mut types = Punctuated::new();
    if input.peek(Paren) {
        let content;
        parenthesized!(content in input);
        types = Punctuated::parse_terminated(&content)?;
    }
    Ok(Item::Variant(path, types))
}

fn path(input: ParseStream<'_>) -> Result<Path> {
    path_from(input.call(Ident::parse_any)?, input)
}

/// Reads the rest of `a::B<T>::c`. A `(` after it is not part of it, as it would be for [`Path`].
fn path_from(mut ident: Ident, input: ParseStream<'_>) -> Result<Path> {
    let mut segments = Punctuated::new();
    loop {
        let arguments = if input.peek(Token![<]) {
            PathArguments::AngleBracketed(input.parse()?)
        } else {
            PathArguments::None
        };
        segments.push_value(PathSegment { ident, arguments });
        if !input.peek(Token![::]) {
            return Ok(Path {
                leading_colon: None,
                segments,
            });
        }
        segments.push_punct(input.parse()?);
        ident = input.call(Ident::parse_any)?;
    }
}

impl Parse for Block {
    fn parse(input: ParseStream<'_>) -> Result<Self> {
        input.parse::<Token![impl]>()?;
        let mut generics: Generics = input.parse()?;
        let mut ty = input.parse()?;
        let mut of = None;
        if input.parse::<Option<Token![for]>>()?.is_some() {
            of = Some(replace(&mut ty, input.parse()?));
        }
        generics.where_clause = input.parse()?;
        Ok(Block {
            generics,
            of,
            ty,
            is_definition: false,
        })
    }
}

impl Block {
    /// The block of a trait's own functions.
    fn definition(path: &Path) -> Result<Self> {
        let mut generics: Generics = syn::parse2(arguments(path).to_token_stream())?;
        generics.params.push(parse_quote!(S: #path + 'static));
        Ok(Block {
            generics,
            of: Some(parse_quote!(#path)),
            ty: parse_quote!(S),
            is_definition: true,
        })
    }
}

impl Parse for Function {
    /// Reads what follows `fn`.
    fn parse(input: ParseStream<'_>) -> Result<Self> {
        let mut path = path(input)?;
        let arguments = path.segments.last_mut().map(|it| take(&mut it.arguments));
        let mut generics: Generics = syn::parse2(arguments.to_token_stream())?;
        let content;
        parenthesized!(content in input);
        let mut receiver = None;
        if content.fork().parse::<Receiver>().is_ok() {
            receiver = Some(type_of(content.parse()?));
            content.parse::<Option<Token![,]>>()?;
        }
        let params = content.call(Punctuated::<Type, Token![,]>::parse_terminated)?;
        let output = match input.parse()? {
            ReturnType::Default => parse_quote!(()),
            ReturnType::Type(_, ty) => *ty,
        };
        generics.where_clause = input.parse()?;
        Ok(Function {
            is_const: false,
            is_async: false,
            block: None,
            path,
            generics,
            receiver,
            params: params.into_iter().collect(),
            output,
        })
    }
}

fn type_of(receiver: Receiver) -> Type {
    match receiver.kind {
        ReceiverKind::Reference(_, lifetime, mutability) => {
            parse_quote!(&#lifetime #mutability Self)
        }
        ReceiverKind::Typed(_, ty) => *ty,
        _ => parse_quote!(Self),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn private_are_types_in_modules_that_are_not_listed() {
        let list = Listing::parse("pub mod x\npub mod x::a").expect("the list has a root module");
        for (line, is_private) in [
            ("pub x::a::Error::Unhandled(x::hidden::Unhandled)", true),
            ("pub fn x::a::f<T>(T) where T: x::a::internal::Sealed", true),
            ("pub fn x::a::Thing<T>::name(&y::b::Other)", false),
            ("pub fn x::a::f()", false),
        ] {
            assert_eq!(list.names_private(line), is_private, "{line}");
        }
    }

    #[test]
    fn receivers() {
        for (params, receiver) in [
            ("self", "Self"),
            ("&self, u8", "&Self"),
            ("&'a mut self", "&'a mut Self"),
            ("self: alloc::boxed::Box<Self>", "alloc::boxed::Box<Self>"),
            ("&x::Self_", ""),
            ("x::myself", ""),
        ] {
            let function: Function = syn::parse_str(&format!("x::A::f({params})")).expect(params);
            let receiver = syn::parse_str(receiver).ok();
            assert_eq!(function.receiver, receiver, "{params}");
        }
    }

    #[test]
    fn functions_belong_to_the_block_above() {
        let list = "pub mod x\nimpl<T> x::A<T>\npub fn x::A<T>::f()\npub fn x::f()\n\
                    pub trait x::B: Send\npub fn x::B::f()";
        let list = Listing::parse(list).expect("the list has a root module");
        let blocks = list.functions().map(|function| function.block.as_ref());
        let blocks: Vec<_> = blocks.map(|it| it.map(|it| it.is_definition)).collect();
        assert_eq!(blocks, [Some(false), None, Some(true)]);
    }
}
