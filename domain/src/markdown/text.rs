//! A body as plain text: for lists, for search, for counting.

use super::{Block, Inline, parse};

/// Longer first sentences are cut.
const LONGEST_FIRST_SENTENCE: usize = 60;
/// A comma nearer to the beginning is no place to cut.
const SHORTEST_CUT: usize = 20;

/// The text without its marks: a line for each paragraph, heading and row, tabs between cells.
pub fn plain_text(blocks: &[Block]) -> String {
    let mut lines = Vec::new();
    blocks.iter().for_each(|block| push_lines(block, &mut lines));
    lines.join("\n")
}

/// What stands for a 简讯 that has no title: its first sentence without ▲ and full stop, cut at a comma where it
/// is longer than 60 characters.
pub fn first_sentence(body: &str) -> String {
    let text = plain_text(&parse(body));
    let is_before = |character: char| character == '▲' || character == '△' || character.is_whitespace();
    let line = text.trim_start_matches(is_before).lines().next().unwrap_or_default().trim_end();
    let sentence = match line.find(['。', '！', '？']) {
        Some(end) => {
            let mark = line[end..].chars().next().map_or(0, char::len_utf8);
            let rest = &line[end + mark..];
            let closing = rest.len() - rest.trim_start_matches(['”', '’', '」', '』', '）', ')']).len();
            &line[..end + mark + closing]
        }
        None => line,
    };
    shorten(sentence.trim_end_matches('。'))
}

/// The number of cells of all tables together, those that a row leaves out included.
pub fn cells(blocks: &[Block]) -> usize {
    let of_block = |block: &Block| match block {
        Block::Table { head, rows, .. } => head.len() * (rows.len() + 1),
        Block::Quote { content } => cells(content),
        Block::List { items, .. } => items.iter().map(|item| cells(item)).sum(),
        Block::Paragraph { .. } | Block::Heading { .. } | Block::Rule | Block::Picture { .. } => 0,
    };
    blocks.iter().map(of_block).sum()
}

/// The number of characters as Word counts them (字数): each Chinese character, each Chinese punctuation mark
/// and each symbol is one; a run of Latin letters, digits and their punctuation is one; blanks are none.
pub fn count_characters(text: &str) -> usize {
    let mut count = 0;
    let mut in_word = false;
    for character in text.chars() {
        // From the general punctuation (“ ” — …) upwards Word takes every character for itself.
        let is_invisible = matches!(character, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}');
        let is_blank = character.is_whitespace() || character.is_control() || is_invisible;
        let is_latin = character < '\u{2000}';
        let continues_word = is_latin && in_word;
        if !is_blank && !continues_word {
            count += 1;
        }
        in_word = !is_blank && is_latin;
    }
    count
}

fn shorten(sentence: &str) -> String {
    if sentence.chars().count() <= LONGEST_FIRST_SENTENCE {
        return sentence.to_owned();
    }
    let start: Vec<char> = sentence.chars().take(LONGEST_FIRST_SENTENCE).collect();
    let comma = start.iter().rposition(|character| "，；：、,".contains(*character));
    let length = comma.filter(|length| *length >= SHORTEST_CUT).unwrap_or(start.len());
    let mut shortened: String = start[..length].iter().collect();
    shortened.push_str("……");
    shortened
}

fn push_lines(block: &Block, lines: &mut Vec<String>) {
    match block {
        Block::Paragraph { content } | Block::Heading { content, .. } => lines.push(inline_text(content)),
        Block::List { items, .. } => items.iter().flatten().for_each(|block| push_lines(block, lines)),
        Block::Quote { content } => content.iter().for_each(|block| push_lines(block, lines)),
        Block::Table { head, rows, .. } => {
            for row in std::iter::once(head).chain(rows) {
                let cells: Vec<String> = row.iter().map(|cell| inline_text(cell)).collect();
                lines.push(cells.join("\t"));
            }
        }
        Block::Picture { caption, source, .. } => {
            lines.extend(Some(caption.clone()).filter(|caption| !caption.is_empty()));
            lines.extend(source.clone());
        }
        Block::Rule => {}
    }
}

fn inline_text(content: &[Inline]) -> String {
    let mut text = String::new();
    push_inline_text(content, &mut text);
    text
}

fn push_inline_text(content: &[Inline], text: &mut String) {
    for inline in content {
        match inline {
            Inline::Text { text: run } => text.push_str(run),
            Inline::Strong { content } | Inline::Emphasis { content } => push_inline_text(content, text),
        }
    }
}
