//! Page after page.

use aws_smithy_runtime_api::client::result::SdkError;

use super::http::Server;
use crate::runtime::paginator::text_token;

const BASE: &str = "https://stand-in.eu-west-1.amazonaws.com/keepers";

/// A server of these pages.
fn pages<'a>(pages: impl IntoIterator<Item = &'a str>) -> Server {
    pages
        .into_iter()
        .fold(Server::new(), |server, page| server.then(200, &[], page))
}

fn three() -> Server {
    pages([
        r#"{"Keepers": ["a", "b"], "NextToken": "1"}"#,
        r#"{"NextToken": "2/+"}"#,
        r#"{"Keepers": ["c"]}"#,
    ])
}

#[tokio::test]
async fn pages_follow_the_token() {
    let server = three();
    let mut stream = server.client().list_keepers().into_paginator().send();
    let mut seen = Vec::new();
    while let Some(page) = stream.next().await {
        seen.push(page.expect("the server answers").keepers);
        // A page is requested when it is awaited.
        assert_eq!(server.count(), seen.len());
    }
    assert_eq!(
        seen,
        [
            Some(vec!["a".into(), "b".into()]),
            None,
            Some(vec!["c".into()])
        ]
    );
    let expected = ["", "?nextToken=1", "?nextToken=2%2F%2B"].map(|rest| format!("{BASE}{rest}"));
    assert_eq!(server.uris(), expected);
}

#[tokio::test]
async fn nothing_is_requested_before_it_is_awaited() {
    let server = three();
    let stream = server.client().list_keepers().into_paginator().send();
    tokio::task::yield_now().await;
    drop(stream);
    assert_eq!(server.count(), 0);
}

#[tokio::test]
async fn items_of_all_pages() {
    let server = three();
    let stream = server
        .client()
        .list_keepers()
        .into_paginator()
        .items()
        .send();
    let items: Vec<String> = stream
        .collect::<Result<_, _>>()
        .await
        .expect("the server answers");
    assert_eq!(items, ["a", "b", "c"]);
    assert_eq!(server.count(), 3);
}

#[tokio::test]
async fn the_size_of_a_page_is_sent_with_each() {
    let server = pages([r#"{"NextToken": "1"}"#, "{}"]);
    let paginator = server.client().list_keepers().into_paginator().page_size(5);
    let mut stream = paginator.send();
    while let Some(page) = stream.next().await {
        page.expect("the server answers");
    }
    let expected = ["?maxResults=5", "?nextToken=1&maxResults=5"];
    assert_eq!(server.uris(), expected.map(|rest| format!("{BASE}{rest}")));
}

#[tokio::test]
async fn a_paginator_starts_where_the_input_says() {
    let server = pages(["{}"]);
    let builder = server.client().list_keepers().next_token("7");
    let page = builder.into_paginator().send().next().await;
    page.expect("there is a page").expect("the server answers");
    assert_eq!(server.uris(), [format!("{BASE}?nextToken=7")]);
}

/// How many pages are read from a server that gives each of these tokens.
async fn read_all(tokens: &[&str], stop_on_duplicate_token: bool) -> usize {
    let bodies: Vec<String> = tokens
        .iter()
        .map(|token| serde_json::json!({ "NextToken": token }).to_string())
        .collect();
    let server = pages(bodies.iter().map(String::as_str));
    let paginator = server.client().list_keepers().into_paginator();
    let paginator = paginator.stop_on_duplicate_token(stop_on_duplicate_token);
    let mut stream = paginator.send();
    let mut count = 0;
    while let Some(page) = stream.next().await {
        page.expect("the server answers");
        count += 1;
    }
    count
}

#[tokio::test]
async fn a_token_that_repeats_or_is_empty_ends_the_pages() {
    let table: &[(&[&str], bool, usize)] = &[
        (&["1", "2", ""], true, 3),
        (&["", "2", "3"], true, 1),
        (&["1", "1", "2", ""], true, 2),
        (&["1", "1", "2", ""], false, 4),
        // Only the token that was sent counts, as the official client has it.
        (&["1", "2", "1", ""], true, 4),
    ];
    for (tokens, stop, expected) in table {
        assert_eq!(read_all(tokens, *stop).await, *expected, "{tokens:?}");
    }
}

#[test]
fn an_empty_text_is_no_token() {
    let (empty, full) = (String::new(), String::from("1"));
    assert_eq!(text_token(None), None);
    assert_eq!(text_token(Some(&empty)), None);
    assert_eq!(text_token(Some(&full)), Some(&full));
}

#[tokio::test]
async fn an_error_ends_the_pages() {
    let server = pages([r#"{"Keepers": ["a"], "NextToken": "1"}"#])
        .then(400, &[], r#"{"__type": "Hungry"}"#)
        .then(200, &[], "{}");
    let mut stream = server.client().list_keepers().into_paginator().send();
    stream
        .next()
        .await
        .expect("a page")
        .expect("the server answers");
    let failure = stream
        .next()
        .await
        .expect("an error")
        .expect_err("it fails");
    assert!(matches!(failure, SdkError::ServiceError(_)), "{failure:?}");
    assert!(stream.next().await.is_none());
    assert_eq!(server.count(), 2);
}

#[tokio::test]
async fn items_before_an_error_are_kept() {
    let server = pages([r#"{"Keepers": ["a"], "NextToken": "1"}"#]).then(400, &[], "{}");
    let mut stream = server
        .client()
        .list_keepers()
        .into_paginator()
        .items()
        .send();
    let first = stream
        .next()
        .await
        .expect("an item")
        .expect("the server answers");
    assert_eq!(first, "a");
    stream
        .next()
        .await
        .expect("an error")
        .expect_err("it fails");
    assert!(stream.next().await.is_none());
}

#[tokio::test]
async fn an_input_that_cannot_be_built_is_an_error() {
    let server = Server::new();
    let paginator = server.client().list_keepers().into_paginator().page_size(0);
    let mut stream = paginator.send();
    let failure = stream
        .next()
        .await
        .expect("an error")
        .expect_err("a page of no items");
    assert!(
        matches!(failure, SdkError::ConstructionFailure(_)),
        "{failure:?}"
    );
    assert!(stream.next().await.is_none());
    assert_eq!(server.count(), 0);
}

#[tokio::test]
async fn the_user_agent_tells_of_a_paginator() {
    let server = pages(["{}", "{}"]);
    let client = server.client();
    client
        .list_keepers()
        .send()
        .await
        .expect("the server answers");
    assert!(!features(&server).contains(&"C".to_owned()));
    let page = client.list_keepers().into_paginator().send().next().await;
    page.expect("a page").expect("the server answers");
    assert!(features(&server).contains(&"C".to_owned()));
}

/// The features in the user agent: `m/A,B`.
fn features(server: &Server) -> Vec<String> {
    let agent = server.header("x-amz-user-agent");
    let features = agent.split(' ').find_map(|part| part.strip_prefix("m/"));
    features
        .unwrap_or_default()
        .split(',')
        .map(str::to_owned)
        .collect()
}
