//! The covering text: totals received and adopted, and the leading units. It must not know whether they are
//! right.

use super::{
    super::{
        characters::{compact, is_mark},
        numbers::{self, count},
        quantities::{Measure, Quantity, quantities},
    },
    Unread, group_name,
};
use crate::{points::Points, scoring::Field};

/// A total.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in super::super) struct Totals {
    pub line: usize,
    pub of: TotalOf,
    /// One of the counts.
    pub field: Field,
    /// A whole number.
    pub printed: Points,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(in super::super) enum TotalOf {
    Everything,
    /// A group's name as it stands there, without 各.
    Group(String),
}

/// 得分前三的科室为甲科、乙科、丙科.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in super::super) struct Leaders {
    pub line: usize,
    pub group: String,
    /// The last rank that is named.
    pub ranks: u32,
    pub names: Vec<String>,
}

/// Reads one compact line.
pub(super) fn read(
    text: &str,
    line: usize,
    totals: &mut Vec<Totals>,
    leaders: &mut Vec<Leaders>,
    unread: &mut Vec<Unread>,
) {
    // Each group's leading units are a sentence, whatever mark stands between them.
    let text = text.replace("，得分前", "；得分前").replace("、得分前", "；得分前");
    for sentence in text.split(['。', '；']) {
        match leading(sentence, line) {
            Some(found) => leaders.push(found),
            None if tells_of_leaders(sentence) => {
                let words = sentence.chars().take(20).collect();
                unread.push(Unread { line, words, of: None });
            }
            None => totals.extend(counts(sentence, line, unread)),
        }
    }
}

/// Every total of a sentence, where one word says what is counted for those that follow it. What stands in a total's
/// place and is no whole number is told, and so is what could be a group's total if it were said of what.
fn counts(sentence: &str, line: usize, unread: &mut Vec<Unread>) -> Vec<Totals> {
    let mut field = None;
    let mut found = Vec::new();
    for quantity in quantities(sentence).into_iter().filter(|quantity| quantity.measure == Measure::Pieces) {
        let label = quantity.label.as_str();
        let named = named_field(label);
        field = named.or(field);
        let Some(field) = field else {
            let of = group(label).filter(|_| ["信息", "稿件"].iter().any(|word| label.ends_with(word)));
            unread.extend(of.map(|group| Unread { line, words: clause(&quantity), of: Some(group) }));
            continue;
        };
        let of = match group(label) {
            Some(group) => TotalOf::Group(group),
            // Words that name neither a group nor what is counted are about something else.
            None if named.is_some() => TotalOf::Everything,
            None => continue,
        };
        match quantity.amount.filter(|amount| is_whole(*amount)) {
            Some(printed) => found.push(Totals { line, of, field, printed }),
            None => unread.push(Unread { line, words: clause(&quantity), of: None }),
        }
    }
    found
}

fn is_whole(amount: Points) -> bool {
    amount >= Points::ZERO && amount.scaled() % Points::whole(1).scaled() == 0
}

/// The words right before an amount, with it.
pub(super) fn clause(quantity: &Quantity) -> String {
    const LONGEST: usize = 16;
    let label = quantity.label.rsplit(['，', '、', '：', '。', '；']).next().unwrap_or_default();
    let from = label.chars().count().saturating_sub(LONGEST);
    label.chars().skip(from).chain(quantity.words.chars()).collect()
}

/// Whether a sentence names the first few without saying how many: 得分前几名, 得分前N名.
fn tells_of_leaders(sentence: &str) -> bool {
    let rest = ["得分前", "排名前", "名次前"].iter().find_map(|word| Some(sentence.split_once(word)?.1));
    let is_number = |first: char| "几若数多".contains(first) || first.is_ascii() || !first.is_alphabetic();
    rest.is_some_and(|rest| {
        rest.contains(['为', '是', '：'])
            && rest.chars().next().is_some_and(is_number)
            && numbers::at(&rest.chars().collect::<Vec<char>>()).is_none()
    })
}

fn named_field(label: &str) -> Option<Field> {
    let has = |words: &[&str]| words.iter().any(|word| label.contains(word));
    if has(&["约稿"]) {
        Some(Field::CommissionCount)
    } else if has(&["采用", "刊发", "刊用"]) {
        let upper = has(&["上级", "市级以上", "市委", "市政府", "省"]);
        Some(if upper { Field::UpperCount } else { Field::NewsletterCount })
    } else if has(&["报市", "报省", "报送市", "报送省", "上报市", "上报省"]) {
        Some(Field::ReportedUp)
    } else if has(&["收到", "报送", "上报", "来稿"]) {
        Some(Field::Submitted)
    } else {
        None
    }
}

