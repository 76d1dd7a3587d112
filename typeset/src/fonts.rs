//! The fonts: those inside the program, and before them those that an office brings in a folder.
//!
//! No built-in font is parsed before a page needs it: what they cover stands in `book.json`, made from them.

use std::{
    collections::HashMap,
    path::Path,
    sync::{Mutex, OnceLock, PoisonError},
};

use domain::hexadecimal::hexadecimal;
use ruzstd::decoding::FrameDecoder;
use serde::Serialize;
use sha2::{Digest, Sha256};
use typst::{
    foundations::Bytes,
    layout::Abs,
    text::{Font, FontBook, FontInfo, FontVariant},
    utils::LazyHash,
};

use super::{TypesetError, breaks};

// `BUILT_IN`: the built-in fonts, in the order of `book.json`, made by the build script.
include!(concat!(env!("OUT_DIR"), "/fonts.rs"));

/// What the built-in fonts are called and which characters they have.
const BOOK: &str = include_str!("../../templates/fonts/book.json");

/// The place of the font of the widest coverage.
const WIDE_SERIF: usize = 4;

/// What a typeface is for on an office's paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Role {
    /// 小标宋: mastheads and headlines.
    Song,
    /// 黑体: heads and what is stressed.
    Hei,
    /// 楷体: second headlines, subheads.
    Kai,
    /// 仿宋: the body.
    Fang,
}

/// The font families for each role, the first one preferred.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Families {
    song: Vec<String>,
    hei: Vec<String>,
    kai: Vec<String>,
    fang: Vec<String>,
}

impl Families {
    fn built_in() -> Self {
        let families = |names: [&str; 2]| [names[0], names[1], "Jianbao Figures"].map(str::to_owned).to_vec();
        Self {
            song: families(["FandolSong", "Noto Serif CJK SC"]),
            hei: families(["FandolHei", "Noto Sans CJK SC"]),
            kai: families(["FandolKai", "Noto Serif CJK SC"]),
            fang: families(["FandolFang R", "Noto Serif CJK SC"]),
        }
    }

    fn of(&self, role: Role) -> &[String] {
        match role {
            Role::Song => &self.song,
            Role::Hei => &self.hei,
            Role::Kai => &self.kai,
            Role::Fang => &self.fang,
        }
    }

    /// Puts an office's own family before the others.
    fn prefer(&mut self, role: Role, family: &str) {
        let families = match role {
            Role::Song => &mut self.song,
            Role::Hei => &mut self.hei,
            Role::Kai => &mut self.kai,
            Role::Fang => &mut self.fang,
        };
        if !families.iter().any(|known| known == family) {
            families.insert(0, family.to_owned());
        }
    }
}

/// Every font that pages may be set with.
pub(super) struct Fonts {
    pub(super) book: LazyHash<FontBook>,
    pub(super) families: Families,
    /// Of the program's typesetting and the office's own fonts.
    pub(super) mark: String,
    /// The office's own fonts, then the built-in ones, as numbered in the book.
    fonts: Vec<Slot>,
    /// What has been measured.
    advances: Mutex<HashMap<(Role, char), f64>>,
    /// What has been asked for, and whether any font has it.
    known: Mutex<HashMap<char, bool>>,
}

enum Slot {
    Own(Font),
    BuiltIn { data: BuiltIn, font: OnceLock<Option<Font>> },
}

