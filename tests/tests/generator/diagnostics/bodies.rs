//! Checksums and compression.

use serde_json::{Value, json};

use super::Case;

pub(super) fn cases() -> Vec<Case> {
    const CHECKSUM: &str = "/shapes/t#Get/traits/aws.protocols#httpChecksum";
    const MD5: &str = "/shapes/t#Get/traits/smithy.api#httpChecksumRequired";
    const COMPRESSION: &str = "/shapes/t#Get/traits/smithy.api#requestCompression";
    let stream = |traits: Value| {
        let stream = json!({"target": "smithy.api#Blob", "traits": traits});
        ("/shapes/t#In/members/stream", stream)
    };
    let streaming = json!({"smithy.api#streaming": {}});
    let sized = json!({"smithy.api#streaming": {}, "smithy.api#requiresLength": {}});
    let kind = |members: Value| {
        let list = json!({"type": "enum", "members": members});
        vec![
            ("/shapes/t#Kind", list),
            ("/shapes/t#In/members/kind", json!({"target": "t#Kind"})),
        ]
    };
    let unit = json!({"target": "smithy.api#Unit"});
    let kinds = [
        (
            "a checksum algorithm that is unknown",
            json!({"requestAlgorithmMember": "kind"}),
            kind(json!({"SHA1": unit, "SHA0": unit})),
        ),
        (
            "no checksum algorithm that is known",
            json!({"requestAlgorithmMember": "kind", "requestChecksumRequired": true}),
            kind(json!({"SHA0": unit})),
        ),
        (
            "a mode that cannot be enabled",
            json!({"requestValidationModeMember": "kind", "responseAlgorithms": ["SHA1"]}),
            kind(json!({"ON": unit})),
        ),
    ];
    let kinds = kinds.into_iter().map(|(name, checksum, mut changes)| {
        changes.push((CHECKSUM, checksum));
        (name, changes)
    });
    let checksums = [
        ("a checksum of nothing", json!({})),
        ("a checksum that is no object", json!("SHA1")),
        (
            "a checksum by a member that is missing",
            json!({"requestAlgorithmMember": "kind"}),
        ),
        (
            "a checksum by a number",
            json!({"requestAlgorithmMember": "count"}),
        ),
        (
            "a checksum with values of the wrong type",
            json!({
                "requestAlgorithmMember": 1,
                "requestChecksumRequired": "true",
                "requestValidationModeMember": [],
                "responseAlgorithms": "SHA1",
            }),
        ),
        (
            "a mode without algorithms",
            json!({"requestValidationModeMember": "token"}),
        ),
        (
            "algorithms without a mode",
            json!({"responseAlgorithms": ["SHA1"]}),
        ),
        (
            "responses by unknown algorithms",
            json!({"requestValidationModeMember": "token", "responseAlgorithms": ["SHA0"]}),
        ),
        (
            "responses by an algorithm that is unknown",
            json!({"requestValidationModeMember": "token", "responseAlgorithms": ["SHA0", "SHA1"]}),
        ),
    ];
    let checksums = checksums.map(|(name, value)| (name, vec![(CHECKSUM, value)]));
    let compressions = [
        ("compression without encodings", json!({})),
        ("compression in no encoding", json!({"encodings": []})),
        ("compression in numbers", json!({"encodings": [1]})),
        (
            "compression in an unknown encoding",
            json!({"encodings": ["br", "gzip"]}),
        ),
    ];
    let compressions = compressions.map(|(name, value)| (name, vec![(COMPRESSION, value)]));
    let streams = [
        (
            "compression of a stream of known length",
            vec![stream(sized), (COMPRESSION, json!({"encodings": ["gzip"]}))],
        ),
        (
            "an MD5 of a stream",
            vec![stream(streaming), (MD5, json!({}))],
        ),
    ];
    let cases = checksums.into_iter().chain(kinds);
    cases.chain(compressions).chain(streams).collect()
}
