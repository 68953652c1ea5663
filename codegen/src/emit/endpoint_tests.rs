//! The tests of the endpoint rules that the model carries, as tables.

use proc_macro2::TokenStream;
use quote::quote;

use super::literal::Printer;
use super::tokens::ident;
use super::{Printed, endpoint, endpoint_rules, rust};
use crate::plan::CratePlan;
use crate::plan::endpoints::{Call, ParamValue, Setting, Test};

pub(super) fn emit(plan: &CratePlan) -> Vec<Printed> {
    let plan = &plan.endpoints;
    if plan.tests.is_empty() {
        return Vec::new();
    }
    let cases = plan.tests.iter().map(case);
    let rules = quote! {
        #[allow(unused_imports, reason = "which of them depends on the tests")]
        use crate::runtime::rules::{Expr, endpoint, endpoint_with, error};
    };
    let mut items = vec![
        rules,
        quote!(
            use crate::runtime::check_endpoints::{Call, Case, check_calls, check_rules};
        ),
        quote! {
            #[test]
            fn rules() { check_rules(CASES); }
        },
        quote!(static CASES: &[Case] = &[#(#cases),*];),
    ];
    if plan.calls.is_empty() {
        items[1] = quote!(
            use crate::runtime::check_endpoints::{Case, check_rules};
        );
    } else {
        let calls = plan.calls.iter().map(call);
        items.push(quote! {
            #[test]
            fn calls() { check_calls(CALLS); }
        });
        items.push(quote!(static CALLS: &[Call] = &[#(#calls),*];));
    }
    vec![rust(
        "src/endpoint_tests.rs",
        "The endpoint tests of the model.",
        items,
    )]
}

fn case(test: &Test) -> TokenStream {
    let setters = test.params.iter().map(|(field, value)| {
        let (field, value) = (ident(field), argument(value));
        quote!(.#field(#value))
    });
    let (about, expect) = (&test.docs, endpoint_rules::rule(&test.expect));
    quote!((#about, |params| params #(#setters)*, #expect))
}

/// The value of a parameter, for a method that converts it.
fn argument(value: &ParamValue) -> TokenStream {
    match value {
        ParamValue::Text(text) => quote!(#text),
        other => endpoint::value(other),
    }
}

fn call(call: &Call) -> TokenStream {
    let config = call.settings.iter().fold(quote!(config), setting);
    let (about, expect) = (&call.docs, endpoint_rules::rule(&call.expect));
    let method = ident(&call.method);
    let setters = Printer::in_crate().setters(&call.input);
    quote! {
        (
            #about,
            |config| #config,
            |client| Box::pin(async move {
                client.#method() #setters .send().await?;
                Ok(())
            }),
            #expect
        )
    }
}

pub(super) fn setting(config: TokenStream, setting: &Setting) -> TokenStream {
    match setting {
        Setting::AccountId(id) => quote!(crate::runtime::check_endpoints::in_account(#config, #id)),
        Setting::AccountIdEndpointMode(mode) => {
            let mode = ident(mode);
            quote! {
                #config.account_id_endpoint_mode(
                    ::aws_types::endpoint_config::AccountIdEndpointMode::#mode
                )
            }
        }
        Setting::Region(region) => {
            quote!(#config.region(::aws_types::region::Region::new(#region)))
        }
        Setting::Other(method, value) => {
            let (method, value) = (ident(method), argument(value));
            quote!(#config.#method(#value))
        }
    }
}
