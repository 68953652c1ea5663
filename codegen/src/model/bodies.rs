//! The traits that say what happens to the bodies of an operation: `httpChecksum`,
//! `httpChecksumRequired` and `requestCompression`.

use serde_json::Value;

use super::{Kind, Member, Model, Shape, Simple};
use crate::diagnostics::Diagnostics;

const CHECKSUM: &str = "aws.protocols#httpChecksum";
const MD5: &str = "smithy.api#httpChecksumRequired";
const COMPRESSION: &str = "smithy.api#requestCompression";

/// The algorithms of checksums that a client can calculate, the fastest first.
pub const CHECKSUM_ALGORITHMS: [&str; 5] = ["CRC64NVME", "CRC32C", "CRC32", "SHA1", "SHA256"];

/// Adds the problems of an operation's traits.
pub(super) fn check(model: &Model, id: &str, problems: &mut Diagnostics) {
    let (shape, operation) = model.operation(id);
    let operation = Operation {
        model,
        shape,
        input: model.shape(&operation.input),
    };
    if let Some(checksum) = shape.traits.get(CHECKSUM) {
        operation.checksum(checksum, problems);
    }
    if shape.traits.has(MD5) && operation.streams(&[]) {
        let message = "`httpChecksumRequired` cannot be had for a stream";
        let help = "use `aws.protocols#httpChecksum`, which sends checksums after streams";
        problems.error(shape.place().of_trait(MD5), message, help);
    }
    if let Some(compression) = shape.traits.get(COMPRESSION) {
        operation.compression(compression, problems);
    }
}

/// An operation and its input.
struct Operation<'a> {
    model: &'a Model,
    shape: &'a Shape,
    input: &'a Shape,
}

