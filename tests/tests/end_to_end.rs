//! The client against the local server, over real sockets.
//!
//! - `operations`: every operation does what it says
//! - `errors`: what the service refuses arrives as a typed error
//! - `retries`: what may pass by itself is tried again, and nothing else
//! - `network`: timeouts, broken connections, and answers that make no sense
//! - `clients`: ways to configure, share and customize a client
//! - `pages`: the paginator
//!
//! Every test has its own server and client, and no test waits for time to pass unless a timeout is
//! what it is about.

#[path = "end_to_end/clients.rs"]
mod clients;
#[path = "end_to_end/errors.rs"]
mod errors;
#[path = "end_to_end/network.rs"]
mod network;
#[path = "end_to_end/operations.rs"]
mod operations;
#[path = "end_to_end/pages.rs"]
mod pages;
#[path = "end_to_end/retries.rs"]
mod retries;

use std::time::Duration;

use amplifybackend::Client;
use amplifybackend::config::retry::{RetryConfig, RetryPartition};
use amplifybackend::config::{self, Region};
use amplifybackend::operation::create_backend::builders::CreateBackendFluentBuilder;
use amplifybackend::operation::get_backend::builders::GetBackendFluentBuilder;
use amplifybackend::types::BackendApiResourceConfig;
use aws_smithy_async::rt::sleep::TokioSleep;
use workspace_tests::{Server, server};

/// What a test returns that has looked at all errors that it expects.
type Result<T = ()> = std::result::Result<T, Box<dyn std::error::Error>>;

/// A client of the server that makes three attempts without a noticeable pause between them.
fn client(server: &Server) -> Client {
    Client::from_conf(config(server).build())
}

/// The configuration of [`client`], for tests that change something in it.
fn config(server: &Server) -> config::Builder {
    config::Builder::new()
        .behavior_version_latest()
        .endpoint_url(server.url())
        .region(Region::new(server::REGION))
        .credentials_provider(server::credentials())
        .http_client(aws_smithy_http_client::Builder::new().build_http())
        .sleep_impl(TokioSleep::new())
        .retry_config(quick_retries())
        // By default, all clients of a process share one budget of retries per service and region.
        .retry_partition(RetryPartition::custom("one test").build())
}

fn quick_retries() -> RetryConfig {
    let pause = Duration::from_millis(1);
    RetryConfig::standard()
        .with_max_attempts(3)
        .with_initial_backoff(pause)
        .with_max_backoff(pause)
}

/// The call that most tests begin with: it makes environment `dev` of app `app`, and job `job-1`.
fn create_backend(client: &Client) -> CreateBackendFluentBuilder {
    client
        .create_backend()
        .app_id("app")
        .app_name("Recipes")
        .backend_environment_name("dev")
}

/// A call that reads the app `app`, for tests of what comes back.
fn get_app(client: &Client) -> GetBackendFluentBuilder {
    client.get_backend().app_id("app")
}

/// Creates the backend and four APIs, which makes jobs `job-1` to `job-5`.
async fn start_five_jobs(client: &Client) -> Result {
    create_backend(client).send().await?;
    for name in ["recipes", "cooks", "kitchens", "menus"] {
        client
            .create_backend_api()
            .app_id("app")
            .backend_environment_name("dev")
            .resource_name(name)
            .resource_config(BackendApiResourceConfig::builder().build())
            .send()
            .await?;
    }
    Ok(())
}
