//! The client's module. Its methods stand with their operations.

use quote::quote;

use super::{Printed, rust, waiters};
use crate::plan::CratePlan;

pub(super) fn emit(plan: &CratePlan) -> Vec<Printed> {
    let mut items = vec![
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
    items.extend(waiters::client_trait(plan));
    vec![rust(
        "src/client.rs",
        format!("The client of {}.", plan.service.title),
        items,
    )]
}
