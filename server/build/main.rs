//! Gathers what the binary carries inside, so that it runs alone in an empty folder.
//!
//! It must not compile or fetch anything: it only takes what stands in the repository, and the browser's part
//! from `target/bundle` where `cargo run -p xtask -- bundle` has put it.
#![expect(clippy::print_stdout, reason = "a build script speaks to Cargo on standard output")]

mod assets;
mod manual;
mod song;
mod styles;

use std::env;
use std::error::Error;
use std::path::PathBuf;

fn main() -> Result<(), Box<dyn Error>> {
    let package = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?);
    let root = package.parent().ok_or("the package stands in a workspace")?;
    let out = PathBuf::from(env::var("OUT_DIR")?);
    println!("cargo::rerun-if-changed=build");
    // A release bears no symbols: an eighth of its size, of use to debuggers alone.
    if env::var("PROFILE")? == "release" && env::var("CARGO_CFG_TARGET_OS")? == "linux" {
        // Behind what rustc itself says of it: of two such words the linker takes the last.
        println!("cargo::rustc-link-arg-bins=-Wl,--strip-all");
    }
    assets::generate(root, &out)?;
    Ok(())
}
