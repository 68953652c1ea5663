//! The types that inputs and outputs are made of: a file each.

use proc_macro2::TokenStream;
use quote::quote;

use super::tokens::{Std, deprecated, docs, docs_or, ident};
use super::{Printed, builder, rust, structure, union};
use crate::plan::CratePlan;
use crate::plan::docs::code;
use crate::plan::shapes::{Enum, Structure};

pub(super) fn emit(plan: &CratePlan) -> Vec<Printed> {
    let mut files = vec![list(plan), error_list(plan)];
    files.extend(
        plan.structures
            .iter()
            .map(|plan| structure_file("src/types", plan)),
    );
    files.extend(plan.enums.iter().map(enum_file));
    files.extend(plan.unions.iter().map(union::file));
    files.extend(plan.unions.iter().filter_map(union::errors_file));
    files.extend(
        plan.errors
            .iter()
            .map(|plan| structure_file("src/types/error", plan)),
    );
    files
}

fn list(plan: &CratePlan) -> Printed {
    let structures = plan.structures.iter().map(|s| (&s.module, &s.name));
    let enums = plan.enums.iter().map(|e| (&e.module, &e.name));
    let unions = plan.unions.iter().map(|u| (&u.module, &u.name));
    let mut types: Vec<_> = structures.chain(enums).chain(unions).collect();
    types.sort();
    let mut items: Vec<TokenStream> = types.into_iter().map(module).collect();
    items.push(builders(&plan.structures));
    items.push(quote! {
        /// The errors of the service.
        pub mod error;
    });
    rust(
        "src/types.rs",
        "The types that inputs and outputs are made of.",
        items,
    )
}

fn error_list(plan: &CratePlan) -> Printed {
    let errors = plan.errors.iter().map(|error| (&error.module, &error.name));
    let events = plan.unions.iter().filter_map(|union| union.events.as_ref());
    let events = events.map(|errors| (&errors.module, &errors.name));
    let mut items: Vec<TokenStream> = errors.chain(events).map(module).collect();
    items.push(builders(&plan.errors));
    rust("src/types/error.rs", "", items)
}

fn module((module, name): (&String, &String)) -> TokenStream {
    let (module, name) = (ident(module), ident(name));
    quote! {
        mod #module;
        pub use self::#module::#name;
    }
}

fn builders(structures: &[Structure]) -> TokenStream {
    let aliases = structures.iter().map(builder::alias);
    quote! {
        /// Builders of the types.
        pub mod builders { #(#aliases)* }
    }
}

fn structure_file(folder: &str, plan: &Structure) -> Printed {
    let std = Std::beside([plan.name.as_str()]);
    let path = format!("{folder}/{}.rs", plan.module);
    rust(path, "", structure::items(plan, None, &std))
}

fn enum_file(plan: &Enum) -> Printed {
    let items = if plan.is_named {
        named_values(plan)
    } else {
        unnamed_values(plan)
    };
    rust(format!("src/types/{}.rs", plan.module), "", items)
}

/// A set of strings that have no names.
fn unnamed_values(plan: &Enum) -> Vec<TokenStream> {
    let std = Std::beside([plan.name.as_str()]);
    let name = ident(&plan.name);
    let (from, string) = (std.from(), std.string());
    let about = docs_or(&plan.docs, &format!("The values of `{}`.", plan.name));
    let deprecation = deprecated(&plan.deprecated);
    let values = plan.variants.iter().map(|variant| &variant.value);
    let open = docs("\nThe set is open, and its values have no names: make one with `from`.");
    vec![
        quote! {
            #about
            #open
            #deprecation
            #[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
            pub struct #name(#string);
        },
        quote! {
            impl #name {
                /// The value as it is sent.
                pub fn as_str(&self) -> &str {
                    &self.0
                }

                /// All values of the model.
                pub const fn values() -> &'static [&'static str] { &[#(#values),*] }
            }
        },
        quote! {
            impl<T: ::std::convert::AsRef<str>> #from<T> for #name {
                fn from(value: T) -> Self {
                    Self(value.as_ref().to_owned())
                }
            }
        },
        quote!(crate::runtime::string_value!(#name);),
    ]
}

fn named_values(plan: &Enum) -> Vec<TokenStream> {
    let std = Std::beside([plan.name.as_str()]);
    let name = ident(&plan.name);
    let from = std.from();
    let about = docs_or(&plan.docs, &format!("The values of `{}`.", plan.name));
    let deprecation = deprecated(&plan.deprecated);
    let variants = plan.variants.iter().map(|variant| {
        let name = ident(&variant.name);
        let about = docs_or(
            &variant.docs,
            &format!("The value {}.", code(&variant.value)),
        );
        let deprecation = deprecated(&variant.deprecated);
        quote!(#about #deprecation #name)
    });
    let parse = plan.variants.iter().map(|variant| {
        let (name, value) = (ident(&variant.name), &variant.value);
        quote!(#value => Self::#name)
    });
    let text = plan.variants.iter().map(|variant| {
        let (name, value) = (ident(&variant.name), &variant.value);
        quote!(Self::#name => #value)
    });
    let values = plan.variants.iter().map(|variant| &variant.value);
    let open = docs(
        "\nThe set is open: a value that the model does not have is kept, and `as_str()` returns it.",
    );
    vec![
        quote! {
            #about
            #open
            #deprecation
            #[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
            #[non_exhaustive]
            pub enum #name {
                #(#variants,)*
                /// A value that the model does not have.
                #[deprecated(note = "a later model may have the value: match on `as_str()` instead")]
                Unknown(crate::runtime::enums::UnknownVariantValue),
            }
        },
        quote! {
            impl #name {
                /// The value as it is sent.
                pub fn as_str(&self) -> &str {
                    match self {
                        #(#text,)*
                        Self::Unknown(value) => value.as_str(),
                    }
                }

                /// All values of the model.
                pub const fn values() -> &'static [&'static str] { &[#(#values),*] }
            }
        },
        quote! {
            impl #from<&str> for #name {
                fn from(value: &str) -> Self {
                    match value {
                        #(#parse,)*
                        other => Self::Unknown(crate::runtime::enums::UnknownVariantValue(other.into())),
                    }
                }
            }
        },
        quote!(crate::runtime::string_enum!(#name);),
    ]
}
