//! A scratch folder with a model, and the runs in it.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::fixtures;
use crate::xtask::{self, Run};

/// A folder with the model `model.json`.
pub struct Scratch(pub tempfile::TempDir);

impl Scratch {
    pub fn new() -> Self {
        let scratch = Self(tempfile::tempdir().expect("a temporary folder"));
        let model = &fixtures::sources("empty")[0];
        scratch.write("model.json", &model.text);
        scratch
    }

    pub fn path(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    pub fn write(&self, path: &str, content: &str) {
        let file = self.path(path);
        fs::create_dir_all(file.parent().expect("it is in the folder")).expect("writable");
        fs::write(file, content).expect("writable");
    }

    pub fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).expect("the file is there")
    }

    /// Generates `client` from `model.json`.
    pub fn run(&self, more: &[&str]) -> Run {
        let arguments = [
            "--model",
            "model.json",
            "--out",
            "client",
            "--name",
            "my-client",
        ];
        xtask::codegen(self.0.path(), &[&arguments, more].concat())
    }

    /// All files and what is in them.
    pub fn disk(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let mut files = BTreeMap::new();
        collect(self.0.path(), &mut files);
        files
    }
}

fn collect(folder: &Path, files: &mut BTreeMap<PathBuf, Vec<u8>>) {
    for entry in fs::read_dir(folder).expect("readable") {
        let path = entry.expect("readable").path();
        if path.is_dir() {
            collect(&path, files);
        } else {
            let content = fs::read(&path).expect("readable");
            files.insert(path, content);
        }
    }
}
