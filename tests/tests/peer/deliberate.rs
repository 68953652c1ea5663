//! The differences that are meant to be, each with its reason. Every other difference fails, and so does
//! an entry that nothing needs any more.
//!
//! A [`Demand`] says how a fact of ours has to differ, a [`Leave`] how it may differ, each in one
//! direction. A [`StandIn`] demands of ours for one response all that the official crate does for another
//! one. See also the test `absent_required_members`.

use std::collections::BTreeMap;
use std::fmt::Debug;

use crate::facts::{Cases, Facts, Seen, assert_same};
use crate::replies::Replies;
use crate::wire::Reply;

/// A difference in single facts.
struct Deliberate<Kind> {
    kind: Kind,
    /// Where there are such differences: in each of these groups, and in no other.
    groups: &'static [&'static str],
    reason: &'static str,
}

/// How facts of ours have to differ.
#[derive(Clone, Copy, Debug)]
enum Demand {
    /// Ours marks the output of these operations as sensitive.
    Marked(&'static [&'static str]),
    /// Debug of ours hides these members.
    Hidden(&'static [&'static str]),
    /// Ours does not hand this hidden member to telemetry.
    NotCaptured(&'static str),
    /// These facts have one text in the official crate, and another one in ours.
    Words(&'static [&'static str], &'static str, &'static str),
}

/// How facts of ours may differ.
#[derive(Clone, Copy, Debug)]
enum Leave {
    /// Ours keeps in these facts what the response carried, where the official crate has nothing.
    Kept(&'static [&'static str], &'static str),
    /// Ours tells the code that it kept.
    Told(&'static [&'static str]),
    /// Ours has the metadata that it kept.
    KeptMetadata,
    /// Ours tries again because of one of these codes, which it kept.
    Retried(&'static [&'static str]),
    /// Both have a text of their own for why a response cannot be read: in the official crate it starts with
    /// one of the first, in ours with one of the second.
    Unreadable(&'static [&'static str], &'static [&'static str]),
}

const CONFIGURED: &str = "the model's endpoint rules have messages of its own";
const KEPT: &str = "an error that cannot be read as modelled still keeps what the service said";

const DEMANDS: [Deliberate<Demand>; 7] = [
    Deliberate {
        kind: Demand::Marked(&["CreateToken", "GetToken"]),
        groups: &[
            "same_configurations",
            "same_endpoints",
            "same_identities",
            "same_overrides",
            "same_requests",
            "same_retries",
            "same_shared_configurations",
        ],
        reason: "the model says that sessions and challenge codes are sensitive",
    },
    Deliberate {
        kind: Demand::Hidden(&["challenge_code", "session_id"]),
        groups: &[
            "same_configurations",
            "same_endpoints",
            "same_odd_responses",
            "same_overrides",
            "same_retries",
            "same_shared_configurations",
            "same_successes",
        ],
        reason: "the model says that sessions and challenge codes are sensitive; the fact `token` has them",
    },
    Deliberate {
        kind: Demand::NotCaptured("SessionId"),
        groups: &["same_configurations"],
        reason: "sensitive members are not for telemetry, and the model says that sessions are sensitive",
    },
    Deliberate {
        kind: Demand::Words(
            &["cause", "endpoint error"],
            "Invalid Configuration: Missing Region",
            "No region is configured, and no custom endpoint either",
        ),
        groups: &[
            "same_configurations",
            "same_endpoints",
            "same_overrides",
            "same_shared_configurations",
        ],
        reason: CONFIGURED,
    },
    Deliberate {
        kind: Demand::Words(
            &["cause", "endpoint error"],
            "Invalid Configuration: FIPS and custom endpoint are not supported",
            "A custom endpoint cannot be combined with FIPS; unset one of the two",
        ),
        groups: &["same_endpoints"],
        reason: CONFIGURED,
    },
    Deliberate {
        kind: Demand::Words(
            &["cause", "endpoint error"],
            "Invalid Configuration: Dualstack and custom endpoint are not supported",
            "A custom endpoint cannot be combined with dual stack; unset one of the two",
        ),
        groups: &["same_endpoints"],
        reason: CONFIGURED,
    },
    Deliberate {
        kind: Demand::Words(
            &["cause"],
            "invalid uri character",
            "failed to apply endpoint `no url`: endpoint is not a valid URI",
        ),
        groups: &["same_endpoints"],
        reason: "it is the runtime's protocol that applies endpoints in ours, and it names the endpoint",
    },
];

