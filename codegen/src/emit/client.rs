//! The client's module. Its methods stand with their operations.

use quote::quote;

use super::{Printed, rust};
use crate::plan::CratePlan;

pub(super) fn emit(plan: &CratePlan) -> Vec<Printed> {
    let items = vec![
        quote!(
            pub use crate::runtime::client::Client;
        ),
        quote! {
            /// Calls that differ from the client's other calls.
            pub mod customize {
                pub use crate::runtime::customize::CustomizableOperation;
            }
        },
    ];
    vec![rust(
        "src/client.rs",
        format!("The client of {}.", plan.service.title),
        items,
    )]
}
