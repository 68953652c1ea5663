//! A run that is killed leaves each file as it was or as it shall be, and the next run tidies up.

use std::fs;
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant, SystemTime};

use codegen::output::{Files, sync};

use crate::{fixtures, xtask};

/// Runs that are killed, each a little later than the one before.
const RUNS: u32 = 20;
const STEP: Duration = Duration::from_micros(50);

/// What stands in every file before a run: a line by which the file is known as ours.
const OLD: &str = "// @generated\n";

#[test]
fn a_killed_run_leaves_whole_files() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let new = fixtures::generate("empty");
    let mut halfway = 0;
    for run in 0..RUNS {
        write_old(&new, folder.path());
        run_and_kill(folder.path(), STEP * run);
        let old = new
            .iter()
            .filter(|(path, text)| is_old(folder.path(), path, text));
        halfway += usize::from((1..new.len()).contains(&old.count()));
    }
    assert!(halfway > 0, "no run was killed while it wrote");
    let run = xtask::codegen(folder.path(), &arguments());
    assert!(run.success, "{run:?}");
    let left = sync::compare(&new, folder.path()).expect("the folder is ours");
    assert!(left.is_empty() && left.foreign.is_empty(), "{left:?}");
}

fn arguments() -> [String; 6] {
    let model = &fixtures::files("empty")[0];
    let model = model.to_str().expect("a plain path").to_owned();
    let name = fixtures::package("empty");
    let texts = ["--model", &model, "--out", ".", "--name", &name];
    texts.map(str::to_owned)
}

fn write_old(files: &Files, folder: &Path) {
    for path in files.keys() {
        let file = folder.join(path);
        fs::create_dir_all(file.parent().expect("it is in the folder")).expect("writable");
        fs::write(file, OLD).expect("writable");
    }
}

/// Runs xtask, and kills it when so much time has passed since it replaced the first file.
fn run_and_kill(folder: &Path, delay: Duration) {
    let first = folder.join("API.md");
    let before = modified(&first);
    let mut command = xtask::command(folder, &arguments());
    let child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn();
    let mut child = child.expect("xtask starts");
    let is_running = |child: &mut std::process::Child| matches!(child.try_wait(), Ok(None));
    while modified(&first) == before && is_running(&mut child) {
        std::hint::spin_loop();
    }
    let start = Instant::now();
    while start.elapsed() < delay {
        std::hint::spin_loop();
    }
    child.kill().expect("the child is ours");
    child.wait().expect("the child is ours");
}

fn modified(file: &Path) -> SystemTime {
    let metadata = fs::metadata(file).expect("a file is replaced, never missing");
    metadata.modified().expect("the time is known")
}

/// Whether the old text stands in the file; the other choice is the new one.
fn is_old(folder: &Path, path: &str, new: &str) -> bool {
    let text = fs::read_to_string(folder.join(path)).expect("the file is there");
    assert!(text == OLD || text == new, "{path} is broken:\n{text}");
    text == OLD
}
