//! What the user decides beside the model: the file `codegen.toml`.

use std::path::PathBuf;

use serde::Deserialize;

/// The settings of a crate.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Settings {
    /// The model's files, relative to the settings' file. Later ones are overlays: they add shapes and,
    /// with `apply` statements, traits.
    #[serde(default)]
    pub models: Vec<PathBuf>,
    /// The absolute shape id of the service, needed where the files have several.
    pub service: Option<String>,
    /// The operations that the crate has: names or absolute shape ids, in which `*` stands for any letters
    /// and `?` for one. All if there is none.
    #[serde(default)]
    pub operations: Vec<String>,
    /// The folder of the crate, relative to the settings' file.
    pub out: Option<PathBuf>,
    /// Whether the tests that the model carries are emitted as tests of the crate.
    #[serde(default)]
    pub tests: bool,
    /// The name of the crate. Unless set, `aws-sdk-` and the service's id in lower case.
    pub name: Option<String>,
    /// The version of the crate; `0.1.0` unless set.
    pub version: Option<String>,
    /// SPDX expression of the crate's licence; none unless set.
    pub license: Option<String>,
}

impl Settings {
    /// Reads a `codegen.toml`.
    ///
    /// # Errors
    /// With the line, the column and the problem.
    pub fn parse(text: &str) -> Result<Self, String> {
        toml::from_str(text).map_err(|error| error.to_string())
    }
}
