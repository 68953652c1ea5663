//! Compiles probes. In: the probes and the crate to hold them against. Out: what became of each.
//!
//! Errors of an early compiler phase hide those of later ones, so failing probes are blanked and the
//! rest compiled again until nothing fails.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::PathBuf;

use serde_json::Value;

use super::Args;
use super::listing::Listing;
use super::probe::{PRELUDE, Probe, REFERENCE};
use crate::cargo::{Package, cargo, manifest, target_dir, write};

/// Name of the probe crate.
const PROBE_CRATE: &str = "probes";

/// Errors that say that a name is not there.
const NO_SUCH_NAME: [&str; 18] = [
    "E0026", "E0220", "E0405", "E0407", "E0412", "E0423", "E0425", "E0432", "E0433", "E0451",
    "E0531", "E0559", "E0576", "E0599", "E0603", "E0609", "E0616", "E0624",
];

/// What became of a listed item.
#[derive(Debug)]
pub(super) struct Outcome {
    pub(super) state: State,
    /// What the compiler said, or why less was asked than the list says.
    pub(super) why: String,
}

/// Whether a listed item is there.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(super) enum State {
    Held,
    Missing,
    Differs,
    NotProbed,
    LeftOut,
}

/// The probe crate.
pub(super) struct ProbeCrate {
    folder: tempfile::TempDir,
    target_dir: PathBuf,
}

impl ProbeCrate {
    /// Writes the manifest: the probes depend on the crate in question, under the name of the listed
    /// one, and on the crates that the list names, in the versions that the crate in question asks for.
    pub(super) fn new(args: &Args, list: &Listing) -> Result<Self, String> {
        let package = Package::read(&args.krate)?;
        let folder = package.scratch_folder()?;
        let mut dependencies = format!("{} = {}\n", list.root, package.dependency());
        if let Some(reference) = &args.reference {
            let _ = writeln!(dependencies, "{REFERENCE} = {}", reference.dependency());
        }
        for name in list.foreign_crates() {
            let _ = writeln!(dependencies, "{}", foreign(&package, name));
        }
        let manifest = manifest(PROBE_CRATE, &dependencies) + "\n[workspace]\n";
        write(&folder.path().join("Cargo.toml"), &manifest)?;
        let target_dir = target_dir(args.target_dir.as_deref(), "compare")?;
        Ok(ProbeCrate { folder, target_dir })
    }

    /// Compiles the probes of the list's lines until none fails, blanking those that do.
    pub(super) fn outcomes(
        &self,
        list: &Listing,
        probes: &[Result<Probe, String>],
    ) -> Result<Vec<Outcome>, String> {
        let outcome = |probe: &Result<Probe, String>| match probe {
            Ok(probe) => State::Held.because(probe.loose.unwrap_or_default()),
            Err(why) => State::NotProbed.because(why),
        };
        let mut outcomes: Vec<Outcome> = probes.iter().map(outcome).collect();
        loop {
            self.write(probes, &outcomes)?;
            let errors = self.check()?;
            if errors.is_empty() {
                return Ok(outcomes);
            }
            for (at, error) in errors {
                let (line, outcome) = (list.lines.get(at), outcomes.get_mut(at));
                let held = outcome.filter(|outcome| outcome.state == State::Held);
                let (line, outcome) = line
                    .zip(held)
                    .ok_or_else(|| format!("not for an item: {error}"))?;
                *outcome = Outcome::of(&error, line.text.starts_with("impl"));
            }
        }
    }

    /// Writes each probe to a line of its own, which stays empty where it failed already.
    fn write(&self, probes: &[Result<Probe, String>], outcomes: &[Outcome]) -> Result<(), String> {
        let mut source = PRELUDE.to_owned();
        for (at, (probe, outcome)) in probes.iter().zip(outcomes).enumerate() {
            if let (Ok(probe), State::Held) = (probe, outcome.state) {
                let _ = write!(source, "mod p{at} {{ {} }}", probe.code);
            }
            source.push('\n');
        }
        write(&self.folder.path().join("src/lib.rs"), &source)
    }

