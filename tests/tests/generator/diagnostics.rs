//! Bad models. Each differs from a good one in a few places, and the problems that the user reads are in
//! a snapshot for each group.

use codegen::diagnostics::Diagnostic;
use codegen::model::Source;
use codegen::settings::Settings;
use serde_json::{Value, json};

use crate::fixtures;

/// A bad model: its name, and where it differs from [`good`]. A null removes what is there.
type Case = (&'static str, Vec<(&'static str, Value)>);

/// A model with an operation, a structure, an enum, a list and an error, in which nothing is wrong.
fn good() -> Value {
    json!({
        "smithy": "2.0",
        "shapes": {
            "t#Service": {
                "type": "service",
                "version": "1",
                "operations": [{"target": "t#Get"}],
                "traits": {"aws.protocols#restJson1": {}, "aws.auth#sigv4": {"name": "t"}},
            },
            "t#Get": {
                "type": "operation",
                "input": {"target": "t#In"},
                "output": {"target": "t#Out"},
                "errors": [{"target": "t#Bad"}],
                "traits": {"smithy.api#http": {"method": "POST", "uri": "/things/{id}"}},
            },
            "t#In": {
                "type": "structure",
                "members": {
                    "id": {
                        "target": "smithy.api#String",
                        "traits": {"smithy.api#httpLabel": {}, "smithy.api#required": {}},
                    },
                    "token": {"target": "smithy.api#String"},
                    "count": {"target": "smithy.api#Integer"},
                },
            },
            "t#Out": {
                "type": "structure",
                "members": {
                    "token": {"target": "smithy.api#String"},
                    "kind": {"target": "t#Kind"},
                    "names": {"target": "t#Names"},
                },
            },
            "t#Kind": {"type": "enum", "members": {"A": {"target": "smithy.api#Unit"}}},
            "t#Names": {"type": "list", "member": {"target": "smithy.api#String"}},
            "t#Bad": {
                "type": "structure",
                "members": {"message": {"target": "smithy.api#String"}},
                "traits": {"smithy.api#error": "client"},
            },
        },
    })
}

const SERVICE: &str = "/shapes/t#Service";
const RULES: &str = "/shapes/t#Service/traits/smithy.rules#endpointRuleSet";
const EXAMPLES: &str = "/shapes/t#Get/traits/smithy.api#examples";
const PAGINATED: &str = "/shapes/t#Get/traits/smithy.api#paginated";
const URI: &str = "/shapes/t#Get/traits/smithy.api#http/uri";

fn documents() -> Vec<Case> {
    vec![
        ("another Smithy version", vec![("/smithy", json!("0.5"))]),
        ("a later Smithy version", vec![("/smithy", json!("3.0"))]),
        ("no Smithy version", vec![("/smithy", Value::Null)]),
        ("an unknown key", vec![("/shape", json!({}))]),
        (
            "not a shape id",
            vec![("/shapes/Loose", json!({"type": "string"}))],
        ),
        (
            "an unknown kind of shape",
            vec![("/shapes/t#X", json!({"type": "text"}))],
        ),
        (
            "an unknown key of a shape",
            vec![("/shapes/t#Names/membr", json!({}))],
        ),
        (
            "a list without a member",
            vec![("/shapes/t#Names/member", Value::Null)],
        ),
        (
            "a shape of Smithy's own",
            vec![("/shapes/smithy.api#String", json!({"type": "string"}))],
        ),
        ("no service", vec![(SERVICE, Value::Null)]),
        (
            "two services",
            vec![("/shapes/t#Second", json!({"type": "service"}))],
        ),
        (
            "no protocol",
            vec![(
                "/shapes/t#Service/traits/aws.protocols#restJson1",
                Value::Null,
            )],
        ),
        (
            "an unsupported protocol",
            vec![
                (
                    "/shapes/t#Service/traits/aws.protocols#restJson1",
                    Value::Null,
                ),
                ("/shapes/t#Service/traits/aws.protocols#restXml", json!({})),
            ],
        ),
        (
            "resources",
            vec![("/shapes/t#Service/resources", json!([{"target": "t#In"}]))],
        ),
        (
            "SigV4 without a name",
            vec![("/shapes/t#Service/traits/aws.auth#sigv4/name", Value::Null)],
        ),
        (
            "not an sdkId",
            vec![(
                "/shapes/t#Service/traits/aws.api#service",
                json!({"sdkId": "a\"b"}),
            )],
        ),
    ]
}

