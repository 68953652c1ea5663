//! The evaluator of endpoint rules, and its library. The tables are those of Smithy's specification, and
//! what a hostile value could break.

use aws_smithy_types::endpoint::Endpoint;
use aws_smithy_types::{Document, Number};

use crate::runtime::rules::{
    self, Diagram, Expr, Rule, RuleSet, Value, assign, endpoint, endpoint_with, error, holds,
};

/// What `rules` make of the parameter `Input`.
fn resolve(rules: &'static RuleSet, input: Option<&str>) -> Result<Endpoint, String> {
    let input = input.map(str::to_owned);
    let params = |name: &str| (name == "Input").then(|| input.as_deref().map(Value::from))?;
    rules::resolve(rules, &params).map_err(|error| error.to_string())
}

fn url(rules: &'static RuleSet, input: &str) -> String {
    let endpoint = resolve(rules, Some(input));
    endpoint.map_or_else(|message| message, |endpoint| endpoint.url().to_owned())
}

/// The endpoint `url` if `condition` has a value that holds, which `{it}` stands for.
macro_rules! when {
    ($condition:expr, $url:literal) => {{
        static RULES: RuleSet = RuleSet::Tree(&[
            endpoint(&[assign("it", $condition)], Expr::Text($url)),
            error(&[], Expr::Text("none")),
        ]);
        |input: &str| url(&RULES, input)
    }};
}

const INPUT: Expr = Expr::Ref("Input");

#[test]
fn host_labels() {
    let single = when!(Expr::IsValidHostLabel(&INPUT, &Expr::Bool(false)), "yes");
    let dotted = when!(Expr::IsValidHostLabel(&INPUT, &Expr::Bool(true)), "yes");
    let longest = "a".repeat(63);
    let too_long = "a".repeat(64);
    for (label, is_single, is_dotted) in [
        ("a-b", true, true),
        ("a.b", false, true),
        (longest.as_str(), true, true),
        (too_long.as_str(), false, false),
        ("", false, false),
        (".", false, false),
        ("a.b.", false, false),
        ("-a", false, false),
        ("a_b", false, false),
        ("b\u{fc}cher", false, false),
    ] {
        assert_eq!(single(label) == "yes", is_single, "{label}");
        assert_eq!(dotted(label) == "yes", is_dotted, "{label}");
    }
}

#[test]
fn bucket_names() {
    let single = when!(
        Expr::IsVirtualHostableS3Bucket(&INPUT, &Expr::Bool(false)),
        "yes"
    );
    let dotted = when!(
        Expr::IsVirtualHostableS3Bucket(&INPUT, &Expr::Bool(true)),
        "yes"
    );
    for (name, is_single, is_dotted) in [
        ("bucket--name-1", true, true),
        ("bucket.name", false, true),
        ("bucket.-name", false, false),
        ("bucket-.name", false, false),
        ("bucket..name", false, false),
        ("Bucket", false, false),
        ("aa", false, false),
        ("bucket-", false, false),
        ("192.168.5.4", false, false),
        ("192.168.100.100", false, false),
    ] {
        assert_eq!(single(name) == "yes", is_single, "{name}");
        assert_eq!(dotted(name) == "yes", is_dotted, "{name}");
    }
}

#[test]
fn urls() {
    let parse = when!(
        Expr::ParseUrl(&INPUT),
        "{it#scheme} {it#authority} {it#path} {it#normalizedPath}"
    );
    for (input, parsed) in [
        ("https://example.com", "https example.com  /"),
        ("https://example.com/", "https example.com / /"),
        (
            "HTTP://example.com:80/foo/bar",
            "http example.com:80 /foo/bar /foo/bar/",
        ),
        (
            "https://user:secret@example.com/a",
            "https example.com /a /a/",
        ),
        ("https://[fe80::1]:443/", "https [fe80::1]:443 / /"),
        ("http://99_ab-.com", "http 99_ab-.com  /"),
        ("https://example.com:8443?foo=bar", "none"),
        ("https://example.com:port", "none"),
        ("https://example.com:65536", "none"),
        ("https://[fe80", "none"),
        ("https://[nothing]", "none"),
        ("https://", "none"),
        ("https:///path", "none"),
        ("https://a b", "none"),
        ("https://a/b c", "none"),
        ("wss://example.com", "none"),
        ("example.com", "none"),
    ] {
        assert_eq!(parse(input), parsed, "{input}");
    }
}

#[test]
fn ip_addresses() {
    static URL: Expr = Expr::ParseUrl(&INPUT);
    let is_ip = when!(Expr::Attr(&URL, "isIp"), "ip");
    for (input, expected) in [
        ("https://127.0.0.1:80", "ip"),
        ("https://[fe80::1]", "ip"),
        ("https://999.999.abc.blah", "none"),
        ("https://1.2.3", "none"),
    ] {
        assert_eq!(is_ip(input), expected, "{input}");
    }
}

