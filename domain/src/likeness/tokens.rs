//! A text as the words that are compared: each ideograph, each word of another script, and each figure.

use unicode_normalization::UnicodeNormalization;

use crate::text::{is_invisible, simplified};

/// A word that is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Token {
    /// What it is compared by: any figure is the same as any other.
    pub value: u32,
    /// As [`Token::value`], but a figure by its digits.
    pub shown: u32,
    /// Where it stands in the text, in characters.
    pub start: usize,
    /// Behind its last character.
    pub end: usize,
    /// Whether a sentence ends between it and the next.
    pub ends: bool,
}

/// What every figure is compared by; no character is it.
const FIGURE: u32 = 0x11_0000;

/// The words of a text.
pub(super) fn tokens(text: &str) -> Vec<Token> {
    let mut found: Vec<Token> = Vec::new();
    let characters: Vec<char> = text.chars().collect();
    let mut last = Last::Between;
    for (place, character) in characters.iter().copied().enumerate() {
        if is_invisible(character) {
            continue;
        }
        let next = characters.get(place + 1).copied().unwrap_or_default();
        for folded in std::iter::once(character).nfkc().flat_map(char::to_lowercase) {
            last = take(&mut found, (folded, next), place, last);
        }
    }
    found
}

/// What the last character belonged to, that the next may go on with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Last {
    Between,
    Word,
    Figure,
    /// A figure's 年, 月, 日: another figure behind it is part of the same date.
    FigureUnit,
}

fn take(found: &mut Vec<Token>, (character, next): (char, char), place: usize, last: Last) -> Last {
    let goes_on = matches!(last, Last::Figure | Last::FigureUnit);
    if is_numeral(character) {
        if goes_on {
            extend(found, character, place, false);
        } else {
            let shown = mixed(FIGURE, character);
            found.push(Token { value: FIGURE, shown, start: place, end: place + 1, ends: false });
        }
        return Last::Figure;
    }
    if last == Last::Figure {
        if "年月日号时点分".contains(character) {
            extend(found, character, place, false);
            return Last::FigureUnit;
        }
        if matches!(character, '.' | ',') && is_numeral(next) {
            extend(found, character, place, false);
            return Last::Figure;
        }
    }
    if !character.is_alphanumeric() {
        if matches!(character, '。' | '!' | '?' | ';' | '\n')
            && let Some(token) = found.last_mut()
        {
            token.ends = true;
        }
        return Last::Between;
    }
    if is_ideograph(character) {
        let value = u32::from(simplified(character));
        found.push(Token { value, shown: value, start: place, end: place + 1, ends: false });
        return Last::Between;
    }
    if last == Last::Word {
        extend(found, character, place, true);
    } else {
        let value = mixed(FIGURE + 1, character);
        found.push(Token { value, shown: value, start: place, end: place + 1, ends: false });
    }
    Last::Word
}

fn extend(found: &mut [Token], character: char, place: usize, is_word: bool) {
    if let Some(token) = found.last_mut() {
        token.shown = mixed(token.shown, character);
        if is_word {
            token.value = token.shown;
        }
        token.end = place + 1;
    }
}

fn mixed(before: u32, character: char) -> u32 {
    // The steps of FNV-1a. Values of words stand above those of characters.
    (before ^ u32::from(character)).wrapping_mul(16_777_619) | 0x8000_0000
}

fn is_numeral(character: char) -> bool {
    character.is_ascii_digit() || "一二三四五六七八九十百千万亿零〇两".contains(character)
}

fn is_ideograph(character: char) -> bool {
    matches!(character, '\u{3005}'..='\u{3007}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(text: &str) -> Vec<u32> {
        tokens(text).into_iter().map(|token| token.value).collect()
    }

    #[test]
    fn dates_and_figures_are_the_same_whatever_they_say() {
        assert_eq!(values("4月9日上午，完成12.5亩"), values("2024年11月10日上午完成３亩。"));
        assert_eq!(values("十二个县"), values("9个县"));
        let shown: Vec<u32> = tokens("12亩13亩").into_iter().map(|token| token.shown).collect();
        assert_eq!(shown[1], shown[3]);
        assert_ne!(shown[0], shown[2]);
    }

    #[test]
    fn width_form_and_marks_do_not_matter_but_words_do() {
        assert_eq!(values("國土“空間”ＧＩＳ 平台"), values("国土空间gis平台"));
        assert_ne!(values("gis平台"), values("gps平台"));
        assert_eq!(values("gis gps").len(), 2);
    }

    #[test]
    fn words_know_their_places_and_where_sentences_end() {
        let tokens = tokens("甲，2024年1月乙。abc");
        let places: Vec<(usize, usize, bool)> =
            tokens.iter().map(|token| (token.start, token.end, token.ends)).collect();
        assert_eq!(places, [(0, 1, false), (2, 9, false), (9, 10, true), (11, 14, false)]);
    }
}
