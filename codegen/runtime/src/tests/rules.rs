//! Endpoint rules.

use aws_smithy_types::error::display::DisplayErrorContext;

use crate::runtime::rules::{self, Expr, Rule, RuleSet, Value, assign, endpoint, error, holds};
use crate::runtime::rules_library::is_valid_host_label;

fn params(name: &str) -> Option<Value<'static>> {
    match name {
        "Region" => Some(Value::Text("us-gov-west-1".into())),
        "Yes" => Some(Value::Bool(true)),
        "No" => Some(Value::Bool(false)),
        _ => None,
    }
}

/// The URL that the rules give, or why there is none.
fn resolve(rules: &'static [Rule]) -> Result<String, String> {
    let rules = Box::leak(Box::new(RuleSet::Tree(rules)));
    match rules::resolve(rules, &params) {
        Ok(endpoint) => Ok(endpoint.url().into()),
        Err(error) => Err(DisplayErrorContext(error).to_string()),
    }
}

const REGION: Expr = Expr::Ref("Region");
const UNSET: Expr = Expr::Ref("Unset");
const TRUE: Expr = Expr::Bool(true);
const FALSE: Expr = Expr::Bool(false);
const PARTITION: Expr = Expr::Partition(&REGION);

/// Whether a rule with the condition applies.
macro_rules! applies {
    ($test:expr) => {{
        static RULES: &[Rule] = &[endpoint(&[holds($test)], Expr::Text("https://a"))];
        resolve(RULES).is_ok()
    }};
}

/// The text of an expression.
macro_rules! text_of {
    ($text:expr) => {{
        static RULES: &[Rule] = &[endpoint(&[], $text)];
        resolve(RULES)
    }};
}

#[test]
fn a_condition_holds_unless_it_is_absent_or_false() {
    let table = [
        (applies!(TRUE), true),
        (applies!(FALSE), false),
        (applies!(REGION), true),
        (applies!(Expr::Text("")), true),
        (applies!(UNSET), false),
        (applies!(Expr::Ref("Yes")), true),
        (applies!(Expr::Ref("No")), false),
        (applies!(PARTITION), true),
    ];
    for (index, (actual, expected)) in table.into_iter().enumerate() {
        assert_eq!(actual, expected, "{index}");
    }
}

#[test]
fn functions() {
    let table = [
        ("isSet", applies!(Expr::IsSet(&REGION)), true),
        (
            "isSet: false is a value",
            applies!(Expr::IsSet(&FALSE)),
            true,
        ),
        ("isSet: unset", applies!(Expr::IsSet(&UNSET)), false),
        ("not: false", applies!(Expr::Not(&FALSE)), true),
        ("not: true", applies!(Expr::Not(&TRUE)), false),
        (
            "not: isSet",
            applies!(Expr::Not(&Expr::IsSet(&UNSET))),
            true,
        ),
        ("not: unset", applies!(Expr::Not(&UNSET)), false),
        (
            "equals: booleans",
            applies!(Expr::Equals(&TRUE, &Expr::Ref("Yes"))),
            true,
        ),
        (
            "equals: other booleans",
            applies!(Expr::Equals(&TRUE, &FALSE)),
            false,
        ),
        (
            "equals: texts",
            applies!(Expr::Equals(&REGION, &Expr::Text("us-gov-west-1"))),
            true,
        ),
        (
            "equals: other texts",
            applies!(Expr::Equals(&REGION, &Expr::Text("us"))),
            false,
        ),
        (
            "equals: other types",
            applies!(Expr::Equals(&REGION, &TRUE)),
            false,
        ),
        (
            "equals: unset",
            applies!(Expr::Equals(&UNSET, &UNSET)),
            false,
        ),
        (
            "host label",
            applies!(Expr::IsValidHostLabel(&REGION, &FALSE)),
            true,
        ),
        (
            "host label: no dots",
            applies!(Expr::IsValidHostLabel(&Expr::Text("a.b"), &FALSE)),
            false,
        ),
        (
            "host label: dots",
            applies!(Expr::IsValidHostLabel(&Expr::Text("a.b"), &TRUE)),
            true,
        ),
        (
            "host label: no text",
            applies!(Expr::IsValidHostLabel(&TRUE, &TRUE)),
            false,
        ),
        (
            "host label: unset",
            applies!(Expr::IsValidHostLabel(&REGION, &UNSET)),
            false,
        ),
        (
            "partition: no text",
            applies!(Expr::Partition(&TRUE)),
            false,
        ),
        ("partition: unset", applies!(Expr::Partition(&UNSET)), false),
        (
            "getAttr: boolean",
            applies!(Expr::Attr(&PARTITION, "supportsFIPS")),
            true,
        ),
        (
            "getAttr: no such",
            applies!(Expr::Attr(&PARTITION, "colour")),
            false,
        ),
        (
            "getAttr: no partition",
            applies!(Expr::Attr(&REGION, "name")),
            false,
        ),
    ];
    for (what, actual, expected) in table {
        assert_eq!(actual, expected, "{what}");
    }
}

