//! Days and months as people write them: 2024-01-31, 2024年1月31日, 2024.1, 二〇二四年一月. What may mean two things is
//! not guessed.

use jiff::civil::Date;

use super::{Month, YEARS};

/// Why a text is no day, or no month.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotADay {
    #[error("请写明年份，如 {0}")]
    NoYear(&'static str),
    #[error("年份请写四位，如 {0}")]
    ShortYear(&'static str),
    #[error("请写到哪一天，如 2024-01-31")]
    NoDay,
    #[error("没有这一天")]
    NoSuchDay,
    #[error("没有这个月份")]
    NoSuchMonth,
    #[error("年份应在{}至{}之间", YEARS.start(), YEARS.end())]
    OutOfTime,
    /// What spreadsheets keep for a day, where its format was lost.
    #[error("像是丢了日期格式的 {0}，请把单元格设为日期格式，或写作 {0}")]
    Serial(Date),
    #[error("应写作 {0} 的形式")]
    Other(&'static str),
}

/// How a day and a month should be written.
const DAY: &str = "2024-01-31";
const MONTH: &str = "2024-01";

/// Reads a day. A time after it is not looked at.
pub fn read_day(text: &str) -> Result<Date, NotADay> {
    match read(text) {
        Some(Written::Day(year, month, day)) => date(year, month, day),
        Some(Written::Month(..)) => Err(NotADay::NoDay),
        _ => Err(reason(text, DAY)),
    }
}

/// Reads a month; of a day, its month.
pub fn read_month(text: &str) -> Result<Month, NotADay> {
    match read(text) {
        Some(Written::Day(year, month, day)) => Ok(Month::of(date(year, month, day)?)),
        Some(Written::Month(year, month)) => {
            let month =
                i8::try_from(month).ok().and_then(|month| Month::new(i16::try_from(year).ok()?, month).ok());
            let month = month.ok_or(NotADay::NoSuchMonth)?;
            if YEARS.contains(&i64::from(month.year())) { Ok(month) } else { Err(NotADay::OutOfTime) }
        }
        None => Err(reason(text, MONTH)),
    }
}

/// What a text says, before anybody asked whether there is such a day.
enum Written {
    Day(u32, u32, u32),
    Month(u32, u32),
}

fn date(year: u32, month: u32, day: u32) -> Result<Date, NotADay> {
    let whole =
        || Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok();
    let date = whole().ok_or(NotADay::NoSuchDay)?;
    if YEARS.contains(&i64::from(date.year())) { Ok(date) } else { Err(NotADay::OutOfTime) }
}

fn read(text: &str) -> Option<Written> {
    let parts = parts(text);
    let mut parts = parts.iter();
    let (year, after_year) = parts.next()?;
    match (year.figures, after_year.as_str(), parts.next()) {
        (8, "", None) => Some(Written::Day(year.value / 10_000, year.value / 100 % 100, year.value % 100)),
        (6, "" | "月", None) => Some(Written::Month(year.value / 100, year.value % 100)),
        (4, "年" | "-" | "/" | ".", Some((month, after_month))) if month.figures <= 2 => {
            match (after_month.as_str(), parts.next()) {
                ("" | "月" | "月份", None) => Some(Written::Month(year.value, month.value)),
                ("月" | "-" | "/" | ".", Some((day, after_day))) if day.figures <= 2 => {
                    let is_time = after_day.starts_with(['t', ' ']);
                    let ends = matches!(after_day.as_str(), "" | "日" | "号") && parts.next().is_none();
                    (ends || is_time || is_weekday(after_day)).then_some(Written::Day(
                        year.value,
                        month.value,
                        day.value,
                    ))
                }
                _ => None,
            }
        }
        _ => None,
    }
}

/// 日星期三, 日（周三）.
fn is_weekday(text: &str) -> bool {
    let text = text.trim_start_matches(['日', '号']).trim_matches([' ', '(', ')']);
    let day = text.strip_prefix("星期").or_else(|| text.strip_prefix('周'));
    day.is_some_and(|day| matches!(day, "" | "日" | "天"))
}

/// Why a text could not be read.
fn reason(text: &str, example: &'static str) -> NotADay {
    let parts = parts(text);
    let figures = |place: usize| parts.get(place).map_or(0, |(number, _)| number.figures);
    let after = |place: usize| parts.get(place).map_or("", |(_, after)| after.as_str());
    match parts.len() {
        // Days from 1990 to 2099, as spreadsheets count them.
        1 if figures(0) == 5 && after(0).is_empty() && (32_874..73_051).contains(&parts[0].0.value) => {
            let day = Date::new(1899, 12, 30).ok().and_then(|first| {
                first.checked_add(jiff::Span::new().days(i64::from(parts[0].0.value))).ok()
            });
            day.map_or(NotADay::Other(example), NotADay::Serial)
        }
        1 | 2 if figures(0) <= 2 && after(0).starts_with('月') => NotADay::NoYear(example),
        2 | 3 if figures(0) == 2 && matches!(after(0), "年" | "-" | "/" | ".") => {
            NotADay::ShortYear(example)
        }
        _ => NotADay::Other(example),
    }
}

/// A number, and how many figures it was written with.
#[derive(Clone, Copy)]
struct Number {
    value: u32,
    figures: usize,
}

/// The numbers of a text, each with what stands after it: half-width, without blanks but one before a time.
fn parts(text: &str) -> Vec<(Number, String)> {
    let mut parts: Vec<(Number, String)> = Vec::new();
    let characters: Vec<char> = text.trim().chars().map(folded).collect();
    let mut place = 0;
    while place < characters.len() {
        // 星期三 and 周三 hold figures that are none of the day's.
        let is_weekday = place > 0 && matches!(characters[place - 1], '期' | '周');
        let figures: String = characters[place..].iter().take_while(|one| is_figure(**one)).collect();
        if figures.is_empty() || is_weekday {
            let character = characters[place];
            place += figures.chars().count().max(1);
            match parts.last_mut() {
                Some((_, after)) if character.is_whitespace() => {
                    // Before the figures of a time; elsewhere a blank says nothing.
                    if after.is_empty() || matches!(after.as_str(), "日" | "号") {
                        after.push(' ');
                    }
                }
                Some((_, after)) if !is_weekday => {
                    if after.trim().is_empty() {
                        after.clear();
                    }
                    after.extend(character.to_lowercase());
                }
                Some(_) => {}
                None if character.is_whitespace() => {}
                // A text that begins with words is no day.
                None => return Vec::new(),
            }
            continue;
        }
        place += figures.chars().count();
        match number(&figures) {
            Some(number) => parts.push((number, String::new())),
            None => return Vec::new(),
        }
    }
    let last = parts.len().saturating_sub(1);
    for (place, (_, after)) in parts.iter_mut().enumerate() {
        // Only a day, the third number, has a time after it.
        if place == last || place < 2 {
            *after = after.trim_end().to_owned();
        }
        if after.ends_with("日 ") || after.ends_with("号 ") {
            *after = " ".to_owned();
        }
    }
    parts
}

/// Widths, and the signs that people take for one another.
fn folded(character: char) -> char {
    match character {
        '０'..='９' => char::from_u32(character as u32 - '０' as u32 + '0' as u32).unwrap_or(character),
        '．' | '·' | '。' => '.',
        '－' | '−' | '–' | '—' | '―' | '﹣' | '‐' | '‑' | '_' => '-',
        '／' | '\\' | '＼' => '/',
        '（' => '(',
        '）' => ')',
        '元' => '一',
        '○' | '零' | 'Ｏ' => '〇',
        other => other,
    }
}

const CHINESE: &str = "〇一二三四五六七八九";

fn is_figure(character: char) -> bool {
    character.is_ascii_digit() || character == '十' || CHINESE.contains(character)
}

fn number(figures: &str) -> Option<Number> {
    if figures.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(Number { value: figures.parse().ok()?, figures: figures.len() });
    }
    let value = |character: char| {
        let place = CHINESE.chars().position(|known| known == character);
        place
            .or_else(|| character.to_digit(10).map(|digit| digit as usize))
            .and_then(|one| u32::try_from(one).ok())
    };
    if let Some((tens, ones)) = figures.split_once('十') {
        let one = |text: &str, otherwise| match text.chars().count() {
            0 => Some(otherwise),
            1 => text.chars().next().and_then(value),
            _ => None,
        };
        return Some(Number { value: one(tens, 1)? * 10 + one(ones, 0)?, figures: 2 });
    }
    let mut whole = 0_u32;
    for character in figures.chars() {
        whole = whole.checked_mul(10)?.checked_add(value(character)?)?;
    }
    Some(Number { value: whole, figures: figures.chars().count() })
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_day_is_read_in_all_the_forms_in_which_people_write_it() {
        for text in [
            "2024-01-31",
            "2024-1-31",
            "2024/1/31",
            "2024.1.31",
            "2024．01．31",
            " 2024年1月31日 ",
            "2024年 1月 31日",
            "2024年01月31号",
            "２０２４－１－３１",
            "2024—1—31",
            "20240131",
            "2024-01-31 00:00:00",
            "2024-01-31T00:00:00",
            "2024/1/31 8:30",
            "2024年1月31日 08:30",
            "2024年1月31日星期三",
            "2024年1月31日（周三）",
            "二〇二四年一月三十一日",
            "二○二四年元月三十一日",
            "2024年一月31日",
        ] {
            assert_eq!(read_day(text), Ok(date(2024, 1, 31)), "{text}");
        }
        assert_eq!(read_day("二〇二四年十二月二十日"), Ok(date(2024, 12, 20)));
    }

    #[test]
    fn a_month_is_read_in_all_the_forms_in_which_people_write_it() {
        for text in [
            "2024-01",
            "2024-1",
            "2024/1",
            "2024/01",
            "2024.1",
            "2024.01",
            "2024年1月",
            "2024年01月份",
            "2024 年 1 月",
            "２０２４年１月",
            "202401",
            "2024年元月",
            "二〇二四年一月",
            "2024-01-31",
            "2024年1月31日",
            "2024-01-01 00:00:00",
        ] {
            assert_eq!(read_month(text).map(|month| month.to_string()), Ok("2024-01".to_owned()), "{text}");
        }
        for (text, month) in
            [("2024.10", "2024-10"), ("2024年十月", "2024-10"), ("2024年十一月份", "2024-11")]
        {
            assert_eq!(read_month(text).map(|month| month.to_string()), Ok(month.to_owned()), "{text}");
        }
    }

    #[test]
    fn what_may_mean_two_things_or_nothing_is_not_guessed_and_says_why() {
        let day = |text: &str| read_day(text).expect_err("it is no day");
        assert_eq!(day("1月31日"), NotADay::NoYear(DAY));
        assert_eq!(day("24-1-31"), NotADay::ShortYear(DAY));
        assert_eq!(day("2024年1月"), NotADay::NoDay);
        assert_eq!(day("2024-02-30"), NotADay::NoSuchDay);
        assert_eq!(day("45322"), NotADay::Serial(date(2024, 1, 31)));
        let month = |text: &str| read_month(text).expect_err("it is no month");
        assert_eq!(month("2024-13"), NotADay::NoSuchMonth);
        assert_eq!(month("1月"), NotADay::NoYear(MONTH));
        assert_eq!(month("24年1月"), NotADay::ShortYear(MONTH));
        for text in [
            "",
            "昨天",
            "月底",
            "2024",
            "2024年",
            "2024年1-3月",
            "2024年1月、2月",
            "2024-1月上旬",
            "Jan-24",
            "一月",
            "2024年第1季度",
            "2024131",
            "1/31/2024",
            "2024,1",
            "共2024年1月",
            "20241",
            "-2024-01",
        ] {
            assert!(read_month(text).is_err(), "{text}");
            assert!(read_day(text).is_err(), "{text}");
        }
    }
}
