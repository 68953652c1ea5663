//! Stands in for the emitted module of this name.

use aws_smithy_types::config_bag::ConfigBag;
use aws_types::endpoint_config::EndpointUrl;
use aws_types::region::Region;

use crate::runtime::endpoint::{Endpoints, InvalidParams};
use crate::runtime::rules::{Expr, RuleSet, Value, assign, endpoint, error, holds};

/// What an endpoint is chosen by.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Params {
    region: Option<String>,
    endpoint: Option<String>,
}

impl Params {
    /// Starts empty parameters.
    pub fn builder() -> ParamsBuilder {
        ParamsBuilder::default()
    }

    /// The region.
    pub fn region(&self) -> Option<&str> {
        self.region.as_deref()
    }

    /// The URL.
    pub fn endpoint(&self) -> Option<&str> {
        self.endpoint.as_deref()
    }

    /// The parameter that the rules call `name`.
    pub(crate) fn get(&self, name: &str) -> Option<Value<'_>> {
        match name {
            "Region" => self.region().map(Value::from),
            "Endpoint" => self.endpoint().map(Value::from),
            _ => None,
        }
    }
}

/// Builds [`Params`].
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ParamsBuilder {
    region: Option<String>,
    endpoint: Option<String>,
}

impl ParamsBuilder {
    /// The parameters.
    ///
    /// # Errors
    /// When the region cannot be part of a host's name.
    pub fn build(self) -> Result<Params, InvalidParams> {
        InvalidParams::check_region(self.region.as_deref())?;
        self.build_unchecked()
    }

    /// The parameters, with any region: what tests of the rules want.
    pub(crate) fn build_unchecked(self) -> Result<Params, InvalidParams> {
        Ok(Params {
            region: self.region,
            endpoint: self.endpoint,
        })
    }

    /// The region.
    pub fn region(self, value: impl Into<String>) -> Self {
        self.set_region(Some(value.into()))
    }

    /// Sets or clears `region`.
    pub fn set_region(mut self, value: Option<String>) -> Self {
        self.region = value;
        self
    }

    /// The URL.
    pub fn endpoint(self, value: impl Into<String>) -> Self {
        self.set_endpoint(Some(value.into()))
    }

    /// Sets or clears `endpoint`.
    pub fn set_endpoint(mut self, value: Option<String>) -> Self {
        self.endpoint = value;
        self
    }
}

fn from_config(cfg: &ConfigBag) -> ParamsBuilder {
    Params::builder()
        .set_region(
            cfg.load::<Region>()
                .map(|region| region.as_ref().to_owned()),
        )
        .set_endpoint(cfg.load::<EndpointUrl>().map(|url| url.0.clone()))
}

pub(crate) static ENDPOINTS: Endpoints = Endpoints {
    rules: &RULES,
    from_config,
    set_account_id: None,
};

static RULES: RuleSet = RuleSet::Tree(&[
    endpoint(
        &[holds(Expr::IsSet(&Expr::Ref("Endpoint")))],
        Expr::Ref("Endpoint"),
    ),
    endpoint(
        &[
            holds(Expr::IsSet(&Expr::Ref("Region"))),
            assign("PartitionResult", Expr::Partition(&Expr::Ref("Region"))),
        ],
        Expr::Text("https://stand-in.{Region}.{PartitionResult#dnsSuffix}"),
    ),
    error(&[], Expr::Text("No region is configured")),
]);