/// The group that the words before a total name: what stands last, after the word for what is counted.
fn group(label: &str) -> Option<String> {
    let mut name = label.rsplit(['，', '、', '：']).next().unwrap_or(label);
    // 县（市、区）局 holds a mark of its own.
    if name.contains('）') && !name.contains('（') {
        let start = label
            .rfind('（')
            .map_or(0, |at| label[..at].rfind(['，', '、', '：']).map_or(0, |mark| mark + '，'.len_utf8()));
        name = &label[start..];
    }
    for word in ["其中", "采用", "刊发", "刊用", "收到", "报送", "上报", "约稿", "共计", "合计"]
    {
        if let Some((_, rest)) = name.rsplit_once(word) {
            name = rest;
        }
    }
    let name = group_name(name.trim_matches(|character| is_mark(character) && !"（）".contains(character)));
    let name = name.trim_start_matches(['共', '来', '自', '为']).to_owned();
    let counted = ["稿件", "约稿", "篇数", "总数", "单位", "全局", "全市", "全系统"].contains(&name.as_str());
    (name.chars().count() >= 2 && !counted).then_some(name)
}

fn leading(sentence: &str, line: usize) -> Option<Leaders> {
    let (ranks, rest) = sentence.match_indices('前').find_map(|(at, mark)| {
        let rest = &sentence[at + mark.len()..];
        let characters: Vec<char> = rest.chars().collect();
        let number = numbers::at(&characters)?;
        let length: usize = characters[..number.length].iter().map(|character| character.len_utf8()).sum();
        let ranks = count(number.amount?).filter(|ranks| *ranks > 0)?;
        Some((ranks, rest[length..].trim_start_matches(['名', '位', '的'])))
    })?;
    let (group, names) = ["分别为", "分别是", "依次为", "依次是", "为", "是", "："]
        .iter()
        .find_map(|word| rest.split_once(word))?;
    let names = listed(names);
    (!names.is_empty()).then(|| Leaders { line, group: group_name(group), ranks, names })
}

/// Names parted by 、, ， or 和, but not within brackets.
fn listed(text: &str) -> Vec<String> {
    let mut names = vec![String::new()];
    let mut depth = 0_usize;
    for character in text.chars() {
        match character {
            '（' => depth += 1,
            '）' => depth = depth.saturating_sub(1),
            _ => {}
        }
        match names.last_mut() {
            Some(name) if depth > 0 || !"、，和及".contains(character) => name.push(character),
            _ => names.push(String::new()),
        }
    }
    names.iter().map(|name| compact(name)).filter(|name| !name.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn totals_and_leading_units_are_read() {
        let mut totals = Vec::new();
        let mut leaders = Vec::new();
        let text = "2月份，市局办公室共收到信息224条，其中各县（市、区）局信息70条、机关各科室信息99条、事业单位信息55条；\
                    市局采用县（市、区）局信息40条、机关各科室信息29条、事业单位信息27条。\
                    累计得分前三的县（市、区）局为甲局、乙局；得分前三名的科室分别为用途科、调查科和利用科。";
        let mut unread = Vec::new();
        read(&compact(text), 7, &mut totals, &mut leaders, &mut unread);
        assert_eq!(unread, []);
        let found: Vec<String> = totals
            .iter()
            .map(|total| format!("{} {:?} {}", total.field.code(), total.of, total.printed))
            .collect();
        assert_eq!(
            found,
            [
                "submitted Everything 224",
                r#"submitted Group("县（市、区）局") 70"#,
                r#"submitted Group("机关科室") 99"#,
                r#"submitted Group("事业单位") 55"#,
                r#"newsletter_count Group("县（市、区）局") 40"#,
                r#"newsletter_count Group("机关科室") 29"#,
                r#"newsletter_count Group("事业单位") 27"#,
            ]
        );
        let found: Vec<String> = leaders
            .iter()
            .map(|leaders| format!("{} {} {}", leaders.group, leaders.ranks, leaders.names.join("/")))
            .collect();
        assert_eq!(found, ["县（市、区）局 3 甲局/乙局", "科室 3 用途科/调查科/利用科"]);
    }
}
