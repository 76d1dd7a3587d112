//! What stands around a bulletin's tables: title, captions, notes. The covering text is another module's
//! ([`crate::bulletin::covering`]); addressees, signature and date are not known here.

use super::{roster::Roster, rules::RuleSet};
use crate::calendar::Month;

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

pub(super) fn notes(month: Month, rules: &RuleSet, roster: &Roster) -> Vec<String> {
    let mut notes = vec![
        format!("计分方式：按照《{}》（第{}版）规定的标准计分。", rules.name, rules.version),
        format!("本次通报范围为计入{}年{}考核的信息采用情况。", month.year(), month.in_words()),
    ];
    // Of an earlier year nothing is carried on.
    let this_year = roster.inherited.iter().filter(|one| one.since > month.january() && one.since <= month);
    for one in this_year.filter(|one| one.since.year() == month.year()) {
        let heir = roster.heir_of(one.from);
        if let Some(heir) = roster.scored().find(|unit| unit.id == heir) {
            let (from, since) = (&one.from_name, one.since.in_words());
            notes.push(format!("{from}自{since}起不再列名，其年内以前的得分计入{}的累计分数。", heir.name));
        }
    }
    notes
}

/// 一 to 九十九; digits beyond.
pub(crate) fn chinese_number(number: usize) -> String {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    match (number / 10, number % 10) {
        (0, ones @ 1..) => DIGITS[ones].to_owned(),
        (1, ones) => format!("十{}", DIGITS[ones]),
        (tens @ 2..=9, ones) => format!("{}十{}", DIGITS[tens], DIGITS[ones]),
        _ => number.to_string(),
    }
}
