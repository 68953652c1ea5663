//! Where requests go: the endpoint that the service's rule set gives, or one of the user's own.

use std::sync::{PoisonError, RwLock};

use aws_credential_types::attributes::AccountId;
use aws_smithy_http::endpoint::ResolveEndpointError;
use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::endpoint::{
    EndpointFuture, EndpointResolverParams, ResolveEndpoint as ResolveAnyEndpoint,
    SharedEndpointResolver,
};
use aws_smithy_runtime_api::client::identity::Identity;
use aws_smithy_types::config_bag::ConfigBag;
use aws_smithy_types::endpoint::Endpoint;
use aws_smithy_types::error::operation::BuildError;

use super::operation::Operation;
use super::rules::{self, RuleSet};
use super::rules_library::is_valid_host_label;
use crate::endpoint::{Params, ParamsBuilder};
use crate::service::SERVICE;

/// How a service's endpoints are chosen.
#[derive(Debug)]
pub struct Endpoints {
    pub(crate) rules: &'static RuleSet,
    /// The parameters that the configuration sets.
    pub(crate) from_config: fn(&ConfigBag) -> ParamsBuilder,
    /// Sets the parameter for the account of the credentials, if there is one. They are resolved after the
    /// other parameters were set.
    pub(crate) set_account_id: Option<fn(&mut Params, String)>,
}

/// An operation that sets parameters of the endpoint rules.
pub trait BindEndpoint: Operation {
    /// Sets the parameters that `input` has, and those that are the same in every call.
    ///
    /// # Errors
    /// When the input lacks a required member that is a parameter.
    fn bind(input: &Self::Input, params: ParamsBuilder) -> Result<ParamsBuilder, BuildError>;
}

/// The required member `name`, which chooses the endpoint.
pub(crate) fn required(text: Option<String>, name: &'static str) -> Result<String, BuildError> {
    text.filter(|text| !text.trim().is_empty())
        .ok_or_else(|| BuildError::missing_field(name, "it is required, and was not set"))
}

/// Chooses the endpoint of a request.
pub trait ResolveEndpoint: Send + Sync + std::fmt::Debug {
    /// The endpoint for the given parameters.
    fn resolve_endpoint<'a>(&'a self, params: &'a Params) -> EndpointFuture<'a>;

    /// This resolver, as the runtime takes it.
    fn into_shared_resolver(self) -> SharedEndpointResolver
    where
        Self: Sized + 'static,
    {
        SharedEndpointResolver::new(DowncastParams(self))
    }
}

#[derive(Debug)]
struct DowncastParams<T>(T);

impl<T: ResolveEndpoint> ResolveAnyEndpoint for DowncastParams<T> {
    fn resolve_endpoint<'a>(&'a self, params: &'a EndpointResolverParams) -> EndpointFuture<'a> {
        match params.get::<Params>() {
            Some(params) => self.0.resolve_endpoint(params),
            None => EndpointFuture::ready(Err(FOREIGN_PARAMS.into())),
        }
    }

    fn finalize_params<'a>(
        &'a self,
        params: &'a mut EndpointResolverParams,
    ) -> Result<(), BoxError> {
        let Some(set_account_id) = SERVICE.endpoints.set_account_id else {
            return Ok(());
        };
        // Taken, so that the parameters do not keep a secret.
        let identity = params.get_property_mut::<Identity>();
        let identity =
            identity.map(|identity| std::mem::replace(identity, Identity::new((), None)));
        let account = identity.as_ref().and_then(Identity::property::<AccountId>);
        let params = params.get_mut::<Params>().ok_or(FOREIGN_PARAMS)?;
        if let Some(account) = account {
            set_account_id(params, account.as_str().to_owned());
        }
        Ok(())
    }
}

const FOREIGN_PARAMS: &str = "the parameters are not those of this service";

/// Chooses the endpoint that the service's rule set gives. It remembers the last one.
#[derive(Debug, Default)]
pub struct DefaultResolver {
    last: RwLock<Option<(Params, Endpoint)>>,
}

impl DefaultResolver {
    /// A resolver that remembers nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    fn remembered(&self, params: &Params) -> Option<Endpoint> {
        let last = self.last.read().unwrap_or_else(PoisonError::into_inner);
        let (known, endpoint) = last.as_ref()?;
        (known == params).then(|| endpoint.clone())
    }

    fn resolve(&self, params: &Params) -> Result<Endpoint, ResolveEndpointError> {
        if let Some(endpoint) = self.remembered(params) {
            return Ok(endpoint);
        }
        let endpoint = rules::resolve(SERVICE.endpoints.rules, &|name| params.get(name))?;
        let mut last = self.last.write().unwrap_or_else(PoisonError::into_inner);
        *last = Some((params.clone(), endpoint.clone()));
        Ok(endpoint)
    }
}

impl ResolveEndpoint for DefaultResolver {
    fn resolve_endpoint<'a>(&'a self, params: &'a Params) -> EndpointFuture<'a> {
        EndpointFuture::ready(self.resolve(params).map_err(Into::into))
    }
}

/// Parameters from which no endpoint can be resolved.
#[derive(Debug)]
pub struct InvalidParams {
    field: &'static str,
    problem: Problem,
}

#[derive(Debug)]
enum Problem {
    Missing,
    Invalid(&'static str),
}

impl InvalidParams {
    pub(crate) fn missing(field: &'static str) -> Self {
        Self {
            field,
            problem: Problem::Missing,
        }
    }

    /// A region becomes a part of the host's name, so it has to be one.
    pub(crate) fn check_region(region: Option<&str>) -> Result<(), Self> {
        match region {
            Some(region) if !is_valid_host_label(region, true) => Err(Self {
                field: "region",
                problem: Problem::Invalid("must be a valid host label"),
            }),
            _ => Ok(()),
        }
    }
}

impl std::fmt::Display for InvalidParams {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.problem {
            Problem::Missing => write!(f, "a required field was missing: `{}`", self.field),
            Problem::Invalid(message) => {
                write!(f, "invalid value for field: `{}` - {message}", self.field)
            }
        }
    }
}

impl std::error::Error for InvalidParams {}
