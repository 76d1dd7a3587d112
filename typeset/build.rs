//! A mark of everything in the program that decides how pages come out: the same mark sets the same content to the same
//! bytes.

use std::{env, error::Error, fs, path::PathBuf};

use sha2::{Digest, Sha256};

/// What typesetting is made of: its code, what it is told of texts, templates with fonts, and the libraries.
const PARTS: [&str; 4] = ["typeset/src", "domain/src", "templates", "Cargo.lock"];

/// Tells the crate its mark.
fn main() -> Result<(), Box<dyn Error>> {
    let package = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?);
    let root = package.parent().ok_or("the package stands in a workspace")?;
    println!("cargo::rerun-if-changed=build.rs");
    let mut files = Vec::new();
    for part in PARTS {
        let path = root.join(part);
        println!("cargo::rerun-if-changed={}", path.display());
        collect(path, &mut files)?;
    }
    files.sort();
    let mut hash = Sha256::new();
    for file in files {
        let name = file.strip_prefix(root)?.to_string_lossy().into_owned();
        let bytes = fs::read(&file)?;
        hash.update(format!("{name}:{}:", bytes.len()));
        hash.update(bytes);
    }
    let mark: String = hash.finalize().iter().take(16).map(|byte| format!("{byte:02x}")).collect();
    println!("cargo::rustc-env=JIANBAO_TYPESETTING={mark}");
    Ok(())
}

fn collect(path: PathBuf, files: &mut Vec<PathBuf>) -> Result<(), Box<dyn Error>> {
    if path.is_dir() {
        for entry in fs::read_dir(path)? {
            collect(entry?.path(), files)?;
        }
    } else {
        files.push(path);
    }
    Ok(())
}
