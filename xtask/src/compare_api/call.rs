//! Writes the probe of a function. In: a function of a list. Out: Rust that compiles where
//!
//! 1. as a function pointer, it has the listed types: the compiler coerces neither what a pointer
//!    takes nor what it returns;
//! 2. called (with `.` where it has a receiver) with arguments of unknown type, inference alone finds
//!    all types. A parameter that became generic accepts the same values but fails here, as
//!    `set_name(None)` would in a user's source;
//! 3. an `async` function returns a `Send` future, and a `const` one may be called in a constant.

use std::rc::Rc;

use proc_macro2::TokenStream;
use quote::{ToTokens, format_ident, quote};
use syn::visit_mut::VisitMut;
use syn::{GenericArgument, Generics, Ident, Path, PathArguments, Type, parse_quote};

use super::listing::{Block, Function, Listing};
use super::naming::{Naming, type_names};

/// Writes the probe of a function.
pub(super) fn call(function: &Function) -> TokenStream {
    let name = function.path.segments.last().map(|last| &last.ident);
    let names = type_names(&function.generics);
    let callee = match function.block.as_deref() {
        None => function.path.to_token_stream(),
        Some(Block { of: None, ty, .. }) => quote!(<#ty>::#name),
        Some(Block { of, ty, .. }) => quote!(<#ty as #of>::#name),
    };
    Call {
        name: quote!(#name::<#(#names),*>),
        callee: quote!(#callee::<#(#names),*>),
        args: args(function),
        function: standalone(function),
    }
    .probe()
}

/// A function, and how it is called.
struct Call {
    /// By what follows the `.`.
    name: TokenStream,
    /// By its path.
    callee: TokenStream,
    /// The arguments, with types that are left to inference.
    args: Vec<TokenStream>,
    /// As if it stood in no block.
    function: Function,
}

impl Call {
    fn probe(&self) -> TokenStream {
        let Function {
            generics, output, ..
        } = &self.function;
        let (wheres, inputs) = (&generics.where_clause, self.inputs());
        let is_opaque = matches!(output, Type::ImplTrait(_));
        let ret = is_opaque.then(|| quote!(-> #output));
        let (infers, types) = (self.inference(), self.types(is_opaque));
        let constant = self.function.is_const.then(|| self.constant());
        quote! {
            fn a #generics(#(_: #inputs),*) #ret #wheres { let _ = #infers; #types }
            #constant
        }
    }

    fn inputs(&self) -> Vec<&Type> {
        let Function {
            receiver, params, ..
        } = &self.function;
        receiver.iter().chain(params).collect()
    }

    /// Does it have the listed types?
    fn types(&self, is_opaque: bool) -> TokenStream {
        let (callee, args, inputs) = (&self.callee, &self.args, self.inputs());
        let output = &self.function.output;
        if self.function.is_async {
            quote! {
                let f: fn(#(#inputs),*) -> _ = #callee;
                crate::future::<#output, _>(f(#(#args),*));
            }
        } else if is_opaque {
            quote!(let f: fn(#(#inputs),*) -> _ = #callee; f(#(#args),*))
        } else {
            quote!(let f: fn(#(#inputs),*) -> #output = #callee;)
        }
    }

    /// Do all types follow from the function alone?
    fn inference(&self) -> TokenStream {
        let Call {
            name, callee, args, ..
        } = self;
        let Function {
            block, receiver, ..
        } = &self.function;
        let is_own = |block: &Block| block.of.is_none() || block.is_definition;
        if receiver.is_some() && block.as_deref().is_some_and(is_own) {
            let args = &args[1..];
            return quote!(crate::any::<#receiver>().#name(#(#args),*));
        }
        quote!(#callee(#(#args),*))
    }

    /// Can it be called in a constant?
    fn constant(&self) -> TokenStream {
        let (callee, inputs) = (&self.callee, self.inputs());
        let Function {
            generics, output, ..
        } = &self.function;
        let wheres = &generics.where_clause;
        let names = (0..inputs.len()).map(|i| format_ident!("a{i}"));
        let names: Vec<Ident> = names.collect();
        quote! {
            const fn b #generics(#(#names: #inputs),*) -> #output #wheres { #callee(#(#names),*) }
        }
    }
}

/// Arguments of a type left to inference, or chosen where the choice is the caller's.
fn args(function: &Function) -> Vec<TokenStream> {
    let receiver = function.receiver.iter().map(|_| quote!(crate::any()));
    let params = function.params.iter().enumerate().map(|(i, ty)| match ty {
        Type::ImplTrait(_) => {
            let chosen = chosen(i);
            quote!(crate::any::<#chosen>())
        }
        _ => quote!(crate::any()),
    });
    receiver.chain(params).collect()
}

/// The type parameter for a parameter declared as `impl Trait`.
fn chosen(i: usize) -> Ident {
    format_ident!("I{i}")
}

/// The function with all it depends on in its own generics.
fn standalone(function: &Function) -> Function {
    let mut function = function.clone();
    if let Some(block) = function.block.clone() {
        Naming::of_self(&block.ty).visit_function(&mut function);
        let outer = block.generics.clone();
        function.generics.params.extend(outer.params);
        let wheres = outer.where_clause.into_iter().flat_map(|it| it.predicates);
        let own = function.generics.make_where_clause();
        own.predicates.extend(wheres);
    }
    choose(&mut function);
    let elided = match &function.receiver {
        Some(Type::Reference(receiver)) => receiver.lifetime.clone(),
        _ => None,
    };
    let lifetime = elided.unwrap_or_else(|| parse_quote!('s));
    Naming::of_elided(lifetime).visit_function(&mut function);
    function.generics.params.push(parse_quote!('s));
    function
}

/// Declares type parameters for the parameters declared as `impl Trait`.
fn choose(function: &mut Function) {
    for (i, ty) in function.params.iter_mut().enumerate() {
        if let Type::ImplTrait(it) = ty {
            let (chosen, bounds) = (chosen(i), &it.bounds);
            let param = parse_quote!(#chosen: #bounds);
            function.generics.params.push(param);
            *ty = parse_quote!(#chosen);
        }
    }
}

/// A function of a generic type for one type that some other function returns.
pub(super) fn concrete(function: &Function, list: &Listing) -> Option<Function> {
    let block = function.block.as_ref()?;
    let (owner, _) = cut_arguments(&block.ty)?;
    let instance = list.functions().find_map(|other| {
        let mut output = other.output.clone();
        Naming::of_self(&other.block.as_ref()?.ty).visit_type_mut(&mut output);
        let is_instance = output != block.ty && cut_arguments(&output)?.0 == owner;
        is_instance.then_some(output)
    })?;
    let types = cut_arguments(&instance)?.1.into_iter();
    let mut function = function.clone();
    let types = type_names(&block.generics).into_iter().zip(types);
    Naming::of_types(types).visit_function(&mut function);
    function.generics.where_clause = None;
    function.block = Some(Rc::new(Block {
        generics: Generics::default(),
        ty: instance,
        ..Block::clone(block)
    }));
    Some(function)
}

/// The path of a type without, and the types in, the `<…>` of its last segment.
fn cut_arguments(ty: &Type) -> Option<(Path, Vec<Type>)> {
    let Type::Path(ty) = ty else { return None };
    let mut path = ty.path.clone();
    let arguments = std::mem::take(&mut path.segments.last_mut()?.arguments);
    let PathArguments::AngleBracketed(arguments) = arguments else {
        return None;
    };
    let types = arguments.args.into_iter().filter_map(|it| match it {
        GenericArgument::Type(ty) => Some(ty),
        _ => None,
    });
    Some((path, types.collect()))
}