fn targets_and_traits() -> Vec<Case> {
    let target = "/shapes/t#Out/members/kind/target";
    vec![
        ("an unknown target", vec![(target, json!("t#Kin"))]),
        (
            "an unknown target, nothing near",
            vec![(target, json!("t#Nowhere"))],
        ),
        ("a target of another kind", vec![(target, json!("t#Get"))]),
        (
            "an operation that is none",
            vec![("/shapes/t#Service/operations/0/target", json!("t#In"))],
        ),
        (
            "an error that is none",
            vec![("/shapes/t#Get/errors/0/target", json!("t#Out"))],
        ),
        (
            "an input that is none",
            vec![("/shapes/t#Get/input/target", json!("t#Names"))],
        ),
        (
            "a mixin",
            vec![("/shapes/t#Out/mixins", json!([{"target": "t#In"}]))],
        ),
        (
            "a trait that a client must honour",
            vec![(
                "/shapes/t#Names/traits",
                json!({"aws.api#clientDiscoveredEndpoint": {}}),
            )],
        ),
        (
            "an unknown trait",
            vec![("/shapes/t#Names/traits", json!({"my.own#trait": {}}))],
        ),
        (
            "a trait of the wrong type",
            vec![(
                "/shapes/t#Names/traits",
                json!({"smithy.api#documentation": 1}),
            )],
        ),
        (
            "traits with values of the wrong type",
            vec![
                (
                    "/shapes/t#Bad/traits",
                    json!({"smithy.api#error": "nobody", "smithy.api#retryable": true}),
                ),
                (
                    "/shapes/t#Names/traits",
                    json!({"smithy.api#sparse": [], "smithy.api#timestampFormat": "date"}),
                ),
                (
                    "/shapes/t#Get/traits/smithy.rules#staticContextParams",
                    json!("x"),
                ),
                (EXAMPLES, json!({})),
            ],
        ),
        (
            "a member without a value",
            vec![(target, json!("smithy.api#Unit"))],
        ),
        (
            "protocol tests of no protocol and without a name",
            vec![(
                "/shapes/t#Get/traits/smithy.test#httpRequestTests",
                json!([{"id": "One", "protocol": "my.own#protocol"}, {"protocol": "aws.protocols#restXml"}]),
            )],
        ),
        (
            "apply to nothing",
            vec![("/shapes/t#Out$kin", json!({"type": "apply", "traits": {}}))],
        ),
        (
            "a list of itself",
            vec![("/shapes/t#Names/member/target", json!("t#Names"))],
        ),
    ]
}

