//! What was copied from an earlier bulletin and forgotten: sentences that stood word for word in it, and words that
//! name another month. Pointed out, never forbidden: some things are said every month.

use serde::{Deserialize, Serialize};

use super::sentences;
use crate::calendar::Month;

/// Shorter sentences are the same by chance.
const SHORTEST: usize = 8;

/// A sentence to look at again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Leftover {
    pub sentence: String,
    pub why: Why,
}

/// Why a sentence may be left over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// It stood word for word in this month's bulletin.
    StoodIn(Month),
    /// It names another month or year, as it is written.
    Names(String),
}

impl Leftover {
    /// For the screen.
    pub fn in_words(&self) -> String {
        match &self.why {
            Why::StoodIn(month) => {
                format!("{}年{}的通报中有一字不差的一句：“{}”", month.year(), month.in_words(), self.sentence)
            }
            Why::Names(name) => format!("写着“{name}”，不是本月：“{}”", self.sentence),
        }
    }
}

/// Looks through what the office wrote itself. Sentences with fields change by themselves, but for what stands beside
/// the fields. `earlier` are the texts of earlier bulletins, the newest first.
pub fn leftovers(month: Month, text: &str, earlier: &[(Month, String)]) -> Vec<Leftover> {
    let spaceless = |text: &str| text.split_whitespace().collect::<String>();
    let known: Vec<(Month, Vec<String>)> =
        earlier.iter().map(|(month, text)| (*month, sentences(text).map(spaceless).collect())).collect();
    let mut found = Vec::new();
    for sentence in sentences(text) {
        let same = spaceless(sentence);
        let stood = known.iter().find(|(_, sentences)| sentences.contains(&same));
        if let Some((earlier, _)) =
            stood.filter(|_| !sentence.contains('〔') && same.chars().count() >= SHORTEST)
        {
            found.push(Leftover { sentence: sentence.to_owned(), why: Why::StoodIn(*earlier) });
        }
        for name in other_months(month, &own_words(sentence)) {
            found.push(Leftover { sentence: sentence.to_owned(), why: Why::Names(name) });
        }
    }
    found
}

/// A sentence without its fields.
fn own_words(sentence: &str) -> String {
    let mut words = String::new();
    let mut rest = sentence;
    while let Some((before, after)) = rest.split_once('〔') {
        words.push_str(before);
        words.push(' ');
        rest = after.split_once('〕').map_or("", |(_, after)| after);
    }
    words.push_str(rest);
    words
}

/// Months and years that are named and are not this one, as they are written: 12月, 十二月, 2023年.
fn other_months(month: Month, text: &str) -> Vec<String> {
    let characters: Vec<char> = text.chars().collect();
    let mut found = Vec::new();
    for (place, unit) in characters.iter().enumerate() {
        let is_numeral = |character: &char| number_of(*character).is_some();
        let start =
            characters[..place].iter().rposition(|character| !is_numeral(character)).map_or(0, |at| at + 1);
        let Some(number) = number(&characters[start..place]) else { continue };
        let is_other = match unit {
            '月' => (1..=12).contains(&number) && number != i64::from(month.month()),
            '年' => (1900..2200).contains(&number) && number != i64::from(month.year()),
            _ => false,
        };
        // 3个月 is a time, and so is 3月 only where a number stands right before it.
        if is_other {
            found.push(characters[start..=place].iter().collect());
        }
    }
    found
}

/// A numeral's value: 12, １２, 十二, 二〇二四.
fn number(numerals: &[char]) -> Option<i64> {
    let values: Vec<i64> = numerals.iter().map(|character| number_of(*character)).collect::<Option<_>>()?;
    if values.is_empty() || values.len() > 4 {
        return None;
    }
    match values.iter().position(|value| *value == 10) {
        None => Some(values.iter().fold(0, |number, digit| number * 10 + digit)),
        Some(ten) if values.len() <= 3 => {
            let tens = if ten == 0 { 1 } else { values[ten - 1] };
            let ones = values.get(ten + 1).copied().unwrap_or(0);
            Some(tens * 10 + ones)
        }
        Some(_) => None,
    }
}

/// A digit's value, and 10 of 十.
fn number_of(character: char) -> Option<i64> {
    const CHINESE: [char; 11] = ['〇', '一', '二', '三', '四', '五', '六', '七', '八', '九', '十'];
    let ascii = character.to_digit(10).map(i64::from);
    let wide = ('０'..='９').contains(&character).then(|| i64::from(u32::from(character) - u32::from('０')));
    let chinese = CHINESE.iter().position(|known| *known == character).and_then(|at| i64::try_from(at).ok());
    ascii.or(wide).or(chinese)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn march() -> Month {
        "2024-03".parse().expect("a month")
    }

    #[test]
    fn a_sentence_that_stood_in_an_earlier_bulletin_is_pointed_out() {
        let february: Month = "2024-02".parse().expect("a month");
        let earlier = [(february, "各单位要压实责任，按时报送。另有一句。".to_owned())];
        let found =
            leftovers(march(), "各单位要压实责任， 按时报送。这一句是新的，没有人说过。另有一句。", &earlier);
        let expected = Leftover {
            sentence: "各单位要压实责任， 按时报送。".to_owned(),
            why: Why::StoodIn(february),
        };
        assert_eq!(found, [expected]);
    }

    #[test]
    fn another_month_or_year_is_pointed_out_and_a_length_of_time_is_not() {
        for (text, names) in [
            ("2月份稿件质量不高", vec!["2月"]),
            ("十二月的稿件", vec!["十二月"]),
            ("二月二十日召开", vec!["二月"]),
            ("１２月", vec!["１２月"]),
            ("2023年3月", vec!["2023年"]),
            ("二〇二三年", vec!["二〇二三年"]),
            ("3月份、三月、03月、2024年", vec![]),
            ("连续2个月落后", vec![]),
            ("本月有12篇", vec![]),
            ("〔上月份〕与〔月份〕", vec![]),
        ] {
            let found: Vec<_> = leftovers(march(), text, &[]).into_iter().map(|left| left.why).collect();
            let expected: Vec<_> = names.into_iter().map(|name| Why::Names(name.to_owned())).collect();
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn a_sentence_with_a_field_says_something_else_each_month() {
        let february: Month = "2024-02".parse().expect("a month");
        let text = "〔月份〕共收到信息〔收到总数〕条，请各单位继续努力。";
        assert_eq!(leftovers(march(), text, &[(february, text.to_owned())]), []);
    }

    proptest! {
        #[test]
        fn no_text_makes_the_search_panic(text in "\\PC*|[0-9一二十月年〔〕。]{0,30}") {
            let _ = leftovers(march(), &text, &[]);
        }
    }
}
