//! Plain text to parts: each line is one.

use domain::{
    manuscript::{Line, Part},
    markdown::Inline,
};

use super::docx::placed;

pub(super) fn read(text: &str) -> Vec<Part> {
    let part = |text: &str| {
        let content = vec![Inline::Text { text: text.trim().to_owned() }];
        Part::Line(placed(Line { content, ..Line::default() }, text))
    };
    text.lines().filter(|line| !line.trim().is_empty()).map(part).collect()
}
