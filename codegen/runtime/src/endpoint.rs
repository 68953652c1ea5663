//! Stands in for the emitted module of this name.

use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::endpoint::EndpointResolverParams;
use aws_smithy_types::config_bag::ConfigBag;

use crate::runtime::endpoint::InvalidParams;
use crate::runtime::rules::{self, Expr, Rule, Value};

/// The parameters of the endpoint rules.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Params {}

impl Params {
    pub(crate) fn get(&self, _: &str) -> Option<Value<'_>> {
        None
    }
}

/// Builds [`Params`].
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ParamsBuilder {}

impl ParamsBuilder {
    /// The parameters.
    ///
    /// # Errors
    /// Never, since there are none.
    pub fn build(self) -> Result<Params, InvalidParams> {
        Ok(Params {})
    }
}

pub(crate) fn params(_: &ConfigBag) -> Result<EndpointResolverParams, BoxError> {
    Ok(EndpointResolverParams::new(Params {}))
}

pub(crate) static RULES: &[Rule] = &[rules::endpoint(
    &[],
    Expr::Text("https://stand-in.example.com"),
)];