fn operations() -> Vec<Case> {
    let header = |target: &str| json!({"target": target, "traits": {"smithy.api#httpHeader": "x"}});
    let pages = |output: &str, items: &str| json!({"inputToken": "token", "outputToken": output, "items": items});
    let example = |input: Value| json!([{"title": "One", "input": input}]);
    vec![
        (
            "no HTTP binding",
            vec![("/shapes/t#Get/traits/smithy.api#http", Value::Null)],
        ),
        (
            "a body that the method forbids",
            vec![("/shapes/t#Get/traits/smithy.api#http/method", json!("GET"))],
        ),
        ("a relative URI", vec![(URI, json!("things/{id}"))]),
        (
            "a label that no member has",
            vec![(URI, json!("/things/{id}/{part}"))],
        ),
        ("a label that the URI lacks", vec![(URI, json!("/things"))]),
        (
            "a label that may be absent",
            vec![(
                "/shapes/t#In/members/id/traits/smithy.api#required",
                Value::Null,
            )],
        ),
        (
            "a structure in a header",
            vec![("/shapes/t#In/members/bad", header("t#Out"))],
        ),
        (
            "pages by a member that is missing",
            vec![(PAGINATED, pages("next", "names"))],
        ),
        (
            "pages of what is no list",
            vec![(PAGINATED, pages("token", "kind"))],
        ),
        (
            "an example with an unknown member",
            vec![(EXAMPLES, example(json!({"idd": "x"})))],
        ),
        (
            "an example of the wrong type",
            vec![(EXAMPLES, example(json!({"count": "x"})))],
        ),
        (
            "an example that is too large",
            vec![(EXAMPLES, example(json!({"count": 3_000_000_000_u32})))],
        ),
        (
            "rules that are no list",
            vec![(RULES, json!({"rules": {}}))],
        ),
        (
            "rules with an unknown function",
            vec![(RULES, json!({"rules": [rule("parseURL")]}))],
        ),
        (
            "rules with too many arguments",
            vec![(RULES, json!({"rules": [rule("isSet")]}))],
        ),
        (
            "rules with an unknown name",
            vec![(
                RULES,
                json!({"rules": [{"type": "error", "error": "{Nobody}"}]}),
            )],
        ),
        (
            "rules with values of the wrong type",
            vec![(RULES, ill_typed_rules())],
        ),
        (
            "rules with an unknown parameter",
            vec![(
                RULES,
                json!({"rules": [], "parameters": {"a b": {"type": "string"}}}),
            )],
        ),
    ]
}

fn bodies() -> Vec<Case> {
    const CHECKSUM: &str = "/shapes/t#Get/traits/aws.protocols#httpChecksum";
    const MD5: &str = "/shapes/t#Get/traits/smithy.api#httpChecksumRequired";
    const COMPRESSION: &str = "/shapes/t#Get/traits/smithy.api#requestCompression";
    let stream = |traits: Value| {
        let stream = json!({"target": "smithy.api#Blob", "traits": traits});
        ("/shapes/t#In/members/stream", stream)
    };
    let streaming = json!({"smithy.api#streaming": {}});
    let sized = json!({"smithy.api#streaming": {}, "smithy.api#requiresLength": {}});
    let kind = |members: Value| {
        let list = json!({"type": "enum", "members": members});
        vec![
            ("/shapes/t#Kind", list),
            ("/shapes/t#In/members/kind", json!({"target": "t#Kind"})),
        ]
    };
    let unit = json!({"target": "smithy.api#Unit"});
    let kinds = [
        (
            "a checksum algorithm that is unknown",
            json!({"requestAlgorithmMember": "kind"}),
            kind(json!({"SHA1": unit, "SHA0": unit})),
        ),
        (
            "no checksum algorithm that is known",
            json!({"requestAlgorithmMember": "kind", "requestChecksumRequired": true}),
            kind(json!({"SHA0": unit})),
        ),
        (
            "a mode that cannot be enabled",
            json!({"requestValidationModeMember": "kind", "responseAlgorithms": ["SHA1"]}),
            kind(json!({"ON": unit})),
        ),
    ];
    let kinds = kinds.into_iter().map(|(name, checksum, mut changes)| {
        changes.push((CHECKSUM, checksum));
        (name, changes)
    });
    let checksums = [
        ("a checksum of nothing", json!({})),
        ("a checksum that is no object", json!("SHA1")),
        (
            "a checksum by a member that is missing",
            json!({"requestAlgorithmMember": "kind"}),
        ),
        (
            "a checksum by a number",
            json!({"requestAlgorithmMember": "count"}),
        ),
        (
            "a checksum with values of the wrong type",
            json!({
                "requestAlgorithmMember": 1,
                "requestChecksumRequired": "true",
                "requestValidationModeMember": [],
                "responseAlgorithms": "SHA1",
            }),
        ),
        (
            "a mode without algorithms",
            json!({"requestValidationModeMember": "token"}),
        ),
        (
            "algorithms without a mode",
            json!({"responseAlgorithms": ["SHA1"]}),
        ),
        (
            "responses by unknown algorithms",
            json!({"requestValidationModeMember": "token", "responseAlgorithms": ["SHA0"]}),
        ),
        (
            "responses by an algorithm that is unknown",
            json!({"requestValidationModeMember": "token", "responseAlgorithms": ["SHA0", "SHA1"]}),
        ),
    ];
    let checksums = checksums.map(|(name, value)| (name, vec![(CHECKSUM, value)]));
    let compressions = [
        ("compression without encodings", json!({})),
        ("compression in no encoding", json!({"encodings": []})),
        ("compression in numbers", json!({"encodings": [1]})),
        (
            "compression in an unknown encoding",
            json!({"encodings": ["br", "gzip"]}),
        ),
    ];
    let compressions = compressions.map(|(name, value)| (name, vec![(COMPRESSION, value)]));
    let streams = [
        (
            "compression of a stream of known length",
            vec![stream(sized), (COMPRESSION, json!({"encodings": ["gzip"]}))],
        ),
        (
            "an MD5 of a stream",
            vec![stream(streaming), (MD5, json!({}))],
        ),
    ];
    let cases = checksums.into_iter().chain(kinds);
    cases.chain(compressions).chain(streams).collect()
}

