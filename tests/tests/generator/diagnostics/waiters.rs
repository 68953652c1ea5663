//! Waiters.

use serde_json::{Value, json};

use super::Case;

const WAITABLE: &str = "/shapes/t#Get/traits/smithy.waiters#waitable";

pub(super) fn cases() -> Vec<Case> {
    let waitable = |name, value: Value| (name, vec![(WAITABLE, value)]);
    let waiter = |name, waiter: Value| waitable(name, json!({"Ready": waiter}));
    let acceptor = |name, acceptor: Value| waiter(name, json!({"acceptors": [acceptor]}));
    let success = |matcher: Value| json!({"state": "success", "matcher": matcher});
    let done = || json!({"acceptors": [success(json!({"success": true}))]});
    let matcher = |name, matcher: Value| acceptor(name, success(matcher));
    let output = |path: &str, comparator: &str| {
        let matcher = json!({"path": path, "expected": "a", "comparator": comparator});
        json!({"output": matcher})
    };
    let slow = json!({"minDelay": 10, "maxDelay": 5, "acceptors": done()["acceptors"]});
    vec![
        waitable("waiters that are no object", json!([])),
        waitable("a waiter of no name", json!({"not ready": done()})),
        waitable(
            "two waiters of one name",
            json!({"Ready": done(), "READY": done()}),
        ),
        (
            "a member called wait",
            vec![
                (WAITABLE, json!({"Ready": done()})),
                (
                    "/shapes/t#In/members/wait",
                    json!({"target": "smithy.api#String"}),
                ),
            ],
        ),
        waiter("a waiter that waits for nothing", json!({"acceptors": []})),
        waiter("delays that contradict each other", slow),
        acceptor(
            "an unknown state",
            json!({"state": "done", "matcher": {"success": true}}),
        ),
        acceptor(
            "an acceptor without a matcher",
            json!({"state": "success", "matcher": {}}),
        ),
        matcher("an unknown matcher", json!({"status": 200})),
        matcher("an unknown comparator", output("token", "equals")),
        matcher(
            "a path that leads nowhere",
            output("tokens", "stringEquals"),
        ),
    ]
}
