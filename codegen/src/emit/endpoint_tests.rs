//! The tests of the endpoint rules that the model carries, as one table.

use quote::quote;

use super::tokens::ident;
use super::{Printed, rust};
use crate::plan::CratePlan;
use crate::plan::endpoints::TestValue;

pub(super) fn emit(plan: &CratePlan) -> Vec<Printed> {
    if plan.endpoints.tests.is_empty() {
        return Vec::new();
    }
    let rows = plan.endpoints.tests.iter().map(|test| {
        let setters = test.params.iter().map(|(field, value)| {
            let field = ident(field);
            match value {
                TestValue::Bool(value) => quote!(.#field(#value)),
                TestValue::Text(text) => quote!(.#field(#text)),
            }
        });
        let expect = match &test.expect {
            Ok(url) => quote!(Ok(#url)),
            Err(message) => quote!(Err(#message)),
        };
        let name = &test.docs;
        quote!((#name, Params::builder() #(#setters)*, #expect))
    });
    let items = vec![
        quote!(
            use crate::endpoint::{Params, ParamsBuilder};
        ),
        quote! {
            /// The name of the test, the parameters, the URL or else the message of the error.
            type Row = (&'static str, ParamsBuilder, Result<&'static str, &'static str>);
        },
        quote! {
            #[test]
            fn endpoints() {
                let table: Vec<Row> = vec![#(#rows),*];
                for (name, params, expected) in table {
                    assert_eq!(resolve(params), expected.map(str::to_owned).map_err(str::to_owned), "{name}");
                }
            }
        },
        quote! {
            fn resolve(params: ParamsBuilder) -> Result<String, String> {
                let params = params.build().map_err(|error| error.to_string())?;
                let endpoint = crate::runtime::rules::resolve(crate::endpoint::RULES, &|name| params.get(name));
                endpoint.map(|endpoint| endpoint.url().to_owned()).map_err(|error| error.to_string())
            }
        },
    ];
    vec![rust(
        "src/endpoint_tests.rs",
        "The endpoint tests of the model.",
        items,
    )]
}
