//! The manual's pictures, those that have been taken: none, in a tree where nobody took any.

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

/// A picture by the name that the manual calls it by.
pub struct Picture {
    pub name: String,
    pub extension: String,
    pub content: Vec<u8>,
}

/// The kinds of files that are pictures, with their content types.
pub const KINDS: [(&str, &str); 2] = [("webp", "image/webp"), ("png", "image/png")];

/// Reads the folder, in the order of the names.
pub fn pictures(folder: &Path) -> Result<Vec<Picture>, Box<dyn Error>> {
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut paths: Vec<PathBuf> =
        fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<Result<_, std::io::Error>>()?;
    paths.sort();
    let mut pictures = Vec::new();
    for path in paths {
        let word = |part: Option<&std::ffi::OsStr>| {
            part.and_then(|part| part.to_str()).unwrap_or_default().to_owned()
        };
        let (name, extension) = (word(path.file_stem()), word(path.extension()));
        if KINDS.iter().any(|(kind, _)| *kind == extension) {
            pictures.push(Picture { name, extension, content: fs::read(&path)? });
        }
    }
    Ok(pictures)
}