const LEAVES: [Deliberate<Leave>; 7] = [
    Deliberate {
        kind: Leave::Kept(
            &["code", "classified by", "crate error code"],
            "carried code",
        ),
        groups: &["same_modelled_errors", "same_other_errors"],
        reason: KEPT,
    },
    Deliberate {
        kind: Leave::Kept(&["message", "crate error message"], "carried message"),
        groups: &["same_other_errors"],
        reason: KEPT,
    },
    Deliberate {
        kind: Leave::Kept(
            &["service error request id", "crate error request id"],
            "carried request id",
        ),
        groups: &["same_modelled_errors", "same_other_errors"],
        reason: KEPT,
    },
    Deliberate {
        kind: Leave::Told(&["service error", "crate error"]),
        groups: &["same_modelled_errors", "same_other_errors"],
        reason: KEPT,
    },
    Deliberate {
        kind: Leave::KeptMetadata,
        groups: &["same_modelled_errors", "same_other_errors"],
        reason: KEPT,
    },
    Deliberate {
        kind: Leave::Retried(&["TooManyRequestsException"]),
        groups: &["same_modelled_errors"],
        reason: "a service that says it throttles does so even when the rest of it cannot be read",
    },
    Deliberate {
        kind: Leave::Unreadable(
            &[
                "Error at offset ",
                "failed to parse JSON: ",
                "invalid JSON escape: ",
                "unexpected end of string",
            ],
            &["invalid input: ", "null in the list ", "type mismatch: "],
        ),
        groups: &[
            "same_modelled_errors",
            "same_odd_responses",
            "same_other_errors",
            "same_retries",
        ],
        reason: "the two codecs have words of their own for what is no JSON, or is not of its type",
    },
];

/// Ours does with one response what the official crate does with another one.
struct StandIn {
    /// The end of the case's name.
    case: &'static str,
    group: &'static str,
    /// The body that the official crate gets instead.
    body: &'static str,
    /// Whose error is an unhandled one; the other has an output or a modelled error.
    unhandled: Side,
    reason: &'static str,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    Official,
    Ours,
}

const BLANK: &str = "a body of white space says as little as an empty one";
const STRICT: &str = "the runtime's codec wants unknown members to be JSON, too";
const LENIENT: &str = "the runtime's codec does not look for raw control characters";
const SKIPPED: &str = "the runtime's codec does not decode texts that it skips";

const STAND_INS: [StandIn; 7] = [
    StandIn {
        case: "blank body",
        group: "same_odd_responses",
        body: "",
        unhandled: Side::Official,
        reason: BLANK,
    },
    StandIn {
        case: "blank body",
        group: "same_modelled_errors",
        body: "",
        unhandled: Side::Official,
        reason: BLANK,
    },
    StandIn {
        case: "leading zero",
        group: "same_odd_responses",
        body: "{",
        unhandled: Side::Ours,
        reason: STRICT,
    },
    StandIn {
        case: "bad escape",
        group: "same_odd_responses",
        body: "{",
        unhandled: Side::Ours,
        reason: STRICT,
    },
    StandIn {
        case: "raw control character",
        group: "same_odd_responses",
        body: "{}",
        unhandled: Side::Official,
        reason: LENIENT,
    },
    StandIn {
        case: "no UTF-8 in an unknown member",
        group: "same_odd_responses",
        body: "{}",
        unhandled: Side::Official,
        reason: SKIPPED,
    },
    StandIn {
        case: "no UTF-8 in a member",
        group: "same_odd_responses",
        body: "{}",
        unhandled: Side::Official,
        reason: SKIPPED,
    },
];

