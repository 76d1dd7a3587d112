//! What stands around a bulletin's tables: title, covering text, captions, notes. Only words and derived
//! figures; the office's own remarks, addressees, signature and date are not known here.

use super::{
    bulletin::{BulletinGroup, Row, Totals},
    rules::{RuleSet, Words},
    tally::Tally,
};
use crate::{calendar::Month, points::Points};

/// Ranks that the covering text names, ties included.
const LEADING_RANKS: u32 = 3;

pub(super) fn title(month: Month) -> [String; 2] {
    [format!("关于{}政务信息采用情况的", month.in_words()), "通报".to_owned()]
}

pub(super) fn attachment(month: Month) -> String {
    format!("{}政务信息采用情况", month.in_words())
}

/// `place` counts the tables from 0.
pub(super) fn table_title(place: usize, month: Month, group: &str) -> String {
    format!("（{}）{}{group}政务信息统计", chinese_number(place + 1), month.in_words())
}

pub(super) fn list_title(group: &str) -> String {
    format!("{group}信息采用情况")
}

/// What was received and adopted, by group; then each group's leading units.
pub(super) fn paragraphs(
    month: Month,
    words: &Words,
    totals: Totals,
    groups: &[BulletinGroup],
) -> Vec<String> {
    let received = by_group(groups, |group| group.totals.submitted);
    let adopted = by_group(groups, |group| group.totals.newsletter_count);
    let mut paragraphs = Vec::new();
    if !groups.is_empty() {
        paragraphs.push(format!(
            "{}，{}共收到信息{}条，其中{received}；{}采用{adopted}。",
            month.in_words(),
            words.office,
            totals.submitted,
            words.bureau,
        ));
    }
    let leaders: Vec<String> = groups.iter().filter_map(leaders).collect();
    if !leaders.is_empty() {
        paragraphs.push(format!("累计{}。", leaders.join("；")));
    }
    paragraphs
}

pub(super) fn notes(month: Month, rules: &RuleSet) -> Vec<String> {
    vec![
        format!("计分方式：按照《{}》（第{}版）规定的标准计分。", rules.name, rules.version),
        format!("本次通报范围为计入{}年{}考核的信息采用情况。", month.year(), month.in_words()),
    ]
}

fn by_group(groups: &[BulletinGroup], count: impl Fn(&BulletinGroup) -> Tally) -> String {
    let parts: Vec<String> =
        groups.iter().map(|group| format!("{}信息{}条", group.group, count(group))).collect();
    parts.join("、")
}

/// 得分前三的机关科室为…. A unit without points leads nothing.
fn leaders(group: &BulletinGroup) -> Option<String> {
    let leads = |row: &&Row| {
        let figures = &row.figures;
        let first = figures.rank.is_some_and(|rank| rank <= LEADING_RANKS);
        first && figures.cumulative > Points::ZERO && !figures.excluded
    };
    let names: Vec<&str> = group.rows.iter().filter(leads).map(|row| row.list_name.as_str()).collect();
    if names.is_empty() {
        None
    } else {
        Some(format!("得分前三的{}为{}", group.group, names.join("、")))
    }
}

/// 一 to 九十九; digits beyond.
fn chinese_number(number: usize) -> String {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    match (number / 10, number % 10) {
        (0, ones @ 1..) => DIGITS[ones].to_owned(),
        (1, ones) => format!("十{}", DIGITS[ones]),
        (tens @ 2..=9, ones) => format!("{}十{}", DIGITS[tens], DIGITS[ones]),
        _ => number.to_string(),
    }
}
