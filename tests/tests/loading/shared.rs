//! Real models, and those of the protocol tests, where they are: nothing in them is refused but what is
//! not supported yet.

use std::path::PathBuf;

use super::{read, source};
use codegen::model::Source;

/// The models of a shared folder; none where it is missing.
fn models(folder: &str) -> Vec<Source> {
    let here = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let folder = here.join("../../shared").join(folder);
    let Ok(files) = std::fs::read_dir(&folder) else {
        eprintln!("{} is missing: nothing is tested", folder.display());
        return Vec::new();
    };
    let mut paths: Vec<PathBuf> = files.flatten().map(|file| file.path()).collect();
    paths.sort();
    let read = |path: PathBuf| {
        let text = std::fs::read_to_string(&path).expect("a readable file");
        source(&path.display().to_string(), text)
    };
    paths.into_iter().map(read).collect()
}

fn services(model: &Source) -> Vec<String> {
    let json: serde_json::Value = serde_json::from_str(&model.text).expect("JSON");
    let shapes = json["shapes"].as_object().into_iter().flatten();
    shapes
        .filter(|(_, shape)| shape["type"] == "service")
        .map(|(id, _)| id.clone())
        .collect()
}

#[test]
fn nothing_is_refused_but_what_is_missing() {
    for model in models("models").into_iter().chain(models("protocol-tests")) {
        for service in services(&model) {
            let Err(problems) = read(std::slice::from_ref(&model), Some(&service)) else {
                continue;
            };
            let errors = problems.lines().filter(|line| line.starts_with("error: "));
            let other = errors.filter(|line| !line.contains("supported"));
            assert_eq!(
                other.collect::<Vec<_>>(),
                [""; 0],
                "{}: {service}",
                model.name
            );
        }
    }
}
