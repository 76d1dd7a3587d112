//! The wide built-in serif face for screens, in slices of which a browser loads those that a text needs.
//!
//! They are made from the font that pages are set with, when the first one is asked for, so that they add nothing to
//! the program. A subset as PDF wants it becomes a font for browsers by `cmap` and `OS/2`, packed as WOFF.

use std::{collections::BTreeMap, sync::OnceLock};

use miniz_oxide::deflate::compress_to_vec_zlib;
use subsetter::{GlyphRemapper, subset};
use typst::{
    layout::Abs,
    text::{Font, FontVariant},
};

use super::fonts;

/// The characters of each slice, a line each: signs, then Chinese ones by how often they are written.
const SLICES: &str = include_str!("../../templates/fonts/screen.txt");
/// From here on it gets hardly any smaller.
const LEVEL: u8 = 8;

/// A font's tables by their names.
type Tables = BTreeMap<[u8; 4], Vec<u8>>;

/// The slice of a number from 0, as a WOFF file. The first one asked for takes as long as all of them.
pub fn slice(number: usize) -> Option<&'static [u8]> {
    static MADE: OnceLock<Vec<Vec<u8>>> = OnceLock::new();
    MADE.get_or_init(|| all().unwrap_or_default()).get(number).map(Vec::as_slice)
}

fn all() -> Option<Vec<Vec<u8>>> {
    let file = fonts::wide_serif()?;
    let font =
        Font::new(file.clone(), 0)?.instantiate(FontVariant::default(), Abs::pt(16.0), &Default::default());
    let common = tables(&file)?.remove(b"OS/2")?;
    let slices = SLICES.lines().map(|characters| {
        let mut remapper = GlyphRemapper::new();
        let mut map = BTreeMap::new();
        for character in characters.chars() {
            if let Some(glyph) = font.ttf().glyph_index(character) {
                map.insert(u32::from(character), remapper.remap(glyph.0));
            }
        }
        let mut tables = tables(&subset(&file, 0, &remapper).ok()?)?;
        tables.insert(*b"OS/2", common.clone());
        tables.insert(*b"cmap", character_map(&map));
        Some(woff(&tables))
    });
    slices.collect()
}

/// The tables of a font's file.
fn tables(file: &[u8]) -> Option<Tables> {
    let count = u16::from_be_bytes(file.get(4..6)?.try_into().ok()?);
    let entries = file.get(12..)?.chunks_exact(16).take(usize::from(count));
    let tables = entries.map(|entry| {
        let number = |at: usize| {
            let bytes: [u8; 4] = entry.get(at..at + 4)?.try_into().ok()?;
            usize::try_from(u32::from_be_bytes(bytes)).ok()
        };
        let (start, length) = (number(8)?, number(12)?);
        let name: [u8; 4] = entry.get(..4)?.try_into().ok()?;
        Some((name, file.get(start..start.checked_add(length)?)?.to_vec()))
    });
    tables.collect()
}

/// A `cmap` of one map, in format 12: each character for itself, for Windows and all of Unicode.
fn character_map(map: &BTreeMap<u32, u16>) -> Vec<u8> {
    let mut table = Vec::<u8>::new();
    for short in [0_u16, 1, 3, 10] {
        table.extend(short.to_be_bytes());
    }
    table.extend(12_u32.to_be_bytes());
    table.extend([0, 12, 0, 0]);
    table.extend(long(16 + 12 * map.len()));
    table.extend([0; 4]);
    table.extend(long(map.len()));
    for (character, glyph) in map {
        table.extend(character.to_be_bytes());
        table.extend(character.to_be_bytes());
        table.extend(u32::from(*glyph).to_be_bytes());
    }
    table
}

/// A WOFF file of OpenType tables: each packed by itself where that makes it smaller.
fn woff(tables: &Tables) -> Vec<u8> {
    const HEAD: usize = 44;
    const ENTRY: usize = 20;
    let mut entries = Vec::<u8>::new();
    let mut body = Vec::<u8>::new();
    let start = HEAD + ENTRY * tables.len();
    let mut whole = 12 + 16 * tables.len();
    for (name, table) in tables {
        let packed = compress_to_vec_zlib(table, LEVEL);
        let content = if packed.len() < table.len() { &packed } else { table };
        entries.extend(name);
        entries.extend(long(start + body.len()));
        entries.extend(long(content.len()));
        entries.extend(long(table.len()));
        entries.extend(check_sum(table).to_be_bytes());
        body.extend(content);
        body.resize(body.len().next_multiple_of(4), 0);
        whole += table.len().next_multiple_of(4);
    }
    let mut file = b"wOFFOTTO".to_vec();
    file.extend(long(start + body.len()));
    // How many tables, and two bytes that are kept free.
    file.extend(long(tables.len() << 16));
    file.extend(long(whole));
    // Its version, 1.0, and neither more about it nor anything private.
    file.extend([0, 1, 0, 0]);
    file.resize(HEAD, 0);
    file.extend(entries);
    file.extend(body);
    file
}

