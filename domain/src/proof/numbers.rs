//! Figures after GB/T 15835—2011, and numbers of documents after GB/T 9704—2012.

use std::ops::Range;

use jiff::civil::Date;

use super::{
    finding::{Finding, FindingKind},
    passage::{Passage, figures_end, is_ideograph},
};

const CHINESE: &str = "一二三四五六七八九";

pub(super) fn look(passage: &Passage, day: Date, findings: &mut Vec<Finding>) {
    let mut place = 0;
    while place < passage.signs.len() {
        let found = document_number(passage, place)
            .or_else(|| full_width(passage, place))
            .or_else(|| blank(passage, place))
            .or_else(|| approximate(passage, place))
            .or_else(|| mixed_date(passage, place))
            .or_else(|| zero(passage, place))
            .or_else(|| short_year(passage, place, day))
            .or_else(|| percent(passage, place))
            .or_else(|| times_less(passage, place));
        match found {
            Some((range, explanation, mending)) => {
                place = range.end;
                findings.push(passage.finding(FindingKind::Figure, range, explanation, mending));
            }
            None => place += 1,
        }
    }
}

type Judged = Option<(Range<usize>, String, Option<String>)>;

fn digits(passage: &Passage, start: usize) -> usize {
    passage.signs[start.min(passage.signs.len())..].iter().take_while(|sign| sign.is_ascii_digit()).count()
}

/// The year of a document's number: where it begins and ends with its brackets, as digits, and where the number ends.
pub(super) fn year_in_brackets(passage: &Passage, place: usize) -> Option<(Range<usize>, String)> {
    const BRACKETS: [(char, char); 5] = [('[', ']'), ('【', '】'), ('(', ')'), ('（', '）'), ('［', '］')];
    let open = passage.get(place)?;
    let (_, close) = BRACKETS.iter().find(|(one, _)| *one == open)?;
    let year = digits(passage, place + 1);
    let follows_letters = passage.before(place).is_some_and(is_ideograph);
    if year != 4 || passage.get(place + 5) != Some(*close) || !follows_letters {
        return None;
    }
    let number = place + 6 + usize::from(passage.get(place + 6) == Some('第'));
    let length = digits(passage, number);
    let is_number = (1..=5).contains(&length) && passage.get(number + length) == Some('号');
    is_number.then(|| (place..place + 6, passage.text(place + 1..place + 5)))
}

fn document_number(passage: &Passage, place: usize) -> Judged {
    if let Some((range, year)) = year_in_brackets(passage, place) {
        let why = "发文字号的年份应用六角括号“〔〕”括入（GB/T 9704—2012 7.2.5）";
        return Some((range, why.to_owned(), Some(format!("〔{year}〕"))));
    }
    if passage.get(place)? != '〔' || digits(passage, place + 1) != 4 || passage.get(place + 5)? != '〕' {
        return None;
    }
    let with_word = usize::from(passage.get(place + 6) == Some('第'));
    let number = place + 6 + with_word;
    let length = digits(passage, number);
    let zeros = passage.signs[number.min(passage.signs.len())..]
        .iter()
        .take(length)
        .take_while(|sign| **sign == '0')
        .count();
    if length == 0 || passage.get(number + length) != Some('号') || with_word + zeros == 0 || zeros == length
    {
        return None;
    }
    let why = "发文字号的顺序号不加“第”字，不编虚位（GB/T 9704—2012 7.2.5）";
    let mending = passage.text(number + zeros..number + length);
    Some((place + 6..number + length, why.to_owned(), Some(mending)))
}

/// A full-width digit or letter in half width; also the point between digits.
pub(super) fn half_width(passage: &Passage, place: usize) -> Option<char> {
    let sign = passage.get(place)?;
    let narrow = |sign: char| char::from_u32(u32::from(sign) - 0xfee0);
    match sign {
        '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' => narrow(sign),
        '．' if passage.before(place).is_some_and(is_digit)
            && passage.get(place + 1).is_some_and(is_digit) =>
        {
            Some('.')
        }
        _ => None,
    }
}

fn is_digit(sign: char) -> bool {
    sign.is_ascii_digit() || matches!(sign, '０'..='９')
}

fn full_width(passage: &Passage, place: usize) -> Judged {
    let narrow: String = (place..).map_while(|place| half_width(passage, place)).collect();
    let end = place + narrow.chars().count();
    let why = "阿拉伯数字和字母应用半角（GB/T 15835—2011 5.1）";
    (end > place).then(|| (place..end, why.to_owned(), Some(narrow)))
}

