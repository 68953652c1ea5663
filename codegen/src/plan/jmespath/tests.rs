//! What expressions are parsed to, and what is refused. What they make of values is tested with the
//! evaluator (codegen/runtime/src/tests/jmespath.rs).

use super::Comparison::{Equal, Less};
use super::Step::{self, *};
use super::{Function, parse};

fn field(name: &str) -> Step {
    Field(name.to_owned())
}

fn call(name: &str, arguments: Vec<Vec<Step>>) -> Step {
    Call(
        Function::named(name).expect("the function exists"),
        arguments,
    )
}

fn number(value: i32) -> Vec<Step> {
    vec![Number(value.into())]
}

fn assert_table(table: Vec<(&str, Vec<Step>)>) {
    for (text, expected) in table {
        assert_eq!(parse(text), Ok(expected), "{text}");
    }
}

#[test]
fn chains() {
    let (a, b, c) = (|| field("a"), || field("b"), || field("c"));
    assert_table(vec![
        ("@", vec![]),
        ("a.b", vec![a(), b()]),
        (" a . b ", vec![a(), b()]),
        ("\"a b\".\"\\u0063\"", vec![field("a b"), c()]),
        ("a[0].b[-1]", vec![a(), Index(0), b(), Index(-1)]),
        ("[0]", vec![Index(0)]),
        ("a[*].b", vec![a(), Each, b()]),
        ("a[].b[]", vec![a(), Flatten, b(), Flatten]),
        ("a.*.b", vec![a(), EachValue, b()]),
        ("*", vec![EachValue]),
        ("a[1:2]", vec![a(), Slice(Some(1), Some(2), 1)]),
        ("a[::-1]", vec![a(), Slice(None, None, -1)]),
        ("a[?b].c", vec![a(), Filter(vec![b()]), c()]),
        ("a[*].b | c", vec![a(), Each, b(), Stop, c()]),
        ("(a[*].b)[0]", vec![a(), Each, b(), Stop, Index(0)]),
        ("(a).b | c", vec![a(), b(), c()]),
        ("a.[b, c]", vec![a(), List(vec![vec![b()], vec![c()]])]),
        ("[a]", vec![List(vec![vec![a()]])]),
        ("{a: b}", vec![Object(vec![("a".to_owned(), vec![b()])])]),
    ]);
}

#[test]
fn operators() {
    let (a, b, c) = (
        || vec![field("a")],
        || vec![field("b")],
        || vec![field("c")],
    );
    assert_table(vec![
        ("a || b && c", vec![Or(a(), vec![And(b(), c())])]),
        ("(a || b) && c", vec![And(vec![Or(a(), b())], c())]),
        (
            "a == b && c",
            vec![And(vec![Compare(Equal, a(), b())], c())],
        ),
        ("!a == b", vec![Compare(Equal, vec![Not(a())], b())]),
        ("!!a", vec![Not(vec![Not(a())])]),
        ("!a.b", vec![Not(vec![field("a"), field("b")])]),
        ("a < `1`", vec![Compare(Less, a(), number(1))]),
        ("a | b || c", vec![field("a"), Or(b(), c())]),
        (
            "length(a[?b == 'x']) == `0`",
            vec![Compare(
                Equal,
                vec![call(
                    "length",
                    vec![vec![
                        field("a"),
                        Filter(vec![Compare(Equal, b(), vec![Text("x".to_owned())])]),
                    ]],
                )],
                number(0),
            )],
        ),
    ]);
}

#[test]
fn literals() {
    let text = |text: &str| vec![Text(text.to_owned())];
    assert_table(vec![
        ("'it\\'s'", text("it's")),
        ("`\"a\\`b\"`", text("a`b")),
        ("`true`", vec![Bool(true)]),
        ("`null`", vec![Null]),
        ("`-1.5`", vec![Number(-1.5)]),
        (
            "`[1, \"a\"]`",
            vec![Bool(true), List(vec![number(1), text("a")])],
        ),
        (
            "`{\"a\": 1}`",
            vec![Bool(true), Object(vec![("a".to_owned(), number(1))])],
        ),
    ]);
}

/// The expressions of waiters in the models of AWS that are not plain paths.
#[test]
fn waiters_of_aws() {
    let expressions = [
        "contains(AutoScalingGroups[].[length(Instances[?LifecycleState=='InService']) >= MinSize][], `false`)",
        "length(services[?!(length(deployments) == `1` && runningCount == desiredCount)]) == `0`",
        "length(KeyPairs[].KeyName) > `0`",
        "length(DBSnapshots) == `0`",
        "Reservations[].Instances[].State.Name",
        "Certificate.DomainValidationOptions[].ValidationStatus",
        "Clusters[].ClusterStatus",
        "InstanceStates[].State",
        "Services[].status",
        "failures[].reason",
        "tasks[].lastStatus",
        "TargetHealthDescriptions[].TargetHealth.State",
        "LoadBalancers[].State.Code",
        "CacheClusters[].CacheClusterStatus",
        "Snapshots[].State",
        "length(SpotInstanceRequests[]) > `0`",
        "VpcPeeringConnections[].Status.Code",
        "length(Attachments[?State == 'attached']) > `0`",
        "Stacks[].StackStatus",
        "length(MetricAlarms[]) > `0`",
        "KinesisDataStreamDestinations[*].DestinationStatus",
        "KinesisDataStreamDestinations[?StreamArn == input.StreamArn].DestinationStatus",
        "output.KinesisDataStreamDestinations[*].DestinationStatus",
        "length(output.KinesisDataStreamDestinations) > `0` && length(output.KinesisDataStreamDestinations[?DestinationStatus == 'DISABLED' || DestinationStatus == 'ENABLE_FAILED']) == length(output.KinesisDataStreamDestinations)",
        "!(length(channelPlacementGroups) == `0`)",
        "IsTruncated == `true`",
    ];
    for text in expressions {
        assert!(parse(text).is_ok(), "{text}: {:?}", parse(text));
    }
}

#[test]
fn what_is_refused() {
    let deep = "[".repeat(1000);
    let deep_literal = format!("`{}{}`", "[".repeat(40), "]".repeat(40));
    let long = "a.".repeat(1000);
    let table = [
        ("", "a name is expected at the end"),
        ("a.", "a name is expected at the end"),
        (
            "a b",
            "an operator or the end is expected before `b`, at character 2",
        ),
        ("a[", "an index, `*`, `?` or `]` is expected at the end"),
        (
            "a[b]",
            "an index, `*`, `?` or `]` is expected before `b`, at character 2",
        ),
        ("a[1", "`]` is expected at the end"),
        (
            "a[99999999999]",
            "a number is expected before `9`, at character 2",
        ),
        ("a[::0]", "the step of a slice is 0"),
        ("'a", "a `'` is not closed"),
        ("`a`", "`a` is not JSON"),
        (
            "a = b",
            "an operator or the end is expected before `=`, at character 2",
        ),
        ("map(&a, b)", "the function `map` is not supported"),
        (
            "sort(&a)",
            "references to expressions (`&`) are not supported",
        ),
        ("length()", "`length` takes 1 arguments, not 0"),
        ("ü", "a name is expected before `ü`, at character 0"),
        (&deep, "it is nested too deeply"),
        (&deep_literal, "it is nested too deeply"),
        (&long, "it has more than 1024 characters"),
        (&"!".repeat(1000), "it is nested too deeply"),
    ];
    for (text, expected) in table {
        assert_eq!(parse(text), Err(expected.to_owned()), "{text}");
    }
}
