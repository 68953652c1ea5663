//! Where messages carry members: the URI, the query, headers, the host.

use serde_json::{Value, json};

use super::Case;

const HTTP: &str = "/shapes/t#Get/traits/smithy.api#http";
const ENDPOINT: &str = "/shapes/t#Get/traits/smithy.api#endpoint";
const TOKEN: &str = "/shapes/t#In/members/token/traits";
const COUNT: &str = "/shapes/t#In/members/count/traits";

pub(super) fn cases() -> Vec<Case> {
    let http = |method: &str, uri: &str| (HTTP, json!({"method": method, "uri": uri}));
    let uri = |name, uri: &str| (name, vec![http("POST", uri)]);
    let host = |name, prefix: &str, changes: Vec<(&'static str, Value)>| {
        let endpoint = (ENDPOINT, json!({"hostPrefix": prefix}));
        (name, [vec![endpoint], changes].concat())
    };
    let label = json!({"smithy.api#hostLabel": {}, "smithy.api#required": {}});
    let query = |name: &str| json!({"smithy.api#httpQuery": name});
    vec![
        (
            "a method that HTTP lacks",
            vec![http("GET IT", "/things/{id}")],
        ),
        uri("a label beside other text", "/things/{id}.json"),
        uri("a label after a greedy one", "/{id+}/{id}"),
        uri("a label twice", "/{id}/{id}"),
        (
            "a greedy label of a number",
            vec![
                http("POST", "/{id}/{count+}"),
                (
                    COUNT,
                    json!({"smithy.api#httpLabel": {}, "smithy.api#required": {}}),
                ),
            ],
        ),
        uri("a label in the query", "/{id}?token={token}"),
        (
            "a query that is in the URI too",
            vec![http("POST", "/{id}?token"), (TOKEN, query("token"))],
        ),
        (
            "two members of one query",
            vec![(TOKEN, query("a")), (COUNT, query("a"))],
        ),
        (
            "a member in two places",
            vec![(
                TOKEN,
                json!({"smithy.api#httpQuery": "a", "smithy.api#httpHeader": "a"}),
            )],
        ),
        (
            "a header of no name",
            vec![(TOKEN, json!({"smithy.api#httpHeader": "a b"}))],
        ),
        host("a host that is none", "a/b.", vec![]),
        host("a label of the host that no member has", "{token}.", vec![]),
        ("a label of no host", vec![(TOKEN, label.clone())]),
        host("a number in the host", "{count}.", vec![(COUNT, label)]),
    ]
}
