//! How browsers find the slices of the program's serif face: a `@font-face` for each, with the characters that it has.

use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use sha2::{Digest, Sha256};

/// What the slices are made of and by: their addresses name its hash.
const SOURCES: [&str; 3] = [
    "templates/fonts/screen.txt",
    "templates/fonts/NotoSerifCJKsc-Regular-trimmed.otf",
    "typeset/src/screen.rs",
];

/// The slices, as the style sheet and the server tell them.
pub struct Song {
    /// What the slices' addresses have in common.
    pub mark: String,
    /// Their rules, in no layer.
    pub rules: String,
}

/// Reads which characters stand in which slice.
pub fn read(root: &Path) -> Result<Song, Box<dyn Error>> {
    let mut hash = Sha256::new();
    for source in SOURCES {
        let path = root.join(source);
        println!("cargo::rerun-if-changed={}", path.display());
        hash.update(fs::read(path)?);
    }
    let mark = format!("{:x}", hash.finalize())[..16].to_owned();
    let slices = fs::read_to_string(root.join(SOURCES[0]))?;
    let mut rules = String::new();
    for (number, characters) in slices.lines().enumerate() {
        let ranges = ranges(characters);
        // Where a text is first seen it stands in a face of the machine and stays in it: nobody waits, nothing jumps.
        writeln!(
            rules,
            "@font-face {{ font-family: \"Jianbao Song\"; font-display: optional; unicode-range: {ranges}; \
             src: url(\"/assets/song-{number}-{mark}.woff\") format(\"woff\"); }}"
        )?;
    }
    Ok(Song { mark, rules })
}

/// The characters as `unicode-range`: those that follow one another as one range.
fn ranges(characters: &str) -> String {
    let mut numbers: Vec<u32> = characters.chars().map(u32::from).collect();
    numbers.sort_unstable();
    let mut ranges: Vec<(u32, u32)> = Vec::new();
    for number in numbers {
        match ranges.last_mut() {
            Some((_, last)) if *last + 1 == number => *last = number,
            _ => ranges.push((number, number)),
        }
    }
    let ranges: Vec<String> = ranges
        .into_iter()
        .map(
            |(first, last)| {
                if first == last { format!("U+{first:X}") } else { format!("U+{first:X}-{last:X}") }
            },
        )
        .collect();
    ranges.join(", ")
}
