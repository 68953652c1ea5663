//! Waiters, retryable errors and paginators: what the generator prints for the fixtures, and what it
//! says about models that are wrong.

use codegen::model::Source;
use codegen::settings::Settings;
use serde_json::{Value, json};

/// The model of a fixture.
fn fixture(name: &str) -> Value {
    let root = env!("CARGO_MANIFEST_DIR");
    let path = format!("{root}/../tests/fixtures/{name}/model.json");
    let text = std::fs::read_to_string(&path).expect("the fixture is in the repository");
    serde_json::from_str(&text).expect("the fixture is JSON")
}

/// The files of a model's crate, in one text, or else the problems.
fn generate(model: &Value) -> Result<String, String> {
    let source = Source {
        name: "model.json".to_owned(),
        text: model.to_string(),
    };
    let generated = codegen::generate(&[source], &Settings::default(), &mut |_| {});
    let generated = generated.map_err(|problems| {
        let problems: Vec<String> = problems.iter().map(ToString::to_string).collect();
        problems.join("\n")
    })?;
    let files = generated.files.iter();
    Ok(files
        .map(|(path, text)| format!("=== {path}\n{text}\n"))
        .collect())
}

/// The problems of a fixture after `change` of the value at `pointer`.
fn problems(fixture_name: &str, pointer: &str, change: Value) -> String {
    let mut model = fixture(fixture_name);
    let place = model.pointer_mut(pointer);
    *place.expect("the fixture has the place") = change;
    generate(&model).expect_err("the model is wrong")
}

const WAITABLE: &str = "/shapes/example.kiln#GetFiring/traits/smithy.waiters#waitable";
const PAGINATED: &str = "/traits/smithy.api#paginated";

/// The problems of a waiter with one acceptor, which succeeds if `matcher` matches.
fn problems_of_matcher(matcher: Value) -> String {
    let waiter = json!({"W": {"acceptors": [{"state": "success", "matcher": matcher}]}});
    problems("waiters", WAITABLE, waiter)
}

fn problems_of_path(path: &str, expected: &str, comparator: &str) -> String {
    problems_of_matcher(json!({
        "output": {"path": path, "expected": expected, "comparator": comparator}
    }))
}

fn assert_says(problems: &str, wanted: &str, shape: &str) {
    assert!(problems.contains(wanted), "{wanted}\n---\n{problems}");
    assert!(problems.contains(shape), "{shape}\n---\n{problems}");
}

#[test]
fn paths_of_waiters() {
    let table = [
        (
            "firing.colour",
            "`example.kiln#Firing` has no member `colour`",
        ),
        (
            "firing.stage.name",
            "`name` wants an object, and finds a string",
        ),
        (
            "firing[0]",
            "an index wants a list, and finds a `example.kiln#Firing`",
        ),
        (
            "firing.pieces[].heat",
            "the comparator wants a string, and finds a list, of which each element is a number",
        ),
        ("firing.stage[*]", "`[..]` wants a list, and finds a string"),
        ("firing.pieces.*", "`*` wants an object, and finds a list"),
        (
            "firing.stage == `1` && 'a'",
            "a string never equals a number",
        ),
        (
            "firing.stage < 'b' && 'a'",
            "have no order: numbers have one",
        ),
        (
            "length(firing.pieces[0].heat)",
            "`length` does not take a number",
        ),
        (
            "firing.pieces[?colour]",
            "`example.kiln#Piece` has no member `colour`",
        ),
        ("firing.{a: stage}.b", "the object has no key `b`"),
        ("firing..stage", "a name is expected before `.`"),
        (
            "sort_by(firing.pieces, &heat)",
            "the function `sort_by` is not supported",
        ),
    ];
    for (path, wanted) in table {
        let problems = problems_of_path(path, "a", "stringEquals");
        assert_says(&problems, wanted, "= shape: example.kiln#GetFiring");
        assert_says(&problems, "the waiter `W` is wrong", path);
    }
}

#[test]
fn comparators_of_waiters() {
    let table = [
        (
            "firing.pieces[0].heat",
            "1",
            "stringEquals",
            "wants a string, and finds a number",
        ),
        (
            "firing.stage",
            "true",
            "booleanEquals",
            "wants a boolean, and finds a string",
        ),
        (
            "firing.pieces[0].glazed",
            "yes",
            "booleanEquals",
            "`yes` is expected, which is no boolean",
        ),
        (
            "firing.stage",
            "DONE",
            "allStringEquals",
            "wants a list of strings, and finds a string",
        ),
        (
            "firing.pieces",
            "DONE",
            "anyStringEquals",
            "wants a list of strings",
        ),
        (
            "firing.stage",
            "DONE",
            "numberEquals",
            "a `comparator` of Smithy's",
        ),
    ];
    for (path, expected, comparator, wanted) in table {
        let problems = problems_of_path(path, expected, comparator);
        assert_says(&problems, wanted, "example.kiln#GetFiring");
    }
}

