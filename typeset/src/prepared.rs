//! A body's text as it is printed: what was typed, tidied for the grid.
//!
//! Pure text; it knows nothing of pages.

use domain::{
    item::Kind,
    markdown::{self, Block, Inline},
};

use super::breaks::{self, Room};

/// A body's blocks with the text as it is printed.
pub(super) fn prepared(body: &str, kind: Kind, room: &Room) -> Vec<Block> {
    let mut blocks = markdown::parse(body);
    for block in &mut blocks {
        tidy_block(block, room);
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

fn tidy_block(block: &mut Block, room: &Room) {
    match block {
        Block::Paragraph { content } | Block::Heading { content, .. } => tidy_inlines(content, room),
        Block::List { items, .. } => {
            let room = narrower(room);
            items.iter_mut().flatten().for_each(|block| tidy_block(block, &room));
        }
        Block::Quote { content } => {
            let room = narrower(room);
            content.iter_mut().for_each(|block| tidy_block(block, &room));
        }
        Block::Table { head, rows, .. } => {
            head.iter_mut().chain(rows.iter_mut().flatten()).for_each(|cell| tidy_inlines(cell, room));
        }
        Block::Picture { source, .. } => {
            *source = source.take().map(|source| markdown::photographer(&source));
        }
        Block::Rule => {}
    }
}

/// What quotes and lists leave of a line: they move in, and a marker stands before them.
fn narrower<'a>(room: &Room<'a>) -> Room<'a> {
    let line = (room.line - 2.0).max(4.0);
    Room { line, piece: room.piece.min(line), width: room.width }
}

/// Tidies runs of text that stand in one line after the other.
pub(super) fn tidy_inlines(inlines: &mut [Inline], room: &Room) {
    each_text(inlines, &mut |text| *text = without_narrow_gaps(text));
    let mut whole = String::new();
    each_text(inlines, &mut |text| whole.push_str(text));
    let signs = breaks::signs(&whole, room);
    let mut begin = 0;
    each_text(inlines, &mut |text| {
        let length = text.len();
        *text = breaks::with_signs(text, begin, &signs);
        begin += length;
    });
}

fn each_text(inlines: &mut [Inline], change: &mut impl FnMut(&mut String)) {
    for inline in inlines {
        match inline {
            Inline::Text { text } => change(text),
            Inline::Strong { content } | Inline::Emphasis { content } => each_text(content, change),
        }
    }
}

/// Drops the blank that some people type between Chinese and a number: on the grid it would leave a hole.
fn without_narrow_gaps(text: &str) -> String {
    // A blank that ties is a blank that was pasted: it would keep a whole line together.
    let characters: Vec<char> =
        text.chars().map(|character| if character == '\u{a0}' { ' ' } else { character }).collect();
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
        .filter(|character| !breaks::is_sign(**character))
        .collect()
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
    fn a_sign_typed_before_a_brief_is_not_printed_twice() {
        let room = Room { line: 13.0, piece: 13.0, width: &|_| 1.0 };
        let blocks = prepared("　　▲3月2日，开会。", Kind::Brief, &room);
        assert_eq!(markdown::plain_text(&blocks), "3月2日，开会。");
    }
}