#[test]
fn arns() {
    let parse = when!(
        Expr::ParseArn(&INPUT),
        "{it#partition}|{it#service}|{it#region}|{it#accountId}|{it#resourceId[0]}|{it#resourceId[-1]}"
    );
    for (input, parsed) in [
        (
            "arn:aws:sns:us-west-2:012345678910:topic",
            "aws|sns|us-west-2|012345678910|topic|topic",
        ),
        (
            "arn:aws:ec2:us-east-1:012345678910:vpc/vpc-1",
            "aws|ec2|us-east-1|012345678910|vpc|vpc-1",
        ),
        (
            "arn:aws:iam::012345678910:user:a/b",
            "aws|iam||012345678910|user|b",
        ),
        (
            "arn:aws:s3:::bucket_name",
            "aws|s3|||bucket_name|bucket_name",
        ),
        ("arn:aws:s3:::", "none"),
        ("arn::s3:::a", "none"),
        ("arn:aws::::a", "none"),
        ("arn:aws:s3:a", "none"),
        ("nra:aws:s3:::a", "none"),
        ("11111111-2222-3333-4444-555555555555", "none"),
    ] {
        assert_eq!(parse(input), parsed, "{input}");
    }
}

#[test]
fn indexes() {
    static PARTS: Expr = Expr::Split(&INPUT, &Expr::Text(","), &Expr::Int(0));
    let first = when!(Expr::Attr(&PARTS, "[0]"), "{it}");
    let second = when!(Expr::Attr(&PARTS, "[1]"), "{it}");
    let last_but_one = when!(Expr::Attr(&PARTS, "[-2]"), "{it}");
    let far = when!(Expr::Attr(&PARTS, "[-9223372036854775808]"), "{it}");
    assert_eq!(
        [first("a,b,c"), second("a,b,c"), last_but_one("a,b,c")],
        ["a", "b", "b"]
    );
    assert_eq!([second("a"), last_but_one("a"), far("a")], ["none"; 3]);
}

#[test]
fn splitting() {
    macro_rules! split {
        ($limit:literal) => {
            when!(
                Expr::Split(&INPUT, &Expr::Text("--"), &Expr::Int($limit)),
                "{it#[0]}|{it#[-1]}"
            )
        };
    }
    let (all, whole, two) = (split!(0), split!(1), split!(2));
    assert_eq!(all("a--b--c"), "a|c");
    assert_eq!(whole("a--b--c"), "a--b--c|a--b--c");
    assert_eq!(two("a--b--c"), "a|b--c");
    assert_eq!(all(""), "|");
    assert_eq!(all("----x"), "|x");
}

#[test]
fn substrings() {
    macro_rules! substring {
        ($start:literal, $stop:literal, $reverse:literal) => {
            when!(
                Expr::Substring(
                    &INPUT,
                    &Expr::Int($start),
                    &Expr::Int($stop),
                    &Expr::Bool($reverse)
                ),
                "{it}"
            )
        };
    }
    let (head, tail, middle) = (
        substring!(0, 4, false),
        substring!(0, 4, true),
        substring!(1, 3, true),
    );
    assert_eq!(
        [head("abcdef"), tail("abcdef"), middle("abcd")],
        ["abcd", "cdef", "bc"]
    );
    assert_eq!(
        [head("abc"), tail("abc"), head("a\u{2716}cdef")],
        ["none"; 3]
    );
    assert_eq!(
        [
            substring!(2, 2, false)("abc"),
            substring!(3, 2, true)("abc")
        ],
        ["none"; 2]
    );
}

#[test]
fn encoding() {
    let encode = when!(Expr::UriEncode(&INPUT), "{it}");
    assert_eq!(encode("azAZ09-_.~"), "azAZ09-_.~");
    assert_eq!(encode("a b/%\u{e9}"), "a%20b%2F%25%C3%A9");
}

#[test]
fn choices() {
    static SHORT: Expr = Expr::Substring(&INPUT, &Expr::Int(0), &Expr::Int(3), &Expr::Bool(false));
    let coalesce = when!(Expr::Coalesce(&SHORT, &Expr::Text("short")), "{it}");
    assert_eq!([coalesce("abcd"), coalesce("a")], ["abc", "short"]);
    static IS_A: Expr = Expr::Equals(&INPUT, &Expr::Text("a"));
    let choose = when!(
        Expr::Ite(&IS_A, &Expr::Text(""), &Expr::Text("other")),
        "<{it}>"
    );
    assert_eq!([choose("a"), choose("b")], ["<>", "<other>"]);
    let not = when!(Expr::Not(&IS_A), "not a");
    assert_eq!([not("a"), not("b")], ["none", "not a"]);
}

