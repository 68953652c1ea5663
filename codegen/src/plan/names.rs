//! Identifiers. The rules are those of the official client, name by name, since a program finds an
//! item by its name only.

use heck::{ToSnakeCase, ToUpperCamelCase};

/// The snake case of a name: fields, methods, modules. Not escaped.
pub(crate) fn snake(name: &str) -> String {
    snake_words(name).join("_").to_lowercase().to_snake_case()
}

/// The Pascal case of a name: structures, enums, variants. Not escaped.
pub(crate) fn pascal(name: &str) -> String {
    let words = pascal_words(name).join("_");
    not_a_number(words.to_lowercase().to_upper_camel_case())
}

/// A field, or a builder's method.
pub(crate) fn field(member: &str) -> String {
    let name = snake(member);
    if BUILDER_METHODS.contains(&name.as_str()) {
        return format!("{name}_value");
    }
    raw(name)
}

/// A method of the configuration's builder for a setting that only some services have.
pub(crate) fn setting(name: &str) -> String {
    let name = snake(name);
    if SETTINGS.contains(&name.as_str()) {
        return format!("{name}_value");
    }
    raw(name)
}

/// A name as texts and other names have it: not raw.
pub(crate) fn plain(name: &str) -> &str {
    name.trim_start_matches("r#")
}

/// The client's method of an operation.
pub(crate) fn client_method(operation: &str) -> String {
    let name = snake(operation);
    if CLIENT_METHODS.contains(&name.as_str()) {
        return format!("{name}_");
    }
    raw(name)
}

/// A module, and the stem of its file.
pub(crate) fn module(name: &str) -> String {
    let name = snake(name);
    if is_keyword(&name) {
        format!("{name}_")
    } else {
        not_a_number(name)
    }
}

/// A structure, enum, union or error type.
pub(crate) fn type_name(shape: &str) -> String {
    match pascal(shape).as_str() {
        "Self" => "SelfValue".to_owned(),
        name => name.to_owned(),
    }
}

/// The enum of the errors that may end a stream of the events of `union`.
pub(crate) fn event_errors(union: &str) -> String {
    format!("{union}Error")
}

/// A variant of an enum.
pub(crate) fn variant(name: &str) -> String {
    match pascal(name).as_str() {
        "Self" => "SelfValue".to_owned(),
        "Unknown" => "UnknownValue".to_owned(),
        "UnknownValue" => "UnknownValue_".to_owned(),
        name => name.to_owned(),
    }
}

/// The symbol of an operation: the name as it is, with a capital first.
pub(crate) fn operation(name: &str) -> String {
    let mut letters = name.chars();
    let first = letters.next().map(|first| first.to_ascii_uppercase());
    match first.into_iter().chain(letters).collect::<String>() {
        name if name == "Self" => "SelfValue".to_owned(),
        name => name,
    }
}

fn raw(name: String) -> String {
    match name.as_str() {
        "crate" | "self" | "super" => format!("{name}_"),
        _ if is_keyword(&name) => format!("r#{name}"),
        _ => not_a_number(name),
    }
}

/// A name with `_` before it, if it begins with a digit.
fn not_a_number(name: String) -> String {
    if name.starts_with(|c: char| c.is_ascii_digit()) {
        format!("_{name}")
    } else {
        name
    }
}

/// Names that builders have for themselves.
const BUILDER_METHODS: &[&str] = &[
    "as_input",
    "build",
    "builder",
    "customize",
    "default",
    "into_paginator",
    "make_operation",
    "meta",
    "presigned",
    "send",
    "send_with",
];

/// Names that the client has for itself.
const CLIENT_METHODS: &[&str] = &["config", "from_conf", "new"];
/// The settings that every client has, and the other methods of their builder.
const SETTINGS: &[&str] = &[
    "account_id_endpoint_mode",
    "allow_no_auth",
    "app_name",
    "auth_scheme_preference",
    "auth_scheme_resolver",
    "behavior_version",
    "behavior_version_latest",
    "build",
    "capture_input_attributes",
    "credentials_provider",
    "disable_clock_skew_correction",
    "emit_input_attributes",
    "endpoint_resolver",
    "endpoint_url",
    "framework_metadata",
    "http_client",
    "identity_cache",
    "interceptor",
    "interceptors",
    "invocation_id_generator",
    "new",
    "region",
    "retry_classifier",
    "retry_classifiers",
    "retry_config",
    "retry_partition",
    "sleep_impl",
    "stalled_stream_protection",
    "store",
    "time_source",
    "timeout_config",
    "use_dual_stack",
    "use_fips",
];

/// The keywords of Rust, those to come included.
fn is_keyword(name: &str) -> bool {
    let is_number = name.starts_with(|c: char| c.is_ascii_digit());
    name == "gen" || (!is_number && syn::parse_str::<syn::Ident>(name).is_err())
}

/// Words that never have a boundary inside, in any casing.
const SOLID: &[&str] = &["gib", "ipv4", "ipv6", "kib", "mib", "sigv4", "ttl"];

/// Splits a name for snake case.
fn snake_words(name: &str) -> Vec<String> {
    let letters: Vec<char> = name.chars().collect();
    let lower_only = !name.chars().any(|c| c.is_ascii_uppercase());
    let boundary = |at: usize| {
        !inside_solid(&letters, at)
            && (lower_to_upper(&letters, at)
                || (lower_only && letters[at - 1].is_ascii_digit() && is_lower(letters[at]))
                || acronym_ends(&letters, at))
    };
    split(&letters, |c| !c.is_ascii_alphanumeric(), boundary)
}