/// Fails with every difference that is not in the tables, and with every entry that nothing needs.
///
/// `stand_ins` are the official crate's answers to [`stand_ins`].
#[track_caller]
pub(crate) fn compare(group: &str, official: &Cases, ours: &Cases, stand_ins: &Cases) {
    let mut used = Used::new(group);
    let expected = expected(official, ours, stand_ins, &mut used);
    let mut excuse = |seen: Seen<'_>| {
        let mut entries = of_group(&LEAVES, group);
        let found = entries.find(|entry| entry.kind.excuses(seen));
        found.is_some_and(|entry| used.note(entry.name(), entry.reason, seen.case))
    };
    assert_same(group, &expected, ours, &mut excuse);
    used.assert_complete();
}

/// The responses of `replies` that have a stand-in, replaced by it.
pub(crate) fn stand_ins(
    group: &str,
    replies: impl Fn(&str) -> Replies,
) -> impl Fn(&str) -> Replies {
    move |operation| {
        let replies = replies(operation).into_iter();
        let stand_in = |(name, reply): (String, Reply)| {
            let entry = StandIn::of(group, &name)?;
            let Reply::Http(status, headers, _) = reply else {
                return None;
            };
            Some((name, Reply::Http(status, headers, entry.body.into())))
        };
        replies.filter_map(stand_in).collect()
    }
}

/// What ours has to show: what the official crate shows of the case or of its stand-in, changed by demands.
fn expected(official: &Cases, ours: &Cases, stand_ins: &Cases, used: &mut Used<'_>) -> Cases {
    let expect = |((name, official), (_, ours)): (&(String, Facts), &(String, Facts))| {
        let case = name.split_once(": ").map_or("", |(_, case)| case);
        let entry = StandIn::of(used.group, case).filter(|entry| entry.applies(official, ours));
        let stand_in = stand_ins.iter().find(|(stand_in, _)| stand_in == name);
        let mut expected = official.clone();
        if let (Some(entry), Some((_, stand_in))) = (entry, stand_in) {
            used.note(entry.name(), entry.reason, name);
            expected = stand_in.clone();
        }
        demand(name, &mut expected, used);
        (name.clone(), expected)
    };
    official.iter().zip(ours).map(expect).collect()
}

/// Changes the facts of a case as the demands want.
fn demand(case: &str, facts: &mut Facts, used: &mut Used<'_>) {
    for entry in of_group(&DEMANDS, used.group) {
        let before = facts.clone();
        facts.replace(|fact, text| {
            let changed = entry.kind.changed(fact, text, &before)?;
            let differs = changed != text && used.note(entry.name(), entry.reason, case);
            differs.then_some(changed)
        });
    }
}

fn of_group<'a, Kind>(
    table: &'a [Deliberate<Kind>],
    group: &str,
) -> impl Iterator<Item = &'a Deliberate<Kind>> {
    table
        .iter()
        .filter(move |entry| entry.groups.contains(&group))
}

impl<Kind: Debug> Deliberate<Kind> {
    fn name(&self) -> String {
        format!("{:?}", self.kind)
    }
}

/// In which cases of a group the entries of the tables were needed.
struct Used<'a> {
    group: &'a str,
    cases: BTreeMap<String, Vec<String>>,
}

impl<'a> Used<'a> {
    fn new(group: &'a str) -> Self {
        let demands = of_group(&DEMANDS, group).map(Deliberate::name);
        let leaves = of_group(&LEAVES, group).map(Deliberate::name);
        let stand_ins = STAND_INS.iter().filter(|entry| entry.group == group);
        let names = demands.chain(leaves).chain(stand_ins.map(StandIn::name));
        Self {
            group,
            cases: names.map(|name| (name, Vec::new())).collect(),
        }
    }

