//! From `app/editor` to one script, by esbuild. Its packages are fetched once for each lock file.

use std::{fs, path::Path, process::Command};

use sha2::{Digest, Sha256};

use super::{BundleError, read, target_directory, webassembly::run, write};

/// The script; `None` where there is no Node to make it with: the writing page then keeps its text field.
pub fn bundle(root: &Path) -> Result<Option<Vec<u8>>, BundleError> {
    if Command::new("npm").arg("--version").output().is_err() {
        println!("Node is missing: the editor is left out.");
        return Ok(None);
    }
    let folder = root.join("app/editor");
    fetch_packages(&folder)?;
    let script = target_directory(root).join("editor.js");
    let mut command = Command::new("node");
    command.arg(folder.join("build.mjs")).arg(&script);
    run(&mut command)?;
    read(&script).map(Some)
}

fn fetch_packages(folder: &Path) -> Result<(), BundleError> {
    let lock = format!("{:x}", Sha256::digest(read(&folder.join("package-lock.json"))?));
    let fetched = folder.join("node_modules/.lock-digest");
    if fs::read_to_string(&fetched).is_ok_and(|known| known == lock) {
        return Ok(());
    }
    let mut command = Command::new("npm");
    command.current_dir(folder).args([
        "ci",
        "--no-audit",
        "--no-fund",
        "--ignore-scripts",
        "--loglevel=error",
    ]);
    run(&mut command)?;
    write(&fetched, lock.as_bytes())
}
