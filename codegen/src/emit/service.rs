//! What the shared code has to know of the service.

use proc_macro2::TokenStream;
use quote::quote;

use super::{Printed, rust};
use crate::plan::CratePlan;

pub(super) fn emit(plan: &CratePlan) -> Vec<Printed> {
    let service = &plan.service;
    let (sdk_id, metadata_name) = (&service.sdk_id, &service.metadata_name);
    let headers = service
        .headers
        .iter()
        .map(|(name, value)| quote!((#name, #value)));
    let signing_name = &plan.auth.signing_name;
    let protocol: TokenStream = match service.protocol.implementation.parse() {
        Ok(path) => path,
        Err(_) => unreachable!("the path of a protocol is Rust"),
    };
    let items = vec![quote! {
        pub(crate) static SERVICE: crate::runtime::Service = crate::runtime::Service {
            sdk_id: #sdk_id,
            metadata_name: #metadata_name,
            signing_name: #signing_name,
            protocol: || {
                ::aws_smithy_schema::protocol::SharedClientProtocol::new(#protocol::new())
            },
            headers: &[#(#headers),*],
            auth: &crate::auth::AUTH,
            endpoints: &crate::endpoint::ENDPOINTS,
        };
    }];
    vec![rust(
        "src/service.rs",
        "What the shared code has to know of the service.",
        items,
    )]
}
