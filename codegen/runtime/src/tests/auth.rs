//! The authentication schemes of an operation.

use std::sync::{Arc, Mutex};

use aws_smithy_runtime_api::client::auth::{
    AuthSchemeOption, AuthSchemeOptionResolverParams, AuthSchemeOptionsFuture,
    ResolveAuthSchemeOptions,
};
use aws_smithy_runtime_api::client::runtime_components::{
    RuntimeComponents, RuntimeComponentsBuilder,
};
use aws_smithy_types::config_bag::ConfigBag;

use super::http::Server;
use crate::config::auth::{DefaultAuthSchemeResolver, Params, ResolveAuthScheme};

fn components() -> RuntimeComponents {
    // Resolvers are given them, and the default one does not look at them.
    let server = Server::new();
    let config = server.config().build();
    let client = crate::Client::from_conf(config);
    let mut cfg = ConfigBag::base();
    let plugins = &client.handle.runtime_plugins;
    let client = plugins.apply_client_configuration(&mut cfg);
    let operation = RuntimeComponentsBuilder::new("test");
    let builder = client
        .expect("the configuration is valid")
        .merge_from(&operation);
    builder.build().expect("the configuration is complete")
}

#[test]
fn parameters_are_built() {
    let built = Params::builder().operation_name("Feed").build();
    let built = built.expect("the name is set");
    assert_eq!(built, Params::of("Feed"));
    assert_eq!(built.operation_name(), "Feed");
    let cleared = Params::builder()
        .operation_name("Feed")
        .set_operation_name(None);
    assert_eq!(cleared, Params::builder());
    let error = cleared
        .build()
        .expect_err("the name is missing")
        .to_string();
    assert_eq!(error, "a required field was missing: `operation_name`");
}

#[tokio::test]
async fn the_default_resolver_gives_the_services_schemes() {
    let resolver = DefaultAuthSchemeResolver::default().into_shared_resolver();
    let params = AuthSchemeOptionResolverParams::new(Params::of("Feed"));
    let (cfg, components) = (ConfigBag::base(), components());
    let options = resolver.resolve_auth_scheme_options_v2(&params, &cfg, &components);
    let options = options.await.expect("the parameters are the service's");
    let ids: Vec<_> = options
        .iter()
        .map(|option| option.scheme_id().inner())
        .collect();
    assert_eq!(ids, ["sigv4"]);
}

#[tokio::test]
async fn the_parameters_of_another_service_are_an_error() {
    let resolver = DefaultAuthSchemeResolver::default().into_shared_resolver();
    let params = AuthSchemeOptionResolverParams::new("foreign");
    let (cfg, components) = (ConfigBag::base(), components());
    let options = resolver.resolve_auth_scheme_options_v2(&params, &cfg, &components);
    let error = options.await.expect_err("they are foreign").to_string();
    assert_eq!(error, "the parameters are not those of this service");
}

#[derive(Clone, Debug, Default)]
struct NoAuth(Arc<Mutex<Vec<String>>>);

impl ResolveAuthScheme for NoAuth {
    fn resolve_auth_scheme<'a>(
        &'a self,
        params: &'a Params,
        _: &'a ConfigBag,
        _: &'a RuntimeComponents,
    ) -> AuthSchemeOptionsFuture<'a> {
        let name = params.operation_name().to_owned();
        self.0.lock().expect("no test panics with it").push(name);
        let scheme = aws_smithy_runtime::client::auth::no_auth::NO_AUTH_SCHEME_ID;
        AuthSchemeOptionsFuture::ready(Ok(vec![AuthSchemeOption::from(scheme)]))
    }
}

#[tokio::test]
async fn a_client_uses_the_resolver_that_was_set() {
    let server = Server::new().then(200, &[], "{}").then(200, &[], "{}");
    let sent = server.client().list_keepers().send().await;
    sent.expect("the server answers");
    let signed = server.header("authorization");
    assert!(
        signed.contains("/eu-west-1/stand-in/aws4_request"),
        "{signed}"
    );

    let resolver = NoAuth::default();
    let config = server
        .config()
        .auth_scheme_resolver(resolver.clone())
        .build();
    let sent = crate::Client::from_conf(config).list_keepers().send().await;
    sent.expect("the server answers");
    assert_eq!(server.header("authorization"), "");
    let asked = resolver.0.lock().expect("no test panics with it").clone();
    assert_eq!(asked, ["ListKeepers"]);
}
