//! The errors of the service as one enum.

use quote::quote;

use super::tokens::{docs_or, ident};
use super::{Printed, rust};
use crate::plan::CratePlan;
use crate::plan::docs::summary;

pub(super) fn emit(plan: &CratePlan) -> Vec<Printed> {
    let variants = plan.errors.iter().map(|error| {
        let name = ident(&error.name);
        let about = docs_or(
            &summary(&error.docs),
            &format!("The error `{}`.", error.name),
        );
        quote!(#about #name(crate::types::error::#name))
    });
    let modeled = plan.errors.iter().map(|error| {
        let name = ident(&error.name);
        quote!(Self::#name(inner) => Ok(inner))
    });
    let items = vec![
        quote! {
            /// All errors of the service. The error of any call converts into it.
            #[derive(Debug)]
            #[non_exhaustive]
            pub enum Error {
                #(#variants,)*
                /// An error that the model does not have, or that is not the service's.
                #[deprecated(note = "a later model may have the error: match on `code()` instead")]
                Unhandled(crate::runtime::Unhandled),
            }
        },
        quote! {
            impl crate::runtime::ErrorEnum for Error {
                fn modeled(
                    &self,
                ) -> Result<&dyn crate::runtime::ModeledError, &crate::runtime::Unhandled> {
                    match self {
                        #(#modeled,)*
                        Self::Unhandled(inner) => Err(inner),
                    }
                }

                fn from_unhandled(unhandled: crate::runtime::Unhandled) -> Self {
                    Self::Unhandled(unhandled)
                }
            }
        },
        quote!(crate::runtime::error::error_enum!(Error);),
    ];
    vec![rust(
        "src/error_meta.rs",
        "The errors of the service as one enum.",
        items,
    )]
}
