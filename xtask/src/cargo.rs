//! What `compare-api`, `conformance` and `measure` ask of cargo and of the disk to build a crate in a scratch
//! folder. In: folders, names and commands. Out: what they hold, or an error that says which failed.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

/// A package that is given by its folder.
#[derive(Debug)]
pub(crate) struct Package {
    pub(crate) folder: PathBuf,
    /// What `cargo metadata` says of it.
    pub(crate) metadata: Value,
    workspace: PathBuf,
}

impl Package {
    /// Asks cargo about the package in a folder.
    pub(crate) fn read(folder: &Path) -> Result<Self, String> {
        let folder = folder.canonicalize().map_err(|error| at(folder, error))?;
        let manifest = folder.join("Cargo.toml");
        let path = manifest.to_string_lossy();
        let metadata = metadata(&["--no-deps", "--manifest-path", &path])?;
        let package = packages(&metadata).find(|package| package["manifest_path"] == *path);
        let package = package.ok_or_else(|| at(&manifest, "not the manifest of a package"))?;
        Ok(Package {
            metadata: package.clone(),
            workspace: metadata["workspace_root"].as_str().unwrap_or("").into(),
            folder,
        })
    }

    /// The package as a dependency in a manifest.
    pub(crate) fn dependency(&self) -> String {
        let (name, folder) = (&self.metadata["name"], &self.folder);
        format!("{{ package = {name}, path = {folder:?} }}")
    }

    /// Makes a scratch folder that builds with the versions this package builds with.
    pub(crate) fn scratch_folder(&self) -> Result<tempfile::TempDir, String> {
        let scratch = tempfile::tempdir().map_err(|error| format!("no scratch folder: {error}"))?;
        let lock = self.workspace.join("Cargo.lock");
        if lock.is_file() {
            let to = scratch.path().join("Cargo.lock");
            fs::copy(&lock, to).map_err(|error| at(&lock, error))?;
        }
        Ok(scratch)
    }
}

/// A package of the registry.
#[derive(Clone, Debug)]
pub(crate) struct Published {
    pub(crate) name: String,
    pub(crate) version: String,
}

impl Published {
    /// Reads `NAME@VERSION`.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let (name, version) = text.split_once('@').ok_or("not NAME@VERSION")?;
        let (name, version) = (name.to_owned(), version.to_owned());
        Ok(Published { name, version })
    }

    /// The package as a dependency in a manifest.
    pub(crate) fn dependency(&self) -> String {
        let Published { name, version } = self;
        format!("{{ package = {name:?}, version = \"={version}\" }}")
    }
}

/// The manifest of a package called `name` with nothing but dependencies.
pub(crate) fn manifest(name: &str, dependencies: &str) -> String {
    format!(
        "[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\npublish = false\n\n\
         [dependencies]\n{dependencies}\n"
    )
}

/// `cargo`, the one that runs this command where there is one.
pub(crate) fn cargo() -> Command {
    Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// Runs a command to its end: its output, or its error output as the error.
pub(crate) fn succeed(command: &mut Command) -> Result<String, String> {
    let output = command
        .output()
        .map_err(|error| format!("cannot run {}: {error}", command.get_program().display()))?;
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    match output.status.success() {
        true => Ok(text(&output.stdout)),
        false => Err(text(&output.stderr)),
    }
}

/// What `cargo metadata` says.
pub(crate) fn metadata(arguments: &[&str]) -> Result<Value, String> {
    let mut command = cargo();
    command.args(["metadata", "--format-version=1"]);
    let output = succeed(command.args(arguments))?;
    serde_json::from_str(&output).map_err(|error| format!("cargo metadata: {error}"))
}

/// The packages in what `cargo metadata` says.
pub(crate) fn packages(metadata: &Value) -> impl Iterator<Item = &Value> {
    metadata["packages"].as_array().into_iter().flatten()
}

/// The folder given to build in, or else one in the target folder of the current workspace.
pub(crate) fn target_dir(given: Option<&Path>, name: &str) -> Result<PathBuf, String> {
    if let Some(given) = given {
        return Ok(given.to_owned());
    }
    let metadata = metadata(&["--no-deps"])?;
    let target = metadata["target_directory"].as_str().unwrap_or("target");
    Ok(Path::new(target).join(name))
}

/// Reads a file.
pub(crate) fn read(path: &Path) -> Result<String, String> {
    fs::read_to_string(path).map_err(|error| at(path, error))
}

/// Writes a file and the folders it is in.
pub(crate) fn write(path: &Path, text: &str) -> Result<(), String> {
    let folder = path.parent().unwrap_or(path);
    fs::create_dir_all(folder)
        .and_then(|()| fs::write(path, text))
        .map_err(|error| at(path, error))
}

/// An error with the path it is about.
pub(crate) fn at(path: &Path, error: impl std::fmt::Display) -> String {
    format!("{}: {error}", path.display())
}
