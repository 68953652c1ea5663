//! The functions of endpoint rules, but for those that look at a rule set's values only
//! (<https://smithy.io/2.0/additional-specs/rules-engine/standard-library.html>,
//! <https://smithy.io/2.0/aws/rules-engine/library-functions.html>).

use std::net::{Ipv4Addr, Ipv6Addr};

use super::rules::Value;

/// `isValidHostLabel`: whether `label` may be a part of a host's name; with `dots`, several parts.
pub(crate) fn is_valid_host_label(label: &str, dots: bool) -> bool {
    let is_label = |label: &str| {
        (1..=63).contains(&label.len())
            && !label.starts_with('-')
            && label
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    if dots {
        label.split('.').all(is_label)
    } else {
        is_label(label)
    }
}

/// `aws.isVirtualHostableS3Bucket`: whether a bucket's name may be a part of a host's name; with `dots`,
/// several parts, which then are no IP address.
pub(super) fn is_virtual_hostable_s3_bucket(name: &str, dots: bool) -> bool {
    let is_part = |part: &str| {
        part.len() >= 3
            && is_valid_host_label(part, false)
            && !part.ends_with('-')
            && !part.bytes().any(|byte| byte.is_ascii_uppercase())
    };
    if dots {
        name.split('.').all(is_part) && name.parse::<Ipv4Addr>().is_err()
    } else {
        is_part(name)
    }
}

/// `aws.parseArn`
pub(super) fn parse_arn(arn: &str) -> Option<Value<'static>> {
    let mut parts = arn.splitn(6, ':');
    let mut part = || parts.next().map(str::to_owned);
    let (prefix, partition, service) = (part()?, part()?, part()?);
    let (region, account_id, resource) = (part()?, part()?, part()?);
    if prefix != "arn" || partition.is_empty() || service.is_empty() || resource.is_empty() {
        return None;
    }
    let resource = resource
        .split([':', '/'])
        .map(|part| part.to_owned().into());
    Some(Value::Object(vec![
        ("partition", partition.into()),
        ("service", service.into()),
        ("region", region.into()),
        ("accountId", account_id.into()),
        ("resourceId", Value::List(resource.collect())),
    ]))
}

/// `parseURL`: HTTP only, and without a query.
pub(super) fn parse_url(url: &str) -> Option<Value<'static>> {
    let (scheme, rest) = url.split_once("://")?;
    let scheme = scheme.to_ascii_lowercase();
    let rest = rest.split('#').next().unwrap_or_default();
    if !matches!(scheme.as_str(), "http" | "https") || rest.contains('?') {
        return None;
    }
    let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    let authority = authority.rsplit('@').next().unwrap_or_default();
    let is_ip = host_is_ip(authority)?;
    if !path.bytes().all(|byte| byte.is_ascii_graphic()) {
        return None;
    }
    let normalized_path = format!("{}/", path.trim_end_matches('/'));
    Some(Value::Object(vec![
        ("scheme", scheme.into()),
        ("authority", authority.to_owned().into()),
        ("path", path.to_owned().into()),
        ("normalizedPath", normalized_path.into()),
        ("isIp", is_ip.into()),
    ]))
}

/// Whether the host of an authority is an IP address; none if the authority is not valid.
fn host_is_ip(authority: &str) -> Option<bool> {
    let (host, port) = match authority.strip_prefix('[') {
        Some(rest) => rest.split_once(']')?,
        None => authority.split_at(authority.find(':').unwrap_or(authority.len())),
    };
    if !port.is_empty() {
        port.strip_prefix(':')?.parse::<u16>().ok()?;
    }
    if authority.starts_with('[') {
        return host.parse::<Ipv6Addr>().ok().map(|_| true);
    }
    let is_host = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~%!$&'()*+,;=".contains(&byte);
    let valid = !host.is_empty() && host.bytes().all(is_host);
    valid.then(|| host.parse::<Ipv4Addr>().is_ok())
}

/// `split`: into `limit` parts at most, or any number if it is zero.
pub(super) fn split(text: &str, delimiter: &str, limit: usize) -> Value<'static> {
    let limit = if limit == 0 { usize::MAX } else { limit };
    let parts = text.splitn(limit, delimiter);
    Value::List(parts.map(|part| part.to_owned().into()).collect())
}

/// `substring`: none if the text is too short, or not ASCII.
pub(super) fn substring(text: &str, start: usize, stop: usize, reverse: bool) -> Option<&str> {
    if start >= stop || !text.is_ascii() {
        return None;
    }
    match reverse {
        false => text.get(start..stop),
        true => text.get(text.len().checked_sub(stop)?..text.len() - start),
    }
}

/// `uriEncode`: all but the unreserved characters.
pub(super) fn uri_encode(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}
