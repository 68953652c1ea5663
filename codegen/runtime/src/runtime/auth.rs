//! Which authentication schemes an operation may use, and what they need.

use std::borrow::Cow;

use aws_credential_types::Token;
use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::auth::http::HTTP_API_KEY_AUTH_SCHEME_ID;
use aws_smithy_runtime_api::client::auth::{
    AuthScheme, AuthSchemeEndpointConfig, AuthSchemeId, AuthSchemeOption,
    AuthSchemeOptionResolverParams, AuthSchemeOptionsFuture, ResolveAuthSchemeOptions,
    SharedAuthScheme, SharedAuthSchemeOptionResolver, Sign,
};
use aws_smithy_runtime_api::client::identity::{Identity, SharedIdentityResolver};
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use aws_smithy_runtime_api::client::runtime_components::{GetIdentityResolver, RuntimeComponents};
use aws_smithy_types::config_bag::ConfigBag;
use aws_types::sdk_config::SdkConfig;

use crate::service::SERVICE;

/// How the requests of a service are authenticated.
#[derive(Debug)]
pub struct Auth {
    /// The schemes of operations that have none of their own, best first.
    pub(crate) defaults: &'static [AuthSchemeId],
    /// The schemes of the other operations, in the order of their names.
    pub(crate) overrides: &'static [(&'static str, &'static [AuthSchemeId])],
    /// What the schemes need.
    pub(crate) support: &'static [Support],
}

impl Auth {
    fn of(&self, operation: &str) -> &'static [AuthSchemeId] {
        match self
            .overrides
            .binary_search_by(|(name, _)| (*name).cmp(operation))
        {
            Ok(at) => self.overrides[at].1,
            Err(_) => self.defaults,
        }
    }
}

/// What an authentication scheme needs.
#[derive(Debug)]
pub struct Support {
    /// The scheme itself.
    pub(crate) scheme: fn() -> SharedAuthScheme,
    /// Takes what it needs of the configuration that all services share.
    pub(crate) configure: fn(&SdkConfig, &mut crate::config::Builder),
}

/// What `aws.auth#sigv4` needs.
pub(crate) const SIGV4: Support = Support {
    scheme: || SharedAuthScheme::new(aws_runtime::auth::sigv4::SigV4AuthScheme::new()),
    configure: |_, _| {},
};

/// Sends an API key as a header that holds nothing else.
#[derive(Debug)]
pub(crate) struct ApiKeyHeader(pub(crate) &'static str);

impl AuthScheme for ApiKeyHeader {
    fn scheme_id(&self) -> AuthSchemeId {
        HTTP_API_KEY_AUTH_SCHEME_ID
    }

    fn identity_resolver(
        &self,
        identity_resolvers: &dyn GetIdentityResolver,
    ) -> Option<SharedIdentityResolver> {
        identity_resolvers.identity_resolver(self.scheme_id())
    }

    fn signer(&self) -> &dyn Sign {
        self
    }
}

impl Sign for ApiKeyHeader {
    fn sign_http_request(
        &self,
        request: &mut HttpRequest,
        identity: &Identity,
        _: AuthSchemeEndpointConfig<'_>,
        _: &RuntimeComponents,
        _: &ConfigBag,
    ) -> Result<(), BoxError> {
        let key = identity.data::<Token>().ok_or("an API key is a `Token`")?;
        let headers = request.headers_mut();
        let outcome = headers.try_insert(self.0.to_ascii_lowercase(), key.token().to_owned());
        outcome.map_err(|_| "the API key has characters that a header cannot have")?;
        Ok(())
    }
}

/// Chooses the authentication schemes that an operation may use, best first.
pub trait ResolveAuthScheme: Send + Sync + std::fmt::Debug {
    /// The schemes for the operation that `params` name.
    fn resolve_auth_scheme<'a>(
        &'a self,
        params: &'a Params,
        cfg: &'a ConfigBag,
        runtime_components: &'a RuntimeComponents,
    ) -> AuthSchemeOptionsFuture<'a>;

    /// This resolver, as the runtime takes it.
    fn into_shared_resolver(self) -> SharedAuthSchemeOptionResolver
    where
        Self: Sized + 'static,
    {
        SharedAuthSchemeOptionResolver::new(DowncastParams(self))
    }
}

#[derive(Debug)]
struct DowncastParams<T>(T);

impl<T: ResolveAuthScheme> ResolveAuthSchemeOptions for DowncastParams<T> {
    fn resolve_auth_scheme_options_v2<'a>(
        &'a self,
        params: &'a AuthSchemeOptionResolverParams,
        cfg: &'a ConfigBag,
        runtime_components: &'a RuntimeComponents,
    ) -> AuthSchemeOptionsFuture<'a> {
        match params.get::<Params>() {
            Some(params) => self.0.resolve_auth_scheme(params, cfg, runtime_components),
            None => AuthSchemeOptionsFuture::ready(Err(
                "the parameters are not those of this service".into(),
            )),
        }
    }
}

/// Chooses what the model says.
#[derive(Debug, Default)]
#[non_exhaustive]
pub struct DefaultAuthSchemeResolver;

impl ResolveAuthScheme for DefaultAuthSchemeResolver {
    fn resolve_auth_scheme<'a>(
        &'a self,
        params: &'a Params,
        _: &'a ConfigBag,
        _: &'a RuntimeComponents,
    ) -> AuthSchemeOptionsFuture<'a> {
        let schemes = SERVICE.auth.of(params.operation_name()).iter().cloned();
        AuthSchemeOptionsFuture::ready(Ok(schemes.map(AuthSchemeOption::from).collect()))
    }
}

/// What an authentication scheme is chosen by.
#[derive(Clone, Debug, PartialEq)]
pub struct Params {
    operation_name: Cow<'static, str>,
}

impl Params {
    /// Starts empty parameters.
    pub fn builder() -> ParamsBuilder {
        ParamsBuilder::default()
    }

    pub(crate) fn of(operation: &'static str) -> Self {
        Self {
            operation_name: operation.into(),
        }
    }

    /// The name of the operation, as the model has it.
    pub fn operation_name(&self) -> &str {
        &self.operation_name
    }
}

/// Builds [`Params`].
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ParamsBuilder {
    operation_name: Option<Cow<'static, str>>,
}

impl ParamsBuilder {
    /// Sets the name of the operation. It is required.
    pub fn operation_name(self, operation_name: impl Into<Cow<'static, str>>) -> Self {
        self.set_operation_name(Some(operation_name.into()))
    }

    /// Sets or clears the name of the operation.
    pub fn set_operation_name(mut self, operation_name: Option<Cow<'static, str>>) -> Self {
        self.operation_name = operation_name;
        self
    }

    /// The parameters.
    ///
    /// # Errors
    /// When the operation's name is missing.
    pub fn build(self) -> Result<Params, BuildError> {
        let operation_name = self.operation_name.ok_or(BuildError("operation_name"))?;
        Ok(Params { operation_name })
    }
}

/// A parameter was not set.
#[derive(Debug)]
pub struct BuildError(&'static str);

impl std::fmt::Display for BuildError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "a required field was missing: `{}`", self.0)
    }
}

impl std::error::Error for BuildError {}
