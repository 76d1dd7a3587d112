//! Fonts whose letters are pictures: which character a picture is. Word stores such a letter as a symbol of its
//! own, or as text in the private area from U+F000 on.

use super::xml::Element;

/// A font of symbols.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Symbols {
    Wingdings,
    Wingdings2,
    Wingdings3,
    Webdings,
    Symbol,
}

impl Symbols {
    pub(super) fn of_font(font: &str) -> Option<Self> {
        Some(match font.trim().to_lowercase().as_str() {
            "wingdings" => Self::Wingdings,
            "wingdings 2" => Self::Wingdings2,
            "wingdings 3" => Self::Wingdings3,
            "webdings" => Self::Webdings,
            "symbol" => Self::Symbol,
            _ => return None,
        })
    }

    /// Of `w:rFonts`.
    pub(super) fn of_fonts(fonts: &Element<'_>) -> Option<Self> {
        ["ascii", "hAnsi", "eastAsia", "cs"]
            .into_iter()
            .find_map(|script| fonts.attribute(script).and_then(|font| Self::of_font(&font)))
    }

    /// The character that a letter of this font shows; `None` where it is not known.
    fn shown(self, letter: u32) -> Option<char> {
        Some(match (self, letter) {
            (_, 0x20 | 0xa0) => ' ',
            (Self::Wingdings, 0xaa..=0xaf | 0xb5 | 0xb6) => '★',
            (Self::Wingdings, 0x6c | 0x9f) => '●',
            (Self::Wingdings, 0x6d | 0xa1) => '○',
            (Self::Wingdings, 0x6e | 0xa7) => '■',
            (Self::Wingdings, 0x6f..=0x72 | 0xa8) => '□',
            (Self::Wingdings, 0x73..=0x77) => '◆',
            (Self::Wingdings, 0x80) => '⓪',
            (Self::Wingdings, 0x81..=0x8a) => char::from_u32('①' as u32 + letter - 0x81)?,
            (Self::Wingdings, 0x8b) => '⓿',
            (Self::Wingdings, 0x8c..=0x95) => char::from_u32('❶' as u32 + letter - 0x8c)?,
            (Self::Wingdings, 0xd8 | 0xe0 | 0xe8 | 0xf0) => '→',
            (Self::Wingdings, 0xfc | 0xfe) => '√',
            (Self::Wingdings, 0xfb | 0xfd) => '×',
            (Self::Wingdings2, 0x50 | 0x52) => '√',
            (Self::Wingdings2, 0x4f | 0x51) => '×',
            (Self::Wingdings2, 0x69) => '⓪',
            (Self::Wingdings2, 0x6a..=0x73) => char::from_u32('①' as u32 + letter - 0x6a)?,
            (Self::Wingdings2, 0x75..=0x7e) => char::from_u32('❶' as u32 + letter - 0x75)?,
            (Self::Wingdings2, 0xd9..=0xf0) => '★',
            (Self::Wingdings3, 0x70) => '▲',
            (Self::Wingdings3, 0x71) => '▼',
            (Self::Wingdings3, 0x72) => '△',
            (Self::Wingdings3, 0x73) => '▽',
            (Self::Wingdings3, 0x7b) => '▲',
            (Self::Webdings, 0x35) => '▲',
            (Self::Webdings, 0x36) => '▼',
            (Self::Webdings, 0x6e | 0x3d) => '●',
            (Self::Webdings, 0x67) => '■',
            (Self::Webdings, 0x61) => '√',
            (Self::Webdings, 0x72) => '×',
            (Self::Symbol, 0x2d) => '-',
            (Self::Symbol, 0xb4) => '×',
            (Self::Symbol, 0xb7) => '●',
            (Self::Symbol, 0xd7) => '·',
            (Self::Symbol, 0x44) => '△',
            (Self::Symbol, 0xa8) => '◆',
            (Self::Symbol, digit @ (0x2b | 0x2e..=0x3a | 0x3d | 0x28 | 0x29 | 0x25)) => {
                char::from_u32(digit)?
            }
            _ => return None,
        })
    }
}

/// The character of a `w:sym`: its code may be given with or without the private area's first digits. What is not
/// known stays in the private area, where it is seen that it is not known.
pub(super) fn inserted(symbol: &Element<'_>) -> Option<char> {
    let code = u32::from_str_radix(symbol.attribute("char")?.trim(), 16).ok()?;
    let font = symbol.attribute("font").and_then(|font| Symbols::of_font(&font));
    match (font, code) {
        (Some(font), 0x20..=0xff | 0xf020..=0xf0ff) => {
            let letter = code & 0xff;
            font.shown(letter).or_else(|| char::from_u32(0xf000 + letter))
        }
        // ★ itself, inserted as a symbol of an ordinary font.
        _ => char::from_u32(code).filter(|character| !character.is_control()),
    }
}

/// A text as it is shown in a font of symbols, or in one that is not known to be one.
pub(super) fn shown(text: &str, font: Option<Symbols>) -> String {
    text.chars()
        .map(|character| match (font, character as u32) {
            (Some(font), code @ 0xf020..=0xf0ff) => font.shown(code & 0xff).unwrap_or(character),
            (Some(font), code @ 0x21..=0xff) => font.shown(code).unwrap_or(character),
            _ => character,
        })
        .collect()
}
