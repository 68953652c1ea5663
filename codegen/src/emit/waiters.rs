//! Waiters: a file each, the list of them, and the trait by which the client has them.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::tokens::{docs, ident};
use super::{Printed, rust};
use crate::plan::CratePlan;
use crate::plan::docs::code;
use crate::plan::jmespath::{Comparison, Path, Step};
use crate::plan::operations::Operation;
use crate::plan::waiters::{Acceptor, Comparator, Matcher, PathMatcher, State, Waiter};

pub(super) fn emit(plan: &CratePlan) -> Vec<Printed> {
    let waiters: Vec<_> = all(plan).collect();
    if waiters.is_empty() {
        return Vec::new();
    }
    let modules = waiters.iter().map(|(_, waiter)| {
        let module = ident(&waiter.module);
        let about = docs(&format!("The waiter `{}`.", waiter.model_name));
        quote!(#about pub mod #module;)
    });
    let list = rust(
        "src/waiters.rs",
        "What waits until something has come true. The trait [`Waiters`](crate::client::Waiters) has the \
         methods of the client that begin it.",
        modules.collect(),
    );
    let files = waiters
        .iter()
        .map(|(operation, waiter)| file(operation, waiter));
    [list].into_iter().chain(files).collect()
}

/// The waiters of all operations.
fn all(plan: &CratePlan) -> impl Iterator<Item = (&Operation, &Waiter)> {
    let operations = plan.operations.iter();
    operations.flat_map(|operation| {
        operation
            .waiters
            .iter()
            .map(move |waiter| (operation, waiter))
    })
}

/// The trait of the client, if there are waiters.
pub(super) fn client_trait(plan: &CratePlan) -> Vec<TokenStream> {
    let signature = |waiter: &Waiter| {
        let (method, module) = (ident(&waiter.method), ident(&waiter.module));
        let builder = ident(&waiter.fluent_builder);
        quote!(fn #method(&self) -> crate::waiters::#module::#builder)
    };
    let declared: Vec<_> = all(plan)
        .map(|(_, waiter)| {
            let (about, signature) = (docs(&about(waiter)), signature(waiter));
            let deprecation = deprecation(waiter);
            quote!(#about #deprecation #signature;)
        })
        .collect();
    if declared.is_empty() {
        return Vec::new();
    }
    let defined = all(plan).map(|(_, waiter)| {
        let signature = signature(waiter);
        quote!(#signature { crate::runtime::waiter::attach(self) })
    });
    vec![
        quote! {
            /// Waits until something has come true. Import this trait to have the client's `wait_until_..`
            /// methods, which return builders that end in `wait()`.
            ///
            /// ```text
            /// client.wait_until_something().id("..").wait(Duration::from_secs(120)).await?;
            /// ```
            pub trait Waiters { #(#declared)* }
        },
        quote!(impl Waiters for Client { #(#defined)* }),
    ]
}

fn about(waiter: &Waiter) -> String {
    match waiter.docs.as_str() {
        "" => format!("Waits for `{}`.", waiter.model_name),
        docs => docs.to_owned(),
    }
}

fn deprecation(waiter: &Waiter) -> Option<TokenStream> {
    waiter.deprecated.then(|| quote!(#[deprecated]))
}

fn file(operation: &Operation, waiter: &Waiter) -> Printed {
    let items = vec![
        symbol(waiter),
        info(operation, waiter),
        builder(operation, waiter),
        wait(waiter),
        final_poll(operation, waiter),
        error(operation, waiter),
    ];
    rust(
        format!("src/waiters/{}.rs", waiter.module),
        format!(
            "The waiter `{}` of the operation `{}`.",
            waiter.model_name, operation.model_name
        ),
        items,
    )
}

fn symbol(waiter: &Waiter) -> TokenStream {
    let name = ident(&waiter.name);
    let about = docs(&format!(
        "The symbol of the waiter `{}`.",
        waiter.model_name
    ));
    quote! {
        #about
        #[derive(Clone, Copy, Debug)]
        #[non_exhaustive]
        pub struct #name;
    }
}

fn info(operation: &Operation, waiter: &Waiter) -> TokenStream {
    let (name, module) = (ident(&waiter.name), ident(&operation.module));
    let symbol = ident(&operation.name);
    let min = Literal::u64_unsuffixed(waiter.delay.0);
    let max = Literal::u64_unsuffixed(waiter.delay.1);
    let acceptors = waiter.acceptors.iter().map(acceptor);
    quote! {
        impl crate::runtime::waiter::Waiter for #name {
            type Operation = crate::operation::#module::#symbol;

            const INFO: &'static crate::runtime::waiter::WaiterInfo = {
                #[allow(unused_imports, reason = "which of them depends on the waiter")]
                use crate::runtime::waiter::prelude::*;
                &waiter(#min, #max, &[#(#acceptors),*])
            };
        }
    }
}

fn builder(operation: &Operation, waiter: &Waiter) -> TokenStream {
    let (name, builder) = (ident(&waiter.name), ident(&waiter.fluent_builder));
    let (module, input) = (ident(&operation.module), ident(&operation.input.name));
    let about = docs(&format!(
        "Takes the input of the operation `{}`, and ends in `wait()`; made by \
         [`Waiters::{1}`](crate::client::Waiters::{1}).",
        operation.model_name, waiter.method
    ));
    quote! {
        #about
        pub type #builder = crate::runtime::Builder<
            crate::operation::#module::#input,
            crate::runtime::waiter::Waiting<#name>,
        >;
    }
}

fn wait(waiter: &Waiter) -> TokenStream {
    let builder = ident(&waiter.fluent_builder);
    let (final_poll, error) = (ident(&waiter.final_poll), ident(&waiter.error));
    let (about, rules) = (docs(&about(waiter)), docs(&rules(waiter)));
    quote! {
        impl #builder {
            #about
            ///
            #rules
            pub async fn wait(
                self,
                max_wait: ::std::time::Duration,
            ) -> ::std::result::Result<#final_poll, #error> {
                crate::runtime::waiter::wait(self, max_wait).await
            }
        }
    }
}

/// What the waiter does, for its documentation.
fn rules(waiter: &Waiter) -> String {
    let (min, max) = waiter.delay;
    let mut text = format!(
        "Calls the operation until one of these holds, for `max_wait` at most, with pauses of {min} to \
         {max} seconds. The first that holds decides.\n"
    );
    for acceptor in &waiter.acceptors {
        let verb = match acceptor.state {
            State::Success => "Succeeds",
            State::Failure => "Fails",
            State::Retry => "Goes on",
        };
        let condition = condition(&acceptor.matcher);
        text.push_str(&format!("- {verb} when {condition}.\n"));
    }
    text.push_str(
        "\n# Errors\nWhen it fails, when `max_wait` has passed, or when the operation returns an error that \
         none of these is about.",
    );
    text
}

fn condition(matcher: &Matcher) -> String {
    match matcher {
        Matcher::Success(true) => "the operation succeeds".to_owned(),
        Matcher::Success(false) => "the operation fails".to_owned(),
        Matcher::ErrorType(name) => format!("the error is {}", code(name)),
        Matcher::Output(matcher) | Matcher::InputOutput(matcher) => {
            let subject = match matcher.comparator {
                Comparator::StringEquals | Comparator::BooleanEquals => "",
                Comparator::AllStringEquals => "every element of ",
                Comparator::AnyStringEquals => "an element of ",
            };
            let (path, expected) = (code(&matcher.text), code(&matcher.expected));
            format!("{subject}{path} is {expected}")
        }
    }
}

fn final_poll(operation: &Operation, waiter: &Waiter) -> TokenStream {
    let (module, name) = (ident(&operation.module), ident(&waiter.final_poll));
    let (output, error) = (ident(&operation.output.name), ident(&operation.error));
    let about = format!("What the waiter `{}` found in the end.", waiter.model_name);
    let about = docs(&about);
    quote! {
        #about
        pub type #name = ::aws_smithy_runtime_api::client::waiters::FinalPoll<
            crate::operation::#module::#output,
            crate::error::SdkError<crate::operation::#module::#error>,
        >;
    }
}

fn error(operation: &Operation, waiter: &Waiter) -> TokenStream {
    let (module, name) = (ident(&operation.module), ident(&waiter.error));
    let (output, error) = (ident(&operation.output.name), ident(&operation.error));
    let about = docs(&format!("Why the waiter `{}` gave up.", waiter.model_name));
    quote! {
        #about
        pub type #name = ::aws_smithy_runtime_api::client::waiters::error::WaiterError<
            crate::operation::#module::#output,
            crate::operation::#module::#error,
        >;
    }
}

fn acceptor(acceptor: &Acceptor) -> TokenStream {
    let state = ident(match acceptor.state {
        State::Success => "success",
        State::Failure => "failure",
        State::Retry => "retry",
    });
    let matcher = match &acceptor.matcher {
        Matcher::Success(success) => quote!(Success(#success)),
        Matcher::ErrorType(name) => quote!(ErrorType(#name)),
        Matcher::Output(matcher) => path_matcher("Output", matcher),
        Matcher::InputOutput(matcher) => path_matcher("InputOutput", matcher),
    };
    quote!(#state(#matcher))
}

fn path_matcher(kind: &str, plan: &PathMatcher) -> TokenStream {
    let (kind, path, expected) = (ident(kind), path(&plan.path), &plan.expected);
    let comparator = ident(match plan.comparator {
        Comparator::StringEquals => "StringEquals",
        Comparator::BooleanEquals => "BooleanEquals",
        Comparator::AllStringEquals => "AllStringEquals",
        Comparator::AnyStringEquals => "AnyStringEquals",
    });
    quote!(#kind(#path, #comparator, #expected))
}

fn path(steps: &Path) -> TokenStream {
    let steps = steps.iter().map(step);
    quote!(&[#(#steps),*])
}

fn step(step: &Step) -> TokenStream {
    let paths = |paths: &[Path]| {
        let paths = paths.iter().map(path);
        quote!(&[#(#paths),*])
    };
    match step {
        Step::Field(name) => quote!(Field(#name)),
        Step::Index(index) => {
            let index = Literal::i32_unsuffixed(*index);
            quote!(Index(#index))
        }
        Step::Slice(start, end, step) => {
            let (start, end) = (option(start), option(end));
            let step = Literal::i32_unsuffixed(*step);
            quote!(Slice(#start, #end, #step))
        }
        Step::Each => quote!(Each),
        Step::EachValue => quote!(EachValue),
        Step::Flatten => quote!(Flatten),
        Step::Filter(condition) => {
            let condition = path(condition);
            quote!(Filter(#condition))
        }
        Step::Stop => quote!(Stop),
        Step::List(items) => {
            let items = paths(items);
            quote!(List(#items))
        }
        Step::Object(entries) => {
            let entries = entries.iter().map(|(name, value)| {
                let value = path(value);
                quote!((#name, #value))
            });
            quote!(Object(&[#(#entries),*]))
        }
        Step::Null => quote!(Null),
        Step::Bool(value) => quote!(Bool(#value)),
        Step::Number(value) => {
            let value = Literal::f64_unsuffixed(*value);
            quote!(Number(#value))
        }
        Step::Text(text) => quote!(Text(#text)),
        Step::Not(operand) => {
            let operand = path(operand);
            quote!(Not(#operand))
        }
        Step::And(a, b) => binary("And", a, b),
        Step::Or(a, b) => binary("Or", a, b),
        Step::Compare(comparison, a, b) => binary(comparison_name(*comparison), a, b),
        Step::Call(function, arguments) => {
            let (function, arguments) = (ident(function.variant), paths(arguments));
            quote!(Call(#function, #arguments))
        }
    }
}

fn option(index: &Option<i32>) -> TokenStream {
    match index {
        Some(index) => {
            let index = Literal::i32_unsuffixed(*index);
            quote!(::std::option::Option::Some(#index))
        }
        None => quote!(::std::option::Option::None),
    }
}

fn binary(name: &str, a: &Path, b: &Path) -> TokenStream {
    let (name, a, b) = (ident(name), path(a), path(b));
    quote!(#name(#a, #b))
}

fn comparison_name(comparison: Comparison) -> &'static str {
    match comparison {
        Comparison::Equal => "Equal",
        Comparison::NotEqual => "NotEqual",
        Comparison::Less => "Less",
        Comparison::LessOrEqual => "LessOrEqual",
        Comparison::Greater => "Greater",
        Comparison::GreaterOrEqual => "GreaterOrEqual",
    }
}
