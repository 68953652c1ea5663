//! The smoke tests that the model carries, as tests of the crate that run only when they are asked for.

use proc_macro2::TokenStream;
use quote::quote;

use super::literal::Printer;
use super::tokens::ident;
use super::{Content, Printed, endpoint_tests, rust};
use crate::plan::CratePlan;
use crate::plan::smoke_tests::{Expected, SmokeTest};

pub(super) fn emit(plan: &CratePlan) -> Vec<Printed> {
    if plan.smoke_tests.is_empty() {
        return Vec::new();
    }
    let items = plan.smoke_tests.iter().map(test).collect();
    let support = include_str!("../../runtime/src/smoke_test_support.rs");
    vec![
        rust(
            "src/smoke_tests.rs",
            "The smoke tests of the model: they call the service. `cargo test smoke -- --ignored` runs \
             them,\nwith the credentials in `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY` and \
             `AWS_SESSION_TOKEN`.",
            items,
        ),
        Printed {
            path: "src/smoke_test_support.rs".to_owned(),
            content: Content::Copied(support.to_owned()),
        },
    ]
}

fn test(test: &SmokeTest) -> TokenStream {
    let (name, method) = (ident(&test.name), ident(&test.method));
    let config = test.settings.iter();
    let config = config.fold(quote!(config), endpoint_tests::setting);
    let setters = Printer::in_crate().setters(&test.input);
    let check = match &test.expected {
        Expected::Success => quote!(outcome?;),
        Expected::Failure => quote!(crate::smoke_test_support::failure(outcome)?;),
        Expected::Error(module, error, variant) => {
            let (module, error, variant) = (ident(module), ident(error), ident(variant));
            quote! {
                let error = crate::smoke_test_support::failure(outcome)?;
                let crate::operation::#module::#error::#variant(_) = error else {
                    panic!("it is another error: {error:?}");
                };
            }
        }
    };
    quote! {
        #[tokio::test]
        #[ignore = "calls the service"]
        async fn #name() -> crate::protocol_test_support::TestResult {
            let client = crate::smoke_test_support::client(|config| #config);
            let outcome = client.#method() #setters .send().await;
            #check
            Ok(())
        }
    }
}