/// Rules in which every value is of another type than it has to be.
fn ill_typed_rules() -> Value {
    let endpoint = json!({"url": "https://x", "headers": {"a": "b"}, "properties": []});
    json!({
        "parameters": {"A": {"type": "string", "builtIn": 1, "required": "yes"}},
        "rules": [
            {"type": "error", "conditions": {}, "error": "e"},
            {"type": "error", "conditions": [true], "error": "e"},
            {"type": "endpoint", "conditions": [], "endpoint": endpoint},
        ],
    })
}

fn rule(function: &str) -> Value {
    let condition = json!({"fn": function, "argv": [true, true]});
    json!({"type": "error", "conditions": [condition], "error": "no"})
}

fn names() -> Vec<Case> {
    let string = json!({"target": "smithy.api#String"});
    let unit = json!({"target": "smithy.api#Unit"});
    let value = |value: &str| json!({"target": "smithy.api#Unit", "traits": {"smithy.api#enumValue": value}});
    let get =
        json!({"type": "operation", "traits": {"smithy.api#http": {"method": "GET", "uri": "/"}}});
    vec![
        (
            "two types of one name",
            vec![
                (
                    "/shapes/t#kind",
                    json!({"type": "enum", "members": {"A": unit}}),
                ),
                ("/shapes/t#Out/members/other", json!({"target": "t#kind"})),
            ],
        ),
        (
            "two fields of one name",
            vec![("/shapes/t#Out/members/Token", string.clone())],
        ),
        (
            "a field and a setter of one name",
            vec![("/shapes/t#Out/members/setToken", string.clone())],
        ),
        (
            "not the name of a member",
            vec![("/shapes/t#Out/members/a b", string)],
        ),
        (
            "two variants of one name",
            vec![("/shapes/t#Kind/members/a", unit)],
        ),
        (
            "two variants of one value",
            vec![("/shapes/t#Kind/members/B", value("A"))],
        ),
        (
            "two operations of one name",
            vec![
                ("/shapes/t#get", get),
                ("/shapes/t#Service/operations/1", json!({"target": "t#get"})),
            ],
        ),
        (
            "an error without a text",
            vec![(
                "/shapes/t#Bad/members/message/target",
                json!("smithy.api#Blob"),
            )],
        ),
        (
            "an error of a reserved name",
            vec![
                (
                    "/shapes/t#Unhandled",
                    json!({"type": "structure", "traits": {"smithy.api#error": "client"}}),
                ),
                ("/shapes/t#Get/errors/1", json!({"target": "t#Unhandled"})),
            ],
        ),
        (
            "several problems at once",
            vec![
                (URI, json!("/things/{id}/{part}")),
                (
                    "/shapes/t#Out/members/token/traits",
                    json!({"smithy.api#idempotencyToken": {}}),
                ),
                ("/shapes/t#Names/traits", json!({"my.own#trait": {}})),
            ],
        ),
    ]
}

