//! A body as it is read, sign for sign, each with its place in the body as it is kept: for whoever points at words in it.
//!
//! Marks, the bars of tables and the hashes of pictures are not read. What the words say must not be known here.

use super::{picture, quote};

/// The signs that are read, each with its place in the body, in characters. Lines are parted by `\n`, cells by a tab, as in
/// [`plain_text`](super::plain_text); empty lines stay.
pub fn seen(body: &str) -> Vec<(usize, char)> {
    let characters: Vec<char> = body.chars().collect();
    let texts: Vec<String> =
        characters.split(|character| is_line_end(*character)).map(|line| line.iter().collect()).collect();
    let trimmed: Vec<&str> = texts.iter().map(|text| text.trim()).collect();
    let mut seen = Vec::with_capacity(characters.len());
    let (mut start, mut number) = (0, 0);
    while number < texts.len() {
        let table = quote::table_length(&trimmed[number..]);
        for row in 0..table.unwrap_or(1) {
            let Some(text) = texts.get(number + row) else { break };
            if start > 0 {
                seen.push((start - 1, '\n'));
            }
            // Of a table's lines, the second parts the head from the rows.
            if table.is_none() || row != 1 {
                push_line(text, start, table.is_some(), &mut seen);
            }
            start += text.chars().count() + 1;
        }
        number += table.unwrap_or(1);
    }
    seen
}

/// The signs that end a line, as a body is read.
fn is_line_end(character: char) -> bool {
    matches!(character, '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

fn push_line(text: &str, start: usize, is_row: bool, seen: &mut Vec<(usize, char)>) {
    let line = text.trim();
    let before = |part: &str, whole: &str| whole[..whole.len() - part.len()].chars().count();
    let indent = before(text.trim_start(), text);
    if !is_row && picture::read(line).is_some() {
        push_picture(line, start + indent, seen);
        return;
    }
    let content = if is_row { line } else { quote::read_part(line) };
    // What is read stands at the line's end.
    let start = start + indent + if content.is_empty() { 0 } else { before(content, line) };
    let characters: Vec<char> = content.chars().collect();
    let mut place = 0;
    while let Some(&character) = characters.get(place) {
        let length = match character {
            '*' => characters[place..].iter().take_while(|character| **character == '*').count(),
            _ => 1,
        };
        if character != '*' || !quote::is_emphasis(&characters, place, length) {
            let read = match character {
                '|' if is_row => '\t',
                '\t' => ' ',
                other => other,
            };
            let is_read = !read.is_control() || read == '\t';
            seen.extend((place..place + length).filter(|_| is_read).map(|place| (start + place, read)));
        }
        place += length;
    }
}

/// The caption, and the source on a line of its own.
fn push_picture(line: &str, start: usize, seen: &mut Vec<(usize, char)>) {
    let characters: Vec<char> = line.chars().collect();
    let Some(middle) = characters.windows(2).rposition(|pair| pair == [']', '(']) else { return };
    seen.extend((2..middle).map(|place| (start + place, characters[place])));
    if let Some(quote) = characters[middle..].iter().position(|character| *character == '"') {
        let first = middle + quote;
        seen.push((start + first, '\n'));
        let last = characters.len().saturating_sub(2);
        seen.extend((first + 1..last).map(|place| (start + place, characters[place])));
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::markdown::{parse, plain_text};

    fn read(body: &str) -> String {
        seen(body).into_iter().map(|(_, character)| character).collect()
    }

    #[test]
    fn marks_bars_and_hashes_are_not_read_and_every_sign_knows_its_place() {
        let hash = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";
        let body = format!(
            "  # 一、做法\n> - **一是**部署。\r\n| 项目 | 数 |\n|---|---|\n| 耕地 | 3*4 |\n![图（一）]({hash} \"局\")\n---\n1. 甲"
        );
        let expected = "一、做法\n一是部署。\n\n\t 项目 \t 数 \t\n\n\t 耕地 \t 3*4 \t\n图（一）\n局\n\n甲";
        assert_eq!(read(&body), expected);
        let characters: Vec<char> = body.chars().collect();
        for (place, character) in seen(&body) {
            let kept = characters[place];
            assert!(kept == character || matches!(character, '\n' | '\t'), "{place}: {kept} {character}");
        }
    }

    proptest! {
        #[test]
        fn what_is_read_is_what_stands_on_the_page(text in "([#>\\-1. 　甲乙。“”|（，:a]|\n|\n- |\n> |\n\\| ){0,40}") {
            let letters = |text: &str| text.chars().filter(|character| !character.is_whitespace() && *character != '|').collect::<String>();
            let page = plain_text(&parse(&text));
            prop_assert_eq!(letters(&read(&text)), letters(&page), "{:?}", text);
        }
    }
}
