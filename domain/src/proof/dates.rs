//! Days that do not exist, hours that do not, days of the week that are others, and times that are said to end.

use std::ops::Range;

use jiff::civil::{Date, Weekday};

use super::{
    finding::{Finding, FindingKind},
    passage::{Passage, is_ideograph},
};

pub(super) fn look(passage: &Passage, day: Date, findings: &mut Vec<Finding>) {
    let mut place = 0;
    while place < passage.signs.len() {
        let length = digits(passage, place);
        let begins = length > 0
            && !passage.before(place).is_some_and(|sign| sign.is_ascii_alphanumeric() || sign == '.');
        if begins && !passage.is_address(place) {
            written_day(passage, place, day, findings);
            hour(passage, place, findings);
        } else if passage.get(place) == Some('第') {
            quarter(passage, place, findings);
        } else if passage.has(place, "截止") {
            reached(passage, place, findings);
        }
        place += length.max(1);
    }
}

fn digits(passage: &Passage, place: usize) -> usize {
    passage.signs[place.min(passage.signs.len())..].iter().take_while(|sign| sign.is_ascii_digit()).count()
}

/// A number of one or two digits with a word after it, and where that ends.
fn counted(passage: &Passage, place: usize, words: &[&str]) -> Option<(i64, usize)> {
    let length = digits(passage, place);
    let number = passage.text(place..place + length).parse().ok().filter(|_| (1..=2).contains(&length))?;
    let word = words.iter().find(|word| passage.has(place + length, word))?;
    Some((number, place + length + word.chars().count()))
}

/// A day from its month on: 3月5日, with the year before it and the day of the week after it where they are written.
fn written_day(passage: &Passage, place: usize, today: Date, findings: &mut Vec<Finding>) {
    let Some((month, after_month)) = counted(passage, place, &["月"]) else { return };
    let year = year_before(passage, place);
    let day = counted(passage, after_month, &["日", "号"]);
    if !(1..=12).contains(&month) {
        // 15月 alone may be months of something else.
        if year.is_some() || day.is_some() {
            let range = place..after_month;
            findings.push(passage.finding(FindingKind::Date, range, format!("没有{month}月"), None));
        }
        return;
    }
    let Some((number, end)) = day else { return };
    // Without its year, a 29th of February may be.
    let of_year = |year: i16| Date::new(year, i8::try_from(month).ok()?, i8::try_from(number).ok()?).ok();
    if of_year(year.unwrap_or(2024)).is_none() {
        let of = year.map_or_else(String::new, |year| format!("{year}年"));
        let range = place..end;
        findings.push(passage.finding(
            FindingKind::Date,
            range,
            format!("{of}{month}月没有{number}日"),
            None,
        ));
        return;
    }
    let date = match year {
        Some(year) => of_year(year),
        None => nearest(today, of_year),
    };
    let (Some(date), Some((range, written))) = (date, weekday(passage, end)) else { return };
    if date.weekday() != written {
        let name = name(date.weekday());
        let assumed = if year.is_none() { format!("{}年", date.year()) } else { String::new() };
        let explanation = format!("{assumed}{month}月{number}日是星期{name}");
        let finding = passage.finding(FindingKind::Date, range, explanation, Some(name.to_string()));
        findings.push(finding);
    }
}

/// The year right before a month: 2024年.
fn year_before(passage: &Passage, place: usize) -> Option<i16> {
    let start = place.checked_sub(5).filter(|_| passage.before(place) == Some('年'))?;
    let is_year =
        digits(passage, start) == 4 && !passage.before(start).is_some_and(|sign| sign.is_ascii_digit());
    passage.text(start..start + 4).parse().ok().filter(|_| is_year)
}

/// The day in the year in which it lies nearest to another.
fn nearest(today: Date, of_year: impl Fn(i16) -> Option<Date>) -> Option<Date> {
    let years = [today.year() - 1, today.year(), today.year() + 1];
    let distance = |date: &Date| date.since(today).map_or(i32::MAX, |span| span.get_days().abs());
    years.into_iter().filter_map(of_year).min_by_key(distance)
}

const WEEKDAYS: [(char, Weekday); 8] = [
    ('一', Weekday::Monday),
    ('二', Weekday::Tuesday),
    ('三', Weekday::Wednesday),
    ('四', Weekday::Thursday),
    ('五', Weekday::Friday),
    ('六', Weekday::Saturday),
    ('日', Weekday::Sunday),
    ('天', Weekday::Sunday),
];