#[test]
fn attributes_of_a_partition() {
    let table = [
        (text_of!(Expr::Attr(&PARTITION, "name")), "aws-us-gov"),
        (
            text_of!(Expr::Attr(&PARTITION, "dnsSuffix")),
            "amazonaws.com",
        ),
        (
            text_of!(Expr::Attr(&PARTITION, "dualStackDnsSuffix")),
            "api.aws",
        ),
        (
            text_of!(Expr::Attr(&PARTITION, "implicitGlobalRegion")),
            "us-gov-west-1",
        ),
    ];
    for (actual, expected) in table {
        assert_eq!(actual.as_deref(), Ok(expected));
    }
}

#[test]
fn templates_are_filled() {
    let table = [
        (text_of!(Expr::Text("https://a")), "https://a"),
        (text_of!(Expr::Text("{Region}")), "us-gov-west-1"),
        (
            text_of!(Expr::Text("é{Region}é{Region}")),
            "éus-gov-west-1éus-gov-west-1",
        ),
        (text_of!(Expr::Text("{{Region}}")), "{Region}"),
        (text_of!(Expr::Text("{{{Region}}}")), "{us-gov-west-1}"),
        (text_of!(Expr::Text("}}{{")), "}{"),
    ];
    for (actual, expected) in table {
        assert_eq!(actual.as_deref(), Ok(expected));
    }
}

#[test]
fn a_template_whose_value_is_no_text_is_an_error() {
    let table = [
        text_of!(Expr::Text("{Unset}")),
        text_of!(Expr::Text("{Yes}")),
        text_of!(Expr::Text("{Region#name}")),
        text_of!(Expr::Text("{Unset#name}")),
        text_of!(Expr::Text("{Region")),
        text_of!(Expr::Text("Region}")),
        text_of!(UNSET),
        text_of!(TRUE),
        text_of!(PARTITION),
    ];
    for actual in table {
        let message = actual.expect_err("it is no text");
        assert!(
            message.contains("a value that is not set") || message.contains(" as a text"),
            "{message}"
        );
    }
}

#[test]
fn an_empty_url_is_an_error() {
    let message = text_of!(Expr::Text("")).expect_err("it is empty");
    assert!(message.contains("the endpoint's URL is empty"), "{message}");
}

#[test]
fn the_first_rule_that_applies_decides() {
    static RULES: &[Rule] = &[
        endpoint(&[holds(TRUE), holds(FALSE)], Expr::Text("https://a")),
        endpoint(&[holds(TRUE), holds(REGION)], Expr::Text("https://b")),
        endpoint(&[], Expr::Text("https://c")),
    ];
    assert_eq!(resolve(RULES).as_deref(), Ok("https://b"));
}

#[test]
fn an_error_says_why() {
    static RULES: &[Rule] = &[
        error(&[holds(REGION)], Expr::Text("not in {Region}")),
        endpoint(&[], Expr::Text("https://a")),
    ];
    let message = resolve(RULES).expect_err("the first rule applies");
    assert!(message.contains("not in us-gov-west-1"), "{message}");
}

