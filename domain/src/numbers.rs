//! Numbers as they are written: 1234, 1，234, 一百二十三, 二〇, 1.2万, ②. A number is read whole or not at all.

use crate::points::Points;

/// A number that begins a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Number {
    /// Characters that it takes.
    pub length: usize,
    /// `None` for what is no amount, such as one of twenty digits.
    pub amount: Option<Points>,
}

/// The number that begins a compact text.
pub(super) fn at(characters: &[char]) -> Option<Number> {
    let (sign, rest) = match characters {
        ['-', rest @ ..] if rest.first().is_some_and(char::is_ascii_digit) => (1, rest),
        _ => (0, characters),
    };
    if !starts(rest) {
        return None;
    }
    let mut length = 0;
    while let Some(more) = goes_on(rest, length) {
        length += more;
    }
    let text: String = rest[..length].iter().filter(|character| **character != '，').collect();
    let amount =
        amount(&text).and_then(|amount| if sign == 1 { amount.checked_neg().ok() } else { Some(amount) });
    Some(Number { length: sign + length, amount })
}

/// A text that is a number and nothing else.
pub(super) fn alone(text: &str) -> Option<Points> {
    let characters: Vec<char> = text.chars().collect();
    match characters.as_slice() {
        [sign] if enclosed(*sign).is_some() => enclosed(*sign).map(Points::whole),
        all => at(all).filter(|number| number.length == all.len())?.amount,
    }
}

/// A whole number that stands alone, such as an issue's.
pub(super) fn whole(text: &str) -> Option<u32> {
    count(alone(text)?)
}

fn starts(characters: &[char]) -> bool {
    // 百, 千 and 万 alone begin words.
    characters
        .first()
        .is_some_and(|first| first.is_ascii_digit() || digit(*first).is_some() || scale(*first) == Some(10))
}

/// How many more characters belong to the number behind so many.
fn goes_on(characters: &[char], length: usize) -> Option<usize> {
    let rest = &characters[length..];
    let is_digit = |at: usize| rest.get(at).is_some_and(char::is_ascii_digit);
    let first = *rest.first()?;
    let before = &characters[..length];
    let groups = |three: bool| three && is_digit(1) && is_digit(2) && is_digit(3) && !is_digit(4);
    match first {
        '.' => (length > 0 && before.last().is_some_and(char::is_ascii_digit) && is_digit(1)).then_some(1),
        '，' => groups(ends_with_group(before)).then_some(4),
        _ if first.is_ascii_digit() || digit(first).is_some() || scale(first).is_some() => Some(1),
        _ => None,
    }
}

