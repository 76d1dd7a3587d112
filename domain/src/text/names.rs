//! Names of people and units: the same whatever dot, blank or width stands in them.

use std::collections::BTreeSet;

use super::{fold, ideographs::simplified};

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

/// What is left of a name where nothing counts but its letters and digits, in simplified forms: “许正清”, 許正清, 许-正清 and
/// 阿依古丽ㆍ买买提 bear no other sign then. Two names of which only this is the same may be one.
pub fn name_letters(name: &str) -> String {
    // The Korean dot is a letter to Unicode, as what it is folded to is.
    let is_letter =
        |character: &char| character.is_alphanumeric() && !matches!(character, '\u{318d}' | '\u{119e}');
    fold(name).chars().filter(is_letter).map(simplified).collect()
}

/// One character as [`name_letters`] keeps it; `None` where it is no letter and no digit, or more than one.
pub fn letter(character: char) -> Option<char> {
    if matches!(character, '\u{4e00}'..='\u{9fff}') {
        return Some(simplified(character));
    }
    let letters = name_letters(character.encode_utf8(&mut [0; 4]));
    let mut letters = letters.chars();
    letters.next().filter(|_| letters.next().is_none())
}

/// A key without what is put behind a name to tell one account from another, where something is: 林静2, 林静（审查）, 林静-b,
/// 林静二, 林静审.
pub fn without_mark(key: &str) -> Option<&str> {
    let before_bracket = key.strip_suffix(')').and_then(|inner| inner.rsplit_once('(')).map(|(name, _)| name);
    let marks = |character: char| character.is_ascii_alphanumeric() || "-_#号".contains(character);
    let name = before_bracket.unwrap_or_else(|| key.trim_end_matches(marks));
    let before_mark = MARKS.iter().find_map(|mark| name.strip_suffix(mark));
    // A name has two characters at least: 王一 is no 王.
    let name = before_mark.filter(|name| name.chars().count() > 1).unwrap_or(name);
    (name.len() < key.len() && !name.is_ascii()).then_some(name)
}

/// Whether two people's names have one in common, a mark behind one of them left out (林静 and 林静2; but not 林静2 and 林静3,
/// who may be two by the office's own way to tell them apart). Both as [`name_key`] writes them.
pub fn are_alike(own: &BTreeSet<String>, others: &BTreeSet<String>) -> bool {
    let marked = |one: &BTreeSet<String>, other: &BTreeSet<String>| {
        one.iter().filter_map(|key| without_mark(key)).any(|name| other.contains(name))
    };
    let is_one = |own: &BTreeSet<String>, others: &BTreeSet<String>| {
        !own.is_disjoint(others) || marked(own, others) || marked(others, own)
    };
    let letters = |keys: &BTreeSet<String>| keys.iter().map(|key| name_letters(key)).collect();
    is_one(own, others) || is_one(&letters(own), &letters(others))
}

/// As [`are_alike`], of two names as they are written.
pub fn may_be_one(one: &str, other: &str) -> bool {
    let keys = |name: &str| [name_key(name)].into_iter().filter(|key| !key.is_empty()).collect();
    are_alike(&keys(one), &keys(other))
}

/// Words behind a name that tell one account of a person from another.
const MARKS: [&str; 29] = [
    "审查",
    "审核",
    "审",
    "编辑",
    "编",
    "签发",
    "签",
    "核稿",
    "管理员",
    "管理",
    "备用",
    "账号",
    "测试",
    "副",
    "一",
    "二",
    "三",
    "四",
    "五",
    "六",
    "七",
    "八",
    "九",
    "十",
    "甲",
    "乙",
    "丙",
    "丁",
    "戊",
];

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_in_a_name_and_marks_behind_it_are_no_other_name() {
        for name in [
            "阿依古丽·买买提",
            "阿依古丽ㆍ买买提",
            "阿依古丽˙买买提",
            "“阿依古丽-买买提”",
            "【阿依古丽▪买买提】",
        ] {
            assert_eq!(name_letters(name), "阿依古丽买买提", "{name}");
        }
        assert_eq!(name_letters("許正清、葉靜"), "许正清叶静");
        for other in ["苏文博", "苏 文博", "苏文博1", "苏文博（编辑）", "苏文博\u{301}", "蘇文博"]
        {
            assert!(may_be_one("苏文博", other) && may_be_one(other, "苏文博"), "{other}");
        }
        assert!(!may_be_one("林静2", "林静3") && !may_be_one("苏文", "苏文博") && !may_be_one("", ""));
        for name in ["林静2", "林静（审查）", "林静-b", "林静二", "林静审", "林静审查"] {
            assert_eq!(without_mark(&name_key(name)), Some("林静"), "{name}");
        }
        for name in ["林静", "王一", "林", "admin2"] {
            assert_eq!(without_mark(&name_key(name)), None, "{name}");
        }
    }
}
