//! Remarks that are drawn from figures: what the office would otherwise count by hand before it admonishes. Each
//! sentence comes with the numbers that it rests on.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::leaders::having_most;
use crate::{calendar::Month, reason::ReasonKind};

/// A month ends in a burst where more than this part of what it sent came within its last days, in percent.
const MUCH_IN_LAST_DAYS: u64 = 30;

/// Words by which a title shows that it reports a meeting.
const MEETING_WORDS: [&str; 10] =
    ["会议", "召开", "座谈", "例会", "推进会", "动员会", "部署会", "调度会", "研讨会", "培训班"];

/// What the remarks of a month are drawn from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MonthSources {
    /// What was sent in the month, in the order in which it came.
    pub sent: Vec<SentPiece>,
    /// What was returned or rejected in the month: each unit and reason once for each item.
    pub returns: Vec<Return>,
    /// 收到 and 采用 of the bulletin, as counts of pieces.
    pub counts: (u64, u64),
    /// The same of the month before; `None` where it has no bulletin.
    pub counts_before: Option<(u64, u64)>,
}

/// A piece that was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SentPiece {
    pub unit: String,
    pub title: String,
    /// The day of the month.
    pub day: i8,
}

/// A piece that was returned or rejected for a reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Return {
    pub unit: String,
    pub reason: ReasonKind,
}

/// What a remark is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RemarkKind {
    /// Returns by reason and unit.
    Returns,
    /// Titles that report meetings.
    Meetings,
    /// The share sent in the month's last days.
    LastDays,
    /// The change from last month.
    Change,
}

impl RemarkKind {
    /// The field that says it in a covering text.
    pub fn field(self) -> &'static str {
        match self {
            Self::Returns => "〔退稿情况〕",
            Self::Meetings => "〔会议类稿件〕",
            Self::LastDays => "〔月末报送〕",
            Self::Change => "〔与上月比较〕",
        }
    }
}

/// A sentence that can stand in the covering text, with its numbers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remark {
    pub kind: RemarkKind,
    pub sentence: String,
    /// What was counted, each with its count in words.
    pub numbers: Vec<(String, String)>,
}

/// The remarks for which there is reason.
pub fn draw(month: Month, last_day: i8, sources: &MonthSources) -> Vec<Remark> {
    [change(month, sources), returns(sources), meetings(sources), last_days(last_day, sources)]
        .into_iter()
        .flatten()
        .collect()
}

fn change(month: Month, sources: &MonthSources) -> Option<Remark> {
    let (received, adopted) = sources.counts;
    let (received_before, adopted_before) = sources.counts_before?;
    if received == 0 && received_before == 0 {
        return None;
    }
    let before = month.previous().in_words();
    let sentence = format!(
        "与{before}相比，收到信息{}，采用{}。",
        difference(received, received_before),
        difference(adopted, adopted_before)
    );
    let numbers = vec![
        ("本月收到".to_owned(), format!("{received}条")),
        (format!("{before}收到"), format!("{received_before}条")),
        ("本月采用".to_owned(), format!("{adopted}条")),
        (format!("{before}采用"), format!("{adopted_before}条")),
    ];
    Some(Remark { kind: RemarkKind::Change, sentence, numbers })
}

fn difference(now: u64, before: u64) -> String {
    match now.cmp(&before) {
        std::cmp::Ordering::Equal => "持平".to_owned(),
        std::cmp::Ordering::Greater => format!("增加{}条", now - before),
        std::cmp::Ordering::Less => format!("减少{}条", before - now),
    }
}

fn returns(sources: &MonthSources) -> Option<Remark> {
    if sources.returns.is_empty() {
        return None;
    }
    let by_reason = counted(sources.returns.iter().map(|returned| returned.reason.label()));
    let by_unit = counted(sources.returns.iter().map(|returned| returned.unit.as_str()));
    let reasons: Vec<String> =
        by_reason.iter().map(|(reason, count)| format!("因“{reason}”退稿{count}篇次")).collect();
    let sentence = format!("本月{}，较多的是{}。", reasons.join("，"), having_most(&by_unit, "篇"));
    let mut pairs = BTreeMap::new();
    for returned in &sources.returns {
        *pairs.entry((returned.unit.clone(), returned.reason.label())).or_insert(0_u64) += 1;
    }
    let numbers = pairs
        .into_iter()
        .map(|((unit, reason), count)| (format!("{unit}：{reason}"), format!("{count}篇次")));
    Some(Remark { kind: RemarkKind::Returns, sentence, numbers: numbers.collect() })
}

