//! Members that HTTP carries outside of the body.

use serde_json::{Value, json};

use super::feed::{FeedInput, FeedOutput};
use super::http::Server;
use super::protocol::{output, request};
use super::zoo::Animal;
use crate::primitives::DateTime;
use crate::runtime::Builder;

type Build = fn(Builder<FeedInput>) -> Builder<FeedInput>;

/// An input with the labels that every request needs.
fn input(build: Build) -> FeedInput {
    let input = Builder::<FeedInput>::default().pen("p").path("q");
    build(input).stage.0
}

fn at() -> DateTime {
    DateTime::from_secs(1_700_000_000)
}

#[test]
fn labels_and_queries_make_the_uri() {
    let table: &[(Build, &str)] = &[
        (|it| it, "/feed/p/q?v=2"),
        (|it| it.pen("a/b c?é"), "/feed/a%2Fb%20c%3F%C3%A9/q?v=2"),
        (|it| it.path("a/b c"), "/feed/p/a/b%20c?v=2"),
        (|it| it.pen("%2F"), "/feed/%252F/q?v=2"),
        (|it| it.amount(-1), "/feed/p/q?v=2&amount=-1"),
        (
            |it| it.at(DateTime::from_secs(1_700_000_000)),
            "/feed/p/q?v=2&at=2023-11-14T22%3A13%3A20Z",
        ),
        (|it| it.tags([]), "/feed/p/q?v=2"),
        (
            |it| it.tags(["a&b=c".into(), "".into()]),
            "/feed/p/q?v=2&tag=a%26b%3Dc&tag=",
        ),
    ];
    for (build, expected) in table {
        let request = request(&input(*build)).expect("the labels are set");
        assert_eq!((request.method(), request.uri()), ("POST", *expected));
    }
}

#[test]
fn a_request_needs_its_labels() {
    let table: &[(Build, &str)] = &[
        (|it| it.pen(""), "Pen"),
        (|it| it.path(""), "Path"),
        (|_| Builder::default().path("q"), "Pen"),
        (|_| Builder::default().pen("p"), "Path"),
    ];
    for (build, missing) in table {
        let error = request(&input(*build)).expect_err("a label is missing");
        assert!(error.to_string().contains(missing), "{missing}: {error}");
    }
}

#[test]
fn headers_are_written() {
    let table: &[(Build, &str, Option<&str>)] = &[
        (|it| it, "X-Fresh", None),
        (|it| it.fresh(true), "X-Fresh", Some("true")),
        (|it| it.secret("s"), "X-Secret", Some("s")),
        (|it| it.sizes([1, -2]), "X-Sizes", Some("1, -2")),
        (
            |it| it.seen(DateTime::from_secs(1_700_000_000)),
            "X-Seen",
            Some("Tue, 14 Nov 2023 22:13:20 GMT"),
        ),
        (|it| it, "Content-Type", Some("application/json")),
    ];
    for (build, name, expected) in table {
        let request = request(&input(*build)).expect("the labels are set");
        assert_eq!(request.headers().get(*name), *expected, "{name}");
    }
}

#[test]
fn a_text_that_no_header_can_hold_is_an_error_that_keeps_it_secret() {
    let input = input(|it| it.secret("hush\nX-Other: 1"));
    let error = request(&input)
        .expect_err("a header is one line")
        .to_string();
    assert!(error.contains("X-Secret"), "{error}");
    assert!(!error.contains("hush"), "{error}");
}

#[test]
fn the_other_members_make_the_body() {
    let table: &[(Build, Value)] = &[
        (|it| it, json!({})),
        (|it| it.fresh(true).amount(1).secret("s"), json!({})),
        (
            |it| it.meal(Animal::default()).mood("CALM"),
            json!({"meal": {}, "Mood": "CALM"}),
        ),
    ];
    for (build, expected) in table {
        let request = request(&input(*build)).expect("the labels are set");
        let body = request.body().bytes().expect("it is in memory");
        let body: Value = serde_json::from_slice(body).expect("it is JSON");
        assert_eq!(body, *expected);
    }
}

#[test]
fn headers_of_a_response_are_read() {
    let headers = [
        ("etag", "abc"),
        ("x-left", "-5"),
        ("x-names", r#"a, "b, c""#),
        ("x-names", "d"),
        ("x-counts", "1,2"),
        ("x-fresh", "true"),
        ("x-weight", "1.5"),
        ("x-seen", "Tue, 14 Nov 2023 22:13:20 GMT"),
        ("x-mood", "NEW"),
    ];
    let body = r#"{"meal": {"int": 1}, "Code": "s", "Etag": "not this one"}"#;
    let read = output::<FeedOutput>(&headers, body).expect("it is well formed");
    let expected = FeedOutput {
        etag: Some("abc".into()),
        left: Some(-5),
        names: Some(vec!["a".into(), "b, c".into(), "d".into()]),
        counts: Some(vec![1, 2]),
        fresh: Some(true),
        weight: Some(1.5),
        seen: Some(at()),
        mood: Some("NEW".into()),
        meal: Some(Builder::<Animal>::default().int(1).stage.0),
        code: Some("s".into()),
        _request_id: None,
    };
    assert_eq!(read, expected);
}

#[test]
fn absent_headers_are_absent_members() {
    let read = output::<FeedOutput>(&[], "{}").expect("it is well formed");
    assert_eq!(read, FeedOutput::default());
}

#[test]
fn headers_that_are_malformed_are_errors() {
    let table = [
        ("x-left", "many"),
        ("x-left", "2147483648"),
        ("x-counts", "1,a"),
        ("x-names", r#""open"#),
        ("x-fresh", "yes"),
        ("x-weight", "heavy"),
        ("x-seen", "yesterday"),
    ];
    for (name, value) in table {
        let error = output::<FeedOutput>(&[(name, value)], "{}").expect_err(name);
        let error = error.to_string().to_ascii_lowercase();
        assert!(error.contains(name), "{name}: {error}");
    }
}

#[tokio::test]
async fn a_payload_that_is_no_text_is_an_error() {
    let call = |body: &'static [u8]| async move {
        let client = Server::new().then(200, &[], body).client();
        client.checked().send().await
    };
    call("é".as_bytes()).await.expect("it is UTF-8");
    let error = call(b"\xff").await.expect_err("0xff is never UTF-8");
    let error = error.into_service_error();
    let source = std::error::Error::source(&error).expect("what went wrong");
    assert!(source.to_string().contains("StoreOutput$Text"), "{source}");
}
