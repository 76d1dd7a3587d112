//! Writes `assets.rs`, the table of the files that pages load, with each file's content.
//!
//! Every file gets an address with a hash of its content, so that browsers may keep it for good.

use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use flate2::Compression;
use flate2::write::GzEncoder;
use sha2::{Digest, Sha256};

/// One file as pages load it, with its compressed forms.
struct Asset {
    /// The name of the constant that stands for it.
    constant: &'static str,
    stem: &'static str,
    extension: &'static str,
    content_type: &'static str,
    plain: Vec<u8>,
    gzip: Option<Vec<u8>>,
    brotli: Option<Vec<u8>>,
}

/// Writes the table to `out`. The browser's part is missing from it where it has not been built.
pub fn generate(root: &Path, out: &Path) -> Result<(), Box<dyn Error>> {
    let scripts = root.join("app/src/islands");
    let mut assets = vec![
        style_sheet(&root.join("styles"))?,
        icon(&root.join("styles/icon.svg"))?,
        page_script(&root.join("app/src/page"))?,
    ];
    let bundle = root.join("target/bundle");
    // Cargo takes a missing folder for a changed one, and would build the server anew each time.
    fs::create_dir_all(&bundle)?;
    println!("cargo::rerun-if-changed={}", bundle.display());
    let has_islands = bundle.join("stamp").is_file();
    if has_islands {
        assets.push(script("BOOT", "boot", &scripts.join("boot.js"))?);
        assets.push(bundled(&bundle, "BINDINGS", "js", "text/javascript; charset=utf-8")?);
        assets.push(bundled(&bundle, "BINARY", "wasm", "application/wasm")?);
    }
    let mut table = String::new();
    for asset in &assets {
        table.push_str(&write_asset(asset, out)?);
    }
    let constants: Vec<&str> = assets.iter().map(|asset| asset.constant).collect();
    writeln!(table, "pub(super) const ALL: &[&Asset] = &[&{}];", constants.join(", &"))?;
    let islands = if has_islands { "Some([&BOOT, &BINDINGS, &BINARY])" } else { "None" };
    writeln!(table, "pub(super) const ISLANDS: Option<[&Asset; 3]> = {islands};")?;
    fs::write(out.join("assets.rs"), table)?;
    Ok(())
}

/// One style sheet of all files: the order of the layers first, then by path. Layers make that order harmless.
fn style_sheet(directory: &Path) -> Result<Asset, Box<dyn Error>> {
    println!("cargo::rerun-if-changed={}", directory.display());
    let mut paths = style_files(directory)?;
    paths.sort_by_key(|path| (!path.ends_with("layers.css"), path.clone()));
    let mut text = String::new();
    for path in paths {
        text.push_str(&fs::read_to_string(path)?);
        text.push('\n');
    }
    let gzip = Some(gzip(text.as_bytes())?);
    Ok(Asset {
        constant: "STYLE_SHEET",
        stem: "style",
        extension: "css",
        content_type: "text/css; charset=utf-8",
        plain: text.into_bytes(),
        gzip,
        brotli: None,
    })
}

fn style_files(directory: &Path) -> Result<Vec<PathBuf>, Box<dyn Error>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(directory)? {
        let path = entry?.path();
        if path.is_dir() {
            files.extend(style_files(&path)?);
        } else if path.extension().is_some_and(|extension| extension == "css") {
            files.push(path);
        }
    }
    Ok(files)
}

fn icon(path: &Path) -> Result<Asset, Box<dyn Error>> {
    let plain = fs::read(path)?;
    Ok(Asset {
        constant: "ICON",
        stem: "icon",
        extension: "svg",
        content_type: "image/svg+xml",
        plain,
        gzip: None,
        brotli: None,
    })
}

/// The parts of the page's own script, in their order.
const PAGE_SCRIPT: [&str; 4] = ["common.js", "keeper.js", "windows.js", "acts.js"];

/// The page's own script: its parts in a scope of their own.
fn page_script(folder: &Path) -> Result<Asset, Box<dyn Error>> {
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut text = String::from("(function () {\n\"use strict\";\n");
    for part in PAGE_SCRIPT {
        text.push_str(&fs::read_to_string(folder.join(part))?);
    }
    text.push_str("})();\n");
    script_of("KEEPER", "keeper", text.into_bytes())
}

/// A script as it stands in the repository.
fn script(constant: &'static str, stem: &'static str, path: &Path) -> Result<Asset, Box<dyn Error>> {
    println!("cargo::rerun-if-changed={}", path.display());
    script_of(constant, stem, fs::read(path)?)
}

fn script_of(constant: &'static str, stem: &'static str, plain: Vec<u8>) -> Result<Asset, Box<dyn Error>> {
    let gzip = Some(gzip(&plain)?);
    Ok(Asset {
        constant,
        stem,
        extension: "js",
        content_type: "text/javascript; charset=utf-8",
        plain,
        gzip,
        brotli: None,
    })
}

/// A file that the bundle holds in all three forms.
fn bundled(
    bundle: &Path,
    constant: &'static str,
    extension: &'static str,
    content_type: &'static str,
) -> Result<Asset, Box<dyn Error>> {
    let path = bundle.join(format!("app.{extension}"));
    let compressed = |suffix: &str| fs::read(bundle.join(format!("app.{extension}.{suffix}")));
    Ok(Asset {
        constant,
        stem: "app",
        extension,
        content_type,
        plain: fs::read(path)?,
        gzip: Some(compressed("gz")?),
        brotli: Some(compressed("br")?),
    })
}

/// Puts the content beside the table and returns the table's entry.
fn write_asset(asset: &Asset, out: &Path) -> Result<String, Box<dyn Error>> {
    let hash = format!("{:x}", Sha256::digest(&asset.plain));
    let name = format!("{}-{}.{}", asset.stem, &hash[..16], asset.extension);
    let include = |suffix: &str, content: &[u8]| -> Result<String, Box<dyn Error>> {
        let path = out.join(format!("{}{suffix}", asset.constant));
        fs::write(&path, content)?;
        Ok(format!("include_bytes!({path:?})"))
    };
    let optional = |suffix: &str, content: &Option<Vec<u8>>| match content {
        Some(content) => include(suffix, content).map(|include| format!("Some({include})")),
        None => Ok("None".to_owned()),
    };
    Ok(format!(
        "pub(super) const {}: Asset = Asset {{ name: {name:?}, content_type: {:?}, plain: {}, gzip: {}, brotli: {} }};\n",
        asset.constant,
        asset.content_type,
        include("", &asset.plain)?,
        optional(".gz", &asset.gzip)?,
        optional(".br", &asset.brotli)?,
    ))
}

fn gzip(content: &[u8]) -> Result<Vec<u8>, Box<dyn Error>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(content)?;
    Ok(encoder.finish()?)
}
