//! The settings of a run: those of `model/codegen.toml`, or those of the arguments alone if they name a model.

use std::path::{Component, Path, PathBuf};

use codegen::settings::Settings;

use super::Args;
use crate::files::{read, show, workspace};

/// The settings; paths are absolute, or relative to the current folder.
pub(super) fn settings(args: &Args) -> Result<Settings, String> {
    let mut settings = if args.model.is_empty() {
        read_settings()?
    } else {
        Settings {
            models: args.model.clone(),
            ..Settings::default()
        }
    };
    settings.service = args.service.clone().or(settings.service);
    if !args.operations.is_empty() {
        settings.operations.clone_from(&args.operations);
    }
    settings.out = args.out.clone().or(settings.out);
    settings.name = args.name.clone().or(settings.name);
    settings.tests |= args.tests;
    Ok(settings)
}

fn read_settings() -> Result<Settings, String> {
    let folder = workspace().join("model");
    let file = folder.join("codegen.toml");
    let text = read(&file)?;
    let mut settings =
        Settings::parse(&text).map_err(|error| format!("error: {}: {error}", show(&file)))?;
    if settings.models.is_empty() {
        return Err(format!("error: {}: `models` names no file", show(&file)));
    }
    let absolute = |path: PathBuf| clean(&folder.join(path));
    settings.models = settings.models.into_iter().map(absolute).collect();
    settings.out = settings.out.map(absolute);
    Ok(settings)
}

/// A path without `..` in the middle.
fn clean(path: &Path) -> PathBuf {
    let mut clean = PathBuf::new();
    for part in path.components() {
        match part {
            Component::ParentDir => drop(clean.pop()),
            part => clean.push(part),
        }
    }
    clean
}
