//! Reads the repository for the house rules: files by ending, lines of code, dependencies.

use std::fs;
use std::path::{Path, PathBuf};

/// A file's text with its path from the repository's root.
pub struct File {
    pub path: String,
    pub text: String,
}

/// All files below a folder with one of the endings, by path. What is built, fetched or kept is not looked at.
pub fn files(folder: &str, endings: &[&str]) -> Vec<File> {
    let root = root();
    let mut paths = Vec::new();
    collect(&root.join(folder), endings, &mut paths);
    paths.sort();
    paths
        .into_iter()
        .map(|path| File {
            text: fs::read_to_string(&path).expect("a source is UTF-8 text"),
            path: path.strip_prefix(&root).expect("it is below the root").to_string_lossy().replace("./", ""),
        })
        .collect()
}

/// One file's text.
pub fn read(path: &str) -> String {
    find(path).expect("the file exists")
}

/// One file's text, where there is such a file.
pub fn find(path: &str) -> Option<String> {
    fs::read_to_string(root().join(path)).ok()
}

/// The lines of a file that are no comments, numbered from one.
pub fn code_lines(file: &File) -> impl Iterator<Item = (usize, &str)> {
    let numbered = file.text.lines().enumerate().map(|(at, line)| (at + 1, line));
    numbered.filter(|(_, line)| {
        !["//", "/*", "#!", "# "].iter().any(|start| line.trim_start().starts_with(start))
    })
}

/// The names of everything a crate depends on, also for its tests and its build.
pub fn dependencies(crate_name: &str) -> Vec<String> {
    let manifest = read(&format!("{crate_name}/Cargo.toml"));
    let mut within = false;
    let mut names = Vec::new();
    for line in manifest.lines() {
        if line.starts_with('[') {
            within = line.trim_end().ends_with("dependencies]");
        } else if within
            && let Some((name, _)) = line.split_once(['.', '=', ' '])
            && !name.is_empty()
            && !name.starts_with('#')
        {
            names.push(name.to_owned());
        }
    }
    names
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the crate stands in a workspace").to_owned()
}

fn collect(folder: &Path, endings: &[&str], paths: &mut Vec<PathBuf>) {
    let skipped = ["target", "node_modules", "data", "results"];
    let entries = fs::read_dir(folder).expect("the folder exists");
    for entry in entries.map(|entry| entry.expect("the folder can be read")) {
        let path = entry.path();
        let name = entry.file_name().to_string_lossy().into_owned();
        if path.is_dir() {
            if !name.starts_with('.') && !skipped.contains(&name.as_str()) {
                collect(&path, endings, paths);
            }
        } else if path.extension().is_some_and(|ending| endings.iter().any(|wanted| ending == *wanted)) {
            paths.push(path);
        }
    }
}
