//! The list of known exceptions: cases that are known to fail, with the reason. A row that holds for
//! nothing any more is stale, and an error.

use std::path::Path;

use codegen::cases::Case;
use serde::Deserialize;

use crate::cargo::{at, read};

/// The list.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Exceptions {
    /// The file.
    #[serde(skip)]
    file: String,
    #[serde(default, rename = "exception")]
    rows: Vec<Exception>,
}

/// The kind of the rows of services that are known to have no crate that compiles.
const CRATE: &str = "crate";

/// Cases that are known to fail.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Exception {
    /// The absolute shape id of the service.
    service: String,
    /// What the case tests, as the table names it; anything unless given. [`CRATE`] is no case.
    kind: Option<String>,
    /// The name of the case; `*` stands for any text.
    #[serde(default)]
    test: String,
    /// Why it fails.
    reason: String,
}

impl Exceptions {
    /// Reads the list.
    pub(super) fn read(file: &Path) -> Result<Self, String> {
        let mut list: Self = toml::from_str(&read(file)?).map_err(|error| at(file, error))?;
        list.file = crate::files::show(file);
        Ok(list)
    }

    /// Why a case of a service is known to fail.
    pub(super) fn reason(&self, service: &str, case: &Case) -> Option<&str> {
        let row = self.rows.iter().find(|row| row.holds_for(service, case))?;
        Some(&row.reason)
    }

    /// Why a service is known to have no crate.
    pub(super) fn without_crate(&self, service: &str) -> Option<&str> {
        let mut rows = self.rows.iter().filter(|row| row.is_of_crate());
        rows.find(|row| row.service == service)
            .map(|row| row.reason.as_str())
    }

    /// What is wrong with rows of the services `tested` that are for none of the cases `run`.
    pub(super) fn stale(&self, tested: &[&str], run: &[(&str, &Case)]) -> Vec<String> {
        let rows = self.rows.iter();
        let rows = rows.filter(|row| tested.contains(&row.service.as_str()));
        let stale = rows.filter(|row| !run.iter().any(|(id, case)| row.holds_for(id, case)));
        let stale = stale.map(|row| {
            let Exception { test, service, .. } = row;
            match row.is_of_crate() {
                true => format!("{}: {service} has a crate", self.file),
                false => format!("{}: no case `{test}` of {service} was run", self.file),
            }
        });
        stale.collect()
    }
}

impl Exception {
    fn is_of_crate(&self) -> bool {
        self.kind.as_deref() == Some(CRATE)
    }

    fn holds_for(&self, service: &str, case: &Case) -> bool {
        let is_kind = |kind: &String| kind == case.kind.name();
        self.service == service
            && self.kind.as_ref().is_none_or(is_kind)
            && matches(&self.test, &case.name)
    }
}

/// Whether a text is what a pattern says.
fn matches(pattern: &str, text: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == text,
        Some((start, rest)) => text.strip_prefix(start).is_some_and(|text| {
            let mut tails = text.char_indices().map(|(at, _)| &text[at..]).chain([""]);
            tails.any(|tail| matches(rest, tail))
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns() {
        let good = [("a", "a"), ("a*", "a"), ("a*c", "abc"), ("*b*", "abc")];
        let bad = [("a", "ab"), ("a*c", "ab"), ("*x*", "abc"), ("", "a")];
        assert!(good.iter().all(|(pattern, text)| matches(pattern, text)));
        assert!(!bad.iter().any(|(pattern, text)| matches(pattern, text)));
    }
}