    /// Counts a case for an entry; an entry without a reason excuses nothing.
    fn note(&mut self, entry: String, reason: &str, case: &str) -> bool {
        let cases = self.cases.entry(entry).or_default();
        if cases.last().is_none_or(|last| last != case) {
            cases.push(case.to_owned());
        }
        !reason.is_empty()
    }

    #[track_caller]
    fn assert_complete(&self) {
        for (entry, cases) in &self.cases {
            println!("{}: {} cases: {entry}", self.group, cases.len());
        }
        let unused = self.cases.iter().filter(|(_, cases)| cases.is_empty());
        let unused: Vec<_> = unused.map(|(entry, _)| entry).collect();
        assert!(
            unused.is_empty(),
            "{}: nothing needs {unused:#?}",
            self.group
        );
    }
}

impl StandIn {
    fn of(group: &str, case: &str) -> Option<&'static Self> {
        let mut entries = STAND_INS.iter().filter(|entry| entry.group == group);
        entries.find(|entry| {
            let before = case.strip_suffix(entry.case);
            before.is_some_and(|before| before.is_empty() || before.ends_with(", "))
        })
    }

    /// Whether the sides differ, and in the direction of this entry.
    fn applies(&self, official: &Facts, ours: &Facts) -> bool {
        let unhandled = |facts: &Facts| facts.get("crate error variant") == Some("Unhandled");
        match self.unhandled {
            Side::Official => unhandled(official) && !unhandled(ours),
            Side::Ours => !unhandled(official) && unhandled(ours),
        }
    }

    fn name(&self) -> String {
        format!("{} as {:?}", self.case, self.body)
    }
}

const NOTHING: &str = "ErrorMetadata { code: None, message: None, extras: None }";
const NO_VARIANT: Option<&str> = Some("[false, false, false, false]");
const MODELLED: [&str; 4] = [
    "Some(\"BadRequestException\")",
    "Some(\"GatewayTimeoutException\")",
    "Some(\"NotFoundException\")",
    "Some(\"TooManyRequestsException\")",
];

impl Demand {
    /// What ours has to have where the official crate has `text` in this fact, among other `facts`.
    fn changed(self, fact: &str, text: &str, facts: &Facts) -> Option<String> {
        match self {
            Self::Marked(operations) => {
                of_operation(fact, facts, operations).then(|| "true".to_owned())
            }
            Self::Hidden(members) if shows_values(fact) => hidden(text, members),
            Self::NotCaptured(member) if fact.ends_with(" read_after_execution") => {
                not_captured(text, member)
            }
            Self::Words(facts, from, to) => {
                (facts.contains(&fact) && text == from).then(|| to.to_owned())
            }
            _ => None,
        }
    }
}

impl Leave {
    fn excuses(self, seen: Seen<'_>) -> bool {
        let fact = seen.fact;
        let (Some(official), Some(ours)) = (seen.official.get(fact), seen.ours.get(fact)) else {
            return false;
        };
        match self {
            Self::Kept(facts, carried) => {
                let carried = seen.official.get(carried).unwrap_or("None");
                facts.contains(&fact)
                    && nothing_kept(seen)
                    && (official, ours) == ("None", carried)
                    && (!facts.contains(&"code") || MODELLED.contains(&carried))
            }
            Self::Told(facts) => {
                let code = seen.ours.get("code").and_then(some).unwrap_or_default();
                facts.contains(&fact)
                    && nothing_kept(seen)
                    && official == "unhandled error"
                    && ours == format!("unhandled error ({code})")
            }
            Self::KeptMetadata => {
                fact == "service error metadata"
                    && nothing_kept(seen)
                    && metadata(seen.ours).as_deref() == Some(ours)
            }
            Self::Retried(codes) => {
                let code = seen.ours.get("code").and_then(some);
                fact == "attempts"
                    && nothing_kept(seen)
                    && (official, ours) == ("1", "3")
                    && code.is_some_and(|code| codes.contains(&code))
            }
            Self::Unreadable(theirs, own) => {
                let starts =
                    |text: &str, words: &[&str]| words.iter().any(|it| text.starts_with(it));
                fact == "cause" && unreadable(seen) && starts(official, theirs) && starts(ours, own)
            }
        }
    }
}

