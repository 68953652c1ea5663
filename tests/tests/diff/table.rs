//! Every kind of change has a case, a verdict and a reason.

use std::collections::BTreeSet;

use codegen::diff::KINDS;

use crate::cases::cases;
use crate::{base, kinds, patched, snapshot};

#[test]
fn every_change_is_of_its_kinds() {
    let base = base();
    for case in cases() {
        let new = patched(&case.patch);
        assert_eq!(kinds(&base, &new), case.there, "there: {}", case.patch);
        assert_eq!(kinds(&new, &base), case.back, "back: {}", case.patch);
    }
}

#[test]
fn every_kind_has_a_case_and_a_reason() {
    let cases = cases();
    let mut covered: BTreeSet<&str> = cases
        .iter()
        .flat_map(|c| [c.there, c.back].concat())
        .collect();
    // A service is new or gone with all it has: the module `matching`.
    covered.extend(["service-added", "service-removed"]);
    let rows: BTreeSet<&str> = KINDS.iter().map(|kind| kind.name).collect();
    assert_eq!(covered, rows);
    assert_eq!(rows.len(), KINDS.len(), "a name stands twice");
    assert!(KINDS.iter().all(|kind| kind.reason.ends_with('.')));
}

/// The verdicts, so that a change of one is seen.
#[test]
fn verdicts() {
    let rows = KINDS.iter().map(|kind| {
        format!(
            "{}: {:?}, {:?}\n    {}\n",
            kind.name, kind.api, kind.wire, kind.reason
        )
    });
    snapshot("diff_kinds", &rows.collect::<String>());
}