impl Operation<'_> {
    /// Whether the input has a stream with all of `traits`.
    fn streams(&self, traits: &[&str]) -> bool {
        let has = |member, id: &str| self.model.member_trait(member, id).is_some();
        self.input.members().any(|member| {
            has(member, "smithy.api#streaming") && traits.iter().all(|id| has(member, id))
        })
    }

    /// <https://smithy.io/2.0/aws/aws-core.html#aws-protocols-httpchecksum-trait>
    fn checksum(&self, checksum: &Value, problems: &mut Diagnostics) {
        let is_flag = |value: &Value| value.is_boolean();
        self.property(checksum, "requestChecksumRequired", is_flag, problems);
        self.property(checksum, "responseAlgorithms", is_texts, problems);
        let algorithm = self.member(checksum, "requestAlgorithmMember", problems);
        let mode = self.member(checksum, "requestValidationModeMember", problems);
        if let Some(member) = algorithm {
            self.algorithms(&self.values(member), problems);
        }
        if mode.is_some_and(|member| !self.may_be(member, "ENABLED")) {
            let message = "the member that `requestValidationModeMember` names cannot be `ENABLED`";
            problems.error(
                self.shape.place().of_trait(CHECKSUM),
                message,
                "add `ENABLED` to the enum",
            );
        }
        let responses = checksum.get("responseAlgorithms").map(texts);
        if let Some(algorithms) = &responses {
            self.algorithms(algorithms, problems);
        }
        self.halves(checksum, problems);
    }

    /// Checks that the parts of `httpChecksum` that need each other are there.
    fn halves(&self, checksum: &Value, problems: &mut Diagnostics) {
        let has = |key: &str| checksum.get(key).is_some();
        let asks = has("requestValidationModeMember");
        let required = checksum.get("requestChecksumRequired") == Some(&Value::Bool(true));
        if asks != has("responseAlgorithms") {
            let message = "`httpChecksum` has one of `requestValidationModeMember` and \
                           `responseAlgorithms` without the other";
            problems.error(
                self.shape.place().of_trait(CHECKSUM),
                message,
                "add the other to the trait",
            );
        } else if !asks && !required && !has("requestAlgorithmMember") {
            let message = "`httpChecksum` asks for no checksum";
            let help = "add `requestAlgorithmMember`, `requestChecksumRequired` or both \
                        `requestValidationModeMember` and `responseAlgorithms`";
            problems.error(self.shape.place().of_trait(CHECKSUM), message, help);
        }
    }

    /// Checks the type of a property of `httpChecksum`.
    fn property(
        &self,
        checksum: &Value,
        key: &str,
        fits: fn(&Value) -> bool,
        problems: &mut Diagnostics,
    ) {
        if checksum.get(key).is_some_and(|value| !fits(value)) {
            let message = format!("`{key}` of `httpChecksum` is of the wrong type");
            let help = "the members are texts, `requestChecksumRequired` is a boolean, \
                        `responseAlgorithms` is a list of texts";
            problems.error(
                self.shape.place().of_trait(CHECKSUM).at(&[key]),
                message,
                help,
            );
        }
    }

    /// The member of the input that a property of `httpChecksum` names.
    fn member(&self, checksum: &Value, key: &str, problems: &mut Diagnostics) -> Option<&Member> {
        self.property(checksum, key, Value::is_string, problems);
        let name = checksum.get(key)?.as_str()?;
        let is_text = |member: &&Member| {
            let target = self.model.shape(&member.target);
            matches!(target.kind, Kind::Simple(Simple::String) | Kind::Enum(_))
        };
        let members = self.input.named_members();
        let member = members.and_then(|members| members.get(name));
        let member = member.filter(is_text);
        if member.is_none() {
            let input = &self.input.id;
            let message = format!(
                "`{key}` of `httpChecksum` names `{name}`, which is no string or enum of `{input}`"
            );
            let help = "name a member of the input that is a string or an enum";
            problems.error(self.shape.place().of_trait(CHECKSUM), message, help);
        }
        member
    }

    /// The values of a member that is an enum.
    fn values(&self, member: &Member) -> Vec<&str> {
        let target = self.model.shape(&member.target);
        let members = match &target.kind {
            Kind::Enum(members) => members,
            _ => return CHECKSUM_ALGORITHMS.to_vec(),
        };
        let value = |member| {
            let Member { name, traits, .. }: &Member = member;
            traits.text("smithy.api#enumValue").unwrap_or(name)
        };
        members.values().map(value).collect()
    }

    /// Whether a text or enum may have a value.
    fn may_be(&self, member: &Member, value: &str) -> bool {
        match self.model.shape(&member.target).kind {
            Kind::Enum(_) => self.values(member).contains(&value),
            _ => true,
        }
    }

    /// Checks that there is an algorithm that we know, and names those that we do not know.
    fn algorithms(&self, names: &[&str], problems: &mut Diagnostics) {
        let is_known = |name: &&&str| {
            let mut known = CHECKSUM_ALGORITHMS.iter();
            known.any(|known| known.eq_ignore_ascii_case(name))
        };
        let (known, unknown): (Vec<&str>, Vec<&str>) =
            names.iter().partition(|name| is_known(name));
        let known_names = CHECKSUM_ALGORITHMS.join(", ");
        let help = format!("those that we know are {known_names}");
        if known.is_empty() {
            let message = "`httpChecksum` has no checksum algorithm that we know";
            problems.error(self.shape.place().of_trait(CHECKSUM), message, help);
            return;
        }
        for name in unknown {
            let message =
                format!("the checksum algorithm `{name}` is not known: it is not calculated");
            problems.warning(
                "UnknownAlgorithm",
                self.shape.place().of_trait(CHECKSUM),
                message,
                help.clone(),
            );
        }
    }

    /// <https://smithy.io/2.0/spec/behavior-traits.html#requestcompression-trait>
    fn compression(&self, compression: &Value, problems: &mut Diagnostics) {
        let encodings = compression.get("encodings");
        let help = "list the encodings that the service reads: `gzip`";
        match encodings.filter(|encodings| is_texts(encodings)).map(texts) {
            None => {
                let message = "`requestCompression` has no list `encodings`";
                problems.error(self.shape.place().of_trait(COMPRESSION), message, help);
            }
            Some(encodings) if encodings.is_empty() => {
                let message = "`requestCompression` names no encoding";
                problems.error(self.shape.place().of_trait(COMPRESSION), message, help);
            }
            Some(encodings) => {
                let unknown = |name: &&&str| !name.eq_ignore_ascii_case("gzip");
                for name in encodings.iter().filter(unknown) {
                    let message = format!("the encoding `{name}` is not known: it is not used");
                    problems.warning(
                        "UnknownAlgorithm",
                        self.shape.place().of_trait(COMPRESSION),
                        message,
                        "the one that we know is `gzip`",
                    );
                }
            }
        }
        if self.streams(&["smithy.api#requiresLength"]) {
            let message = "`requestCompression` cannot be had for a stream with `requiresLength`";
            let help = "remove one of the traits: how long a stream gets is not known before";
            problems.error(self.shape.place().of_trait(COMPRESSION), message, help);
        }
    }
}

/// Whether a value is a list of texts.
fn is_texts(value: &Value) -> bool {
    let list = value.as_array();
    list.is_some_and(|list| list.iter().all(Value::is_string))
}

/// The texts in a list.
fn texts(value: &Value) -> Vec<&str> {
    let list = value.as_array().into_iter().flatten();
    list.filter_map(Value::as_str).collect()
}