#[test]
fn what_is_not_set_never_holds() {
    static RULES: RuleSet = RuleSet::Tree(&[
        endpoint(
            &[holds(Expr::Equals(&INPUT, &Expr::Text("")))],
            Expr::Text("equal"),
        ),
        endpoint(
            &[holds(Expr::Not(&Expr::Ref("Unknown")))],
            Expr::Text("not"),
        ),
        endpoint(&[holds(Expr::IsSet(&INPUT))], Expr::Text("set")),
        error(&[], Expr::Text("{{Input}} is not set")),
    ]);
    assert_eq!(resolve(&RULES, None), Err("{Input} is not set".to_owned()));
    assert_eq!(url(&RULES, "x"), "set");
}

#[test]
fn rules_that_lead_nowhere() {
    static NEVER: RuleSet =
        RuleSet::Tree(&[endpoint(&[holds(Expr::Bool(false))], Expr::Text("a"))]);
    static TEMPLATE: RuleSet = RuleSet::Tree(&[endpoint(&[], Expr::Text("https://{Unknown}"))]);
    assert_eq!(url(&NEVER, ""), "No endpoint rule matched");
    let message = url(&TEMPLATE, "");
    assert!(message.contains("not set"), "{message}");
    // The builder of endpoints panics when it is given one.
    static EMPTY: RuleSet = RuleSet::Tree(&[endpoint(&[], INPUT)]);
    assert_eq!(url(&EMPTY, ""), "the endpoint's URL is empty");
}

#[test]
fn headers_and_properties() {
    static RULES: RuleSet = RuleSet::Tree(&[endpoint_with(
        &[],
        Expr::Text("https://example.com"),
        &[("x-input", &[Expr::Text("<{Input}>"), INPUT])],
        &[
            (
                "authSchemes",
                Expr::List(&[Expr::Object(&[
                    ("disableDoubleEncoding", Expr::Bool(true)),
                    ("name", Expr::Text("sigv4")),
                    ("signingRegion", Expr::Text("{Input}")),
                ])]),
            ),
            ("other", Expr::List(&[Expr::Int(1), INPUT])),
        ],
    )]);
    let endpoint = resolve(&RULES, Some("in")).expect("the rule applies");
    let headers: Vec<(&str, Vec<&str>)> = endpoint
        .headers()
        .map(|(name, values)| (name, values.collect()))
        .collect();
    assert_eq!(headers, [("x-input", vec!["<in>", "in"])]);
    let [scheme] = endpoint.auth_schemes() else {
        panic!("one scheme: {endpoint:?}");
    };
    assert_eq!(scheme.name(), "sigv4");
    assert_eq!(scheme.get("signingRegion"), Some(&Document::from("in")));
    assert_eq!(
        scheme.get("disableDoubleEncoding"),
        Some(&Document::Bool(true))
    );
    let other = Document::Array(vec![
        Document::Number(Number::PosInt(1)),
        Document::from("in"),
    ]);
    assert_eq!(endpoint.properties().get("other"), Some(&other));
}

#[test]
fn diagrams() {
    static RESULTS: [Rule; 2] = [
        endpoint(&[], Expr::Text("https://{part}")),
        error(&[], Expr::Text("too short")),
    ];
    const CONDITIONS: &[rules::Condition] = &[
        holds(Expr::IsSet(&INPUT)),
        assign(
            "part",
            Expr::Substring(&INPUT, &Expr::Int(0), &Expr::Int(2), &Expr::Bool(false)),
        ),
    ];
    const fn diagram(nodes: &'static [[i32; 3]]) -> RuleSet {
        RuleSet::Diagram(Diagram {
            conditions: CONDITIONS,
            results: &RESULTS,
            nodes,
            root: 2,
        })
    }
    static PLAIN: RuleSet = diagram(&[[-1, 1, -1], [0, 3, -1], [1, 100_000_001, 100_000_002]]);
    static SWAPPED: RuleSet = diagram(&[[-1, 1, -1], [0, -3, 1], [1, 100_000_002, 100_000_001]]);
    static BROKEN: RuleSet = diagram(&[[-1, 1, -1], [0, 9, 100_000_009]]);
    for rules in [&PLAIN, &SWAPPED] {
        assert_eq!(url(rules, "abc"), "https://ab");
        assert_eq!(url(rules, "a"), "too short");
        assert_eq!(
            resolve(rules, None),
            Err("No endpoint rule matched".to_owned())
        );
    }
    assert_eq!(url(&BROKEN, "abc"), "No endpoint rule matched");
    assert_eq!(
        resolve(&BROKEN, None),
        Err("No endpoint rule matched".to_owned())
    );
}

#[test]
fn required_members() {
    let required =
        |text: &str| crate::runtime::endpoint::required(Some(text.to_owned()), "name").ok();
    assert_eq!(required("a"), Some("a".to_owned()));
    assert_eq!([required(""), required(" \t")], [None, None]);
}
