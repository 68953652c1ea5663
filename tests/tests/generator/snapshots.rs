//! The code that a behaviour of the model becomes: excerpts of the crates of the fixtures, and of their
//! plans. Of AmplifyBackend four whole files, one of each kind; `generated/`, API.md included, is the
//! snapshot of the rest.

use serde_json::Value;

use crate::fixtures;

/// A fixture, and the items to show: the file, and the beginning of the item's first line.
type Excerpts = (&'static str, &'static [(&'static str, &'static str)]);

const CODE: &[Excerpts] = &[
    (
        "auth",
        &[
            ("src/auth.rs", "pub(crate) static AUTH"),
            ("src/auth.rs", "pub mod config"),
        ],
    ),
    (
        "checksums",
        &[
            (
                "src/operation/put.rs",
                "impl crate::runtime::Operation for Put",
            ),
            (
                "src/operation/get.rs",
                "impl crate::runtime::Operation for Get",
            ),
            (
                "src/operation/demand.rs",
                "impl crate::runtime::Operation for Demand",
            ),
            (
                "src/operation/plain.rs",
                "impl crate::runtime::Operation for Plain",
            ),
        ],
    ),
    (
        "content_md5",
        &[(
            "src/operation/put.rs",
            "impl crate::runtime::Operation for Put",
        )],
    ),
    (
        "defaults",
        &[
            ("src/operation/set.rs", "pub struct SetInput"),
            ("src/operation/set.rs", "pub struct SetOutput"),
            ("src/types/values.rs", "pub struct Values"),
            (
                "src/types/values.rs",
                "impl crate::runtime::Builder<Values>",
            ),
        ],
    ),
    (
        "deprecated",
        &[
            ("src/operation/old.rs", "pub struct OldInput"),
            ("src/types/old_enum.rs", "pub enum OldEnum"),
        ],
    ),
    (
        "docs_hostile",
        &[
            ("src/types/texts.rs", "pub struct Texts"),
            ("src/types/odd.rs", "pub enum Odd"),
        ],
    ),
    (
        "documents",
        &[
            ("src/types/kept.rs", "pub struct Kept"),
            (
                "src/types/kept.rs",
                "impl crate::runtime::Structure for Kept",
            ),
        ],
    ),
    (
        "empty",
        &[
            ("src/operation/ping.rs", "pub struct Ping;"),
            (
                "src/operation/ping.rs",
                "impl crate::runtime::Operation for Ping",
            ),
            (
                "src/operation/ping.rs",
                "impl crate::runtime::OperationError for PingError",
            ),
            ("src/operation/ping.rs", "pub struct PingInput"),
            ("src/operation/ping.rs", "pub mod builders"),
            ("src/endpoint.rs", "static RULES"),
        ],
    ),
    (
        "endpoint_bindings",
        &[
            (
                "src/operation/constant.rs",
                "impl crate::runtime::BindEndpoint for",
            ),
            (
                "src/operation/deep.rs",
                "impl crate::runtime::BindEndpoint for",
            ),
            (
                "src/operation/needed.rs",
                "impl crate::runtime::BindEndpoint for",
            ),
        ],
    ),
    ("endpoint_diagram", &[("src/endpoint.rs", "static RULES")]),
    (
        "endpoint_rules",
        &[
            ("src/endpoint.rs", "pub struct Params"),
            ("src/endpoint.rs", "static RULES"),
            ("src/endpoint_tests.rs", "static CASES"),
        ],
    ),
    (
        "enums",
        &[
            ("src/types/suit.rs", "pub enum Suit"),
            ("src/types/suit.rs", "impl Suit"),
            ("src/types/suit.rs", "impl From<&str> for Suit"),
            ("src/types/unnamed.rs", "pub struct Unnamed"),
            ("src/types/unnamed.rs", "impl Unnamed"),
            (
                "src/types/unnamed.rs",
                "impl<T: ::std::convert::AsRef<str>> From<T> for Unnamed",
            ),
            ("src/operation/play.rs", "pub struct PlayInput"),
        ],
    ),
    (
        "errors",
        &[
            ("src/operation/may_fail.rs", "pub enum MayFailError"),
            (
                "src/operation/may_fail.rs",
                "impl crate::runtime::OperationError",
            ),
            ("src/types/error/capital.rs", "pub struct Capital"),
            ("src/types/error/silent.rs", "pub struct Silent"),
            ("src/types/error/strict.rs", "pub struct Strict"),
            ("src/types/error/strict.rs", "impl Strict"),
            ("src/error_meta.rs", "pub enum Error"),
        ],
    ),
    (
        "event_stream",
        &[
            (
                "src/operation/converse.rs",
                "impl crate::runtime::Operation",
            ),
            ("src/operation/converse.rs", "pub struct ConverseInput"),
            (
                "src/operation/converse.rs",
                "impl crate::runtime::Structure for ConverseInput",
            ),
            (
                "src/operation/converse.rs",
                "impl crate::runtime::Builder<ConverseInput>",
            ),
            (
                "src/operation/converse.rs",
                "impl crate::runtime::StreamingInput",
            ),
            ("src/operation/listen.rs", "pub struct ListenOutput"),
            (
                "src/operation/listen.rs",
                "impl crate::runtime::StreamingOutput",
            ),
            ("src/primitives.rs", "pub mod event_stream"),
            (
                "src/types/said.rs",
                "impl crate::runtime::Structure for Said",
            ),
            ("src/types/commands.rs", "pub enum Commands"),
            (
                "src/types/commands.rs",
                "impl crate::event_stream::Events for Commands",
            ),
            (
                "src/types/silence.rs",
                "impl crate::event_stream::Events for Silence",
            ),
            ("src/types/error/talk_error.rs", "pub enum TalkError"),
            (
                "src/types/error/talk_error.rs",
                "impl crate::event_stream::EventErrors for TalkError",
            ),
        ],
    ),
    (
        "examples",
        &[("src/operation/set.rs", "impl crate::Client")],
    ),
    (
        "host_prefix",
        &[(
            "src/operation/store.rs",
            "impl crate::runtime::Operation for Store",
        )],
    ),
    (
        "hostile_names",
        &[
            ("src/types/words.rs", "pub enum Words"),
            ("src/types/_1st_place.rs", "pub struct _1stPlace"),
            ("src/types/option.rs", "pub struct Option"),
        ],
    ),
    (
        "hostile_operations",
        &[(
            "src/operation/result.rs",
            "impl crate::runtime::OperationError",
        )],
    ),
    (
        "http_bindings",
        &[
            (
                "src/operation/bind.rs",
                "impl crate::runtime::Structure for BindInput",
            ),
            (
                "src/operation/bind.rs",
                "impl crate::runtime::Structure for BindOutput",
            ),
        ],
    ),
    (
        "idempotency_token",
        &[(
            "src/operation/make.rs",
            "impl crate::runtime::Operation for Make",
        )],
    ),
    (
        "lists_and_maps",
        &[
            ("src/operation/deal.rs", "pub struct DealInput"),
            (
                "src/operation/deal.rs",
                "impl crate::runtime::Structure for DealInput",
            ),
        ],
    ),
    (
        "mixins",
        &[
            ("src/operation/get_thing.rs", "pub enum GetThingError"),
            ("src/operation/get_thing.rs", "pub struct GetThingOutput"),
            ("src/types/color.rs", "pub enum Color"),
        ],
    ),
    (
        "overlay",
        &[
            ("src/operation/get.rs", "pub struct GetOutput"),
            (
                "src/operation/get.rs",
                "impl crate::runtime::Structure for GetOutput",
            ),
        ],
    ),
    (
        "pagination",
        &[
            (
                "src/operation/list_strict.rs",
                "impl crate::runtime::paginator::Paginated for",
            ),
            (
                "src/operation/list_strict.rs",
                "impl crate::runtime::paginator::PaginatedItems for",
            ),
            (
                "src/operation/list_strict.rs",
                "impl crate::runtime::paginator::PageSize for",
            ),
            (
                "src/operation/list_bare.rs",
                "impl crate::runtime::paginator::Paginated for",
            ),
            ("src/operation/list_pages.rs", "pub mod paginator"),
        ],
    ),
    (
        "pagination_paths",
        &[
            (
                "src/operation/list_nested.rs",
                "impl crate::runtime::paginator::Paginated for",
            ),
            (
                "src/operation/list_required.rs",
                "impl crate::runtime::paginator::Paginated for",
            ),
            (
                "src/operation/list_by_key.rs",
                "impl crate::runtime::paginator::Paginated for",
            ),
            (
                "src/operation/list_by_key.rs",
                "impl crate::runtime::paginator::PaginatedItems for",
            ),
            (
                "src/operation/list_entries.rs",
                "impl crate::runtime::paginator::PaginatedItems for",
            ),
        ],
    ),
    (
        "payloads",
        &[
            (
                "src/operation/send_structure.rs",
                "impl crate::runtime::Structure for SendStructureOutput",
            ),
            (
                "src/operation/send_document.rs",
                "impl crate::runtime::Structure for SendDocumentInput",
            ),
            (
                "src/operation/send_picture.rs",
                "impl crate::runtime::Structure for SendPictureInput",
            ),
        ],
    ),
    (
        "query_and_headers",
        &[(
            "src/operation/find.rs",
            "impl crate::runtime::Structure for FindInput",
        )],
    ),
    ("recursive", &[("src/types/tree.rs", "pub struct Tree")]),
    (
        "rename",
        &[
            ("src/operation/get_both.rs", "pub enum GetBothError"),
            (
                "src/operation/get_both.rs",
                "impl crate::runtime::OperationError for",
            ),
            ("src/operation/get_both.rs", "pub struct GetBothOutput"),
            (
                "src/types/other_thing.rs",
                "impl crate::runtime::Structure for OtherThing",
            ),
        ],
    ),
    (
        "request_compression",
        &[(
            "src/operation/put.rs",
            "impl crate::runtime::Operation for Put",
        )],
    ),
    (
        "required_members",
        &[
            ("src/types/full.rs", "pub struct Full"),
            ("src/types/full.rs", "pub struct FullDraft"),
            ("src/types/full.rs", "impl crate::runtime::Builder<Full>"),
            (
                "src/types/full.rs",
                "impl crate::runtime::Structure for Full",
            ),
        ],
    ),
    (
        "resources",
        &[
            ("src/operation/get_city.rs", "pub enum GetCityError"),
            (
                "src/operation/update_street.rs",
                "pub enum UpdateStreetError",
            ),
        ],
    ),
    (
        "retryable",
        &[
            (
                "src/types/error/deck_full.rs",
                "    pub fn retryable_error_kind",
            ),
            ("src/types/error/fog.rs", "    pub fn retryable_error_kind"),
            (
                "src/types/error/too_many_calls.rs",
                "    pub fn retryable_error_kind",
            ),
            (
                "src/types/error/no_such_ferry.rs",
                "impl crate::runtime::ModeledError for",
            ),
        ],
    ),
    (
        "sensitive",
        &[(
            "src/operation/show.rs",
            "impl ::std::fmt::Debug for ShowOutput",
        )],
    ),
    (
        "smithy_1_0",
        &[("src/operation/get_thing.rs", "pub struct GetThingOutput")],
    ),
    (
        "streaming_blob",
        &[
            ("src/operation/copy.rs", "impl crate::runtime::Operation"),
            ("src/operation/copy.rs", "pub struct CopyInput"),
            ("src/operation/copy.rs", "pub struct CopyInputDraft"),
            (
                "src/operation/copy.rs",
                "impl crate::runtime::Structure for CopyInput",
            ),
            (
                "src/operation/copy.rs",
                "impl crate::runtime::StreamingInput",
            ),
            (
                "src/operation/copy.rs",
                "impl crate::runtime::StreamingOutput",
            ),
            ("src/operation/get.rs", "pub struct GetOutput"),
            ("src/operation/put.rs", "impl crate::runtime::Operation"),
            ("src/primitives.rs", "pub use aws_smithy_types::body"),
        ],
    ),
    (
        "timestamps",
        &[(
            "src/operation/mark.rs",
            "impl crate::runtime::Structure for MarkInput",
        )],
    ),
    (
        "unions",
        &[
            ("src/types/value.rs", "pub enum Value"),
            ("src/types/value.rs", "impl Value"),
            ("src/types/value.rs", "impl ::std::fmt::Debug for Value"),
            (
                "src/types/value.rs",
                "impl crate::runtime::union::Union for Value",
            ),
        ],
    ),
    (
        "waiters",
        &[
            ("src/client.rs", "pub trait Waiters"),
            (
                "src/waiters/firing_done.rs",
                "impl crate::runtime::waiter::Waiter for FiringDone",
            ),
            ("src/waiters/firing_done.rs", "impl FiringDoneFluentBuilder"),
            (
                "src/waiters/pieces_done.rs",
                "impl crate::runtime::waiter::Waiter for PiecesDone",
            ),
        ],
    ),
];

