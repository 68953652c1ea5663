//! An operation: its symbol, its errors, its input and output.

use proc_macro2::TokenStream;
use quote::quote;

use super::tokens::{Std, deprecated, docs, docs_or, ident, plain};
use super::{Printed, builder, endpoint, example, paginator, rust, structure};
use crate::plan::CratePlan;
use crate::plan::checksums::Bodies;
use crate::plan::operations::{ErrorCase, Operation};

pub(super) fn emit(plan: &CratePlan) -> Vec<Printed> {
    let modules = plan.operations.iter().map(|operation| {
        let module = ident(&operation.module);
        let about = docs(&format!("The operation `{}`.", operation.model_name));
        quote!(#about pub mod #module;)
    });
    let mut items = vec![quote!(
        pub use ::aws_types::request_id::RequestId;
    )];
    items.extend(modules);
    let list = rust("src/operation.rs", "All operations of the service.", items);
    let files = plan
        .operations
        .iter()
        .map(|operation| file(plan, operation));
    [list].into_iter().chain(files).collect()
}

fn file(plan: &CratePlan, operation: &Operation) -> Printed {
    let std = Std::beside([
        operation.name.as_str(),
        &operation.error,
        &operation.input.name,
        &operation.output.name,
    ]);
    let http = (operation.http_method.as_str(), operation.uri.as_str());
    let mut items = symbol(plan, operation, &std);
    let about = format!("The errors of the operation `{}`.", operation.model_name);
    items.extend(errors(&operation.error, &about, &operation.errors, &std));
    items.extend(structure::items(&operation.input, Some(http), &std));
    items.extend(structure::items(&operation.output, None, &std));
    items.push(builders(operation));
    if let Some(pagination) = &operation.pagination {
        items.extend(paginator::items(operation, pagination, &std));
    }
    let path = format!("src/operation/{}.rs", operation.module);
    rust(
        path,
        format!("The operation `{}`.", operation.model_name),
        items,
    )
}

fn symbol(plan: &CratePlan, operation: &Operation, std: &Std<'_>) -> Vec<TokenStream> {
    let (name, error) = (ident(&operation.name), ident(&operation.error));
    let (input, output) = (ident(&operation.input.name), ident(&operation.output.name));
    let (model_name, result) = (&operation.model_name, std.result());
    let about = docs(&format!("The symbol of the operation `{model_name}`."));
    let deprecation = deprecated(&operation.deprecated);
    let method = ident(&operation.method);
    let fluent = ident(&operation.fluent_builder);
    let examples = example::docs(plan, operation);
    let operation_docs = docs_or(
        &operation.docs,
        &format!("Calls the operation `{model_name}`."),
    );
    let fails = docs(&failures(operation));
    let fill = fill(operation);
    let host_prefix = operation
        .host_prefix
        .as_ref()
        .map(|prefix| quote!(.host_prefix(#prefix)));
    let interceptors = interceptors(operation);
    let sensitive = operation
        .sensitive_output
        .then(|| quote!(.sensitive_output()));
    let unsigned = operation
        .unsigned_payload
        .then(|| quote!(.unsigned_payload()));
    let streams = streams(operation);
    let binding = endpoint::bind(plan, operation);
    let binds = binding
        .is_some()
        .then(|| quote!(.bind_endpoint_of::<Self>()));
    let mut items = vec![
        quote! {
            #about
            #deprecation
            #[derive(Clone, Debug, Default)]
            #[non_exhaustive]
            pub struct #name;
        },
        quote! {
            impl crate::runtime::Operation for #name {
                const INFO: &'static crate::runtime::OperationInfo =
                    &crate::runtime::OperationInfo::new::<Self>(#model_name)
                        #sensitive #unsigned #host_prefix #binds #fill #streams #interceptors;

                type Input = #input;
                type Output = #output;
                type Error = #error;

                fn build(
                    builder: crate::runtime::Builder<#input>,
                ) -> #result<#input, ::aws_smithy_types::error::operation::BuildError> {
                    builder.build()
                }
            }
        },
        quote!(crate::runtime::operation!(#name);),
        quote! {
            impl crate::Client {
                #operation_docs
                #fails
                #examples
                #deprecation
                pub fn #method(&self) -> builders::#fluent {
                    crate::runtime::attach(self, ::std::default::Default::default())
                }
            }
        },
        quote! {
            impl crate::runtime::Input for #input {
                type Operation = #name;
            }
        },
    ];
    items.extend(binding);
    items
}

/// What the input gets where the caller left it out.
fn fill(operation: &Operation) -> Option<TokenStream> {
    let input = ident(&operation.input.name);
    let token = operation.idempotency_token.as_ref().map(|field| {
        let field = ident(field);
        quote! {
            crate::runtime::operation::fill_token::<#input>(input, tokens, |input| &mut input.#field);
        }
    });
    let texts = operation.default_texts.iter().map(|(field, text)| {
        let field = ident(field);
        quote!(crate::runtime::operation::fill_text::<#input>(input, #text, |input| &mut input.#field);)
    });
    let provider = match token {
        Some(_) => quote!(tokens),
        None => quote!(_),
    };
    let fills: Vec<TokenStream> = token.into_iter().chain(texts).collect();
    (!fills.is_empty()).then(|| quote!(.fill(|input, #provider| { #(#fills)* })))
}

/// The interceptors that the operation has beside those of all operations, in the order in which they
/// run: checksums are those of the compressed body, and the MD5 is left out beside another checksum.
fn interceptors(operation: &Operation) -> Option<TokenStream> {
    let Bodies {
        gzip,
        request,
        response,
        md5,
        tree_hash,
    } = &operation.bodies;
    let input = ident(&operation.input.name);
    let gzip = gzip.then(|| quote!(crate::runtime::compression::Gzip::shared()));
    let info = match request {
        Some(_) => quote!(info),
        None => quote!(_),
    };
    let request = request.as_ref().map(|request| {
        let required = request.required.then(|| quote!(.required()));
        let member = request.member.as_ref().map(|name| quote!(.member(#name)));
        let header = request.header.as_ref().map(|name| quote!(.header(#name)));
        quote! {
            crate::runtime::checksums::RequestChecksum::new(info) #required #member #header .shared()
        }
    });
    let response = response.as_ref().map(|response| {
        let algorithms = response.algorithms.iter().map(|name| ident(name));
        let mode = ident(&response.mode);
        quote! {
            crate::runtime::checksums::ResponseChecksum::shared(
                &[#(::aws_smithy_checksums::ChecksumAlgorithm::#algorithms),*],
                |input, ask| {
                    crate::runtime::checksums::mode::<#input, _>(input, ask, |input| &mut input.#mode)
                },
            )
        }
    });
    let md5 = md5.then(|| quote!(crate::runtime::content_md5::ContentMd5::shared()));
    let tree_hash = tree_hash.then(|| quote!(crate::runtime::tree_hash::TreeHash::shared()));
    let all: Vec<TokenStream> = [gzip, request, response, md5, tree_hash]
        .into_iter()
        .flatten()
        .collect();
    (!all.is_empty()).then(|| quote!(.interceptors(|#info| ::std::vec::Vec::from([#(#all),*]))))
}

/// What the support code has to know of the streams.
fn streams(operation: &Operation) -> TokenStream {
    let input = operation.input.stream();
    let output = operation.output.stream();
    let streams_input = input.map(|_| quote!(.streams_input::<Self>()));
    let streams_output = output.map(|_| quote!(.streams_output::<Self>()));
    let requires_length = operation
        .requires_length
        .then(|| quote!(.requires_length()));
    let mut streams = input.into_iter().chain(output);
    let event_stream = streams
        .any(|field| field.ty.is_event_stream())
        .then(|| quote!(.event_stream()));
    quote!(#streams_input #streams_output #requires_length #event_stream)
}

/// The errors of an operation, as its documentation lists them.
fn failures(operation: &Operation) -> String {
    let mut text = format!(
        "\n# Errors\n[`{0}`](crate::operation::{1}::{0})",
        operation.error, operation.module
    );
    if operation.errors.is_empty() {
        return text;
    }
    text.push_str(", which is one of\n");
    for case in &operation.errors {
        let name = &case.name;
        let about = match case.summary.as_str() {
            "" => String::new(),
            summary => format!(": {summary}"),
        };
        text.push_str(&format!(
            "- [`{name}`](crate::types::error::{name}){about}\n"
        ));
    }
    text
}

/// The enum `name` of errors.
pub(super) fn errors(
    name: &str,
    about: &str,
    cases: &[ErrorCase],
    std: &Std<'_>,
) -> Vec<TokenStream> {
    let (name, about) = (ident(name), docs(about));
    let listed = cases;
    let (result, ok, err, from) = (std.result(), std.ok(), std.err(), std.from());
    let some = std.some();
    let cases = |print: &dyn Fn(&ErrorCase, proc_macro2::Ident) -> TokenStream| {
        let printed = listed.iter().map(|case| print(case, ident(&case.name)));
        printed.collect::<Vec<_>>()
    };
    let variants = cases(&|case, variant| {
        let about = docs_or(&case.summary, &format!("The error `{}`.", case.name));
        quote!(#about #variant(crate::types::error::#variant))
    });
    let modeled = cases(&|_, variant| quote!(Self::#variant(inner) => #ok(inner)));
    let read = cases(&|case, variant| {
        let code = &case.code;
        quote!(#some(#code) => #ok(Self::#variant(reader.read()?)))
    });
    let convert = cases(&|_, variant| quote!(#name::#variant(inner) => Self::#variant(inner)));
    let tests = cases(&|case, variant| {
        let test = ident(&case.test);
        let about = docs(&format!("Whether it is `{variant}`."));
        quote!(#about pub fn #test(&self) -> bool { matches!(self, Self::#variant(_)) })
    });
    let tests = (!tests.is_empty()).then(|| quote!(impl #name { #(#tests)* }));
    let definition = quote! {
        #about
        #[derive(Debug)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants,)*
            /// An error that the model does not have.
            #[deprecated(note = "a later model may have the error: match on `code()` instead")]
            Unhandled(crate::runtime::Unhandled),
        }
    };
    let unhandled = quote! {
        impl crate::runtime::ErrorEnum for #name {
            fn modeled(
                &self,
            ) -> #result<&dyn crate::runtime::ModeledError, &crate::runtime::Unhandled> {
                match self {
                    #(#modeled,)*
                    Self::Unhandled(inner) => #err(inner),
                }
            }

            fn from_unhandled(unhandled: crate::runtime::Unhandled) -> Self {
                Self::Unhandled(unhandled)
            }
        }
    };
    let read = match read.as_slice() {
        [] => quote!(#err(reader.unhandled())),
        read => quote! {
            match reader.code() {
                #(#read,)*
                _ => #err(reader.unhandled()),
            }
        },
    };
    let reading = quote! {
        impl crate::runtime::OperationError for #name {
            fn read(reader: crate::runtime::ErrorReader<'_>) -> #result<Self, crate::runtime::Unhandled> {
                #read
            }
        }
    };
    let conversion = quote! {
        impl #from<#name> for crate::Error {
            fn from(err: #name) -> Self {
                match err {
                    #(#convert,)*
                    #name::Unhandled(inner) => Self::Unhandled(inner),
                }
            }
        }
    };
    let mut items = vec![definition];
    items.extend(tests);
    items.extend([
        unhandled,
        reading,
        conversion,
        quote!(crate::runtime::operation_error!(#name);),
    ]);
    items
}

fn builders(operation: &Operation) -> TokenStream {
    let input = builder::alias(&operation.input);
    let output = builder::alias(&operation.output);
    let (name, fluent) = (ident(&operation.name), ident(&operation.fluent_builder));
    let input_name = ident(&operation.input.name);
    let about = docs(&format!(
        "Builds and sends a request of the operation `{}`; made by [`Client::{2}`](crate::Client::{1}).",
        operation.model_name,
        plain(&operation.method),
        operation.method,
    ));
    quote! {
        /// Builders of the input and the output.
        pub mod builders {
            #input
            #output
            #about
            pub type #fluent = crate::runtime::Builder<
                super::#input_name,
                crate::runtime::Attached<super::#name>,
            >;
        }
    }
}
