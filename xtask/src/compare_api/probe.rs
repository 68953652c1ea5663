//! Writes probes. In: an item of a list. Out: a line of Rust, the inside of a module, that compiles
//! only where the item is as listed.

use proc_macro2::TokenStream;
use quote::{ToTokens, format_ident, quote};
use syn::punctuated::Punctuated;
use syn::visit_mut::VisitMut;
use syn::{Path, Token, Type, TypeParamBound, parse_quote};

use super::call::{call, concrete};
use super::listing::{Block, Function, Item, Line, Listing, arguments, split};
use super::naming::{Naming, type_names};

/// The name under which the probes depend on the crate that the list was made from.
pub(super) const REFERENCE: &str = "reference";

/// The first lines of the probe crate: `Exact` admits no coercion of what it holds, and `any` leaves
/// the type of an argument to inference.
pub(super) const PRELUDE: &str = "\
#![allow(warnings)]
#![deny(ambiguous_glob_imports)]
extern crate alloc;
pub struct Exact<T>(pub T);
pub fn any<T>() -> T { loop {} }
pub fn future<T, F: core::future::Future<Output = T> + Send>(_: F) {}
";

/// A piece of Rust that compiles where an item is as listed.
#[derive(Debug)]
pub(super) struct Probe {
    pub(super) code: String,
    /// Why the probe asks for less than the line says, if it does.
    pub(super) loose: Option<&'static str>,
}

