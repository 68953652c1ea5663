//! The package and the service as a whole.

use std::collections::BTreeSet;

use serde::Serialize;

use super::dependencies::{ALWAYS, Dependency, EVENT_TESTS, Feature, TESTS};
use super::parts::Part;
use super::protocol::{PROTOCOLS, Protocol};
use super::{customizations, docs, shapes};
use crate::diagnostics::{Diagnostics, Place};
use crate::model::Model;
use crate::settings::Settings;

/// The package.
#[derive(Debug, Serialize)]
pub(crate) struct Package {
    pub(crate) name: String,
    /// The name in Rust code.
    pub(crate) lib: String,
    pub(crate) version: String,
    pub(crate) license: Option<String>,
    /// In the order of their names.
    pub(crate) dependencies: Vec<Dependency>,
    /// Those of the tests.
    pub(crate) dev_dependencies: Vec<Dependency>,
}

/// The service.
#[derive(Debug, Serialize)]
pub(crate) struct Service {
    pub(crate) title: String,
    pub(crate) docs: String,
    /// The version of the API.
    pub(crate) version: String,
    pub(crate) sdk_id: String,
    pub(crate) metadata_name: String,
    pub(crate) protocol: &'static Protocol,
    /// Headers that every request has.
    pub(crate) headers: &'static [(&'static str, &'static str)],
}

/// Decides the package.
pub(crate) fn package(
    model: &Model,
    settings: &Settings,
    parts: &BTreeSet<Part>,
    features: &[Feature],
    problems: &mut Diagnostics,
) -> Package {
    let name = settings
        .name
        .clone()
        .unwrap_or_else(|| official_name(model));
    if settings.name.is_some() && !is_crate_name(&name) {
        let message = format!("`{name}` is not a name for a crate");
        let help = "choose one of letters, digits, `-` and `_`, beginning with a letter";
        problems.error(Place::default(), message, help);
    }
    let version = settings.version.as_deref().unwrap_or("0.1.0");
    if !is_version(version) {
        let message = format!("`{version}` is not a version for a crate");
        problems.error(Place::default(), message, "write it as `1.2.3`");
    }
    let license = settings.license.as_deref().unwrap_or_default();
    if !license
        .chars()
        .all(|c| c.is_ascii_alphanumeric() || "+-.() ".contains(c))
    {
        let message = format!("`{license}` is not an SPDX expression");
        problems.error(Place::default(), message, "write it as `Apache-2.0 OR MIT`");
    }
    let sdk_id = sdk_id(model);
    if !is_sdk_id(&sdk_id) {
        let message = format!("`{sdk_id}` is not an `sdkId`");
        let help = "an `sdkId` is of words of letters and digits, and begins with a letter";
        problems.error(model.service().0.place(), message, help);
    }
    let mut dependencies = ALWAYS.to_vec();
    dependencies.push(protocol(model).dependency.clone());
    dependencies.extend(parts.iter().flat_map(|part| part.dependencies()).cloned());
    let of_parts = parts.iter().flat_map(|part| part.features());
    for (name, feature) in of_parts.chain(features) {
        let wanted = dependencies.iter_mut().filter(|found| found.name == *name);
        wanted.for_each(|dependency| dependency.features.to_mut().push(feature));
    }
    dependencies.sort_by_key(|dependency| dependency.name);
    let mut dev_dependencies = if settings.tests {
        TESTS.to_vec()
    } else {
        Vec::new()
    };
    if settings.tests && parts.contains(&Part::EventStreams) {
        dev_dependencies.push(EVENT_TESTS);
        dev_dependencies.sort_by_key(|dependency| dependency.name);
    }
    Package {
        lib: name.replace('-', "_"),
        name,
        version: version.to_owned(),
        license: settings.license.clone(),
        dependencies,
        dev_dependencies,
    }
}

/// The rule by which the official crates are named.
fn official_name(model: &Model) -> String {
    let id = metadata_name(&sdk_id(model));
    let id = id.strip_suffix("service").unwrap_or(&id);
    format!("aws-sdk-{}", id.strip_suffix("api").unwrap_or(id))
}

fn is_crate_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
        && syn::parse_str::<syn::Ident>(&name.replace('-', "_")).is_ok()
}

/// Three numbers, and what may follow them.
fn is_version(version: &str) -> bool {
    let (numbers, rest) = match version.find(['-', '+']) {
        Some(at) => (&version[..at], &version[at + 1..]),
        None => (version, "0"),
    };
    let is_number = |number: &str| {
        number
            .parse::<u64>()
            .is_ok_and(|value| value.to_string() == number)
    };
    numbers.split('.').count() == 3
        && numbers.split('.').all(is_number)
        && rest.starts_with(|c: char| c.is_ascii_alphanumeric())
        && rest
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b"+-.".contains(&b))
}

/// <https://smithy.io/2.0/aws/aws-core.html#sdkid>
fn is_sdk_id(id: &str) -> bool {
    let is_word = |word: &str| !word.is_empty() && word.bytes().all(|b| b.is_ascii_alphanumeric());
    id.starts_with(|c: char| c.is_ascii_alphabetic()) && id.split(' ').all(is_word)
}

/// Decides the service.
pub(crate) fn service(model: &Model) -> Service {
    let (shape, service) = model.service();
    let sdk_id = sdk_id(model);
    Service {
        title: line(shape.traits.text("smithy.api#title").unwrap_or(&sdk_id)),
        docs: shapes::documentation(&shape.traits),
        version: line(&service.version),
        metadata_name: metadata_name(&sdk_id),
        protocol: protocol(model),
        headers: customizations::of(&model.service).headers,
        sdk_id,
    }
}

/// The name of a service in user agents and metrics, and the stem of its crate's.
fn metadata_name(sdk_id: &str) -> String {
    sdk_id.to_lowercase().replace(' ', "")
}

/// A text of one line in documentation.
fn line(text: &str) -> String {
    docs::summary(&docs::markdown(text))
}

fn sdk_id(model: &Model) -> String {
    let (shape, _) = model.service();
    let service = shape.traits.get("aws.api#service");
    let id = service
        .and_then(|service| service.get("sdkId"))
        .and_then(|id| id.as_str());
    id.unwrap_or_else(|| shape.name()).to_owned()
}

/// The best protocol that the service speaks; `model` checked that there is one.
fn protocol(model: &Model) -> &'static Protocol {
    let (shape, _) = model.service();
    let speaks = |protocol: &&&Protocol| shape.traits.has(protocol.trait_id);
    PROTOCOLS.iter().find(speaks).unwrap_or(&PROTOCOLS[0])
}
