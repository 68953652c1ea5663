//! How requests are authenticated: the schemes as data, and what the configuration has for them.

use proc_macro2::TokenStream;
use quote::quote;

use super::{Printed, rust};
use crate::plan::CratePlan;
use crate::plan::auth::{ApiKey, Scheme};

pub(super) fn emit(plan: &CratePlan) -> Vec<Printed> {
    let auth = &plan.auth;
    let defaults = auth.defaults.iter().map(id);
    let overrides = auth.overrides.iter().map(|(operation, schemes)| {
        let schemes = schemes.iter().map(id);
        quote!((#operation, &[#(#schemes),*]))
    });
    let support = auth.schemes.iter().map(support);
    let mut items = vec![quote! {
        pub(crate) static AUTH: crate::runtime::auth::Auth = crate::runtime::auth::Auth {
            defaults: &[#(#defaults),*],
            overrides: &[#(#overrides),*],
            support: &[#(#support),*],
        };
    }];
    items.extend(auth.schemes.iter().flat_map(configuration));
    items.push(exports(&auth.schemes));
    let about = "How requests are authenticated.";
    vec![rust("src/auth.rs", about, items)]
}

fn id(scheme: &Scheme) -> TokenStream {
    let http = quote!(::aws_smithy_runtime_api::client::auth::http);
    match scheme {
        Scheme::SigV4 => quote!(::aws_runtime::auth::sigv4::SCHEME_ID),
        Scheme::SigV4a => quote!(::aws_runtime::auth::sigv4a::SCHEME_ID),
        Scheme::ApiKey(_) => quote!(#http::HTTP_API_KEY_AUTH_SCHEME_ID),
        Scheme::Basic => quote!(#http::HTTP_BASIC_AUTH_SCHEME_ID),
        Scheme::Bearer => quote!(#http::HTTP_BEARER_AUTH_SCHEME_ID),
        Scheme::NoAuth => quote!(::aws_smithy_runtime::client::auth::no_auth::NO_AUTH_SCHEME_ID),
    }
}

fn support(scheme: &Scheme) -> TokenStream {
    let http = quote!(::aws_smithy_runtime::client::auth::http);
    let nothing = quote!(|_, _| {});
    let (scheme, configure) = match scheme {
        Scheme::SigV4 | Scheme::NoAuth => return quote!(crate::runtime::auth::SIGV4),
        Scheme::SigV4a => (
            quote!(::aws_runtime::auth::sigv4a::SigV4aAuthScheme::new()),
            quote!(|config, builder| {
                builder.set_sigv4a_signing_region_set(config.sigv4a_signing_region_set().cloned());
            }),
        ),
        Scheme::ApiKey(ApiKey::Header(name, None)) => {
            (quote!(crate::runtime::auth::ApiKeyHeader(#name)), nothing)
        }
        Scheme::ApiKey(ApiKey::Header(name, Some(scheme))) => (
            quote!(#http::ApiKeyAuthScheme::new(#scheme, #http::ApiKeyLocation::Header, #name)),
            nothing,
        ),
        Scheme::ApiKey(ApiKey::Query(name)) => (
            quote!(#http::ApiKeyAuthScheme::new("", #http::ApiKeyLocation::Query, #name)),
            nothing,
        ),
        Scheme::Basic => (quote!(#http::BasicAuthScheme::new()), nothing),
        Scheme::Bearer => (
            quote!(#http::BearerAuthScheme::new()),
            quote!(|config, builder| {
                builder.set_token_provider(config.token_provider());
            }),
        ),
    };
    quote! {
        crate::runtime::auth::Support {
            scheme: || ::aws_smithy_runtime_api::client::auth::SharedAuthScheme::new(#scheme),
            configure: #configure,
        }
    }
}

/// What the configuration has for a scheme alone.
fn configuration(scheme: &Scheme) -> Vec<TokenStream> {
    let methods = match scheme {
        Scheme::SigV4 | Scheme::NoAuth => return Vec::new(),
        Scheme::SigV4a => return region_set(),
        Scheme::ApiKey(_) => api_key(id(scheme)),
        Scheme::Basic => basic(id(scheme)),
        Scheme::Bearer => bearer(id(scheme)),
    };
    vec![quote!(impl crate::config::Builder { #methods })]
}

fn region_set() -> Vec<TokenStream> {
    vec![
        quote! {
            impl crate::config::Config {
                /// The regions that a SigV4a signature is valid in.
                pub fn sigv4a_signing_region_set(
                    &self,
                ) -> ::std::option::Option<&::aws_types::region::SigningRegionSet> {
                    self.frozen.load::<::aws_types::region::SigningRegionSet>()
                }
            }
        },
        quote! {
            impl crate::config::Builder {
                /// Sets the regions that a SigV4a signature is valid in, with commas between them; `*`
                /// is all. Unless set, it is the region of the request.
                pub fn sigv4a_signing_region_set(
                    mut self,
                    region_set: impl ::std::convert::Into<::aws_types::region::SigningRegionSet>,
                ) -> Self {
                    self.set_sigv4a_signing_region_set(::std::option::Option::Some(region_set.into()));
                    self
                }

                /// Sets or clears the regions that a SigV4a signature is valid in.
                pub fn set_sigv4a_signing_region_set(
                    &mut self,
                    region_set: ::std::option::Option<::aws_types::region::SigningRegionSet>,
                ) -> &mut Self {
                    self.config.store_or_unset(region_set);
                    self
                }
            }
        },
    ]
}

fn api_key(id: TokenStream) -> TokenStream {
    quote! {
        /// Sets the API key of requests.
        pub fn api_key(self, api_key: crate::config::Token) -> Self {
            self.api_key_resolver(api_key)
        }

        /// Sets what finds the API key of requests: a [`Token`](crate::config::Token).
        pub fn api_key_resolver(
            mut self,
            api_key_resolver: impl crate::config::ResolveIdentity + 'static,
        ) -> Self {
            self.runtime_components.set_identity_resolver(#id, api_key_resolver);
            self
        }
    }
}

fn basic(id: TokenStream) -> TokenStream {
    quote! {
        /// Sets the user and the password of requests.
        pub fn basic_auth_login(self, basic_auth_login: crate::config::Login) -> Self {
            self.basic_auth_login_resolver(basic_auth_login)
        }

        /// Sets what finds the user and the password of requests: a [`Login`](crate::config::Login).
        pub fn basic_auth_login_resolver(
            mut self,
            basic_auth_resolver: impl crate::config::ResolveIdentity + 'static,
        ) -> Self {
            self.runtime_components.set_identity_resolver(#id, basic_auth_resolver);
            self
        }
    }
}

fn bearer(id: TokenStream) -> TokenStream {
    quote! {
        /// Sets the bearer token of requests.
        pub fn bearer_token(self, bearer_token: crate::config::Token) -> Self {
            self.bearer_token_resolver(bearer_token)
        }

        /// Sets what finds the bearer token of requests: a [`Token`](crate::config::Token).
        pub fn bearer_token_resolver(
            mut self,
            bearer_token_resolver: impl crate::config::ResolveIdentity + 'static,
        ) -> Self {
            self.runtime_components.set_identity_resolver(#id, bearer_token_resolver);
            self
        }

        /// Sets what provides the bearer token of requests.
        pub fn token_provider(
            mut self,
            token_provider: impl crate::config::ProvideToken + 'static,
        ) -> Self {
            let token_provider = crate::config::SharedTokenProvider::new(token_provider);
            self.set_token_provider(::std::option::Option::Some(token_provider));
            self
        }

        /// Sets what provides the bearer token; `None` changes nothing.
        pub fn set_token_provider(
            &mut self,
            token_provider: ::std::option::Option<crate::config::SharedTokenProvider>,
        ) -> &mut Self {
            if let ::std::option::Option::Some(provider) = token_provider {
                self.runtime_components.set_identity_resolver(#id, provider);
            }
            self
        }
    }
}

/// What the module `config` exports for the schemes.
fn exports(schemes: &[Scheme]) -> TokenStream {
    let has = |wanted: fn(&Scheme) -> bool| schemes.iter().any(wanted);
    let key = has(|scheme| matches!(scheme, Scheme::ApiKey(_)));
    let (basic, bearer) = (has(|s| *s == Scheme::Basic), has(|s| *s == Scheme::Bearer));
    let identity = (key || basic || bearer).then(|| {
        quote!(
            pub use ::aws_smithy_runtime_api::client::identity::ResolveIdentity;
        )
    });
    let token = (key || bearer).then(|| {
        quote!(
            pub use ::aws_credential_types::Token;
        )
    });
    let login = basic.then(|| {
        quote!(
            pub use ::aws_smithy_runtime_api::client::identity::http::Login;
        )
    });
    let provider = bearer.then(|| {
        quote! {
            pub use ::aws_credential_types::provider::token::{ProvideToken, SharedTokenProvider};
        }
    });
    quote! {
        /// What the configuration exports for the authentication schemes.
        pub mod config { #identity #token #login #provider }
    }
}