/// Writes the probe of a line, which may use the listed crate where it is at hand.
///
/// # Errors
///
/// Why there is no probe.
pub(super) fn probe(line: &Line, list: &Listing, has_reference: bool) -> Result<Probe, String> {
    let item = line.item.as_ref();
    let item = item.ok_or("not a form of line this command knows")?;
    let private = list.names_private(&line.text);
    let mut loose = None;
    let code = match item {
        Item::Variant(path, types) if private => {
            loose = Some("what the variant holds is private: only the pattern was checked");
            pattern(path, types)
        }
        Item::Function(function) if private => {
            loose = Some("a bound names a private trait: checked with the types of one use only");
            let concrete = concrete(function, list);
            call(&concrete.ok_or("names a private type")?)
        }
        _ if private => return Err("names a private type".to_owned()),
        Item::ReExport(path) if !has_reference => {
            loose = Some("without the listed crate, only the name of a re-export was checked");
            quote!(use #path as _;)
        }
        item => strict(item, list),
    };
    let code = code.to_string();
    Ok(Probe { code, loose })
}

fn strict(item: &Item, list: &Listing) -> TokenStream {
    match item {
        Item::Module(path) => quote!(use #path::{self as _};),
        Item::ReExport(path) => same_item(path),
        Item::Type(path) => {
            let arguments = arguments(path);
            quote!(fn a #arguments(_: #path) {})
        }
        Item::Trait { path, bounds } => definition(path, bounds, list),
        Item::Alias { block, path, ty } => alias(block.as_deref(), path, ty),
        Item::Value(path, ty) => {
            let exact = exact(&quote!(&#path), &quote!(&#ty));
            quote!(fn a() { #exact })
        }
        Item::Field(path, ty) => field(path, ty),
        Item::Variant(path, types) => variant(path, types),
        Item::Impl(block) => implementation(block),
        Item::Function(function) => call(function),
    }
}

/// A statement that demands a type of a value.
fn exact(value: &TokenStream, ty: &impl ToTokens) -> TokenStream {
    quote!(let v = crate::Exact(#value); let _: crate::Exact<#ty> = v;)
}

/// Two globs may bring in the same name only where it is the same item, whatever its kind.
fn same_item(path: &Path) -> TokenStream {
    let mut listed = path.clone();
    listed.segments[0].ident = format_ident!("{REFERENCE}");
    quote! {
        mod m { pub use #path as Same; }
        mod n { pub use #listed as Same; }
        mod both { pub use super::m::*; pub use super::n::*; }
        use both::Same as _;
    }
}

/// Uses a trait with its bounds, and implements it with the listed functions for a type that has
/// nothing else.
fn definition(
    path: &Path,
    bounds: &Punctuated<TypeParamBound, Token![+]>,
    list: &Listing,
) -> TokenStream {
    let own = list.functions().filter(|function| {
        split(&function.path).is_some_and(|(owner, _)| owner == *path) && !is_provided(function)
    });
    let own = own.map(declaration);
    let arguments = arguments(path);
    quote! {
        fn a<S: #path + ?Sized>() { fn needs<S: #bounds + ?Sized>() {} needs::<S>(); }
        #[derive(Clone, Copy, Debug, Default, Eq, Hash, Ord, PartialEq, PartialOrd)]
        struct Mine;
        impl #arguments #path for Mine { #(#own { loop {} })* }
    }
}

/// Whether an implementor may leave the function out. The list does not tell; in a trait used as an
/// object, what is closed to objects has a body.
fn is_provided(function: &Function) -> bool {
    let wheres = function.generics.where_clause.to_token_stream();
    wheres
        .to_string()
        .contains("Self : core :: marker :: Sized")
}

/// The function as in an `impl`, without its body.
fn declaration(function: &Function) -> TokenStream {
    let Function {
        generics,
        params,
        output,
        ..
    } = function;
    let name = function.path.segments.last().map(|last| &last.ident);
    let asyncness = function.is_async.then(<Token![async]>::default);
    let receiver = function.receiver.iter();
    let wheres = &generics.where_clause;
    quote!(#asyncness fn #name #generics(#(self: #receiver,)* #(_: #params),*) -> #output #wheres)
}

/// Demands that an alias, or what an `impl` associates to its trait, is the listed type.
fn alias(block: Option<&Block>, path: &Path, ty: &Type) -> TokenStream {
    let Some(Block {
        generics,
        of,
        ty: owner,
        ..
    }) = block
    else {
        let arguments = arguments(path);
        return quote!(fn a #arguments(x: crate::Exact<#path>) -> crate::Exact<#ty> { x });
    };
    let name = path.segments.last().map(|last| &last.ident);
    let wheres = &generics.where_clause;
    let mut ty = ty.clone();
    Naming::of_self(owner).visit_type_mut(&mut ty);
    quote! {
        fn a #generics(x: crate::Exact<<#owner as #of>::#name>) -> crate::Exact<#ty> #wheres { x }
    }
}

fn field(path: &Path, ty: &Type) -> TokenStream {
    let (owner, name) = split(path).unzip();
    let exact = exact(&quote!(v), ty);
    quote!(fn a(x: #owner) { let #owner { #name: v, .. } = x; #exact })
}

/// The pattern of a variant, which a constant does not pass for.
fn pattern(path: &Path, types: &Punctuated<Type, Token![,]>) -> TokenStream {
    let owner = split(path).map(|(owner, _)| owner);
    let holds = types.iter().map(|_| quote!(_));
    let holds = (!types.is_empty()).then(|| quote!((#(#holds),*)));
    quote!(use #path as _; fn a(x: #owner) { if let #path #holds = x {} })
}

fn variant(path: &Path, types: &Punctuated<Type, Token![,]>) -> TokenStream {
    let pattern = pattern(path, types);
    let owner = split(path).map(|(owner, _)| owner);
    let ty = if types.is_empty() {
        quote!(#owner)
    } else {
        quote!(fn(#types) -> #owner)
    };
    quote!(#pattern fn b() { let v: #ty = #path; })
}

/// Asks for an `impl` as a bound, or for the type of an inherent one.
fn implementation(block: &Block) -> TokenStream {
    let (generics, ty) = (&block.generics, &block.ty);
    let wheres = &generics.where_clause;
    let Some(of) = &block.of else {
        return quote!(fn a #generics(_: #ty) #wheres {});
    };
    let (mut of, mut ty) = (of.clone(), ty.clone());
    let mut naming = Naming::of_elided(parse_quote!('s));
    naming.visit_type_mut(&mut of);
    naming.visit_type_mut(&mut ty);
    let mut needs = generics.clone();
    let bound = parse_quote!(for<'s> #ty: #of);
    needs.make_where_clause().predicates.push(bound);
    let (needs_wheres, names) = (&needs.where_clause, type_names(generics));
    quote!(fn a #generics() #wheres { b::<#(#names),*>() } fn b #needs() #needs_wheres {})
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIST: [&str; 6] = [
        "pub mod x",
        "pub mod x::a",
        "impl<T> x::a::Thing<T>",
        "pub fn x::a::Thing<T>::f(&self) where T: x::sealed::Sealed",
        "impl x::a::Other",
        "pub fn x::a::Other::thing() -> x::a::Thing<Self>",
    ];

    /// Probes the last line of a list.
    fn last(lines: &[&str]) -> Probe {
        let list = [&LIST, lines].concat().join("\n");
        let list = Listing::parse(&list).expect("the list has a root module");
        let line = list.lines.last().expect("the list has lines");
        probe(line, &list, false).expect("the last line has a probe")
    }

    /// Code without spaces.
    fn compact(code: &str) -> String {
        code.split_whitespace().collect()
    }

    #[test]
    fn strict_probes() {
        for (lines, code) in [
            (
                &["#[non_exhaustive] pub struct x::a::Pair<A, B>"][..],
                "fn a<A, B>(_: x::a::Pair<A, B>) {}",
            ),
            (
                &["pub x::a::Thing::name: alloc::string::String"],
                "fn a(x: x::a::Thing) { let x::a::Thing { name: v, .. } = x;
                 let v = crate::Exact(v); let _: crate::Exact<alloc::string::String> = v; }",
            ),
            (
                &["pub x::a::Kind::Odd(u8)"],
                "use x::a::Kind::Odd as _; fn a(x: x::a::Kind) { if let x::a::Kind::Odd(_) = x {} }
                 fn b() { let v: fn(u8) -> x::a::Kind = x::a::Kind::Odd; }",
            ),
            (
                &["impl<R> core::convert::From<&R> for x::a::Kind where R: Send"],
                "fn a<R>() where R: Send { b::<R>() }
                 fn b<R>() where R: Send, for<'s> x::a::Kind: core::convert::From<&'s R> {}",
            ),
            (
                &[
                    "impl core::str::traits::FromStr for x::a::Kind",
                    "pub type x::a::Kind::Err = core::convert::Infallible",
                ],
                "fn a(x: crate::Exact<<x::a::Kind as core::str::FromStr>::Err>)
                 -> crate::Exact<core::convert::Infallible> { x }",
            ),
            (
                &[
                    "pub trait x::a::Make: core::fmt::Debug",
                    "pub fn x::a::Make::make(&self, u8)",
                    "pub trait x::a::Make: core::fmt::Debug",
                ],
                "fn a<S: x::a::Make + ?Sized>() {
                     fn needs<S: core::fmt::Debug + ?Sized>() {} needs::<S>();
                 }
                 #[derive(Clone, Copy, Debug, Default, Eq, Hash, Ord, PartialEq, PartialOrd)]
                 struct Mine;
                 impl x::a::Make for Mine { fn make(self: &Self, _: u8) -> () { loop {} } }",
            ),
        ] {
            let probe = last(lines);
            assert_eq!(compact(&probe.code), compact(code), "{lines:?}");
            assert_eq!(probe.loose, None, "{lines:?}");
        }
    }

    #[test]
    fn probes_of_functions() {
        for (lines, code) in [
            (
                &[
                    "impl x::a::Kind",
                    "pub fn x::a::Kind::set<F>(&self, impl Into<u8>, &F) -> &Self where F: Fn(&u8)",
                ][..],
                "fn a<'s, F, I0: Into<u8>,>(_: &'s x::a::Kind, _: I0, _: &'s F) where F: Fn(&u8) {
                     let _ = crate::any::<&'s x::a::Kind>()
                         .set::<F>(crate::any::<I0>(), crate::any());
                     let f: fn(&'s x::a::Kind, I0, &'s F) -> &'s x::a::Kind
                         = <x::a::Kind>::set::<F>;
                 }",
            ),
            (
                &["pub async fn x::a::f(u8) -> u8"],
                "fn a<'s>(_: u8) {
                     let _ = x::a::f::<>(crate::any());
                     let f: fn(u8) -> _ = x::a::f::<>;
                     crate::future::<u8, _>(f(crate::any()));
                 }",
            ),
            (
                &["pub const fn x::a::f(u8) -> u8"],
                "fn a<'s>(_: u8) {
                     let _ = x::a::f::<>(crate::any());
                     let f: fn(u8) -> u8 = x::a::f::<>;
                 }
                 const fn b<'s>(a0: u8) -> u8 { x::a::f::<>(a0) }",
            ),
            (
                &["pub fn x::a::f(&u8) -> impl Iterator<Item = u8> + '_"],
                "fn a<'s>(_: &'s u8) -> impl Iterator<Item = u8> + 's {
                     let _ = x::a::f::<>(crate::any());
                     let f: fn(&'s u8) -> _ = x::a::f::<>;
                     f(crate::any())
                 }",
            ),
        ] {
            let probe = last(lines);
            assert_eq!(compact(&probe.code), compact(code), "{lines:?}");
            assert_eq!(probe.loose, None, "{lines:?}");
        }
    }

    #[test]
    fn what_is_private_is_checked_loosely() {
        for (lines, asked) in [
            (
                &["pub x::a::Kind::Odd(x::sealed::Odd)"][..],
                "if let x::a::Kind::Odd(_) = x {}",
            ),
            (
                &LIST[2..4],
                "crate::any::<&'s x::a::Thing<x::a::Other>>().f::<>()",
            ),
        ] {
            let probe = last(lines);
            assert!(probe.loose.is_some(), "{lines:?}");
            let code = compact(&probe.code);
            assert!(code.contains(&compact(asked)), "{code}");
            assert!(!code.contains("sealed"), "{code}");
        }
    }
}