/// Blanks between a figure and an ideograph, on both sides or one: where they begin and end.
pub(super) fn blanks(passage: &Passage, place: usize) -> Option<Range<usize>> {
    if passage.get(place)? != ' ' || passage.before(place)? == ' ' {
        return None;
    }
    let length = passage.signs[place..].iter().take_while(|sign| **sign == ' ').count();
    let (before, after) = (passage.before(place)?, passage.get(place + length)?);
    let is_figure = |sign: char| sign.is_ascii_digit() || matches!(sign, '%' | '％');
    let parts = is_ideograph(before) && after.is_ascii_digit() || is_figure(before) && is_ideograph(after);
    // 1 总则: a line's beginning numbers; and a long gap is meant.
    let is_figure = |sign: &&char| sign.is_ascii_digit() || **sign == '.';
    let figures = passage.signs[..place].iter().rev().take(4).take_while(is_figure).count();
    let numbers = (1..4).contains(&figures) && passage.begins_line(place - figures);
    let is_meant = || numbers || is_labelled(passage, place) || is_telephone(passage, place, place + length);
    (parts && length <= 2 && !is_meant() && passage.is_whole(place - 1..place + length + 1))
        .then_some(place..place + length)
}

/// 表1 各县耕地面积, 附件 2 报名表: what numbers a table, a picture or a paper at a line's or a cell's beginning.
fn is_labelled(passage: &Passage, place: usize) -> bool {
    const LABELS: [&str; 8] = ["附表", "附图", "附件", "附录", "案例", "专栏", "表", "图"];
    let number = passage.signs[..place].iter().rev().take(6);
    let start =
        place - number.take_while(|sign| sign.is_ascii_digit() || matches!(sign, '-' | '.' | '—')).count();
    let end = start - usize::from(start < place && passage.before(start) == Some(' '));
    LABELS
        .iter()
        .any(|label| passage.has_before(end, label) && passage.begins_line(end - label.chars().count()))
}

/// 李四 0635-8211234, 13800000000 张三: the number of a telephone before or behind blanks.
fn is_telephone(passage: &Passage, start: usize, end: usize) -> bool {
    let is_part = |sign: &&char| sign.is_ascii_digit() || **sign == '-';
    let is_one = |number: &[char]| {
        let digits = number.iter().take_while(|sign| sign.is_ascii_digit()).count();
        let is_trunk = number.first() == Some(&'0') && (3..=4).contains(&digits) && number.len() > digits + 1;
        is_trunk && number[digits] == '-' || number.iter().filter(|sign| sign.is_ascii_digit()).count() >= 7
    };
    let mut before: Vec<char> =
        passage.signs[..start].iter().rev().take(20).take_while(is_part).copied().collect();
    before.reverse();
    let behind: Vec<char> = passage.signs[end..].iter().take(20).take_while(is_part).copied().collect();
    is_one(&before) || is_one(&behind)
}

fn blank(passage: &Passage, place: usize) -> Judged {
    let range = blanks(passage, place)?;
    Some((range, "数字与汉字之间不留空格".to_owned(), Some(String::new())))
}

/// 三、四天, 3、4天: neighbours that stand for about so many.
fn approximate(passage: &Passage, place: usize) -> Judged {
    if passage.get(place + 1)? != '、' {
        return None;
    }
    let (first, second) = (passage.get(place)?, passage.get(place + 2)?);
    let value = |sign: char| match sign.to_digit(10).filter(|value| *value > 0) {
        Some(value) => Some((value as usize, true)),
        None => CHINESE.chars().position(|one| one == sign).map(|place| (place + 1, false)),
    };
    let ((first_value, narrow), (second_value, other)) = (value(first)?, value(second)?);
    let measures = [
        "天", "个", "次", "人", "里", "万", "千", "百", "名", "位", "件", "亩", "公里", "小时", "分钟", "户",
        "倍",
    ];
    let is_measure = measures.iter().any(|measure| passage.has(place + 3, measure));
    let before = passage.before(place);
    let is_listed = before.is_some_and(|sign| {
        is_digit(sign) || CHINESE.contains(sign) || "第、十百千万亿.-—～图表条".contains(sign)
    });
    if narrow != other
        || first_value + 1 != second_value
        || !is_measure
        || is_listed
        // 三、四个专班抓落实: at a line's beginning the first is a head's number.
        || passage.begins_line(place)
        || passage.is_address(place)
    {
        return None;
    }
    let words: String =
        [first_value, second_value].iter().filter_map(|value| CHINESE.chars().nth(value - 1)).collect();
    let why = "相邻两个数字并列表示概数，用汉字，中间不加顿号（GB/T 15835—2011 4.2.2）";
    Some((place..place + 3, why.to_owned(), Some(words)))
}

