//! Reading at the level of characters: blanks, widths of characters, and amounts with what they count.
//! It must not know what a bulletin is.

use crate::points::Points;

/// A text without any blanks, Word's stray bookmarks and full-width figures and brackets that mean the same.
pub(super) fn compact(text: &str) -> String {
    without_bookmarks(text).chars().filter(|character| !is_blank(*character)).map(plain).collect()
}

/// A text as one line, with single blanks and without Word's bookmarks.
pub(super) fn one_line(text: &str) -> String {
    without_bookmarks(text).split(is_blank).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

fn is_blank(character: char) -> bool {
    character.is_whitespace() || matches!(character, '\u{200b}'..='\u{200d}' | '\u{feff}' | '\u{ad}')
}

/// `[bookmark: _GoBack]`, as some converters leave it.
fn without_bookmarks(text: &str) -> String {
    let mut rest = text;
    let mut kept = String::new();
    while let Some(start) = rest.find("[bookmark:") {
        let Some(length) = rest[start..].find(']') else { break };
        kept.push_str(&rest[..start]);
        rest = &rest[start + length + 1..];
    }
    kept.push_str(rest);
    kept
}

fn plain(character: char) -> char {
    match character {
        '０'..='９' => char::from_u32(character as u32 - '０' as u32 + '0' as u32).unwrap_or(character),
        '．' => '.',
        '(' => '（',
        ')' => '）',
        ',' => '，',
        ';' => '；',
        ':' => '：',
        '☆' | '*' | '＊' | '⭐' | '✦' | '✩'..='✰' | '✱'..='✾' | '⋆' | '🌟' => '★',
        // Stars of Wingdings in the private area, as texts have them that were saved from documents.
        '\u{f0aa}'..='\u{f0af}' | '\u{f0b5}' | '\u{f0b6}' => '★',
        '－' | '—' | '–' | '−' | '―' | '‐' | '‑' | '‒' | '─' | '﹣' => '-',
        _ => character,
    }
}

/// Characters of the private area: what they look like, only the font knows.
pub(super) fn private(text: &str) -> impl Iterator<Item = char> {
    text.chars()
        .filter(|character| matches!(*character, '\u{e000}'..='\u{f8ff}') && plain(*character) == *character)
}

/// A figure that stands alone: 5, 0.5, 5分, 第二, ②, 2位, 并列第3.
pub(super) fn figure(text: &str) -> Option<Points> {
    let text = text.replace("（并列）", "");
    let text = text.trim_matches(|character| is_mark(character) || is_blank(character));
    let text = text.strip_prefix("并列").unwrap_or(text);
    let text = text.strip_suffix("并列").unwrap_or(text);
    let text = text.strip_prefix('第').unwrap_or(text).trim_start_matches('+');
    let text = text.strip_suffix(['分', '篇', '条', '则', '名', '位', '件', '次']).unwrap_or(text);
    if let Ok(points) = text.parse() {
        return Some(points);
    }
    let mut characters = text.chars();
    match (characters.next(), characters.next()) {
        (Some(sign), None) => enclosed(sign).map(Points::whole).or_else(|| chinese(text)),
        _ => chinese(text),
    }
}

/// ②, ⑵, ⒉, ❷, ㈡, Ⅱ.
fn enclosed(sign: char) -> Option<i32> {
    const ROWS: [(char, u32); 9] =
        [('①', 20), ('⑴', 20), ('⒈', 20), ('❶', 10), ('➀', 10), ('➊', 10), ('㈠', 10), ('㊀', 10), ('Ⅰ', 12)];
    ROWS.into_iter().find_map(|(first, length)| {
        let place = (sign as u32).checked_sub(first as u32).filter(|place| *place < length)?;
        i32::try_from(place + 1).ok()
    })
}

/// 二, 十二, 二十一; up to 99.
fn chinese(text: &str) -> Option<Points> {
    let digit = |text: &str| match text {
        "" => None,
        "零" | "〇" => Some(0),
        _ => "一二三四五六七八九".chars().position(|digit| text.chars().eq([digit])).map(|at| at as i32 + 1),
    };
    let number = match text.split_once('十') {
        None => digit(text)?,
        Some(("", "")) => 10,
        Some(("", ones)) => 10 + digit(ones)?,
        Some((tens, "")) => 10 * digit(tens)?,
        Some((tens, ones)) => 10 * digit(tens)? + digit(ones)?,
    };
    Some(Points::whole(number))
}

/// Whether a text says that there is nothing: 无, —, /, or nothing at all.
pub(super) fn is_nothing(text: &str) -> bool {
    let dash = |character: char| "-/\\／＼·".contains(character);
    matches!(text, "无" | "没有" | "空" | "未报" | "未采用" | "无采用") || text.chars().all(dash)
}

/// An amount in a sentence: the words since the amount before it, and what is counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Quantity {
    pub label: String,
    pub amount: Points,
    pub measure: Measure,
    /// Whether a ； or 。 stands between it and the amount before it.
    pub begins: bool,
}