#[test]
fn a_tree_whose_rules_do_not_apply_ends_the_search() {
    static RULES: &[Rule] = &[
        rules::rules(
            &[holds(REGION)],
            &[endpoint(&[holds(FALSE)], Expr::Text("https://a"))],
        ),
        endpoint(&[], Expr::Text("https://b")),
    ];
    let message = resolve(RULES).expect_err("no rule of the tree applies");
    assert!(message.contains("No endpoint rule matched"), "{message}");
    static SKIPPED: &[Rule] = &[
        rules::rules(&[holds(UNSET)], &[endpoint(&[], Expr::Text("https://a"))]),
        endpoint(&[], Expr::Text("https://b")),
    ];
    assert_eq!(resolve(SKIPPED).as_deref(), Ok("https://b"));
    assert!(resolve(&[]).is_err());
}

#[test]
fn assigned_values_are_seen_in_their_rule_and_below() {
    static RULES: &[Rule] = &[rules::rules(
        &[
            assign("p", PARTITION),
            assign("n", Expr::Attr(&Expr::Ref("p"), "name")),
        ],
        &[endpoint(
            &[assign("m", Expr::Text("{n}!"))],
            Expr::Text("{m} {p#dnsSuffix}"),
        )],
    )];
    assert_eq!(resolve(RULES).as_deref(), Ok("aws-us-gov! amazonaws.com"));
}

#[test]
fn assigned_values_end_with_their_rule() {
    static RULES: &[Rule] = &[
        endpoint(
            &[assign("n", REGION), holds(FALSE)],
            Expr::Text("https://a"),
        ),
        endpoint(
            &[holds(Expr::IsSet(&Expr::Ref("n")))],
            Expr::Text("https://b"),
        ),
        endpoint(&[], Expr::Text("https://c")),
    ];
    assert_eq!(resolve(RULES).as_deref(), Ok("https://c"));
}

#[test]
fn what_is_assigned_last_hides_what_had_the_name() {
    static RULES: &[Rule] = &[rules::rules(
        &[assign("Region", Expr::Text("a"))],
        &[
            endpoint(
                &[assign("Region", Expr::Text("b")), holds(FALSE)],
                Expr::Text("https://a"),
            ),
            endpoint(&[], Expr::Text("{Region}")),
        ],
    )];
    assert_eq!(resolve(RULES).as_deref(), Ok("a"));
    static INNER: &[Rule] = &[rules::rules(
        &[assign("Region", Expr::Text("a"))],
        &[endpoint(
            &[assign("Region", Expr::Text("b"))],
            Expr::Text("{Region}"),
        )],
    )];
    assert_eq!(resolve(INNER).as_deref(), Ok("b"));
}

#[test]
fn an_absent_value_is_not_assigned() {
    static RULES: &[Rule] = &[
        endpoint(&[assign("n", UNSET)], Expr::Text("https://a")),
        endpoint(&[], Expr::Text("https://b")),
    ];
    assert_eq!(resolve(RULES).as_deref(), Ok("https://b"));
}

#[test]
fn host_labels() {
    let long = "a".repeat(63);
    let too_long = "a".repeat(64);
    let long_dotted = format!("{long}.{long}");
    // The label; whether it is one; whether it is several with dots.
    let table = [
        ("a", true, true),
        ("A-1", true, true),
        ("0", true, true),
        ("a-", true, true),
        ("a.b", false, true),
        ("", false, false),
        (".", false, false),
        ("a.", false, false),
        (".a", false, false),
        ("a..b", false, false),
        ("-a", false, false),
        ("a.-b", false, false),
        ("a_b", false, false),
        ("a b", false, false),
        ("a/b", false, false),
        ("a@b", false, false),
        ("a:1", false, false),
        ("é", false, false),
        (&long, true, true),
        (&too_long, false, false),
        (&long_dotted, false, true),
    ];
    for (label, one, several) in table {
        assert_eq!(is_valid_host_label(label, false), one, "{label}");
        assert_eq!(
            is_valid_host_label(label, true),
            several,
            "{label} with dots"
        );
    }
}
