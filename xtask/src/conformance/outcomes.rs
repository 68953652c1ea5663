//! How tests ended, read off what their program prints with `--show-output`.

use std::collections::BTreeMap;

use codegen::cases::{Case, Fate};

/// How a test ended.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Outcome {
    Passed,
    /// With what it said.
    Failed(String),
    /// It did not run, for this reason.
    Excluded(String),
}

/// How the tests of a crate ended.
#[derive(Debug, Default)]
pub(super) struct Outcomes {
    tests: BTreeMap<String, Outcome>,
    /// Of tests that walk over tables, by the number of the row.
    rows: BTreeMap<(String, usize), Outcome>,
}

impl Outcomes {
    /// Reads the output.
    pub(super) fn read(output: &str) -> Self {
        let mut outcomes = Outcomes::default();
        let said = said(output);
        for (name, ending) in output.lines().filter_map(ending) {
            let said = said.get(name).map_or("", String::as_str);
            let outcome = match ending {
                "ok" => Outcome::Passed,
                "FAILED" => Outcome::Failed(message(said)),
                ignored => Outcome::Excluded(reason(ignored).to_owned()),
            };
            outcomes.tests.insert(name.to_owned(), outcome);
            for (row, outcome) in rows(said) {
                outcomes.rows.insert((name.to_owned(), row), outcome);
            }
        }
        outcomes
    }

    /// How a case ended.
    pub(super) fn of(&self, case: &Case) -> Outcome {
        let outcome = match &case.fate {
            Fate::Test(path) => self.tests.get(path),
            Fate::Row(path, row) => self.rows.get(&((*path).to_owned(), *row)),
            Fate::Excluded(reason) => return Outcome::Excluded(reason.clone()),
            Fate::Unreached => return Outcome::Excluded("not of the service".to_owned()),
        };
        let lost = || Outcome::Failed("the test did not come to its end".to_owned());
        outcome.cloned().unwrap_or_else(lost)
    }
}

/// The name and the ending in `test NAME ... ENDING`.
fn ending(line: &str) -> Option<(&str, &str)> {
    line.strip_prefix("test ")?.split_once(" ... ")
}

/// The reason in `ignored, REASON`.
fn reason(ignored: &str) -> &str {
    ignored
        .strip_prefix("ignored, ")
        .unwrap_or("marked as `#[ignore]`")
}

/// What each test said, by its name: blocks under `---- NAME stdout ----`, between two lists of names.
fn said(output: &str) -> BTreeMap<&str, String> {
    let mut said: BTreeMap<&str, String> = BTreeMap::new();
    let mut current = None;
    for line in output.lines() {
        let header = line.strip_prefix("---- ");
        if let Some(name) = header.and_then(|header| header.strip_suffix(" stdout ----")) {
            current = Some(name);
        } else if matches!(line, "successes:" | "failures:") {
            current = None;
        } else if let Some(name) = current {
            let text = said.entry(name).or_default();
            text.push_str(line);
            text.push('\n');
        }
    }
    said
}

/// The rows in what a test said that walks over a table: each ends with `row NUMBER: ENDING`.
fn rows(said: &str) -> Vec<(usize, Outcome)> {
    let (mut rows, mut before) = (Vec::new(), String::new());
    for line in said.lines() {
        let row = line.strip_prefix("row ").and_then(|it| it.split_once(": "));
        match row.and_then(|(number, ending)| Some((number.parse().ok()?, ending))) {
            Some((number, "passed")) => rows.push((number, Outcome::Passed)),
            Some((number, "failed")) => rows.push((number, Outcome::Failed(message(&before)))),
            _ => {
                before.push_str(line);
                before.push('\n');
                continue;
            }
        }
        before.clear();
    }
    rows
}

/// What a failed test said, without what all of them say.
fn message(said: &str) -> String {
    let is_common = |line: &&str| {
        line.is_empty()
            || line.starts_with("note: run with ")
            || (line.starts_with("thread '") && line.contains(" panicked at "))
    };
    let lines = said.lines().filter(|line| !is_common(line));
    lines.collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use codegen::cases::Kind;

    use super::*;

    const OUTPUT: &str = "
running 4 tests
test a::good ... ok
test a::bad ... FAILED
test a::table ... FAILED
test a::slow ... ignored, it takes long

successes:

---- a::good stdout ----
all is well

successes:
    a::good

failures:

---- a::bad stdout ----
the call failed

thread 'a::bad' (7) panicked at src/a.rs:1:2:
assertion failed: it is bad
note: run with `RUST_BACKTRACE=1` environment variable to display a backtrace

---- a::table stdout ----
row 0: passed

thread 'a::table' (8) panicked at src/a.rs:3:4:
assertion `left == right` failed: of the second
  left: 1
 right: 2
row 1: failed

thread 'a::table' (8) panicked at src/a.rs:5:6:
assertion failed

failures:
    a::bad
    a::table

test result: FAILED. 1 passed; 2 failed; 1 ignored
";

    fn outcome(fate: Fate) -> Outcome {
        let case = Case {
            kind: Kind::Requests,
            shape: String::new(),
            name: String::new(),
            fate,
        };
        Outcomes::read(OUTPUT).of(&case)
    }

    #[test]
    fn tests_have_their_messages() {
        let test = |path: &str| outcome(Fate::Test(path.to_owned()));
        let failed = |message: &str| Outcome::Failed(message.to_owned());
        assert_eq!(test("a::good"), Outcome::Passed);
        assert_eq!(
            test("a::bad"),
            failed("the call failed\nassertion failed: it is bad")
        );
        let slow = Outcome::Excluded("it takes long".to_owned());
        assert_eq!(test("a::slow"), slow);
        assert_eq!(test("a::lost"), failed("the test did not come to its end"));
    }

    #[test]
    fn rows_have_their_messages() {
        let row = |number| outcome(Fate::Row("a::table", number));
        assert_eq!(row(0), Outcome::Passed);
        let message = "assertion `left == right` failed: of the second\n  left: 1\n right: 2";
        assert_eq!(row(1), Outcome::Failed(message.to_owned()));
        assert!(matches!(row(2), Outcome::Failed(_)));
    }
}
