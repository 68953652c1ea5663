//! The root of the crate.

use quote::quote;

use super::tokens::{ident, plain};
use super::{Printed, rust};
use crate::plan::CratePlan;
use crate::plan::docs::summary;
use crate::plan::parts::Part;

pub(super) fn emit(plan: &CratePlan) -> Vec<Printed> {
    // The formatter's own style differs from rustfmt's, which therefore skips the modules.
    let public = [
        "client",
        "config",
        "error",
        "generic",
        "meta",
        "operation",
        "primitives",
        "types",
    ];
    let waits = plan.operations.iter().any(|o| !o.waiters.is_empty());
    let public = public.into_iter().chain(waits.then_some("waiters"));
    let modules = public.map(|name| {
        let name = ident(name);
        quote!(#[rustfmt::skip] pub mod #name;)
    });
    let mut private = vec!["auth", "endpoint", "error_meta", "runtime", "service"];
    if plan.parts.contains(&Part::EventStreams) {
        private.insert(3, "event_stream");
    }
    let private = private.into_iter().map(|name| {
        let name = ident(name);
        quote!(#[rustfmt::skip] mod #name;)
    });
    let tests = (!plan.endpoints.tests.is_empty()).then(|| {
        quote! {
            #[cfg(test)]
            #[rustfmt::skip]
            mod endpoint_tests;
        }
    });
    let protocol_tests = plan.protocol_tests.is_some().then(|| {
        quote! {
            #[cfg(test)]
            #[rustfmt::skip]
            mod protocol_test_support;

            #[cfg(test)]
            #[rustfmt::skip]
            mod protocol_tests;
        }
    });
    let event_tests = (plan.protocol_tests.is_some() && plan.parts.contains(&Part::EventStreams))
        .then(|| {
            quote! {
                #[cfg(test)]
                #[rustfmt::skip]
                mod event_test_support;
            }
        });
    let smoke_tests = (!plan.smoke_tests.is_empty()).then(|| {
        quote! {
            #[cfg(test)]
            #[rustfmt::skip]
            mod smoke_test_support;

            #[cfg(test)]
            #[rustfmt::skip]
            mod smoke_tests;
        }
    });
    let exports = quote! {
        pub use self::client::Client;
        pub use self::config::Config;
        pub use self::error_meta::Error;
    };
    let items = modules
        .into_iter()
        .chain(private)
        .chain(tests)
        .chain(protocol_tests)
        .chain(event_tests)
        .chain(smoke_tests)
        .chain([exports])
        .collect();
    vec![rust("src/lib.rs", docs(plan), items)]
}

fn docs(plan: &CratePlan) -> String {
    let service = &plan.service;
    let lib = &plan.package.lib;
    let mut docs = format!("A client for {}", service.title);
    if !service.version.is_empty() {
        docs.push_str(&format!(", API version {}", service.version));
    }
    docs.push_str(".\n\n");
    if !service.docs.is_empty() {
        docs.push_str(&format!("{}\n\n", service.docs));
    }
    docs.push_str(&format!(
        "Each operation is a method of [`Client`], which returns a builder that ends in `send()`.\n\
         What an operation takes and returns is in [`operation`], the types that these are made of are\n\
         in [`types`].\n\n\
         ```text\n\
         let config = aws_config::load_from_env().await;\n\
         let client = {lib}::Client::new(&config);\n"
    ));
    if let Some(operation) = plan.operations.first() {
        docs.push_str(&format!(
            "let output = client.{}().send().await?;\n",
            operation.method
        ));
    }
    docs.push_str("```\n\n# Operations\n\n");
    for operation in &plan.operations {
        let about = match summary(&operation.docs) {
            text if text.is_empty() => text,
            text => format!(": {text}"),
        };
        docs.push_str(&format!(
            "- [`{}`](Client::{}){about}\n",
            operation.model_name,
            plain(&operation.method),
        ));
    }
    docs
}
