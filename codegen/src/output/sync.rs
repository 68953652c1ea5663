//! Compares the files of a crate with a folder and writes what differs: the only place that touches
//! the disk.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use super::Files;
use super::files::is_ours;

/// What a folder needs to hold the files of a crate.
#[derive(Debug, Default, PartialEq)]
pub struct Changes {
    /// Files to write, with their old contents where they exist.
    pub written: BTreeMap<String, Option<String>>,
    /// Files of ours that the crate no longer has, with their contents.
    pub removed: BTreeMap<String, String>,
    /// Files that are as they should be.
    pub unchanged: usize,
    /// Files that are not ours, and are left alone.
    pub foreign: Vec<String>,
}

impl Changes {
    /// Whether nothing has to be done.
    pub fn is_empty(&self) -> bool {
        self.written.is_empty() && self.removed.is_empty()
    }
}

/// A folder that cannot hold the crate.
#[derive(Debug)]
pub enum Problem {
    /// A file or folder cannot be read or written.
    Io(PathBuf, io::Error),
    /// The folder holds files, and none of them is ours.
    NotOurs(PathBuf),
    /// A file that is not ours, or a folder, stands where the crate has a file.
    InTheWay(PathBuf),
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Io(path, error) => write!(
                f,
                "{}: {error}: make it readable and writable, or choose another folder",
                path.display()
            ),
            Self::NotOurs(path) => write!(
                f,
                "{} holds files, but none that codegen wrote: choose an empty folder",
                path.display()
            ),
            Self::InTheWay(path) => write!(
                f,
                "{} was not written by codegen, and stands where codegen writes a file: move it",
                path.display()
            ),
        }
    }
}

impl std::error::Error for Problem {}

/// Compares `files` with the folder.
///
/// # Errors
/// With everything that forbids to write into the folder.
pub fn compare(files: &Files, folder: &Path) -> Result<Changes, Vec<Problem>> {
    let mut problems = Vec::new();
    let mut found = BTreeMap::new();
    if folder.exists() {
        read(folder, folder, &mut found, &mut problems);
    }
    let any_ours = found.values().any(|content| content.is_some());
    let only_foreign = !found.is_empty() && !any_ours;
    if only_foreign && problems.is_empty() {
        problems.push(Problem::NotOurs(folder.to_owned()));
    }
    let in_the_way: BTreeSet<PathBuf> = files
        .keys()
        .filter_map(|path| in_the_way(folder, path))
        .collect();
    problems.extend(in_the_way.into_iter().map(Problem::InTheWay));
    let mut changes = Changes::default();
    for (path, content) in files {
        match found.remove(path) {
            Some(Some(old)) if old == *content => changes.unchanged += 1,
            Some(Some(old)) => drop(changes.written.insert(path.clone(), Some(old))),
            Some(None) => problems.push(Problem::InTheWay(folder.join(path))),
            None => drop(changes.written.insert(path.clone(), None)),
        }
    }
    for (path, content) in found {
        match content {
            Some(content) => drop(changes.removed.insert(path, content)),
            None => changes.foreign.push(path),
        }
    }
    if problems.is_empty() {
        Ok(changes)
    } else {
        Err(problems)
    }
}

/// A folder where the file `path` would be, or a file where a folder on the way to it would be.
fn in_the_way(root: &Path, path: &str) -> Option<PathBuf> {
    let target = root.join(path);
    let mut folders = target.ancestors().skip(1);
    let file = folders.find(|folder| *folder == root || folder.is_file())?;
    if target.is_dir() {
        Some(target)
    } else {
        (file != root).then(|| file.to_owned())
    }
}

/// Reads a folder: the contents of our files, nothing for others.
fn read(
    root: &Path,
    folder: &Path,
    found: &mut BTreeMap<String, Option<String>>,
    problems: &mut Vec<Problem>,
) {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) => return problems.push(Problem::Io(folder.to_owned(), error)),
    };
    for entry in entries {
        let path = match entry {
            Ok(entry) => entry.path(),
            Err(error) => {
                problems.push(Problem::Io(folder.to_owned(), error));
                continue;
            }
        };
        if path.is_dir() && !path.is_symlink() {
            if !is_build_output(root, &path) {
                read(root, &path, found, problems);
            }
            continue;
        }
        let content = if is_leftover(&path) {
            Some(String::new())
        } else {
            // What is not a text is not ours.
            fs::read_to_string(&path).ok().filter(|text| is_ours(text))
        };
        found.insert(relative(root, &path), content);
    }
}

/// Folders in which cargo and git keep what is theirs.
fn is_build_output(root: &Path, path: &Path) -> bool {
    path.parent() == Some(root) && (path.ends_with("target") || path.ends_with(".git"))
}

/// Whether an interrupted run left the file: [`temporary_file`] made it.
fn is_leftover(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    name.starts_with(PREFIX) && name.ends_with(SUFFIX)
}

const PREFIX: &str = ".codegen-";
const SUFFIX: &str = ".tmp";

fn relative(root: &Path, path: &Path) -> String {
    let path = path.strip_prefix(root).unwrap_or(path);
    let parts: Vec<_> = path.iter().map(|part| part.to_string_lossy()).collect();
    parts.join("/")
}

/// Makes the changes. Each file is replaced as a whole, so that one that an interruption leaves is
/// either the old one or the new one.
///
/// # Errors
/// With the first file that cannot be written or removed.
pub fn apply(changes: &Changes, files: &Files, folder: &Path) -> Result<(), Problem> {
    for path in changes.written.keys() {
        let target = folder.join(path);
        write(&target, &files[path]).map_err(|error| Problem::Io(target, error))?;
    }
    for path in changes.removed.keys() {
        let target = folder.join(path);
        remove(folder, &target).map_err(|error| Problem::Io(target, error))?;
    }
    Ok(())
}

fn write(target: &Path, content: &str) -> io::Result<()> {
    let folder = target.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    let mut file = temporary_file().tempfile_in(folder)?;
    file.write_all(content.as_bytes())?;
    file.persist(target)?;
    Ok(())
}

fn temporary_file() -> tempfile::Builder<'static, 'static> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(PREFIX).suffix(SUFFIX);
    // A temporary file is private unless told otherwise; the one that it becomes is not.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    builder
}

/// Removes a file, and the folders that are empty then.
fn remove(root: &Path, target: &Path) -> io::Result<()> {
    fs::remove_file(target)?;
    for folder in target
        .ancestors()
        .skip(1)
        .take_while(|folder| *folder != root)
    {
        if fs::remove_dir(folder).is_err() {
            break;
        }
    }
    Ok(())
}
