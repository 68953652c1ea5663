//! Puts names into types. In: a type or a signature as listed. Out: the same for a place outside the
//! `impl` it was listed under, where `Self` and elided lifetimes mean nothing or something else.

use std::collections::HashMap;

use quote::format_ident;
use syn::visit_mut::{self, VisitMut};
use syn::{
    Generics, Ident, Lifetime, ParenthesizedGenericArguments, Type, TypeFnPtr, TypeReference,
};

use super::listing::Function;

/// What is written instead of what.
#[derive(Default)]
pub(super) struct Naming {
    types: HashMap<Ident, Type>,
    /// For elided lifetimes, if they are to be named. (Those in `Fn(&T)` and `fn(&T)` are not elided:
    /// they stand for all lifetimes.)
    lifetime: Option<Lifetime>,
}

impl Naming {
    /// Writes out what `Self` is.
    pub(super) fn of_self(owner: &Type) -> Self {
        Self::of_types([(format_ident!("Self"), owner.clone())])
    }

    /// Writes types for type parameters.
    pub(super) fn of_types(types: impl IntoIterator<Item = (Ident, Type)>) -> Self {
        Naming {
            types: types.into_iter().collect(),
            lifetime: None,
        }
    }

    /// Writes a lifetime where one is elided.
    pub(super) fn of_elided(lifetime: Lifetime) -> Self {
        Naming {
            types: HashMap::new(),
            lifetime: Some(lifetime),
        }
    }

    /// Rewrites the types of a function.
    pub(super) fn visit_function(&mut self, function: &mut Function) {
        self.visit_generics_mut(&mut function.generics);
        let types = function.receiver.iter_mut().chain(&mut function.params);
        for ty in types.chain([&mut function.output]) {
            self.visit_type_mut(ty);
        }
    }
}

impl VisitMut for Naming {
    fn visit_type_mut(&mut self, ty: &mut Type) {
        let name = match &ty {
            Type::Path(it) => it.path.get_ident(),
            _ => None,
        };
        match name.and_then(|name| self.types.get(name)) {
            Some(by) => *ty = by.clone(),
            None => visit_mut::visit_type_mut(self, ty),
        }
    }

    fn visit_type_reference_mut(&mut self, reference: &mut TypeReference) {
        if reference.lifetime.is_none() {
            reference.lifetime = self.lifetime.clone();
        }
        visit_mut::visit_type_reference_mut(self, reference);
    }

    fn visit_lifetime_mut(&mut self, lifetime: &mut Lifetime) {
        if let Some(by) = self.lifetime.as_ref().filter(|_| lifetime.ident == "_") {
            *lifetime = by.clone();
        }
    }

    fn visit_parenthesized_generic_arguments_mut(
        &mut self,
        it: &mut ParenthesizedGenericArguments,
    ) {
        let lifetime = self.lifetime.take();
        visit_mut::visit_parenthesized_generic_arguments_mut(self, it);
        self.lifetime = lifetime;
    }

    fn visit_type_fn_ptr_mut(&mut self, pointer: &mut TypeFnPtr) {
        let lifetime = self.lifetime.take();
        visit_mut::visit_type_fn_ptr_mut(self, pointer);
        self.lifetime = lifetime;
    }
}

/// Names of the type parameters among generics.
pub(super) fn type_names(generics: &Generics) -> Vec<Ident> {
    let params = generics.type_params();
    params.map(|param| param.ident.clone()).collect()
}
