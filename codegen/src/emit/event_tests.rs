//! The tests of event streams that the model carries, as tests of the crate.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::literal::Printer;
use super::protocol_tests::{compare, pairs, request_case};
use super::tokens::{docs, ident};
use crate::plan::event_tests::{EventTest, EventTestKind, EventValue, Received, Response, Sent};

pub(super) fn test(test: &EventTest) -> TokenStream {
    let name = ident(&test.name);
    let about = docs(&test.docs);
    let (module, symbol) = (ident(&test.operation.0), ident(&test.operation.1));
    let module = quote!(crate::operation::#module);
    let body = match &test.kind {
        EventTestKind::Sent(sent) => self::sent(sent),
        EventTestKind::Received(response, received) => {
            let response = self::response(response);
            let received = self::received(received, &module);
            quote! {
                let actual = crate::protocol_test_support::read::<#module::#symbol>(#response)?;
                #received
            }
        }
        EventTestKind::Refused(response, Some((error, variant)), _) => {
            let response = self::response(response);
            let (error, variant) = (ident(error), ident(variant));
            quote! {
                let actual = crate::protocol_test_support::read::<#module::#symbol>(#response);
                let Err(#module::#error::#variant(_)) = actual else {
                    panic!("the response is not that error: {actual:?}");
                };
            }
        }
        EventTestKind::Refused(response, None, stream) => {
            let (response, stream) = (self::response(response), ident(stream));
            quote! {
                let actual = crate::protocol_test_support::read::<#module::#symbol>(#response);
                let Ok(mut actual) = actual else {
                    return Ok(());
                };
                actual.#stream.recv().await.expect_err("the event makes no sense");
            }
        }
    };
    quote! {
        #about
        #[tokio::test]
        async fn #name() -> crate::protocol_test_support::TestResult {
            #body
            Ok(())
        }
    }
}

fn sent(test: &Sent) -> TokenStream {
    let (method, stream) = (ident(&test.method), ident(&test.stream));
    let setters = Printer::in_crate().setters(&test.input);
    let (host, check) = match &test.head {
        Some(head) => {
            let case = request_case(head);
            (head.host.as_str(), quote!(#case.check(&request);))
        }
        None => ("example.com", quote!()),
    };
    let errors = errors(&test.errors);
    let events = test.events.iter().map(|event| match event {
        EventValue::Event(event) => {
            let event = Printer::in_crate().owned(event);
            quote!(Ok(#event))
        }
        EventValue::Error(variant, _, fallible) => {
            let (variant, error) = (ident(variant), error(event));
            let complete = fallible.then(|| quote!(?));
            quote!(Err(#errors::#variant(#error.build() #complete)))
        }
    });
    let frames = test.frames.iter().map(|frame| Literal::byte_string(frame));
    quote! {
        let (client, request) = crate::protocol_test_support::client(#host);
        let events = crate::event_test_support::events([#(#events),*]);
        let outcome = client.#method() #setters .#stream(events).send().await;
        let request = crate::protocol_test_support::sent(request, outcome);
        #check
        crate::event_test_support::check(request, &[#(#frames),*]).await?;
    }
}

fn response(response: &Response) -> TokenStream {
    let (status, headers) = (response.status, pairs(&response.headers));
    let body = Literal::byte_string(&response.body);
    quote!(#status, &[#headers], #body)
}

fn received(test: &Received, module: &TokenStream) -> TokenStream {
    let stream = ident(&test.stream);
    let members = (!test.members.is_empty()).then(|| {
        let (output, members) = (ident(&test.output), compare(&test.members));
        let setters = Printer::in_crate().setters(&test.values);
        quote! {
            let expected = #module::#output::builder() #setters;
            #members
        }
    });
    let errors = errors(&test.errors);
    let ends_well = !test
        .events
        .iter()
        .any(|event| matches!(event, EventValue::Error(..)));
    let end = ends_well.then(|| quote!(assert_eq!(stream.recv().await?, None);));
    let events = test.events.iter().map(|event| match event {
        EventValue::Event(literal) => {
            let event = Printer::in_crate().owned(literal);
            quote! {
                let event = stream.recv().await?;
                crate::protocol_test_support::assert_same(&event, &Some(#event));
            }
        }
        EventValue::Error(variant, _, fallible) => {
            let (variant, error) = (ident(variant), error(event));
            let complete = fallible.then(|| quote!(?));
            quote! {
                let failure = stream.recv().await.expect_err("the stream ends in an error");
                let Some(#errors::#variant(actual)) = failure.as_service_error() else {
                    panic!("it is not that error: {failure:?}");
                };
                let expected = #error.meta(actual.meta.clone()).build() #complete;
                crate::protocol_test_support::assert_same(actual, &expected);
            }
        }
    });
    quote! {
        #members
        let mut stream = actual.#stream;
        #(#events)*
        #end
    }
}

/// The enum of the errors of a stream.
fn errors(name: &str) -> TokenStream {
    let name = ident(name);
    quote!(crate::types::error::#name)
}

/// The builder of an error.
fn error(event: &EventValue) -> TokenStream {
    let EventValue::Error(name, setters, _) = event else {
        return quote!();
    };
    let (name, setters) = (ident(name), Printer::in_crate().setters(setters));
    quote!(crate::types::error::#name::builder() #setters)
}
