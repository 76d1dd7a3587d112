//! Reading at the level of characters: blanks, widths of characters, and figures that stand alone.
//! It must not know what a bulletin is.

use super::numbers;
use crate::points::Points;

/// A text without any blanks, Word's stray bookmarks and full-width figures and brackets that mean the same.
pub(super) fn compact(text: &str) -> String {
    without_bookmarks(text).chars().filter(|character| !is_blank(*character)).map(plain).collect()
}

/// A text as one line, with single blanks and without Word's bookmarks.
pub(super) fn one_line(text: &str) -> String {
    without_bookmarks(text).split(is_blank).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

fn is_blank(character: char) -> bool {
    character.is_whitespace() || matches!(character, '\u{200b}'..='\u{200d}' | '\u{feff}' | '\u{ad}')
}

/// `[bookmark: _GoBack]`, as some converters leave it.
fn without_bookmarks(text: &str) -> String {
    let mut rest = text;
    let mut kept = String::new();
    while let Some(start) = rest.find("[bookmark:") {
        let Some(length) = rest[start..].find(']') else { break };
        kept.push_str(&rest[..start]);
        rest = &rest[start + length + 1..];
    }
    kept.push_str(rest);
    kept
}

fn plain(character: char) -> char {
    match character {
        '０'..='９' => char::from_u32(character as u32 - '０' as u32 + '0' as u32).unwrap_or(character),
        '．' => '.',
        '＋' => '+',
        '(' => '（',
        ')' => '）',
        ',' => '，',
        ';' => '；',
        ':' => '：',
        '☆' | '*' | '＊' | '⭐' | '✦' | '✩'..='✰' | '✱'..='✾' | '⋆' | '🌟' => '★',
        // Stars of Wingdings in the private area, as texts have them that were saved from documents.
        '\u{f0aa}'..='\u{f0af}' | '\u{f0b5}' | '\u{f0b6}' => '★',
        '－' | '—' | '–' | '−' | '―' | '‐' | '‑' | '‒' | '─' | '﹣' => '-',
        _ => character,
    }
}

/// Characters of the private area: what they look like, only the font knows.
pub(super) fn private(text: &str) -> impl Iterator<Item = char> {
    text.chars()
        .filter(|character| matches!(*character, '\u{e000}'..='\u{f8ff}') && plain(*character) == *character)
}

/// A figure that stands alone: 5, 0.5, 5分, 第二, ②, 2位, 并列第3.
pub(super) fn figure(text: &str) -> Option<Points> {
    let text = text.replace("（并列）", "");
    let text = text.trim_matches(|character| is_mark(character) || is_blank(character));
    let text = text.strip_prefix("并列").unwrap_or(text);
    let text = text.strip_suffix("并列").unwrap_or(text);
    let text = text.strip_prefix('第').unwrap_or(text).trim_start_matches('+');
    let text = text.strip_suffix(['分', '篇', '条', '则', '名', '位', '件', '次']).unwrap_or(text);
    numbers::alone(text)
}

/// Whether a text says that there is nothing: 无, —, /, or nothing at all.
pub(super) fn is_nothing(text: &str) -> bool {
    let dash = |character: char| "-/\\／＼·".contains(character);
    matches!(text, "无" | "没有" | "空" | "未报" | "未采用" | "无采用") || text.chars().all(dash)
}

/// A month such as 2 in 2月份 at the beginning of a compact text, and what follows 月.
pub(super) fn leading_month(text: &str) -> Option<(i8, &str)> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let month: i8 = text[..digits].parse().ok()?;
    let rest = text[digits..].strip_prefix('月')?;
    (1..=12).contains(&month).then_some((month, rest))
}

pub(super) fn is_mark(character: char) -> bool {
    "，；、。：,;:.（）()“”\"".contains(character)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bookmarks_and_blanks_are_dropped() {
        assert_eq!(compact("[bookmark: _GoBack]3、 标题　（第1期）"), "3、标题（第1期）");
        assert_eq!(one_line("  3、 标题\n（第1期） "), "3、 标题 （第1期）");
        assert_eq!(leading_month("12月份报送"), Some((12, "份报送")));
        assert_eq!(leading_month("13月份"), None);
    }
}
