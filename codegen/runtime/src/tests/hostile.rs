//! Whatever a response holds, a call ends, and does not panic.

use proptest::collection::vec;
use proptest::prelude::*;
use tokio::runtime::Runtime;

use super::feed::FeedOutput;
use super::http::Server;
use super::protocol::{output, read};
use super::zoo::{Animal, Tag};
use aws_smithy_types::retry::RetryConfig;

/// Text that is nearly JSON of an [`Animal`]: it gets further than noise.
fn almost_json() -> impl Strategy<Value = String> {
    let part = prop::sample::select(vec![
        "{",
        "}",
        "[",
        "]",
        ":",
        ",",
        "\"",
        "\\",
        "\\u",
        "\\ud800",
        "null",
        "true",
        "-",
        "0",
        "1",
        "9",
        "99999999999999999999",
        "e",
        ".",
        "1e999",
        "NaN",
        " ",
        "\n",
        "é",
        "\u{0}",
        "{}",
        "[]",
        "\"a\"",
        "\"\"",
        "\"CALM\"",
        "\"AP8Q\"",
        "\"Infinity\"",
        "\"2023-11-14T22:13:20Z\"",
        "{\"Parent\":",
        "{\"Litter\":[",
        "{\"Herd\":{\"a\":",
        "\"Flag\":",
        "\"Byte\":",
        "\"int\":",
        "\"Double\":",
        "\"Text\":",
        "\"Data\":",
        "\"Epoch\":",
        "\"Iso\":",
        "\"Rfc\":",
        "\"Ints\":[",
        "\"Gaps\":[",
        "\"Rows\":[[",
        "\"ByMood\":{",
        "\"Notes\":{",
        "\"Tag\":{",
        "\"meal\":{",
        "\"message\":",
        "\"code\":",
        "\"__type\":",
    ]);
    vec(part, 0..24).prop_map(|parts| parts.concat())
}

fn body() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        vec(any::<u8>(), 0..64),
        almost_json().prop_map(String::into_bytes),
        almost_json().prop_map(|text| format!("{{{text}}}").into_bytes()),
    ]
}

/// The outcome of a call that gets such an answer: whether it succeeded.
fn call(status: u16, headers: &[(&str, &str)], body: Vec<u8>) -> bool {
    let runtime = tokio::runtime::Builder::new_current_thread();
    let runtime: Runtime = { runtime }.enable_time().build().expect("a runtime starts");
    let server = Server::new().then(status, headers, body);
    let config = server
        .config()
        .retry_config(RetryConfig::disabled())
        .build();
    let call = crate::Client::from_conf(config).feed().pen("p").path("q");
    runtime.block_on(call.send()).is_ok()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_read_or_refused(body in body()) {
        // What is read can be shown.
        if let Ok(animal) = read::<Animal>(&body) {
            let shown = format!("{animal:?}");
            prop_assert!(!shown.is_empty());
        }
        if let Ok(tag) = read::<Tag>(&body) {
            let shown = format!("{tag:?}");
            prop_assert!(!shown.is_empty());
        }
    }

    #[test]
    fn any_header_is_read_or_refused(
        name in prop::sample::select(vec!["x-left", "x-names", "x-counts", "x-fresh", "x-weight", "x-seen"]),
        value in "[ -~\u{80}-\u{ff}]{0,24}",
    ) {
        if let Ok(output) = output::<FeedOutput>(&[(name, value.as_str())], "{}") {
            let shown = format!("{output:?}");
            prop_assert!(!shown.is_empty());
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn any_answer_ends_a_call(status in 100..1000_u16, body in body()) {
        let succeeded = call(status, &[("x-amzn-errortype", "Hungry")], body);
        prop_assert!(!succeeded || (200..300).contains(&status));
    }

    #[test]
    fn any_header_ends_a_call(
        status in prop::sample::select(vec![200, 400, 500]),
        name in prop::sample::select(vec![
            "date", "x-amz-retry-after", "x-amzn-errortype", "x-amzn-requestid", "content-length",
            "x-amzn-query-error", "age",
        ]),
        value in "[ -~\u{80}-\u{ff}]{0,24}|-?[0-9]{1,30}",
    ) {
        let succeeded = call(status, &[(name, value.as_str())], b"{}".into());
        prop_assert_eq!(succeeded, status == 200);
    }
}

#[test]
fn answers_that_nest_deeply_end_a_call() {
    let nested = format!("{}{}", r#"{"meal":"#, r#"{"Parent":"#.repeat(100_000));
    let other = format!("{}{}", r#"{"other":"#, "[".repeat(100_000));
    let closed = format!(
        r#"{{"other":{}{}}}"#,
        "[".repeat(100_000),
        "]".repeat(100_000)
    );
    for body in [nested, other, closed] {
        for status in [200, 400] {
            let errors = [("x-amzn-errortype", "Hungry")];
            assert!(
                !call(status, &errors, body.clone().into_bytes()),
                "{status}"
            );
        }
    }
}
