//! Chinese text as words that an index of a database can hold: every two neighbouring characters are one.
//!
//! `自然资源` becomes `自然 然资 资源 源`. Its last character stands alone behind it, so that one character by
//! itself is found as the beginning of a word, and so that what was parted in the text is never taken for one
//! phrase. Letters and digits of other scripts are words as they stand. It must not know any database.

/// Longer questions are cut: nobody searches for a paragraph, and every word costs.
const LONGEST_QUESTION: usize = 60;

/// The words of a text, in its order.
pub(super) fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    for run in runs(text) {
        match run {
            Run::Chinese(characters) => {
                words.extend(pairs(&characters));
                words.extend(characters.last().map(char::to_string));
            }
            Run::Other(word) => words.push(word),
        }
    }
    words
}

/// One thing that a text must contain to be found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Wanted {
    /// These words, one right after another.
    Phrase(Vec<String>),
    /// A word that begins with this.
    Beginning(String),
}

/// What a text must contain, all of it, to answer a question. Empty where the question holds no word.
pub(super) fn wanted(question: &str) -> Vec<Wanted> {
    let question: String = question.chars().take(LONGEST_QUESTION).collect();
    let wanted = runs(&question).into_iter().map(|run| match run {
        Run::Chinese(characters) if characters.len() == 1 => Wanted::Beginning(characters[0].to_string()),
        Run::Chinese(characters) => Wanted::Phrase(pairs(&characters).collect()),
        Run::Other(word) => Wanted::Beginning(word),
    });
    wanted.collect()
}

/// An unbroken run of characters of one sort.
enum Run {
    Chinese(Vec<char>),
    Other(String),
}

fn runs(text: &str) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let mut is_parted = true;
    for character in text.chars().map(narrow) {
        if !character.is_alphanumeric() {
            is_parted = true;
            continue;
        }
        match runs.last_mut() {
            Some(Run::Chinese(run)) if is_chinese(character) && !is_parted => run.push(character),
            Some(Run::Other(word)) if !is_chinese(character) && !is_parted => {
                word.extend(character.to_lowercase())
            }
            _ if is_chinese(character) => runs.push(Run::Chinese(vec![character])),
            _ => runs.push(Run::Other(character.to_lowercase().collect())),
        }
        is_parted = false;
    }
    runs
}

fn pairs(characters: &[char]) -> impl Iterator<Item = String> {
    characters.windows(2).map(|pair| pair.iter().collect())
}

fn is_chinese(character: char) -> bool {
    matches!(character, '\u{3005}'..='\u{3007}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// Full-width letters and digits are the same words as ordinary ones.
fn narrow(character: char) -> char {
    match character {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(character as u32 - 0xfee0).unwrap_or(character),
        _ => character,
    }
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
    fn a_question_wants_every_part_of_it() {
        let phrase = |words: &[&str]| Wanted::Phrase(words.iter().map(|word| (*word).into()).collect());
        assert_eq!(wanted("自然资源"), [phrase(&["自然", "然资", "资源"])]);
        assert_eq!(wanted("复垦 高唐"), [phrase(&["复垦"]), phrase(&["高唐"])]);
        assert_eq!(wanted("国"), [Wanted::Beginning("国".into())]);
        assert_eq!(wanted("Gps"), [Wanted::Beginning("gps".into())]);
        assert!(wanted("'; -- \"").is_empty());
        assert!(wanted("").is_empty());
    }
}
