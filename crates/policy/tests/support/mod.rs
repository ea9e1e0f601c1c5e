//! Reads packs from the repository.

use std::fs;
use std::path::{Path, PathBuf};

use evenhand_policy::pack::Files;

/// The folder of all packs.
pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs")
}

/// The names of the packs that ship.
pub fn packs() -> Vec<String> {
    let entries = fs::read_dir(folder()).expect("packs");
    let mut names: Vec<String> =
        entries.map(|entry| entry.expect("entry").file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

/// The files of one pack by their path inside it.
pub fn files(pack: &str) -> Files {
    let root = folder().join(pack);
    let mut files = Files::new();
    for folder in [root.clone(), root.join("documents")] {
        let Ok(entries) = fs::read_dir(&folder) else { continue };
        for path in entries.map(|entry| entry.expect("entry").path()).filter(|path| path.is_file()) {
            let name = path.strip_prefix(&root).expect("inside").to_string_lossy().into_owned();
            files.insert(name, fs::read_to_string(&path).expect("text"));
        }
    }
    files
}
