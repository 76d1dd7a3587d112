//! A text as the words that differences are told by: a figure with its unit, a date, a Latin word are one; otherwise each
//! character is.

/// Units that belong to the figure before them, of those that begin alike the longer first.
const UNITS: [&str; 68] = [
    "个百分点",
    "平方公里",
    "平方千米",
    "立方米/秒",
    "平方米",
    "立方米",
    "千瓦时",
    "兆瓦时",
    "人次",
    "人民币",
    "百分点",
    "公顷",
    "公里",
    "千米",
    "厘米",
    "毫米",
    "公斤",
    "千克",
    "千瓦",
    "兆瓦",
    "小时",
    "分钟",
    "万元",
    "亿元",
    "美元",
    "个月",
    "周年",
    "年度",
    "季度",
    "个",
    "元",
    "亩",
    "米",
    "吨",
    "克",
    "户",
    "人",
    "次",
    "家",
    "项",
    "件",
    "篇",
    "条",
    "名",
    "台",
    "辆",
    "处",
    "座",
    "株",
    "只",
    "天",
    "倍",
    "例",
    "起",
    "批",
    "期",
    "场",
    "所",
    "宗",
    "岁",
    "届",
    "位",
    "份",
    "套",
    "间",
    "头",
    "号",
    "度",
];
/// What multiplies a figure, or says that it is not exact.
const MULTIPLIERS: [char; 7] = ['十', '百', '千', '万', '亿', '余', '多'];
/// Signs directly behind a figure.
const SIGNS: [char; 4] = ['%', '％', '‰', '℃'];
/// Units of dates and times: another figure behind one is part of the same date.
const OF_DATES: [char; 7] = ['年', '月', '日', '时', '点', '分', '秒'];
/// Chinese numerals, of which several make one figure.
const NUMERALS: &str = "〇零一二三四五六七八九十百千万亿两";

/// The words of a text: together they are the text.
pub(super) fn tokens(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let (token, after) = rest.split_at(length(rest, first));
        found.push(token);
        rest = after;
    }
    found
}

/// How long the first word is, in bytes.
fn length(text: &str, first: char) -> usize {
    let run = |holds: fn(char) -> bool| text.len() - text.trim_start_matches(holds).len();
    match first {
        _ if is_digit(first) => amount(text),
        _ if is_latin(first) => run(|character| {
            is_latin(character) || is_digit(character) || matches!(character, '-' | '\'' | '.' | '_')
        }),
        _ if NUMERALS.contains(first) => numeral(text),
        _ if first.is_whitespace() => run(char::is_whitespace),
        _ => first.len_utf8(),
    }
}

fn is_digit(character: char) -> bool {
    character.is_ascii_digit() || ('０'..='９').contains(&character)
}

fn is_latin(character: char) -> bool {
    character.is_alphabetic() && character < '\u{2e80}'
}

/// A figure with what belongs to it: 4月12日, 1,250.5万元, 3个百分点.
fn amount(text: &str) -> usize {
    let mut end = figure(text);
    while let Some(unit) = text[end..].chars().next().filter(|unit| OF_DATES.contains(unit)) {
        end += unit.len_utf8();
        let more = figure(&text[end..]);
        if more == 0 {
            return end;
        }
        end += more;
    }
    if let Some(sign) = text[end..].chars().next().filter(|sign| SIGNS.contains(sign)) {
        return end + sign.len_utf8();
    }
    while let Some(multiplier) = text[end..].chars().next().filter(|next| MULTIPLIERS.contains(next)) {
        end += multiplier.len_utf8();
    }
    end + UNITS.iter().find(|unit| text[end..].starts_with(**unit)).map_or(0, |unit| unit.len())
}

/// Digits, with points and commas between them.
fn figure(text: &str) -> usize {
    let mut end = 0;
    let mut characters = text.char_indices().peekable();
    while let Some((at, character)) = characters.next() {
        let next_is_digit = characters.peek().is_some_and(|(_, next)| is_digit(*next));
        let is_between = at > 0 && matches!(character, '.' | ',' | '．' | ':' | '/' | '-') && next_is_digit;
        if !is_digit(character) && !is_between {
            break;
        }
        end = at + character.len_utf8();
    }
    end
}

/// Several Chinese numerals with their unit; one alone may be part of any word.
fn numeral(text: &str) -> usize {
    let end = text.len() - text.trim_start_matches(|character| NUMERALS.contains(character)).len();
    let first = text.chars().next().map_or(0, char::len_utf8);
    if end == first {
        return first;
    }
    end + UNITS.iter().find(|unit| text[end..].starts_with(**unit)).map_or(0, |unit| unit.len())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn figures_dates_and_latin_words_are_whole() {
        for (text, expected) in [
            ("4月12日验收250亩", "4月12日|验|收|250亩"),
            ("增长3.5%，达1,250.6万元", "增|长|3.5%|，|达|1,250.6万元"),
            ("2024年第9期GDP同比", "2024年|第|9期|GDP|同|比"),
            ("3万余人、二十三户  一一", "3万余人|、|二十三户|  |一一"),
            ("提高2个百分点。9:30", "提|高|2个百分点|。|9:30"),
            ("", ""),
        ] {
            assert_eq!(tokens(text).join("|"), expected);
        }
    }

    proptest! {
        #[test]
        fn all_words_together_are_the_text(text in "[0-9０-９.,:年月日万余亩%a-z一二三甲乙 。个人]{0,30}") {
            prop_assert_eq!(tokens(&text).concat(), text);
        }
    }
}
