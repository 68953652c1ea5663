//! The partition of a region, held against the published table where it is at hand.

use serde_json::Value;

use crate::runtime::partitions::{Partition, of_region};

#[test]
fn regions_that_no_table_has() {
    let table = [
        ("us-east-9", "aws"),
        ("mx-central-22", "aws"),
        ("us-east_x-1", "aws"),
        ("cn-south-1", "aws-cn"),
        ("eusc-de-west-1", "aws-eusc"),
        ("us-iso-south-1", "aws-iso"),
        ("us-isob-south-1", "aws-iso-b"),
        ("eu-isoe-east-1", "aws-iso-e"),
        ("us-isof-north-1", "aws-iso-f"),
        ("us-gov-south-1", "aws-us-gov"),
        // What no partition claims is the first one's.
        ("", "aws"),
        ("nowhere", "aws"),
        ("us-gov", "aws"),
        ("us-gov-west", "aws"),
        ("us-gov-west-", "aws"),
        ("us-gov-west-1a", "aws"),
        ("us-gov--1", "aws"),
        ("xcn-north-1", "aws"),
        ("CN-north-1", "aws"),
        ("cn-north-1 ", "aws"),
        ("eusc-fr-east-1", "aws"),
    ];
    for (region, expected) in table {
        assert_eq!(of_region(region).name, expected, "{region}");
    }
}

/// The published table; it is not a part of this repository.
fn published() -> Option<Vec<Value>> {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../../shared/reference/partitions.json"
    );
    let Ok(text) = std::fs::read_to_string(path) else {
        println!("skipped: there is no {path}");
        return None;
    };
    let table: Value = serde_json::from_str(&text).expect("it is JSON");
    Some(table["partitions"].as_array().expect("a list").clone())
}

fn assert_is(region: &str, expected: &Value) {
    let Partition {
        name,
        dns_suffix,
        dual_stack_dns_suffix,
        supports_fips,
        supports_dual_stack,
        implicit_global_region,
        ..
    } = of_region(region);
    let actual = serde_json::json!({
        "name": name,
        "dnsSuffix": dns_suffix,
        "dualStackDnsSuffix": dual_stack_dns_suffix,
        "supportsFIPS": supports_fips,
        "supportsDualStack": supports_dual_stack,
        "implicitGlobalRegion": implicit_global_region,
    });
    assert_eq!(&actual, expected, "{region}");
}

#[test]
fn every_published_region() {
    for partition in published().unwrap_or_default() {
        let regions = partition["regions"].as_object().expect("an object");
        assert!(!regions.is_empty());
        for region in regions.keys() {
            assert_is(region, &partition["outputs"]);
        }
    }
}

/// `^(us|eu)\-\w+\-\d+$` stands for its prefixes `us` and `eu`.
fn prefixes(regex: &str) -> Vec<String> {
    let prefix = regex
        .strip_prefix('^')
        .and_then(|rest| rest.strip_suffix(r"\-\w+\-\d+$"))
        .unwrap_or_else(|| panic!("{regex} is of another form"))
        .replace(r"\-", "-");
    match prefix.split_once('(') {
        Some((before, words)) => words
            .trim_end_matches(')')
            .split('|')
            .map(|word| format!("{before}{word}"))
            .collect(),
        None => vec![prefix],
    }
}

#[test]
fn regions_made_up_of_the_published_patterns() {
    for partition in published().unwrap_or_default() {
        let regex = partition["regionRegex"].as_str().expect("a text");
        for prefix in prefixes(regex) {
            for rest in ["new-1", "far_away-42", "x-007"] {
                assert_is(&format!("{prefix}-{rest}"), &partition["outputs"]);
            }
        }
    }
}
