//! How endpoints are chosen: the parameters of the service's rules, where they come from, and the rules.

use proc_macro2::TokenStream;
use quote::quote;

use super::tokens::{docs, docs_or, ident, plain};
use super::{Printed, endpoint_rules, rust};
use crate::plan::CratePlan;
use crate::plan::endpoints::{
    Binding, BuiltIn, ClientParam, Endpoints, Param, ParamType, ParamValue, Path, Source, Step,
};
use crate::plan::operations::Operation;

pub(super) fn emit(plan: &CratePlan) -> Vec<Printed> {
    let plan = &plan.endpoints;
    let mut items = vec![
        params(plan),
        params_impl(plan),
        builder(plan),
        builder_impl(plan),
    ];
    items.extend(settings(plan));
    items.extend([
        from_config(plan),
        endpoints(plan),
        endpoint_rules::rule_set(&plan.rules),
    ]);
    vec![rust(
        "src/endpoint.rs",
        "The endpoint rules of the service.",
        items,
    )]
}

fn ty(ty: ParamType) -> TokenStream {
    match ty {
        ParamType::Bool => quote!(bool),
        ParamType::Text => quote!(String),
        ParamType::Texts => quote!(Vec<String>),
    }
}

/// The value of a parameter, owned.
pub(super) fn value(value: &ParamValue) -> TokenStream {
    match value {
        ParamValue::Bool(value) => quote!(#value),
        ParamValue::Text(text) => quote!(#text.to_owned()),
        ParamValue::Texts(texts) => quote!(vec![#(#texts.to_owned()),*]),
    }
}

fn about(param: &Param) -> TokenStream {
    docs_or(
        &param.docs,
        &format!("The parameter `{}` of the rules.", param.name),
    )
}

fn params(plan: &Endpoints) -> TokenStream {
    let fields = plan.params.iter().map(|param| {
        let (name, ty) = (ident(&param.field), ty(param.ty));
        match param.is_bare() {
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
        let ty = match param.ty {
            ParamType::Bool => quote!(bool),
            ParamType::Text => quote!(&str),
            ParamType::Texts => quote!(&[String]),
        };
        let body = match (param.ty, param.is_bare()) {
            (ParamType::Bool, true) => quote!(Some(self.#name)),
            (ParamType::Bool, false) => quote!(self.#name),
            (_, true) => quote!(Some(&self.#name)),
            (_, false) => quote!(self.#name.as_deref()),
        };
        quote!(#about pub fn #name(&self) -> Option<#ty> { #body })
    });
    let values = plan.params.iter().map(|param| {
        let (field, name) = (ident(&param.field), &param.name);
        quote!(#name => self.#field().map(crate::runtime::rules::Value::from))
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
        let (name, ty) = (ident(&param.field), ty(param.ty));
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
        let (name, set) = (ident(&param.field), ident(&param.setter));
        let (ty, about) = (ty(param.ty), about(param));
        let set_docs = docs(&format!("Sets or clears `{}`.", plain(&param.field)));
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
    let check = plan.built_in(BuiltIn::Region).map(|param| {
        let name = ident(&param.field);
        quote!(crate::runtime::endpoint::InvalidParams::check_region(self.#name.as_deref())?;)
    });
    let fields = plan.params.iter().map(|param| {
        let name = ident(&param.field);
        let text = plain(&param.field);
        match (&param.default, param.is_bare()) {
            (Some(ParamValue::Bool(default)), _) => quote!(#name: self.#name.unwrap_or(#default)),
            (Some(default), _) => {
                let default = value(default);
                quote!(#name: self.#name.unwrap_or_else(|| #default))
            }
            (None, true) => quote! {
                #name: self.#name
                    .ok_or(crate::runtime::endpoint::InvalidParams::missing(#text))?
            },
            (None, false) => quote!(#name: self.#name),
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
                self.build_unchecked()
            }

            /// The parameters, with any region: what tests of the rules want.
            pub(crate) fn build_unchecked(
                self,
            ) -> Result<Params, crate::runtime::endpoint::InvalidParams> {
                Ok(Params { #(#fields),* })
            }

            #(#setters)*
        }
    }
}

/// The settings of the client that only some services have.
fn settings(plan: &Endpoints) -> Option<TokenStream> {
    let setters = plan.client_params.iter().enumerate();
    let setters = setters.map(|(number, param)| client_setter(number, param));
    let mode = plan.built_in(BuiltIn::AccountIdEndpointMode);
    let mode = mode.map(|param| {
        let about = about(param);
        quote! {
            #about
            pub fn account_id_endpoint_mode(
                mut self,
                account_id_endpoint_mode: ::aws_types::endpoint_config::AccountIdEndpointMode,
            ) -> Self {
                self.set_account_id_endpoint_mode(Some(account_id_endpoint_mode));
                self
            }

            /// Sets or clears `account_id_endpoint_mode`.
            pub fn set_account_id_endpoint_mode(
                &mut self,
                account_id_endpoint_mode: Option<::aws_types::endpoint_config::AccountIdEndpointMode>,
            ) -> &mut Self {
                self.store(account_id_endpoint_mode)
            }
        }
    });
    let setters: Vec<_> = setters.chain(mode).collect();
    (!setters.is_empty()).then(|| quote!(impl crate::config::Builder { #(#setters)* }))
}

fn client_setter(number: usize, param: &ClientParam) -> TokenStream {
    let (name, set) = (ident(&param.method), ident(&param.setter));
    let about = docs_or(
        &param.docs,
        &format!("The parameter `{}` of the endpoint rules.", param.name),
    );
    let set_docs = docs(&format!("Sets or clears `{}`.", plain(&param.method)));
    let ty = ty(param.ty);
    quote! {
        #about
        pub fn #name(mut self, #name: impl Into<#ty>) -> Self {
            self.#set(Some(#name.into()));
            self
        }

        #set_docs
        pub fn #set(&mut self, #name: Option<#ty>) -> &mut Self {
            self.store(#name.map(crate::runtime::config::Setting::<_, #number>))
        }
    }
}

fn from_config(plan: &Endpoints) -> TokenStream {
    let setters = plan.params.iter().filter_map(|param| {
        let set = ident(&param.setter);
        let value = match (setting(param), built_in(param)) {
            (Some(setting), Some(built_in)) => quote!(#setting.or_else(|| #built_in)),
            (setting, built_in) => setting.or(built_in)?,
        };
        Some(quote!(.#set(#value)))
    });
    let setters: Vec<_> = setters.collect();
    let cfg = ident(if setters.is_empty() { "_" } else { "cfg" });
    quote! {
        /// The parameters that the configuration sets.
        fn from_config(#cfg: &::aws_smithy_types::config_bag::ConfigBag) -> ParamsBuilder {
            Params::builder() #(#setters)*
        }
    }
}

/// The client's setting for a parameter.
fn setting(param: &Param) -> Option<TokenStream> {
    let (number, printed) = (param.setting?, ty(param.ty));
    let clone = (param.ty != ParamType::Bool).then(|| quote!(.clone()));
    Some(quote! {
        cfg.load::<crate::runtime::config::Setting<#printed, #number>>()
            .map(|setting| setting.0 #clone)
    })
}

/// What the client knows by itself.
fn built_in(param: &Param) -> Option<TokenStream> {
    let source = match param.built_in? {
        BuiltIn::AccountIdEndpointMode => quote! {
            Some(
                cfg.load::<::aws_types::endpoint_config::AccountIdEndpointMode>()
                    .cloned().unwrap_or_default().to_string()
            )
        },
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
        BuiltIn::AccountId | BuiltIn::ByName => return None,
    };
    Some(source)
}

fn endpoints(plan: &Endpoints) -> TokenStream {
    let set_account_id = match plan.built_in(BuiltIn::AccountId) {
        None => quote!(None),
        Some(param) => {
            let field = ident(&param.field);
            let id = if param.is_bare() {
                quote!(id)
            } else {
                quote!(Some(id))
            };
            quote!(Some(|params, id| params.#field = #id))
        }
    };
    quote! {
        pub(crate) static ENDPOINTS: crate::runtime::endpoint::Endpoints =
            crate::runtime::endpoint::Endpoints {
                rules: &RULES,
                from_config,
                set_account_id: #set_account_id,
            };
    }
}

/// What an operation sets; nothing if it sets nothing.
pub(super) fn bind(plan: &CratePlan, operation: &Operation) -> Option<TokenStream> {
    let bindings = plan.endpoints.bindings.get(&operation.id)?;
    let (name, input) = (ident(&operation.name), ident(&operation.input.name));
    let reads = bindings
        .iter()
        .any(|binding| !matches!(binding.source, Source::Static(_)));
    let argument = ident(if reads { "input" } else { "_" });
    let statements = bindings.iter().map(binding);
    Some(quote! {
        impl crate::runtime::BindEndpoint for #name {
            fn bind(
                #argument: &#input,
                mut params: crate::endpoint::ParamsBuilder,
            ) -> ::std::result::Result<
                crate::endpoint::ParamsBuilder,
                ::aws_smithy_types::error::operation::BuildError,
            > {
                #(#statements)*
                ::std::result::Result::Ok(params)
            }
        }
    })
}

fn binding(binding: &Binding) -> TokenStream {
    let set = ident(&binding.setter);
    match &binding.source {
        Source::Static(constant) => {
            let constant = value(constant);
            quote!(params = params.#set(::std::option::Option::Some(#constant));)
        }
        Source::Input(ty, path) => {
            let value = found(*ty, path);
            quote! {
                if let value @ ::std::option::Option::Some(_) = #value {
                    params = params.#set(value);
                }
            }
        }
        Source::Required(path, member) => {
            let value = found(ParamType::Text, path);
            quote! {
                let value = crate::runtime::endpoint::required(#value, #member)?;
                params = params.#set(::std::option::Option::Some(value));
            }
        }
    }
}

/// What a path finds in the input, as an `Option`.
fn found(ty: ParamType, path: &Path) -> TokenStream {
    let head = steps(&path.head);
    let first = quote!(::std::iter::once(input) #head .next());
    match (&path.tail, ty) {
        (Some(tail), _) => {
            let tail = steps(tail);
            quote!(#first.map(|v| ::std::iter::once(v) #tail .map(str::to_owned).collect()))
        }
        (None, ParamType::Bool) => quote!(#first.copied()),
        (None, _) => quote!(#first.map(str::to_owned)),
    }
}

fn steps(steps: &[Step]) -> TokenStream {
    steps.iter().map(step).collect()
}

fn step(step: &Step) -> TokenStream {
    match step {
        Step::Field(name, optional) => {
            let name = ident(name);
            match optional {
                true => quote!(.flat_map(|v| &v.#name)),
                false => quote!(.map(|v| &v.#name)),
            }
        }
        Step::Items => quote!(.flatten()),
        Step::Keys => quote!(.flat_map(|v| v.keys())),
        Step::Values => quote!(.flat_map(|v| v.values())),
        Step::Text => quote!(.map(|v| v.as_str())),
        Step::Select(paths) => {
            let paths = paths.iter().map(|path| steps(path));
            quote! {
                .flat_map(|v| [#(::std::iter::once(v) #paths .collect::<::std::vec::Vec<_>>()),*].concat())
            }
        }
    }
}