    /// Compiles: the first error in each probe that has any, by the number of the probe.
    fn check(&self) -> Result<BTreeMap<usize, Value>, String> {
        let output = cargo()
            .args(["check", "--quiet", "--message-format=json", "--target-dir"])
            .arg(&self.target_dir)
            .arg("--manifest-path")
            .arg(self.folder.path().join("Cargo.toml"))
            .env("CARGO_INCREMENTAL", "0")
            .output()
            .map_err(|error| format!("cannot run cargo: {error}"))?;
        let mut errors = BTreeMap::new();
        let mut others = String::from_utf8_lossy(&output.stderr).into_owned();
        for line in String::from_utf8_lossy(&output.stdout).lines() {
            let Some(mut error) = compiler_error(line) else {
                continue;
            };
            let (place, error) = (probe_of(&error), error["message"].take());
            match place {
                Some(at) => drop(errors.entry(at).or_insert(error)),
                None => others += error["rendered"].as_str().unwrap_or_default(),
            }
        }
        if errors.is_empty() && !output.status.success() {
            return Err(format!(
                "not for an item, the probes did not compile:\n{others}"
            ));
        }
        Ok(errors)
    }
}

/// The message in a line of cargo's output, if it is an error.
fn compiler_error(line: &str) -> Option<Value> {
    let message: Value = serde_json::from_str(line).ok()?;
    let is_error =
        message["reason"] == "compiler-message" && message["message"]["level"] == "error";
    is_error.then_some(message)
}

/// The number of the probe that an error is about: at its primary span, or else at any.
fn probe_of(error: &Value) -> Option<usize> {
    if error["target"]["name"] != PROBE_CRATE {
        return None;
    }
    let spans = error["message"]["spans"].as_array()?;
    let own = spans
        .iter()
        .filter(|span| span["file_name"] == "src/lib.rs");
    let lines = own.filter_map(|span| {
        let line = usize::try_from(span["line_start"].as_u64()?).ok()?;
        let at = line.checked_sub(PRELUDE.lines().count() + 1)?;
        Some((span["is_primary"] != true, at))
    });
    lines.min().map(|(_, at)| at)
}

/// The dependency on a crate that the list names.
fn foreign(package: &Package, name: &str) -> String {
    let dependencies = package.metadata["dependencies"].as_array();
    let found = dependencies.into_iter().flatten().find(|dependency| {
        let own = dependency["name"].as_str().unwrap_or_default();
        own.replace('-', "_") == name && dependency["kind"].is_null()
    });
    match found {
        Some(found) => {
            let (package, version) = (&found["name"], &found["req"]);
            format!("{name} = {{ package = {package}, version = {version} }}")
        }
        None => format!("{} = \"*\"", name.replace('_', "-")),
    }
}

impl State {
    fn because(self, why: &str) -> Outcome {
        let (state, why) = (self, why.to_owned());
        Outcome { state, why }
    }
}

impl Outcome {
    /// What an error of the compiler says of an item.
    fn of(error: &Value, is_impl: bool) -> Self {
        let code = error["code"]["code"].as_str().unwrap_or_default();
        let state = match code {
            "E0277" if is_impl => State::Missing,
            code if NO_SUCH_NAME.contains(&code) => State::Missing,
            _ => State::Differs,
        };
        if ["ambiguous_glob_imports", "E0659"].contains(&code) {
            return state.because("another item goes by this name");
        }
        let list = |key: &str| error[key].as_array().into_iter().flatten();
        let primary = list("spans").find(|span| span["is_primary"] == true);
        let label = primary.and_then(|span| span["label"].as_str());
        let mut notes = list("children").filter_map(|note| note["message"].as_str());
        let types = notes.find(|note| note.starts_with("expected "));
        let parts = [Some(code), error["message"].as_str(), types.or(label)];
        let parts = parts.into_iter().flatten().map(str::trim);
        let why: Vec<_> = parts.filter(|part| !part.is_empty()).collect();
        let why = why.join(": ");
        state.because(&why.split_whitespace().collect::<Vec<_>>().join(" "))
    }
}