/// The changes that make `t#Put` send `input`, in which `t#Bytes` is a blob with `traits`.
fn put(traits: Value, input: Value) -> Vec<(&'static str, Value)> {
    let http = json!({"smithy.api#http": {"method": "PUT", "uri": "/put"}});
    let input = json!({"type": "structure", "members": input});
    vec![
        ("/shapes/t#Bytes", json!({"type": "blob", "traits": traits})),
        ("/shapes/t#PutInput", input),
        (
            "/shapes/t#Put",
            json!({"type": "operation", "input": {"target": "t#PutInput"}, "traits": http}),
        ),
        ("/shapes/t#Service/operations/1", json!({"target": "t#Put"})),
    ]
}

/// Tests that the model carries.
fn tests() -> Vec<Case> {
    let requests = |name, tests| {
        (
            name,
            vec![("/shapes/t#Get/traits/smithy.test#httpRequestTests", tests)],
        )
    };
    let smoke = |name, expect: Value| {
        let tests = json!([{"id": "Real", "params": {"id": "a"}, "expect": expect}]);
        (
            name,
            vec![("/shapes/t#Get/traits/smithy.test#smokeTests", tests)],
        )
    };
    let request = |id: &str, protocol: &str| json!({"id": id, "protocol": protocol, "method": "POST", "uri": "/", "params": {"id": "a"}});
    let known = "aws.protocols#restJson1";
    let mut odd = request("Odd", known);
    odd["params"] = json!({"colour": "red"});
    vec![
        requests(
            "a test of an unknown protocol",
            json!([request("Old", "aws.protocols#restJson0")]),
        ),
        requests("a test without a protocol", json!([{"id": "Nothing"}])),
        requests("a test that contradicts the model", json!([odd])),
        requests(
            "tests with one name",
            json!([request("GetIt", known), request("get_it", known)]),
        ),
        smoke("a smoke test that expects nothing", json!({})),
        smoke(
            "a smoke test with an error of nobody",
            json!({"failure": {"errorId": "t#Worse"}}),
        ),
    ]
}

fn streams() -> Vec<Case> {
    let streaming = || json!({"smithy.api#streaming": {}});
    let body = || json!({"target": "t#Bytes", "traits": {"smithy.api#httpPayload": {}}});
    let bytes = || json!({"target": "t#Bytes"});
    let text = || json!({"target": "smithy.api#String"});
    let with_default = json!({
        "target": "t#Bytes",
        "traits": {"smithy.api#httpPayload": {}, "smithy.api#default": "eA=="},
    });
    let and = |mut changes: Vec<(&'static str, Value)>, path, value| {
        changes.push((path, value));
        changes
    };
    let put_body = || put(streaming(), json!({"body": body()}));
    vec![
        (
            "a stream of what is no blob",
            vec![("/shapes/t#Names/traits", streaming())],
        ),
        (
            "a length of what is no stream",
            put(
                json!({"smithy.api#requiresLength": {}}),
                json!({"body": body()}),
            ),
        ),
        (
            "a stream that is not the body",
            put(streaming(), json!({"body": bytes()})),
        ),
        (
            "a member beside a stream",
            put(streaming(), json!({"body": body(), "text": text()})),
        ),
        (
            "a stream in a list",
            and(
                put_body(),
                "/shapes/t#Names/member/target",
                json!("t#Bytes"),
            ),
        ),
        (
            "a stream in an error",
            and(put_body(), "/shapes/t#Bad/members/body", body()),
        ),
        (
            "two streams",
            put(streaming(), json!({"body": body(), "other": body()})),
        ),
        (
            "a stream with a default",
            put(streaming(), json!({"body": with_default})),
        ),
        (
            "an input with a stream as a value",
            and(
                put_body(),
                "/shapes/t#Out/members/last",
                json!({"target": "t#PutInput"}),
            ),
        ),
    ]
}

