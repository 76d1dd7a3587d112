//! Chinese text as words that an index of a database can hold: every two neighbouring characters are one.
//!
//! `自然资源` becomes `自然 然资 资源 源`. Its last character stands alone behind it, so that one character by
//! itself is found as the beginning of a word, and so that what was parted in the text is never taken for one
//! phrase. Letters and digits of other scripts are words as they stand, and so is each sign that means something (96% is not
//! 96分, 3.5 not 3、5); other punctuation only parts. What is looked for is folded as what is
//! entered (`domain::text::fold`). It must not know any database.

use std::collections::BTreeSet;

use domain::text::{fold, phrases};

/// Longer questions are cut: nobody searches for a paragraph, and every word costs.
const LONGEST_QUESTION: usize = 60;

/// The words of a text, in its order.
pub(super) fn words(text: &str) -> Vec<String> {
    runs(&fold(text)).into_iter().flat_map(Run::words).collect()
}

/// The Chinese characters of a text, each once.
pub(super) fn characters(text: &str) -> BTreeSet<String> {
    fold(text).chars().filter(|character| is_chinese(*character)).map(String::from).collect()
}

/// Whether a word is one Chinese character.
pub(super) fn is_character(word: &str) -> bool {
    let mut characters = word.chars();
    characters.next().is_some_and(is_chinese) && characters.next().is_none()
}

/// Whether a text was entered in other words once: before texts were folded (up to the first index's only folding, that of
/// full-width letters), or before signs were words.
pub(super) fn was_entered_otherwise(text: &str) -> bool {
    let narrow = |character| match character {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(character as u32 - 0xfee0).unwrap_or(character),
        _ => character,
    };
    let folded = fold(text);
    folded != text.chars().map(narrow).flat_map(char::to_lowercase).collect::<String>() || has_signs(&folded)
}

/// Whether a folded text holds signs that are words, as they are since the third way of entering.
fn has_signs(folded: &str) -> bool {
    runs(folded).iter().any(|run| matches!(run, Run::Sign(_)))
}

/// What a text must contain: these words one right after another, of which the last may go on.
///
/// `1月8日` is one phrase, though it is four words in the index: a text that holds a 1, a 月, an 8 and a 日 somewhere is
/// not what was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Phrase {
    pub words: Vec<String>,
    /// Whether the last word is only its beginning.
    pub goes_on: bool,
}

/// What a text must contain, all of it, to answer a question. Empty where the question holds no word. Blanks part
/// phrases, but not between quotes.
pub(super) fn wanted(question: &str) -> Vec<Phrase> {
    let question: String = question.chars().take(LONGEST_QUESTION).collect();
    phrases(&question).iter().filter_map(|part| phrase(part)).collect()
}

/// A part of a question as words that follow one another.
fn phrase(part: &str) -> Option<Phrase> {
    let mut runs = runs(part);
    let last = runs.pop()?;
    let mut words: Vec<String> = runs.into_iter().flat_map(Run::words).collect();
    let goes_on = match &last {
        // Whether more follows on the last character is not asked.
        Run::Chinese(characters) if characters.len() > 1 => {
            words.extend(pairs(characters));
            false
        }
        Run::Chinese(characters) => {
            words.extend(characters.first().map(char::to_string));
            true
        }
        Run::Other(word) => {
            words.push(word.clone());
            true
        }
        Run::Sign(sign) => {
            words.push(sign_word(*sign));
            false
        }
    };
    Some(Phrase { words, goes_on })
}

/// An unbroken run of characters of one sort.
enum Run {
    Chinese(Vec<char>),
    Other(String),
    Sign(char),
}

impl Run {
    /// As the index holds it.
    fn words(self) -> Vec<String> {
        match self {
            Self::Chinese(characters) => {
                pairs(&characters).chain(characters.last().map(char::to_string)).collect()
            }
            Self::Other(word) => vec![word],
            Self::Sign(sign) => vec![sign_word(sign)],
        }
    }
}

/// The runs of a folded text.
fn runs(text: &str) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let mut is_parted = true;
    let characters: Vec<char> = text.chars().collect();
    for (place, character) in characters.iter().copied().enumerate() {
        if !character.is_alphanumeric() {
            is_parted = true;
            if is_sign(character) || is_decimal_point(&characters, place) {
                runs.push(Run::Sign(character));
            }
            continue;
        }
        match runs.last_mut() {
            Some(Run::Chinese(run)) if is_chinese(character) && !is_parted => run.push(character),
            Some(Run::Other(word)) if !is_chinese(character) && !is_parted => word.push(character),
            _ if is_chinese(character) => runs.push(Run::Chinese(vec![character])),
            _ => runs.push(Run::Other(character.to_string())),
        }
        is_parted = false;
    }
    runs
}

