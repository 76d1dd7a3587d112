//! Writes `assets.rs`, the table of the files that pages load, with each file's content.
//!
//! Every file gets an address with a hash of its content, so that browsers may keep it for good.

use std::collections::BTreeSet;
use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use flate2::Compression;
use flate2::write::GzEncoder;
use sha2::{Digest, Sha256};

use crate::{
    manual::{self, Picture},
    song, styles,
};

const JAVASCRIPT: &str = "text/javascript; charset=utf-8";

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
    let song = song::read(root)?;
    let mut assets = vec![
        style_sheet(&root.join("styles"), &song.rules)?,
        icon(&root.join("styles/icon.svg"))?,
        page_script(&root.join("app/src/page"))?,
    ];
    let bundle = root.join("target/bundle");
    // Cargo takes a missing folder for a changed one, and would build the server anew each time.
    fs::create_dir_all(&bundle)?;
    println!("cargo::rerun-if-changed={}", bundle.display());
    let has_islands = bundle.join("stamp").is_file();
    if has_islands {
        assets.push(boot_script(&root.join("app/src/islands/boot.js"))?);
        assets.push(bundled(&bundle, "BINDINGS", "app", "js", JAVASCRIPT)?);
        assets.push(bundled(&bundle, "BINARY", "app", "wasm", "application/wasm")?);
    }
    let has_editor = has_islands && bundle.join("editor.js").is_file();
    if has_editor {
        assets.push(bundled(&bundle, "EDITOR", "editor", "js", JAVASCRIPT)?);
    }
    let mut manual = Vec::new();
    for (place, picture) in manual::pictures(&root.join("app/manual/pictures"))?.into_iter().enumerate() {
        manual.push(format!("({:?}, &MANUAL_{place})", picture.name));
        assets.push(manual_picture(place, picture)?);
    }
    let mut table = String::new();
    for asset in &assets {
        table.push_str(&write_asset(asset, out)?);
    }
    let constants: Vec<&str> = assets.iter().map(|asset| asset.constant).collect();
    writeln!(table, "pub(super) const ALL: &[&Asset] = &[&{}];", constants.join(", &"))?;
    let islands = if has_islands { "Some([&BOOT, &BINDINGS, &BINARY])" } else { "None" };
    writeln!(table, "pub(super) const ISLANDS: Option<[&Asset; 3]> = {islands};")?;
    writeln!(table, "pub(super) const MANUAL: &[(&str, &Asset)] = &[{}];", manual.join(", "))?;
    writeln!(table, "pub(super) const SONG_MARK: &str = {:?};", song.mark)?;
    let editor = if has_editor { "Some(&EDITOR)" } else { "None" };
    writeln!(table, "pub(super) const EDITOR_SCRIPT: Option<&Asset> = {editor};")?;
    fs::write(out.join("assets.rs"), table)?;
    Ok(())
}

/// One style sheet of all files, for every browser: the order of the layers first, then by path. Layers make that
/// order harmless. With them the rules of faces, in any layer: they overrule nothing.
fn style_sheet(directory: &Path, faces: &str) -> Result<Asset, Box<dyn Error>> {
    println!("cargo::rerun-if-changed={}", directory.display());
    let mut paths = files(directory, "css")?;
    paths.sort_by_key(|path| (!path.ends_with("layers.css"), path.clone()));
    let mut text = String::new();
    for path in paths {
        text.push_str(&fs::read_to_string(path)?);
        text.push('\n');
    }
    writeln!(text, "@layer base {{\n{faces}}}")?;
    text_asset("STYLE_SHEET", "style", "css", "text/css; charset=utf-8", styles::lower(&text)?)
}

/// All files below a folder with this ending.
fn files(directory: &Path, ending: &str) -> Result<Vec<PathBuf>, Box<dyn Error>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(directory)? {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(files(&path, ending)?);
        } else if path.extension().is_some_and(|extension| extension == ending) {
            found.push(path);
        }
    }
    Ok(found)
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

/// A picture of the manual, of which there may be any number.
fn manual_picture(place: usize, picture: Picture) -> Result<Asset, Box<dyn Error>> {
    let kind = manual::KINDS.into_iter().find(|(extension, _)| *extension == picture.extension);
    let (extension, content_type) = kind.ok_or("a picture of no known kind")?;
    Ok(Asset {
        constant: format!("MANUAL_{place}").leak(),
        stem: format!("manual-{}", picture.name).leak(),
        extension,
        content_type,
        plain: picture.content,
        gzip: None,
        brotli: None,
    })
}

/// The parts of the page's own script, in their order; the later ones use what the first one says.
const PAGE_SCRIPT: [&str; 15] = [
    "common.js",
    "keeper.js",
    "windows.js",
    "acts.js",
    "turn.js",
    "keys.js",
    "here.js",
    "faults.js",
    "files.js",
    "attach.js",
    "kinds.js",
    "remarks.js",
    "taking.js",
    "titles.js",
    "inserts.js",
];

/// The script that every page loads: its parts in a scope of their own.
fn page_script(folder: &Path) -> Result<Asset, Box<dyn Error>> {
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut text = String::from("(function () {\n\"use strict\";\n");
    let mut names = BTreeSet::new();
    for part in PAGE_SCRIPT {
        let script = fs::read_to_string(folder.join(part))?;
        // All parts stand in one scope, where the later of two functions of one name is the only one.
        for name in script.lines().filter_map(name_of_line) {
            if !names.insert(name.to_owned()) {
                return Err(format!("{part}: another part of the page's script has a `{name}`").into());
            }
        }
        text.push_str(&script);
    }
    text.push_str("})();\n");
    text_asset("PAGE_SCRIPT", "page", "js", JAVASCRIPT, text)
}

/// What a line of a script names for all of it; `None` where it names nothing.
fn name_of_line(line: &str) -> Option<&str> {
    let rest =
        ["async function ", "function ", "const ", "let "].iter().find_map(|word| line.strip_prefix(word))?;
    let end = rest.find(|sign: char| !sign.is_ascii_alphanumeric() && sign != '_').unwrap_or(rest.len());
    rest.get(..end).filter(|name| !name.is_empty())
}

fn boot_script(path: &Path) -> Result<Asset, Box<dyn Error>> {
    println!("cargo::rerun-if-changed={}", path.display());
    text_asset("BOOT", "boot", "js", JAVASCRIPT, fs::read_to_string(path)?)
}

/// A text that is compressed here.
fn text_asset(
    constant: &'static str,
    stem: &'static str,
    extension: &'static str,
    content_type: &'static str,
    text: String,
) -> Result<Asset, Box<dyn Error>> {
    let gzip = Some(gzip(text.as_bytes())?);
    Ok(Asset { constant, stem, extension, content_type, plain: text.into_bytes(), gzip, brotli: None })
}

/// A file that the bundle holds in all three forms.
fn bundled(
    bundle: &Path,
    constant: &'static str,
    stem: &'static str,
    extension: &'static str,
    content_type: &'static str,
) -> Result<Asset, Box<dyn Error>> {
    let path = bundle.join(format!("{stem}.{extension}"));
    let compressed = |suffix: &str| fs::read(bundle.join(format!("{stem}.{extension}.{suffix}")));
    Ok(Asset {
        constant,
        stem,
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
