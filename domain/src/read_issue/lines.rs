//! The lines of a text, each with its number. What they mean is not known here.

use super::shape::BRIEF_MARKS;

/// A line that is not blank, trimmed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Line {
    /// From 1.
    pub number: usize,
    pub text: String,
    /// Whether a blank line stands before it.
    pub after_blank: bool,
    /// Whether something that belongs to no item, other than a page's end, stands before it.
    pub after_break: bool,
}

/// Splits a text into lines. Word's soft line ends and form feeds part lines too, but only real line ends count
/// for the number. Where a 简讯 begins in the middle of a line, another line begins there.
pub(super) fn lines(text: &str) -> Vec<Line> {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let mut lines = Vec::new();
    let mut after_blank = false;
    for (number, physical) in (1..).zip(text.split('\n')) {
        for piece in physical.split(['\u{b}', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}']) {
            let visible: String = piece.chars().filter(|character| is_visible(*character)).collect();
            let visible = visible.trim();
            if visible.is_empty() {
                after_blank = true;
                continue;
            }
            for part in parts_at_marks(visible) {
                lines.push(Line { number, text: part.to_owned(), after_blank, after_break: false });
                after_blank = false;
            }
        }
    }
    lines
}

/// Tabs become visible as blanks when trimmed; byte-order marks and zero-width characters never do.
fn is_visible(character: char) -> bool {
    let is_zero_width = matches!(character, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}');
    !is_zero_width && (character == '\t' || !character.is_control())
}

/// A mark after a sentence's or an attribution's end begins a 简讯; elsewhere it is a character like others.
fn parts_at_marks(line: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut start = 0;
    for (place, _) in line.match_indices(BRIEF_MARKS) {
        let before = line[start..place].trim_end();
        if before.ends_with(['）', ')', '。', '！', '？', '”']) {
            parts.push(before);
            start = place;
        }
    }
    parts.push(&line[start..]);
    parts
}