/// Whether the fact is the mark of a call of one of these operations.
fn of_operation(fact: &str, facts: &Facts, operations: &[&str]) -> bool {
    let Some(nth) = fact.strip_prefix("sensitive output") else {
        return false;
    };
    let name = facts.get(&format!("operation{nth}"));
    let name = name.and_then(|name| name.strip_prefix("AmplifyBackend "));
    name.is_some_and(|name| operations.contains(&name))
}

/// Whether the fact is the Debug text of an output, or what a hook saw.
fn shows_values(fact: &str) -> bool {
    let hook = fact.split_once(' ').map_or("", |(_, hook)| hook);
    fact == "output" || ["read_", "modify_"].iter().any(|it| hook.starts_with(it))
}

/// The Debug text of the official crate with the values of `members` hidden.
fn hidden(text: &str, members: &[&str]) -> Option<String> {
    // Debug of a text escapes the quotes in it.
    let quote = if text.starts_with("Some(") {
        "\\\""
    } else {
        "\""
    };
    let mut hidden = text.to_owned();
    for member in members {
        let Some(at) = hidden.find(&format!(" {member}: ")) else {
            continue;
        };
        let start = at + member.len() + 3;
        let value = &hidden[start..];
        let length = if value.starts_with("None") {
            "None".len()
        } else {
            let open = format!("Some({quote}");
            let close = format!("{quote})");
            let inner = value.strip_prefix(&open)?;
            open.len() + inner.find(&close)? + close.len()
        };
        let mark = format!("{quote}*** Sensitive Data Redacted ***{quote}");
        hidden.replace_range(start..start + length, &mark);
    }
    Some(hidden)
}

/// What a hook notes at the end, without the one captured member.
fn not_captured(text: &str, member: &str) -> Option<String> {
    let (before, captured) = text.rsplit_once(" [(\"")?;
    let captured = captured.strip_suffix("\")]")?;
    let (name, _) = captured.split_once("\", \"")?;
    (name == member).then(|| format!("{before} []"))
}

/// Whether both have an unhandled error, and the official crate nothing of what the response says.
fn nothing_kept(seen: Seen<'_>) -> bool {
    seen.official.get("variant") == NO_VARIANT
        && seen.ours.get("variant") == NO_VARIANT
        && seen.official.get("service error metadata") == Some(NOTHING)
}

/// The metadata of the code, the message and the request id that these facts have.
fn metadata(facts: &Facts) -> Option<String> {
    let (code, message) = (facts.get("code")?, facts.get("message")?);
    let request_id = facts.get("service error request id")?;
    let extras = match some(request_id) {
        Some(id) => format!("Some({{\"aws_request_id\": \"{id}\"}})"),
        None => "None".to_owned(),
    };
    Some(format!(
        "ErrorMetadata {{ code: {code}, message: {message}, extras: {extras} }}"
    ))
}

/// The text in the Debug text of an `Option`.
fn some(shown: &str) -> Option<&str> {
    shown.strip_prefix("Some(\"")?.strip_suffix("\")")
}

/// Whether both have an unhandled error because of what they could not read.
fn unreadable(seen: Seen<'_>) -> bool {
    let cause = |facts: &Facts| {
        facts.get("variant") == NO_VARIANT && facts.get("has a cause") == Some("true")
    };
    cause(seen.official) && cause(seen.ours)
}