/// The changes that make `t#Get` return a stream of `t#Event`, which has `members`.
fn listen(members: Value) -> Vec<(&'static str, Value)> {
    let body = json!({"target": "t#Events", "traits": {"smithy.api#httpPayload": {}}});
    vec![
        (
            "/shapes/t#Event",
            json!({"type": "structure", "members": members}),
        ),
        (
            "/shapes/t#Events",
            json!({
                "type": "union",
                "members": {"event": {"target": "t#Event"}},
                "traits": {"smithy.api#streaming": {}},
            }),
        ),
        (
            "/shapes/t#Stream",
            json!({"type": "structure", "members": {"events": body}}),
        ),
        ("/shapes/t#Get/output/target", json!("t#Stream")),
    ]
}

fn events() -> Vec<Case> {
    let member = |target: &str, binding: &str| json!({"target": target, "traits": {binding: {}}});
    let header = |target: &str| member(target, "smithy.api#eventHeader");
    let payload = |target: &str| member(target, "smithy.api#eventPayload");
    let text = "smithy.api#String";
    let and = |path, value| {
        let mut changes = listen(json!({}));
        changes.push((path, value));
        changes
    };
    vec![
        (
            "a stream of events in a list",
            listen(json!({"again": {"target": "t#Names"}}))
                .into_iter()
                .chain([("/shapes/t#Names/member/target", json!("t#Events"))])
                .collect(),
        ),
        (
            "a stream of events that is not the body",
            and(
                "/shapes/t#Stream/members/events/traits/smithy.api#httpPayload",
                Value::Null,
            ),
        ),
        (
            "an event that is no structure",
            and("/shapes/t#Events/members/event/target", json!(text)),
        ),
        (
            "an event with two payloads",
            listen(json!({"a": payload(text), "b": payload("smithy.api#Blob")})),
        ),
        (
            "an event with a payload and a document",
            listen(json!({"a": payload(text), "b": {"target": text}})),
        ),
        (
            "a header that is a payload",
            listen(json!({
                "a": {
                    "target": text,
                    "traits": {"smithy.api#eventHeader": {}, "smithy.api#eventPayload": {}},
                },
            })),
        ),
        (
            "a header that no event can carry",
            listen(json!({"a": header("smithy.api#Float")})),
        ),
        (
            "a payload that no event can carry",
            listen(json!({"a": payload("smithy.api#Integer")})),
        ),
        (
            "two errors of one name",
            listen(json!({}))
                .into_iter()
                .chain([
                    ("/shapes/t#Events/members/bad", json!({"target": "t#Bad"})),
                    ("/shapes/t#Events/members/worse", json!({"target": "t#Bad"})),
                ])
                .collect(),
        ),
    ]
}

macro_rules! hold {
    ($($test:ident: $cases:ident),*) => {$(
        #[test]
        fn $test() {
            hold(stringify!($test), $cases());
        }
    )*};
}

hold!(
    bad_documents: documents,
    bad_targets_and_traits: targets_and_traits,
    bad_operations: operations,
    bad_bodies: bodies,
    bad_names: names,
    bad_streams: streams,
    bad_events: events,
    bad_tests: tests
);

fn hold(snapshot: &str, cases: Vec<Case>) {
    let mut shown = String::new();
    for (name, changes) in cases {
        let mut model = good();
        for (path, value) in changes {
            change(&mut model, path, value);
        }
        let text = serde_json::to_string_pretty(&model).expect("it is JSON");
        let problems = problems(&[source("model.json", &text)]);
        shown.push_str(&format!("## {name}\n{}\n\n", fixtures::show(&problems)));
        assert_complete(name, &problems);
    }
    crate::snapshots::assert(snapshot, shown.trim());
}

