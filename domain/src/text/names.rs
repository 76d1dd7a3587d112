//! Names of people and units: the same whatever dot, blank or width stands in them.

use super::fold;

/// What two spellings of one name have in common: no blanks, no dots, one width, small letters.
///
/// 阿依古丽·买买提 is written with any of a dozen dots; 财　审　科 is the same section as 财审科. Brackets stay, of one
/// width: they tell units apart.
pub fn name_key(name: &str) -> String {
    fold(name).chars().filter(|character| !character.is_whitespace() && !is_dot(*character)).collect()
}

/// Whether two names are one; no name is the same as none.
pub fn is_same_name(one: &str, other: &str) -> bool {
    let key = name_key(one);
    !key.is_empty() && key == name_key(other)
}

/// A key without what is put behind a name to tell one account from another, where something is: 林静2, 林静（审查）, 林静-b.
pub fn without_mark(key: &str) -> Option<&str> {
    let before_bracket = key.strip_suffix(')').and_then(|inner| inner.rsplit_once('(')).map(|(name, _)| name);
    let marks = |character: char| character.is_ascii_alphanumeric() || "-_#号".contains(character);
    let name = before_bracket.unwrap_or_else(|| key.trim_end_matches(marks));
    (name.len() < key.len() && !name.is_ascii()).then_some(name)
}

/// The dots that stand between the parts of a name. Folding has made ．and ･ the plain ones before.
fn is_dot(character: char) -> bool {
    matches!(
        character,
        '.' | '·'
            | '•'
            | '‧'
            | '∙'
            | '⋅'
            | '・'
            | '･'
            | '．'
            | '\u{387}'
            | '\u{2024}'
            | '\u{25cf}'
            | '\u{25e6}'
            | '\u{2e31}'
            | '\u{2e33}'
            | '\u{16eb}'
            | '\u{a78f}'
            | '。'
            | '｡'
    )
}
