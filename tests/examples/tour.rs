//! A tour of the client, without an AWS account: the service is a server inside this program.
//!
//! ```text
//! cargo run -p workspace-tests --example tour
//! ```

use amplifybackend::config::{Credentials, Region};
use amplifybackend::error::{DisplayErrorContext, ProvideErrorMetadata};
use amplifybackend::operation::RequestId;
use amplifybackend::types::{
    AuthResources, BackendJobRespObj, CreateBackendAuthPasswordPolicyConfig,
    CreateBackendAuthResourceConfig, CreateBackendAuthUserPoolConfig,
    RequiredSignUpAttributesElement, Service, SignInMethod,
};
use amplifybackend::{Client, Config};
use aws_smithy_async::rt::sleep::TokioSleep;
use workspace_tests::{Fault, Server, server};

type Result = std::result::Result<(), Box<dyn std::error::Error>>;

#[tokio::main]
async fn main() -> Result {
    println!("A tour of AmplifyBackend. The service runs inside this program.");
    let server = Server::start();
    let client = client_of(&server);

    create_and_read_a_backend(&client).await?;
    add_sign_in(&client).await?;
    list_the_jobs(&client).await?;
    meet_an_error(&client).await;
    survive_a_bad_moment(&client, &server).await?;

    println!("\nThat was it. Everything you saw went over a socket, signed like any AWS request.");
    Ok(())
}

/// Against AWS, `Client::new(&aws_config::load_from_env().await)` is all it takes. Here the endpoint,
/// the credentials and an HTTP client without TLS are our own.
fn client_of(server: &Server) -> Client {
    let (key, secret) = (server::ACCESS_KEY_ID, server::SECRET_ACCESS_KEY);
    let config = Config::builder()
        .behavior_version_latest()
        .endpoint_url(server.url())
        .region(Region::new(server::REGION))
        .credentials_provider(Credentials::new(key, secret, None, None, "tour"))
        .http_client(aws_smithy_http_client::Builder::new().build_http())
        .sleep_impl(TokioSleep::new())
        .build();
    Client::from_conf(config)
}

async fn create_and_read_a_backend(client: &Client) -> Result {
    println!("\n1. Create a backend for an app, copy it, and read what there is");
    let created = client
        .create_backend()
        .app_id("recipes")
        .app_name("Family Recipes")
        .backend_environment_name("dev")
        .send()
        .await?;
    // Whatever a service sends may be absent, so accessors return options.
    let job = created.job_id().unwrap_or("no job");
    println!("   environment dev is being made by {job}");

    client
        .clone_backend()
        .app_id("recipes")
        .backend_environment_name("dev")
        .target_environment_name("test")
        .send()
        .await?;

    let backend = client.get_backend().app_id("recipes").send().await?;
    let name = backend.app_name().unwrap_or_default();
    // Lists are slices, empty when absent.
    println!(
        "   {name} has {}",
        backend.backend_environment_list().join(" and ")
    );
    Ok(())
}

async fn add_sign_in(client: &Client) -> Result {
    println!("\n2. Let people sign in: structures have builders, enums have variants");
    let password_policy = CreateBackendAuthPasswordPolicyConfig::builder()
        .minimum_length(12.0)
        .build();
    let user_pool = CreateBackendAuthUserPoolConfig::builder()
        .user_pool_name("cooks")
        .sign_in_method(SignInMethod::Email)
        .required_sign_up_attributes(RequiredSignUpAttributesElement::Email)
        .required_sign_up_attributes(RequiredSignUpAttributesElement::Name)
        .password_policy(password_policy)
        .build();
    let sign_in = CreateBackendAuthResourceConfig::builder()
        .auth_resources(AuthResources::UserPoolOnly)
        .service(Service::Cognito)
        .user_pool_configs(user_pool)
        .build();

    client
        .create_backend_auth()
        .app_id("recipes")
        .backend_environment_name("dev")
        .resource_name("sign-in")
        .resource_config(sign_in)
        .send()
        .await?;

    let auth = client
        .get_backend_auth()
        .app_id("recipes")
        .backend_environment_name("dev")
        .resource_name("sign-in")
        .send()
        .await?;
    let pool = auth
        .resource_config()
        .and_then(|config| config.user_pool_configs());
    if let Some(pool) = pool {
        let attributes = pool.required_sign_up_attributes();
        let attributes: Vec<_> = attributes
            .iter()
            .map(|attribute| attribute.as_str())
            .collect();
        let pool_name = pool.user_pool_name().unwrap_or_default();
        println!("   pool {pool_name} asks for {}", attributes.join(" and "));
    }
    Ok(())
}

async fn list_the_jobs(client: &Client) -> Result {
    println!("\n3. List the jobs that all this has started, one on a page");
    let mut jobs = client
        .list_backend_jobs()
        .app_id("recipes")
        .backend_environment_name("dev")
        .into_paginator()
        .page_size(1)
        .items()
        .send();
    while let Some(job) = jobs.next().await {
        show(&job?);
    }
    Ok(())
}

fn show(job: &BackendJobRespObj) {
    let text = |value: Option<&str>| value.unwrap_or("?").to_owned();
    println!(
        "   {}: {} is {}",
        text(job.job_id()),
        text(job.operation()),
        text(job.status())
    );
}

async fn meet_an_error(client: &Client) {
    println!("\n4. Ask for an app that does not exist: errors have types");
    let Err(error) = client.get_backend().app_id("diets").send().await else {
        return println!("   who has created it?");
    };
    // The request id is what AWS support asks for.
    let has_id = error.request_id().is_some();
    match error.into_service_error() {
        error if error.is_not_found_exception() => {
            let message = error.message().unwrap_or_default();
            println!("   not found: \"{message}\" (with a request id: {has_id})");
        }
        // Everything else, be it a code that this version does not know or a broken connection.
        error => println!("   {}", DisplayErrorContext(&error)),
    }
}

async fn survive_a_bad_moment(client: &Client, server: &Server) -> Result {
    println!("\n5. The service answers 503 once: the client tries again, the caller sees nothing");
    server.inject([Fault::unavailable()]);
    let before = server.request_count();
    let token = client.create_token().app_id("recipes").send().await?;

    let code = token.challenge_code().unwrap_or_default();
    println!(
        "   got {code} after {} requests",
        server.request_count() - before
    );
    Ok(())
}