fn pairs(characters: &[char]) -> impl Iterator<Item = String> {
    characters.windows(2).map(|pair| pair.iter().collect())
}

/// Whether a point stands within one number. 2024.3.5 and 2024.3 are dates, which are looked for in any spelling.
fn is_decimal_point(characters: &[char], place: usize) -> bool {
    if characters[place] != '.' {
        return false;
    }
    let before = characters[..place].iter().rev().take_while(|character| character.is_ascii_digit()).count();
    let after = characters[place + 1..].iter().take_while(|character| character.is_ascii_digit()).count();
    let begin = place - before;
    let at = |place: usize| characters.get(place).copied().unwrap_or_default();
    let end = place + 1 + after;
    let is_of_more = begin > 1 && at(begin - 1) == '.' && at(begin - 2).is_ascii_digit()
        || at(end) == '.' && at(end + 1).is_ascii_digit();
    let year: String = characters[begin..place].iter().collect();
    let is_month = year.len() == 4 && (year.starts_with("19") || year.starts_with("20")) && after <= 2;
    before > 0 && after > 0 && !is_of_more && !is_month
}

/// Whether a character that is neither letter nor digit means something by itself: units, signs of reckoning, money, arrows,
/// marks.
fn is_sign(character: char) -> bool {
    matches!(character, '%' | '‰' | '‱' | '+' | '=' | '<' | '>' | '×' | '÷' | '±' | '°' | '′' | '″' | '#' | '&' | '@' | '*'
        | '$' | '¥' | '£' | '§' | '\u{20a0}'..='\u{20cf}' | '\u{2190}'..='\u{22ff}' | '\u{25a0}'..='\u{27bf}')
}

/// A sign as the index holds it, which takes letters, digits and characters of private use for parts of words.
fn sign_word(sign: char) -> String {
    format!("\u{e001}{:x}", u32::from(sign))
}

fn is_chinese(character: char) -> bool {
    matches!(character, '\u{3005}'..='\u{3007}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_two_neighbouring_characters_are_a_word() {
        assert_eq!(words("自然资源，GPS"), ["自然", "然资", "资源", "源", "gps"]);
        assert_eq!(words("4月12日"), ["4", "月", "12", "日"]);
        assert_eq!(words("ＡＢ　c"), ["ab", "c"]);
        assert!(words("，。！").is_empty());
    }

    #[test]
    fn texts_are_entered_and_looked_for_in_one_folding() {
        assert_eq!(words("⾃然\u{200b}资源"), words("自然资源"));
        assert!(was_entered_otherwise("⾃然") && was_entered_otherwise("自\u{200b}然"));
        assert!(!was_entered_otherwise("ＧＰＳ 自然资源，2024年"));
        assert!(was_entered_otherwise("完成96%"));
    }

    #[test]
    fn signs_that_mean_something_are_words() {
        let percent = sign_word('%');
        assert_eq!(words("完成９６％。"), ["完成", "成", "96", percent.as_str()]);
        assert_eq!(words("3.5，3、5．末。"), ["3", &sign_word('.'), "5", "3", "5", "末"]);
        for date in ["2024.3.5", "2024-3-5", "2024/3/5"] {
            assert_eq!(words(date), ["2024", "3", "5"], "{date}");
        }
        assert_eq!(words("2024.3"), ["2024", "3"]);
        assert_eq!(words("3.5."), ["3", &sign_word('.'), "5"]);
        assert_eq!(words("-12℃"), ["12", &sign_word('°'), "c"]);
        assert_eq!(wanted("96%"), [Phrase { words: vec!["96".into(), percent], goes_on: false }]);
    }

    #[test]
    fn a_question_wants_every_part_of_it() {
        let phrase = |words: &[&str], goes_on| Phrase {
            words: words.iter().map(|word| (*word).into()).collect(),
            goes_on,
        };
        assert_eq!(wanted("自然资源"), [phrase(&["自然", "然资", "资源"], false)]);
        assert_eq!(wanted("复垦 高唐"), [phrase(&["复垦"], false), phrase(&["高唐"], false)]);
        assert_eq!(wanted("国"), [phrase(&["国"], true)]);
        assert_eq!(wanted("Gps"), [phrase(&["gps"], true)]);
        assert_eq!(wanted("1月8日"), [phrase(&["1", "月", "8", "日"], true)]);
        assert_eq!(wanted("１月８日召开"), [phrase(&["1", "月", "8", "日召", "召开"], false)]);
        assert_eq!(wanted("会议，部署"), [phrase(&["会议", "议", "部署"], false)]);
        assert_eq!(
            wanted("“1月 召开” 高唐"),
            [phrase(&["1", "月", "召开"], false), phrase(&["高唐"], false)]
        );
        assert!(wanted("'; -- \"").is_empty());
        assert!(wanted("").is_empty());
    }
}
