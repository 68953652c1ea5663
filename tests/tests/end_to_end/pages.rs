//! The paginator of ListBackendJobs.

use amplifybackend::Client;
use amplifybackend::operation::list_backend_jobs::paginator::ListBackendJobsPaginator;
use workspace_tests::{Fault, Server};

use crate::{Result, client, start_five_jobs};

/// The jobs of [`start_five_jobs`], two on a page.
fn pages_of_two(client: &Client) -> ListBackendJobsPaginator {
    let jobs = client
        .list_backend_jobs()
        .app_id("app")
        .backend_environment_name("dev");
    jobs.into_paginator().page_size(2)
}

/// How many pages have been asked for.
fn pages_fetched(server: &Server) -> usize {
    let requests = server.requests();
    let operations = requests.iter().filter_map(|request| request.operation);
    operations
        .filter(|operation| *operation == "ListBackendJobs")
        .count()
}

#[tokio::test]
async fn items_span_the_pages() -> Result {
    let server = Server::start();
    let client = client(&server);
    start_five_jobs(&client).await?;

    let jobs = pages_of_two(&client).items().send();
    let jobs = jobs.collect::<std::result::Result<Vec<_>, _>>().await?;
    let ids: Vec<_> = jobs.iter().filter_map(|job| job.job_id()).collect();
    assert_eq!(ids, ["job-1", "job-2", "job-3", "job-4", "job-5"]);
    assert_eq!(pages_fetched(&server), 3);
    assert_eq!(server.last_request().json()["maxResults"], 2);
    Ok(())
}

#[tokio::test]
async fn pages_are_fetched_when_they_are_needed() -> Result {
    let server = Server::start();
    let client = client(&server);
    start_five_jobs(&client).await?;

    let mut pages = pages_of_two(&client).send();
    assert_eq!(pages_fetched(&server), 0);
    let page = pages.next().await.expect("there is a first page")?;
    assert_eq!(page.jobs().len(), 2);
    assert_eq!(pages_fetched(&server), 1);

    let mut sizes = Vec::new();
    while let Some(page) = pages.next().await {
        sizes.push(page?.jobs().len());
    }
    assert_eq!(sizes, [2, 1]);
    Ok(())
}

#[tokio::test]
async fn a_failing_page_is_tried_again() -> Result {
    let server = Server::start();
    let client = client(&server);
    start_five_jobs(&client).await?;

    let mut jobs = pages_of_two(&client).items().send();
    jobs.next().await.expect("there is a first job")?;
    server.inject([Fault::unavailable(), Fault::Reset]);
    let rest = jobs.collect::<std::result::Result<Vec<_>, _>>().await?;
    assert_eq!(rest.len(), 4);
    assert_eq!(pages_fetched(&server), 3 + 2);
    Ok(())
}

#[tokio::test]
async fn an_error_ends_the_stream() -> Result {
    let server = Server::start();
    let client = client(&server);
    start_five_jobs(&client).await?;

    let mut jobs = pages_of_two(&client).items().send();
    server.inject([Fault::error(400, "BadRequestException", "no more")]);
    let refused = jobs
        .next()
        .await
        .expect("an item")
        .expect_err("the page was refused");
    assert!(refused.into_service_error().is_bad_request_exception());
    assert!(jobs.next().await.is_none());
    Ok(())
}

#[tokio::test]
async fn a_token_that_does_not_change_ends_the_stream() -> Result {
    let server = Server::start();
    let stuck = r#"{"jobs": [], "nextToken": "again"}"#;
    server.inject(vec![Fault::body(200, "application/json", stuck); 2]);

    let mut pages = pages_of_two(&client(&server)).send();
    pages.next().await.expect("a first page")?;
    pages.next().await.expect("a second page")?;
    assert!(
        pages.next().await.is_none(),
        "the service would send this page for ever"
    );
    assert_eq!(server.request_count(), 2);
    Ok(())
}

#[tokio::test]
async fn an_incomplete_call_is_an_error_of_the_stream() {
    let server = Server::start();
    let mut pages = client(&server).list_backend_jobs().into_paginator().send();
    pages
        .next()
        .await
        .expect("an item")
        .expect_err("app and environment are missing");
    assert!(pages.next().await.is_none());
    assert_eq!(server.request_count(), 0);
}
