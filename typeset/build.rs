//! A mark of everything in the program that decides how pages come out: the same mark sets the same content to the same
//! bytes. And the fonts as they stand in the program: packed in a release.

use std::{
    env,
    error::Error,
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};

use sha2::{Digest, Sha256};

/// What typesetting is made of: its code, what it is told of texts, templates with fonts, and the libraries.
const PARTS: [&str; 4] = ["typeset/src", "domain/src", "templates", "Cargo.lock"];

/// The built-in fonts, in the order of `book.json`.
const FONTS: [&str; 8] = [
    "FandolFang-Regular.otf",
    "FandolHei-Regular.otf",
    "FandolKai-Regular.otf",
    "FandolSong-Bold.otf",
    "NotoSerifCJKsc-Regular-trimmed.otf",
    "NotoSerifCJKsc-Bold-supplement.otf",
    "NotoSansCJKsc-Medium-supplement.otf",
    "JianbaoFigures-Regular.otf",
];
/// zstd's, for what is packed once and shipped often.
const LEVEL: i32 = 19;

/// Tells the crate its mark and writes its fonts.
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
    write_fonts(&root.join("templates/fonts"))
}

/// Writes `BUILT_IN`. A quick build's tests are hundreds of processes, each of which would unpack its fonts.
fn write_fonts(folder: &Path) -> Result<(), Box<dyn Error>> {
    let out = PathBuf::from(env::var("OUT_DIR")?);
    let packs = env::var("PROFILE")? == "release";
    println!("cargo::rustc-check-cfg=cfg(jianbao_packed_fonts)");
    if packs {
        println!("cargo::rustc-cfg=jianbao_packed_fonts");
    }
    let mut list = format!("const BUILT_IN: [BuiltIn; {}] = [\n", FONTS.len());
    for name in FONTS {
        let path = folder.join(name);
        if packs {
            let bytes = fs::read(&path)?;
            let packed = out.join(format!("{name}.zst"));
            fs::write(&packed, zstd::bulk::compress(&bytes, LEVEL)?)?;
            writeln!(list, "    BuiltIn::Packed(include_bytes!({packed:?}), {}),", bytes.len())?;
        } else {
            writeln!(list, "    BuiltIn::Whole(include_bytes!({path:?})),")?;
        }
    }
    list.push_str("];\n");
    fs::write(out.join("fonts.rs"), list)?;
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
