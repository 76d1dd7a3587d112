//! Builds the browser's part: `app` as WebAssembly, its bindings, and both compressed.
//!
//! The result stands in `target/bundle` under fixed names; the server's build script gives each file a name with
//! its hash and embeds it. Styles need no tool and are the build script's own affair.

mod compress;
mod editor;
mod toolchain;
mod webassembly;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

/// What the browser may have to fetch at most, in bytes of Brotli, so that a page is alive soon on an office line.
const LIMIT: usize = 250_000;

/// As [`LIMIT`], of the editor's script, which the writing page alone loads.
const EDITOR_LIMIT: usize = 120_000;

/// What went wrong while the bundle was built.
#[derive(Debug, thiserror::Error)]
pub enum BundleError {
    #[error(
        "no Rust toolchain here can build WebAssembly; run scripts/setup-wasm, which installs one or says how"
    )]
    NoToolchain,
    #[error("{command} could not be started: {source}")]
    Start { command: String, source: io::Error },
    #[error("{command} failed ({status})")]
    Command { command: String, status: std::process::ExitStatus },
    #[error("{}: {source}", path.display())]
    File { path: PathBuf, source: io::Error },
    #[error("the bindings could not be made: {0}")]
    Bindings(String),
    #[error("{what} has {size} bytes when compressed; the limit is {limit}")]
    TooLarge { what: &'static str, size: usize, limit: usize },
}

/// Builds the bundle, or does next to nothing where it is already there: Cargo knows whether a source that
/// reaches the browser has changed, and the stamp tells whether its output is the one last bundled.
pub fn build() -> Result<(), BundleError> {
    let root = workspace_root();
    let compiled = webassembly::compile(&root)?;
    let directory = root.join("target/bundle");
    let editor = editor::bundle(&root)?;
    let stamp = stamp(&compiled, editor.as_deref())?;
    let stamp_path = directory.join("stamp");
    if fs::read_to_string(&stamp_path).is_ok_and(|written| written == stamp) {
        println!("The bundle is up to date.");
        return Ok(());
    }
    // The server's build script embeds only what bears a stamp, so a half-written bundle must have none.
    let _ = fs::remove_file(&stamp_path);
    let bindings = webassembly::bind(&compiled)?;
    let size = write_compressed(&directory, "app.wasm", &bindings.binary)?;
    let script_size = write_compressed(&directory, "app.js", bindings.script.as_bytes())?;
    println!(
        "WebAssembly: {} kB, {} kB compressed; its bindings: {} kB compressed.",
        bindings.binary.len() / 1000,
        size.div_ceil(1000),
        script_size.div_ceil(1000)
    );
    let _ = fs::remove_file(directory.join("editor.js"));
    if let Some(script) = &editor {
        let size = write_compressed(&directory, "editor.js", script)?;
        println!("The editor: {} kB, {} kB compressed.", script.len() / 1000, size.div_ceil(1000));
        if size > EDITOR_LIMIT {
            return Err(BundleError::TooLarge { what: "the editor", size, limit: EDITOR_LIMIT });
        }
    }
    if size > LIMIT {
        return Err(BundleError::TooLarge { what: "the WebAssembly", size, limit: LIMIT });
    }
    write(&stamp_path, stamp.as_bytes())
}

/// Names what the bundle was made from.
fn stamp(compiled: &Path, editor: Option<&[u8]>) -> Result<String, BundleError> {
    let binary = Sha256::digest(read(compiled)?);
    let script = Sha256::digest(editor.unwrap_or_default());
    Ok(format!("{binary:x} {script:x}\n"))
}

/// Writes a file plain, as gzip and as Brotli; returns the size of the last.
fn write_compressed(directory: &Path, name: &str, content: &[u8]) -> Result<usize, BundleError> {
    let brotli = compress::brotli(content);
    write(&directory.join(name), content)?;
    write(&directory.join(format!("{name}.gz")), &compress::gzip(content))?;
    write(&directory.join(format!("{name}.br")), &brotli)?;
    Ok(brotli.len())
}

fn write(path: &Path, content: &[u8]) -> Result<(), BundleError> {
    let file_error = |source| BundleError::File { path: path.to_owned(), source };
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent).map_err(file_error)?;
    }
    fs::write(path, content).map_err(file_error)
}

fn read(path: &Path) -> Result<Vec<u8>, BundleError> {
    fs::read(path).map_err(|source| BundleError::File { path: path.to_owned(), source })
}

/// The folder that holds the workspace. Clones that share what Cargo has built share this program: which of them it runs
/// for, Cargo says when it starts it.
pub fn workspace_root() -> PathBuf {
    let manifest = std::env::var_os("CARGO_MANIFEST_DIR");
    let manifest = manifest.map_or_else(|| env!("CARGO_MANIFEST_DIR").into(), PathBuf::from);
    manifest.parent().unwrap_or(&manifest).to_owned()
}

/// Where Cargo puts what it builds.
pub fn target_directory(root: &Path) -> PathBuf {
    match std::env::var_os("CARGO_TARGET_DIR") {
        Some(directory) => root.join(directory),
        None => root.join("target"),
    }
}
