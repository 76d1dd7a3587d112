//! Amounts in a sentence, with the words before each and what it counts. What stands in the place of an amount and is
//! none is told as well, so that nobody takes it for compared.

use super::{
    characters::is_mark,
    numbers::{self, Number},
};
use crate::points::Points;

/// An amount in a sentence: the words since the amount before it, and what is counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Quantity {
    pub label: String,
    /// `None` where what stands there is no figure: 约224条, 若干条, 22X条.
    pub amount: Option<Points>,
    /// As it is printed, with its measure.
    pub words: String,
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

/// What is counted; a number may stand right behind it.
const PIECES: [&str; 6] = ["信息", "稿件", "简讯", "约稿", "来稿", "消息"];
/// Words before a number that make it none.
const ABOUT: [&str; 13] =
    ["大约", "约", "将近", "近", "超过", "超", "逾", "不足", "不到", "至少", "多达", "大概", "估计"];

/// The amounts of a compact sentence, in order. Other figures, such as a month's or a year's, are words among the
/// others.
pub(super) fn quantities(text: &str) -> Vec<Quantity> {
    let characters: Vec<char> = text.chars().collect();
    let mut found = Vec::new();
    let mut label = String::new();
    let mut at = 0;
    while at < characters.len() {
        let rest = &characters[at..];
        let number = numbers::at(rest);
        let part = number
            .filter(|_| !label.ends_with('第'))
            .and_then(|number| counted(rest, number, &label))
            .or_else(|| unread(rest, &label));
        let Some(part) = part else {
            let length = number.map_or(1, |number| number.length.max(1));
            label.extend(&characters[at..at + length]);
            at += length;
            continue;
        };
        let before = std::mem::take(&mut label);
        let kept = &before[..before.len() - part.taken];
        let begins = kept.contains(['；', '。']);
        let words = before[kept.len()..].chars().chain(rest[..part.length].iter().copied()).collect();
        let label = kept.trim_matches(is_mark).to_owned();
        found.push(Quantity { label, amount: part.amount, words, measure: part.measure, begins });
        at += part.length;
    }
    found
}

/// A part of a sentence that is an amount.
struct Part {
    amount: Option<Points>,
    measure: Measure,
    /// Characters from the place on.
    length: usize,
    /// Bytes at the end of the label that belong to it.
    taken: usize,
}

/// A number with its measure behind it.
fn counted(rest: &[char], number: Number, label: &str) -> Option<Part> {
    let behind = &rest[number.length..];
    let vague = behind.iter().take_while(|character| "余多来几".contains(**character)).count();
    if let Some(measure) = measure(&behind[vague..]) {
        // 十分 means very where nothing is summed up.
        let is_very = rest.starts_with(&['十', '分'])
            && !label.ends_with(['计', '合', '得', '加', '分', '为', '扣', '减']);
        if is_very {
            return None;
        }
        let after: String = behind[vague + 1..].iter().take(2).collect();
        let after = match after.as_str() {
            "左右" | "上下" | "以上" | "以下" => 2,
            after => usize::from(after.starts_with('多')),
        };
        // 几十, 数十.
        let tens = rest[0] == '十' && label.ends_with(['几', '数', '上']);
        let about = ABOUT.iter().find(|word| label.ends_with(**word)).map_or(0, |word| word.len());
        let about = if tens { '几'.len_utf8() } else { about };
        let amount = number.amount.filter(|_| vague + after + about == 0);
        return Some(Part { amount, measure, length: number.length + vague + 1 + after, taken: about });
    }
    let is_figure = rest[0].is_ascii_digit() && PIECES.iter().any(|word| label.ends_with(word));
    let (piece, points) = (Measure::Pieces, |amount| Part {
        amount,
        measure: Measure::Pieces,
        length: number.length,
        taken: 0,
    });
    match behind {
        // 2，23条: neither one number nor two.
        ['，', more @ ..] if is_figure && is_torn(more) => {
            let digits = more.iter().take_while(|character| character.is_ascii_digit()).count();
            Some(Part { amount: None, measure: piece, length: number.length + digits + 2, taken: 0 })
        }
        ['份', ..] if is_figure => Some(Part { length: number.length + 1, ..points(number.amount) }),
        [] if is_figure => Some(points(number.amount)),
        [mark, ..] if is_figure && is_mark(*mark) => Some(points(number.amount)),
        _ => None,
    }
}

fn is_torn(behind: &[char]) -> bool {
    let digits = behind.iter().take_while(|character| character.is_ascii_digit()).count();
    digits > 0 && measure(&behind[digits..]) == Some(Measure::Pieces)
}