/// Splits a name for Pascal case.
fn pascal_words(name: &str) -> Vec<String> {
    let letters: Vec<char> = name.chars().collect();
    let boundary = |at: usize| {
        lower_to_upper(&letters, at)
            || (letters[at - 1].is_ascii_uppercase()
                && letters[at].is_ascii_uppercase()
                && letters.get(at + 1).copied().is_some_and(is_lower))
    };
    split(&letters, |c| !c.is_ascii_alphanumeric(), boundary)
}

fn split(
    letters: &[char],
    separates: impl Fn(char) -> bool,
    boundary: impl Fn(usize) -> bool,
) -> Vec<String> {
    let mut words = vec![String::new()];
    for (at, letter) in letters.iter().enumerate() {
        if separates(*letter) {
            words.push(String::new());
            continue;
        }
        if at > 0 && boundary(at) {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut() {
            word.push(*letter);
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

fn is_lower(c: char) -> bool {
    c.is_ascii_lowercase()
}

fn lower_to_upper(letters: &[char], at: usize) -> bool {
    (is_lower(letters[at - 1]) || letters[at - 1].is_ascii_digit())
        && letters[at].is_ascii_uppercase()
}

/// Whether a word begins at the last capital of an acronym: `DBProxy`, but not the plural `URIs` and
/// not the version `DBv2`.
fn acronym_ends(letters: &[char], at: usize) -> bool {
    let next = |offset: usize| letters.get(at + offset).copied();
    let capitals = letters[at - 1].is_ascii_uppercase() && letters[at].is_ascii_uppercase();
    let plural = next(1) == Some('s') && !next(2).is_some_and(is_lower);
    let version = next(1) == Some('v') && next(2).is_some_and(|c| c.is_ascii_digit());
    capitals && next(1).is_some_and(is_lower) && !plural && !version
}

fn inside_solid(letters: &[char], at: usize) -> bool {
    SOLID.iter().any(|word| {
        (1..word.len()).any(|offset| {
            at.checked_sub(offset)
                .and_then(|start| letters.get(start..start + word.len()))
                .is_some_and(|found| {
                    let found: String = found.iter().collect();
                    found.eq_ignore_ascii_case(word)
                })
        })
    })
}

#[cfg(test)]
mod tests {
    use super::{client_method, field, module, operation, pascal, snake, type_name, variant};

    #[test]
    fn snake_case() {
        let table = [
            ("ACLs", "acls"),
            ("AppId", "app_id"),
            ("DBProxy", "db_proxy"),
            ("DBv2", "dbv2"),
            ("IPv6CidrBlock", "ipv6_cidr_block"),
            ("ListS3Buckets", "list_s3_buckets"),
            ("MFAMode", "mfa_mode"),
            ("OAuthScopes", "o_auth_scopes"),
            ("OpenIDAuthTTL", "open_id_auth_ttl"),
            ("OpenIDIatTTL", "open_id_iat_ttl"),
            ("OpenIDIssueURL", "open_id_issue_url"),
            ("RedirectSignInURIs", "redirect_sign_in_uris"),
            ("SizeInMiB", "size_in_mib"),
            ("UpdateBackendAPI", "update_backend_api"),
            ("s3key", "s3_key"),
            ("snake_case-and.more", "snake_case_and_more"),
        ];
        for (name, expected) in table {
            assert_eq!(snake(name), expected, "{name}");
        }
    }

    #[test]
    fn pascal_case() {
        let table = [
            (
                "BackendAPIAppSyncAuthSettings",
                "BackendApiAppSyncAuthSettings",
            ),
            ("BackendAPIAuthType", "BackendApiAuthType"),
            ("EMAIL_AND_PHONE_NUMBER", "EmailAndPhoneNumber"),
            ("MFAMode", "MfaMode"),
            ("ML_R6G_12XLARGE", "MlR6G12Xlarge"),
            ("S3SSE", "S3Sse"),
            ("UpdateBackendAPIInput", "UpdateBackendApiInput"),
        ];
        for (name, expected) in table {
            assert_eq!(pascal(name), expected, "{name}");
        }
    }

    #[test]
    fn reserved_words() {
        assert_eq!(field("Type"), "r#type");
        assert_eq!(field("Self"), "self_");
        assert_eq!(field("Meta"), "meta_value");
        assert_eq!(field("Gen"), "r#gen");
        assert_eq!(client_method("Match"), "r#match");
        assert_eq!(client_method("Config"), "config_");
        assert_eq!(module("Type"), "type_");
        assert_eq!(type_name("Self"), "SelfValue");
        assert_eq!(variant("UNKNOWN"), "UnknownValue");
        assert_eq!(variant("UNKNOWN_VALUE"), "UnknownValue_");
        assert_eq!(operation("updateBackendAPI"), "UpdateBackendAPI");
        assert_eq!(operation("self"), "SelfValue");
    }

    #[test]
    fn digits_first() {
        assert_eq!(field("_1st"), "_1_st");
        assert_eq!(module("_1stPlace"), "_1st_place");
        assert_eq!(type_name("_1stPlace"), "_1stPlace");
        assert_eq!(variant("_12XLARGE"), "_12Xlarge");
    }
}
