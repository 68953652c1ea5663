//! The models of `tests/fixtures`, a folder for each behaviour.

use std::fs;
use std::path::{Path, PathBuf};

use codegen::diagnostics::Diagnostic;
use codegen::model::Source;
use codegen::output::Files;
use codegen::settings::Settings;

/// The root of the workspace.
pub fn root() -> PathBuf {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
    tests.parent().expect("tests has a parent").to_owned()
}

/// The folder in which cargo builds the workspace.
pub fn target() -> PathBuf {
    let scratch = Path::new(env!("CARGO_TARGET_TMPDIR"));
    scratch.parent().expect("it is in `target`").to_owned()
}

/// The names of all fixtures.
pub fn names() -> Vec<String> {
    let entries = fs::read_dir(folder("")).expect("the fixtures are there");
    let entries = entries.map(|entry| entry.expect("readable"));
    let name = |entry: fs::DirEntry| entry.file_name().into_string().expect("a plain name");
    let mut names: Vec<String> = entries
        .filter(|entry| entry.path().is_dir())
        .map(name)
        .collect();
    names.sort();
    names
}

/// The files of a fixture's model.
pub fn files(name: &str) -> Vec<PathBuf> {
    ["model.json", "overlay.json"]
        .map(|file| folder(name).join(file))
        .into_iter()
        .filter(|file| file.exists())
        .collect()
}

/// The tests that a fixture brings along for its crate.
pub fn tests(name: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder(name).join("tests"));
    let entries = entries.into_iter().flatten();
    entries
        .map(|entry| entry.expect("readable").path())
        .collect()
}

/// The server that these tests share.
pub fn server() -> PathBuf {
    folder("server.rs")
}

/// The model of a fixture.
pub fn sources(name: &str) -> Vec<Source> {
    files(name).iter().map(|file| source(file)).collect()
}

/// The model of the workspace and its settings; `out` is absolute.
pub fn workspace() -> (Vec<Source>, Settings) {
    let folder = root().join("model");
    let text = fs::read_to_string(folder.join("codegen.toml")).expect("the settings are there");
    let mut settings = Settings::parse(&text).expect("the settings are good");
    let files = settings.models.iter().map(|file| folder.join(file));
    let sources = files.map(|file| source(&file)).collect();
    settings.out = settings.out.map(|out| folder.join(out));
    (sources, settings)
}

/// A file of a model.
pub fn source(file: &Path) -> Source {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    Source {
        name: name.into_owned(),
        text: fs::read_to_string(file).expect("the model is readable"),
    }
}

/// Fixtures whose models carry protocol tests.
pub const TESTED: [&str; 11] = [
    "checksums",
    "content_md5",
    "defaults",
    "documents",
    "enums",
    "http_bindings",
    "idempotency_token",
    "payloads",
    "request_compression",
    "subset",
    "unions",
];

/// The settings of a fixture.
pub fn settings(name: &str) -> Settings {
    let operations: &[&str] = match name {
        "subset" => &["GetB*", "test.subset#GetShelf"],
        _ => &[],
    };
    Settings {
        name: Some(package(name)),
        operations: operations.iter().map(|name| (*name).to_owned()).collect(),
        tests: TESTED.contains(&name),
        ..Settings::default()
    }
}

/// The name of a fixture's crate.
pub fn package(name: &str) -> String {
    format!("fixture-{}", name.replace('_', "-"))
}

/// The crate of a fixture.
pub fn generate(name: &str) -> Files {
    good(&sources(name), &settings(name))
}

/// The crate of a model that has no problems.
pub fn good(sources: &[Source], settings: &Settings) -> Files {
    match try_generate(sources, settings) {
        Ok(files) => files,
        Err(problems) => panic!("{:?}:\n{}", settings.name, show(&problems)),
    }
}

/// The crate of a model, or what is wrong with the model.
pub fn try_generate(sources: &[Source], settings: &Settings) -> Result<Files, Vec<Diagnostic>> {
    codegen::generate(sources, settings, &mut |_| {}).map(|generated| generated.files)
}

/// Problems as the user reads them.
pub fn show(problems: &[Diagnostic]) -> String {
    let problems = problems.iter().map(ToString::to_string);
    problems.collect::<Vec<_>>().join("\n")
}

fn folder(name: &str) -> PathBuf {
    root().join("tests/fixtures").join(name)
}