/// Whether one to three digits stand last behind a thousands separator, or alone.
fn ends_with_group(before: &[char]) -> bool {
    let digits = before.iter().rev().take_while(|character| character.is_ascii_digit()).count();
    let parted = before.len() > digits;
    match (digits, parted) {
        (1..=3, false) => true,
        (3, true) => before[before.len() - digits - 1] == '，',
        _ => false,
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

fn digit(character: char) -> Option<i64> {
    let place = |digits: &str| digits.chars().position(|digit| digit == character);
    let digit = match character {
        '〇' => Some(0),
        '两' => Some(2),
        _ => place("零一二三四五六七八九").or_else(|| place("零壹贰叁肆伍陆柒捌玖")),
    };
    digit.and_then(|digit| i64::try_from(digit).ok())
}

fn scale(character: char) -> Option<i64> {
    match character {
        '十' | '拾' => Some(10),
        '百' | '佰' => Some(100),
        '千' | '仟' => Some(1_000),
        '万' => Some(10_000),
        '亿' => Some(100_000_000),
        _ => None,
    }
}

fn amount(text: &str) -> Option<Points> {
    if let Ok(points) = text.parse() {
        return Some(points);
    }
    let characters: Vec<char> = text.chars().collect();
    if !characters.iter().any(|character| scale(*character).is_some()) {
        // 二〇: digit by digit, and none of another kind among them.
        let digits: Option<String> =
            characters.iter().map(|character| Some(digit(*character)?.to_string())).collect();
        return digits?.parse().ok();
    }
    scaled(&characters)
}

/// 一千零五十, 二百三 (230), 1.2万.
fn scaled(characters: &[char]) -> Option<Points> {
    let (mut total, mut section) = (0_i64, 0_i64);
    // The scale before, below which the next has to be, and whether 零 stands behind it.
    let mut last = i64::MAX;
    // 万 or 亿, the last of them.
    let mut largest = i64::MAX;
    let mut is_apart = false;
    let mut rest = characters;
    while let Some(first) = rest.first() {
        if digit(*first) == Some(0) {
            is_apart = true;
            rest = &rest[1..];
            continue;
        }
        let figure = figure(rest);
        // In ten-thousandths, as points are.
        let (amount, length) = figure.unwrap_or((10_000, 0));
        rest = &rest[length..];
        let Some(scale) = rest.first().and_then(|character| scale(*character)) else {
            if !rest.is_empty() {
                return None;
            }
            // 二百三 is short for 二百三十.
            let short = if last == i64::MAX || is_apart || last < 100 { 1 } else { last / 10 };
            section = section.checked_add(amount.checked_mul(short)?)?;
            break;
        };
        rest = &rest[1..];
        if scale >= 10_000 {
            let own = if figure.is_some() { amount } else { 0 };
            let whole = section.checked_add(own)?;
            total = if scale < largest {
                total.checked_add(whole.checked_mul(scale)?)?
            } else if whole == 0 && scale > largest {
                // 三万亿.
                total.checked_mul(scale)?
            } else {
                return None;
            };
            section = 0;
            (last, largest) = (scale, scale);
        } else {
            // 十二 has no 一 before it; 百 alone is none.
            if (figure.is_none() && scale != 10) || scale >= last {
                return None;
            }
            section = section.checked_add(amount.checked_mul(scale)?)?;
            last = scale;
        }
        is_apart = false;
    }
    total.checked_add(section).map(Points::from_scaled)
}

/// A figure before a scale, in ten-thousandths, and the characters that it takes.
fn figure(characters: &[char]) -> Option<(i64, usize)> {
    let digits =
        characters.iter().take_while(|character| character.is_ascii_digit() || **character == '.').count();
    if digits > 0 {
        let points: Points = characters[..digits].iter().collect::<String>().parse().ok()?;
        return Some((points.scaled(), digits));
    }
    Some((digit(*characters.first()?)? * 10_000, 1))
}

/// A count, where the amount is a whole one.
pub(super) fn count(amount: Points) -> Option<u32> {
    const MOST: i64 = 99_999_999;
    let one = Points::whole(1).scaled();
    let whole = amount.scaled() / one;
    (amount.scaled() % one == 0 && (0..=MOST).contains(&whole)).then(|| u32::try_from(whole).ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_however_they_are_written() {
        for (text, expected) in [
            ("0", "0"),
            ("22300", "22300"),
            ("1234567890", "1234567890"),
            ("-3", "-3"),
            ("223.5", "223.5"),
            ("1，234", "1234"),
            ("12，345，678", "12345678"),
            ("1，234.5", "1234.5"),
            ("十", "10"),
            ("十二", "12"),
            ("二十一", "21"),
            ("一百", "100"),
            ("二百", "200"),
            ("两百", "200"),
            ("一百二十三", "123"),
            ("一百零五", "105"),
            ("一百一十", "110"),
            ("二百三", "230"),
            ("一千零五十", "1050"),
            ("两千〇二", "2002"),
            ("二二三", "223"),
            ("二〇", "20"),
            ("壹佰贰拾叁", "123"),
            ("一万二千", "12000"),
            ("十二万三千", "123000"),
            ("一万零二十", "10020"),
            ("2万", "20000"),
            ("1.2万", "12000"),
            ("一亿二千万", "120000000"),
            ("三亿五千六百万零二十", "356000020"),
            ("二万亿", "2000000000000"),
            ("3百", "300"),
            ("②", "2"),
            ("Ⅻ", "12"),
        ] {
            assert_eq!(alone(text), Some(expected.parse().expect("points")), "{text}");
        }
    }

    #[test]
    fn what_is_no_number_is_none() {
        for text in [
            "",
            "百",
            "万",
            "3万2万",
            "一万二亿",
            "1，23",
            "1，2345",
            "1234，567",
            "1.2.3",
            "二百千",
            "12X",
            "3-5",
            "第三",
            "99999999999999999999",
        ] {
            assert_eq!(alone(text), None, "{text}");
        }
        let number = at(&"99999999999999999999条".chars().collect::<Vec<char>>());
        assert_eq!(number, Some(Number { length: 20, amount: None }));
    }
}
