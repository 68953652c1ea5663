//! The crates of the fixtures compile without warnings, and do what their `behaviour.rs` says.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use codegen::output::sync;
use codegen::settings::Settings;

use super::{fixture, fixture_folder};

const FIXTURES: &[&str] = &["auth", "mixins", "rename", "resources", "smithy_1_0"];

/// What the behaviour of a fixture needs beside the crate's own dependencies.
const TEST_DEPENDENCIES: &str = r#"
[dev-dependencies]
aws-credential-types = { version = "1.3", features = ["hardcoded-credentials"] }
aws-smithy-http-client = { version = "1.5", features = ["test-util"] }
http = "1"
tokio = { version = "1", features = ["macros", "rt"] }
"#;

/// Writes a workspace of the fixtures' crates, with the versions of our own.
fn workspace() -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("loading");
    for name in FIXTURES {
        write_crate(name, &folder.join(name));
    }
    let members = format!("[workspace]\nresolver = \"3\"\nmembers = {FIXTURES:?}\n");
    fs::write(folder.join("Cargo.toml"), members).expect("written");
    let lock = Path::new(env!("CARGO_MANIFEST_DIR")).join("../Cargo.lock");
    fs::copy(lock, folder.join("Cargo.lock")).expect("copied");
    folder
}

fn write_crate(name: &str, folder: &Path) {
    let settings = Settings {
        name: Some(name.to_owned()),
        ..Settings::default()
    };
    let generated = codegen::generate(&[fixture(name)], &settings, &mut |_| {});
    let mut files = generated.expect("the fixture is good").files;
    let behaviour = fs::read_to_string(fixture_folder(name).join("behaviour.rs")).ok();
    if behaviour.is_some() {
        let manifest = files.get_mut("Cargo.toml").expect("every crate has one");
        manifest.push_str(TEST_DEPENDENCIES);
    }
    let changes = sync::compare(&files, folder).expect("compared");
    sync::apply(&changes, &files, folder).expect("written");
    if let Some(text) = behaviour {
        fs::create_dir_all(folder.join("tests")).expect("created");
        fs::write(folder.join("tests/behaviour.rs"), text).expect("written");
    }
}

fn cargo(folder: &Path, arguments: &[&str]) {
    let output = Command::new(env!("CARGO"))
        .current_dir(folder)
        .args(arguments)
        .args([
            "--offline",
            "--no-default-features",
            "--features",
            "rt-tokio,test-util",
        ])
        .env("CARGO_TARGET_DIR", folder.join("target"))
        .env("RUSTFLAGS", "-D warnings")
        .output()
        .expect("cargo runs");
    let text = String::from_utf8_lossy(&output.stderr);
    let tests = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{tests}\n{text}");
}

#[test]
fn fixtures_compile_and_behave() {
    let folder = workspace();
    cargo(
        &folder,
        &["test", "--package", "auth", "--test", "behaviour"],
    );
    cargo(&folder, &["check", "--workspace"]);
}
