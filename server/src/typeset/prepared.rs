//! A body's text as it is printed: what was typed, tidied for the grid.
//!
//! Pure text; it knows nothing of pages.

use domain::{
    item::Kind,
    markdown::{self, Block, Inline},
};

/// A body's blocks with the text as it is printed.
pub(super) fn prepared(body: &str, kind: Kind) -> Vec<Block> {
    let mut blocks = markdown::parse(body);
    for block in &mut blocks {
        tidy_block(block);
    }
    if kind == Kind::Brief
        && let Some(Block::Paragraph { content }) = blocks.first_mut()
        && let Some(Inline::Text { text }) = content.first_mut()
    {
        // The template prints the sign; here and there it has been typed as well.
        let bare = text.trim_start_matches(|character: char| character == '▲' || character.is_whitespace());
        *text = bare.to_owned();
    }
    blocks
}

fn tidy_block(block: &mut Block) {
    match block {
        Block::Paragraph { content } | Block::Heading { content, .. } => tidy_inlines(content),
        Block::List { items, .. } => items.iter_mut().flatten().for_each(tidy_block),
        Block::Quote { content } => content.iter_mut().for_each(tidy_block),
        Block::Table { head, rows, .. } => {
            head.iter_mut().chain(rows.iter_mut().flatten()).for_each(|cell| tidy_inlines(cell));
        }
        Block::Rule => {}
    }
}

fn tidy_inlines(inlines: &mut [Inline]) {
    for inline in inlines {
        match inline {
            Inline::Text { text } => *text = with_breaks_in_addresses(&without_narrow_gaps(text)),
            Inline::Strong { content } | Inline::Emphasis { content } => tidy_inlines(content),
        }
    }
}

/// Drops the blank that some people type between Chinese and a number: on the grid it would leave a hole.
fn without_narrow_gaps(text: &str) -> String {
    let characters: Vec<char> = text.chars().collect();
    let is_wide = |character: char| character >= '\u{2e80}';
    let is_narrow = |character: char| character.is_ascii_alphanumeric() || "+-.%/".contains(character);
    let is_gap = |index: usize| {
        let (Some(before), Some(after)) =
            (index.checked_sub(1).and_then(|before| characters.get(before)), characters.get(index + 1))
        else {
            return false;
        };
        characters[index] == ' '
            && (is_wide(*before) && is_narrow(*after) || is_narrow(*before) && is_wide(*after))
    };
    characters
        .iter()
        .enumerate()
        .filter(|(index, _)| !is_gap(*index))
        .map(|(_, character)| character)
        .collect()
}

/// Lets a line end within a web address or the like, which without a blank would run off the paper.
fn with_breaks_in_addresses(text: &str) -> String {
    const LONGEST_WORD: usize = 20;
    let mut broken = String::with_capacity(text.len());
    for word in text.split_inclusive(|character: char| !character.is_ascii_graphic()) {
        let length = word.chars().filter(char::is_ascii_graphic).count();
        for (place, character) in word.chars().enumerate() {
            if length > LONGEST_WORD && place > 0 && character.is_ascii_graphic() {
                broken.push('\u{200b}');
            }
            broken.push(character);
        }
    }
    broken
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_blank_between_chinese_and_a_number_is_not_printed() {
        let cases = [
            ("节水 120 万吨", "节水120万吨"),
            ("春耕 备耕", "春耕 备耕"),
            ("A B 两类", "A B两类"),
            (" 3 月", " 3月"),
        ];
        for (typed, printed) in cases {
            assert_eq!(without_narrow_gaps(typed), printed);
        }
    }

    #[test]
    fn an_address_may_be_broken_and_a_word_may_not() {
        assert_eq!(with_breaks_in_addresses("见 GB/T 9704-2012，甲"), "见 GB/T 9704-2012，甲");
        let broken = with_breaks_in_addresses("见 https://example.org/water/report 甲");
        assert_eq!(broken.replace('\u{200b}', ""), "见 https://example.org/water/report 甲");
        assert!(broken.contains("h\u{200b}t\u{200b}t") && !broken.contains("\u{200b}甲"));
    }

    #[test]
    fn a_sign_typed_before_a_brief_is_not_printed_twice() {
        let blocks = prepared("　　▲3月2日，开会。", Kind::Brief);
        assert_eq!(markdown::plain_text(&blocks), "3月2日，开会。");
    }
}