/// 2024年三月, 2024年3月五日.
fn mixed_date(passage: &Passage, place: usize) -> Judged {
    if !matches!(passage.get(place)?, '年' | '月') || !passage.before(place)?.is_ascii_digit() {
        return None;
    }
    let is_year = passage.get(place)? == '年';
    if is_year && (place < 4 || !passage.signs[place - 4..place].iter().all(char::is_ascii_digit)) {
        return None;
    }
    let rest = &passage.signs[place + 1..];
    let length = rest.iter().take(4).take_while(|sign| CHINESE.contains(**sign) || **sign == '十').count();
    let ends = if is_year { *rest.get(length)? == '月' } else { matches!(rest.get(length)?, '日' | '号') };
    let value = chinese_number(&rest[..length])?;
    let why = "同一日期里汉字数字与阿拉伯数字不混用（GB/T 15835—2011 4.3）";
    ends.then(|| (place + 1..place + 1 + length, why.to_owned(), Some(value.to_string())))
}

/// From 1 to 99, as Chinese writes it.
fn chinese_number(signs: &[char]) -> Option<usize> {
    let digit = |sign: &char| CHINESE.chars().position(|one| one == *sign).map(|place| place + 1);
    match signs {
        [one] if *one != '十' => digit(one),
        ['十'] => Some(10),
        ['十', ones] => Some(10 + digit(ones)?),
        [tens, '十'] => Some(10 * digit(tens)?),
        [tens, '十', ones] => Some(10 * digit(tens)? + digit(ones)?),
        _ => None,
    }
}

/// 二O二四年, 二0二四年: the zero of Chinese figures is 〇.
fn zero(passage: &Passage, place: usize) -> Judged {
    let is_zero = matches!(passage.get(place)?, 'O' | 'o' | '0' | '○' | 'Ｏ' | '０' | '零');
    let is_numeral = |sign: char| CHINESE.contains(sign) || matches!(sign, '〇' | '○' | 'O' | '0');
    let digits =
        |signs: &mut dyn Iterator<Item = &char>| signs.take(4).take_while(|sign| is_numeral(**sign)).count();
    let before = digits(&mut passage.signs[..place].iter().rev());
    let after = digits(&mut passage.signs[place + 1..].iter());
    let has_ideograph = CHINESE.contains(passage.before(place)?);
    let ends = passage.get(place + 1 + after) == Some('年');
    let why = "汉字数字里的“零”编号、年份时写作“〇”（GB/T 15835—2011 4.2.1）";
    (is_zero && has_ideograph && before + after == 3 && ends)
        .then(|| (place..place + 1, why.to_owned(), Some("〇".to_owned())))
}

/// 24年3月: a year in two digits.
fn short_year(passage: &Passage, place: usize, day: Date) -> Judged {
    let is_start =
        !passage.before(place).is_some_and(|sign| sign.is_ascii_alphanumeric() || ".．-—～/".contains(sign));
    if !is_start || digits(passage, place) != 2 || passage.get(place + 2)? != '年' {
        return None;
    }
    let month = digits(passage, place + 3);
    let after = place + 3 + month;
    if !(1..=2).contains(&month) || passage.get(after)? != '月' {
        return None;
    }
    let year: i16 = passage.text(place..place + 2).parse().ok()?;
    let full = if year <= day.year() % 100 + 5 {
        day.year() / 100 * 100 + year
    } else {
        (day.year() / 100 - 1) * 100 + year
    };
    let why = "年份应写全四位数（GB/T 15835—2011 4.3）";
    Some((place..place + 2, why.to_owned(), Some(full.to_string())))
}

/// 百分之30.
fn percent(passage: &Passage, place: usize) -> Judged {
    if !passage.has(place, "百分之") {
        return None;
    }
    let end = figures_end(&passage.signs, place + 3);
    let figure = passage.text(place + 3..end);
    let why = "“百分之”后用汉字数字，阿拉伯数字后用“%”（GB/T 15835—2011 4.1）";
    (end > place + 3).then(|| (place..end, why.to_owned(), Some(format!("{figure}%"))))
}

/// 下降2倍: what falls cannot fall by several times.
fn times_less(passage: &Passage, place: usize) -> Judged {
    let verb = ["下降", "减少", "降低", "缩短", "压缩", "缩小", "压减"]
        .into_iter()
        .find(|verb| passage.has(place, verb))?;
    let start = place + 2 + usize::from(passage.get(place + 2) == Some('了'));
    let end = figures_end(&passage.signs, start);
    let why = format!("“{verb}”不能用倍数，应改用百分数或分数");
    (end > start && passage.get(end)? == '倍').then(|| (place..end + 1, why, None))
}