fn meetings(sources: &MonthSources) -> Option<Remark> {
    let reports = |piece: &&SentPiece| MEETING_WORDS.iter().any(|word| piece.title.contains(word));
    let by_unit = counted(sources.sent.iter().filter(reports).map(|piece| piece.unit.as_str()));
    let count: u64 = by_unit.iter().map(|(_, count)| count).sum();
    if count == 0 {
        return None;
    }
    let sentence = format!(
        "本月报送的稿件中，题目写会议、召开、座谈等的有{count}篇，较多的是{}，请多写做法、数据和成效。",
        having_most(&by_unit, "篇")
    );
    Some(Remark { kind: RemarkKind::Meetings, sentence, numbers: numbers(&by_unit) })
}

fn last_days(last_day: i8, sources: &MonthSources) -> Option<Remark> {
    const DAYS: i8 = 5;
    let is_late = |piece: &&SentPiece| piece.day > last_day - DAYS;
    let by_unit = counted(sources.sent.iter().filter(is_late).map(|piece| piece.unit.as_str()));
    let late: u64 = by_unit.iter().map(|(_, count)| count).sum();
    let sent = sources.sent.len() as u64;
    if sent == 0 || late * 100 < sent * MUCH_IN_LAST_DAYS {
        return None;
    }
    let sentence = format!(
        "本月最后{DAYS}天报送{late}篇，占全月{sent}篇的{}%，较多的是{}，请均衡报送。",
        late * 100 / sent,
        having_most(&by_unit, "篇")
    );
    Some(Remark { kind: RemarkKind::LastDays, sentence, numbers: numbers(&by_unit) })
}

/// How often each is named, the most often first, then in the order of the names.
fn counted<'a>(names: impl Iterator<Item = &'a str>) -> Vec<(&'a str, u64)> {
    let mut counts = BTreeMap::new();
    for name in names {
        *counts.entry(name).or_insert(0_u64) += 1;
    }
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    counts
}

fn numbers(counts: &[(&str, u64)]) -> Vec<(String, String)> {
    counts.iter().map(|(unit, count)| ((*unit).to_owned(), format!("{count}篇"))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn piece(unit: &str, title: &str, day: i8) -> SentPiece {
        SentPiece { unit: unit.to_owned(), title: title.to_owned(), day }
    }

    fn february() -> Month {
        "2024-02".parse().expect("a month")
    }

    fn sentence(kind: RemarkKind, sources: &MonthSources) -> Option<String> {
        let remarks = draw(february(), 29, sources);
        remarks.into_iter().find(|remark| remark.kind == kind).map(|remark| remark.sentence)
    }

    #[test]
    fn returns_are_told_by_reason_and_unit() {
        let returned = |unit: &str, reason| Return { unit: unit.to_owned(), reason };
        let sources = MonthSources {
            returns: vec![
                returned("甲科", ReasonKind::LacksSubstance),
                returned("乙科", ReasonKind::LacksSubstance),
                returned("乙科", ReasonKind::Repeated),
            ],
            ..MonthSources::default()
        };
        let expected =
            "本月因“缺少数据或案例”退稿2篇次，因“内容重复”退稿1篇次，较多的是乙科（2篇）、甲科（1篇）。";
        assert_eq!(sentence(RemarkKind::Returns, &sources).as_deref(), Some(expected));
    }

    #[test]
    fn titles_that_report_meetings_are_counted() {
        let sources = MonthSources {
            sent: vec![
                piece("甲科", "全市会议召开", 1),
                piece("甲科", "绿化进展", 2),
                piece("乙科", "座谈纪实", 3),
            ],
            ..MonthSources::default()
        };
        let said = sentence(RemarkKind::Meetings, &sources).expect("two report meetings");
        assert!(said.contains("有2篇，较多的是乙科（1篇）、甲科（1篇）"), "{said}");
    }

    #[test]
    fn a_month_that_ends_in_a_burst_is_told_so() {
        let burst = |late: usize| MonthSources {
            sent: (0..10).map(|number| piece("甲科", "题", if number < late { 25 } else { 24 })).collect(),
            ..MonthSources::default()
        };
        assert_eq!(sentence(RemarkKind::LastDays, &burst(2)), None);
        let said = sentence(RemarkKind::LastDays, &burst(3)).expect("three of ten");
        assert!(said.starts_with("本月最后5天报送3篇，占全月10篇的30%"), "{said}");
    }

    #[test]
    fn the_change_needs_a_month_before() {
        let sources = MonthSources { counts: (10, 4), ..MonthSources::default() };
        assert_eq!(sentence(RemarkKind::Change, &sources), None);
        let sources = MonthSources { counts_before: Some((12, 4)), ..sources };
        let expected = "与1月份相比，收到信息减少2条，采用持平。";
        assert_eq!(sentence(RemarkKind::Change, &sources).as_deref(), Some(expected));
    }

    #[test]
    fn where_nothing_happened_there_is_nothing_to_remark() {
        assert_eq!(draw(february(), 29, &MonthSources::default()), []);
    }
}
