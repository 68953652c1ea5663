//! A structure: the type, its accessors, and how the protocol sees it. Types, inputs,
//! outputs and errors are printed alike.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::builder::{build, built, draft, draft_name, setters, value_or};
use super::tokens::{Std, deprecated, docs, docs_or, ident, plain};
use crate::plan::docs::summary;
use crate::plan::shapes::{Field, Retryable, Role, Structure};
use crate::plan::types::{Binding, Timestamp, Type, Wire, WireKind};

/// The items of a structure, its builder's alias aside. `http` is the binding of an input.
pub(super) fn items(
    plan: &Structure,
    http: Option<(&str, &str)>,
    std: &Std<'_>,
) -> Vec<TokenStream> {
    let mut items = vec![definition(plan, std), accessors(plan, std)];
    items.extend(plan.redacts().then(|| debug_impl(&ident(&plan.name), plan)));
    items.extend(draft(plan, std));
    items.push(setters(plan, std));
    items.push(build(plan, std));
    items.push(structure_impl(plan, http));
    items.push(slots(plan));
    if plan.is_value {
        let name = ident(&plan.name);
        items.push(quote!(crate::runtime::structure_value!(#name);));
    }
    items.push(role_impl(plan, std));
    items.extend(plan.stream().map(|stream| stream_impl(plan, stream, std)));
    items
}

fn definition(plan: &Structure, std: &Std<'_>) -> TokenStream {
    let name = ident(&plan.name);
    let about = docs_or(
        &plan.docs,
        &format!("The shape `{}` of the model.", plan.shape_name()),
    );
    let deprecation = deprecated(&plan.deprecated);
    let derives = derives(plan);
    let fields = plan.members.iter().map(|field| {
        let (name, ty) = (ident(&field.name), std.field(field));
        let about = field_docs(field);
        let deprecation = deprecated(&field.deprecated);
        quote!(#about #deprecation pub #name: #ty)
    });
    let extra = extra_field(plan, std);
    let fields = fields.chain(extra);
    quote! {
        #about
        #deprecation
        #derives
        #[non_exhaustive]
        pub struct #name { #(#fields),* }
    }
}

fn derives(plan: &Structure) -> TokenStream {
    let debug = (!plan.redacts()).then(|| quote!(Debug,));
    let default = plan.is_own_draft().then(|| quote!(Default,));
    match plan.stream() {
        // What may be left is for `debug_impl`.
        Some(_) if plan.redacts() => quote!(),
        Some(_) => quote!(#[derive(Debug)]),
        None => quote!(#[derive(Clone, #debug #default PartialEq)]),
    }
}

/// The private field that outputs and errors have.
pub(super) fn extra_field(plan: &Structure, std: &Std<'_>) -> Option<TokenStream> {
    let (option, string) = (std.option(), std.string());
    match plan.role {
        Role::Output => Some(quote!(_request_id: #option<#string>)),
        Role::Error => Some(quote!(pub(crate) meta: ::aws_smithy_types::error::ErrorMetadata)),
        Role::Type | Role::Input => None,
    }
}

pub(super) fn extra_name(plan: &Structure) -> Option<proc_macro2::Ident> {
    match plan.role {
        Role::Output => Some(format_ident!("_request_id")),
        Role::Error => Some(format_ident!("meta")),
        Role::Type | Role::Input => None,
    }
}

pub(super) fn field_docs(field: &Field) -> TokenStream {
    docs_or(
        &field.docs,
        &format!("The member `{}` of the model.", wire_name(field)),
    )
}

fn wire_name(field: &Field) -> &str {
    field.wire.as_ref().map_or(&field.name, |wire| &wire.name)
}

fn accessors(plan: &Structure, std: &Std<'_>) -> TokenStream {
    let (name, builder) = (ident(&plan.name), ident(&plan.builder));
    let default = std.default();
    let accessors = plan.members.iter().map(|field| accessor(field, std));
    let about = docs(&format!("Starts a `{}` without members.", plan.name));
    let path = match plan.role {
        Role::Type | Role::Error => quote!(super::builders::#builder),
        Role::Input | Role::Output => quote!(builders::#builder),
    };
    quote! {
        impl #name {
            #(#accessors)*
            #about
            pub fn builder() -> #path { #default::default() }
        }
    }
}

fn accessor(field: &Field, std: &Std<'_>) -> TokenStream {
    let name = ident(&field.name);
    let (ty, body) = access(field, std);
    let about = match summary(&field.docs) {
        text if text.is_empty() => field_docs(field),
        text => docs(&text),
    };
    let absent = matches!(field.ty, Type::List(_)) && field.optional;
    let absent =
        absent.then(|| docs("\nEmpty if it is absent; the field itself tells them apart."));
    let deprecation = deprecated(&field.deprecated);
    quote! {
        #about
        #absent
        #deprecation
        pub fn #name(&self) -> #ty { #body }
    }
}

/// The type and the body of an accessor.
fn access(field: &Field, std: &Std<'_>) -> (TokenStream, TokenStream) {
    let name = ident(&field.name);
    let option = std.option();
    match (&field.ty, field.optional) {
        (Type::String, true) => (quote!(#option<&str>), quote!(self.#name.as_deref())),
        (Type::String, false) => (quote!(&str), quote!(&self.#name)),
        (Type::List(element), optional) => {
            let element = std.element(element);
            let body = if optional {
                quote!(self.#name.as_deref().unwrap_or_default())
            } else {
                quote!(&self.#name)
            };
            (quote!(&[#element]), body)
        }
        (Type::Boxed(inner), _) => {
            let inner = std.ty(inner);
            (quote!(#option<&#inner>), quote!(self.#name.as_deref()))
        }
        (ty, optional) => {
            let copy = is_copy(ty);
            let ty = std.ty(ty);
            match (copy, optional) {
                (true, true) => (quote!(#option<#ty>), quote!(self.#name)),
                (true, false) => (ty, quote!(self.#name)),
                (false, true) => (quote!(#option<&#ty>), quote!(self.#name.as_ref())),
                (false, false) => (quote!(&#ty), quote!(&self.#name)),
            }
        }
    }
}

pub(super) fn is_copy(ty: &Type) -> bool {
    matches!(
        ty,
        Type::Bool | Type::I8 | Type::I16 | Type::I32 | Type::I64 | Type::F32 | Type::F64
    )
}

/// `Debug` of the structure or its draft, `name`, without what is sensitive.
pub(super) fn debug_impl(name: &proc_macro2::Ident, plan: &Structure) -> TokenStream {
    let text = name.to_string();
    let fields = plan.members.iter().map(|field| {
        let name = ident(&field.name);
        let text = plain(&field.name);
        if field.sensitive {
            quote!(.field(#text, &"*** Sensitive Data Redacted ***"))
        } else {
            quote!(.field(#text, &self.#name))
        }
    });
    let extra = extra_name(plan).map(|name| {
        let text = name.to_string();
        quote!(.field(#text, &self.#name))
    });
    quote! {
        impl ::std::fmt::Debug for #name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.debug_struct(#text) #(#fields)* #extra .finish()
            }
        }
    }
}

fn structure_impl(plan: &Structure, http: Option<(&str, &str)>) -> TokenStream {
    let (name, draft) = (ident(&plan.name), draft_name(plan));
    let id = &plan.id;
    let members = plan
        .members
        .iter()
        .filter_map(|field| field.wire.as_ref())
        .map(wire);
    let members = quote!(&[#(#members),*]);
    let shape = match http {
        Some((method, uri)) => quote!(input(#id, #method, #uri, #members)),
        None => quote!(structure(#id, #members)),
    };
    let values = plan
        .members
        .iter()
        .filter(|field| field.wire.is_some())
        .map(|field| {
            let name = ident(&field.name);
            match field.optional {
                _ if field.ty.is_stream() => quote!(&crate::runtime::Streamed),
                true => quote!(&self.#name),
                false => quote!(&crate::runtime::Present(&self.#name)),
            }
        });
    let from_response = from_response(plan);
    quote! {
        impl crate::runtime::Structure for #name {
            type Draft = #draft;

            const SHAPE: &'static crate::runtime::schema::Shape = {
                #[allow(unused_imports, reason = "which of them depends on the members")]
                use crate::runtime::schema::*;
                static SHAPE: Shape = #shape;
                &SHAPE
            };

            fn values(&self, members: &mut dyn crate::runtime::Members) -> crate::runtime::Outcome {
                members.take(&[#(#values),*])
            }

            fn from_response(draft: #draft) -> Self { #from_response }
        }
    }
}

fn from_response(plan: &Structure) -> TokenStream {
    if plan.is_own_draft() {
        return quote!(draft);
    }
    let fields = plan.members.iter().map(|field| {
        let name = ident(&field.name);
        let value = value_or(quote!(draft.#name), field);
        let value = value.unwrap_or_else(|| prescribed(quote!(draft.#name), &field.ty));
        quote!(#name: #value)
    });
    let extra = extra_name(plan).map(|name| quote!(#name: draft.#name));
    let fields = fields.chain(extra);
    quote!(Self { #(#fields),* })
}

/// What Smithy prescribes for a required member that a response lacks.
fn prescribed(value: TokenStream, ty: &Type) -> TokenStream {
    match ty {
        Type::Enum(_) => quote!(#value.unwrap_or_else(|| "".into())),
        Type::DateTime => quote!(#value.unwrap_or(crate::primitives::DateTime::from_secs(0))),
        Type::Blob => quote!(#value.unwrap_or_else(|| crate::primitives::Blob::new(""))),
        Type::EventReceiver(..) => quote!(#value.unwrap_or_else(crate::event_stream::over)),
        Type::EventSender(..) => quote!(#value.unwrap_or_else(crate::event_stream::failing)),
        Type::Document => quote!(#value.unwrap_or(::aws_smithy_types::Document::Null)),
        Type::BigInteger | Type::BigDecimal => {
            quote!(#value.unwrap_or_else(|| "0".parse().unwrap_or_default()))
        }
        _ => quote!(#value.unwrap_or_default()),
    }
}

fn slots(plan: &Structure) -> TokenStream {
    let draft = draft_name(plan);
    let slots = plan
        .members
        .iter()
        .filter(|field| field.wire.is_some())
        .map(|field| {
            let name = ident(&field.name);
            match field.ty.is_stream() {
                true => quote!(&mut crate::runtime::Streamed),
                false => quote!(&mut self.#name),
            }
        });
    quote! {
        impl crate::runtime::Draft for #draft {
            fn slots(&mut self, slots: &mut crate::runtime::Slots<'_>) -> crate::runtime::Outcome {
                slots.fill(&mut [#(#slots),*])
            }
        }
    }
}

/// A line of a shape's description.
pub(super) fn wire(wire: &Wire) -> TokenStream {
    let name = &wire.name;
    let member = match &wire.kind {
        WireKind::Plain(kind) => {
            let kind = ident(kind);
            quote!(#kind(#name))
        }
        WireKind::List(element) => {
            let element = self::wire(element);
            quote!(list(#name, &#element))
        }
        WireKind::Map(key, value) => {
            let (key, value) = (self::wire(key), self::wire(value));
            quote!(map(#name, &#key, &#value))
        }
    };
    let json_name = wire
        .json_name
        .as_ref()
        .map(|name| quote!(.json_name(#name)));
    let binding = match &wire.binding {
        Binding::Document => quote!(),
        Binding::EventHeader => quote!(.event_header()),
        Binding::EventPayload => quote!(.event_payload()),
        Binding::Header(name) => quote!(.header(#name)),
        Binding::Label => quote!(.label()),
        Binding::Payload => quote!(.payload()),
        Binding::PrefixHeaders(prefix) => quote!(.prefix_headers(#prefix)),
        Binding::Query(name) => quote!(.query(#name)),
        Binding::QueryParams => quote!(.query_params()),
        Binding::ResponseCode => quote!(.response_code()),
    };
    let timestamp = wire.timestamp.map(|format| match format {
        Timestamp::DateTime => quote!(.date_time()),
        Timestamp::EpochSeconds => quote!(.epoch_seconds()),
        Timestamp::HttpDate => quote!(.http_date()),
    });
    let media_type = wire.media_type.as_ref().map(|ty| quote!(.media_type(#ty)));
    let sensitive = wire.sensitive.then(|| quote!(.sensitive()));
    quote!(#member #json_name #binding #timestamp #media_type #sensitive)
}

fn role_impl(plan: &Structure, std: &Std<'_>) -> TokenStream {
    let (name, draft) = (ident(&plan.name), draft_name(plan));
    let (option, string) = (std.option(), std.string());
    match plan.role {
        Role::Type | Role::Input => quote!(),
        Role::Output => quote! {
            impl crate::runtime::OutputStructure for #name {
                fn set_request_id(draft: &mut #draft, request_id: #option<#string>) {
                    draft._request_id = request_id;
                }
            }

            impl ::aws_types::request_id::RequestId for #name {
                fn request_id(&self) -> #option<&str> { self._request_id.as_deref() }
            }
        },
        Role::Error => {
            let retryable = retryable(plan, std);
            quote! {
                impl crate::runtime::ErrorStructure for #name {
                    fn set_meta(draft: &mut #draft, meta: ::aws_smithy_types::error::ErrorMetadata) {
                        if draft.message.is_none() {
                            draft.message = meta.message().map(::std::convert::Into::into);
                        }
                        draft.meta = meta;
                    }
                }

                #retryable

                crate::runtime::modeled_error!(#name);
            }
        }
    }
}

fn retryable(plan: &Structure, std: &Std<'_>) -> TokenStream {
    let name = ident(&plan.name);
    let (option, some) = (std.option(), std.some());
    let Some(retryable) = plan.retryable else {
        return quote!(impl crate::runtime::ModeledError for #name {});
    };
    let kind = ident(match retryable {
        Retryable::Throttling => "ThrottlingError",
        Retryable::Client => "ClientError",
        Retryable::Server => "ServerError",
    });
    quote! {
        impl #name {
            /// Why the error may pass when the call is made again.
            pub fn retryable_error_kind(&self) -> ::aws_smithy_types::retry::ErrorKind {
                ::aws_smithy_types::retry::ErrorKind::#kind
            }
        }

        impl crate::runtime::ModeledError for #name {
            fn retryable_error_kind(&self) -> #option<::aws_smithy_types::retry::ErrorKind> {
                #some(#name::retryable_error_kind(self))
            }
        }
    }
}

/// How the stream of an input becomes the body, and the body the stream of an output.
fn stream_impl(plan: &Structure, stream: &Field, std: &Std<'_>) -> TokenStream {
    let (name, draft, field) = (ident(&plan.name), draft_name(plan), ident(&stream.name));
    let (result, ok, some) = (std.result(), std.ok(), std.some());
    let (into_body, received, output) = match stream.ty {
        Type::ByteStream => (
            quote!(self.#field.into_inner()),
            quote!(crate::primitives::ByteStream::new(body)),
            quote!(crate::runtime::Structure::from_response(draft)),
        ),
        _ => (
            quote!(crate::event_stream::send(self.#field, protocol, cfg)),
            quote!(crate::event_stream::receive(body, protocol)),
            built(plan),
        ),
    };
    let (protocol, cfg) = match stream.ty {
        Type::ByteStream => (quote!(_), quote!(_)),
        _ => (quote!(protocol), quote!(cfg)),
    };
    match plan.role {
        Role::Input => quote! {
            impl crate::runtime::StreamingInput for #name {
                fn into_body(
                    self,
                    #protocol: &::aws_smithy_schema::protocol::SharedClientProtocol,
                    #cfg: &mut ::aws_smithy_types::config_bag::ConfigBag,
                ) -> ::aws_smithy_types::body::SdkBody {
                    #into_body
                }
            }
        },
        Role::Output => quote! {
            impl crate::runtime::StreamingOutput for #name {
                fn with_body(
                    mut draft: #draft,
                    body: ::aws_smithy_types::body::SdkBody,
                    #protocol: &::aws_smithy_schema::protocol::SharedClientProtocol,
                ) -> #result<Self, crate::error::BoxError> {
                    draft.#field = #some(#received);
                    #ok(#output)
                }
            }
        },
        Role::Type | Role::Error => quote!(),
    }
}
