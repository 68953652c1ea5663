//! The cases that are the same for every operation. Compiled once for each side.

use aws_smithy_async::rt::sleep::TokioSleep;
use sdk::config::retry::{RetryConfig, RetryPartition, TokenBucket};
use sdk::config::{BehaviorVersion, Region};

use super::calls::{Way, call};
use super::sdk;
use crate::carried::carried;
use crate::facts::{Cases, Facts};
use crate::given::{Give, Member, OPERATIONS, Operation};
use crate::replies::Replies;
use crate::wire::{FixedInvocationId, FixedTime, Probe, Reply, Wire, credentials};

/// What all cases configure, and most cases nothing else: one attempt, nothing left to chance.
pub(crate) fn config(wire: &Wire) -> sdk::config::Builder {
    without_identity(wire).credentials_provider(credentials())
}

/// The same without credentials.
pub(crate) fn without_identity(wire: &Wire) -> sdk::config::Builder {
    let partition = RetryPartition::custom("peer").token_bucket(TokenBucket::unlimited());
    sdk::Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new("us-east-1"))
        .time_source(FixedTime)
        .sleep_impl(TokioSleep::new())
        .invocation_id_generator(FixedInvocationId)
        .retry_config(RetryConfig::disabled())
        .retry_partition(partition.build())
        .http_client(wire.clone())
        .interceptor(probe(wire))
}

/// Notes what an operation says of itself, and makes the user agents of both sides comparable.
pub(crate) fn probe(wire: &Wire) -> Probe {
    Probe {
        wire: wire.clone(),
        version: sdk::meta::PKG_VERSION,
    }
}

/// Retries without waiting.
pub(crate) fn three_attempts() -> RetryConfig {
    RetryConfig::standard().with_initial_backoff(std::time::Duration::ZERO)
}

/// The requests of every operation for every kind of input.
pub(crate) async fn requests() -> Cases {
    let mut cases = Cases::new();
    for operation in OPERATIONS {
        let fluent = gives(operation).into_iter().map(|give| (give, Way::Fluent));
        let ways = [
            (Give::Everything, Way::SendWith),
            (Give::Nothing, Way::SendWith),
        ];
        for (give, way) in fluent.chain(ways) {
            let facts = request(operation.name, give, way).await;
            cases.push((format!("{}: {give:?}, {way:?}", operation.name), facts));
        }
    }
    cases
}

/// The inputs that make sense for this operation.
fn gives(operation: Operation) -> Vec<Give> {
    let mut gives = vec![
        Give::Everything,
        Give::Labels,
        Give::Required,
        Give::Nothing,
    ];
    for label in operation.labels {
        gives.extend([Give::Without(label), Give::Empty(label)]);
    }
    if !operation.labels.is_empty() {
        gives.extend(LABELS.map(Give::Label));
    }
    if operation.sends(Member::Text) {
        gives.extend(TEXTS.map(Give::Text));
    }
    if operation.sends(Member::Structure) {
        gives.extend(DOUBLES.map(Give::Double));
        gives.extend([Give::UnknownValues, Give::Hollow]);
    }
    if operation.sends(Member::Whole) {
        gives.extend([i32::MIN, -1, 0, i32::MAX].map(Give::Whole));
    }
    if operation.sends(Member::Truth) {
        gives.push(Give::False);
    }
    gives
}

/// Texts for labels that test escaping and the normalisation of paths.
const LABELS: [&str; 12] = [
    ".",
    "..",
    "a/../b",
    "/",
    "//",
    "%2F",
    "a b",
    "+",
    "~-_.",
    "é\u{1F680}",
    "\u{0}\n\u{7f}",
    "\\{}|^`<>\"",
];

/// Texts for bodies that test escaping.
const TEXTS: [&str; 6] = [
    "",
    "\"\\/",
    "\u{0}\u{1f}\u{7f}",
    "\n\r\t\u{8}\u{c}",
    "\u{2028}\u{feff}",
    "\u{1F680}é",
];

/// Numbers that test formatting.
const DOUBLES: [f64; 12] = [
    0.0,
    -0.0,
    1.0,
    -1.5,
    0.1,
    123_456_789.0,
    1e21,
    f64::MAX,
    5e-324,
    f64::NAN,
    f64::INFINITY,
    f64::NEG_INFINITY,
];

/// What the call sends, and whether that worked; why it did not is each crate's own wording.
async fn request(operation: &str, give: Give, way: Way) -> Facts {
    let wire = Wire::new([Reply::http(200, "{}")]);
    let client = sdk::Client::from_conf(config(&wire).build());
    let outcome = call(&client, operation, give, way).await;
    let mut facts = wire.facts();
    let result = outcome.get("result").unwrap_or_default();
    facts.note("result", result);
    facts
}

/// What callers get for the responses that `replies` has for every operation.
pub(crate) async fn responses(replies: impl Fn(&str) -> Replies) -> Cases {
    let mut cases = Cases::new();
    for operation in OPERATIONS {
        for (name, reply) in replies(operation.name) {
            let facts = response(operation.name, reply).await;
            cases.push((format!("{}: {name}", operation.name), facts));
        }
    }
    cases
}

/// What callers get for this response, and what it carries.
pub(crate) async fn response(operation: &str, reply: Reply) -> Facts {
    let mut facts = carried(&reply);
    let wire = Wire::new([reply]);
    let config = config(&wire).retry_config(three_attempts());
    let client = sdk::Client::from_conf(config.build());
    facts.append(call(&client, operation, Give::Required, Way::Fluent).await);
    facts.note("attempts", wire.attempts());
    facts
}