fn name(weekday: Weekday) -> char {
    WEEKDAYS.iter().find(|(_, one)| *one == weekday).map_or('日', |(name, _)| *name)
}

/// The day of the week that stands behind a day: （星期三）, 周三; where its name stands.
fn weekday(passage: &Passage, place: usize) -> Option<(Range<usize>, Weekday)> {
    let gap = passage.signs[place..].iter().take(2).take_while(|sign| " （(，,".contains(**sign)).count();
    let start = place + gap;
    let word = ["星期", "周", "礼拜"].into_iter().find(|word| passage.has(start, word))?;
    let at = start + word.chars().count();
    let (_, weekday) = WEEKDAYS.iter().find(|(name, _)| passage.get(at) == Some(*name))?;
    // 周一至周五 and 周日报 say something else.
    let goes_on = passage.get(at + 1).is_some_and(|sign| "至到刊报、—-".contains(sign));
    (!goes_on).then_some((at..at + 1, *weekday))
}

/// 24时60分, 上午25:10.
fn hour(passage: &Passage, place: usize, findings: &mut Vec<Finding>) {
    let Some((hour, after)) = counted(passage, place, &["时", ":", "："]) else { return };
    let with_words = passage.before(after) == Some('时');
    let minute = if with_words {
        counted(passage, after, &["分"])
    } else {
        Some((0, after)).and_then(|_| {
            let length = digits(passage, after);
            let ends =
                !passage.get(after + length).is_some_and(|sign| matches!(sign, ':' | '：' | '.' | '%'));
            let minute = passage.text(after..after + length).parse().ok()?;
            (length == 2 && ends).then_some((minute, after + 2))
        })
    };
    let Some((minute, end)) = minute else { return };
    // 3:70 may be a proportion: it is a time behind a day or a part of it.
    let is_time = with_words
        || ["日", "号", "上午", "下午", "晚上", "凌晨", "中午", "傍晚", "晚"].iter().any(|word| {
            passage.has_before(place, word)
                || place > 0 && passage.before(place) == Some(' ') && passage.has_before(place - 1, word)
        });
    let score = passage.get(end).is_some_and(|sign| is_ideograph(sign) && "比".contains(sign));
    if is_time && !score && (hour > 24 || minute > 59 || hour == 24 && minute > 0) {
        let text = passage.text(place..end);
        findings.push(passage.finding(FindingKind::Date, place..end, format!("没有{text}这个时刻"), None));
    }
}

/// 第五季度.
fn quarter(passage: &Passage, place: usize, findings: &mut Vec<Finding>) {
    let is_beyond = passage.get(place + 1).is_some_and(|sign| "五六七八九十56789".contains(sign));
    if is_beyond && passage.has(place + 2, "季度") {
        findings.push(passage.finding(FindingKind::Date, place..place + 4, "一年只有四个季度", None));
    }
}

/// 截止10月底: a time that has been reached is 截至; 截止 is what ends, and stands behind its time. The list of wrong words
/// has the times that are words.
fn reached(passage: &Passage, place: usize, findings: &mut Vec<Finding>) {
    let begins = passage.begins_line(place)
        || passage.before(place).is_some_and(|sign| "，。；：、（“▲,;:(".contains(sign));
    let start = place + 2 + usize::from(passage.get(place + 2) == Some(' '));
    let length = passage.signs[start.min(passage.signs.len())..]
        .iter()
        .take(4)
        .take_while(|sign| sign.is_ascii_digit() || "〇零一二三四五六七八九十".contains(**sign))
        .count();
    let is_time = length > 0 && passage.get(start + length).is_some_and(|unit| "年月日号时点".contains(unit));
    // What was begun ends then.
    let sentence: Vec<char> = passage.signs[..place]
        .iter()
        .rev()
        .take(60)
        .take_while(|sign| !"。；\n".contains(**sign))
        .copied()
        .collect();
    let sentence: String = sentence.into_iter().rev().collect();
    let was_begun =
        ["起", "开始", "报名", "申报", "征集", "受理", "投票"].iter().any(|word| sentence.contains(word));
    if begins && is_time && !was_begun {
        let explanation = "到某时为止用“截至”；“截止”是停止，放在时间之后";
        let mending = Some("截至".to_owned());
        findings.push(passage.finding(FindingKind::Wording, place..place + 2, explanation, mending));
    }
}
