//! Finds a Rust toolchain that can build WebAssembly.
//!
//! Either the usual one has the target (as after `rustup target add`), or Debian's own compiler has it, which
//! `scripts/setup-wasm` prepares where rustup cannot. It must not install anything.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::BundleError;

pub const TARGET: &str = "wasm32-unknown-unknown";

/// A compiler with its Cargo, and a linker where the compiler brings none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Toolchain {
    cargo: PathBuf,
    rustc: PathBuf,
    linker: Option<PathBuf>,
}

/// The first toolchain that has the target's standard library.
pub fn find() -> Result<Toolchain, BundleError> {
    let usual = Toolchain { cargo: "cargo".into(), rustc: "rustc".into(), linker: None };
    let debian =
        Toolchain { cargo: "/usr/bin/cargo".into(), rustc: "/usr/bin/rustc".into(), linker: debian_linker() };
    let usual_is_debian = which("rustc").is_some_and(|path| path == debian.rustc);
    let candidates = if usual_is_debian { vec![debian] } else { vec![usual, debian] };
    candidates.into_iter().find(has_target).ok_or(BundleError::NoToolchain)
}

impl Toolchain {
    /// Calls the toolchain's Cargo. What another Cargo, which runs this task, has set for its own compiler's
    /// libraries must not reach it.
    pub fn cargo(&self) -> Command {
        let mut command = Command::new(&self.cargo);
        command.env("RUSTC", &self.rustc).env_remove("LD_LIBRARY_PATH");
        if let Some(linker) = &self.linker {
            command.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", linker);
        }
        command
    }
}

fn has_target(toolchain: &Toolchain) -> bool {
    let mut command = Command::new(&toolchain.rustc);
    command.args(["--print", "target-libdir", "--target", TARGET]).env_remove("LD_LIBRARY_PATH");
    let Ok(output) = command.output() else {
        return false;
    };
    let directory = PathBuf::from(String::from_utf8_lossy(&output.stdout).trim());
    std::fs::read_dir(directory).is_ok_and(|entries| {
        entries.flatten().any(|entry| entry.file_name().to_string_lossy().starts_with("libstd-"))
    })
}

/// Debian's compiler has no `rust-lld`; its LLVM's linker bears the version in its name.
fn debian_linker() -> Option<PathBuf> {
    let mut linkers: Vec<PathBuf> = std::fs::read_dir("/usr/bin")
        .ok()?
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| linker_version(path).is_some())
        .collect();
    linkers.sort_by_key(|path| linker_version(path));
    linkers.pop()
}

fn linker_version(path: &Path) -> Option<u32> {
    path.file_name()?.to_str()?.strip_prefix("wasm-ld-")?.parse().ok()
}

fn which(program: &str) -> Option<PathBuf> {
    let paths = std::env::var_os("PATH")?;
    std::env::split_paths(&paths).map(|directory| directory.join(program)).find(|path| path.is_file())
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::linker_version;

    #[test]
    fn a_linker_is_known_by_the_version_in_its_name() {
        let cases = [
            ("/usr/bin/wasm-ld-22", Some(22)),
            ("/usr/bin/wasm-ld-9", Some(9)),
            ("/usr/bin/wasm-ld", None),
            ("/usr/bin/ld-22", None),
        ];
        for (path, expected) in cases {
            assert_eq!(linker_version(Path::new(path)), expected, "{path}");
        }
    }
}