/// A measure before which no number stands, but what stands in its place: 信息若干条, 信息22X条, 信息条.
fn unread(rest: &[char], label: &str) -> Option<Part> {
    let measure = measure(rest)?;
    let is_place = |character: char| {
        let is_word = character.is_alphabetic() && !character.is_ascii_alphabetic();
        "余多几数若干来百千万亿十两一二三四五六七八九零〇上好些许左右".contains(character)
            || !(is_word || is_mark(character))
    };
    let before = label.trim_end_matches(is_place);
    let before = ABOUT.iter().find_map(|word| before.strip_suffix(word)).unwrap_or(before);
    let taken = label.len() - before.len();
    let words: &[&str] = match measure {
        Measure::Pieces if taken == 0 => &["信息", "简讯"],
        Measure::Pieces => &PIECES,
        Measure::Points if taken == 0 => &[],
        Measure::Points => &["合计", "累计", "共计", "基础分", "加", "扣", "减", "得"],
    };
    words.iter().any(|word| before.ends_with(word)).then_some(Part {
        amount: None,
        measure,
        length: 1,
        taken,
    })
}

/// The measure that begins a text and is no part of a word.
fn measure(rest: &[char]) -> Option<Measure> {
    let measure = match rest.first()? {
        '篇' | '则' | '条' | '件' => Measure::Pieces,
        '分' => Measure::Points,
        _ => return None,
    };
    let word: String = rest.iter().take(2).collect();
    (!WORDS.contains(&word.as_str())).then_some(measure)
}

/// Words that begin with what could be a measure.
const WORDS: [&str; 38] = [
    "分局", "分院", "分钟", "分中", "分支", "分队", "分别", "分公", "分析", "分类", "分工", "分布", "分散",
    "分解", "分级", "分期", "分层", "分为", "分组", "分之", "分管", "分享", "分数", "分值", "分项", "条件",
    "条例", "条数", "条目", "条款", "条理", "条文", "篇幅", "篇数", "篇目", "篇章", "件数", "则数",
];

#[cfg(test)]
mod tests {
    use super::{super::characters::compact, *};

    fn read(text: &str) -> Vec<String> {
        let amount = |amount: Option<Points>| amount.map_or("?".to_owned(), |amount| amount.to_string());
        quantities(&compact(text))
            .into_iter()
            .map(|quantity| format!("{}|{}|{}", quantity.label, amount(quantity.amount), quantity.words))
            .collect()
    }

    #[test]
    fn amounts_are_found_with_their_words() {
        let text = "2月份报送 稿件４篇，其中市局采用信息1篇、简讯两则,合计2.5分；扣-0.5分，5分局";
        let expected = [
            "2月份报送稿件|4|4篇",
            "其中市局采用信息|1|1篇",
            "简讯|2|两则",
            "合计|2.5|2.5分",
            "扣|-0.5|-0.5分",
        ];
        assert_eq!(read(text), expected);
        let measures: Vec<Measure> =
            quantities(&compact(text)).into_iter().map(|quantity| quantity.measure).collect();
        assert_eq!(measures[2..4], [Measure::Pieces, Measure::Points]);
    }

    #[test]
    fn numbers_of_any_kind_are_amounts() {
        for (text, expected) in [
            ("共收到信息22300条", "共收到信息|22300|22300条"),
            ("共收到信息1,234条", "共收到信息|1234|1，234条"),
            ("共收到信息１２３条", "共收到信息|123|123条"),
            ("共收到信息一百二十三条", "共收到信息|123|一百二十三条"),
            ("共收到信息二百条", "共收到信息|200|二百条"),
            ("共收到信息223，", "共收到信息|223|223"),
            ("共收到信息223份", "共收到信息|223|223份"),
            ("采用简讯十二则", "采用简讯|12|十二则"),
            ("合计二十分", "合计|20|二十分"),
            ("共收到信息篇数224篇", "共收到信息篇数|224|224篇"),
            ("采用信息条数2条", "采用信息条数|2|2条"),
        ] {
            assert_eq!(read(text), [expected], "{text}");
        }
    }

    #[test]
    fn a_word_that_begins_as_a_measure_does_stands_for_no_amount() {
        for text in ["采用信息条数较上月增加", "信息篇目见附件", "简讯则数另列", "信息条目清单"]
        {
            assert!(read(text).is_empty(), "{text}: {:?}", read(text));
        }
    }

    #[test]
    fn what_stands_for_an_amount_and_is_none_is_told() {
        for (text, words) in [
            ("共收到信息约224条", "约224条"),
            ("共收到信息224余条", "224余条"),
            ("共收到信息224条左右", "224条左右"),
            ("共收到信息224条多", "224条多"),
            ("共收到信息一百多条", "一百多条"),
            ("共收到信息若干条", "若干条"),
            ("共收到信息几十条", "几十条"),
            ("共收到信息数百条", "数百条"),
            ("共收到信息22X条", "22X条"),
            ("共收到信息2,23条", "2，23条"),
            ("共收到信息条", "条"),
            ("共收到信息99999999999999999999条", "99999999999999999999条"),
        ] {
            assert_eq!(read(text), [format!("共收到信息|?|{words}")], "{text}");
        }
        assert_eq!(read("累计若干分"), ["累计|?|若干分"]);
    }

    #[test]
    fn words_that_look_like_amounts_are_none() {
        for text in [
            "统一分析",
            "十分重要",
            "第三条",
            "唯一条件",
            "来稿的稿件",
            "编写有价值的信息，文件",
            "2024年3月份",
        ] {
            assert_eq!(read(text), [""; 0], "{text}");
        }
    }
}
