//! From the crate `app` to WebAssembly and its bindings.
//!
//! The bindings are made by the same release of wasm-bindgen that the crate was compiled with, because both
//! stand in one lock file. Binaryen's `wasm-opt` has no part in it: it would save two kilobytes in fifty, and its
//! old releases write what browsers refuse. It must not know where the files go.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;

use wasm_bindgen_cli_support::Bindgen;

use super::toolchain::{self, TARGET};
use super::{BundleError, target_directory};

/// The binary and the script that loads it.
#[derive(Debug)]
pub struct Bindings {
    pub binary: Vec<u8>,
    pub script: String,
}

/// Compiles `app` with its browser features; returns the file. It has a target folder of its own, since the
/// toolchain may be another than the server's.
pub fn compile(root: &Path) -> Result<PathBuf, BundleError> {
    let toolchain = toolchain::find()?;
    let target = target_directory(root).join("wasm");
    let mut command = toolchain.cargo();
    command
        .current_dir(root)
        .args(["rustc", "--locked", "--package", "app", "--lib", "--crate-type", "cdylib"])
        .args(["--no-default-features", "--features", "hydrate"])
        .args(["--profile", "wasm", "--target", TARGET, "--target-dir"])
        .arg(&target);
    run(&mut command)?;
    Ok(target.join(TARGET).join("wasm/app.wasm"))
}

/// Makes the bindings, as a module for browsers.
pub fn bind(compiled: &Path) -> Result<Bindings, BundleError> {
    let bindings_error = |error| BundleError::Bindings(format!("{error:#}"));
    let mut output = Bindgen::new()
        .input_path(compiled)
        .web(true)
        .map_err(bindings_error)?
        .typescript(false)
        .omit_default_module_path(true)
        .remove_name_section(true)
        .remove_producers_section(true)
        .generate_output()
        .map_err(bindings_error)?;
    if output.snippets().values().any(|scripts| !scripts.is_empty()) || !output.local_modules().is_empty() {
        return Err(BundleError::Bindings(
            "a dependency brings scripts of its own, which are not bundled".into(),
        ));
    }
    Ok(Bindings { script: output.js().to_owned(), binary: output.wasm_mut().emit_wasm() })
}

pub fn run(command: &mut Command) -> Result<(), BundleError> {
    let name = Path::new(command.get_program())
        .file_name()
        .unwrap_or(OsStr::new("?"))
        .to_string_lossy()
        .into_owned();
    let status = command.status().map_err(|source| BundleError::Start { command: name.clone(), source })?;
    if status.success() { Ok(()) } else { Err(BundleError::Command { command: name, status }) }
}
