//! Writes every component in every state to a folder, to look at and to test: `cargo run -p evenhand-ui --example gallery -- folder`.

use std::fs;
use std::io;
use std::path::Path;

mod pages;

fn main() -> io::Result<()> {
    let folder = std::env::args().nth(1).ok_or_else(|| io::Error::other("name a folder to write to"))?;
    let folder = Path::new(&folder);
    for asset in evenhand_ui::assets() {
        write(folder, &asset.path, &asset.bytes)?;
    }
    for (name, page) in pages::all() {
        write(folder, name, page.as_bytes())?;
    }
    Ok(())
}

fn write(folder: &Path, path: &str, bytes: &[u8]) -> io::Result<()> {
    let file = folder.join(path.trim_start_matches('/'));
    fs::create_dir_all(file.parent().unwrap_or(folder))?;
    fs::write(file, bytes)
}
