//! Places of a frame that nobody has filled in: 〔几月几日〕. A year in these brackets, 〔2024〕, is a document's; and some
//! things stand in them by custom.

use super::{
    finding::{Finding, FindingKind},
    passage::{Passage, is_ideograph},
};

/// The longest place to be filled in, in characters: what is longer is not told as one, and a frame must not have it.
pub const LONGEST_PLACE: usize = 40;

/// What stands behind a title: 〔试行〕.
const REMARKS: [&str; 16] = [
    "试行",
    "暂行",
    "修订",
    "修正",
    "修正案",
    "草案",
    "节选",
    "摘录",
    "摘要",
    "讨论稿",
    "送审稿",
    "征求意见稿",
    "增订",
    "初稿",
    "内部",
    "存目",
];
/// Where and when an author lived: 〔宋〕苏轼.
const ORIGINS: [&str; 39] = [
    "周", "秦", "汉", "魏", "晋", "隋", "唐", "宋", "金", "元", "明", "清", "先秦", "春秋", "战国", "西汉",
    "东汉", "三国", "西晋", "东晋", "南朝", "北朝", "五代", "北宋", "南宋", "民国", "近代", "美", "英", "法",
    "德", "俄", "苏", "日", "韩", "印", "意", "美国", "英国",
];

pub(super) fn look(passage: &Passage, findings: &mut Vec<Finding>) {
    for start in 0..passage.signs.len() {
        if passage.signs[start] != '〔' {
            continue;
        }
        let within = passage.signs[start + 1..].iter().take(LONGEST_PLACE);
        let length = within.take_while(|sign| !"〔〕\n".contains(**sign)).count();
        let range = start..start + length + 2;
        if length == 0 || passage.get(start + 1 + length) != Some('〕') || is_right(passage, &range) {
            continue;
        }
        findings.push(passage.finding(FindingKind::Unfilled, range, "模板里要填的地方还没有填", None));
    }
}

/// Whether what stands in brackets, with them, is no place of a frame.
fn is_right(passage: &Passage, range: &std::ops::Range<usize>) -> bool {
    let words = passage.text(range.start + 1..range.end - 1);
    let words = words.trim();
    let is_number =
        |sign: char| sign.is_numeric() || sign.is_whitespace() || "〇○一二三四五六七八九十".contains(sign);
    // 〔日〕 alone may be a day to be filled in: an author's land stands first, with the name behind it.
    let is_first = !passage.before(range.start).is_some_and(|sign| is_ideograph(sign) || sign == '〕');
    let is_origin =
        || is_first && ORIGINS.contains(&words) && passage.get(range.end).is_some_and(is_ideograph);
    words.chars().all(is_number) || REMARKS.contains(&words) || is_origin()
}