#[test]
fn waiters_that_are_wrong_otherwise() {
    let success = json!([{"state": "success", "matcher": {"success": true}}]);
    let table = [
        (
            json!({"w": {"acceptors": success}}),
            "begins with a capital",
        ),
        (
            json!({"W": {"acceptors": success, "minDelay": 0}}),
            "`minDelay` and `maxDelay`",
        ),
        (
            json!({"W": {"acceptors": success, "minDelay": 121}}),
            "`minDelay` and `maxDelay`",
        ),
        (
            json!({"W": {"acceptors": []}}),
            "no acceptor has the state `success`",
        ),
        (
            json!({"W": {"acceptors": [{"state": "done", "matcher": {}}]}}),
            "the state of an acceptor",
        ),
        (
            json!({"W": {"acceptors": [{"state": "retry", "matcher": {}}]}}),
            "an acceptor has one matcher",
        ),
        (
            json!({"AName": {"acceptors": success}, "aname": {}}),
            "begins with a capital",
        ),
        (
            json!({"Done": {"acceptors": success}, "DONE": {"acceptors": success}}),
            "the Rust module `waiters::done`",
        ),
        (json!([]), "`waitable` is not an object"),
    ];
    for (waitable, wanted) in table {
        let problems = problems("waiters", WAITABLE, waitable);
        assert_says(&problems, wanted, "example.kiln#GetFiring");
    }
    let unknown = problems_of_matcher(json!({"header": "x"}));
    assert_says(
        &unknown,
        "the matcher `header` is not one of Smithy's",
        "example.kiln#GetFiring",
    );
}

#[test]
fn a_member_that_would_hide_the_method() {
    let wait = json!({"target": "smithy.api#String", "traits": {"smithy.api#httpQuery": "wait"}});
    let members = json!({"wait": wait, "firingId": {
        "target": "smithy.api#String",
        "traits": {"smithy.api#required": {}, "smithy.api#httpLabel": {}},
    }});
    let pointer = "/shapes/example.kiln#GetFiringInput/members";
    let problems = problems("waiters", pointer, members);
    assert_says(
        &problems,
        "the waiter's method `wait`",
        "example.kiln#GetFiring",
    );
}

#[test]
fn waiters_as_printed() {
    let text = generate(&fixture("waiters")).expect("the fixture is right");
    for wanted in [
        "pub mod waiters;",
        "pub trait Waiters {",
        "fn wait_until_firing_done(",
        "=== src/waiters/firing_done.rs",
        "pub type FiringDoneFluentBuilder = ",
        "pub type FiringDoneFinalPoll = ",
        "pub type WaitUntilFiringDoneError = ",
        "Output(&[Field(\"firing\"), Field(\"stage\")], StringEquals, \"DONE\")",
        "retry(ErrorType(\"FiringNotFound\"))",
        "/// - Fails when `firing.stage` is `CRACKED`.",
    ] {
        assert!(text.contains(wanted), "{wanted}");
    }
}

#[test]
fn retryable_errors_as_printed() {
    let text = generate(&fixture("retryable")).expect("the fixture is right");
    let kind = |file: &str| {
        let start = text.find(&format!("=== src/types/error/{file}.rs"));
        let file = &text[start.expect("the error has a file") + 4..];
        let file = file.split("\n=== ").next().unwrap_or_default();
        let kind = file.split("ErrorKind::").nth(1);
        kind.map(|kind| {
            kind.split_whitespace()
                .next()
                .unwrap_or_default()
                .to_owned()
        })
    };
    assert_eq!(kind("deck_full").as_deref(), Some("ClientError"));
    assert_eq!(kind("fog").as_deref(), Some("ServerError"));
    assert_eq!(kind("too_many_calls").as_deref(), Some("ThrottlingError"));
    assert_eq!(kind("no_such_ferry"), None);
}

#[test]
fn paginators_as_printed() {
    let text = generate(&fixture("pagination_paths")).expect("the fixture is right");
    for wanted in [
        "output.page.as_ref()?.cursor.as_ref()?.next.as_ref()",
        "output.page?.papers",
        "Some(&output.page.as_ref()?.next)",
        "Some(output.page?.papers)",
        "type Token = ::std::collections::HashMap<String, String>;",
        "type Items = ::std::collections::HashMap<String, crate::types::Paper>;",
        "type Items = Vec<Option<crate::types::Paper>>;",
        "type Size = i64;",
    ] {
        assert!(text.contains(wanted), "{wanted}");
    }
}

#[test]
fn paginators_that_are_wrong() {
    let table = [
        (
            json!({"outputToken": "page.cursor.gone"}),
            "`outputToken` names `gone`, which `example.archive#Cursor` lacks",
        ),
        (
            json!({"outputToken": "page.papers.next"}),
            "goes through `papers`, which is not a structure",
        ),
        (
            json!({"outputToken": "page.cursor"}),
            "differ in their types",
        ),
        (
            json!({"outputToken": "page.cursor.next", "inputToken": "a.b"}),
            "`inputToken` has to be a member of `example.archive#ListNestedInput`",
        ),
        (
            json!({"outputToken": "page.cursor.next", "pageSize": "token"}),
            "the page size is not an integer",
        ),
        (
            json!({"outputToken": "page.cursor.next", "items": "page.cursor"}),
            "the items are not a list or a map",
        ),
        (json!({}), "`outputToken` is missing"),
    ];
    for (paginated, wanted) in table {
        let pointer = format!("/shapes/example.archive#ListNested{PAGINATED}");
        let problems = problems("pagination_paths", &pointer, paginated);
        assert_says(&problems, wanted, "= shape: example.archive#ListNested");
    }
}