#[test]
fn code() {
    for (fixture, excerpts) in CODE {
        let files = fixtures::generate(fixture);
        let shown = excerpts.iter().map(|(path, start)| {
            let file = files
                .get(*path)
                .unwrap_or_else(|| panic!("{fixture} has no {path}"));
            let item = item(file, start);
            let item = item.unwrap_or_else(|| panic!("{fixture}: {path} has no `{start}`"));
            format!("// {path}\n{item}")
        });
        let shown: Vec<String> = shown.collect();
        assert(fixture, &shown.join("\n\n"));
    }
}

/// Whole files that users read first.
#[test]
fn texts() {
    let files = fixtures::generate("overlay");
    assert("overlay_api", &files["API.md"]);
    assert("overlay_readme", &files["README.md"]);
    assert("overlay_lib", &files["src/lib.rs"]);
}

/// An operation, a nested structure, an enum and an error of AmplifyBackend, as emitted.
#[test]
fn amplifybackend() {
    let (sources, settings) = fixtures::workspace();
    let files = fixtures::good(&sources, &settings);
    for (name, path) in [
        ("amplifybackend_operation", "src/operation/delete_token.rs"),
        (
            "amplifybackend_structure",
            "src/types/backend_api_conflict_resolution.rs",
        ),
        ("amplifybackend_enum", "src/types/mfa_mode.rs"),
        (
            "amplifybackend_error",
            "src/types/error/not_found_exception.rs",
        ),
    ] {
        assert(name, &files[path]);
    }
}

