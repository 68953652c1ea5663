//! HTTP bindings that contradict each other.

use serde_json::{Value, json};

use super::{model, read, refuse};
use codegen::model::Source;

/// The operation with a URI and members of its input, as `(name, target, traits)`.
fn operation(uri: &str, members: &[(&str, &str, Value)]) -> Source {
    model(json!({
        "a#Act": {
            "type": "operation",
            "input": {"target": "a#In"},
            "output": {"target": "a#Out"},
            "traits": {"smithy.api#http": {"method": "POST", "uri": uri}},
        },
        "a#In": structure(members),
        "a#Texts": {"type": "list", "member": {"target": "smithy.api#String"}},
    }))
}

fn structure(members: &[(&str, &str, Value)]) -> Value {
    let members: serde_json::Map<String, Value> = members
        .iter()
        .map(|(name, target, traits)| {
            let traits = traits.as_object().into_iter().flatten();
            let traits: serde_json::Map<String, Value> = traits
                .map(|(id, value)| (format!("smithy.api#{id}"), value.clone()))
                .collect();
            let member = json!({"target": target, "traits": traits});
            ((*name).to_owned(), member)
        })
        .collect();
    json!({"type": "structure", "members": members})
}

const TEXT: &str = "smithy.api#String";

fn label() -> Value {
    json!({"httpLabel": {}, "required": {}})
}

#[test]
fn good_bindings_pass() {
    let members = [
        ("a", TEXT, label()),
        ("b", TEXT, label()),
        ("q", TEXT, json!({"httpQuery": "q"})),
        ("h", TEXT, json!({"httpHeader": "X-H"})),
        ("body", TEXT, json!({})),
    ];
    let model = operation("/x/{a}/y/{b+}/z?p=1&flag", &members);
    read(&[model], None).expect("the bindings agree");
}

#[test]
fn bad_uris_are_refused() {
    let label = |name| (name, TEXT, label());
    let table = [
        (
            "/{a}/{a}",
            vec![label("a")],
            "the URI `/{a}/{a}` has the label `a` twice",
            "a#Act",
        ),
        (
            "/{a+}/{b}",
            vec![label("a"), label("b")],
            "the URI `/{a+}/{b}` has a label after the greedy one `{a+}`",
            "a#Act",
        ),
        (
            "/x{a}",
            vec![],
            "`x{a}` in the URI `/x{a}` is not a label",
            "a#Act",
        ),
        (
            "/{a}",
            vec![],
            "the URI `/{a}` has a label `a` that no member is bound to",
            "a#Act",
        ),
        (
            "/",
            vec![label("a")],
            "the member `a` is a label that the URI `/` lacks",
            "a#In$a",
        ),
        ("x", vec![], "the URI does not begin with `/`", "a#Act"),
        (
            "/?a={b}",
            vec![],
            "the query of the URI `/?a={b}` has a label",
            "a#Act",
        ),
        (
            "/?a=1",
            vec![("q", TEXT, json!({"httpQuery": "a"}))],
            "the query of the URI `/?a=1` has `a` already",
            "a#In$q",
        ),
        (
            "/{a}",
            vec![("a", TEXT, json!({"httpLabel": {}}))],
            "a label that is not required",
            "a#In$a",
        ),
        (
            "/{a}",
            vec![("a", "a#Texts", self::label())],
            "`smithy.api#httpLabel` cannot carry `a#Texts`",
            "a#In$a",
        ),
        (
            "/{a+}",
            vec![("a", "smithy.api#Integer", self::label())],
            "the greedy label `a` is not a string",
            "a#Act",
        ),
    ];
    for (uri, members, message, place) in table {
        refuse(operation(uri, &members), message, place);
    }
}

#[test]
fn members_that_contradict_each_other_are_refused() {
    let payload = || json!({"httpPayload": {}});
    let table = [
        (
            vec![("a", TEXT, json!({"httpQuery": "a", "httpHeader": "A"}))],
            "the member is bound twice: by `smithy.api#httpHeader` and `smithy.api#httpQuery`",
            "a#In$a",
        ),
        (
            vec![("a", TEXT, payload()), ("b", TEXT, payload())],
            "the trait `smithy.api#httpPayload` is on the member `a` too",
            "a#In$b",
        ),
        (
            vec![("a", TEXT, payload()), ("b", TEXT, json!({}))],
            "the member would be in the body, which another member is",
            "a#In$b",
        ),
        (
            vec![
                ("a", TEXT, json!({"httpPrefixHeaders": "a-"})),
                ("b", TEXT, json!({"httpPrefixHeaders": "b-"})),
            ],
            "the trait `smithy.api#httpPrefixHeaders` is on the member `a` too",
            "a#In$b",
        ),
        (
            vec![
                ("a", TEXT, json!({"httpHeader": "X-A"})),
                ("b", TEXT, json!({"httpHeader": "x-a"})),
            ],
            "the member `a` is bound to `x-a` too",
            "a#In$b",
        ),
        (
            vec![("a", TEXT, json!({"httpHeader": "X A"}))],
            "the member is bound to `\"X A\"`, which is no name",
            "a#In$a",
        ),
    ];
    for (members, message, place) in table {
        refuse(operation("/", &members), message, place);
    }
}

#[test]
fn payloads_of_outputs_are_checked_too() {
    let output = structure(&[
        ("a", TEXT, json!({"httpPayload": {}})),
        ("b", TEXT, json!({"httpQuery": "b"})),
    ]);
    let message = "the member would be in the body, which another member is";
    refuse(model(json!({"a#Out": output})), message, "a#Out$b");
}

#[test]
fn host_labels_belong_to_a_host() {
    let host = |prefix: Value, members: &[(&str, &str, Value)]| {
        model(json!({
            "a#Act": {
                "type": "operation",
                "input": {"target": "a#In"},
                "traits": {"smithy.api#http": {"method": "GET", "uri": "/"}, "smithy.api#endpoint": prefix},
            },
            "a#In": structure(members),
        }))
    };
    let member = [("a", TEXT, json!({"hostLabel": {}, "required": {}}))];
    refuse(
        operation("/", &member),
        "no host prefix has the label `a`",
        "a#In$a",
    );
    refuse(
        host(json!({"hostPrefix": "{a}-{b}."}), &member),
        "the host prefix has a label `b` that no member is bound to",
        "a#Act",
    );
    for prefix in [
        json!({}),
        json!({"hostPrefix": 1}),
        json!({"hostPrefix": "a/"}),
        json!({"hostPrefix": "{a"}),
    ] {
        let message = "the trait `endpoint` has no prefix of a host";
        refuse(host(prefix, &[]), message, "a#Act");
    }
}