#[test]
fn the_good_model_is_good() {
    assert_eq!(problems(&[source("model.json", &good().to_string())]), []);
}

#[test]
fn bad_files() {
    let table = [
        ("not JSON", "{\n  \"smithy\": \"2.0\",\n}"),
        ("not an object", "[]"),
        ("empty", ""),
        (
            "a key that stands twice",
            "{\n\"smithy\": \"2.0\",\n\"shapes\": {\"t#A\": {\n\"type\": \"list\",\n\"type\": \"map\"}}}",
        ),
    ];
    let mut shown = String::new();
    for (name, text) in table {
        let problems = problems(&[source("model.json", text)]);
        shown.push_str(&format!("## {name}\n{}\n\n", fixtures::show(&problems)));
        assert_complete(name, &problems);
    }
    crate::snapshots::assert("bad_files", shown.trim());
}

#[test]
fn problems_name_the_file_of_each_shape() {
    let overlay = json!({
        "smithy": "2.0",
        "shapes": {
            "t#Kind": {"type": "string"},
            "t#Out$nothing": {"type": "apply", "traits": {}},
        },
    });
    let model = source("model.json", &good().to_string());
    let problems = problems(&[model, source("overlay.json", &overlay.to_string())]);
    crate::snapshots::assert("bad_overlay", &fixtures::show(&problems));
    assert!(
        problems
            .iter()
            .all(|problem| problem.file == "overlay.json")
    );
}

#[test]
fn bad_settings() {
    let named = |name: &str| Settings {
        name: Some(name.to_owned()),
        ..Settings::default()
    };
    let table = [
        named("1st"),
        named("fn"),
        named("a\"\n[dependencies]"),
        Settings {
            version: Some("1.0".to_owned()),
            ..Settings::default()
        },
        Settings {
            license: Some("MIT\"".to_owned()),
            ..Settings::default()
        },
    ];
    let model = [source("model.json", &good().to_string())];
    let shown = table.map(|settings| match fixtures::try_generate(&model, &settings) {
        Err(problems) => fixtures::show(&problems),
        Ok(_) => panic!("{settings:?} is taken"),
    });
    let parsed = ["models = \"x.json\"", "ouput = \"..\"", "name ="].map(|text| {
        let error = Settings::parse(text).expect_err("the text is wrong");
        error.trim().to_owned()
    });
    let shown = [shown.as_slice(), parsed.as_slice()].concat().join("\n\n");
    crate::snapshots::assert("bad_settings", &shown);
}

pub fn source(name: &str, text: &str) -> Source {
    Source {
        name: name.to_owned(),
        text: text.to_owned(),
    }
}

pub fn problems(sources: &[Source]) -> Vec<Diagnostic> {
    let settings = Settings {
        tests: true,
        ..Settings::default()
    };
    match codegen::generate(sources, &settings, &mut |_| {}) {
        Ok(generated) => generated.warnings,
        Err(problems) => problems,
    }
}

/// A problem says what, where, and what to do.
fn assert_complete(name: &str, problems: &[Diagnostic]) {
    assert!(!problems.is_empty(), "{name}: nothing is wrong");
    for problem in problems {
        let parts = [&problem.file, &problem.message, &problem.help];
        assert!(
            parts.iter().all(|part| !part.is_empty()),
            "{name}: {problem}"
        );
    }
}

/// Sets the value at a path; a null removes it.
fn change(model: &mut Value, path: &str, value: Value) {
    let (parent, key) = path.rsplit_once('/').expect("a path has a `/`");
    match model.pointer_mut(parent).expect("the parent exists") {
        Value::Object(object) if value.is_null() => drop(object.shift_remove(key)),
        Value::Object(object) => drop(object.insert(key.to_owned(), value)),
        Value::Array(list) if key.parse() == Ok(list.len()) => list.push(value),
        Value::Array(list) => list[key.parse::<usize>().expect("an index")] = value,
        other => panic!("{path}: {other} has no parts"),
    }
}
