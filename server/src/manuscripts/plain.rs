//! Plain text to parts: each line is one.

use domain::{
    manuscript::{Line, Part, Start},
    markdown::Inline,
};

use super::docx::placed;

pub(super) fn read(text: &str) -> Vec<Part> {
    let mut is_parted = false;
    let mut parts = Vec::new();
    for text in text.lines() {
        let words = text.trim();
        if words.is_empty() {
            is_parted = true;
            continue;
        }
        let start =
            if is_indented(text) { Some(Start::Indented) } else { is_parted.then_some(Start::Parted) };
        is_parted = false;
        let content = vec![Inline::Text { text: words.to_owned() }];
        parts.push(Part::Line(placed(Line { content, start, ..Line::default() }, text)));
    }
    parts
}

/// Whether a line begins with the blanks of a paragraph: two, a wide one or a tab.
pub(super) fn is_indented(text: &str) -> bool {
    let mut signs = text.chars().take_while(|sign| sign.is_whitespace());
    signs.next().is_some_and(|first| matches!(first, '\u{3000}' | '\t') || signs.next().is_some())
}
