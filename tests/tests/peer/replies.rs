//! The responses that both sides get: for every operation a complete success, what a service may do to
//! it, what it must not, and errors in every envelope.

use serde_json::{Value, json};

use crate::bodies::{
    REQUIRED, changed, complete, escaped, number, paths, replaced, with_unknown_members,
    with_unknown_values, without_items, wrong_types,
};
use crate::wire::Reply;

/// Responses by the names of their cases.
pub(crate) type Replies = Vec<(String, Reply)>;

/// The operations that get rare responses, too: of each kind of input and output there is one.
const THOROUGH: [&str; 5] = [
    "CreateBackend",
    "DeleteToken",
    "GetBackendAuth",
    "ListBackendJobs",
    "UpdateBackendConfig",
];

const HTML: &str = "<html><body>Bad Gateway</body></html>";

fn reply(status: u16, headers: &[(&'static str, &str)], body: impl Into<Vec<u8>>) -> Reply {
    let headers = headers
        .iter()
        .map(|(name, value)| (*name, (*value).to_owned()));
    Reply::Http(status, headers.collect(), body.into())
}

/// Well-formed successes, each a variation of the complete one.
pub(crate) fn successes(operation: &str) -> Replies {
    let complete = complete(operation);
    let text = complete.to_string();
    let change = |change: &dyn Fn(Value) -> Value| changed(&complete, change).to_string();
    let deep = format!("{}1{}", "[".repeat(100), "]".repeat(100));
    let mut bodies: Vec<(String, String)> = vec![
        ("complete".into(), text.clone()),
        ("spaced".into(), format!("\r\n\t {complete:#} \r\n")),
        ("escaped".into(), escaped(&text)),
        ("unknown members".into(), change(&with_unknown_members)),
        ("unknown enum values".into(), change(&with_unknown_values)),
        (
            "whole numbers".into(),
            change(&|value| number(value, json!(8))),
        ),
        (
            "exponents".into(),
            change(&|value| number(value, json!(1.5e300))),
        ),
        ("empty lists".into(), change(&without_items)),
        ("empty object".into(), "{}".into()),
        ("empty body".into(), String::new()),
        (
            "members twice".into(),
            format!("{}, {}", &text[..text.len() - 1], &text[1..]),
        ),
        (
            "deep unknown member".into(),
            format!("{{\"new\":{deep}, {}", &text[1..]),
        ),
    ];
    for special in ["NaN", "Infinity", "-Infinity"] {
        let body = change(&|value| number(value, json!(special)));
        bodies.push((format!("numbers as {special}"), body));
    }
    for path in paths(&complete) {
        let item = path
            .rsplit('/')
            .next()
            .is_some_and(|last| last.parse::<usize>().is_ok());
        if !item && !REQUIRED.contains(&path.as_str()) {
            let body = replaced(&complete, &path, Value::Null).to_string();
            bodies.push((format!("null at {path}"), body));
        }
    }
    let answered = |body: String| reply(200, &[("x-amzn-requestid", "req-1")], body);
    bodies
        .into_iter()
        .map(|(name, body)| (name, answered(body)))
        .collect()
}

/// What no service should answer with status 200, and unusual statuses.
pub(crate) fn oddities(operation: &str) -> Replies {
    let complete = complete(operation);
    let text = complete.to_string();
    let mut replies: Replies = Vec::new();
    for path in paths(&complete) {
        let target = complete
            .pointer(&path)
            .expect("the path is one of this value");
        for (name, wrong) in wrong_types(target) {
            let body = replaced(&complete, &path, wrong).to_string();
            replies.push((format!("{name} at {path}"), Reply::http(200, &body)));
        }
    }
    replies.push(("cut off".into(), Reply::http(200, &text[..text.len() - 1])));
    replies.push(("html body".into(), Reply::http(200, HTML)));
    replies.push(("status 204 without body".into(), Reply::http(204, "")));
    replies.push(("status 302 without body".into(), Reply::http(302, "")));
    replies.push(("status 302 with a success".into(), Reply::http(302, &text)));
    if THOROUGH.contains(&operation) {
        replies.extend(rare_oddities(&text));
    }
    replies
}

const ODD_BODIES: [(&str, &[u8]); 24] = [
    ("blank body", b" \r\n"),
    ("null body", b"null"),
    ("list body", b"[]"),
    ("text body", b"\"text\""),
    ("number body", b"12"),
    ("no end", b"{"),
    ("open text", br#"{"appId":"a"#),
    ("no value", br#"{"appId":}"#),
    ("no colon", br#"{"appId" "a"}"#),
    ("no comma", br#"{"a":1 "b":2}"#),
    ("comma at the end", br#"{"a":1,}"#),
    ("single quotes", b"{'appId':'a'}"),
    ("comment", b"{/* a */}"),
    ("literal NaN", br#"{"a":NaN}"#),
    ("leading zero", br#"{"a":01}"#),
    ("lone sign", br#"{"a":-}"#),
    ("raw control character", b"{\"a\":\"\x01\"}"),
    (
        "lone surrogate",
        br#"{"error":"\ud800","nextToken":"\ud800"}"#,
    ),
    ("bad escape", br#"{"error":"\x","nextToken":"\x"}"#),
    ("byte order mark", b"\xef\xbb\xbf{}"),
    ("two documents", b"{}{}"),
    (
        "no UTF-8 in a member",
        b"{\"error\":\"\xe9\",\"nextToken\":\"\xe9\"}",
    ),
    ("no UTF-8 in an unknown member", b"{\"new\":\"\xe9\"}"),
    ("an error", br#"{"code":"BadRequestException"}"#),
];

fn rare_oddities(text: &str) -> Replies {
    let odd = ODD_BODIES.map(|(name, body)| (name.to_owned(), reply(200, &[], body)));
    let mut replies = Replies::from(odd);
    replies.push(("text behind".into(), Reply::http(200, &format!("{text} x"))));
    for status in [
        100, 201, 202, 204, 206, 226, 299, 300, 301, 304, 307, 308, 399,
    ] {
        let location = [("location", "https://elsewhere.example/")];
        replies.push((
            format!("status {status} with location"),
            reply(status, &location, ""),
        ));
        replies.push((
            format!("status {status} with a success"),
            Reply::http(status, text),
        ));
    }
    replies.push(("torn body".into(), Reply::TornBody));
    replies
}

/// The modelled errors, their statuses and their members apart from the message.
const MODELLED: [(&str, u16, &str); 4] = [
    ("BadRequestException", 400, ""),
    ("GatewayTimeoutException", 504, ""),
    ("NotFoundException", 404, r#","resourceType":"app""#),
    (
        "TooManyRequestsException",
        429,
        r#","limitType":"requests""#,
    ),
];

/// A name, the header that tells the type, and the body, with `CODE` and `MEMBERS` to fill in.
type Envelope = (&'static str, Option<&'static str>, &'static str);

const MESSAGE: &str = r#"{"message":"what \u00e9 happened"MEMBERS}"#;

const ENVELOPES: [Envelope; 15] = [
    ("header", Some("CODE"), MESSAGE),
    (
        "header with url",
        Some("CODE:http://internal.amazon.com/coral/"),
        MESSAGE,
    ),
    (
        "header with namespace",
        Some("aws.protocoltests#CODE"),
        MESSAGE,
    ),
    (
        "header with both",
        Some("aws.protocoltests#CODE:http://a.example/"),
        MESSAGE,
    ),
    ("code", None, r#"{"code":"CODE","message":"m"MEMBERS}"#),
    (
        "code with url",
        None,
        r#"{"code":"CODE:http://a.example/","message":"m"MEMBERS}"#,
    ),
    (
        "code with namespace",
        None,
        r#"{"code":"aws.a#CODE","message":"m"MEMBERS}"#,
    ),
    ("__type", None, r#"{"__type":"CODE","message":"m"MEMBERS}"#),
    (
        "__type with url",
        None,
        r#"{"__type":"CODE:http://a.example/","message":"m"MEMBERS}"#,
    ),
    (
        "__type with namespace",
        None,
        r#"{"__type":"aws.a#CODE","message":"m"MEMBERS}"#,
    ),
    (
        "__type with both",
        None,
        r#"{"__type":"aws.a#CODE:http://a/","message":"m"MEMBERS}"#,
    ),
    ("Message", Some("CODE"), r#"{"Message":"m"MEMBERS}"#),
    ("no message", Some("CODE"), r#"{"new":[{}]MEMBERS}"#),
    ("empty body", Some("CODE"), ""),
    ("broken body", Some("CODE"), r#"{"message":"#),
];

const RARE_ENVELOPES: [Envelope; 20] = [
    (
        "errorMessage",
        Some("CODE"),
        r#"{"errorMessage":"m"MEMBERS}"#,
    ),
    (
        "ErrorMessage",
        Some("CODE"),
        r#"{"ErrorMessage":"m"MEMBERS}"#,
    ),
    (
        "two messages",
        Some("CODE"),
        r#"{"message":"one","Message":"two"MEMBERS}"#,
    ),
    (
        "two messages, turned",
        Some("CODE"),
        r#"{"Message":"two","message":"one"MEMBERS}"#,
    ),
    ("null message", Some("CODE"), r#"{"message":null MEMBERS}"#),
    (
        "null members",
        Some("CODE"),
        r#"{"limitType":null,"resourceType":null}"#,
    ),
    ("number as message", Some("CODE"), r#"{"message":12}"#),
    (
        "number as member",
        Some("CODE"),
        r#"{"limitType":1,"resourceType":1}"#,
    ),
    ("list as body", Some("CODE"), "[]"),
    ("null as body", Some("CODE"), "null"),
    ("blank body", Some("CODE"), " "),
    ("html body", Some("CODE"), HTML),
    (
        "header against body",
        Some("CODE"),
        r#"{"code":"OtherException"MEMBERS}"#,
    ),
    (
        "three codes",
        Some("CODE"),
        r#"{"code":"OtherException","__type":"ThirdException"}"#,
    ),
    (
        "code against __type",
        None,
        r#"{"__type":"OtherException","code":"CODE"MEMBERS}"#,
    ),
    (
        "number as code, and __type",
        None,
        r#"{"code":400,"__type":"CODE"MEMBERS}"#,
    ),
    (
        "null as code, and __type",
        None,
        r#"{"code":null,"__type":"CODE"MEMBERS}"#,
    ),
    ("escaped key", None, r#"{"c\u006fde":"CODE"MEMBERS}"#),
    ("other case", Some("code"), MESSAGE),
    ("spaces", Some(" CODE "), MESSAGE),
];

/// Every modelled error in every envelope.
pub(crate) fn modelled_errors(operation: &str) -> Replies {
    let mut envelopes = ENVELOPES.to_vec();
    if THOROUGH.contains(&operation) {
        envelopes.extend(RARE_ENVELOPES);
    }
    let mut replies = Vec::new();
    for (code, status, members) in MODELLED {
        for (name, header, body) in &envelopes {
            let header = header.map(|header| header.replace("CODE", code));
            let mut headers = vec![("x-amzn-requestid", "req-1")];
            headers.extend(header.as_deref().map(|header| ("x-amzn-ErrorType", header)));
            let body = body.replace("CODE", code).replace("MEMBERS", members);
            replies.push((format!("{code}, {name}"), reply(status, &headers, body)));
        }
    }
    replies
}

/// Errors that the model does not have, and responses that are no proper errors.
pub(crate) fn other_errors(operation: &str) -> Replies {
    let unknown = r#"{"__type":"UnknownException","message":"m"}"#;
    let mut replies: Replies = vec![
        ("unknown code".into(), Reply::http(400, unknown)),
        (
            "unknown code in the header".into(),
            reply(400, &[("x-amzn-errortype", "New")], "{}"),
        ),
        ("unknown code, status 500".into(), Reply::http(500, unknown)),
        ("no code".into(), Reply::http(400, r#"{"message":"m"}"#)),
        ("empty body".into(), Reply::http(400, "")),
        ("empty body, status 503".into(), Reply::http(503, "")),
        (
            "broken json".into(),
            Reply::http(400, r#"{"code":"BadRequestException""#),
        ),
        ("html, status 502".into(), Reply::http(502, HTML)),
        (
            "throttling".into(),
            Reply::http(400, r#"{"code":"ThrottlingException"}"#),
        ),
        ("connection broke".into(), Reply::Io),
        ("transport timeout".into(), Reply::Timeout),
        ("user's fault".into(), Reply::User),
    ];
    if THOROUGH.contains(&operation) {
        replies.extend(rare_errors());
    }
    replies
}

/// Codes that some classifier may know.
const CODES: [(&str, u16); 19] = [
    ("InternalServiceException", 500),
    ("LimitExceededException", 400),
    ("Throttling", 400),
    ("ThrottledException", 400),
    ("RequestThrottled", 400),
    ("RequestLimitExceeded", 400),
    ("SlowDown", 503),
    ("BandwidthLimitExceeded", 400),
    ("PriorRequestNotComplete", 400),
    ("TransactionInProgressException", 400),
    ("RequestTimeout", 400),
    ("RequestTimeoutException", 400),
    ("InternalError", 400),
    ("ExpiredToken", 403),
    ("RequestTimeTooSkewed", 403),
    ("RequestExpired", 403),
    ("SignatureDoesNotMatch", 403),
    ("AccessDeniedException", 403),
    ("", 400),
];

const ERROR_BODIES: [(&str, &str); 8] = [
    ("text behind", r#"{"code":"BadRequestException"} x"#),
    ("null body", "null"),
    ("list body", r#"["BadRequestException"]"#),
    ("text body", r#""BadRequestException""#),
    ("blank body", "  "),
    ("number as code", r#"{"code":400,"message":"m"}"#),
    ("object as message", r#"{"message":{"text":"m"}}"#),
    (
        "nested error",
        r#"{"error":{"code":"BadRequestException","message":"m"}}"#,
    ),
];

const ERROR_HEADERS: [(&str, &[(&str, &str)]); 15] = [
    ("x-amzn-requestid", &[("x-amzn-requestid", "one")]),
    ("x-amz-request-id", &[("x-amz-request-id", "two")]),
    ("x-amzn-request-id", &[("x-amzn-request-id", "three")]),
    (
        "both request ids",
        &[("x-amz-request-id", "two"), ("x-amzn-requestid", "one")],
    ),
    ("empty type", &[("x-amzn-errortype", "")]),
    ("url only", &[("x-amzn-errortype", ":http://a/")]),
    ("namespace only", &[("x-amzn-errortype", "a#")]),
    (
        "two hashes",
        &[("x-amzn-errortype", "a#b#NotFoundException")],
    ),
    (
        "comma",
        &[("x-amzn-errortype", "NotFoundException,BadRequestException")],
    ),
    (
        "two types",
        &[
            ("x-amzn-errortype", "NotFoundException"),
            ("x-amzn-errortype", "BadRequestException"),
        ],
    ),
    (
        "another name",
        &[("x-amzn-error-type", "NotFoundException")],
    ),
    // Left out: `x-amzn-query-error`. The runtime's JSON protocol always honours it, the official crate
    // only where the service has the trait `awsQueryCompatible`; other services never send it.
    ("retry at once", &[("x-amz-retry-after", "0")]),
    ("retry soon", &[("x-amz-retry-after", "1")]),
    ("retry in the past", &[("x-amz-retry-after", "-1")]),
    ("retry sometime", &[("x-amz-retry-after", "soon")]),
];

fn rare_errors() -> Replies {
    let mut replies = Replies::new();
    for (code, status) in CODES {
        let body = format!(r#"{{"__type":"{code}","message":"m"}}"#);
        replies.push((format!("code {code:?}"), Reply::http(status, &body)));
    }
    for (name, body) in ERROR_BODIES {
        replies.push((name.into(), Reply::http(400, body)));
    }
    for (name, headers) in ERROR_HEADERS {
        replies.push((
            format!("header, {name}"),
            reply(400, headers, r#"{"message":"m"}"#),
        ));
    }
    for status in [
        400, 401, 403, 404, 408, 409, 413, 429, 500, 501, 502, 503, 504, 505, 599,
    ] {
        for (name, body) in [
            ("without code", "{}"),
            ("without body", ""),
            ("with html", HTML),
        ] {
            replies.push((format!("status {status} {name}"), Reply::http(status, body)));
        }
    }
    replies.push(("anything else".into(), Reply::Other(None)));
    replies
}
