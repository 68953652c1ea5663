//! The endpoint rules of the service: their parameters, and the rules as data.

use proc_macro2::TokenStream;
use quote::quote;

use super::tokens::{docs, docs_or, ident, plain};
use super::{Printed, rust};
use crate::plan::CratePlan;
use crate::plan::endpoints::{BuiltIn, Condition, Default_, Endpoints, Expr, Param, Rule, Then};

pub(super) fn emit(plan: &CratePlan) -> Vec<Printed> {
    let plan = &plan.endpoints;
    let items = vec![
        params(plan),
        params_impl(plan),
        builder(plan),
        builder_impl(plan),
        from_config(plan),
        rules(plan),
    ];
    vec![rust(
        "src/endpoint.rs",
        "The endpoint rules of the service.",
        items,
    )]
}

fn ty(param: &Param) -> TokenStream {
    match param.default {
        Default_::Bool(_) => quote!(bool),
        Default_::Text(_) => quote!(String),
    }
}

/// Whether the field is not an `Option`: it is required, or has a default.
fn is_bare(param: &Param) -> bool {
    param.required || !matches!(param.default, Default_::Bool(None) | Default_::Text(None))
}

fn about(param: &Param) -> TokenStream {
    docs_or(
        &param.docs,
        &format!("The parameter `{}` of the rules.", param.name),
    )
}

