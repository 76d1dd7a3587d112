//! The word of an attribution line that somebody is just typing, for suggestions.

use std::ops::Range;

/// Where the word at a place stands that could become a unit's name; places are counted in characters. `None`
/// where there is no word before the place, and right behind a slash, where an author is named.
pub fn word_at(line: &str, place: usize) -> Option<Range<usize>> {
    let characters: Vec<char> = line.chars().collect();
    let place = place.min(characters.len());
    let before = characters[..place].iter().rev().take_while(|character| !parts(**character)).count();
    let after = characters[place..].iter().take_while(|character| !parts(**character)).count();
    let start = place - before;
    let is_author = characters[..start]
        .iter()
        .rev()
        .find(|character| !character.is_whitespace())
        .is_some_and(|character| matches!(character, '/' | '／'));
    (before > 0 && !is_author).then_some(start..place + after)
}

/// Whether a character stands between names.
fn parts(character: char) -> bool {
    character.is_whitespace()
        || matches!(character, '、' | '，' | ',' | '；' | ';' | '/' | '／' | '（' | '）' | '(' | ')')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_word_at_the_cursor_may_become_a_unit() {
        let cases = [
            ("（地矿", 3, Some(1..3)),
            ("（地矿科/周鹏 林业）", 10, Some(8..10)),
            ("（地矿科/周鹏 林业）", 9, Some(8..10)),
            ("（地矿科、林业", 5, None),
            ("（地矿科/周", 6, None),
            ("（地矿科/ 周", 7, None),
            ("地矿科", 9, Some(0..3)),
            ("", 0, None),
            ("（", 1, None),
        ];
        for (line, place, word) in cases {
            assert_eq!(word_at(line, place), word, "{line} at {place}");
        }
    }

    proptest! {
        #[test]
        fn a_word_lies_within_its_line_and_holds_no_separator(line in "[甲乙/、（）a ]{0,20}", place in 0_usize..30) {
            if let Some(word) = word_at(&line, place) {
                let text: Vec<char> = line.chars().skip(word.start).take(word.len()).collect();
                prop_assert_eq!(text.len(), word.len());
                prop_assert!(!text.into_iter().any(parts));
            }
        }
    }
}
