//! Endpoint resolvers.

use aws_smithy_runtime_api::client::endpoint::{
    EndpointFuture, EndpointResolverParams, ResolveEndpoint as _,
};
use aws_smithy_types::config_bag::{ConfigBag, Layer};
use aws_smithy_types::endpoint::Endpoint;
use aws_types::region::Region;

use super::http::Server;
use crate::config::endpoint::{DefaultResolver, InvalidParams, Params, ResolveEndpoint};
use crate::endpoint::ParamsBuilder;

fn params(build: impl FnOnce(ParamsBuilder) -> ParamsBuilder) -> Params {
    build(Params::builder()).build().expect("the region is one")
}

async fn url(resolver: &DefaultResolver, params: &Params) -> String {
    let endpoint = resolver.resolve_endpoint(params).await;
    endpoint.expect("the rules give one").url().into()
}

#[tokio::test]
async fn the_default_resolver_follows_the_rules_for_each_parameters() {
    let resolver = DefaultResolver::new();
    let table = [
        (
            params(|it| it.region("eu-west-1")),
            "https://stand-in.eu-west-1.amazonaws.com",
        ),
        (
            params(|it| it.region("cn-north-1")),
            "https://stand-in.cn-north-1.amazonaws.com.cn",
        ),
        (params(|it| it.endpoint("http://a")), "http://a"),
        (
            params(|it| it.endpoint("http://a").region("eu-west-1")),
            "http://a",
        ),
    ];
    // What it remembers must not leak from one to the next, nor be wrong for the same again.
    for _ in 0..2 {
        for (params, expected) in &table {
            assert_eq!(url(&resolver, params).await, *expected);
            assert_eq!(url(&resolver, params).await, *expected);
        }
    }
}

#[tokio::test]
async fn a_failure_is_not_remembered() {
    let resolver = DefaultResolver::new();
    let good = params(|it| it.region("eu-west-1"));
    let error = resolver.resolve_endpoint(&params(|it| it)).await;
    let error = error.expect_err("there is no region").to_string();
    assert_eq!(error, "No region is configured");
    url(&resolver, &good).await;
    let again = resolver.resolve_endpoint(&params(|it| it)).await;
    again.expect_err("there is still no region");
}

#[tokio::test]
async fn an_empty_url_fails_the_call() {
    let server = Server::new();
    let config = server.config().endpoint_url("").build();
    let sent = crate::Client::from_conf(config).list_keepers().send().await;
    sent.expect_err("an empty URL leads nowhere");
    assert_eq!(server.count(), 0);
}

#[tokio::test]
async fn the_parameters_of_another_service_are_an_error() {
    let resolver = DefaultResolver::new().into_shared_resolver();
    let foreign = EndpointResolverParams::new("foreign");
    let error = resolver.resolve_endpoint(&foreign).await;
    let error = error.expect_err("they are foreign").to_string();
    assert_eq!(error, "the parameters are not those of this service");
}

#[test]
fn parameters_that_are_invalid_are_named() {
    let table = [
        (
            Params::builder()
                .region("a/b")
                .build()
                .expect_err("a slash"),
            "invalid value for field: `region` - must be a valid host label",
        ),
        (
            Params::builder().region("").build().expect_err("empty"),
            "invalid value for field: `region` - must be a valid host label",
        ),
        (
            InvalidParams::missing("bucket"),
            "a required field was missing: `bucket`",
        ),
    ];
    for (error, expected) in table {
        assert_eq!(error.to_string(), expected);
    }
}

#[test]
fn the_parameters_come_from_the_configuration() {
    let mut layer = Layer::new("test");
    layer.store_put(Region::new("eu-west-1"));
    let cfg = ConfigBag::of_layers(vec![layer]);
    let found = (crate::endpoint::ENDPOINTS.from_config)(&cfg).build();
    let found = found.expect("the region is one");
    assert_eq!(found, params(|it| it.region("eu-west-1")));
}

#[derive(Debug)]
struct Fixed;

impl ResolveEndpoint for Fixed {
    fn resolve_endpoint<'a>(&'a self, params: &'a Params) -> EndpointFuture<'a> {
        let region = params.region().unwrap_or("none");
        let url = format!("http://fixed.{region}:8080/base");
        EndpointFuture::ready(Ok(Endpoint::builder().url(url).build()))
    }
}

#[tokio::test]
async fn a_client_uses_the_resolver_that_was_set() {
    let server = Server::new().then(200, &[], "{}");
    let config = server.config().endpoint_resolver(Fixed).build();
    let sent = crate::Client::from_conf(config).list_keepers().send().await;
    sent.expect("the server answers");
    assert_eq!(server.uris(), ["http://fixed.eu-west-1:8080/base/keepers"]);
}