/// What a crate depends on and which of the support code it has, beside what every crate has.
#[test]
fn parts() {
    let files = |name: &str| fixtures::generate(name);
    let every = files("empty");
    let mut shown = String::new();
    for name in ["checksums", "content_md5", "request_compression"] {
        shown.push_str(&format!("## {name}\n"));
        for (path, text) in files(name) {
            let is_shared = path.starts_with("src/runtime/") || path == "src/config.rs";
            let known = every.get(&path).map_or("", |text| text.as_str());
            if !every.contains_key(&path) && is_shared {
                shown.push_str(&format!("{path}: new\n"));
            } else if is_shared || path == "Cargo.toml" {
                let new = text.lines().filter(|line| !known.contains(line));
                new.for_each(|line| shown.push_str(&format!("{path}: {line}\n")));
            }
        }
    }
    assert("parts", &shown);
}

/// Parts of plans, as JSON pointers.
#[test]
fn plans() {
    let table = [
        ("pagination", "/operations/4/pagination"),
        ("errors", "/operations/0/errors"),
    ];
    for (fixture, pointer) in table {
        let plan = codegen::plan_json(&fixtures::sources(fixture), &fixtures::settings(fixture));
        let plan: Value = serde_json::from_str(&plan.expect("a good model")).expect("JSON");
        let part = plan.pointer(pointer).expect("the plan has the part");
        let part = serde_json::to_string_pretty(part).expect("JSON");
        assert(&format!("{fixture}_plan"), &part);
    }
}

/// The item whose line begins with `start`, with its documentation and attributes.
fn item(file: &str, start: &str) -> Option<String> {
    let lines: Vec<&str> = file.lines().collect();
    let found = lines.iter().position(|line| line.starts_with(start))?;
    let belongs = |line: &&&str| {
        let line = line.trim_start();
        line.starts_with("///") || line.starts_with("#[")
    };
    let first = found - lines[..found].iter().rev().take_while(belongs).count();
    let ends = ["}", "};", "];", "]);"];
    let (indent, _) = lines[found].split_at(start.len() - start.trim_start().len());
    let ends_it = |line: &&str| {
        let line = line.strip_prefix(indent);
        line.is_some_and(|line| ends.contains(&line))
    };
    let is_last = |line: &&str| ends_it(line) || line.ends_with("{}");
    let is_short = lines[found].ends_with(';');
    let length = if is_short {
        0
    } else {
        lines[found..].iter().position(is_last)?
    };
    Some(lines[first..=found + length].join("\n"))
}

/// Compares a text with the snapshot `name`.
pub fn assert(name: &str, text: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../snapshots");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, text));
}