/// A font is bounded by the program long before a number needs more than four bytes.
fn long(number: usize) -> [u8; 4] {
    u32::try_from(number).unwrap_or(u32::MAX).to_be_bytes()
}

/// A table's sum by its groups of four bytes, the last one filled up.
fn check_sum(table: &[u8]) -> u32 {
    table.chunks(4).fold(0_u32, |sum, group| {
        let mut bytes = [0; 4];
        bytes[..group.len()].copy_from_slice(group);
        sum.wrapping_add(u32::from_be_bytes(bytes))
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use miniz_oxide::inflate::decompress_to_vec_zlib;
    use typst::foundations::Bytes;

    use super::*;

    /// The font within a WOFF file, as a file of its own.
    fn unpacked(woff: &[u8]) -> Vec<u8> {
        let number = |at: usize| {
            let bytes: [u8; 4] = woff[at..at + 4].try_into().expect("four bytes");
            usize::try_from(u32::from_be_bytes(bytes)).expect("a number")
        };
        assert_eq!((&woff[..8], number(8)), (b"wOFFOTTO".as_slice(), woff.len()));
        let count = number(12) >> 16;
        let mut entries = Vec::<u8>::new();
        let mut body = Vec::<u8>::new();
        for at in (0..count).map(|place| 44 + 20 * place) {
            let (start, packed, length) = (number(at + 4), number(at + 8), number(at + 12));
            let content = &woff[start..start + packed];
            let table = match packed < length {
                true => decompress_to_vec_zlib(content).expect("it is packed"),
                false => content.to_vec(),
            };
            assert_eq!(table.len(), length);
            entries.extend(&woff[at..at + 4]);
            entries.extend(check_sum(&table).to_be_bytes());
            entries.extend(long(12 + 16 * count + body.len()));
            entries.extend(long(length));
            body.extend(table);
            body.resize(body.len().next_multiple_of(4), 0);
        }
        let mut file = b"OTTO".to_vec();
        file.extend(u16::try_from(count).expect("few tables").to_be_bytes());
        file.resize(12, 0);
        file.extend(entries);
        file.extend(body);
        assert_eq!(file.len(), number(16), "the size that the file tells of the whole font");
        file
    }

    #[test]
    fn each_slice_is_a_font_that_draws_its_characters_as_the_whole_one_does() {
        let open = |bytes: Bytes| {
            let font = Font::new(bytes, 0).expect("a font");
            font.instantiate(FontVariant::default(), Abs::pt(16.0), &Default::default())
        };
        let whole = open(fonts::wide_serif().expect("the built-in font"));
        let mut sizes = 0;
        for (number, characters) in SLICES.lines().enumerate() {
            let woff = slice(number).expect("a slice for each line");
            sizes += woff.len();
            assert!(woff.len() < 100_000, "slice {number}: {}", woff.len());
            let font = open(Bytes::new(unpacked(woff)));
            for character in characters.chars().step_by(37).chain(characters.chars().last()) {
                let glyph = font.ttf().glyph_index(character).expect("its character");
                let other = whole.ttf().glyph_index(character).expect("every font's character");
                assert_eq!(font.x_advance(glyph.0), whole.x_advance(other.0), "{character}");
                let drawn = font.ttf().glyph_bounding_box(glyph);
                assert_eq!(drawn, whole.ttf().glyph_bounding_box(other), "{character}");
            }
            assert!(font.ttf().glyph_index('䶮').is_none());
        }
        assert!(sizes < 2_000_000, "{sizes}");
        assert_eq!(slice(SLICES.lines().count()), None);
    }

    #[test]
    fn no_character_stands_in_two_slices() {
        let mut seen = BTreeSet::new();
        for character in SLICES.lines().flat_map(str::chars) {
            assert!(seen.insert(character), "{character}");
        }
        assert!(seen.len() > 4000);
    }
}