/// A font's file inside the program.
#[derive(Clone, Copy)]
enum BuiltIn {
    /// As it is: a quick build's.
    #[cfg_attr(jianbao_packed_fonts, expect(dead_code, reason = "a release has them all packed"))]
    Whole(&'static [u8]),
    /// Packed by zstd, of a known length: a release's, a third smaller.
    #[cfg_attr(not(any(jianbao_packed_fonts, test)), expect(dead_code, reason = "a quick build packs none"))]
    Packed(&'static [u8], usize),
}

impl BuiltIn {
    /// The file. A packed one is unpacked, into memory for as long as it is held.
    fn bytes(self) -> Option<Bytes> {
        match self {
            Self::Whole(bytes) => Some(Bytes::new(bytes)),
            Self::Packed(packed, length) => {
                let mut bytes = Vec::with_capacity(length);
                FrameDecoder::new().decode_all_to_vec(packed, &mut bytes).ok()?;
                Some(Bytes::new(bytes))
            }
        }
    }
}

impl Fonts {
    /// The built-in fonts, behind those of a folder where there is one.
    pub(super) fn load(folder: Option<&Path>) -> Result<Self, TypesetError> {
        let own = folder.map(read_folder).transpose()?.unwrap_or_default();
        let mut families = Families::built_in();
        for font in own.iter().rev() {
            if let Some(role) = role(&names(font)) {
                families.prefer(role, &font.info().family);
            }
        }
        let infos: Vec<FontInfo> =
            serde_json::from_str(BOOK).map_err(|error| TypesetError::Broken(error.to_string()))?;
        let book = FontBook::from_infos(own.iter().map(|font| font.info().clone()).chain(infos));
        let built_in = BUILT_IN.map(|data| Slot::BuiltIn { data, font: OnceLock::new() });
        let mark = mark(&own);
        let fonts = own.into_iter().map(Slot::Own).chain(built_in).collect();
        Ok(Self {
            book: LazyHash::new(book),
            families,
            mark,
            fonts,
            advances: Mutex::default(),
            known: Mutex::default(),
        })
    }

    /// Whether any font has a character.
    pub(super) fn has(&self, character: char) -> bool {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        *known.entry(character).or_insert_with(|| {
            let mut infos = (0..self.fonts.len()).filter_map(|index| self.book.info(index));
            infos.any(|info| info.coverage.contains(character.into()))
        })
    }

    /// A text's width in the type of a role, in full characters.
    pub(super) fn width(&self, role: Role, text: &str) -> f64 {
        text.chars().map(|character| self.advance(role, character)).sum()
    }

    /// A character's width in the type of a role, in full characters.
    pub(super) fn advance(&self, role: Role, character: char) -> f64 {
        if is_full(character) {
            return 1.0;
        }
        if breaks::is_sign(character) {
            return 0.0;
        }
        let mut advances = self.advances.lock().unwrap_or_else(PoisonError::into_inner);
        *advances.entry((role, character)).or_insert_with(|| self.measured(role, character).unwrap_or(1.0))
    }

    fn measured(&self, role: Role, character: char) -> Option<f64> {
        let has = |index: &usize| {
            self.book.info(*index).is_some_and(|info| info.coverage.contains(character.into()))
        };
        let families = self.families.of(role).iter();
        let font =
            families.flat_map(|family| self.book.select_family(&family.to_lowercase()).find(has)).next();
        let font = self.get(font?)?;
        let font = font.instantiate(FontVariant::default(), Abs::pt(16.0), &Default::default());
        let glyph = font.ttf().glyph_index(character)?;
        font.x_advance(glyph.0).map(|advance| advance.get())
    }

    pub(super) fn get(&self, index: usize) -> Option<Font> {
        match self.fonts.get(index)? {
            Slot::Own(font) => Some(font.clone()),
            Slot::BuiltIn { data, font } => font.get_or_init(|| Font::new(data.bytes()?, 0)).clone(),
        }
    }
}

/// The built-in font of the widest coverage.
pub(super) fn wide_serif() -> Option<Bytes> {
    BUILT_IN[WIDE_SERIF].bytes()
}

/// What decides how pages come out: the same mark, the same bytes.
fn mark(own: &[Font]) -> String {
    let mut mark = env!("JIANBAO_TYPESETTING").to_owned();
    if !own.is_empty() {
        let mut hash = Sha256::new();
        for font in own {
            hash.update(Sha256::digest(font.data()));
        }
        mark.push('+');
        mark.push_str(&hexadecimal(&hash.finalize()[..8]));
    }
    mark
}

/// Chinese characters and their punctuation fill their square in every font.
fn is_full(character: char) -> bool {
    matches!(character, '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff01}'..='\u{ff60}')
}

/// The fonts in a folder, by file name, so that the same folder gives the same pages.
fn read_folder(folder: &Path) -> Result<Vec<Font>, TypesetError> {
    let unreadable = |error| TypesetError::FontFolder { folder: folder.to_owned(), error };
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
        if ["ttf", "otf", "ttc", "otc"].contains(&extension.to_ascii_lowercase().as_str()) {
            files.push(path);
        }
    }
    files.sort();
    let mut fonts = Vec::new();
    for path in files {
        let data = std::fs::read(&path).map_err(unreadable)?;
        let before = fonts.len();
        fonts.extend(Font::iter(Bytes::new(data)));
        if fonts.len() == before {
            return Err(TypesetError::UnreadableFont(path));
        }
    }
    Ok(fonts)
}

/// Every name that a font bears, in small letters without separators: 仿宋_GB2312 is 仿宋gb2312.
fn names(font: &Font) -> Vec<String> {
    let info = font.info();
    let instance = font.clone().instantiate(info.variant, Abs::pt(16.0), &Default::default());
    let own = instance.ttf().names().into_iter().filter(|name| matches!(name.name_id, 1 | 4 | 16));
    own.filter_map(|name| name.to_string())
        .chain([info.family.clone()])
        .map(|name| name.to_lowercase().replace([' ', '_', '-'], ""))
        .collect()
}

/// What a font of these names is for, if it is one of those that offices use.
fn role(names: &[String]) -> Option<Role> {
    const SIGNS: [(Role, &[&str]); 4] = [
        (Role::Song, &["小标宋", "xiaobiaosong", "fzxbs"]),
        (Role::Fang, &["仿宋", "fangsong", "fzfs"]),
        (Role::Kai, &["楷体", "kaiti", "fzkt", "simkai"]),
        (Role::Hei, &["黑体", "simhei", "heiti", "fzht"]),
    ];
    let bears = |signs: &[&str]| names.iter().any(|name| signs.iter().any(|sign| name.contains(sign)));
    SIGNS.into_iter().find(|(_, signs)| bears(signs)).map(|(role, _)| role)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_book_says_what_the_built_in_fonts_say() {
        let infos: Vec<_> = BUILT_IN
            .iter()
            .flat_map(|font| FontInfo::iter(&font.bytes().expect("a font's file")).collect::<Vec<_>>())
            .collect();
        let book = serde_json::to_string(&infos).expect("plain data");
        if std::env::var_os("WRITE_FONT_BOOK").is_some() {
            let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../templates/fonts/book.json");
            std::fs::write(path, &book).expect("the templates' folder can be written");
        } else {
            assert!(book == BOOK, "run this test with WRITE_FONT_BOOK=1 after a change of the fonts");
        }
    }

    #[test]
    fn the_widest_font_is_known_by_its_place() {
        let file = wide_serif().expect("a font's file");
        let font = Font::new(file, 0).expect("a font");
        assert_eq!(font.info().family, "Noto Serif CJK SC");
        assert!(font.info().coverage.contains('䶮'.into()));
    }

    #[test]
    fn a_packed_font_is_the_same_font() {
        let whole = BUILT_IN[5].bytes().expect("a font's file");
        let packed = zstd::bulk::compress(&whole, 3).expect("it is packed").leak();
        let unpacked = BuiltIn::Packed(packed, whole.len()).bytes().expect("it is unpacked");
        assert!(unpacked == whole);
        assert!(BuiltIn::Packed(&packed[..packed.len() / 2], whole.len()).bytes().is_none());
    }

    #[test]
    fn every_character_of_names_and_figures_has_a_glyph() {
        let fonts = Fonts::load(None).expect("the built-in fonts");
        for character in "喆堃璟玥珺镕㎡★▲〇—“”‘’·①℃…～淼犇䶮𬭚⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻₀₁₂₃₄₅₆₇₈₉₊₋".chars()
        {
            assert!(fonts.has(character), "{character}");
        }
        assert!(!fonts.has('🎉'));
    }

    #[test]
    fn characters_are_as_wide_as_their_glyphs() {
        let fonts = Fonts::load(None).expect("the built-in fonts");
        assert!((fonts.width(Role::Fang, "水利—2024") - 5.0).abs() < 0.1);
        let capitals = fonts.width(Role::Song, "WWWW");
        assert!(capitals > 0.0 && (capitals - 4.0 * fonts.advance(Role::Song, 'W')).abs() < 1e-9);
    }

    #[test]
    fn an_offices_own_fonts_are_known_by_their_names() {
        let cases = [
            ("方正小标宋简体", Some(Role::Song)),
            ("fzxbsjwgb10", Some(Role::Song)),
            ("仿宋gb2312", Some(Role::Fang)),
            ("kaitigb2312", Some(Role::Kai)),
            ("simhei", Some(Role::Hei)),
            ("微软雅黑", None),
            ("simsun", None),
        ];
        for (name, expected) in cases {
            assert_eq!(role(&[name.to_owned()]), expected, "{name}");
        }
    }
}
