//! The protocol tests that the model carries, as tests of the crate.

use proc_macro2::TokenStream;
use quote::quote;

use super::literal::Printer;
use super::tokens::{docs, ident};
use super::{Content, Printed, event_tests, rust};
use crate::plan::CratePlan;
use crate::plan::parts::Part;
use crate::plan::protocol_tests::{Compared, Expected, RequestTest, ResponseTest};

pub(super) fn emit(plan: &CratePlan) -> Vec<Printed> {
    let Some(tests) = &plan.protocol_tests else {
        return Vec::new();
    };
    let requests = tests.requests.iter().map(request);
    let responses = tests.responses.iter().map(response);
    let events = tests.events.iter().map(event_tests::test);
    let items = requests.chain(responses).chain(events).collect();
    let support = include_str!("../../runtime/src/protocol_test_support.rs");
    let mut files = vec![
        rust(
            "src/protocol_tests.rs",
            "The protocol tests of the model.",
            items,
        ),
        Printed {
            path: "src/protocol_test_support.rs".to_owned(),
            content: Content::Copied(support.to_owned()),
        },
    ];
    if plan.parts.contains(&Part::EventStreams) {
        files.push(Printed {
            path: "src/event_test_support.rs".to_owned(),
            content: Content::Copied(
                include_str!("../../runtime/src/event_test_support.rs").to_owned(),
            ),
        });
    }
    files
}

fn request(test: &RequestTest) -> TokenStream {
    let (name, method) = (ident(&test.name), ident(&test.method));
    let about = docs(&test.docs);
    let setters = Printer::in_crate().setters(&test.input);
    let endpoint = &test.host;
    let case = request_case(test);
    quote! {
        #about
        #[tokio::test]
        async fn #name() -> crate::protocol_test_support::TestResult {
            let (client, request) = crate::protocol_test_support::client(#endpoint);
            let outcome = client.#method() #setters .send().await;
            let case = #case;
            case.check(&crate::protocol_test_support::sent(request, outcome));
            Ok(())
        }
    }
}

/// What the request has to be.
pub(super) fn request_case(test: &RequestTest) -> TokenStream {
    let (http_method, uri) = (&test.http_method, &test.uri);
    let host = optional(test.resolved_host.as_ref().map(|host| quote!(#host)));
    let body = optional(test.body.as_ref().map(|(body, ty)| quote!((#body, #ty))));
    let (query, headers) = (&test.query, pairs(&test.headers));
    let (forbidden_query, required_query) = (&test.forbidden_query, &test.required_query);
    let (forbidden, required) = (&test.forbidden_headers, &test.required_headers);
    quote! {
        crate::protocol_test_support::RequestCase {
            method: #http_method,
            uri: #uri,
            host: #host,
            query: &[#(#query),*],
            forbidden_query: &[#(#forbidden_query),*],
            required_query: &[#(#required_query),*],
            headers: &[#headers],
            forbidden_headers: &[#(#forbidden),*],
            required_headers: &[#(#required),*],
            body: #body,
        }
    }
}

fn response(test: &ResponseTest) -> TokenStream {
    let name = ident(&test.name);
    let about = docs(&test.docs);
    let (module, operation) = (ident(&test.operation.0), ident(&test.operation.1));
    let (status, headers, body) = (test.status, pairs(&test.headers), &test.body);
    let setters = Printer::in_crate().setters(&test.values);
    let complete = test.fallible.then(|| quote!(?));
    let check = match &test.expected {
        Expected::Output(ty) => {
            let ty = ident(ty);
            quote! {
                let actual = actual?;
                let expected = crate::operation::#module::#ty::builder() #setters .build() #complete;
                crate::protocol_test_support::assert_same(&actual, &expected);
            }
        }
        Expected::Stream(ty, members, (stream, bytes)) => {
            let (ty, stream) = (ident(ty), ident(stream));
            let bytes = proc_macro2::Literal::byte_string(bytes);
            let members = compare(members);
            quote! {
                let actual = actual?;
                let expected = crate::operation::#module::#ty::builder() #setters;
                #members
                assert_eq!(actual.#stream.collect().await?.to_vec(), #bytes);
            }
        }
        Expected::Error(error, variant) => {
            let (error, variant) = (ident(error), ident(variant));
            quote! {
                let Err(crate::operation::#module::#error::#variant(actual)) = actual else {
                    panic!("the response is not that error: {actual:?}");
                };
                let expected = crate::types::error::#variant::builder()
                    #setters
                    .meta(actual.meta.clone())
                    .build()
                    #complete;
                crate::protocol_test_support::assert_same(&actual, &expected);
            }
        }
    };
    let function = match &test.expected {
        Expected::Stream(..) => quote!(#[tokio::test] async fn),
        Expected::Output(_) | Expected::Error(..) => quote!(#[test] fn),
    };
    quote! {
        #about
        #function #name() -> crate::protocol_test_support::TestResult {
            let actual = crate::protocol_test_support::read::<crate::operation::#module::#operation>(
                #status,
                &[#headers],
                #body,
            );
            #check
            Ok(())
        }
    }
}

/// Compares members of `actual` with those that the builder `expected` was given.
pub(super) fn compare(members: &[Compared]) -> TokenStream {
    let members = members.iter().map(|member| {
        let (field, getter) = (ident(&member.field), ident(&member.getter));
        let actual = match member.optional {
            true => quote!(actual.#field),
            false => quote!(Some(actual.#field)),
        };
        quote!(crate::protocol_test_support::assert_same(&#actual, expected.#getter());)
    });
    quote!(#(#members)*)
}

pub(super) fn pairs(pairs: &[(String, String)]) -> TokenStream {
    let pairs = pairs.iter().map(|(name, value)| quote!((#name, #value)));
    quote!(#(#pairs),*)
}

fn optional(value: Option<TokenStream>) -> TokenStream {
    match value {
        Some(value) => quote!(Some(#value)),
        None => quote!(None),
    }
}
