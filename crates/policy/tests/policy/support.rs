//! Reads packs from the repository.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use evenhand_policy::Pack;
use evenhand_policy::pack::Files;

/// The two packs that ship.
pub const PACKS: [&str; 2] = ["mount-gambier", "services-australia"];

static READ: LazyLock<BTreeMap<String, Pack>> = LazyLock::new(|| {
    let read = |name: String| {
        let pack = Pack::read(&files(&name)).unwrap_or_else(|problems| {
            let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
            panic!("packs/{name} has {} mistakes:\n{}", lines.len(), lines.join("\n"));
        });
        (name, pack)
    };
    packs().into_iter().map(read).collect()
});

/// A pack that ships, read.
pub fn pack(name: &str) -> &'static Pack {
    READ.get(name).unwrap_or_else(|| panic!("there is no pack `{name}`"))
}

/// The names of the packs in the repository.
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

/// A folder beside these tests.
pub fn beside(folder: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(folder)
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs")
}