/// What an amount counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Measure {
    /// 篇, 则, 条, 件.
    Pieces,
    /// 分.
    Points,
}

/// The amounts of a compact sentence with their measures, in order. Other figures, such as a month's or a
/// year's, are words among the others.
pub(super) fn quantities(text: &str) -> Vec<Quantity> {
    let characters: Vec<char> = text.chars().collect();
    let mut found = Vec::new();
    let mut label = String::new();
    let mut at = 0;
    while at < characters.len() {
        let length = number_length(&characters[at..]);
        let measure = characters.get(at + length).copied().and_then(measure);
        let amount = amount(&characters[at..at + length]);
        match (measure, amount) {
            (Some(measure), Some(amount)) if length > 0 && !begins_word(&characters[at + length..]) => {
                let label = std::mem::take(&mut label);
                let begins = label.contains(['；', '。']);
                let label = label.trim_matches(is_mark).to_owned();
                found.push(Quantity { label, amount, measure, begins });
                at += length + 1;
            }
            _ => {
                label.extend(&characters[at..at + length.max(1)]);
                at += length.max(1);
            }
        }
    }
    found
}

/// A count, where the amount is one that a list could hold.
pub(super) fn count(amount: Points) -> Option<u32> {
    const MOST: i64 = 9_999;
    let one = Points::whole(1).scaled();
    let whole = amount.scaled() / one;
    (amount.scaled() % one == 0 && (0..=MOST).contains(&whole)).then(|| u32::try_from(whole).ok()).flatten()
}

/// A month such as 2 in 2月份 at the beginning of a compact text, and what follows 月.
pub(super) fn leading_month(text: &str) -> Option<(i8, &str)> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let month: i8 = text[..digits].parse().ok()?;
    let rest = text[digits..].strip_prefix('月')?;
    (1..=12).contains(&month).then_some((month, rest))
}

pub(super) fn is_mark(character: char) -> bool {
    "，；、。：,;:.（）()“”\"".contains(character)
}

fn number_length(characters: &[char]) -> usize {
    let digits = characters
        .iter()
        .enumerate()
        .take_while(|(at, character)| {
            character.is_ascii_digit()
                || (**character == '.' && *at > 0 && characters.get(at + 1).is_some_and(char::is_ascii_digit))
        })
        .count();
    match characters {
        ['-', rest @ ..] if rest.first().is_some_and(char::is_ascii_digit) => 1 + number_length(rest),
        [word, ..] if digits == 0 && chinese_digit(*word).is_some() => 1,
        _ => digits,
    }
}

fn amount(number: &[char]) -> Option<Points> {
    match number {
        [word] if !word.is_ascii_digit() => chinese_digit(*word).map(Points::whole),
        _ => number.iter().collect::<String>().parse().ok(),
    }
}

fn chinese_digit(character: char) -> Option<i32> {
    let place = "一二三四五六七八九十".chars().position(|digit| digit == character);
    match (place, character) {
        (Some(place), _) => i32::try_from(place + 1).ok(),
        (None, '两') => Some(2),
        _ => None,
    }
}

fn measure(character: char) -> Option<Measure> {
    match character {
        '篇' | '则' | '条' | '件' => Some(Measure::Pieces),
        '分' => Some(Measure::Points),
        _ => None,
    }
}

/// 分局, 分院, 分钟: no points.
fn begins_word(characters: &[char]) -> bool {
    matches!(characters, ['分', '局' | '院' | '钟' | '中' | '支' | '队' | '别' | '公', ..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_found_with_their_words() {
        let text = compact("2月份报送 稿件４篇，其中市局采用信息1篇、简讯两则,合计2.5分；扣-0.5分，5分局");
        let found: Vec<(String, String, Measure)> = quantities(&text)
            .into_iter()
            .map(|quantity| (quantity.label, quantity.amount.to_string(), quantity.measure))
            .collect();
        let expected = [
            ("2月份报送稿件", "4", Measure::Pieces),
            ("其中市局采用信息", "1", Measure::Pieces),
            ("简讯", "2", Measure::Pieces),
            ("合计", "2.5", Measure::Points),
            ("扣", "-0.5", Measure::Points),
        ]
        .map(|(label, amount, measure)| (label.to_owned(), amount.to_owned(), measure));
        assert_eq!(found, expected);
    }

    #[test]
    fn bookmarks_and_blanks_are_dropped() {
        assert_eq!(compact("[bookmark: _GoBack]3、 标题　（第1期）"), "3、标题（第1期）");
        assert_eq!(one_line("  3、 标题\n（第1期） "), "3、 标题 （第1期）");
        assert_eq!(leading_month("12月份报送"), Some((12, "份报送")));
        assert_eq!(leading_month("13月份"), None);
    }
}