fn params(plan: &Endpoints) -> TokenStream {
    let fields = plan.params.iter().map(|param| {
        let (name, ty) = (ident(&param.field), ty(param));
        match is_bare(param) {
            true => quote!(#name: #ty),
            false => quote!(#name: Option<#ty>),
        }
    });
    quote! {
        /// What an endpoint is chosen by.
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub struct Params { #(#fields),* }
    }
}

fn params_impl(plan: &Endpoints) -> TokenStream {
    let accessors = plan.params.iter().map(|param| {
        let (name, about) = (ident(&param.field), about(param));
        let (ty, body) = match (&param.default, is_bare(param)) {
            (Default_::Bool(_), true) => (quote!(bool), quote!(Some(self.#name))),
            (Default_::Bool(_), false) => (quote!(bool), quote!(self.#name)),
            (Default_::Text(_), true) => (quote!(&str), quote!(Some(&self.#name))),
            (Default_::Text(_), false) => (quote!(&str), quote!(self.#name.as_deref())),
        };
        quote!(#about pub fn #name(&self) -> Option<#ty> { #body })
    });
    let values = plan.params.iter().map(|param| {
        let (field, name) = (ident(&param.field), &param.name);
        match param.default {
            Default_::Bool(_) => quote! {
                #name => self.#field().map(crate::runtime::rules::Value::Bool)
            },
            Default_::Text(_) => quote! {
                #name => self.#field().map(|text| crate::runtime::rules::Value::Text(text.into()))
            },
        }
    });
    quote! {
        impl Params {
            /// Starts empty parameters.
            pub fn builder() -> ParamsBuilder { ParamsBuilder::default() }

            #(#accessors)*

            /// The parameter that the rules call `name`.
            pub(crate) fn get(&self, name: &str) -> Option<crate::runtime::rules::Value<'_>> {
                match name {
                    #(#values,)*
                    _ => None,
                }
            }
        }
    }
}

fn builder(plan: &Endpoints) -> TokenStream {
    let fields = plan.params.iter().map(|param| {
        let (name, ty) = (ident(&param.field), ty(param));
        quote!(#name: Option<#ty>)
    });
    quote! {
        /// Builds [`Params`].
        #[derive(Clone, Debug, Default, PartialEq)]
        pub struct ParamsBuilder { #(#fields),* }
    }
}

fn builder_impl(plan: &Endpoints) -> TokenStream {
    let setters = plan.params.iter().map(|param| {
        let (name, ty, about) = (ident(&param.field), ty(param), about(param));
        let shown = plain(&param.field);
        let set = ident(&format!("set_{shown}"));
        let set_docs = docs(&format!("Sets or clears `{shown}`."));
        quote! {
            #about
            pub fn #name(self, value: impl Into<#ty>) -> Self { self.#set(Some(value.into())) }

            #set_docs
            pub fn #set(mut self, value: Option<#ty>) -> Self {
                self.#name = value;
                self
            }
        }
    });
    let region = plan
        .params
        .iter()
        .find(|param| param.built_in == Some(BuiltIn::Region));
    let check = region.map(|param| {
        let name = ident(&param.field);
        quote!(crate::runtime::endpoint::InvalidParams::check_region(self.#name.as_deref())?;)
    });
    let fields = plan.params.iter().map(|param| {
        let name = ident(&param.field);
        let text = plain(&param.field);
        match (&param.default, is_bare(param)) {
            (Default_::Bool(Some(value)), _) => quote!(#name: self.#name.unwrap_or(#value)),
            (Default_::Text(Some(value)), _) => {
                quote!(#name: self.#name.unwrap_or_else(|| #value.to_owned()))
            }
            (_, true) => quote! {
                #name: self.#name
                    .ok_or(crate::runtime::endpoint::InvalidParams::missing(#text))?
            },
            (_, false) => quote!(#name: self.#name),
        }
    });
    quote! {
        impl ParamsBuilder {
            /// The parameters.
            ///
            /// # Errors
            /// When the region cannot be part of a host's name, or a required parameter was not set.
            pub fn build(self) -> Result<Params, crate::runtime::endpoint::InvalidParams> {
                #check
                Ok(Params { #(#fields),* })
            }

            #(#setters)*
        }
    }
}

fn from_config(plan: &Endpoints) -> TokenStream {
    let setters = plan.params.iter().filter_map(|param| {
        let set = ident(&format!("set_{}", plain(&param.field)));
        let value = match param.built_in? {
            BuiltIn::Endpoint => quote! {
                cfg.load::<::aws_types::endpoint_config::EndpointUrl>().map(|url| url.0.clone())
            },
            BuiltIn::Region => quote! {
                cfg.load::<::aws_types::region::Region>().map(|region| region.as_ref().to_owned())
            },
            BuiltIn::UseDualStack => quote! {
                cfg.load::<::aws_types::endpoint_config::UseDualStack>().map(|setting| setting.0)
            },
            BuiltIn::UseFips => quote! {
                cfg.load::<::aws_types::endpoint_config::UseFips>().map(|setting| setting.0)
            },
        };
        Some(quote!(.#set(#value)))
    });
    quote! {
        /// The parameters that the configuration sets.
        pub(crate) fn params(
            cfg: &::aws_smithy_types::config_bag::ConfigBag,
        ) -> Result<
            ::aws_smithy_runtime_api::client::endpoint::EndpointResolverParams,
            ::aws_smithy_runtime_api::box_error::BoxError,
        > {
            let params = Params::builder() #(#setters)* .build()?;
            Ok(::aws_smithy_runtime_api::client::endpoint::EndpointResolverParams::new(params))
        }
    }
}

fn rules(plan: &Endpoints) -> TokenStream {
    let rules = plan.rules.iter().map(rule);
    quote! {
        pub(crate) static RULES: &[crate::runtime::rules::Rule] = {
            #[allow(unused_imports, reason = "which of them depends on the rules")]
            use crate::runtime::rules::{Expr, assign, endpoint, error, holds, rules};
            &[#(#rules),*]
        };
    }
}

fn rule(rule: &Rule) -> TokenStream {
    let conditions = rule.conditions.iter().map(condition);
    let conditions = quote!(&[#(#conditions),*]);
    match &rule.then {
        Then::Endpoint(url) => {
            let url = expr(url);
            quote!(endpoint(#conditions, #url))
        }
        Then::Error(message) => {
            let message = expr(message);
            quote!(error(#conditions, #message))
        }
        Then::Rules(rules) => {
            let rules = rules.iter().map(self::rule);
            quote!(rules(#conditions, &[#(#rules),*]))
        }
    }
}

fn condition(condition: &Condition) -> TokenStream {
    let test = expr(&condition.test);
    match &condition.assign {
        Some(name) => quote!(assign(#name, #test)),
        None => quote!(holds(#test)),
    }
}

fn expr(plan: &Expr) -> TokenStream {
    match plan {
        Expr::Bool(value) => quote!(Expr::Bool(#value)),
        Expr::Text(text) => quote!(Expr::Text(#text)),
        Expr::Ref(name) => quote!(Expr::Ref(#name)),
        Expr::Attr(of, attribute) => {
            let of = expr(of);
            quote!(Expr::Attr(&#of, #attribute))
        }
        Expr::Call(function, arguments) => {
            let function = ident(function);
            let arguments = arguments.iter().map(expr);
            quote!(Expr::#function(#(&#arguments),*))
        }
    }
}
